import Access
import Journal

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
