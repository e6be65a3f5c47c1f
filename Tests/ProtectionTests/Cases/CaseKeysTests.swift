import Access
import Accounts
import Journal
import Protection
import Storage
import Support
import Testing
import Vault

@Suite("The keys of a case file, at two nodes of one organisation")
struct CaseKeysTests {
    /// A second node where the organisation of the case file signs in, too.
    private static func secondNode(of world: TwoOrganizations, _ database: any Database) async throws -> Store {
        let node = try await TwoOrganizations.open(database)
        for member in [world.agent, world.colleague, world.supervisor] {
            let wrap = try await world.store.read { try $0.first("SELECT wrap FROM credential WHERE account = ?", [member.account.value]) { try $0.bytes(0) } }
            let kept = try #require(wrap)
            _ = try await node.database.write { connection in
                try connection.run(
                    "INSERT INTO credential (account, wrap, must_change, drawn) VALUES (?, ?, ?, ?)",
                    [member.account.value, .bytes(kept), false.value, true.value])
            }
        }
        // Whose accounts they are comes first, and what is their organisation's then.
        for _ in 0..<2 { try await pull(into: node, from: world.store) }
        return node
    }

    private static func pull(into node: Store, from other: Store) async throws {
        #expect(try await NodeExchange.pull(into: node, from: other.database).entries.refused.isEmpty)
    }

    /// Whether the member's own keys, and the intake's, are wrapped there.
    private static func holds(_ member: TwoOrganizations.Member, at node: Store, _ caseFile: ID<CaseFile>) async throws -> (own: Bool, intake: Bool) {
        try await node.read { connection in
            let intake = try #require(try CircleState.find(.intake(of: member.reader.organization), connection)).circle.id.cast() as AnyID
            let holders = try connection.wraps(of: caseFile.cast()).map(\.holder.id)
            return (holders.contains(member.account.cast()), holders.contains(intake))
        }
    }

    @Test("stay taken from whom they were taken when a node that did not know of it brings them back", arguments: Engine.allCases)
    func withdrawn(engine: Engine) async throws {
        try await TwoOrganizations.with(engine) { world in
            try await TestDatabase.with(.sqlite) { database in
                let (here, file, day) = (world.store, world.caseFile, TwoOrganizations.now.day)
                let there = try await Self.secondNode(of: world, database)
                let scope = Scope.organization(world.agent.reader.organization)
                #expect(try await Self.holds(world.agent, at: there, file) == (true, false))

                // Taken from the officer, it is the intake's until someone follows it.
                try await here.perform(ActName.caseWithdraw.name, by: world.supervisor.author, in: scope, signed: true) { act in
                    let ring = try Keyring(world.supervisor.keys, act.connection)
                    for standing in try act.connection.all(CaseAssignment.self) { try CaseKeys.withdraw(standing, by: ring, in: act) }
                }
                try await Self.pull(into: here, from: there)
                #expect(try await Self.holds(world.agent, at: here, file) == (true, true))
                try await CaseKeys.settle(here)
                #expect(try await Self.holds(world.agent, at: here, file) == (false, true))
                try await Self.pull(into: there, from: here)
                try await CaseKeys.settle(there)
                #expect(try await Self.holds(world.agent, at: there, file) == (false, true))

                // Followed by a colleague, it is no longer the intake's.
                try await here.perform(ActName.caseAssign.name, by: world.supervisor.author, in: scope, signed: true) { act in
                    try CaseKeys.assign(file, to: world.colleague.account, by: Keyring(world.supervisor.keys, act.connection), in: act, on: day)
                }
                try await Self.pull(into: here, from: there)
                #expect(try await Self.holds(world.colleague, at: here, file) == (true, true))
                try await CaseKeys.settle(here)
                try await Self.pull(into: there, from: here)
                try await CaseKeys.settle(there)
                for node in [here, there] {
                    #expect(try await Self.holds(world.colleague, at: node, file) == (true, false))
                    #expect(try await !world.keys(of: world.supervisor, file.cast()).isEmpty)
                    #expect(try await node.verify() == [])
                }
            }
        }
    }
}
