import CPostgres
import Journal
import Storage

/// A result in the server's binary format, and the row of it that is being read.
///
/// A sum of integers comes as `numeric` and a comparison as `boolean`; both read as the integers that SQLite gives.
final class PostgresRow: Row {
    private let result: OpaquePointer
    private let columns: Int32
    let count: Int32
    var index: Int32 = 0

    /// Takes the result over, and frees it at its end.
    init(result: OpaquePointer) {
        self.result = result
        columns = PQnfields(result)
        count = PQntuples(result)
    }

    deinit { PQclear(result) }

    func isNull(_ column: Int) -> Bool {
        PQgetisnull(result, index, Int32(column)) == 1
    }

    func integer(_ column: Int) throws(Malformed) -> Int64 {
        let (type, bytes) = try cell(column)
        switch type {
        case TypeNumber.integer: return bits(bytes, as: Int64.self)
        case TypeNumber.int4: return Int64(bits(bytes, as: Int32.self))
        case TypeNumber.int2: return Int64(bits(bytes, as: Int16.self))
        case TypeNumber.bool: return Int64(bytes[0])
        case TypeNumber.numeric:
            guard let integer = Int64(Numeric.decimal(bytes)) else { throw Malformed("column \(column): integer expected") }
            return integer
        default: throw Malformed("column \(column): integer expected")
        }
    }

    func real(_ column: Int) throws(Malformed) -> Double {
        let (type, bytes) = try cell(column)
        switch type {
        case TypeNumber.real: return Double(bitPattern: bits(bytes, as: UInt64.self))
        case TypeNumber.numeric:
            guard let real = Double(Numeric.decimal(bytes)) else { throw Malformed("column \(column): real number expected") }
            return real
        default: throw Malformed("column \(column): real number expected")
        }
    }

    func text(_ column: Int) throws(Malformed) -> String {
        let (type, bytes) = try cell(column)
        switch type {
        case TypeNumber.text, TypeNumber.varchar, TypeNumber.name, TypeNumber.unknown: return String(decoding: bytes, as: UTF8.self)
        default: throw Malformed("column \(column): text expected")
        }
    }

    func bytes(_ column: Int) throws(Malformed) -> [UInt8] {
        let (type, bytes) = try cell(column)
        guard type == TypeNumber.bytes else { throw Malformed("column \(column): bytes expected") }
        return [UInt8](bytes)
    }

    func id(_ column: Int) throws(Malformed) -> AnyID {
        let (type, bytes) = try cell(column)
        guard type == TypeNumber.bytes, let id = AnyID(bytes) else { throw Malformed("column \(column): sixteen bytes expected") }
        return id
    }

    /// The cell's type and bytes, which stay valid as long as the row.
    private func cell(_ column: Int) throws(Malformed) -> (Oid, UnsafeRawBufferPointer) {
        let column32 = Int32(column)
        guard column >= 0, column32 < columns else { throw Malformed("column \(column): there are \(columns)") }
        guard PQgetisnull(result, index, column32) == 0 else { throw Malformed("column \(column): null") }
        let count = Int(PQgetlength(result, index, column32))
        return (PQftype(result, column32), UnsafeRawBufferPointer(start: PQgetvalue(result, index, column32), count: count))
    }

    private func bits<I: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, as _: I.Type) -> I {
        I(bigEndian: bytes.loadUnaligned(as: I.self))
    }
}

/// PostgreSQL's `numeric` on the wire: four 16-bit words (digits, weight, sign, scale), then digits of base 10,000.
enum Numeric {
    /// As decimal digits, without a fraction where it is zero; "nan" or "inf" where the server says so.
    static func decimal(_ bytes: UnsafeRawBufferPointer) -> String {
        func word(_ index: Int) -> Int {
            Int(Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self)))
        }
        let (count, weight) = (word(0), word(1))
        switch UInt16(truncatingIfNeeded: word(2)) {
        case 0xC000: return "nan"
        case 0xD000: return "inf"
        case 0xF000: return "-inf"
        case 0x4000: return "-" + digits(count, weight, word)
        default: return digits(count, weight, word)
        }
    }

    private static func digits(_ count: Int, _ weight: Int, _ word: (Int) -> Int) -> String {
        func group(_ power: Int) -> String {
            let index = weight - power
            let digits = String(index >= 0 && index < count ? word(4 + index) : 0)
            return String(repeating: "0", count: 4 - digits.count) + digits
        }
        let whole = weight < 0 ? "0" : stride(from: weight, through: 0, by: -1).map(group).joined()
        let last = weight - count + 1
        guard last < 0 else { return whole }
        let fraction = stride(from: -1, through: last, by: -1).map(group).joined()
        return fraction.allSatisfy { $0 == "0" } ? whole : whole + "." + fraction
    }
}
