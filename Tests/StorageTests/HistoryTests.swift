import Journal
import Storage
import Support
import Testing

@Suite("A record’s history")
struct HistoryTests {
    @Test("tells who wrote what, and what stood before", arguments: Engine.allCases)
    func history(engine: Engine) async throws {
        try await withStore(engine) { store in
            var note = Note("a", place: "Agadez")
            _ = try await store.make(note)
            (note.text, note.place) = ("b", nil)
            try await store.change(note)
            let items = try await store.history(of: note.id)
            #expect(items.map(\.isMaking) == [false, true] && items.map(\.act) == ["note.update", "note.make"])
            #expect(items[0].changes.map(\.field) == ["text", "place"])
            #expect(items[0].changes.map(\.before) == [.text("a"), .text("Agadez")])
            #expect(items[0].changes.map(\.after) == [.text("b"), .null])
            #expect(items[1].changes.map(\.before) == [.null, .null])
        }
    }

    @Test("undoes a change, a making and a removal", arguments: Engine.allCases)
    func undo(engine: Engine) async throws {
        try await withStore(engine) { store in
            var note = Note("a")
            let making = try await store.make(note)
            note.text = "b"
            let change = try await store.change(note)
            _ = try await store.undo(change.entry!, by: author)
            #expect(try await store.note(note.id)?.record.text == "a")
            await #expect(throws: Refusal.self) { try await store.undo(making.entry!, by: author) }
            let removal = try await store.perform("note.remove", by: author) { [note] in
                try $0.remove(try #require(try $0.connection.find(Note.self, note.id)))
            }
            #expect(try await store.note(note.id) == nil)
            _ = try await store.undo(removal.entry!, by: author)
            #expect(try await store.note(note.id)?.record.text == "a")
            let other = Note("other")
            let made = try await store.make(other)
            _ = try await store.undo(made.entry!, by: author)
            #expect(try await store.note(other.id) == nil)
            #expect(try await store.verify() == [])
        }
    }

    @Test("is not undone where someone has changed the same since", arguments: Engine.allCases)
    func undoAfter(engine: Engine) async throws {
        try await withStore(engine) { store in
            var note = Note("a")
            _ = try await store.make(note)
            note.text = "b"
            let change = try await store.change(note)
            note.place = "Dosso"
            try await store.change(note)
            _ = try await store.undo(change.entry!, by: author)
            #expect(try await store.note(note.id)?.record.text == "a")
            await #expect(throws: Refusal.self) { try await store.undo(change.entry!, by: author) }
        }
    }

    @Test("gives the record, and the whole table, as they stood at each moment", arguments: Engine.allCases)
    func asOf(engine: Engine) async throws {
        let clock = TestClock()
        try await withStore(engine, clock: clock) { store in
            var random = SeededRandom(7)
            var notes: [ID<Note>: Note] = [:]
            var states: [(Stamp, [ID<Note>: Note])] = []
            for number in 0..<40 {
                clock.now += 1000
                if let old = notes.values.sorted(by: { $0.id < $1.id }).randomElement(using: &random), number % 3 > 0 {
                    if number % 10 == 4 {
                        try await store.perform("note.remove", by: author) {
                            try $0.remove(try #require(try $0.connection.find(Note.self, old.id)))
                        }
                        notes[old.id] = nil
                    } else {
                        var new = old
                        (new.text, new.place) = ("t\(number)", number % 2 == 0 ? nil : "p\(number)")
                        try await store.change(new)
                        notes[old.id] = new
                    }
                } else {
                    let note = Note("n\(number)")
                    _ = try await store.make(note)
                    notes[note.id] = note
                }
                states.append((Stamp(milliseconds: clock.now, counter: .max), notes))
            }
            for (stamp, expected) in states {
                let table = try await store.read { try $0.table(Note.self, asOf: stamp) }
                #expect(table == expected.values.sorted { $0.id < $1.id })
                #expect(try await store.asKnown(at: stamp) { try $0.all(Note.self, "ORDER BY id").map(\.record) } == table)
                for id in notes.keys {
                    #expect(try await store.note(id, asOf: stamp) == expected[id])
                }
            }
        }
    }

    @Test("keeps a value erased, also as it stood before the erasure, and the bytes leave the entry", arguments: Engine.allCases)
    func forget(engine: Engine) async throws {
        let clock = TestClock()
        try await withStore(engine, clock: clock) { store in
            let subject = AnyID()
            var note = Note("a", place: "Agadez")
            _ = try await store.make(note, about: subject)
            clock.now += 1000
            note.place = "Dosso"
            let change = try await store.change(note)
            let entry = try #require(try await store.read { try $0.entry(change.entry!) })
            #expect(entry.parts.first??.subject == subject)
            let then = Stamp(milliseconds: clock.now, counter: .max)
            clock.now += 1000
            try await store.forget(part: entry.header.parts[0], of: entry.hash, ground: "art. 17", by: author)
            #expect(try await store.note(note.id)?.record == Note.like(note, place: nil))
            #expect(try await store.note(note.id, asOf: then) == Note.like(note, place: nil))
            #expect(try await store.read { try $0.table(Note.self, asOf: then) } == [Note.like(note, place: nil)])
            #expect(try await store.read { try $0.entry(entry.hash) }?.parts == [nil])
            let items = try await store.history(of: note.id)
            #expect(items.first { $0.entry == entry.hash }?.changes.map { $0.after == nil } == [true])
            #expect(try await store.verify() == [])
            let before = try await store.dump()
            try await store.rebuild()
            #expect(try await store.dump() == before)
            note.place = "Niamey"
            try await store.change(note)
            #expect(try await store.note(note.id)?.record.place == "Niamey")
            #expect(try await store.collisions(of: note.id).isEmpty)
            #expect(try await store.verify() == [])
        }
    }

    @Test("loses no order to forget by another such order", arguments: Engine.allCases)
    func dropOfDrop(engine: Engine) async throws {
        try await withStore(engine) { store in
            let note = Note("a")
            let made = try await store.make(note)
            let entry = try #require(try await store.read { try $0.entry(made.entry!) })
            try await store.forget(part: entry.header.parts[0], of: entry.hash, ground: "art. 17", by: author)
            let stream = try await store.read { try $0.streams() }[0]
            let drop = try #require(try await store.read { try $0.entry(stream.head) })
            await #expect(throws: StoreError.notHere("part")) {
                try await store.forget(part: drop.header.parts[0], of: drop.hash, ground: "none", by: author)
            }
            #expect(try await store.note(note.id)?.record.text == "")
        }
    }
}

extension Note {
    static func like(_ note: Note, place: String?) -> Note {
        var copy = note
        copy.place = place
        return copy
    }
}
