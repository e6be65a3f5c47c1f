import Foundation
import Journal
import Storage
import StorageSQLite
import Support
import Testing

@Suite("Nodes that were apart")
struct SimulationTests {
    @Test("hold the same in the end, whatever happened", arguments: 1...36)
    func converge(seed: Int) async throws {
        try await withFolder { folder in
            let run = { (postgres: (any Database)?) in
                let network = try await SimulatedNetwork(seed: UInt64(seed), folder: folder, postgres: postgres)
                try await network.live(steps: 60)
                try await network.agree()
                try await network.close()
            }
            if seed % 9 == 0 { try await TestDatabase.with(.postgres) { try await run($0) } } else { try await run(nil) }
        }
    }
}

/// Some nodes, and what befalls them: one seed is one course of events.
private final class SimulatedNetwork {
    private var nodes: [SimulatedNode] = []
    private var random: SeededRandom
    private var notes: [ID<Note>] = []
    /// The entries that were acknowledged to someone, by the node that did so.
    private var acknowledged: [(node: Int, entry: Digest)] = []
    private var erased: Set<String> = []

    init(seed: UInt64, folder: String, postgres: (any Database)?) async throws {
        random = SeededRandom(seed)
        for number in 0..<Int.random(in: 2...4, using: &random) {
            let path = "\(folder)/node\(number)"
            // One node's clock stands years ahead of the others, or behind them.
            let skew: Int64 = number == 1 ? [-100_000_000_000, 0, 100_000_000_000].randomElement(using: &random)! : 0
            let clock = TestClock(UInt64(1_800_000_000_000 + skew))
            nodes.append(try await SimulatedNode(path, clock, number == 0 ? postgres : nil))
        }
    }

    func live(steps: Int) async throws {
        for _ in 0..<steps {
            let number = Int.random(in: 0..<nodes.count, using: &random)
            let node = nodes[number]
            node.clock.now += UInt64.random(in: 0...5000, using: &random)
            switch Int.random(in: 0..<100, using: &random) {
            case ..<25: try await make(number)
            case ..<60: try await change(number)
            case ..<66: try await remove(number)
            case ..<70: try await settle(number)
            case ..<73: try await forget(number)
            case ..<88: try await pull(number)
            case ..<92: try await interruptedPull(number)
            case ..<94: try await node.backUp()
            case ..<97: try await restore(number)
            default: try await clone(number)
            }
        }
    }

    private func make(_ number: Int) async throws {
        // Now and then the same form is sent to two nodes.
        let note = Note("n\(notes.count)", place: "p\(Int.random(in: 0...2, using: &random))")
        notes.append(note.id)
        acknowledge(try await nodes[number].store.make(note), by: number)
        if Int.random(in: 0...9, using: &random) == 0 {
            let other = Int.random(in: 0..<nodes.count, using: &random)
            if other != number { acknowledge(try await nodes[other].store.make(note), by: other) }
        }
    }

    private func change(_ number: Int) async throws {
        let store = nodes[number].store
        guard let id = notes.randomElement(using: &random), let stored = try await store.note(id) else { return }
        var note = stored.record
        if Bool.random(using: &random) { note.text = "t\(Int.random(in: 0...3, using: &random))" }
        note.place = Bool.random(using: &random) ? nil : "p\(Int.random(in: 0...2, using: &random))"
        if Bool.random(using: &random) { note.count = Int.random(in: 0...2, using: &random) }
        let seen = Int.random(in: 0...3, using: &random) == 0 ? nodes[number].seen[id] : nil
        nodes[number].seen[id] = stored.versions
        acknowledge(try await store.change(note, seen: seen), by: number)
    }

    private func remove(_ number: Int) async throws {
        let store = nodes[number].store
        guard let id = notes.randomElement(using: &random), let stored = try await store.note(id) else { return }
        let outcome = try await store.perform("note.remove", by: author) { try $0.remove(stored) }
        acknowledge(outcome, by: number)
        if Bool.random(using: &random) { acknowledge(try await store.undo(outcome.entry!, by: author), by: number) }
    }

    private func settle(_ number: Int) async throws {
        let store = nodes[number].store
        guard let contested = try await store.read({ try $0.contestedRecords(of: "note") }).randomElement(using: &random) else { return }
        guard let collision = try await store.collisions(of: contested.cast()).first else { return }
        let value = collision.values.randomElement(using: &random)!.value ?? .null
        let outcome = try await store.perform("note.settle", by: author) {
            try $0.settle(kind: "note", contested, field: collision.field, with: value)
        }
        acknowledge(outcome, by: number)
    }

    private func forget(_ number: Int) async throws {
        let store = nodes[number].store
        guard let id = notes.randomElement(using: &random) else { return }
        let entries = try await store.read { try $0.entries(of: id.cast()) }.filter { $0.parts.first.map { $0 != nil } ?? false }
        guard let entry = entries.filter({ !$0.changes.isEmpty }).randomElement(using: &random) else { return }
        try await store.forget(part: entry.header.parts[0], of: entry.hash, ground: "art. 17", by: author)
    }

    private func pull(_ number: Int) async throws {
        let other = nodes.randomElement(using: &random)!
        let report = try await nodes[number].store.pull(from: other.database, batch: Int.random(in: 1...20, using: &random))
        #expect(report.refused == [])
    }

    /// Some entries of one stream from its start, most of them duplicates: what arrived before the line broke.
    private func interruptedPull(_ number: Int) async throws {
        let other = nodes.randomElement(using: &random)!
        guard let stream = try await other.store.read({ try $0.streams() }).first else { return }
        let limit = Int.random(in: 1...8, using: &random)
        let parcels = try await other.store.read { try $0.parcels(of: stream, from: 1, limit: limit) }
        var report = MergeReport()
        try await nodes[number].store.receive(parcels + parcels, into: &report)
    }

    /// The file of an earlier day comes back, under the lease of today, and is written on.
    private func restore(_ number: Int) async throws {
        guard try await nodes[number].restore() else { return }
        // What only the lost file held was lost with it, unless another node has it.
        try await keepWhatIsHeld()
        try await make(number)
    }

    /// A folder is copied with its lease, and both write on as one writer.
    private func clone(_ number: Int) async throws {
        guard nodes.count < 5, let copy = try await nodes[number].clone(to: nodes.count) else { return }
        nodes.append(copy)
        #expect(copy.store.writer == nodes[number].store.writer)
        try await make(nodes.count - 1)
        try await make(number)
    }

    private func acknowledge(_ outcome: Outcome, by number: Int) {
        if let entry = outcome.entry { acknowledged.append((number, entry)) }
    }

    private func keepWhatIsHeld() async throws {
        var kept: [(node: Int, entry: Digest)] = []
        for (number, entry) in acknowledged {
            for node in nodes where try await node.store.read({ try $0.place(of: entry) }) != nil {
                kept.append((number, entry))
                break
            }
        }
        acknowledged = kept
    }

    /// Everyone asks everyone until nothing is new; then all tables are alike, and as the journal says.
    func agree() async throws {
        var isNew = true
        while isNew {
            isNew = false
            for node in nodes {
                for other in nodes where other !== node {
                    let report = try await node.store.pull(from: other.database)
                    #expect(report.refused == [])
                    if report.received > 0 { isNew = true }
                }
            }
        }
        let expected = try await nodes[0].store.dump()
        for node in nodes {
            #expect(try await node.store.verify() == [])
            let dump = try await node.store.dump()
            let isEqual = dump == expected
            #expect(isEqual, "\(Set(dump).symmetricDifference(expected).sorted().prefix(4).map { $0.prefix(300) })")
            try await node.store.rebuild()
            let isSame = try await node.store.dump() == dump
            #expect(isSame)
            for (_, entry) in acknowledged { #expect(try await node.store.read { try $0.place(of: entry) } != nil) }
        }
    }

    func close() async throws {
        for node in nodes { try await node.close() }
    }
}

/// One installation: a folder with a file in it (or the PostgreSQL handed to it), and a clock.
private final class SimulatedNode {
    let clock: TestClock
    private(set) var store: Store
    var database: any Database { store.database }
    var seen: [ID<Note>: Versions] = [:]
    private let path: String
    private let isFile: Bool
    private var backup: [String]?

    init(_ path: String, _ clock: TestClock, _ given: (any Database)?, keeping: WriterID? = nil) async throws {
        self.path = path
        self.clock = clock
        isFile = given == nil
        if given == nil, keeping == nil { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
        let database = try given ?? SQLiteDatabase(path: path + "/promig.db")
        store = try await Store.open(keeping == nil ? database : ForcedLease(database), samples, now: clock.read)
    }

    func backUp() async throws {
        guard isFile else { return }
        try await database.scrub()
        let copy = path + "/backup.db"
        try? FileManager.default.removeItem(atPath: copy)
        try FileManager.default.copyItem(atPath: path + "/promig.db", toPath: copy)
        backup = [copy]
    }

    /// False where there is no backup.
    func restore() async throws -> Bool {
        guard let copy = backup?.first else { return false }
        try await database.close()
        for name in ["promig.db", "promig.db-wal", "promig.db-shm"] { try? FileManager.default.removeItem(atPath: "\(path)/\(name)") }
        try FileManager.default.copyItem(atPath: copy, toPath: path + "/promig.db")
        store = try await Store.open(try SQLiteDatabase(path: path + "/promig.db"), samples, now: clock.read)
        seen = [:]
        return true
    }

    /// A copy that believes it writes as the same writer; nil where the node is no folder.
    func clone(to number: Int) async throws -> SimulatedNode? {
        guard isFile else { return nil }
        try await database.scrub()
        let copy = path + "-copy\(number)"
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: path + "/promig.db", toPath: copy + "/promig.db")
        return try await SimulatedNode(copy, TestClock(clock.now), nil, keeping: store.writer)
    }

    func close() async throws {
        if isFile { try await database.close() }
    }
}

/// A database whose lease always agrees: what a clone down to the inode would be.
private final class ForcedLease: Database {
    private struct Claim: SlotClaim {
        let token: [UInt8]?
        func keep(_ token: [UInt8]) throws -> [UInt8] { token }
    }

    private let inner: any Database
    let engine: Engine

    init(_ inner: any Database) {
        self.inner = inner
        engine = inner.engine
    }

    func claim(slot: Int) async throws -> (any SlotClaim)? {
        let kept = try await inner.read { try $0.first("SELECT lease FROM writer WHERE slot = ?", [slot.value]) { try $0.bytes(0) } }
        return Claim(token: kept)
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T { try await inner.read(body) }
    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T { try await inner.write(body) }
    func scrub() async throws { try await inner.scrub() }
    func close() async throws { try await inner.close() }
}
