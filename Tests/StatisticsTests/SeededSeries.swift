import Statistics
import Support

/// Monthly releases of an invented network's case files, as they were chosen, and the truth to judge them by.
struct SeededSeries: Encodable {
    struct Release: Encodable {
        let shown: [Int?]
        let primary: [Bool]
        let truth: [Int]
        /// What each organisation had contributed to each cell by then.
        let own: [[Int]]
    }

    let seed: Int
    let threshold: Int
    let cells: [String]
    let relations: [[Int]]
    let inside: [Bool]
    /// Whether some files reach the registers a month late.
    let isLate: Bool
    var releases: [Release] = []

    /// A file of an organisation: of which month it is, when it reached the registers, in which cells it counts.
    private struct File {
        let organization: Int
        let month: Int
        let arrived: Int
        let cells: [Int]
    }

    init(seed: Int, months: Int = 5, breaking broken: Bool = false) {
        self.seed = seed
        var dice = SeededRandom(UInt64(seed))
        let regions = ["NE001", "NE003", "NE005", "NE006", "NE008"].prefix([3, 4, 5].randomElement(using: &dice)!)
        let ages = ["child", "young", "adult", "elder"].prefix([3, 4].randomElement(using: &dice)!)
        let sex = (name: "sex", codes: ["female", "male"])
        let shape = TableShape([
            Lattice([(name: "region", codes: Array(regions)), sex]), Lattice([sex, (name: "age", codes: Array(ages))]),
        ])
        let rule: DisclosureRule = seed % 4 == 3 ? .sensitive : .ordinary
        (cells, relations, inside) = (shape.cells.map(\.key), shape.relations.map { [$0.total] + $0.parts }, shape.isInside)
        threshold = rule.threshold
        isLate = seed % 5 == 4
        let organizations = Int.random(in: 4...9, using: &dice)
        let files = Self.files(shape, organizations, months, Array(regions), Array(ages), isLate, &dice)
        for month in 0..<months {
            let known = files.filter { $0.arrived <= month }
            let own = (0..<organizations).map { organization in
                Self.tally(known.filter { $0.organization == organization }, shape.cells.count)
            }
            let added = (0..<organizations).map { organization in
                let until = releases.map { $0.own[organization] } + [own[organization]]
                return until.indices.map { release in
                    shape.cells.indices.map { until[release][$0] - (release > 0 ? until[release - 1][$0] : 0) }
                }
            }
            let counts = shape.cells.indices.map { cell in
                let of = own.map { $0[cell] }
                return CellCounts(count: of.reduce(0, +), organizations: of.count { $0 > 0 })
            }
            let earlier = releases.map(\.shown)
            let primary = shape.cells.indices.map { cell in
                !rule.allows(counts[cell], after: earlier.last { $0[cell] != nil }?[cell] ?? nil)
            }
            let shown =
                broken
                ? shape.cells.indices.map { primary[$0] ? nil : counts[$0].count } : shape.suppress(counts, after: earlier, own: added, by: rule).shown
            releases.append(Release(shown: shown, primary: primary, truth: counts.map(\.count), own: own))
        }
    }

    private static func tally(_ files: [File], _ cells: Int) -> [Int] {
        var tally = Array(repeating: 0, count: cells)
        for file in files { for cell in file.cells { tally[cell] += 1 } }
        return tally
    }

    /// More or fewer in each region and of each organisation, as a network has them.
    private static func files(
        _ shape: TableShape, _ organizations: Int, _ months: Int, _ regions: [String], _ ages: [String], _ isLate: Bool, _ dice: inout SeededRandom
    ) -> [File] {
        let size = [10, 25, 60, 150].randomElement(using: &dice)!
        let weights = (0..<organizations).map { _ in regions.map { _ in [0, 1, 1, 2, 5].randomElement(using: &dice)! } }
        return (0..<months).flatMap { month in
            (0..<size).compactMap { _ -> File? in
                let organization = Int.random(in: 0..<organizations, using: &dice)
                let places = zip(regions, weights[organization]).flatMap { Array(repeating: $0, count: $1) }
                guard let region = places.randomElement(using: &dice) else { return nil }
                let age = ages[min(Int.random(in: 0..<ages.count, using: &dice), Int.random(in: 0..<ages.count, using: &dice))]
                let codes = ["region": region, "sex": Int.random(in: 0..<3, using: &dice) == 0 ? "female" : "male", "age": age]
                let late = isLate && Int.random(in: 0..<8, using: &dice) == 0 ? 1 : 0
                let cells = shape.cells.indices.filter { shape.cells[$0].codes.allSatisfy { codes[$0.name] == $0.code } }
                return File(organization: organization, month: month, arrived: month + late, cells: cells)
            }
        }
    }
}
