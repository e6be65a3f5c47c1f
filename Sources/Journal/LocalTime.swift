/// A time of the day in Niger, to the minute; stored as "09:05", which sorts as it counts.
package struct LocalTime: Hashable, Comparable, Sendable {
    package let hour: Int
    package let minute: Int

    /// Nil unless the time is between 00:00 and 23:59.
    package init?(hour: Int, minute: Int) {
        guard 0...23 ~= hour, 0...59 ~= minute else { return nil }
        (self.hour, self.minute) = (hour, minute)
    }

    package static func < (a: LocalTime, b: LocalTime) -> Bool {
        (a.hour, a.minute) < (b.hour, b.minute)
    }
}

extension LocalTime: LosslessStringConvertible, FieldValue {
    package var description: String { [hour, minute].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":") }

    /// Nil unless the text is "HH:MM".
    package init?(_ description: String) {
        let parts = description.split(separator: ":", omittingEmptySubsequences: false).map { part in
            part.utf8.count == 2 && part.utf8.allSatisfy { 48...57 ~= $0 } ? Int(part) : nil
        }
        guard parts.count == 2, let hour = parts[0], let minute = parts[1] else { return nil }
        self.init(hour: hour, minute: minute)
    }

    package static var column: ColumnType { .text }
    package var value: Value { .text(description) }

    package init(value: Value) throws(Malformed) {
        guard case .text(let text) = value, let time = LocalTime(text) else { throw Malformed("time expected") }
        self = time
    }
}
