import Journal

/// The frames that more than one person in 500 bears, each with the number of sub-tokens that it is split into, so that none of them is
/// more frequent than that. It tells which names an organisation hears: it is stored sealed.
package struct FrequentNames: Equatable, Sendable {
    package static let none = FrequentNames()
    /// No token stands for more than one person in so many.
    package static let most = 500

    package private(set) var parts: [String: Int] = [:]
    /// Of how many persons it was counted: none, where it only says what is to be expected.
    package private(set) var counted = 0

    private init() {}

    /// Counts the persons whose names are given. No number of an earlier table goes down, so that what was stored under it is still found.
    package init(counting persons: some Sequence<[NamePart]>, after earlier: FrequentNames = .none) {
        var counts: [String: Int] = [:]
        var all = 0
        for names in persons {
            all += 1
            for frame in Set(names.map(\.frame)) { counts[frame, default: 0] += 1 }
        }
        parts = earlier.parts
        counted = all
        for (frame, count) in counts where count * Self.most > all {
            parts[frame] = max(parts[frame] ?? 1, (count * Self.most + all - 1) / all)
        }
    }

    /// What a register that is still empty begins with: the names that invented persons bear most.
    package static let initial: FrequentNames = {
        var dice = InventedDice(seed: 1)
        var names = FrequentNames(counting: (0..<10_000).map { _ in NameFolding.parts(of: InventedPerson(inYear: 2027, using: &dice).name) })
        names.counted = 0
        return names
    }()

    /// How many tokens stand for the frame: one, unless it is frequent.
    package func count(of frame: String) -> Int { max(1, parts[frame] ?? 1) }

    /// Fewer persons than these tell nothing of how frequent a name is.
    static let fewest = Self.most

    /// Whether a register of so many persons has grown enough since to be counted anew: to twice as many.
    package func isOutgrown(by persons: Int) -> Bool { persons >= max(Self.fewest, 2 * counted) }

    /// The frames that an earlier table splits into fewer: whoever bears one is to be given tokens anew.
    package func risen(above earlier: FrequentNames) -> Set<String> {
        Set(parts.filter { $0.value > earlier.count(of: $0.key) }.keys)
    }

    /// About how many of all persons bear it; of a name that is not frequent, half of the most that it may be.
    func share(of frame: String, else unknown: Double) -> Double {
        if parts.isEmpty { return unknown }
        return (parts[frame].map { Double($0) } ?? 0.5) / Double(Self.most)
    }
}

extension FrequentNames {
    /// To be sealed: the version of the folding, of how many it was counted, then each frame and its number, in the order of the frames.
    package var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.count(NameFolding.version)
        writer.count(counted)
        writer.count(parts.count)
        for (frame, count) in parts.sorted(by: { $0.key < $1.key }) {
            writer.text(frame)
            writer.count(count)
        }
        return writer.bytes
    }

    /// Refuses a table of another folding: whoever stored it counts anew, with the tokens.
    package init(bytes: [UInt8]) throws(Malformed) {
        var reader = ByteReader(bytes)
        guard try reader.varint() == NameFolding.version else { throw Malformed("frequent names of another folding") }
        guard let counted = Int(exactly: try reader.varint()) else { throw Malformed("number of persons") }
        self.counted = counted
        for _ in 0..<(try reader.count(ofWidth: 2)) {
            let frame = try reader.text()
            let count = try reader.varint()
            guard 1...UInt64(Self.most) ~= count, parts.updateValue(Int(count), forKey: frame) == nil else {
                throw Malformed("number of sub-tokens")
            }
        }
        try reader.finish()
    }
}
