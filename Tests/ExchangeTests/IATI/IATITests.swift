import Exchange
import Foundation
import Journal
import NetworkLife
import Support
import Testing

@Suite("The IATI file")
struct IATITests {
    private static let donor = IATIOrganization(identifier: "XI-IATI-EC_DEVCO", type: "40", name: "Union européenne")
    private static let coordinator = IATIOrganization(identifier: "NE-DGI-00000", type: "22", name: "Organisation d’exemple")
    private static let partner = IATIOrganization(identifier: nil, type: "21", name: "Partenaire & fils <exemple>")

    private static var settings: IATISettings {
        IATISettings(
            reporter: coordinator, activity: "EXEMPLE", currency: "EUR",
            sectors: [.init("15190", percent: 70), .init("15150", percent: 20), .init("15130", percent: 10)])
    }

    private static func activity(_ change: (inout IATIActivity) -> Void = { _ in }) -> IATIActivity {
        var activity = IATIActivity(
            settings: settings, title: SampleReport.results.project,
            description: Phrase("Soutenir la défense des droits.\u{0}\n« Deuxième » ligne", en: "Support the defence of rights."),
            status: .implementation)
        activity.plannedStart = SampleReport.day("2026-03-01")
        activity.actualStart = SampleReport.day("2026-03-01")
        activity.plannedEnd = SampleReport.day("2027-08-31")
        activity.participants = [
            .init(donor, .funding), .init(coordinator, .accountable), .init(coordinator, .implementing), .init(partner, .implementing),
        ]
        activity.contract = "EuropeAid/000000/EX/ACT/NE"
        activity.locations = SampleReport.results.places
        activity.budgets = IATIActivity.Budget.yearly(
            (0..<6).map { quarter in
                let start = SampleReport.day("2026-03-01").advanced(byMonths: 3 * quarter)
                return (start...start.advanced(byMonths: 3).advanced(by: -1), 1_000_000 + quarter)
            }, currency: "EUR")
        activity.transactions = [
            .init(
                .incomingFunds, SampleReport.day("2026-03-10"), .init(hundredths: 4_000_000, currency: "EUR"),
                Phrase("Premier versement", en: "First payment"), from: donor, to: coordinator),
            .init(
                .expenditure, SampleReport.day("2026-05-31"), .init(hundredths: 1_234_567, currency: "XOF"),
                Phrase("Dépenses du trimestre 1", en: "Spending of quarter 1")),
        ]
        activity.results = SampleReport.results.iatiResults()
        change(&activity)
        return activity
    }

    private struct Found: Decodable, Sendable {
        let schema: [String]
        let codes: [String]
        let rules: [String]
        let unbroken: [String]
        let cases: Int
    }

    @Test("is valid by schema, code lists and ruleset; a file that breaks any one case of the ruleset is refused for it alone")
    func valid() async throws {
        let found: Found = try await Python.run("iati_check.py", input: try Self.activity().file(at: SampleReport.moment))
        #expect(found.schema == [])
        #expect(found.codes == [])
        #expect(found.rules == [])
        #expect(found.unbroken == [])
        #expect(found.cases >= 24)
    }

    @Test("tells the figures that were reported, with their places and parts, and nothing of what is hidden")
    func figures() throws {
        let text = String(decoding: try Self.activity().file(at: SampleReport.moment), as: UTF8.self)
        func has(_ part: String) -> Bool { text.replacing(#/\n\s*/#, with: "").contains(part) }
        #expect(has("<iati-identifier>NE-DGI-00000-EXEMPLE</iati-identifier>"))
        #expect(has("<actual value=\"312\"><location ref=\"NE001\"/></actual>"))
        #expect(has("<actual value=\"201\"><dimension name=\"sex\" value=\"Femmes\"/></actual>"))
        #expect(
            has(
                "<actual value=\"36.4\"><comment><narrative>4 sur 11</narrative><narrative xml:lang=\"en\">4 of 11</narrative></comment></actual>"
            ))
        #expect(has("<actual value=\"750\"><comment><narrative>non dédoublonné entre organisations"))
        #expect(!has("<actual value=\"0\""))
        #expect(has("Partenaire &amp; fils &lt;exemple&gt;"))
        #expect(has("droits.\u{FFFD}&#10;« Deuxième » ligne"))
        let budgets = text.matches(of: #/<value value-date="([\d-]+)">(40000\.06|20000\.09)</value>/#).map { "\($0.1) \($0.2)" }
        #expect(budgets == ["2026-03-01 40000.06", "2027-03-01 20000.09"])
        #expect(has("<value currency=\"XOF\" value-date=\"2026-05-31\">12345.67</value>"))
    }

    @Test(
        "is refused with a sentence while something is missing or wrong",
        arguments: [
            Slip("reporter", "Donnez l’identifiant IATI de l’organisation qui publie") { $0.settings.reporter.identifier = nil },
            Slip("reporter", "Donnez l’identifiant IATI") { $0.settings.reporter.identifier = "NE/DGI 1" },
            Slip("reporter_type", "de quel type") { $0.settings.reporter.type = nil },
            Slip("activity", "code court") { $0.settings.activity = "a b" },
            Slip("sectors", "100\u{A0}%") { $0.settings.sectors = [.init("15190", percent: 90)] },
            Slip("sectors", "100\u{A0}%") { $0.settings.sectors = [] },
            Slip("start", "date de démarrage") { ($0.plannedStart, $0.actualStart) = (nil, nil) },
            Slip("planned_end", "précède") { $0.plannedEnd = SampleReport.day("2026-02-01") },
            Slip("actual_start", "à venir") { $0.actualStart = SampleReport.day("2030-02-01") },
            Slip("participants", "qui finance") { $0.participants.removeFirst() },
            Slip("locations", "dans quelles régions") { $0.locations = [] },
            Slip("locations", "P-code") { $0.locations.append(.init(code: "NE-1", name: "x")) },
            Slip("budget", "dépasse un an") {
                $0.budgets = [.init(SampleReport.day("2026-03-01")...SampleReport.day("2027-03-01"), .init(hundredths: 1, currency: "EUR"))]
            },
            Slip("transactions", "à venir") {
                $0.transactions = [
                    .init(.expenditure, SampleReport.day("2030-01-01"), .init(hundredths: 1, currency: "EUR"), Phrase(same: "x"))
                ]
            },
            Slip("indicators", "n’est pas de ceux du projet") { $0.locations.removeFirst() },
            Slip("results", "pas de titre") { $0.results.append(.init(.output, Phrase(same: " "), [])) },
        ])
    fileprivate func refused(slip: Slip) {
        let refusal = #expect(throws: Refusal.self) { try Self.activity(slip.change).file(at: SampleReport.moment) }
        let problem = refusal?.problems.first { $0.field == slip.field }
        #expect(problem?.text.french.contains(slip.words) == true, "\(refusal?.problems.map(\.text.french) ?? [])")
    }

    @Test("takes a budget of a whole year, and of a leap year")
    func years() throws {
        for (start, end) in [("2026-03-01", "2027-02-28"), ("2027-03-01", "2028-02-29"), ("2028-02-29", "2029-02-27")] {
            let activity = Self.activity {
                $0.budgets = [.init(SampleReport.day(start)...SampleReport.day(end), .init(hundredths: 1, currency: "EUR"))]
            }
            #expect(throws: Never.self) { try activity.file(at: SampleReport.moment) }
        }
    }
}

/// What keeps an activity from being published, and the words that say so.
private struct Slip: Sendable, CustomTestStringConvertible {
    let field: String
    let words: String
    let change: @Sendable (inout IATIActivity) -> Void

    init(_ field: String, _ words: String, _ change: @escaping @Sendable (inout IATIActivity) -> Void) {
        (self.field, self.words, self.change) = (field, words, change)
    }

    var testDescription: String { "\(field): \(words)" }
}
