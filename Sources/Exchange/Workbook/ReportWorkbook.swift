import Journal

/// What the workbook holds beside the results: activities and money, as the plan has them.
package struct ReportedActivity: Sendable {
    package let code: String
    package let title: String
    package let result: String
    package let places: String
    package let responsible: String
    package let days: ClosedRange<Day>?
    package let state: Phrase
    package let percent: Int?
    package let isLate: Bool

    package init(
        code: String, title: String, result: String, places: String, responsible: String, days: ClosedRange<Day>?, state: Phrase,
        percent: Int?, isLate: Bool
    ) {
        self.code = code
        self.title = title
        self.result = result
        self.places = places
        self.responsible = responsible
        self.days = days
        self.state = state
        self.percent = percent
        self.isLate = isLate
    }
}

/// A heading of the budget, or one of its lines: what was agreed, and what was spent.
package struct ReportedBudgetLine: Sendable {
    package let number: String
    package let name: String
    package let isHeading: Bool
    package let agreed: Int
    package let spentBefore: Int
    package let spentInPeriod: Int

    /// Amounts are in hundredths.
    package init(number: String, name: String, isHeading: Bool, agreed: Int, spentBefore: Int, spentInPeriod: Int) {
        self.number = number
        self.name = name
        self.isHeading = isHeading
        self.agreed = agreed
        self.spentBefore = spentBefore
        self.spentInPeriod = spentInPeriod
    }

    package var spent: Int { spentBefore + spentInPeriod }
    /// What is spent of what was agreed, in hundredths with one decimal; nil of nothing.
    package var rate: Double? { agreed == 0 ? nil : (Double(spent) / Double(agreed) * 1000).rounded() / 10 }
}

package struct ReportedBudget: Sendable {
    package let currency: String
    package let lines: [ReportedBudgetLine]

    package init(currency: String, lines: [ReportedBudgetLine]) {
        self.currency = currency
        self.lines = lines
    }
}

extension Workbook {
    /// The workbook of a period: logframe, indicators by period and by part, activities, budget.
    package init(_ results: ReportedResults, activities: [ReportedActivity], budget: ReportedBudget?, in language: Language) {
        self.init(
            title: results.project(language),
            [
                Self.logframe(results, language), Self.periods(results, language), Self.parts(results, language),
                Self.activities(activities, language),
            ]
                + (budget.map { [Self.budget($0, language), Self.headings($0, language)] } ?? []))
    }

    private static func logframe(_ results: ReportedResults, _ language: Language) -> Sheet {
        func say(_ french: String, en english: String) -> String { Phrase(french, en: english)(language) }
        var rows: [[Cell]] = []
        for line in results.lines {
            let chain = "\(line.level.title(language)) : \(line.text(language))"
            let assumptions = Cell.text(line.assumptions?(language) ?? "")
            if line.indicators.isEmpty { rows.append([.text(chain), .empty, .empty, .empty, .empty, .empty, .empty, .empty, assumptions]) }
            for indicator in line.indicators {
                rows.append([
                    .text(chain), .text("\(indicator.code) \(indicator.title(language))"), .text(indicator.unit(language)),
                    indicator.baseline?.figure.xlsx(language) ?? .text(ReportedFigure.nothing.text(language)),
                    indicator.baseline.map { .day($0.day) } ?? .empty,
                    indicator.target.xlsx(language), indicator.current.xlsx(language), .text(indicator.source(language)), assumptions,
                ])
            }
        }
        return Sheet(
            say("Cadre logique", en: "Logical framework"),
            [
                Column(say("Chaîne de résultats", en: "Results chain"), width: 40), Column(say("Indicateur", en: "Indicator"), width: 40),
                Column(say("Unité", en: "Unit"), width: 14), Column(say("Référence", en: "Baseline"), width: 12),
                Column(say("Date de la référence", en: "Baseline date"), width: 12), Column(say("Cible", en: "Target"), width: 12),
                Column(say("Valeur actuelle", en: "Current value"), width: 14),
                Column(say("Source des données", en: "Source of data"), width: 30),
                Column(say("Hypothèses", en: "Assumptions"), width: 30),
            ], rows)
    }

    /// A row for each indicator, with its values and then its targets, period by period; those that have a trend are drawn below.
    private static func periods(_ results: ReportedResults, _ language: Language) -> Sheet {
        func say(_ french: String, en english: String) -> String { Phrase(french, en: english)(language) }
        let sheet = say("Indicateurs", en: "Indicators")
        let count = results.periods.count
        let (actuals, targets) = (3...(2 + max(1, count)), (3 + count)...(2 + max(1, 2 * count)))
        return Sheet(
            sheet,
            [
                Column(Phrase(same: "Code")(language), width: 10), Column(say("Indicateur", en: "Indicator"), width: 50),
                Column(say("Unité", en: "Unit"), width: 14),
            ]
                + results.periods.map { Column($0.name(language), width: 14) }
                + results.periods.map { Column("\($0.name(language)) (\(say("cible", en: "target")))", width: 14) },
            results.indicators.map { indicator in
                [.text(indicator.code), .text(indicator.title(language)), .text(indicator.unit(language))]
                    + indicator.periods.map { $0.actual.xlsx(language) } + indicator.periods.map { $0.target.xlsx(language) }
            },
            charts: results.indicators.enumerated().compactMap { row, indicator in
                guard indicator.periods.count(where: { $0.actual.number != nil }) > 1 else { return nil }
                return NativeChart(
                    .lines, "\(indicator.code) \(indicator.title(language))", of: sheet, names: .init(rows: -1...(-1), columns: actuals),
                    series: [
                        (say("valeur", en: "value"), .init(rows: row...row, columns: actuals)),
                        (say("cible", en: "target"), .init(rows: row...row, columns: targets)),
                    ])
            })
    }

    private static func parts(_ results: ReportedResults, _ language: Language) -> Sheet {
        func say(_ french: String, en english: String) -> String { Phrase(french, en: english)(language) }
        let rows: [[Cell]] = results.indicators.flatMap { indicator in
            zip(results.periods, indicator.periods).flatMap { period, value in
                value.parts.map { part in
                    [
                        .text(indicator.code), .text(period.name(language)), .text(part.dimensionTitle(language)),
                        part.isPlace ? .text(part.code) : .empty, .text(part.label(language)), part.figure.xlsx(language),
                    ]
                }
            }
        }
        return Sheet(
            say("Désagrégations", en: "Breakdowns"),
            [
                Column(Phrase(same: "Code")(language), width: 10), Column(say("Période", en: "Period"), width: 18),
                Column(say("Désagrégation", en: "Breakdown"), width: 22),
                Column(Phrase(same: "P-code")(language), width: 12), Column(say("Partie", en: "Part"), width: 30),
                Column(say("Valeur", en: "Value"), width: 14),
            ], rows)
    }

    private static func activities(_ activities: [ReportedActivity], _ language: Language) -> Sheet {
        func say(_ french: String, en english: String) -> String { Phrase(french, en: english)(language) }
        return Sheet(
            say("Activités", en: "Activities"),
            [
                Column(Phrase(same: "Code")(language), width: 10), Column(say("Activité", en: "Activity"), width: 50),
                Column(say("Résultat", en: "Result"), width: 30),
                Column(say("Lieux", en: "Places"), width: 22), Column(say("Responsable", en: "Responsible"), width: 22),
                Column(say("Début", en: "Start"), width: 12),
                Column(say("Fin", en: "End"), width: 12), Column(say("État", en: "State"), width: 14),
                Column(say("Avancement (%)", en: "Progress (%)"), width: 12),
                Column(say("En retard", en: "Late"), width: 10),
            ],
            activities.map { activity in
                [
                    .text(activity.code), .text(activity.title), .text(activity.result), .text(activity.places),
                    .text(activity.responsible),
                    activity.days.map { .day($0.lowerBound) } ?? .empty, activity.days.map { .day($0.upperBound) } ?? .empty,
                    .text(activity.state(language)),
                    activity.percent.map { .number(Double($0)) } ?? .empty,
                    .text(activity.isLate ? say("oui", en: "yes") : say("non", en: "no")),
                ]
            })
    }

    private static func budget(_ budget: ReportedBudget, _ language: Language) -> Sheet {
        Sheet(Phrase("Budget", en: "Budget use")(language), budgetColumns(budget, language), budget.lines.map(row))
    }

    /// The headings alone, and their chart.
    private static func headings(_ budget: ReportedBudget, _ language: Language) -> Sheet {
        let name = Phrase("Budget par rubrique", en: "Budget by heading")(language)
        let rows = budget.lines.filter(\.isHeading).map(row)
        let all = 0...max(0, rows.count - 1)
        let columns = budgetColumns(budget, language)
        return Sheet(
            name, columns, rows,
            charts: rows.isEmpty
                ? []
                : [
                    NativeChart(
                        .bars, name, of: name, names: .init(rows: all, columns: 1...1),
                        series: [2, 5].map { (columns[$0].title, .init(rows: all, columns: $0...$0)) })
                ])
    }

    private static func budgetColumns(_ budget: ReportedBudget, _ language: Language) -> [Column] {
        func say(_ french: String, en english: String) -> String { "\(Phrase(french, en: english)(language)) (\(budget.currency))" }
        return [
            Column(Phrase("Numéro", en: "Number")(language), width: 10),
            Column(Phrase("Rubrique ou ligne", en: "Heading or line")(language), width: 40),
            Column(say("Prévu", en: "Agreed"), width: 18), Column(say("Dépensé avant", en: "Spent before"), width: 18),
            Column(say("Dépensé dans la période", en: "Spent in the period"), width: 18),
            Column(say("Dépensé en tout", en: "Spent in all"), width: 18),
            Column(Phrase("Taux d’utilisation", en: "Rate of use")(language), width: 14),
        ]
    }

    private static func row(_ line: ReportedBudgetLine) -> [Cell] {
        [
            .text(line.number), line.isHeading ? .heading(line.name) : .text(line.name), .money(hundredths: line.agreed),
            .money(hundredths: line.spentBefore),
            .money(hundredths: line.spentInPeriod), .money(hundredths: line.spent), line.rate.map { .percent($0) } ?? .empty,
        ]
    }
}

extension ReportedFigure {
    /// A number as a number; why there is none, in words.
    fileprivate func xlsx(_ language: Language) -> Workbook.Cell {
        switch self {
        case .number: double.map { .number($0) } ?? .text(text(language))
        case .share: double.map { .percent($0) } ?? .text(text(language))
        case .nothing, .hidden: .text(text(language))
        }
    }
}
