/// How far two folds are apart, in letters: one inserted, left out, changed or swapped with its neighbour is 1; a vowel counts half.
enum Closeness {
    /// From 0, nothing alike, to 1, the same.
    static func of(_ a: String, _ b: String) -> Double {
        let (one, other) = (Array(a.utf8), Array(b.utf8))
        let longest = max(one.count, other.count)
        guard longest > 0 else { return 1 }
        guard one.count <= NameWords.longest, other.count <= NameWords.longest else { return a == b ? 1 : 0 }
        return 1 - Double(distance(one, other)) / Double(2 * longest)
    }

    /// In halves. Optimal string alignment, with three rows.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var before = [Int](repeating: 0, count: b.count + 1)
        var last = before
        for j in b.indices { last[j + 1] = last[j] + cost(b[j]) }
        var row = before
        for i in a.indices {
            row[0] = last[0] + cost(a[i])
            for j in b.indices {
                let change = a[i] == b[j] ? 0 : max(cost(a[i]), cost(b[j]))
                var best = min(last[j] + change, last[j + 1] + cost(a[i]), row[j] + cost(b[j]))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 2) }
                row[j + 1] = best
            }
            (before, last, row) = (last, row, before)
        }
        return last[b.count]
    }

    private static func cost(_ letter: UInt8) -> Int {
        switch letter {
        case 0x61, 0x65, 0x68, 0x69, 0x6F, 0x75: 1
        default: 2
        }
    }
}
