import Access
import Journal
import Statistics
import Storage

/// A release before it is made: what each table would show.
package struct ReleaseDraft: Sendable {
    package struct Table: Sendable {
        package let released: ReleasedMeasure
        package let result: Suppressed
        let own: [(organization: AnyID, counts: [Int])]
        let median: Int?
        package let awaited: Int?
    }

    package let month: ReleaseMonth
    package let tables: [Table]

    package var shown: Int { tables.reduce(0) { $0 + $1.result.shown.count { $0 != nil } } }
    package var hidden: Int { tables.reduce(0) { $0 + $1.result.shown.count { $0 == nil } } }

    /// Registers tell nothing of before.
    private static let beginning = Day(year: 2000, month: 1, day: 1)!

    /// The release of the month that is due on a day; nil where it, or a later one, is made already.
    package init?(_ measures: [ReleasedMeasure], of organizations: [ID<Organization>], on today: Day, _ connection: any Connection) throws {
        let month = ReleaseMonth.due(on: today)
        let past = try connection.all(Release.self, "ORDER BY month, id").map(\.record)
        guard past.allSatisfy({ $0.month < month.description }) else { return nil }
        self.month = month
        let organizations: [AnyID] = organizations.map { $0.cast() }.sorted()
        tables = try measures.map { try Self.table($0, organizations, past, month, today, connection) }
    }

    private static func table(
        _ released: ReleasedMeasure, _ organizations: [AnyID], _ past: [Release], _ month: ReleaseMonth, _ today: Day, _ connection: any Connection
    ) throws -> Table {
        let shape = released.shape
        var own: [(organization: AnyID, counts: [Int])] = []
        var amounts: [Int] = []
        for organization in organizations {
            let rows = try released.measure.folded(
                MeasureQuestion(organization: organization, days: beginning...month.last, today: today), connection)
            if rows.isEmpty { continue }
            own.append((organization, released.tally(rows)))
            if case .median = released.measure.summary { amounts += rows.filter(\.counts).map(\.amount) }
        }
        let counts = shape.cells.indices.map { cell in
            CellCounts(count: own.reduce(0) { $0 + $1.counts[cell] }, organizations: own.count { $0.counts[cell] > 0 })
        }
        let earlier = try earlier(released, past, connection)
        let known = try contributions(to: released, past, own, connection)
        let result = shape.suppress(counts, after: earlier, own: known, by: released.rule)
        let question = MeasureQuestion(organization: nil, days: beginning...month.last, today: today)
        let awaited = released.measure.isToldBySessions ? try Set(released.measure.awaited(question, connection).map(\.owner)).count : nil
        return Table(released: released, result: result, own: own, median: median(amounts, of: released, result), awaited: awaited)
    }

    /// What each earlier release showed of the measure.
    private static func earlier(_ released: ReleasedMeasure, _ past: [Release], _ connection: any Connection) throws -> [[Int?]] {
        let tables = try connection.all(ReleasedTable.self, "WHERE measure = ? ORDER BY id", [.text(released.measure.code)]).map(\.record)
        let texts = Dictionary(tables.map { ($0.release, $0.cells) }) { one, _ in one }
        return past.map { release in
            let counts = CellText.counts(texts[release.id] ?? "")
            return released.shape.cells.map { counts[$0.key] }
        }
    }

    /// What each organisation added itself, by release and cell, this one last.
    private static func contributions(
        to released: ReleasedMeasure, _ past: [Release], _ own: [(organization: AnyID, counts: [Int])], _ connection: any Connection
    ) throws -> [[[Int]]] {
        let cells = released.shape.cells
        var texts: [AnyID: [ID<Release>: String]] = [:]
        for part in try connection.all(ReleaseContribution.self, "WHERE measure = ? ORDER BY id", [.text(released.measure.code)]).map(\.record) {
            guard let organization = part.organization, let release = part.release else { continue }
            texts[organization.cast(), default: [:]][release] = part.cells
        }
        let now = Dictionary(uniqueKeysWithValues: own.map { ($0.organization, $0.counts) })
        return Set(texts.keys).union(now.keys).sorted().map { organization in
            let until =
                past.map { release -> [Int] in
                    let counts = CellText.counts(texts[organization]?[release.id] ?? "")
                    return cells.map { counts[$0.key] ?? 0 }
                } + [now[organization] ?? cells.map { _ in 0 }]
            return until.indices.map { release in
                cells.indices.map { until[release][$0] - (release > 0 ? until[release - 1][$0] : 0) }
            }
        }
    }

    /// A median of all is shown where it is of so many that the middle one is nobody's.
    private static func median(_ amounts: [Int], of released: ReleasedMeasure, _ result: Suppressed) -> Int? {
        let whole = released.shape.cells.firstIndex { $0.codes.isEmpty }
        guard !amounts.isEmpty, amounts.count >= 4 * released.rule.threshold, whole.map({ result.shown[$0] != nil }) ?? false else { return nil }
        let sorted = amounts.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? sorted[middle - 1] + sorted[middle] : 2 * sorted[middle]
    }
}

extension ReleaseDraft {
    /// Makes the release, for ever, and notes in each organisation what it contributed, all in one transaction.
    package func make(in store: Store, by author: Author?, token: AnyID = AnyID(), on today: Day) async throws {
        let release = record(on: today)
        let network = Deed(ActName.releaseMake.name, by: author, token: token) { act in
            guard try act.connection.all(Release.self, "WHERE month >= ?", [.text(release.month)]).isEmpty else { throw Self.madeAlready }
            try act.make(release)
            for table in tables { try act.make(table.record(of: release.id)) }
        }
        var parts: [AnyID: [ReleaseContribution]] = [:]
        for table in tables {
            for (organization, counts) in table.own { parts[organization, default: []].append(table.part(of: release.id, counts)) }
        }
        let own = parts.sorted { $0.key < $1.key }.map { organization, parts in
            Deed(ActName.releaseContribute.name, by: author, in: .organization(organization.cast())) { act in for part in parts { try act.make(part) } }
        }
        try await store.performTogether([network] + own)
    }

    package static let madeAlready = Refusal(
        "release.made", Phrase("Cette publication est déjà faite.", en: "This release is made already."))

    private func record(on today: Day) -> Release {
        var release = Release()
        release.id = Release.id(of: month)
        (release.month, release.madeOn, release.shown, release.hidden) = (month.description, today, shown, hidden)
        return release
    }
}

extension ReleaseDraft.Table {
    fileprivate func record(of release: ID<Release>) -> ReleasedTable {
        var table = ReleasedTable()
        (table.release, table.measure, table.threshold, table.median) = (release, released.measure.code, released.rule.threshold, median)
        table.awaited = awaited
        table.cells = CellText.text(released.shape.cells, result.shown)
        return table
    }

    fileprivate func part(of release: ID<Release>, _ counts: [Int]) -> ReleaseContribution {
        var part = ReleaseContribution()
        (part.release, part.measure) = (release, released.measure.code)
        part.cells = CellText.text(released.shape.cells, counts)
        return part
    }
}
