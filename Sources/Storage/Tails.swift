import Journal

/// The ends of streams during one transaction: read once each, moved by each entry, and kept once each.
final class Tails {
    private struct Key: Hashable {
        let writer: WriterID
        let scope: Scope
    }

    private let connection: any Connection
    private var known: [Key: [Stream]] = [:]
    private var moved: [Int64: Stream] = [:]
    /// The streams whose end this transaction has moved once already.
    private var held: Set<Int64> = []

    init(_ connection: any Connection) {
        self.connection = connection
    }

    /// What an earlier try with this token did, or nil; in the same statement, where a writer's streams in a scope end.
    func outcome(of token: AnyID, from writer: WriterID, _ scope: Scope) throws -> Outcome? {
        var header: [UInt8]?
        let key = Key(writer: writer, scope: scope)
        if known[key] != nil {
            header = try connection.first(
                "SELECT header FROM receipt JOIN entry ON entry.place = receipt.place WHERE token = ?", [token.value]
            ) { try $0.bytes(0) }
        } else {
            var streams: [Stream] = []
            // Not a join: PostgreSQL plans this once, and a join of the two anew each time.
            try connection.each(
                """
                SELECT \(Stream.columns), NULL FROM stream WHERE writer = ? AND scope = ? \
                UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, header FROM receipt JOIN entry ON entry.place = receipt.place WHERE token = ?
                """, [writer.value, .bytes(scope.bytes), token.value]
            ) { row in
                if row.isNull(0) { header = try row.bytes(6) } else { streams.append(try Stream(row)) }
            }
            known[key] = streams.sorted { $0.id < $1.id }
        }
        return header.map { Outcome(entry: Digest(of: $0), isRepeat: true) }
    }

    /// The streams of a writer in a scope, in their order here: several only where a copy wrote on.
    func streams(of writer: WriterID, _ scope: Scope) throws -> [Stream] {
        let key = Key(writer: writer, scope: scope)
        if let streams = known[key] { return streams }
        let streams = try connection.streams(of: writer, scope)
        known[key] = streams
        return streams
    }

    /// Writes an entry at the end of a stream, or as the first of a new one.
    func append(_ header: Header, bytes: [UInt8], hash: Digest, bundle: [UInt8], to stream: Stream?) throws -> Place {
        let key = Key(writer: header.writer, scope: header.scope)
        guard var stream, let number = known[key]?.firstIndex(where: { $0.id == stream.id }) else {
            known[key] = nil
            // What was not kept yet would be read again as it was.
            try keep()
            return try connection.append(header, bytes: bytes, hash: hash, bundle: bundle, to: stream)
        }
        stream.position = header.sequence
        stream.head = hash
        known[key]![number] = stream
        // Moved before the first entry: on PostgreSQL whoever else goes on from the same end waits here, and then runs again.
        if held.insert(stream.id).inserted { try connection.move(stream) } else { moved[stream.id] = stream }
        return try connection.insert(header, bytes: bytes, hash: hash, bundle: bundle, into: stream.id)
    }

    /// Keeps where the streams end now.
    func keep() throws {
        for stream in moved.values.sorted(by: { $0.id < $1.id }) { try connection.move(stream) }
        moved = [:]
    }
}
