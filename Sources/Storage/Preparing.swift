import Journal

/// How far the making of tables has come, after an upgrade that changed their fields (FORMATS 7).
package struct Preparation: Equatable, Sendable {
    package let kinds: Set<String>
    package var done = 0
    package var all = 0

    /// At most 99: at a hundred there is none.
    package var percent: Int { all == 0 ? 0 : min(99, done * 100 / all) }
}

extension Store {
    /// One process at a time makes the tables of a database; the others wait for it.
    private static let claimSlot = 64

    /// Makes the tables of the kinds that changed beside those that stand, in small transactions, while others read and write; then puts
    /// them in their place in one. Returns once every table stands, whichever process made it.
    package func prepare(pause: Duration = .seconds(1)) async throws {
        while let preparation = preparation {
            let expected = preparation.kinds.compactMap { layout(of: $0) }
            let isDone = try await read { connection in
                try connection.changedTables(Dictionary(uniqueKeysWithValues: expected.map { ($0.kind.name, $0) })).isEmpty
            }
            if isDone { return note(nil) }
            guard let claim = try await database.claim(slot: Self.claimSlot) else {
                try await Task.sleep(for: pause)
                continue
            }
            try await makeShadows()
            _ = claim
        }
    }

    private func makeShadows() async throws {
        let shadows = shadows
        var (reached, all) = try await database.write { connection in
            for table in try connection.tables() where table.hasPrefix("shadow_") { try connection.script("DROP TABLE \(TableLayout.quoted(table));") }
            for layout in shadows.values { try connection.script(layout.tableSchema) }
            try connection.script(Migration.collisions(in: "shadow_collision"))
            return (try connection.ends(), try connection.first("SELECT COUNT(DISTINCT record) FROM history") { Int(try $0.integer(0)) } ?? 0)
        }
        var last: AnyID?
        while true {
            let after = last
            let (end, count) = try await database.write { connection in
                var count = 0
                let end = try connection.eachRecord(after: after) { record, entries in
                    count += 1
                    try connection.project(record, entries, shadows, replacing: false, collisions: "shadow_collision")
                }
                return (end, count)
            }
            guard let end else { break }
            last = end
            if var preparation {
                (preparation.done, preparation.all) = (preparation.done + count, all)
                note(preparation)
            }
        }
        all = 0
        // What was written meanwhile is followed until little is left; the rest goes with the exchange itself.
        while true {
            let from = reached
            let (to, count) = try await database.write { try $0.follow(from, shadows, most: 2_000) }
            reached = to
            if count < 2_000 { break }
        }
        let from = reached
        try await database.write { connection in
            _ = try connection.follow(from, shadows, most: .max)
            try connection.exchange(shadows.keys.sorted().compactMap { self.layout(of: $0) })
        }
    }
}

extension Connection {
    /// The last position of each stream.
    fileprivate func ends() throws -> [Int64: UInt64] {
        Dictionary(uniqueKeysWithValues: try streams().map { ($0.id, $0.position) })
    }

    /// Projects again what the entries after these positions name, so many entries at most; returns how far it came, and how many they were.
    fileprivate func follow(_ reached: [Int64: UInt64], _ shadows: [String: TableLayout], most: Int) throws -> ([Int64: UInt64], Int) {
        var reached = reached
        var touched: Set<AnyID> = []
        var count = 0
        for stream in try streams() where count < most {
            let after = Place(stream: stream.id, position: reached[stream.id] ?? stream.start - 1)
            try each(
                "SELECT header, parts, place FROM entry WHERE place > ? AND place <= ? ORDER BY place LIMIT ?",
                [.integer(after.raw), .integer(Place(stream: stream.id, position: stream.position).raw), (most - count).value]
            ) { row in
                touched.formUnion(try records(of: Entry(row)))
                reached[stream.id] = Place(raw: try row.integer(2)).position
                count += 1
            }
        }
        for record in touched.sorted() {
            try project(record, entries(of: record), shadows, replacing: true, collisions: "shadow_collision")
        }
        return (reached, count)
    }

    /// Puts the tables made beside in the place of those that stand.
    fileprivate func exchange(_ layouts: [TableLayout]) throws {
        let standing = Set(try tables())
        for layout in layouts {
            let (shadow, table) = ("shadow_" + layout.kind.name, layout.kind.name)
            if standing.contains(table) { try script("DROP TABLE \(TableLayout.quoted(table));") }
            try script("ALTER TABLE \(TableLayout.quoted(shadow)) RENAME TO \(TableLayout.quoted(table));")
            if engine == .postgres {
                try script("ALTER INDEX \(TableLayout.quoted(shadow + "_pkey")) RENAME TO \(TableLayout.quoted(table + "_pkey"));")
            }
            try script(layout.indexSchema)
            try send("DELETE FROM collision WHERE kind = ?", [.text(table)])
            try noteMade(layout)
        }
        let columns = "record, field, stamp, writer, entry, kind"
        try send("INSERT INTO collision (\(columns)) SELECT \(columns) FROM shadow_collision")
        try script("DROP TABLE shadow_collision;")
    }
}
