import Foundation

/// Sixteen bytes that name one `Subject` for ever, drawn by the application and never by an engine.
///
/// `ID()` is a UUIDv7 (RFC 9562, 5.7): it sorts by the time it was drawn, which keeps index pages warm.
/// What is printed, said or sent outside uses `ID.random()`, which tells no time.
@usableFromInline package struct ID<Subject>: Hashable, Comparable, Sendable {
    @usableFromInline package let high: UInt64
    @usableFromInline package let low: UInt64

    @inlinable package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new identifier of this moment.
    @inlinable package init() {
        self.init(milliseconds: UInt64(max(0, Date().timeIntervalSince1970 * 1000)))
    }

    /// A new identifier of the given moment, in milliseconds since 1970.
    @usableFromInline package init(milliseconds: UInt64) {
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
    @inlinable package func cast<Other>(to _: Other.Type = Other.self) -> ID<Other> {
        ID<Other>(high: high, low: low)
    }

    @usableFromInline package static func < (a: ID, b: ID) -> Bool {
        (a.high, a.low) < (b.high, b.low)
    }
}

/// What an identifier names when its kind is not known at compile time.
@usableFromInline package enum Anything {}
@usableFromInline package typealias AnyID = ID<Anything>

extension ID {
    @usableFromInline package var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            raw.storeBytes(of: high.bigEndian, as: UInt64.self)
            raw.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
            count = 16
        }
    }

    /// Nil unless there are exactly sixteen bytes.
    @inlinable package init?(bytes: [UInt8]) {
        guard let id = bytes.withUnsafeBytes({ ID($0) }) else { return nil }
        self = id
    }

    /// Nil unless there are exactly sixteen bytes.
    @inlinable package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        self.init(
            high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)), low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
}

private let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

extension ID: LosslessStringConvertible {
    /// Twenty-six characters of Crockford's base 32, in lower case: what stands in addresses and forms.
    @usableFromInline package var description: String {
        var high = high
        var low = low
        let alphabet = alphabet
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
    @usableFromInline package init?(_ description: String) {
        guard description.utf8.count == 26 else { return nil }
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
