import Foundation
import Journal
import Storage
import StorageSQLite
import Support
import Testing

private func wrap(_ subject: Int, _ holder: Int, _ byte: Int = 1, generation: UInt32 = 1) -> KeyWrap {
    KeyWrap(
        .init(form: 1, subject: AnyID(high: 7, low: UInt64(subject)), generation: 0),
        for: .init(form: 2, id: AnyID(high: 9, low: UInt64(holder)), generation: generation), wrapped: [0x11, 1] + Array(repeating: UInt8(byte), count: 60))
}

private func destruction(_ subject: Int, at milliseconds: UInt64, _ byte: UInt8 = 1) -> KeyDestruction {
    KeyDestruction(of: AnyID(high: 7, low: UInt64(subject)), at: milliseconds, certificate: [byte])
}

private func withKeys<T>(_ engine: Engine, _ body: (Store) async throws -> T) async throws -> T {
    try await TestDatabase.with(engine) { try await body(try await Store.open($0, samples, migrations: KeyStore.migrations)) }
}

@Suite("The key store")
struct KeyStoreTests {
    private static func holdings(_ random: inout SeededRandom) -> KeyHoldings {
        let wraps = (0..<Int.random(in: 0...12, using: &random)).map { _ in
            wrap(Int.random(in: 0..<4, using: &random), Int.random(in: 0..<3, using: &random), Int.random(in: 0..<3, using: &random))
        }
        let destructions = (0..<Int.random(in: 0...2, using: &random)).map { _ in
            destruction(Int.random(in: 0..<4, using: &random), at: UInt64.random(in: 0..<3, using: &random), UInt8.random(in: 0..<3, using: &random))
        }
        return KeyHoldings(wraps: Set(wraps), destructions: destructions)
    }

    @Test("merges to the same in any order and number, and a destruction wins for ever", arguments: 0..<200)
    func merge(seed: UInt64) {
        var random = SeededRandom(seed)
        let (a, b, c) = (Self.holdings(&random), Self.holdings(&random), Self.holdings(&random))
        #expect(a.merged(with: b) == b.merged(with: a))
        #expect(a.merged(with: b).merged(with: c) == a.merged(with: b.merged(with: c)))
        #expect(a.merged(with: a) == a)
        let all = a.merged(with: b).merged(with: c)
        for other in [a, b, c] {
            #expect(all.merged(with: other) == all)
            for subject in other.destructions.keys {
                #expect(all.destructions[subject] != nil)
                #expect(!all.wraps.contains { $0.item.subject == subject })
            }
            for wrap in other.wraps where all.destructions[wrap.item.subject] == nil { #expect(all.wraps.contains(wrap)) }
        }
    }

    @Test("takes in another’s as the pure rule says", arguments: Engine.allCases, [UInt64(3), 17])
    func pull(engine: Engine, seed: UInt64) async throws {
        var random = SeededRandom(seed)
        for _ in 0..<4 {
            let (mine, theirs) = (Self.holdings(&random), Self.holdings(&random))
            try await withKeys(engine) { store in
                try await withKeys(.sqlite) { other in
                    for (node, holdings) in [(store, mine), (other, theirs)] {
                        try await node.database.write { connection in
                            for destruction in holdings.destructions.values { try connection.destroy(destruction) }
                            for wrap in holdings.wraps { try connection.keep(wrap) }
                        }
                    }
                    _ = try await store.pullKeys(from: other.database) { _, _ in true }
                    let merged = mine.merged(with: theirs)
                    #expect(try await store.read { try $0.keyHoldings() } == merged)
                    #expect(try await store.pullKeys(from: other.database) { _, _ in true } == KeyReport())
                    #expect(try await store.read { try $0.keyHoldings() } == merged)
                }
            }
        }
    }

    @Test("takes in the wraps that are wanted, and every destruction", arguments: Engine.allCases)
    func wanted(engine: Engine) async throws {
        try await withKeys(engine) { store in
            try await withKeys(.sqlite) { other in
                try await other.database.write { connection in
                    for holder in 1...2 { for subject in 1...600 { try connection.keep(wrap(subject, holder)) } }
                    try connection.destroy(destruction(900, at: 5))
                }
                let report = try await store.pullKeys(from: other.database) { wrap, _ in wrap.holder.id == AnyID(high: 9, low: 2) }
                #expect(report.wraps == 600 && report.destructions == 1)
                let holdings = try await store.read { try $0.keyHoldings() }
                #expect(Set(holdings.wraps.map(\.holder.id)) == [AnyID(high: 9, low: 2)])
            }
        }
    }

    @Test("refuses a wrap of a destroyed subject", arguments: Engine.allCases)
    func destroyed(engine: Engine) async throws {
        try await withKeys(engine) { store in
            try await store.database.write { connection in
                try connection.keep(wrap(1, 1))
                try connection.destroy(destruction(1, at: 9))
                #expect(try !connection.keep(wrap(1, 2)))
                #expect(try connection.wraps(of: AnyID(high: 7, low: 1)).isEmpty)
            }
        }
    }

    @Test("has a role for each of its tables", arguments: Engine.allCases)
    func roles(engine: Engine) async throws {
        try await withKeys(engine) { store in
            let tables = Set(try await store.read { try $0.tables() })
            #expect(tables == Set(Migration.roles.keys).union(KeyStore.roles.keys).union(samples.kinds.map(\.name)))
        }
    }

    @Test("leaves neither a wrap nor what was forgotten in the files", arguments: [true, false])
    func gone(keeping: Bool) async throws {
        try await withFolder { folder in
            let database = try SQLiteDatabase(path: folder + "/test.db")
            let store = try await Store.open(database, samples, migrations: KeyStore.migrations)
            let secret = "Zénabou-la-cachée"
            var note = Note(secret, place: "Agadez", count: 3)
            let made = note
            let subject: AnyID = note.id.cast()
            _ = try await store.make(made, about: subject)
            let kept = KeyWrap(
                .init(form: 1, subject: subject, generation: 0), for: .init(form: 2, id: AnyID(), generation: 1), wrapped: Array("wrapped-bytes-to-go".utf8))
            _ = try await store.database.write { try $0.keep(kept) }
            #expect(try Self.files(in: folder, hold: secret))
            #expect(try Self.files(in: folder, hold: "wrapped-bytes-to-go"))
            note.text = "scellé"
            let sealed = note
            try await store.perform("note.seal", by: author) { act in
                if keeping { try act.update(sealed) } else { try act.remove(act.connection.find(Note.self, sealed.id)!) }
                #expect(try act.forget(about: subject, ground: "test", keeping: keeping) == 1)
                try act.connection.destroy(KeyDestruction(of: subject, at: 1, certificate: []))
                act.owesScrub()
            }
            #expect(try !Self.files(in: folder, hold: secret))
            #expect(try !Self.files(in: folder, hold: "wrapped-bytes-to-go"))
            let after = try await store.note(sealed.id)?.record
            #expect(after?.text == (keeping ? "scellé" : nil))
            #expect(after?.place == (keeping ? "Agadez" : nil) && after?.count == (keeping ? 3 : nil))
            #expect(try await store.verify() == [])
            let before = try await store.dump()
            try await store.rebuild()
            #expect(try await store.dump() == before)
            // What is written later of the same subject is still about it.
            var later = sealed
            later.text = "plus tard"
            let written = later
            if keeping {
                let entry = try #require(try await store.change(written).entry)
                #expect(try await store.read { try $0.entry(entry) }?.parts.allSatisfy { $0?.subject == subject } == true)
            }
            try await database.close()
        }
    }

    @Test("finishes in the next process what one that was killed could not")
    func owed() async throws {
        try await withFolder { folder in
            let database = try SQLiteDatabase(path: folder + "/test.db")
            let store = try await Store.open(database, samples, migrations: KeyStore.migrations)
            let kept = KeyWrap(
                .init(form: 1, subject: AnyID(), generation: 0), for: .init(form: 2, id: AnyID(), generation: 1), wrapped: Array("wrapped-bytes-to-go".utf8))
            _ = try await store.database.write { try $0.keep(kept) }
            try await store.database.write { connection in
                try connection.discard(kept)
                try Store.owesScrub(connection)
            }
            #expect(try Self.files(in: folder, hold: "wrapped-bytes-to-go"))
            try await store.finishScrub()
            #expect(try !Self.files(in: folder, hold: "wrapped-bytes-to-go"))
            #expect(try await store.read { try $0.first("SELECT 1 FROM setting WHERE name = 'scrub'") { _ in true } } == nil)
            try await database.close()
        }
    }

    private static func files(in folder: String, hold text: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: folder).contains { name in
            try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)).range(of: Data(text.utf8)) != nil
        }
    }
}
