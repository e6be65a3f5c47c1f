import CPostgres
import Journal

/// A statement that stands prepared on the server, for values of these types.
struct Prepared {
    let name: String
    let types: [Oid]

    /// Whether it takes these values as they are; null goes with any type.
    func takes(_ values: [Value]) -> Bool {
        guard types.count == values.count else { return false }
        for (type, value) in zip(types, values) where value != .null && TypeNumber.of(value) != type { return false }
        return true
    }
}

/// What one connection has prepared: at most `limit` texts, the least recently used leaving first.
///
/// The same text with values of other types (an integer where there was text) is prepared once more.
struct StatementCache {
    static let variants = 4
    let limit: Int
    private var entries: [String: Entry] = [:]
    private var clock = 0
    private var names = 0

    private final class Entry {
        let numbered: String
        var prepared: [Prepared] = []
        var lastUse = 0

        init(_ sql: String) {
            numbered = Dialect.numbered(sql)
        }
    }

    init(limit: Int) {
        self.limit = limit
    }

    mutating func find(_ sql: String, _ values: [Value]) -> Prepared? {
        guard let entry = entries[sql] else { return nil }
        clock += 1
        entry.lastUse = clock
        return entry.prepared.first { $0.takes(values) }
    }

    /// A new statement's name and text in the server's words, and the names that must be let go first.
    mutating func plan(_ sql: String) -> (name: String, numbered: String, leaving: [String]) {
        var leaving: [String] = []
        if entries[sql] == nil {
            while entries.count >= limit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
                leaving += oldest.value.prepared.map(\.name)
                entries[oldest.key] = nil
            }
            entries[sql] = Entry(sql)
        }
        let entry = entries[sql] ?? Entry(sql)
        if entry.prepared.count >= Self.variants { leaving.append(entry.prepared.removeFirst().name) }
        names += 1
        return ("s\(names)", entry.numbered, leaving)
    }

    mutating func keep(_ prepared: Prepared, for sql: String) {
        clock += 1
        entries[sql]?.lastUse = clock
        entries[sql]?.prepared.append(prepared)
    }

    mutating func removeAll() {
        entries.removeAll()
    }
}
