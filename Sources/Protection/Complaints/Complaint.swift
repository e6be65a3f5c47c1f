import Access
import Accounts
import Journal
import Vault

/// That a complaint was received, and how far it has come: what may be counted, and nothing that points at anyone.
///
/// All that it says is sealed under its own key, which the members of the complaints circle hold one by one, but for those of the organisation complained of.
package struct Complaint: Record {
    package var id = ID<Complaint>.random()
    package var month = ""
    package var state = ComplaintState.received
    package var closedOn: Day?
    /// What stands for the code on the person’s slip, and does not tell it.
    package var slip: AnyID?

    package init() {}

    package static let kind = "complaint"
    package static let title = Phrase("Plainte", en: "Complaint")
    package static let scope = ScopeForm.network
    package static let indexes = [["month", "id"], ["slip"]]
    package var about: AnyID? { id.cast() }

    package static let fields: [Field<Self>] = [
        .init("month", \.month, "Mois", en: "Month", required: true, input: .hidden),
        .init("state", \.state, "Étape", en: "State", required: true, input: .hidden),
        .init("closed_on", \.closedOn, "Close le", en: "Closed on", input: .hidden),
        .init("slip", \.slip, "Bulletin", en: "Slip", required: true, input: .hidden),
    ]
}

/// A record that belongs to a complaint, sealed under its key.
package protocol ComplaintRecord: Record {
    var complaint: ID<Complaint>? { get set }
}

extension ComplaintRecord {
    package static var scope: ScopeForm { .network }
    package static var sealedUnder: String { CircleDuty.complaints.sealedUnder }
    package static var indexes: [[String]] { [["complaint", "id"]] }
    package var about: AnyID? { complaint?.cast() }

    static func head(_ complaint: any WritableKeyPath<Self, ID<Complaint>?> & Sendable) -> Field<Self> {
        .init(CircleDuty.complaints.sealedUnder, complaint, "Plainte", en: "Complaint", required: true, input: .hidden)
    }
}

/// What someone complains of, in their words, and how to answer them.
package struct ComplaintContent: ComplaintRecord {
    package var id = ID<ComplaintContent>.random()
    package var complaint: ID<Complaint>?
    package var against: Sealed<ID<Organization>>?
    package var matter: Sealed<ComplaintMatter>?
    package var words: Sealed<String>?
    package var voice: Sealed<AttachedFile>?
    package var wish: Sealed<String>?
    package var gravity: Sealed<ComplaintGravity>?
    package var isAbuse: Sealed<Bool>?
    package var manner: Sealed<VoiceManner>?
    package var contact: Sealed<String>?
    package var receivedOn: Sealed<Day>?
    package var takenBy: Sealed<ID<Account>>?
    package var code: Sealed<String>?

    package init() {}

    package static let kind = "complaint_content"
    package static let title = Phrase("Contenu de la plainte", en: "Content of the complaint")

    package static let fields: [Field<Self>] = [
        head(\.complaint),
        .init(
            "words", \.words, "Ce qui s’est passé, dans ses mots", en: "What happened, in their words",
            hint: Phrase(
                "Les faits, où et quand. Le nom de la personne n’est pas nécessaire.", en: "The facts, where and when. The person’s name is not needed."),
            limit: 4000, input: .paragraph, .sealed),
        .init(
            "voice", \.voice, "Ou son message parlé", en: "Or their spoken message",
            hint: Phrase(
                "Seulement si la personne préfère parler. Sa voix peut être reconnue par ceux qui recevront la plainte : dites-le-lui d’abord.",
                en: "Only if the person prefers to speak. Those who receive the complaint may know their voice: tell them so first."), input: .file(.sound),
            .sealed),
        .init("wish", \.wish, "Ce que la personne attend", en: "What the person expects", limit: 1000, input: .paragraph, .sealed),
        .init(
            "against", \.against, "Quelle organisation est mise en cause", en: "Which organisation is complained of",
            hint: Phrase(
                "La vôtre aussi. Aucune clé de cette organisation n’ouvrira la plainte. Laissez vide si ce n’est aucune de celles-ci.",
                en: "Your own included. No key of that organisation will open the complaint. Leave it empty if it is none of these."),
            input: .reference(kind: "organization"), .sealed),
        .init("matter", \.matter, "De quoi la personne se plaint", en: "What the person complains of", .sealed),
        .init(
            "abuse", \.isAbuse, "Il s’agit d’exploitation, d’abus ou de harcèlement sexuels", en: "It is about sexual exploitation, abuse or harassment",
            .sealed),
        .init("gravity", \.gravity, "Ce qui presse", en: "How pressing it is", .sealed),
        .init("manner", \.manner, "Comment cette plainte a été prise", en: "How this complaint was taken", .sealed),
        .init(
            "contact", \.contact, "Comment la joindre sans danger", en: "How to reach them safely",
            hint: Phrase(
                "Seulement si elle le veut. Le bulletin lui suffit pour demander la réponse.",
                en: "Only if they want to. The slip is enough for them to ask for the answer."), limit: 300, .sealed),
        .init("received_on", \.receivedOn, "Reçue le", en: "Received on", input: .hidden, .sealed),
        .init("taken_by", \.takenBy, "Prise par", en: "Taken by", input: .hidden, .sealed),
        .init("code", \.code, "Code du bulletin", en: "Code of the slip", input: .hidden, .sealed),
    ]

    package static let asked = ["words", "voice", "wish", "against", "matter", "abuse", "gravity", "manner", "contact"]
}

/// What a member of the circle did with a complaint: when, who, and in which words. Never changed.
package struct ComplaintNote: ComplaintRecord {
    package var id = ID<ComplaintNote>.random()
    package var complaint: ID<Complaint>?
    package var step: Sealed<ComplaintStep>?
    package var on: Sealed<Day>?
    package var by: Sealed<ID<Account>>?
    package var words: Sealed<String>?

    package init() {}

    package static let kind = "complaint_note"
    package static let title = Phrase("Suite de la plainte", en: "Step of the complaint")

    package static let fields: [Field<Self>] = [
        head(\.complaint),
        .init("step", \.step, "Suite", en: "Step", input: .hidden, .sealed),
        .init("on", \.on, "Le", en: "On", input: .hidden, .sealed),
        .init("by", \.by, "Par", en: "By", input: .hidden, .sealed),
        .init("words", \.words, "Précisions", en: "Details", limit: 4000, input: .paragraph, .sealed),
    ]
}

/// What the person is told: sealed for the code of their slip and for nothing else, so that any agent to whom they show it can read it out.
package struct ComplaintAnswer: Record {
    package var id = ID<ComplaintAnswer>.random()
    package var slip: AnyID?
    package var words: Sealed<String>?
    package var on: Sealed<Day>?

    package init() {}

    package static let kind = "complaint_answer"
    package static let title = Phrase("Réponse à la personne", en: "Answer to the person")
    package static let scope = ScopeForm.network
    package static let indexes = [["slip", "id"]]
    package var about: AnyID? { id.cast() }

    package static let fields: [Field<Self>] = [
        .init("slip", \.slip, "Bulletin", en: "Slip", required: true, input: .hidden),
        .init(
            "words", \.words, "Ce qui sera lu à la personne", en: "What will be read to the person",
            hint: Phrase(
                "N’importe quel agent du réseau peut le lire, si la personne lui montre son bulletin : ni nom, ni rien qui rappelle ce qu’elle a dit.",
                en: "Any agent of the network may read it, if the person shows them the slip: no name, and nothing that recalls what they said."), limit: 2000,
            input: .paragraph, .sealed),
        .init("on", \.on, "Le", en: "On", input: .hidden, .sealed),
    ]
}
