import Journal
import Storage
import Support
import Synchronization
import Testing

@testable import StoragePostgres

@Suite("Transactions in PostgreSQL")
struct TransactionTests {
    @Test("of eight clients that count together lose no count")
    func counter() async throws {
        try await PostgresServer.withDatabase { database in
            try await database.write { connection in
                try connection.script("CREATE TABLE counter (n INTEGER NOT NULL)")
                try connection.run("INSERT INTO counter VALUES (0)")
            }
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        for _ in 0..<200 {
                            try await database.write { connection in
                                let n = try connection.number("SELECT n FROM counter") ?? -1
                                try connection.send("UPDATE counter SET n = ?", [.integer(n + 1)])
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.number("SELECT n FROM counter") == 1600)
        }
    }

    @Test("that the server was told to end run again, once, and stand once")
    func killed() async throws {
        try await PostgresServer.withDatabase { database in
            try await database.write { try $0.script("CREATE TABLE v (n INTEGER)") }
            let runs = Mutex(0)
            try await database.write { connection in
                try connection.run("INSERT INTO v VALUES (1)")
                let run = runs.withLock { runs in
                    runs += 1
                    return runs
                }
                guard run == 1 else { return }
                #expect(throws: StorageError.self) { try connection.run("SELECT pg_terminate_backend(pg_backend_pid())") }
                #expect(throws: StorageError.self) { try connection.script("CREATE TABLE outside (n INTEGER)") }
            }
            #expect(runs.withLock { $0 } == 2)
            #expect(try await database.number("SELECT COUNT(*) FROM v") == 1)
            let tables = try await database.read { try $0.tables() }
            #expect(tables == ["v"])
        }
    }

    @Test("whose connection is lost each time are away, and nothing of them stands")
    func away() async throws {
        try await PostgresServer.withDatabase { database in
            try await database.write { try $0.script("CREATE TABLE v (n INTEGER)") }
            let error = await #expect(throws: StorageError.self) {
                try await database.write { connection in
                    try connection.run("INSERT INTO v VALUES (1)")
                    try connection.run("SELECT pg_terminate_backend(pg_backend_pid())")
                }
            }
            guard case .away = error else { throw Malformed("\(String(describing: error))") }
            #expect(try await database.number("SELECT COUNT(*) FROM v") == 0)
        }
    }

    @Test("that throw leave nothing, and a swallowed refusal is thrown at the end")
    func refused() async throws {
        struct Mine: Error {}
        try await PostgresServer.withDatabase { database in
            try await database.write { try $0.script("CREATE TABLE v (n INTEGER PRIMARY KEY)") }
            await #expect(throws: Mine.self) {
                try await database.write { connection in
                    try connection.run("INSERT INTO v VALUES (1)")
                    throw Mine()
                }
            }
            let error = await #expect(throws: StorageError.self) {
                try await database.write { connection in
                    try connection.run("INSERT INTO v VALUES (1)")
                    _ = try? connection.run("INSERT INTO v VALUES (1)")
                    _ = try? connection.run("INSERT INTO v VALUES (2)")
                }
            }
            guard case .refused("23505", let message) = error else { throw Malformed("\(String(describing: error))") }
            #expect(!message.contains("(1)"))
            #expect(try await database.number("SELECT COUNT(*) FROM v") == 0)
            await #expect(throws: StorageError.readOnly) { try await database.read { try $0.run("INSERT INTO v VALUES (1)") } }
        }
    }

    @Test("see tables that changed under their prepared statements")
    func stale() async throws {
        try await PostgresServer.withDatabase(writers: 2) { database in
            try await database.write { connection in
                try connection.script("CREATE TABLE v (n INTEGER)")
                try connection.run("INSERT INTO v VALUES (1)")
            }
            @Sendable func select() async throws {
                let found = try await database.read { try $0.rows("SELECT * FROM v") { try $0.integer(0) } }
                #expect(found == [1])
            }
            try await withThrowingTaskGroup { group in
                for _ in 0..<30 { group.addTask(operation: select) }
                try await group.waitForAll()
            }
            try await database.write { try $0.script("ALTER TABLE v ADD COLUMN t TEXT") }
            try await withThrowingTaskGroup { group in
                for _ in 0..<30 { group.addTask(operation: select) }
                try await group.waitForAll()
            }
        }
    }

    @Test("of a read see one state, whatever is written beside")
    func snapshot() async throws {
        try await PostgresServer.withDatabase { database in
            try await database.write { try $0.script("CREATE TABLE v (n INTEGER)") }
            let outer = try await database.read { connection in
                let before = try connection.number("SELECT COUNT(*) FROM v")
                let written = blocking { try await database.change("INSERT INTO v VALUES (1)") }
                #expect(throws: Never.self) { try written.get() }
                return try connection.number("SELECT COUNT(*) FROM v") == before
            }
            #expect(outer)
        }
    }

    @Test("keep at most as many statements prepared as they may")
    func statementsAreBounded() async throws {
        try await PostgresServer.withDatabase(statements: 16) { database in
            try await database.write { connection in
                for n in 0..<200 { #expect(try connection.number("SELECT \(n)") == Int64(n)) }
                let count = try connection.number("SELECT COUNT(*) FROM pg_prepared_statements")
                #expect(count == 16)
            }
        }
    }

    @Test("use the connection for other statements while rows are read")
    func nested() async throws {
        try await PostgresServer.withDatabase { database in
            try await database.write { connection in
                try connection.script("CREATE TABLE v (n INTEGER)")
                for n in 1...3 { try connection.run("INSERT INTO v VALUES (?)", [.integer(Int64(n))]) }
                try connection.each("SELECT n FROM v", []) { row in
                    try connection.run("INSERT INTO v SELECT n + ? FROM v WHERE n = ?", [.integer(10), .integer(try row.integer(0))])
                }
                let numbers = try connection.rows("SELECT n FROM v ORDER BY n") { try $0.integer(0) }
                #expect(numbers == [1, 2, 3, 11, 12, 13])
            }
        }
    }

    @Test("send more than a pipeline holds, all or none")
    func pipeline() async throws {
        try await PostgresServer.withDatabase { database in
            try await database.write { try $0.script("CREATE TABLE v (n INTEGER PRIMARY KEY, t TEXT)") }
            let insert = "INSERT INTO v VALUES (?, ?)"
            let long = String(repeating: "é", count: 2000)
            try await database.write { connection in
                for n in 0..<2500 { try connection.send(insert, [.integer(Int64(n)), n % 2 == 0 ? .null : .text(long)]) }
                #expect(try connection.number("SELECT COUNT(*) FROM v") == 2500)
            }
            await #expect(throws: StorageError.self) {
                try await database.write { connection in
                    for n in [5000, 1, 5001] { try connection.send(insert, [.integer(Int64(n)), .null]) }
                }
            }
            #expect(try await database.number("SELECT COUNT(*) FROM v") == 2500)
        }
    }

    @Test("throw what was refused of what they sent, at the next answer or at the end, and leave nothing")
    func refusedLate() async throws {
        struct Mine: Error {}
        try await PostgresServer.withDatabase(writers: 1) { database in
            try await database.write { connection in
                try connection.script("CREATE TABLE v (n INTEGER PRIMARY KEY)")
                try connection.send("INSERT INTO v VALUES (1)")
            }
            let atTheEnd = await #expect(throws: StorageError.self) {
                try await database.write { connection in
                    #expect(try connection.number("SELECT COUNT(*) FROM v") == 1)
                    for n in [2, 1, 3] { try connection.send("INSERT INTO v VALUES (?)", [.integer(Int64(n))]) }
                }
            }
            guard case .refused("23505", _) = atTheEnd else { throw Malformed("\(String(describing: atTheEnd))") }
            let next = await #expect(throws: StorageError.self) {
                try await database.write { connection in
                    for n in [2, 1, 3] { try connection.send("INSERT INTO v VALUES (?)", [.integer(Int64(n))]) }
                    #expect(throws: StorageError.self) { try connection.number("SELECT COUNT(*) FROM v") }
                }
            }
            guard case .refused("23505", _) = next else { throw Malformed("\(String(describing: next))") }
            // The body's own error comes first: nobody asked what became of the statements before it.
            await #expect(throws: Mine.self) {
                try await database.write { connection in
                    for n in [2, 1] { try connection.send("INSERT INTO v VALUES (?)", [.integer(Int64(n))]) }
                    throw Mine()
                }
            }
            await #expect(throws: StorageError.readOnly) { try await database.read { try $0.send("INSERT INTO v VALUES (4)") } }
            let rows = try await database.write { try $0.rows("SELECT n FROM v") { try $0.integer(0) } }
            #expect(rows == [1])
        }
    }
}
