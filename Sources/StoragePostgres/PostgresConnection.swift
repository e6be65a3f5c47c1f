import CPostgres
import Journal
import Storage

/// One transaction at a time on one session, for the thread that owns it.
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

    /// Runs the statement once for each row of values, sent together and answered together (libpq's pipeline mode): the number of
    /// rows changed. All rows hold values of the same types, or null.
    @discardableResult
    package func run(_ sql: String, rows: [[Value]]) throws -> Int {
        try guarded { () throws(Failure) in
            var changed = 0
            var start = 0
            while start < rows.count {
                let end = min(start + 1000, rows.count)
                changed += try pipeline(sql, rows[start..<end])
                start = end
            }
            return changed
        }
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
        failure = nil
        _ = try session.open()
        do { try session.command(mode.rawValue) } catch {
            session.drop()
            throw error
        }
        if generation != session.generation {
            generation = session.generation
            statements.removeAll()
        }
        let value: T
        do {
            value = try body(self)
        } catch {
            abandon()
            if let failure, failure.kind != .refused { throw failure }
            throw error
        }
        if let failure {
            abandon()
            throw failure
        }
        do { try commit() } catch {
            guard mode == .read else { throw error }
            session.drop()
        }
        return value
    }

    private func commit() throws {
        let connection = session.raw
        let result = PQexec(connection, "COMMIT")
        defer { PQclear(result) }
        if PQresultStatus(result) == PGRES_COMMAND_OK {
            if String(cString: PQcmdStatus(result)) == "COMMIT" { return }
            throw Failure(refused: "25P02", "the transaction was rolled back")
        }
        let failure = Failure(result: result, connection: connection)
        if failure.kind == .lost {
            session.drop()
            throw StorageError.commitUnknown
        }
        throw failure
    }

    private func abandon() {
        do {
            guard failure?.kind != .lost, failure?.error != .readOnly else { return session.drop() }
            try session.command("ROLLBACK")
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
        try parameters.set(values)
        let connection = session.raw
        let result = parameters.with { PQexecPrepared(connection, prepared.name, $0, $1, $2, $3, 1) }
        return try Session.check(result, connection) { $0 }
    }

    private func prepare(_ sql: String, _ values: [Value]) throws(Failure) -> Prepared {
        if let found = statements.find(sql, values) { return found }
        let connection = session.raw
        guard Dialect.places(in: sql) == values.count else { throw Failure(refused: "42P02", "\(values.count) values for other places") }
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
    private func pipeline(_ sql: String, _ rows: ArraySlice<[Value]>) throws(Failure) -> Int {
        guard let first = rows.first else { return 0 }
        let prepared = try prepare(sql, first)
        for row in rows where !prepared.takes(row) { throw Failure(refused: "42804", "rows of one statement differ in type") }
        let connection = session.raw
        guard PQenterPipelineMode(connection) == 1 else { throw Failure(lost: Failure.lastMessage(connection)) }
        var refused: Failure?
        for row in rows {
            do { try parameters.set(row) } catch {
                refused = error
                break
            }
            guard parameters.with({ PQsendQueryPrepared(connection, prepared.name, $0, $1, $2, $3, 1) }) == 1 else { break }
        }
        PQpipelineSync(connection)
        let (changed, failed) = answers(connection)
        PQexitPipelineMode(connection)
        if let failure = failed ?? refused { throw failure }
        return changed
    }

    /// Reads to the end of the pipeline: the rows changed, and the first failure.
    private func answers(_ connection: OpaquePointer?) -> (changed: Int, failed: Failure?) {
        var changed = 0
        var failed: Failure?
        while PQstatus(connection) == CONNECTION_OK {
            guard let result = PQgetResult(connection) else { continue }
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_PIPELINE_SYNC: return (changed, failed)
            case PGRES_COMMAND_OK: changed += Int(String(cString: PQcmdTuples(result))) ?? 0
            case PGRES_TUPLES_OK: changed += Int(PQntuples(result))
            default: failed = failed ?? Failure(result: result, connection: connection)
            }
        }
        return (changed, failed ?? Failure(lost: Failure.lastMessage(connection)))
    }
}
