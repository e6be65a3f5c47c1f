import Crypto
import Journal

/// A member's private keys: what is wrapped for them opens with these, and what they sign is signed with these.
///
/// They exist in clear only in the memory of the member's own session. A reset makes a new generation without wraps (FORMATS 19).
package struct MemberKeys: KeyHolder {
    package let member: AnyID
    package let generation: UInt32
    package let agreementKey: P256.KeyAgreement.PrivateKey
    package let wrappingKey: SymmetricKey
    let signingKey: Curve25519.Signing.PrivateKey

    package init(member: AnyID, generation: UInt32 = 1) {
        self.member = member
        self.generation = generation
        agreementKey = P256.KeyAgreement.PrivateKey()
        signingKey = Curve25519.Signing.PrivateKey()
        wrappingKey = SymmetricKey(size: .bits256)
    }

    package var recipient: Recipient { Recipient(.member, member, generation: generation) }

    package var publicKeys: MemberPublicKeys {
        MemberPublicKeys(member: member, generation: generation, agreement: agreementKey.publicKey, signing: signingKey.publicKey)
    }

    /// An Ed25519 signature of 64 bytes.
    package func sign(_ bytes: [UInt8]) throws(VaultError) -> [UInt8] {
        do { return [UInt8](try signingKey.signature(for: bytes)) } catch { throw .refusedByLibrary }
    }

    /// The P-256 scalar, the Ed25519 seed, the wrapping key: 32 bytes each.
    var material: [UInt8] {
        [UInt8](agreementKey.rawRepresentation) + [UInt8](signingKey.rawRepresentation) + wrappingKey.material
    }

    init(member: AnyID, generation: UInt32, material: [UInt8]) throws(VaultError) {
        var reader = Reader(material)
        self.member = member
        self.generation = generation
        agreementKey = try P256.KeyAgreement.PrivateKey(material: try reader.take(32))
        let seed = try reader.take(32)
        do { signingKey = try Curve25519.Signing.PrivateKey(rawRepresentation: seed) } catch { throw .malformed("Ed25519 seed") }
        wrappingKey = SymmetricKey(data: try reader.take(32))
        try reader.end()
    }
}

/// What everyone may know of a member's keys: whom to wrap for, and whose signature it is.
package struct MemberPublicKeys: Addressee, Equatable {
    package let member: AnyID
    package let generation: UInt32
    package let agreement: P256.KeyAgreement.PublicKey
    let signing: Curve25519.Signing.PublicKey

    package var recipient: Recipient { Recipient(.member, member, generation: generation) }

    /// Six words that two people compare by voice before one wraps for the other: 72 bits.
    package var fingerprint: [String] { Words.fingerprint(context("member fingerprint", bytes)) }

    /// Throws `wrongSignature`.
    package func verify(_ signature: [UInt8], of bytes: [UInt8]) throws(VaultError) {
        guard signing.isValidSignature(signature, for: bytes) else { throw .wrongSignature }
    }

    package var bytes: [UInt8] {
        Form.memberPublicKeys.header + member.bytes + bigEndian(generation) + agreement.uncompressed + [UInt8](signing.rawRepresentation)
    }

    package static func == (a: MemberPublicKeys, b: MemberPublicKeys) -> Bool { a.bytes == b.bytes }
}

extension MemberPublicKeys {
    package init(bytes: [UInt8]) throws(VaultError) {
        var reader = try Reader(bytes, as: .memberPublicKeys)
        member = try reader.id()
        generation = try reader.number()
        agreement = try P256.KeyAgreement.PublicKey(uncompressed: try reader.take(65))
        let signing = try reader.take(32)
        do { self.signing = try Curve25519.Signing.PublicKey(rawRepresentation: signing) } catch { throw .malformed("Ed25519 key") }
        try reader.end()
    }
}
