import Foundation
import Journal
import Storage
import StorageSQLite
import Support
import Testing

@Suite("Both engines")
struct ContractTests {
    @Test("give back the extremes of each type as they were written", arguments: Engine.allCases)
    func extremes(engine: Engine) async throws {
        let values: [(ColumnType, Value)] = [
            (.integer, .integer(.min)), (.integer, .integer(.max)), (.integer, .integer(0)), (.integer, .null),
            (.real, .real(.greatestFiniteMagnitude)), (.real, .real(-.leastNonzeroMagnitude)), (.real, .real(.infinity)),
            (.real, .real(0.1)), (.real, .null),
            (.text, .text("")), (.text, .text("é🧕🏾 \u{202F}\n'\"?")), (.text, .text(String(repeating: "ñ", count: 70_000))), (.text, .null),
            (.bytes, .bytes([])), (.bytes, .bytes([0, 255, 0])), (.bytes, .bytes([UInt8](repeating: 7, count: 300_000))), (.bytes, .null),
        ]
        try await TestDatabase.with(engine) { database in
            let back = try await database.write { connection in
                try connection.script("CREATE TABLE sample (number INTEGER NOT NULL PRIMARY KEY, i INTEGER, r REAL, t TEXT, b BLOB);")
                let names: [ColumnType: String] = [.integer: "i", .real: "r", .text: "t", .bytes: "b"]
                return try values.enumerated().map { number, pair in
                    let name = names[pair.0]!
                    try connection.run("INSERT INTO sample (number, \(name)) VALUES (?, ?)", [number.value, pair.1])
                    return try connection.first("SELECT \(name) FROM sample WHERE number = ?", [number.value]) {
                        try $0.value(0, as: pair.0)
                    }
                }
            }
            #expect(back == values.map(\.1))
        }
    }

    @Test("answer all who ask at once, awaited or at a glance, though they are more than the readers", arguments: Engine.allCases)
    func crowded(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            let count: @Sendable (any Connection) throws -> Int64 = { connection in
                try connection.first("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT COUNT(*) FROM n") {
                    try $0.integer(0)
                } ?? 0
            }
            let sum = try await withThrowingTaskGroup(of: Int64.self) { group in
                for number in 0..<64 {
                    group.addTask {
                        var sum: Int64 = 0
                        for turn in 0..<8 { sum += try await (number + turn) % 2 == 0 ? database.read(count) : database.glance(count) }
                        return sum
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(sum == 64 * 8 * 2000)
        }
    }

    @Test("say so when a column holds another type than was asked for", arguments: Engine.allCases)
    func typed(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            _ = await #expect(throws: Malformed.self) {
                try await database.read { try $0.first("SELECT CAST(? AS TEXT)", [.text("1")]) { try $0.integer(0) } }
            }
        }
    }

    @Test("order text by its bytes", arguments: Engine.allCases)
    func order(engine: Engine) async throws {
        let texts = ["é", "z", "Z", "a", "", "à", "aa", "_", "é\u{301}", "🧕"]
        try await TestDatabase.with(engine) { database in
            let sorted = try await database.write { connection in
                try connection.script("CREATE TABLE sample (t TEXT NOT NULL PRIMARY KEY);")
                for text in texts { try connection.run("INSERT INTO sample (t) VALUES (?)", [.text(text)]) }
                return try connection.rows("SELECT t FROM sample ORDER BY t") { try $0.text(0) }
            }
            #expect(sorted.map { Array($0.utf8) } == texts.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
        }
    }

    @Test("refuse what they cannot run, in words that a caller can act on", arguments: Engine.allCases)
    func refusals(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            try await database.write { connection in
                try connection.script("CREATE TABLE sample (i INTEGER NOT NULL PRIMARY KEY);")
                try connection.run("INSERT INTO sample (i) VALUES (?)", [1.value])
            }
            for (sql, values) in [
                ("INSERT INTO sample (i) VALUES (?)", [1.value]), ("SELEC 1", []), ("INSERT INTO sample (i) VALUES (?)", []),
                ("INSERT INTO sample (i) VALUES (?)", [2.value, 3.value]), ("DELETE FROM nowhere", []),
            ] as [(String, [Value])] {
                let error = await #expect(throws: StorageError.self, "\(sql)") { try await database.write { _ = try $0.run(sql, values) } }
                if case .refused = error { continue }
                Issue.record("\(sql): \(String(describing: error))")
            }
            #expect(try await database.read { try $0.rows("SELECT i FROM sample") { try $0.integer(0) } } == [1])
        }
    }

    @Test("leave nothing of a body that throws", arguments: Engine.allCases)
    func throwing(engine: Engine) async throws {
        struct Stop: Error {}
        try await TestDatabase.with(engine) { database in
            try await database.write { try $0.script("CREATE TABLE sample (i INTEGER NOT NULL PRIMARY KEY);") }
            await #expect(throws: Stop.self) {
                try await database.write { connection in
                    try connection.run("INSERT INTO sample (i) VALUES (1)")
                    try connection.script("CREATE TABLE other (i INTEGER);")
                    throw Stop()
                }
            }
            #expect(try await database.read { try $0.tables() } == ["sample"])
            #expect(try await database.read { try $0.rows("SELECT i FROM sample") { try $0.integer(0) } } == [])
        }
    }

    @Test("run other statements, and the same one, while rows are read", arguments: Engine.allCases)
    func nested(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            let pairs = try await database.write { connection in
                try connection.script("CREATE TABLE sample (i INTEGER NOT NULL PRIMARY KEY);")
                for i in 1...3 { #expect(try connection.run("INSERT INTO sample (i) VALUES (?)", [i.value]) == 1) }
                var pairs: [Int64] = []
                try connection.each("SELECT i FROM sample ORDER BY i", []) { row in
                    let outer = try row.integer(0)
                    try connection.each("SELECT i FROM sample ORDER BY i", []) { pairs.append(outer * 10 + (try $0.integer(0))) }
                    try connection.run("UPDATE sample SET i = i WHERE i = ?", [.integer(outer)])
                }
                return pairs
            }
            #expect(pairs == [11, 12, 13, 21, 22, 23, 31, 32, 33])
        }
    }

    @Test("show a reader one state of the database while others write", arguments: Engine.allCases)
    func snapshot(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            try await database.write { connection in
                try connection.script("CREATE TABLE sample (i INTEGER NOT NULL PRIMARY KEY);")
                try connection.run("INSERT INTO sample (i) VALUES (1)")
            }
            let count = "SELECT COUNT(*) FROM sample"
            let written = AsyncStream.makeStream(of: Void.self)
            let isRead = Flag()
            let counts = try await withThrowingTaskGroup(of: [Int64?].self) { group in
                group.addTask {
                    try await database.read { connection in
                        let before = try connection.first(count) { try $0.integer(0) }
                        written.continuation.yield()
                        isRead.wait()
                        return [before, try connection.first(count) { try $0.integer(0) }]
                    }
                }
                for await _ in written.stream { break }
                try await database.write { _ = try $0.run("INSERT INTO sample (i) VALUES (2)") }
                isRead.raise()
                return try await group.next()!
            }
            #expect(counts == [1, 1])
            #expect(try await database.read { try $0.first(count) { try $0.integer(0) } } == 2)
        }
    }

    @Test("lose nothing of eight who write at once", arguments: Engine.allCases)
    func writers(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            try await database.write { connection in
                try connection.script("CREATE TABLE sample (i INTEGER NOT NULL PRIMARY KEY, n INTEGER NOT NULL);")
                try connection.run("INSERT INTO sample (i, n) VALUES (1, 0)")
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        for _ in 0..<10 {
                            try await database.write { connection in
                                let n = try connection.first("SELECT n FROM sample WHERE i = 1") { try $0.integer(0) }!
                                try connection.run("UPDATE sample SET n = ? WHERE i = 1", [.integer(n + 1)])
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.read { try $0.first("SELECT n FROM sample") { try $0.integer(0) } } == 80)
        }
    }

    @Test("give a slot to one holder at a time", arguments: Engine.allCases)
    func slots(engine: Engine) async throws {
        try await withStore(engine) { store in
            #expect(try await store.database.claim(slot: 0) == nil)
            let other = try await Store.open(store.database, samples)
            #expect(other.writer != store.writer)
        }
    }

    @Test("SQLite's writer waits for the disk before it answers")
    func synchronous() async throws {
        try await withFolder { folder in
            let database = try SQLiteDatabase(path: folder + "/test.db")
            #expect(try database.pragma("synchronous") == 2)
            #expect(try database.pragma("secure_delete") == 1)
            try await database.close()
        }
    }

    @Test("SQLite says that a file is no database, and that a folder is not there")
    func openErrors() async throws {
        try await withFolder { folder in
            try String(repeating: "no database", count: 1000).write(toFile: folder + "/text.db", atomically: true, encoding: .utf8)
            let error = #expect(throws: StorageError.self) { try SQLiteDatabase(path: folder + "/text.db") }
            if case .damaged = error {} else { Issue.record("\(String(describing: error))") }
            let missing = #expect(throws: StorageError.self) { try SQLiteDatabase(path: folder + "/none/test.db") }
            if case .away = missing {} else { Issue.record("\(String(describing: missing))") }
        }
    }
}

/// What one thread waits for and another raises.
final class Flag: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func wait() { semaphore.wait() }
    func raise() { semaphore.signal() }
}
