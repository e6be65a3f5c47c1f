import Exchange
import Foundation
import Journal
import Support
import Testing

@Suite("A table in HXL")
struct HXLTests {
    private struct Read: Decodable, Sendable {
        let tags: [String]
        let titles: [String]
        let rows: [[String]]
        let errors: [String]
    }

    @Test("is read by libhxl, which finds nothing wrong, with the figures that were reported", arguments: Language.allCases)
    func valid(language: Language) async throws {
        let read: Read = try await Python.run("read_hxl.py", input: SampleReport.results.hxl(language).file())
        #expect(read.errors == [])
        let rows = read.rows.map { Dictionary(uniqueKeysWithValues: zip(read.tags, $0)) }
        #expect(
            rows.count
                == SampleReport.results.indicators.reduce(0) {
                    $0 + $1.periods.reduce(0) { $0 + 1 + $1.parts.count + ($1.target == .nothing ? 0 : 1) } + ($1.baseline == nil ? 0 : 1)
                })
        func only(_ code: String, _ sort: String, _ start: String, _ rest: [String: String] = [:]) throws -> [String: String] {
            let found = rows.filter { row in
                row["#indicator+code"] == code && row["#indicator+type"] == sort && row["#date+start"] == start
                    && rest.allSatisfy { row[$0.key] == $0.value }
            }
            return try #require(found.first)
        }
        #expect(try only("R2.1", "actual", "2026-03-01", ["#adm1+code+v_pcode": "NE001"])["#indicator+value+num"] == "312")
        #expect(try only("R2.1", "target", "2026-06-01")["#indicator+value+num"] == "600")
        #expect(try only("R2.1", "baseline", "2026-01-15")["#indicator+value+num"] == "0")
        let share = try only("R2.4", "actual", "2026-03-01")
        #expect(share["#indicator+value+num"] == "36.4" && share["#indicator+part+num"] == "4" && share["#indicator+whole+num"] == "11")
        let hidden = try only("R2.1", "actual", "2026-06-01", ["#adm1+code+v_pcode": "NE005"])
        #expect(hidden["#indicator+value+num"] == "" && hidden["#status"] == "hidden")
        #expect(try only("I.2", "actual", "2026-03-01")["#status"] == "no-data")
    }

    @Test("is refused by the same reading where a number or a date is none")
    func wrong() async throws {
        let table = HXLTable([("Valeur", HXLTag("#indicator+value+num")), ("Du", HXLTag("#date+start"))], rows: [["douze", "hier soir"]])
        let read: Read = try await Python.run("read_hxl.py", input: table.file())
        #expect(read.errors.contains { $0.contains("Expected a number") } && read.errors.contains { $0.contains("Expected a date") })
    }
}

@Suite("A figure that was reported")
struct ReportedFigureTests {
    @Test(
        "is read by machines and by people",
        arguments: [
            (ReportedFigure.count(12_450), "12450", "12\u{202F}450", "12,450"),
            (.number(tenThousandths: -34_500), "-3.45", "\u{2212}3,45", "\u{2212}3.45"),
            (.share(4, of: 11), "36.4", "36,4\u{A0}% (4 sur 11)", "36.4% (4 of 11)"),
            (.share(1, of: 8), "12.5", "12,5\u{A0}% (1 sur 8)", "12.5% (1 of 8)"),
            (.share(1, of: 2000), "0.1", "0,1\u{A0}% (1 sur 2\u{202F}000)", "0.1% (1 of 2,000)"),
            (.share(0, of: 0), nil, "pas de données", "no data"),
            (.nothing, nil, "pas de données", "no data"), (.hidden, nil, "non montré", "not shown"),
        ] as [(ReportedFigure, String?, String, String)])
    func texts(figure: ReportedFigure, number: String?, french: String, english: String) {
        #expect(figure.number == number)
        #expect(figure.text(.french) == french)
        #expect(figure.text(.english) == english)
    }
}
