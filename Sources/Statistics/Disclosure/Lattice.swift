/// A table that is declared with its measure: every crossing of some dimensions, with their totals.
package struct Lattice: Sendable {
    package let dimensions: [(name: String, codes: [String])]

    package init(_ dimensions: [(name: String, codes: [String])]) { self.dimensions = dimensions }
}

/// One place in tables: a code on some dimensions, and the total over the others.
package struct Cell: Hashable, Sendable, Comparable {
    /// In the order of their names, so that a cell of two tables is one and the same.
    package let codes: [(name: String, code: String)]
    /// "age=child sex=female"; nothing for the whole.
    package let key: String

    package init(_ codes: [(name: String, code: String)]) {
        self.codes = codes.sorted { $0.name < $1.name }
        key = self.codes.map { "\($0.name)=\($0.code)" }.joined(separator: " ")
    }

    package static func == (one: Cell, other: Cell) -> Bool { one.key == other.key }
    package static func < (one: Cell, other: Cell) -> Bool { one.key < other.key }
    package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

/// The cells of all tables of one measure, each once, and which of them add up to which.
package struct TableShape: Sendable {
    package let cells: [Cell]
    package let relations: [Relation]
    /// Whether nothing adds up to it: a cell of the inside of a table.
    package let isInside: [Bool]

    /// A cell, and the others that add up to it.
    package struct Relation: Sendable {
        package let total: Int
        package let parts: [Int]
    }

    package init(_ lattices: [Lattice]) {
        var cells: Set<Cell> = []
        var sums: [Cell: [String: [Cell]]] = [:]
        for lattice in lattices {
            var crossings: [[(name: String, code: String)]] = [[]]
            for (name, codes) in lattice.dimensions {
                crossings = crossings.flatMap { crossing in [crossing] + codes.map { crossing + [(name, $0)] } }
            }
            for crossing in crossings {
                let cell = Cell(crossing)
                cells.insert(cell)
                for (name, codes) in lattice.dimensions where !crossing.contains(where: { $0.name == name }) {
                    sums[cell, default: [:]][name] = codes.map { Cell(crossing + [(name, $0)]) }
                }
            }
        }
        let ordered = cells.sorted()
        let place = Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1, $0) })
        self.cells = ordered
        relations = ordered.flatMap { cell in
            (sums[cell] ?? [:]).sorted { $0.key < $1.key }.map { Relation(total: place[cell]!, parts: $0.value.map { place[$0]! }) }
        }
        isInside = ordered.map { sums[$0] == nil }
    }

    /// How many dimensions the widest table has more than a cell: what losing it would cost a reader.
    package func height(of cell: Int) -> Int { (cells.map(\.codes.count).max() ?? 0) - cells[cell].codes.count }
}
