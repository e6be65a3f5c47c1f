/// All that attackers know of a series of releases, as a linear program; the last of them may still hide more.
struct Attack {
    private let shape: TableShape
    private let counts: [CellCounts]
    private let width: Double
    /// What each attacker knows that it added itself: by release, by cell.
    private var own: [[[Int]]]
    private(set) var isHidden: [Bool]

    /// A number that takes part in the program: known, hidden by an earlier release, or a cell of this one.
    private enum Part {
        case known(Int)
        case earlier(Int32)
        case now(Int)
    }

    /// A count of one release and of the next: it grew at least by what the attacker added.
    private struct Link {
        let row: Int32
        let before: Part
        let after: Part
        let release: Int
        let cell: Int
        /// What the row holds the columns below, less the attacker's own.
        let slack: Int
    }

    /// A hidden cell, and between which values it lies in the worlds found so far that each attacker must think possible.
    private struct Target {
        let part: Part
        var ranges: [ClosedRange<Double>?]
        var isLaidOpen = false
    }

    private var targets: [Target] = []
    private var links: [Link] = []
    /// How far each cell of this release lies above the truth, and how far below.
    private var above: [Int32] = []
    private var below: [Int32] = []
    private let most: Double
    /// Beyond the accuracy of the solver's arithmetic.
    private static let accuracy = 1e-6

    var laidOpen: Int { targets.count(where: \.isLaidOpen) }

    /// An organisation's own contributions, by release and cell, make it an attacker; without any, anyone is.
    init(
        _ shape: TableShape, _ counts: [CellCounts], _ earlier: [[Int?]], own: [[[Int]]], hiding hidden: [Bool], _ rule: DisclosureRule,
        _ program: inout LinearProgram
    ) {
        (self.shape, self.counts, self.own) = (shape, counts, own)
        if own.isEmpty { self.own = [Self.nothing(earlier.count + 1, shape)] }
        isHidden = hidden
        width = Double(rule.threshold)
        most = Double(64 * rule.threshold)
        for cell in shape.cells.indices {
            above.append(program.column(0...0))
            below.append(program.column(0...0))
            if hidden[cell] { open(cell, program) }
        }
        for relation in shape.relations {
            program.row(
                relation.parts.flatMap { [(above[$0], 1), (below[$0], -1)] } + [(above[relation.total], -1), (below[relation.total], 1)], .equal, 0)
        }
        let worldless: [ClosedRange<Double>?] = Array(repeating: nil, count: self.own.count)
        targets = shape.cells.indices.filter { hidden[$0] }.map { Target(part: .now($0), ranges: worldless) }
        remember(earlier, worldless, &program)
    }

    private static func nothing(_ releases: Int, _ shape: TableShape) -> [[Int]] {
        Array(repeating: Array(repeating: 0, count: shape.cells.count), count: releases)
    }

    private func open(_ cell: Int, _ program: borrowing LinearProgram) {
        program.bound(above[cell], 0...most)
        program.bound(below[cell], 0...Double(counts[cell].count))
    }

    private func close(_ cell: Int, _ program: borrowing LinearProgram) {
        program.bound(above[cell], 0...0)
        program.bound(below[cell], 0...0)
    }

    /// Adds what earlier releases hid, and that every count grows.
    private mutating func remember(_ earlier: [[Int?]], _ worldless: [ClosedRange<Double>?], _ program: inout LinearProgram) {
        let greatest = Double(counts.map(\.count).max() ?? 0) + most
        var before: [Part] = shape.cells.map { _ in .known(0) }
        for (release, shown) in earlier.enumerated() {
            let parts: [Part] = shown.map { $0.map { .known($0) } ?? .earlier(program.column(0...greatest)) }
            for case .earlier(let column) in parts { targets.append(Target(part: .earlier(column), ranges: worldless)) }
            for relation in shape.relations { add(relation, parts, &program) }
            for cell in shape.cells.indices where shape.isInside[cell] { link(before[cell], parts[cell], release, cell, &program) }
            before = parts
        }
        for cell in shape.cells.indices where shape.isInside[cell] { link(before[cell], .now(cell), earlier.count, cell, &program) }
    }

    private func add(_ relation: TableShape.Relation, _ parts: [Part], _ program: inout LinearProgram) {
        var (terms, known): ([(Int32, Double)], Int) = ([], 0)
        for (cell, sign) in relation.parts.map({ ($0, 1) }) + [(relation.total, -1)] {
            switch parts[cell] {
            case .earlier(let column): terms.append((column, Double(sign)))
            case .known(let count): known += sign * count
            case .now: break
            }
        }
        if !terms.isEmpty { program.row(terms, .equal, Double(-known)) }
    }

    private mutating func link(_ before: Part, _ after: Part, _ release: Int, _ cell: Int, _ program: inout LinearProgram) {
        var (terms, slack): ([(Int32, Double)], Int) = ([], 0)
        switch before {
        case .known(let count): slack -= count
        case .earlier(let column): terms.append((column, 1))
        case .now: break
        }
        switch after {
        case .known(let count): slack += count
        case .earlier(let column): terms.append((column, -1))
        case .now(let cell):
            terms += [(above[cell], -1), (below[cell], 1)]
            slack += counts[cell].count
        }
        guard !terms.isEmpty else { return }
        let row = program.row(terms, .atMost, Double(slack))
        links.append(Link(row: row, before: before, after: after, release: release, cell: cell, slack: slack))
    }

    // MARK: Looking for worlds

    /// Hides what it takes until no attacker can tell a hidden cell to within the threshold; false where what is known contradicts itself.
    mutating func protect(_ program: inout LinearProgram, hidingMore: Bool = true) -> Bool {
        // Worlds that even someone would think possible who knew what each organisation added by itself serve against all of them.
        assume(nil, program)
        for pattern in 0..<4 { look(&program, towards: pattern, against: nil) }
        while let attacker = own.indices.first(where: { attacker in targets.contains { isOpen($0, attacker) } }) {
            assume(attacker, program)
            if !look(&program, towards: 0, against: attacker) {
                // Its registers were corrected since: what it added then is no longer known.
                own[attacker] = Self.nothing(own[attacker].count, shape)
                assume(attacker, program)
                guard look(&program, towards: 0, against: attacker) else { return false }
            }
            while let next = targets.indices.first(where: { isOpen(targets[$0], attacker) }) {
                widen(next, attacker, &program)
                guard isOpen(targets[next], attacker) else { continue }
                guard hidingMore else { return false }
                if !hideMore(for: next, attacker, &program) { targets[next].isLaidOpen = true }
            }
        }
        return true
    }

    /// Whether it could be told, as far as is known yet.
    private func isOpen(_ target: Target, _ attacker: Int) -> Bool {
        guard !target.isLaidOpen else { return false }
        return target.ranges[attacker].map { $0.upperBound - $0.lowerBound < width - Self.accuracy } ?? true
    }

    /// Holds the program to what one attacker knows; without one, to the most that any of them knows of each cell.
    private func assume(_ attacker: Int?, _ program: borrowing LinearProgram) {
        for link in links {
            let added = attacker.map { own[$0][link.release][link.cell] } ?? own.map { $0[link.release][link.cell] }.max() ?? 0
            program.limit(link.row, Double(link.slack - added))
        }
    }

    /// Finds a world with many cells at an end of what they may be.
    @discardableResult
    private mutating func look(_ program: inout LinearProgram, towards pattern: Int, against attacker: Int?) -> Bool {
        for target in targets.indices { weigh(target, (target >> (pattern / 2)) & 1 == pattern % 2 ? 1 : -1, &program) }
        let world = program.solve(.most)
        for target in targets.indices { weigh(target, 0, &program) }
        world.map { note($0, against: attacker) }
        return world != nil
    }

    /// Finds how high and how low one cell may be.
    private mutating func widen(_ target: Int, _ attacker: Int, _ program: inout LinearProgram) {
        weigh(target, 1, &program)
        if let world = program.solve(.most) { note(world, against: attacker) }
        if isOpen(targets[target], attacker), let world = program.solve(.least) { note(world, against: attacker) }
        weigh(target, 0, &program)
    }

    private func weigh(_ target: Int, _ weight: Double, _ program: inout LinearProgram) {
        switch targets[target].part {
        case .known: break
        case .earlier(let column): program.weigh(column, weight)
        case .now(let cell):
            program.weigh(above[cell], weight)
            program.weigh(below[cell], -weight)
        }
    }

    private func value(_ part: Part, _ world: LinearProgram.Solution) -> Double {
        switch part {
        case .known(let count): Double(count)
        case .earlier(let column): world[column]
        case .now(let cell): Double(counts[cell].count) + world[above[cell]] - world[below[cell]]
        }
    }

    /// Remembers a world for each attacker who must think it possible.
    private mutating func note(_ world: LinearProgram.Solution, against attacker: Int?) {
        let grown = links.map { ($0.release, $0.cell, value($0.after, world) - value($0.before, world) + Self.accuracy) }
        let attackers = own.indices.filter { other in
            other == attacker || grown.allSatisfy { release, cell, growth in Double(own[other][release][cell]) <= growth }
        }
        for target in targets.indices {
            let value = value(targets[target].part, world)
            for attacker in attackers {
                let range = targets[target].ranges[attacker]
                targets[target].ranges[attacker] = range.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
            }
        }
    }

    // MARK: Hiding more

    /// Hides the cells whose hiding lets this one be a threshold further, at the least loss; whether there are any.
    private mutating func hideMore(for target: Int, _ attacker: Int, _ program: inout LinearProgram) -> Bool {
        guard let range = targets[target].ranges[attacker] else { return false }
        let shown = shape.cells.indices.filter { !isHidden[$0] }
        for cell in shown { open(cell, program) }
        let further = [(range.lowerBound + width, true), (range.upperBound - width, false)].compactMap { value, isLeast in
            move(target, to: value, isLeast: isLeast, hiding: shown, &program)
        }
        var worlds = further.min(by: { $0.loss < $1.loss - Self.accuracy }).map { [$0.world] } ?? []
        if worlds.isEmpty, let (low, high) = reach(of: target, &program), high - low >= width - Self.accuracy {
            // It can be a threshold further on neither side alone: it moves to both.
            let top = max(range.upperBound, min(high, low + width))
            worlds = [(top, true), (top - width, false)].compactMap { value, isLeast in
                move(target, to: value, isLeast: isLeast, hiding: shown, &program)?.world
            }
        }
        for cell in shown { close(cell, program) }
        let more = shown.filter { cell in worlds.contains { $0[above[cell]] + $0[below[cell]] > Self.accuracy } }
        for cell in more {
            isHidden[cell] = true
            open(cell, program)
            // In the worlds found before, it was what it is.
            let truth = Double(counts[cell].count)
            targets.append(Target(part: .now(cell), ranges: targets[target].ranges.map { $0.map { _ in truth...truth } }))
        }
        for world in worlds { note(world, against: attacker) }
        return !more.isEmpty
    }

    /// A world where a cell is at least so much, or at most, and what hiding the cells that move with it loses; nil where there is none.
    private func move(
        _ target: Int, to value: Double, isLeast: Bool, hiding shown: [Int], _ program: inout LinearProgram
    ) -> (loss: Double, world: LinearProgram.Solution)? {
        // Weighed again by what the last world moved, fewer cells move further (Candès, Wakin and Boyd 2008).
        var best: (loss: Double, world: LinearProgram.Solution)?
        var moved: [Int: Double] = [:]
        for _ in 0..<3 {
            for cell in shown {
                let weight = self.loss(of: cell) / (moved.isEmpty ? width : moved[cell, default: 0] + width / 8)
                for column in [above[cell], below[cell]] { program.weigh(column, weight) }
            }
            guard let world = hold(target, value, isLeast: isLeast, &program) else { break }
            for cell in shown { moved[cell] = world[above[cell]] + world[below[cell]] }
            let loss = shown.reduce(0.0) { sum, cell in sum + (moved[cell, default: 0] > Self.accuracy ? self.loss(of: cell) : 0) }
            if best.map({ loss < $0.loss - Self.accuracy }) ?? true { best = (loss, world) }
        }
        for cell in shown { for column in [above[cell], below[cell]] { program.weigh(column, 0) } }
        return best
    }

    /// How low and how high a cell may be, with all hidden that is open.
    private func reach(of target: Int, _ program: inout LinearProgram) -> (low: Double, high: Double)? {
        weigh(target, 1, &program)
        defer { weigh(target, 0, &program) }
        guard let high = program.solve(.most), let low = program.solve(.least) else { return nil }
        return (value(targets[target].part, low), value(targets[target].part, high))
    }

    /// What a reader loses with a cell: more with a total, a little more with a great number.
    private func loss(of cell: Int) -> Double {
        let bits = counts[cell].count.bitWidth - counts[cell].count.leadingZeroBitCount
        return Double(1 << (2 * shape.height(of: cell))) * (1 + 0.1 * Double(bits))
    }

    /// The world at the least loss where a cell is at least so much, or at most.
    private func hold(_ target: Int, _ value: Double, isLeast: Bool, _ program: inout LinearProgram) -> LinearProgram.Solution? {
        switch targets[target].part {
        case .known: return nil
        case .earlier(let column):
            let bounds = program.bounds(column)
            guard bounds.contains(value) else { return nil }
            program.bound(column, isLeast ? value...bounds.upperBound : bounds.lowerBound...value)
            defer { program.bound(column, bounds) }
            return program.solve(.least)
        case .now(let cell):
            let (there, back) = isLeast ? (above[cell], below[cell]) : (below[cell], above[cell])
            let distance = max(0, isLeast ? value - Double(counts[cell].count) : Double(counts[cell].count) - value)
            let bounds = program.bounds(there)
            guard bounds.contains(distance) else { return nil }
            program.bound(there, distance...bounds.upperBound)
            program.bound(back, 0...0)
            defer { open(cell, program) }
            return program.solve(.least)
        }
    }
}
