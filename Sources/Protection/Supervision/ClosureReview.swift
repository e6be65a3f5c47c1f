import Access
import Journal
import Storage
import Vault

/// What a second reading of a closure found.
package struct ReviewFinding: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let sound = Self(code: "sound")
    package static let returned = Self(code: "returned")
    package static let list: [(Self, Phrase)] = [
        (.sound, Phrase("Relue, rien à redire", en: "Read again, nothing to object")),
        (.returned, Phrase("Renvoyée, dossier rouvert", en: "Returned, file opened again")),
    ]
}

/// That an approved closure, drawn by lot, was read again by someone who neither asked for it nor decided it.
package struct ClosureReview: CaseRecord {
    package var id = ID<ClosureReview>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var closure: ID<CaseClosure>?
    package var by: ID<Account>?
    package var on: Day?
    package var finding = ReviewFinding.sound
    package var remark: Sealed<String>?

    package init() {}

    package static let kind = "closure_review"
    package static let title = Phrase("Relecture d’une clôture", en: "Second reading of a closure")
    package static let indexes = [["case_file", "id"], ["closure"]]

    package static let fields: [Field<Self>] =
        head(\.organization, \.caseFile) + [
            .init("closure", \.closure, "Clôture", en: "Closure", required: true, input: .hidden),
            .init("by", \.by, "Relue par", en: "Read again by", required: true, input: .hidden),
            .init("on", \.on, "Le", en: "On", required: true, input: .hidden),
            .init("finding", \.finding, "Constat", en: "Finding", required: true, input: .hidden),
            .init("remark", \.remark, "Remarque", en: "Remark", limit: 1000, input: .paragraph, .sealed),
        ]
}

/// Which of a month's approved closures are read a second time: drawn by lot from what the journal says of each decision, so that anyone draws the same.
package enum ClosureSample {
    /// The closures approved in a month ("2027-03").
    package static func approved(in month: String, of organization: ID<Organization>, _ connection: any Connection) throws -> [Stored<CaseClosure>] {
        try connection.all(
            CaseClosure.self, "WHERE organization = ? AND verdict = ? AND decided_on >= ? AND decided_on <= ? ORDER BY decided_on, id LIMIT 5000",
            [organization.value, ClosureVerdict.approved.value, .text("\(month)-01"), .text("\(month)-31")])
    }

    /// Each is drawn or not whatever the others are; where none is, the one that came closest.
    package static func drawn(from closures: [Stored<CaseClosure>], percent: Int) -> [Stored<CaseClosure>] {
        let lots = closures.map { (closure: $0, lot: lot(of: $0)) }
        let drawn = lots.filter { $0.lot < percent * 100 }.map(\.closure)
        guard drawn.isEmpty, let closest = lots.min(by: { ($0.lot, $0.closure.id) < ($1.lot, $1.closure.id) }) else { return drawn }
        return [closest.closure]
    }

    /// Between 0 and 9,999, from the closure and the moment of its decision, which nobody chooses who asks for it.
    private static func lot(of closure: Stored<CaseClosure>) -> Int {
        let mark = closure.versions.later["verdict"]?.mark ?? closure.versions.making
        let digest = Digest(of: closure.id.bytes + withUnsafeBytes(of: mark.stamp.raw.bigEndian) { Array($0) } + mark.writer.bytes)
        return digest.bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) } % 10_000
    }

    /// Throws where someone may not read that closure again.
    package static func check(_ closure: CaseClosure, by reader: Reader, _ connection: any Connection) throws {
        guard closure.verdict == .approved else {
            throw Refusal("review.open", Phrase("Cette clôture n’est pas approuvée.", en: "This closure is not approved."))
        }
        guard closure.askedBy != reader.account, closure.decidedBy != reader.account else {
            throw Refusal(
                "review.own",
                Phrase(
                    "Vous avez demandé ou décidé cette clôture : une autre personne la relit.",
                    en: "You asked for this closure or decided it: someone else reads it again."))
        }
        guard try connection.all(ClosureReview.self, "WHERE closure = ? LIMIT 1", [closure.id.value]).isEmpty else {
            throw Refusal("review.done", Phrase("Cette clôture est déjà relue.", en: "This closure has been read again already."))
        }
    }
}
