import Journal
import Storage

extension PostgresDatabase {
    /// Tables larger than this are not rewritten, in bytes: nobody could read or write them meanwhile.
    static let rewritten: Int64 = 256 << 20

    /// Rewrites each table of the schema without what was deleted, writes all to disk and begins a new segment of the log.
    ///
    /// What it cannot reach: tables above 256 MiB are only vacuumed, and their freed space keeps old bytes until it is used again;
    /// segments of the log that are archived, sent to replicas, or kept for reuse (`wal_recycle=on`). Throws `.busy` while a
    /// transaction that may still see the deleted rows lasts longer than ten seconds, and `.refused("42501")` where the role may
    /// neither checkpoint (`pg_checkpoint`) nor switch the log (`EXECUTE ON pg_switch_wal`).
    package func scrub() async throws {
        try await waitForEarlierTransactions()
        let statements = try await read { connection in
            try connection.rows(
                """
                SELECT CASE WHEN pg_total_relation_size(c.oid) <= ? THEN 'VACUUM (FULL) ' ELSE 'VACUUM ' END
                    || CAST(CAST(c.oid AS REGCLASS) AS TEXT)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = current_schema() AND c.relkind = 'r' ORDER BY c.oid
                """,
                [.integer(PostgresDatabase.rewritten)]
            ) { try $0.text(0) }
        }
        try await maintain(statements + ["SELECT pg_switch_wal()", "CHECKPOINT"])
    }

    /// Returns when every transaction that began before has ended: until then VACUUM keeps what they may see.
    private func waitForEarlierTransactions() async throws {
        let now = try await write { try $0.first("SELECT CAST(CAST(pg_current_xact_id() AS XID) AS TEXT)") { try $0.text(0) } ?? "" }
        let earlier = """
            SELECT COUNT(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                AND greatest(age(backend_xmin), age(backend_xid)) > age(CAST(CAST(? AS TEXT) AS XID))
            """
        let start = ContinuousClock.now
        while try await read({ try $0.first(earlier, [.text(now)]) { try $0.integer(0) } }) != 0 {
            guard ContinuousClock.now - start < .seconds(PostgresDatabase.patience) else { throw StorageError.busy }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
