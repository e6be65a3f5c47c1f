import Journal

/// Hears how much of a long work is done, of how much.
package typealias Progress = @Sendable (_ done: Int, _ all: Int) -> Void

/// Answers whether a signature over these bytes holds; nil where the signer's key is not here.
package typealias SignatureCheck = @Sendable (_ signature: Signature, _ bytes: [UInt8]) -> Bool?

/// How much `verify` reads again (FORMATS 12).
package enum VerifyExtent: Sendable {
    /// Every entry and every row.
    case all
    /// The entries that came since the last proof, each record that they touch, and each table as a whole against its running digest. A byte
    /// that was changed inside an entry proved before is not read again.
    case sinceProof
}

package struct VerifyReport: Equatable, Sendable {
    /// All that disagrees: each chain with itself, each part with its digest, each signature, and each table with the entries.
    package let findings: [Finding]
    package let entriesRead: Int
    package let entriesHeld: Int

    package init(findings: [Finding], entriesRead: Int, entriesHeld: Int) {
        (self.findings, self.entriesRead, self.entriesHeld) = (findings, entriesRead, entriesHeld)
    }
}

extension Store {
    /// Verifies while others read and write, as of one moment. What is found right is remembered, so that the next verification goes on from it.
    package func verify(
        _ extent: VerifyExtent, signatures check: @escaping SignatureCheck = { _, _ in nil }, progress: Progress? = nil
    ) async throws -> VerifyReport {
        guard isPrepared else { throw StorageError.busy }
        let (report, proof) = try await read { connection in
            let proof = extent == .sinceProof ? try Proof(connection, self.layouts) : nil
            if let proof, let found = try Verifier(connection, self.layouts, check, progress, since: proof).report() { return found }
            return try Verifier(connection, self.layouts, check, progress, since: nil).report()!
        }
        // What cannot be remembered, on a disk that takes no writes, is read again the next time.
        if let proof, report.findings.isEmpty { try? await database.write { try proof.keep($0, self.layouts) } }
        return report
    }
}

/// One verification: the chains first, then the tables.
final class Verifier {
    let connection: any Connection
    let layouts: [String: TableLayout]
    private let check: SignatureCheck
    private let tally: Tally?
    /// What was proved before and is not read again; nil to read everything.
    let former: Proof?
    /// What is proved when nothing disagrees.
    private var proof: Proof
    private var findings: [Finding] = []
    private var entriesRead = 0
    private var attachmentsRead = 0
    /// The records that entries since the former proof name.
    private var touched: Set<AnyID> = []

    init(
        _ connection: any Connection, _ layouts: [String: TableLayout], _ check: @escaping SignatureCheck, _ progress: Progress?, since former: Proof?
    ) throws {
        self.connection = connection
        self.layouts = layouts
        self.check = check
        self.former = former
        proof = former ?? Proof()
        tally = try progress.map { try Tally(connection, since: former, $0) }
    }

    /// Nil where what came since the former proof does not suffice: something was forgotten since, or a table's digest disagrees, and only
    /// reading everything tells which row.
    func report() throws -> (VerifyReport, Proof?)? {
        guard try walkChains() else { return nil }
        if former == nil { findings += try strayAttachments() }
        do {
            guard try compareHistory(), try compareTables() else { return nil }
        } catch is Malformed where !findings.isEmpty {
            // Entries that cannot be read say nothing about tables; the walk along the chains has named them.
        }
        let held = try connection.first("SELECT COUNT(*) FROM entry") { Int(try $0.integer(0)) } ?? 0
        return (VerifyReport(findings: findings, entriesRead: entriesRead, entriesHeld: held), findings.isEmpty ? proof : nil)
    }

    // MARK: Chains

    /// False where an entry since the former proof ordered something to be forgotten: it changes what earlier entries say.
    private func walkChains() throws -> Bool {
        let dropped = Set(try connection.rows("SELECT part FROM dropped") { Digest(exactly: try $0.bytes(0)) }.compactMap { $0 })
        for stream in try connection.streams() {
            var (expected, previous) = (stream.start, stream.start > 1 ? try branchPoint(of: stream) : nil)
            if let head = former?.streams[stream.id] {
                // A proof that the stream no longer bears out proves nothing.
                let isBorneOut = try connection.hash(at: Place(stream: stream.id, position: head.position)) == head.hash
                guard isBorneOut, head.position <= stream.position else { return false }
                (expected, previous) = (head.position + 1, head.hash)
            }
            guard try walk(stream, from: expected, after: previous, dropped) else { return false }
        }
        return true
    }

    /// False where only reading everything can tell which entry the index does not tie to its records.
    private func compareHistory() throws -> Bool {
        if try historySum() == proof.history { return true }
        if former != nil { return false }
        findings += try historyFindings()
        return true
    }

    private func walk(_ stream: Stream, from first: UInt64, after previous: Digest?, _ dropped: Set<Digest>) throws -> Bool {
        var forgets = false
        var (next, last) = (first, previous)
        try connection.eachEntry(after: Place(stream: stream.id, position: first - 1), before: Place(stream: stream.id + 1, position: 0)) { row, place in
            tally?.count()
            entriesRead += 1
            while next < place.position {
                findings.append(.missingEntry(stream: stream.id, position: next))
                next += 1
                last = nil
            }
            next = place.position + 1
            let bytes = try row.bytes(0)
            let hash = Digest(of: bytes)
            do {
                let header = try Header(bytes: bytes)
                let isLinked = last == nil && place.position > stream.start || header.previous == last
                let isOwn = header.sequence == place.position && header.writer == stream.writer && header.scope == stream.scope
                if !isLinked || !isOwn { findings.append(.brokenChain(stream: stream.id, position: place.position)) }
                findings += try partFindings(header, hash, try Entry.unbundle(try row.bytes(1), count: header.parts.count), dropped, at: place)
                for signature in header.signatures where check(signature, header.signedBytes) == false {
                    findings.append(.badSignature(entry: hash))
                }
            } catch let error as Malformed {
                findings.append(.unreadable(stream: stream.id, position: place.position, error.description))
            }
            last = hash
            guard let entry = try? Entry(row) else { return }
            let columns = [Value.integer(try row.integer(2)), .integer(try row.integer(3))]
            if columns != [entry.header.stamp.value, entry.hash.short] { findings.append(.wrongHistory(entry: entry.hash)) }
            // A drop that cannot be read is a finding where its own entry lies.
            guard let records = try Malformed.none({ try connection.records(of: entry) }) else { return }
            for subject in try connection.subjects(of: entry, at: place) { proof.history.add([.text("subject"), subject.value, .integer(place.raw)]) }
            for record in records {
                proof.history.add([record.value, .integer(place.raw)])
                if former != nil { touched.insert(record) }
            }
            forgets = forgets || !entry.drops.isEmpty
        }
        if former != nil, forgets { return false }
        if next <= stream.position {
            for position in next...stream.position { findings.append(.missingEntry(stream: stream.id, position: position)) }
        } else if last != stream.head {
            findings.append(.brokenChain(stream: stream.id, position: stream.position))
        }
        proof.streams[stream.id] = Proof.Head(position: stream.position, hash: stream.head)
        return true
    }

    /// The hash that a branch's first entry must follow, in whichever stream of the same writer and scope holds it.
    private func branchPoint(of stream: Stream) throws -> Digest? {
        guard let first = try connection.entry(at: Place(stream: stream.id, position: stream.start))?.header.previous else { return nil }
        guard let before = try connection.entry(first)?.header, before.sequence + 1 == stream.start else { return nil }
        return before.writer == stream.writer && before.scope == stream.scope ? first : nil
    }

    private func partFindings(_ header: Header, _ hash: Digest, _ parts: [[UInt8]?], _ dropped: Set<Digest>, at place: Place) throws -> [Finding] {
        try zip(header.parts, parts).enumerated().compactMap { number, pair in
            let (digest, bytes) = pair
            if bytes == nil, let beside = try connection.attachment(digest, at: place) {
                attachmentsRead += 1
                return beside.isWhole ? nil : .changedPart(entry: hash, part: number + 1)
            }
            guard let bytes else { return dropped.contains(digest) ? nil : .missingPart(entry: hash, part: number + 1) }
            return Digest(of: bytes) == digest ? nil : .changedPart(entry: hash, part: number + 1)
        }
    }

    /// The attachments that no entry carries.
    private func strayAttachments() throws -> [Finding] {
        let held = try connection.first("SELECT COUNT(*) FROM attachment") { Int(try $0.integer(0)) } ?? 0
        guard held != attachmentsRead else { return [] }
        return try connection.rows("SELECT part, place FROM attachment ORDER BY part, place") {
            (digest: Digest(exactly: try $0.bytes(0)), place: Place(raw: try $0.integer(1)))
        }
        .compactMap { digest, place in
            guard let digest, try connection.entry(at: place)?.header.parts.contains(digest) != true else { return nil }
            return .strayAttachment(part: digest)
        }
    }

    /// The digest of the history index as it lies there.
    private func historySum() throws -> RowSum {
        var sum = RowSum()
        try connection.eachRow(of: "history", by: "record") { record, place in sum.add([.bytes(record), .integer(place)]) }
        try connection.eachRow(of: "subject", by: "subject") { subject, place in sum.add([.text("subject"), .bytes(subject), .integer(place)]) }
        return sum
    }

    /// Which entries the index does not tie to the records that they name.
    private func historyFindings() throws -> [Finding] {
        var counts: [Int64: Int] = [:]
        var subjectCounts: [Int64: Int] = [:]
        try connection.eachRow(of: "history", by: "record") { _, place in counts[place, default: 0] += 1 }
        try connection.eachRow(of: "subject", by: "subject") { _, place in subjectCounts[place, default: 0] += 1 }
        var findings: [Finding] = []
        try connection.eachEntry(after: Place(raw: -1), before: Place(raw: .max)) { row, place in
            let count = counts.removeValue(forKey: place.raw) ?? 0
            guard let entry = try? Entry(row) else { return }
            let (records, subjects) = (try connection.records(of: entry), try connection.subjects(of: entry, at: place))
            let isTied =
                try records.allSatisfy { try connection.isTied($0, to: place) }
                && subjects.allSatisfy { try connection.isTied($0, to: place, in: "subject", by: "subject") }
            if count != records.count || subjectCounts[place.raw, default: 0] != subjects.count || !isTied { findings.append(.wrongHistory(entry: entry.hash)) }
        }
        return findings + counts.keys.sorted().map { Place(raw: $0) }.map { .missingEntry(stream: $0.stream, position: $0.position) }
    }

    // MARK: Tables

    /// False where only reading everything can tell what disagrees.
    private func compareTables() throws -> Bool {
        let tables = TableVerifier(connection, layouts)
        if let former {
            guard let kinds = try tables.sums(since: former, touched: touched, { tally?.count() }) else { return false }
            proof.kinds = kinds
        } else {
            let (found, kinds) = try tables.compareAll { tally?.count() }
            findings += found
            proof.kinds = kinds
        }
        return true
    }
}

/// Counts what `verify` has looked at: each entry along its chain, and each record.
private final class Tally {
    private let all: Int
    private let progress: Progress
    private var done = 0

    init(_ connection: any Connection, since former: Proof?, _ progress: @escaping Progress) throws {
        let held = try connection.first("SELECT COUNT(*) FROM entry") { Int(try $0.integer(0)) } ?? 0
        let records = former == nil ? try connection.first("SELECT COUNT(DISTINCT record) FROM history") { Int(try $0.integer(0)) } ?? 0 : 0
        let proved = try former.map { former in
            try connection.streams().reduce(0) { $0 + Int((former.streams[$1.id]?.position).map { $0 + 1 } ?? $1.start) - Int($1.start) }
        }
        all = max(1, held - (proved ?? 0) + records)
        self.progress = progress
    }

    func count() {
        done += 1
        if done % 1_000 == 0 || done == all { progress(min(done, all), all) }
    }
}

extension Connection {
    /// Calls `body` with the columns `header, parts, stamp, short` of each entry between two places, reading so many at a time.
    func eachEntry(after start: Place, before end: Place, _ body: (any Row, Place) throws -> Void) throws {
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

    /// Calls `body` with each row of one of the two indexes of the journal.
    fileprivate func eachRow(of table: String, by column: String, _ body: (_ id: [UInt8], _ place: Int64) throws -> Void) throws {
        var last: (record: [UInt8], place: Int64) = ([], -1)
        while true {
            var count = 0
            try each(
                "SELECT \(column), place FROM \(table) WHERE (\(column), place) > (?, ?) ORDER BY \(column), place LIMIT 5000",
                [.bytes(last.record), .integer(last.place)]
            ) { row in
                last = (try row.bytes(0), try row.integer(1))
                try body(last.record, last.place)
                count += 1
            }
            guard count == 5_000 else { return }
        }
    }

    fileprivate func isTied(_ id: AnyID, to place: Place, in table: String = "history", by column: String = "record") throws -> Bool {
        try first("SELECT 1 FROM \(table) WHERE \(column) = ? AND place = ?", [id.value, .integer(place.raw)]) { _ in true } ?? false
    }
}

extension Malformed {
    /// What `body` reads; nil where it cannot be read.
    fileprivate static func none<T>(_ body: () throws -> T) throws -> T? {
        do { return try body() } catch is Malformed { return nil }
    }
}
