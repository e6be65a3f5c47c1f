import Journal

/// The first table of a file, as CSV: of a CSV file as it is, of an XLSX workbook as xlsx2csv reads it, which an installation may have or not.
package enum SpreadsheetText {
    private static let program = OutsideProgram(path: "/usr/bin/xlsx2csv", files: ("table.xlsx", "table.csv")) { ["-d", ";", $0, $1] }

    /// How a ZIP archive begins, and a workbook is one.
    private static let archive: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

    /// Throws a `Refusal` beside the field `file`.
    package static func text(of file: [UInt8]) async throws -> String {
        guard file.starts(with: archive) else { return try text(file) }
        do {
            return try text(try await program.made(of: file))
        } catch OutsideProgram.Fault.missing {
            throw refusal(
                "Cette machine ne lit pas les classeurs\u{A0}: enregistrez le fichier en «\u{A0}CSV UTF-8\u{A0}», ou faites installer le paquet xlsx2csv.",
                en: "This machine reads no workbooks: save the file as “CSV UTF-8”, or have the package xlsx2csv installed.")
        } catch OutsideProgram.Fault.failed {
            throw refusal(
                "Ce classeur ne se lit pas. Ouvrez-le dans un tableur, et enregistrez-le à nouveau en XLSX ou en «\u{A0}CSV UTF-8\u{A0}».",
                en: "This workbook cannot be read. Open it in a spreadsheet, and save it again as XLSX or as “CSV UTF-8”.")
        }
    }

    private static func text(_ bytes: [UInt8]) throws(Refusal) -> String {
        guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
            throw refusal(
                "Ce fichier n’est ni un classeur XLSX, ni un texte en UTF-8. Enregistrez-le en XLSX ou en «\u{A0}CSV UTF-8\u{A0}».",
                en: "This file is neither an XLSX workbook nor text in UTF-8. Save it as XLSX or as “CSV UTF-8”.")
        }
        return text
    }

    private static func refusal(_ french: String, en english: String) -> Refusal {
        Refusal("spreadsheet.unreadable", Phrase(french, en: english), field: "file")
    }
}
