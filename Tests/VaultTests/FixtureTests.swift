import Foundation
import Journal
import Testing

@testable import Vault

@Suite struct FixtureTests {
    let vectors: Vectors

    init() throws {
        vectors = try Vectors()
    }

    @Test("decodes a member's keys, their public half and a signature")
    func memberKeys() throws {
        let keys = try vectors.keys()
        let publicKeys = try MemberPublicKeys(bytes: vectors.bytes("member.public"))
        #expect(publicKeys == keys.publicKeys)
        #expect(publicKeys.fingerprint.joined(separator: " ") == (try vectors.text("member.words")))
        try publicKeys.verify(vectors.bytes("signature"), of: vectors.bytes("signed"))
    }

    @Test("opens a password wrap and writes the same bytes again")
    func passwordWrap() throws {
        let stored = try vectors.bytes("member.password")
        let wrap = try PasswordWrap(bytes: stored)
        let keys = try wrap.open(Passphrase(vectors.text("passphrase").uppercased()), member: member)
        #expect(keys.material == (try vectors.bytes("member.material")))
        #expect(wrap.bytes == stored)
    }

    @Test("opens a session, its form token and a draft")
    func session() throws {
        let session = try #require(SessionSecret(cookie: vectors.text("session.cookie")))
        #expect(session.id == (try vectors.bytes("session.id")))
        #expect(try session.open(vectors.bytes("session.keys"), member: member).material == vectors.bytes("member.material"))
        #expect(FormToken(session).accepts(try vectors.text("session.form")))
        let draft = try #require(DraftKey(cookie: vectors.text("draft.cookie")))
        let now = Date(timeIntervalSince1970: 1_800_003_599)
        #expect(try draft.open(vectors.text("draft.sealed"), for: member, now: now) == Array("note=bonjour".utf8))
    }

    @Test("verifies a circle's succession and opens its key, wrapped in both ways")
    func circleKeys() throws {
        let first = try CirclePublicKey(bytes: vectors.bytes("circle.1.public"))
        let second = try CirclePublicKey(bytes: vectors.bytes("circle.2.public"))
        try second.verify(succeeds: first)
        #expect(first.fingerprint.joined(separator: " ") == (try vectors.text("circle.1.words")))
        #expect(second.bytes == (try vectors.bytes("circle.2.public")))
        for name in ["circle.2.to-member", "circle.2.for-member"] {
            let wrap = try Wrap(bytes: vectors.bytes(name))
            let key = try CircleKey(opening: wrap, circle: circle, generation: 2, by: vectors.keys())
            #expect(key.material == (try vectors.bytes("circle.2.material")))
        }
    }

    @Test("opens a data key's wraps and every type of sealed value")
    func sealedValues() throws {
        let key = try DataKey(opening: Wrap(bytes: vectors.bytes("data.for-circle-2")), subject: subject, by: vectors.circleKey())
        #expect(key.material == (try vectors.bytes("data.key")))
        let other = try DataKey(opening: Wrap(bytes: vectors.bytes("data.to-member")), subject: subject, by: vectors.keys())
        #expect(other.material == key.material)
        let slip = try #require(SlipCode(vectors.text("slip.code")))
        #expect(slip.name.bytes == (try vectors.bytes("slip.name")))
        #expect(try DataKey(opening: Wrap(bytes: vectors.bytes("data.for-slip")), subject: subject, by: slip).material == key.material)
        let place = SealedPlace(subject: subject, kind: "person", record: record, field: "name")
        #expect(try Sealed<String>(bytes: vectors.bytes("sealed.text")).open(with: key, at: place) == "Zeinabou Idé")
        #expect(try Sealed<Int>(bytes: vectors.bytes("sealed.integer")).open(with: key, at: place) == -42)
        #expect(try Sealed<Double>(bytes: vectors.bytes("sealed.real")).open(with: key, at: place) == 13.5125)
        #expect(try Sealed<String?>(bytes: vectors.bytes("sealed.null")).open(with: key, at: place) == nil)
        let item = try Sealed<AnyID>(bytes: vectors.bytes("sealed.id")).open(with: key, at: place)
        #expect(item.bytes == (try vectors.bytes("item")))
    }

    @Test("opens an index key, a parcel and a second factor")
    func others() throws {
        let holder = try vectors.circleKey()
        let index = try IndexKey(opening: Wrap(bytes: vectors.bytes("index.for-circle-2")), circle: circle, generation: 2, by: holder)
        #expect(index.token(of: "zeinabou", in: "name").bytes == (try vectors.bytes("index.token")))
        let label = SealedParcel.Label(item: try #require(AnyID(bytes: vectors.bytes("item"))), member: member, formVersion: 7)
        #expect(try SealedParcel(bytes: vectors.bytes("parcel")).open(by: holder, label: label) == Array("premier contact".utf8))
        #expect(try TOTP(sealed: vectors.bytes("totp.sealed"), keys: vectors.keys()).secret == vectors.bytes("totp.secret"))
    }

    @Test("accepts the codes of a stored sheet and of a stored reset")
    func codes() throws {
        var sheet = try OneTimeCodes(bytes: vectors.bytes("codes.sheet"))
        #expect(sheet.bytes == (try vectors.bytes("codes.sheet")))
        try sheet.use(vectors.text("codes.first"))
        #expect(sheet.remaining == 9)
        let reset = try ResetCode(bytes: vectors.bytes("reset.stored"))
        #expect(reset.bytes == (try vectors.bytes("reset.stored")))
        try reset.accept(vectors.text("reset.code"), for: member, now: Date(timeIntervalSince1970: 1_799_999_999))
    }

    @Test("opens an archive with the printed key")
    func archive() throws {
        let key = try ArchiveKey(printed: vectors.text("archive.printed"))
        #expect(key.publicKey == (try ArchivePublicKey(bytes: vectors.bytes("archive.public"))))
        #expect(key.publicKey.fingerprint.joined(separator: " ") == (try vectors.text("archive.words")))
        #expect(try opened(vectors.bytes("archive.sealed"), key) == Array("sauvegarde".utf8))
    }

    @Test("says of every stored form, cut at any byte, that it is cut or does not open")
    func truncation() throws {
        let decoders: [(name: String, decode: ([UInt8]) throws -> Void)] = [
            ("member.public", { _ = try MemberPublicKeys(bytes: $0) }),
            ("member.password", { _ = try PasswordWrap(bytes: $0) }),
            ("session.keys", { [vectors] in _ = try SessionSecret(cookie: vectors.text("session.cookie"))?.open($0, member: member) }),
            ("circle.1.public", { _ = try CirclePublicKey(bytes: $0) }),
            (
                "circle.2.to-member",
                { [vectors] in
                    _ = try CircleKey(opening: Wrap(bytes: $0), circle: circle, generation: 2, by: vectors.keys())
                }
            ),
            ("data.for-circle-2", { [vectors] in _ = try DataKey(opening: Wrap(bytes: $0), subject: subject, by: vectors.circleKey()) }),
            ("sealed.text", { _ = try Sealed<String>(bytes: $0) }),
            ("codes.sheet", { _ = try OneTimeCodes(bytes: $0) }),
            ("reset.stored", { _ = try ResetCode(bytes: $0) }),
            ("archive.public", { _ = try ArchivePublicKey(bytes: $0) }),
            ("totp.sealed", { [vectors] in _ = try TOTP(sealed: $0, keys: vectors.keys()) }),
        ]
        for (name, decode) in decoders {
            let bytes = try vectors.bytes(name)
            for length in 0..<bytes.count {
                let error = #expect(throws: VaultError.self, "\(name) cut to \(length)") { try decode(Array(bytes.prefix(length))) }
                #expect(error == .truncated || error == .notOpened, "\(name) cut to \(length)")
            }
            let error = #expect(throws: VaultError.self, "\(name)") { try decode([0xEE] + bytes.dropFirst()) }
            #expect(error == .unknownForm(0xEE, suite: 1), "\(name)")
        }
    }
}
