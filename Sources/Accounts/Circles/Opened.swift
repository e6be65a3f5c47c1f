import Journal
import Storage
import Vault

/// A record, and what its sealed fields say: in the memory of one request alone, never kept and never sent as it is.
package struct Opened<R: Record>: Sendable {
    package let record: R
    /// The values in clear, by the field's name; a field that is blank has none.
    package let clear: [String: Value]

    package init(_ record: R, clear: [String: Value] = [:]) {
        self.record = record
        self.clear = clear
    }

    /// What one sealed field says.
    package subscript<V: FieldValue>(path: KeyPath<R, Sealed<V>?>) -> V? {
        clear[R.name(of: path)].flatMap { try? V(value: $0) }
    }
}

/// A record that is sealed for the registry as it is made, under a key of its own: whoever may write it need not be able to open it.
package protocol RegistrySealed: Record {}

extension Record {
    /// The stored name of the field that a property is.
    package static func name(of path: PartialKeyPath<Self>) -> String {
        // By where it lies: two paths are compared a hundred times slower.
        let offset = MemoryLayout<Self>.offset(of: path)
        guard let field = fields.first(where: { offset == nil ? $0.path == path : $0.offset == offset }) else {
            preconditionFailure("\(kind) has no such field")
        }
        return field.name
    }

    /// Under whose data key the sealed fields are.
    package var sealedSubject: AnyID {
        guard Self.sealedUnder != "id", let field = Self.fields.first(where: { $0.name == Self.sealedUnder }), case .bytes(let bytes) = field.read(self),
            let subject = AnyID(bytes: bytes)
        else { return id.cast() }
        return subject
    }

    /// Where what one field seals stands.
    package func place(of field: String, under subject: AnyID? = nil) -> SealedPlace {
        SealedPlace(subject: subject ?? sealedSubject, kind: Self.kind, record: id.cast(), field: field)
    }

    /// Seals one value in its place; nil leaves the field blank.
    package mutating func seal<V: FieldValue>(_ path: WritableKeyPath<Self, Sealed<V>?>, _ value: V?, under key: DataKey) throws {
        let place = place(of: Self.name(of: path))
        self[keyPath: path] = try value.map { try Sealed($0, under: key, at: place) }
    }

    /// Seals what was typed for these fields. One that still says what the reader saw keeps its bytes, so that nothing is written that did not change.
    package mutating func seal(_ clear: [String: Value], under keys: [DataKey], seen: (String) throws -> Value) throws {
        guard let key = keys.first else { throw Circles.notHolder }
        for field in Self.fields where field.sensitivity == .sealed {
            guard let value = clear[field.name] else { continue }
            let place = place(of: field.name)
            let saw = try seen(field.name)
            if saw != .null, SealedValue.open(saw, with: keys, at: place) == value {
                try field.write(&self, saw)
            } else {
                try field.write(&self, value == .null ? .null : .bytes(SealedValue.seal(value, under: key, at: place)))
            }
        }
    }

    /// What the sealed fields say, or those of them that are named; nil where none of these keys opens one that is not blank.
    package func opened(with keys: [DataKey], only names: Set<String>? = nil) -> Opened<Self>? {
        var clear: [String: Value] = [:]
        let subject = sealedSubject
        for field in Self.fields where field.sensitivity == .sealed && names?.contains(field.name) != false {
            let value = field.read(self)
            guard value != .null else { continue }
            guard let plain = SealedValue.open(value, with: keys, at: place(of: field.name, under: subject)) else { return nil }
            clear[field.name] = plain
        }
        return Opened(self, clear: clear)
    }
}

extension Keyring {
    /// The record as this member may read it; nil where no key of theirs opens it.
    package func open<R: Record>(_ record: R, _ connection: any Connection) throws -> Opened<R>? {
        record.opened(with: try dataKeys(of: record.sealedSubject, connection))
    }
}
