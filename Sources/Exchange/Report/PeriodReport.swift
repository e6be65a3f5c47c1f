import HTML
import Journal
import Results

/// The report of a period as it goes to the donor: the sections of the contract, with what was written and what the registers give.
package struct PeriodReport: Sendable {
    package var results: ReportedResults
    /// The one reported, by its place.
    package var period: Int
    package var reference: String
    package var organization: String
    package var sections: [Section]
    package var activities: [ReportedActivity]
    package var budget: ReportedBudget?
    /// The day that it was frozen on; nil while it is a draft.
    package var frozenOn: Day?

    package init(
        _ results: ReportedResults, period: Int, reference: String, organization: String, sections: [Section],
        activities: [ReportedActivity], budget: ReportedBudget?,
        frozenOn: Day?
    ) {
        self.results = results
        self.period = period
        self.reference = reference
        self.organization = organization
        self.sections = sections
        self.activities = activities
        self.budget = budget
        self.frozenOn = frozenOn
    }

    /// A section: its title, what was written in it, and what is put below.
    package struct Section: Sendable {
        package enum Content: String, CaseIterable, Sendable {
            case words, logframe, activities, budget, questions
        }

        package let title: Phrase
        package var text: String
        package let content: Content

        package init(_ title: Phrase, _ text: String = "", _ content: Content = .words) {
            self.title = title
            self.text = text
            self.content = content
        }
    }

    /// The sections of a narrative report to the European Union, until the network sets others.
    package static let usual = ReportHeading.usual.map { Section($0) }

    /// The figures of the texts that are not what they were when they were written: a report that has any is not frozen.
    package var stale: [ReportPiece] {
        sections.flatMap { results.pieces(of: $0.text) }.filter { piece in
            switch piece {
            case .words: false
            case .figure(_, _, let isStale): isStale
            case .lost: true
            }
        }
    }

    /// The file: one page of HTML that needs nothing else, to be printed or made a PDF of.
    package func file(in language: Language) -> [UInt8] {
        ReportDocument(report: self, language: language).renderedBytes()
    }

    /// What a file is known by: SHA-256, in hexadecimal.
    package static func digest(of file: [UInt8]) -> String {
        Digest(of: file).bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

extension PeriodReport.Section {
    /// A section as the network has it, with what was written in it.
    package init(_ heading: ReportHeading, _ text: String = "") {
        self.init(heading.titles, text, Content(rawValue: heading.content.code) ?? .words)
    }
}
