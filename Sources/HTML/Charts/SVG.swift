import Foundation

/// The elements that drawings are made of, by SVG's own names. They stand apart from HTML's, since `text`, `line` and `path` are words that
/// every page needs for itself.
package enum SVG {
    package static let svg = Tag("<svg", "</svg>")
    package static let g = Tag("<g", "</g>")
    package static let title = Tag("<title", "</title>")
    package static let desc = Tag("<desc", "</desc>")
    package static let text = Tag("<text", "</text>")
    package static let pattern = Tag("<pattern", "</pattern>")
    package static let rect = VoidTag("<rect", closing: "/>")
    package static let line = VoidTag("<line", closing: "/>")
    package static let circle = VoidTag("<circle", closing: "/>")
}

/// A length in a drawing: so that a chart is as wide as its place while its words keep their size, what lies across is in hundredths
/// of the width, and what lies below in the size of the letters.
package enum Length: Hashable, Sendable {
    case percent(Double)
    case em(Double)
    case pixels(Double)

    package var text: String {
        switch self {
        case .percent(let number): Self.text(number) + "%"
        case .em(let number): Self.text(number) + "em"
        case .pixels(let number): Self.text(number)
        }
    }

    /// At most two decimals, and no more than it takes.
    private static func text(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        let whole = hundredths.magnitude / 100
        let rest = hundredths.magnitude % 100
        let decimals = rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)"
        return (hundredths < 0 ? "-" : "") + "\(whole)\(decimals)"
    }
}

// Where a shape stands and how large it is.
extension Attribute {
    package static func x(_ length: Length) -> Attribute { Attribute("x", text: length.text) }
    package static func y(_ length: Length) -> Attribute { Attribute("y", text: length.text) }
    package static func dx(_ length: Length) -> Attribute { Attribute("dx", text: length.text) }
    package static func x1(_ length: Length) -> Attribute { Attribute("x1", text: length.text) }
    package static func x2(_ length: Length) -> Attribute { Attribute("x2", text: length.text) }
    package static func y1(_ length: Length) -> Attribute { Attribute("y1", text: length.text) }
    package static func y2(_ length: Length) -> Attribute { Attribute("y2", text: length.text) }
    package static func r(_ length: Length) -> Attribute { Attribute("r", text: length.text) }
    package static func width(_ length: Length) -> Attribute { Attribute("width", text: length.text) }
    package static func height(_ length: Length) -> Attribute { Attribute("height", text: length.text) }
    package static func cx(_ length: Length) -> Attribute { Attribute("cx", text: length.text) }
    package static func cy(_ length: Length) -> Attribute { Attribute("cy", text: length.text) }
    package static func transform(_ transform: StaticString) -> Attribute { Attribute("transform", text: "\(transform)") }
}

// How a shape looks; its colour is the style sheet's, by class.
extension Attribute {
    /// Filled with the pattern of this identifier on the same page.
    package static func fill(pattern id: String) -> Attribute { Attribute("fill", text: "url(#\(id))") }
    /// The size of its letters, where no style sheet gives it.
    package static func letters(_ size: Length) -> Attribute { Attribute("font-size", text: size.text) }
    package static func unfilled() -> Attribute { Attribute("fill", text: "none") }
    package static func stroke(_ width: Double) -> Attribute {
        Attribute("stroke-width", text: Length.pixels(width).text)
    }
    package static func dashes(_ lengths: StaticString?) -> Attribute { Attribute("stroke-dasharray", text: lengths.map { "\($0)" }) }
    package static func anchor(_ anchor: TextAnchor) -> Attribute { Attribute("text-anchor", text: anchor.rawValue) }
    package static func squarePattern() -> Attribute { Attribute("patternUnits", text: "userSpaceOnUse") }
    package static func patternTransform(_ transform: StaticString) -> Attribute { Attribute("patternTransform", text: "\(transform)") }

    /// Which part of a text stands at its place; start and end follow the direction of reading.
    package enum TextAnchor: String, Sendable {
        case start, middle, end
    }
}
