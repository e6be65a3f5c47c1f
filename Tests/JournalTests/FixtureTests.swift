import Foundation
import Journal
import Support
import Testing

/// Entries that version 1 wrote: they are read for ever, and written again as they were.
@Suite("An entry kept in Fixtures/journal")
struct FixtureTests {
    @Test("is read, and written again byte for byte", arguments: Example.all)
    func stored(example: Example) throws {
        for (suffix, bytes) in [("header", example.header.bytes)]
            + example.parts.enumerated().map({ ("part\($0.offset + 1)", $0.element.bytes) })
        {
            let file = Example.folder.appending(path: "\(example.name).\(suffix).hex")
            let stored = try #require(Hex.bytes(try String(contentsOf: file, encoding: .utf8)), "\(file.lastPathComponent)")
            #expect(stored == bytes, "\(file.lastPathComponent)")
            if suffix == "header" {
                #expect(try Header(bytes: stored) == example.header)
            } else {
                #expect(try Part(bytes: stored) == example.parts[Int(suffix.dropFirst(4))! - 1])
            }
        }
    }

    @Test("has a file for each of its bytes, and no file is left over")
    func complete() throws {
        let names = Example.all.flatMap { example in
            ["\(example.name).header.hex"] + example.parts.indices.map { "\(example.name).part\($0 + 1).hex" }
        }
        let stored = try FileManager.default.contentsOfDirectory(atPath: Example.folder.path).filter { $0.hasSuffix(".hex") }
        #expect(Set(names) == Set(stored))
    }

    @Test("follows the one before it, and is named by its hash")
    func chain() {
        let (making, update) = (Example.all[0], Example.all[1])
        #expect(update.header.previous == Digest(of: making.header.bytes))
        #expect(Example.all[4].header.previous == update.header.previous)
        #expect(Example.all.allSatisfy { $0.header.parts == $0.parts.map { Digest(of: $0.bytes) } })
    }
}

struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let header: Header
    let parts: [Part]
    var testDescription: String { name }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/journal")

    private static let writer = WriterID(high: 0x0102_0304_0506_0708, low: 0x090a_0b0c_0d0e_0f10)
    private static let other = WriterID(high: 0x2122_2324_2526_2728, low: 0x292a_2b2c_2d2e_2f30)
    private static let record = AnyID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001)
    private static let person = AnyID(high: 0x5152_5354_5556_5758, low: 0x595a_5b5c_5d5e_5f60)
    private static let account = ID<Account>(high: 0x6162_6364_6566_6768, low: 0x696a_6b6c_6d6e_6f70)
    private static func stamp(_ milliseconds: UInt64, _ counter: UInt16 = 0) -> Stamp {
        Stamp(milliseconds: 1_800_000_000_000 + milliseconds, counter: counter)
    }
    private static func salt(_ number: UInt64) -> AnyID { AnyID(high: 0xa0a0_a0a0_a0a0_a0a0, low: number) }

    private init(
        _ name: String, scope: Scope = .network, after: Example? = nil, stamp: Stamp, author: ID<Account>? = account, act: String,
        because: Example? = nil, parts: [Part], signed: Bool = false
    ) {
        self.name = name
        self.parts = parts
        var header = Header(
            writer: Example.writer, scope: scope, sequence: (after?.header.sequence ?? 0) + 1,
            previous: after.map { Digest(of: $0.header.bytes) }, stamp: stamp, author: author, act: act,
            because: because.map { Digest(of: $0.header.bytes) }, parts: parts.map { Digest(of: $0.bytes) })
        if signed {
            header.signatures = [
                Signature(.ed25519, by: Example.account.cast(), bytes: [UInt8](repeating: 0xe5, count: 64)),
                Signature(.ecdsaP256, by: Example.person, bytes: [UInt8](repeating: 0xec, count: 64)),
            ]
        }
        self.header = header
    }

    static let all: [Example] = {
        let making = Example(
            "making", stamp: stamp(0), act: "organisation.make",
            parts: [
                Part(
                    salt: salt(1),
                    .changes([
                        RecordChange(
                            kind: "organisation", record: record, isMaking: true,
                            fields: [
                                FieldChange("name", .text("Réseau « Niger »")), FieldChange("members", .integer(-300)),
                                FieldChange("share", .real(0.25)), FieldChange("key", .bytes([0, 255])),
                            ])
                    ]))
            ])
        let update = Example(
            "update", after: making, stamp: stamp(5, 7), act: "organisation.update", because: making,
            parts: [
                Part(
                    salt: salt(2), subject: person,
                    .changes([
                        RecordChange(
                            kind: "organisation", record: record, isMaking: false,
                            fields: [
                                FieldChange(
                                    "name", .null, depth: 200, replaces: [Mark(stamp(0), writer), Mark(stamp(1), other)])
                            ])
                    ])),
                Part(salt: salt(3), subject: person, .attachment([0x25, 0x50, 0x44, 0x46])),
            ], signed: true)
        let drop = Example(
            "drop", after: update, stamp: stamp(9), author: nil, act: "part.drop",
            parts: [
                Part(
                    salt: salt(4),
                    .drop(
                        PartDrop(
                            entry: Digest(of: update.header.bytes), part: update.header.parts[0], writer: writer, stamp: stamp(5, 7),
                            ground: "RGPD art. 17",
                            changes: [
                                DroppedChange(
                                    kind: "organisation", record: record, isMaking: false, field: "name", depth: 200,
                                    replaces: [Mark(stamp(0), writer), Mark(stamp(1), other)])
                            ])))
            ])
        let letter = Example(
            "correspondence", scope: .between(ID(high: 9, low: 9), and: ID(high: 3, low: 3)), stamp: stamp(10), act: "referral.make",
            parts: [Part(salt: salt(5), .unknown(form: 77, [1, 2, 3]))])
        let branch = Example("branch", after: making, stamp: stamp(6), act: "organisation.update", parts: [])
        return [making, update, drop, letter, branch]
    }()
}
