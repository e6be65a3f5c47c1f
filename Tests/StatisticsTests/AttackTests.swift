import Foundation
import Statistics
import Support
import Testing

@Suite("A series of releases") struct AttackTests {
    /// What the attacker of `attack.py` found in series of releases.
    struct Found: Decodable {
        struct Hole: Decodable {
            let seed: Int
            let release: Int
            let cell: String
            let attacker: String
            let low: Double
            let high: Double
        }

        let holes: [Hole]
        let hidden: Int
        let shown: Int
        let shownByHypercubes: Int
        let programs: Int
    }

    private static func attack(_ series: [SeededSeries]) async throws -> Found {
        try await Python.run("attack.py", input: [UInt8](JSONEncoder().encode(series)))
    }

    /// `make attack` asks for a thousand.
    private static let count = ProcessInfo.processInfo.environment["PROMIG_ATTACK_SERIES"].flatMap { Int($0) } ?? 50

    @Test("lets no attacker tell a hidden cell to within the threshold, and shows nearly what hypercubes would")
    func holds() async throws {
        let found = try await Self.attack((0..<Self.count).map { SeededSeries(seed: $0) })
        #expect(found.holes.isEmpty, "\(found.holes.count) holes: \(found.holes.prefix(5))")
        let share = 100 * found.shown / max(1, found.shownByHypercubes)
        #expect(share >= 80, "\(found.shown) cells shown, \(found.shownByHypercubes) by hypercubes")
        print("\(Self.count) series: \(found.hidden) hidden cells, \(found.programs) programs, \(found.shown) shown, \(share) % of hypercubes")
    }

    @Test("hides more where a cell can be a threshold further on neither side alone")
    func bothSides() async throws {
        #expect(try await Self.attack([SeededSeries(seed: 482)]).holes.isEmpty)
    }

    @Test("is attacked in earnest: what hides small cells alone is told")
    func breaks() async throws {
        let found = try await Self.attack((0..<5).map { SeededSeries(seed: $0, breaking: true) })
        #expect(!found.holes.isEmpty)
    }
}
