import Foundation
import Journal
import NetworkLife
import Storage

/// Fills a store with decisions, each made by an act of its own, a thousand acts a transaction, and then changes some of them, scattered.
/// In turn with each transaction, the same rows are written raw into another file.
struct Fill {
    private let arguments: Arguments
    private let made: Int
    private let changed: Int
    private let batch = 1_000

    init(_ arguments: Arguments) {
        self.arguments = arguments
        made = arguments.number("made", or: 8_000)
        changed = arguments.number("changed", or: 2_000)
    }

    func run() async throws {
        let ground = try Ground(arguments, arguments.text("name"))
        let store = try await ground.open()
        let compared = arguments.number("compared", or: 0)
        let bare = compared > 0 ? try await Ground(arguments, "bulk_raw").bare() : nil
        let inserts = bare.map { Inserts($0) }
        var acts: [Double] = []
        var raws: [Double] = []
        var decisions: [Decision] = []
        decisions.reserveCapacity(made)
        for start in stride(from: 0, to: made, by: batch) {
            let new = (start..<min(made, start + batch)).map { Self.decision($0) }
            let deeds = new.map { decision in (AnyID(), decision) }
            var outcomes: [Outcome] = []
            let time = try await seconds {
                outcomes = try await store.performTogether(deeds.map { token, decision in
                    Deed("decision.create", by: Author(ID<Account>(high: 1, low: 1)), token: token) { try $0.make(decision) }
                })
            }
            decisions += new
            guard let bare, let inserts, acts.count < compared / batch else { continue }
            let done = outcomes
            let written = try await store.read { connection in
                try Written(acts: done, making: new.map { $0.id.cast() }, tokens: deeds.map(\.0), RecordKind(Decision.self), connection)
            }
            raws.append(try seconds {
                try bare.begin()
                for table in written.tables { try inserts.insert(table) }
                try bare.commit()
            })
            acts.append(time)
        }
        try await change(decisions, store)
        try await store.database.close()
        // Rates, a second: higher is better, so the ratio is the raw rate's share.
        guard !acts.isEmpty else { return }
        emit("bulk", unit: "acts/s", scale: 1, Samples(acts.map { 1000 / $0 }), against: Samples(raws.map { 1000 / $0 }), "the same rows, raw")
    }

    private func change(_ all: [Decision], _ store: Store) async throws {
        var dice = SplitMix(state: 7)
        for start in stride(from: 0, to: changed, by: batch) {
            let some = (start..<min(changed, start + batch)).map { _ in all[Int(dice.next() % UInt64(all.count))] }
            try await store.performTogether(some.enumerated().map { number, decision in
                Deed("decision.update", by: Author(ID<Account>(high: 1, low: 1))) { act in
                    var new = decision
                    new.state = [.underway, .done, .dropped][(start + number) % 3]
                    new.ownerName = "Bureau \(start + number)"
                    try act.update(new)
                }
            })
        }
    }

    static func decision(_ number: Int) -> Decision {
        var decision = Decision()
        decision.meeting = ID(high: 1, low: UInt64(number / 8))
        decision.text = "Décision \(number) sur le suivi de ce qui a été décidé à la dernière rencontre (exemple)"
        decision.owner = ID(high: 2, low: UInt64(number % 200))
        decision.due = Day("2026-0\(1 + number % 9)-1\(number % 10)")
        return decision
    }
}

/// Splitmix64 (Steele, Lea, Flood, 2014).
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// Takes another store's entries in, chain checked, a thousand a transaction; in turn, the same rows raw.
struct MergeMeasure {
    private let arguments: Arguments

    init(_ arguments: Arguments) {
        self.arguments = arguments
    }

    func run() async throws {
        let count = arguments.number("count", or: 20_000)
        let source = try await Ground(arguments, "merge_source").open()
        for start in stride(from: 0, to: count, by: 1_000) {
            try await source.performTogether((start..<start + 1_000).map { number in
                Deed("decision.create", by: Author(ID<Account>(high: 1, low: 1))) { try $0.make(Fill.decision(number)) }
            })
        }
        let store = try await Ground(arguments, "merge_store").open()
        let bare = try await Ground(arguments, "merge_raw").bare()
        let inserts = Inserts(bare)
        let stream = try await source.read { try $0.streams()[0] }
        let columns = Written.columns(of: RecordKind(Decision.self))
        let list = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        var merges: [Double] = []
        var raws: [Double] = []
        for start in stride(from: 0, to: count, by: 1_000) {
            let parcels = try await source.read { try $0.parcels(of: stream, from: UInt64(start + 1), limit: 1_000) }
            var report = MergeReport()
            merges.append(try await seconds { try await store.receive(parcels, into: &report) })
            precondition(report.received == 1_000)
            let tables = try await store.read { connection in
                let entries = try connection.rows("SELECT place, stamp, short, header, parts FROM entry ORDER BY place DESC LIMIT 1000") { row in
                    [try row.value(0, as: .integer), try row.value(1, as: .integer), try row.value(2, as: .integer), try row.value(3, as: .bytes), try row.value(4, as: .bytes)]
                }
                let records = try connection.rows("SELECT record, place FROM history ORDER BY record DESC LIMIT 1000") {
                    [try $0.value(0, as: .bytes), try $0.value(1, as: .integer)]
                }
                let rows = try connection.rows("SELECT \(list) FROM decision ORDER BY id DESC LIMIT 1000") { row in
                    try columns.enumerated().map { try row.value($0.offset, as: $0.element.type) }
                }
                return [
                    Written.Table(name: "entry", columns: Written.entry, rows: entries.reversed()),
                    Written.Table(name: "arrival", columns: ["place", "milliseconds"], rows: entries.reversed().map { [$0[0], .integer(1)] }),
                    Written.Table(name: "history", columns: ["record", "place"], rows: records.reversed()),
                    Written.Table(name: "decision", columns: columns.map(\.name), rows: rows.reversed()),
                ]
            }
            raws.append(try seconds {
                try bare.begin()
                for table in tables { try inserts.insert(table) }
                try bare.commit()
            })
        }
        try await source.database.close()
        try await store.database.close()
        emit("merge", unit: "entries/s", scale: 1, Samples(merges.map { 1000 / $0 }), against: Samples(raws.map { 1000 / $0 }), "the same rows, raw")
    }
}
