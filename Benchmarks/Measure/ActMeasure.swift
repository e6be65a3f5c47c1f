import Foundation
import Journal
import NetworkLife
import Storage

/// One act, durable, through the store; then the rows that it wrote, bare; then its table's row alone, bare: in turn, each in a transaction.
struct ActMeasure {
    private let arguments: Arguments
    private let count: Int

    init(_ arguments: Arguments) {
        self.arguments = arguments
        count = arguments.number("count", or: 300)
    }

    func run() async throws {
        let ground = try Ground(arguments, "act_store")
        let store = try await ground.open()
        // With `--only store` nothing else writes, so that whoever counts the syncs counts those of the acts.
        if arguments.text("only") == "store" {
            for number in 0..<count { _ = try await Self.perform(number, store) }
            return try await store.database.close()
        }
        let all = try await Ground(arguments, "act_bare").bare()
        let row = try await Ground(arguments, "act_row").bare()
        let allInserts = Inserts(all)
        let rowInserts = Inserts(row)
        var samples: [[Double]] = [[], [], []]
        var move: Int?
        for number in 0..<count {
            var done: (Outcome, AnyID, AnyID)?
            let act = try await seconds { done = try await Self.perform(number, store) }
            let (outcome, record, token) = done!
            let (written, stream) = try await store.read { connection in
                let written = try Written(acts: [outcome], making: [record], tokens: [token], RecordKind(MeetingRecord.self), connection)
                let stream = try connection.rows("SELECT id, writer, scope, start, position, head FROM stream", []) { row in
                    [
                        try row.value(0, as: .integer), try row.value(1, as: .bytes), try row.value(2, as: .bytes), try row.value(3, as: .integer),
                        try row.value(4, as: .integer), try row.value(5, as: .bytes),
                    ]
                }[0]
                return (written, stream)
            }
            if move == nil {
                try Inserts(all).insert(.init(name: "stream", columns: ["id", "writer", "scope", "start", "position", "head"], rows: [stream]))
                move = try all.prepare("UPDATE stream SET position = ?, head = ? WHERE id = ?", like: [stream[4], stream[5], stream[0]])
            }
            let bare = try seconds {
                try all.begin()
                try all.run(move!, [stream[4], stream[5], stream[0]])
                for table in written.tables { try allInserts.insert(table) }
                try all.commit()
            }
            let alone = try seconds {
                try row.begin()
                try rowInserts.insert(written.tables.last!)
                try row.commit()
            }
            // The first few prepare their statements.
            if number >= 20 { for (index, sample) in [act, bare, alone].enumerated() { samples[index].append(sample) } }
        }
        try await store.database.close()
        let measured = samples.map { Samples($0) }
        emit("act.same", unit: "µs", scale: 1e6, measured[0], against: measured[1], "the same rows and bytes, bare")
        emit("act.row", unit: "µs", scale: 1e6, measured[0], against: measured[2], "its table’s row alone, bare")
    }

    static func meeting(_ number: Int) -> MeetingRecord {
        var meeting = MeetingRecord()
        meeting.title = "Réunion d’antenne \(number) : suivi des décisions (exemple)"
        meeting.type = .branch
        meeting.venue = "Salle d’exemple \(number % 9)"
        meeting.objective = "Faire le point sur les décisions de la dernière rencontre et préparer la prochaine."
        return meeting
    }

    private static func perform(_ number: Int, _ store: Store) async throws -> (Outcome, AnyID, AnyID) {
        let meeting = meeting(number)
        let token = AnyID()
        let outcome = try await store.perform("meeting.create", by: Author(ID<Account>(high: 1, low: 1)), token: token) { try $0.make(meeting) }
        return (outcome, meeting.id.cast(), token)
    }
}
