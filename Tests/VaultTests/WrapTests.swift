import Crypto
import Journal
import Testing

@testable import Vault

@Suite struct WrapTests {
    let keys = MemberKeys(member: member)
    let data = DataKey(subject: subject)

    @Test("opens symmetrically and publicly for its recipient")
    func opens() throws {
        let symmetric = try data.wrap(for: keys)
        let toPublic = try data.wrap(to: keys.publicKeys)
        #expect(toPublic.isPublic && !symmetric.isPublic)
        for wrap in [symmetric, toPublic] {
            #expect(try DataKey(opening: Wrap(bytes: wrap.bytes), subject: subject, by: keys).material == data.material)
        }
    }

    @Test("opens for no other member, subject, generation or kind of recipient, nor with a changed byte")
    func bound() throws {
        let older = try MemberKeys(member: member, generation: 2, material: keys.material)
        let renamed = try MemberKeys(member: stranger, generation: 1, material: keys.material)
        let asCircle = try CircleKey(circle: member, generation: 1, material: keys.material)
        for wrap in [try data.wrap(for: keys), try data.wrap(to: keys.publicKeys)] {
            #expect(throws: VaultError.notOpened) { try DataKey(opening: wrap, subject: stranger, by: keys) }
            #expect(throws: VaultError.notOpened) { try DataKey(opening: wrap, subject: subject, by: MemberKeys(member: member)) }
            #expect(throws: VaultError.notOpened) { try DataKey(opening: wrap, subject: subject, by: older) }
            #expect(throws: VaultError.notOpened) { try DataKey(opening: wrap, subject: subject, by: renamed) }
            #expect(throws: VaultError.notOpened) { try DataKey(opening: wrap, subject: subject, by: asCircle) }
            #expect(throws: VaultError.notOpened) { try IndexKey(opening: wrap, circle: subject, generation: 0, by: keys) }
            for index in 2..<wrap.bytes.count {
                let other = try Wrap(bytes: changed(wrap.bytes, at: index))
                #expect(throws: VaultError.notOpened) { try DataKey(opening: other, subject: subject, by: keys) }
            }
        }
    }

    @Test("passes from one generation of a circle to the next")
    func rewrapped() throws {
        let first = CircleKey(circle: circle)
        let wrap = try data.wrap(for: first)
        let (second, publicKey) = try first.next()
        try publicKey.verify(succeeds: first.publicKey)
        let again = try DataKey(opening: wrap, subject: subject, by: first).wrap(for: second)
        #expect(try DataKey(opening: again, subject: subject, by: second).material == data.material)
        #expect(throws: VaultError.notOpened) { try DataKey(opening: again, subject: subject, by: first) }
    }

    @Test("opens a parcel under its own label alone")
    func parcels() throws {
        let circleKey = CircleKey(circle: circle)
        let label = SealedParcel.Label(item: record, member: member, formVersion: 1)
        let parcel = try SealedParcel([1, 2, 3], to: circleKey.publicKey, label: label)
        #expect(try SealedParcel(bytes: parcel.bytes).open(by: circleKey, label: label) == [1, 2, 3])
        let others = [
            SealedParcel.Label(item: stranger, member: member, formVersion: 1),
            SealedParcel.Label(item: record, member: stranger, formVersion: 1),
            SealedParcel.Label(item: record, member: member, formVersion: 2),
        ]
        for other in others { #expect(throws: VaultError.notOpened) { try parcel.open(by: circleKey, label: other) } }
        let next = try circleKey.next().key
        #expect(throws: VaultError.notOpened) { try parcel.open(by: next, label: label) }
    }

    @Test("gives equal texts equal tokens under one key and one index only")
    func tokens() {
        let key = IndexKey(circle: circle, generation: 1)
        #expect(key.token(of: "sani", in: "name") == key.token(of: "sani", in: "name"))
        #expect(key.token(of: "sani", in: "name") != key.token(of: "sani", in: "sound"))
        #expect(key.token(of: "sani", in: "name") != key.token(of: "isani", in: "nam"))
        #expect(key.token(of: "sani", in: "name") != IndexKey(circle: circle, generation: 1).token(of: "sani", in: "name"))
    }
}

@Suite struct PublicKeyTests {
    @Test("refuses a circle's key that another signed, that skips a generation or that nobody signed")
    func succession() throws {
        let first = CircleKey(circle: circle)
        let (second, signed) = try first.next()
        let third = try second.next().publicKey
        let foreign = try CircleKey(circle: circle).next().publicKey
        for other in [second.publicKey, third, foreign, first.publicKey] {
            #expect(throws: VaultError.notSucceeding) { try other.verify(succeeds: first.publicKey) }
        }
        let bytes = signed.bytes
        let unsignedGeneration = try CirclePublicKey(bytes: Array(bytes.dropLast(64)))
        #expect(throws: VaultError.notSucceeding) { try unsignedGeneration.verify(succeeds: first.publicKey) }
        let tampered = try CirclePublicKey(bytes: changed(bytes, at: bytes.count - 1))
        #expect(throws: VaultError.notSucceeding) { try tampered.verify(succeeds: first.publicKey) }
        #expect(signed.fingerprint == second.publicKey.fingerprint && signed.fingerprint.count == 6)
    }

    @Test("refuses a generation that was skipped and a circle that is another, though the signature is right")
    func skipped() throws {
        let first = CircleKey(circle: circle)
        for (circle, generation) in [(circle, UInt32(3)), (circle, 1), (stranger, 2)] {
            let other = try CircleKey(circle: circle, generation: generation, material: CircleKey(circle: circle).material).publicKey
            let statement = context("circle succession", first.publicKey.bytes, other.bytes)
            let signature = try first.signingKey.signature(for: statement).rawRepresentation
            let signed = try CirclePublicKey(bytes: other.bytes + [UInt8](signature))
            #expect(throws: VaultError.notSucceeding) { try signed.verify(succeeds: first.publicKey) }
        }
    }

    @Test("refuses a point that is not on the curve")
    func points() {
        let bytes = MemberKeys(member: member).publicKeys.bytes
        #expect(throws: VaultError.malformed("P-256 public key")) { try MemberPublicKeys(bytes: changed(bytes, at: 40)) }
    }

    @Test("verifies a member's signature of these bytes alone")
    func signatures() throws {
        let keys = MemberKeys(member: member)
        let signature = try keys.sign([1, 2, 3])
        try keys.publicKeys.verify(signature, of: [1, 2, 3])
        #expect(throws: VaultError.wrongSignature) { try keys.publicKeys.verify(signature, of: [1, 2]) }
        #expect(throws: VaultError.wrongSignature) { try keys.publicKeys.verify(changed(signature, at: 3), of: [1, 2, 3]) }
        #expect(throws: VaultError.wrongSignature) { try MemberKeys(member: member).publicKeys.verify(signature, of: [1, 2, 3]) }
    }
}
