/// A day of the Gregorian calendar, without a time or a zone; stored as ISO 8601 text ("2027-03-08"), which sorts as it counts.
package struct Day: Hashable, Comparable, Sendable {
    package let year: Int
    package let month: Int
    package let day: Int

    /// Nil unless the calendar has that day and its year is between 1000 and 9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1000...9999).contains(year), (1...12).contains(month), (1...Self.length(of: month, in: year)).contains(day) else {
            return nil
        }
        (self.year, self.month, self.day) = (year, month, day)
    }

    package static func < (a: Day, b: Day) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }

    private static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// Days counted from 1970-01-01, after Howard Hinnant's "chrono-compatible low-level date algorithms".
extension Day {
    package var number: Int {
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    package init?(number: Int) {
        let z = number + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        self.init(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// The day so many days later; the last day that can be written where the calendar ends.
    package func advanced(by days: Int) -> Day {
        Day(number: number + days) ?? (days < 0 ? Day(year: 1000, month: 1, day: 1)! : Day(year: 9999, month: 12, day: 31)!)
    }

    /// The same day of the month so many months later, or the last day that month has.
    package func advanced(byMonths months: Int) -> Day {
        let count = year * 12 + month - 1 + months
        for day in stride(from: day, to: 27, by: -1) {
            if let found = Day(year: count / 12, month: count % 12 + 1, day: day) { return found }
        }
        return Day(year: count / 12, month: count % 12 + 1, day: min(day, 28)) ?? self
    }

    /// The day that it is at the given moment (milliseconds since 1970) in Niger, one hour ahead of UTC all year round.
    package static func inNiamey(atMilliseconds milliseconds: UInt64) -> Day {
        Day(number: Int((milliseconds + 3_600_000) / 86_400_000))!
    }
}

extension Day: LosslessStringConvertible, FieldValue {
    package var description: String {
        String(unsafeUninitializedCapacity: 10) { text in
            var rest = (year * 100 + month) * 100 + day
            for place in stride(from: 9, through: 0, by: -1) {
                if place == 4 || place == 7 {
                    text[place] = UInt8(ascii: "-")
                } else {
                    text[place] = UInt8(48 + rest % 10)
                    rest /= 10
                }
            }
            return 10
        }
    }

    /// Nil unless the text is "YYYY-MM-DD" and the calendar has that day.
    package init?(_ description: String) {
        var description = description
        let digits: Int? = description.withUTF8 { text in
            guard text.count == 10 else { return nil }
            var digits = 0
            for place in 0..<10 {
                if place == 4 || place == 7 {
                    guard text[place] == UInt8(ascii: "-") else { return nil }
                } else {
                    guard 48...57 ~= text[place] else { return nil }
                    digits = digits * 10 + Int(text[place] - 48)
                }
            }
            return digits
        }
        guard let digits else { return nil }
        self.init(year: digits / 10_000, month: digits / 100 % 100, day: digits % 100)
    }

    package static var column: ColumnType { .text }
    package var value: Value { .text(description) }

    package init(value: Value) throws(Malformed) {
        guard case .text(let text) = value, let day = Day(text) else { throw Malformed("day expected") }
        self = day
    }
}
