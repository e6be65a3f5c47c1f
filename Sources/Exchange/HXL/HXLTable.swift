import Journal

/// What a column of a table is of, in the Humanitarian Exchange Language: "#adm1+code+v_pcode". Source: hxlstandard.org, HXL 1.1.
package struct HXLTag: Hashable, Sendable {
    package let text: String

    /// Each part is letters, digits and underscores, and begins with a letter; it stands in the source.
    package init(_ text: StaticString) {
        self.text = "\(text)"
        precondition(self.text.wholeMatch(of: #/#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*/#) != nil, "no HXL tag: \(text)")
    }
}

/// A table with its names, and directly above its rows a row of tags: people read the first, machines the second.
package struct HXLTable: Sendable {
    package let columns: [(title: String, tag: HXLTag)]
    package var rows: [[CSVCell]]

    package init(_ columns: [(title: String, tag: HXLTag)], rows: [[CSVCell]] = []) {
        self.columns = columns
        self.rows = rows
    }

    /// As machines expect it: a comma between cells, a point in numbers, no mark before the first.
    package func file() -> [UInt8] {
        var writer = CSVWriter(separator: .comma, byteOrderMark: false)
        writer.append(columns.map { .text($0.title) })
        writer.append(columns.map { .text($0.tag.text) })
        for row in rows { writer.append(row) }
        return writer.bytes
    }
}
