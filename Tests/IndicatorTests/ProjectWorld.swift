import Access
import Journal
import NetworkLife
import Results

extension World {
    /// The project with its plan, its budget in euros at the fixed parity, and the incidents of its data.
    mutating func fillProject() async throws {
        var project = Project()
        (project.title, project.startsOn, project.months) = ("Un projet", maybe(90, Day(year: 2026, month: 12, day: number(1...28))!), number(3...9))
        var records: [any Record] = [project]
        let results = (1...2).map { position in
            var line = ProjectLine()
            (line.type, line.position, line.text) = (position == 1 ? .result : .objective, position, "Une ligne")
            return line
        }
        records += results
        for number in 1...self.number(1...6) {
            var activity = Activity()
            (activity.project, activity.code, activity.title, activity.line) = (project.id, "A\(number)", "Une activité", maybe(80, one(results).id))
            if chance(85) {
                activity.firstMonth = self.number(1...6)
                activity.lastMonth = activity.firstMonth! + self.number(0...3)
            }
            activity.regions = Codes([Region(code: "NE001"), Region(code: "NE002"), Region(code: "NE003")].filter { _ in chance(40) })
            (activity.state, activity.doneOn) = (code(), maybe(50, day()))
            records.append(activity)
            for _ in 0..<self.number(0...3) {
                var report = ActivityReport()
                (report.activity, report.on) = (activity.id, day())
                records.append(report)
            }
        }
        records += spending()
        for _ in 0..<number(0...4) {
            var incident = DataIncident()
            (incident.noticedOn, incident.severity, incident.event) = (day(), code(), code())
            records.append(incident)
        }
        try await note(records)
    }

    private mutating func spending() -> [any Record] {
        var records: [any Record] = []
        for place in 1...2 {
            var heading = BudgetHeading()
            (heading.number, heading.name) = ("\(place)", "Une rubrique")
            var line = BudgetLine()
            (line.heading, line.number, line.name) = (heading.id, "\(place).1", "Une ligne")
            records += [heading, line]
            for quarter in 1...3 where chance(70) {
                var planned = PlannedSpending()
                (planned.line, planned.quarter, planned.amount) = (line.id, quarter, Amount(number(0...5_000)))
                records.append(planned)
            }
            for _ in 0..<number(0...5) {
                var spent = Expenditure()
                (spent.on, spent.line, spent.what, spent.isEligible) = (day(), line.id, "Un achat", chance(80))
                (spent.amount, spent.currency) = (Amount(number(1...900_000)), one([.franc, .franc, .euro]))
                records.append(spent)
            }
        }
        return records
    }
}
