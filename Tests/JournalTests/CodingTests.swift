import Journal
import Support
import Testing

@Suite("The bytes of the journal")
struct CodingTests {
    @Test("give back each header and part as it was, and are the only bytes that do", arguments: 0..<20)
    func roundTrip(seed: Int) throws {
        var generator = Generator(UInt64(seed))
        for _ in 0..<100 {
            let header = generator.header()
            #expect(try Header(bytes: header.bytes) == header)
            let part = generator.part()
            let read = try Part(bytes: part.bytes)
            #expect(read == part)
            #expect(read.bytes == part.bytes)
        }
    }

    @Test("tell which records a bundle changes without being read, and whom they are about, unless there is more in it than changes", arguments: 0..<20)
    func recordsOfBundles(seed: Int) throws {
        var generator = Generator(UInt64(seed) + 300)
        for _ in 0..<100 {
            let parts = (0..<generator.below(4)).map { _ in generator.below(8) == 0 ? nil : generator.part() }
            let bundle = Entry.bundle(parts.map { $0?.bytes })
            let isPlain = parts.allSatisfy { part in if case .changes? = part?.content { true } else { false } }
            let records = parts.flatMap { part in if case .changes(let changes)? = part?.content { changes.map(\.record) } else { [AnyID]() } }
            let named = try Entry.named(in: bundle)
            #expect(named?.records == (isPlain ? Set(records) : nil))
            #expect(named?.subjects == (isPlain ? Set(parts.compactMap { $0?.subject }) : nil))
            guard isPlain, !bundle.isEmpty else { continue }
            #expect(throws: Malformed.self) { try Entry.named(in: bundle.dropLast()) }
        }
    }

    @Test("are malformed where they end too early, or go on too long", arguments: 0..<10)
    func truncated(seed: Int) throws {
        var generator = Generator(UInt64(seed))
        for _ in 0..<20 {
            let header = generator.header().bytes
            for length in 0..<header.count { #expect(throws: Malformed.self) { try Header(bytes: Array(header[..<length])) } }
            #expect(throws: Malformed.self) { try Header(bytes: header + [0]) }
            let part = generator.part()
            guard part.bytes[0] == 1 || part.bytes[0] == 3 else { continue }
            for length in 0..<part.bytes.count { #expect(throws: Malformed.self) { try Part(bytes: Array(part.bytes[..<length])) } }
            #expect(throws: Malformed.self) { try Part(bytes: part.bytes + [0]) }
        }
    }

    @Test("are malformed, or say something else and come back as they are, where one bit was turned", arguments: 0..<10)
    func flipped(seed: Int) throws {
        var generator = Generator(UInt64(seed) + 100)
        for _ in 0..<20 {
            let (header, part) = (generator.header(), generator.part())
            var bytes = header.bytes
            bytes[generator.below(bytes.count)] ^= 1 << UInt8(generator.below(8))
            if let other = try? Header(bytes: bytes) {
                #expect(other != header)
                #expect(other.bytes == bytes)
            }
            bytes = part.bytes
            bytes[generator.below(bytes.count)] ^= 1 << UInt8(generator.below(8))
            if let other = try? Part(bytes: bytes) {
                #expect(other.bytes != part.bytes)
                #expect(other.bytes == bytes)
            }
        }
    }

    @Test("hold a number in its shortest form alone")
    func varints() throws {
        for (number, bytes) in [
            (0, [0]), (127, [0x7f]), (128, [0x80, 1]), (16_383, [0xff, 0x7f]), (UInt64.max, [UInt8](repeating: 0xff, count: 9) + [1]),
        ] as [(UInt64, [UInt8])] {
            var writer = ByteWriter()
            writer.varint(number)
            #expect(writer.bytes == bytes)
            var reader = ByteReader(bytes)
            #expect(try reader.varint() == number)
        }
        for bytes in [[0x80, 0], [0xff, 0x80, 0], [UInt8](repeating: 0xff, count: 9) + [2], [UInt8](repeating: 0x80, count: 10) + [1]] {
            var reader = ByteReader(bytes as [UInt8])
            #expect(throws: Malformed.self) { try reader.varint() }
        }
    }

    @Test("ask for no memory that was never sent")
    func forgedCount() {
        var reader = ByteReader([0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2])
        #expect(throws: Malformed.self) { try reader.block() }
    }

    @Test("hold no number that is none, no text that is not UTF-8, no stamp beyond a signed column")
    func refused() {
        for bytes in [[2, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0], [3, 1, 0xff], [5]] as [[UInt8]] {
            var reader = ByteReader(bytes)
            #expect(throws: Malformed.self) { try reader.value() }
        }
        var reader = ByteReader([0x80, 0, 0, 0, 0, 0, 0, 0])
        #expect(throws: Malformed.self) { try reader.stamp() }
    }

    @Test("keep replaced marks in order, each once")
    func marks() throws {
        let (a, b) = (Mark(Stamp(raw: 1), ID(high: 1, low: 1)), Mark(Stamp(raw: 1), ID(high: 1, low: 2)))
        func bytes(_ first: Mark, _ second: Mark) -> [UInt8] {
            var out = ByteWriter()
            out.byte(1)
            out.id(AnyID(high: 9, low: 9))
            out.byte(0)
            out.count(1)
            out.text("k")
            out.id(AnyID(high: 8, low: 8))
            out.byte(0)
            out.count(1)
            out.text("f")
            out.value(.null)
            out.varint(2)
            out.count(2)
            for mark in [first, second] {
                out.fixed(mark.stamp.raw)
                out.id(mark.writer)
            }
            return out.bytes
        }
        let part = try Part(bytes: bytes(a, b))
        let field = FieldChange("f", .null, depth: 2, replaces: [a, b])
        let change = RecordChange(kind: "k", record: AnyID(high: 8, low: 8), isMaking: false, fields: [field])
        #expect(part == Part(salt: AnyID(high: 9, low: 9), .changes([change])))
        #expect(throws: Malformed.self) { try Part(bytes: bytes(b, a)) }
        #expect(throws: Malformed.self) { try Part(bytes: bytes(a, a)) }
        #expect(FieldChange("f", .null, replaces: [b, a, b]).replaces == [a, b])
    }

    @Test("of a bundle keep the place of what was dropped")
    func bundle() throws {
        #expect(try Entry.unbundle(Entry.bundle([[1, 2], nil, [3]]), count: 3) == [[1, 2], nil, [3]])
        #expect(throws: Malformed.self) { try Entry.unbundle(Entry.bundle([[1]]), count: 2) }
        #expect(throws: Malformed.self) { try Entry.unbundle(Entry.bundle([[1], [2]]), count: 1) }
    }
}
