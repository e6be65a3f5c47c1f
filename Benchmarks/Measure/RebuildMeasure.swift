import Foundation
import Journal
import NetworkLife
import Storage

/// Writes the rows of a store's tables and history raw into a new file, in one transaction and in the order of their keys.
struct RawTables {
    private let arguments: Arguments

    init(_ arguments: Arguments) {
        self.arguments = arguments
    }

    func run() throws {
        let source = try BareSQLite("\(arguments.text("dir"))/\(arguments.text("name")).sqlite")
        let target = try BareSQLite("\(arguments.text("dir"))/\(arguments.text("name"))_raw\(arguments.text("turn")).sqlite")
        for made in try source.rows("SELECT sql FROM sqlite_schema WHERE tbl_name IN ('decision', 'history') AND sql IS NOT NULL ORDER BY type DESC", [], columns: 1) {
            if case .text(let sql) = made[0] { try target.execute(sql) }
        }
        let inserts = Inserts(target)
        let columns = Written.columns(of: RecordKind(Decision.self)).map(\.name)
        let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
        let page = 10_000
        var time = try seconds { try target.begin() }
        var rows = 0
        var last: [Value] = [.bytes([])]
        while true {
            let some = try source.rows("SELECT \(list) FROM decision WHERE id > ? ORDER BY id LIMIT \(page)", last, columns: columns.count)
            guard let end = some.last else { break }
            last = [end[0]]
            rows += some.count
            time += try seconds { try inserts.insert(.init(name: "decision", columns: columns, rows: some)) }
        }
        last = [.bytes([]), .integer(0)]
        while true {
            let some = try source.rows("SELECT record, place FROM history WHERE (record, place) > (?, ?) ORDER BY record, place LIMIT \(page)", last, columns: 2)
            guard let end = some.last else { break }
            last = end
            rows += some.count
            time += try seconds { try inserts.insert(.init(name: "history", columns: ["record", "place"], rows: some)) }
        }
        time += try seconds { try target.commit() }
        emit(["seconds": .number(time), "rows": .number(Double(rows))])
    }
}

/// `rebuild` and `verify` of a store that `fill` made, each in a process of its own, so that its peak of memory is its own.
struct RebuildMeasure {
    private let arguments: Arguments

    init(_ arguments: Arguments) {
        self.arguments = arguments
    }

    func rebuild() async throws {
        let store = try await open()
        let time = try await seconds { try await store.rebuild() }
        try await store.database.close()
        emit(["seconds": .number(time), "megabytes": .number(peakMemory())])
    }

    func verify() async throws {
        let store = try await open()
        var findings = -1
        let time = try await seconds { findings = try await store.verify(.all).findings.count }
        try await store.database.close()
        emit(["seconds": .number(time), "megabytes": .number(peakMemory()), "findings": .number(Double(findings))])
    }

    private func open() async throws -> Store { try await Ground(arguments, arguments.text("name")).open() }
}

/// One record's history, and a whole table as of a date, in two journals of very different lengths.
struct HistoryMeasure {
    private let arguments: Arguments

    init(_ arguments: Arguments) {
        self.arguments = arguments
    }

    func run() async throws {
        let stores = [
            try await Ground(arguments, arguments.text("short")).open(), try await Ground(arguments, arguments.text("long")).open(),
        ]
        var prepared: [(record: AnyID, since: Stamp, changed: [AnyID])] = []
        for store in stores { prepared.append(try await prepare(store)) }
        var histories: [[Double]] = [[], []]
        var tables: [[Double]] = [[], []]
        var changes: [Double] = []
        for _ in 0..<200 {
            for (index, store) in stores.enumerated() {
                let (record, since, records) = prepared[index]
                histories[index].append(try await store.read { connection in
                    try seconds { try expect(connection.history(of: record).count, 11) }
                })
                tables[index].append(try await store.read { connection in
                    try seconds { try expect(connection.table(MeetingRecord.self, asOf: since).count, 500) }
                })
                guard index == 1 else { continue }
                changes.append(try await store.read { connection in
                    try seconds {
                        try expect(connection.all(MeetingRecord.self).count, 500)
                        for record in records { try expect(connection.history(of: record).count, 2) }
                    }
                })
            }
        }
        for store in stores { try await store.database.close() }
        emit("history", unit: "µs", scale: 1e6, Samples(histories[1]), against: Samples(histories[0]), "the same in the short journal")
        emit("asof", unit: "µs", scale: 1e6, Samples(tables[1]), against: Samples(tables[0]), "the same in the short journal")
        emit("asof.cost", unit: "µs", scale: 1e6, Samples(tables[1]), against: Samples(changes), "the table as it is, and the history of each record changed since")
    }

    /// A table of 500 records, one of them changed ten times, and 200 acts since the moment asked for.
    private func prepare(_ store: Store) async throws -> (AnyID, Stamp, [AnyID]) {
        let meetings = (0..<500).map { ActMeasure.meeting($0) }
        try await store.performTogether(meetings.map { meeting in Deed("meeting.create", by: nil) { try $0.make(meeting) } })
        for number in 0..<10 {
            var new = meetings[7]
            new.venue = "Salle \(number)"
            let changed = new
            try await store.performTogether([Deed("meeting.update", by: nil) { try $0.update(changed) }])
        }
        let since = try await store.read { try $0.first("SELECT MAX(stamp) FROM entry") { Stamp(raw: UInt64(try $0.integer(0))) }! }
        for number in 0..<200 {
            var new = meetings[100 + number]
            new.venue = "Autre salle \(number)"
            let changed = new
            try await store.performTogether([Deed("meeting.update", by: nil) { try $0.update(changed) }])
        }
        return (meetings[7].id.cast(), since, meetings[100..<300].map { $0.id.cast() })
    }
}

private func expect(_ count: Int, _ wanted: Int) throws {
    guard count == wanted else { throw BareFailure(message: "\(count) where \(wanted) were expected") }
}
