import Access
import Journal
import Statistics
import Storage

/// What a figure would lose with a case file that is erased: an amount in a month, without a band that describes anyone. So what was reported stays true.
package struct ErasedCount: Record {
    package var id = ID<ErasedCount>.random()
    package var organization: ID<Organization>?
    package var measure = ""
    package var month = ""
    package var amount = 0
    package var counts = false
    /// What stands for the file in figures that count each once; nothing leads from it to the file.
    package var once: AnyID?
    package var region: PlaceCode?
    package var situation: TravelSituation?

    package init() {}

    package static let kind = "erased_count"
    package static let counted: Counted? = .subject
    package static let title = Phrase("Dossier effacé", en: "Erased case file")
    package static let scope = ScopeForm.organization
    package static let indexes = [["organization", "measure", "month", "id"]]

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .hidden),
        .init("measure", \.measure, "Indicateur", en: "Indicator", required: true, input: .hidden),
        .init("month", \.month, "Mois", en: "Month", required: true, input: .hidden),
        .init("amount", \.amount, "Nombre", en: "Amount", input: .hidden),
        .init("counts", \.counts, "Compte", en: "Counts", input: .hidden),
        .init("once", \.once, "Compté une fois", en: "Counted once", input: .hidden),
        .init("region", \.region, "Région", en: "Region", input: .hidden),
        .init("situation", \.situation, "Situation", en: "Situation", input: .hidden),
    ]

    /// Writes what each figure has of one case file, before nothing of it is left.
    static func keep(_ file: CaseFile, in act: Act, on today: Day) throws {
        let files = try Counting([file.id.cast()], act.connection).files
        guard var leaving = files.first(where: { $0.file.id == file.id }) else { return }
        // Whom a joined file counts is not counted again by the one that is erased.
        if files.contains(where: { $0.person == leaving.person && $0.id != leaving.id }) { leaving.bears = false }
        let rows = Dictionary(grouping: Counting.rows(of: leaving).filter { $0.row.since.map { $0 <= today } ?? true }, by: \.code)
        var once: [AnyID: AnyID] = [:]
        for measure in ProtectionMeasures.ofCases.map(\.measure) {
            for row in measure.compact((rows[measure.code] ?? []).map(\.row)) {
                if once[row.once] == nil { once[row.once] = .random() }
                var count = ErasedCount()
                (count.measure, count.month, count.amount, count.counts, count.once) = (
                    measure.code, String(row.when.prefix(7)), row.amount, row.counts, once[row.once]
                )
                (count.region, count.situation) = (file.region, file.situation)
                try act.make(count)
            }
        }
    }

    /// What it adds to its measure.
    var row: MeasureRow {
        MeasureRow(
            when: month, kind: Self.kind, record: id.cast(), amount: amount, counts: counts, once: once,
            codes: ["region": region?.code, "situation": situation?.code])
    }
}

extension Measure {
    /// Of a sum, one row a month; of any other figure, each row as it is.
    fileprivate func compact(_ rows: [MeasureRow]) -> [MeasureRow] {
        guard case .sum = summary else { return rows }
        return Dictionary(grouping: rows) { $0.when.prefix(7) }.sorted { $0.key < $1.key }.map { month, rows in
            MeasureRow(when: String(month), kind: rows[0].kind, record: rows[0].record, amount: rows.reduce(0) { $0 + $1.amount })
        }
    }
}
