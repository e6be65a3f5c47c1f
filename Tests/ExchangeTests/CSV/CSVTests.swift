import Exchange
import Foundation
import Journal
import Testing

@Suite("A CSV table")
struct CSVTests {
    private func written(_ rows: [[CSVCell]], separator: CSVSeparator = .comma, mark: Bool = false) -> String {
        var writer = CSVWriter(separator: separator, byteOrderMark: mark)
        for row in rows { writer.append(row) }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func fault(_ text: String, _ reader: CSVReader = CSVReader()) -> CSVFault? {
        do {
            _ = try reader.read(Array(text.utf8))
            return nil
        } catch { return error }
    }

    @Test("is quoted where RFC 4180 asks for it")
    func quoting() {
        #expect(written([["a", "b,c", "d\"e", "f\r\ng", " h"]]) == "a,\"b,c\",\"d\"\"e\",\"f\r\ng\",\" h\"\r\n")
        #expect(written([["a;b", "c,d"]], separator: .semicolon) == "\"a;b\";c,d\r\n")
        #expect(written([[.integer(-3), .decimal(-3.5), .empty]]) == "-3,-3.5,\r\n")
        #expect(written([[.decimal(36.4)]], separator: .semicolon) == "36,4\r\n")
        #expect(Array(written([["é"]], mark: true).utf8).prefix(5) == [0xEF, 0xBB, 0xBF, 0xC3, 0xA9])
    }

    @Test("holds no formula", arguments: ["=1+1", "+227", "-2", "@A1", "\t=1", "\r=1", "\n=1", "'=1", "''@x"])
    func formulas(text: String) throws {
        let out = written([[.text(text), "x"]])
        #expect(out.hasPrefix("'") || out.hasPrefix("\"'"))
        #expect(try CSVReader().read(Array(out.utf8), separator: .comma).header == [text, "x"])
    }

    @Test("is left as it is when it begins with an apostrophe alone", arguments: ["'t Huis", "l’eau", "''"])
    func apostrophes(text: String) throws {
        let out = written([[.text(text), "x"]])
        #expect(out == "\(text),x\r\n")
        #expect(try CSVReader().read(Array(out.utf8)).header == [text, "x"])
    }

    @Test("comes back as it was written, whatever is in it", arguments: 1...200 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = Seeded(state: seed)
        let alphabet = Array("ab é'\"=+-@,;\t\r\n漢😀").map(String.init) + ["\r\n", ""]
        let columns = Int.random(in: 1...4, using: &random)
        let rows = (0..<Int.random(in: 1...6, using: &random)).map { _ in
            (0..<columns).map { _ in
                (0..<Int.random(in: 0...5, using: &random)).map { _ in alphabet.randomElement(using: &random)! }.joined()
            }
        }
        let separator = CSVSeparator.allCases.randomElement(using: &random)!
        var writer = CSVWriter(separator: separator, byteOrderMark: Bool.random(using: &random))
        for row in rows { writer.append(row.map(CSVCell.text)) }
        let table = try CSVReader().read(writer.bytes, separator: separator)
        #expect([table.header] + table.rows.map(\.cells) == rows)
    }

    @Test("keeps a byte order mark that its first cell begins with, since only an unquoted one is the file's own", arguments: [false, true])
    func mark(isMarked: Bool) throws {
        let text = written([["\u{FEFF}'", "b"], ["\u{FEFF}", ""]], mark: isMarked)
        let table = try CSVReader().read(Array(text.utf8))
        #expect(table.header == ["\u{FEFF}'", "b"])
        #expect(table.rows.map(\.cells) == [["\u{FEFF}", ""]])
    }

    @Test("is read with its line numbers, whichever separator and line end it has")
    func lines() throws {
        let table = try CSVReader().read(Array("\u{FEFF}code;nom\nA;\"x\ny\"\nB;z".utf8))
        #expect(table.header == ["code", "nom"])
        #expect(table.rows.map(\.cells) == [["A", "x\ny"], ["B", "z"]])
        #expect(table.rows.map(\.line) == [2, 4])
        #expect(table.column("nom") == 1)
        #expect(try CSVReader().read(Array("a,b\r\n1,2\r\n".utf8)).rows.first?.cells == ["1", "2"])
    }

    @Test(
        "is refused with the line and what to do",
        arguments: [
            ("", 1, "empty"), ("a,b\n1,2,3\n", 2, "3 cell(s) instead of 2"), ("a,b\n\n1,2", 2, "1 cell(s) instead of 2"),
            ("a,b\n1,x\"y\n", 2, "inside a cell"), ("a,b\n1,2\n\"x,y\n\n", 3, "not closed"), ("a\n\"b\"c\n", 2, "follows a closing"),
            ("a,b\n1,2\r3,4", 2, "lone carriage return"),
        ])
    func refusals(text: String, line: Int, reason: String) throws {
        let fault = try #require(self.fault(text))
        #expect(fault.line == line)
        #expect(fault.phrase.english.contains(reason), "\(fault.phrase.english)")
        #expect(fault.phrase.french.hasPrefix("Ligne \(line)"))
    }

    @Test("is refused when it is not UTF-8, too long, too wide or too large")
    func limits() throws {
        #expect(throws: CSVFault.self) { try CSVReader().read([97, 10, 0xE9, 10]) }
        do { _ = try CSVReader().read([97, 10, 0xE9, 10]) } catch { #expect(error.line == 2) }
        var reader = CSVReader()
        (reader.maximumRows, reader.maximumColumns, reader.maximumBytes) = (2, 2, 20)
        #expect(fault("a\nb\nc", reader) == nil)
        #expect(fault("a\nb\nc\nd", reader)?.line == 4)
        #expect(fault("a,b,c", reader)?.phrase.english.contains("columns") == true)
        #expect(fault(String(repeating: "a", count: 21), reader)?.phrase.english.contains("larger") == true)
    }
}
