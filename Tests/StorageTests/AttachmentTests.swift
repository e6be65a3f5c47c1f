import Foundation
import Journal
import Storage
import StorageSQLite
import Support
import Testing

@Suite("Attachments")
struct AttachmentTests {
    /// A file of three attachments, and the note that names them.
    private func attach(_ store: Store, about subject: AnyID? = nil) async throws -> (note: Note, file: [Storage.Attachment], content: [[UInt8]]) {
        var random = SystemRandomNumberGenerator()
        let content = (0..<3).map { number in (0..<(number == 2 ? 1_000 : 50_000)).map { _ in UInt8.random(in: 0...255, using: &random) } }
        let file = content.map { Storage.Attachment($0, about: subject) }
        let note = Note("with a file")
        try await store.perform("note.make", by: author) { act in
            act.attach(file)
            try act.make(note, about: subject)
        }
        return (note, file, content)
    }

    private func withStores(_ engine: Engine, _ body: (Store, Store) async throws -> Void) async throws {
        try await withStore(engine) { one in try await withStore(.sqlite) { try await body(one, $0) } }
    }

    private func read(_ store: Store, _ file: [Storage.Attachment]) async throws -> [[UInt8]?] {
        try await store.read { connection in try file.map { try connection.attachment($0.digest) } }
    }

    @Test("are read back by their digests, lie in no bundle, and are verified", arguments: Engine.allCases)
    func kept(engine: Engine) async throws {
        try await withStore(engine) { store in
            let (note, file, content) = try await attach(store)
            #expect(try await read(store, file) == content)
            #expect(try await store.read { try $0.holdsAttachments(file.map(\.digest)) })
            let longest = try await store.read { try $0.rows("SELECT parts FROM entry") { try $0.bytes(0).count }.max() }
            #expect(longest! < 1_000)
            #expect(try await store.verify() == [])
            try await store.rebuild()
            #expect(try await store.verify() == [])
            #expect(try await store.note(note.id)?.record == note)
            #expect(try await store.read { try $0.attachment(Digest(of: [1])) } == nil)
        }
    }

    @Test("travel with their entry, and from there on", arguments: Engine.allCases)
    func merged(engine: Engine) async throws {
        try await withStores(engine) { a, b in
            let (_, file, content) = try await attach(a, about: AnyID(high: 7, low: 7))
            let big = [UInt8](repeating: 7, count: Storage.Attachment.limitBytes)
            for number in 0..<12 {
                try await a.perform("note.make", by: author) { act in
                    act.attach([Storage.Attachment(big, about: nil)])
                    try act.make(Note("n\(number)"))
                }
            }
            let parcels = try await a.read { try $0.parcels(of: $0.streams()[0], from: 1, limit: 1_000) }
            #expect(parcels.count < 13, "few are held at a time where they carry much")
            #expect(try await b.pull(from: a.database).received == 13)
            #expect(try await read(b, file) == content)
            #expect(try await b.dump() == a.dump())
            #expect(try await b.verify() == [])
            try await TestDatabase.with(engine) { database in
                let c = try await Store.open(database, samples)
                _ = try await c.pull(from: b.database)
                #expect(try await c.dump() == a.dump())
                #expect(try await c.verify() == [])
            }
        }
    }

    @Test("are forgotten with their subject, everywhere, whatever comes first", arguments: Engine.allCases)
    func erased(engine: Engine) async throws {
        try await withStores(engine) { a, b in
            let subject = AnyID(high: 7, low: 7)
            let (note, file, _) = try await attach(a, about: subject)
            let (_, other, content) = try await attach(a, about: AnyID(high: 8, low: 8))
            let stream = try await a.read { try $0.streams()[0] }
            let parcels = try await a.read { try $0.parcels(of: stream, from: 1, limit: 10) }
            // One who heard nothing of the file yet hears of the order first.
            var report = MergeReport()
            try await b.receive([parcels[0]], into: &report)
            #expect(try await b.read { try $0.holdsAttachments(file.map(\.digest)) })
            try await a.perform("note.erase", by: author) { try $0.forget(about: subject, ground: "request", keeping: false) }
            for store in [a, b] {
                if store === b { _ = try await b.pull(from: a.database) }
                #expect(try await read(store, file) == [nil, nil, nil])
                #expect(try await read(store, other) == content)
                #expect(try await store.note(note.id) == nil)
                #expect(try await store.read { try $0.entries(about: subject) }.isEmpty)
                #expect(try await store.verify() == [])
                try await store.rebuild()
                #expect(try await store.verify() == [])
            }
            #expect(try await a.dump() == b.dump())
        }
    }

    @Test("are not kept where they come after the order to forget them", arguments: Engine.allCases)
    func erasedBefore(engine: Engine) async throws {
        try await withStores(engine) { a, b in
            let (note, file, _) = try await attach(a)
            let held = try await a.read { try $0.parcels(of: $0.streams()[0], from: 1, limit: 10) }
            // Another node, which has the entry, orders it; its order reaches b first.
            try await TestDatabase.with(engine) { database in
                let c = try await Store.open(database, samples)
                _ = try await c.pull(from: a.database)
                let entry = try #require(try await c.read { try $0.entries(of: note.id.cast()) }.first)
                try await c.forget(part: file[0].digest, of: entry.hash, ground: "mistake", by: author)
                try await c.forget(part: file[0].digest, of: entry.hash, ground: "mistake", by: author)
                #expect(try await c.verify() == [])
                let order = try #require(try await c.read { connection in try connection.streams().filter { $0.writer == c.writer } }.first)
                let orders = try await c.read { try $0.parcels(of: order, from: 1, limit: 10) }
                var report = MergeReport()
                try await b.receive(orders, into: &report)
                try await b.receive(held, into: &report)
                #expect(try await read(b, file).map { $0 == nil } == [true, false, false])
                #expect(try await b.verify() == [])
                _ = try await a.pull(from: c.database)
                #expect(try await a.dump() == b.dump())
            }
        }
    }

    @Test("leave by an act of their own, and the record that named them stays", arguments: Engine.allCases)
    func takenOut(engine: Engine) async throws {
        try await withStore(engine) { store in
            let (note, file, content) = try await attach(store)
            try await store.perform("note.update", by: author) { act in
                try act.forget(attachments: [file[1].digest, Digest(of: [1])], ground: "mistake")
            }
            #expect(try await read(store, file) == [content[0], nil, content[2]])
            #expect(try await store.note(note.id) != nil)
            #expect(try await store.verify() == [])
        }
    }

    @Test("are gone from the file when the act is answered")
    func scrubbed() async throws {
        try await withFolder { folder in
            let store = try await Store.open(try SQLiteDatabase(path: folder + "/a.db"), samples)
            let words = Array("a word that stands nowhere else".utf8)
            let file = Storage.Attachment(Array(repeating: words, count: 2_000).flatMap { $0 }, about: AnyID(high: 7, low: 7))
            try await store.perform("note.make", by: author) { act in
                act.attach([file])
                try act.make(Note("a"), about: AnyID(high: 7, low: 7))
            }
            let holds = { (wanted: Bool) in
                let files = try FileManager.default.contentsOfDirectory(atPath: folder)
                let isThere = try files.contains { try Data(contentsOf: URL(filePath: folder + "/" + $0)).range(of: Data(words)) != nil }
                #expect(isThere == wanted)
            }
            try holds(true)
            try await store.perform("note.erase", by: author) { try $0.forget(about: AnyID(high: 7, low: 7), ground: "request", keeping: false) }
            try holds(false)
            try await store.database.close()
        }
    }

    @Test("come back from a backup onto the other engine, as they were", arguments: Engine.allCases)
    func backedUp(engine: Engine) async throws {
        try await withStore(engine) { store in
            let (_, file, content) = try await attach(store, about: AnyID(high: 7, low: 7))
            let (_, gone, _) = try await attach(store)
            try await store.perform("note.update", by: author) { try $0.forget(attachments: gone.map(\.digest), ground: "mistake") }
            let bytes = try await store.read { connection in
                let source = try BackupSource(connection, BackupHeading(.journal, id: AnyID(), milliseconds: 1))
                var bytes: [UInt8] = []
                while case let more = try source.next(1 << 16), !more.isEmpty { bytes += more }
                return bytes
            }
            try await TestDatabase.with(engine == .sqlite ? .postgres : .sqlite) { database in
                let back = try await Store.open(database, samples)
                var rest: [UInt8]? = bytes
                let source = {
                    defer { rest = nil }; return rest
                }
                var reader = try BackupReader(source)
                var report = RestoreReport()
                try await back.restoreJournal(&reader, source, into: &report)
                #expect(report.entries == 3)
                #expect(try await read(back, file) == content)
                #expect(try await read(back, gone) == [nil, nil, nil])
                #expect(try await back.dump() == store.dump())
                #expect(try await back.verify() == [])
            }
        }
    }

    @Test("are found by verify where a byte was changed, taken away, put about another or left over", arguments: Engine.allCases)
    func damaged(engine: Engine) async throws {
        let bytes = [UInt8](repeating: 1, count: 40)
        let damages: [(String, String, [Value])] = [
            ("part 3: its bytes were changed", "UPDATE attachment SET bytes = ? WHERE part = ?", [.bytes(bytes)]),
            ("part 3: its bytes were changed", "UPDATE attachment SET subject = ? WHERE part = ?", [AnyID(high: 9, low: 9).value]),
            ("part 3: gone", "DELETE FROM attachment WHERE part = ?", []),
            ("no entry carries it", "UPDATE attachment SET place = place + ? WHERE part = ?", [.integer(5)]),
        ]
        for (words, sql, values) in damages {
            try await withStore(engine) { store in
                let (_, file, _) = try await attach(store)
                let count = try await store.database.write { try $0.run(sql, values + [.bytes(file[1].digest.bytes)]) }
                #expect(count == 1)
                let found = try await store.verify().map(\.description)
                #expect(found.contains { $0.contains(words) }, "\(words) in \(found)")
                if words.contains("changed"), sql.contains("bytes") {
                    _ = await #expect(throws: Malformed.self) { try await read(store, file) }
                }
            }
        }
    }

    @Test("that an earlier version kept among the other parts are put aside when it is opened", arguments: Engine.allCases)
    func migrated(engine: Engine) async throws {
        try await withStore(engine) { store in
            let (_, file, content) = try await attach(store, about: AnyID(high: 7, low: 7))
            let before = try await store.dump()
            try await store.database.write { connection in
                let stream = try connection.streams()[0]
                let parcel = try connection.parcels(of: stream, from: 1, limit: 1)[0]
                try connection.send("UPDATE entry SET parts = ?", [.bytes(parcel.parts)])
                try connection.script("DROP TABLE attachment;")
                try connection.send("DELETE FROM migration WHERE name = 'attachments'")
            }
            let again = try await Store.open(store.database, samples)
            #expect(try await read(again, file) == content)
            #expect(try await again.dump() == before)
            #expect(try await again.verify() == [])
        }
    }
}
