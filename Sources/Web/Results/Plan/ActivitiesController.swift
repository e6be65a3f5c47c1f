import Access
import HTML
import Journal
import NetworkLife
import Results
import Storage

/// The activity plan: what the project does, where, by whom, in which months, and how far it has come.
enum ActivitiesController {
    private static let desk = RecordDesk<Activity>(
        permission: .planEdit, asked: ["code", "title", "line", "responsible", "first_month", "last_month", "regions", "terms"],
        words: (
            Phrase("Ajouter une activité", en: "Add an activity"), Phrase("Modifier l’activité", en: "Edit the activity"),
            Phrase("Retirer cette activité", en: "Remove this activity")
        ),
        acts: (.activityCreate, .activityUpdate, .activityRemove), paths: (.activityNew, .activityEdit, .activityRemoval),
        begin: { visit, connection in
            var activity = Activity()
            activity.project = try connection.project()?.id
            return activity
        },
        home: { SitePath.activity($0.id) }, parent: { _ in SitePath.activities() }, trail: { visit, activity, _ in trail(visit) },
        rule: { activity, _, connection in
            try connection.calendar().check(activity.firstMonth, activity.lastMonth)
            let same = try connection.all(Activity.self, "WHERE rank = ? AND id <> ? LIMIT 1", [Activity.rank(activity.code).value, activity.id.value])
            if let other = same.first?.record {
                throw Refusal(
                    "activity.code", Phrase("Ce code est déjà celui de : \(other.title).", en: "This code is already that of: \(other.title)."), field: "code")
            }
        })

    private static let reporting = RecordEditing(
        ActivityReport.self, asked: ["on", "state", "percent", "note", "next"], act: .activityReport, title: Phrase("Noter l’avancement", en: "Note progress"),
        button: Phrase("Noter", en: "Note it"))

    static let routes: [Route] =
        [list.route, .get(.chronogram, .permission(.projectShow), Chronogram.show), .get(.activity, .permission(.projectShow), show)] + desk.routes + [
            .get(.activityReports, .permission(.planReport)) { visit, connection in
                let activity = try visit.find(Activity.self, connection).record
                var report = ActivityReport()
                report.on = visit.today
                report.state = activity.state == .planned ? .underway : activity.state
                report.percent = activity.percent
                return try reporting.page(
                    visit, connection, report, versions: nil, to: SitePath.activityReports(activity.id), back: SitePath.activity(activity.id),
                    trail: trail(visit, activity))
            },
            .post(.activityReports, .permission(.planReport), report),
        ]

    static func trail(_ visit: Visit, _ activity: Activity? = nil) -> [(String, Address)] {
        let plan = [(visit.say("Projet", en: "Project"), SitePath.project()), (visit.say("Plan d’activités", en: "Activity plan"), SitePath.activities())]
        return plan + (activity.map { [($0.code, SitePath.activity($0.id))] } ?? [])
    }

    private static func report(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let activity = try await visit.site.store.read { try visit.find(Activity.self, $0).record }
        var report = ActivityReport()
        report.id = typed.token.cast()
        report.activity = activity.id
        return try await reporting.take(
            visit, typed, into: report, isNew: true, to: SitePath.activityReports(activity.id), back: SitePath.activity(activity.id),
            landing: SitePath.activity(activity.id), trail: trail(visit, activity), rule: { [today = visit.today] report, _ in try report.check(today: today) },
            alongside: { report, act in
                guard var current = try act.connection.find(Activity.self, activity.id)?.record else { throw Failure.notFound }
                // A note about an earlier day than the last one is kept, and changes nothing of where the activity stands.
                let later = try act.connection.all(
                    ActivityReport.self, "WHERE activity = ? AND \"on\" > ? LIMIT 1", [activity.id.value, report.on?.value ?? .null])
                guard later.isEmpty else { return }
                current.follow(report)
                try act.update(current)
            })
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let activity = try visit.find(Activity.self, connection).record
        let page = ActivityShow(
            visit: visit, activity: activity, words: PlanWords(try connection.calendar(), visit), milestones: try connection.milestones(of: activity.id),
            reports: try connection.all(ActivityReport.self, "WHERE activity = ? ORDER BY \"on\" DESC, id DESC LIMIT 50", [activity.id.value]).map(\.record),
            names: try Names(visit, connection, of: [activity]), history: try HistoryView(Activity.self, activity.id, visit, connection))
        return visit.page("\(activity.code) \(activity.title)", lede: page.words.months(activity), trail: trail(visit)) { page }
    }
}

/// One activity: where it stands, what it is for, its milestones, what was noted of it.
private struct ActivityShow: Component {
    let visit: Visit
    let activity: Activity
    let words: PlanWords
    let milestones: [MilestoneState]
    let reports: [ActivityReport]
    let names: Names
    let history: HistoryView

    private var say: Say { visit.say }

    var body: some Markup {
        p { words.state(activity) }
        div(.class("actions no-print")) {
            if visit.may(.planReport) { a(say("Noter l’avancement", en: "Note progress"), .class("primary"), .href(SitePath.activityReports(activity.id))) }
            if visit.may(.planEdit) { a(say("Modifier", en: "Edit"), .class("secondary"), .href(SitePath.activityEdit(activity.id))) }
        }
        dl(.class("summary")) {
            FieldLines(record: activity, fields: ["line", "responsible"], names: names, say: say)
            SummaryLine(
                say("Régions", en: "Regions"),
                activity.regions.elements.isEmpty
                    ? say("tout le réseau", en: "the whole network")
                    : Region.list.map(\.0).filter(activity.regions.elements.contains).map { say($0.label) }.joined(separator: ", "))
            SummaryLine(say("Avancement", en: "Progress"), activity.percent.map { "\($0)\u{A0}%" } ?? "")
            SummaryLine(say("Réalisée le", en: "Done on"), activity.doneOn.map { Dates.short($0, visit.language) } ?? "")
        }
        h2(say("Termes de référence", en: "Terms of reference"))
        if activity.terms.isEmpty { p(say("À écrire.", en: "To be written."), .class("soft")) }
        Paragraphs(text: activity.terms)
        h2(say("Jalons", en: "Milestones"))
        if milestones.isEmpty { p(say("Aucun jalon n’est fixé.", en: "No milestone is set."), .class("soft")) }
        ul(.class("todo")) { Each(milestones) { MilestoneLine(visit: visit, state: $0, words: words) } }
        if visit.may(.planEdit) { p(.class("no-print")) { a(say("Ajouter un jalon", en: "Add a milestone"), .href(SitePath.milestoneNew(activity.id))) } }
        if !reports.isEmpty {
            h2(say("Points d’avancement", en: "Progress notes"))
            ol(.class("history")) { Each(reports) { report($0) } }
        }
        history
    }

    private func report(_ report: ActivityReport) -> some Markup {
        li {
            if let on = report.on { HTML.time(Dates.short(on, visit.language), .datetime(on.description)) }
            " "
            span(say(report.state.label), .class("tag \(report.state.style)"))
            if let percent = report.percent { " \(percent)\u{A0}%" }
            Paragraphs(text: report.note)
            if !report.next.isEmpty { p(say("Ensuite\u{A0}: \(report.next)", en: "Next: \(report.next)"), .class("soft")) }
        }
    }
}

/// A milestone: when it is due, whether it was reached, and the one step that it asks for.
struct MilestoneLine: Component {
    let visit: Visit
    let state: MilestoneState
    let words: PlanWords

    private var say: Say { visit.say }
    private var isLate: Bool { state.isLate(words.calendar, on: visit.today) }

    var body: some Markup {
        let milestone = state.milestone
        li(.class(isLate ? "late" : nil)) {
            HTML.time(words.month(milestone.month))
            div {
                if visit.may(.planEdit) { a(milestone.text, .href(SitePath.milestoneEdit(milestone.id))) } else { milestone.text }
                if let reached = state.reached, let on = reached.on {
                    p(say("Le \(Dates.short(on, .french))\u{A0}: \(reached.what)", en: "On \(Dates.short(on, .english)): \(reached.what)"), .class("soft"))
                } else if visit.may(.planReport) {
                    a(
                        say("Noter qu’il est atteint", en: "Note that it was reached"), .class("no-print"), .href(SitePath.milestoneReach(milestone.id)),
                        .aria("label", say("Noter qu’il est atteint – \(milestone.text)", en: "Note that it was reached – \(milestone.text)")))
                }
            }
            if state.reached != nil {
                span(say("Atteint", en: "Reached"), .class("tag done"))
            } else if isLate {
                span(say("En retard", en: "Late"), .class("tag late"))
            }
        }
    }
}
