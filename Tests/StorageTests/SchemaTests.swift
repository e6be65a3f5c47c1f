import Foundation
import Journal
import Storage
import Support
import Testing

@Suite("The schema")
struct SchemaTests {
    @Test("gives every table a role, or is a kind’s", arguments: Engine.allCases)
    func roles(engine: Engine) async throws {
        try await withStore(engine) { store in
            let tables = Set(try await store.read { try $0.tables() })
            let roles = Set(Migration.roles.keys)
            #expect(tables.subtracting(roles) == Set(samples.kinds.map(\.name)))
            #expect(roles.subtracting(tables) == [])
        }
    }

    @Test("is the one approved in Fixtures/schema", arguments: Engine.allCases)
    func approved(engine: Engine) async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/schema/\(engine.rawValue).sql")
        try await withStore(engine) { store in
            let found = try await store.read { try $0.schemaText() }
            let approved = try? String(contentsOf: file, encoding: .utf8)
            if found != approved {
                let received = file.appendingPathExtension("received")
                try found.write(to: received, atomically: true, encoding: .utf8)
                Issue.record("the schema differs from \(file.lastPathComponent); what was found lies beside it")
            }
        }
    }

    @Test("is brought up to date step by step, each once", arguments: Engine.allCases)
    func migrations(engine: Engine) async throws {
        try await withStore(engine) { store in
            let more = Migration(2, "add-thing", "CREATE TABLE thing (id INTEGER NOT NULL PRIMARY KEY);")
            for _ in 0..<2 { _ = try await Store.open(store.database, samples, migrations: [more]) }
            let done = try await store.read {
                try $0.rows("SELECT number, name FROM migration ORDER BY number") { "\(try $0.integer(0)) \(try $0.text(1))" }
            }
            #expect(done == ["1 journal", "2 add-thing", "7 proofs", "8 subjects", "14 attachments", "23 tallies"])
        }
    }

    @Test("has no kind that is named like a table of Storage’s own", arguments: Engine.allCases)
    func reserved(engine: Engine) async throws {
        struct Writer: Record {
            static let kind = "writer"
            static let title = Phrase(same: "Writer")
            static let scope = ScopeForm.network
            static let fields: [Field<Writer>] = []
            var id = ID<Writer>()
        }
        try await TestDatabase.with(engine) { database in
            _ = await #expect(throws: StoreError.reservedName("writer")) {
                try await Store.open(database, Schema([RecordKind(Writer.self)]))
            }
        }
    }

    /// The notes of another version, which had one field.
    private struct Shorter: Record {
        static let kind = "note"
        static let title = Phrase(same: "Note")
        static let scope = ScopeForm.network
        static let fields: [Field<Shorter>] = [.init("text", \.text, "Texte", en: "Text", required: true)]
        var id = ID<Shorter>()
        var text = ""
    }

    @Test("makes changed tables beside the old ones while others read and write, also what comes meanwhile", arguments: Engine.allCases)
    func prepared(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            let old = try await Store.open(database, Schema([RecordKind(Shorter.self)]))
            var notes: [Shorter] = []
            for number in 1...40 {
                var note = Shorter()
                note.text = "note \(number)"
                notes.append(note)
            }
            let made = notes
            try await old.perform("note.make", by: author) { act in for note in made { try act.make(note) } }
            let store = try await Store.open(database, samples, preparingLater: true)
            #expect(store.preparation?.kinds.contains("note") == true)
            // What needs no such table is done; what does is refused, and nothing of it stands.
            await #expect(throws: StoreError.unknownKind("note")) { try await store.make(Note("too early")) }
            await #expect(throws: StorageError.busy) { try await store.verify() }
            // A process that ended halfway leaves its tables behind.
            _ = try await database.write { try $0.script("CREATE TABLE shadow_note (id BLOB NOT NULL PRIMARY KEY);") }
            // The version before goes on writing while the tables are made.
            let writing = Task {
                for note in made.shuffled() {
                    var changed = note
                    changed.text += " changed"
                    let new = changed
                    _ = try? await old.perform("note.change", by: author) { try $0.update(new) }
                }
            }
            try await store.prepare(pause: .milliseconds(10))
            #expect(store.preparation == nil)
            await writing.value
            _ = try await store.make(Note("after", place: "Agadez"))
            #expect(try await store.verify() == [])
            let dump = try await store.dump()
            try await store.rebuild()
            #expect(try await store.dump() == dump)
            #expect(try await store.read { try $0.tables().filter { $0.hasPrefix("shadow_") } } == [])
            #expect(try await store.read { try $0.all(Note.self).count } == 41)
        }
    }

    @Test("makes a table again when its fields have changed, and shows what the journal holds of them", arguments: Engine.allCases)
    func changedKind(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            let note = Note("a", place: "Agadez")
            let old = try await Store.open(database, Schema([RecordKind(Shorter.self)]))
            let newer = try await Store.open(database, samples)
            _ = try await newer.make(note)
            let before = try await newer.dump()
            let again = try await Store.open(database, old.schema)
            #expect(try await again.verify() == [])
            let back = try await Store.open(database, samples)
            #expect(try await back.dump() == before)
            #expect(try await back.verify() == [])
        }
    }
}

extension Connection {
    /// Each table with its columns and each index, as the engine itself tells them; the samples' own tables left out.
    fileprivate func schemaText() throws -> String {
        switch engine {
        case .sqlite:
            try rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name") { try $0.text(0) }
                .filter { sql in !samples.kinds.contains { sql.contains("\"\($0.name)\"") } }
                .map { $0 + ";\n" }.joined()
        case .postgres:
            try postgresTables() + postgresIndexes()
        }
    }

    private func postgresTables() throws -> String {
        let columns = try rows(
            """
            SELECT c.relname::TEXT, a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                || CASE WHEN a.attcollation <> 0 THEN ' COLLATE ' || l.collname ELSE '' END
                || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
            LEFT JOIN pg_collation l ON l.oid = a.attcollation
            WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0 ORDER BY c.relname, a.attnum
            """
        ) { (try $0.text(0), try $0.text(1)) }
        let tables = Dictionary(grouping: columns, by: \.0).filter { table in !samples.kinds.contains { $0.name == table.key } }
        return tables.sorted { $0.key < $1.key }.map { "\($0.key) (\n" + $0.value.map { "    \($0.1)\n" }.joined() + ")\n" }.joined()
    }

    private func postgresIndexes() throws -> String {
        try rows(
            """
            SELECT tablename::TEXT, replace(indexdef, schemaname || '.', '') FROM pg_indexes
            WHERE schemaname = current_schema() ORDER BY indexname
            """
        ) { (try $0.text(0), try $0.text(1)) }
        .filter { index in !samples.kinds.contains { $0.name == index.0 } }.map { $0.1 + ";\n" }.joined()
    }
}
