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
    static func precedes(_ a: FieldVersion, _ b: FieldVersion) -> Bool {
        (a.depth, a.mark, a.entry) < (b.depth, b.mark, b.entry)
    }
}

/// What a record stands at, given all writings of its fields that are held.
///
/// The one definition: the live act is its fast path, and merging, rebuilding, verifying, "as it stood on" and collisions call it.
/// Order and number of arrivals cannot matter, since the argument is used as a set.
package struct Standing: Equatable, Sendable {
    /// The writing that stands, for each field.
    package let fields: [String: FieldVersion]
    /// The writings that nobody replaced and that say something else than the one that stands, the greatest first.
    package let collisions: [FieldVersion]
    /// The earliest making; nil where it has not arrived.
    package let making: Mark?
    /// The latest writing of any field.
    package let changed: Mark?

    /// The name of the field that every record has beside its own: 1 once it was removed.
    package static let removed = "removed"

    package init(of versions: some Collection<FieldVersion>) {
        var fields: [String: FieldVersion] = [:]
        var collisions: [FieldVersion] = []
        for (name, all) in Dictionary(grouping: Set(versions), by: \.field) {
            let replaced = Set(all.flatMap(\.replaces))
            var open = all.filter { !replaced.contains($0.mark) }
            // Only a forged ring of replacements leaves nothing open; then all of them are.
            if open.isEmpty { open = all }
            open.sort { FieldVersion.precedes($1, $0) }
            fields[name] = open[0]
            collisions += open.dropFirst().filter { $0.value != open[0].value }
        }
        self.fields = fields
        self.collisions = collisions.sorted { ($0.field, $1.mark, $1.entry) < ($1.field, $0.mark, $0.entry) }
        making = versions.lazy.filter(\.isMaking).map(\.mark).min()
        changed = versions.lazy.map(\.mark).max()
    }

    /// Whether a row stands in the table: the making is here, and no removal stands.
    package var isPresent: Bool {
        making != nil && fields[Self.removed]?.value != .integer(1)
    }
}
