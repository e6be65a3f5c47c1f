import CPostgres
import Storage

/// One libpq connection, opened as late as possible and by one thread, which alone uses it.
///
/// What the session relies on is set and read back when it opens: UTF-8 on both sides, and `synchronous_commit` at least `on`.
final class Session {
    private let address: String
    private(set) var raw: OpaquePointer?
    /// Counts the openings, so that what was prepared on an earlier one is known to be gone.
    private(set) var generation = 0

    init(_ address: String) {
        self.address = address
    }

    deinit { drop() }

    func drop() {
        if let raw { PQfinish(raw) }
        raw = nil
    }

    /// The open connection; throws `Failure` of kind `lost` when no server answers.
    func open() throws(Failure) -> OpaquePointer {
        if let raw, PQstatus(raw) == CONNECTION_OK { return raw }
        drop()
        guard let connection = Session.connect(address) else { throw Failure(lost: "no memory for a connection") }
        guard PQstatus(connection) == CONNECTION_OK else {
            let message = Failure.lastMessage(connection)
            PQfinish(connection)
            throw Failure(lost: message)
        }
        _ = PQsetNoticeProcessor(connection, { _, _ in }, nil)
        raw = connection
        generation += 1
        do { try settle(connection) } catch {
            drop()
            throw error
        }
        return connection
    }

    /// Runs statements without values and frees what they return. It never opens the session anew, for a transaction may be under way.
    func command(_ sql: String) throws(Failure) {
        guard let connection = raw else { throw Failure(lost: "the connection is closed") }
        try Session.check(PQexec(connection, sql), connection) { PQclear($0) }
    }

    /// Hands a good result to `body`, which owns it; throws and frees any other.
    static func check<T>(
        _ result: OpaquePointer?, _ connection: OpaquePointer?, _ body: (OpaquePointer) throws(Failure) -> T
    ) throws(Failure) -> T {
        let status = PQresultStatus(result)
        guard let result, status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY else {
            let failure = Failure(result: result, connection: connection)
            PQclear(result)
            throw failure
        }
        return try body(result)
    }

    /// Defaults come before the caller's address, which may change them; a dead line is noticed within about twenty seconds.
    private static func connect(_ address: String) -> OpaquePointer? {
        let settings = [
            ("connect_timeout", "5"), ("keepalives_idle", "10"), ("keepalives_interval", "3"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "20000"), ("application_name", "promig"), ("dbname", address), ("client_encoding", "UTF8"),
        ]
        let texts = settings.flatMap { [$0.0, $0.1] }.map { Array($0.utf8CString) }
        return withUnsafePointers(texts) { pointers in
            let names = stride(from: 0, to: pointers.count, by: 2).map { pointers[$0] } + [nil]
            let values = stride(from: 1, to: pointers.count, by: 2).map { pointers[$0] } + [nil]
            return PQconnectdbParams(names, values, 1)
        }
    }

    private func settle(_ connection: OpaquePointer) throws(Failure) {
        let settled = """
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply');
            SELECT set_config('lock_timeout', '10s', false) WHERE current_setting('lock_timeout') = '0';
            SELECT current_setting('synchronous_commit'), current_setting('server_encoding')
            """
        let (durability, encoding) = try Session.check(PQexec(connection, settled), connection) { result in
            defer { PQclear(result) }
            return (String(cString: PQgetvalue(result, 0, 0)), String(cString: PQgetvalue(result, 0, 1)))
        }
        guard durability == "on" || durability == "remote_apply" else {
            throw Failure(refused: "F0000", "synchronous_commit is \(durability)")
        }
        guard encoding == "UTF8" else { throw Failure(refused: "F0000", "the database’s encoding is \(encoding), not UTF8") }
    }
}

private func withUnsafePointers<T>(_ texts: [[CChar]], _ body: ([UnsafePointer<CChar>?]) -> T) -> T {
    func next(_ index: Int, _ pointers: [UnsafePointer<CChar>?]) -> T {
        guard index < texts.count else { return body(pointers) }
        return texts[index].withUnsafeBufferPointer { next(index + 1, pointers + [$0.baseAddress]) }
    }
    return next(0, [])
}
