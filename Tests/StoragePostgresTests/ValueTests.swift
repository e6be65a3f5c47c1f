import Journal
import Storage
import StoragePostgres
import Support
import Testing

@Suite("Values in PostgreSQL")
struct ValueTests {
    static let extremes: [Value] =
        [.null, .text(""), .text("é 👩🏽‍🌾 \u{1}\u{7F}\u{10FFFF}"), .bytes([]), .bytes(Array(0...255))]
        + [Int64.min, .min + 1, -1, 0, 1, 9_999, 10_000, .max].map(Value.integer)
        + [-0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -.infinity, .pi, 1e300].map(Value.real)

    @Test("come back as they went, to the last bit")
    func roundTrip() async throws {
        try await PostgresServer.withDatabase { database in
            try await database.write { try $0.script("CREATE TABLE v (id INTEGER PRIMARY KEY, i INTEGER, r REAL, t TEXT, b BLOB) STRICT") }
            var random = SystemRandomNumberGenerator()
            let drawn = (0..<100).flatMap { _ -> [Value] in
                let real = Double(bitPattern: random.next())
                let bytes = (0..<Int.random(in: 0...300)).map { _ in UInt8.random(in: 0...255) }
                let scalars = (0..<40).compactMap { _ in Unicode.Scalar(UInt32.random(in: 1...0x2FFF)) }
                let text = String(String.UnicodeScalarView(scalars))
                return [.integer(.random(in: .min ... .max)), real.isNaN ? .null : .real(real), .text(text), .bytes(bytes)]
            }
            let values = Self.extremes + drawn
            try await database.write { connection in
                for (id, value) in values.enumerated() { try store(value, id, connection) }
            }
            let read = try await database.read { connection in
                try connection.rows("SELECT i, r, t, b FROM v ORDER BY id") { row in
                    for (column, type) in [ColumnType.integer, .real, .text, .bytes].enumerated() where !row.isNull(column) {
                        return try row.value(column, as: type)
                    }
                    return Value.null
                }
            }
            #expect(read == values)
            let zero = read.contains { if case .real(let real) = $0 { real == 0 && real.sign == .minus } else { false } }
            #expect(zero)
        }
    }

    @Test("of the server’s own making read as the integers and reals that SQLite gives")
    func computed() async throws {
        try await PostgresServer.withDatabase { database in
            try await database.write { connection in
                try connection.script("CREATE TABLE v (i INTEGER)")
                for value in [Int64.max - 10_005, 10_000, 5] { try connection.run("INSERT INTO v VALUES (?)", [.integer(value)]) }
            }
            try await database.read { connection in
                let sums = try connection.rows("SELECT SUM(i), COUNT(*), 7, 1 = 1 FROM v") { row in
                    try (0..<4).map { try row.integer($0) }
                }
                #expect(sums == [[.max, 3, 7, 1]])
                let means = try connection.rows("SELECT AVG(i) FROM v WHERE i < 20000") { try $0.real(0) }
                #expect(means == [5002.5])
                for sum in [Int64.min, -10_000, -1, 0, 100_000_000] {
                    #expect(try connection.number("SELECT SUM(CAST(? AS BIGINT))", [.integer(sum)]) == sum)
                }
                #expect(throws: Malformed.self) { try connection.number("SELECT 1.5") }
                #expect(throws: Malformed.self) { try connection.first("SELECT i FROM v") { try $0.text(0) } }
                #expect(throws: Malformed.self) { try connection.first("SELECT i FROM v") { try $0.integer(1) } }
            }
        }
    }

    @Test("of text sort by their bytes, whatever the database’s language")
    func order() async throws {
        let words = ["a", "B", "é", "Z", "z", "ab", "a b", "_", "É", "👋", "\u{FFFD}"]
        try await PostgresServer.withDatabase { database in
            let sorted = try await database.write { connection in
                try connection.script("CREATE TABLE w (word TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID, STRICT")
                for word in words { try connection.run("INSERT INTO w VALUES (?)", [.text(word)]) }
                let collations = """
                    SELECT DISTINCT collation_name FROM information_schema.columns
                    WHERE table_name = 'w' AND table_schema = current_schema()
                    """
                let found = try connection.rows(collations) { try $0.text(0) }
                #expect(found == ["C"])
                return try connection.rows("SELECT word FROM w ORDER BY word") { try $0.text(0) }
            }
            #expect(sorted == words.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
        }
    }

    @Test("of text with NUL are refused, and nothing of the transaction stands")
    func nul() async throws {
        try await PostgresServer.withDatabase { database in
            try await database.write { try $0.script("CREATE TABLE v (t TEXT)") }
            await #expect(throws: StorageError.refused(code: "22021", message: "text holds the character NUL")) {
                try await database.write { connection in
                    try connection.run("INSERT INTO v VALUES (?)", [.text("before")])
                    _ = try? connection.run("INSERT INTO v VALUES (?)", [.text("a\0b")])
                }
            }
            #expect(try await database.number("SELECT COUNT(*) FROM v") == 0)
        }
    }

    @Test("that are null go with the type that the column has, so one statement serves them all")
    func nulls() async throws {
        try await PostgresServer.withDatabase { database in
            try await database.write { connection in
                try connection.script("CREATE TABLE v (a INTEGER, b TEXT)")
                let insert = "INSERT INTO v VALUES (?, ?)"
                try connection.run(insert, [.null, .null])
                try connection.run(insert, [.integer(1), .null])
                try connection.run(insert, [.null, .text("x")])
                #expect(try connection.number("SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT%'") == 1)
                for value in [Value.integer(1), .text("x"), .real(1), .bytes([1]), .null, .integer(2)] {
                    #expect(try connection.number("SELECT ? IS NULL", [value]) == (value == .null ? 1 : 0))
                }
            }
        }
    }

    private func store(_ value: Value, _ id: Int, _ connection: any Connection) throws {
        let column =
            switch value {
            case .null, .integer: "i"
            case .real: "r"
            case .text: "t"
            case .bytes: "b"
            }
        #expect(try connection.run("INSERT INTO v (id, \(column)) VALUES (?, ?)", [.integer(Int64(id)), value]) == 1)
    }
}
