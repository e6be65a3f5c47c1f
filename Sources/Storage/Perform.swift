import Journal

/// What became of an act.
package struct Outcome: Equatable, Sendable {
    /// The entry that holds it; nil where it changed nothing.
    package let entry: Digest?
    /// Whether an earlier try with the same token had done it already.
    package let isRepeat: Bool
}

/// One act before it is done: which, whose, where, and its rules and changes.
package struct Deed: Sendable {
    let act: String
    let author: Author?
    let scope: Scope
    let token: AnyID
    let because: Digest?
    /// Whether it is because of the act before it in the same transaction.
    let followsFormer: Bool
    let isSigned: Bool
    let body: @Sendable (Act) throws -> Void

    package init(
        _ act: String, by author: Author?, in scope: Scope = .network, token: AnyID = AnyID(), because: Digest? = nil, followsFormer: Bool = false,
        signed: Bool = false, _ body: @escaping @Sendable (Act) throws -> Void
    ) {
        self.followsFormer = followsFormer
        self.act = act
        self.author = author
        self.scope = scope
        self.token = token
        self.because = because
        isSigned = signed
        self.body = body
    }
}

extension Store {
    /// Does one act: its rules, its entry and its tables in one transaction, durable before this returns.
    ///
    /// `token` was drawn before the first try (for a form, with the page), so that the same act sent twice, or sent again after a
    /// lost answer, is done once. `body` throws a `Refusal` where a rule says no; nothing stands then. What the act deletes for good
    /// is gone from the disk.
    @discardableResult
    package func perform(
        _ act: String, by author: Author?, in scope: Scope = .network, token: AnyID = AnyID(), because: Digest? = nil,
        signed: Bool = false, _ body: @escaping @Sendable (Act) throws -> Void
    ) async throws -> Outcome {
        try await performTogether([Deed(act, by: author, in: scope, token: token, because: because, signed: signed, body)])[0]
    }

    /// Does several acts, one after the other, in one transaction: all of them stand or none. Each is an entry of its own, with its own
    /// receipt, and sees what those before it wrote.
    @discardableResult
    package func performTogether(_ deeds: [Deed]) async throws -> [Outcome] {
        for deed in deeds where deed.isSigned && deed.author?.sign == nil { throw StoreError.unsigned(deed.act) }
        let attempt: @Sendable (any Connection, Bool) throws -> ([Outcome], needsScrub: Bool) = { connection, asksFirst in
            let tails = Tails(connection)
            let writer = self.writer
            var needsScrub = false
            var former: Digest?
            let outcomes = try deeds.map { deed in
                if let done = try tails.outcome(of: deed.token, from: writer, deed.scope) {
                    former = done.entry
                    return done
                }
                let draft = Act(
                    connection, mark: Mark(try self.nextStamp(), writer), scope: deed.scope, layouts: self.layouts, schema: self.schema,
                    asksFirst: asksFirst)
                try deed.body(draft)
                needsScrub = needsScrub || draft.needsScrub
                let outcome = try self.commit(draft, deed, because: deed.followsFormer ? former : deed.because, tails)
                former = outcome.entry
                return outcome
            }
            try tails.keep()
            if needsScrub { try Store.owesScrub(connection) }
            return (outcomes, needsScrub)
        }
        let (outcomes, needsScrub) = try await askingFirst { asksFirst in try await self.retryingUnknown { try attempt($0, asksFirst) } }
        if needsScrub { try await scrub() } else if outcomes.contains(where: \.isRepeat) { try await finishScrub() }
        return outcomes
    }

    /// Does the work as if all that it makes were new, as it nearly always is; where the tables refuse that, again, asking of each record first.
    private func askingFirst<T: Sendable>(_ work: (_ asksFirst: Bool) async throws -> T) async throws -> T {
        do {
            return try await work(false)
        } catch let error as StorageError where error.isNullRefused {
            return try await work(true)
        }
    }

    /// Writes, and where nobody knows whether the first try stands, asks again: the tokens tell.
    private func retryingUnknown<T: Sendable>(_ attempt: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        do {
            return try await database.write(attempt)
        } catch StorageError.commitUnknown {
            do {
                return try await database.write(attempt)
            } catch StorageError.away {
                throw StorageError.commitUnknown
            }
        }
    }

    private func commit(_ draft: Act, _ deed: Deed, because: Digest?, _ tails: Tails) throws -> Outcome {
        let parts = draft.parts.map { (part: $0, bytes: $0.bytes) }
        guard !parts.isEmpty else { return Outcome(entry: nil, isRepeat: false) }
        let connection = draft.connection
        let writer = draft.mark.writer
        let tail = try tails.streams(of: writer, deed.scope).last
        var header = Header(
            writer: writer, scope: deed.scope, sequence: (tail?.position ?? 0) + 1, previous: tail?.head, stamp: draft.mark.stamp,
            author: deed.author?.account, act: deed.act, because: because, parts: parts.map { Digest(of: $0.bytes) } + draft.attachments.map(\.digest))
        if deed.isSigned, let sign = deed.author?.sign { header.signatures = [try sign(header.signedBytes)] }
        let bytes = header.bytes
        let hash = Digest(of: bytes)
        let beside = draft.attachments
        let bundle = Entry.bundle(parts.map(\.bytes) + beside.map { _ in nil })
        let place = try tails.append(header, bytes: bytes, hash: hash, bundle: bundle, to: tail)
        try connection.keep(beside, at: place)
        let records = try connection.index(Entry(header: header, hash: hash, parts: parts.map(\.part) + beside.map { _ in nil }), at: place)
        try connection.owesIndexes(parts.map(\.part), in: deed.scope, schema, but: draft.indexed)
        try connection.owesTallies(parts.map(\.part), in: deed.scope, schema)
        try connection.send("INSERT INTO receipt (token, place) VALUES (?, ?)", [deed.token.value, .integer(place.raw)])
        let contested = draft.drops.isEmpty ? draft.contested : records
        for record in contested.sorted() { try connection.project(record, by: layouts) }
        return Outcome(entry: hash, isRepeat: false)
    }
}
