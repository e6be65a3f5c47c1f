import Journal
import Storage
import StorageSQLite
import Support
import Synchronization
import Testing

@Suite("A fault at any statement")
struct FaultTests {
    @Test("leaves nothing of an act, of a merge, of an erasure or of a rebuild", arguments: Engine.allCases)
    func everyStatement(engine: Engine) async throws {
        try await withStore(.sqlite) { other in
            var note = Note("a", place: "x")
            _ = try await other.make(note)
            try await TestDatabase.with(engine) { inner in
                let database = FaultyDatabase(inner)
                let store = try await Store.open(database, samples, now: TestClock().read)
                _ = try await store.pull(from: other.database)
                for text in ["b", "c"] {
                    note.text = text
                    try await other.change(note)
                }
                let subject = AnyID()
                let erased = try await store.make(Note("erased"), about: subject)
                let part = try #require(try await store.read { try $0.entry(erased.entry!) }).header.parts[0]
                var mine = try #require(try await store.note(note.id)).record
                mine.text = "mine"
                try await walk(store, database, "an act") { [mine] in
                    try await store.perform("note.both", by: author) { act in
                        try act.make(Note("new"))
                        try act.update(mine)
                    }
                }
                try await walk(store, database, "a merge") { _ = try await store.pull(from: other.database) }
                try await walk(store, database, "an erasure") {
                    try await store.forget(part: part, of: erased.entry!, ground: "art. 17", by: author)
                }
                try await walk(store, database, "a rebuild") { try await store.rebuild() }
                #expect(try await store.collisions(of: note.id).first?.values.map(\.value) == [.text("c"), .text("mine")])
            }
        }
    }

    /// Fails the first statement, then the second, and so on, until the work is done; nothing of a failed try stands.
    private func walk(_ store: Store, _ database: FaultyDatabase, _ name: String, _ work: () async throws -> Void) async throws {
        for number in 1... {
            let before = try await store.dump()
            database.fail(at: number)
            do {
                try await work()
                database.fail(at: nil)
                #expect(number > 5, "\(name) ran \(number) statements")
                #expect(try await store.read { try $0.first("SELECT 1 FROM setting WHERE name = 'scrub'") { _ in true } } == nil, "\(name)")
                #expect(try await store.verify() == [], "\(name)")
                return
            } catch is FaultyDatabase.Fault {
                database.fail(at: nil)
                // A fault after the commit: the act stands, and what it deleted waits still to leave the disk.
                let isOwed = try await store.read { try $0.first("SELECT 1 FROM setting WHERE name = 'scrub'") { _ in true } ?? false }
                if !isOwed { #expect(try await store.dump() == before, "\(name), statement \(number)") }
                #expect(try await store.verify() == [], "\(name), statement \(number)")
            }
        }
    }
}

/// A database whose n-th statement of a writer fails.
final class FaultyDatabase: Database {
    struct Fault: Error {}

    let engine: Engine
    private let inner: any Database
    private let left = Mutex<Int?>(nil)

    init(_ inner: any Database) {
        self.inner = inner
        engine = inner.engine
    }

    func fail(at number: Int?) {
        left.withLock { $0 = number }
    }

    fileprivate func step() throws {
        try left.withLock { left in
            guard let number = left else { return }
            left = number - 1
            if number <= 1 { throw Fault() }
        }
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await inner.read(body)
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await inner.write { try body(FaultyConnection($0, self)) }
    }

    func claim(slot: Int) async throws -> (any SlotClaim)? { try await inner.claim(slot: slot) }
    func scrub() async throws { try await inner.scrub() }
    func close() async throws { try await inner.close() }
}

private final class FaultyConnection: Connection {
    let engine: Engine
    private let inner: any Connection
    private let database: FaultyDatabase

    init(_ inner: any Connection, _ database: FaultyDatabase) {
        (self.inner, self.database) = (inner, database)
        engine = inner.engine
    }

    func run(_ sql: String, _ values: [Value]) throws -> Int {
        try database.step()
        return try inner.run(sql, values)
    }

    func send(_ sql: String, _ values: [Value]) throws {
        try database.step()
        try inner.send(sql, values)
    }

    func each(_ sql: String, _ values: [Value], _ body: (any Row) throws -> Void) throws {
        try database.step()
        try inner.each(sql, values, body)
    }

    func script(_ sql: String) throws {
        try database.step()
        try inner.script(sql)
    }

    func tables() throws -> [String] {
        try database.step()
        return try inner.tables()
    }
}
