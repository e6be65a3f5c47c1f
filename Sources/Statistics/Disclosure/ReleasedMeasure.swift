import Journal

/// A measure with the tables in which it may leave the organisations, fixed once for all its releases.
package struct ReleasedMeasure: Sendable {
    package let measure: Measure
    package let rule: DisclosureRule
    /// Each table by the dimensions that it crosses.
    package let tables: [[Dimension]]
    package let shape: TableShape
    private let places: [String]

    /// Where a code was not said, or is of a newer version.
    package static let unsaid = "unsaid"
    /// A share is two counts: those that count, and the others.
    package static let part = Dimension(
        "part", Phrase("Compte", en: "Counts"), codes: [("yes", Phrase("Oui", en: "Yes")), ("no", Phrase("Non", en: "No"))])

    /// - places: the codes of a dimension that names none of its own.
    package init(_ measure: Measure, by tables: [[Dimension]], _ rule: DisclosureRule, places: [String]) {
        self.measure = measure
        self.rule = rule
        self.places = places
        let isShare = if case .share = measure.summary { true } else { false }
        self.tables = (tables.isEmpty ? [[]] : tables).map { $0 + (isShare ? [Self.part] : []) }
        shape = TableShape(self.tables.map { table in Lattice(table.map { ($0.name, Self.codes(of: $0, places)) }) })
    }

    package static func codes(of dimension: Dimension, _ places: [String]) -> [String] {
        dimension.name == part.name ? ["yes", "no"] : (dimension.codes?.map(\.code) ?? places) + [unsaid]
    }

    package func codes(of dimension: Dimension) -> [String] { Self.codes(of: dimension, places) }

    /// What rows come to in each cell.
    package func tally(_ rows: [MeasureRow]) -> [Int] {
        let dimensions = Dictionary(tables.joined().map { ($0.name, Set(codes(of: $0))) }) { one, _ in one }.sorted { $0.key < $1.key }
        var groups: [[String]: Int] = [:]
        var seen: Set<AnyID> = []
        for row in rows {
            var amount = row.amount
            if case .median = measure.summary {
                guard row.counts else { continue }
                amount = 1
            } else if case .distinct = measure.summary {
                guard seen.insert(row.once).inserted else { continue }
                amount = 1
            }
            let codes = dimensions.map { name, known in
                name == Self.part.name ? (row.counts ? "yes" : "no") : row.codes[name].flatMap { known.contains($0) ? $0 : nil } ?? Self.unsaid
            }
            groups[codes, default: 0] += amount
        }
        let place = Dictionary(uniqueKeysWithValues: dimensions.enumerated().map { ($1.key, $0) })
        return shape.cells.map { cell in
            let wanted = cell.codes.map { (place[$0.name]!, $0.code) }
            return groups.reduce(0) { sum, group in wanted.allSatisfy { group.key[$0.0] == $0.1 } ? sum + group.value : sum }
        }
    }
}

/// Counts of cells as one text, a line each: the cell, a tab, its count; none where it is hidden.
package struct CellText {
    package static func text(_ cells: [Cell], _ counts: [Int?]) -> String {
        zip(cells, counts).map { "\($0.key)\t\($1.map(String.init) ?? "")" }.joined(separator: "\n")
    }

    /// Counts by the key of their cell.
    package static func text(_ counts: [String: Int]) -> String {
        counts.sorted { $0.key < $1.key }.map { "\($0.key)\t\($0.value)" }.joined(separator: "\n")
    }

    /// The counts by the key of their cell.
    package static func counts(_ text: String) -> [String: Int] {
        var counts: [String: Int] = [:]
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
            guard let tab = line.firstIndex(of: "\t"), let count = Int(line[line.index(after: tab)...]) else { continue }
            counts[String(line[..<tab])] = count
        }
        return counts
    }
}
