import Journal
import Protection
import Results
import Statistics
import Storage

/// What a measure comes to in each region, as far as everyone may know it: exact of what the network does, as last released of people.
struct RegionFigures: Sendable {
    /// Nil where the release hides it, or nothing is released yet.
    let figures: [(region: String, figure: Figure?)]
    /// Up to when releases count; nil where the figures are exact.
    let until: Day?

    private static let dimension = "region"

    /// Whether everyone may know it region by region.
    static func isKnown(of measure: Measure) -> Bool {
        switch measure.subject {
        case .deeds: measure.dimensions.contains { $0.name == dimension }
        case .persons: ProtectionMeasures.released.contains { $0.measure.code == measure.code && $0.tables.contains { $0.contains { $0.name == dimension } } }
        case .common, .reserved: false
        }
    }

    /// Nil where it is not known region by region.
    init?(_ measure: Measure, days: ClosedRange<Day>, today: Day, _ connection: any Connection) throws {
        guard Self.isKnown(of: measure) else { return nil }
        if measure.subject == .deeds {
            let rows = try measure.rows(MeasureQuestion(organization: nil, days: days, today: today), connection)
            let groups = Dictionary(grouping: rows) { $0.codes[Self.dimension] }
            figures = ProtectionMeasures.regions.map { ($0, measure.figure(of: groups[$0] ?? [])) }
            until = nil
        } else {
            let released = try ReleasedFigures(measure, to: today, connection)
            figures = ProtectionMeasures.regions.map { ($0, Figure(released[[(Self.dimension, $0)]])) }
            until = released.until
        }
    }

    subscript(region: String) -> Figure? { figures.first { $0.region == region }?.figure }
}

extension Figure {
    /// What was shown of it; nil where nothing was.
    init?(_ released: ReleasedFigure) {
        switch released {
        case .none, .hidden: return nil
        case .count(let count): self = .count(count)
        case .share(_, of: 0): self = .nothing
        case .share(let part, let whole): self = .share(part, of: whole)
        case .median(let doubled, let count): self = .median(doubled: doubled, of: count, incomplete: 0)
        }
    }

    /// What it is drawn as: of a share, in hundredths.
    var number: Double? {
        switch self {
        case .nothing: nil
        case .count(let count): Double(count)
        case .share(let part, let whole): Double(100 * part) / Double(whole)
        case .median(let doubled, _, _): Double(doubled) / 2
        }
    }
}

extension IndicatorValue {
    /// What it is drawn as: of a share, in hundredths.
    var drawn: Double {
        switch self {
        case .number(let number): Double(number.tenThousandths) / 10_000
        case .share(let part, let whole): Double(100 * part) / Double(whole)
        }
    }
}
