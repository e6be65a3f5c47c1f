import Journal

/// More of the network has changed since a moment than is put back while someone waits.
package struct TooFarBack: Error {}

extension Store {
    /// What a body reads where the records of the network stand as they were known at a moment. They are put back for as long as it reads, in a transaction
    /// that is undone with it: nothing stays, and writes wait meanwhile. What was erased since is erased then too.
    ///
    /// Throws `TooFarBack` where more than `most` records have changed since.
    package func asKnown<T: Sendable>(at stamp: Stamp, most: Int = 20_000, _ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        let layouts = self.layouts
        do {
            return try await database.write { connection -> T in
                let changed = try connection.networkRecords(changedAfter: stamp)
                guard changed.count <= most else { throw TooFarBack() }
                for record in changed.sorted() { try connection.rewind(record, to: stamp, layouts) }
                throw Rewound(value: try body(connection))
            }
        } catch let rewound as Rewound<T> {
            return rewound.value
        }
    }
}

/// What was read, on its way out of a transaction that must not stand.
private struct Rewound<Value: Sendable>: Error {
    let value: Value
}

extension Connection {
    /// The records that entries of the network's own scope have changed after a moment.
    fileprivate func networkRecords(changedAfter stamp: Stamp) throws -> Set<AnyID> {
        let streams = try Set(rows("SELECT id FROM stream WHERE scope = ?", [.bytes(Scope.network.bytes)]) { try $0.integer(0) })
        let places = try rows("SELECT place FROM entry WHERE stamp > ?", [stamp.value]) { try $0.integer(0) }.filter { streams.contains(Place(raw: $0).stream) }
        var changed: Set<AnyID> = []
        try batch(places.map { .integer($0) }, "SELECT header, parts FROM entry WHERE place IN") { row in
            try changed.formUnion(Entry.named(in: row.bytes(1))?.records ?? Set(records(of: Entry(row))))
        }
        return changed
    }

    /// Puts into its table what a record stood at.
    fileprivate func rewind(_ record: AnyID, to stamp: Stamp, _ layouts: [String: TableLayout]) throws {
        guard let all = RecordVersions(of: record, in: try entries(of: record)), let layout = layouts[all.kind] else { return }
        if let row = Projected(record, layout.kind, all.standing(asOf: stamp)).row {
            try send(layout.insert, row)
        } else {
            try send(layout.delete, [record.value])
        }
    }
}
