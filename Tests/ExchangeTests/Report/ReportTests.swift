import Exchange
import Foundation
import Journal
import Support
import Testing

@Suite("The report of a period")
struct ReportTests {
    private static let texts = [
        "L’action **soutient** les organisations <membres>.",
        "Dans la période, {R2.1 q2 = 750} personnes ont été informées, après {R2.1 q1 = 500}.\n\n{R2.4 q2 = 36.6} aboutissent.",
        "", "", "Deux services ont fermé.", "", "", "Aucune dérogation n’est demandée.", "", "",
    ]

    static func report(_ texts: [String] = texts, frozenOn: Day? = SampleReport.day("2026-09-15")) -> PeriodReport {
        PeriodReport(
            SampleReport.results, period: 1, reference: "EuropeAid/000000/EX/ACT/NE", organization: "Organisation d’exemple (fictive)",
            sections: zip(PeriodReport.usual, texts).map { .init($0.title, $1, $0.content) }, activities: SampleReport.activities,
            budget: SampleReport.budget,
            frozenOn: frozenOn)
    }

    @Test("is the document approved in Fixtures/reports", arguments: Language.allCases)
    func approved(language: Language) throws {
        try approve(Self.report().file(in: language), "report-\(language.rawValue).html")
    }

    @Test("for the steering committee is the document approved in Fixtures/reports")
    func steering() throws {
        let sheet = SteeringSheet(
            Self.report(), questions: ["Adopter le plan de travail du trimestre 3.", "Retirer l’activité A1.1."],
            followed: ["1-2026 : point focal de Tahoua désigné."])
        try approve(sheet.file(in: .french), "steering-fr.html")
    }

    @Test("shows a figure as it is now, and marks one that has changed since it was written")
    func figures() {
        let pieces = SampleReport.results.pieces(of: Self.texts[1])
        #expect(
            pieces.contains {
                if case .figure(let then, .number(tenThousandths: 7_500_000), isStale: false) = $0 { then.value == "750" } else { false }
            })
        #expect(
            pieces.contains {
                if case .figure(let then, .number(tenThousandths: 5_400_000), isStale: true) = $0 { then.value == "500" } else { false }
            })
        #expect(Self.report().stale.count == 1)
        let fresh = Self.texts.map(SampleReport.results.refreshed)
        #expect(fresh[1].contains("{R2.1 q1 = 540}"))
        #expect(Self.report(fresh).stale == [])
        #expect(SampleReport.results.refreshed(fresh[1]) == fresh[1])
        #expect(Self.report(["{R9.9 q1 = 1}"]).stale.count == 1)
        let inserted = InsertedFigure(SampleReport.sessions, SampleReport.periods[1], in: SampleReport.results)
        #expect(SampleReport.results.pieces(of: inserted.text) == [.figure(inserted, now: .count(750), isStale: false)])
    }

    @Test(
        "keeps as typed what is no figure",
        arguments: ["{R2.1 q1 540}", "{ R2.1 q1 = 540}", "{R2.1 q1 = }", "{R2.1 q1 = 1e5}", "{{}}", "=1+1", "a { b } c"])
    func words(text: String) {
        #expect(SampleReport.results.pieces(of: text) == [.words(text)])
    }

    @Test("has the same digest as long as nothing in it changes")
    func digest() {
        let file = Self.report().file(in: .french)
        #expect(PeriodReport.digest(of: file) == PeriodReport.digest(of: Self.report().file(in: .french)))
        #expect(
            PeriodReport.digest(of: file)
                != PeriodReport.digest(of: Self.report(frozenOn: SampleReport.day("2026-09-16")).file(in: .french)))
    }

    @Test("becomes a PDF whose pages are numbered; the committee’s has two, however much there is to say")
    func pdf() async throws {
        struct Read: Decodable, Sendable { let pages: [String] }
        let report: Read = try await Python.run("read_pdf.py", input: try PaperPDF.make(of: Self.report().file(in: .french)))
        #expect(report.pages.count >= 2)
        let whole = report.pages.joined(separator: " ")
        for words in ["Projet d’exemple", "Figé le 15 septembre 2026", "36,6", "35 000,25"] {
            let isThere = whole.replacing("\u{202F}", with: " ").contains(words)
            #expect(isThere, "\(words)")
        }
        var long = Self.report()
        long.results.lines = (0..<6).map { _ in
            ReportedLine(
                .output, Phrase("Un résultat qui se dit en beaucoup de mots", en: "x"), Array(repeating: SampleReport.sessions, count: 6))
        }
        long.activities = Array(repeating: SampleReport.activities[1], count: 40)
        let sheet = SteeringSheet(long, questions: Array(repeating: String(repeating: "Décider ", count: 50), count: 20))
        let pages: Read = try await Python.run("read_pdf.py", input: try PaperPDF.make(of: sheet.file(in: .french)))
        #expect(pages.pages.count == 2)
    }

    private func approve(_ file: [UInt8], _ name: String) throws {
        let url = Python.root.appending(path: "Fixtures/reports/\(name)")
        guard file != (try? [UInt8](Data(contentsOf: url))) else { return }
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file).write(to: url.appendingPathExtension("received"))
        Issue.record("the document differs from \(name); what was made lies beside it")
    }
}
