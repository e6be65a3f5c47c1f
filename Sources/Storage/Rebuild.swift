import Journal

extension Connection {
    /// Makes the tables of those kinds again whose fields differ from the ones that they were made with.
    func renewChangedTables(_ layouts: [String: TableLayout]) throws {
        let changed = try changedTables(layouts)
        guard !changed.isEmpty else { return }
        for layout in changed { try remake(layout) }
        try replay(Dictionary(uniqueKeysWithValues: changed.map { ($0.kind.name, $0) }))
    }

    /// Those whose tables were made with other fields than they have now, or not at all.
    func changedTables(_ layouts: [String: TableLayout]) throws -> [TableLayout] {
        var known: [String: [UInt8]] = [:]
        try each("SELECT kind, layout FROM projection", []) { known[try $0.text(0)] = try $0.bytes(1) }
        return layouts.values.filter { known[$0.kind.name] != $0.digest.bytes }.sorted { $0.kind.name < $1.kind.name }
    }

    private func remake(_ layout: TableLayout) throws {
        if try tables().contains(layout.kind.name) {
            // Emptied first: SQLite keeps in memory, for the length of the statement, whatever a DROP takes away.
            try send("DELETE FROM \(TableLayout.quoted(layout.kind.name))")
            try script("DROP TABLE \(TableLayout.quoted(layout.kind.name));")
        }
        try script(layout.schema)
        try send("DELETE FROM collision WHERE kind = ?", [.text(layout.kind.name)])
        try noteMade(layout)
    }

    func noteMade(_ layout: TableLayout) throws {
        try send(
            "INSERT INTO projection (kind, layout) VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET layout = excluded.layout",
            [.text(layout.kind.name), .bytes(layout.digest.bytes)])
    }

    /// Projects record by record through the history index, into tables that hold none of them.
    private func replay(_ layouts: [String: TableLayout]) throws {
        try eachRecord { try project($0, $1, layouts, replacing: false) }
    }

    /// Calls `body` with each record of the journal and what its entries say of it, so many records at a time; each page reads an
    /// entry once, however many of the page's records it made.
    func eachRecord(_ body: (AnyID, [Entry]) throws -> Void) throws {
        var last: AnyID?
        while let end = try eachRecord(after: last, body) { last = end }
    }

    /// The same for one page of records; returns the last of them, nil where there was none.
    func eachRecord(after last: AnyID?, _ body: (AnyID, [Entry]) throws -> Void) throws -> AnyID? {
        let after = Value.bytes(last?.bytes ?? [])
        let records = try rows("SELECT DISTINCT record FROM history WHERE record > ? ORDER BY record LIMIT 2000", [after]) {
            try AnyID(value: .bytes($0.bytes(0)))
        }
        guard let upTo = records.last else { return nil }
        var entries: [AnyID: [Entry]] = [:]
        try each(
            """
            SELECT header, parts FROM entry \
            WHERE place IN (SELECT place FROM history WHERE record > ? AND record <= ?) ORDER BY place
            """, [after, upTo.value]
        ) { row in
            for (record, entry) in try Entry(row).byRecord { entries[record, default: []].append(entry) }
        }
        for record in records { try body(record, entries[record] ?? []) }
        return upTo
    }

    /// Writes the indexes of records and subjects, and what was dropped, again from the entries.
    func reindex() throws {
        try send("DELETE FROM history")
        try send("DELETE FROM subject")
        try send("DELETE FROM dropped")
        var after: Int64 = -1
        while true {
            var last: Int64?
            try each("SELECT header, parts, place FROM entry WHERE place > ? ORDER BY place LIMIT 5000", [.integer(after)]) { row in
                let place = Place(raw: try row.integer(2))
                if let named = try Entry.named(in: row.bytes(1)) {
                    for record in named.records { try tie(record, to: place) }
                    for subject in named.subjects { try tie(subject: subject, to: place) }
                } else {
                    try index(try Entry(row), at: place)
                }
                last = place.raw
            }
            guard let last else { return }
            after = last
        }
    }
}

extension Store {
    /// Makes every projected table again from the journal, in one transaction: the others see the old ones until the new ones stand.
    package func rebuild() async throws {
        guard isPrepared else { throw StorageError.busy }
        try await database.write { connection in
            try connection.reindex()
            try connection.send("DELETE FROM collision")
            try connection.send("DELETE FROM projection")
            try connection.renewChangedTables(self.layouts)
            if self.schema.hasCounted { try connection.owesAllTallies(self.schema) }
        }
    }
}
