import Foundation

/// Sixteen bytes that name one `Subject` for ever, drawn by the application and never by an engine.
///
/// `ID()` is a UUIDv7 (RFC 9562, 5.7): it sorts by the time it was drawn, which keeps index pages warm.
/// What is printed, said or sent outside uses `ID.random()`, which tells no time.
package struct ID<Subject>: Hashable, Comparable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new identifier of this moment.
    package init() {
        self.init(milliseconds: UInt64(max(0, Date().timeIntervalSince1970 * 1000)))
    }

    /// A new identifier of the given moment, in milliseconds since 1970.
    package init(milliseconds: UInt64) {
        var random = SystemRandomNumberGenerator()
        self.init(milliseconds: milliseconds, random: &random)
    }

    package init(milliseconds: UInt64, random: inout some RandomNumberGenerator) {
        high = milliseconds << 16 | 0x7000 | random.next() >> 52
        low = random.next() >> 2 | 0x8000_0000_0000_0000
    }

    /// An identifier that tells nothing, not even when it was drawn.
    package static func random() -> ID {
        var random = SystemRandomNumberGenerator()
        return ID(high: random.next(), low: random.next())
    }

    /// The same sixteen bytes as the name of something else.
    package func cast<Other>(to _: Other.Type = Other.self) -> ID<Other> {
        ID<Other>(high: high, low: low)
    }

    package static func < (a: ID, b: ID) -> Bool {
        (a.high, a.low) < (b.high, b.low)
    }
}

/// What an identifier names when its kind is not known at compile time.
package enum Anything {}
package typealias AnyID = ID<Anything>

extension ID {
    package var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            for i in 0..<8 {
                buffer[i] = UInt8(truncatingIfNeeded: high >> UInt64(56 - 8 * i))
                buffer[8 + i] = UInt8(truncatingIfNeeded: low >> UInt64(56 - 8 * i))
            }
            count = 16
        }
    }

    /// Nil unless there are exactly sixteen bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (i, byte) in bytes.enumerated() {
            if i < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
        }
        self.init(high: high, low: low)
    }
}

extension ID: LosslessStringConvertible {
    private static var alphabet: [UInt8] { Array("0123456789abcdefghjkmnpqrstvwxyz".utf8) }

    /// Twenty-six characters of Crockford's base 32, in lower case: what stands in addresses and forms.
    package var description: String {
        var high = high
        var low = low
        let alphabet = Self.alphabet
        return String(unsafeUninitializedCapacity: 26) { buffer in
            for i in stride(from: 25, through: 0, by: -1) {
                buffer[i] = alphabet[Int(low & 31)]
                low = low >> 5 | high << 59
                high >>= 5
            }
            return 26
        }
    }

    /// Nil unless the text is the one form that `description` writes.
    package init?(_ description: String) {
        guard description.utf8.count == 26 else { return nil }
        let alphabet = Self.alphabet
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (i, character) in description.utf8.enumerated() {
            guard let digit = alphabet.firstIndex(of: character), i > 0 || digit < 8 else { return nil }
            high = high << 5 | low >> 59
            low = low << 5 | UInt64(digit)
        }
        self.init(high: high, low: low)
    }
}
