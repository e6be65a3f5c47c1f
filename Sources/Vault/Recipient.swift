import Crypto
import Journal

/// Whom a key is wrapped for, at which generation of their keys.
package struct Recipient: Hashable, Sendable {
    package enum Kind: UInt8, Sendable {
        case member = 1
        case circle = 2
        /// A circle's recovery, whose key two of three printed sheets open.
        case recovery = 3
        /// Two sheets of a recovery; the generation names which.
        case sheets = 4
        /// A code on a neutral paper.
        case slip = 5
    }

    package let kind: Kind
    package let id: AnyID
    package let generation: UInt32

    package init(_ kind: Kind, _ id: AnyID, generation: UInt32) {
        (self.kind, self.id, self.generation) = (kind, id, generation)
    }

    var bytes: [UInt8] { [kind.rawValue] + id.bytes + bigEndian(generation) }
}

/// The public half of a recipient: anyone can wrap for it, through HPKE.
package protocol Addressee: Sendable {
    var recipient: Recipient { get }
    var agreement: P256.KeyAgreement.PublicKey { get }
}

/// Who makes and opens the symmetric kind of wrap.
package protocol SymmetricHolder: Secret {
    var recipient: Recipient { get }
    var wrappingKey: SymmetricKey { get }
}

/// The private half of a recipient: it opens both kinds of wrap and makes the symmetric kind.
package protocol KeyHolder: SymmetricHolder {
    var agreementKey: P256.KeyAgreement.PrivateKey { get }
}

extension P256.KeyAgreement.PublicKey {
    var uncompressed: [UInt8] { [UInt8](x963Representation) }

    init(uncompressed: [UInt8]) throws(VaultError) {
        do { try self.init(x963Representation: uncompressed) } catch { throw .malformed("P-256 public key") }
    }
}

extension P256.KeyAgreement.PrivateKey {
    init(material: [UInt8]) throws(VaultError) {
        do { try self.init(rawRepresentation: material) } catch { throw .malformed("P-256 private key") }
    }
}
