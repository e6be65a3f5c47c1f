import Testing

@testable import Matching

@Suite("What people judged")
struct JudgedTests {
    private static let frequent = InventedRegister.ofTenThousand.frequent

    private static func likeness(_ pair: JudgedPair) -> Likeness {
        Likeness(Traits(name: pair.one), Traits(name: pair.other), frequent: frequent)
    }

    /// How often a pair of one person’s spellings scores above one of two people’s.
    private static func auc(_ pairs: [JudgedPair]) -> Double {
        let same = pairs.filter(\.isSame).map { likeness($0).bits }
        let different = pairs.filter { !$0.isSame }.map { likeness($0).bits }
        let wins = same.reduce(0.0) { sum, bits in different.reduce(sum) { $0 + (bits > $1 ? 1 : bits == $1 ? 0.5 : 0) } }
        return wins / Double(same.count * different.count)
    }

    private static func shown(_ pairs: [JudgedPair]) -> (precision: Double, recall: Double) {
        let judged = pairs.map { (isSame: $0.isSame, isShown: likeness($0).hasLikeNames) }
        let right = Double(judged.count { $0.isSame && $0.isShown })
        return (right / Double(judged.count(where: \.isShown)), right / Double(judged.count(where: \.isSame)))
    }

    @Test("is enough, on both sides, and no pair is listed twice")
    func list() {
        let pairs = JudgedPair.all
        #expect(pairs.count >= 700)
        #expect(Set(pairs.map { [$0.one, $0.other].sorted().joined(separator: "/") }).count == pairs.count)
        for use in [JudgedPair.Use.fitted, .judged] {
            #expect(pairs.count { $0.use == use && $0.isSame && $0.isWhole } >= 150)
            #expect(pairs.count { $0.use == use && !$0.isSame && $0.isWhole } >= 80)
        }
    }

    @Test("is told apart on the half that nothing was fitted on")
    func heldOut() {
        for use in [JudgedPair.Use.fitted, .judged] {
            for (kind, isWhole) in [("whole names", true), ("single names", false)] {
                let pairs = JudgedPair.all.filter { $0.use == use && $0.isWhole == isWhole }
                let (area, shown) = (Self.auc(pairs), Self.shown(pairs))
                report(
                    "\(use.rawValue), \(pairs.count) \(kind): AUC \(rounded(area)), precision \(rounded(shown.precision)), recall \(rounded(shown.recall))"
                )
            }
        }
        let judged = JudgedPair.all.filter { $0.use == .judged }
        let (area, shown) = (Self.auc(judged), Self.shown(judged))
        report("judged, all \(judged.count): AUC \(rounded(area)), precision \(rounded(shown.precision)), recall \(rounded(shown.recall))")
        #expect(area > 0.90)
        #expect(Self.auc(judged.filter { !$0.isWhole }) > 0.87)
        #expect(shown.recall > 0.93)
        #expect(shown.precision > 0.78)
    }

    /// The list is of hard cases; what the rules were never shown must hold as well.
    @Test("is told apart where no name occurs in the half that was fitted on")
    func unseen() {
        let seen = Set(JudgedPair.all.filter { $0.use == .fitted }.flatMap { $0.names.0 + $0.names.1 }.map(\.fold))
        let pairs = JudgedPair.all.filter { pair in
            pair.use == .judged && !(pair.names.0 + pair.names.1).contains { seen.contains($0.fold) }
        }
        let area = Self.auc(pairs)
        report(
            "of which \(pairs.count) pairs, \(pairs.count { $0.isSame }) of them one person’s, without a name seen before: AUC \(rounded(area))"
        )
        #expect(pairs.count { $0.isSame } >= 20 && pairs.count { !$0.isSame } >= 5)
        #expect(area > 0.83)
    }
}
