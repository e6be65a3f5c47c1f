import Journal

/// A step of the schema that never changes once it was shipped. Projected tables need none: they are made from the lists of fields.
package struct Migration: Sendable {
    package let number: Int
    package let name: String
    package let sql: String

    package init(_ number: Int, _ name: String, _ sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }

    /// The journal on disk and what goes with it.
    ///
    /// `entry.place` is stream × 2^40 + position in the stream: one key, made by the application, for which no engine needs a counter.
    /// `entry.parts` is the bundle of the parts that are held, but for attachments, and `entry.short` the first eight bytes of the hash.
    package static let journal = Migration(
        1, "journal",
        """
        CREATE TABLE stream (
            id INTEGER NOT NULL PRIMARY KEY,
            writer BLOB NOT NULL,
            scope BLOB NOT NULL,
            start INTEGER NOT NULL,
            position INTEGER NOT NULL,
            head BLOB NOT NULL
        );
        CREATE INDEX stream_writer ON stream (writer, scope);
        CREATE TABLE entry (
            place INTEGER NOT NULL PRIMARY KEY,
            stamp INTEGER NOT NULL,
            short INTEGER NOT NULL,
            header BLOB NOT NULL,
            parts BLOB NOT NULL
        );
        CREATE INDEX entry_stamp ON entry (stamp);
        CREATE INDEX entry_short ON entry (short);
        CREATE TABLE history (
            record BLOB NOT NULL,
            place INTEGER NOT NULL,
            PRIMARY KEY (record, place)
        ) WITHOUT ROWID;
        \(collisions(in: "collision"))
        CREATE TABLE dropped (
            part BLOB NOT NULL,
            place INTEGER NOT NULL,
            PRIMARY KEY (part, place)
        );
        CREATE TABLE projection (
            kind TEXT NOT NULL PRIMARY KEY,
            layout BLOB NOT NULL
        );
        CREATE TABLE writer (
            slot INTEGER NOT NULL PRIMARY KEY,
            id BLOB NOT NULL,
            lease BLOB NOT NULL
        );
        CREATE TABLE receipt (
            token BLOB NOT NULL PRIMARY KEY,
            place INTEGER NOT NULL
        );
        CREATE TABLE arrival (
            place INTEGER NOT NULL PRIMARY KEY,
            milliseconds INTEGER NOT NULL
        );
        CREATE TABLE finding (
            subject TEXT NOT NULL,
            code TEXT NOT NULL,
            stamp INTEGER NOT NULL,
            PRIMARY KEY (subject, code)
        );
        CREATE TABLE setting (
            name TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        );
        """)

    /// Which entries say something about a subject: what an erasure reaches, also in records that were taken out before it.
    package static let subjects = Migration(
        8, "subjects",
        """
        CREATE TABLE subject (
            subject BLOB NOT NULL,
            place INTEGER NOT NULL,
            PRIMARY KEY (subject, place)
        ) WITHOUT ROWID;
        """)

    /// The bytes of attachments, of which an entry's bundle has none: `part` is the digest of `bytes`, the whole part.
    package static let attachments = Migration(
        14, "attachments",
        """
        CREATE TABLE attachment (
            part BLOB NOT NULL,
            place INTEGER NOT NULL,
            subject BLOB,
            bytes BLOB NOT NULL,
            PRIMARY KEY (part, place)
        );
        CREATE INDEX attachment_place ON attachment (place);
        """)

    static func collisions(in table: String) -> String {
        """
        CREATE TABLE \(table) (
            record BLOB NOT NULL,
            field TEXT NOT NULL,
            stamp INTEGER NOT NULL,
            writer BLOB NOT NULL,
            entry BLOB NOT NULL,
            kind TEXT NOT NULL,
            PRIMARY KEY (record, field, stamp, writer, entry)
        );
        """
    }

    /// What `verify` remembers: of each stream how far it was proved, and the running digest of each table.
    package static let proofs = Migration(
        7, "proofs",
        """
        CREATE TABLE proof (
            subject TEXT NOT NULL PRIMARY KEY,
            position INTEGER NOT NULL,
            digest BLOB NOT NULL,
            layout BLOB NOT NULL
        );
        """)

    /// What each table of Storage's own migrations is: compared by `verify`, or kept beside.
    package static let roles: [String: TableRole] = [
        "migration": .side, "stream": .journal, "entry": .journal, "attachment": .journal, "history": .projected, "subject": .projected,
        "collision": .projected, "dropped": .projected,
        "projection": .side, "writer": .side, "receipt": .side, "arrival": .side, "finding": .side, "setting": .side,
        "proof": .side, "tally": .side, "tally_state": .side, "tally_sum": .side,
    ]
}

/// What a table is to the journal.
package enum TableRole: Sendable {
    case journal
    /// A pure function of the entries held: `rebuild` makes it again, `verify` compares it.
    case projected
    /// Keys, tokens, sessions, throttles, receipts, queues, arrivals: no function of the entries.
    case side
}

extension Connection {
    /// Brings the schema up to the last of `migrations`, each in order and once; returns the numbers of those that it did now.
    @discardableResult
    package func migrate(_ migrations: [Migration]) throws -> Set<Int> {
        if try !tables().contains("migration") {
            try script("CREATE TABLE migration (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL);")
        }
        let done = Set(try rows("SELECT number FROM migration") { Int(try $0.integer(0)) })
        for migration in migrations.sorted(by: { $0.number < $1.number }) where !done.contains(migration.number) {
            try script(migration.sql)
            try send("INSERT INTO migration (number, name) VALUES (?, ?)", [migration.number.value, migration.name.value])
        }
        return Set(migrations.map(\.number)).subtracting(done)
    }
}
