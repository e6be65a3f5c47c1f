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
    /// Entries that ordered a part to be forgotten.
    package var drops = 0
    /// Writers of whom two branches are held now, or who write as this process does: only a copied installation makes them.
    package var branchedWriters: Set<WriterID> = []
    /// What ended the taking in of a stream; the other streams were taken in none the less.
    package var refused: [MergeError] = []

    package init() {}
}

extension Store {
    /// Takes in what another database holds and this one lacks, stream by stream; readings stay where they are, and so does what lies
    /// in a scope that `wants` declines.
    ///
    /// Nothing depends on the order, on interruption, or on how often it is done. `progress` hears of each transaction.
    package func pull(
        from other: any Database, batch: Int = 1_000, wants: @Sendable (Scope) -> Bool = { _ in true },
        progress: (@Sendable (Int) -> Void)? = nil
    ) async throws -> MergeReport {
        var report = MergeReport()
        for stream in try await other.read({ try $0.streams() }) where stream.scope.form != .readings && wants(stream.scope) {
            var position = try await firstUnknown(of: stream, in: other)
            while position <= stream.position {
                let parcels = try await other.read { [position] in try $0.parcels(of: stream, from: position, limit: batch) }
                guard !parcels.isEmpty, try await take(parcels, into: &report) else { break }
                position += UInt64(parcels.count)
                progress?(report.received)
            }
        }
        return report
    }

    /// Takes in a batch, or as much of it as comes before an entry that cannot be; false where there was one.
    private func take(_ parcels: [Parcel], into report: inout MergeReport) async throws -> Bool {
        do {
            try await receive(parcels, into: &report)
            return true
        } catch let error as MergeError {
            guard parcels.count > 1 else {
                report.refused.append(error)
                return false
            }
        }
        for parcel in parcels where try await !take([parcel], into: &report) { return false }
        return true
    }

    /// Takes in entries of any streams, each after the one that it follows, in one transaction. Throws `MergeError`, and takes none then.
    ///
    /// What they order to be forgotten is gone from the disk when this returns. Readings come back from a backup of their own place alone.
    package func receive(_ parcels: [Parcel], into report: inout MergeReport, isRestoring: Bool = false) async throws {
        let milliseconds = self.milliseconds
        let before = report
        let (after, newest, renewed) = try await database.write { connection in
            let merge = try Merge(connection, self.writer, at: milliseconds, before, takesReadings: isRestoring)
            for parcel in parcels { try merge.receive(parcel, by: self.schema) }
            try merge.keep()
            try merge.project(by: self.layouts)
            let isCopied = merge.report.branchedWriters.contains(self.writer)
            return (merge.report, merge.newest, isCopied ? try self.renewedLease(connection) : nil)
        }
        report = after
        observe(newest)
        if let renewed { use(renewed) }
        if after.drops > before.drops { try await database.scrub() }
    }

    /// The first position of another's stream that is not held here; held entries have all those before them, so halving finds it.
    private func firstUnknown(of stream: Stream, in other: any Database) async throws -> UInt64 {
        if try await read({ try $0.place(of: stream.head) }) != nil { return stream.position + 1 }
        var low = stream.start
        var high = stream.position
        while low < high {
            let middle = low + (high - low) / 2
            let hash = try await other.read { try $0.hash(at: Place(stream: stream.id, position: middle)) }
            let isHeld = if let hash { try await read { try $0.place(of: hash) != nil } } else { false }
            if isHeld { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Connection {
    /// No entry is added once those before it come to so many bytes.
    private static var parcelBytes: Int { 8 << 20 }

    /// At most so many entries of a stream, from a position on; fewer where they carry much.
    package func parcels(of stream: Stream, from position: UInt64, limit: Int) throws -> [Parcel] {
        var parcels: [Parcel] = []
        var bytes = 0
        try each(
            "SELECT header, parts, place FROM entry WHERE place >= ? AND place <= ? ORDER BY place LIMIT ?",
            [
                .integer(Place(stream: stream.id, position: position).raw),
                .integer(Place(stream: stream.id, position: stream.position).raw), limit.value,
            ]
        ) { row in
            guard bytes < Self.parcelBytes else { return }
            let parcel = try parcel(header: row.bytes(0), bundle: row.bytes(1), at: Place(raw: row.integer(2)))
            bytes += parcel.header.count + parcel.parts.count
            parcels.append(parcel)
        }
        return parcels
    }
}

/// The taking in of one batch of entries, in one transaction.
private final class Merge {
    private(set) var report: MergeReport
    /// The latest stamp taken in that lies within the drift allowed.
    private(set) var newest = Stamp(raw: 0)
    private let connection: any Connection
    private let tails: Tails
    /// Whether anything was ever ordered to be forgotten here: most batches need not ask for each part.
    private var holdsDrops: Bool
    private let writer: WriterID
    private let milliseconds: UInt64
    private let takesReadings: Bool
    /// The entries of the records that nothing here named before this batch: they are projected without being read back.
    private var fresh: [AnyID: [Entry]] = [:]
    private var known: Set<AnyID> = []

    init(
        _ connection: any Connection, _ writer: WriterID, at milliseconds: UInt64, _ report: MergeReport, takesReadings: Bool
    ) throws {
        self.connection = connection
        tails = Tails(connection)
        holdsDrops = try connection.first("SELECT 1 FROM dropped LIMIT 1") { _ in true } ?? false
        self.writer = writer
        self.milliseconds = milliseconds
        self.report = report
        self.takesReadings = takesReadings
    }

    func receive(_ parcel: Parcel, by schema: Schema) throws {
        let entry = try Entry(parcel: parcel)
        let header = entry.header
        guard try connection.place(of: entry.hash) == nil else {
            report.duplicates += 1
            return
        }
        guard takesReadings || header.scope.form != .readings else { throw MergeError.malformed("readings are replicated to nobody") }
        let held = try withoutDropped(entry)
        let beside = held.attachments
        let bundle = beside.isEmpty && held.parts == entry.parts ? parcel.parts : held.bundleBeside
        let stream = try stream(continuedBy: header)
        let place = try tails.append(header, bytes: parcel.header, hash: entry.hash, bundle: bundle, to: stream)
        try connection.keep(beside, at: place)
        try connection.send(
            "INSERT INTO arrival (place, milliseconds) VALUES (?, ?)", [.integer(place.raw), .integer(Int64(milliseconds))])
        report.received += 1
        if header.writer == writer { try markBranched(header) }
        if header.stamp.milliseconds > milliseconds + StampClock.driftLimit {
            report.ahead += 1
            try mark("entry.ahead", entry.hash.description, header.stamp)
        } else {
            newest = max(newest, header.stamp)
        }
        report.drops += held.drops.isEmpty ? 0 : 1
        if !held.drops.isEmpty { holdsDrops = true }
        for (record, entry) in (beside.isEmpty ? held : held.beside).byRecord where !known.contains(record) {
            if fresh[record] != nil {
                fresh[record]!.append(entry)
            } else if try connection.isNamed(record) {
                known.insert(record)
            } else {
                fresh[record] = [entry]
            }
        }
        try connection.index(held, at: place)
        // What a backup held is brought back with the tokens that it held.
        if !takesReadings { try connection.owesIndexes(held.parts.compactMap { $0 }, in: header.scope, schema) }
        try connection.owesTallies(held.parts.compactMap { $0 }, in: header.scope, schema)
    }

    func keep() throws { try tails.keep() }

    func project(by layouts: [String: TableLayout]) throws {
        for (record, entries) in fresh.sorted(by: { $0.key < $1.key }) {
            try connection.project(record, entries, layouts, replacing: false)
        }
        for record in known.sorted() { try connection.project(record, by: layouts) }
    }

    /// What was ordered to be forgotten before it came is not kept at all.
    private func withoutDropped(_ entry: Entry) throws -> Entry {
        guard holdsDrops else { return entry }
        var parts = entry.parts
        for (number, digest) in entry.header.parts.enumerated() {
            guard let part = parts[number], part.canBeDropped else { continue }
            if try !connection.drops(of: digest, from: entry.hash).isEmpty { parts[number] = nil }
        }
        return Entry(header: entry.header, hash: entry.hash, parts: parts)
    }

    /// The stream that this header continues; nil where it begins one, be it the first of its writer and scope or a branch.
    private func stream(continuedBy header: Header) throws -> Stream? {
        let streams = try tails.streams(of: header.writer, header.scope)
        if let tail = streams.first(where: { $0.position + 1 == header.sequence && $0.head == header.previous }) { return tail }
        if let hash = header.previous {
            guard let previous = try connection.entry(hash)?.header else { throw MergeError.gap(position: header.sequence) }
            guard previous.writer == header.writer, previous.scope == header.scope, previous.sequence + 1 == header.sequence else {
                throw MergeError.malformed("it follows an entry that it cannot follow")
            }
        }
        if !streams.isEmpty { try markBranched(header) }
        return nil
    }

    private func markBranched(_ header: Header) throws {
        report.branchedWriters.insert(header.writer)
        try mark("writer.branched", header.writer.description, header.stamp)
    }

    private func mark(_ code: String, _ subject: String, _ stamp: Stamp) throws {
        try connection.send(
            "INSERT INTO finding (subject, code, stamp) VALUES (?, ?, ?) ON CONFLICT (subject, code) DO NOTHING",
            [.text(subject), .text(code), stamp.value])
    }
}

extension Entry {
    /// Throws where a part's bytes are not what the header says, or cannot be read.
    fileprivate init(parcel: Parcel) throws {
        do {
            let header = try Header(bytes: parcel.header)
            let hash = Digest(of: parcel.header)
            var parts: [Part?] = []
            for (digest, bytes) in zip(header.parts, try Entry.unbundle(parcel.parts, count: header.parts.count)) {
                guard bytes.map({ Digest(of: $0) == digest }) != false else { throw MergeError.changedPart(entry: hash) }
                parts.append(try bytes.map { try Part(bytes: $0) })
            }
            self.init(header: header, hash: hash, parts: parts)
            guard hasNames else { throw MergeError.malformed("a name that is none") }
        } catch let error as Malformed {
            throw MergeError.malformed(error.description)
        }
    }

    /// Whether its act, its kinds and its fields have names such as a version gives: others might not go into a table of either engine.
    private var hasNames: Bool {
        header.act.isName(with: ".")
            && changes.allSatisfy { $0.kind.isName() && $0.fields.allSatisfy { $0.field.isName() } }
            && drops.allSatisfy { $0.changes.allSatisfy { $0.kind.isName() && $0.field.isName() } }
    }
}

extension String {
    /// Lower-case letters of ASCII, digits, `-`, `_`, and the one more sign given.
    fileprivate func isName(with sign: UnicodeScalar = "_") -> Bool {
        !isEmpty
            && utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: sign)
            }
    }
}
