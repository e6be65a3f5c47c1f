import CPostgres
import Foundation
import Storage
import Synchronization

/// A key that one process of all those on the database holds, for as long as one connection of its own stands.
///
/// A lost connection is noticed at once where the server ends it and within about half a minute where the line goes dead; the key is
/// then asked for again until it is regained or given back. Another holder may write before the loss is noticed here, so what the
/// lease protects is also checked inside the transaction.
package final class PostgresLease: Sendable {
    private struct State {
        var isHeld = true
        var isEnding = false
        var isOver = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let key: Int64
    private let state = Mutex(State())
    /// The two ends of a pipe that `end` writes to.
    private let (asked, ask): (Int32, Int32)

    package var isHeld: Bool { state.withLock { $0.isHeld && !$0.isEnding } }

    fileprivate init(key: Int64) {
        self.key = key
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        (asked, ask) = (ends[0], ends[1])
    }

    /// Gives the key back, soon.
    func end() {
        state.withLock { state in
            if !state.isEnding, !state.isOver { write(ask, [1], 1) }
            state.isEnding = true
        }
    }

    /// Gives the key back; returns when others can take it.
    package func release() async {
        end()
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.isOver { state.waiting.append(continuation) }
                return state.isOver
            }
            if isOver { continuation.resume() }
        }
    }

    /// Holds the key on this thread until it is given back; `changed` hears of each loss and each return.
    fileprivate func keep(_ session: Session, changed: @Sendable (_ isHeld: Bool) -> Void) {
        while !state.withLock({ $0.isEnding }) {
            listen(to: session)
            if state.withLock({ $0.isEnding }) { break }
            session.drop()
            state.withLock { $0.isHeld = false }
            changed(false)
            while !state.withLock({ $0.isEnding }), (try? session.locks(key)) != true { _ = wait(for: -1, milliseconds: 200) }
            guard !state.withLock({ $0.isEnding }) else { break }
            state.withLock { $0.isHeld = true }
            changed(true)
        }
        try? session.command("SELECT pg_advisory_unlock(\(key))")
        session.drop()
        let waiting = state.withLock { state in
            state.isOver = true
            close(asked)
            close(ask)
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns when the connection is lost or the key is to be given back; a silent line is asked every five seconds.
    private func listen(to session: Session) {
        while !state.withLock({ $0.isEnding }) {
            if wait(for: PQsocket(session.raw), milliseconds: 5000) {
                guard PQconsumeInput(session.raw) == 1, PQstatus(session.raw) == CONNECTION_OK else { return }
            } else {
                guard (try? session.command("SELECT 1")) != nil else { return }
            }
        }
    }

    /// Whether the socket or the pipe had something to say in that time.
    private func wait(for socket: Int32, milliseconds: Int32) -> Bool {
        var ends = [socket, asked].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        return poll(&ends, 2, milliseconds) > 0
    }
}

extension PostgresDatabase {
    /// Takes `key` among all processes on this database (not schema), or nil while another holds it.
    ///
    /// `changed` is called on the lease's own thread: with false when its connection is lost, with true when the key is regained.
    package func lease(_ key: Int64, changed: @escaping @Sendable (_ isHeld: Bool) -> Void = { _ in }) async throws -> PostgresLease? {
        let address = address
        return try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                let session = Session(address)
                do throws(Failure) {
                    guard try session.locks(key) else { return continuation.resume(returning: nil) }
                } catch {
                    return continuation.resume(throwing: error.error)
                }
                let lease = PostgresLease(key: key)
                continuation.resume(returning: lease)
                lease.keep(session, changed: changed)
            }
            thread.name = "postgres lease"
            thread.start()
        }
    }

    /// The slot's lease is kept until `close`; while it is lost, nothing is written.
    package func claim(slot: Int) async throws -> (any SlotClaim)? {
        let (schema, sign) = try await read { connection in
            let found = try connection.first(SlotSign.query) { (try $0.integer(0), try $0.text(1)) }
            guard let found else { throw StorageError.readOnly }
            return found
        }
        guard let lease = try await lease(schema << 32 | Int64(slot)) else { return nil }
        hold(lease)
        return SlotSign(sign: Array(sign.utf8))
    }
}

/// What tells this database from a copy of it: the cluster, its timeline (new after a restored base backup or a failover), the
/// database, and the table of writers (new after a restored dump). A cluster copied file by file while it was stopped is not told apart.
private struct SlotSign: SlotClaim {
    let sign: [UInt8]
    var token: [UInt8]? { sign }

    func keep(_ token: [UInt8]) throws -> [UInt8] { sign }

    static let query = """
        SELECT CAST(n.oid AS BIGINT), concat_ws('/', s.system_identifier, left(pg_walfile_name(pg_current_wal_lsn()), 8), d.oid,
            CAST(to_regclass('writer') AS OID))
        FROM pg_control_system() s, pg_database d, pg_namespace n
        WHERE d.datname = current_database() AND n.nspname = current_schema()
        """
}

extension Session {
    /// Whether the key was free and is now this session's.
    fileprivate func locks(_ key: Int64) throws(Failure) -> Bool {
        let connection = try open()
        return try Session.check(PQexec(connection, "SELECT pg_try_advisory_lock(\(key))"), connection) { result in
            defer { PQclear(result) }
            return String(cString: PQgetvalue(result, 0, 0)) == "t"
        }
    }
}
