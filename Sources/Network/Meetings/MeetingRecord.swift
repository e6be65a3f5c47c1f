import Access
import Journal

package struct MeetingType: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let national = Self(code: "national")
    package static let branch = Self(code: "branch")
    package static let steering = Self(code: "steering")
    package static let ceremony = Self(code: "ceremony")
    package static let body = Self(code: "body")
    package static let other = Self(code: "other")

    package static let list: [(Self, Phrase)] = [
        (.national, Phrase("Rencontre nationale", en: "National meeting")),
        (.branch, Phrase("Réunion d’antenne", en: "Branch meeting")),
        (.steering, Phrase("Comité de pilotage", en: "Steering committee")),
        (.ceremony, Phrase("Cérémonie", en: "Ceremony")),
        (.body, Phrase("Assemblée ou bureau", en: "Assembly or bureau")),
        (.other, Phrase("Autre réunion", en: "Other meeting")),
    ]
}

/// A meeting, from its terms of reference to its minutes.
package struct MeetingRecord: Record {
    package var id = ID<Meeting>()
    package var title = ""
    package var type = MeetingType.other
    package var startsOn: Day?
    package var days = 1
    package var venue = ""
    package var place: PlaceCode?
    package var branch: ID<Branch>?
    package var objective = ""
    package var expected: Int?
    package var previous: ID<Meeting>?
    package var isRestricted = false
    package var minutes = ""
    package var minutesApprovedOn: Day?

    package init() {}

    package static let kind = "meeting"
    package static let title = Phrase("Rencontre", en: "Meeting")
    package static let scope = ScopeForm.network
    package static let indexes = [["when", "id"], ["sort", "id"], ["type", "when", "id"], ["branch", "when", "id"]]

    package static let fields: [Field<Self>] = [
        .init("title", \.title, "Titre", en: "Title", required: true),
        .init("type", \.type, "Type de rencontre", en: "Type of meeting", required: true),
        .init("starts_on", \.startsOn, "Premier jour", en: "First day"),
        .init("days", \.days, "Nombre de jours", en: "Number of days"),
        .init("venue", \.venue, "Salle ou adresse", en: "Room or address"),
        .init("place", \.place, "Lieu", en: "Place"),
        .init("branch", \.branch, "Antenne", en: "Branch", input: .reference(kind: "branch")),
        .init(
            "objective", \.objective, "Objectif (termes de référence)", en: "Objective (terms of reference)", limit: 4000,
            input: .paragraph),
        .init("expected", \.expected, "Participants prévus", en: "Participants expected"),
        .init("previous", \.previous, "Suite de la rencontre", en: "Follows the meeting", input: .reference(kind: "meeting")),
        .init(
            "restricted", \.isRestricted, "À diffusion restreinte", en: "Restricted",
            hint: Phrase("Les noms des participants sont scellés, les comptes restent visibles.", en: "Participants’ names are sealed, counts stay visible.")),
        .init("minutes", \.minutes, "Procès-verbal", en: "Minutes", limit: 20_000, input: .paragraph),
        .init("minutes_approved_on", \.minutesApprovedOn, "Procès-verbal approuvé le", en: "Minutes approved on"),
    ]

    package static let derived: [Derived<Self>] = [
        .init("when") { $0.startsOn?.description ?? "9999" },
        .init("sort") { Folded.key($0.title) },
    ]
}

/// One point of a meeting's agenda.
package struct AgendaItem: Record {
    package var id = ID<AgendaItem>()
    package var meeting: ID<Meeting>?
    package var position = 0
    package var text = ""

    package init() {}

    package static let kind = "agenda_item"
    package static let title = Phrase("Point de l’ordre du jour", en: "Agenda item")
    package static let scope = ScopeForm.network
    package static let indexes = [["meeting", "position"]]

    package static let fields: [Field<Self>] = [
        .init("meeting", \.meeting, "Rencontre", en: "Meeting", required: true, input: .hidden),
        .init("position", \.position, "Rang", en: "Position", input: .hidden),
        .init("text", \.text, "Point de l’ordre du jour", en: "Agenda item", required: true, limit: 300),
    ]
}

package struct InvitationAnswer: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let waiting = Self(code: "waiting")
    package static let coming = Self(code: "coming")
    package static let notComing = Self(code: "not-coming")

    package static let list: [(Self, Phrase)] = [
        (.waiting, Phrase("Sans réponse", en: "No answer")),
        (.coming, Phrase("Viendra", en: "Will come")),
        (.notComing, Phrase("Ne viendra pas", en: "Will not come")),
    ]
}

/// An organisation asked to a meeting, through whom, and what it answered.
package struct Invitation: Record {
    package var id = ID<Invitation>()
    package var meeting: ID<Meeting>?
    package var organization: ID<Organization>?
    package var person: ID<Person>?
    package var email = ""
    /// In which capacity, and for whom where that is another body.
    package var capacity = ""
    package var sentOn: Day?
    package var answer = InvitationAnswer.waiting

    package init() {}

    package static let kind = "invitation"
    package static let title = Phrase(same: "Invitation")
    package static let scope = ScopeForm.network
    package static let indexes = [["meeting"]]

    package static let fields: [Field<Self>] = [
        .init("meeting", \.meeting, "Rencontre", en: "Meeting", required: true, input: .hidden),
        .init("organization", \.organization, "Organisation", en: "Organisation", required: true, input: .reference(kind: "organization")),
        .init("person", \.person, "Personne", en: "Person", input: .reference(kind: "person")),
        .init("email", \.email, "Courriel", en: "E-mail", limit: 120, input: .email),
        .init("capacity", \.capacity, "À quel titre", en: "In which capacity"),
        .init("sent_on", \.sentOn, "Envoyée le", en: "Sent on", input: .hidden),
        .init("answer", \.answer, "Réponse", en: "Answer"),
    ]
}

/// How many came for an organisation, by sex: counts, so that a list need name nobody.
package struct Attendance: Record {
    package var id = ID<Attendance>()
    package var meeting: ID<Meeting>?
    package var organization: ID<Organization>?
    package var region: PlaceCode?
    package var women = 0
    package var men = 0
    package var others = 0
    package var capacity = ""

    package init() {}

    package static let kind = "attendance"
    package static let title = Phrase("Présence", en: "Attendance")
    package static let scope = ScopeForm.network
    package static let indexes = [["meeting"]]

    package static let fields: [Field<Self>] = [
        .init("meeting", \.meeting, "Rencontre", en: "Meeting", required: true, input: .hidden),
        .init("organization", \.organization, "Organisation", en: "Organisation", required: true, input: .reference(kind: "organization")),
        .init("region", \.region, "Région", en: "Region"),
        .init("women", \.women, "Femmes", en: "Women"),
        .init("men", \.men, "Hommes", en: "Men"),
        .init("others", \.others, "Autres", en: "Others"),
        .init("capacity", \.capacity, "À quel titre", en: "In which capacity"),
    ]

    package var total: Int { women + men + others }
}
