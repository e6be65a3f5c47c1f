/// A number with at most four decimals, kept exactly: what a baseline, a target or a survey says.
///
/// Stored as "12" or "3.4", without needless noughts, so that equal quantities are equal text.
package struct Quantity: Hashable, Comparable, Sendable {
    /// How many ten-thousandths it is.
    package let tenThousandths: Int

    package init(_ whole: Int) { tenThousandths = whole * 10_000 }
    package init(halves: Int) { tenThousandths = halves * 5_000 }
    package init(tenThousandths: Int) { self.tenThousandths = tenThousandths }

    /// Reads what a person types, with a comma or a point and blanks between thousands; nil where it is no number, or too long a one.
    package init?(_ text: String) {
        let signs = Array(text.unicodeScalars.filter { !$0.properties.isWhitespace })
        let isNegative = signs.first == "-" || signs.first == "\u{2212}"
        let halves = signs.dropFirst(isNegative ? 1 : 0).split(omittingEmptySubsequences: false) { $0 == "," || $0 == "." }
        guard (1...2).contains(halves.count), let whole = halves.first, (1...12).contains(whole.count) else { return nil }
        let decimals = halves.count == 2 ? Array(halves[1]) : []
        guard halves.count == 1 || (1...4).contains(decimals.count), (whole + decimals).allSatisfy({ (48...57).contains($0.value) }) else { return nil }
        let digits = (whole + decimals).reduce(0) { $0 * 10 + Int($1.value - 48) }
        let scaled = (decimals.count..<4).reduce(digits) { number, _ in number * 10 }
        tenThousandths = isNegative ? -scaled : scaled
    }

    package static func < (a: Quantity, b: Quantity) -> Bool { a.tenThousandths < b.tenThousandths }

    package static func + (a: Quantity, b: Quantity) -> Quantity { Quantity(tenThousandths: a.tenThousandths + b.tenThousandths) }

    private func text(mark: String, thousands: String) -> String {
        let (whole, rest) = tenThousandths.magnitude.quotientAndRemainder(dividingBy: 10_000)
        var digits = "\(whole)"
        for place in stride(from: digits.count - 3, to: 0, by: -3) where !thousands.isEmpty {
            digits.insert(contentsOf: thousands, at: digits.index(digits.startIndex, offsetBy: place))
        }
        let decimals = String("\(rest + 10_000)".dropFirst())
        let kept = decimals.prefix(decimals.reversed().firstIndex { $0 != "0" }.map { decimals.count - $0 } ?? 0)
        return (tenThousandths < 0 ? "-" : "") + digits + (kept.isEmpty ? "" : mark + kept)
    }

    /// "12 450,5" in French, "12,450.5" in English.
    package func text(_ language: Language) -> String {
        language == .french ? text(mark: ",", thousands: "\u{A0}") : text(mark: ".", thousands: ",")
    }
}

extension Quantity: CustomStringConvertible, FieldValue {
    package var description: String { text(mark: ".", thousands: "") }
    package static var column: ColumnType { .text }
    package var value: Value { .text(description) }

    package init(value: Value) throws(Malformed) {
        guard case .text(let text) = value, let quantity = Quantity(text) else { throw Malformed("quantity expected") }
        self = quantity
    }
}
