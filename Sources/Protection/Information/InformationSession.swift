import Access
import Journal

package struct InformationManner: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let session = Self(code: "session")
    package static let talk = Self(code: "talk")
    package static let individual = Self(code: "individual")

    package static let list: [(Self, Phrase)] = [
        (.session, Phrase("Séance", en: "Session")),
        (.talk, Phrase("Causerie", en: "Small-group talk")),
        (.individual, Phrase("Entretien avec une seule personne", en: "Talk with one person")),
    ]
}

package struct InformationTopic: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "rights"), Phrase("Droits des personnes migrantes", en: "Rights of migrants")),
        (Self(code: "services"), Phrase("Services et où aller", en: "Services and where to go")),
        (Self(code: "asylum"), Phrase("Asile", en: "Asylum")),
        (Self(code: "legal-help"), Phrase("Aide juridique et plaintes", en: "Legal help and complaints")),
        (Self(code: "trafficking"), Phrase("Traite et exploitation", en: "Trafficking and exploitation")),
        (Self(code: "children"), Phrase("Protection de l’enfance", en: "Child protection")),
        (Self(code: "gender-violence"), Phrase("Violences basées sur le genre", en: "Gender-based violence")),
        (Self(code: "care"), Phrase("Accès aux soins", en: "Access to care")),
        (Self(code: "civil-registration"), Phrase("État civil", en: "Civil registration")),
        (Self(code: "family-links"), Phrase("Liens familiaux", en: "Family links")),
        (Self(code: "return"), Phrase("Retour volontaire", en: "Voluntary return")),
        (Self(code: "work"), Phrase("Travail", en: "Work")),
        (Self(code: "data"), Phrase("Données, consentement et retours d’information", en: "Data, consent and feedback")),
        (Self(code: "other"), Phrase("Autre thème", en: "Another topic")),
    ]
}

/// A talk about rights, whom it reached and what they asked: counted, and nobody named.
package struct InformationSession: CountsPeople {
    package var id = ID<InformationSession>()
    package var organization: ID<Organization>?
    package var on: Day?
    package var manner = InformationManner.session
    package var topics = Codes<InformationTopic>()
    package var languages = Codes<SpokenLanguage>()
    package var place: PlaceCode?
    package var venue = ""
    package var facilitator = ""
    package var people = PeopleCounted()
    package var nationalities = Tally<Nationality>()
    package var leaflets = 0
    package var questions = ""

    package init() {}

    package static let kind = "information_session"
    package static let counted: Counted? = .subject
    package static let title = Phrase("Séance d’information", en: "Information session")
    package static let scope = ScopeForm.organization
    package static let indexes = [["organization", "day", "id"], ["organization", "sort", "id"]]

    private static let reached = Phrase("Personnes informées", en: "People informed")

    package static let fields: [Field<Self>] =
        [
            .init("organization", \.organization, "Organisation", en: "Organisation", input: .hidden),
            .init("on", \.on, "Date", en: "Date", required: true),
            .init("manner", \.manner, "Forme", en: "Form", required: true),
            .init("place", \.place, "Lieu", en: "Place", required: true),
            .init("venue", \.venue, "Endroit", en: "Venue", hint: Phrase("Jamais celui d’un abri.", en: "Never that of a shelter."), limit: 120),
        ] + peopleFields(reached) + elderFields(reached) + [
            .init("topics", \.topics, "Thèmes", en: "Topics"),
            .init("languages", \.languages, "Langues parlées", en: "Languages spoken"),
            .init(
                "nationalities", \.nationalities, "Nationalités, si elles ont été dites", en: "Nationalities, if they were said",
                hint: Phrase("On ne les demande pas une à une.", en: "They are not asked one by one.")),
            .init("facilitator", \.facilitator, "Animée par", en: "Led by", limit: 120),
            .init("leaflets", \.leaflets, "Dépliants remis", en: "Leaflets handed out", input: .count),
            .init(
                "questions", \.questions, "Questions posées", en: "Questions asked",
                hint: Phrase(
                    "Ce qui a été demandé, sans aucun nom ni histoire d’une personne.", en: "What was asked, without any name or anyone’s story."),
                limit: 2000, input: .paragraph),
        ]

    package static let derived: [Derived<Self>] = [
        .init("total") { $0.people.total },
        .init("day") { $0.on?.description ?? "9999" },
        .init("sort") { Folded.key("\($0.venue) \($0.facilitator) \($0.questions)") },
    ]

    /// Throws a `Refusal` where nobody was reached, or the day is still to come.
    package func check(today: Day) throws(Refusal) {
        try people.check("information", nationalities: nationalities)
        if let on, on > today { throw Refusal.notYet("information", field: "on") }
        if manner == .individual, people.total > 1 {
            throw Refusal(
                "information.individual",
                Phrase(
                    "Un entretien se tient avec une personne. Choisissez une autre forme, ou comptez-en une.",
                    en: "A talk with one person has one. Choose another form, or count one."),
                field: "manner")
        }
    }
}

extension Refusal {
    static func notYet(_ code: String, field: String) -> Refusal {
        Refusal(
            "\(code).future",
            Phrase(
                "Ce jour n’est pas encore venu. Donnez une date au plus tard aujourd’hui.", en: "That day has not come yet. Give a date no later than today."),
            field: field)
    }
}
