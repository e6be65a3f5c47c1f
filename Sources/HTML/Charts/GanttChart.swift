/// What is planned over months, row by row, and how it stands: what is done, under way or late is told apart by its filling.
package struct GanttChart: Chart {
    /// How a row stands.
    package enum State: String, CaseIterable, Sendable {
        case planned, underWay, done, late
    }

    package struct Row: Sendable {
        let label: String
        let state: State
        let stateText: String
        let months: ClosedRange<Int>?
        let milestones: [Int]
        let when: String
        let isHeading: Bool

        /// A row from one month to another, both included and counted from 0; `when` says the same in words for the table.
        package init(_ label: String, _ state: State, _ stateText: String, months: ClosedRange<Int>?, milestones: [Int] = [], when: String) {
            self.label = label
            self.state = state
            self.stateText = stateText
            self.months = months
            self.milestones = milestones
            self.when = when
            isHeading = false
        }

        private init(heading: String) {
            (label, isHeading) = (heading, true)
            (state, stateText, months, milestones, when) = (.planned, "", nil, [], "")
        }

        /// A line over the rows that follow: a result, an axis.
        package static func heading(_ text: String) -> Row { Row(heading: text) }
    }

    /// Months that are named together: a year.
    package struct Span: Sendable {
        let label: String
        let months: [String]

        /// `months` are as short as can be: one letter each.
        package init(_ label: String, months: [String]) {
            self.label = label
            self.months = months
        }
    }

    package let facts: ChartFacts
    let spans: [Span]
    let items: [Row]
    let today: (place: Double, text: String)?

    /// `today` is where the day stands among the months: 2.5 is the middle of the third.
    package init(_ facts: ChartFacts, _ spans: [Span], _ rows: [Row], today: (place: Double, text: String)? = nil) {
        self.facts = facts
        self.spans = spans
        items = rows
        self.today = today
    }

    package var rows: [[String]] { items.filter { !$0.isHeading }.map { [$0.label, $0.when, $0.stateText] } }

    private static let bar = 0.95

    private struct Placed: Sendable {
        let row: Row
        let lines: [String]
        let top: Double

        var bar: Double { top + Double(lines.count) * ChartText.line }
        var foot: Double { row.isHeading ? bar + 0.1 : bar + GanttChart.bar + 0.55 }
    }

    package var body: some Markup {
        let months = spans.flatMap(\.months)
        let width = 100 / Double(max(1, months.count))
        let placed = placed()
        let foot = placed.last?.foot ?? 3
        let now = today.flatMap { (0...Double(months.count)).contains($0.place) ? $0 : nil }
        Drawing(facts, height: foot + (now == nil ? 0.2 : 1.6)) {
            Each(Array(spans.enumerated())) { number, span in
                let start = Double(spans[..<number].reduce(0) { $0 + $1.months.count }) * width
                SVG.line(.class("grid"), .x1(facts.across(start)), .y1(.em(0)), .x2(facts.across(start)), .y2(.em(foot)))
                SVG.text(span.label, .class("value"), .x(facts.across(start)), .dx(facts.across.step(0.3)), .y(.em(1)))
            }
            Each(Array(months.enumerated())) { place, month in
                SVG.text(month, .class("soft"), .x(facts.across((Double(place) + 0.5) * width)), .y(.em(2.3)), .anchor(.middle))
            }
            Each(placed) { one in
                ChartLines(lines: one.lines, x: facts.across(0), y: one.top + 1, class: one.row.isHeading ? "value" : nil)
                if let span = one.row.months {
                    GanttBar(
                        facts: facts, state: one.row.state, from: Double(span.lowerBound) * width, to: Double(span.upperBound + 1) * width,
                        top: one.bar, height: Self.bar)
                }
                Each(one.row.milestones) { month in
                    SVG.circle(
                        .class("milestone"), .cx(facts.across((Double(month) + 0.5) * width)), .cy(.em(one.bar + Self.bar / 2)),
                        .r(.pixels(5.5)))
                }
            }
            if let now {
                SVG.line(
                    .class("ink-line"), .x1(facts.across(now.place * width)), .y1(.em(2.6)), .x2(facts.across(now.place * width)),
                    .y2(.em(foot)),
                    .stroke(1.5), .dashes("2 3"))
                SVG.text(
                    now.text, .class("value"), .x(facts.across(now.place * width)), .y(.em(foot + 1.1)),
                    .anchor(now.place * width > 80 ? .end : now.place * width < 20 ? .start : .middle))
            }
        }
    }

    private func placed() -> [Placed] {
        var top = 2.8
        return items.map { row in
            let text = row.stateText.isEmpty ? row.label : "\(row.label) – \(row.stateText)"
            let placed = Placed(row: row, lines: ChartText.lines(text), top: row.isHeading ? top + 0.4 : top)
            top = placed.foot
            return placed
        }
    }
}

/// The bar of a row: an outline while it is planned, lightly filled once it is under way, solid when done, hatched when late.
private struct GanttBar: Component {
    let facts: ChartFacts
    let state: GanttChart.State
    let from: Double
    let to: Double
    let top: Double
    let height: Double

    var body: some Markup {
        switch state {
        case .done: Block(facts: facts, series: .first, from: from, to: to, top: top, height: height)
        case .late: Block(facts: facts, series: .second, from: from, to: to, top: top, height: height)
        case .planned, .underWay:
            SVG.rect(
                .class(state == .planned ? "ink-line" : "under-way"), .when(state == .planned, .unfilled()),
                .x(facts.across.start(from, to)), .y(.em(top)),
                .width(facts.across.width(from, to)), .height(Length.em(height)))
        }
    }
}
