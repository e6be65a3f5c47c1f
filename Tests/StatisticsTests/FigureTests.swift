import Journal
import Statistics
import Testing

@Suite("A figure") struct FigureTests {
    private func row(_ amount: Int = 1, counts: Bool = true, once: AnyID? = nil, sex: String? = nil) -> MeasureRow {
        MeasureRow(when: "2026-03-01", kind: "sample", record: AnyID(), amount: amount, counts: counts, once: once, codes: ["sex": sex])
    }

    private func measure(_ summary: Measure.Summary) -> Measure {
        let sex = Dimension("sex", Phrase(same: "Sexe"), codes: [("female", Phrase(same: "F")), ("male", Phrase(same: "M"))])
        return Measure(
            "X.1", Phrase(same: "X"), definition: Phrase(same: "X"), unit: Phrase(same: "x"), summary, by: [sex], from: ["sample"]
        ) { _, _ in [] }
    }

    @Test("adds amounts up, and nothing to nought") func sums() {
        #expect(Figure([row(3), row(4)], by: .sum) == .count(7))
        #expect(Figure([], by: .sum) == .count(0))
    }

    @Test("counts one and the same once") func distinct() {
        let person = AnyID()
        #expect(Figure([row(once: person), row(once: person), row()], by: .distinct) == .count(2))
    }

    @Test("keeps both parts of a share, and has none of nothing") func shares() {
        #expect(Figure([row(), row(counts: false), row(counts: false)], by: .share) == .share(1, of: 3))
        #expect(Figure([], by: .share) == .nothing)
    }

    @Test("weighs a share by its amounts, and counts a stock of those that count, each once") func weights() {
        #expect(Figure([row(3), row(7, counts: false)], by: .share) == .share(3, of: 10))
        let branch = AnyID()
        #expect(Figure([row(once: branch), row(once: branch), row(counts: false)], by: .stock) == .count(1))
        let (first, last) = (Day(year: 2027, month: 1, day: 1)!, Day(year: 2027, month: 3, day: 31)!)
        #expect(MeasureQuestion(organization: nil, days: first...last, today: Day(year: 2027, month: 2, day: 3)!).countingDay.description == "2027-02-03")
        #expect(MeasureQuestion(organization: nil, days: first...last, today: Day(year: 2027, month: 5, day: 3)!).countingDay == last)
        #expect(MeasureQuestion(organization: nil, days: first...last, today: Day(year: 2026, month: 5, day: 3)!).countingDay == first)
    }

    @Test("takes the middle of what is complete, and says how many are not") func medians() {
        #expect(Figure([row(9), row(1), row(4)], by: .median) == .median(doubled: 8, of: 3, incomplete: 0))
        #expect(Figure([row(1), row(4), row(100, counts: false)], by: .median) == .median(doubled: 5, of: 2, incomplete: 1))
        #expect(Figure([row(counts: false)], by: .median) == .nothing)
    }

    @Test("is told apart in the order of the codes, what was not said last, and the parts are the whole") func breakdown() {
        let rows = [row(2, sex: "male"), row(5), row(3, sex: "female"), row(4, sex: "newer")]
        let parts = measure(.sum).figures(of: rows, by: measure(.sum).dimensions[0])
        #expect(parts.map(\.code) == ["female", "male", "newer", nil])
        #expect(parts.map(\.figure) == [.count(3), .count(2), .count(4), .count(5)])
    }
}
