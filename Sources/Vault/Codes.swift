import Crypto
import Foundation
import Journal

/// A printed sheet of codes that stand in for the second factor, each once. Only keyed hashes of the unused ones are stored.
package struct OneTimeCodes: Equatable, Sendable {
    private let key: [UInt8]
    private var hashes: [[UInt8]]

    package var remaining: Int { hashes.count }

    /// A new sheet and its codes, to be shown once: twelve characters each, 60 bits, so a fast hash suffices. 10 to 16 fit a sheet.
    package static func draw(_ count: Int = 10) -> (sheet: OneTimeCodes, codes: [String]) {
        let codes = (0..<min(max(count, 10), 16)).map { _ in TextCode.random(12) }
        let key = randomBytes(32)
        let sheet = OneTimeCodes(key: key, hashes: codes.map { hash($0, key: key) })
        return (sheet, codes.map { TextCode.grouped($0, by: 4) })
    }

    private init(key: [UInt8], hashes: [[UInt8]]) {
        (self.key, self.hashes) = (key, hashes)
    }

    /// Takes the code off the sheet. Throws `wrongCode` when it is not there, as after its use.
    package mutating func use(_ typed: String) throws(VaultError) {
        let hash = Self.hash(TextCode.crockfordTyped(typed), key: key)
        let left = hashes.filter { !sameInConstantTime($0, hash) }
        guard left.count < hashes.count else { throw .wrongCode }
        hashes = left
    }

    private static func hash(_ code: String, key: [UInt8]) -> [UInt8] {
        let message = context("one-time code", Array(code.utf8))
        return [UInt8](HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    }

    package var bytes: [UInt8] {
        Form.oneTimeCodes.header + key + [UInt8(hashes.count)] + hashes.flatMap { $0 }
    }

    package init(bytes: [UInt8]) throws(VaultError) {
        var reader = try Reader(bytes, as: .oneTimeCodes)
        key = try reader.take(32)
        let count: UInt8 = try reader.number()
        var hashes: [[UInt8]] = []
        for _ in 0..<count { hashes.append(try reader.take(32)) }
        self.hashes = hashes
        try reader.end()
    }
}

/// What is stored of the code that a supervisor prints or says to a member who lost their passphrase.
package struct ResetCode: Equatable, Sendable {
    package let ends: Date
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// A code of fifteen characters, 75 bits, for one member until `ends`; the text is to be shown once.
    package static func draw(for member: AnyID, until ends: Date) -> (stored: ResetCode, text: String) {
        let text = TextCode.random(15)
        let salt = randomBytes(16)
        let ends = Date(timeIntervalSince1970: max(0, ends.timeIntervalSince1970).rounded(.down))
        return (ResetCode(ends: ends, salt: salt, hash: hash(text, salt: salt, member, ends)), TextCode.grouped(text, by: 5))
    }

    private init(ends: Date, salt: [UInt8], hash: [UInt8]) {
        (self.ends, self.salt, self.hash) = (ends, salt, hash)
    }

    /// Throws `wrongCode`, or `expired`. The caller deletes what is stored once it was accepted.
    package func accept(_ typed: String, for member: AnyID, now: Date) throws(VaultError) {
        let found = Self.hash(TextCode.crockfordTyped(typed), salt: salt, member, ends)
        guard sameInConstantTime(found, hash) else { throw .wrongCode }
        guard now < ends else { throw .expired }
    }

    private static func hash(_ text: String, salt: [UInt8], _ member: AnyID, _ ends: Date) -> [UInt8] {
        let message = context("reset code", Array(text.utf8), member.bytes, bigEndian(UInt64(ends.timeIntervalSince1970)))
        return [UInt8](HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: salt)))
    }

    package var bytes: [UInt8] {
        Form.resetCode.header + bigEndian(UInt64(ends.timeIntervalSince1970)) + salt + hash
    }

    package init(bytes: [UInt8]) throws(VaultError) {
        var reader = try Reader(bytes, as: .resetCode)
        let seconds: UInt64 = try reader.number()
        guard seconds < 1 << 40 else { throw .malformed("end") }
        ends = Date(timeIntervalSince1970: TimeInterval(seconds))
        salt = try reader.take(16)
        hash = try reader.take(32)
        try reader.end()
    }
}
