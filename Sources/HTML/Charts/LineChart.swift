import Foundation

/// What something came to, period after period, and beside it what was aimed at: lines above zero, named where they end.
package struct LineChart: Chart {
    package struct Line: Sendable {
        let series: ChartSeries
        let name: String
        let values: [Double?]

        /// One value a period; where there is none the line breaks off, and it is not nought.
        package init(_ name: String, _ values: [Double?], series: ChartSeries) {
            self.series = series
            self.name = name
            self.values = values
        }
    }

    package let facts: ChartFacts
    let periods: [String]
    let lines: [Line]
    let format: @Sendable (Double?) -> String

    /// The value and, dashed, the target of each period; `format` writes a number as the page's language does, and the lack of one.
    package init(
        _ facts: ChartFacts, periods: [String], value: (name: String, values: [Double?]), target: (name: String, values: [Double?])? = nil,
        format: @escaping @Sendable (Double?) -> String
    ) {
        self.facts = facts
        self.periods = periods
        lines = [Line(value.name, value.values, series: .first)] + (target.map { [Line($0.name, $0.values, series: .second)] } ?? [])
        self.format = format
    }

    package var rows: [[String]] {
        periods.enumerated().map { place, period in
            [period] + lines.map { format(place < $0.values.count ? $0.values[place] : nil) }
        }
    }

    package var body: some Markup {
        let plan = Plan(self)
        Drawing(facts, height: plan.height) {
            Each(plan.ticks) { tick in
                SVG.line(
                    .class(tick == 0 ? "axis" : "grid"), .x1(facts.across(0)), .y1(.em(plan.y(tick))), .x2(facts.across(plan.end + 2)),
                    .y2(.em(plan.y(tick))))
                SVG.text(format(tick), .class("soft"), .x(facts.across(0)), .y(.em(plan.y(tick) - 0.3)))
            }
            Each(Array(plan.labels.enumerated())) { place, words in
                ChartLines(lines: words, x: facts.across(plan.x(place)), y: plan.foot + 1, anchor: .middle, class: "soft")
            }
            Each(lines) { line in
                Each(plan.steps(of: line)) { step in
                    SVG.line(
                        .class("\(line.series.rawValue)-line"), .x1(facts.across(plan.x(step))), .y1(.em(plan.y(line.values[step]!))),
                        .x2(facts.across(plan.x(step + 1))), .y2(.em(plan.y(line.values[step + 1]!))), .stroke(2.5),
                        .dashes(line.series.dashes))
                }
            }
            Each(plan.points) { point in
                ChartMark(series: point.series, x: facts.across(plan.x(point.place)), y: .em(plan.y(point.value)))
                if plan.isWritten(point) {
                    SVG.text(
                        format(point.value), .class(point.series == .first ? "value" : "soft"), .x(facts.across(plan.x(point.place))),
                        .y(.em(plan.y(point.value) + (point.isAbove ? -0.6 : 1.4))), .anchor(.middle))
                }
            }
            Each(plan.names) { name in
                ChartLines(
                    lines: name.lines, x: facts.across(plan.x(name.place) + 2.5 + plan.half), y: name.y,
                    class: "\(name.series.rawValue)-name")
            }
        }
    }

    /// Where everything stands, in hundredths of the width and in the size of the letters.
    private struct Plan: Sendable {
        struct Point: Sendable {
            let series: ChartSeries
            let place: Int
            let value: Double
            /// Its number stands over it, and that of the other line under its own.
            let isAbove: Bool
        }

        struct Name: Sendable {
            let series: ChartSeries
            let place: Int
            let lines: [String]
            var y: Double
        }

        static let depth = 11.0
        let ticks: [Double]
        let labels: [[String]]
        let points: [Point]
        private(set) var names: [Name] = []
        private let count: Int
        private let first: Double
        let end: Double
        /// Half of the widest number.
        let half: Double
        let foot: Double

        var height: Double { foot + 0.4 + Double(labels.map(\.count).max() ?? 0) * ChartText.line }

        init(_ chart: LineChart) {
            let values = chart.lines.flatMap { $0.values.prefix(chart.periods.count).compactMap { $0 } }
            ticks = Ticks.from(zeroTo: values.max() ?? 0)
            count = chart.periods.count
            half = (values.map { ChartText.width(chart.format($0)) }.max() ?? 0) / 2
            first = (ticks.map { ChartText.width(chart.format($0)) }.max() ?? 0) + half + 1
            end = 98 - (chart.lines.flatMap { ChartText.lines($0.name, letters: 9) }.map(ChartText.width).max() ?? 0) - 2.5 - half
            foot = 1.6 + Self.depth + 1.5
            let room = count < 2 ? 40 : (end - first) / Double(count - 1)
            let letters = max(2, Int(room * Double(ChartText.letters) / 100))
            let every = count > 1 ? Int((5.5 / room).rounded(.up)) : 1
            labels = chart.periods.enumerated().map { $0.isMultiple(of: every) ? ChartText.lines($1, letters: letters) : [] }
            points = chart.lines.flatMap { line in
                let others = chart.lines.filter { $0.series != line.series }
                return line.values.prefix(chart.periods.count).enumerated().compactMap { place, value -> Point? in
                    guard let value else { return nil }
                    let other = others.compactMap { place < $0.values.count ? $0.values[place] : nil }.first
                    return Point(
                        series: line.series, place: place, value: value,
                        isAbove: other.map { value > $0 || (value == $0 && line.series == .first) } ?? true)
                }
            }
            for line in chart.lines {
                guard let last = points.last(where: { $0.series == line.series }) else { continue }
                names.append(
                    Name(series: line.series, place: last.place, lines: ChartText.lines(line.name, letters: 9), y: y(last.value) + 0.35))
            }
            part()
        }

        /// Moves names apart that would stand on one another.
        private mutating func part() {
            guard names.count == 2, names[0].place == names[1].place else { return }
            let upper = names[0].y <= names[1].y ? 0 : 1
            let lower = 1 - upper
            let missing = Double(names[upper].lines.count) * ChartText.line - (names[lower].y - names[upper].y)
            guard missing > 0 else { return }
            names[upper].y -= missing / 2
            names[lower].y += missing / 2
        }

        func x(_ place: Int) -> Double { count < 2 ? (first + end) / 2 : first + Double(place) * (end - first) / Double(count - 1) }
        func y(_ value: Double) -> Double { 1.6 + Self.depth * (1 - value / ticks.last!) }

        /// The places whose value and the next are both there.
        func steps(of line: Line) -> [Int] {
            (0..<max(0, min(count, line.values.count) - 1)).filter { line.values[$0] != nil && line.values[$0 + 1] != nil }
        }

        /// Whether there is room for the number of a point: where there are too many, the last and every so many before it.
        func isWritten(_ point: Point) -> Bool {
            let room = count < 2 ? 100 : (end - first) / Double(count - 1)
            let every = max(1, Int((2 * half / room).rounded(.up)))
            let last = points.last { $0.series == point.series }!.place
            return (last - point.place).isMultiple(of: every)
        }
    }
}

/// Round numbers to measure by.
package enum Ticks {
    /// Zero, and at most five more at equal steps of 1, 2 or 5 times a power of ten; the last is no less than `highest`.
    package static func from(zeroTo highest: Double) -> [Double] {
        guard highest > 0, highest.isFinite else { return [0, 1] }
        let rough = highest / 4
        let power = pow(10, log10(rough).rounded(.down))
        let step = ([1, 2, 5, 10].map { $0 * power }.first { highest <= $0 * 5 && $0 >= rough * 0.8 }) ?? 10 * power
        let whole = highest >= 1 ? max(1, step) : step
        return (0...Int((highest / whole).rounded(.up))).map { Double($0) * whole }
    }
}
