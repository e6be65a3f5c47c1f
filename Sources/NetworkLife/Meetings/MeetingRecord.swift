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
    package static let evaluation = Self(code: "evaluation")
    package static let other = Self(code: "other")

    package static let list: [(Self, Phrase)] = [
        (.national, Phrase("Rencontre nationale", en: "National meeting")),
        (.branch, Phrase("Réunion d’antenne", en: "Branch meeting")),
        (.steering, Phrase("Comité de pilotage", en: "Steering committee")),
        (.ceremony, Phrase("Cérémonie", en: "Ceremony")),
        (.body, Phrase("Assemblée ou bureau", en: "Assembly or bureau")),
        (.evaluation, Phrase("Restitution d’une évaluation", en: "Findings of an evaluation")),
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
    /// Of the first day and of the last: both or neither.
    package var startsAt: LocalTime?
    package var endsAt: LocalTime?
    package var venue = ""
    package var place: PlaceCode?
    package var branch: ID<Branch>?
    package var objective = ""
    package var expected: Int?
    package var previous: ID<Meeting>?
    package var isRestricted = false
    /// What should come out of it, and who is asked to attend: the rest of the terms of reference.
    package var outcomes = ""
    package var audience = ""
    package var minutes = ""
    /// Who wrote the minutes last, who therefore does not approve them.
    package var minutesBy: ID<Account>?
    /// Of a ceremony: who lends it their name, which delegations came, and the note given to the press.
    package var patron: ID<Person>?
    package var delegations = ""
    package var pressNote = ""

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
        .init("starts_at", \.startsAt, "Heure de début, le premier jour", en: "Start, on the first day"),
        .init("ends_at", \.endsAt, "Heure de fin, le dernier jour", en: "End, on the last day"),
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
        .init("outcomes", \.outcomes, "Résultats attendus", en: "Expected results", limit: 4000, input: .paragraph),
        .init("audience", \.audience, "Qui est attendu", en: "Who is expected", limit: 1000, input: .paragraph),
        .init(
            "minutes", \.minutes, "Procès-verbal", en: "Minutes",
            hint: Phrase(
                "Laissez une ligne vide entre deux paragraphes. Ne nommez personne qui pourrait en souffrir.",
                en: "Leave a blank line between two paragraphs. Name nobody whom it could harm."), limit: 20_000, input: .paragraph),
        .init("minutes_by", \.minutesBy, "Procès-verbal écrit par", en: "Minutes written by", input: .hidden),
        .init("patron", \.patron, "Parrain ou marraine", en: "Patron", input: .reference(kind: "person")),
        .init(
            "delegations", \.delegations, "Délégations présentes", en: "Delegations present",
            hint: Phrase("Une par ligne, par exemple l’antenne d’où elle vient.", en: "One a line, such as the branch that it comes from."),
            limit: 1000, input: .paragraph),
        .init("press_note", \.pressNote, "Note d’information", en: "Press note", limit: 20_000, input: .paragraph),
    ]

    package static let derived: [Derived<Self>] = [
        .init("when") { $0.startsOn?.description ?? "9999" },
        .init("sort") { Folded.key($0.title) },
    ]
}

extension MeetingRecord {
    /// The most days that one meeting may take.
    package static let daysAtMost = 31

    package var endsOn: Day? { startsOn?.advanced(by: max(1, days) - 1) }

    /// What names the meeting in every calendar: drawn from its identifier, which it does not tell.
    package var calendarName: String {
        Digest(of: Array("calendar".utf8) + id.bytes).bytes.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Throws a `Refusal` where the days are none or too many.
    package func check() throws(Refusal) {
        guard (1...Self.daysAtMost).contains(days) else {
            throw Refusal(
                "meeting.days",
                Phrase("Donnez un nombre de jours entre 1 et \(Self.daysAtMost).", en: "Give a number of days between 1 and \(Self.daysAtMost)."),
                field: "days")
        }
        if let expected, expected > Attendance.countAtMost {
            throw Refusal("meeting.expected", Attendance.tooMany, field: "expected")
        }
        if let startsAt, let endsAt, days == 1, endsAt <= startsAt {
            throw Refusal(
                "meeting.hours", Phrase("La fin suit le début : corrigez l’heure.", en: "The end follows the start: correct the time."), field: "ends_at")
        }
        if (startsAt == nil) != (endsAt == nil) {
            throw Refusal(
                "meeting.hours", Phrase("Donnez l’heure de début et l’heure de fin, ou aucune des deux.", en: "Give both the start and the end, or neither."),
                field: startsAt == nil ? "starts_at" : "ends_at")
        }
        if previous == id {
            throw Refusal(
                "meeting.previous", Phrase("Une rencontre ne fait pas suite à elle-même.", en: "A meeting does not follow itself."), field: "previous")
        }
    }
}
