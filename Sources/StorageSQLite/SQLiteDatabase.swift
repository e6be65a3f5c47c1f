import Foundation
import GRDB
import GRDBSQLite
import Journal
import Storage
import Synchronization

/// One file in WAL mode: one writer, many readers (GRDB's pool), each statement stepped through SQLite's own interface.
package final class SQLiteDatabase: Storage.Database {
    package let engine = Engine.sqlite
    private let pool: DatabasePool
    private let reading = DispatchQueue(label: "reading", attributes: .concurrent)
    private let path: String
    private let statements = Mutex<[ObjectIdentifier: StatementCache]>([:])

    /// Opens the file at `path`, made if there is none. Throws `StorageError` where it cannot be read and written.
    package init(path: String, readers: Int = 4, busyTimeout: TimeInterval = 10) throws {
        self.path = path
        var configuration = Configuration()
        configuration.maximumReaderCount = readers
        configuration.busyMode = .timeout(busyTimeout)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            for pragma in ["trusted_schema = OFF", "temp_store = MEMORY", "secure_delete = ON", "cache_size = -8000"] {
                try database.execute(sql: "PRAGMA \(pragma)")
            }
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            // DatabasePool sets synchronous = NORMAL after preparing, so FULL is asked for again on the writer.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        } catch {
            throw StorageError(error)
        }
    }

    /// On a thread of its own, which gives its reader back itself: GRDB's awaited read gives it back on one of the few threads that tasks share, and these may
    /// all be waiting in ``glance`` for a reader.
    package func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            reading.async { continuation.resume(with: Result { try self.readHere(body) }) }
        }
    }

    /// A read waits for nobody but the readers before it, so that it may keep the thread that asks: handing it over and back costs more than a statement.
    package func glance<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try readHere(body)
    }

    private func readHere<T>(_ body: (any Connection) throws -> T) throws -> T {
        do {
            return try pool.read { try body(self.connection($0)) }
        } catch let error as DatabaseError {
            throw StorageError(error)
        }
    }

    package func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        do {
            return try await pool.writeWithoutTransaction { database in
                var result: T?
                try database.inTransaction(.immediate) {
                    result = try body(self.connection(database))
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
        // The connections that close last only read, so the log is carried into the file here, unless another process still uses it.
        try? await pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA busy_timeout = 0")
            _ = try database.checkpoint(.truncate)
        }
        statements.withLock { $0.removeAll() }
        try pool.close()
    }

    /// What SQLite says of a pragma on the writer: for tests, which read back what was asked.
    package func pragma(_ name: String) throws -> Int? {
        try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA \(name)") }
    }

    private func connection(_ database: GRDB.Database) -> SQLiteConnection {
        let cache = statements.withLock { all in
            if let cache = all[ObjectIdentifier(database)] { return cache }
            let cache = StatementCache()
            all[ObjectIdentifier(database)] = cache
            return cache
        }
        return SQLiteConnection(database, cache)
    }
}

/// The statements prepared on one of the pool's connections, which GRDB uses from one thread at a time; a busy one is prepared again.
final class StatementCache: @unchecked Sendable {
    final class Prepared {
        let handle: OpaquePointer
        fileprivate var isBusy = true
        // GRDB finalizes the handle with it.
        private let statement: Statement

        fileprivate init(_ statement: Statement) {
            self.statement = statement
            handle = statement.sqliteStatement
        }
    }

    private var known: [String: Prepared] = [:]

    func take(_ sql: String, _ database: GRDB.Database) throws -> Prepared {
        // Busy while its cursor is open: a statement entered again would be reset under the first reader.
        if let statement = known[sql] {
            if statement.isBusy { return Prepared(try database.makeStatement(sql: sql)) }
            statement.isBusy = true
            return statement
        }
        let new = Prepared(try database.makeStatement(sql: sql))
        if known.count > 500 { known.removeAll() }
        known[sql] = new
        return new
    }

    func give(_ statement: Prepared) { statement.isBusy = false }

    func clear() { known.removeAll() }
}

extension StorageError {
    init(_ error: any Error) {
        guard let error = error as? DatabaseError else {
            self = error as? StorageError ?? .away("\(error)")
            return
        }
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_FULL: self = .full
        case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(error.message ?? "")
        case .SQLITE_CANTOPEN, .SQLITE_IOERR: self = .away(error.message ?? "")
        default: self = .refused(code: "\(error.extendedResultCode.rawValue)", message: error.message ?? "")
        }
    }
}
