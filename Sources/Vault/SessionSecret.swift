import Crypto
import Foundation
import Journal

/// The 32 random bytes that live in a session's cookie and nowhere else (FORMATS 18).
package struct SessionSecret: Secret {
    let bytes: [UInt8]

    package init() {
        bytes = randomBytes(32)
    }

    /// Nil unless the text is what `cookie` writes.
    package init?(cookie: String) {
        guard let bytes = TextCode.bytes(base64url: cookie), bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// 43 characters of base64url.
    package var cookie: String { TextCode.base64url(bytes) }

    /// SHA-256 of the secret: what the database knows the session by.
    package var id: [UInt8] { [UInt8](SHA256.hash(data: bytes)) }

    /// The member's keys as the database keeps them for this session: opened by the cookie alone.
    package func seal(_ keys: MemberKeys) throws(VaultError) -> [UInt8] {
        let place = place(keys.member, generation: keys.generation)
        return Form.sessionKeys.header + bigEndian(keys.generation)
            + (try Box.seal(keys.material, under: key("session keys"), context: place))
    }

    package func open(_ sealed: [UInt8], member: AnyID) throws(VaultError) -> MemberKeys {
        var reader = try Reader(sealed, as: .sessionKeys)
        let generation: UInt32 = try reader.number()
        let box = try reader.take(96 + Box.overheadBytes)
        try reader.end()
        let material = try Box.open(box, under: key("session keys"), context: place(member, generation: generation))
        return try MemberKeys(member: member, generation: generation, material: material)
    }

    private func place(_ member: AnyID, generation: UInt32) -> [UInt8] {
        context("keys under session", Form.sessionKeys.header, id, member.bytes, bigEndian(generation))
    }

    func key(_ purpose: String) -> SymmetricKey {
        SymmetricKey(data: bytes).derived(context(purpose))
    }
}

/// Shows that a form came from a page of this session. Its text differs each time, so that compression tells nothing (BREACH).
package struct FormToken: Secret {
    private let bytes: [UInt8]

    package init(_ session: SessionSecret) {
        bytes = session.key("form token").material
    }

    /// A random pad and the token under it, in base64url: 86 characters.
    package func masked() -> String {
        let pad = randomBytes(32)
        return TextCode.base64url(pad + zip(pad, bytes).map { $0 ^ $1 })
    }

    package func accepts(_ text: String) -> Bool {
        guard let masked = TextCode.bytes(base64url: text), masked.count == 64 else { return false }
        return sameInConstantTime(zip(masked.prefix(32), masked.suffix(32)).map { $0 ^ $1 }, bytes)
    }
}
