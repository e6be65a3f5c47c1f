import Access
import Journal
import Storage

/// Figures that left the organisations on one day: all that is counted up to the end of a month.
package struct Release: Record {
    package var id = ID<Release>()
    package var month = ""
    package var madeOn: Day?
    package var shown = 0
    package var hidden = 0

    package init() {}

    package static let kind = "release"
    package static let title = Phrase("Publication de chiffres", en: "Release of figures")
    package static let scope = ScopeForm.network
    package static let indexes = [["month"]]

    package static let fields: [Field<Self>] = [
        .init("month", \.month, "Jusqu’à la fin de", en: "Up to the end of", required: true, input: .hidden),
        .init("made_on", \.madeOn, "Faite le", en: "Made on", required: true, input: .hidden),
        .init("shown", \.shown, "Cases montrées", en: "Cells shown", required: true, input: .hidden),
        .init("hidden", \.hidden, "Cases masquées", en: "Cells hidden", required: true, input: .hidden),
    ]

    /// One month has one release, wherever it is made.
    package static func id(of month: ReleaseMonth) -> ID<Release> {
        ID(high: 0x5C2E_E41A_6000_7000, low: 0x9000_0000_0000_0000 | UInt64(month.number))
    }
}

/// The tables of one measure in a release. It holds no identifier, stamp, author or organisation of what it counts.
package struct ReleasedTable: Record {
    package var id = ID<ReleasedTable>()
    package var release: ID<Release>?
    package var measure = ""
    /// Below it nothing is shown.
    package var threshold = 0
    package var cells = ""
    /// Of a median that may be shown: doubled, and of how many.
    package var median: Int?
    /// Of what only their own sessions count: how many organisations had not counted it all.
    package var awaited: Int?

    package init() {}

    package static let kind = "released_table"
    package static let title = Phrase("Tableau publié", en: "Released table")
    package static let scope = ScopeForm.network
    package static let indexes = [["release"], ["measure"]]

    package static let fields: [Field<Self>] = [
        .init("release", \.release, "Publication", en: "Release", required: true, input: .hidden),
        .init("measure", \.measure, "Mesure", en: "Measure", required: true, input: .hidden),
        .init("threshold", \.threshold, "Seuil", en: "Threshold", required: true, input: .hidden),
        .init("cells", \.cells, "Cases", en: "Cells", required: true, limit: 1_000_000, input: .hidden),
        .init("median", \.median, "Médiane doublée", en: "Doubled median", input: .hidden),
        .init("awaited", \.awaited, "Organisations qui n’ont pas compté", en: "Organisations that have not counted", input: .hidden),
    ]
}

/// What an organisation had contributed to a release: its own, so that the next release can tell what it knows.
package struct ReleaseContribution: Record {
    package var id = ID<ReleaseContribution>()
    package var organization: ID<Organization>?
    package var release: ID<Release>?
    package var measure = ""
    package var cells = ""

    package init() {}

    package static let kind = "release_contribution"
    package static let title = Phrase("Part d’une publication", en: "Part of a release")
    package static let scope = ScopeForm.organization
    package static let indexes = [["measure"]]

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .hidden),
        .init("release", \.release, "Publication", en: "Release", required: true, input: .hidden),
        .init("measure", \.measure, "Mesure", en: "Measure", required: true, input: .hidden),
        .init("cells", \.cells, "Cases", en: "Cells", required: true, limit: 1_000_000, input: .hidden),
    ]
}

extension ActName {
    package static let releaseMake = ActName("release.make", "Chiffres publiés", en: "Figures released", .releaseMake, undo: false)
    package static let releaseContribute = ActName(
        "release.contribute", "Part d’une publication notée", en: "Part of a release noted", .releaseMake, undo: false)
}
