import Journal

/// A month up to whose end a release counts.
package struct ReleaseMonth: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Months since the year nought.
    package let number: Int

    /// The month of a day.
    package init(_ day: Day) { number = day.year * 12 + day.month - 1 }

    private init(number: Int) { self.number = number }

    /// Nil unless it is written "2027-03".
    package init?(_ text: String) {
        guard let day = Day("\(text)-01") else { return nil }
        self.init(day)
    }

    package var first: Day { Day(year: number / 12, month: number % 12 + 1, day: 1)! }
    package var last: Day { next.first.advanced(by: -1) }
    package var next: ReleaseMonth { ReleaseMonth(number: number + 1) }
    package var previous: ReleaseMonth { ReleaseMonth(number: number - 1) }
    package var description: String { String(first.description.prefix(7)) }

    package static func < (one: ReleaseMonth, other: ReleaseMonth) -> Bool { one.number < other.number }

    /// A month is released from this day of the next one on, when the registers have had time to follow.
    package static let day = 10

    /// From when on it may be released.
    package var due: Day { next.first.advanced(by: Self.day - 1) }

    /// The last month whose day has come.
    package static func due(on today: Day) -> ReleaseMonth {
        let last = ReleaseMonth(today).previous
        return last.due <= today ? last : last.previous
    }
}
