import Accounts
import Journal
import Protection
import Statistics
import Storage
import Support
import Testing

@Suite("What each case file adds to the figures, once it is kept")
struct TallyingTests {
    private static let tallying = ProtectionMeasures.tallying

    private static func owed(_ store: Store) async throws -> Int { try await store.read { try $0.owedTallies(limit: 10_000).count } }

    private static func rows(of subject: AnyID, _ store: Store) async throws -> Int {
        try await store.read { connection in
            try connection.first("SELECT COUNT(*) FROM tally WHERE subject = ?", [subject.value]) { Int(try $0.integer(0)) } ?? 0
        }
    }

    @Test("follows at once what is written of it, whether it was counted anew since or not", arguments: Engine.allCases)
    func follows(engine: Engine) async throws {
        try await NotedRegisters.with(engine) { registers in
            let (one, two) = (try await registers.file(), try await registers.file())
            try await registers.refer(one, on: NotedRegisters.day(2))
            try await Self.tallying.settleAll(in: registers.store)
            #expect(try await Self.owed(registers.store) == 0)
            #expect(try await registers.figure("R2.2").figure == .count(2))
            #expect(try await registers.figure("R2.4").figure == .count(1))
            try await registers.withdraw("statistics", of: one)
            for isSettled in [false, true] {
                if isSettled { try await Self.tallying.settleAll(in: registers.store) }
                #expect(try await registers.figure("R2.2").figure == .count(1))
                // What was sent for the person goes with their consent, though nothing was written of it.
                #expect(try await registers.figure("R2.4").figure == .count(0))
            }
            #expect(try await Self.rows(of: two.cast(), registers.store) > 0)
            try await registers.erase(two)
            #expect(try await Self.rows(of: two.cast(), registers.store) == 0, "it is gone with the act that erased it")
            #expect(try await registers.figure("R2.2").figure == .count(1))
        }
    }

    @Test("says that it is being made ready, rather than let someone wait, where much has just come")
    func much() async throws {
        try await NotedRegisters.with(.sqlite) { registers in
            let count = Tallying.most + 1
            try await registers.note { act in
                for _ in 0..<count {
                    var session = InformationSession()
                    (session.on, session.people.women) = (NotedRegisters.day(8), 1)
                    try act.make(session)
                }
            }
            await #expect(throws: Tallying.Unsettled.self) { try await registers.figure("R2.1") }
            #expect(try await Self.tallying.settle(in: registers.store, most: 1))
            #expect(try await registers.figure("R2.1").figure == .count(count))
            #expect(try await Self.owed(registers.store) == count - 1)
            try await Self.tallying.settleAll(in: registers.store)
            #expect(try await registers.figure("R2.1").figure == .count(count))
        }
    }

    @Test("is the same where it came from another installation, and after the tables were made again", arguments: Engine.allCases)
    func elsewhere(engine: Engine) async throws {
        try await NotedRegisters.with(engine) { registers in
            let file = try await registers.file()
            try await registers.refer(file, on: NotedRegisters.day(2))
            try await NotedRegisters.with(.sqlite) { other in
                func figure(_ code: String) async throws -> Figure {
                    let measure = ProtectionMeasures.all.first { $0.code == code }!
                    let question = registers.question
                    return try await other.store.read { measure.figure(of: try measure.folded(question, $0)) }
                }
                _ = try await other.store.pull(from: registers.store.database)
                try await Self.tallying.settleAll(in: other.store)
                #expect(try await figure("R2.2") == .count(1))
                try await registers.withdraw("statistics", of: file)
                _ = try await other.store.pull(from: registers.store.database)
                #expect(try await figure("R2.2") == .count(0))
                #expect(try await figure("R2.4") == .count(0))
            }
            try await Self.tallying.settleAll(in: registers.store)
            try await registers.store.rebuild()
            #expect(try await Self.owed(registers.store) > 0)
            #expect(try await registers.figure("R2.7").figure == .share(1, of: 1))
        }
    }

    @Test("is counted anew by another edition, once")
    func editions() async throws {
        try await NotedRegisters.with(.sqlite) { registers in
            try await registers.file()
            try await Self.tallying.renew(in: registers.store)
            try await Self.tallying.settleAll(in: registers.store)
            try await Self.tallying.renew(in: registers.store)
            #expect(try await Self.owed(registers.store) == 0)
            try await Tallying(edition: Self.tallying.edition + 1, count: Self.tallying.count).renew(in: registers.store)
            #expect(try await Self.owed(registers.store) == 1)
        }
    }
}
