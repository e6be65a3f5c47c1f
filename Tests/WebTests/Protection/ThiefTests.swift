import Access
import Accounts
import Foundation
import Journal
import NetworkLife
import Protection
import Storage
import Support
import Testing
import Vault

@testable import Web

/// Who stole one agent's passphrase and cookie, and with them the database, its log, the journal and the sealed backups.
struct Thief {
    /// Every key that they come to, from the agent's own: what is wrapped for one that they hold, at any generation.
    private(set) var members: [MemberKeys]
    private(set) var circles: [CircleKey] = []
    private(set) var indexes: [IndexKey] = []
    private(set) var data: [AnyID: [DataKey]] = [:]

    init(_ members: [MemberKeys]) { self.members = members }

    private var holders: [any KeyHolder] { members + circles }

    /// Tries each wrap as what it says it is, and on each of these subjects, with each key, until none opens any more.
    mutating func open(_ wraps: [(bytes: [UInt8], subjects: [AnyID])], circles known: [AnyID]) {
        var hasMore = true
        while hasMore {
            hasMore = false
            for (bytes, subjects) in wraps {
                guard let wrap = try? Wrap(bytes: bytes) else { continue }
                for holder in holders {
                    func taken(_ circle: AnyID, _ generation: UInt32) -> Bool { circles.contains { $0.circle == circle && $0.generation == generation } }
                    for circle in known {
                        for generation: UInt32 in 1...3 {
                            if !taken(circle, generation), let key = try? CircleKey(opening: wrap, circle: circle, generation: generation, by: holder) {
                                circles.append(key)
                                hasMore = true
                            }
                            if !indexes.contains(where: { $0.circle == circle && $0.generation == generation }),
                                let key = try? IndexKey(opening: wrap, circle: circle, generation: generation, by: holder)
                            {
                                indexes.append(key)
                            }
                        }
                    }
                    for subject in subjects where data[subject] == nil {
                        if let key = try? DataKey(opening: wrap, subject: subject, by: holder) { data[subject] = [key] }
                    }
                }
            }
        }
    }

    /// What a sealed value says, if any key opens it, whatever it is said to belong to.
    func read(_ value: Value, kind: String, record: AnyID, field: String) -> Value? {
        for (subject, keys) in data {
            if let said = SealedValue.open(value, with: keys, at: SealedPlace(subject: subject, kind: kind, record: record, field: field)) { return said }
        }
        return nil
    }

    /// Whether any key opens a piece of a file, as whichever piece of whichever of these it is said to be.
    func opens(_ piece: [UInt8], of files: [SealedFound]) -> Bool {
        data.contains { subject, keys in
            files.contains { file in
                let place = SealedPlace(subject: subject, kind: file.kind, record: file.record, field: file.field)
                return (0..<2).contains { SealedPiece.open(piece, number: $0, with: keys, at: place) != nil }
            }
        }
    }
}

/// Something sealed, wherever it stands.
struct SealedFound: Hashable, CustomStringConvertible {
    let kind: String
    let record: AnyID
    let field: String
    let subject: AnyID
    let value: Value

    var description: String { "\(kind).\(field) of \(subject)" }
}

@Suite("A thief with one agent’s passphrase and cookie, the database, its log, the journal and the backups")
struct ThiefTests {
    @Test("opens that agent’s cases, what lies unassigned in their intake, and nothing else", arguments: Engine.allCases)
    func opens(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let scene = try await ThiefScene(site)
            let browser = try await site.test.browser(of: site.agent)
            var thief = Thief(try await Self.stolen(from: site.agent, browser, site))
            let store = site.test.store
            let held = try await store.read { try $0.keyHoldings() }
            let subjects = Array(Set(held.wraps.map(\.item.subject) + held.destructions.keys))
            let circles = try await store.read { try $0.all(Circle.self).map { $0.id.cast() as AnyID } }
            thief.open(held.wraps.map { ($0.wrapped, subjects) }, circles: circles)
            #expect(thief.circles.map(\.circle) == [try await scene.intake()], "the circle of one duty, and no other")
            #expect(Set(thief.indexes.map(\.circle)) == Set(thief.circles.map(\.circle)))
            #expect(Set(thief.data.keys) == scene.theirs)

            // Each sealed value of the tables and of every entry is tried; just those of these subjects open.
            let sealed = try await Self.sealed(in: store)
            #expect(
                Set(sealed.map(\.kind)).isSuperset(of: [
                    "case_file", "case_person", "consent", "screening", "case_note", "case_document", "referral_content", "referred_person",
                    "referred_document", "case_referral", "person",
                ]))
            let read = Set(sealed.filter { thief.read($0.value, kind: $0.kind, record: $0.record, field: $0.field) != nil })
            #expect(read == Set(sealed.filter { scene.theirs.contains($0.subject) }))
            #expect(Set(read.map(\.subject)) == scene.theirs)
            for subject in scene.others { #expect(sealed.contains { $0.subject == subject }, "something of each other is there to be opened: \(subject)") }
            #expect(!sealed.contains { $0.subject == scene.erased }, "of what was erased nothing is there")

            // Of each document and each copy that went with a referral, the pieces that open are those of these subjects too.
            let files = sealed.filter { $0.field == "file" }
            let pieces = try await Self.pieces(in: store)
            #expect(Set(pieces.map(\.subject)) == scene.documented)
            for piece in pieces { #expect(thief.opens(piece.bytes, of: Array(files)) == scene.theirs.contains(piece.subject), "a piece of \(piece.subject)") }

            guard engine == .sqlite else { return }
            // Carved from the bytes of the file and of its log, nothing that was taken back opens again.
            var bytes = try await Self.files(of: store)
            #expect(!bytes.isEmpty)
            bytes += try await Self.backups(of: store)
            var carver = Thief(thief.members)
            carver.open(Self.carved(from: bytes).map { ($0, subjects + [scene.erased]) }, circles: circles)
            #expect(Set(carver.data.keys) == scene.theirs)
            #expect(Set(carver.circles.map(\.circle)) == Set(thief.circles.map(\.circle)))
        }
    }

    @Test("would be seen to open more, were a key left where it was taken back")
    func seen() async throws {
        try await CaseSite.with { site in
            let scene = try await ThiefScene(site)
            let agent = site.agent.keys
            let other = try await site.test.store.database.write { connection in
                let supervisor = try Keyring(site.supervisor.keys, connection)
                let key = try #require(scene.others.lazy.compactMap { try? supervisor.dataKeys(of: $0, connection).first }.first)
                try connection.keep(KeyWrap(try key.wrap(to: agent.publicKeys), of: .dataKey(subject: key.subject), for: agent.recipient))
                return key.subject
            }
            let held = try await site.test.store.read { try $0.keyHoldings() }
            var thief = Thief([agent])
            thief.open(
                held.wraps.map { ($0.wrapped, [$0.item.subject]) }, circles: try await site.test.store.read { try $0.all(Circle.self).map { $0.id.cast() } })
            #expect(Set(thief.data.keys) == scene.theirs.union([other]))
            let sealed = try await Self.sealed(in: site.test.store)
            #expect(sealed.contains { $0.subject == other && thief.read($0.value, kind: $0.kind, record: $0.record, field: $0.field) != nil })
        }
    }

    // MARK: What was stolen

    /// The agent's keys, by their passphrase out of the credential and by their cookie out of the session.
    private static func stolen(from agent: TestMember, _ browser: TestBrowser, _ site: CaseSite) async throws -> [MemberKeys] {
        let cookie = try #require(browser.cookie(.session).flatMap { SessionSecret(cookie: $0) })
        let (wrap, sealed) = try await site.test.store.read { connection in
            (
                try #require(try connection.first("SELECT wrap FROM credential WHERE account = ?", [agent.account.value]) { try $0.bytes(0) }),
                try #require(try connection.first("SELECT keys FROM session WHERE id = ?", [.bytes(cookie.id)]) { try $0.bytes(0) })
            )
        }
        return [
            try PasswordWrap(bytes: wrap).open(Passphrase(TestSite.passphrase), member: agent.account.cast()),
            try cookie.open(sealed, member: agent.account.cast()),
        ]
    }

    /// Every sealed value that a row holds, or an entry.
    private static func sealed(in store: Store) async throws -> Set<SealedFound> {
        let kinds = Dictionary(uniqueKeysWithValues: store.schema.kinds.map { ($0.name, $0) })
        return try await store.read { connection in
            var found: Set<SealedFound> = []
            for kind in kinds.values {
                for column in kind.columns where kind.sealed.contains(column.name) && column.type == .bytes {
                    let rows = try connection.rows(
                        "SELECT id, \(kind.sealedUnder), \(TableLayout.quoted(column.name)) FROM \(TableLayout.quoted(kind.name)) WHERE \(TableLayout.quoted(column.name)) IS NOT NULL"
                    ) { row in
                        SealedFound(
                            kind: kind.name, record: try AnyID(value: .bytes(row.bytes(0))), field: column.name,
                            subject: try AnyID(value: .bytes(row.bytes(1))),
                            value: .bytes(try row.bytes(2)))
                    }
                    found.formUnion(rows)
                }
            }
            for entry in try connection.rows(
                "SELECT header, parts FROM entry", [],
                { row -> Entry in
                    let header = try Header(bytes: row.bytes(0))
                    return Entry(header: header, parts: try Entry.unbundle(row.bytes(1), count: header.parts.count).map { try $0.map { try Part(bytes: $0) } })
                })
            {
                for part in entry.parts {
                    guard let part, case .changes(let changes) = part.content, let subject = part.subject else { continue }
                    for change in changes {
                        for field in change.fields where kinds[change.kind]?.sealed.contains(field.field) == true {
                            guard case .bytes = field.value else { continue }
                            found.insert(SealedFound(kind: change.kind, record: change.record, field: field.field, subject: subject, value: field.value))
                        }
                    }
                }
            }
            return found
        }
    }

    /// What every attachment holds, and whom it is about.
    private static func pieces(in store: Store) async throws -> [(subject: AnyID, bytes: [UInt8])] {
        try await store.read { connection in
            try connection.rows("SELECT part, subject FROM attachment") { (Digest(exactly: try $0.bytes(0)), try AnyID(value: .bytes($0.bytes(1)))) }.map {
                part, subject in
                (subject, try #require(try part.flatMap { try connection.attachment($0) }))
            }
        }
    }

    /// The bytes of the database's file and of its log.
    private static func files(of store: Store) async throws -> [UInt8] {
        let path = try #require(try await store.read { try $0.first("SELECT file FROM pragma_database_list WHERE name = 'main'") { try $0.text(0) } })
        return try ["", "-wal"].flatMap { suffix in
            FileManager.default.fileExists(atPath: path + suffix) ? [UInt8](try Data(contentsOf: URL(filePath: path + suffix))) : []
        }
    }

    /// Both files of a backup as it is stored, sealed to a key that is kept elsewhere.
    private static func backups(of store: Store) async throws -> [UInt8] {
        let key = ArchiveKey().publicKey
        return try await store.read { connection in
            try [BackupContent.journal, .keys].flatMap { content -> [UInt8] in
                let source = try BackupSource(connection, BackupHeading(content, id: AnyID(), milliseconds: 0), tables: Credentials.kept + KeyStore.kept)
                var all: [UInt8] = []
                try Archive.seal(to: key, read: source.next) { all += $0 }
                return all
            }
        }
    }

    /// All that may be a wrap: its two bytes, and as many after them as one of its forms has.
    private static func carved(from bytes: [UInt8]) -> Set<[UInt8]> {
        var found: Set<[UInt8]> = []
        for start in bytes.indices.dropLast(2) where bytes[start + 1] == 1 && (bytes[start] == 0x11 || bytes[start] == 0x12) {
            for length in bytes[start] == 0x11 ? [62, 126] : [115, 179] where start + length <= bytes.count {
                found.insert(Array(bytes[start..<start + length]))
            }
        }
        return found
    }
}
