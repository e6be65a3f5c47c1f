import Journal
import Storage

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
    package let reach: Reach
    package let rows: @Sendable (MeasureQuestion, any Connection) throws -> [MeasureRow]

    package init(
        _ code: String, _ title: Phrase, definition: Phrase, unit: Phrase, _ summary: Summary, by dimensions: [Dimension],
        of reach: Reach = .organization, rows: @escaping @Sendable (MeasureQuestion, any Connection) throws -> [MeasureRow]
    ) {
        self.code = code
        self.title = title
        self.definition = definition
        self.unit = unit
        self.summary = summary
        self.dimensions = dimensions
        self.reach = reach
        self.rows = rows
    }

    /// Whose registers it reads.
    package enum Reach: Sendable {
        /// Those of the organisation that asks.
        case organization
        /// What the whole network has in common and nobody’s own figure tells: said in steps of five, without the records behind it.
        case network
    }

    /// How rows become a figure.
    package enum Summary: Sendable {
        /// The amounts, added up.
        case sum
        /// How many different ones the rows are of.
        case distinct
        /// Those that count, of all.
        case share
        /// The middle one of the amounts that count.
        case median
    }
}

/// What a measure is asked: of one organisation's registers, between two days, both included, as known today.
package struct MeasureQuestion: Sendable {
    package let organization: AnyID
    package let days: ClosedRange<Day>
    package let today: Day
    /// Whose part alone is asked for: nil for all of it.
    package let subject: AnyID?

    package init(organization: AnyID, days: ClosedRange<Day>, today: Day, subject: AnyID? = nil) {
        self.organization = organization
        self.days = days
        self.today = today
        self.subject = subject
    }

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
    /// The record that it is read from.
    package let kind: String
    package let record: AnyID
    package var amount: Int
    /// Of shares, whether it is of the part; of medians, whether it is complete.
    package var counts: Bool
    /// Who or what is counted once, however many rows there are of it.
    package var once: AnyID
    /// Its code on each dimension; without one, it was not said.
    package var codes: [String: String]

    package init(
        when: String, kind: String, record: AnyID, amount: Int = 1, counts: Bool = true, once: AnyID? = nil, codes: [String: String?] = [:]
    ) {
        self.when = when
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
