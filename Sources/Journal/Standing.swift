/// One writing of one field, with all that decides whether it stands.
package struct FieldVersion: Hashable, Sendable {
    package let field: String
    /// Nil once its part was dropped: it stands as "erased".
    package let value: Value?
    package let depth: UInt32
    package let mark: Mark
    package let entry: Digest
    package let isMaking: Bool
    package let replaces: [Mark]

    package init(field: String, value: Value?, depth: UInt32, mark: Mark, entry: Digest, isMaking: Bool, replaces: [Mark]) {
        self.field = field
        self.value = value
        self.depth = depth
        self.mark = mark
        self.entry = entry
        self.isMaking = isMaking
        self.replaces = replaces
    }

    /// The order among writings that nobody replaced: no clock can undo an edit made in knowledge of the value.
    ///
    /// Only an entry that writes one field twice comes as far as the bytes of the values.
    static func precedes(_ a: FieldVersion, _ b: FieldVersion) -> Bool {
        if a.depth != b.depth { return a.depth < b.depth }
        if a.mark != b.mark { return a.mark < b.mark }
        if a.entry != b.entry { return a.entry < b.entry }
        return a.tieBreaker.lexicographicallyPrecedes(b.tieBreaker)
    }

    private var tieBreaker: [UInt8] {
        var writer = ByteWriter()
        if let value { writer.value(value) }
        return writer.bytes
    }
}

/// What a record stands at, given all writings of its fields that are held.
///
/// The one definition: the live act is its fast path, and merging, rebuilding, verifying, "as it stood on" and collisions call it.
/// Order and number of arrivals cannot matter, since the argument is used as a set.
package struct Standing: Equatable, Sendable {
    /// The writing that stands, for each field.
    package private(set) var fields: [String: FieldVersion] = [:]
    /// The writings that nobody replaced and that say something else than the one that stands, the greatest first.
    package private(set) var collisions: [FieldVersion] = []
    /// The other writings that nobody replaced and that say the same as the one that stands: who replaces it replaces them too.
    package private(set) var twins: [String: [Mark]] = [:]
    /// The earliest making; nil where it has not arrived.
    package let making: Mark?
    /// The latest writing of any field.
    package let changed: Mark?

    /// The name of the field that every record has beside its own: 1 once it was removed.
    package static let removed = "removed"

    package init(of versions: [FieldVersion]) {
        making = versions.lazy.filter(\.isMaking).map(\.mark).min()
        changed = versions.lazy.map(\.mark).max()
        fields.reserveCapacity(versions.count)
        // A field that was written once stands as it was; most are.
        var several: Set<String> = []
        for version in versions where fields.updateValue(version, forKey: version.field) != nil { several.insert(version.field) }
        for field in several.sorted() { settle(field, versions.filter { $0.field == field }) }
    }

    private mutating func settle(_ field: String, _ all: [FieldVersion]) {
        let replaced = Set(all.flatMap(\.replaces))
        var open = Set(all).filter { !replaced.contains($0.mark) }
        // Only a forged ring of replacements leaves nothing open; then all of them are.
        if open.isEmpty { open = Set(all) }
        let ordered = open.sorted { FieldVersion.precedes($1, $0) }
        let stands = ordered[0]
        fields[field] = stands
        collisions += ordered.dropFirst().filter { $0.value != stands.value }
        let same = Set(ordered.dropFirst().filter { $0.value == stands.value }.map(\.mark)).subtracting([stands.mark])
        twins[field] = same.isEmpty ? nil : same.sorted()
    }

    /// Whether a row stands in the table: the making is here, and no removal stands.
    package var isPresent: Bool {
        making != nil && fields[Self.removed]?.value != .integer(1)
    }
}
