/// A moment that something was done at or is due by, in milliseconds since 1970: what acts note where a day is too coarse.
package struct Moment: Hashable, Comparable, Sendable {
    package let milliseconds: UInt64

    /// Not later than `never`.
    package init(milliseconds: UInt64) {
        self.milliseconds = min(milliseconds, 253_402_200_000_000)
    }

    /// The end of the year 9999, after all that is written: where days end.
    package static let never = Moment(milliseconds: .max)

    /// That time of that day in Niger.
    package init(_ day: Day, _ time: LocalTime) {
        let minutes = day.number * 1_440 + time.hour * 60 + time.minute - 60
        self.init(milliseconds: UInt64(max(0, minutes)) * 60_000)
    }

    package static func < (a: Moment, b: Moment) -> Bool { a.milliseconds < b.milliseconds }

    package func advanced(hours: Int) -> Moment { Moment(milliseconds: milliseconds + UInt64(hours) * 3_600_000) }

    package var day: Day { .inNiamey(atMilliseconds: milliseconds) }

    /// The time of the day in Niger, an hour ahead of UTC all year.
    package var time: LocalTime {
        let minutes = Int((milliseconds + 3_600_000) / 60_000 % 1_440)
        return LocalTime(hour: minutes / 60, minute: minutes % 60)!
    }
}

extension Moment: FieldValue {
    package static var column: ColumnType { .integer }
    package var value: Value { .integer(Int64(milliseconds)) }

    package init(value: Value) throws(Malformed) {
        guard case .integer(let integer) = value, 0...Int64(Self.never.milliseconds) ~= integer else { throw Malformed("moment expected") }
        self.init(milliseconds: UInt64(integer))
    }
}
