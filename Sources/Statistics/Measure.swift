import Journal
import Storage
import Synchronization

/// A number that the registers themselves give: the rows behind it, and how they make one figure.
///
/// The figure, its breakdowns and its evidence are all of the same rows, so that they cannot disagree.
package struct Measure: Sendable {
    /// The indicator that it feeds, as the logframe numbers it: "R2.4".
    package let code: String
    package let title: Phrase
    /// What is counted and what is left out, in a sentence.
    package let definition: Phrase
    /// What one of it is: "personne", "jour".
    package let unit: Phrase
    package let summary: Summary
    package let dimensions: [Dimension]
    package let subject: Subject
    /// The kinds of record that its rows may be read from.
    package let kinds: [String]
    private let source: Source

    /// Where the rows come from.
    package enum Source: Sendable {
        /// They are read when they are asked for.
        case read(@Sendable (MeasureQuestion, any Connection) throws -> [MeasureRow])
        /// Each subject’s are kept.
        case kept(Tallying)
        /// Sessions that open what is sealed count it and write what it came to; `awaited` are the months that an owner has yet to count.
        case toldBySessions(
            @Sendable (MeasureQuestion, any Connection) throws -> [MeasureRow],
            awaited: @Sendable (MeasureQuestion, any Connection) throws -> Set<Tallies.Month>)
    }

    package init(
        _ code: String, _ title: Phrase, definition: Phrase, unit: Phrase, _ summary: Summary, by dimensions: [Dimension], of subject: Subject = .persons,
        from kinds: [String], rows: @escaping @Sendable (MeasureQuestion, any Connection) throws -> [MeasureRow]
    ) {
        self.init(code, title, definition: definition, unit: unit, summary, by: dimensions, of: subject, from: kinds, .read(rows))
    }

    package init(
        _ code: String, _ title: Phrase, definition: Phrase, unit: Phrase, _ summary: Summary, by dimensions: [Dimension], of subject: Subject = .persons,
        from kinds: [String], _ source: Source
    ) {
        self.code = code
        self.title = title
        self.definition = definition
        self.unit = unit
        self.summary = summary
        self.dimensions = dimensions
        self.subject = subject
        self.kinds = kinds
        self.source = source
    }

    /// All that it counts, the oldest first.
    package func rows(_ question: MeasureQuestion, _ connection: any Connection) throws -> [MeasureRow] {
        switch source {
        case .read(let read), .toldBySessions(let read, _): try read(question, connection)
        case .kept(let tallying): try tallying.rows(of: self, question, connection)
        }
    }

    /// As few rows as give the same figures as all of them: none of these is a record’s.
    package func folded(_ question: MeasureQuestion, _ connection: any Connection) throws -> [MeasureRow] {
        switch source {
        case .read(let read), .toldBySessions(let read, _): try read(question, connection)
        case .kept(let tallying): try tallying.folded(self, question, connection)
        }
    }

    /// The months that are still to be counted by who can open them; none where the registers tell all by themselves.
    package func awaited(_ question: MeasureQuestion, _ connection: any Connection) throws -> Set<Tallies.Month> {
        if case .toldBySessions(_, let awaited) = source { try awaited(question, connection) } else { [] }
    }

    package var isToldBySessions: Bool { if case .toldBySessions = source { true } else { false } }

    /// Whom or what a figure tells of, and so who may know it exactly.
    package enum Subject: Sendable {
        /// The people that an organisation helps: exact inside it alone; outside, a figure is a release's.
        case persons
        /// What the network itself does: meetings, decisions, texts, money.
        case deeds
        /// What the whole network has in common and no organisation’s own figure tells: said in steps of five, without the records behind it.
        case common
        /// What some duties alone may know: spending, incidents.
        case reserved
    }

    /// How rows become a figure.
    package enum Summary: Sendable {
        /// The amounts, added up.
        case sum
        /// How many different ones the rows are of.
        case distinct
        /// Those that count, of all.
        case share
        /// The amounts that count, of the amounts that do not: what was spent, of what was planned.
        case rate
        /// The middle one of the amounts that count.
        case median
        /// How many of them there are on the last of the days: those of several periods are never added up.
        case stock
    }
}

/// What a measure is asked: of one organisation's registers or of all that are here, between two days, both included, as known today.
package struct MeasureQuestion: Sendable {
    /// Nil where all are asked.
    package let organization: AnyID?
    package let days: ClosedRange<Day>
    package let today: Day
    /// The one record whose rows are asked for, if not all.
    package let only: AnyID?
    private let kept = Kept()

    package init(organization: AnyID?, days: ClosedRange<Day>, today: Day, only: AnyID? = nil) {
        self.organization = organization
        self.days = days
        self.today = today
        self.only = only
    }

    /// All days that there are, of one record.
    package init(about record: AnyID, today: Day) { self.init(organization: nil, days: Self.always, today: today, only: record) }

    /// All days that there are.
    package static let always = Day(year: 1000, month: 1, day: 1)!...Day(year: 9999, month: 12, day: 31)!

    /// The condition that keeps the rows of a table to those asked about, by the column that says whose they are.
    package func own(_ column: String = "organization") -> (sql: String, values: [Value]) {
        organization.map { ("\(column) = ?", [$0.value]) } ?? ("1 = 1", [])
    }

    /// The same, and the one record asked about, if not all.
    package func chosen(_ column: String = "organization", id: String = "id") -> (sql: String, values: [Value]) {
        let whose = own(column)
        return only.map { ("\(whose.sql) AND \(id) = ?", whose.values + [$0.value]) } ?? whose
    }

    /// Of rows that are few, those of the one record asked about, if not all.
    package func chosen(from rows: [MeasureRow]) -> [MeasureRow] {
        only.map { only in rows.filter { $0.record == only } } ?? rows
    }

    /// The day that a stock is counted on: the last one, or today where that is still to come.
    package var countingDay: Day { min(days.upperBound, max(today, days.lowerBound)) }

    /// What several measures read alike, read once for all that are asked this question. A question is asked in one reading of the tables, and no longer.
    package func once<Read: Sendable>(_ name: String, _ read: () throws -> Read) rethrows -> Read {
        if let known = kept.reads.withLock({ $0[name] }) as? Read { return known }
        let read = try read()
        kept.reads.withLock { $0[name] = read }
        return read
    }

    private final class Kept: Sendable {
        let reads = Mutex<[String: any Sendable]>([:])
    }

    /// Whether a row is of these days, and counted by today.
    package func asks(for row: MeasureRow) -> Bool {
        guard only == nil || only == row.record, row.since.map({ $0 <= today }) ?? true else { return false }
        let (first, last) = (days.lowerBound.description, days.upperBound.description)
        return row.when.utf8.count == 7 ? (first.prefix(7)...last.prefix(7)).contains(row.when[...]) : (first...last).contains(row.when)
    }

    /// Whether a month has some of the days in it.
    package func isIn(_ month: String) -> Bool { (days.lowerBound.description.prefix(7)...days.upperBound.description.prefix(7)).contains(month[...]) }

    /// The days as columns of text compare them.
    package var first: Value { .text(days.lowerBound.description) }
    package var last: Value { .text(days.upperBound.description) }
    /// The months that the days lie in, "2026-03" to "2026-05": where only the month stands in clear.
    package var firstMonth: Value { .text(String(days.lowerBound.description.prefix(7))) }
    package var lastMonth: Value { .text(String(days.upperBound.description.prefix(7))) }
}

/// One piece of what a measure counts.
package struct MeasureRow: Equatable, Sendable {
    /// When it happened: a day, or a month where only that stands in clear.
    package let when: String
    /// The day from which on it is counted, where it is not counted at once.
    package let since: Day?
    /// The record that it is read from.
    package let kind: String
    package let record: AnyID
    package var amount: Int
    /// Of shares, whether its amount is of the part; of medians and stocks, whether it is one to count.
    package var counts: Bool
    /// Who or what is counted once, however many rows there are of it.
    package var once: AnyID
    /// Its code on each dimension; without one, it was not said.
    package var codes: [String: String]

    package init(
        when: String, since: Day? = nil, kind: String, record: AnyID, amount: Int = 1, counts: Bool = true, once: AnyID? = nil, codes: [String: String?] = [:]
    ) {
        self.when = when
        self.since = since
        self.kind = kind
        self.record = record
        self.amount = amount
        self.counts = counts
        self.once = once ?? record
        self.codes = codes.compactMapValues { $0 }
    }
}

/// By what a figure is told apart.
package struct Dimension: Sendable {
    package let name: String
    package let title: Phrase
    /// The codes in their order; nil where they are places, which the reader's page names.
    package let codes: [(code: String, label: Phrase)]?

    package init(_ name: String, _ title: Phrase, codes: [(code: String, label: Phrase)]?) {
        self.name = name
        self.title = title
        self.codes = codes
    }

    package init<C: Code>(_ name: String, _ title: Phrase, _: C.Type) {
        self.init(name, title, codes: C.list.map { ($0.0.code, $0.1) })
    }
}
