import Access
import Journal
import Vault

/// What is done for one person or one family, from the first contact to a right that was reached: an agent's, sealed, and shown by its number.
///
/// In clear stand only what may be counted: a month, a region, bands, and the days by which something is due.
package struct CaseFile: Record {
    package var id = ID<CaseFile>.random()
    package var organization: ID<Organization>?
    package var number = ""
    package var step = CaseStep.identified
    package var risk: RiskLevel?
    package var month = ""
    package var openedOn: Sealed<Day>?
    package var region: PlaceCode?
    package var place: Sealed<PlaceCode>?
    package var situation: TravelSituation?
    package var convoy: Convoy?
    package var language: Sealed<SpokenLanguage>?
    package var needsInterpreter: Sealed<Bool>?
    package var interviewer: Sealed<Sex>?
    package var request: Sealed<String>?
    package var urgent: Sealed<Codes<UrgentNeed>>?
    package var telephone: Sealed<String>?
    package var contactMeans: Sealed<ContactMeans>?
    package var contactHours: Sealed<String>?
    package var contactPerson: Sealed<String>?
    package var mayLeaveMessage: Sealed<Bool>?
    package var session: ID<InformationSession>?
    package var assessBy: Day?
    package var assessedOn: Day?

    package init() {}

    package static let kind = "case_file"
    package static let counted: Counted? = .subject
    package static let title = Phrase("Dossier", en: "Case file")
    package static let scope = ScopeForm.organization
    package static let indexes = [
        ["organization", "number"], ["organization", "closed", "assess_by", "id"], ["organization", "step", "assess_by", "id"], ["organization", "id"],
    ]
    /// So that those which are open stand in the order in which they are due.
    package static let derived: [Derived<Self>] = [.init("closed") { $0.step == .closed }]
    package static let searched: Set = ["telephone"]
    package var about: AnyID? { id.cast() }

    private static let where_ = Phrase("Où et comment se parler", en: "Where, and how to talk")
    private static let arrival = Phrase("D’où la personne arrive", en: "Where the person arrives from")
    private static let contact = Phrase("Contact sans danger", en: "Safe contact")

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .hidden),
        .init("number", \.number, "Numéro", en: "Number", required: true, input: .hidden),
        .init("step", \.step, "Étape", en: "Step", required: true, input: .hidden),
        .init("risk", \.risk, "Niveau de risque", en: "Level of risk"),
        .init("month", \.month, "Mois d’ouverture", en: "Month of opening", required: true, input: .hidden),
        .init("opened_on", \.openedOn, "Ouvert le", en: "Opened on", input: .hidden, .sealed),
        .init("region", \.region, "Région", en: "Region", input: .hidden),
        .init("place", \.place, "Lieu du premier contact", en: "Place of the first contact", group: where_, .sealed),
        .init("language", \.language, "Langue", en: "Language", group: where_, .sealed),
        .init("interpreter", \.needsInterpreter, "Il faut un interprète", en: "An interpreter is needed", group: where_, .sealed),
        .init("interviewer", \.interviewer, "Préfère parler avec une personne de sexe", en: "Prefers to talk with someone of sex", group: where_, .sealed),
        .init("situation", \.situation, "Situation", en: "Situation", group: arrival),
        .init("convoy", \.convoy, "Si expulsée", en: "If expelled", group: arrival),
        .init(
            "request", \.request, "Ce que la personne demande", en: "What the person asks for",
            hint: Phrase("Ses mots, en bref. Rien de ce que nous ne demandons jamais.", en: "Their words, briefly. Nothing of what we never ask."), limit: 2000,
            input: .paragraph, .sealed),
        .init("urgent", \.urgent, "Besoins urgents", en: "Urgent needs", .sealed),
        .init("telephone", \.telephone, "Téléphone", en: "Telephone", group: contact, limit: 40, input: .telephone, .sealed),
        .init("contact_means", \.contactMeans, "Comment joindre la personne", en: "How to reach the person", group: contact, .sealed),
        .init("contact_hours", \.contactHours, "À quelles heures", en: "At which hours", group: contact, limit: 80, .sealed),
        .init("contact_person", \.contactPerson, "Qui peut répondre", en: "Who may answer", group: contact, limit: 120, .sealed),
        .init("leave_message", \.mayLeaveMessage, "On peut laisser un message", en: "A message may be left", group: contact, .sealed),
        .init(
            "session", \.session, "Séance d’information d’où vient la demande", en: "Information session that led to it",
            input: .reference(kind: "information_session")),
        .init("assess_by", \.assessBy, "Évaluer avant le", en: "Assess by", input: .hidden),
        .init("assessed_on", \.assessedOn, "Évalué le", en: "Assessed on", input: .hidden),
    ]

    static let numberSigns = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    /// Six letters and digits that nobody can guess from another: what is printed, said and searched.
    package static func drawNumber() -> String {
        let drawn = (0..<6).map { _ in numberSigns.randomElement()! }
        return "\(String(drawn[0..<3]))-\(String(drawn[3..<6]))"
    }

    /// What the sealed day and place leave in clear: the month and the region.
    package mutating func setBands(openedOn: Day, place: PlaceCode?) {
        month = String(openedOn.description.prefix(7))
        region = place?.region
    }
}

/// Someone of a case file: the person it was opened for, or one of the family.
package struct CasePerson: CaseRecord {
    package var id = ID<CasePerson>.random()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var relation = CaseRelation.head
    package var name: Sealed<String>?
    package var otherNames: Sealed<String>?
    package var motherName: Sealed<String>?
    package var sex: Sex?
    package var ageBand: AgeBand?
    package var birthYear: Sealed<Int>?
    package var nationality: Sealed<Nationality>?
    package var origin: OriginGroup?
    package var separation: Separation?
    package var seeing: Sealed<Difficulty>?
    package var hearing: Sealed<Difficulty>?
    package var walking: Sealed<Difficulty>?
    package var remembering: Sealed<Difficulty>?
    package var washing: Sealed<Difficulty>?
    package var communicating: Sealed<Difficulty>?

    package init() {}

    package static let kind = "case_person"
    package static let counted: Counted? = .part
    package static let title = Phrase("Personne du dossier", en: "Person of the case file")
    package static let indexes = [["case_file", "relation", "id"]]
    package static let searched: Set = ["name", "other_names"]

    private static let who = Phrase("La personne", en: "The person")
    private static let functioning = Phrase("Difficultés (questions du Groupe de Washington)", en: "Difficulties (questions of the Washington Group)")

    package static let fields: [Field<Self>] =
        head(\.organization, \.caseFile) + [
            .init("relation", \.relation, "Lien", en: "Link", required: true),
            .init(
                "name", \.name, "Nom, ou comment l’appeler", en: "Name, or what to call them",
                hint: Phrase("Jamais obligatoire.", en: "Never required."), group: who, limit: 120, .sealed),
            .init("other_names", \.otherNames, "Autres noms ou orthographes", en: "Other names or spellings", group: who, limit: 200, .sealed),
            .init("mother_name", \.motherName, "Nom de la mère", en: "Mother’s name", group: who, limit: 120, .sealed),
            .init("sex", \.sex, "Sexe", en: "Sex", group: who),
            .init("age_band", \.ageBand, "Tranche d’âge", en: "Age band", group: who),
            .init("birth_year", \.birthYear, "Année de naissance, si elle est connue", en: "Year of birth, if known", group: who, .sealed),
            .init("nationality", \.nationality, "Nationalité", en: "Nationality", group: who, .sealed),
            .init("origin", \.origin, "Origine", en: "Origin", input: .hidden),
            .init("separation", \.separation, "Pour un enfant", en: "For a child", group: who),
            .init(
                "seeing", \.seeing, "Avez-vous des difficultés à voir, même avec des lunettes ?", en: "Do you have difficulty seeing, even if wearing glasses?",
                group: functioning, .sealed),
            .init(
                "hearing", \.hearing, "Avez-vous des difficultés à entendre, même avec un appareil auditif ?",
                en: "Do you have difficulty hearing, even if using a hearing aid?", group: functioning, .sealed),
            .init(
                "walking", \.walking, "Avez-vous des difficultés à marcher ou à monter des marches ?", en: "Do you have difficulty walking or climbing steps?",
                group: functioning, .sealed),
            .init(
                "remembering", \.remembering, "Avez-vous des difficultés à vous souvenir ou à vous concentrer ?",
                en: "Do you have difficulty remembering or concentrating?", group: functioning, .sealed),
            .init(
                "washing", \.washing, "Avez-vous des difficultés à prendre soin de vous, par exemple à vous laver ou à vous habiller ?",
                en: "Do you have difficulty with self-care, such as washing all over or dressing?", group: functioning, .sealed),
            .init(
                "communicating", \.communicating, "Avec votre langue habituelle, avez-vous des difficultés à communiquer ?",
                en: "Using your usual language, do you have difficulty communicating?", group: functioning, .sealed),
        ]

    package static let identity = ["name", "other_names", "mother_name", "sex", "age_band", "birth_year", "nationality", "separation"]
    package static let functioningNames = ["seeing", "hearing", "walking", "remembering", "washing", "communicating"]
}

/// Who follows a case file: the file's key was wrapped for that generation of their keys, and the author signed it.
package struct CaseAssignment: CaseRecord, HeldByAgent {
    package var id = ID<CaseAssignment>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var account: ID<Account>?
    package var keyGeneration = 1
    package var since: Day?

    package init() {}

    package static let kind = "case_assignment"
    package static let title = Phrase("Suivi confié", en: "Assignment")
    package static let indexes = [["account", "case_file"], ["case_file", "id"]]

    package static let fields: [Field<Self>] =
        head(\.organization, \.caseFile) + [
            .init("account", \.account, "Agent", en: "Officer", required: true, input: .reference(kind: "account")),
            .init("key_generation", \.keyGeneration, "Génération de la clé", en: "Generation of the key", required: true, input: .hidden),
            .init("since", \.since, "Depuis le", en: "Since", input: .hidden),
        ]
}

/// That a case file's key was wrapped for a circle, at which generation; never the wrapped bytes. The author signs it.
package struct CaseKeyGrant: CaseRecord {
    package var id = ID<CaseKeyGrant>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var circle: AnyID?
    package var generation = 1

    package init() {}

    package static let kind = "case_key_grant"
    package static let title = Phrase("Clé du dossier confiée", en: "Key of the case file entrusted")
    package static let indexes = [["case_file"]]

    package static let fields: [Field<Self>] =
        head(\.organization, \.caseFile) + [
            .init("circle", \.circle, "Cercle", en: "Circle", required: true, input: .hidden),
            .init("generation", \.generation, "Génération", en: "Generation", required: true, input: .hidden),
        ]
}
