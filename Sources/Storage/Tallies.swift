import Journal

/// What each subject adds to the figures, kept beside the tables until one of its records changes: a side table that any process makes again.
///
/// A subject of which a record was written is owed. Whoever asks meanwhile works its part out, so that no figure is ever old. Opaque here.
package enum Tallies {
    static let migration = Migration(
        23, "tallies",
        """
        CREATE TABLE tally (
            measure TEXT NOT NULL,
            owner BLOB NOT NULL,
            codes TEXT NOT NULL,
            moment TEXT NOT NULL,
            subject BLOB NOT NULL,
            number INTEGER NOT NULL,
            since TEXT,
            kind TEXT NOT NULL,
            record BLOB NOT NULL,
            once BLOB NOT NULL,
            amount INTEGER NOT NULL,
            counts INTEGER NOT NULL,
            PRIMARY KEY (measure, owner, codes, moment, subject, number)
        ) WITHOUT ROWID;
        CREATE INDEX tally_subject ON tally (subject);
        CREATE TABLE tally_state (
            subject BLOB NOT NULL PRIMARY KEY,
            owner BLOB NOT NULL,
            base BLOB NOT NULL,
            owed INTEGER NOT NULL
        );
        CREATE INDEX tally_state_owed ON tally_state (owed, owner, subject);
        CREATE INDEX tally_state_base ON tally_state (base);
        """)

    /// Whose a subject is as long as nothing but a part of it was seen.
    fileprivate static let unknown = AnyID(high: 0, low: 0)

    /// One piece of what a measure counts.
    package struct Row: Equatable, Sendable {
        package let measure: String
        /// Its codes, as one text: equal where they are the same.
        package let codes: String
        /// A day, or a month.
        package let moment: String
        /// The day from which on it is counted; nil where it always was.
        package let since: String?
        package let kind: String
        package let record: AnyID
        package let once: AnyID
        package let amount: Int
        package let counts: Bool

        package init(
            measure: String, codes: String, moment: String, since: String?, kind: String, record: AnyID, once: AnyID, amount: Int, counts: Bool
        ) {
            (self.measure, self.codes, self.moment, self.since) = (measure, codes, moment, since)
            (self.kind, self.record, self.once, self.amount, self.counts) = (kind, record, once, amount, counts)
        }
    }

    /// The rows of one subject. Subjects of the same base are counted together: where one of them is owed, all are.
    package struct Part: Sendable {
        package let subject: AnyID
        package let owner: AnyID
        package let base: AnyID
        package let rows: [Row]

        package init(_ subject: AnyID, of owner: AnyID, base: AnyID, _ rows: [Row]) {
            (self.subject, self.owner, self.base, self.rows) = (subject, owner, base, rows)
        }
    }

    /// Which rows are asked for: of a measure, of one owner or of all, between two days, as counted on a day.
    package struct Question: Sendable {
        private let condition: String
        private let values: [Value]

        /// - without: subjects whose rows are not wanted.
        package init(_ measure: String, of owner: AnyID?, _ days: ClosedRange<Day>, on today: Day, without subjects: [AnyID], _ connection: any Connection) {
            let (first, last) = (days.lowerBound.description, days.upperBound.description)
            let lists = connection.lists(of: subjects.map(\.value))
            condition =
                "measure = ?" + (owner == nil ? "" : " AND owner = ?") + " AND moment >= ? AND moment <= ? AND (moment >= ? OR LENGTH(moment) = 7)"
                + " AND (since IS NULL OR since <= ?)" + lists.map { " AND subject NOT IN \($0.places)" }.joined()
            values =
                [.text(measure)] + (owner.map { [$0.value] } ?? []) + [.text(String(first.prefix(7))), .text(last), .text(first), today.value]
                + lists.flatMap(\.values)
        }

        fileprivate func rows<T>(_ columns: String, _ rest: String, _ connection: any Connection, _ read: (any Storage.Row) throws -> T) throws -> [T] {
            try connection.rows("SELECT \(columns) FROM tally WHERE \(condition) \(rest)", values, read)
        }
    }
}

extension Connection {
    package func tallies(_ question: Tallies.Question) throws -> [Tallies.Row] {
        try question.rows("measure, codes, moment, since, kind, record, once, amount, counts", "ORDER BY moment, subject, number", self) { row in
            try Tallies.Row(
                measure: row.text(0), codes: row.text(1), moment: row.text(2), since: row.isNull(3) ? nil : row.text(3), kind: row.text(4), record: row.id(5),
                once: row.id(6), amount: Int(row.integer(7)), counts: row.integer(8) == 1)
        }
    }

    /// The amounts of the same rows, added up by their codes: of all, and of those that count.
    package func tallySums(_ question: Tallies.Question) throws -> [(codes: String, all: Int, counting: Int)] {
        try question.rows(
            "codes, CAST(SUM(amount) AS BIGINT), CAST(SUM(CASE WHEN counts = 1 THEN amount ELSE 0 END) AS BIGINT)", "GROUP BY codes ORDER BY codes", self
        ) { (try $0.text(0), Int(try $0.integer(1)), Int(try $0.integer(2))) }
    }

    /// The next so many subjects that are to be counted anew: of one owner, and those of whom nothing says whose they are; or of all.
    package func owedTallies(of owner: AnyID? = nil, limit: Int) throws -> [AnyID] {
        try rows(
            "SELECT subject FROM tally_state WHERE owed = 1\(owner == nil ? "" : " AND owner IN (?, ?)") ORDER BY owner, subject LIMIT ?",
            (owner.map { [$0.value, Tallies.unknown.value] } ?? []) + [limit.value]
        ) { try $0.id(0) }
    }

    package func owedTallyCount() throws -> Int { try first("SELECT COUNT(*) FROM tally_state WHERE owed = 1") { Int(try $0.integer(0)) } ?? 0 }

    /// These, and all that were counted together with them.
    package func tallied(with subjects: [AnyID]) throws -> Set<AnyID> {
        var all = Set(subjects)
        for list in lists(of: subjects.map(\.value)) {
            try each("SELECT subject FROM tally_state WHERE base IN (SELECT base FROM tally_state WHERE subject IN \(list.places))", list.values) {
                all.insert(try $0.id(0))
            }
        }
        return all
    }

    /// Puts these parts in the place of all that the subjects had; one that has none here is gone.
    package func keep(_ parts: [Tallies.Part], of subjects: [AnyID]) throws {
        for list in lists(of: subjects.map(\.value)) {
            try send("DELETE FROM tally WHERE subject IN \(list.places)", list.values)
            try send("DELETE FROM tally_state WHERE subject IN \(list.places)", list.values)
        }
        for part in parts {
            try send("INSERT INTO tally_state (subject, owner, base, owed) VALUES (?, ?, ?, 0)", [part.subject.value, part.owner.value, part.base.value])
            for (number, row) in part.rows.enumerated() {
                try send(
                    """
                    INSERT INTO tally (measure, owner, codes, moment, subject, number, since, kind, record, once, amount, counts) \
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    [
                        .text(row.measure), part.owner.value, .text(row.codes), .text(row.moment), part.subject.value, number.value, row.since.value,
                        .text(row.kind), row.record.value, row.once.value, row.amount.value, row.counts.value,
                    ])
            }
        }
    }

    /// Lets go of what a subject added, once its keys are destroyed.
    func untally(_ subject: AnyID) throws { try send("DELETE FROM tally WHERE subject = ?", [subject.value]) }

    private func owesTally(_ subject: AnyID, of owner: AnyID?) throws {
        try send(
            "INSERT INTO tally_state (subject, owner, base, owed) VALUES (?, ?, ?, 1) ON CONFLICT (subject) DO UPDATE SET owed = 1",
            [subject.value, (owner ?? Tallies.unknown).value, subject.value])
    }

    /// Owes the part of each subject of which these parts write what is counted.
    func owesTallies(_ parts: some Sequence<Journal.Part>, in scope: Scope, _ schema: Schema) throws {
        guard schema.hasCounted else { return }
        for subject in schema.countedSubjects(of: parts) { try owesTally(subject, of: scope.owner?.cast()) }
    }

    /// Owes the part of every subject that there is.
    package func owesAllTallies(_ schema: Schema) throws {
        try send("UPDATE tally_state SET owed = 1")
        for kind in schema.kinds where kind.counted == .subject {
            let owner = kind.scope == .organization ? RecordKind.owner : RecordKind.parties[0]
            try send(
                """
                INSERT INTO tally_state (subject, owner, base, owed) SELECT id, COALESCE(\(owner), ?), id, 1 FROM \(TableLayout.quoted(kind.name)) \
                WHERE 1 = 1 ON CONFLICT (subject) DO NOTHING
                """, [Tallies.unknown.value])
        }
    }
}

extension Schema {
    /// The subjects of which these parts write what is counted, each once, in their order. What is about nobody stands for itself.
    fileprivate func countedSubjects(of parts: some Sequence<Journal.Part>) -> [AnyID] {
        var seen: Set<AnyID> = []
        return parts.flatMap { part -> [AnyID] in
            guard case .changes(let changes) = part.content else { return [] }
            return changes.compactMap { change in
                guard self[change.kind]?.counted != nil else { return nil }
                let subject = part.subject ?? change.record
                return seen.insert(subject).inserted ? subject : nil
            }
        }
    }
}
