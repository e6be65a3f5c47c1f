import Crypto
import Journal

/// Where a sealed value stands. Moved elsewhere, it does not open.
package struct SealedPlace: Hashable, Sendable {
    package let subject: AnyID
    package let kind: String
    package let record: AnyID
    package let field: String

    /// `kind` and `field` are stored names, which are never reused.
    package init(subject: AnyID, kind: String, record: AnyID, field: String) {
        (self.subject, self.kind, self.record, self.field) = (subject, kind, record, field)
    }

    var context: [UInt8] {
        Vault.context(
            "sealed value", Form.sealedValue.header, subject.bytes, Array(kind.utf8), record.bytes, Array(field.utf8))
    }
}

/// A field that could name, find or endanger a person: bytes that open with the subject's data key, in their place alone.
package struct Sealed<Plain: FieldValue>: Hashable, FieldValue {
    package let bytes: [UInt8]

    package init(_ plain: Plain, under key: DataKey, at place: SealedPlace) throws(VaultError) {
        bytes = try SealedValue.seal(plain.value, under: key, at: place)
    }

    /// Throws `wrongKey` when the key is another subject's, `notOpened` when the place is another or a byte has changed.
    package func open(with key: DataKey, at place: SealedPlace) throws(VaultError) -> Plain {
        guard key.subject == place.subject else { throw .wrongKey }
        let padded = try Box.open([UInt8](bytes.dropFirst(2)), under: key.key, context: place.context)
        let value = try PlainValue.decode(try Padding.unpad(padded))
        do { return try Plain(value: value) } catch { throw .malformed(error.description) }
    }

    /// Throws unless the bytes are whole: the right form, and a length that sealing gives.
    package init(bytes: [UInt8]) throws(VaultError) {
        var reader = try Reader(bytes, as: .sealedValue)
        let body = try reader.all(atLeast: Box.overheadBytes + 1)
        let length = body.count - Box.overheadBytes
        guard length == Padding.paddedLength(ofMarked: length) else { throw .truncated }
        self.bytes = bytes
    }

    package static var column: ColumnType { .bytes }
    package var value: Value { .bytes(bytes) }

    package init(value: Value) throws(Malformed) {
        guard case .bytes(let bytes) = value else { throw Malformed("sealed bytes expected") }
        do throws(VaultError) { try self.init(bytes: bytes) } catch { throw Malformed("sealed value: \(error)") }
    }
}

extension Sealed: AskedValue {
    /// As the value that it seals is asked for.
    package static var input: Input { (Plain.self as? any AskedValue.Type)?.input ?? .line }
}

/// A sealed value of any type, for what is read and written by lists of fields.
package enum SealedValue {
    package static func seal(_ value: Value, under key: DataKey, at place: SealedPlace) throws(VaultError) -> [UInt8] {
        guard key.subject == place.subject else { throw .wrongKey }
        return Form.sealedValue.header + (try Box.seal(Padding.pad(PlainValue.encode(value)), under: key.key, context: place.context))
    }

    /// Nil where none of the keys opens it in this place.
    package static func open(_ value: Value, with keys: [DataKey], at place: SealedPlace) -> Value? {
        guard case .bytes(let bytes) = value, bytes.starts(with: Form.sealedValue.header) else { return nil }
        for key in keys where key.subject == place.subject {
            guard let padded = try? Box.open([UInt8](bytes.dropFirst(2)), under: key.key, context: place.context) else { continue }
            return try? PlainValue.decode(Padding.unpad(padded))
        }
        return nil
    }
}

extension Sealed: CustomStringConvertible {
    package var description: String { "‹sealed›" }
}

/// Lengths tell less: a byte 0x80 and zeros up to a multiple of 32 bytes (up to 256), of 256 (up to 4,096), of 4,096 beyond.
enum Padding {
    static func paddedLength(ofMarked length: Int) -> Int {
        let block = length <= 256 ? 32 : length <= 4096 ? 256 : 4096
        return (length + block - 1) / block * block
    }

    static func pad(_ plain: [UInt8]) -> [UInt8] {
        let length = paddedLength(ofMarked: plain.count + 1)
        return plain + [0x80] + [UInt8](repeating: 0, count: length - plain.count - 1)
    }

    static func unpad(_ padded: [UInt8]) throws(VaultError) -> [UInt8] {
        guard let mark = padded.lastIndex(where: { $0 != 0 }), padded[mark] == 0x80, padded.count == paddedLength(ofMarked: mark + 1) else {
            throw .malformed("padding")
        }
        return [UInt8](padded[..<mark])
    }
}

/// A value in clear: one byte for its type, then eight bytes for a number (the greatest first), UTF-8, or bytes.
enum PlainValue {
    static func encode(_ value: Value) -> [UInt8] {
        switch value {
        case .null: [0]
        case .integer(let integer): [1] + bigEndian(integer)
        case .real(let real): [2] + bigEndian(real.bitPattern)
        case .text(let text): [3] + Array(text.utf8)
        case .bytes(let bytes): [4] + bytes
        }
    }

    static func decode(_ bytes: [UInt8]) throws(VaultError) -> Value {
        var reader = Reader(bytes)
        let type: UInt8 = try reader.number()
        let value: Value
        switch type {
        case 0: value = .null
        case 1: value = .integer(Int64(bitPattern: try reader.number()))
        case 2: value = .real(Double(bitPattern: try reader.number()))
        case 3:
            guard let text = String(validating: try reader.all(), as: UTF8.self) else { throw .malformed("UTF-8") }
            value = .text(text)
        case 4: value = .bytes(try reader.all())
        default: throw .malformed("type of value")
        }
        try reader.end()
        return value
    }
}
