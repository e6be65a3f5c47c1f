import Access
import HTML
import Journal
import NetworkLife
import Storage

/// One box over all that may be found by name, results by kind.
enum SearchController {
    static let routes: [Route] = [.get(.search, .permission(.homeShow), show)]

    /// What is searched, in the order in which it is shown. Each kind is a list of its own, with that list's permission.
    private static let kinds: [@Sendable (String, Visit, any Connection) throws -> Found?] = [
        { try found(in: OrganizationsController.list, $0, $1, $2) },
        { try found(in: PeopleController.list, $0, $1, $2) },
        { try found(in: MeetingsController.list, $0, $1, $2) },
        { try found(in: DecisionsController.list, $0, $1, $2) },
        { try found(in: ServicesController.list, $0, $1, $2) },
    ]

    private static let most = 10

    struct Found: Sendable {
        let title: Phrase
        let cells: [Cell]
        /// The whole list, where there is more of it.
        let rest: Address?
    }

    /// The first rows of a list that have all the words; nil where there are none, or where the reader may not see them.
    static func found<R: Record>(in list: RecordList<R>, _ text: String, _ visit: Visit, _ connection: any Connection) throws -> Found? {
        guard visit.may(list.permission) else { return nil }
        let state = ListState(["q": text], filters: list.filters, sorts: list.sorts)
        guard !state.words.isEmpty else { return nil }
        let rows = try ListQuery(list, state, visit).rows(.start, limit: most + 1, connection)?.rows ?? []
        guard !rows.isEmpty else { return nil }
        let context = ListContext(visit: visit, names: try Names(visit, connection, of: rows), more: [:])
        return Found(
            title: list.title, cells: rows.prefix(most).map { list.columns[0].cell($0, context) },
            rest: rows.count > most ? state.address(list.path) : nil)
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let text = ListState(visit.query, filters: [], sorts: [.name]).search
        let results = try kinds.compactMap { try $0(text, visit, connection) }
        return visit.page(visit.say("Recherche", en: "Search")) { SearchShow(visit: visit, text: text, results: results) }
    }
}

private struct SearchShow: Component {
    let visit: Visit
    let text: String
    let results: [SearchController.Found]

    private var say: Say { visit.say }

    var body: some Markup {
        form(.method(.get), .action(SitePath.search()), .class("filters"), .role("search")) {
            div(.class("field")) {
                label(say("Un nom, un sigle, un mot d’un titre", en: "A name, an acronym, a word of a title"), .for("f-q"))
                input(
                    .id("f-q"), .name("q"), .type(.search), .value(text), .maxlength(100), .autocomplete("off"), .enterkeyhint("search"),
                    .autofocus(text.isEmpty))
            }
            button(say("Chercher", en: "Search"), .class("primary"), .type(.submit))
        }
        if results.isEmpty {
            div(.class("empty")) {
                p(
                    text.isEmpty
                        ? say(
                            "On trouve ici les organisations, les personnes, les rencontres, les décisions et les services.",
                            en: "Organisations, people, meetings, decisions and services are found here.")
                        : say(
                            "Rien ne porte ces mots. Essayez-en moins, ou seulement le début d’un mot.",
                            en: "Nothing has these words. Try fewer, or only the start of one."))
            }
        }
        Each(results) { found in
            section {
                h2(visit.say(found.title))
                ul { Each(found.cells) { cell in li { cell } } }
                if let rest = found.rest { p { a(visit.say("Tout voir", en: "See all"), .href(rest)) } }
            }
        }
    }
}
