/// What a field can hold in the journal and in a table, on each engine alike.
@usableFromInline package enum Value: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])
}

extension Value {
    /// Whether a column of that type holds this value on each engine alike: PostgreSQL has no U+0000 in a text.
    package func fits(_ type: ColumnType) -> Bool {
        switch (self, type) {
        case (.text(let text), .text): !text.utf8.contains(0)
        case (.null, _), (.integer, .integer), (.real, .real), (.bytes, .bytes): true
        default: false
        }
    }
}

/// The types that a column can have; `Value.null` may stand in any.
@usableFromInline package enum ColumnType: String, Sendable {
    case integer = "INTEGER"
    case real = "REAL"
    case text = "TEXT"
    case bytes = "BLOB"
}

/// A Swift type that a record's property may have: how it is stored, and read back.
///
/// Reading is total for what `value` wrote; anything else is `Malformed`, which a caller reports and never hides.
@usableFromInline package protocol FieldValue: Sendable {
    static var column: ColumnType { get }
    var value: Value { get }
    init(value: Value) throws(Malformed)
}

/// Stored bytes that are not what their type promises.
@usableFromInline package struct Malformed: Error, Equatable, CustomStringConvertible {
    @usableFromInline package let description: String

    @usableFromInline package init(_ description: String) {
        self.description = description
    }
}

extension String: FieldValue {
    @usableFromInline package static var column: ColumnType { .text }
    /// Without U+0000, which no person types and not every engine holds.
    @usableFromInline package var value: Value { .text(utf8.contains(0) ? replacing("\0", with: "") : self) }

    @usableFromInline package init(value: Value) throws(Malformed) {
        guard case .text(let text) = value else { throw Malformed("text expected") }
        self = text
    }
}

extension Int: FieldValue {
    @usableFromInline package static var column: ColumnType { .integer }
    @usableFromInline package var value: Value { .integer(Int64(self)) }

    @usableFromInline package init(value: Value) throws(Malformed) {
        guard case .integer(let integer) = value else { throw Malformed("integer expected") }
        self = Int(integer)
    }
}

extension Double: FieldValue {
    @usableFromInline package static var column: ColumnType { .real }
    /// Null where it is not a number.
    @usableFromInline package var value: Value { isNaN ? .null : .real(self) }

    @usableFromInline package init(value: Value) throws(Malformed) {
        guard case .real(let real) = value else { throw Malformed("real number expected") }
        self = real
    }
}

/// Stored as 0 or 1, the only truth both engines share.
extension Bool: FieldValue {
    @usableFromInline package static var column: ColumnType { .integer }
    @usableFromInline package var value: Value { .integer(self ? 1 : 0) }

    @usableFromInline package init(value: Value) throws(Malformed) {
        switch value {
        case .integer(0): self = false
        case .integer(1): self = true
        default: throw Malformed("0 or 1 expected")
        }
    }
}

extension ID: FieldValue {
    @usableFromInline package static var column: ColumnType { .bytes }
    @inlinable package var value: Value { .bytes(bytes) }

    @inlinable package init(value: Value) throws(Malformed) {
        guard case .bytes(let bytes) = value, let id = ID(bytes: bytes) else { throw Malformed("sixteen bytes expected") }
        self = id
    }
}

extension Optional: FieldValue where Wrapped: FieldValue {
    @inlinable package static var column: ColumnType { Wrapped.column }
    @inlinable package var value: Value { self?.value ?? .null }

    @inlinable package init(value: Value) throws(Malformed) {
        if case .null = value { self = nil } else { self = try Wrapped(value: value) }
    }
}

/// Bytes that mean nothing here: a public key, a digest.
package struct Bytes: FieldValue, Hashable {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package static var column: ColumnType { .bytes }
    package var value: Value { .bytes(bytes) }

    package init(value: Value) throws(Malformed) {
        guard case .bytes(let bytes) = value else { throw Malformed("bytes expected") }
        self.bytes = bytes
    }
}
