import Crypto
import CryptoExtras
import Foundation
import Journal

/// What one scrypt costs (RFC 7914), stored beside each hash so that it can rise.
package struct ScryptCost: Equatable, Sendable {
    /// N is two to this power: 10 to 20 is read, so that no stored byte can ask for more than a gibibyte.
    package let logN: UInt8
    package let r: UInt8
    package let p: UInt8

    package init(logN: UInt8, r: UInt8 = 8, p: UInt8 = 1) {
        (self.logN, self.r, self.p) = (logN, r, p)
    }

    /// For members of a circle (FORMATS 19): 64 MiB.
    package static let circle = ScryptCost(logN: 16)
    /// For all others: 32 MiB.
    package static let other = ScryptCost(logN: 15)
    /// For those of an invented network, whose passphrases are printed beside what they open: 4 MiB. The first sign-in raises it.
    package static let printed = ScryptCost(logN: 12)

    var bytes: [UInt8] { [logN, r, p] }
    var isSupported: Bool { (10...20).contains(logN) && r == 8 && p == 1 }
}

/// A member's private keys under their passphrase. One scrypt gives both the verifier that is compared and the key that opens.
package struct PasswordWrap: Equatable, Sendable {
    package let cost: ScryptCost
    let salt: [UInt8]
    let verifier: [UInt8]
    package let generation: UInt32
    let box: [UInt8]

    /// Takes as long as the scrypt: call it through `ScryptQueue`.
    package init(_ keys: MemberKeys, under passphrase: Passphrase, cost: ScryptCost) throws(VaultError) {
        let salt = randomBytes(16)
        let derived = try Self.derive(passphrase, salt: salt, cost: cost)
        self.cost = cost
        self.salt = salt
        verifier = derived.verifier
        generation = keys.generation
        box = try Box.seal(
            keys.material, under: derived.key, context: Self.place(cost, salt: salt, keys.member, generation: keys.generation))
    }

    /// A wrap that no passphrase opens, to spend the same time on a name that nobody has.
    package static func decoy(cost: ScryptCost) -> PasswordWrap {
        PasswordWrap(cost: cost, salt: randomBytes(16), verifier: randomBytes(32), generation: 1, box: randomBytes(96 + Box.overheadBytes))
    }

    private init(cost: ScryptCost, salt: [UInt8], verifier: [UInt8], generation: UInt32, box: [UInt8]) {
        (self.cost, self.salt, self.verifier, self.generation, self.box) = (cost, salt, verifier, generation, box)
    }

    /// The member's keys. Takes as long as the scrypt: call it through `ScryptQueue`.
    ///
    /// Throws `wrongPassphrase`; `notOpened` when the passphrase is right and the keys are another member's or changed.
    package func open(_ passphrase: Passphrase, member: AnyID) throws(VaultError) -> MemberKeys {
        let derived = try Self.derive(passphrase, salt: salt, cost: cost)
        guard sameInConstantTime(derived.verifier, verifier) else { throw .wrongPassphrase }
        let material = try Box.open(box, under: derived.key, context: Self.place(cost, salt: salt, member, generation: generation))
        return try MemberKeys(member: member, generation: generation, material: material)
    }

    /// Whether a sign-in should wrap again at the cost asked for, while it has the passphrase at hand.
    package func isBelow(_ asked: ScryptCost) -> Bool {
        cost.logN < asked.logN
    }

    private static func place(_ cost: ScryptCost, salt: [UInt8], _ member: AnyID, generation: UInt32) -> [UInt8] {
        context("keys under passphrase", Form.passwordWrap.header, cost.bytes, salt, member.bytes, bigEndian(generation))
    }

    private static func derive(
        _ passphrase: Passphrase, salt: [UInt8], cost: ScryptCost
    ) throws(VaultError) -> (verifier: [UInt8], key: SymmetricKey) {
        // The library traps on an empty password, and an empty one is never right.
        guard !passphrase.text.isEmpty else { throw .wrongPassphrase }
        let root: SymmetricKey
        do {
            root = try KDF.Scrypt.deriveKey(
                from: Array(passphrase.text.utf8), salt: salt, outputByteCount: 32,
                rounds: 1 << Int(cost.logN), blockSize: Int(cost.r), parallelism: Int(cost.p))
        } catch {
            throw .refusedByLibrary
        }
        return (root.derived(context("passphrase verifier")).material, root.derived(context("passphrase key")))
    }
}

extension PasswordWrap {
    package var bytes: [UInt8] {
        Form.passwordWrap.header + cost.bytes + salt + verifier + bigEndian(generation) + box
    }

    package init(bytes: [UInt8]) throws(VaultError) {
        var reader = try Reader(bytes, as: .passwordWrap)
        cost = ScryptCost(logN: try reader.number(), r: try reader.number(), p: try reader.number())
        guard cost.isSupported else { throw .malformed("scrypt cost") }
        salt = try reader.take(16)
        verifier = try reader.take(32)
        generation = try reader.number()
        box = try reader.take(96 + Box.overheadBytes)
        try reader.end()
    }
}
