import Journal
import Storage
import StorageSQLite
import Support
import Testing

@Suite("Merging")
struct MergeTests {
    @Test("brings over what the other lacks, once, and a second time nothing", arguments: Engine.allCases)
    func pull(engine: Engine) async throws {
        try await withStores(engine) { a, b in
            let notes = (0..<25).map { Note("n\($0)") }
            for note in notes { _ = try await a.make(note) }
            let report = try await b.pull(from: a.database, batch: 7)
            #expect(report.received == 25 && report.refused == [])
            #expect(try await b.dump() == a.dump())
            #expect(try await b.pull(from: a.database) == MergeReport())
            #expect(try await b.verify() == [])
        }
    }

    @Test("keeps both values where two people changed a field while apart, and equal ones do not collide", arguments: Engine.allCases)
    func collision(engine: Engine) async throws {
        try await withStores(engine) { a, b in
            let note = Note("a", place: "x")
            _ = try await a.make(note)
            _ = try await b.pull(from: a.database)
            for (store, text) in [(a, "on a"), (b, "on b")] {
                var mine = note
                (mine.text, mine.place) = (text, "same")
                try await store.change(mine)
            }
            try await exchange(a, b)
            let collisions = try await a.collisions(of: note.id)
            #expect(collisions.map(\.field) == ["text"] && Set(collisions[0].values.map(\.value)) == [.text("on a"), .text("on b")])
            var next = try #require(try await a.note(note.id)).record
            next.place = "later"
            try await a.change(next)
            #expect(try await a.collisions(of: note.id).map(\.field) == ["text"])
            try await a.perform("note.settle", by: author) {
                try $0.settle(kind: "note", note.id.cast(), field: "text", with: .text("on b"))
            }
            try await exchange(a, b)
            #expect(try await b.collisions(of: note.id).isEmpty)
            #expect(try await b.note(note.id)?.record.text == "on b")
        }
    }

    @Test("gives one record where one form was sent to two nodes", arguments: Engine.allCases)
    func twoMakings(engine: Engine) async throws {
        try await withStores(engine) { a, b in
            let note = Note("a", place: "x")
            _ = try await a.make(note)
            _ = try await b.make(note)
            try await exchange(a, b)
            #expect(try await a.collisions(of: note.id).isEmpty)
            var next = note
            next.text = "b"
            try await b.change(next)
            try await exchange(a, b)
            #expect(try await a.collisions(of: note.id).isEmpty)
            #expect(try await a.note(note.id)?.record == next)
        }
    }

    @Test("keeps a kind from a newer version, sends it on, and shows it once the version knows it", arguments: Engine.allCases)
    func unknownKind(engine: Engine) async throws {
        try await withFolder { folder in
            try await withStores(engine) { old, newest in
                let database = try SQLiteDatabase(path: folder + "/newer.db")
                let newer = try await Store.open(database, newerSamples)
                let later = Later(text: "a")
                try await newer.perform("later.make", by: author) { try $0.make(later) }
                _ = try await old.pull(from: newer.database)
                #expect(try await old.verify() == [])
                #expect(try await old.read { try $0.history(of: later.id.cast()) }.map(\.act) == ["later.make"])
                _ = try await newest.pull(from: old.database)
                let upgraded = try await Store.open(newest.database, newerSamples)
                let text = try await upgraded.read { try $0.find(Later.self, later.id)?.record.text }
                #expect(text == "a")
                #expect(try await upgraded.verify() == [])
                try await database.close()
            }
        }
    }

    @Test("keeps both branches of a copied writer, tells, and writes as someone new", arguments: Engine.allCases)
    func branches(engine: Engine) async throws {
        try await withStores(engine) { a, b in
            _ = try await a.make(Note("common"))
            let copied = a.writer
            let mine = try await a.make(Note("mine"))
            let stream = try await a.read { try $0.streams() }[0]
            let common = try await a.read { try $0.parcels(of: stream, from: 1, limit: 1) }[0]
            let first = try Header(bytes: common.header)
            var parcels = [common]
            var previous = Digest(of: common.header)
            for number in UInt64(2)...3 {
                let note = Note("theirs \(number)")
                let (parcel, hash) = parcel(making: note, like: first, sequence: number, previous: previous)
                parcels.append(parcel)
                previous = hash
            }
            var report = MergeReport()
            try await a.receive(parcels, into: &report)
            #expect(report.branchedWriters == [copied] && report.duplicates == 1 && report.received == 2)
            #expect(a.writer != copied)
            #expect(try await a.read { try $0.streams() }.map(\.position) == [2, 3])
            #expect(try await a.read { try $0.rows("SELECT code FROM finding") { try $0.text(0) } } == ["writer.branched"])
            _ = try await a.make(Note("after"))
            #expect(try await a.verify() == [])
            #expect(try await b.pull(from: a.database).branchedWriters == [copied])
            #expect(try await b.dump() == a.dump())
            #expect(try await b.read { try $0.entry(mine.entry!) } != nil)
        }
    }

    @Test("writes as someone new once an entry comes that this writer should have written", arguments: Engine.allCases)
    func copiedAhead(engine: Engine) async throws {
        try await withStores(engine) { a, _ in
            _ = try await a.make(Note("common"))
            let copied = a.writer
            let stream = try await a.read { try $0.streams() }[0]
            let first = try Header(bytes: try await a.read { try $0.parcels(of: stream, from: 1, limit: 1) }[0].header)
            let (next, _) = parcel(making: Note("theirs"), like: first, sequence: 2, previous: stream.head)
            var report = MergeReport()
            try await a.receive([next], into: &report)
            #expect(report.branchedWriters == [copied] && a.writer != copied)
        }
    }

    @Test("takes in an entry stamped more than five minutes ahead, marks it, and keeps its own clock", arguments: Engine.allCases)
    func ahead(engine: Engine) async throws {
        try await withStores(engine, ahead: 400_000) { a, b in
            _ = try await a.make(Note("soon"))
            let report = try await b.pull(from: a.database)
            #expect(report.ahead == 1)
            let own = try await b.make(Note("now"))
            #expect(try await b.read { try $0.entry(own.entry!) }?.header.stamp.milliseconds == 1_800_000_000_000)
            #expect(try await b.read { try $0.rows("SELECT code FROM finding") { try $0.text(0) } } == ["entry.ahead"])
        }
    }

    @Test("refuses what does not follow or was changed on the way, and takes in the other streams", arguments: Engine.allCases)
    func forged(engine: Engine) async throws {
        try await withStores(engine) { a, b in
            for number in 0..<3 { _ = try await a.make(Note("n\(number)")) }
            let stream = try await a.read { try $0.streams() }[0]
            let parcels = try await a.read { try $0.parcels(of: stream, from: 1, limit: 9) }
            var report = MergeReport()
            await #expect(throws: MergeError.gap(position: 2)) { try await b.receive([parcels[1]], into: &report) }
            let changed = Parcel(header: parcels[0].header, parts: parcels[1].parts)
            await #expect(throws: MergeError.changedPart(entry: Digest(of: parcels[0].header))) {
                try await b.receive([changed], into: &report)
            }
            try await b.receive([parcels[0]], into: &report)
            var header = try Header(bytes: parcels[1].header)
            header.sequence = 7
            await #expect(throws: MergeError.malformed("it follows an entry that it cannot follow")) {
                try await b.receive([Parcel(header: header.bytes, parts: parcels[1].parts)], into: &report)
            }
            #expect(try await b.read { try $0.streams() }.map(\.position) == [1])
            try await a.database.write {
                _ = try $0.run("UPDATE entry SET parts = ? WHERE place = ?", [.bytes([9]), .integer(1 << 40 + 2)])
            }
            let letter = Letter(text: "a")
            try await a.perform("letter.make", by: author, in: .between(ID(), and: ID())) { try $0.make(letter) }
            let pulled = try await b.pull(from: a.database)
            #expect(pulled.refused.count == 1 && pulled.received == 1)
        }
    }

    @Test("leaves readings where they are, and takes only the scopes that are wanted", arguments: Engine.allCases)
    func scopes(engine: Engine) async throws {
        try await withStores(engine) { a, b in
            _ = try await a.make(Note("a"))
            let letter = Letter(text: "a")
            try await a.perform("letter.make", by: author, in: .between(ID(), and: ID())) { try $0.make(letter) }
            let report = try await b.pull(from: a.database, wants: { $0 == .network })
            #expect(report.received == 1)
            let entry = Header(
                writer: ID(), scope: .readings(ID()), sequence: 1, previous: nil, stamp: Stamp(raw: 1), author: nil, act: "read", parts: [])
            var refused = MergeReport()
            await #expect(throws: MergeError.self) { try await b.receive([Parcel(header: entry.bytes, parts: [])], into: &refused) }
        }
    }

    @Test(
        "forgets a part on every node, whichever of the two arrives first, and for a third that hears of both", arguments: Engine.allCases)
    func drops(engine: Engine) async throws {
        try await withStores(engine) { a, b in
            var note = Note("a", place: "x")
            _ = try await a.make(note)
            note.text = "secret of one person"
            let change = try await a.change(note)
            _ = try await b.pull(from: a.database)
            let entry = try #require(try await a.read { try $0.entry(change.entry!) })
            let target = try #require(try await a.read { try $0.streams() }.first)
            let full = try await a.read { try $0.parcels(of: target, from: 1, limit: 2) }
            try await b.forget(part: entry.header.parts[0], of: entry.hash, ground: "art. 17", by: author)
            _ = try await a.pull(from: b.database)
            #expect(try await a.note(note.id)?.record.text == "")
            #expect(try await a.dump() == b.dump())
            #expect(try await a.verify() == [])
            try await TestDatabase.with(.sqlite) { database in
                let c = try await Store.open(database, samples)
                let own = try await b.read { try $0.streams() }.first { $0.writer == b.writer }!
                var report = MergeReport()
                try await c.receive(try await b.read { try $0.parcels(of: own, from: 1, limit: 9) }, into: &report)
                #expect(try await c.verify() == [])
                try await c.receive(full, into: &report)
                #expect(try await c.dump() == a.dump())
                #expect(try await c.verify() == [])
                try await c.rebuild()
                #expect(try await c.dump() == a.dump())
            }
        }
    }

    /// One entry that makes a note, as the writer of another header would have written it.
    private func parcel(making note: Note, like other: Header, sequence: UInt64, previous: Digest) -> (Parcel, Digest) {
        let part = Part(
            .changes([
                RecordChange(kind: "note", record: note.id.cast(), isMaking: true, fields: [FieldChange("text", .text(note.text))])
            ])
        ).bytes
        let header = Header(
            writer: other.writer, scope: other.scope, sequence: sequence, previous: previous,
            stamp: Stamp(milliseconds: other.stamp.milliseconds + 1, counter: UInt16(sequence)), author: nil, act: "note.make",
            parts: [Digest(of: part)])
        return (Parcel(header: header.bytes, parts: Entry.bundle([part])), Digest(of: header.bytes))
    }

    private func exchange(_ a: Store, _ b: Store) async throws {
        _ = try await a.pull(from: b.database)
        _ = try await b.pull(from: a.database)
        #expect(try await a.dump() == b.dump())
        for store in [a, b] { #expect(try await store.verify() == []) }
    }

    private func withStores(_ engine: Engine, ahead: UInt64 = 0, _ body: (Store, Store) async throws -> Void) async throws {
        try await TestDatabase.with(engine) { one in
            try await TestDatabase.with(.sqlite) { other in
                try await body(
                    try await Store.open(one, samples, now: TestClock(1_800_000_000_000 + ahead).read),
                    try await Store.open(other, samples, now: TestClock().read))
            }
        }
    }
}
