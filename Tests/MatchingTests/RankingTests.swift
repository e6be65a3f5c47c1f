import Journal
import Support
import Testing

@testable import Matching
@testable import Vault

/// A thief of the tokens who knows how frequent each name is, and no key: tokens and names, each sorted by frequency, are laid side by side.
@Suite("Names read off tokens by their rank")
struct RankingTests {
    @Test("are half of all without splitting, and few with it")
    func ranks() {
        let stolen = InventedRegister(10_000, seed: 21)
        // What the thief knows is better than any census: the counts of ten thousand others, drawn alike.
        let known = InventedRegister.ofTenThousand
        let unsplit = read(stolen, splitting: .none, knowing: known)
        let naive = read(stolen, splitting: stolen.frequent, knowing: known, expecting: .none)
        let aware = read(stolen, splitting: stolen.frequent, knowing: known, expecting: stolen.frequent)
        report(
            "names read by rank: unsplit \(rounded(unsplit)), split \(rounded(naive)), split and the table of sub-tokens known \(rounded(aware))"
        )
        #expect(unsplit > 0.25, "the attack is worth the name")
        #expect(naive < 0.05)
        #expect(aware < 0.10)
    }

    /// The share of all names borne that the thief reads right.
    private func read(
        _ stolen: InventedRegister, splitting: FrequentNames, knowing known: InventedRegister, expecting: FrequentNames = .none
    ) -> Double {
        let key = IndexKey(circle: AnyID(high: 1, low: 2), generation: 1)
        var dice = SeededRandom(5)
        var counts: [IndexToken: Int] = [:]
        var borne: [IndexToken: String] = [:]
        for names in stolen.names {
            for frame in Set(names.map(\.frame)) {
                let part = NamePart(spelling: frame, fold: frame, frame: frame)
                let token = IndexTokens.tokens(for: [part], key: key, frequent: splitting) { Int.random(in: 0..<$0, using: &dice) }[0]
                counts[token, default: 0] += 1
                borne[token] = frame
            }
        }
        var frequencies: [String: Double] = [:]
        for names in known.names { for frame in Set(names.map(\.frame)) { frequencies[frame, default: 0] += 1 } }
        let expected = frequencies.flatMap { frame, count in
            Array(repeating: (frame: frame, count: count / Double(expecting.count(of: frame))), count: expecting.count(of: frame))
        }.sorted { ($1.count, $0.frame) < ($0.count, $1.frame) }
        let seen = counts.sorted { ($1.value, $0.key.bytes.description) < ($0.value, $1.key.bytes.description) }
        let right = zip(seen, expected).reduce(0) { $0 + (borne[$1.0.key] == $1.1.frame ? $1.0.value : 0) }
        return Double(right) / Double(counts.values.reduce(0, +))
    }
}
