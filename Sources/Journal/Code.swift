/// A value of a list that the field agrees on, stored by its code. The list is open: a code from a newer version is kept as received.
package protocol Code: FieldValue, AskedValue, Hashable {
    /// The codes that this version offers, in the order in which people expect them, each with its label.
    static var list: [(Self, Phrase)] { get }
    var code: String { get }
    init(code: String)
}

extension Code {
    package static var column: ColumnType { .text }
    package var value: Value { .text(code) }

    package init(value: Value) throws(Malformed) {
        self.init(code: try String(value: value))
    }

    package var isKnown: Bool { Self.list.contains { $0.0 == self } }

    package var label: Phrase {
        Self.list.first { $0.0 == self }?.1
            ?? Phrase("\(code) (d’une version plus récente)", en: "\(code) (from a newer version)")
    }
}

/// Several codes of one list, without order; stored in the list's order with a space between, so that equal sets are equal text.
package struct Codes<Element: Code>: FieldValue, Hashable {
    package var elements: Set<Element>

    package init(_ elements: [Element] = []) {
        self.elements = Set(elements)
    }

    package static var column: ColumnType { .text }
    package var value: Value { .text(elements.map(\.code).sorted().joined(separator: " ")) }

    package init(value: Value) throws(Malformed) {
        self.init(try String(value: value).split(separator: " ").map { Element(code: String($0)) })
    }
}
