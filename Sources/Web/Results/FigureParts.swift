import Access
import HTML
import Journal
import Results
import Statistics
import Storage

/// A figure told apart by one of its dimensions.
struct FigureParts: Component, Sendable {
    let title: String
    let lines: [(label: String, text: String)]

    /// One for each dimension of the measure that its rows use.
    static func all(_ measure: Measure, _ rows: [MeasureRow], _ visit: Visit, _ connection: any Connection) throws -> [FigureParts] {
        let places = try Names(visit, connection, ids: [], places: rows.map { $0.codes["region"].flatMap(PlaceCode.init) })
        let text = FigureText(visit, measure)
        return measure.dimensions.map { dimension in
            let figures = measure.figures(of: rows, by: dimension)
            return FigureParts(
                title: visit.say(dimension.title),
                lines: zip(figures, text.texts(ofParts: figures.map(\.figure))).map { (label($0.code, dimension, places, visit.say), $1) })
        }.filter { !$0.lines.isEmpty }
    }

    /// The same of a value that was settled, as it was.
    static func settled(_ value: FrozenValue, _ indicator: Indicator, _ places: Names, _ say: Say) -> [FigureParts] {
        let (kept, words) = (FrozenPart.parts(value.parts), ValueWords(say, indicator))
        return (Areas.measure(indicator.computedBy)?.dimensions ?? []).map { dimension in
            FigureParts(
                title: say(dimension.title),
                lines: kept.filter { $0.dimension == dimension.name }.map { (label($0.code, dimension, places, say), words.text($0.value)) })
        }.filter { !$0.lines.isEmpty }
    }

    private static func label(_ code: String?, _ dimension: Dimension, _ places: Names, _ say: Say) -> String {
        guard let code else { return say("Non dit", en: "Not said") }
        guard let codes = dimension.codes else { return places[PlaceCode(code)] }
        return codes.first { $0.code == code }.map { say($0.label) } ?? code
    }

    var body: some Markup {
        table(.class("parts")) {
            caption(title)
            tbody {
                Each(lines) { line in
                    tr {
                        th(line.label, .scope(.row)); td(line.text)
                    }
                }
            }
        }
    }
}
