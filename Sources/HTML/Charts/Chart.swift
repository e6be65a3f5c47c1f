/// A drawing of figures that says what it shows, to who sees it and to who does not.
///
/// Colours are the style sheet's, by class; each series differs by pattern, dashes or mark too, so that it is told apart in print
/// and in grey. What lies across is in hundredths of the width: a chart fills 360 pixels or a page, its words at their own size.
package protocol Chart: Component {
    var facts: ChartFacts { get }
    /// What the chart shows, as the rows of a table; the first cell of each heads it.
    var rows: [[String]] { get }
}

/// What every chart says of itself.
package struct ChartFacts: Sendable {
    /// Unique on its page: titles and patterns are found by it.
    package let id: String
    package let title: String
    /// What a reader sees at a glance, in a sentence: the highest, the trend, what is late.
    package let description: String
    package let direction: Attribute.Direction
    /// Whether it carries its own colours, for a file that no style sheet goes with: what turns pages into PDF gives drawings none.
    package let isAlone: Bool

    package init(id: String, title: String, description: String, direction: Attribute.Direction = .leftToRight, isAlone: Bool = false) {
        self.id = id
        self.title = title
        self.description = description
        self.direction = direction
        self.isAlone = isAlone
    }

    var across: Across { Across(isMirrored: direction == .rightToLeft) }
}

/// What tells one series from another: a colour of the style sheet, and how it is filled or dashed.
package enum ChartSeries: String, CaseIterable, Sendable {
    /// Solid, indigo; as a line, unbroken with round marks.
    case first = "one"
    /// Hatched, ochre; as a line, dashed with square marks.
    case second = "two"
    /// Dotted, green; as a line, dotted with marks on a corner.
    case third = "three"

    var dashes: StaticString? {
        switch self {
        case .first: nil
        case .second: "7 4"
        case .third: "2 4"
        }
    }
}

/// Places across a chart, in hundredths of its width in the direction of reading.
struct Across: Sendable {
    let isMirrored: Bool

    func callAsFunction(_ place: Double) -> Length { .percent(isMirrored ? 100 - place : place) }

    /// Where a shape begins that reaches from one place to the other, as SVG counts: from the left.
    func start(_ from: Double, _ to: Double) -> Length { .percent(isMirrored ? 100 - max(from, to) : min(from, to)) }
    func width(_ from: Double, _ to: Double) -> Length { .percent(abs(to - from)) }

    /// A step in the direction of reading.
    func step(_ ems: Double) -> Length { .em(isMirrored ? -ems : ems) }
}

/// Letters in a chart, all of one size.
enum ChartText {
    /// How far apart lines stand, in the size of the letters.
    static let line = 1.35
    /// How many letters go across 328 pixels, the width of a chart on a telephone.
    static let letters = 40

    /// What a text takes across, in hundredths of that width.
    static func width(_ text: String) -> Double { Double(text.count) * 100 / Double(letters) }

    /// The text in lines of so many letters, broken at spaces; a word that is longer stands alone.
    static func lines(_ text: String, letters: Int = letters) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= letters {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}

/// The frame of a chart: what it is called and described as, its patterns, and what is drawn.
struct Drawing<Content: Markup>: Component {
    let facts: ChartFacts
    /// In the size of the letters.
    let height: Double
    let content: Content

    init(_ facts: ChartFacts, height: Double, @MarkupBuilder content: () -> Content) {
        self.facts = facts
        self.height = height
        self.content = content()
    }

    /// What the site's style sheet says of charts, on paper.
    private static var colors: Literal {
        Literal(
            """
            <style>text{font-family:sans-serif;fill:#1d2433}.value{font-weight:bold}.soft{fill:#5a6072}.one,.one-name{fill:#26418f}.two,.two-name{fill:#8a4b08}\
            .three,.three-name{fill:#1f6b3a}.one-line{stroke:#26418f}.two-line{stroke:#8a4b08}.three-line{stroke:#1f6b3a}.axis,.ink-line{stroke:#1d2433}\
            .grid{stroke:#e2dbcc}.tile{stroke:#8a8577}.under-way,.shade-1,.shade-2,.shade-3,.shade-4{fill:#26418f;stroke:#26418f;fill-opacity:.12}\
            .under-way,.shade-2{fill-opacity:.22}.shade-3{fill-opacity:.32}.shade-4{fill-opacity:.45}.milestone{fill:#fff;stroke:#1d2433}</style>
            """)
    }

    var body: some Markup {
        SVG.svg(
            .class("chart"), .id(facts.id), .role("img"), .aria("labelledby", "\(facts.id)-title"),
            .aria("describedby", "\(facts.id)-desc"),
            .width(Length.percent(100)), .height(Length.em(height)), .when(facts.isAlone, .letters(.pixels(12)))
        ) {
            SVG.title(facts.title, .id("\(facts.id)-title"))
            SVG.desc(facts.description, .id("\(facts.id)-desc"))
            if facts.isAlone { Self.colors }
            SVG.pattern(
                .id("\(facts.id)-two"), .squarePattern(), .width(Length.pixels(6)), .height(Length.pixels(6)),
                .patternTransform("rotate(45)")
            ) {
                SVG.line(.class("two-line"), .x1(.pixels(1.5)), .y1(.pixels(0)), .x2(.pixels(1.5)), .y2(.pixels(6)), .stroke(3))
            }
            SVG.pattern(.id("\(facts.id)-three"), .squarePattern(), .width(Length.pixels(5)), .height(Length.pixels(5))) {
                SVG.circle(.class("three"), .r(.pixels(1.4)), .transform("translate(2.5 2.5)"))
            }
            content
        }
    }
}

/// A bar from one place to the other, filled as its series is.
struct Block: Component {
    let facts: ChartFacts
    let series: ChartSeries
    let from: Double
    let to: Double
    let top: Double
    let height: Double

    var body: some Markup {
        let (x, y) = (Attribute.x(facts.across.start(from, to)), Attribute.y(.em(top)))
        let (width, height) = (Attribute.width(facts.across.width(from, to)), Attribute.height(Length.em(height)))
        if series == .first {
            SVG.rect(.class("one"), x, y, width, height)
        } else {
            SVG.rect(.class("\(series.rawValue)-line"), .fill(pattern: "\(facts.id)-\(series.rawValue)"), x, y, width, height)
        }
    }
}

/// The mark of a series at a place: round, square, or a ring.
struct ChartMark: Component {
    let series: ChartSeries
    let x: Length
    let y: Length

    var body: some Markup {
        switch series {
        case .first: SVG.circle(.class("one"), .cx(x), .cy(y), .r(.pixels(4)))
        case .second:
            SVG.rect(.class("two"), .x(x), .y(y), .width(Length.pixels(8)), .height(Length.pixels(8)), .transform("translate(-4 -4)"))
        case .third: SVG.circle(.class("three-line"), .unfilled(), .cx(x), .cy(y), .r(.pixels(5)))
        }
    }
}

/// Lines of text, one under the other.
struct ChartLines: Component {
    let lines: [String]
    let x: Length
    /// The foot of the first line.
    let y: Double
    var anchor = Attribute.TextAnchor.start
    var `class`: String?

    var body: some Markup {
        Each(Array(lines.enumerated())) { number, line in
            SVG.text(
                line, .class(`class`), .x(x), .y(.em(y + Double(number) * ChartText.line)), .when(anchor != .start, .anchor(anchor)))
        }
    }
}

/// A chart and, beside or under it, the table of the same figures: what one cannot read from the one is in the other.
package struct ChartWithTable<Figure: Chart>: Component {
    let chart: Figure
    let columns: [String]

    /// `columns` names each cell of the chart's `rows`.
    package init(_ chart: Figure, columns: [String]) {
        self.chart = chart
        self.columns = columns
    }

    package var body: some Markup {
        figure(.class("chart-table")) {
            figcaption(chart.facts.title)
            chart
            table(.class("list")) {
                caption(chart.facts.title, .class("visually-hidden"))
                thead {
                    tr { Each(Array(columns.enumerated())) { place, name in th(name, .scope(.col), .when(place > 0, .class("number"))) } }
                }
                tbody {
                    Each(chart.rows) { cells in
                        tr {
                            th(cells.first ?? "", .scope(.row))
                            Each(Array(zip(columns, cells).dropFirst())) { name, cell in td(cell, .class("number"), .data("label", name)) }
                        }
                    }
                }
            }
        }
    }
}
