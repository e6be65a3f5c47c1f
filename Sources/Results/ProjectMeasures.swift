import Access
import Journal
import Statistics
import Storage

/// How the project itself runs: what is spent of what was planned, and what is done when it was planned. Of the network, whoever asks.
package enum ProjectMeasures {
    package static let all: [Measure] = [rateOfUse, inTheirQuarter]

    private static let quarter = Dimension(
        "quarter", Phrase("Trimestre", en: "Quarter"), codes: (1...40).map { ("\($0)", Phrase("Trimestre \($0)", en: "Quarter \($0)")) })

    static let rateOfUse = Measure(
        "P.1", Phrase("Taux d’exécution budgétaire", en: "Rate of budget use"),
        definition: Phrase(
            "Dépenses éligibles de la période, sur ce qui était prévu pour les trimestres qu’elle contient. Chaque dépense est convertie par la règle de change de son jour ; celle dont le taux manque n’est pas comptée.",
            en:
                "Eligible spending of the period, of what was planned for the quarters that it holds. Each expenditure is converted by the rule of exchange of its day; one whose rate is missing is not counted."
        ),
        unit: Phrase("centièmes de la monnaie du contrat", en: "hundredths of the contract’s currency"), .rate,
        by: [
            Dimension("heading", Phrase("Rubrique", en: "Heading"), codes: (1...40).map { ("\($0)", Phrase("Rubrique \($0)", en: "Heading \($0)")) }), quarter,
        ],
        of: .reserved, from: [Expenditure.kind, PlannedSpending.kind]
    ) { question, connection in
        let (calendar, table) = (try connection.calendar(), try ExchangeTable(connection))
        let headings = Dictionary(
            try connection.all(BudgetHeading.self, "ORDER BY rank, id LIMIT 200").map { ($0.id, $0.record.number) }, uniquingKeysWith: { first, _ in first })
        let lines = Dictionary(
            try connection.all(BudgetLine.self, "ORDER BY rank, id LIMIT 2000").map { ($0.id, $0.record.heading.flatMap { headings[$0] }) },
            uniquingKeysWith: { first, _ in first })
        let spent = try connection.all(
            Expenditure.self, "WHERE day BETWEEN ? AND ? AND eligible = 1 ORDER BY day, id", [question.first, question.last]
        ).map(\.record).compactMap { one -> MeasureRow? in
            guard let on = one.on, let money = table.converted(one.money, on: on, to: table.currency) else { return nil }
            return MeasureRow(
                when: on.description, kind: Expenditure.kind, record: one.id.cast(), amount: money.amount.hundredths, counts: true,
                codes: ["heading": one.line.flatMap { lines[$0] ?? nil }, "quarter": "\(calendar.quarter(on: on))"])
        }
        let planned = try connection.all(PlannedSpending.self, "ORDER BY quarter, id LIMIT 20000").map(\.record).compactMap { one -> MeasureRow? in
            guard let days = calendar.days(of: one.quarter), question.days.contains(days.lowerBound), question.days.contains(days.upperBound) else {
                return nil
            }
            return MeasureRow(
                when: days.upperBound.description, kind: PlannedSpending.kind, record: one.id.cast(), amount: one.amount.hundredths, counts: false,
                codes: ["heading": one.line.flatMap { lines[$0] ?? nil }, "quarter": "\(one.quarter)"])
        }
        return question.chosen(from: spent + planned)
    }

    static let inTheirQuarter = Measure(
        "P.2", Phrase("Activités réalisées dans le trimestre prévu", en: "Activities done in the quarter planned"),
        definition: Phrase(
            "Part des activités dont le dernier mois tombe dans un trimestre achevé de la période, et qui étaient réalisées à la fin de ce trimestre. Une activité abandonnée compte comme non réalisée.",
            en:
                "Share of the activities whose last month lies in a quarter of the period that is over, and that were done by the end of that quarter. A dropped activity counts as not done."
        ),
        unit: Phrase("activités", en: "activities"), .share,
        by: [Dimension("result", Phrase("Résultat", en: "Result"), codes: (1...9).map { ("\($0)", Phrase("Résultat \($0)", en: "Result \($0)")) }), quarter],
        of: .deeds, from: [Activity.kind]
    ) { question, connection in
        let calendar = try connection.calendar()
        let results = Dictionary(
            try connection.all(ProjectLine.self, "WHERE type = ? ORDER BY id LIMIT 100", [ProjectLineType.result.value]).map { ($0.id, $0.record.position) },
            uniquingKeysWith: { first, _ in first })
        let rows = try connection.all(Activity.self, "WHERE last_month IS NOT NULL ORDER BY rank, id LIMIT 5000").map(\.record).compactMap {
            activity -> MeasureRow? in
            let number = ProjectCalendar.quarter(of: activity.lastMonth ?? 1)
            guard let end = calendar.days(of: number)?.upperBound, question.days.contains(end), end < question.today else { return nil }
            return MeasureRow(
                when: end.description, kind: Activity.kind, record: activity.id.cast(), counts: activity.doneOn.map { $0 <= end } ?? false,
                codes: ["result": activity.line.flatMap { results[$0] }.map { "\($0)" }, "quarter": "\(number)"])
        }
        return question.chosen(from: rows)
    }
}
