import Access
import Accounts
import Journal
import Storage
import Support
import Testing
import Vault

@Suite("The circles of an organisation’s case files")
struct CaseCirclesTests {
    private let organization = ID<Organization>()
    private var intake: CircleSeat { .intake(of: organization) }
    private var supervision: CircleSeat { .supervision(of: organization) }

    /// A supervisor who holds both circles.
    private func found(_ node: Node) async throws -> MemberKeys {
        let supervisor = try await node.member("c02", [.supervisor], of: organization)
        try await node.act(.caseCirclesCreate, supervisor) { act in
            for seat in CircleSeat.ofCases(of: organization) { try Circles.create(seat, by: supervisor, in: act, on: Node.day) }
        }
        return supervisor
    }

    private func state(_ node: Node, _ seat: CircleSeat) async throws -> CircleState {
        try #require(try await node.store.read { try CircleState.find(seat, $0) })
    }

    /// A data key wrapped for a circle, by whoever holds its key.
    private func protect(_ node: Node, _ seat: CircleSeat, by keys: MemberKeys) async throws -> DataKey {
        let key = DataKey(subject: .random())
        try await node.store.perform("test.protect", by: nil) { act in
            let state = try #require(try CircleState.find(seat, act.connection))
            try Circles.protect(key, for: state, by: Keyring(keys, act.connection), act.connection)
        }
        return key
    }

    private func opens(_ node: Node, _ key: DataKey, _ keys: MemberKeys) async throws -> Bool {
        try await node.store.read { try !Keyring(keys, $0).dataKeys(of: key.subject, $0).isEmpty }
    }

    @Test("take in those whose duty it is, of their own organisation, and nobody else", arguments: Engine.allCases)
    func members(engine: Engine) async throws {
        try await Node.with(engine) { node in
            let supervisor = try await found(node)
            let agent = try await node.member("c03", [.caseworker], of: organization)
            try await node.act(.caseCirclesAdd, supervisor) { try Circles.add(agent.account, to: intake, by: supervisor, in: $0, on: Node.day) }
            #expect(try await state(node, intake).isHeld(by: agent.account))
            let foreign = try await node.member("c04", [.caseworker])
            let meal = try await node.member("c05", [.meal], of: organization)
            for (refused, seat) in [(agent, supervision), (foreign, intake), (meal, intake), (agent, intake)] {
                await #expect(throws: Refusal.self) {
                    try await node.act(.caseCirclesAdd, supervisor) { try Circles.add(refused.account, to: seat, by: supervisor, in: $0, on: Node.day) }
                }
            }
            let key = try await protect(node, intake, by: supervisor)
            #expect(try await opens(node, key, agent))
            #expect(try await !opens(node, key, foreign))
        }
    }

    @Test("seal nothing before two hold the key or a recovery was tried", arguments: Engine.allCases)
    func recovery(engine: Engine) async throws {
        try await Node.with(engine) { node in
            let supervisor = try await found(node)
            await #expect(throws: Refusal.self) { _ = try await protect(node, supervision, by: supervisor) }
            let sheets = try await drawn(node, supervisor)
            #expect(try await !state(node, supervision).canSeal)
            for (one, other) in [(0, 0), (0, 3)] {
                await #expect(throws: Refusal.self) { try await attempt(node, sheets + ["1AAAA-AAAAA"], one, other) }
            }
            try await attempt(node, sheets, 2, 0)
            #expect(try await state(node, supervision).canSeal)
            // The only holder is lost: two sheets give a successor everything, also what was sealed after they were printed and renewed since.
            let key = try await protect(node, supervision, by: supervisor)
            try await node.act(.caseCirclesRenew, supervisor) { act in
                for seat in [intake, supervision] { try Circles.renew(seat, by: supervisor, in: act, on: Node.day) }
            }
            let late = try await protect(node, supervision, by: supervisor)
            try await node.store.perform("account.close", by: nil) { try Circles.leave(supervisor.account, in: $0, on: Node.day) }
            let successor = try await node.member("c06", [.supervisor], of: organization)
            let agent = try await node.member("c07", [.caseworker], of: organization)
            await #expect(throws: Refusal.self) {
                try await node.act(.recoveryUse, agent) { try Circles.recover([intake, supervision], sheets[1], sheets[2], by: agent, in: $0, on: Node.day) }
            }
            try await node.act(.recoveryUse, successor) {
                try Circles.recover([intake, supervision], sheets[1], sheets[2], by: successor, in: $0, on: Node.day)
            }
            #expect(try await opens(node, key, successor))
            #expect(try await opens(node, late, successor))
            #expect(try await !opens(node, late, supervisor))
            // They who left held the key: the successor’s session draws another, and the sheets follow it.
            try await Circles.attend(node.store, successor)
            #expect(try await state(node, supervision).current.number == 3)
            try await attempt(node, sheets, 0, 1)
            #expect(try await node.store.verify() == [])
            #expect(try await node.findings() == [])
        }
    }

    @Test("let earlier sheets open nothing once others are printed")
    func reprinted() async throws {
        try await Node.with(.sqlite) { node in
            let supervisor = try await found(node)
            let first = try await drawn(node, supervisor)
            let second = try await drawn(node, supervisor)
            await #expect(throws: Refusal.self) { try await attempt(node, first, 0, 1) }
            await #expect(throws: Refusal.self) { try await attempt(node, [first[0], second[1]], 0, 1) }
            try await attempt(node, second, 0, 1)
            // Nor in a thief's hands: what they opened is gone.
            let left = try await node.store.read { connection in
                try connection.all(CircleRecovery.self, "ORDER BY id").compactMap(\.record.key?.id).map { id in
                    try connection.wraps(of: id).count + connection.wraps(for: id).count
                }
            }
            // Three for pairs of sheets, which name the recovery twice, and one of each circle's key.
            #expect(Set(left) == [0, 8], "\(left)")
        }
    }

    private func drawn(_ node: Node, _ supervisor: MemberKeys) async throws -> [String] {
        let printed = Printed()
        try await node.act(.recoveryDraw, supervisor) { act in
            printed.texts = try Circles.drawRecovery(of: [intake, supervision], by: supervisor, in: act, on: Node.day).map(\.text)
        }
        return printed.texts
    }

    private func attempt(_ node: Node, _ sheets: [String], _ one: Int, _ other: Int) async throws {
        try await node.store.perform("recovery.try", by: nil) {
            try Circles.tryRecovery(of: [intake, supervision], sheets[one], sheets[other], in: $0, on: Node.day)
        }
    }

    private final class Printed: @unchecked Sendable {
        var texts: [String] = []
    }
}
