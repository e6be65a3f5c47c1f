import HTML
import Journal

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
            case words, logframe, activities, budget
        }

        package let title: Phrase
        package let text: String
        package let content: Content

        package init(_ title: Phrase, _ text: String = "", _ content: Content = .words) {
            self.title = title
            self.text = text
            self.content = content
        }
    }

    /// The sections of a narrative report to the European Union, until the network sets others.
    package static let usual: [Section] = [
        Section(Phrase("Description de l’action", en: "Description of the action")),
        Section(Phrase("Résumé de la période", en: "Summary of the period")),
        Section(Phrase("Résultats et cadre logique", en: "Results and logical framework"), "", .logframe),
        Section(Phrase("Activités réalisées et plan à jour", en: "Activities carried out and updated plan"), "", .activities),
        Section(Phrase("Difficultés et mesures prises", en: "Difficulties and measures taken")),
        Section(Phrase("Partenaires et autres coopérations", en: "Partners and other cooperation")),
        Section(Phrase("Utilisation du budget", en: "Budget use"), "", .budget),
        Section(Phrase("Visibilité et dérogations", en: "Visibility and derogations")),
        Section(Phrase("Annexes", en: "Annexes to the report")),
    ]

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
