import Journal

/// A table that was read: the names of its columns, and rows that each have as many cells.
package struct CSVTable: Equatable, Sendable {
    package let header: [String]
    package let rows: [CSVRow]

    /// The place of a column, or nil.
    package func column(_ name: String) -> Int? {
        header.firstIndex(of: name)
    }
}

package struct CSVRow: Equatable, Sendable {
    /// The line that the row begins on, 1 for the first of the file.
    package let line: Int
    package let cells: [String]
}

/// Why a table was not read: what is wrong, on which line, and what to do.
package struct CSVFault: Error, Equatable, Sendable {
    package let line: Int
    package let phrase: Phrase

    package init(line: Int, _ french: String, en english: String) {
        self.line = line
        phrase = Phrase("Ligne \(line) : \(french)", en: "Line \(line): \(english)")
    }
}

/// Reads what RFC 4180 describes and refuses the rest with the line it stands on, so that no cell slips into its neighbour's column.
///
/// Lines may end with LF alone. Text that an export neutralised with an apostrophe is given back as it was.
package struct CSVReader: Sendable {
    package var maximumBytes = 10_000_000
    package var maximumColumns = 200
    package var maximumRows = 200_000

    package init() {}

    /// Reads a table with the separator given, or with the one that the first line has more of.
    package func read(_ bytes: [UInt8], separator: CSVSeparator? = nil) throws(CSVFault) -> CSVTable {
        guard bytes.count <= maximumBytes else {
            throw CSVFault(
                line: 1, "le fichier dépasse \(maximumBytes / 1_000_000) Mo : coupez-le en plusieurs.",
                en: "the file is larger than \(maximumBytes / 1_000_000) MB: cut it into several.")
        }
        let content = bytes.starts(with: CSV.mark) ? bytes.dropFirst(3) : bytes[...]
        try checkEncoding(content)
        var scan = CSVScan(content, separator: (separator ?? Self.guess(content)).byte)
        var rows: [CSVRow] = []
        while let row = try scan.row() {
            if row.cells.count > maximumColumns {
                throw CSVFault(
                    line: row.line, "plus de \(maximumColumns) colonnes : vérifiez le séparateur.",
                    en: "more than \(maximumColumns) columns: check the separator.")
            }
            if let first = rows.first, first.cells.count != row.cells.count {
                throw CSVFault(
                    line: row.line, "\(row.cells.count) cellule(s) au lieu de \(first.cells.count) : complétez ou corrigez la ligne.",
                    en: "\(row.cells.count) cell(s) instead of \(first.cells.count): complete or correct the line.")
            }
            if rows.count > maximumRows {
                throw CSVFault(
                    line: row.line, "plus de \(maximumRows) lignes : coupez le fichier en plusieurs.",
                    en: "more than \(maximumRows) rows: cut the file into several.")
            }
            rows.append(row)
        }
        guard let header = rows.first else {
            throw CSVFault(
                line: 1, "le fichier est vide : la première ligne nomme les colonnes.",
                en: "the file is empty: its first line names the columns.")
        }
        return CSVTable(header: header.cells, rows: Array(rows.dropFirst()))
    }

    private func checkEncoding(_ content: ArraySlice<UInt8>) throws(CSVFault) {
        guard String(validating: content, as: UTF8.self) == nil else { return }
        var line = 1
        for part in content.split(separator: CSV.lineFeed, omittingEmptySubsequences: false) {
            if String(validating: part, as: UTF8.self) == nil { break }
            line += 1
        }
        throw CSVFault(
            line: line, "le texte n’est pas en UTF-8 : enregistrez le fichier en « CSV UTF-8 ».",
            en: "the text is not UTF-8: save the file as “CSV UTF-8”.")
    }

    private static func guess(_ content: ArraySlice<UInt8>) -> CSVSeparator {
        let first = content.prefix { $0 != CSV.lineFeed }
        let counts = CSVSeparator.allCases.map { separator in first.count { $0 == separator.byte } }
        return counts[0] >= counts[1] && counts[0] > 0 ? .semicolon : .comma
    }
}

/// Where a reading stands.
private struct CSVScan {
    private let bytes: ArraySlice<UInt8>
    private let separator: UInt8
    private var at: Int
    private var line = 1

    init(_ bytes: ArraySlice<UInt8>, separator: UInt8) {
        (self.bytes, self.separator, at) = (bytes, separator, bytes.startIndex)
    }

    private var next: UInt8? { at < bytes.endIndex ? bytes[at] : nil }

    /// The next row, or nil at the end.
    mutating func row() throws(CSVFault) -> CSVRow? {
        guard next != nil else { return nil }
        let first = line
        var cells: [String] = []
        while true {
            cells.append(Self.restored(next == CSV.quote ? try quoted() : try plain()))
            if next == separator {
                at += 1
                continue
            }
            try endLine()
            return CSVRow(line: first, cells: cells)
        }
    }

    private mutating func plain() throws(CSVFault) -> ArraySlice<UInt8> {
        let start = at
        while let byte = next, byte != separator, byte != CSV.lineFeed, byte != CSV.carriageReturn {
            if byte == CSV.quote {
                throw CSVFault(
                    line: line, "un guillemet au milieu d’une cellule : entourez la cellule de guillemets et doublez celui-ci.",
                    en: "a quotation mark inside a cell: put the cell in quotation marks and double this one.")
            }
            at += 1
        }
        return bytes[start..<at]
    }

    private mutating func quoted() throws(CSVFault) -> ArraySlice<UInt8> {
        let opened = line
        at += 1
        var cell: [UInt8] = []
        while let byte = next {
            at += 1
            if byte == CSV.quote {
                guard next == CSV.quote else { return cell[...] }
                at += 1
            }
            if byte == CSV.lineFeed { line += 1 }
            cell.append(byte)
        }
        throw CSVFault(
            line: opened, "un guillemet ouvert n’est pas refermé : ajoutez celui qui manque.",
            en: "an opened quotation mark is not closed: add the missing one.")
    }

    private mutating func endLine() throws(CSVFault) {
        if next == CSV.carriageReturn, at + 1 < bytes.endIndex, bytes[at + 1] == CSV.lineFeed { at += 1 }
        switch next {
        case nil: return
        case CSV.lineFeed:
            at += 1
            line += 1
        case CSV.carriageReturn:
            throw CSVFault(
                line: line, "un retour chariot seul : enregistrez le fichier avec des fins de ligne ordinaires.",
                en: "a lone carriage return: save the file with ordinary line ends.")
        default:
            throw CSVFault(
                line: line, "du texte suit un guillemet fermant : doublez les guillemets à l’intérieur de la cellule.",
                en: "text follows a closing quotation mark: double the quotation marks inside the cell.")
        }
    }

    private static func restored(_ cell: ArraySlice<UInt8>) -> String {
        String(decoding: cell.first == CSV.apostrophe && CSV.isFormula(cell) ? cell.dropFirst() : cell, as: UTF8.self)
    }
}
