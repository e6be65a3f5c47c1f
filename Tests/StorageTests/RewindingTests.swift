import Journal
import Storage
import Support
import Testing

@Suite("What was known at a moment")
struct RewindingTests {
    @Test("is read from the network’s own tables, which stand as before once it is read", arguments: Engine.allCases)
    func rewound(engine: Engine) async throws {
        let clock = TestClock()
        try await withStore(engine, clock: clock) { store in
            var changed = Note("première")
            let gone = Note("deuxième")
            for note in [changed, gone] { _ = try await store.make(note) }
            let moment = Stamp(milliseconds: clock.now, counter: .max)
            clock.now += 1000
            changed.text = "changée"
            try await store.change(changed)
            try await store.perform("note.remove", by: author) { try $0.remove(try #require(try $0.connection.find(Note.self, gone.id))) }
            _ = try await store.make(Note("troisième"))
            let texts = { @Sendable (connection: any Connection) in try connection.all(Note.self, "ORDER BY text").map(\.record.text) }
            #expect(try await store.asKnown(at: moment, texts) == ["deuxième", "première"])
            #expect(try await store.read(texts) == ["changée", "troisième"])
            #expect(try await store.asKnown(at: Stamp(milliseconds: clock.now, counter: .max), texts) == ["changée", "troisième"])
            await #expect(throws: TooFarBack.self) { try await store.asKnown(at: moment, most: 2, texts) }
            // What is thrown while it reads comes out as it is, and leaves nothing behind.
            await #expect(throws: Malformed.self) { try await store.asKnown(at: moment) { _ in throw Malformed("on purpose") } }
            #expect(try await store.read(texts) == ["changée", "troisième"])
            #expect(try await store.verify() == [])
        }
    }
}
