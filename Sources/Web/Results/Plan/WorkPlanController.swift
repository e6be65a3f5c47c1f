import Access
import Accounts
import HTML
import Journal
import NetworkLife
import Results
import Storage

/// The quarter of an antenna on one page: what it is to do, and afterwards what it did.
enum WorkPlanController {
    static let routes: [Route] = [
        .get(.quarterPlan, .permission(.projectShow)) { visit, connection in try page(visit, connection, isReport: false) },
        .get(.quarterReport, .permission(.projectShow)) { visit, connection in try page(visit, connection, isReport: true) },
    ]

    /// The antenna that the address names; the reader's own, or the first one, where it names none.
    private static func branch(_ visit: Visit, _ branches: [BranchProfile]) -> BranchProfile? {
        let asked = visit.query["branch"].flatMap { ID<Branch>($0) }
        let own = visit.session?.reader.branches
        return branches.first { $0.id == asked } ?? branches.first { own?.contains($0.id) == true } ?? branches.first
    }

    private static func page(_ visit: Visit, _ connection: any Connection, isReport: Bool) throws -> Reply {
        let calendar = try connection.calendar()
        let branches = try connection.all(BranchProfile.self, "ORDER BY name, id LIMIT 100").map(\.record)
        let branch = branch(visit, branches)
        let asked = visit.query["quarter"].flatMap { Int($0) }
        let quarter = asked.flatMap { (1...max(1, calendar.quarters)).contains($0) ? $0 : nil } ?? calendar.quarter(on: visit.today)
        let plan = try WorkPlan(calendar, quarter: quarter, in: Region(of: branch?.place), on: visit.today, connection)
        let page = WorkPlanPage(
            visit: visit, words: PlanWords(calendar, visit), plan: plan, branches: branches, branch: branch, isReport: isReport,
            names: try Names(visit, connection, of: plan.lines.map(\.activity) + plan.next))
        let title =
            isReport
            ? visit.say("Rapport du trimestre", en: "Quarter’s report") : visit.say("Plan du trimestre", en: "Quarter’s plan")
        return visit.page(
            branch.map { "\(title) – \($0.name)" } ?? title, lede: page.words.quarter(quarter), trail: ActivitiesController.trail(visit)
        ) { page }
    }
}

private struct WorkPlanPage: Component {
    let visit: Visit
    let words: PlanWords
    let plan: WorkPlan
    let branches: [BranchProfile]
    let branch: BranchProfile?
    let isReport: Bool
    let names: Names

    private var say: Say { visit.say }

    var body: some Markup {
        choosing
        if plan.lines.isEmpty {
            div(.class("empty")) {
                p(say("Aucune activité n’est prévue ici ce trimestre.", en: "No activity is planned here this quarter."))
                p { a(say("Voir le plan d’activités", en: "See the activity plan"), .href(SitePath.activities())) }
            }
        }
        div(.class("one-sheet")) { if isReport { report } else { tasks } }
    }

    private var choosing: some Markup {
        form(.method(.get), .action(isReport ? SitePath.quarterReport() : SitePath.quarterPlan()), .class("filters no-print")) {
            choice("branch", say("Antenne", en: "Branch"), branches.map { ($0.id.description, $0.name) }, branch?.id.description)
            choice("quarter", say("Trimestre", en: "Quarter"), (0..<plan.calendar.quarters).map { ("\($0 + 1)", words.quarter($0 + 1)) }, "\(plan.quarter)")
            button(say("Afficher", en: "Show"), .type(.submit))
            p {
                let other = (isReport ? SitePath.quarterPlan() : SitePath.quarterReport()).query("quarter", "\(plan.quarter)")
                a(
                    isReport ? say("Plan du trimestre", en: "Quarter’s plan") : say("Rapport du trimestre", en: "Quarter’s report"),
                    .href(branch.map { other.query("branch", $0.id.description) } ?? other))
            }
        }
    }

    private func choice(_ name: String, _ title: String, _ options: [(code: String, label: String)], _ chosen: String?) -> some Markup {
        div(.class("field")) {
            label(title, .for("f-\(name)"))
            select(.id("f-\(name)"), .name(name)) { Each(options) { option($0.label, .value($0.code), .selected($0.code == chosen)) } }
        }
    }

    /// By responsible organisation, in the order of the plan.
    private var groups: [(name: String, lines: [WorkPlan.Line])] {
        var groups: [(name: String, lines: [WorkPlan.Line])] = []
        for line in plan.lines {
            let name = line.activity.responsible.map { names[$0] } ?? say("À confier", en: "To be assigned")
            if let index = groups.firstIndex(where: { $0.name == name }) { groups[index].lines.append(line) } else { groups.append((name, [line])) }
        }
        return groups
    }

    private var tasks: some Markup {
        Each(groups) { group in
            h2(group.name)
            ul(.class("todo")) { Each(group.lines) { task($0) } }
        }
    }

    private func task(_ line: WorkPlan.Line) -> some Markup {
        li(.class(line.activity.isLate(plan.calendar, on: visit.today) ? "late" : nil)) {
            HTML.time(words.months(line.activity))
            div {
                a("\(line.activity.code) \(line.activity.title)", .href(SitePath.activity(line.activity.id)))
                Each(line.milestones.filter { $0.reached == nil }) { state in
                    p("☐\u{A0}\(state.milestone.text) (\(words.month(state.milestone.month)))", .class("soft"))
                }
            }
            words.state(line.activity)
        }
    }

    @MarkupBuilder private var report: some Markup {
        let late = plan.late(on: visit.today)
        let underway = plan.underway(on: visit.today)
        part(say("Fait", en: "Done"), plan.done, none: say("Rien n’est encore réalisé.", en: "Nothing is done yet."))
        if !late.isEmpty { part(say("En retard, et pourquoi", en: "Late, and why"), late, none: "") }
        if !underway.isEmpty { part(say("En cours", en: "Under way"), underway, none: "") }
        h2(say("Ensuite", en: "Next"))
        if plan.next.isEmpty { p(say("Rien ne commence le trimestre suivant.", en: "Nothing begins in the next quarter."), .class("soft")) }
        ul { Each(plan.next) { activity in li("\(activity.code) \(activity.title), \(words.months(activity))") } }
        dl(.class("only-print signatures")) {
            div {
                dt(say("Point focal d’antenne, date et signature", en: "Branch focal point, date and signature")); dd("")
            }
        }
    }

    @MarkupBuilder private func part(_ title: String, _ lines: [WorkPlan.Line], none: String) -> some Markup {
        h2(title)
        if lines.isEmpty { p(none, .class("soft")) }
        ul(.class("todo")) { Each(lines) { reported($0) } }
    }

    private func reported(_ line: WorkPlan.Line) -> some Markup {
        li {
            HTML.time(line.activity.doneOn.map { Dates.short($0, visit.language) } ?? words.months(line.activity))
            div {
                a("\(line.activity.code) \(line.activity.title)", .href(SitePath.activity(line.activity.id)))
                if let last = line.last {
                    if !last.note.isEmpty { p(last.note, .class("soft")) }
                    if !last.next.isEmpty { p(say("Ensuite\u{A0}: \(last.next)", en: "Next: \(last.next)"), .class("soft")) }
                } else if line.activity.state != .done {
                    p(say("Aucun point d’avancement n’est noté.", en: "No progress note was made."), .class("soft"))
                }
            }
            words.state(line.activity)
        }
    }
}
