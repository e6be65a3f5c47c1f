import Journal
import Statistics
import Testing

@Suite("A released table") struct SuppressionTests {
    private static let sex = (name: "sex", codes: ["female", "male"])
    private static let shape = TableShape([Lattice([(name: "region", codes: ["NE001", "NE005", "NE008"]), sex])])

    /// Counts of the inside by key, each of so many organisations, with their totals.
    private static func counts(_ inside: [String: Int], of organizations: Int = 4) -> [CellCounts] {
        var counts = shape.cells.map { inside[$0.key] ?? 0 }
        // The widest totals come first in the order of keys, so they are added up last.
        for _ in 0..<2 { for relation in shape.relations { counts[relation.total] = relation.parts.reduce(0) { $0 + counts[$1] } } }
        return counts.map { CellCounts(count: $0, organizations: $0 == 0 ? 0 : organizations) }
    }

    private static let large = [
        "region=NE001 sex=female": 30, "region=NE001 sex=male": 40, "region=NE005 sex=female": 20, "region=NE005 sex=male": 50,
        "region=NE008 sex=female": 25, "region=NE008 sex=male": 35,
    ]

    private static func shown(_ result: Suppressed) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: zip(shape.cells, result.shown).compactMap { cell, count in count.map { (cell.key, $0) } })
    }

    @Test("has each cell once, and each total with what adds up to it") func cells() {
        #expect(Self.shape.cells.count == 12)
        #expect(Self.shape.relations.count == 7)
        #expect(Self.shape.isInside.count { $0 } == 6)
        let linked = TableShape([
            Lattice([(name: "region", codes: ["NE001", "NE005"]), Self.sex]), Lattice([Self.sex, (name: "age", codes: ["child", "adult"])]),
        ])
        #expect(linked.cells.count { $0.key == "sex=female" } == 1)
        #expect(linked.cells.map(\.key) == linked.cells.map(\.key).sorted())
    }

    @Test("shows all of it where every count is large and of many") func large() {
        let result = Self.shape.suppress(Self.counts(Self.large), after: [], own: [], by: .ordinary)
        #expect(result.shown.allSatisfy { $0 != nil } && result.primary == 0 && result.complementary == 0)
    }

    @Test("hides with a small count what would give it away, and no total without need") func small() {
        var small = Self.large
        small["region=NE001 sex=female"] = 2
        let result = Self.shape.suppress(Self.counts(small), after: [], own: [], by: .ordinary)
        let shown = Self.shown(result)
        #expect(result.primary == 1 && result.complementary == 3)
        #expect(shown[""] == 172 && shown["sex=female"] == 47 && shown["region=NE001"] == 42 && shown["region=NE001 sex=female"] == nil)
    }

    @Test("hides what fewer than three organisations contribute to, and shows nought by its rule") func rules() {
        let few = CellCounts(count: 100, organizations: 2)
        let many = CellCounts(count: 5, organizations: 3)
        #expect(!DisclosureRule.ordinary.allows(few, after: nil) && DisclosureRule.ordinary.allows(many, after: nil))
        #expect(!DisclosureRule.sensitive.allows(many, after: nil))
        #expect(DisclosureRule.ordinary.allows(.none, after: nil) && !DisclosureRule.sensitive.allows(.none, after: nil))
    }

    @Test("changes by nought or by the threshold at least") func changes() {
        let rule = DisclosureRule.ordinary
        #expect(rule.allows(CellCounts(count: 20, organizations: 3), after: 20))
        #expect(!rule.allows(CellCounts(count: 24, organizations: 3), after: 20))
        #expect(rule.allows(CellCounts(count: 25, organizations: 3), after: 20))
        #expect(!rule.allows(CellCounts(count: 0, organizations: 0), after: 3))
    }

    @Test("is the same for the same counts and earlier releases") func same() {
        var small = Self.large
        small["region=NE005 sex=male"] = 3
        let first = Self.shape.suppress(Self.counts(small), after: [], own: [], by: .ordinary)
        small["region=NE008 sex=male"] = 37
        let next = { Self.shape.suppress(Self.counts(small), after: [first.shown], own: [], by: .ordinary) }
        #expect(next() == next())
        #expect(Self.shape.suppress(Self.counts(small), after: [], own: [], by: .ordinary) != first)
    }

    @Test("is of what rows come to: amounts, each once, or two counts of a share") func tally() {
        let sex = Dimension("sex", Phrase(same: "Sexe"), codes: [("female", Phrase(same: "F")), ("male", Phrase(same: "M"))])
        func released(_ summary: Measure.Summary) -> ReleasedMeasure {
            let measure = Measure("X.1", Phrase(same: "X"), definition: Phrase(same: "X"), unit: Phrase(same: "x"), summary, by: [sex], from: ["sample"]) {
                _, _ in []
            }
            return ReleasedMeasure(measure, by: [[sex]], .ordinary, places: [])
        }
        let person = AnyID()
        func row(_ amount: Int, counts: Bool = true, once: AnyID? = nil, sex: String?) -> MeasureRow {
            MeasureRow(when: "2027-03", kind: "sample", record: AnyID(), amount: amount, counts: counts, once: once, codes: ["sex": sex])
        }
        func counts(_ released: ReleasedMeasure, _ rows: [MeasureRow]) -> [String: Int] {
            CellText.counts(CellText.text(released.shape.cells, released.tally(rows)))
        }
        let sums = counts(released(.sum), [row(3, sex: "female"), row(4, sex: nil), row(2, sex: "newer")])
        #expect(sums == ["": 9, "sex=female": 3, "sex=male": 0, "sex=unsaid": 6])
        #expect(counts(released(.distinct), [row(1, once: person, sex: "male"), row(1, once: person, sex: "female")])[""] == 1)
        let shares = counts(released(.share), [row(1, sex: "male"), row(1, counts: false, sex: "male")])
        #expect(shares["sex=male"] == 2 && shares["part=yes sex=male"] == 1 && shares["part=no"] == 1)
    }
}
