import Foundation
import Testing

@testable import Vault

/// The content of an archive, read in pieces of uneven length.
func opened(_ bytes: [UInt8], _ key: ArchiveKey) throws -> [UInt8] {
    var rest = bytes[...]
    var plain: [UInt8] = []
    try Archive.open(
        with: key,
        read: { maximum in
            defer { rest = rest.dropFirst(min(maximum, 70_001)) }
            return [UInt8](rest.prefix(min(maximum, 70_001)))
        }, write: { plain += $0 })
    return plain
}

@Suite struct ArchiveTests {
    static let key = ArchiveKey()
    static let chunk = Archive.chunkBytes + 16
    static let header = 8 + 2 + 8 + 81 + 32

    static func sealed(_ plain: [UInt8]) throws -> [UInt8] {
        var rest = plain[...]
        var bytes: [UInt8] = []
        try Archive.seal(
            to: key.publicKey,
            read: { maximum in
                defer { rest = rest.dropFirst(maximum) }
                return [UInt8](rest.prefix(maximum))
            }, write: { bytes += $0 })
        return bytes
    }

    static func content(_ length: Int) -> [UInt8] {
        (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 9) }
    }

    @Test("gives back what was sealed, at each length about a chunk's edge", arguments: [0, 1, 1 << 20, 1 << 20 + 1, 2 << 20])
    func lengths(length: Int) throws {
        let plain = Self.content(length)
        let isSame = try opened(Self.sealed(plain), Self.key) == plain
        #expect(isSame)
    }

    @Test("finds an end that is missing, wherever it was cut")
    func cut() throws {
        let bytes = try Self.sealed(Self.content(2 << 20 + 5))
        for length in [0, 5, Self.header - 1, Self.header, Self.header + Self.chunk, Self.header + 2 * Self.chunk] {
            #expect(throws: VaultError.truncated) { try opened(Array(bytes.prefix(length)), Self.key) }
        }
        for length in [Self.header + 100, Self.header + Self.chunk + 100, bytes.count - 1] {
            #expect(throws: VaultError.notOpened) { try opened(Array(bytes.prefix(length)), Self.key) }
        }
    }

    @Test("finds chunks that were moved, repeated, left out, added or changed")
    func order() throws {
        let bytes = try Self.sealed(Self.content(2 << 20 + 5))
        let header = bytes.prefix(Self.header)
        let first = bytes[Self.header..<Self.header + Self.chunk]
        let second = bytes[Self.header + Self.chunk..<Self.header + 2 * Self.chunk]
        let last = bytes.suffix(21)
        for other in [header + second + first + last, header + first + first + last, header + first + last, bytes + last] {
            #expect(throws: VaultError.notOpened) { try opened(Array(other), Self.key) }
        }
        for index in [Self.header, Self.header + Self.chunk + 9, bytes.count - 1, Self.header - 1, 30] {
            #expect(throws: VaultError.notOpened) { try opened(changed(bytes, at: index), Self.key) }
        }
    }

    @Test("says that it was sealed to another key, or is no archive")
    func otherKey() throws {
        let bytes = try Self.sealed([1, 2, 3])
        #expect(throws: VaultError.wrongKey) { try opened(bytes, ArchiveKey()) }
        #expect(throws: VaultError.malformed("not an archive")) { try opened(changed(bytes, at: 0), Self.key) }
        #expect(throws: VaultError.unknownForm(0x62, suite: 0)) { try opened(changed(bytes, at: 9), Self.key) }
    }

    @Test("reads its printed key back, and finds a slip of the pen")
    func printed() throws {
        let text = Self.key.printed
        #expect(text.count == 69)
        #expect(try ArchiveKey(printed: text.lowercased()).publicKey == Self.key.publicKey)
        #expect(throws: VaultError.malformed("archive key of 56 characters")) { try ArchiveKey(printed: String(text.dropLast())) }
        var slips = 0
        for index in text.indices where text[index] != "-" {
            let slip = text.replacingCharacters(in: index...index, with: text[index] == "7" ? "8" : "7")
            if (try? ArchiveKey(printed: slip)) == nil { slips += 1 }
        }
        #expect(slips >= 55)
    }
}
