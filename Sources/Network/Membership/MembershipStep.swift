import Access
import Journal

/// A step on a member's way: the last one says where the membership stands.
package struct MembershipStepKind: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let application = Self(code: "application")
    package static let review = Self(code: "review")
    package static let admission = Self(code: "admission")
    package static let refusal = Self(code: "refusal")
    package static let suspension = Self(code: "suspension")
    package static let reinstatement = Self(code: "reinstatement")
    package static let withdrawal = Self(code: "withdrawal")
    package static let dissolution = Self(code: "dissolution")

    package static let list: [(Self, Phrase)] = [
        (.application, Phrase("Candidature", en: "Application")),
        (.review, Phrase("Examen", en: "Review")),
        (.admission, Phrase("Admission", en: "Admission")),
        (.refusal, Phrase("Refus", en: "Refusal")),
        (.suspension, Phrase("Suspension", en: "Suspension")),
        (.reinstatement, Phrase("Reprise", en: "Reinstatement")),
        (.withdrawal, Phrase("Retrait", en: "Withdrawal")),
        (.dissolution, Phrase("Dissolution", en: "Dissolution")),
    ]

    /// What may follow this step; nothing comes before an application.
    package static func following(_ last: Self?) -> [Self] {
        switch last {
        case nil, .withdrawal?, .refusal?: [.application]
        case .application?: [.review, .withdrawal]
        case .review?: [.admission, .refusal, .withdrawal]
        case .admission?, .reinstatement?: [.suspension, .withdrawal, .dissolution]
        case .suspension?: [.reinstatement, .withdrawal, .dissolution]
        default: []
        }
    }

    /// Whether an organisation whose last step this is counts as a member.
    package var isMember: Bool { self == .admission || self == .reinstatement }

    /// Steps that take something away say why.
    package var needsReason: Bool { [.refusal, .suspension, .withdrawal, .dissolution].contains(self) }

    /// What an organisation is after this step, as lists show it.
    package var standing: Phrase {
        switch self {
        case .application: Phrase("Candidature reçue", en: "Application received")
        case .review: Phrase("Candidature en examen", en: "Application under review")
        case .admission, .reinstatement: Phrase("Membre", en: "Member")
        case .refusal: Phrase("Candidature refusée", en: "Application refused")
        case .suspension: Phrase("Suspendue", en: "Suspended")
        case .withdrawal: Phrase("Retirée", en: "Withdrawn")
        case .dissolution: Phrase("Dissoute", en: "Dissolved")
        default: label
        }
    }
}

package struct MembershipStep: Record {
    package var id = ID<MembershipStep>()
    package var organization: ID<Organization>?
    package var step = MembershipStepKind.application
    package var on: Day?
    package var branch: ID<Branch>?
    package var reason = ""

    package init() {}

    package static let kind = "membership_step"
    package static let title = Phrase("Étape de l’adhésion", en: "Membership step")
    package static let scope = ScopeForm.network
    package static let indexes = [["organization", "on"]]

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", required: true, input: .reference(kind: "organization")),
        .init("step", \.step, "Étape", en: "Step", required: true),
        .init("on", \.on, "Date", en: "Date", required: true),
        .init("branch", \.branch, "Antenne", en: "Branch", input: .reference(kind: "branch")),
        .init("reason", \.reason, "Motif", en: "Reason", limit: 2000, input: .paragraph),
    ]
}

/// A text that members sign.
package struct SignedText: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let charter = Self(code: "charter")
    package static let conduct = Self(code: "code-of-conduct")
    package static let sharing = Self(code: "information-sharing-protocol")
    package static let undertaking = Self(code: "undertaking")

    package static let list: [(Self, Phrase)] = [
        (.charter, Phrase("Charte du réseau", en: "Network charter")),
        (.conduct, Phrase("Code de conduite (EAS/HS)", en: "Code of conduct (SEA/SH)")),
        (.sharing, Phrase("Protocole de partage de l’information", en: "Information-sharing protocol")),
        (.undertaking, Phrase("Engagement de membre", en: "Member undertaking")),
    ]
}

/// A text that an organisation signed, when, and through whom.
package struct Undertaking: Record {
    package var id = ID<Undertaking>()
    package var organization: ID<Organization>?
    package var text = SignedText.charter
    package var content = ""
    package var on: Day?
    package var signatory = ""

    package init() {}

    package static let kind = "undertaking"
    package static let title = Phrase("Texte signé", en: "Signed text")
    package static let scope = ScopeForm.network
    package static let indexes = [["organization"]]

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", required: true, input: .reference(kind: "organization")),
        .init("text", \.text, "Texte", en: "Text", required: true),
        .init("content", \.content, "Ce à quoi l’organisation s’engage", en: "What the organisation undertakes", limit: 2000, input: .paragraph),
        .init("on", \.on, "Signé le", en: "Signed on", required: true),
        .init("signatory", \.signatory, "Signé par", en: "Signed by", required: true),
    ]
}

/// Who speaks for a member in the network.
package struct Representative: Record {
    package var id = ID<Representative>()
    package var organization: ID<Organization>?
    package var person: ID<Person>?
    package var capacity = ""
    package var startsOn: Day?
    package var endsOn: Day?

    package init() {}

    package static let kind = "representative"
    package static let title = Phrase("Représentant", en: "Representative")
    package static let scope = ScopeForm.network
    package static let indexes = [["organization"]]

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", required: true, input: .reference(kind: "organization")),
        .init("person", \.person, "Personne", en: "Person", required: true, input: .reference(kind: "person")),
        .init("capacity", \.capacity, "À quel titre", en: "In which capacity"),
        .init("starts_on", \.startsOn, "Depuis le", en: "Since"),
        .init("ends_on", \.endsOn, "Jusqu’au", en: "Until"),
    ]
}
