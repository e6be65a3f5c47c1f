import Journal
import Storage
import Support
import Testing

@Suite("Acts done together")
struct TogetherTests {
    @Test("are each an entry and a receipt of their own, chained, and see what those before them wrote", arguments: Engine.allCases)
    func chain(engine: Engine) async throws {
        try await withStore(engine) { store in
            _ = try await store.make(Note("before"))
            let note = Note("a")
            let tokens = [AnyID(), AnyID(), AnyID()]
            let deeds = [
                Deed("note.make", by: author, token: tokens[0]) { try $0.make(note) },
                Deed("note.change", by: author, token: tokens[1]) { act in
                    var seen = try #require(try act.connection.find(Note.self, note.id)).record
                    seen.text += "b"
                    try act.update(seen)
                },
                Deed("note.make", by: author, token: tokens[2]) { try $0.make(Note("c")) },
            ]
            let outcomes = try await store.performTogether(deeds)
            #expect(Set(outcomes.compactMap(\.entry)).count == 3)
            #expect(try await store.note(note.id)?.record.text == "ab")
            #expect(try await store.history(of: note.id).map(\.act) == ["note.change", "note.make"])
            #expect(try await store.read { try $0.streams() }.map(\.position) == [4])
            #expect(try await store.performTogether(deeds).map(\.isRepeat) == [true, true, true])
            _ = try await store.make(Note("after"))
            #expect(try await store.verify() == [])
        }
    }

    @Test("stand all or none", arguments: Engine.allCases)
    func refusal(engine: Engine) async throws {
        try await withStore(engine) { store in
            await #expect(throws: Refusal.self) {
                try await store.performTogether([
                    Deed("note.make", by: author) { try $0.make(Note("a")) },
                    Deed("note.make", by: author) { _ in throw Refusal("no", Phrase(same: "no")) },
                ])
            }
            let notes = try await store.read { try $0.all(Note.self).count }
            let streams = try await store.read { try $0.streams().count }
            let none = try await store.performTogether([])
            #expect(notes == 0 && streams == 0 && none.isEmpty)
        }
    }

    @Test("keep the end of each scope’s own stream", arguments: Engine.allCases)
    func scopes(engine: Engine) async throws {
        try await withStore(engine) { store in
            let letters = Scope.between(ID(high: 1, low: 1), and: ID(high: 1, low: 2))
            for _ in 0..<2 {
                try await store.performTogether([
                    Deed("note.make", by: author) { try $0.make(Note("a")) },
                    Deed("letter.make", by: author, in: letters) { try $0.make(Letter()) },
                    Deed("note.make", by: author) { try $0.make(Note("b")) },
                ])
            }
            #expect(try await store.read { try $0.streams() }.map(\.position).sorted() == [2, 4])
            #expect(try await store.verify() == [])
        }
    }
}
