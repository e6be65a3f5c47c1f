/// An amount of money, or a number of units, counted in hundredths whatever it is of: sums are exact, and nothing is ever rounded but by a named rule.
package struct Amount: Hashable, Comparable, Sendable {
    package var hundredths: Int

    package init(hundredths: Int) { self.hundredths = hundredths }
    package init(_ whole: Int) { hundredths = whole * 100 }

    /// What a person types, "1 234 567,50" or "1234.5"; nil where it is no amount, has more than two decimals, or more than eleven digits before them.
    package init?(typed text: String) {
        let parts = text.filter { !$0.isWhitespace }.split(separator: ",", omittingEmptySubsequences: false).flatMap {
            $0.split(separator: ".", omittingEmptySubsequences: false)
        }
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { 48...57 ~= $0 } }), parts[0].utf8.count <= 11,
            let whole = Int(parts[0])
        else { return nil }
        let decimals = parts.count == 2 ? parts[1] : "0"
        guard decimals.utf8.count <= 2, let rest = Int(decimals) else { return nil }
        hundredths = whole * 100 + (decimals.utf8.count == 1 ? rest * 10 : rest)
    }

    package static let zero = Amount(hundredths: 0)

    package static func < (a: Amount, b: Amount) -> Bool { a.hundredths < b.hundredths }
    package static func + (a: Amount, b: Amount) -> Amount { Amount(hundredths: a.hundredths + b.hundredths) }
    package static func - (a: Amount, b: Amount) -> Amount { Amount(hundredths: a.hundredths - b.hundredths) }
    package static func += (a: inout Amount, b: Amount) { a.hundredths += b.hundredths }

    /// So many times as much, where `part / whole` is the factor: to the nearest hundredth, a half upwards.
    package func times(_ part: Int, over whole: Int) -> Amount {
        let product = Int128(hundredths) * Int128(part) * 2 + Int128(whole)
        let divisor = Int128(whole) * 2
        // Divides downwards, also below nought.
        let quotient = product / divisor - (product % divisor < 0 ? 1 : 0)
        return Amount(hundredths: Int(clamping: quotient))
    }

    /// Whether it has no decimals.
    package var isWhole: Bool { hundredths % 100 == 0 }

    /// With both decimals, as files have it.
    package func exact(_ point: String) -> String {
        (hundredths < 0 ? "-" : "") + Amount(hundredths: abs(hundredths)).text(group: "", point: point, decimals: 2)
    }

    /// As a form shows it again: "1234,50", "1234".
    package var plain: String { text(group: "", point: ",", decimals: isWhole ? 0 : 2) }

    /// As people read it: "1 234,50" in French, "1,234.50" in English.
    package func text(_ language: Language, decimals: Int? = nil) -> String {
        let decimals = decimals ?? (isWhole ? 0 : 2)
        return language == .french ? text(group: "\u{202F}", point: ",", decimals: decimals) : text(group: ",", point: ".", decimals: decimals)
    }

    private func text(group: String, point: String, decimals: Int) -> String {
        let digits = "\(hundredths.magnitude / 100)"
        var grouped = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { grouped += group }
            grouped.append(digit)
        }
        let rest = hundredths.magnitude % 100
        return (hundredths < 0 ? "−" : "") + grouped + (decimals > 0 ? point + (rest < 10 ? "0" : "") + "\(rest)" : "")
    }
}

extension Amount: FieldValue, AskedValue {
    package static var column: ColumnType { .integer }
    package var value: Value { .integer(Int64(hundredths)) }
    package init(value: Value) throws(Malformed) { self.init(hundredths: try Int(value: value)) }
    package static var input: Input { .amount }
}
