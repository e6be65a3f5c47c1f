import Crypto

/// A SHA-256 digest (FIPS 180-4): the identity of an entry, and of a part.
package struct Digest: Hashable, Comparable, Sendable, CustomStringConvertible {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    package init(of bytes: [UInt8]) {
        self.init(exactly: Array(SHA256.hash(data: bytes)))!
    }

    /// Nil unless there are exactly thirty-two bytes.
    package init?(exactly bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        func word(_ at: Int) -> UInt64 { bytes[at..<at + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        words = (word(0), word(8), word(16), word(24))
    }

    package var bytes: [UInt8] {
        var writer = ByteWriter(reserving: 32)
        for word in [words.0, words.1, words.2, words.3] { writer.fixed(word) }
        return writer.bytes
    }

    /// The first eight bytes in hexadecimal: enough to name an entry to a person.
    package var description: String {
        let text = String(words.0, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }

    package static func == (a: Digest, b: Digest) -> Bool { a.words == b.words }
    package static func < (a: Digest, b: Digest) -> Bool { a.words < b.words }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
    }
}
