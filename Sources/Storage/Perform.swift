import Journal

/// What became of an act.
package struct Outcome: Equatable, Sendable {
    /// The entry that holds it; nil where it changed nothing.
    package let entry: Digest?
    /// Whether an earlier try with the same token had done it already.
    package let isRepeat: Bool
}

extension Store {
    /// Does one act: its rules, its entry and its tables in one transaction, durable before this returns.
    ///
    /// `token` was drawn before the first try (for a form, with the page), so that the same act sent twice, or sent again after a
    /// lost answer, is done once. `body` throws a `Refusal` where a rule says no; nothing stands then.
    @discardableResult
    package func perform(
        _ act: String, by author: Author?, in scope: Scope = .network, token: AnyID = AnyID(), because: Digest? = nil,
        signed: Bool = false, _ body: @escaping @Sendable (Act) throws -> Void
    ) async throws -> Outcome {
        if signed, author?.sign == nil { throw StoreError.unsigned(act) }
        let attempt: @Sendable (any Connection) throws -> Outcome = { connection in
            if let done = try connection.outcome(of: token) { return done }
            let draft = Act(
                connection, mark: Mark(try self.nextStamp(), self.writer), scope: scope, layouts: self.layouts)
            try body(draft)
            return try self.commit(draft, act, author, scope, token, because, signed)
        }
        do {
            return try await database.write(attempt)
        } catch StorageError.commitUnknown {
            // The token tells on the second try whether the first one stands.
            do {
                return try await database.write(attempt)
            } catch StorageError.away {
                throw StorageError.commitUnknown
            }
        }
    }

    private func commit(
        _ draft: Act, _ act: String, _ author: Author?, _ scope: Scope, _ token: AnyID, _ because: Digest?, _ signed: Bool
    ) throws -> Outcome {
        let parts = draft.parts.map { (part: $0, bytes: $0.bytes) }
        guard !parts.isEmpty else { return Outcome(entry: nil, isRepeat: false) }
        let connection = draft.connection
        let stream = try connection.streams(of: writer, scope).last
        var header = Header(
            writer: writer, scope: scope, sequence: (stream?.position ?? 0) + 1, previous: stream?.head, stamp: draft.mark.stamp,
            author: author?.account, act: act, because: because, parts: parts.map { Digest(of: $0.bytes) })
        if signed, let sign = author?.sign { header.signatures = [try sign(header.signedBytes)] }
        let bytes = header.bytes
        let hash = Digest(of: bytes)
        let place = try connection.append(header, bytes: bytes, hash: hash, bundle: Entry.bundle(parts.map(\.bytes)), to: stream)
        let records = try connection.index(Entry(header: header, hash: hash, parts: parts.map(\.part)), at: place)
        try connection.run("INSERT INTO receipt (token, place) VALUES (?, ?)", [token.value, .integer(place.raw)])
        let contested = draft.drops.isEmpty ? draft.contested : records
        for record in contested.sorted() { try connection.project(record, by: layouts) }
        return Outcome(entry: hash, isRepeat: false)
    }
}

extension Connection {
    func outcome(of token: AnyID) throws -> Outcome? {
        try first("SELECT header FROM receipt JOIN entry ON entry.place = receipt.place WHERE token = ?", [token.value]) {
            Outcome(entry: Digest(of: try $0.bytes(0)), isRepeat: true)
        }
    }
}
