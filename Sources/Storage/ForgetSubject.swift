import Journal

extension Act {
    /// Orders everything to be forgotten that earlier entries of this act's scope say about a subject, also in records that were taken out since. Nothing of it stands once the act does, and its bytes are
    /// gone from the disk when the act is answered.
    ///
    /// Without `keeping`, the records leave their tables. With it, the values that still stand are first written anew, except where this act has just written another: so the
    /// organisation of a person remains while the name that was written beside it goes. Returns how many parts go.
    @discardableResult
    package func forget(
        about subject: AnyID, ground: String, keeping: Bool, where isToGo: ([RecordChange]) -> Bool = { _ in true }
    ) throws -> Int {
        var orders: [Digest: PartDrop] = [:]
        var entries: Set<Digest> = []
        var touched: [AnyID: String] = [:]
        for entry in try connection.entries(about: subject) where entry.header.scope == scope {
            for (digest, part) in zip(entry.header.parts, entry.parts) {
                guard let part, part.subject == subject else { continue }
                switch part.content {
                case .changes(let changes):
                    guard isToGo(changes) else { continue }
                    for change in changes { touched[change.record] = change.kind }
                case .attachment, .drop, .unknown: continue
                }
                entries.insert(entry.hash)
                orders[digest] = PartDrop(part, digest, of: entry, ground: ground)
            }
        }
        if !keeping {
            for drop in try connection.drops(ofAttachmentsAbout: subject, in: scope, ground: ground) { orders[drop.part] = drop }
        }
        for (record, kind) in touched.sorted(by: { $0.key < $1.key }) {
            if keeping { try renew(kind, record, from: entries) } else { try takeOut(kind, record) }
        }
        for (_, drop) in orders.sorted(by: { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }) { order(drop) }
        return orders.count
    }

    /// Takes a record out of its table, unless it is of a kind that is not known here; one that is out already would come back, because what
    /// took it out is forgotten too.
    private func takeOut(_ kind: String, _ record: AnyID) throws {
        guard knows(kind), !hasWritten(Standing.removed, of: record) else { return }
        // The removal is about nobody: it is what remains.
        try setRemoved(kind, record, to: true, aboutNobody: true)
    }

    /// Writes again what stands in a record as these entries wrote it.
    private func renew(_ kind: String, _ record: AnyID, from entries: Set<Digest>) throws {
        guard let standing = RecordVersions(of: record, in: try connection.entries(of: record))?.standing else { return }
        for (field, version) in standing.fields.sorted(by: { $0.key < $1.key }) {
            guard entries.contains(version.entry), let value = version.value, value != .null, !hasWritten(field, of: record) else { continue }
            try settle(kind: kind, record, field: field, with: value)
        }
    }
}

extension PartDrop {
    init(_ part: Part, _ digest: Digest, of entry: Entry, ground: String) {
        var dropped: [DroppedChange] = []
        if case .changes(let changes) = part.content {
            for change in changes {
                dropped += change.fields.map {
                    DroppedChange(
                        kind: change.kind, record: change.record, isMaking: change.isMaking, field: $0.field, depth: $0.depth,
                        replaces: $0.replaces)
                }
            }
        }
        self.init(
            entry: entry.hash, part: digest, writer: entry.header.writer, stamp: entry.header.stamp, ground: ground, changes: dropped)
    }
}

extension Store {
    /// The mark, in the transaction that deletes, that bytes wait to leave the disk: a process that dies before they did is followed by one
    /// that finishes.
    package static func owesScrub(_ connection: any Connection) throws {
        try connection.send("INSERT INTO setting (name, value) VALUES ('scrub', '1') ON CONFLICT (name) DO NOTHING")
    }

    /// Overwrites on the disk what was deleted before; when this returns, nothing of it is left.
    package func scrub() async throws {
        try await database.scrub()
        _ = try await database.write { try $0.run("DELETE FROM setting WHERE name = 'scrub'") }
    }

    /// Finishes what an earlier process could not.
    package func finishScrub() async throws {
        guard try await read({ try $0.first("SELECT 1 FROM setting WHERE name = 'scrub'") { _ in true } }) == true else { return }
        try await scrub()
    }
}
