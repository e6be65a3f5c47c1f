import Foundation
import GRDB
import GRDBSQLite
import Journal
import Storage
import Synchronization

/// One file in WAL mode: one writer (GRDB's), many readers, each statement stepped through SQLite's own interface.
package final class SQLiteDatabase: Storage.Database {
    package let engine = Engine.sqlite
    private let pool: DatabasePool
    private let reading = DispatchQueue(label: "reading", attributes: .concurrent)
    private let readers: Readers
    private let path: String
    /// The writer's connection, once it has written.
    private let writer = Mutex<Writer?>(nil)

    static let pragmas = ["trusted_schema = OFF", "temp_store = MEMORY", "secure_delete = ON", "cache_size = -8000"]

    /// For a file that is thrown away unless all of it was written: its pages stay in memory, and the disk is waited for once the log is carried into the file.
    static let fillingPragmas = ["synchronous = NORMAL", "cache_size = -200000", "wal_autocheckpoint = 20000"]

    /// Opens the file at `path`, made if there is none. Throws `StorageError` where it cannot be read and written.
    ///
    /// With `filling`, what was written is durable once the database is closed, and not before.
    package init(path: String, readers: Int = 4, busyTimeout: TimeInterval = 10, filling: Bool = false) throws {
        self.path = path
        self.readers = Readers(path, count: readers, busyTimeout: busyTimeout)
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeout)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            for pragma in Self.pragmas { try database.execute(sql: "PRAGMA \(pragma)") }
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            // DatabasePool sets synchronous = NORMAL after preparing, so FULL is asked for again on the writer.
            let pragmas = filling ? Self.fillingPragmas : ["synchronous = FULL"]
            try pool.writeWithoutTransaction { database in
                for pragma in pragmas { try database.execute(sql: "PRAGMA \(pragma)") }
            }
        } catch {
            throw StorageError(error)
        }
    }

    /// On a thread of its own, which gives its reader back itself: the few threads that tasks share may all be waiting in ``glance`` for a reader.
    package func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            reading.async { continuation.resume(with: Result { try self.readers.read(body) }) }
        }
    }

    /// A read waits for nobody but the readers before it, so that it may keep the thread that asks: handing it over and back costs more than a statement.
    package func glance<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try readers.read(body)
    }

    package func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        do {
            return try await pool.writeWithoutTransaction { database in
                var result: T?
                try database.inTransaction(.immediate) {
                    result = try body(self.connection(of: database))
                    return .commit
                }
                return result!
            }
        } catch let error as DatabaseError {
            throw StorageError(error)
        }
    }

    package func claim(slot: Int) async throws -> (any SlotClaim)? {
        try FileClaim(path: path + (slot == 0 ? ".lease" : ".lease\(slot)"), beside: path)
    }

    package func scrub() async throws {
        do {
            _ = try await pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        } catch {
            throw StorageError(error)
        }
    }

    package func close() async throws {
        readers.close()
        // The connections that close last only read, so the log is carried into the file here, unless another process still uses it.
        try? await pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA busy_timeout = 0")
            _ = try database.checkpoint(.truncate)
        }
        writer.withLock { $0 = nil }
        try pool.close()
    }

    /// What SQLite says of a pragma on the writer: for tests, which read back what was asked.
    package func pragma(_ name: String) throws -> Int? {
        try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA \(name)") }
    }

    private func connection(of database: GRDB.Database) -> SQLiteConnection {
        writer.withLock { writer in
            if let writer { return writer.connection }
            let new = Writer(connection: SQLiteConnection(database.sqliteConnection!))
            writer = new
            return new.connection
        }
    }
}

/// The writer's connection, which GRDB uses from one thread at a time.
private struct Writer: @unchecked Sendable {
    let connection: SQLiteConnection
}

extension StorageError {
    init(_ error: any Error) {
        guard let error = error as? DatabaseError else {
            self = error as? StorageError ?? .away("\(error)")
            return
        }
        self.init(error.extendedResultCode.rawValue, error.message ?? "")
    }
}
