import Journal

/// How what is sealed is found again: a side table of the key store (FORMATS 17). Tokens stand in no entry, go with the subject's key, and are made
/// by a session that can open the subject. Opaque here.
package enum SubjectIndex {
    static let migration = Migration(
        10, "index",
        """
        CREATE TABLE index_token (
            subject BLOB NOT NULL,
            person BLOB NOT NULL,
            token BLOB NOT NULL,
            PRIMARY KEY (subject, person, token)
        );
        CREATE INDEX index_token_token ON index_token (token, subject, person);
        CREATE TABLE index_state (
            subject BLOB NOT NULL PRIMARY KEY,
            owner BLOB NOT NULL,
            generation INTEGER NOT NULL,
            version INTEGER NOT NULL
        );
        CREATE INDEX index_state_owner ON index_state (owner, generation, version, subject);
        CREATE TABLE index_table (
            circle BLOB NOT NULL,
            generation INTEGER NOT NULL,
            sealed BLOB NOT NULL,
            PRIMARY KEY (circle, generation)
        );
        """)

    static let kept = [
        KeptTable("index_state", subject: "subject"), KeptTable("index_table", subject: "circle"), KeptTable("index_token", subject: "subject"),
    ]

    static let roles: [String: TableRole] = ["index_token": .side, "index_state": .side, "index_table": .side]

    /// Under which key, and by which rules of folding, tokens were made.
    package struct Edition: Equatable, Sendable {
        package let generation: UInt32
        package let version: Int

        package init(generation: UInt32, version: Int) {
            (self.generation, self.version) = (generation, version)
        }
    }

    /// A token, and which person of its subject it stands for.
    package struct Mark: Hashable, Sendable {
        package let person: AnyID
        package let token: Value

        package init(person: AnyID, token: Value) {
            (self.person, self.token) = (person, token)
        }
    }
}

extension Connection {
    /// Puts these tokens in the place of all that a subject had.
    package func index(_ subject: AnyID, of owner: AnyID, _ marks: Set<SubjectIndex.Mark>, _ edition: SubjectIndex.Edition) throws {
        guard try destruction(of: subject) == nil else { return }
        try send("DELETE FROM index_token WHERE subject = ?", [subject.value])
        for mark in marks {
            try send("INSERT INTO index_token (subject, person, token) VALUES (?, ?, ?)", [subject.value, mark.person.value, mark.token])
        }
        try state(subject, of: owner, edition)
    }

    /// Says that a session which can open the subject is to index it: its tokens are no longer those of what stands.
    package func owesIndex(_ subject: AnyID, of owner: AnyID) throws {
        guard try destruction(of: subject) == nil else { return }
        try state(subject, of: owner, .init(generation: 0, version: 0))
    }

    private func state(_ subject: AnyID, of owner: AnyID, _ edition: SubjectIndex.Edition) throws {
        try send(
            """
            INSERT INTO index_state (subject, owner, generation, version) VALUES (?, ?, ?, ?) \
            ON CONFLICT (subject) DO UPDATE SET owner = excluded.owner, generation = excluded.generation, version = excluded.version
            """, [subject.value, owner.value, .integer(Int64(edition.generation)), edition.version.value])
    }

    func unindex(_ subject: AnyID) throws {
        try send("DELETE FROM index_token WHERE subject = ?", [subject.value])
        try send("DELETE FROM index_state WHERE subject = ?", [subject.value])
    }

    /// The next so many subjects of an owner whose tokens are not of this edition, after the one given.
    package func owedIndexes(of owner: AnyID, _ edition: SubjectIndex.Edition, after subject: AnyID = AnyID(high: 0, low: 0), limit: Int) throws -> [AnyID] {
        try rows(
            """
            SELECT subject FROM index_state WHERE owner = ? AND (generation < ? OR generation = ? AND version < ?) AND subject > ? \
            ORDER BY subject LIMIT ?
            """,
            [
                owner.value, .integer(Int64(edition.generation)), .integer(Int64(edition.generation)), edition.version.value, subject.value, limit.value,
            ]
        ) { try AnyID(value: .bytes($0.bytes(0))) }
    }

    package func owedIndexCount(of owner: AnyID, _ edition: SubjectIndex.Edition) throws -> Int {
        let generation = Value.integer(Int64(edition.generation))
        let older =
            try first(
                "SELECT COUNT(*) FROM index_state WHERE owner = ? AND generation < ?", [owner.value, generation]
            ) { Int(try $0.integer(0)) } ?? 0
        let other =
            try first(
                "SELECT COUNT(*) FROM index_state WHERE owner = ? AND generation = ? AND version < ?", [owner.value, generation, edition.version.value]
            ) { Int(try $0.integer(0)) } ?? 0
        return older + other
    }

    /// The next so many subjects that an owner has in its index, after the one given.
    package func indexed(of owner: AnyID, after subject: AnyID, limit: Int) throws -> [AnyID] {
        try rows("SELECT subject FROM index_state WHERE owner = ? AND subject > ? ORDER BY subject LIMIT ?", [owner.value, subject.value, limit.value]) {
            try AnyID(value: .bytes($0.bytes(0)))
        }
    }

    package func indexedCount(of owner: AnyID) throws -> Int {
        try first("SELECT COUNT(*) FROM index_state WHERE owner = ?", [owner.value]) { Int(try $0.integer(0)) } ?? 0
    }

    /// Whom these tokens stand for; a token is sixteen bytes, and read as such.
    package func marked(_ tokens: [AnyID], _ body: (_ token: AnyID, _ subject: AnyID, _ person: AnyID) throws -> Void) throws {
        try batch(tokens.map(\.value), "SELECT token, subject, person FROM index_token WHERE token IN") { row in
            try body(row.id(0), row.id(1), row.id(2))
        }
    }

    /// What is kept, sealed, beside the tokens of one generation of a circle.
    package func indexTable(of circle: AnyID, generation: UInt32) throws -> [UInt8]? {
        try first(
            "SELECT sealed FROM index_table WHERE circle = ? AND generation = ?", [circle.value, .integer(Int64(generation))]
        ) { try $0.bytes(0) }
    }

    package func keep(indexTable sealed: [UInt8], of circle: AnyID, generation: UInt32) throws {
        try send(
            "INSERT INTO index_table (circle, generation, sealed) VALUES (?, ?, ?) ON CONFLICT (circle, generation) DO UPDATE SET sealed = excluded.sealed",
            [circle.value, .integer(Int64(generation)), .bytes(sealed)])
    }

    /// Lets go of the tables of the generations before, once no token is of theirs.
    package func discardIndexTables(of circle: AnyID, before generation: UInt32) throws {
        try send("DELETE FROM index_table WHERE circle = ? AND generation < ?", [circle.value, .integer(Int64(generation))])
    }
}

extension Connection {
    /// Owes the index of each subject of which these parts write what is searched, but of those that were indexed in the same transaction.
    func owesIndexes(_ parts: some Sequence<Part>, in scope: Scope, _ schema: Schema, but indexed: Set<AnyID> = []) throws {
        guard schema.hasSearched, let owner = scope.owner else { return }
        for subject in schema.searchedSubjects(of: parts) where !indexed.contains(subject) { try owesIndex(subject, of: owner.cast()) }
    }
}

extension Schema {
    /// The subjects of which these parts write what is searched, each once, in their order.
    fileprivate func searchedSubjects(of parts: some Sequence<Part>) -> [AnyID] {
        var seen: Set<AnyID> = []
        return parts.compactMap { part in
            guard let subject = part.subject, case .changes(let changes) = part.content, changes.contains(where: writesSearched) else { return nil }
            return seen.insert(subject).inserted ? subject : nil
        }
    }

    private func writesSearched(_ change: RecordChange) -> Bool {
        guard let searched = self[change.kind]?.searched, !searched.isEmpty else { return false }
        return change.fields.contains { $0.field == Standing.removed || searched.contains($0.field) }
    }
}

extension Act {
    /// The subjects of which this act writes what is searched: who does it indexes them in the same transaction, or the index is owed.
    package var owedIndexes: [AnyID] {
        schema.hasSearched && scope.owner != nil ? schema.searchedSubjects(of: parts) : []
    }
}
