import Journal

/// What a cell of a table holds when it leaves.
package enum CSVCell: Equatable, Sendable, ExpressibleByStringLiteral {
    case text(String)
    case integer(Int)
    /// Written with the decimal sign that goes with the separator: a comma beside `;`, a point beside `,`.
    case decimal(Double)
    /// The same, exact, with its two decimals.
    case amount(Amount)
    case empty

    package init(stringLiteral value: String) {
        self = .text(value)
    }
}

/// What stands between two cells.
package enum CSVSeparator: String, CaseIterable, Sendable {
    /// What spreadsheets set to French open without asking, since their decimal sign is the comma.
    case semicolon = ";"
    /// What RFC 4180 and machines expect.
    case comma = ","

    var byte: UInt8 { rawValue.utf8.first! }
}

/// A table as RFC 4180 writes it: UTF-8, lines ended by CR LF, cells quoted where they need it.
///
/// A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end as a formula. Text that does gets an apostrophe
/// before it, as does text that begins with apostrophes and then one of these; `CSVReader` takes one away again, so that what was
/// written is what is read. Numbers are written as they are.
package struct CSVWriter: Sendable {
    package private(set) var bytes: [UInt8]
    private let separator: CSVSeparator

    /// With the mark, spreadsheets read the accents right; without it, machines read the first cell right.
    package init(separator: CSVSeparator = .semicolon, byteOrderMark: Bool = true) {
        self.separator = separator
        bytes = byteOrderMark ? CSV.mark : []
    }

    package mutating func append(_ row: [CSVCell]) {
        for (i, cell) in row.enumerated() {
            if i > 0 { bytes.append(separator.byte) }
            switch cell {
            case .empty: break
            case .integer(let number): bytes += "\(number)".utf8
            case .decimal(let number): bytes += "\(number)".utf8.map { $0 == CSV.point && separator == .semicolon ? CSV.comma : $0 }
            case .amount(let amount): bytes += amount.exact(separator == .semicolon ? "," : ".").utf8
            case .text(let text): append(Array(text.utf8))
            }
        }
        // A row of one empty cell would be a blank line.
        if row.count == 1, bytes.last == nil || bytes.last == CSV.lineFeed || bytes == CSV.mark { bytes += [CSV.quote, CSV.quote] }
        bytes += [CSV.carriageReturn, CSV.lineFeed]
    }

    private mutating func append(_ text: [UInt8]) {
        let neutral = CSV.isFormula(text[...]) ? [CSV.apostrophe] + text : text
        let isQuoted = neutral.contains { $0 == separator.byte || $0 == CSV.quote || $0 == CSV.lineFeed || $0 == CSV.carriageReturn }
        // A reader would take a byte order mark at the beginning of a file for the file's own.
        guard isQuoted || neutral.first == 32 || neutral.last == 32 || neutral.starts(with: CSV.mark) else {
            bytes += neutral
            return
        }
        bytes.append(CSV.quote)
        for byte in neutral {
            if byte == CSV.quote { bytes.append(CSV.quote) }
            bytes.append(byte)
        }
        bytes.append(CSV.quote)
    }
}

/// The bytes that both sides agree on.
enum CSV {
    static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    static let quote = UInt8(ascii: "\"")
    static let apostrophe = UInt8(ascii: "'")
    static let comma = UInt8(ascii: ",")
    static let point = UInt8(ascii: ".")
    static let lineFeed: UInt8 = 10
    static let carriageReturn: UInt8 = 13

    /// True if a spreadsheet could run the text, or could once the apostrophes before it are gone.
    static func isFormula(_ text: ArraySlice<UInt8>) -> Bool {
        switch text.drop(while: { $0 == apostrophe }).first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, lineFeed, carriageReturn: true
        default: false
        }
    }
}
