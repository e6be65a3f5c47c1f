import Crypto
import Foundation
import Journal

/// Keeps what was typed when a session ended: the key in a cookie of its own, the sealed text in the sign-in page, nothing on the server.
package struct DraftKey: Secret {
    /// So that the sealed text fits a cookie or a hidden field: 4,092 characters at most.
    package static let limitBytes = 3000
    package static let lifetimeSeconds: TimeInterval = 3600

    private let key: SymmetricKey

    package init() {
        key = SymmetricKey(size: .bits256)
    }

    /// Nil unless the text is what `cookie` writes.
    package init?(cookie: String) {
        guard let bytes = TextCode.bytes(base64url: cookie), bytes.count == 32 else { return nil }
        key = SymmetricKey(data: bytes)
    }

    package var cookie: String { TextCode.base64url(key.material) }

    /// The typed text for this member and an hour, in base64url. Throws `tooLong`.
    package func seal(_ typed: [UInt8], for member: AnyID, now: Date) throws(VaultError) -> String {
        guard typed.count <= Self.limitBytes else { throw .tooLong(limitBytes: Self.limitBytes) }
        let ends = bigEndian(UInt64(max(0, now.timeIntervalSince1970 + Self.lifetimeSeconds)))
        return TextCode.base64url(Form.draft.header + ends + (try Box.seal(typed, under: key, context: Self.place(member, ends: ends))))
    }

    /// Throws `expired` an hour after it was sealed, `notOpened` when someone else signed in.
    package func open(_ text: String, for member: AnyID, now: Date) throws(VaultError) -> [UInt8] {
        guard let bytes = TextCode.bytes(base64url: text) else { throw .malformed("base64url") }
        var reader = try Reader(bytes, as: .draft)
        let ends = try reader.take(8)
        let typed = try Box.open(try reader.all(), under: key, context: Self.place(member, ends: ends))
        guard now.timeIntervalSince1970 < Double(ends.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }) else { throw .expired }
        return typed
    }

    private static func place(_ member: AnyID, ends: [UInt8]) -> [UInt8] {
        context("draft", Form.draft.header, member.bytes, ends)
    }
}
