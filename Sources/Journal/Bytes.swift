/// Writes the compact binary form of the journal: fixed widths big-endian, counts and lengths as LEB128.
package struct ByteWriter {
    package private(set) var bytes: [UInt8] = []

    package init(reserving capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    package mutating func byte(_ byte: UInt8) {
        bytes.append(byte)
    }

    package mutating func raw(_ more: some Sequence<UInt8>) {
        bytes.append(contentsOf: more)
    }

    package mutating func fixed(_ number: UInt64) {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
        }
    }

    package mutating func varint(_ number: UInt64) {
        var rest = number
        while rest > 0x7f {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    package mutating func count(_ count: Int) {
        varint(UInt64(count))
    }

    package mutating func block(_ more: [UInt8]) {
        count(more.count)
        bytes.append(contentsOf: more)
    }

    package mutating func text(_ text: String) {
        count(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    package mutating func id<Subject>(_ id: ID<Subject>) {
        fixed(id.high)
        fixed(id.low)
    }
}

/// Reads what `ByteWriter` wrote. Each reading checks the bounds and the one canonical form, and throws `Malformed` otherwise.
package struct ByteReader {
    private let bytes: [UInt8]
    private var position: Int

    package init(_ bytes: [UInt8], from position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    package var offset: Int { position }
    package var isAtEnd: Bool { position == bytes.count }

    package mutating func byte() throws(Malformed) -> UInt8 {
        guard position < bytes.count else { throw Malformed("ends too early") }
        defer { position += 1 }
        return bytes[position]
    }

    package mutating func raw(_ count: Int) throws(Malformed) -> [UInt8] {
        guard count >= 0, count <= bytes.count - position else { throw Malformed("ends too early") }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    package mutating func skip(_ count: Int) throws(Malformed) {
        guard count >= 0, count <= bytes.count - position else { throw Malformed("ends too early") }
        position += count
    }

    package mutating func fixed() throws(Malformed) -> UInt64 {
        guard bytes.count - position >= 8 else { throw Malformed("ends too early") }
        var number: UInt64 = 0
        for i in 0..<8 { number = number << 8 | UInt64(bytes[position + i]) }
        position += 8
        return number
    }

    package mutating func varint() throws(Malformed) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let next = try byte()
            guard shift < 63 || next < 2 else { throw Malformed("number too large") }
            number |= UInt64(next & 0x7f) << shift
            if next < 0x80 {
                guard next != 0 || shift == 0 else { throw Malformed("number not in its shortest form") }
                return number
            }
        }
        throw Malformed("number too large")
    }

    /// A count of things of at least `width` bytes each, so that a forged count cannot ask for memory that was never sent.
    package mutating func count(ofWidth width: Int = 1) throws(Malformed) -> Int {
        let count = try varint()
        guard count <= UInt64((bytes.count - position) / max(1, width)) else { throw Malformed("count beyond the end") }
        return Int(count)
    }

    package mutating func block() throws(Malformed) -> [UInt8] {
        try raw(try count())
    }

    package mutating func text() throws(Malformed) -> String {
        let count = try count()
        guard let text = String(validating: bytes[position..<position + count], as: UTF8.self) else { throw Malformed("text is not UTF-8") }
        position += count
        return text
    }

    package mutating func id<Subject>(_: Subject.Type = Subject.self) throws(Malformed) -> ID<Subject> {
        let high = try fixed()
        return ID(high: high, low: try fixed())
    }

    package func finish() throws(Malformed) {
        guard isAtEnd else { throw Malformed("more bytes than expected") }
    }
}

extension ByteWriter {
    package mutating func value(_ value: Value) {
        switch value {
        case .null: byte(0)
        case .integer(let integer):
            byte(1)
            varint(UInt64(bitPattern: integer << 1 ^ integer >> 63))
        case .real(let real):
            byte(2)
            fixed(real.bitPattern)
        case .text(let string):
            byte(3)
            text(string)
        case .bytes(let more):
            byte(4)
            block(more)
        }
    }
}

extension ByteReader {
    package mutating func value() throws(Malformed) -> Value {
        switch try byte() {
        case 0: return .null
        case 1:
            let folded = try varint()
            return .integer(Int64(bitPattern: folded >> 1) ^ -Int64(folded & 1))
        case 2:
            let real = Double(bitPattern: try fixed())
            guard !real.isNaN else { throw Malformed("not a number") }
            return .real(real)
        case 3: return .text(try text())
        case 4: return .bytes(try block())
        default: throw Malformed("value of an unknown type")
        }
    }
}
