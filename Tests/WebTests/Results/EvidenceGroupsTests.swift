import Journal
import Statistics
import Support
import Testing

@testable import Web

@Suite("The groups behind a figure")
struct EvidenceGroupsTests {
    private static func row(_ month: Int, _ record: AnyID = AnyID()) -> MeasureRow {
        MeasureRow(when: "2027-0\(month)-15", kind: "case_file", record: record)
    }

    @Test("are none of them small, and neither is what is left of a known whole", arguments: 0..<50)
    func small(seed: UInt64) {
        var dice = SeededRandom(seed)
        // Some months have few.
        let rows = (0..<Int.random(in: 0..<80, using: &dice)).map { _ in
            Self.row(min(Int.random(in: 1...9, using: &dice), Int.random(in: 1...9, using: &dice)))
        }
        let (lines, rest) = EvidenceGroups.groups(rows)
        #expect(lines.allSatisfy { $0.count >= 5 })
        #expect(lines.reduce(rest) { $0 + $1.count } == rows.count)
        #expect(rest == 0 || rest >= 5 || lines.isEmpty)
    }

    @Test("take the next smallest with them where those left are few, and count a record once")
    func merged() {
        let file = AnyID()
        let rows = (0..<9).map { _ in Self.row(1) } + (0..<6).map { _ in Self.row(2) } + [Self.row(3, file), Self.row(3, file)]
        let (lines, rest) = EvidenceGroups.groups(rows)
        #expect(lines.map(\.count) == [9] && lines.map(\.group.month) == ["2027-01"])
        #expect(rest == 7)
    }
}
