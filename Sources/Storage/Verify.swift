import Journal

/// Something that is not as the journal says, named so that a person can look for it.
package enum Finding: Hashable, Sendable, CustomStringConvertible {
    /// The header's bytes do not follow from those before it in its stream.
    case brokenChain(stream: Int64, position: UInt64)
    case missingEntry(stream: Int64, position: UInt64)
    case unreadable(stream: Int64, position: UInt64, String)
    case changedPart(entry: Digest, part: Int)
    /// A part is gone and nothing ordered it to be forgotten.
    case missingPart(entry: Digest, part: Int)
    case badSignature(entry: Digest)
    case wrongRow(kind: String, record: AnyID, fields: [String])
    case missingRow(kind: String, record: AnyID)
    case strayRow(kind: String, record: AnyID)
    case wrongCollisions(kind: String, record: AnyID)
    case wrongHistory(entry: Digest)

    package var description: String {
        switch self {
        case .brokenChain(let stream, let position): "stream \(stream), entry \(position): the chain is broken"
        case .missingEntry(let stream, let position): "stream \(stream), entry \(position): missing"
        case .unreadable(let stream, let position, let why): "stream \(stream), entry \(position): unreadable (\(why))"
        case .changedPart(let entry, let part): "entry \(entry), part \(part): its bytes were changed"
        case .missingPart(let entry, let part): "entry \(entry), part \(part): gone, and no drop says why"
        case .badSignature(let entry): "entry \(entry): its signature does not hold"
        case .wrongRow(let kind, let record, let fields): "\(kind) \(record): the table disagrees on \(fields.joined(separator: ", "))"
        case .missingRow(let kind, let record): "\(kind) \(record): missing from its table"
        case .strayRow(let kind, let record): "\(kind) \(record): in the table and not in the journal"
        case .wrongCollisions(let kind, let record): "\(kind) \(record): its collisions disagree"
        case .wrongHistory(let entry): "entry \(entry): the history index disagrees"
        }
    }
}

/// Hears how much of a long work is done, of how much.
package typealias Progress = @Sendable (_ done: Int, _ all: Int) -> Void

/// Answers whether a signature over these bytes holds; nil where the signer's key is not here.
package typealias SignatureCheck = @Sendable (_ signature: Signature, _ bytes: [UInt8]) -> Bool?

extension Store {
    /// All that disagrees: each chain with itself, each part with its digest, each signature, and each table with the entries.
    package func verify(signatures check: @escaping SignatureCheck = { _, _ in nil }, progress: Progress? = nil) async throws -> [Finding] {
        try await read { connection in
            let tally = try progress.map { try Tally(connection, $0) }
            let chains = try connection.verifyChains(check, tally)
            do {
                return chains + (try connection.verifyTables(self.layouts, tally))
            } catch is Malformed where !chains.isEmpty {
                // Entries that cannot be read say nothing about tables; the walk along the chains has named them.
                return chains
            }
        }
    }
}

/// Counts what `verify` has looked at: each entry along its chain, each record, and each entry in the index.
private final class Tally {
    private let all: Int
    private let progress: Progress
    private var done = 0

    init(_ connection: any Connection, _ progress: @escaping Progress) throws {
        let entries = try connection.first("SELECT COUNT(*) FROM entry") { Int(try $0.integer(0)) } ?? 0
        all = 2 * entries + (try connection.first("SELECT COUNT(DISTINCT record) FROM history") { Int(try $0.integer(0)) } ?? 0)
        self.progress = progress
    }

    func count() {
        done += 1
        if done % 1_000 == 0 || done == all { progress(done, all) }
    }
}

extension Connection {
    fileprivate func verifyChains(_ check: SignatureCheck, _ tally: Tally?) throws -> [Finding] {
        var findings: [Finding] = []
        let dropped = Set(try rows("SELECT part FROM dropped") { Digest(exactly: try $0.bytes(0)) }.compactMap { $0 })
        for stream in try streams() {
            var expected = stream.start
            var previous: Digest? = stream.start > 1 ? try branchPoint(of: stream) : nil
            try eachEntry(after: Place(stream: stream.id, position: 0), before: Place(stream: stream.id + 1, position: 0)) { row, place in
                tally?.count()
                while expected < place.position {
                    findings.append(.missingEntry(stream: stream.id, position: expected))
                    expected += 1
                    previous = nil
                }
                expected = place.position + 1
                let bytes = try row.bytes(0)
                let hash = Digest(of: bytes)
                do throws(Malformed) {
                    let header = try Header(bytes: bytes)
                    let isLinked = previous == nil && place.position > stream.start || header.previous == previous
                    let isOwn = header.sequence == place.position && header.writer == stream.writer && header.scope == stream.scope
                    if !isLinked || !isOwn { findings.append(.brokenChain(stream: stream.id, position: place.position)) }
                    findings += partFindings(header, hash, try Entry.unbundle(try row.bytes(1), count: header.parts.count), dropped)
                    for signature in header.signatures where check(signature, header.signedBytes) == false {
                        findings.append(.badSignature(entry: hash))
                    }
                } catch {
                    findings.append(.unreadable(stream: stream.id, position: place.position, error.description))
                }
                previous = hash
            }
            if expected <= stream.position {
                for position in expected...stream.position { findings.append(.missingEntry(stream: stream.id, position: position)) }
            } else if previous != stream.head {
                findings.append(.brokenChain(stream: stream.id, position: stream.position))
            }
        }
        return findings
    }

    /// Calls `body` with the columns `header, parts, stamp, short` of each entry between two places, reading so many at a time.
    private func eachEntry(after start: Place, before end: Place, _ body: (any Row, Place) throws -> Void) throws {
        var last = start
        while true {
            var count = 0
            try each(
                "SELECT header, parts, stamp, short, place FROM entry WHERE place > ? AND place < ? ORDER BY place LIMIT 500",
                [.integer(last.raw), .integer(end.raw)]
            ) { row in
                last = Place(raw: try row.integer(4))
                count += 1
                try body(row, last)
            }
            guard count == 500 else { return }
        }
    }

    /// The hash that a branch's first entry must follow, in whichever stream of the same writer and scope holds it.
    private func branchPoint(of stream: Stream) throws -> Digest? {
        guard let first = try entry(at: Place(stream: stream.id, position: stream.start))?.header.previous else { return nil }
        guard let before = try entry(first)?.header, before.sequence + 1 == stream.start else { return nil }
        return before.writer == stream.writer && before.scope == stream.scope ? first : nil
    }

    private func partFindings(_ header: Header, _ hash: Digest, _ parts: [[UInt8]?], _ dropped: Set<Digest>) -> [Finding] {
        zip(header.parts, parts).enumerated().compactMap { number, pair in
            let (digest, bytes) = pair
            guard let bytes else { return dropped.contains(digest) ? nil : .missingPart(entry: hash, part: number + 1) }
            return Digest(of: bytes) == digest ? nil : .changedPart(entry: hash, part: number + 1)
        }
    }

    fileprivate func verifyTables(_ layouts: [String: TableLayout], _ tally: Tally?) throws -> [Finding] {
        var findings: [Finding] = []
        var rowCounts: [String: Int] = [:]
        var collisionCount = 0
        try eachRecord { record, entries in
            tally?.count()
            guard let projected = Projected(record, entries, layouts) else { return }
            let (more, hasRow) = try rowFindings(record, layouts[projected.kind.name]!, projected)
            findings += more
            rowCounts[projected.kind.name, default: 0] += hasRow ? 1 : 0
            collisionCount += projected.collisions.count
        }
        for (name, layout) in layouts.sorted(by: { $0.key < $1.key }) {
            let count = try first("SELECT COUNT(*) FROM \(TableLayout.quoted(name))") { Int(try $0.integer(0)) }
            if count != rowCounts[name, default: 0] { findings += try strayRows(layout, layouts) }
        }
        let count = try first("SELECT COUNT(*) FROM collision") { Int(try $0.integer(0)) }
        if count != collisionCount { findings += try strayCollisions(layouts) }
        return findings + (try historyFindings(tally))
    }

    private func rowFindings(_ record: AnyID, _ layout: TableLayout, _ projected: Projected) throws -> ([Finding], hasRow: Bool) {
        let kind = layout.kind
        let columns = (kind.columns + kind.derived).map { ($0.name, $0.type) }
        let all = [("id", ColumnType.bytes), ("made", .integer), ("changed", .integer), ("versions", .bytes)] + columns
        let row = try first(layout.select, [record.value]) { row in
            try all.enumerated().map { try row.value($0.offset, as: $0.element.1) }
        }
        var findings: [Finding] = []
        switch (projected.row, row) {
        case (nil, nil): break
        case (.some, nil): findings.append(.missingRow(kind: kind.name, record: record))
        case (nil, .some): findings.append(.strayRow(kind: kind.name, record: record))
        case (let expected?, let found?):
            let wrong = zip(all, zip(expected, found)).filter { $0.1.0 != $0.1.1 }.map(\.0.0)
            if !wrong.isEmpty { findings.append(.wrongRow(kind: kind.name, record: record, fields: wrong)) }
        }
        let collisions = try rows(
            "SELECT record, field, stamp, writer, entry, kind FROM collision WHERE record = ?", [record.value]
        ) { row in
            try [ColumnType.bytes, .text, .integer, .bytes, .bytes, .text].enumerated().map { try row.value($0.offset, as: $0.element) }
        }
        if Set(collisions) != projected.collisions { findings.append(.wrongCollisions(kind: kind.name, record: record)) }
        return (findings, row != nil)
    }

    /// The rows of records that the journal does not name, or names with another kind.
    private func strayRows(_ layout: TableLayout, _ layouts: [String: TableLayout]) throws -> [Finding] {
        let ids = try rows("SELECT id FROM \(TableLayout.quoted(layout.kind.name)) ORDER BY id") { try AnyID(value: .bytes($0.bytes(0))) }
        return try ids.filter { try kind(of: $0, layouts) != layout.kind.name }.map { .strayRow(kind: layout.kind.name, record: $0) }
    }

    private func strayCollisions(_ layouts: [String: TableLayout]) throws -> [Finding] {
        let all = try rows("SELECT DISTINCT kind, record FROM collision ORDER BY kind, record") {
            (try $0.text(0), try AnyID(value: .bytes($0.bytes(1))))
        }
        return try all.filter { try kind(of: $0.1, layouts) == nil }.map { .wrongCollisions(kind: $0.0, record: $0.1) }
    }

    private func kind(of record: AnyID, _ layouts: [String: TableLayout]) throws -> String? {
        guard let kind = RecordVersions(of: record, in: try entries(of: record))?.kind, layouts[kind] != nil else { return nil }
        return kind
    }

    /// Where the indexes of the journal do not say what the entries do.
    private func historyFindings(_ tally: Tally?) throws -> [Finding] {
        var findings: [Finding] = []
        var indexed = try indexedRecords()
        try eachEntry(after: Place(raw: -1), before: Place(raw: .max)) { row, place in
            tally?.count()
            let count = indexed.removeValue(forKey: place.raw) ?? 0
            guard let entry = try? Entry(row) else { return }
            let columns = [Value.integer(try row.integer(2)), .integer(try row.integer(3))]
            if try count != records(of: entry).count || columns != [entry.header.stamp.value, entry.hash.short] {
                findings.append(.wrongHistory(entry: entry.hash))
            }
        }
        return findings
            + indexed.keys.sorted().map { Place(raw: $0) }.map { .missingEntry(stream: $0.stream, position: $0.position) }
    }

    /// How many records the index ties to each place.
    private func indexedRecords() throws -> [Int64: Int] {
        var counts: [Int64: Int] = [:]
        var last: (record: [UInt8], place: Int64) = ([], -1)
        while true {
            var count = 0
            try each(
                "SELECT record, place FROM history WHERE (record, place) > (?, ?) ORDER BY record, place LIMIT 5000",
                [.bytes(last.record), .integer(last.place)]
            ) { row in
                last = (try row.bytes(0), try row.integer(1))
                counts[last.place, default: 0] += 1
                count += 1
            }
            guard count == 5_000 else { return counts }
        }
    }
}
