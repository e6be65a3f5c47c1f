import Access
import HTML
import Journal
import NetworkLife
import Protection
import Storage

/// Alerts: raised, taken by someone, closed with what was done, and late after a day.
enum AlertsController {
    private static let desk = RecordDesk<Alert>(
        permission: .alertRaise, asked: ["needs", "people", "place", "text", "on", "at", "channel"],
        words: (
            Phrase("Lancer une alerte", en: "Raise an alert"), Phrase("Modifier l’alerte", en: "Edit the alert"),
            Phrase("Retirer cette alerte", en: "Take this alert out")
        ),
        acts: (.alertRaise, .alertUpdate, .alertRemove), paths: (.alertNew, .alertEdit, .alertRemoval),
        begin: { visit, connection in try begin(visit, connection) }, home: { SitePath.alert($0.id) }, parent: { _ in SitePath.alerts() },
        trail: { visit, _, _ in trail(visit) }, rule: { alert, visit, _ in try alert.check(now: visit.moment) })

    private static let closing = RecordEditing(
        Alert.self, asked: ["outcome", "done"], act: .alertClose, title: Phrase("Clore l’alerte", en: "Close the alert"),
        button: Phrase("Clore l’alerte", en: "Close the alert"), required: ["outcome", "done"])

    static let routes: [Route] =
        [
            list.route, .get(.alert, .permission(.alertShow), show), .post(.alertTaking, .permission(.alertAnswer), take),
            .get(.alertClosure, .permission(.alertAnswer)) { visit, connection in
                let alert = try visit.find(Alert.self, connection)
                return try closing.page(
                    visit, connection, alert.record, versions: alert.versions, to: SitePath.alertClosure(alert.id), back: SitePath.alert(alert.id),
                    trail: trail(visit))
            },
            .post(.alertClosure, .permission(.alertAnswer), close),
        ] + desk.routes

    private static func trail(_ visit: Visit) -> [(String, Address)] { Registers.trail(visit, of: .alerts) }

    private static func begin(_ visit: Visit, _ connection: any Connection) throws -> Alert {
        var alert = Alert()
        (alert.on, alert.at) = (visit.today, visit.moment.time)
        alert.place = try visit.all(Alert.self, then: "ORDER BY id DESC LIMIT 1", connection).first?.place
        return alert
    }

    private static func take(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let id = try await visit.site.store.read { try visit.find(Alert.self, $0).id }
        let account = try visit.reader().account
        let now = visit.moment
        let outcome = try await visit.perform(.alertTake, typed, in: visit.scope(of: Alert.self)) { act in
            guard var alert = try act.connection.find(Alert.self, id)?.record else { return }
            try alert.take(by: account, at: now)
            try act.update(alert)
        }
        return .done(outcome, at: SitePath.alert(id))
    }

    private static func close(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let alert = try await visit.site.store.read { try visit.find(Alert.self, $0) }
        let account = try visit.reader().account
        let now = visit.moment
        return try await closing.take(
            visit, typed, into: alert.record, isNew: false, to: SitePath.alertClosure(alert.id), back: SitePath.alert(alert.id),
            landing: SitePath.alert(alert.id), trail: trail(visit),
            making: { typed, act in
                guard var current = try act.connection.find(Alert.self, alert.id)?.record else { return }
                try current.close(typed.outcome, typed.done, by: account, at: now)
                try act.update(current)
            })
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let alert = try visit.find(Alert.self, connection).record
        let names = try Names(visit, connection, of: [alert])
        let history = try HistoryView(Alert.self, alert.id, visit, connection)
        let say = visit.say
        let title = [alert.needsText(say), names[alert.place]].filter { !$0.isEmpty }.joined(separator: " – ")
        return visit.page(title.isEmpty ? say("Alerte", en: "Alert") : title, trail: trail(visit)) {
            p { AlertTag(visit: visit, alert: alert) }
            div(.class("report")) { Paragraphs(text: alert.text) }
            if alert.isOpen {
                div(.class("actions")) {
                    if visit.may(.alertAnswer) {
                        if alert.takenBy == nil {
                            ActButton(visit: visit, action: SitePath.alertTaking(alert.id), label: say("Je m’en charge", en: "I take it"), style: "primary")
                        }
                        a(
                            say("Clore l’alerte", en: "Close the alert"), .class(alert.takenBy == nil ? "secondary" : "primary"),
                            .href(SitePath.alertClosure(alert.id)))
                    }
                    if visit.may(.alertRaise) { a(say("Modifier", en: "Edit"), .class("secondary"), .href(SitePath.alertEdit(alert.id))) }
                }
            }
            dl(.class("summary")) {
                FieldLines(record: alert, fields: ["people", "channel"], names: names, say: say)
                SummaryLine(say("Reçue", en: "Received"), Dates.moment(alert.receivedAt, say))
                SummaryLine(say("À traiter avant", en: "To be answered before"), alert.isOpen ? Dates.moment(alert.due, say) : "")
                SummaryLine(
                    say("Prise", en: "Taken"),
                    alert.takenAt.map {
                        say("par \(names[alert.takenBy]), \(Dates.moment($0, say))", en: "by \(names[alert.takenBy]), \(Dates.moment($0, say))")
                    }
                        ?? say("par personne encore", en: "by nobody yet"))
                FieldLines(record: alert, fields: ["outcome", "done", "closed_at"], names: names, say: say)
            }
            history
        }
    }

    static let list = RecordList<Alert>(
        path: .alerts, permission: .alertShow, title: Phrase("Alertes", en: "Alerts"), one: Phrase("alerte", en: "alert"),
        many: Phrase("alertes", en: "alerts"),
        columns: [
            ListColumn(Phrase("Alerte", en: "Alert"), needs: ["needs"]) { alert, context in
                .link(alert.needsText(context.visit.say), SitePath.alert(alert.id))
            },
            ListColumn(Phrase("État", en: "State"), needs: ["on", "at", "taken_by", "closed_at"]) { alert, context in
                let (text, style) = alert.state(at: context.visit.moment, context.visit.say)
                return .tag(text, style: style)
            },
            .field("place"), .field("people"), .field("on"), .field("taken_by"), .field("outcome"),
        ],
        filters: [
            ListFilter(
                name: "standing", label: Phrase("Suivi", en: "Follow-up"),
                list: [("open", Phrase("Ouvertes", en: "Open")), ("closed", Phrase("Closes", en: "Closed"))]
            ) { ("closed = ?", [($0 == "closed").value]) },
            .code(Alert.self, "needs"), .year("received_day", of: Alert.self),
        ],
        sorts: [
            ListSort(
                "due", column: "due", .integer, ascending: Phrase("Les plus urgentes d’abord", en: "Most urgent first"),
                descending: Phrase("Les closes d’abord", en: "Closed ones first")),
            ListSort(
                "received", column: "received", .integer, ascending: Phrase("Les plus anciennes d’abord", en: "Oldest first"),
                descending: Phrase("Les plus récentes d’abord", en: "Newest first"), beginsDescending: true),
        ],
        search: "sort", isExported: true, trail: { Registers.trail($0) },
        lede: { visit, connection in
            switch try visit.count(of: Alert.self, where: "closed = ? AND due < ?", [false.value, visit.moment.value], connection) {
            case 0: nil
            case 1: visit.say("1 alerte est en retard.", en: "1 alert is late.")
            case let late: visit.say("\(late) alertes sont en retard.", en: "\(late) alerts are late.")
            }
        },
        actions: { Registers.actions($0, of: .alerts) },
        purpose: Phrase(
            "Aucune alerte. Une demande urgente se lance ici : quelqu’un la prend, et dit dans la journée ce qui a été fait.",
            en: "No alert. An urgent request is raised here: someone takes it, and says within a day what was done."))
}

extension Alert {
    func needsText(_ say: Say) -> String { UrgentNeed.list.filter { needs.elements.contains($0.0) }.map { say($0.1) }.joined(separator: ", ") }

    /// Where it stands, as a tag says it.
    func state(at now: Moment, _ say: Say) -> (text: String, style: String) {
        if let wasInTime { return wasInTime ? (say("Close", en: "Closed"), "done") : (say("Close, en retard", en: "Closed, late"), "plain") }
        if isOverdue(at: now) { return (Dates.distance(to: due, from: now, say), "late") }
        let rest = Dates.distance(to: due, from: now, say)
        return takenBy == nil ? (say("À prendre, \(rest)", en: "To be taken, \(rest)"), "waiting") : (say("Prise, \(rest)", en: "Taken, \(rest)"), "waiting")
    }
}

struct AlertTag: Component {
    let visit: Visit
    let alert: Alert

    var body: some Markup {
        let (text, style) = alert.state(at: visit.moment, visit.say)
        span(text, .class("tag \(style)"))
    }
}

/// The alerts that wait in the reader's organisation, the most urgent first, for those who answer them.
struct AlertDuties: Duties {
    let visit: Visit
    private let alerts: [Alert]

    static let nouns = (one: Phrase("alerte", en: "alert"), many: Phrase("alertes", en: "alerts"))

    init(_ visit: Visit, _ connection: any Connection) throws {
        self.visit = visit
        alerts = visit.may(.alertAnswer) ? try visit.all(Alert.self, where: "closed = ?", [false.value], then: "ORDER BY due, id LIMIT 10", connection) : []
    }

    var count: Int { alerts.count }
    var late: Int { alerts.count { $0.isOverdue(at: visit.moment) } }

    var body: some Markup {
        if !isEmpty {
            h2(visit.say("Alertes", en: "Alerts"))
            ul(.class("todo")) {
                Each(alerts) { alert in
                    li(.class(alert.isOverdue(at: visit.moment) ? "late" : nil)) {
                        HTML.time(Dates.moment(alert.receivedAt, visit.say))
                        div { a(alert.needsText(visit.say), .href(SitePath.alert(alert.id))) }
                        AlertTag(visit: visit, alert: alert)
                    }
                }
            }
        }
    }
}
