/// Several records of one kind, without order; stored in the order of their identifiers with a space between, so that equal sets are equal text.
package struct IDs<Subject>: FieldValue, Hashable {
    package var elements: Set<ID<Subject>>

    package init(_ elements: [ID<Subject>] = []) {
        self.elements = Set(elements)
    }

    package static var column: ColumnType { .text }
    package var value: Value { .text(elements.sorted().map(\.description).joined(separator: " ")) }

    package init(value: Value) throws(Malformed) {
        var elements: [ID<Subject>] = []
        for text in try String(value: value).split(separator: " ") {
            guard let id = ID<Subject>(String(text)) else { throw Malformed("identifier expected") }
            elements.append(id)
        }
        self.init(elements)
    }
}
