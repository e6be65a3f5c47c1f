import Foundation

/// For each level of agreement, how often two descriptions of one person reach it (m), and two of different people (u): Fellegi and
/// Sunter, "A theory for record linkage", 1969. Both come from pairs that somebody judged, never from a register left to itself, which would
/// learn households.
package struct Weights: Sendable {
    package struct Chances: Equatable, Sendable {
        package let m: Double
        package let u: Double
        package var bits: Double { log2(m / u) }

        package init(m: Double, u: Double) {
            (self.m, self.u) = (m, u)
        }
    }

    package let chances: [Agreement: Chances]
    /// How often two different people agree in a part of their names, spelling, sound or frame.
    let meeting: Double

    package init(_ chances: [Agreement: Chances]) {
        self.chances = chances
        // Levels that were counted as one have the same chances.
        meeting = Set([Agreement.nameEqual, .nameFold, .nameFrame].compactMap { chances[$0]?.u }).reduce(0, +)
    }

    package func bits(_ agreement: Agreement) -> Double { chances[agreement]?.bits ?? 0 }
}

extension Weights {
    /// Counts what judged pairs reached. Half an observation is added to each level, so that what was never seen is unlikely, not impossible.
    /// Where a nearer level would weigh less than the next one, the two are counted as one (pool adjacent violators): no better agreement may
    /// speak against a person.
    package init(same: [[Agreement]], different: [[Agreement]]) {
        func counts(_ pairs: [[Agreement]]) -> [Agreement: Double] {
            pairs.joined().reduce(into: [:]) { $0[$1, default: 0.5] += 1 }
        }
        let (m, u) = (counts(same), counts(different))
        var chances: [Agreement: Chances] = [:]
        for trait in Trait.allCases {
            let levels = Agreement.allCases.filter { $0.trait == trait }
            let mAll = levels.reduce(0) { $0 + (m[$1] ?? 0.5) }
            let uAll = levels.reduce(0) { $0 + (u[$1] ?? 0.5) }
            var pools: [(levels: [Agreement], m: Double, u: Double)] = []
            for level in levels {
                var pool = (levels: [level], m: (m[level] ?? 0.5) / mAll, u: (u[level] ?? 0.5) / uAll)
                while let nearer = pools.last, nearer.m / nearer.u < pool.m / pool.u {
                    pool = (nearer.levels + pool.levels, nearer.m + pool.m, nearer.u + pool.u)
                    pools.removeLast()
                }
                pools.append(pool)
            }
            for pool in pools { for level in pool.levels { chances[level] = Chances(m: pool.m, u: pool.u) } }
        }
        self.init(chances)
    }
}
