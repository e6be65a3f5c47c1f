import Foundation
import Journal
import Storage
import Support
import Synchronization
import Testing

@testable import StoragePostgres

@Suite("The line to PostgreSQL")
struct ConnectionTests {
    @Test("that is cut while COMMIT is answered leaves the commit unknown, and the body is not run again", arguments: [true, false], [true, false])
    func unknownCommit(reachesServer: Bool, isSent: Bool) async throws {
        try await PostgresServer.withDatabase { database in
            try await database.write { try $0.script("CREATE TABLE v (n INTEGER)") }
            let (socket, path) = try await whereabouts(of: database)
            let proxy = try Proxy(server: socket)
            defer { proxy.close() }
            let far = try await PostgresDatabase.open("host=\(proxy.folder) port=5432 \(path)")
            try await far.change("INSERT INTO v VALUES (1)")
            proxy.cutNext(reachesServer ? .afterServer : .beforeServer)
            let runs = Mutex(0)
            await #expect(throws: StorageError.commitUnknown) {
                try await far.write { connection in
                    runs.withLock { $0 += 1 }
                    if isSent {
                        _ = try connection.number("SELECT 1")
                        try connection.send("INSERT INTO v VALUES (2)")
                    } else {
                        try connection.run("INSERT INTO v VALUES (2)")
                    }
                }
            }
            #expect(runs.withLock { $0 } == 1)
            let count = try await far.number("SELECT COUNT(*) FROM v")
            #expect(count == (reachesServer ? 2 : 1))
            proxy.cutNext(.beforeServer)
            #expect(try await far.number("SELECT 1") == 1)
            try await far.change("INSERT INTO v VALUES (3)")
            try await far.close()
        }
    }

    @Test("is waited for as often as a transaction asks something, and once to commit")
    func trips() async throws {
        try await PostgresServer.withDatabase { database in
            try await database.write { try $0.script("CREATE TABLE v (n INTEGER)") }
            let (socket, path) = try await whereabouts(of: database)
            let proxy = try Proxy(server: socket)
            defer { proxy.close() }
            let far = try await PostgresDatabase.open("host=\(proxy.folder) port=5432 \(path)", writers: 1)
            let insert: @Sendable (any Connection) throws -> Void = { connection in
                try connection.send("INSERT INTO v VALUES (1)")
                #expect(try connection.number("SELECT COUNT(*) FROM v") ?? 0 > 0)
                try connection.send("INSERT INTO v VALUES (2)")
                try connection.send("UPDATE v SET n = n + 1")
            }
            // The first time prepares the statements.
            try await far.write(insert)
            let before = proxy.trips.withLock { $0 }
            try await far.write(insert)
            #expect(proxy.trips.withLock { $0 } - before == 2)
            #expect(try await far.number("SELECT COUNT(*) FROM v") == 4)
            try await far.close()
        }
    }

    @Test("that ended while it was idle loses nothing that is only sent: it stands once")
    func endedIdle() async throws {
        try await PostgresServer.withSchema { address in
            let database = try await PostgresDatabase.open(address, writers: 1)
            let other = try await PostgresDatabase.open(address)
            try await database.write { try $0.script("CREATE TABLE v (n INTEGER)") }
            let insert: @Sendable (any Connection) throws -> Void = { try $0.send("INSERT INTO v VALUES (1)") }
            try await database.write(insert)
            let backend = try await database.write { try $0.number("SELECT pg_backend_pid()") } ?? 0
            let end = "SELECT pg_terminate_backend(CAST(CAST(? AS BIGINT) AS INTEGER), 5000)"
            #expect(try await other.read { try $0.number(end, [.integer(backend)]) } == 1)
            try await database.write(insert)
            #expect(try await other.number("SELECT COUNT(*) FROM v") == 2)
            try await database.close()
            try await other.close()
        }
    }

    @Test("that leads nowhere is away")
    func nowhere() async throws {
        let error = await #expect(throws: StorageError.self) { try await PostgresDatabase.open("host=/nowhere dbname=none") }
        guard case .away = error else { throw Malformed("\(String(describing: error))") }
    }

    @Test("waits for no disk is not left so: each answered write is durable, whatever the address asks")
    func durable() async throws {
        let weak = try PostgresServer.address() + " options='-c synchronous_commit=off'"
        let database = try await PostgresDatabase.open(weak)
        let setting = try await database.write { try $0.first("SELECT current_setting('synchronous_commit')") { try $0.text(0) } }
        #expect(setting == "on")
        try await database.close()
    }

    @Test("closes when all that was asked is done, and takes nothing after")
    func close() async throws {
        try await PostgresServer.withSchema { address in
            let database = try await PostgresDatabase.open(address)
            try await database.write { try $0.script("CREATE TABLE v (n INTEGER)") }
            let writes = (0..<40).map { n in
                Task { try await database.change("INSERT INTO v VALUES (?)", [.integer(Int64(n))]) }
            }
            for write in writes.prefix(20) { _ = try await write.value }
            try await database.close()
            var stood = 0
            for write in writes where (try? await write.value) != nil { stood += 1 }
            await #expect(throws: StorageError.away("the database is closed")) { try await database.read { try $0.tables() } }
            let again = try await PostgresDatabase.open(address)
            #expect(try await again.number("SELECT COUNT(*) FROM v") == Int64(stood))
            try await again.close()
        }
    }

    @Test("holds a lease for one at a time, which ends with its release or with its connection")
    func lease() async throws {
        try await PostgresServer.withDatabase { database in
            let key = Int64.random(in: .min ... .max)
            let first = try await database.lease(key)
            #expect(first?.isHeld == true)
            #expect(try await database.lease(key) == nil)
            await first?.release()
            #expect(first?.isHeld == false)
            let (changes, changed) = AsyncStream.makeStream(of: Bool.self)
            let second = try await database.lease(key) { changed.yield($0) }
            #expect(second?.isHeld == true)
            try await database.write { try endLeases(of: key, $0) }
            var heard: [Bool] = []
            for await isHeld in changes {
                heard.append(isHeld)
                if isHeld { break }
            }
            #expect(heard == [false, true])
            #expect(try await database.lease(key) == nil)
            await second?.release()
            #expect(second?.isHeld == false)
        }
    }

    @Test("gives a slot to one process at a time, with a sign that lasts as long as the tables")
    func slots() async throws {
        try await PostgresServer.withSchema { address in
            let one = try await PostgresDatabase.open(address)
            let two = try await PostgresDatabase.open(address)
            try await one.write { try $0.script("CREATE TABLE writer (slot INTEGER)") }
            let sign = try await one.claim(slot: 0)?.token
            #expect(sign != nil)
            #expect(try await one.claim(slot: 0) == nil)
            #expect(try await two.claim(slot: 0) == nil)
            #expect(try await two.claim(slot: 1)?.keep([1]) == sign)
            try await one.close()
            #expect(try await two.claim(slot: 0)?.token == sign)
            try await two.write { try $0.script("DROP TABLE writer; CREATE TABLE writer (slot INTEGER)") }
            #expect(try await two.claim(slot: 2)?.token != sign)
            try await two.close()
        }
    }

    @Test("that scrubs leaves nothing of a deleted row in its table’s file")
    func scrub() async throws {
        try await PostgresServer.withDatabase { database in
            let secret = "what was " + "forgotten"
            try await database.write { connection in
                try connection.script("CREATE TABLE v (n INTEGER PRIMARY KEY, t TEXT)")
                for n in 0..<100 {
                    try connection.run("INSERT INTO v VALUES (?, ?)", [.integer(Int64(n)), .text(n == 50 ? secret : "kept")])
                }
            }
            let holds: @Sendable (any Connection) throws -> Int64? = { connection in
                let file = "SELECT position(CAST(? AS BYTEA) IN pg_read_binary_file(pg_relation_filepath('v'))) > 0"
                return try connection.number(file, [.bytes(Array(secret.utf8))])
            }
            try await database.maintain(["CHECKPOINT"])
            #expect(try await database.read(holds) == 1)
            try await database.change("DELETE FROM v WHERE n = 50")
            try await database.scrub()
            #expect(try await database.read(holds) == 0)
            #expect(try await database.number("SELECT COUNT(*) FROM v") == 99)
        }
    }

    private func endLeases(of key: Int64, _ connection: any Connection) throws {
        let holders = """
            SELECT COUNT(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory'
            AND ((CAST(classid AS BIGINT) << 32) | CAST(objid AS BIGINT)) = ?
            """
        #expect(try connection.number(holders, [.integer(key)]) == 1)
    }

    /// The server’s socket, and the rest of the address: user, database and schema.
    private func whereabouts(of database: PostgresDatabase) async throws -> (socket: String, path: String) {
        try await database.read { connection in
            let query = """
                SELECT current_setting('unix_socket_directories') || '/.s.PGSQL.' || current_setting('port'),
                format('user=%s dbname=%s options=''-c search_path=%s''', current_user, current_database(), current_schema())
                """
            return try connection.first(query) { (try $0.text(0), try $0.text(1)) } ?? ("", "")
        }
    }
}
