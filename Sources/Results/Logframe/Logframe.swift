import Journal
import Storage

/// The result chain with what is measured at each of its lines, and what was stated of each indicator.
package struct Logframe: Sendable {
    package let project: Project
    /// The objectives, then the results, each in its order.
    package let lines: [ProjectLine]
    /// In the order of their levels and codes.
    package let indicators: [Indicator]
    package let baselines: [ID<Indicator>: Baseline]
    package let targets: [ID<Indicator>: [ProjectPeriod: Target]]
    package let entered: [ID<Indicator>: [ProjectPeriod: EnteredValue]]

    /// More indicators than these is no logframe.
    package static let indicatorsAtMost = 500

    /// All of it, or what concerns one indicator; with what was stated up to a day, if one is given.
    package init(_ project: Project, only indicator: ID<Indicator>? = nil, upTo day: Day? = nil, _ connection: any Connection) throws {
        func stated<V: StatedValue>(_: V.Type) throws -> [ID<Indicator>: [V]] {
            let all = try connection.all(V.self, (indicator == nil ? "" : "WHERE indicator = ? ") + "ORDER BY id", indicator.map { [$0.value] } ?? [])
            let told = all.map(\.record).filter { value in value.indicator != nil && (day.map { value.on ?? $0 <= $0 } ?? true) }
            return Dictionary(grouping: told) { $0.indicator! }
        }
        self.project = project
        lines = try connection.all(
            ProjectLine.self, "WHERE project = ? AND type IN (?, ?) ORDER BY type, position",
            [project.id.value, ProjectLineType.objective.value, ProjectLineType.result.value]
        ).map(\.record)
        indicators = try connection.all(
            Indicator.self, (indicator == nil ? "" : "WHERE id = ? ") + "ORDER BY sort, id LIMIT \(Self.indicatorsAtMost)", indicator.map { [$0.value] } ?? []
        ).map(\.record)
        baselines = try stated(Baseline.self).compactMapValues { $0.standing[.project] }
        targets = try stated(Target.self).mapValues(\.standing)
        entered = try stated(EnteredValue.self).mapValues(\.standing)
    }

    package func indicators(of level: IndicatorLevel, at line: ProjectLine? = nil) -> [Indicator] {
        indicators.filter { $0.level == level && $0.line == line?.id }
    }

    /// Those whose line is not there any more.
    package var astray: [Indicator] {
        let known = Set(lines.map(\.id))
        return indicators.filter { indicator in indicator.level.lines != nil && !(indicator.line.map(known.contains) ?? false) }
    }

    /// The target of the whole project, or else the one of the last period that has one.
    package func target(of indicator: ID<Indicator>) -> Target? {
        guard let all = targets[indicator] else { return nil }
        return all[.project] ?? all.values.max { Self.end($0.period, project) < Self.end($1.period, project) }
    }

    /// What the values entered come to so far: that of the whole project; or where they add up, the sum of the half-years and of the quarters that
    /// lie in none of these; or else the last one.
    package func current(of indicator: Indicator) -> (value: IndicatorValue, periods: [ProjectPeriod])? {
        guard let all = entered[indicator.id], !all.isEmpty else { return nil }
        if let whole = all[.project]?.value { return (whole, [.project]) }
        let ordered = all.values.sorted { (Self.end($0.period, project), $0.period.code) < (Self.end($1.period, project), $1.period.code) }
        if indicator.aggregation == .sum {
            let apart = ordered.filter { one in one.period.half.map { all[$0] == nil } ?? true }
            let numbers = apart.compactMap(\.number)
            if numbers.count == apart.count { return (.number(numbers.reduce(Quantity(0), +)), apart.map(\.period)) }
        }
        return ordered.last.flatMap { last in last.value.map { ($0, [last.period]) } }
    }

    private static func end(_ period: ProjectPeriod, _ project: Project) -> Int { period.months(in: project)?.upperBound ?? 0 }
}
