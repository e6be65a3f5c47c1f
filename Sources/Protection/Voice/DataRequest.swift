import Access
import Accounts
import Journal
import Storage
import Vault

/// What someone asks of what is kept about them.
package struct DataRequestKind: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let access = Self(code: "access")
    package static let rectification = Self(code: "rectification")
    package static let erasure = Self(code: "erasure")

    package static let list: [(Self, Phrase)] = [
        (.access, Phrase("Voir ce que nous gardons", en: "See what we keep")), (.rectification, Phrase("Faire corriger", en: "Have it corrected")),
        (.erasure, Phrase("Faire effacer", en: "Have it erased")),
    ]
}

/// What became of such a request.
package struct DataRequestOutcome: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let refused = Self(code: "refused")
    package static let list: [(Self, Phrase)] = [
        (Self(code: "done"), Phrase("Fait", en: "Done")), (Self(code: "partly"), Phrase("Fait en partie", en: "Done in part")),
        (.refused, Phrase("Refusé", en: "Refused")),
        (Self(code: "nothing"), Phrase("Nous ne gardons rien d’elle", en: "We keep nothing about them")),
    ]
}

/// That someone asks to see, correct or erase what is kept about them, and what they were answered: on their case file, or of someone who has none.
///
/// Sealed under the case file’s key and erased with it; where there is no file, under a key of its own that the intake and the supervision open.
package struct DataRequest: Record {
    package var id = ID<DataRequest>.random()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var subject: AnyID?
    package var number = ""
    package var asks = DataRequestKind.access
    package var receivedOn: Day?
    package var dueOn: Day?
    package var who: Sealed<String>?
    package var words: Sealed<String>?
    package var outcome: DataRequestOutcome?
    package var answeredOn: Day?
    package var ground: Sealed<String>?

    package init() {}

    package static let kind = "data_request"
    package static let title = Phrase("Demande sur les données", en: "Request about data")
    package static let scope = ScopeForm.organization
    package static let indexes = [["case_file", "id"], ["organization", "answered_on", "due_on", "id"]]
    package static let sealedUnder = "subject"
    package var about: AnyID? { subject ?? id.cast() }

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .hidden),
        .init("case_file", \.caseFile, "Dossier", en: "Case file", input: .hidden),
        .init("subject", \.subject, "Objet", en: "Subject", required: true, input: .hidden),
        .init("number", \.number, "Numéro", en: "Number", required: true, input: .hidden),
        .init("asks", \.asks, "Ce que la personne demande", en: "What the person asks", required: true),
        .init(
            "who", \.who, "Qui demande, et comment lui répondre sans danger", en: "Who asks, and how to answer them safely",
            hint: Phrase(
                "Rien de plus que ce qu’il faut pour retrouver la personne et lui répondre.",
                en: "No more than it takes to find the person again and answer them."), limit: 300, .sealed),
        .init("words", \.words, "Ses mots", en: "Their words", limit: 1000, input: .paragraph, .sealed),
        .init("received_on", \.receivedOn, "Reçue le", en: "Received on", required: true),
        .init("due_on", \.dueOn, "Répondre avant le", en: "To be answered by", input: .hidden),
        .init("outcome", \.outcome, "Ce qui a été fait", en: "What was done"),
        .init("answered_on", \.answeredOn, "Répondu le", en: "Answered on"),
        .init("ground", \.ground, "Ce qui a été répondu, et pourquoi", en: "What was answered, and why", limit: 1000, input: .paragraph, .sealed),
    ]

    package static let answering = ["outcome", "answered_on", "ground"]

    package func isLate(on day: Day) -> Bool { answeredOn == nil && (dueOn.map { $0 < day } ?? false) }
}

extension DataRequest {
    /// Notes the request under the case file’s key, or under one drawn for it; it is due when the network’s rule says. Throws a `Refusal` where the day is still to come,
    /// or nobody could answer who has no file.
    package func take(_ clear: [String: Value], by ring: Keyring, of organization: ID<Organization>, in act: Act, on today: Day) throws {
        guard let on = receivedOn, on <= today else { throw Refusal.notYet("data-request", field: "received_on") }
        guard caseFile != nil || clear["who"].map({ $0 != .null }) == true else {
            throw Refusal("data-request.who", Phrase("Dites qui demande, ou comment lui répondre.", en: "Say who asks, or how to answer them."), field: "who")
        }
        var made = self
        made.subject = caseFile?.cast() ?? id.cast()
        made.number = CaseFile.drawNumber()
        made.dueOn = on.advanced(by: try DataRequestRule.standing(act.connection).days)
        let keys =
            caseFile == nil
            ? [try CaseKeys.draw(for: id.cast(), of: organization, followedBy: nil, by: ring, in: act, on: today)]
            : try ring.dataKeys(of: made.subject!, act.connection)
        try made.seal(clear, under: keys, seen: { _ in .null })
        try act.make(made)
    }

    /// Throws a `Refusal` where an answer says nothing of what was done, when, or on what ground.
    package func checkAnswer(today: Day) throws(Refusal) {
        guard outcome != nil else { throw Refusal("data-request.outcome", Phrase("Dites ce qui a été fait.", en: "Say what was done."), field: "outcome") }
        guard let on = answeredOn, on <= today else { throw Refusal.notYet("data-request", field: "answered_on") }
        if let received = receivedOn, on < received {
            throw Refusal(
                "data-request.early", Phrase("C’est avant que la demande soit reçue.", en: "This is before the request was received."), field: "answered_on")
        }
        guard ground != nil else {
            throw Refusal("data-request.ground", Phrase("Dites ce que vous avez répondu, et pourquoi.", en: "Say what you answered, and why."), field: "ground")
        }
    }
}

/// Within how many days someone who asks about their data is answered; the network edits it.
package struct DataRequestRule: Record {
    package var id: ID<DataRequestRule> = OnlyOne.dataRequestRule.id()
    package var days = 30

    package init() {}

    package static let kind = "data_request_rule"
    package static let title = Phrase("Délai des demandes sur les données", en: "Deadline of requests about data")
    package static let scope = ScopeForm.network

    package static let fields: [Field<Self>] = [
        .init(
            "days", \.days, "Jours pour répondre", en: "Days to answer",
            hint: Phrase(
                "Le réseau s’y engage lui-même ; une loi peut demander moins : à vérifier.",
                en: "The network commits itself to it; a law may ask for less: to be checked."), required: true)
    ]

    package static func standing(_ connection: any Connection) throws -> DataRequestRule {
        try connection.all(DataRequestRule.self, "ORDER BY id LIMIT 1").first?.record ?? DataRequestRule()
    }

    package func check() throws(Refusal) {
        guard (1...365).contains(days) else {
            throw Refusal("data-request.days", Phrase("Donnez entre 1 et 365 jours.", en: "Give between 1 and 365 days."), field: "days")
        }
    }
}
