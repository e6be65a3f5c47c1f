import Journal

/// A record's kind and all writings of its fields that the entries hold.
package struct RecordVersions: Sendable {
    package let kind: String
    /// All kinds that entries name the record with: more than one only where someone forged.
    let kinds: Set<String>
    package let versions: [FieldVersion]

    /// Nil where no entry names the record. A record named with two kinds has the lesser.
    package init?(of record: AnyID, in entries: [Entry]) {
        var kinds: Set<String> = []
        var versions: [FieldVersion] = []
        var dropped: Set<DropKey> = []
        for entry in entries {
            for case .changes(let changes)? in entry.parts.lazy.map({ $0?.content }) {
                for change in changes where change.record == record {
                    kinds.insert(change.kind)
                    for field in change.fields { versions.append(FieldVersion(field, of: change, in: entry)) }
                }
            }
            for drop in entry.drops {
                for change in drop.changes where change.record == record {
                    kinds.insert(change.kind)
                    let version = FieldVersion(change, by: drop)
                    dropped.insert(DropKey(version))
                    versions.append(version)
                }
            }
        }
        guard let kind = kinds.min() else { return nil }
        self.kind = kind
        self.kinds = kinds
        // A drop stands for what it removed, even where the part itself is still held.
        self.versions = dropped.isEmpty ? versions : versions.filter { $0.value == nil || !dropped.contains(DropKey($0)) }
    }

    private struct DropKey: Hashable {
        let field: String
        let entry: Digest

        init(_ version: FieldVersion) {
            field = version.field
            entry = version.entry
        }
    }

    package var standing: Standing { Standing(of: versions) }

    /// What the record stood at, given the writings stamped up to a moment. What was erased since is erased then too.
    package func standing(asOf stamp: Stamp) -> Standing {
        Standing(of: versions.filter { $0.mark.stamp <= stamp })
    }
}

extension FieldVersion {
    fileprivate init(_ field: FieldChange, of change: RecordChange, in entry: Entry) {
        self.init(
            field: field.field, value: field.value, depth: field.depth, mark: entry.mark, entry: entry.hash,
            isMaking: change.isMaking, replaces: field.replaces)
    }

    fileprivate init(_ change: DroppedChange, by drop: PartDrop) {
        self.init(
            field: change.field, value: nil, depth: change.depth, mark: Mark(drop.stamp, drop.writer), entry: drop.entry,
            isMaking: change.isMaking, replaces: change.replaces)
    }
}

extension Standing {
    /// What a column shows. A value of another type than the column's comes from elsewhere; it stays in the journal.
    func value(of column: String, _ type: ColumnType) -> Value {
        guard let value = fields[column]?.value, value.fits(type) else { return .null }
        return value
    }
}

/// What the tables hold of one record: the columns of its row, and its collisions.
struct Projected {
    let kind: RecordKind
    /// Nil where no row stands.
    let row: [Value]?
    let collisions: Set<[Value]>

    /// What entries say of a record; nil where they do not name it, or name it with a kind that is not known here.
    init?(_ record: AnyID, _ entries: [Entry], _ layouts: [String: TableLayout]) {
        if entries.count == 1, let made = Self(record, madeBy: entries[0], layouts) {
            self = made
        } else {
            guard let all = RecordVersions(of: record, in: entries), let layout = layouts[all.kind] else { return nil }
            self.init(record, layout.kind, all.standing)
        }
    }

    /// The fast path for a record that one entry made and nothing else touched, as most are: `Standing` says the same of it.
    /// Nil wherever anything is unusual.
    init?(_ record: AnyID, madeBy entry: Entry, _ layouts: [String: TableLayout]) {
        guard entry.parts.count == 1, case .changes(let changes)? = entry.parts[0]?.content, changes.count == 1, changes[0].isMaking,
            changes[0].record == record, let kind = layouts[changes[0].kind]?.kind
        else { return nil }
        let fields = changes[0].fields
        var values: [Value] = []
        values.reserveCapacity(kind.columns.count)
        var next = 0
        for column in kind.columns {
            guard next < fields.count, fields[next].field == column.name else {
                values.append(.null)
                continue
            }
            let value = fields[next].value
            if case .null = value { return nil }
            guard value.fits(column.type) else { return nil }
            values.append(value)
            next += 1
        }
        // What is left is of another version, out of order, or written twice.
        guard next == fields.count else { return nil }
        self.kind = kind
        let stamp = entry.mark.stamp.value
        row = [record.value, stamp, stamp, .bytes(Versions(making: entry.mark).bytes)] + values + kind.derive(values)
        collisions = []
    }

    init(_ record: AnyID, _ kind: RecordKind, _ standing: Standing) {
        self.kind = kind
        if standing.isPresent, let making = standing.making, let changed = standing.changed {
            let versions = Versions(of: standing, making: making, in: kind)
            let values = kind.columns.map { standing.value(of: $0.name, $0.type) }
            row = [record.value, making.stamp.value, changed.stamp.value, .bytes(versions.bytes)] + values + kind.derive(values)
        } else {
            row = nil
        }
        guard !standing.collisions.isEmpty else {
            collisions = []
            return
        }
        let known = Set(kind.columns.map(\.name) + [Standing.removed])
        collisions = Set(
            standing.collisions.filter { known.contains($0.field) }.map {
                [
                    record.value, .text($0.field), $0.mark.stamp.value, $0.mark.writer.value, .bytes($0.entry.bytes),
                    .text(kind.name),
                ]
            })
    }
}

extension Connection {
    /// Puts what one record stands at into its table. A kind from a newer version is kept in the journal and not projected.
    ///
    /// `extra` is an entry that is still being made.
    func project(_ record: AnyID, by layouts: [String: TableLayout], with extra: Entry? = nil) throws {
        let entries = try entries(of: record) + (extra.map { [$0] } ?? [])
        try project(record, entries, layouts, replacing: true)
    }

    /// `replacing` is false where the tables hold nothing of the record yet; `collisions` is the table of its collisions.
    func project(
        _ record: AnyID, _ entries: [Entry], _ layouts: [String: TableLayout], replacing: Bool, collisions: String = "collision"
    ) throws {
        if replacing {
            guard let all = RecordVersions(of: record, in: entries) else { return }
            try send("DELETE FROM \(collisions) WHERE record = ?", [record.value])
            for other in all.kinds where other != all.kind {
                if let layout = layouts[other] { try send(layout.delete, [record.value]) }
            }
        }
        guard let projected = Projected(record, entries, layouts) else { return }
        let layout = layouts[projected.kind.name]!
        if let row = projected.row {
            try send(layout.insert, row)
        } else if replacing {
            try send(layout.delete, [record.value])
        }
        for collision in projected.collisions {
            try send("INSERT INTO \(collisions) (record, field, stamp, writer, entry, kind) VALUES (?, ?, ?, ?, ?, ?)", collision)
        }
    }
}
