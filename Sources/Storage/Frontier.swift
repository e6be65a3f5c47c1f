import Journal

/// Which entries a node held at a moment: the last one of each stream. A frozen report keeps one, and can be read again as it was known.
package struct Frontier: Hashable, Sendable {
    package struct Head: Hashable, Sendable {
        package let writer: WriterID
        package let scope: Scope
        package let position: UInt64
        package let hash: Digest
    }

    package let heads: [Head]

    /// In the order of their hashes, so that equal frontiers are equal bytes on every node.
    package var bytes: [UInt8] {
        var writer = ByteWriter(reserving: 80 * heads.count + 4)
        writer.byte(1)
        writer.count(heads.count)
        for head in heads {
            writer.id(head.writer)
            writer.block(head.scope.bytes)
            writer.varint(head.position)
            writer.raw(head.hash.bytes)
        }
        return writer.bytes
    }

    package init(_ heads: [Head]) {
        self.heads = heads.sorted { $0.hash < $1.hash }
    }

    package init(bytes: [UInt8]) throws(Malformed) {
        var reader = ByteReader(bytes)
        guard try reader.byte() == 1 else { throw Malformed("frontier of a newer version") }
        var heads: [Head] = []
        for _ in 0..<(try reader.count(ofWidth: 50)) {
            let writer: WriterID = try reader.id()
            let scope = try Scope(bytes: try reader.block())
            heads.append(Head(writer: writer, scope: scope, position: try reader.varint(), hash: try reader.digest()))
        }
        try reader.finish()
        self.init(heads)
    }
}

extension Connection {
    /// The last entry of each stream that is held now.
    package func frontier() throws -> Frontier {
        Frontier(try streams().map { Frontier.Head(writer: $0.writer, scope: $0.scope, position: $0.position, hash: $0.head) })
    }

    /// What a record stood at for a node that held the entries up to a frontier, and no later one; nil where it was not there.
    ///
    /// Throws `Malformed` where the frontier names an entry that is not held here.
    package func record<R: Record>(_: R.Type = R.self, _ id: ID<R.Subject>, knownAt frontier: Frontier) throws -> R? {
        let known = try positions(of: frontier)
        let entries = try entries(of: id.cast(), upTo: known)
        guard let all = RecordVersions(of: id.cast(), in: entries), all.kind == R.kind else { return nil }
        let standing = all.standing
        guard standing.isPresent else { return nil }
        return try R(id: id, values: R.fields.map { standing.value(of: $0.name, $0.column) })
    }

    /// A whole table as it was known at a frontier: the cost is the table's own and that of what came since.
    package func table<R: Record>(_: R.Type, knownAt frontier: Frontier) throws -> [R] {
        let known = try positions(of: frontier)
        var later: Set<AnyID> = []
        for stream in try streams() {
            let from = max(known[stream.id].map { $0 + 1 } ?? stream.start, stream.start)
            guard from <= stream.position else { continue }
            try each(
                "SELECT header, parts FROM entry WHERE place >= ? AND place <= ?",
                [.integer(Place(stream: stream.id, position: from).raw), .integer(Place(stream: stream.id, position: stream.position).raw)]
            ) { row in later.formUnion(try records(of: Entry(row))) }
        }
        var found = try all(R.self).map(\.record).filter { !later.contains($0.id.cast()) }
        for record in later {
            if let past = try self.record(R.self, record.cast(), knownAt: frontier) { found.append(past) }
        }
        return found.sorted { $0.id < $1.id }
    }

    /// For each stream here, the last position that the frontier reaches; a branch reaches into the stream that it left.
    private func positions(of frontier: Frontier) throws -> [Int64: UInt64] {
        var reached: [Int64: UInt64] = [:]
        let starts = Dictionary(uniqueKeysWithValues: try streams().map { ($0.id, $0.start) })
        for head in frontier.heads {
            var next = try place(of: head.hash)
            guard next != nil else { throw Malformed("the frontier reaches entries that are not here") }
            while let place = next {
                reached[place.stream] = max(reached[place.stream] ?? 0, place.position)
                guard let start = starts[place.stream], start > 1 else { break }
                let first = try entry(at: Place(stream: place.stream, position: start))
                next = try first?.header.previous.flatMap { try self.place(of: $0) }
            }
        }
        return reached
    }

    private func entries(of record: AnyID, upTo reached: [Int64: UInt64]) throws -> [Entry] {
        let places = try rows("SELECT place FROM history WHERE record = ? ORDER BY place", [record.value]) { Place(raw: try $0.integer(0)) }
        return try places.filter { place in reached[place.stream].map { place.position <= $0 } ?? false }
            .compactMap { try entry(at: $0) }
    }
}
