import Access
import Journal
import NetworkLife
import Results
import Statistics
import Storage

/// What the files of a closed quarter are made from, read once.
package struct PeriodFiles: Sendable {
    package private(set) var report: PeriodReport
    /// The closing of the quarter; nil while it is open.
    package let closing: PeriodClosing?
    /// The recommendations of the steering committee, and where each stands.
    private let recommendations: [(text: String, state: Phrase)]
    private let project: Project
    private let budget: Budget
    private let organization: String
    private let funder: String
    private let data: OpenData
    private let moment: UInt64

    /// Throws a `Refusal` where the quarter is not closed, unless values of today are given for it. `measures` are what works out the
    /// indicators, `released` those whose figures leave only as releases.
    package init(
        _ quarter: Int, measures: [Measure], released: [ReleasedMeasure], live: SettledResults.Live? = nil, at milliseconds: UInt64,
        _ connection: any Connection
    ) throws {
        guard let project = try connection.all(Project.self, "ORDER BY made LIMIT 1").first?.record else {
            throw Refusal("project.missing", Phrase("Aucune charte n’est chargée.", en: "No charter is loaded."))
        }
        let today = Day.inNiamey(atMilliseconds: milliseconds)
        (self.project, moment) = (project, milliseconds)
        func name(_ id: ID<Organization>?) throws -> String {
            try id.flatMap { try connection.find(OrganizationProfile.self, $0)?.record.name } ?? ""
        }
        (organization, funder) = (try name(project.lead), try name(project.funder))
        let settled = try SettledResults(quarter, project, measures: measures, released: released, live: live, connection)
        closing = settled.closing
        budget = try Budget(connection, on: today)
        data = try OpenData(connection)
        recommendations = try connection.all(Decision.self, "WHERE number IS NOT NULL ORDER BY number, id LIMIT 200").map(\.record).map {
            ("\($0.number ?? 0). \($0.text)", $0.state.label)
        }
        let texts = try ReportText.texts(of: .quarter(quarter), connection)
        report = PeriodReport(
            settled.results, period: settled.period, reference: project.reference, organization: organization,
            sections: try ReportHeading.current(connection).map { .init($0, texts[$0.id]?.record.text ?? "") },
            activities: try Self.activities(project, today, name, connection),
            budget: ReportedBudget(budget, quarter: quarter), frozenOn: nil)
    }

    private static func activities(
        _ project: Project, _ today: Day, _ name: (ID<Organization>?) throws -> String, _ connection: any Connection
    ) throws -> [ReportedActivity] {
        let calendar = ProjectCalendar(project)
        let lines = Dictionary(try connection.all(ProjectLine.self, "ORDER BY id LIMIT 500").map { ($0.record.id, $0.record.text) }) { one, _ in one }
        return try connection.all(Activity.self, "ORDER BY rank, id LIMIT 500").map(\.record).map { activity in
            let first = activity.firstMonth.flatMap { calendar.first(of: $0) }
            let last = activity.lastMonth.flatMap { calendar.last(of: $0) }
            return ReportedActivity(
                code: activity.code, title: activity.title, result: activity.line.flatMap { lines[$0] } ?? "",
                places: activity.regions.elements.sorted { $0.code < $1.code }.map(\.label.french).joined(separator: ", "),
                responsible: try name(activity.responsible),
                days: first.flatMap { first in last.map { first...max(first, $0) } }, state: activity.state.label, percent: activity.percent,
                isLate: activity.isLate(calendar, on: today))
        }
    }

    /// A workbook: logframe, indicators by period and part, activities, budget.
    package func workbook(in language: Language) throws -> [UInt8] {
        try Workbook(report.results, activities: report.activities, budget: report.budget, in: language).file(at: moment)
    }

    package func steering(in language: Language) -> [UInt8] {
        let asked = report.sections.filter { $0.content == .questions }.flatMap { $0.text.split(whereSeparator: \.isNewline) }
        return SteeringSheet(
            report, questions: asked.filter { !$0.allSatisfy(\.isWhitespace) }.map { report.results.plain(String($0), language) },
            followed: recommendations.map { "\($0.text) – \($0.state(language).lowercased())" }
        ).file(in: language)
    }

    /// Throws a `Refusal` unless the quarter is closed and each figure in the texts is what it was when it was put in.
    package func checkFreezable() throws(Refusal) {
        guard closing != nil else {
            throw Refusal(
                "report.open",
                Phrase(
                    "Clôturez d’abord la période : un rapport figé est fait de valeurs arrêtées.",
                    en: "Close the period first: a frozen report is made of settled values."))
        }
        guard report.stale.isEmpty else {
            throw Refusal(
                "report.stale",
                Phrase("Des chiffres du texte ont changé : mettez-les d’abord à jour.", en: "Figures in the text have changed: bring them up to date first."))
        }
    }

    /// The same, as it is frozen on a day.
    package func frozen(on day: Day) -> PeriodFiles {
        var files = self
        files.report.frozenOn = day
        return files
    }

    /// What anyone may read; throws a `Refusal` unless two people agreed, and where the standard lacks something.
    package func openResults() throws(Refusal) -> ReportedResults {
        try data.checkOpen()
        return report.results.without(data.terms?.excludedCodes ?? [])
    }

    package func hxl(in language: Language) throws(Refusal) -> [UInt8] { try openResults().hxl(language).file() }

    /// The project as IATI publishes it.
    package func iati() throws(Refusal) -> [UInt8] {
        let results = try openResults()
        return try activity(data.terms!, results).file(at: moment)
    }

    private func activity(_ terms: OpenDataTerms, _ results: ReportedResults) -> IATIActivity {
        let today = Day.inNiamey(atMilliseconds: moment)
        let settings = IATISettings(terms, publisher: organization)
        let isOver = project.endsOn.map { $0 < today } ?? false
        var activity = IATIActivity(
            settings: settings, title: Phrase(same: project.title), description: Phrase(same: terms.summary),
            status: isOver ? .finalisation : .implementation)
        activity.plannedStart = project.startsOn
        activity.actualStart = project.startsOn.flatMap { $0 <= today ? $0 : nil }
        activity.plannedEnd = project.endsOn
        activity.participants = [
            .init(IATIOrganization(identifier: terms.funder, type: nil, name: funder), .funding), .init(settings.reporter, .accountable),
            .init(settings.reporter, .implementing),
        ]
        activity.contract = project.reference.isEmpty ? nil : project.reference
        activity.locations = Region.list.map { IATIActivity.Place(code: $0.0.code, name: $0.1.french) }.filter { place in
            project.regions.contains(place.name) || results.places.contains { $0.code == place.code }
        }
        let quarters = (1...max(1, budget.calendar.quarters)).compactMap { quarter in
            budget.calendar.days(of: quarter).map { days in
                (days: days, hundredths: budget.headings.reduce(0) { $0 + $1.planned(in: quarter).hundredths })
            }
        }
        if quarters.contains(where: { $0.hundredths != 0 }) { activity.budgets = IATIActivity.Budget.yearly(quarters, currency: budget.currency.code) }
        activity.transactions = results.periods.enumerated().compactMap { place, period in
            let spent = budget.headings.reduce(0) { $0 + $1.spent(in: place + 1).hundredths }
            guard spent != 0 else { return nil }
            return .init(
                .expenditure, period.days.upperBound, .init(hundredths: spent, currency: budget.currency.code),
                Phrase("Dépenses : \(period.name.french)", en: "Spending: \(period.name.english)"), from: settings.reporter)
        }
        activity.results = results.iatiResults()
        return activity
    }
}

extension ReportedBudget {
    /// Each heading and its lines, as they stood up to the end of a quarter.
    init(_ budget: Budget, quarter: Int) {
        func line(_ number: String, _ name: String, _ isHeading: Bool, _ agreed: Amount, _ lines: [Budget.Line]) -> ReportedBudgetLine {
            func spent(_ isWanted: (Int) -> Bool) -> Int {
                lines.reduce(0) { $0 + $1.spent.reduce(0) { isWanted($1.key) ? $0 + $1.value.hundredths : $0 } }
            }
            return ReportedBudgetLine(
                number: number, name: name, isHeading: isHeading, agreed: agreed.hundredths, spentBefore: spent { $0 < quarter },
                spentInPeriod: spent { $0 == quarter })
        }
        self.init(
            currency: budget.currency.code,
            lines: budget.headings.flatMap { heading in
                [line(heading.heading.number, heading.heading.name, true, heading.revised, heading.lines)]
                    + heading.lines.map { line($0.line.number, $0.line.name, false, $0.amount, [$0]) }
            })
    }
}
