import Journal
import Statistics
import Storage

/// What may be said of a measure to anyone.
package enum ReleasedFigure: Equatable, Sendable {
    /// No release counts up to there.
    case none
    /// Released, and hidden in it.
    case hidden
    case count(Int)
    case share(Int, of: Int)
    case median(doubled: Int, of: Int)
}

/// The figures of one measure as releases gave them, for a period that ends with a month.
package struct ReleasedFigures: Sendable {
    private let now: [String: Int]
    private let before: [String: Int]?
    private let table: ReleasedTable?
    private let summary: Measure.Summary
    /// The day on which they were released.
    package let madeOn: Day?
    /// How many organisations had not counted all of what only their own sessions open; nil where the registers tell all by themselves.
    package var awaited: Int? { table?.awaited }
    /// Up to when they count.
    package let until: Day?

    /// The last release that counts up to a day within the period, less the last that counts up to before it; without a first day, of all since the beginning.
    package init(_ measure: Measure, from first: Day? = nil, to last: Day, _ connection: any Connection) throws {
        summary = measure.summary
        let releases = try connection.all(Release.self, "ORDER BY month DESC, id").map(\.record)
        func table(_ release: Release?) throws -> ReleasedTable? {
            guard let release else { return nil }
            return try connection.all(
                ReleasedTable.self, "WHERE release = ? AND measure = ? ORDER BY id LIMIT 1", [release.id.value, .text(measure.code)]
            ).first?.record
        }
        let end = releases.first { release in ReleaseMonth(release.month).map { $0.last <= last && (first ?? $0.last) <= $0.last } ?? false }
        self.table = try table(end)
        madeOn = end?.madeOn
        until = end.flatMap { ReleaseMonth($0.month)?.last }
        now = CellText.counts(self.table?.cells ?? "")
        guard let first, end != nil else {
            before = nil
            return
        }
        let start = releases.first { release in ReleaseMonth(release.month).map { $0.last < first } ?? false }
        // Before the first release nothing was counted apart.
        before = try table(start).map { CellText.counts($0.cells) }
    }

    /// The figure at codes of some dimensions; of the whole without any.
    package subscript(_ codes: [(name: String, code: String)]) -> ReleasedFigure {
        guard table != nil else { return .none }
        guard let whole = count(codes) else { return .hidden }
        if case .share = summary { return count(codes + [(ReleasedMeasure.part.name, "yes")]).map { .share($0, of: whole) } ?? .hidden }
        guard case .median = summary else { return .count(whole) }
        guard codes.isEmpty, before == nil, let doubled = table?.median else { return .hidden }
        return .median(doubled: doubled, of: whole)
    }

    private func count(_ codes: [(name: String, code: String)]) -> Int? {
        let key = Cell(codes).key
        guard let count = now[key] else { return nil }
        guard let before else { return count }
        return before[key].map { count - $0 }
    }
}
