import Crypto
import Journal

/// The key that a circle falls back on when no holder is left who can open its own: each generation of the circle's key is wrapped for it,
/// and any two of its three printed sheets open it (FORMATS 19).
package struct RecoveryKey: KeyHolder, Wrappable {
    package let id: AnyID
    package let agreementKey: P256.KeyAgreement.PrivateKey
    package let wrappingKey: SymmetricKey

    /// A new key and its three sheets, to be printed once; `wraps` are what is kept, one for each pair of sheets.
    package static func draw() throws(VaultError) -> (key: RecoveryKey, sheets: [RecoverySheet], wraps: [(Wrap, Recipient)]) {
        let key = RecoveryKey(id: .random(), agreementKey: P256.KeyAgreement.PrivateKey(), wrappingKey: SymmetricKey(size: .bits256))
        let sheets = RecoverySheet.numbers.map { RecoverySheet(number: $0) }
        var wraps: [(Wrap, Recipient)] = []
        for (one, other) in [(0, 1), (0, 2), (1, 2)] {
            let pair = try SheetPair(sheets[one], sheets[other], of: key.id)
            wraps.append((try Wrap(key, for: pair), pair.recipient))
        }
        return (key, sheets, wraps)
    }

    private init(id: AnyID, agreementKey: P256.KeyAgreement.PrivateKey, wrappingKey: SymmetricKey) {
        (self.id, self.agreementKey, self.wrappingKey) = (id, agreementKey, wrappingKey)
    }

    package var recipient: Recipient { Recipient(.recovery, id, generation: 1) }
    package var publicKey: RecoveryPublicKey { RecoveryPublicKey(id: id, agreement: agreementKey.publicKey) }

    var item: WrappedItem { .recoveryKey(id) }
    var material: [UInt8] { [UInt8](agreementKey.rawRepresentation) + wrappingKey.material }

    /// The key, for whoever holds two of its sheets. Throws `wrongCode` where they are not two different sheets of this key.
    package init(_ id: AnyID, opening wraps: [Wrap], with one: RecoverySheet, and other: RecoverySheet) throws(VaultError) {
        let pair = try SheetPair(one, other, of: id)
        for wrap in wraps {
            guard let material = try? wrap.open(.recoveryKey(id), symmetricallyBy: pair) else { continue }
            var reader = Reader(material)
            self.id = id
            agreementKey = try P256.KeyAgreement.PrivateKey(material: try reader.take(32))
            wrappingKey = SymmetricKey(data: try reader.take(32))
            try reader.end()
            return
        }
        throw .wrongCode
    }
}

/// What everyone may know of a circle's recovery: whom each new generation of its key is wrapped for.
package struct RecoveryPublicKey: Addressee, Equatable {
    package let id: AnyID
    package let agreement: P256.KeyAgreement.PublicKey

    package var recipient: Recipient { Recipient(.recovery, id, generation: 1) }
    package var bytes: [UInt8] { Form.recoveryPublicKey.header + id.bytes + agreement.uncompressed }

    init(id: AnyID, agreement: P256.KeyAgreement.PublicKey) {
        (self.id, self.agreement) = (id, agreement)
    }

    package init(bytes: [UInt8]) throws(VaultError) {
        var reader = try Reader(bytes, as: .recoveryPublicKey)
        id = try reader.id()
        agreement = try P256.KeyAgreement.PublicKey(uncompressed: try reader.take(65))
        try reader.end()
    }

    package static func == (a: RecoveryPublicKey, b: RecoveryPublicKey) -> Bool { a.bytes == b.bytes }
}

/// One of the three printed sheets of a recovery: thirty letters and digits, of which the first is its number and the last two tell a slip of the pen.
package struct RecoverySheet: Secret {
    static let numbers = ["1", "2", "3"]

    /// Its number, and twenty-seven random characters of five bits.
    fileprivate let body: String

    fileprivate init(number: String) {
        body = number + TextCode.random(27)
    }

    /// Nil unless the text is one that `text` prints, however it is spaced.
    package init?(_ typed: String) {
        let text = TextCode.crockfordTyped(typed)
        guard text.count == 30, !text.contains("?"), Self.numbers.contains(String(text.prefix(1))) else { return nil }
        body = String(text.prefix(28))
        guard text.hasSuffix(Self.check(of: body)) else { return nil }
    }

    package var number: Int { Int(body.prefix(1))! }
    package var text: String { TextCode.grouped(body + Self.check(of: body), by: 5) }

    private static func check(of body: String) -> String {
        let digest = [UInt8](SHA256.hash(data: context("recovery sheet", Array(body.utf8))))
        return String([digest[0], digest[1]].map { TextCode.crockford[Int($0 & 31)] })
    }
}

/// Two different sheets of one recovery: what one of its three wraps opens with.
private struct SheetPair: SymmetricHolder {
    let recipient: Recipient
    let wrappingKey: SymmetricKey

    init(_ one: RecoverySheet, _ other: RecoverySheet, of recovery: AnyID) throws(VaultError) {
        guard one.number != other.number else { throw .wrongCode }
        let (first, second) = one.number < other.number ? (one, other) : (other, one)
        recipient = Recipient(.sheets, recovery, generation: UInt32(first.number * 10 + second.number))
        wrappingKey = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: Array(first.body.utf8) + Array(second.body.utf8)),
            info: context("recovery sheets", recovery.bytes), outputByteCount: 32)
    }
}
