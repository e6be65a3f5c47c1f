import Journal
import Storage
import Support
import Testing

@Suite("Verify finds and names")
struct VerifyTests {
    @Test("each thing that was changed by hand", arguments: Engine.allCases)
    func findings(engine: Engine) async throws {
        for damage in Damage.all {
            try await withStore(engine) { store in
                var note = Note("a", place: "x")
                _ = try await store.make(note)
                let seen = try #require(try await store.note(note.id)).versions
                for text in ["b", "c"] {
                    note.text = text
                    try await store.change(note, seen: seen)
                }
                _ = try await store.make(Note("other"))
                #expect(try await store.verify() == [])
                let id = note.id
                let entries = try await store.read { try $0.entries(of: id.cast()) }
                try await store.database.write { connection in
                    for (sql, values) in damage.statements {
                        let count = try connection.run(sql, values(id))
                        #expect(count > 0, "\(damage.name)")
                    }
                }
                let found = try await store.verify().map(\.description)
                for words in damage.expected(id, entries) {
                    #expect(found.contains { $0.contains(words) }, "\(damage.name): \(words) in \(found)")
                }
                if damage.isMended {
                    try await store.rebuild()
                    #expect(try await store.verify() == [], "\(damage.name)")
                }
            }
        }
    }

    @Test("reads only what came since the last proof, and finds what was changed in a table all the same", arguments: Engine.allCases)
    func sinceProof(engine: Engine) async throws {
        let inTables = Damage.all.filter(\.isMended)
        #expect(inTables.count > 5)
        for damage in inTables {
            try await withStore(engine) { store in
                var note = Note("a", place: "x")
                _ = try await store.make(note)
                let seen = try #require(try await store.note(note.id)).versions
                note.text = "b"
                try await store.change(note, seen: seen)
                #expect(try await store.verify(.sinceProof) == VerifyReport(findings: [], entriesRead: 2, entriesHeld: 2))
                // A collision, another record and a removal come after it.
                note.text = "c"
                try await store.change(note, seen: seen)
                _ = try await store.make(Note("other"))
                let gone = Note("gone")
                _ = try await store.make(gone)
                #expect(try await store.verify(.sinceProof) == VerifyReport(findings: [], entriesRead: 3, entriesHeld: 5))
                let standing = try #require(try await store.note(gone.id))
                try await store.perform("note.remove", by: author) { try $0.remove(standing) }
                #expect(try await store.verify(.sinceProof) == VerifyReport(findings: [], entriesRead: 1, entriesHeld: 6))
                #expect(try await store.verify(.sinceProof).entriesRead == 0)
                let id = note.id
                let entries = try await store.read { try $0.entries(of: id.cast()) }
                try await store.database.write { connection in
                    for (sql, values) in damage.statements { try connection.run(sql, values(id)) }
                }
                let found = try await store.verify(.sinceProof).findings.map(\.description)
                for words in damage.expected(id, entries) { #expect(found.contains { $0.contains(words) }, "\(damage.name): \(words) in \(found)") }
                try await store.rebuild()
                #expect(try await store.verify(.sinceProof).findings == [], "\(damage.name)")
            }
        }
    }

    @Test("reads everything again after something was forgotten, or after the end of a stream was changed", arguments: Engine.allCases)
    func proofLost(engine: Engine) async throws {
        try await withStore(engine) { store in
            let first = try await store.make(Note("a"))
            _ = try await store.make(Note("b"))
            #expect(try await store.verify(.sinceProof).entriesRead == 2)
            let part = try #require(try await store.read { try $0.entry(first.entry!) }).header.parts[0]
            try await store.forget(part: part, of: first.entry!, ground: "test", by: author)
            #expect(try await store.verify(.sinceProof) == VerifyReport(findings: [], entriesRead: 3, entriesHeld: 3))
            _ = try await store.database.write { try $0.run("UPDATE entry SET header = ? WHERE place = 1099511627779", [.bytes([1, 2])]) }
            #expect(try await store.verify(.sinceProof).findings.first?.description.contains("unreadable") == true)
        }
    }
}

private struct Damage: Sendable {
    let name: String
    let isMended: Bool
    let statements: [(String, @Sendable (ID<Note>) -> [Value])]
    let expected: @Sendable (ID<Note>, [Entry]) -> [String]

    init(
        _ name: String, isMended: Bool = true, _ sql: String..., values: @escaping @Sendable (ID<Note>) -> [Value] = { _ in [] },
        expected: @escaping @Sendable (ID<Note>, [Entry]) -> [String]
    ) {
        self.name = name
        self.isMended = isMended
        statements = sql.map { ($0, values) }
        self.expected = expected
    }

    /// The place of the second entry of the first stream.
    static let second = "1099511627778"

    static let all: [Damage] = [
        Damage(
            "a header", isMended: false, "UPDATE entry SET header = ? WHERE place = \(second)",
            values: { _ in
                [
                    .bytes(
                        Header(
                            writer: ID(), scope: .network, sequence: 2, previous: Digest(of: []), stamp: Stamp(raw: 1), author: nil,
                            act: "x",
                            parts: []
                        ).bytes)
                ]
            }, expected: { _, _ in ["stream 1, entry 2: unreadable", "stream 1, entry 3: the chain is broken"] }),
        Damage(
            "an unreadable header", isMended: false, "UPDATE entry SET header = ? WHERE place = \(second)",
            values: { _ in [.bytes([1, 2])] },
            expected: { _, _ in ["stream 1, entry 2: unreadable (ends too early)"] }),
        Damage(
            "the last header", isMended: false, "UPDATE stream SET head = ?", values: { _ in [.bytes(Digest(of: []).bytes)] },
            expected: { _, _ in ["stream 1, entry 4: the chain is broken"] }),
        Damage(
            "a part", isMended: false, "UPDATE entry SET parts = ? WHERE place = \(second)",
            values: { _ in [.bytes(Entry.bundle([Part(.attachment([1])).bytes]))] },
            expected: { _, entries in ["entry \(entries[1].hash), part 1: its bytes were changed"] }),
        Damage(
            "a part taken out", isMended: false, "UPDATE entry SET parts = ? WHERE place = \(second)", values: { _ in [.bytes([0])] },
            expected: { _, entries in ["entry \(entries[1].hash), part 1: gone, and no drop says why"] }),
        Damage(
            "an entry taken out", isMended: false, "DELETE FROM entry WHERE place = \(second)",
            expected: { _, _ in ["stream 1, entry 2: missing"] }),
        Damage(
            "the last entry taken out", isMended: false, "DELETE FROM entry WHERE place = \(second) + 2",
            expected: { _, _ in ["stream 1, entry 4: missing"] }),
        Damage(
            "a row", "UPDATE note SET place = 'y', count = 3 WHERE id = ?", values: { [$0.value] },
            expected: { id, _ in ["note \(id): the table disagrees on place, count"] }),
        Damage(
            "a row taken out", "DELETE FROM note WHERE id = ?", values: { [$0.value] }, expected: { id, _ in ["note \(id): missing from"] }),
        Damage(
            "a row put in",
            "INSERT INTO note (id, made, changed, versions, text) SELECT ?, made, changed, versions, text FROM note LIMIT 1",
            values: { _ in [ID<Note>(high: 1, low: 1).value] },
            expected: { _, _ in ["note \(ID<Note>(high: 1, low: 1)): in the table and not in the journal"] }),
        Damage(
            "a row taken out and another put in", "UPDATE note SET id = ? WHERE text = 'other'",
            values: { _ in [ID<Note>(high: 1, low: 1).value] },
            expected: { _, _ in ["note \(ID<Note>(high: 1, low: 1)): in the table", "missing from its table"] }),
        Damage(
            "a collision", "UPDATE collision SET stamp = stamp + 1", expected: { id, _ in ["note \(id): its collisions disagree"] }),
        Damage("a collision taken out", "DELETE FROM collision", expected: { id, _ in ["note \(id): its collisions disagree"] }),
        Damage(
            "a collision put in", "INSERT INTO collision (record, field, stamp, writer, entry, kind) VALUES (?, 'text', 1, ?, ?, 'note')",
            values: { _ in [ID<Note>(high: 1, low: 1).value, ID<Note>().value, .bytes(Digest(of: []).bytes)] },
            expected: { _, _ in ["note \(ID<Note>(high: 1, low: 1)): its collisions disagree"] }),
        Damage(
            "the history index", "DELETE FROM history WHERE place = \(second)",
            expected: { _, entries in ["entry \(entries[1].hash): the history index disagrees"] }),
        Damage(
            "the index of stamps", isMended: false, "UPDATE entry SET stamp = stamp + 1 WHERE place = \(second)",
            expected: { _, entries in ["entry \(entries[1].hash): the history index disagrees"] }),
    ]
}
