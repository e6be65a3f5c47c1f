import Journal
import Support
import Testing

@Suite("What a record stands at")
struct StandingTests {
    @Test("depends neither on the order of what is known, nor on how often it came", arguments: 0..<40)
    func order(seed: Int) {
        var generator = Generator(UInt64(seed))
        let versions = generator.versions(12)
        let expected = Standing(of: versions)
        for _ in 0..<20 {
            var more = versions + versions.filter { _ in generator.below(2) == 0 }
            more.shuffle(using: &generator.random)
            #expect(Standing(of: more) == expected)
        }
    }

    @Test("is the edit made in knowledge of the other, whatever the clocks said")
    func depth() {
        let first = version("a", depth: 1, at: 1000)
        let second = version("b", depth: 2, at: 3, replacing: [first])
        #expect(Standing(of: [first, second]).fields["f"] == second)
        let apart = version("c", depth: 1, at: 9000)
        let standing = Standing(of: [apart, first, second])
        #expect(standing.fields["f"] == second)
        #expect(standing.collisions == [apart])
    }

    @Test("among edits made apart is the later, then the greater writer, then the greater entry; the others are its collisions")
    func ties() {
        let versions = [
            version("a", depth: 1, at: 1), version("b", depth: 1, at: 2, writer: 1), version("c", depth: 1, at: 2, writer: 2, entry: 1),
            version("d", depth: 1, at: 2, writer: 2, entry: 2),
        ].sorted { ($0.mark, $0.entry) < ($1.mark, $1.entry) }
        let standing = Standing(of: versions)
        #expect(standing.fields["f"] == versions[3])
        #expect(standing.collisions == versions[..<3].reversed())
    }

    @Test("has no collision left once someone settled it")
    func settled() {
        let (a, b) = (version("a", depth: 1, at: 1), version("b", depth: 1, at: 2))
        let settled = version("a", depth: 2, at: 3, replacing: [a, b])
        let standing = Standing(of: [a, b, settled])
        #expect(standing.fields["f"] == settled && standing.collisions.isEmpty)
    }

    @Test("has no collision where two said the same, and knows both")
    func twins() {
        let (a, b) = (version("x", depth: 1, at: 1), version("x", depth: 1, at: 2))
        let standing = Standing(of: [a, b])
        #expect(standing.collisions.isEmpty && standing.twins == ["f": [a.mark]])
    }

    @Test("never is the value before one that was dropped")
    func dropped() {
        let old = version("old", depth: 1, at: 1)
        let gone = version(nil, depth: 2, at: 2, replacing: [old])
        let standing = Standing(of: [old, gone])
        #expect(standing.fields["f"] == gone && standing.fields["f"]?.value == nil && standing.collisions.isEmpty)
    }

    @Test("is the greatest of a forged ring that replaces itself")
    func ring() {
        let (one, other) = (Mark(Stamp(raw: 1), writer(1)), Mark(Stamp(raw: 2), writer(1)))
        let a = version("a", depth: 5, at: 1, replacingMarks: [other])
        let b = version("b", depth: 5, at: 2, replacingMarks: [one])
        let standing = Standing(of: [a, b])
        #expect(standing.fields["f"] == b && standing.collisions == [a])
        let alone = version("c", depth: .max, at: 3, replacingMarks: [Mark(Stamp(raw: 3), writer(1))])
        #expect(Standing(of: [alone]).fields["f"] == alone)
        #expect(FieldChange.depth(over: .max) == .max)
    }

    @Test("has no row before its making came, nor while a removal stands")
    func presence() {
        let change = version("b", depth: 2, at: 2)
        #expect(!Standing(of: [change]).isPresent)
        let making = version("a", depth: 1, at: 1, isMaking: true)
        #expect(Standing(of: [change, making]).isPresent)
        let removal = FieldVersion(
            field: Standing.removed, value: .integer(1), depth: 1, mark: Mark(Stamp(raw: 3), writer(1)), entry: Digest(of: []),
            isMaking: false, replaces: [])
        #expect(!Standing(of: [change, making, removal]).isPresent)
        let standing = Standing(of: [change, making, removal])
        #expect(standing.making == making.mark && standing.changed == removal.mark)
    }

    private func writer(_ number: UInt64) -> WriterID { ID(high: 0, low: number) }

    private func version(
        _ text: String?, depth: UInt32, at stamp: UInt64, writer number: UInt64 = 1, entry: UInt8 = 0, isMaking: Bool = false,
        replacing: [FieldVersion] = [], replacingMarks: [Mark] = []
    ) -> FieldVersion {
        FieldVersion(
            field: "f", value: text.map { .text($0) }, depth: depth, mark: Mark(Stamp(raw: stamp), writer(number)),
            entry: Digest(of: [entry, UInt8(truncatingIfNeeded: stamp)]), isMaking: isMaking,
            replaces: replacing.map(\.mark) + replacingMarks)
    }
}

extension Generator {
    /// Writings of two fields by three writers, some in knowledge of others, some forged.
    mutating func versions(_ count: Int) -> [FieldVersion] {
        var versions: [FieldVersion] = []
        for number in 0..<count {
            let replaced = versions.filter { _ in below(3) == 0 }
            let mark = Mark(Stamp(raw: UInt64(below(6))), ID(high: 0, low: UInt64(below(3))))
            versions.append(
                FieldVersion(
                    field: ["f", "g"][below(2)], value: [nil, .null, .text("a"), .text("b")][below(4)],
                    depth: below(4) == 0 ? UInt32(below(5) + 1) : (replaced.map(\.depth).max() ?? 0) + 1, mark: mark,
                    entry: Digest(of: [UInt8(number)]), isMaking: number == 0, replaces: replaced.map(\.mark)))
        }
        return versions
    }
}
