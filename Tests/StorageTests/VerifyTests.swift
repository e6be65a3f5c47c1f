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
