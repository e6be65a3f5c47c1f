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

    /// What an organisation is after this step, as lists show it; a step from a newer version says nothing here.
    package var standing: MembershipStanding? {
        switch self {
        case .application: .applicant
        case .review: .reviewed
        case .admission, .reinstatement: .member
        case .refusal: .refused
        case .suspension: .suspended
        case .withdrawal: .withdrawn
        case .dissolution: .dissolved
        default: nil
        }
    }
}

/// Where an organisation's membership stands: kept on its profile by each step, so that lists can filter by it.
package struct MembershipStanding: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let applicant = Self(code: "applicant")
    package static let reviewed = Self(code: "reviewed")
    package static let member = Self(code: "member")
    package static let suspended = Self(code: "suspended")
    package static let refused = Self(code: "refused")
    package static let withdrawn = Self(code: "withdrawn")
    package static let dissolved = Self(code: "dissolved")

    package static let list: [(Self, Phrase)] = [
        (.applicant, Phrase("Candidature reçue", en: "Application received")),
        (.reviewed, Phrase("Candidature examinée", en: "Application reviewed")),
        (.member, Phrase("Membre", en: "Member")),
        (.suspended, Phrase("Suspendue", en: "Suspended")),
        (.refused, Phrase("Candidature refusée", en: "Application refused")),
        (.withdrawn, Phrase("Retirée", en: "Withdrawn")),
        (.dissolved, Phrase("Dissoute", en: "Dissolved")),
    ]
}

/// One step of an organisation's way into the network, or out of it.
package struct MembershipStep: Record {
    package var id = ID<MembershipStep>()
    package var organization: ID<Organization>?
    package var step = MembershipStepKind.application
    package var on: Day?
    package var branch: ID<Branch>?
    /// Why the organisation wants to join; asked with the application.
    package var motivation = ""
    package var reason = ""

    package init() {}

    package static let kind = "membership_step"
    package static let title = Phrase("Étape de l’adhésion", en: "Membership step")
    package static let scope = ScopeForm.network
    package static let indexes = [["organization", "on"]]

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", required: true, input: .reference(kind: "organization")),
        .init("step", \.step, "Étape", en: "Step", required: true, input: .hidden),
        .init("on", \.on, "Date", en: "Date", required: true),
        .init("branch", \.branch, "Antenne", en: "Branch", input: .reference(kind: "branch")),
        .init("motivation", \.motivation, "Motivation", en: "Motivation", limit: 2000, input: .paragraph),
        .init("reason", \.reason, "Motif ou avis", en: "Reason or opinion", limit: 2000, input: .paragraph),
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
    /// By when the organisation keeps its word, where the text sets a day; and when it did.
    package var due: Day?
    package var keptOn: Day?

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
        .init(
            "due", \.due, "À tenir avant le", en: "To be kept by",
            hint: Phrase("Si l’engagement a une échéance.", en: "If the undertaking has a due date.")),
        .init("kept_on", \.keptOn, "Tenu le", en: "Kept on"),
    ]

    package func isLate(on today: Day) -> Bool {
        keptOn == nil && due.map { $0 < today } == true
    }
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
