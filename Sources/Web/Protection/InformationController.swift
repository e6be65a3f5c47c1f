import Access
import HTML
import Journal
import NetworkLife
import Protection
import Storage

/// Information sessions: what was said, where, in which languages, and how many it reached.
enum InformationController {
    private static let asked =
        ["on", "manner", "place", "venue"] + InformationSession.peopleNames
        + ["topics", "languages", "nationalities", "facilitator", "leaflets", "questions"]

    private static let desk = RecordDesk<InformationSession>(
        permission: .informationEdit, asked: asked,
        words: (
            Phrase("Noter une séance", en: "Note a session"), Phrase("Modifier la séance", en: "Edit the session"),
            Phrase("Retirer cette séance", en: "Take this session out")
        ),
        acts: (.informationCreate, .informationUpdate, .informationRemove),
        paths: (.informationSessionNew, .informationSessionEdit, .informationSessionRemoval), begin: { visit, connection in try begin(visit, connection) },
        home: { SitePath.informationSession($0.id) }, parent: { _ in SitePath.informationSessions() }, trail: { visit, _, _ in trail(visit) },
        rule: { session, visit, _ in try session.check(today: visit.today) })

    static let routes: [Route] = [list.route, .get(.informationSession, .permission(.informationShow), show)] + desk.routes

    private static func trail(_ visit: Visit) -> [(String, Address)] { Registers.trail(visit, of: .informationSessions) }

    /// Today, where the organisation's last session was: most are held where the one before was.
    private static func begin(_ visit: Visit, _ connection: any Connection) throws -> InformationSession {
        var session = InformationSession()
        session.on = visit.today
        session.place = try visit.all(InformationSession.self, then: "ORDER BY id DESC LIMIT 1", connection).first?.place
        return session
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let session = try visit.find(InformationSession.self, connection).record
        let page = InformationShow(
            visit: visit, session: session, names: try Names(visit, connection, of: [session]),
            history: try HistoryView(InformationSession.self, session.id, visit, connection))
        let title = session.on.map { "\(visit.say(session.manner.label)) – \(Dates.short($0, visit.language))" } ?? visit.say(session.manner.label)
        return visit.page(title, trail: trail(visit)) { page }
    }

    static let list = RecordList<InformationSession>(
        path: .informationSessions, permission: .informationShow, title: Phrase("Séances d’information", en: "Information sessions"),
        one: Phrase("séance", en: "session"), many: Phrase("séances", en: "sessions"),
        columns: [
            ListColumn(Phrase("Séance", en: "Session"), needs: ["on", "manner"]) { session, context in
                let say = context.visit.say
                let day = session.on.map { Dates.short($0, say.language) } ?? say("sans date", en: "no date")
                return .link(day, SitePath.informationSession(session.id), note: say(session.manner.label))
            },
            .field("place"), .field("venue"),
            ListColumn(Phrase("Personnes", en: "People"), needs: InformationSession.peopleNames) { session, _ in .number(session.people.total) },
            ListColumn(Phrase("Femmes et filles", en: "Women and girls"), needs: InformationSession.peopleNames) { session, _ in
                .number(session.people.women + session.people.girls + session.people.elderWomen)
            },
            .field("topics"), .field("languages"),
        ],
        filters: [
            .code(InformationSession.self, "manner"), .code(InformationSession.self, "topics"), .code(InformationSession.self, "languages"),
            .year("day", of: InformationSession.self),
        ],
        sorts: [.day],
        search: "sort", isExported: true, trail: { Registers.trail($0) },
        lede: { visit, connection in try lede(visit, connection) },
        actions: { Registers.actions($0, of: .informationSessions) },
        purpose: Phrase(
            "Aucune séance encore. Après chaque séance, notez combien de personnes elle a informées : personne n’est nommé.",
            en: "No session yet. After each one, note how many people it informed: nobody is named."))

    /// How many people the year's sessions informed: those who came twice count twice.
    private static func lede(_ visit: Visit, _ connection: any Connection) throws -> String? {
        let year = visit.today.description.prefix(4)
        let sum = try visit.sum(
            "total", of: InformationSession.self, where: "day >= ? AND day <= ?", [.text("\(year)"), visit.today.value], connection)
        guard sum > 0 else { return nil }
        return visit.say(
            "\(sum) participations en \(year) ; qui est venu deux fois compte deux fois.",
            en: "\(sum) attendances in \(year); whoever came twice counts twice.")
    }
}

private struct InformationShow: Component {
    let visit: Visit
    let session: InformationSession
    let names: Names
    let history: HistoryView

    private var say: Say { visit.say }

    var body: some Markup {
        if visit.may(.informationEdit) {
            div(.class("actions")) { a(say("Modifier", en: "Edit"), .class("primary"), .href(SitePath.informationSessionEdit(session.id))) }
        }
        PeopleTable(say: say, title: say("Personnes informées", en: "People informed"), people: session.people)
        dl(.class("summary")) {
            SummaryLine(say("Lieu", en: "Place"), [names[session.place], session.venue].filter { !$0.isEmpty }.joined(separator: ", "))
            FieldLines(record: session, fields: ["topics", "languages", "nationalities", "facilitator", "leaflets"], names: names, say: say)
        }
        if !session.questions.isEmpty {
            h2(say("Questions posées", en: "Questions asked"))
            div(.class("report")) { Paragraphs(text: session.questions) }
        }
        history
    }
}

extension InformationSession {
    /// How a session is called where a record refers to it: by its day, and the venue where one was written.
    @Sendable static func name(day: String, venue: String, _ language: Language) -> String {
        let day = Day(day).map { Dates.short($0, language) } ?? day
        return venue.isEmpty ? day : "\(day) – \(venue)"
    }
}
