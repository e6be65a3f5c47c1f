import Journal
import Results
import Statistics
import Storage

/// What an indicator comes to in one period, with the rows behind it.
struct PeriodValue: Sendable {
    let indicator: Indicator
    /// Nil where there is nothing to say: no data, not entered, not released.
    let value: IndicatorValue?
    let words: String
    let rows: [MeasureRow]
    init(_ indicator: Indicator, _ period: ProjectPeriod, in logframe: Logframe, on today: Day, _ say: Say, _ connection: any Connection) throws {
        self.indicator = indicator
        let words = ValueWords(say, indicator)
        if indicator.origin == .register, let measure = Areas.measure(indicator.computedBy) {
            guard measure.subject != .reserved, let days = period.days(in: logframe.project) else {
                (value, self.words, rows) = (nil, words.text(measure.subject == .reserved ? CurrentValue.reserved : CurrentValue.unreleased), [])
                return
            }
            guard measure.subject == .deeds else {
                let released =
                    try measure.subject == .persons ? CurrentValue.released(measure, from: days.lowerBound, to: days.upperBound, connection) : .reserved
                rows = []
                self.words = words.text(released)
                if case .released(let figure, _) = released { value = IndicatorValue(figure) } else { value = nil }
                return
            }
            rows = try measure.rows(MeasureQuestion(organization: nil, days: days, today: today), connection)
            let figure = measure.figure(of: rows)
            (value, self.words) = (IndicatorValue(figure), words.text(figure))
        } else {
            let entered = logframe.entered[indicator.id]?[period]
            (value, rows) = (entered?.value, entered.map { [MeasureRow(when: $0.on?.description ?? "", kind: EnteredValue.kind, record: $0.id.cast())] } ?? [])
            self.words = value.map(words.text) ?? words.text(indicator.origin == .register ? .later : .missing)
        }
    }

    /// What it is of by each dimension, where its rows are the network's own.
    var parts: [FrozenPart] {
        guard indicator.origin == .register, !rows.isEmpty, let measure = Areas.measure(indicator.computedBy) else { return [] }
        return measure.dimensions.flatMap { dimension in
            measure.figures(of: rows, by: dimension).compactMap { code, figure in IndicatorValue(figure).map { FrozenPart(dimension.name, code, $0) } }
        }
    }

    /// SHA-256 over its rows, whatever their order.
    var evidence: Digest {
        let lines = rows.map { row in "\(row.kind) \(row.record) \(row.when) \(row.amount) \(row.counts ? 1 : 0) \(row.once)" }
        return Digest(of: Array(lines.sorted().joined(separator: "\n").utf8))
    }
}

extension IndicatorValue {
    init?(_ figure: Figure) {
        switch figure {
        case .nothing: return nil
        case .count(let count): self = .number(Quantity(count))
        case .share(let part, let whole): self = .share(part, of: whole)
        case .median(let doubled, _, _): self = .number(Quantity(halves: doubled))
        }
    }
}

/// The quarters that are closed, with what each settled and what was corrected since.
struct ClosedPeriods: Sendable {
    let closings: [PeriodClosing]
    let frozen: [ID<PeriodClosing>: [FrozenValue]]
    private let corrections: [ValueCorrection]

    init(_ connection: any Connection) throws {
        closings = try connection.all(PeriodClosing.self, "ORDER BY \"first\", id LIMIT 100").map(\.record)
        frozen = Dictionary(grouping: try connection.all(FrozenValue.self, "ORDER BY id LIMIT 50000").map(\.record).filter { $0.closing != nil }) {
            $0.closing!
        }
        corrections = try connection.all(ValueCorrection.self, "ORDER BY id LIMIT 50000").map(\.record)
    }

    var periods: Set<ProjectPeriod> { Set(closings.map(\.period)) }

    /// Of one period closed on two installations apart, the first.
    subscript(period: ProjectPeriod) -> PeriodClosing? { closings.first { $0.period == period } }

    func value(of indicator: ID<Indicator>, in closing: PeriodClosing) -> FrozenValue? { frozen[closing.id]?.first { $0.indicator == indicator } }

    /// What a settled value is told to be since, by the last correction of it.
    func correction(of frozen: FrozenValue) -> ValueCorrection? { corrections.last { $0.frozen == frozen.id } }

    func corrections(told closing: PeriodClosing) -> [ValueCorrection] { corrections.filter { $0.closing == closing.id } }

    func frozen(_ id: ID<FrozenValue>?) -> (value: FrozenValue, closing: PeriodClosing)? {
        for closing in closings { if let value = frozen[closing.id]?.first(where: { $0.id == id }) { return (value, closing) } }
        return nil
    }

    /// What arrived since the quarters were closed: each value that is another today than what was told last.
    func late(_ logframe: Logframe, on today: Day, _ say: Say, _ connection: any Connection) throws -> [LateValue] {
        try closings.flatMap { closing in
            try (frozen[closing.id] ?? []).compactMap { frozen in
                guard let indicator = logframe.indicators.first(where: { $0.id == frozen.indicator }) else { return nil }
                let now = try PeriodValue(indicator, closing.period, in: logframe, on: today, say, connection)
                let told = correction(of: frozen).map(\.value) ?? frozen.value
                // What the registers no longer give is no correction of what they gave.
                guard let value = now.value, value != told else { return nil }
                return LateValue(indicator: indicator, closing: closing, frozen: frozen, told: told, now: value)
            }
        }
    }
}

/// A settled value that would be another today.
struct LateValue: Sendable {
    let indicator: Indicator
    let closing: PeriodClosing
    let frozen: FrozenValue
    let told: IndicatorValue?
    let now: IndicatorValue

    /// The field of the form that asks why.
    var field: String { "reason-\(frozen.id)" }
}
