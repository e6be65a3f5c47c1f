import Foundation
import GRDBSQLite
import Storage
import Synchronization

/// The connections that only read, each with one thread at a time; the one that rested last reads first, for what it read is at hand.
///
/// Not GRDB's pool: that takes four queues and a lock to hand a reader over and back, and parses BEGIN and COMMIT anew each time, which together cost
/// more than a statement.
final class Readers: Sendable {
    private struct State {
        var idle: [Reader] = []
        var isClosed = false
    }

    private let path: String
    private let busyTimeout: TimeInterval
    private let state = Mutex(State())
    /// Counts the readers that nobody uses.
    private let free: DispatchSemaphore

    init(_ path: String, count: Int, busyTimeout: TimeInterval) {
        self.path = path
        self.busyTimeout = busyTimeout
        free = DispatchSemaphore(value: count)
    }

    /// What `body` read, in one transaction; waits for a reader.
    func read<T>(_ body: (any Connection) throws -> T) throws -> T {
        free.wait()
        defer { free.signal() }
        let rested = try state.withLock { state in
            guard !state.isClosed else { throw StorageError.away("the database is closed") }
            return state.idle.popLast()
        }
        let reader = try rested ?? Reader(path, busyTimeout: busyTimeout)
        defer { state.withLock { if !$0.isClosed { $0.idle.append(reader) } } }
        return try reader.read(body)
    }

    /// Lets go of the file; a read under way ends first, and its connection with it.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.idle = []
        }
    }
}

/// A connection that only reads. `Readers` hands it to one thread at a time.
private final class Reader: @unchecked Sendable {
    private let handle: OpaquePointer
    private let connection: SQLiteConnection

    init(_ path: String, busyTimeout: TimeInterval) throws {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let handle else {
            defer { sqlite3_close_v2(handle) }
            throw StorageError(code, on: handle)
        }
        self.handle = handle
        connection = SQLiteConnection(handle)
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, Int32(busyTimeout * 1000))
        _disableDoubleQuotedStringLiterals(handle)
        for pragma in SQLiteDatabase.pragmas { try connection.send("PRAGMA \(pragma)") }
    }

    deinit {
        connection.forgetStatements()
        sqlite3_close_v2(handle)
    }

    func read<T>(_ body: (any Connection) throws -> T) throws -> T {
        try connection.send("BEGIN")
        // Nothing hangs on how a read ends; where even that fails, SQLite has ended it already.
        defer { try? connection.send("COMMIT") }
        return try body(connection)
    }
}
