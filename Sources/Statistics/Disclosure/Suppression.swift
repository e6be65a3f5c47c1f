/// What a table of counts holds before it is released.
package struct CellCounts: Equatable, Sendable {
    package var count: Int
    /// How many organisations contribute to it.
    package var organizations: Int

    package init(count: Int, organizations: Int) {
        self.count = count
        self.organizations = organizations
    }

    package static let none = CellCounts(count: 0, organizations: 0)
}

/// When a count may leave the organisations that hold what it counts.
package struct DisclosureRule: Equatable, Sendable {
    /// No count below it is shown, none changes by less, and none that is hidden can be told to within less.
    package let threshold: Int
    package let leastOrganizations: Int
    /// Whether nought is shown as itself; of a sensitive topic, nought is hidden like any small count.
    package let showsNought: Bool

    package static let ordinary = DisclosureRule(threshold: 5, leastOrganizations: 3, showsNought: true)
    /// Trafficking, gender-based violence, detention, children.
    package static let sensitive = DisclosureRule(threshold: 10, leastOrganizations: 3, showsNought: false)

    /// Whether a count may be shown by itself, after what was last shown of it.
    package func allows(_ counts: CellCounts, after last: Int?) -> Bool {
        if counts.count == 0, last == nil || last == 0 { return showsNought }
        guard counts.count >= threshold, counts.organizations >= leastOrganizations else { return false }
        return last.map { $0 == counts.count || abs($0 - counts.count) >= threshold } ?? true
    }
}

/// What of a table is shown.
package struct Suppressed: Equatable, Sendable {
    package var shown: [Int?]
    /// How many are hidden by themselves, and how many so that the others stay hidden.
    package var primary: Int
    package var complementary: Int
    /// Cells of earlier releases that corrections of the registers have laid open; hiding more now would not help.
    package var laidOpen: Int
}

extension TableShape {
    /// Chooses what a release shows of cumulative counts, after all that earlier releases showed.
    ///
    /// The linear-programming heuristic of Kelly, Golden and Assad (Cell suppression: disclosure protection for sensitive tabular data,
    /// Networks 22, 1992) with the attacker's programs inside, as in Fischetti and Salazar-González (2001). An attacker knows all
    /// that was shown, that parts add up to totals, that counts only grow, and what one organisation contributed to each cell. For each hidden
    /// cell, of this release and of the earlier ones, two possible worlds are found that agree with all of it and lie a threshold
    /// apart; where there are none, the cells whose hiding allows it at the least loss are hidden too.
    /// - earlier: what each release before showed, nil where it hid a cell.
    /// - own: what each organisation added to each cell by itself: by organisation, by release with this one last, by cell.
    package func suppress(_ counts: [CellCounts], after earlier: [[Int?]], own: [[[Int]]], by rule: DisclosureRule) -> Suppressed {
        let hidden = cells.indices.map { cell in !rule.allows(counts[cell], after: earlier.last { $0[cell] != nil }?[cell] ?? nil) }
        // Registers that were corrected may contradict what was shown of them: an attacker knows no more from it.
        for (earlier, own) in [(earlier, own), ([], own.map { [Self.sum($0, cells.count)] })] {
            guard let (enough, laidOpen) = attack(counts, earlier, own, hidden, rule, hidingMore: true) else { continue }
            var now = enough
            // What was hidden for one cell may no longer be needed once others are hidden for the next: totals come back first.
            let complementary = cells.indices.filter { now[$0] && !hidden[$0] }.sorted { (height(of: $0), $1) > (height(of: $1), $0) }
            for cell in complementary.prefix(laidOpen == 0 ? Self.mostTries : 0) {
                var fewer = now
                fewer[cell] = false
                if attack(counts, earlier, own, fewer, rule, hidingMore: false) != nil { now = fewer }
            }
            let primary = hidden.count { $0 }
            return Suppressed(
                shown: cells.indices.map { now[$0] ? nil : counts[$0].count }, primary: primary, complementary: now.count { $0 } - primary,
                laidOpen: laidOpen)
        }
        return Suppressed(shown: counts.map { _ in nil }, primary: cells.count, complementary: 0, laidOpen: 0)
    }

    private static let mostTries = 24

    /// What is hidden once no attacker can tell any of it, and how many cells that cannot be helped; nil where they can, or contradict themselves.
    private func attack(
        _ counts: [CellCounts], _ earlier: [[Int?]], _ own: [[[Int]]], _ hidden: [Bool], _ rule: DisclosureRule, hidingMore: Bool
    ) -> (hidden: [Bool], laidOpen: Int)? {
        LinearProgram.alone { program in
            var attack = Attack(self, counts, earlier, own: own, hiding: hidden, rule, &program)
            return attack.protect(&program, hidingMore: hidingMore) ? (attack.isHidden, attack.laidOpen) : nil
        }
    }

    private static func sum(_ releases: [[Int]], _ cells: Int) -> [Int] {
        releases.reduce(into: Array(repeating: 0, count: cells)) { sum, added in for cell in added.indices { sum[cell] += added[cell] } }
    }
}
