import Access
import Accounts
import Journal
import Vault

/// That someone is sent to another member of the network, who must answer: between these two and nobody else. It names no one, and stays when what it carried is destroyed.
package struct Referral: Record {
    package var id = ID<Referral>.random()
    package var sender: ID<Organization>?
    package var receiver: ID<Organization>?
    package var reference = ""
    package var group = NeedGroup.other
    package var priority = ReferralPriority.normal
    package var sentOn: Day?
    package var answerBy: Moment?
    package var purpose = ReferralPurpose.service

    package init() {}

    package static let kind = "referral"
    package static let counted: Counted? = .subject
    package static let title = Phrase("Référencement", en: "Referral")
    package static let scope = ScopeForm.correspondence
    package static let indexes = [["receiver", "answer_by", "id"], ["sender", "answer_by", "id"], ["reference"]]

    package static let fields: [Field<Self>] =
        parties(\.sender, \.receiver) + [
            .init("reference", \.reference, "Code", en: "Code", required: true, input: .hidden),
            .init("need_group", \.group, "Type de besoin", en: "Kind of need", required: true, input: .hidden),
            .init("priority", \.priority, "Priorité", en: "Priority", required: true),
            .init("sent_on", \.sentOn, "Envoyé le", en: "Sent on"),
            .init("answer_by", \.answerBy, "Réponse attendue avant", en: "Answer due by", input: .hidden),
            .init("purpose", \.purpose, "Objet", en: "Purpose", input: .hidden),
        ]

    /// Whether the whole responsibility for the person passes.
    package var isTransfer: Bool { purpose == .transfer }

    /// Which party an organisation is; nil where it is neither.
    package func side(of organization: ID<Organization>) -> ReferralSide? {
        organization == sender ? .sender : organization == receiver ? .receiver : nil
    }

    package func party(_ side: ReferralSide) -> ID<Organization>? { side == .sender ? sender : receiver }

    /// The scope of all that the two write of it.
    package var between: Scope? {
        guard let sender, let receiver else { return nil }
        return .between(sender, and: receiver)
    }
}

extension Record {
    /// The two fields that each record between two parties has.
    static func parties(
        _ sender: any WritableKeyPath<Self, ID<Organization>?> & Sendable, _ receiver: any WritableKeyPath<Self, ID<Organization>?> & Sendable
    ) -> [Field<Self>] {
        [
            .init(RecordKind.parties[0], sender, "De", en: "From", required: true, input: .hidden),
            .init(RecordKind.parties[1], receiver, "À", en: "To", required: true, input: .hidden),
        ]
    }
}

/// A record that belongs to a referral: between its two parties, sealed under its key and destroyed with it.
package protocol ReferralRecord: Record {
    var referral: ID<Referral>? { get set }
}

extension ReferralRecord {
    package static var scope: ScopeForm { .correspondence }
    package static var sealedUnder: String { "referral" }
    package var about: AnyID? { referral?.cast() }
}

/// What was asked for, and what the person agreed to have told: destroyed with the referral’s key.
package struct ReferralContent: ReferralRecord {
    package var id = ID<ReferralContent>.random()
    package var sender: ID<Organization>?
    package var receiver: ID<Organization>?
    package var referral: ID<Referral>?
    package var service: Sealed<ServiceKind>?
    package var need: Sealed<String>?
    package var story: Sealed<String>?
    package var from: Sealed<String>?
    package var language: Sealed<SpokenLanguage>?
    package var needsInterpreter: Sealed<Bool>?
    package var interviewer: Sealed<Sex>?
    package var telephone: Sealed<String>?
    package var contactMeans: Sealed<ContactMeans>?
    package var contactHours: Sealed<String>?
    package var contactPerson: Sealed<String>?
    package var mayLeaveMessage: Sealed<Bool>?

    package init() {}

    package static let kind = "referral_content"
    package static let title = Phrase("Contenu du référencement", en: "Content of the referral")
    package static let indexes = [["referral", "id"]]

    package static let fields: [Field<Self>] =
        parties(\.sender, \.receiver) + [
            .init("referral", \.referral, "Référencement", en: "Referral", required: true, input: .hidden),
            .init("service", \.service, "Service demandé", en: "Service asked for", .sealed),
            .init("need", \.need, "Ce qui est demandé", en: "What is asked for", limit: 1000, input: .paragraph, .sealed),
            .init("story", \.story, "Son histoire, en bref", en: "Their story, briefly", limit: 2000, input: .paragraph, .sealed),
            .init("from", \.from, "Qui réfère", en: "Who refers", limit: 120, .sealed),
            .init("language", \.language, "Langue", en: "Language", .sealed),
            .init("interpreter", \.needsInterpreter, "Il faut un interprète", en: "An interpreter is needed", .sealed),
            .init("interviewer", \.interviewer, "Préfère parler avec une personne de sexe", en: "Prefers to talk with someone of sex", .sealed),
            .init("telephone", \.telephone, "Téléphone", en: "Telephone", limit: 40, input: .telephone, .sealed),
            .init("contact_means", \.contactMeans, "Comment joindre la personne", en: "How to reach the person", .sealed),
            .init("contact_hours", \.contactHours, "À quelles heures", en: "At which hours", limit: 80, .sealed),
            .init("contact_person", \.contactPerson, "Qui peut répondre", en: "Who may answer", limit: 120, .sealed),
            .init("leave_message", \.mayLeaveMessage, "On peut laisser un message", en: "A message may be left", .sealed),
        ]
}

/// Someone who is referred: the person, or one of the family, as far as they agreed to be told of.
package struct ReferredPerson: ReferralRecord {
    package var id = ID<ReferredPerson>.random()
    package var sender: ID<Organization>?
    package var receiver: ID<Organization>?
    package var referral: ID<Referral>?
    package var relation: Sealed<CaseRelation>?
    package var name: Sealed<String>?
    package var sex: Sealed<Sex>?
    package var ageBand: Sealed<AgeBand>?
    package var nationality: Sealed<Nationality>?
    package var separation: Sealed<Separation>?

    package init() {}

    package static let kind = "referred_person"
    package static let title = Phrase("Personne référée", en: "Referred person")
    package static let indexes = [["referral", "id"]]

    package static let fields: [Field<Self>] =
        parties(\.sender, \.receiver) + [
            .init("referral", \.referral, "Référencement", en: "Referral", required: true, input: .hidden),
            .init("relation", \.relation, "Lien", en: "Link", .sealed),
            .init("name", \.name, "Nom, ou comment l’appeler", en: "Name, or what to call them", limit: 120, .sealed),
            .init("sex", \.sex, "Sexe", en: "Sex", .sealed),
            .init("age_band", \.ageBand, "Tranche d’âge", en: "Age band", .sealed),
            .init("nationality", \.nationality, "Nationalité", en: "Nationality", .sealed),
            .init("separation", \.separation, "Pour un enfant", en: "For a child", .sealed),
        ]
}

/// That a referral’s key was wrapped for a circle, at which generation; never the wrapped bytes. The author signs it.
package struct ReferralKeyGrant: Record {
    package var id = ID<ReferralKeyGrant>()
    package var sender: ID<Organization>?
    package var receiver: ID<Organization>?
    package var referral: ID<Referral>?
    package var circle: ID<Circle>?
    package var generation = 1

    package init() {}

    package static let kind = "referral_key_grant"
    package static let title = Phrase("Clé du référencement confiée", en: "Key of the referral entrusted")
    package static let scope = ScopeForm.correspondence
    package static let indexes = [["referral"]]

    package static let fields: [Field<Self>] =
        parties(\.sender, \.receiver) + [
            .init("referral", \.referral, "Référencement", en: "Referral", required: true, input: .hidden),
            .init("circle", \.circle, "Cercle", en: "Circle", required: true, input: .hidden),
            .init("generation", \.generation, "Génération", en: "Generation", required: true, input: .hidden),
        ]
}
