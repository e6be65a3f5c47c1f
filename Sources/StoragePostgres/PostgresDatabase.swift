import Foundation
import Storage
import Synchronization

/// Tables in PostgreSQL 14 or later, through libpq.
///
/// Writers run SERIALIZABLE, readers see one snapshot. Several processes may share the database; one process's calls share
/// `writers` + 1 connections, the last of which serves reads only.
package final class PostgresDatabase: Database {
    package let engine = Engine.postgres
    let address: String
    private let workers: Workers
    private let leases = Leases()

    /// How long a writer that others stand in the way of tries again, in seconds.
    static let patience = 10.0
    /// The pauses before a transaction that lost its connection runs again, in seconds; `away` after the last.
    static let pauses = [0.05, 0.5]

    /// Opens the database at a libpq connection string or URL, several hosts and `target_session_attrs=read-write` included;
    /// throws `StorageError.away` when no server answers, and `.refused` when the database is not in UTF-8.
    ///
    /// `search_path` (`options='-c search_path=…'`) names the schema; each connection keeps at most `statements` texts prepared.
    package static func open(_ address: String, writers: Int = 4, statements: Int = 256) async throws -> PostgresDatabase {
        let workers = Workers(address: address, writers: writers, readers: 1, statements: statements)
        let database = PostgresDatabase(address: address, workers: workers)
        do {
            _ = try await database.read { try $0.first("SELECT 1") { try $0.integer(0) } }
        } catch {
            await database.workers.close()
            throw error
        }
        return database
    }

    private init(address: String, workers: Workers) {
        self.address = address
        self.workers = workers
    }

    deinit {
        workers.shut()
        for lease in leases.held.withLock({ $0 }) { lease.end() }
    }

    /// From now on nothing is written while this lease is lost.
    func hold(_ lease: PostgresLease) {
        leases.held.withLock { $0.append(lease) }
    }

    package func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await workers.perform(writes: false) { connection in
            try again { try connection.transaction(.read, body) }
        }
    }

    package func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await workers.perform(writes: true) { [leases] connection in
            try again {
                guard leases.held.withLock({ $0.allSatisfy(\.isHeld) }) else { throw Failure(lost: "this process’s slot is lost") }
                return try connection.transaction(.write, body)
            }
        }
    }

    /// Runs statements one by one, each outside any transaction.
    package func maintain(_ statements: [String]) async throws {
        try await workers.perform(writes: true) { connection in
            try again {
                _ = try connection.session.open()
                for statement in statements { try connection.session.command(statement) }
            }
        }
    }

    package func close() async throws {
        await workers.close()
        for lease in leases.held.withLock({ $0 }) { await lease.release() }
    }
}

private final class Leases: Sendable {
    let held = Mutex<[PostgresLease]>([])
}

/// Runs a transaction until it stands, is refused, or trying again is no use.
private func again<T>(_ transaction: () throws -> T) throws -> T {
    var losses = 0
    var conflicts = 0
    let start = ContinuousClock.now
    while true {
        do {
            return try transaction()
        } catch let failure as Failure {
            switch failure.kind {
            case .refused: throw failure.error
            case .lost:
                guard losses < PostgresDatabase.pauses.count else { throw failure.error }
                Thread.sleep(forTimeInterval: PostgresDatabase.pauses[losses])
                losses += 1
            case .conflict, .stale:
                guard ContinuousClock.now - start < .seconds(PostgresDatabase.patience) else { throw StorageError.busy }
                conflicts += 1
                Thread.sleep(forTimeInterval: .random(in: 0...min(0.1, 0.0005 * Double(1 << min(conflicts, 8)))))
            }
        }
    }
}
