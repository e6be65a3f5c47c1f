import Access
import HTML
import Journal
import Results
import Storage

/// The whole plan over the project's months, each activity a bar under the result that it serves.
enum Chronogram {
    static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let words = PlanWords(try connection.calendar(), visit)
        let all = try connection.all(Activity.self, "ORDER BY rank, id LIMIT 500").map(\.record)
        let milestones = Dictionary(
            grouping: try connection.all(Milestone.self, "ORDER BY month, id LIMIT 2000").map(\.record), by: { $0.activity })
        let lines = Dictionary(
            try connection.all(ProjectLine.self, "ORDER BY id LIMIT 500").map { ($0.id, $0.record) }, uniquingKeysWith: { first, _ in first })
        let planned = all.filter { $0.firstMonth != nil }
        let say = visit.say
        let lede =
            words.calendar.start == nil
            ? say(
                "Les mois se comptent depuis le début du projet, dont la date reste à saisir.",
                en: "Months count from the project’s start, whose date is still to be entered.")
            : say("\(words.calendar.months) mois, depuis \(words.month(1)).", en: "\(words.calendar.months) months, from \(words.month(1)).")
        let chart = words.chart(
            planned, lines, milestones.mapValues { $0.map { $0.month - 1 } }, description: try PlanCounts(visit, connection).text(say) ?? "")
        return visit.page(say("Chronogramme", en: "Timeline"), lede: lede, trail: ActivitiesController.trail(visit)) {
            if planned.isEmpty {
                div(.class("empty")) { p(say("Aucune activité n’a encore de mois.", en: "No activity has any months yet.")) }
            } else {
                ChartWithTable(chart, columns: [say("Activité", en: "Activity"), say("Mois", en: "Months"), say("État", en: "State")])
            }
            let others = all.filter { $0.firstMonth == nil }
            if !others.isEmpty {
                h2(say("À planifier", en: "To be planned"))
                ul { Each(others) { activity in li { a("\(activity.code) \(activity.title)", .href(SitePath.activity(activity.id))) } } }
            }
        }
    }
}

extension PlanWords {
    fileprivate func chart(
        _ activities: [Activity], _ lines: [ID<ProjectLine>: ProjectLine], _ milestones: [ID<Activity>?: [Int]], description: String
    ) -> GanttChart {
        let groups = Dictionary(grouping: activities) { $0.line }
        let order = groups.keys.sorted { heading($0, lines) ?? "~" < heading($1, lines) ?? "~" }
        let rows = order.flatMap { line -> [GanttChart.Row] in
            let title = heading(line, lines) ?? say("Ensemble du projet", en: "The project as a whole")
            return [.heading(title)] + (groups[line] ?? []).map { row($0, milestones[$0.id] ?? []) }
        }
        return GanttChart(
            ChartFacts(id: "plan", title: say("Chronogramme", en: "Timeline"), description: description), spans, rows,
            today: place.map { ($0, say("aujourd’hui", en: "today")) })
    }

    /// "Résultat 1", "Axe d’intervention 2".
    private func heading(_ line: ID<ProjectLine>?, _ lines: [ID<ProjectLine>: ProjectLine]) -> String? {
        line.flatMap { lines[$0] }.map { "\(say($0.type.label)) \($0.position)" }
    }

    private func row(_ activity: Activity, _ milestones: [Int]) -> GanttChart.Row {
        let state: GanttChart.State =
            activity.isLate(calendar, on: today) ? .late : activity.state == .done ? .done : activity.state == .planned ? .planned : .underWay
        let text = state == .late ? say("En retard", en: "Late") : say(activity.state.label)
        let span = activity.firstMonth.flatMap { first in activity.lastMonth.map { first - 1...$0 - 1 } }
        return GanttChart.Row("\(activity.code) \(activity.title)", state, text, months: span, milestones: milestones, when: months(activity))
    }

    /// The months under their years, or by their numbers while no date is known.
    private var spans: [GanttChart.Span] {
        let all = (0..<calendar.months).map { $0 + 1 }
        guard calendar.start != nil else { return [GanttChart.Span(say("Mois du projet", en: "Months of the project"), months: all.map { "\($0)" })] }
        let years = Dictionary(grouping: all) { calendar.first(of: $0)?.year ?? 0 }
        return years.keys.sorted().map { year in
            GanttChart.Span("\(year)", months: (years[year] ?? []).map { String(month($0).prefix(1)).uppercased() })
        }
    }

    /// Where today stands among the months: 2.5 in the middle of the third.
    private var place: Double? {
        guard let month = calendar.month(on: today), let first = calendar.first(of: month), let last = calendar.last(of: month) else { return nil }
        return Double(month - 1) + Double(today.number - first.number) / Double(last.number - first.number + 1)
    }
}
