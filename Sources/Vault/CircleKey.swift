import Crypto
import Journal

/// The private key of one generation of a circle: the members who hold one duty (FORMATS 13).
package struct CircleKey: KeyHolder, Wrappable {
    package let circle: AnyID
    package let generation: UInt32
    package let agreementKey: P256.KeyAgreement.PrivateKey
    package let wrappingKey: SymmetricKey
    let signingKey: P256.Signing.PrivateKey

    /// The first generation of a circle.
    package init(circle: AnyID) {
        self.init(circle: circle, generation: 1)
    }

    private init(circle: AnyID, generation: UInt32) {
        self.circle = circle
        self.generation = generation
        agreementKey = P256.KeyAgreement.PrivateKey()
        signingKey = P256.Signing.PrivateKey()
        wrappingKey = SymmetricKey(size: .bits256)
    }

    /// New keys for the same circle, one generation later, with a public half that this generation signs.
    package func next() throws(VaultError) -> (key: CircleKey, publicKey: CirclePublicKey) {
        let next = CircleKey(circle: circle, generation: generation &+ 1)
        var publicKey = next.publicKey
        do {
            let signature = try signingKey.signature(for: publicKey.succession(after: self.publicKey))
            publicKey.signature = [UInt8](signature.rawRepresentation)
        } catch {
            throw .refusedByLibrary
        }
        return (next, publicKey)
    }

    package var recipient: Recipient { Recipient(.circle, circle, generation: generation) }

    /// The public half without its predecessor's signature, as the first generation has it.
    package var publicKey: CirclePublicKey {
        CirclePublicKey(
            circle: circle, generation: generation, agreement: agreementKey.publicKey, signing: signingKey.publicKey, signature: nil)
    }

    var item: WrappedItem { .circleKey(circle, generation: generation) }

    /// The agreement scalar, the signing scalar, the wrapping key: 32 bytes each.
    var material: [UInt8] {
        [UInt8](agreementKey.rawRepresentation) + [UInt8](signingKey.rawRepresentation) + wrappingKey.material
    }

    init(circle: AnyID, generation: UInt32, material: [UInt8]) throws(VaultError) {
        var reader = Reader(material)
        self.circle = circle
        self.generation = generation
        agreementKey = try P256.KeyAgreement.PrivateKey(material: try reader.take(32))
        let scalar = try reader.take(32)
        do { signingKey = try P256.Signing.PrivateKey(rawRepresentation: scalar) } catch { throw .malformed("P-256 private key") }
        wrappingKey = SymmetricKey(data: try reader.take(32))
        try reader.end()
    }

    /// The circle's key, for a member whom it was wrapped for.
    package init(opening wrap: Wrap, circle: AnyID, generation: UInt32, by holder: some KeyHolder) throws(VaultError) {
        let material = try wrap.open(.circleKey(circle, generation: generation), by: holder)
        try self.init(circle: circle, generation: generation, material: material)
    }
}

/// What everyone may know of a circle's key: nodes and offline pages pin it, and refuse one that its predecessor did not sign.
///
/// The chain is signed with ECDSA over P-256 and not with Ed25519, because the offline page checks it too, and the browsers of
/// cheap telephones verify ECDSA P-256 and know no Ed25519.
package struct CirclePublicKey: Addressee, Equatable {
    package let circle: AnyID
    package let generation: UInt32
    package let agreement: P256.KeyAgreement.PublicKey
    let signing: P256.Signing.PublicKey
    /// By the generation before: r and s, 32 bytes each. Nil for the first, and for one that starts anew after a loss.
    package fileprivate(set) var signature: [UInt8]?

    package var recipient: Recipient { Recipient(.circle, circle, generation: generation) }

    /// Six words, printed on the charter, that a supervisor confirms when a key is not signed by the one before: 72 bits.
    package var fingerprint: [String] { Words.fingerprint(context("circle fingerprint", unsigned)) }

    /// Throws `notSucceeding` unless this is the next generation of the same circle, signed by `previous`.
    package func verify(succeeds previous: CirclePublicKey) throws(VaultError) {
        guard
            circle == previous.circle, generation == previous.generation &+ 1, let signature,
            let ecdsa = try? P256.Signing.ECDSASignature(rawRepresentation: signature),
            previous.signing.isValidSignature(ecdsa, for: succession(after: previous))
        else { throw .notSucceeding }
    }

    /// What the predecessor signs: both public halves.
    fileprivate func succession(after previous: CirclePublicKey) -> [UInt8] {
        context("circle succession", previous.unsigned, unsigned)
    }

    /// Whether both halves are the same, whoever signed them.
    package func hasSameKeys(as other: CirclePublicKey) -> Bool { unsigned == other.unsigned }

    private var unsigned: [UInt8] {
        Form.circlePublicKey.header + circle.bytes + bigEndian(generation) + agreement.uncompressed + [UInt8](signing.x963Representation)
    }

    package var bytes: [UInt8] { unsigned + (signature ?? []) }

    package static func == (a: CirclePublicKey, b: CirclePublicKey) -> Bool { a.bytes == b.bytes }
}

extension CirclePublicKey {
    package init(bytes: [UInt8]) throws(VaultError) {
        var reader = try Reader(bytes, as: .circlePublicKey)
        circle = try reader.id()
        generation = try reader.number()
        agreement = try P256.KeyAgreement.PublicKey(uncompressed: try reader.take(65))
        let signing = try reader.take(65)
        do { self.signing = try P256.Signing.PublicKey(x963Representation: signing) } catch { throw .malformed("P-256 public key") }
        signature = reader.isAtEnd ? nil : try reader.take(64)
        try reader.end()
    }
}
