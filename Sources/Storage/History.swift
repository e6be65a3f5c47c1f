import Journal

/// One act as a record's history shows it.
package struct HistoryItem: Sendable {
    package let entry: Digest
    package let act: String
    package let author: ID<Account>?
    package let stamp: Stamp
    package let isMaking: Bool
    /// Each field written, in the order of the list; `before` is what it replaced, and nil values were erased.
    package let changes: [(field: String, before: Value?, after: Value?)]
}

/// Two values of one field, written by people who did not know of each other.
package struct Collision: Sendable {
    package let field: String
    package let values: [FieldVersion]
}

extension Connection {
    /// What was done to a record, the newest first; the cost is that of its own entries.
    package func history(of record: AnyID) throws -> [HistoryItem] {
        let entries = try entries(of: record)
        guard let all = RecordVersions(of: record, in: entries) else { return [] }
        let byMark = Dictionary(all.versions.map { (Key($0.field, $0.mark), $0.value) }, uniquingKeysWith: { a, _ in a })
        let byEntry = Dictionary(grouping: all.versions, by: \.entry)
        return entries.reversed().compactMap { entry in
            guard let versions = byEntry[entry.hash] else { return nil }
            let changes = versions.map { version in
                (
                    field: version.field, before: version.replaces.last.flatMap { byMark[Key(version.field, $0)] } ?? .null,
                    after: version.value
                )
            }
            return HistoryItem(
                entry: entry.hash, act: entry.header.act, author: entry.header.author, stamp: entry.header.stamp,
                isMaking: versions.contains(where: \.isMaking), changes: changes)
        }
    }

    /// The collisions of one record that wait for a person, each with all its values, the one that stands first.
    package func collisions(of record: AnyID) throws -> [Collision] {
        guard let standing = try RecordVersions(of: record, in: entries(of: record))?.standing else { return [] }
        return Dictionary(grouping: standing.collisions, by: \.field).sorted { $0.key < $1.key }.map { field, others in
            Collision(field: field, values: [standing.fields[field]!] + others)
        }
    }

    /// The records of a kind that have collisions; with `within`, of those that stand in their table and are such.
    package func contestedRecords(of kind: String, within: (sql: String, values: [Value])? = nil, limit: Int = 100) throws -> [AnyID] {
        let condition = within.map { " AND record IN (SELECT id FROM \(TableLayout.quoted(kind)) WHERE \($0.sql))" } ?? ""
        return try rows(
            "SELECT DISTINCT record FROM collision WHERE kind = ?\(condition) ORDER BY record LIMIT ?",
            [.text(kind)] + (within?.values ?? []) + [limit.value]
        ) { try AnyID(value: .bytes($0.bytes(0))) }
    }

    /// What a record stood at, given the entries stamped up to a moment; nil where it was not there.
    package func record<R: Record>(_: R.Type = R.self, _ id: ID<R.Subject>, asOf stamp: Stamp) throws -> R? {
        try TableLayout.reading(R.self).template.record(id, asOf: stamp, entries(of: id.cast()))
    }

    /// A whole table as it stood at a moment, of what is known now: the cost is the table's own and that of what changed since.
    package func table<R: Record>(_: R.Type, asOf stamp: Stamp) throws -> [R] {
        // The entries since say themselves what they change: asking the history index for them would read all of it.
        var (changed, forgotten): (Set<AnyID>, Set<AnyID>) = ([], [])
        try each("SELECT header, parts FROM entry WHERE stamp > ?", [stamp.value]) { row in
            if let named = try Entry.named(in: row.bytes(1)) { changed.formUnion(named.records) } else { forgotten.formUnion(try records(of: Entry(row))) }
        }
        let (select, template) = (TableLayout.reading(R.self).select, TableLayout.reading(R.self).template)
        // Both come in the order of identifiers, and are put together so: sorting would move each record many times.
        // An entry that only changes says nothing of what stood before it; one that may order something to be forgotten does.
        let entries = try entries(of: changed.subtracting(forgotten), upTo: stamp).merging(entries(of: forgotten)) { one, _ in one }
        changed.formUnion(forgotten)
        var past = try changed.sorted().compactMap { try template.record($0.cast(), asOf: stamp, entries[$0] ?? []) }[...]
        var found: [R] = []
        try each(select + "ORDER BY id", []) { row in
            let id = try ID<R.Subject>(value: row.value(0, as: .bytes))
            guard !changed.contains(id.cast()) else { return }
            while let next = past.first, next.id < id { found.append(past.removeFirst()) }
            found.append(try template.record(id, row.values(from: 4, template.columns)))
        }
        return found + past
    }
}

extension Template {
    fileprivate func record(_ id: ID<R.Subject>, asOf stamp: Stamp, _ entries: [Entry]) throws -> R? {
        guard let all = RecordVersions(of: id.cast(), in: entries), all.kind == R.kind else { return nil }
        let standing = all.standing(asOf: stamp)
        guard standing.isPresent else { return nil }
        return try record(id, zip(names, columns).map { standing.value(of: $0, $1) })
    }
}

private struct Key: Hashable {
    let field: String
    let mark: Mark

    init(_ field: String, _ mark: Mark) {
        self.field = field
        self.mark = mark
    }
}

extension Store {
    /// Undoes one act: what it made is taken out again, and each field that still stands as it wrote it goes back to what it replaced.
    ///
    /// Throws a `Refusal` where someone has changed the same since: their work is not undone with it.
    package func undo(
        _ entry: Digest, by author: Author?, token: AnyID = AnyID(), alongside: @escaping @Sendable (Act) throws -> Void = { _ in }
    ) async throws -> Outcome {
        let undone = try await read { try $0.entry(entry) }
        guard let undone else {
            throw Refusal("undo.unknown", Phrase("Cette action n’existe plus ici.", en: "This action is no longer here."))
        }
        return try await perform("undo", by: author, in: undone.header.scope, token: token, because: entry) { act in
            for change in undone.changes {
                guard let all = RecordVersions(of: change.record, in: try act.connection.entries(of: change.record)) else { continue }
                let standing = all.standing
                if change.isMaking {
                    guard standing.changed == undone.mark else { throw Refusal.changedSince }
                    try act.setRemoved(change.kind, change.record, to: true)
                    continue
                }
                for field in change.fields {
                    guard let stands = standing.fields[field.field], stands.mark == undone.mark else { throw Refusal.changedSince }
                    let before = field.replaces.last.flatMap { mark in
                        all.versions.first { $0.field == field.field && $0.mark == mark }?.value.flatMap { $0 }
                    }
                    try act.set(
                        change.kind, change.record,
                        FieldChange(field.field, before ?? .null, depth: FieldChange.depth(over: stands.depth), replaces: [stands.mark]))
                }
            }
            try alongside(act)
        }
    }
}

extension Refusal {
    static let changedSince = Refusal(
        "undo.changed",
        Phrase(
            "Quelqu’un a modifié la fiche depuis : l’action ne peut plus être annulée. Modifiez la fiche.",
            en: "Someone has changed this since, so it can no longer be undone. Edit it instead."))
}
