import Journal

/// A key as it lies in the key store: sealed for one recipient, and opaque here. Only what says whose it is can be read.
package struct KeyWrap: Hashable, Comparable, Sendable {
    /// What is wrapped: numbers that the format of wraps gives.
    package struct Item: Hashable, Sendable {
        package let form: UInt8
        package let subject: AnyID
        /// The generation of a circle's key; 0 for the key of a subject's data.
        package let generation: UInt32

        package init(form: UInt8, subject: AnyID, generation: UInt32) {
            (self.form, self.subject, self.generation) = (form, subject, generation)
        }
    }

    /// For whom, at which generation of their own keys.
    package struct Holder: Hashable, Sendable {
        package let form: UInt8
        package let id: AnyID
        package let generation: UInt32

        package init(form: UInt8, id: AnyID, generation: UInt32) {
            (self.form, self.id, self.generation) = (form, id, generation)
        }
    }

    package let item: Item
    package let holder: Holder
    package let wrapped: [UInt8]

    package init(_ item: Item, for holder: Holder, wrapped: [UInt8]) {
        (self.item, self.holder, self.wrapped) = (item, holder, wrapped)
    }

    var values: [Value] {
        [
            item.subject.value, .integer(Int64(item.form)), .integer(Int64(item.generation)), .integer(Int64(holder.form)), holder.id.value,
            .integer(Int64(holder.generation)), .bytes(wrapped),
        ]
    }

    init(_ row: any Row) throws {
        let number = { (column: Int) throws -> Int64 in try row.integer(column) }
        guard let form = UInt8(exactly: try number(1)), let generation = UInt32(exactly: try number(2)),
            let holderForm = UInt8(exactly: try number(3)), let holderGeneration = UInt32(exactly: try number(5))
        else { throw Malformed("wrap of a key") }
        item = Item(form: form, subject: try AnyID(value: .bytes(row.bytes(0))), generation: generation)
        holder = Holder(form: holderForm, id: try AnyID(value: .bytes(row.bytes(4))), generation: holderGeneration)
        wrapped = try row.bytes(6)
    }

    private var sortKey: [UInt8] {
        var writer = ByteWriter(reserving: 64)
        writer.id(item.subject)
        writer.byte(item.form)
        writer.fixed(UInt64(item.generation))
        writer.byte(holder.form)
        writer.id(holder.id)
        writer.fixed(UInt64(holder.generation))
        writer.raw(wrapped)
        return writer.bytes
    }

    package static func < (a: KeyWrap, b: KeyWrap) -> Bool {
        a.sortKey.lexicographicallyPrecedes(b.sortKey)
    }
}

/// That every wrap of a subject's key was destroyed, for ever: when, and what the certificate says.
package struct KeyDestruction: Hashable, Sendable {
    package let subject: AnyID
    package let milliseconds: UInt64
    /// Of whom nothing is said: the ground, who decided, and until when a backup may still hold a copy.
    package let certificate: [UInt8]

    package init(of subject: AnyID, at milliseconds: UInt64, certificate: [UInt8]) {
        (self.subject, self.milliseconds, self.certificate) = (subject, milliseconds, certificate)
    }

    /// Of two that say when a subject was destroyed, the earlier stands; of two of one moment, the one whose bytes come first.
    package static func standing(_ a: KeyDestruction, _ b: KeyDestruction) -> KeyDestruction {
        if a.milliseconds != b.milliseconds { return a.milliseconds < b.milliseconds ? a : b }
        return b.certificate.lexicographicallyPrecedes(a.certificate) ? b : a
    }
}

/// What a key store holds, as its merge sees it.
package struct KeyHoldings: Equatable, Sendable {
    package private(set) var wraps: Set<KeyWrap> = []
    package private(set) var destructions: [AnyID: KeyDestruction] = [:]

    package init(wraps: Set<KeyWrap> = [], destructions: [KeyDestruction] = []) {
        for destruction in destructions {
            let known = self.destructions[destruction.subject] ?? destruction
            self.destructions[destruction.subject] = .standing(known, destruction)
        }
        self.wraps = wraps.filter { self.destructions[$0.item.subject] == nil }
    }

    /// The union of the wraps, minus all about a destroyed subject: a destruction wins for ever, whatever comes when.
    package func merged(with other: KeyHoldings) -> KeyHoldings {
        KeyHoldings(wraps: wraps.union(other.wraps), destructions: Array(destructions.values) + other.destructions.values)
    }
}

/// The key store: the second thing that is replicated, by a rule of its own and by no stream.
package enum KeyStore {
    package static let migrations = [wraps, SubjectIndex.migration, holders]

    private static let wraps = Migration(
        3, "keys",
        """
        CREATE TABLE key_wrap (
            subject BLOB NOT NULL,
            item INTEGER NOT NULL,
            item_generation INTEGER NOT NULL,
            holder INTEGER NOT NULL,
            holder_id BLOB NOT NULL,
            holder_generation INTEGER NOT NULL,
            wrapped BLOB NOT NULL,
            PRIMARY KEY (subject, item, item_generation, holder, holder_id, holder_generation, wrapped)
        );
        CREATE INDEX key_wrap_holder ON key_wrap (holder_id, holder_generation, item, subject);
        CREATE TABLE key_destruction (
            subject BLOB NOT NULL PRIMARY KEY,
            milliseconds INTEGER NOT NULL,
            certificate BLOB NOT NULL
        );
        """)

    /// Without the generation: thousands of wraps take the next one at once.
    private static let holders = Migration(
        22, "holders of keys",
        """
        DROP INDEX key_wrap_holder;
        CREATE INDEX key_wrap_holder ON key_wrap (holder_id, item, subject);
        """)

    /// What a backup of keys carries.
    package static let kept =
        [KeptTable("key_destruction", subject: "subject", isDestruction: true), KeptTable("key_wrap", subject: "subject")] + SubjectIndex.kept

    package static let roles: [String: TableRole] = SubjectIndex.roles.merging(["key_wrap": .side, "key_destruction": .side]) { one, _ in one }

    fileprivate static let columns = "subject, item, item_generation, holder, holder_id, holder_generation, wrapped"
}

extension Connection {
    /// The wraps of one subject's or circle's keys.
    package func wraps(of subject: AnyID) throws -> [KeyWrap] {
        try rows("SELECT \(KeyStore.columns) FROM key_wrap WHERE subject = ? ORDER BY \(KeyStore.columns)", [subject.value]) { try KeyWrap($0) }
    }

    /// The wraps of each of these subjects, in the same order.
    package func wraps(of subjects: [AnyID]) throws -> [AnyID: [KeyWrap]] {
        var wraps: [AnyID: [KeyWrap]] = [:]
        for list in lists(of: subjects.map(\.value)) {
            try each("SELECT \(KeyStore.columns) FROM key_wrap WHERE subject IN \(list.places) ORDER BY \(KeyStore.columns)", list.values) { row in
                let wrap = try KeyWrap(row)
                wraps[wrap.item.subject, default: []].append(wrap)
            }
        }
        return wraps
    }

    /// The next so many wraps for one recipient, after the subject given.
    package func wraps(for holder: AnyID, generation: UInt32? = nil, after subject: AnyID = AnyID(high: 0, low: 0), limit: Int = 1_000) throws -> [KeyWrap] {
        try rows(
            """
            SELECT \(KeyStore.columns) FROM key_wrap WHERE holder_id = ? AND holder_generation >= ? AND holder_generation <= ? AND subject > ? \
            ORDER BY subject, item, item_generation, wrapped LIMIT ?
            """,
            [holder.value, .integer(Int64(generation ?? 0)), .integer(Int64(generation ?? .max)), subject.value, limit.value]
        ) { try KeyWrap($0) }
    }

    /// The next so many wraps of one form for one recipient at these generations, after the subject given; all of the last subject's.
    package func wraps(
        for holder: AnyID, generations: ClosedRange<UInt32>, item: UInt8, after subject: AnyID = AnyID(high: 0, low: 0), limit: Int = 1_000
    ) throws -> [KeyWrap] {
        let condition = "holder_id = ? AND item = ? AND subject > ? AND holder_generation BETWEEN ? AND ?"
        let values = [holder.value, .integer(Int64(item)), subject.value, .integer(Int64(generations.lowerBound)), .integer(Int64(generations.upperBound))]
        let last = try first("SELECT subject FROM key_wrap WHERE \(condition) ORDER BY subject LIMIT 1 OFFSET ?", values + [(limit - 1).value]) {
            try $0.bytes(0)
        }
        return try rows(
            "SELECT \(KeyStore.columns) FROM key_wrap WHERE \(condition)\(last == nil ? "" : " AND subject <= ?") ORDER BY subject",
            values + (last.map { [.bytes($0)] } ?? [])
        ) { try KeyWrap($0) }
    }

    /// Puts a wrap in the place of another of the same key, for a later generation of the same recipient.
    package func replace(_ wrap: KeyWrap, by next: KeyWrap) throws {
        try send(
            """
            UPDATE key_wrap SET holder_generation = ?, wrapped = ? WHERE subject = ? AND item = ? AND item_generation = ? AND holder = ? AND holder_id = ? \
            AND holder_generation = ? AND wrapped = ?
            """, [.integer(Int64(next.holder.generation)), .bytes(next.wrapped)] + wrap.values)
    }

    package func destruction(of subject: AnyID) throws -> KeyDestruction? {
        try first("SELECT subject, milliseconds, certificate FROM key_destruction WHERE subject = ?", [subject.value]) { try KeyDestruction($0) }
    }

    /// Puts a wrap into the store; false where its subject was destroyed, or the same wrap is there.
    @discardableResult
    package func keep(_ wrap: KeyWrap) throws -> Bool {
        guard try destruction(of: wrap.item.subject) == nil else { return false }
        return try run(
            "INSERT INTO key_wrap (\(KeyStore.columns)) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (\(KeyStore.columns)) DO NOTHING", wrap.values) == 1
    }

    package func discard(_ wrap: KeyWrap) throws {
        try send(
            """
            DELETE FROM key_wrap WHERE subject = ? AND item = ? AND item_generation = ? AND holder = ? AND holder_id = ? \
            AND holder_generation = ? AND wrapped = ?
            """, wrap.values)
    }

    /// Takes back every key of that form which a recipient was given, at any generation of theirs: of all, or of one subject.
    @discardableResult
    package func discardWraps(for holder: AnyID, of subject: AnyID? = nil) throws -> Int {
        guard let subject else { return try run("DELETE FROM key_wrap WHERE holder_id = ?", [holder.value]) }
        return try run("DELETE FROM key_wrap WHERE holder_id = ? AND subject = ?", [holder.value, subject.value])
    }

    /// Destroys a subject's keys, and its tokens and tallies with them: nothing sealed under them opens again, here or on any node that hears of it.
    package func destroy(_ destruction: KeyDestruction) throws {
        let standing = try self.destruction(of: destruction.subject).map { .standing($0, destruction) } ?? destruction
        try send(
            """
            INSERT INTO key_destruction (subject, milliseconds, certificate) VALUES (?, ?, ?) \
            ON CONFLICT (subject) DO UPDATE SET milliseconds = excluded.milliseconds, certificate = excluded.certificate
            """, [standing.subject.value, .integer(Int64(standing.milliseconds)), .bytes(standing.certificate)])
        try send("DELETE FROM key_wrap WHERE subject = ?", [standing.subject.value])
        try unindex(standing.subject)
        try untally(standing.subject)
    }

    /// All that is held, for comparing in tests and for small stores.
    package func keyHoldings() throws -> KeyHoldings {
        KeyHoldings(
            wraps: Set(try rows("SELECT \(KeyStore.columns) FROM key_wrap") { try KeyWrap($0) }),
            destructions: try rows("SELECT subject, milliseconds, certificate FROM key_destruction") { try KeyDestruction($0) })
    }

    fileprivate func subjects(of table: String, after last: [UInt8], limit: Int) throws -> [[UInt8]] {
        try rows("SELECT DISTINCT subject FROM \(table) WHERE subject > ? ORDER BY subject LIMIT ?", [.bytes(last), limit.value]) { try $0.bytes(0) }
    }
}

extension KeyDestruction {
    /// As a table and a backup have them, in the order that `init` takes their values.
    static let columns = ["subject", "milliseconds", "certificate"]

    /// Throws `Malformed` where they are not what such a row holds: it may have come from elsewhere.
    init(_ values: [Value]) throws(Malformed) {
        guard values.count == 3, case .integer(let number) = values[1], let milliseconds = UInt64(exactly: number), case .bytes(let certificate) = values[2]
        else { throw Malformed("destruction of a key") }
        self.init(of: try AnyID(value: values[0]), at: milliseconds, certificate: certificate)
    }

    fileprivate init(_ row: any Row) throws {
        try self.init([.bytes(row.bytes(0)), .integer(row.integer(1)), .bytes(row.bytes(2))])
    }
}

package struct KeyReport: Equatable, Sendable {
    package var wraps = 0
    package var destructions = 0

    package init() {}
}

extension Store {
    /// Takes in the wraps that another database holds and that `wants` says are for someone who signs in here, and every destruction.
    /// What they destroy is gone from the disk when this returns.
    package func pullKeys(
        from other: any Database, wants: @escaping @Sendable (KeyWrap, any Connection) throws -> Bool
    ) async throws -> KeyReport {
        var report = KeyReport()
        guard try await other.read({ try $0.tables().contains("key_wrap") }) else { return report }
        var last: [UInt8] = []
        while true {
            let from = last
            let page = try await other.read { connection in
                try connection.subjects(of: "key_destruction", after: from, limit: 1_000).compactMap {
                    try connection.destruction(of: AnyID(value: .bytes($0)))
                }
            }
            guard let end = page.last else { break }
            report.destructions += try await database.write { connection in
                var count = 0
                for destruction in page where try connection.destruction(of: destruction.subject) != destruction {
                    try connection.destroy(destruction)
                    count += 1
                }
                if count > 0 { try Store.owesScrub(connection) }
                return count
            }
            last = end.subject.bytes
        }
        last = []
        while true {
            let from = last
            let page = try await other.read { connection in
                let subjects = try connection.subjects(of: "key_wrap", after: from, limit: 500)
                return (subjects.last, try subjects.flatMap { try connection.wraps(of: AnyID(value: .bytes($0))) })
            }
            guard let end = page.0 else { break }
            report.wraps += try await database.write { connection in
                try page.1.count { try wants($0, connection) && connection.keep($0) }
            }
            last = end
        }
        if report.destructions > 0 { try await scrub() }
        return report
    }
}
