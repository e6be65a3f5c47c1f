import CPostgres
import Journal

/// The server's numbers for the types that the tables and their sums can have (`pg_type.dat`).
enum TypeNumber {
    static let bool: Oid = 16
    static let bytes: Oid = 17
    static let name: Oid = 19
    static let integer: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let unknown: Oid = 705
    static let real: Oid = 701
    static let varchar: Oid = 1043
    static let numeric: Oid = 1700

    /// Nothing for null, whose type the server finds out.
    static func of(_ value: Value) -> Oid {
        switch value {
        case .null: 0
        case .integer: integer
        case .real: real
        case .text: text
        case .bytes: bytes
        }
    }
}

/// The values of one statement in the server's binary format, side by side in one buffer that is used again.
struct Parameters {
    private var buffer: [UInt8] = []
    private var starts: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// Throws `Failure` for text that holds NUL, which PostgreSQL cannot keep (SQLSTATE 22021).
    mutating func set(_ values: [Value]) throws(Failure) {
        buffer.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        for value in values {
            let start = buffer.count
            switch value {
            case .null: break
            case .integer(let integer): append(UInt64(bitPattern: integer))
            case .real(let real): append(real.bitPattern)
            case .text(let text):
                buffer.append(contentsOf: text.utf8)
                guard !buffer[start...].contains(0) else { throw Failure(refused: "22021", "text holds the character NUL") }
            case .bytes(let bytes): buffer.append(contentsOf: bytes)
            }
            starts.append(value == .null ? -1 : start)
            lengths.append(Int32(buffer.count - start))
        }
        buffer.append(0)
        while formats.count < values.count { formats.append(1) }
    }

    private mutating func append(_ bits: UInt64) {
        withUnsafeBytes(of: bits.bigEndian) { buffer.append(contentsOf: $0) }
    }

    /// Calls `body` with what `PQexecPrepared` takes: count, values, lengths, formats.
    func with<T>(
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> T
    ) -> T {
        buffer.withUnsafeBytes { bytes in
            let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            return withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: max(starts.count, 1)) { pointers in
                for (index, start) in starts.enumerated() {
                    pointers.initializeElement(at: index, to: start < 0 ? nil : base.map { $0 + start })
                }
                return body(Int32(starts.count), UnsafePointer(pointers.baseAddress), lengths, formats)
            }
        }
    }
}
