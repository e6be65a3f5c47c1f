import Access
import Accounts
import Journal
import Protection
import Storage
import Support
import Testing
import Vault

@Suite("A referral between two members")
struct ReferralTests {
    @Test("carries only what the person agreed to share, and what was ticked", arguments: Engine.allCases)
    func parts(engine: Engine) async throws {
        try await TwoOrganizations.with(engine) { world in
            let referral = try await world.send()
            let text = try #require(try await world.reads(world.receiver, referral))
            #expect(text.contains("Zqaminata") && text.contains("zqdemande") && text.contains("female"))
            for absent in ["00 77 66", "zqhistoire", "MLI", "Zqenfant", "25-59"] { #expect(!text.contains(absent), "\(absent)") }
            var all = world.referring
            (all.id, all.parts) = (.random(), Set(ReferralPart.list.map(\.0)))
            let whole = try #require(try await world.reads(world.receiver, world.send(all)))
            for there in ["00 77 66", "zqhistoire racontée", "MLI", "Zqenfant", "25-59", "0-5"] { #expect(whole.contains(there), "\(there)") }
            #expect(!whole.contains("zqhistoire du désert"))
            #expect(try await world.store.verify() == [])
            #expect(try await world.store.keyFindings() == [])
        }
    }

    @Test("is not sent before the person agrees, nor to a service of return where they may seek asylum", arguments: Engine.allCases)
    func refused(engine: Engine) async throws {
        try await TwoOrganizations.with(engine, sharing: []) { world in
            await #expect(throws: Refusal.self) { try await world.send() }
            let written = try await world.store.read { try $0.all(Referral.self).count }
            #expect(written == 0)
        }
        try await TwoOrganizations.with(engine, fearsReturn: true) { world in
            var back = world.referring
            back.service = .voluntaryReturn
            let refused = back
            await #expect(throws: Refusal.self) { try await world.send(refused) }
            var nobody = world.referring
            nobody.receiver = world.stranger.reader.organization
            nobody.need = " "
            let empty = nobody
            await #expect(throws: Refusal.self) { try await world.send(empty) }
            try await world.send()
        }
    }

    @Test("opens for its officer and their supervision, and for the other’s intake until someone takes it on", arguments: Engine.allCases)
    func keys(engine: Engine) async throws {
        try await TwoOrganizations.with(engine) { world in
            let referral = try await world.send()
            let openers = { () async throws -> [Bool] in
                var found: [Bool] = []
                for member in [
                    world.agent, world.colleague, world.supervisor, world.receiver, world.receivingColleague, world.receivingSupervisor, world.stranger,
                ] {
                    found.append(try await world.opens(member, referral))
                }
                return found
            }
            #expect(try await openers() == [true, false, true, true, true, true, false])
            // The case file itself stays where it is.
            let opensCase = try await world.store.read { try !Keyring(world.receiver.keys, $0).dataKeys(of: world.caseFile.cast(), $0).isEmpty }
            #expect(!opensCase)
            let isPublic = { try await world.store.read { try $0.wraps(of: referral.id.cast()).compactMap(\.wrap?.isPublic) } }
            // The officer holds neither their own supervision’s key nor the other’s intake’s.
            #expect(try await isPublic().filter { $0 }.count == 2)
            try await world.follow(referral, .acknowledged, by: world.receiver)
            #expect(try await isPublic().filter { $0 }.count == 1)
            try await world.follow(referral, .accepted, by: world.receiver)
            #expect(try await openers() == [true, false, true, true, false, true, false])
            #expect(try await world.store.verify() == [])
        }
    }

    @Test("is nobody’s of the receiver’s any more once refused", arguments: Engine.allCases)
    func refusal(engine: Engine) async throws {
        try await TwoOrganizations.with(engine) { world in
            let referral = try await world.send()
            try await world.follow(referral, .acknowledged, by: world.receiver)
            await #expect(throws: Refusal.self) { try await world.follow(referral, .refused, by: world.receiver) }
            try await world.follow(referral, .refused, by: world.receiver, words: "zqraison") { $0.refusal = .full }
            for member in [world.receiver, world.receivingColleague, world.receivingSupervisor] { #expect(try await !world.opens(member, referral)) }
            #expect(try await world.opens(world.agent, referral))
            await #expect(throws: Refusal.self) { try await world.follow(referral, .closed, by: world.agent) }
            try await world.follow(referral, .closed, by: world.agent) { $0.next = ReferralNext(code: "other-service") }
            #expect(try await world.state(referral).stage == .closed)
        }
    }

    @Test("reaches a right, each side’s act because of the other’s", arguments: Engine.allCases)
    func whole(engine: Engine) async throws {
        try await TwoOrganizations.with(engine) { world in
            let referral = try await world.send()
            await #expect(throws: Refusal.self) { try await world.follow(referral, .acknowledged, by: world.stranger) }
            await #expect(throws: Refusal.self) { try await world.follow(referral, .accepted, by: world.receiver) }
            try await world.follow(referral, .acknowledged, by: world.receiver)
            try await world.follow(referral, .accepted, by: world.receiver)
            await #expect(throws: Refusal.self) { try await world.follow(referral, .served, by: world.agent) }
            await #expect(throws: Refusal.self) {
                try await world.follow(referral, .served, by: world.receiver) { $0.on = TwoOrganizations.now.day.advanced(by: 1) }
            }
            try await world.follow(referral, .served, by: world.receiver)
            await #expect(throws: Refusal.self) { try await world.follow(referral, .access, by: world.agent) { $0.access = .partly } }
            try await world.follow(referral, .access, by: world.agent, words: "zqpartie") { $0.access = .partly }
            try await world.follow(referral, .closed, by: world.agent) { $0.next = .nothing }
            let steps = try await world.state(referral).steps.map(\.step)
            #expect(steps.map(\.step) == [.acknowledged, .accepted, .served, .access, .closed])
            let (sent, written) = try await world.store.read { connection in
                (try connection.entries(of: referral.id.cast()).first, try steps.map { try connection.entries(of: $0.id.cast()).first! })
            }
            #expect(written[0].header.because == sent?.hash)
            #expect(written[3].header.because == written[2].hash)
            let link = try await world.store.read { try $0.all(CaseReferral.self).first! }
            #expect(try await world.store.read { try $0.entries(of: link.id.cast()).first?.header.because } == sent?.hash)
            #expect(try await world.store.verify() == [])
        }
    }

    @Test("is destroyed at once where the consent is taken back before anyone opened it", arguments: Engine.allCases)
    func withdrawnUnopened(engine: Engine) async throws {
        try await TwoOrganizations.with(engine) { world in
            let referral = try await world.send()
            let other = try await world.store.read { try ReferralFollowing.recalls(of: world.caseFile, taken(.sharing, .justice), $0) }
            #expect(other.isEmpty)
            let named = try await world.store.read { connection in
                try [referral.receiver, ID<Organization>()].map {
                    try ReferralFollowing.recalls(of: world.caseFile, taken(.sharing, nil, $0), connection).map(\.id)
                }
            }
            #expect(named == [[referral.id], []])
            for (question, party) in [(WithdrawnConsent.sharing, PartyKind.members as PartyKind?), (.sharing, nil), (.registered, nil)] {
                #expect(try await world.store.read { try ReferralFollowing.recalls(of: world.caseFile, taken(question, party), $0) }.map(\.id) == [referral.id])
            }
            try await world.follow(referral, .recalled, by: world.agent)
            #expect(try await world.state(referral).stage == .withdrawn)
            let held = try await world.store.read { connection in
                (
                    try connection.wraps(of: referral.id.cast()).count, try connection.destruction(of: referral.id.cast()) != nil,
                    try connection.all(ReferralContent.self).count,
                    try connection.all(ReferredPerson.self).count, try connection.all(Referral.self).count
                )
            }
            #expect(held == (0, true, 0, 0, 1))
            #expect(try await world.reads(world.receiver, referral) == nil)
            await #expect(throws: Refusal.self) { try await world.follow(referral, .acknowledged, by: world.receiver) }
            #expect(try await world.store.read { try ReferralFollowing.recalls(of: world.caseFile, taken(.sharing), $0) }.isEmpty)
            #expect(try await world.store.verify() == [])
            #expect(try await world.store.keyFindings() == [])
        }
    }

    @Test("is the receiver’s to answer for where the consent is taken back after they opened it", arguments: Engine.allCases)
    func withdrawnOpened(engine: Engine) async throws {
        try await TwoOrganizations.with(engine) { world in
            let (first, second) = (
                try await world.send(),
                try await world.send(
                    {
                        var again = world.referring; again.id = .random(); return again
                    }())
            )
            for referral in [first, second] {
                try await world.follow(referral, .acknowledged, by: world.receiver)
                try await world.follow(referral, .accepted, by: world.receiver)
                try await world.follow(referral, .recalled, by: world.agent)
                let state = try await world.state(referral)
                #expect(state.stage == .recalled && state.waitsFor == .receiver)
                #expect(state.due == TwoOrganizations.now.advanced(hours: 72) && state.isOverdue(at: TwoOrganizations.now.advanced(hours: 73)))
                await #expect(throws: Refusal.self) { try await world.follow(referral, .served, by: world.receiver) }
            }
            #expect(try await world.reads(world.receiver, first) != nil)
            await #expect(throws: Refusal.self) { try await world.follow(first, .kept, by: world.receiver) }
            try await world.follow(first, .kept, by: world.receiver, words: "zqobligation de suivi")
            try await world.follow(second, .destroyed, by: world.receiver)
            #expect(try await world.state(first).stage == .settled)
            #expect(try await world.state(second).stage == .settled)
            #expect(try await world.reads(world.receiver, first) != nil)
            #expect(try await world.reads(world.receiver, second) == nil)
            #expect(try await !world.opens(world.agent, second))
            #expect(try await world.store.verify() == [])
            #expect(try await world.store.keyFindings() == [])
        }
    }

    @Test("is written between its two parties and nowhere else", arguments: Engine.allCases)
    func scope(engine: Engine) async throws {
        try await TwoOrganizations.with(engine) { world in
            let referring = world.referring
            await #expect(throws: StoreError.self) {
                try await world.store.perform(
                    ActName.referralSend.name, by: world.agent.author, in: .between(world.agent.reader.organization, and: world.stranger.reader.organization),
                    signed: true
                ) { act in
                    let ring = try Keyring(world.agent.keys, act.connection)
                    try referring.send(ReferredCase(world.caseFile, ring, act.connection)!, by: world.agent.reader, ring, in: act, at: TwoOrganizations.now)
                }
            }
        }
    }
}

/// A withdrawal, as it is read.
private func taken(_ question: WithdrawnConsent, _ party: PartyKind? = nil, _ named: ID<Organization>? = nil) -> Opened<ConsentWithdrawal> {
    var withdrawal = ConsentWithdrawal()
    withdrawal.question = question
    return Opened(withdrawal, clear: ["party": party.value, "named": named.value].filter { $0.value != .null })
}
