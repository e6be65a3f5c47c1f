/// Bars from zero, one or several to a row, each with what it comes to at its end; where one is aimed at, a line across says how far it is.
package struct BarChart: Chart {
    package struct Row: Sendable {
        let label: String
        let bars: [Bar]
        let aim: Aim?

        package init(_ label: String, _ bars: [Bar], aim: Aim? = nil) {
            self.label = label
            self.bars = bars
            self.aim = aim
        }
    }

    package struct Bar: Sendable {
        let series: ChartSeries
        let value: Double?
        let text: String

        /// `text` is the value as people read it, with its unit or series where the row needs it: "12 450", "prévu 3", "pas de données".
        package init(_ value: Double?, _ text: String, series: ChartSeries = .first) {
            self.series = series
            self.value = value
            self.text = text
        }
    }

    /// What a row should come to.
    package struct Aim: Sendable {
        let value: Double
        let text: String

        package init(_ value: Double, _ text: String) {
            self.value = value
            self.text = text
        }
    }

    package let facts: ChartFacts
    let items: [Row]

    package init(_ facts: ChartFacts, _ rows: [Row]) {
        self.facts = facts
        items = rows
    }

    package var rows: [[String]] {
        let hasAims = items.contains { $0.aim != nil }
        return items.map { row in [row.label] + row.bars.map(\.text) + (hasAims ? [row.aim?.text ?? ""] : []) }
    }

    private static let bar = 1.15
    private static let gap = 0.25
    private static let space = 0.9

    /// A row with the places of its parts, in the size of the letters.
    private struct Placed: Sendable {
        let row: Row
        let lines: [String]
        let top: Double

        var bars: Double { top + Double(lines.count) * ChartText.line }
        var foot: Double { bars + Double(row.bars.count) * (BarChart.bar + BarChart.gap) }
        func top(of bar: Int) -> Double { bars + Double(bar) * (BarChart.bar + BarChart.gap) }
    }

    package var body: some Markup {
        let scale = Scale(items)
        let placed = placed()
        Drawing(facts, height: (placed.last?.foot ?? 0) + 0.2) {
            Each(placed) { one in
                ChartLines(lines: one.lines, x: facts.across(0), y: one.top + 1)
                Each(Array(one.row.bars.enumerated())) { number, bar in
                    let top = one.top(of: number)
                    let end = scale(bar.value ?? 0)
                    if let value = bar.value, value != 0 {
                        Block(facts: facts, series: bar.series, from: scale(0), to: end, top: top, height: Self.bar)
                    }
                    let aimed = one.row.aim.map { scale($0.value) }
                    let isCrossed = aimed.map { $0 > end && $0 < end + ChartText.width(bar.text) + 2 } ?? false
                    SVG.text(
                        bar.text, .class("value"), .x(facts.across(max(isCrossed ? aimed ?? end : end, scale(0)))),
                        .dx(facts.across.step(0.45)),
                        .y(.em(top + 0.95)))
                }
                SVG.line(
                    .class("axis"), .x1(facts.across(scale(0))), .y1(.em(one.bars - 0.1)), .x2(facts.across(scale(0))),
                    .y2(.em(one.foot - 0.1)))
                if let aim = one.row.aim {
                    SVG.line(
                        .class("ink-line"), .x1(facts.across(scale(aim.value))), .y1(.em(one.bars - 0.2)),
                        .x2(facts.across(scale(aim.value))),
                        .y2(.em(one.foot)), .stroke(2), .dashes("4 2"))
                }
            }
        }
    }

    private func placed() -> [Placed] {
        var top = 0.0
        return items.map { row in
            let label = row.aim.map { "\(row.label) (\($0.text))" } ?? row.label
            let placed = Placed(row: row, lines: ChartText.lines(label), top: top)
            top = placed.foot + Self.space
            return placed
        }
    }

    /// The place of a value: zero is always on it, and the end leaves room for the longest text.
    private struct Scale: Sendable {
        let low: Double
        let high: Double
        let room: Double

        init(_ rows: [Row]) {
            let values = rows.flatMap { $0.bars.compactMap(\.value) + ($0.aim.map { [$0.value] } ?? []) }
            low = min(0, values.min() ?? 0)
            high = max(values.max() ?? 0, low == 0 ? 1 : 0)
            room = 97 - min(60, ChartText.width(rows.flatMap { $0.bars.map(\.text) }.max { $0.count < $1.count } ?? ""))
        }

        func callAsFunction(_ value: Double) -> Double { (value - low) / (high - low) * room }
    }
}
