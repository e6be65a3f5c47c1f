import Access
import Accounts
import HTML
import Journal
import NetworkLife
import Protection
import Storage
import Vault

/// A referral as one of its parties may read it: where it stands always, what it carries where their keys open it and the receiver has taken note of it.
struct OpenedReferral: Sendable {
    let referral: Referral
    let side: ReferralSide
    let state: ReferralState
    let content: Opened<ReferralContent>?
    let people: [Opened<ReferredPerson>]
    let documents: [Opened<ReferredDocument>]
    let notes: [ID<ReferralStep>: String]
    let holders: [ReferralAssignment]
    /// The case file on the reader's own side, where they may open it.
    let caseFile: ID<CaseFile>?
    /// The number of that file, also where only a colleague may open it.
    let caseNumber: String?

    /// Throws where it is not one that the reader may see.
    init(_ visit: Visit, _ connection: any Connection) throws {
        try self.init(visit.find(Referral.self, connection).record, visit, connection)
    }

    init(_ referral: Referral, _ visit: Visit, _ connection: any Connection) throws {
        let organization = try visit.reader().organization
        guard let side = referral.side(of: organization) else { throw Failure.notFound }
        self.referral = referral
        self.side = side
        state = try connection.state(of: referral)
        holders = try ReferralKeys.assignments(referral, organization, connection)
        caseFile = try visit.all(CaseReferral.self, where: "referral = ?", [referral.id.value], connection).first?.caseFile
        caseNumber = try connection.all(
            CaseReferral.self, "WHERE referral = ? AND organization = ? ORDER BY id LIMIT 1", [referral.id.value, organization.value]
        )
        .first?.record.caseFile.flatMap { try connection.find(CaseFile.self, $0)?.record.number }
        // The receiver reads nothing before having said that it came: the sender must know what was opened.
        guard side == .sender || state.isOpened else {
            (content, people, documents, notes) = (nil, [], [], [:])
            return
        }
        let keys = try visit.keyring(connection).dataKeys(of: referral.id.cast(), connection)
        func all<R: Record>(_: R.Type) throws -> [Opened<R>] {
            guard !keys.isEmpty else { return [] }
            return try visit.all(R.self, where: "referral = ?", [referral.id.value], then: "ORDER BY made, id LIMIT 200", connection).compactMap {
                $0.opened(with: keys)
            }
        }
        content = try all(ReferralContent.self).first
        people = try all(ReferredPerson.self).sorted { a, _ in a[\.relation] == .head }
        documents = try all(ReferredDocument.self)
        notes = Dictionary(
            try all(ReferralNote.self).compactMap { note in note.record.step.flatMap { step in note[\.text].map { (step, $0) } } },
            uniquingKeysWith: { a, _ in a })
    }

    var head: Opened<ReferredPerson>? { people.first { $0[\.relation] == .head } }

    /// Whether anything sealed is read.
    var isRead: Bool { content != nil || !notes.isEmpty }
    var isHeld: Bool { !holders.isEmpty }
}

extension ReferralState {
    /// Where it stands, as a tag says it.
    func tag(at now: Moment, _ say: Say) -> (text: String, style: String) {
        if let due, due < now { return ("\(say(label)), \(Dates.distance(to: due, from: now, say))", "late") }
        switch stage {
        case .refused: return (say(label), "refused")
        case .closed: return (say(label), last(.access)?.access == .reached ? "done" : "plain")
        case .withdrawn, .settled: return (say(label), "plain")
        case .sent, .acknowledged, .accepted, .served, .access, .recalled:
            return (due.map { "\(say(label)), \(Dates.distance(to: $0, from: now, say))" } ?? say(label), "waiting")
        }
    }

    var label: Phrase {
        switch stage {
        case .sent: Phrase("Envoyé", en: "Sent")
        case .acknowledged: Phrase("Reçu", en: "Received")
        case .accepted: Phrase("Accepté", en: "Accepted")
        case .refused: Phrase("Refusé", en: "Refused")
        case .served: referral.isTransfer ? Phrase("Suivi repris", en: "Taken over") : Phrase("Service rendu", en: "Service given")
        case .access: Phrase("Accès noté", en: "Access noted")
        case .closed: Phrase("Clos", en: "Closed")
        case .withdrawn: Phrase("Retiré, détruit", en: "Recalled, destroyed")
        case .recalled: Phrase("Retiré, à détruire", en: "Recalled, to be destroyed")
        case .settled: last?.step == .kept ? Phrase("Retiré, conservé", en: "Recalled, kept") : Phrase("Retiré, détruit", en: "Recalled, destroyed")
        }
    }
}

extension Referral {
    /// What it is called, with its code.
    func called(_ say: Say) -> String {
        isTransfer ? say("Transfert \(reference)", en: "Transfer \(reference)") : say("Référencement \(reference)", en: "Referral \(reference)")
    }
}

extension ReferralStepKind {
    /// What a step of a transfer is called, where it is not what it is of a referral.
    func label(of purpose: ReferralPurpose) -> Phrase {
        purpose == .transfer && self == .served ? Phrase("Suivi repris", en: "Taken over") : label
    }

    func verb(in state: ReferralState) -> Phrase {
        guard state.referral.isTransfer else { return verb }
        switch self {
        case .served: return Phrase("Noter que la personne est suivie chez nous", en: "Note that we follow the person")
        case .closed where state.isTakenOver: return Phrase("Demander la clôture de notre dossier", en: "Ask for our file to be closed")
        case .recalled: return Phrase("Retirer le transfert", en: "Recall the transfer")
        default: return verb
        }
    }

    /// What the button that does it says.
    var verb: Phrase {
        switch self {
        case .acknowledged: Phrase("Accuser réception et ouvrir", en: "Acknowledge and open")
        case .accepted: Phrase("Accepter", en: "Accept")
        case .refused: Phrase("Refuser", en: "Refuse")
        case .served: Phrase("Noter le service rendu", en: "Note the service given")
        case .access: Phrase("Noter l’accès au droit", en: "Note the access to the right")
        case .closed: Phrase("Clore", en: "Close")
        case .recalled: Phrase("Retirer le référencement", en: "Recall the referral")
        case .destroyed: Phrase("Détruire ce qui a été reçu", en: "Destroy what was received")
        case .kept: Phrase("Conserver, et dire pourquoi", en: "Keep it, and say why")
        default: label
        }
    }

    /// What is asked with it, beside words.
    var asked: [String] {
        switch self {
        case .refused: ["on", "refusal"]
        case .access: ["on", "access"]
        case .closed: ["on", "next"]
        default: ["on"]
        }
    }
}

extension Visit {
    func trailToReferrals() -> [(String, Address)] { Registers.trail(self, of: .referrals) }

    /// The tokens of the acts that one form does: its own, and others that follow from it.
    static func token(_ token: AnyID, _ number: UInt64) -> AnyID { AnyID(high: token.high ^ number &* 0x9E37_79B9_7F4A_7C15, low: token.low ^ number) }
}

extension Reply {
    /// The same page, with one more reading that it is.
    func noting(_ note: Reading.Note?) -> Reply {
        guard let note, case .page(let body, let status) = self else { return self }
        return .opened(body, note, status: status)
    }
}
