import Access
import Journal
import Results
import Statistics
import Storage

/// The results of closed quarters as they may leave: exact where they tell of the network's own deeds, released where they tell of people.
package struct SettledResults: Sendable {
    package let results: ReportedResults
    /// The place of the quarter asked for among the periods.
    package let period: Int
    /// The closing of that quarter; nil while its values are those of today.
    package let closing: PeriodClosing?

    /// What an indicator comes to in a quarter that is not closed, as anyone may know it.
    package typealias Live = (Indicator, ProjectPeriod) throws -> IndicatorValue?

    /// Throws a `Refusal` where that quarter or one before it is not closed: what is not settled does not leave. With `live`, the last quarter may be
    /// open still, as a report that is being written is of.
    ///
    /// `measures` are what works out the indicators, `released` those whose figures leave only as releases.
    package init(
        _ quarter: Int, _ project: Project, measures: [Measure], released: [ReleasedMeasure], live: Live? = nil, _ connection: any Connection
    ) throws {
        let logframe = try Logframe(project, connection)
        let closings = try connection.all(PeriodClosing.self, "ORDER BY \"first\", id LIMIT 100").map(\.record)
        var closed: [(period: ReportedPeriod, closing: PeriodClosing?)] = []
        for number in 1...max(1, quarter) {
            // Of one quarter closed on two installations apart, the first counts.
            let period = ProjectPeriod.quarter(number)
            if number == quarter, live != nil, !closings.contains(where: { $0.period == period }), let days = period.days(in: project) {
                closed.append((ReportedPeriod(period.code, period.label, days), nil))
                continue
            }
            guard let closing = closings.first(where: { $0.period == period }), let first = closing.first, let last = closing.last else {
                throw Refusal(
                    "period.not-closed",
                    Phrase(
                        "Le trimestre \(number) n’est pas clos : fermez-le d’abord, depuis la page des périodes.",
                        en: "Quarter \(number) is not closed: close it first, from the page of periods."))
            }
            closed.append((ReportedPeriod(closing.period.code, closing.period.label, first...max(first, last)), closing))
        }
        let frozen = Dictionary(grouping: try connection.all(FrozenValue.self, "ORDER BY id LIMIT 50000").map(\.record)) { $0.closing }
        let reading = SettledReading(
            logframe: logframe, closed: closed, frozen: frozen, measures: Dictionary(measures.map { ($0.code, $0) }) { one, _ in one },
            released: Dictionary(released.map { ($0.measure.code, $0) }) { one, _ in one },
            live: live, connection: connection)
        period = closed.count - 1
        closing = closed[period].closing
        results = ReportedResults(
            project: Phrase(same: project.title), lines: try reading.lines(), periods: closed.map(\.period),
            corrections: try closing.map { try reading.corrections(told: $0) } ?? [])
    }
}

/// One reading of all that the lines are made from.
private struct SettledReading {
    let logframe: Logframe
    let closed: [(period: ReportedPeriod, closing: PeriodClosing?)]
    let frozen: [ID<PeriodClosing>?: [FrozenValue]]
    let measures: [String: Measure]
    let released: [String: ReleasedMeasure]
    let live: SettledResults.Live?
    let connection: any Connection

    private static let notDeduplicated = Phrase("non dédoublonné entre organisations", en: "not deduplicated between organisations")

    func lines() throws -> [ReportedLine] {
        let impact = logframe.indicators(of: .impact)
        let top =
            impact.isEmpty ? [] : [ReportedLine(.impact, Phrase(same: logframe.project.mainObjective), try impact.map(reported))]
        return try top
            + logframe.lines.map { line in
                let level: IndicatorLevel = line.type == .objective ? .outcome : .output
                return ReportedLine(
                    level == .outcome ? .outcome : .output, Phrase(same: line.text),
                    assumptions: line.assumptions.isEmpty ? nil : Phrase(same: line.assumptions),
                    try logframe.indicators(of: level, at: line).map(reported))
            }
    }

    private func reported(_ indicator: Indicator) throws -> ReportedIndicator {
        let measure = indicator.origin == .register ? released[indicator.computedBy] : nil
        let values = try closed.map { period, closing in
            let own = ProjectPeriod(code: period.code)
            let kept = closing == nil ? nil : frozen[closing?.id]?.first { $0.indicator == indicator.id }
            let settled = try (closing == nil ? live?(indicator, own) : kept?.value).map { ReportedFigure($0) }
            let target = logframe.targets[indicator.id]?[own]?.value.map { ReportedFigure($0) } ?? .nothing
            guard let measure else {
                return ReportedValue(target: target, actual: settled ?? .nothing, parts: kept.map { parts(indicator, $0) } ?? [])
            }
            let figures = try ReleasedFigures(measure.measure, from: period.days.lowerBound, to: period.days.upperBound, connection)
            let whole = ReportedFigure(figures[[]])
            // What the closing settled stands; the parts only where they are of that very figure.
            return ReportedValue(
                target: target, actual: settled ?? (whole == .hidden ? .hidden : .nothing), parts: settled == whole ? parts(measure, figures) : [])
        }
        return ReportedIndicator(
            indicator.code, indicator.titles, definition: indicator.definition.isEmpty ? nil : indicator.definitions, unit: indicator.units,
            isPercentage: indicator.isPercentage, isAscending: indicator.isAscending, isAdded: indicator.aggregation == .sum,
            source: indicator.verifications,
            baseline: logframe.baselines[indicator.id].flatMap { baseline in
                baseline.value.flatMap { value in baseline.on.map { ($0, ReportedFigure(value)) } }
            },
            target: logframe.target(of: indicator.id)?.value.map { ReportedFigure($0) } ?? .nothing,
            current: try current(indicator, measure, values), periods: values, note: measure == nil ? nil : Self.notDeduplicated)
    }

    /// Since the first quarter: of releases what they show up to the last day; of settled values their sum where they add up, else the last.
    private func current(_ indicator: Indicator, _ measure: ReleasedMeasure?, _ values: [ReportedValue]) throws -> ReportedFigure {
        if let measure { return ReportedFigure(try ReleasedFigures(measure.measure, to: closed.last!.period.days.upperBound, connection)[[]]) }
        let known = values.map(\.actual).filter { $0 != .nothing }
        guard indicator.aggregation == .sum else { return known.last ?? .nothing }
        let numbers = known.compactMap { if case .number(let tenThousandths) = $0 { tenThousandths } else { nil } }
        return numbers.isEmpty || numbers.count != known.count ? known.last ?? .nothing : .number(tenThousandths: numbers.reduce(0, +))
    }

    /// Each code of each dimension that a table of the measure has.
    private func parts(_ measure: ReleasedMeasure, _ figures: ReleasedFigures) -> [ReportedPart] {
        var seen: Set<String> = []
        return measure.tables.joined().filter { $0.name != ReleasedMeasure.part.name && seen.insert($0.name).inserted }.flatMap { dimension in
            measure.codes(of: dimension).compactMap { code -> ReportedPart? in
                let figure = ReportedFigure(figures[[(dimension.name, code)]])
                return figure == .nothing ? nil : part(dimension, code, figure)
            }
        }
    }

    /// The parts that were settled with a value, of the dimensions that its measure still has.
    private func parts(_ indicator: Indicator, _ frozen: FrozenValue) -> [ReportedPart] {
        let dimensions = measures[indicator.computedBy]?.dimensions ?? []
        return FrozenPart.parts(frozen.parts).compactMap { kept in
            dimensions.first { $0.name == kept.dimension }.map { part($0, kept.code ?? ReleasedMeasure.unsaid, ReportedFigure(kept.value)) }
        }
    }

    private func part(_ dimension: Dimension, _ code: String, _ figure: ReportedFigure) -> ReportedPart {
        let region = dimension.codes == nil ? Region.list.first { $0.0.code == code }?.1 : nil
        let label = region ?? dimension.codes?.first { $0.code == code }?.label ?? Phrase("Non dit", en: "Not said")
        return ReportedPart(dimension: dimension.name, dimension.title, code: code, label, isPlace: region != nil, figure)
    }

    /// What a closing tells of the values that earlier ones settled.
    func corrections(told closing: PeriodClosing) throws -> [ReportedCorrection] {
        try connection.all(ValueCorrection.self, "WHERE closing = ? ORDER BY id LIMIT 1000", [closing.id.value]).map(\.record).compactMap { correction in
            guard let value = frozen.values.joined().first(where: { $0.id == correction.frozen }),
                let indicator = logframe.indicators.first(where: { $0.id == value.indicator }),
                let earlier = closed.first(where: { $0.closing != nil && $0.closing?.id == value.closing })
            else { return nil }
            return ReportedCorrection(
                indicator.code, in: earlier.period.name, value.value.map { ReportedFigure($0) } ?? .nothing,
                now: correction.value.map { ReportedFigure($0) } ?? .nothing, reason: correction.reason)
        }
    }
}

extension ReportedFigure {
    init(_ value: IndicatorValue) {
        switch value {
        case .number(let number): self = .number(tenThousandths: number.tenThousandths)
        case .share(let part, let whole): self = .share(part, of: whole)
        }
    }

    init(_ figure: ReleasedFigure) {
        switch figure {
        case .none: self = .nothing
        case .hidden: self = .hidden
        case .count(let count): self = .count(count)
        case .share(let part, let whole): self = whole == 0 ? .nothing : .share(part, of: whole)
        case .median(let doubled, _): self = .number(tenThousandths: doubled * 5_000)
        }
    }
}
