import Journal

/// What each subject adds to the figures, kept beside the tables until one of its records changes: a side table that any process makes again.
///
/// The sums of each owner's months stand beside them, so that a figure costs what it shows, and not what was counted.
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
        CREATE TABLE tally_sum (
            measure TEXT NOT NULL,
            owner BLOB NOT NULL,
            month TEXT NOT NULL,
            codes TEXT NOT NULL,
            since TEXT NOT NULL,
            number INTEGER NOT NULL,
            amount INTEGER NOT NULL,
            counting INTEGER NOT NULL,
            PRIMARY KEY (measure, owner, month, codes, since)
        ) WITHOUT ROWID;
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

    /// A month of an owner, "2026-03".
    package struct Month: Hashable, Sendable {
        package let owner: AnyID
        package let month: String

        package init(owner: AnyID, month: String) { (self.owner, self.month) = (owner, month) }
    }

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
        fileprivate let measure: (sql: String, values: [Value])
        private let days: ClosedRange<Day>
        private let today: Day
        /// Subjects whose rows are not wanted.
        private let subjects: [AnyID]

        package init(_ measure: String, of owner: AnyID?, _ days: ClosedRange<Day>, on today: Day, without subjects: [AnyID]) {
            self.measure = ("measure = ?" + (owner == nil ? "" : " AND owner = ?"), [.text(measure)] + (owner.map { [$0.value] } ?? []))
            (self.days, self.today, self.subjects) = (days, today, subjects)
        }

        /// A condition on `tally`.
        fileprivate func rows(_ connection: any Connection) -> (sql: String, values: [Value]) { rows(days, connection) }

        private func rows(_ days: ClosedRange<Day>, _ connection: any Connection) -> (sql: String, values: [Value]) {
            let (first, last) = (days.lowerBound.description, days.upperBound.description)
            let lists = connection.lists(of: subjects.map(\.value))
            return (
                "\(measure.sql) AND moment >= ? AND moment <= ? AND (moment >= ? OR LENGTH(moment) = 7) AND (since IS NULL OR since <= ?)"
                    + lists.map { " AND subject NOT IN \($0.places)" }.joined(),
                measure.values + [.text(String(first.prefix(7))), .text(last), .text(first), today.value] + lists.flatMap(\.values)
            )
        }

        /// Of the months that lie in the days from their first to their last: conditions on `tally_sum`, and on the rows of `tally` that are in those sums
        /// and not wanted; nil where no month does.
        fileprivate func whole(_ connection: any Connection) -> (sums: (sql: String, values: [Value]), unwanted: [(sql: String, values: [Value])])? {
            guard let months else { return nil }
            let range: [Value] = [.text(months.lowerBound), .text(months.upperBound), today.value]
            let unwanted = connection.lists(of: subjects.map(\.value)).map { list in
                (
                    "\(measure.sql) AND SUBSTR(moment, 1, 7) BETWEEN ? AND ? AND (since IS NULL OR since <= ?) AND subject IN \(list.places)",
                    measure.values + range + list.values
                )
            }
            return (("\(measure.sql) AND month BETWEEN ? AND ? AND since <= ?", measure.values + range), unwanted)
        }

        /// Of the days before and after those months: conditions on `tally`.
        fileprivate func parts(_ connection: any Connection) -> [(sql: String, values: [Value])] {
            guard let months, let first = Day("\(months.lowerBound)-01"), let end = Day("\(months.upperBound)-01")?.endOfMonth else {
                return [rows(connection)]
            }
            let before = days.lowerBound < first ? [rows(days.lowerBound...first.advanced(by: -1), connection)] : []
            return before + (end < days.upperBound ? [rows(end.advanced(by: 1)...days.upperBound, connection)] : [])
        }

        private var months: ClosedRange<String>? {
            let (first, last) = (days.lowerBound, days.upperBound)
            let from = first.day == 1 ? first : first.endOfMonth.advanced(by: 1)
            let to = last == last.endOfMonth ? last : Day(year: last.year, month: last.month, day: 1)!.advanced(by: -1)
            return from < to ? String(from.description.prefix(7))...String(to.description.prefix(7)) : nil
        }
    }
}

extension Day {
    fileprivate var endOfMonth: Day {
        (28...31).reversed().lazy.compactMap { Day(year: year, month: month, day: $0) }.first!
    }
}

extension Connection {
    package func tallies(_ question: Tallies.Question) throws -> [Tallies.Row] {
        let asked = question.rows(self)
        return try rows("SELECT \(Tallies.Row.columns) FROM tally WHERE \(asked.sql) ORDER BY moment, subject, number", asked.values) { try Tallies.Row($0) }
    }

    /// The amounts of the same rows, added up by their codes: of all, and of those that count.
    package func tallySums(_ question: Tallies.Question) throws -> [(codes: String, all: Int, counting: Int)] {
        var sums: [String: (all: Int, counting: Int)] = [:]
        func add(_ sign: Int, _ all: String, _ counting: String, _ table: String, _ asked: (sql: String, values: [Value])) throws {
            try each(
                "SELECT codes, CAST(SUM(\(all)) AS BIGINT), CAST(SUM(\(counting)) AS BIGINT) FROM \(table) WHERE \(asked.sql) GROUP BY codes", asked.values
            ) { row in
                let codes = try row.text(0)
                sums[codes, default: (0, 0)].all += sign * Int(try row.integer(1))
                sums[codes]!.counting += sign * Int(try row.integer(2))
            }
        }
        func addRows(_ sign: Int, _ asked: (sql: String, values: [Value])) throws {
            try add(sign, "amount", "CASE WHEN counts = 1 THEN amount ELSE 0 END", "tally", asked)
        }
        if let whole = question.whole(self) {
            try add(1, "amount", "counting", "tally_sum", whole.sums)
            for asked in whole.unwanted { try addRows(-1, asked) }
        }
        for asked in question.parts(self) { try addRows(1, asked) }
        return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value.all, $0.value.counting) }
    }

    /// The months in which something is counted by a measure, of each owner or of one.
    package func tallyMonths(of measure: String, owner: AnyID? = nil) throws -> Set<Tallies.Month> {
        try Set(
            rows(
                "SELECT DISTINCT owner, month FROM tally_sum WHERE measure = ?\(owner == nil ? "" : " AND owner = ?")",
                [.text(measure)] + (owner.map { [$0.value] } ?? [])
            ) { Tallies.Month(owner: try $0.id(0), month: try $0.text(1)) })
    }

    /// The next so many subjects that are to be counted anew: of one owner, and those of whom nothing says whose they are; or of all.
    package func owedTallies(of owner: AnyID? = nil, limit: Int) throws -> [AnyID] {
        try rows(
            "SELECT subject FROM tally_state WHERE owed = 1\(owner == nil ? "" : " AND owner IN (?, ?)") ORDER BY owner, subject LIMIT ?",
            (owner.map { [$0.value, Tallies.unknown.value] } ?? []) + [limit.value]
        ) { try $0.id(0) }
    }

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
        var sums = Tallies.Sums()
        try letGo(subjects, &sums)
        for list in lists(of: subjects.map(\.value)) { try send("DELETE FROM tally_state WHERE subject IN \(list.places)", list.values) }
        for part in parts {
            try send("INSERT INTO tally_state (subject, owner, base, owed) VALUES (?, ?, ?, 0)", [part.subject.value, part.owner.value, part.base.value])
            for (number, row) in part.rows.enumerated() {
                sums.add(row, of: part.owner)
                try send(
                    "INSERT INTO tally (owner, subject, number, \(Tallies.Row.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [part.owner.value, part.subject.value, number.value] + row.values)
            }
        }
        try keep(sums)
    }

    /// Lets go of what a subject added, once its keys are destroyed.
    func untally(_ subject: AnyID) throws {
        var sums = Tallies.Sums()
        try letGo([subject], &sums)
        try keep(sums)
    }

    private func letGo(_ subjects: [AnyID], _ sums: inout Tallies.Sums) throws {
        for list in lists(of: subjects.map(\.value)) {
            for (owner, row) in try rows(
                "SELECT \(Tallies.Row.columns), owner FROM tally WHERE subject IN \(list.places)", list.values, { (try $0.id(9), try Tallies.Row($0)) })
            { sums.add(row, of: owner, sign: -1) }
            try send("DELETE FROM tally WHERE subject IN \(list.places)", list.values)
        }
    }

    private func keep(_ sums: Tallies.Sums) throws {
        for (key, sum) in sums.standing {
            let place = [.text(key.measure), key.owner.value, .text(key.month), .text(key.codes), .text(key.since)]
            try send(
                """
                INSERT INTO tally_sum (measure, owner, month, codes, since, number, amount, counting) VALUES (?, ?, ?, ?, ?, ?, ?, ?) \
                ON CONFLICT (measure, owner, month, codes, since) DO UPDATE SET number = tally_sum.number + excluded.number, \
                amount = tally_sum.amount + excluded.amount, counting = tally_sum.counting + excluded.counting
                """, place + [sum.number.value, sum.amount.value, sum.counting.value])
            // What nothing adds to any more would tell that something once did.
            if sum.number < 0 {
                try send("DELETE FROM tally_sum WHERE measure = ? AND owner = ? AND month = ? AND codes = ? AND since = ? AND number = 0", place)
            }
        }
    }

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

extension Tallies {
    /// What sums change by, before it is written.
    fileprivate struct Sums {
        struct Key: Hashable {
            let measure: String
            let owner: AnyID
            let month: String
            let codes: String
            let since: String
        }

        struct Sum: Equatable {
            var number = 0
            var amount = 0
            var counting = 0
        }

        private var changes: [Key: Sum] = [:]

        mutating func add(_ row: Row, of owner: AnyID, sign: Int = 1) {
            let key = Key(measure: row.measure, owner: owner, month: String(row.moment.prefix(7)), codes: row.codes, since: row.since ?? "")
            changes[key, default: Sum()].number += sign
            changes[key]!.amount += sign * row.amount
            if row.counts { changes[key]!.counting += sign * row.amount }
        }

        /// Those that do change, in the order in which they stand.
        var standing: [(Key, Sum)] {
            changes.filter { $0.value != Sum() }.sorted { a, b in
                (a.key.measure, a.key.owner, a.key.month, a.key.codes, a.key.since) < (b.key.measure, b.key.owner, b.key.month, b.key.codes, b.key.since)
            }
        }
    }
}

extension Tallies.Row {
    fileprivate static let columns = "measure, codes, moment, since, kind, record, once, amount, counts"

    fileprivate init(_ row: any Row) throws {
        try self.init(
            measure: row.text(0), codes: row.text(1), moment: row.text(2), since: row.isNull(3) ? nil : row.text(3), kind: row.text(4), record: row.id(5),
            once: row.id(6), amount: Int(row.integer(7)), counts: row.integer(8) == 1)
    }

    fileprivate var values: [Value] {
        [.text(measure), .text(codes), .text(moment), since.value, .text(kind), record.value, once.value, amount.value, counts.value]
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
