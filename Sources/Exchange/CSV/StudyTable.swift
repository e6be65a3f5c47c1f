import Journal
import Results

/// What a study found for an indicator.
package struct StudyFinding: Equatable, Sendable {
    package let code: String
    package let number: Quantity?
    package let part: Int?
    package let whole: Int?

    package init(_ code: String, number: Quantity? = nil, part: Int? = nil, whole: Int? = nil) {
        (self.code, self.number, self.part, self.whole) = (code, number, part, whole)
    }
}

/// Reads a table of findings, or of answers as KoboToolbox exports them, one row for each questionnaire.
///
/// A question is an indicator's by its name: "R1_5" or "group/R1_5" is R1.5. Yes and no make a share of those who answered; the mean of numbers is
/// rounded to four decimals; an empty answer counts nowhere.
package enum StudyTable {
    /// Throws a `Refusal` beside the field `table`.
    package static func findings(_ text: String, of indicators: [Indicator]) throws(Refusal) -> [StudyFinding] {
        let table: CSVTable
        do throws(CSVFault) { table = try CSVReader().read(Array(text.replacing("\r\n", with: "\n").utf8)) } catch {
            throw Refusal("study.table", error.phrase, field: "table")
        }
        let codes = Dictionary(indicators.map { ($0.code.lowercased(), $0) }) { one, _ in one }
        let names = table.header.map { $0.trimmed.lowercased() }
        let found =
            if let place = names.firstIndex(where: { $0 == "indicateur" || $0 == "indicator" }) { try stated(table, names, place, codes) } else {
                try answered(table, names, codes)
            }
        guard !found.isEmpty else {
            throw refusal("Aucune colonne ni ligne n’est d’un indicateur du cadre logique.", en: "No column and no row is of an indicator of the logframe.")
        }
        return found
    }

    /// The same findings as a table, with nothing else.
    package static func text(_ findings: [StudyFinding]) -> String {
        var writer = CSVWriter(separator: .semicolon, byteOrderMark: false)
        writer.append(["indicateur", "valeur", "partie", "total"].map { .text($0) })
        for one in findings {
            writer.append([
                .text(one.code), .text(one.number?.description ?? ""), .text(one.part.map { "\($0)" } ?? ""), .text(one.whole.map { "\($0)" } ?? ""),
            ])
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func refusal(_ french: String, en english: String) -> Refusal { Refusal("study.table", Phrase(french, en: english), field: "table") }

    private static func stated(_ table: CSVTable, _ names: [String], _ place: Int, _ codes: [String: Indicator]) throws(Refusal) -> [StudyFinding] {
        func column(_ words: [String]) -> Int? { names.firstIndex { words.contains($0) } }
        let (value, part, whole) = (column(["valeur", "value"]), column(["partie", "part"]), column(["total", "whole"]))
        var found: [StudyFinding] = []
        for row in table.rows where !row.cells[place].trimmed.isEmpty {
            func cell(_ place: Int?) -> String { place.map { row.cells[$0].trimmed } ?? "" }
            guard let indicator = codes[cell(place).lowercased()] else {
                throw refusal(
                    "Ligne \(row.line)\u{A0}: aucun indicateur ne porte le code \(cell(place)).",
                    en: "Line \(row.line): no indicator has the code \(cell(place)).")
            }
            let finding = StudyFinding(indicator.code, number: Quantity(cell(value)), part: Int(cell(part)), whole: Int(cell(whole)))
            let isWhole = finding.number != nil ? cell(part).isEmpty && cell(whole).isEmpty : cell(value).isEmpty && finding.part != nil && finding.whole != nil
            guard isWhole, !found.contains(where: { $0.code == finding.code }) else {
                throw refusal(
                    "Ligne \(row.line)\u{A0}: donnez une fois un nombre, ou une partie et son total.",
                    en: "Line \(row.line): give once a number, or a part and its whole.")
            }
            found.append(finding)
        }
        return found
    }

    private static func answered(_ table: CSVTable, _ names: [String], _ codes: [String: Indicator]) throws(Refusal) -> [StudyFinding] {
        var found: [StudyFinding] = []
        for (place, name) in names.enumerated() {
            let question = name.split(separator: "/").last.map { String($0).replacing("_", with: ".") } ?? ""
            guard let indicator = codes[question], !found.contains(where: { $0.code == indicator.code }) else { continue }
            let answers = table.rows.map { $0.cells[place].trimmed.lowercased() }.filter { !$0.isEmpty }
            guard !answers.isEmpty else { continue }
            let yes = answers.count { ["oui", "yes", "1", "true"].contains($0) }
            if indicator.isPercentage, answers.allSatisfy({ ["oui", "yes", "1", "true", "non", "no", "0", "false"].contains($0) }) {
                found.append(StudyFinding(indicator.code, part: yes, whole: answers.count))
                continue
            }
            let numbers = answers.compactMap { Quantity($0) }
            guard !indicator.isPercentage, numbers.count == answers.count else {
                throw refusal(
                    "La colonne \(table.header[place]) n’a pas que des oui et des non, ou que des nombres.",
                    en: "The column \(table.header[place]) has other than yes and no, or than numbers.")
            }
            let (sum, count) = (numbers.reduce(Quantity(0), +).tenThousandths, numbers.count)
            let mean = (2 * sum + (sum < 0 ? -count : count)) / (2 * count)
            found.append(StudyFinding(indicator.code, number: Quantity(tenThousandths: mean)))
        }
        return found
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()) }
}
