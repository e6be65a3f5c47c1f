import Access
import HTML
import Journal
import NetworkLife
import Protection
import Storage

/// One-off support: begun, given and ended on one page.
enum SupportsController {
    private static let desk = RecordDesk<BriefSupport>(
        permission: .orientationEdit,
        asked: ["need", "kinds", "given", "sex", "age", "place", "on", "session", "outcome", "closed_on"],
        words: (
            Phrase("Noter un accompagnement", en: "Note a support"), Phrase("Modifier l’accompagnement", en: "Edit the support"),
            Phrase("Retirer cet accompagnement", en: "Take this support out")
        ),
        acts: (.supportCreate, .supportUpdate, .supportRemove), paths: (.supportNew, .supportEdit, .supportRemoval),
        begin: { visit, connection in
            var support = BriefSupport()
            support.on = visit.today
            support.place = try visit.all(BriefSupport.self, then: "ORDER BY id DESC LIMIT 1", connection).first?.place
            return support
        },
        home: { SitePath.support($0.id) }, parent: { _ in SitePath.supports() }, trail: { visit, _, _ in trail(visit) },
        rule: { support, visit, _ in try support.check(today: visit.today) }, settle: { support, _, visit in support = support.settled(on: visit.today) })

    static let routes: [Route] = [list.route, .get(.support, .permission(.orientationShow), show)] + desk.routes

    private static func trail(_ visit: Visit) -> [(String, Address)] { Registers.trail(visit, of: .supports) }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let support = try visit.find(BriefSupport.self, connection).record
        let names = try Names(visit, connection, of: [support])
        let history = try HistoryView(BriefSupport.self, support.id, visit, connection)
        let say = visit.say
        let title = support.need.map { say($0.label) } ?? say("Accompagnement ponctuel", en: "One-off support")
        return visit.page(title, lede: support.on.map { Dates.long($0, visit.language) }, trail: trail(visit)) {
            p { SupportTag(say: say, support: support) }
            if visit.may(.orientationEdit) {
                div(.class("actions")) {
                    a(
                        support.isOpen ? say("Continuer, ou finir", en: "Go on, or end it") : say("Modifier", en: "Edit"), .class("primary"),
                        .href(SitePath.supportEdit(support.id)))
                }
            }
            dl(.class("summary")) {
                FieldLines(record: support, fields: ["kinds", "given", "sex", "age", "place", "session", "outcome", "closed_on"], names: names, say: say)
            }
            history
        }
    }

    static let list = RecordList<BriefSupport>(
        path: .supports, permission: .orientationShow, title: Phrase("Accompagnements ponctuels", en: "One-off support"),
        one: Phrase("accompagnement", en: "support"), many: Phrase("accompagnements", en: "supports"),
        columns: [
            ListColumn(Phrase("Accompagnement", en: "Support"), needs: ["on", "need"]) { support, context in
                let say = context.visit.say
                let day = support.on.map { Dates.short($0, say.language) } ?? say("sans date", en: "no date")
                return .link(support.need.map { say($0.label) } ?? day, SitePath.support(support.id), note: day)
            },
            ListColumn(Phrase("État", en: "State"), needs: ["outcome"]) { support, context in
                let (text, style) = support.state(context.visit.say)
                return .tag(text, style: style)
            },
            .field("kinds"), .field("sex"), .field("age"), .field("place"),
        ],
        filters: [
            ListFilter(
                name: "standing", label: Phrase("Suivi", en: "Follow-up"),
                list: [("open", Phrase("En cours", en: "Under way")), ("closed", Phrase("Finis", en: "Ended"))]
            ) { ("closed = ?", [($0 == "closed").value]) },
            .code(BriefSupport.self, "need"), .code(BriefSupport.self, "kinds"), .year("day", of: BriefSupport.self),
        ],
        sorts: [.day], search: "sort", isExported: true, trail: { Registers.trail($0) },
        actions: { Registers.actions($0, of: .supports) },
        purpose: Phrase(
            "Aucun accompagnement encore. Ce qui se fait en une fois pour une personne s’ouvre et se ferme ici, sur une page et sans nom.",
            en: "No support yet. What is done at once for someone is opened and closed here, on one page and without a name."))
}

extension BriefSupport {
    func state(_ say: Say) -> (text: String, style: String) {
        guard let outcome else { return (say("En cours", en: "Under way"), "waiting") }
        return (say(outcome.label), outcome == .done ? "done" : "plain")
    }
}

private struct SupportTag: Component {
    let say: Say
    let support: BriefSupport

    var body: some Markup {
        let (text, style) = support.state(say)
        span(text, .class("tag \(style)"))
    }
}
