import Access
import Journal
import Vault

/// An answer to one question of consent; a question that was not asked has none.
package struct ConsentAnswer: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let yes = Self(code: "yes")
    package static let no = Self(code: "no")

    package static let list: [(Self, Phrase)] = [(.yes, Phrase("Oui", en: "Yes")), (.no, Phrase("Non", en: "No"))]
}

/// Kinds of organisation with which a person may agree to share, or not.
package struct PartyKind: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let members = Self(code: "members")
    package static let asylum = Self(code: "asylum")
    package static let justice = Self(code: "justice")
    package static let `return` = Self(code: "return")

    package static let list: [(Self, Phrase)] = [
        (.members, Phrase("Autres organisations du réseau", en: "Other organisations of the network")),
        (Self(code: "health"), Phrase("Services de soins", en: "Care services")),
        (Self(code: "legal"), Phrase("Aide juridique, avocats", en: "Legal help, lawyers")),
        (Self(code: "shelter"), Phrase("Hébergement et aide matérielle", en: "Accommodation and material help")),
        (Self(code: "children"), Phrase("Protection de l’enfance", en: "Child protection")),
        (.asylum, Phrase("HCR et service d’asile", en: "UNHCR and the asylum service")),
        (.return, Phrase("OIM et retour volontaire", en: "IOM and voluntary return")),
        (.justice, Phrase("Police, justice, agence contre la traite", en: "Police, justice, the agency against trafficking")),
    ]
}

package struct ConsentGiver: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let person = Self(code: "person")
    package static let list: [(Self, Phrase)] = [
        (.person, Phrase("La personne elle-même", en: "The person themselves")),
        (Self(code: "child-and-adult"), Phrase("L’enfant, avec l’adulte qui en répond", en: "The child, with the adult who answers for them")),
        (Self(code: "guardian"), Phrase("L’adulte qui en répond", en: "The adult who answers for them")),
        (Self(code: "child-alone"), Phrase("L’enfant seul, faute d’adulte", en: "The child alone, for want of an adult")),
    ]
}

package struct ConsentManner: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let oral = Self(code: "oral")
    package static let list: [(Self, Phrase)] = [
        (.oral, Phrase("De vive voix", en: "Spoken")), (Self(code: "written"), Phrase("Par écrit", en: "In writing")),
        (Self(code: "sign"), Phrase("Par un signe", en: "By a sign")),
    ]
}

/// What becomes of the file if the organisation closes.
package struct ClosingWish: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let handed = Self(code: "handed")
    package static let destroyed = Self(code: "destroyed")
    package static let list: [(Self, Phrase)] = [
        (.destroyed, Phrase("Le détruire", en: "Destroy it")), (.handed, Phrase("Le confier à une autre organisation", en: "Hand it to another organisation")),
    ]
}

/// What a person answered, separately, to each question; what was not asked is not agreed to.
package struct Consent: CaseRecord {
    package var id = ID<Consent>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var on: Day?
    package var registered: ConsentAnswer?
    package var services: ConsentAnswer?
    package var statistics: ConsentAnswer?
    package var advocacy: ConsentAnswer?
    package var sharing: Sealed<Codes<PartyKind>>?
    package var also: Sealed<IDs<Organization>>?
    package var never: Sealed<IDs<Organization>>?
    package var closing: ClosingWish?
    package var handTo: ID<Organization>?
    package var giver = ConsentGiver.person
    package var giverName: Sealed<String>?
    package var manner = ConsentManner.oral
    package var withheld: Sealed<String>?

    package init() {}

    package static let kind = "consent"
    package static let counted: Counted? = .part
    package static let title = Phrase("Consentement", en: "Consent")
    package static let indexes = [["case_file", "id"]]

    private static let agreed = Phrase("La personne accepte-t-elle…", en: "Does the person agree…")
    private static let given = Phrase("Comment c’est dit", en: "How it is given")

    package static let fields: [Field<Self>] =
        head(\.organization, \.caseFile) + [
            .init("on", \.on, "Le", en: "On", input: .hidden),
            .init("registered", \.registered, "que ce qu’elle dit soit écrit et gardé ?", en: "that what they say is written and kept?", group: agreed),
            .init("services", \.services, "de recevoir de l’aide ?", en: "to receive help?", group: agreed),
            .init("statistics", \.statistics, "d’être comptée, sans nom ?", en: "to be counted, without a name?", group: agreed),
            .init(
                "advocacy", \.advocacy, "que ce qu’elle a vécu serve au plaidoyer, sans nom ?",
                en: "that what they lived through serves advocacy, without a name?", group: agreed),
            .init(
                "sharing", \.sharing, "Avec qui partager ce qu’il faut", en: "With whom to share what is needed",
                hint: Phrase("Ce qui n’est pas coché est refusé.", en: "What is not ticked is refused."), .sealed),
            .init(
                "also", \.also, "Oui à ces organisations, quoi qu’il en soit des autres", en: "Yes to these organisations, whatever of the others",
                input: .references(kind: "member"), .sealed),
            .init(
                "never", \.never, "Jamais à ces organisations, même si leur type est coché",
                en: "Never to these organisations, even where their kind is ticked",
                input: .references(kind: "member"), .sealed),
            .init("closing", \.closing, "Si notre organisation ferme, que faire du dossier ?", en: "If our organisation closes, what becomes of the file?"),
            .init("hand_to", \.handTo, "Le confier à", en: "Hand it to", input: .reference(kind: "organization")),
            .init("giver", \.giver, "Qui répond", en: "Who answers", group: given, required: true),
            .init("giver_name", \.giverName, "Nom de l’adulte qui en répond", en: "Name of the adult who answers for them", group: given, limit: 120, .sealed),
            .init("manner", \.manner, "De quelle façon", en: "In which way", group: given, required: true),
            .init(
                "withheld", \.withheld, "Ce qu’il ne faut dire à personne, ou pas à tous", en: "What must not be told to anyone, or not to all", limit: 1000,
                input: .paragraph, .sealed),
        ]

    package static let answers = ["registered", "services", "statistics", "advocacy"]
}

/// That a consent was taken back: at once, and for good until it is given anew.
package struct ConsentWithdrawal: CaseRecord {
    package var id = ID<ConsentWithdrawal>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var on: Day?
    /// One of the questions, by its name.
    package var question = WithdrawnConsent.registered
    /// With which kind of organisation nothing more is shared, or with which one alone, where that is what was withdrawn.
    package var party: Sealed<PartyKind>?
    package var named: Sealed<ID<Organization>>?
    package var reason: Sealed<String>?

    package init() {}

    package static let kind = "consent_withdrawal"
    package static let counted: Counted? = .part
    package static let title = Phrase("Retrait du consentement", en: "Consent withdrawal")
    package static let indexes = [["case_file", "id"]]

    package static let fields: [Field<Self>] =
        head(\.organization, \.caseFile) + [
            .init("on", \.on, "Le", en: "On", input: .hidden),
            .init("question", \.question, "Ce que la personne retire", en: "What the person withdraws", required: true),
            .init("party", \.party, "Si c’est un partage : avec qui", en: "If it is sharing: with whom", .sealed),
            .init(
                "named", \.named, "Ou avec une seule organisation", en: "Or with one organisation alone",
                input: .reference(kind: "member"), .sealed),
            .init("reason", \.reason, "Pourquoi, si elle le dit", en: "Why, if they say so", limit: 500, input: .paragraph, .sealed),
        ]
}

package struct WithdrawnConsent: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let registered = Self(code: "registered")
    package static let sharing = Self(code: "sharing")
    package static let list: [(Self, Phrase)] = [
        (.sharing, Phrase("Le partage avec un type d’organisation, ou avec une seule", en: "Sharing with a kind of organisation, or with one alone")),
        (Self(code: "services"), Phrase("L’aide", en: "Help")), (Self(code: "statistics"), Phrase("D’être comptée", en: "Being counted")),
        (Self(code: "advocacy"), Phrase("Le plaidoyer", en: "Advocacy")),
        (.registered, Phrase("Tout : que le dossier soit gardé", en: "Everything: that the file is kept")),
    ]
}
