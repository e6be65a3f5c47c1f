import Journal
import Storage
import Support
import Testing

@Suite("A frontier")
struct FrontierTests {
    @Test("shows a record and a table as they were known, whatever came later with an earlier date", arguments: Engine.allCases)
    func known(engine: Engine) async throws {
        try await withStore(engine) { store in
            var note = Note("a")
            _ = try await store.make(note)
            let frozen = try await store.read { try $0.frontier() }
            note.text = "b"
            try await store.change(note)
            let late = Note("late")
            _ = try await store.make(late)
            let id = note.id
            let (record, table, now) = try await store.read { connection in
                (
                    try connection.record(Note.self, id, knownAt: frozen), try connection.table(Note.self, knownAt: frozen),
                    try connection.table(Note.self, knownAt: connection.frontier())
                )
            }
            #expect(record?.text == "a")
            #expect(table.map(\.text) == ["a"])
            #expect(now.map(\.text).sorted() == ["b", "late"])
        }
    }

    @Test("is the same bytes on every node, and refused where its entries are missing")
    func bytes() async throws {
        try await withStore(.sqlite) { store in
            _ = try await store.make(Note("a"))
            let frontier = try await store.read { try $0.frontier() }
            let again = try Frontier(bytes: frontier.bytes)
            #expect(again == frontier)
            #expect(throws: Malformed.self) { try Frontier(bytes: Array(frontier.bytes.dropLast())) }
            _ = try await withStore(.sqlite) { other in
                await #expect(throws: Malformed.self) { try await other.read { try $0.table(Note.self, knownAt: frontier) } }
            }
        }
    }
}
