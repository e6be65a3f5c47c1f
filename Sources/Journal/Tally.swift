/// How many of each code of a list; of most there are none. Stored as "MLI=34 NER=120" in the order of codes, so that equal tallies are equal text.
package struct Tally<Element: Code>: FieldValue, Hashable {
    /// Only what there is at least one of.
    package private(set) var counts: [Element: Int] = [:]

    package init(_ counts: [Element: Int] = [:]) {
        self.counts = counts.filter { $0.value > 0 }
    }

    package subscript(element: Element) -> Int { counts[element] ?? 0 }
    package var total: Int { counts.values.reduce(0, +) }
    package var isEmpty: Bool { counts.isEmpty }

    package static var column: ColumnType { .text }

    package var value: Value {
        .text(counts.sorted { $0.key.code < $1.key.code }.map { "\($0.key.code)=\($0.value)" }.joined(separator: " "))
    }

    package init(value: Value) throws(Malformed) {
        for part in try String(value: value).split(separator: " ") {
            let halves = part.split(separator: "=", omittingEmptySubsequences: false)
            guard halves.count == 2, !halves[0].isEmpty, let count = Int(halves[1]), count > 0, count < 1_000_000_000 else {
                throw Malformed("tally expected")
            }
            guard counts.updateValue(count, forKey: Element(code: String(halves[0]))) == nil else { throw Malformed("tally with a code twice") }
        }
    }
}
