import Journal
import Storage

/// Figures of which each subject - a case file, a referral, a session - has a part that follows from its own records and those of a few others: worked out when
/// these change, and kept (``Tallies``).
package struct Tallying: Sendable {
    /// Goes up when what is counted changes, or how: then all is counted anew.
    package let edition: Int
    /// The parts of these subjects, and of all others that are counted together with them.
    package let count: @Sendable (Set<AnyID>, any Connection) throws -> Counted

    package init(edition: Int, count: @escaping @Sendable (Set<AnyID>, any Connection) throws -> Counted) {
        self.edition = edition
        self.count = count
    }

    /// What a subject adds to each measure, by its code.
    package struct Part: Sendable {
        package let subject: AnyID
        package let owner: AnyID
        package let base: AnyID
        package let rows: [(code: String, row: MeasureRow)]

        package init(_ subject: AnyID, of owner: AnyID, base: AnyID, _ rows: [(code: String, row: MeasureRow)] = []) {
            (self.subject, self.owner, self.base, self.rows) = (subject, owner, base, rows)
        }
    }

    /// Some subjects, counted; of those that are gone, there is no part.
    package struct Counted: Sendable {
        package let subjects: Set<AnyID>
        package let parts: [Part]

        package init(_ subjects: Set<AnyID>, _ parts: [Part]) {
            (self.subjects, self.parts) = (subjects, parts)
        }
    }

    /// So many subjects are counted while someone waits.
    package static let most = 500

    /// More is owed than can be counted while someone waits.
    package struct Unsettled: Error {}

    func rows(of measure: Measure, _ question: MeasureQuestion, _ connection: any Connection) throws -> [MeasureRow] {
        let fresh = try fresh(question, connection)
        let found = fresh.rows(of: measure, question)
        guard question.only == nil else { return found }
        let kept = try connection.tallies(fresh.others(of: measure, question)).map { MeasureRow($0) }
        return (kept + found).sorted { ($0.when, $0.record) < ($1.when, $1.record) }
    }

    func folded(_ measure: Measure, _ question: MeasureQuestion, _ connection: any Connection) throws -> [MeasureRow] {
        guard measure.addsUp, question.only == nil else { return try rows(of: measure, question, connection) }
        let fresh = try fresh(question, connection)
        let sums = try connection.tallySums(fresh.others(of: measure, question))
        return sums.flatMap { codes, all, counting in
            [(counting, true), (all - counting, false)].filter { $0.0 != 0 }.map { amount, counts in
                MeasureRow(when: "", kind: "", record: Self.nothing, amount: amount, counts: counts, codes: MeasureRow.codes(codes))
            }
        } + fresh.rows(of: measure, question)
    }

    private static let nothing = AnyID(high: 0, low: 0)

    /// What is owed of what is asked for, counted now.
    private func fresh(_ question: MeasureQuestion, _ connection: any Connection) throws -> Counted {
        try question.once("tallies") {
            if let only = question.only { return try count([only], connection) }
            let owed = try connection.owedTallies(of: question.organization, limit: Self.most + 1)
            guard owed.count <= Self.most else { throw Unsettled() }
            return owed.isEmpty ? Counted([], []) : try count(Set(owed), connection)
        }
    }
}

extension Tallying.Counted {
    fileprivate func rows(of measure: Measure, _ question: MeasureQuestion) -> [MeasureRow] {
        parts.filter { question.organization == nil || question.organization == $0.owner }.flatMap(\.rows).filter {
            $0.code == measure.code && question.asks(for: $0.row)
        }.map(\.row)
    }

    /// The rows that are kept of all other subjects.
    fileprivate func others(of measure: Measure, _ question: MeasureQuestion) -> Tallies.Question {
        Tallies.Question(measure.code, of: question.organization, question.days, on: question.today, without: subjects.sorted())
    }
}

extension Measure {
    /// Whether amounts that have the same codes may be added up beforehand.
    fileprivate var addsUp: Bool {
        switch summary {
        case .sum, .share: true
        case .distinct, .rate, .median, .stock: false
        }
    }
}

extension MeasureRow {
    fileprivate init(_ row: Tallies.Row) {
        self.init(
            when: row.moment, since: row.since.flatMap { Day($0) }, kind: row.kind, record: row.record, amount: row.amount, counts: row.counts, once: row.once,
            codes: Self.codes(row.codes))
    }

    fileprivate func kept(of code: String) -> Tallies.Row {
        let codes = codes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        return Tallies.Row(
            measure: code, codes: codes, moment: when, since: since?.description, kind: kind, record: record, once: once, amount: amount, counts: counts)
    }

    /// Codes from one text, as cells of tables have them too: "region=NE001 sex=female".
    package static func codes(_ text: String) -> [String: String?] {
        Dictionary(
            text.split(separator: " ").compactMap { pair in
                pair.firstIndex(of: "=").map { (String(pair[..<$0]), String(pair[pair.index(after: $0)...])) }
            }, uniquingKeysWith: { one, _ in one })
    }
}

extension Tallying {
    /// Owes all that there is where another edition counted it, or none did.
    package func renew(in store: Store) async throws {
        let isCurrent = try await store.read { connection in
            try connection.first("SELECT value FROM setting WHERE name = ?", [.text(Self.setting)]) { try $0.text(0) } == "\(edition)"
        }
        guard !isCurrent else { return }
        try await store.database.write { try $0.owesAllTallies(store.schema) }
        try await store.keep(setting: Self.setting, "\(edition)")
    }

    private static let setting = "here.tallies"

    /// Counts so many of the subjects that are owed, in one transaction; false where none is left.
    package func settle(in store: Store, most: Int = 200) async throws -> Bool {
        try await store.database.write { connection in
            let owed = try connection.owedTallies(limit: most)
            guard !owed.isEmpty else { return false }
            let counted = try count(Set(owed), connection)
            let parts = counted.parts.map { part in Tallies.Part(part.subject, of: part.owner, base: part.base, part.rows.map { $0.row.kept(of: $0.code) }) }
            try connection.keep(parts, of: counted.subjects.sorted())
            return true
        }
    }

    /// Counts all that is owed.
    package func settleAll(in store: Store) async throws { while try await settle(in: store) {} }
}
