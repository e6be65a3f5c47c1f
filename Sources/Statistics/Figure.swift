import Journal

/// What rows come to.
package enum Figure: Equatable, Sendable {
    /// A share or a median of nothing: there is no number, and it is not nought.
    case nothing
    case count(Int)
    case share(Int, of: Int)
    /// The middle amount of so many, doubled so that a half stays whole; and how many were incomplete.
    case median(doubled: Int, of: Int, incomplete: Int)

    package init(_ rows: some Collection<MeasureRow>, by summary: Measure.Summary) {
        switch summary {
        case .sum: self = .count(rows.reduce(0) { $0 + $1.amount })
        case .distinct: self = .count(Set(rows.map(\.once)).count)
        case .share:
            let whole = rows.reduce(0) { $0 + $1.amount }
            self = whole == 0 ? .nothing : .share(rows.reduce(0) { $0 + ($1.counts ? $1.amount : 0) }, of: whole)
        case .rate:
            let whole = rows.reduce(0) { $0 + ($1.counts ? 0 : $1.amount) }
            self = whole == 0 ? .nothing : .share(rows.reduce(0) { $0 + ($1.counts ? $1.amount : 0) }, of: whole)
        case .stock: self = .count(Set(rows.filter(\.counts).map(\.once)).count)
        case .median:
            let amounts = rows.filter(\.counts).map(\.amount).sorted()
            guard !amounts.isEmpty else {
                self = .nothing
                return
            }
            let middle = amounts.count / 2
            let doubled = amounts.count.isMultiple(of: 2) ? amounts[middle - 1] + amounts[middle] : 2 * amounts[middle]
            self = .median(doubled: doubled, of: amounts.count, incomplete: rows.count - amounts.count)
        }
    }

    /// How many it is a figure of: what decides whether it may be shown to who must not guess at a single one.
    package var base: Int {
        switch self {
        case .nothing: 0
        case .count(let count): count
        case .share(_, let whole): whole
        case .median(_, let count, _): count
        }
    }
}

extension Measure {
    package func figure(of rows: some Collection<MeasureRow>) -> Figure { Figure(rows, by: summary) }

    /// The figure of each code that occurs on a dimension, in the order of the codes; without a code, last. Of the network’s, each code has one, so that none tells
    /// by being there that something was counted.
    package func figures(of rows: [MeasureRow], by dimension: Dimension) -> [(code: String?, figure: Figure)] {
        let groups = Dictionary(grouping: rows) { $0.codes[dimension.name] }
        let order = dimension.codes?.map(\.code) ?? groups.keys.compactMap { $0 }.sorted()
        let known: [String?] = order.filter { groups[$0] != nil || subject == .common }
        let foreign: [String?] = groups.keys.compactMap { $0 }.filter { !order.contains($0) }.sorted()
        return (known + foreign + (groups[nil] == nil ? [] : [nil])).map { ($0, figure(of: groups[$0] ?? [])) }
    }
}
