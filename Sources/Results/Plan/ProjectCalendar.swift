import Journal

/// The project's months, counted from its start: "M3" while no date is known, days of the calendar from then on.
package struct ProjectCalendar: Equatable, Sendable {
    package let start: Day?
    package let months: Int

    package init(start: Day?, months: Int) {
        self.start = start
        self.months = months
    }

    package init(_ project: Project?) { self.init(start: project?.startsOn, months: project?.months ?? 0) }

    package func first(of month: Int) -> Day? { start?.advanced(byMonths: month - 1) }
    package func last(of month: Int) -> Day? { first(of: month + 1)?.advanced(by: -1) }

    /// The project's month on that day: 0 or less before its start, more than `months` after its end.
    package func month(on day: Day) -> Int? {
        guard let start else { return nil }
        let month = (day.year * 12 + day.month) - (start.year * 12 + start.month) + 1
        return first(of: month).map { $0 > day ? month - 1 : month }
    }

    package static func quarter(of month: Int) -> Int { (month + 2) / 3 }
    package static func months(of quarter: Int) -> ClosedRange<Int> { quarter * 3 - 2...quarter * 3 }

    package var quarters: Int { Self.quarter(of: months) }

    /// The quarter that the day lies in, kept within the project; the first one while no date is known.
    package func quarter(on day: Day) -> Int {
        guard quarters > 0 else { return 1 }
        return min(max(1, Self.quarter(of: month(on: day) ?? 1)), quarters)
    }

    package func days(of quarter: Int) -> ClosedRange<Day>? {
        let months = Self.months(of: quarter)
        guard let first = first(of: months.lowerBound), let last = last(of: months.upperBound) else { return nil }
        return first...last
    }

    /// Whether the month has ended; never while no date is known.
    package func isOver(_ month: Int, on today: Day) -> Bool { last(of: month).map { $0 < today } ?? false }

    /// Throws a `Refusal` where these months are not both there, not in order, or not within the project.
    package func check(_ first: Int?, _ last: Int?, fields: (first: String, last: String) = ("first_month", "last_month")) throws(Refusal) {
        guard first != nil || last != nil else { return }
        guard let first, let last else {
            throw Refusal(
                "plan.months", Phrase("Donnez le premier et le dernier mois, ou aucun des deux.", en: "Give the first and the last month, or neither."),
                field: first == nil ? fields.first : fields.last)
        }
        for (month, field) in [(first, fields.first), (last, fields.last)] { try check(month, field: field) }
        if last < first {
            throw Refusal("plan.order", Phrase("La fin vient avant le début.", en: "The end comes before the start."), field: fields.last)
        }
    }

    /// Throws a `Refusal` where the month is not one of the project's.
    package func check(_ month: Int, field: String) throws(Refusal) {
        guard months > 0, (1...months).contains(month) else {
            throw Refusal(
                "plan.month",
                Phrase("Donnez un mois du projet, de 1 à \(max(1, months)).", en: "Give a month of the project, from 1 to \(max(1, months))."), field: field)
        }
    }
}
