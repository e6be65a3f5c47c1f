import Journal
import Storage
import Support
import Testing

@Suite("A store")
struct StoreTests {
    @Test("writes the row, the entry, its history and its receipt with one act", arguments: Engine.allCases)
    func act(engine: Engine) async throws {
        try await withStore(engine) { store in
            let note = Note("a", place: "Agadez")
            let token = AnyID()
            let outcome = try await store.make(note, token: token)
            #expect(try await store.note(note.id)?.record == note)
            let hash = try #require(outcome.entry)
            let entry = try #require(try await store.read { try $0.entry(hash) })
            #expect(entry.header.act == "note.make" && entry.header.author == author.account && entry.header.writer == store.writer)
            #expect(entry.changes.map(\.record) == [note.id.cast()] && entry.changes[0].fields.map(\.field) == ["text", "place"])
            #expect(try await store.history(of: note.id).map(\.entry) == [hash])
            let again = try await store.make(Note("b"), token: token)
            #expect(again.entry == hash && again.isRepeat)
            #expect(try await store.read { try $0.all(Note.self) }.count == 1)
            #expect(try await store.verify() == [])
        }
    }

    @Test("does nothing of an act that is refused, and writes no entry for one that changes nothing", arguments: Engine.allCases)
    func nothing(engine: Engine) async throws {
        try await withStore(engine) { store in
            let note = Note("a")
            await #expect(throws: Refusal.self) {
                try await store.perform("note.make", by: author) { act in
                    try act.make(note)
                    throw Refusal("no", Phrase(same: "no"))
                }
            }
            #expect(try await store.note(note.id) == nil)
            _ = try await store.make(note)
            #expect(try await store.change(note).entry == nil)
            #expect(try await store.read { try $0.streams() }.map(\.position) == [1])
        }
    }

    @Test("keeps both values when a form was stale, and a person settles them", arguments: Engine.allCases)
    func staleForm(engine: Engine) async throws {
        try await withStore(engine) { store in
            var note = Note("a", place: "Agadez")
            _ = try await store.make(note)
            let seen = try #require(try await store.note(note.id)).versions
            note.text = "b"
            try await store.change(note, seen: seen)
            note.text = "c"
            note.place = "Niamey"
            try await store.change(note, seen: seen)
            #expect(try await store.note(note.id)?.record == note)
            let collisions = try await store.collisions(of: note.id)
            #expect(collisions.map(\.field) == ["text"])
            #expect(collisions.first?.values.map(\.value) == [.text("c"), .text("b")])
            #expect(try await store.read { try $0.contestedRecords(of: "note") } == [note.id.cast()])
            #expect(try await store.verify() == [])
            let record: AnyID = note.id.cast()
            try await store.perform("note.settle", by: author) { try $0.settle(kind: "note", record, field: "text", with: .text("b")) }
            #expect(try await store.note(note.id)?.record.text == "b")
            #expect(try await store.read { try $0.contestedRecords(of: "note") }.isEmpty)
            #expect(try await store.verify() == [])
        }
    }

    @Test("changes nothing that a person with a stale form did not touch", arguments: Engine.allCases)
    func untouched(engine: Engine) async throws {
        try await withStore(engine) { store in
            let first = Note("a", place: "Agadez", count: nil)
            _ = try await store.make(first)
            let seen = try #require(try await store.note(first.id)).versions
            var other = first
            (other.text, other.place, other.count) = ("b", nil, 3)
            try await store.change(other)
            #expect(try await store.change(first, seen: seen).entry == nil)
            #expect(try await store.note(first.id)?.record == other)
            var third = first
            third.place = "Dosso"
            try await store.change(third, seen: seen)
            #expect(try await store.note(first.id)?.record.place == "Dosso")
            #expect(try await store.note(first.id)?.record.text == "b")
            #expect(try await store.collisions(of: first.id).first?.values.map(\.value) == [.text("Dosso"), .null])
            #expect(try await store.verify() == [])
        }
    }

    @Test("writes only the fields that a form asked for", arguments: Engine.allCases)
    func asked(engine: Engine) async throws {
        try await withStore(engine) { store in
            var note = Note("a", place: "Agadez")
            _ = try await store.make(note)
            (note.text, note.place) = ("b", nil)
            try await store.change(note, asked: ["text"])
            #expect(try await store.note(note.id)?.record.place == "Agadez")
        }
    }

    @Test("writes a field once where one act changes it twice", arguments: Engine.allCases)
    func twice(engine: Engine) async throws {
        try await withStore(engine) { store in
            let made = Note("a", place: "Agadez")
            let old = Note("old")
            _ = try await store.make(old)
            let outcome = try await store.perform("note.both", by: author) { act in
                try act.make(made)
                for (text, place) in [("b", nil), ("c", "Dosso"), ("d", nil)] as [(String, String?)] {
                    for id in [made.id, old.id] {
                        var next = Note(text, place: place)
                        next.id = id
                        try act.update(next)
                        #expect(try act.note(id) == next)
                    }
                }
            }
            let entry = try #require(try await store.read { try $0.entry(outcome.entry!) })
            #expect(entry.changes.map { $0.fields.map(\.field) } == [["text"], ["text", "place"]])
            #expect(try await store.note(made.id)?.record.text == "d")
            #expect(try await store.verify() == [])
        }
    }

    @Test("shows an act its own changes where a record is contested", arguments: Engine.allCases)
    func contested(engine: Engine) async throws {
        try await withStore(engine) { store in
            var note = Note("a")
            _ = try await store.make(note)
            let seen = try #require(try await store.note(note.id)).versions
            note.text = "b"
            try await store.change(note)
            let stale = note
            try await store.perform("note.update", by: author) { act in
                var note = stale
                note.text = "c"
                try act.update(note, seen: seen)
                #expect(try act.note(note.id)?.text == "c")
                note.text = "d"
                try act.update(note)
                #expect(try act.note(note.id)?.text == "d")
            }
            #expect(try await store.note(note.id)?.record.text == "d")
            #expect(try await store.collisions(of: stale.id).first?.values.map(\.value) == [.text("d"), .text("b")])
            #expect(try await store.verify() == [])
        }
    }

    @Test("makes a record whose fields are all empty, and makes none a second time", arguments: Engine.allCases)
    func blank(engine: Engine) async throws {
        try await withStore(engine) { store in
            let blank = Blank()
            try await store.perform("blank.make", by: author) { try $0.make(blank) }
            #expect(try await store.blank(blank.id)?.record == blank)
            try await store.perform("blank.remove", by: author) {
                try $0.remove(try #require(try $0.connection.find(Blank.self, blank.id)))
            }
            #expect(try await store.blank(blank.id) == nil)
            await #expect(throws: StoreError.alreadyMade("blank")) {
                try await store.perform("blank.make", by: author) { try $0.make(blank) }
            }
            #expect(try await store.verify() == [])
        }
    }

    @Test("that is made twice stands once, beside what the same act made before it", arguments: Engine.allCases)
    func madeTwice(engine: Engine) async throws {
        try await withStore(engine) { store in
            let (note, other) = (Note("a"), Note("b"))
            _ = try await store.make(note)
            await #expect(throws: StoreError.alreadyMade("note")) {
                try await store.perform("note.make", by: author) {
                    try $0.make(other)
                    try $0.make(note)
                }
            }
            await #expect(throws: StoreError.alreadyMade("note")) {
                try await store.performTogether([
                    Deed("note.make", by: author) { try $0.make(other) }, Deed("note.make", by: author) { try $0.make(other) },
                ])
            }
            #expect(try await store.note(other.id) == nil)
            #expect(try await store.note(note.id)?.record.text == "a")
            #expect(try await store.verify() == [])
        }
    }

    @Test("keeps what is not text or number out of its tables", arguments: Engine.allCases)
    func unfit(engine: Engine) async throws {
        try await withStore(engine) { store in
            var note = Note("a\0b")
            note.share = .nan
            _ = try await store.make(note)
            let stored = try #require(try await store.note(note.id)?.record)
            #expect(stored.text == "ab" && stored.share == nil)
            #expect(try await store.verify() == [])
        }
    }

    @Test("refuses an act in a scope that is not the record’s", arguments: Engine.allCases)
    func scopes(engine: Engine) async throws {
        try await withStore(engine) { store in
            let (a, b, c) = (ID<Organization>(), ID<Organization>(), ID<Organization>())
            let letter = Letter(text: "a")
            let changed = Letter(id: letter.id, text: "b")
            await #expect(throws: StoreError.wrongScope("letter")) {
                try await store.perform("letter.make", by: author) { try $0.make(letter) }
            }
            try await store.perform("letter.make", by: author, in: .between(b, and: a)) { try $0.make(letter) }
            await #expect(throws: StoreError.wrongScope("letter")) {
                try await store.perform("letter.update", by: author, in: .between(a, and: c)) { try $0.update(changed) }
            }
            try await store.perform("letter.update", by: author, in: .between(a, and: b)) { try $0.update(changed) }
            #expect(try await store.verify() == [])
        }
    }

    @Test("asks for the author’s own signature where the act does, and verify compares it", arguments: Engine.allCases)
    func signed(engine: Engine) async throws {
        try await withStore(engine) { store in
            let note = Note("a")
            await #expect(throws: StoreError.unsigned("note.make")) {
                try await store.perform("note.make", by: author, signed: true) { try $0.make(note) }
            }
            let signer = Author(author.account) { Signature(.ed25519, by: author.account.cast(), bytes: Digest(of: $0).bytes) }
            let outcome = try await store.perform("note.make", by: signer, signed: true) { try $0.make(note) }
            #expect(try await store.verify(.all, signatures: { signature, bytes in signature.bytes == Digest(of: bytes).bytes }).findings == [])
            #expect(try await store.verify(.all, signatures: { _, _ in false }).findings == [.badSignature(entry: outcome.entry!)])
        }
    }

    @Test(
        "does not write while its clock is an hour before its own newest entry, until a person confirms the time",
        arguments: Engine.allCases)
    func setBack(engine: Engine) async throws {
        let clock = TestClock()
        try await withStore(engine, clock: clock) { store in
            _ = try await store.make(Note("a"))
            clock.now -= 3_700_000
            await #expect(throws: ClockSetBack.self) { _ = try await store.make(Note("b")) }
            let writer = store.writer
            try await store.confirmTime()
            let outcome = try await store.make(Note("c"))
            #expect(store.writer != writer)
            #expect(try await store.read { try $0.entry(outcome.entry!) }?.header.stamp.milliseconds == clock.now)
            #expect(try await store.verify() == [])
        }
    }
}
