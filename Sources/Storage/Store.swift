import Foundation
import Journal
import Synchronization

/// The journal and the tables of one installation: the one way in.
package final class Store: Sendable {
    package let database: any Database
    package let schema: Schema
    private let allLayouts: [String: TableLayout]
    /// The kinds whose tables are being made beside those of another version, and how far that has come.
    private let preparing: Mutex<Preparation?>
    private let clock: Mutex<StampClock>
    private let now: @Sendable () -> UInt64
    private let lease: Mutex<WriterLease>

    /// Milliseconds since 1970 by the machine's clock.
    package static let systemTime: @Sendable () -> UInt64 = { UInt64(max(0, Date().timeIntervalSince1970 * 1000)) }

    private init(
        _ database: any Database, _ schema: Schema, _ layouts: [String: TableLayout], preparing: Preparation?, lease: WriterLease, newest: Stamp,
        now: @escaping @Sendable () -> UInt64
    ) {
        self.database = database
        self.schema = schema
        allLayouts = layouts
        self.preparing = Mutex(preparing)
        self.lease = Mutex(lease)
        self.now = now
        clock = Mutex(StampClock(last: newest))
    }

    /// Opens what `database` holds, brought up to this version's schema; the tables of kinds that changed are made again from the journal:
    /// before this returns, or else by `prepare`, while what needs no such table is read and written.
    package static func open(
        _ database: any Database, _ schema: Schema, migrations: [Migration] = [], preparingLater: Bool = false,
        now: @escaping @Sendable () -> UInt64 = systemTime
    ) async throws -> Store {
        let layouts = Dictionary(uniqueKeysWithValues: schema.kinds.map { ($0.name, TableLayout($0)) })
        if let taken = schema.kinds.first(where: { Migration.roles[$0.name] != nil }) { throw StoreError.reservedName(taken.name) }
        let changed = try await database.write { connection in
            let done = try connection.migrate([.journal, .proofs, .subjects, .attachments, Tallies.migration] + migrations)
            let hasEntries = try connection.first("SELECT 1 FROM entry LIMIT 1") { _ in true } ?? false
            if hasEntries, done.contains(Migration.attachments.number) { try connection.putAttachmentsAside() }
            if hasEntries, done.contains(Migration.subjects.number) { try connection.reindex() }
            if preparingLater, hasEntries { return try connection.changedTables(layouts) }
            try connection.renewChangedTables(layouts)
            return []
        }
        let (lease, former) = try await database.leaseWriter()
        let limit = Stamp(milliseconds: now() + StampClock.driftLimit)
        let newest = try await database.read { max(try $0.newestStamp(of: former), try $0.newestStamp(upTo: limit)) }
        let preparation = changed.isEmpty ? nil : Preparation(kinds: Set(changed.map(\.kind.name)))
        return Store(database, schema, layouts, preparing: preparation, lease: lease, newest: newest, now: now)
    }

    /// The layouts of the tables that stand.
    var layouts: [String: TableLayout] {
        guard let preparation = preparation else { return allLayouts }
        return allLayouts.filter { !preparation.kinds.contains($0.key) }
    }

    /// Nil once every table stands.
    package var preparation: Preparation? { preparing.withLock { $0 } }
    var isPrepared: Bool { preparation == nil }

    func note(_ preparation: Preparation?) {
        preparing.withLock { $0 = preparation }
    }

    /// Of the kinds whose tables do not stand yet: their layouts, in tables beside.
    var shadows: [String: TableLayout] {
        guard let preparation = preparation else { return [:] }
        return allLayouts.filter { preparation.kinds.contains($0.key) }.mapValues { TableLayout($0.kind, in: "shadow_" + $0.kind.name) }
    }

    func layout(of kind: String) -> TableLayout? { allLayouts[kind] }

    package func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await database.read(body)
    }

    /// What `body` read and made of it, where that is over soon.
    package func glance<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await database.glance(body)
    }

    /// Whom this process writes as.
    package var writer: WriterID { lease.withLock { $0.writer } }

    /// A writer that nobody else is, kept in the tables by this transaction; `use` it once that stands.
    func renewedLease(_ connection: any Connection) throws -> WriterLease {
        let (slot, claim) = lease.withLock { ($0.slot, $0.claim) }
        let renewed = WriterLease(writer: .random(), slot: slot, claim: claim)
        try renewed.keep(connection)
        return renewed
    }

    func use(_ renewed: WriterLease) {
        lease.withLock { $0 = renewed }
    }

    /// Today in Niger.
    package var today: Day { .inNiamey(atMilliseconds: now()) }
    package var milliseconds: UInt64 { now() }

    /// A stamp for an act of this moment. Throws `ClockSetBack` while the machine's clock stands an hour before the last one given.
    func nextStamp() throws -> Stamp {
        let milliseconds = now()
        return try clock.withLock { clock in
            if StampClock.isSetBack(now: milliseconds, newest: clock.last) {
                throw ClockSetBack(newest: clock.last)
            }
            return clock.next(now: milliseconds)
        }
    }

    /// The newest stamp given, where the machine's clock stands more than an hour before it: nothing is written until a person confirms the time.
    package var clockSetBack: ClockSetBack? {
        let milliseconds = now()
        let newest = clock.withLock { $0.last }
        return StampClock.isSetBack(now: milliseconds, newest: newest) ? ClockSetBack(newest: newest) : nil
    }

    /// Writes something of this installation under a name.
    package func keep(setting name: String, _ value: String) async throws {
        _ = try await database.write {
            try $0.run(
                "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [.text(name), .text(value)])
        }
    }

    func observe(_ stamp: Stamp) {
        clock.withLock { $0.observe(stamp, now: now()) }
    }

    /// A person says that the machine's time is right: acts are written again, by a new writer, so that no stamp is ever given twice.
    package func confirmTime() async throws {
        use(try await database.write { try self.renewedLease($0) })
        clock.withLock { $0 = StampClock() }
    }
}

/// The machine's clock stands more than an hour before the newest entry: nothing is written until a person confirms the time.
package struct ClockSetBack: Error, Equatable {
    package let newest: Stamp
}

/// The writer that this process alone writes as, and the claim on the database's slot that proves it.
struct WriterLease: Sendable {
    let writer: WriterID
    let slot: Int
    let claim: any SlotClaim

    /// Puts a new token beside the tables and into them: a copy of either alone no longer agrees.
    func keep(_ connection: any Connection) throws {
        let token = try claim.keep(ID<Writer>.random().bytes)
        try connection.send(
            """
            INSERT INTO writer (slot, id, lease) VALUES (?, ?, ?) \
            ON CONFLICT (slot) DO UPDATE SET id = excluded.id, lease = excluded.lease
            """,
            [slot.value, writer.value, .bytes(token)])
    }
}

extension Connection {
    /// The stamp of the last entry of each stream of a writer; zero where there is none.
    fileprivate func newestStamp(of writer: WriterID) throws -> Stamp {
        try rows(
            "SELECT stamp FROM stream JOIN entry ON entry.place = stream.id * 1099511627776 + stream.position WHERE writer = ?",
            [writer.value]
        ) { try Stamp(value: .integer($0.integer(0))) }.max() ?? Stamp(raw: 0)
    }

    fileprivate func newestStamp(upTo limit: Stamp) throws -> Stamp {
        try first("SELECT stamp FROM entry WHERE stamp <= ? ORDER BY stamp DESC LIMIT 1", [limit.value]) {
            try Stamp(value: .integer($0.integer(0)))
        } ?? Stamp(raw: 0)
    }
}

extension Database {
    /// The writer of the first slot that no other process holds; a new one wherever the lease here and the lease beside it disagree.
    ///
    /// `former` is whom this installation wrote as before, which the newest stamp of its own must be asked of.
    fileprivate func leaseWriter() async throws -> (lease: WriterLease, former: WriterID) {
        for slot in 0..<64 {
            guard let claim = try await claim(slot: slot) else { continue }
            return try await write { connection in
                let known = try connection.first("SELECT id, lease FROM writer WHERE slot = ?", [slot.value]) {
                    (id: try WriterID(value: .bytes($0.bytes(0))), lease: try $0.bytes(1))
                }
                let isOurs = known != nil && claim.token == known?.lease
                let lease = WriterLease(writer: isOurs ? known!.id : .random(), slot: slot, claim: claim)
                try lease.keep(connection)
                return (lease, known?.id ?? lease.writer)
            }
        }
        throw StorageError.busy
    }
}
