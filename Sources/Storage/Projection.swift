import Journal

/// A record's kind and all writings of its fields that the entries hold.
package struct RecordVersions: Sendable {
    package let kind: String
    package let versions: [FieldVersion]

    /// Nil where no entry names the record. A record named with two kinds, which only a forger makes, has the lesser.
    package init?(of record: AnyID, in entries: [Entry]) {
        var kinds: Set<String> = []
        var versions: [FieldVersion] = []
        for entry in entries {
            for change in entry.changes where change.record == record {
                kinds.insert(change.kind)
                versions += change.fields.map {
                    FieldVersion(
                        field: $0.field, value: $0.value, depth: $0.depth, mark: entry.mark, entry: entry.hash,
                        isMaking: change.isMaking, replaces: $0.replaces)
                }
            }
            for drop in entry.drops {
                for change in drop.changes where change.record == record {
                    kinds.insert(change.kind)
                    versions.append(
                        FieldVersion(
                            field: change.field, value: nil, depth: change.depth, mark: Mark(drop.stamp, drop.writer),
                            entry: drop.entry, isMaking: change.isMaking, replaces: change.replaces))
                }
            }
        }
        guard let kind = kinds.min() else { return nil }
        self.kind = kind
        // A drop stands for what it removed, even where the part itself is still held.
        let dropped = Set(versions.filter { $0.value == nil }.map { DropKey($0) })
        self.versions = versions.filter { $0.value == nil || !dropped.contains(DropKey($0)) }
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
}

/// What the tables hold of one record: the columns of its row, and its collisions.
struct Projected {
    let kind: RecordKind
    /// Nil where no row stands.
    let row: [Value]?
    let collisions: Set<[Value]>

    init(_ record: AnyID, _ kind: RecordKind, _ standing: Standing) {
        self.kind = kind
        if standing.isPresent, let making = standing.making, let changed = standing.changed {
            let values = kind.columns.map { column in
                // A value of another type than the column's comes from elsewhere; it stays in the journal.
                standing.fields[column.name]?.value.flatMap { $0.fits(column.type) ? $0 : nil } ?? .null
            }
            let versions = Versions(of: standing, making: making)
            row = [record.value, making.stamp.value, changed.stamp.value, .bytes(versions.bytes)] + values + kind.derive(values)
        } else {
            row = nil
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
    func project(_ record: AnyID, by layouts: [String: TableLayout]) throws {
        guard let all = RecordVersions(of: record, in: try entries(of: record)), let layout = layouts[all.kind] else { return }
        try write(Projected(record, layout.kind, all.standing), of: record, layout, replacing: true)
    }

    func write(_ projected: Projected, of record: AnyID, _ layout: TableLayout, replacing: Bool) throws {
        if let row = projected.row {
            try run(layout.insert, row)
        } else if replacing {
            try run(layout.delete, [record.value])
        }
        if replacing { try run("DELETE FROM collision WHERE record = ?", [record.value]) }
        for collision in projected.collisions {
            try run("INSERT INTO collision (record, field, stamp, writer, entry, kind) VALUES (?, ?, ?, ?, ?, ?)", collision)
        }
    }
}
