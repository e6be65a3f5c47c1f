import Foundation

/// When something was written: a hybrid logical clock (Kulkarni and others, 2014) in 64 bits.
///
/// The upper 48 bits are milliseconds since 1970, the lower 16 a counter, so that stamps sort as numbers and fit a signed column until the year 6429.
@usableFromInline package struct Stamp: Hashable, Comparable, Sendable {
    package let raw: UInt64

    package init(raw: UInt64) {
        self.raw = raw
    }

    package init(milliseconds: UInt64, counter: UInt16 = 0) {
        raw = milliseconds << 16 | UInt64(counter)
    }

    package var milliseconds: UInt64 { raw >> 16 }
    package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    @usableFromInline package static func < (a: Stamp, b: Stamp) -> Bool { a.raw < b.raw }
}

extension Stamp: FieldValue {
    @usableFromInline package static var column: ColumnType { .integer }
    @usableFromInline package var value: Value { .integer(Int64(bitPattern: raw)) }

    @usableFromInline package init(value: Value) throws(Malformed) {
        guard case .integer(let integer) = value else { throw Malformed("stamp expected") }
        self.init(raw: UInt64(bitPattern: integer))
    }
}

/// What gives a node's entries their stamps: never twice the same, never backwards.
package struct StampClock: Sendable {
    /// How far what is received may move this clock ahead of the machine's own.
    package static let driftLimit: UInt64 = 5 * 60 * 1000
    /// How far the machine's clock may stand before the newest entry that it wrote itself.
    package static let backwardLimit: UInt64 = 60 * 60 * 1000

    package private(set) var last: Stamp

    package init(last: Stamp = Stamp(raw: 0)) {
        self.last = last
    }

    /// A stamp later than each that this clock gave or took over.
    package mutating func next(now milliseconds: UInt64) -> Stamp {
        last = max(Stamp(raw: last.raw + 1), Stamp(milliseconds: milliseconds))
        return last
    }

    /// Takes over a received stamp, unless it lies more than five minutes ahead: then this clock stays, and the entry is only marked.
    package mutating func observe(_ stamp: Stamp, now milliseconds: UInt64) {
        guard stamp.milliseconds <= milliseconds + Self.driftLimit else { return }
        last = max(last, stamp)
    }

    /// Whether the machine's clock has gone back further than any drift explains, so that a person must confirm the time first.
    package static func isSetBack(now milliseconds: UInt64, newest: Stamp) -> Bool {
        milliseconds + backwardLimit < newest.milliseconds
    }
}
