import Journal

/// Someone of the directory: staff, an official, a contact. Never a migrant.
package enum Person {}

/// An antenna of the network, or its seat.
package enum Branch {}

/// A meeting of the network, as other areas refer to it.
package enum Meeting {}

/// A place by OCHA's P-code for Niger ("NE001" a region, "NE001002" a department, "NE001002001" a commune), matched by code and never by name.
package struct PlaceCode: Hashable, Sendable, FieldValue {
    package let code: String

    /// Nil unless the text has the form of a P-code of Niger.
    package init?(_ code: String) {
        guard code.hasPrefix("NE"), [2, 5, 8, 11].contains(code.utf8.count), code.utf8.dropFirst(2).allSatisfy({ 48...57 ~= $0 }) else {
            return nil
        }
        self.code = code
    }

    package static var column: ColumnType { .text }
    package var value: Value { .text(code) }

    package init(value: Value) throws(Malformed) {
        guard case .text(let text) = value, let place = PlaceCode(text) else { throw Malformed("P-code expected") }
        self = place
    }

    package var region: PlaceCode? { code.utf8.count >= 5 ? PlaceCode(String(code.prefix(5))) : nil }
}

extension PlaceCode: AskedValue {
    package static var input: Input { .reference(kind: "place") }
}
