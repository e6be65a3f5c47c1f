import Journal

/// An entry as it travels: exactly the bytes that its hash covers, and those of its parts that the sender holds.
package struct Parcel: Sendable {
    package let header: [UInt8]
    package let parts: [UInt8]

    package init(header: [UInt8], parts: [UInt8]) {
        self.header = header
        self.parts = parts
    }
}

/// Why an entry that came from elsewhere was not taken in.
package enum MergeError: Error, Equatable, CustomStringConvertible {
    case malformed(String)
    /// The entry before this one in its stream is not here.
    case gap(position: UInt64)
    case changedPart(entry: Digest)

    package var description: String {
        switch self {
        case .malformed(let why): "an entry cannot be read: \(why)"
        case .gap(let position): "the entries before number \(position) of a stream are missing"
        case .changedPart(let entry): "a part of entry \(entry) is not what its header says"
        }
    }
}

package struct MergeReport: Equatable, Sendable {
    package var received = 0
    package var duplicates = 0
    /// Entries stamped more than five minutes ahead of this machine's clock: taken in, and marked.
    package var ahead = 0
    /// Writers of whom two branches are held now, which only a copied installation makes.
    package var branchedWriters: Set<WriterID> = []
}

extension Store {
    /// Takes in what another database holds and this one lacks, stream by stream; readings stay where they are.
    ///
    /// Nothing depends on the order, on interruption, or on how often it is done. `progress` hears of each transaction.
    package func pull(
        from other: any Database, batch: Int = 1_000, progress: (@Sendable (Int) -> Void)? = nil
    ) async throws -> MergeReport {
        var report = MergeReport()
        for stream in try await other.read({ try $0.streams() }) where stream.scope.form != .readings {
            var position = try await firstUnknown(of: stream, in: other)
            while position <= stream.position {
                let from = Place(stream: stream.id, position: position).raw
                let to = Place(stream: stream.id, position: stream.position).raw
                let parcels = try await other.read { connection in
                    try connection.rows(
                        "SELECT header, parts FROM entry WHERE place >= ? AND place <= ? ORDER BY place LIMIT ?",
                        [.integer(from), .integer(to), batch.value]
                    ) { Parcel(header: try $0.bytes(0), parts: try $0.bytes(1)) }
                }
                guard !parcels.isEmpty else { break }
                try await receive(parcels, into: &report)
                position += UInt64(parcels.count)
                progress?(report.received)
            }
        }
        return report
    }

    /// Takes in entries of any streams, each after the one that it follows, in one transaction.
    package func receive(_ parcels: [Parcel], into report: inout MergeReport) async throws {
        let milliseconds = self.milliseconds
        let before = report
        let (after, newest) = try await database.write { connection in
            var report = before
            var newest = Stamp(raw: 0)
            var touched: Set<AnyID> = []
            for parcel in parcels {
                let records = try connection.receive(parcel, at: milliseconds, into: &report)
                touched.formUnion(records.records)
                newest = max(newest, records.stamp)
            }
            for record in touched.sorted() { try connection.project(record, by: self.layouts) }
            return (report, newest)
        }
        report = after
        observe(newest)
        if report.branchedWriters.contains(writer) { try await renewWriter() }
    }

    /// The first position of another's stream that is not held here; held entries have all those before them, so halving finds it.
    private func firstUnknown(of stream: Stream, in other: any Database) async throws -> UInt64 {
        var low = stream.start
        var high = stream.position + 1
        while low < high {
            let middle = low + (high - low) / 2
            let hash = try await other.read { try $0.entry(at: Place(stream: stream.id, position: middle))?.hash }
            let isHeld = if let hash { try await read { try $0.place(of: hash) != nil } } else { false }
            if isHeld { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Connection {
    fileprivate func receive(
        _ parcel: Parcel, at milliseconds: UInt64, into report: inout MergeReport
    ) throws -> (records: [AnyID], stamp: Stamp) {
        let entry: Entry
        do throws(Malformed) {
            entry = try Entry(parcel: parcel)
        } catch {
            throw MergeError.malformed(error.description)
        }
        let header = entry.header
        guard try place(of: entry.hash) == nil else {
            report.duplicates += 1
            return ([], header.stamp)
        }
        guard header.scope.form != .readings else { throw MergeError.malformed("readings are replicated to nobody") }
        for (digest, part) in zip(header.parts, entry.parts) {
            guard let part else { continue }
            guard Digest(of: part.bytes) == digest else { throw MergeError.changedPart(entry: entry.hash) }
        }
        // What was ordered to be forgotten before it came is not kept at all.
        let kept = try zip(header.parts, entry.parts).map { try isDropped($0) ? nil : $1 }
        let held = Entry(header: header, hash: entry.hash, parts: kept)
        let place = try append(
            header, bytes: parcel.header, hash: entry.hash, bundle: Entry.bundle(kept.map { $0?.bytes }),
            to: try stream(continuedBy: header, &report))
        try run("INSERT INTO arrival (place, milliseconds) VALUES (?, ?)", [.integer(place.raw), .integer(Int64(milliseconds))])
        report.received += 1
        if header.stamp.milliseconds > milliseconds + StampClock.driftLimit {
            report.ahead += 1
            try mark("entry.ahead", entry.hash.description, header.stamp)
        }
        return (try index(held, at: place), header.stamp)
    }

    /// The stream that this header continues; nil where it begins one, be it the first of its writer and scope or a branch.
    private func stream(continuedBy header: Header, _ report: inout MergeReport) throws -> Stream? {
        let known = try streams(of: header.writer, header.scope)
        if let tail = known.first(where: { $0.position + 1 == header.sequence && $0.head == header.previous }) { return tail }
        if let previous = header.previous, try place(of: previous) == nil { throw MergeError.gap(position: header.sequence) }
        if !known.isEmpty {
            report.branchedWriters.insert(header.writer)
            try mark("writer.branched", header.writer.description, header.stamp)
        }
        return nil
    }

    private func mark(_ code: String, _ subject: String, _ stamp: Stamp) throws {
        try run(
            "INSERT INTO finding (subject, code, stamp) VALUES (?, ?, ?) ON CONFLICT (subject, code) DO NOTHING",
            [.text(subject), .text(code), stamp.value])
    }
}

extension Entry {
    fileprivate init(parcel: Parcel) throws(Malformed) {
        let header = try Header(bytes: parcel.header)
        var parts: [Part?] = []
        for bytes in try Entry.unbundle(parcel.parts, count: header.parts.count) {
            if let bytes { parts.append(try Part(bytes: bytes)) } else { parts.append(nil) }
        }
        self.init(header: header, hash: Digest(of: parcel.header), parts: parts)
    }
}
