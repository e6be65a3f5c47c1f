import Journal

/// A digest of a set of rows that does not depend on their order and to which one row is added or taken at the cost of that row: the sum of
/// the rows' SHA-256, as four numbers modulo 2^64 (after AdHash: Bellare and Micciancio, 1997).
///
/// It finds what went wrong, and a row changed by someone who does not know of it; against whoever forges rows to fit, `verify` reads everything.
struct RowSum: Equatable, Sendable {
    private var words: [4 of UInt64] = [0, 0, 0, 0]

    mutating func add(_ row: [Value]) {
        for (number, word) in Self.words(of: row).enumerated() { words[number] &+= word }
    }

    mutating func take(_ row: [Value]) {
        for (number, word) in Self.words(of: row).enumerated() { words[number] &-= word }
    }

    private static func words(of row: [Value]) -> [UInt64] {
        var writer = ByteWriter(reserving: 128)
        for value in row { writer.value(value) }
        let bytes = Digest(of: writer.bytes).bytes
        return (0..<4).map { word in bytes[word * 8..<word * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) } }
    }

    static func == (a: RowSum, b: RowSum) -> Bool { (0..<4).allSatisfy { a.words[$0] == b.words[$0] } }

    var bytes: [UInt8] {
        var writer = ByteWriter(reserving: 32)
        for number in 0..<4 { writer.fixed(words[number]) }
        return writer.bytes
    }

    init() {}

    init(bytes: [UInt8]) throws(Malformed) {
        var reader = ByteReader(bytes)
        for number in 0..<4 { words[number] = try reader.fixed() }
        try reader.finish()
    }
}

/// What `verify` last found right: how far in each stream, and the digest of each table at that moment.
struct Proof: Equatable, Sendable {
    struct Head: Equatable, Sendable {
        let position: UInt64
        let hash: Digest
    }

    var streams: [Int64: Head] = [:]
    /// Of each kind, the rows of its table and of its collisions.
    var kinds: [String: RowSum] = [:]
    var history = RowSum()

    init() {}

    /// Nil where nothing was proved, or not with these layouts.
    init?(_ connection: any Connection, _ layouts: [String: TableLayout]) throws {
        var known: [String: [UInt8]] = [:]
        try connection.each("SELECT subject, position, digest, layout FROM proof", []) { row in
            let subject = try row.text(0)
            let digest = try row.bytes(2)
            if let stream = Self.stream(subject), let hash = Digest(exactly: digest) {
                streams[stream] = Head(position: UInt64(try row.integer(1)), hash: hash)
            } else if subject == "history" {
                history = try RowSum(bytes: digest)
            } else {
                kinds[subject] = try RowSum(bytes: digest)
                known[subject] = try row.bytes(3)
            }
        }
        guard !streams.isEmpty, known == layouts.mapValues(\.digest.bytes) else { return nil }
    }

    private static func stream(_ subject: String) -> Int64? {
        subject.hasPrefix("stream ") ? Int64(subject.dropFirst(7)) : nil
    }

    func keep(_ connection: any Connection, _ layouts: [String: TableLayout]) throws {
        try connection.send("DELETE FROM proof")
        let insert = "INSERT INTO proof (subject, position, digest, layout) VALUES (?, ?, ?, ?)"
        for (stream, head) in streams {
            try connection.send(insert, [.text("stream \(stream)"), .integer(Int64(head.position)), .bytes(head.hash.bytes), .bytes([])])
        }
        try connection.send(insert, [.text("history"), .integer(0), .bytes(history.bytes), .bytes([])])
        for (kind, layout) in layouts {
            try connection.send(
                insert, [.text(kind), .integer(0), .bytes((kinds[kind] ?? RowSum()).bytes), .bytes(layout.digest.bytes)])
        }
    }
}
