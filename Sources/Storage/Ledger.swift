import Journal

/// Where an entry lies on this node: the stream's number here, and the position in it.
package struct Place: Hashable, Comparable, Sendable {
    let raw: Int64

    init(raw: Int64) { self.raw = raw }
    init(stream: Int64, position: UInt64) { raw = stream << 40 | Int64(position) }

    package var stream: Int64 { raw >> 40 }
    package var position: UInt64 { UInt64(raw & (1 << 40 - 1)) }
    package static func < (a: Place, b: Place) -> Bool { a.raw < b.raw }
}

/// One chain of entries as this node holds it. Two of one writer and scope exist only after a copy wrote on: branches.
package struct Stream: Equatable, Sendable {
    package let id: Int64
    package let writer: WriterID
    package let scope: Scope
    /// The first position that this branch holds itself; earlier ones lie in the branch that it left.
    package let start: UInt64
    package var position: UInt64
    package var head: Digest

    static let columns = "id, writer, scope, start, position, head"

    init(id: Int64, writer: WriterID, scope: Scope, start: UInt64, position: UInt64, head: Digest) {
        self.id = id
        self.writer = writer
        self.scope = scope
        self.start = start
        self.position = position
        self.head = head
    }

    init(_ row: any Row) throws {
        id = try row.integer(0)
        writer = try WriterID(value: .bytes(row.bytes(1)))
        scope = try Scope(bytes: row.bytes(2))
        guard let start = UInt64(exactly: try row.integer(3)), let position = UInt64(exactly: try row.integer(4)),
            let head = Digest(exactly: try row.bytes(5))
        else { throw Malformed("stream \(id)") }
        (self.start, self.position, self.head) = (start, position, head)
    }
}

extension Digest {
    /// The first eight bytes as the number that `entry.short` indexes.
    var short: Value {
        .integer(Int64(bitPattern: bytes[0..<8].reduce(0) { $0 << 8 | UInt64($1) }))
    }
}

extension Connection {
    package func streams() throws -> [Stream] {
        try rows("SELECT \(Stream.columns) FROM stream ORDER BY id") { try Stream($0) }
    }

    func streams(of writer: WriterID, _ scope: Scope) throws -> [Stream] {
        try rows(
            "SELECT \(Stream.columns) FROM stream WHERE writer = ? AND scope = ? ORDER BY id", [writer.value, .bytes(scope.bytes)]
        ) { try Stream($0) }
    }

    /// Writes a header and its bundle at the end of a stream, or as the first entry of a new one; index and projection are the caller's.
    func append(_ header: Header, bytes: [UInt8], hash: Digest, bundle: [UInt8], to stream: Stream?) throws -> Place {
        guard var stream else {
            let id = try (first("SELECT MAX(id) FROM stream") { $0.isNull(0) ? 0 : try $0.integer(0) } ?? 0) + 1
            try send(
                "INSERT INTO stream (\(Stream.columns)) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    .integer(id), header.writer.value, .bytes(header.scope.bytes), .integer(Int64(header.sequence)),
                    .integer(Int64(header.sequence)), .bytes(hash.bytes),
                ])
            return try insert(header, bytes: bytes, hash: hash, bundle: bundle, into: id)
        }
        stream.position = header.sequence
        stream.head = hash
        try move(stream)
        return try insert(header, bytes: bytes, hash: hash, bundle: bundle, into: stream.id)
    }

    /// Writes a header and its bundle alone; the stream's end is the caller's.
    func insert(_ header: Header, bytes: [UInt8], hash: Digest, bundle: [UInt8], into stream: Int64) throws -> Place {
        let place = Place(stream: stream, position: header.sequence)
        try send(
            "INSERT INTO entry (place, stamp, short, header, parts) VALUES (?, ?, ?, ?, ?)",
            [.integer(place.raw), header.stamp.value, hash.short, .bytes(bytes), .bytes(bundle)])
        return place
    }

    /// Keeps where a stream ends.
    func move(_ stream: Stream) throws {
        try send(
            "UPDATE stream SET position = ?, head = ? WHERE id = ?",
            [.integer(Int64(stream.position)), .bytes(stream.head.bytes), .integer(stream.id)])
    }

    /// Ties an entry to its records, and carries out the drops that it orders; returns the records.
    @discardableResult
    func index(_ entry: Entry, at place: Place) throws -> Set<AnyID> {
        let records = try records(of: entry)
        for record in records { try tie(record, to: place) }
        for subject in try subjects(of: entry, at: place) { try tie(subject: subject, to: place) }
        for drop in entry.drops {
            try send(
                "INSERT INTO dropped (part, place) VALUES (?, ?) ON CONFLICT (part, place) DO NOTHING", [.bytes(drop.part.bytes), .integer(place.raw)])
            guard let target = try self.place(of: drop.entry), try strip(drop.part, from: target) else { continue }
            for change in drop.changes { try tie(change.record, to: target) }
        }
        return records
    }

    func tie(_ record: AnyID, to place: Place) throws {
        try send(
            "INSERT INTO history (record, place) VALUES (?, ?) ON CONFLICT (record, place) DO NOTHING",
            [record.value, .integer(place.raw)])
    }

    func tie(subject: AnyID, to place: Place) throws {
        try send(
            "INSERT INTO subject (subject, place) VALUES (?, ?) ON CONFLICT (subject, place) DO NOTHING",
            [subject.value, .integer(place.raw)])
    }

    /// The entries that still say something about a subject, in the order in which they lie here.
    package func entries(about subject: AnyID) throws -> [Entry] {
        try rows(
            "SELECT header, parts FROM subject JOIN entry ON entry.place = subject.place WHERE subject = ? ORDER BY subject.place", [subject.value]
        ) { try Entry($0) }
    }

    /// The next so many subjects whose key was destroyed and of whom an entry still says something.
    package func destroyedSubjects(limit: Int) throws -> [KeyDestruction] {
        try rows(
            """
            SELECT DISTINCT key_destruction.subject FROM key_destruction JOIN subject ON subject.subject = key_destruction.subject \
            ORDER BY key_destruction.subject LIMIT ?
            """, [limit.value]
        ) { try AnyID(value: .bytes($0.bytes(0))) }
        .compactMap { try destruction(of: $0) }
    }

    /// The records that history ties to an entry: those that it changes, and those whose change it drops, or was dropped from it.
    func records(of entry: Entry) throws -> Set<AnyID> {
        var records = Set(entry.changes.map(\.record))
        for drop in entry.drops { records.formUnion(drop.changes.map(\.record)) }
        for (digest, part) in zip(entry.header.parts, entry.parts) where part == nil {
            for drop in try drops(of: digest, from: entry.hash) { records.formUnion(drop.changes.map(\.record)) }
        }
        return records
    }

    /// Removes the bytes of one part of an entry; the header stays, and the chain with it. False where the entry has no such part.
    private func strip(_ digest: Digest, from place: Place) throws -> Bool {
        guard let entry = try entry(at: place), let number = entry.header.parts.firstIndex(of: digest) else { return false }
        let before = try subjects(of: entry, at: place)
        let kept = Entry(header: entry.header, hash: entry.hash, parts: zip(entry.header.parts, entry.parts).map { $0 == digest ? nil : $1 })
        if let part = entry.parts[number] {
            guard part.canBeDropped else { return false }
            try send("UPDATE entry SET parts = ? WHERE place = ?", [.bytes(Entry.bundle(kept.parts.map { $0?.bytes })), .integer(place.raw)])
        } else {
            guard try discardAttachment(digest, at: place) else { return true }
        }
        for subject in before.subtracting(try subjects(of: kept, at: place)) {
            try send("DELETE FROM subject WHERE subject = ? AND place = ?", [subject.value, .integer(place.raw)])
        }
        return true
    }

    /// The orders to forget this part of this entry that are held.
    func drops(of part: Digest, from entry: Digest) throws -> [PartDrop] {
        try rows(
            "SELECT header, parts FROM dropped JOIN entry ON entry.place = dropped.place WHERE part = ?", [.bytes(part.bytes)]
        ) { try Entry($0).drops.filter { $0.part == part && $0.entry == entry } }
        .flatMap { $0 }
    }

    /// The place of an entry, or nil where it is not held.
    package func place(of hash: Digest) throws -> Place? {
        var found: Place?
        try each("SELECT place, header FROM entry WHERE short = ?", [hash.short]) { row in
            if Digest(of: try row.bytes(1)) == hash { found = Place(raw: try row.integer(0)) }
        }
        return found
    }

    package func entry(at place: Place) throws -> Entry? {
        try first("SELECT header, parts FROM entry WHERE place = ?", [.integer(place.raw)]) { try Entry($0) }
    }

    func hash(at place: Place) throws -> Digest? {
        try first("SELECT header FROM entry WHERE place = ?", [.integer(place.raw)]) { Digest(of: try $0.bytes(0)) }
    }

    package func entry(_ hash: Digest) throws -> Entry? {
        try place(of: hash).flatMap { try entry(at: $0) }
    }

    /// Whether any entry changes this record.
    func isNamed(_ record: AnyID) throws -> Bool {
        try first("SELECT 1 FROM history WHERE record = ? LIMIT 1", [record.value]) { _ in true } ?? false
    }

    /// Every entry that changed this record, in the order of stamps.
    package func entries(of record: AnyID) throws -> [Entry] {
        try rows(
            "SELECT header, parts FROM history JOIN entry ON entry.place = history.place WHERE record = ? ORDER BY history.place",
            [record.value]
        ) { try Entry($0) }
        .sorted { ($0.mark, $0.hash) < ($1.mark, $1.hash) }
    }

    /// The same of many records at once, up to a moment if one is given; one that no entry names has no line.
    func entries(of records: Set<AnyID>, upTo stamp: Stamp? = nil) throws -> [AnyID: [Entry]] {
        var found: [AnyID: [Entry]] = [:]
        for list in lists(of: records.map(\.value)) {
            // The sign keeps the index of stamps out of it: the few entries of these records are found by their history.
            try each(
                "SELECT header, parts, record FROM history JOIN entry ON entry.place = history.place WHERE +stamp <= ? AND record IN \(list.places)",
                [stamp?.value ?? .integer(.max)] + list.values
            ) { row in try found[AnyID(value: .bytes(row.bytes(2))), default: []].append(Entry(row)) }
        }
        return found.mapValues { $0.sorted { ($0.mark, $0.hash) < ($1.mark, $1.hash) } }
    }
}

extension Entry {
    /// From the columns `header, parts`.
    init(_ row: any Row) throws {
        let bytes = try row.bytes(0)
        let header = try Header(bytes: bytes)
        let parts = try Entry.unbundle(try row.bytes(1), count: header.parts.count)
        self.init(header: header, hash: Digest(of: bytes), parts: try parts.map { try $0.map { try Part(bytes: $0) } })
    }

    /// The changes of all parts that are held.
    package var changes: [RecordChange] {
        parts.flatMap { part in
            if case .changes(let changes) = part?.content { changes } else { [RecordChange]() }
        }
    }

    /// What the entry says of each record that it changes, or whose change it drops, and of no other.
    var byRecord: [AnyID: Entry] {
        let drops = drops
        let changes = changes
        if drops.isEmpty, changes.count == 1 { return [changes[0].record: self] }
        var grouped = Dictionary(grouping: changes, by: \.record).mapValues { [Part(salt: $0[0].record, .changes($0))] }
        for drop in drops {
            for record in Set(drop.changes.map(\.record)) { grouped[record, default: []].append(Part(salt: record, .drop(drop))) }
        }
        return grouped.mapValues { Entry(header: header, hash: hash, parts: $0) }
    }

    var drops: [PartDrop] {
        parts.compactMap { part in
            if case .drop(let drop) = part?.content { drop } else { nil }
        }
    }
}

extension Part {
    /// An order to forget is never forgotten itself: without it, the value before would stand again.
    var canBeDropped: Bool {
        if case .drop = content { false } else { true }
    }
}
