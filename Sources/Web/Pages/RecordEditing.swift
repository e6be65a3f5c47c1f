import Access
import HTML
import HTTPTypes
import Journal
import Network
import Storage

/// The two halves of editing any record: its form, and taking what was typed. Each area says only what is asked and where it leads.
struct RecordEditing<R: Record>: Sendable {
    let asked: [String]
    let act: ActName
    let title: Phrase
    let button: Phrase

    init(_: R.Type, asked: [String], act: ActName, title: Phrase, button: Phrase = Phrase("Enregistrer", en: "Save")) {
        self.asked = asked
        self.act = act
        self.title = title
        self.button = button
    }

    /// The page with the form: as it stands, or as it was typed with what is wrong.
    func page(
        _ visit: Visit, _ connection: any Connection, _ record: R, versions: Versions?, typed: Typed? = nil, problems: [Refusal.Problem] = [],
        to action: Address, back: Address, trail: [(String, Address)] = []
    ) throws -> Reply {
        let sheet = FormSheet(
            record, asked: asked, versions: versions, typed: typed, problems: problems,
            choices: try Choices(R.self, asked: asked, connection))
        return visit.page(visit.say(title), trail: trail, status: problems.isEmpty ? .ok : .unprocessableContent) {
            FormView(visit: visit, sheet: sheet, action: action, button: visit.say(button), cancel: back)
        }
    }

    /// Takes what was typed into `record`, checks it, and does the act; or the page again, with everything that was typed.
    func take(
        _ visit: Visit, _ typed: Typed, into record: R, isNew: Bool, to action: Address, back: Address, landing: Address,
        trail: [(String, Address)] = [], rule: @escaping @Sendable (R, any Connection) throws -> Void = { _, _ in },
        alongside: @escaping @Sendable (R, Act) throws -> Void = { _, _ in }
    ) async throws -> Reply {
        var new = record
        var problems = new.take(typed, asked: Set(asked))
        let taken = new
        problems += try await visit.site.store.read { try $0.unknownReferences(of: taken, asked: asked) }
        let again = { (problems: [Refusal.Problem]) in
            try await visit.site.store.read {
                try page(visit, $0, record, versions: nil, typed: typed, problems: problems, to: action, back: back, trail: trail)
            }
        }
        guard problems.isEmpty else { return try await again(problems) }
        do {
            let made = new
            let outcome = try await visit.perform(act, typed) { act in
                try rule(made, act.connection)
                if isNew { try act.make(made) } else { try act.update(made, seen: typed.seen, asked: Set(asked)) }
                try alongside(made, act)
            }
            return .done(outcome, at: landing)
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }
}
