import CPostgres
import Journal
import Storage

/// One transaction at a time on one session, for the thread that owns it.
///
/// What nobody waits for (BEGIN, `send`) stays in libpq's pipeline, and its answers are read with those of the next statement that answers, or of COMMIT:
/// a transaction waits for the server as often as it asks something, and once more to commit.
///
/// PostgreSQL refuses everything after a statement that failed, until ROLLBACK. So the first failure of a transaction is kept,
/// thrown again for what follows, and decides how the transaction ends even if the body swallowed it.
package final class PostgresConnection: Connection {
    package let engine = Engine.postgres
    let session: Session
    private var statements: StatementCache
    private var parameters = Parameters()
    private var generation = 0
    private var failure: Failure?
    /// How many statements stand in the pipeline.
    private var unanswered = 0
    /// Whether the server has heard of this transaction.
    private var isBegun = false

    /// What waits is held in memory, and its answers by the server.
    private static let longestPipeline = 1000

    init(_ address: String, statements limit: Int) {
        session = Session(address)
        statements = StatementCache(limit: limit)
    }

    @discardableResult
    package func run(_ sql: String, _ values: [Value]) throws -> Int {
        let result = try guarded { () throws(Failure) in try execute(sql, values) }
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK || !String(cString: PQcmdStatus(result)).hasPrefix("SELECT") else { return 0 }
        return Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    package func send(_ sql: String, _ values: [Value]) throws {
        try guarded { () throws(Failure) in
            try line(up: prepare(sql, values), values)
            // The first of several is sent at once: the server works on it while the others are put together. A broken line shows with the answers.
            if unanswered == 1 { PQflush(session.raw) }
            if unanswered >= Self.longestPipeline { try settle() }
        }
    }

    /// Fetches all rows before the first call, so a scan of a whole table is read in pages by its caller.
    package func each(_ sql: String, _ values: [Value], _ body: (any Row) throws -> Void) throws {
        let row = PostgresRow(result: try guarded { () throws(Failure) in try execute(sql, values) })
        for index in 0..<row.count {
            row.index = index
            try body(row)
        }
    }

    /// Tables may change under prepared statements, so none is kept.
    package func script(_ sql: String) throws {
        try guarded { () throws(Failure) in
            try settle()
            try session.command(Dialect.schema(sql))
            try forgetStatements()
        }
    }

    package func tables() throws -> [String] {
        let names = """
            SELECT CAST(c.relname AS TEXT) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') ORDER BY c.relname
            """
        return try rows(names) { try $0.text(0) }
    }
}

extension PostgresConnection {
    /// How a transaction begins.
    enum Mode: String {
        case read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case write = "BEGIN ISOLATION LEVEL SERIALIZABLE"
    }

    /// What `body` returned, once COMMIT is answered.
    ///
    /// Throws `Failure` where the transaction may run again or was refused, `StorageError.commitUnknown` where COMMIT's answer
    /// was lost, and the body's own error otherwise. Nothing of it stands then, but for `commitUnknown`.
    func transaction<T>(_ mode: Mode, _ body: (any Connection) throws -> T) throws -> T {
        (failure, unanswered, isBegun) = (nil, 0, false)
        _ = try session.open()
        if generation != session.generation {
            generation = session.generation
            statements.removeAll()
        }
        do {
            try guarded { () throws(Failure) in try line(up: mode.rawValue) }
            let value = try body(self)
            if let failure { throw failure }
            // Nothing hangs on how a read ends.
            do { try commit() } catch StorageError.commitUnknown where mode == .read {}
            return value
        } catch {
            abandon()
            if let failure, failure.kind != .refused { throw failure }
            throw error
        }
    }

    /// COMMIT travels with what waits. Only a transaction that asked nothing begins first: so a line that was dead all along is told from
    /// a commit whose answer was lost.
    private func commit() throws {
        do throws(Failure) {
            if !isBegun { try settle() }
            try line(up: "COMMIT")
        } catch {
            failure = error
            throw error
        }
        do throws(Failure) {
            let result = try answers()
            defer { PQclear(result) }
            guard String(cString: PQcmdStatus(result)) == "COMMIT" else {
                throw Failure(refused: "25P02", "the transaction was rolled back")
            }
        } catch {
            if error.kind == .lost {
                session.drop()
                throw StorageError.commitUnknown
            }
            failure = error
            throw error
        }
    }

    private func abandon() {
        do throws(Failure) {
            guard failure?.kind != .lost, failure?.error != .readOnly else { return session.drop() }
            // What still waits has nothing to say any more.
            do { try settle() } catch { if error.kind == .lost { throw error } }
            if PQtransactionStatus(session.raw) != PQTRANS_IDLE { try session.command("ROLLBACK") }
            if failure?.kind == .stale { try forgetStatements() }
        } catch {
            session.drop()
        }
    }

    private func forgetStatements() throws(Failure) {
        statements.removeAll()
        try session.command("DEALLOCATE ALL")
    }

    /// Keeps the first failure of the transaction, and throws what the body may see of it.
    private func guarded<T>(_ work: () throws(Failure) -> T) throws -> T {
        if let failure { throw failure.error }
        do throws(Failure) {
            return try work()
        } catch {
            failure = error
            throw error.error
        }
    }

    private func execute(_ sql: String, _ values: [Value]) throws(Failure) -> OpaquePointer {
        let prepared = try prepare(sql, values)
        guard unanswered == 0 else {
            try line(up: prepared, values)
            return try answers()
        }
        try parameters.set(values)
        let connection = session.raw
        let result = parameters.with { PQexecPrepared(connection, prepared.name, $0, $1, $2, $3, 1) }
        return try Session.check(result, connection) { $0 }
    }

    private func prepare(_ sql: String, _ values: [Value]) throws(Failure) -> Prepared {
        if let found = statements.find(sql, values) { return found }
        let connection = session.raw
        guard Dialect.places(in: sql) == values.count else { throw Failure(refused: "42P02", "\(values.count) values for other places") }
        try settle()
        let plan = statements.plan(sql)
        for name in plan.leaving { try session.command("DEALLOCATE \(name)") }
        var types = values.map(TypeNumber.of)
        try Session.check(PQprepare(connection, plan.name, plan.numbered, Int32(types.count), types), connection) { PQclear($0) }
        if types.contains(0) {
            types = try Session.check(PQdescribePrepared(connection, plan.name), connection) { description in
                defer { PQclear(description) }
                return (0..<PQnparams(description)).map { PQparamtype(description, $0) }
            }
        }
        let prepared = Prepared(name: plan.name, types: types)
        statements.keep(prepared, for: sql)
        return prepared
    }
}

extension PostgresConnection {
    private func line(up prepared: Prepared, _ values: [Value]) throws(Failure) {
        try parameters.set(values)
        let connection = session.raw
        try line { parameters.with { PQsendQueryPrepared(connection, prepared.name, $0, $1, $2, $3, 1) } }
    }

    private func line(up command: String) throws(Failure) {
        let connection = session.raw
        try line { PQsendQueryParams(connection, command, 0, nil, nil, nil, nil, 1) }
    }

    private func line(up: () -> Int32) throws(Failure) {
        let connection = session.raw
        guard unanswered > 0 || PQenterPipelineMode(connection) == 1, up() == 1 else { throw Failure(lost: Failure.lastMessage(connection)) }
        unanswered += 1
    }

    /// Sends what waits, and reads its answers.
    private func settle() throws(Failure) {
        if unanswered > 0 { PQclear(try answers()) }
    }

    /// Sends what waits, and reads its answers: the last one's result, which the caller owns, or the first failure.
    private func answers() throws(Failure) -> OpaquePointer {
        let connection = session.raw
        (unanswered, isBegun) = (0, true)
        guard PQpipelineSync(connection) == 1 else { throw Failure(lost: Failure.lastMessage(connection)) }
        var last: OpaquePointer?
        var failed: Failure?
        // libpq parts the statements by nothing, once. Twice is a line that broke while it was written to, which the status need not show.
        var wasNothing = false
        while PQstatus(connection) == CONNECTION_OK {
            guard let result = PQgetResult(connection) else {
                if wasNothing { break }
                wasNothing = true
                continue
            }
            wasNothing = false
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
                PQclear(last)
                last = result
                continue
            case PGRES_PIPELINE_SYNC:
                PQclear(result)
                PQexitPipelineMode(connection)
                guard failed == nil, let last else { break }
                return last
            default:
                failed = failed ?? Failure(result: result, connection: connection)
                PQclear(result)
                continue
            }
            break
        }
        PQclear(last)
        throw failed ?? Failure(lost: Failure.lastMessage(connection))
    }
}
