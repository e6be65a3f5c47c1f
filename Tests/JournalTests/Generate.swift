import Journal
import Support

/// Entries and records that a seed draws, with all that the format knows.
struct Generator {
    var random: SeededRandom

    init(_ seed: UInt64) {
        random = SeededRandom(seed)
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
    mutating func bytes(_ limit: Int) -> [UInt8] { (0..<below(limit)).map { _ in UInt8.random(in: 0...255, using: &random) } }
    mutating func id<Subject>() -> ID<Subject> { ID(high: random.next(), low: random.next()) }
    mutating func digest() -> Digest { Digest(of: bytes(9)) }
    mutating func stamp() -> Stamp { Stamp(raw: random.next() >> 1) }
    mutating func mark() -> Mark { Mark(stamp(), id()) }
    mutating func word() -> String { ["", "a", "text", "né(e) à", "نص", "🧕🏾"][below(6)] }

    mutating func value() -> Value {
        switch below(6) {
        case 0: .null
        case 1: .integer([.min, .max, 0, -1, 64, -64][below(6)])
        case 2: .integer(Int64(bitPattern: random.next() >> UInt64(below(64))))
        case 3: .real([0, -1.5, .infinity, .leastNonzeroMagnitude][below(4)])
        case 4: .text(word())
        default: .bytes(bytes(300))
        }
    }

    mutating func lineage() -> (UInt32, [Mark]) {
        ([1, 2, 127, 128, .max][below(5)], (0..<below(4)).map { _ in mark() }.sorted())
    }

    mutating func recordChange() -> RecordChange {
        let isMaking = below(2) == 0
        let fields = (0..<below(4)).map { _ in
            let (depth, replaces) = isMaking ? (1, []) : lineage()
            return FieldChange(word(), value(), depth: depth, replaces: replaces)
        }
        return RecordChange(kind: word(), record: id(), isMaking: isMaking, fields: fields)
    }

    mutating func part() -> Part {
        let subject: AnyID? = below(2) == 0 ? nil : id()
        switch below(4) {
        case 0: return Part(salt: id(), subject: subject, .attachment(bytes(300)))
        case 1: return Part(salt: id(), subject: subject, .unknown(form: UInt8(4 + below(252)), bytes(60)))
        case 2:
            let dropped = (0..<below(4)).map { _ in
                let (depth, replaces) = lineage()
                return DroppedChange(
                    kind: word(), record: id(), isMaking: below(2) == 0, field: word(), depth: depth, replaces: replaces)
            }
            let drop = PartDrop(entry: digest(), part: digest(), writer: id(), stamp: stamp(), ground: word(), changes: dropped)
            return Part(salt: id(), subject: subject, .drop(drop))
        default: return Part(salt: id(), subject: subject, .changes((0..<below(4)).map { _ in recordChange() }))
        }
    }

    mutating func scope() -> Scope {
        switch below(4) {
        case 0: .network
        case 1: .organization(id())
        case 2: .readings(id())
        default: .between(id(), and: id())
        }
    }

    mutating func header() -> Header {
        let isFirst = below(4) == 0
        var header = Header(
            writer: id(), scope: scope(), sequence: isFirst ? 1 : 2 + random.next() >> UInt64(2 + below(60)),
            previous: isFirst ? nil : digest(), stamp: stamp(), author: below(2) == 0 ? nil : id(), act: word(),
            because: below(2) == 0 ? nil : digest(), parts: (0..<below(4)).map { _ in digest() })
        for _ in 0..<below(3) {
            header.signatures.append(Signature(.init(rawValue: UInt8(1 + below(255))), by: id(), bytes: bytes(80)))
        }
        return header
    }
}
