import Access
import Accounts
import Journal
import NetworkLife
import Storage
import Support
import Testing

@Suite("A membership's rules")
struct MembershipTests {
    private let today = Day(year: 2027, month: 3, day: 8)!
    private let organization = ID<Organization>()

    private func step(_ kind: MembershipStepKind, _ day: Int, branch: ID<Branch>? = nil, motivation: String = "", reason: String = "") -> MembershipStep {
        var step = MembershipStep()
        step.organization = organization
        step.step = kind
        step.on = today.advanced(by: day)
        step.branch = branch
        step.motivation = motivation
        step.reason = reason
        return step
    }

    @Test("refuse a date to come, and one before the step before")
    func dates() {
        let membership = Membership([step(.application, -10, motivation: "Agir")])
        #expect(membership.problems(with: step(.review, 1), on: today).map(\.field) == ["on"])
        #expect(membership.problems(with: step(.review, -11), on: today).map(\.field) == ["on"])
        #expect(membership.problems(with: step(.review, -10), on: today).isEmpty)
        #expect(membership.problems(with: step(.review, 0), on: today).isEmpty)
    }

    @Test("ask why an organisation wants to join, where it is admitted, and why something is taken from it")
    func reasons() {
        #expect(Membership([]).problems(with: step(.application, 0), on: today).map(\.field) == ["motivation"])
        let reviewed = Membership([step(.application, -10), step(.review, -5)])
        #expect(reviewed.problems(with: step(.admission, 0), on: today).map(\.field) == ["branch"])
        #expect(reviewed.problems(with: step(.admission, 0, branch: ID()), on: today).isEmpty)
        for kind in [MembershipStepKind.refusal, .withdrawal] {
            #expect(reviewed.problems(with: step(kind, 0), on: today).map(\.field) == ["reason"])
            #expect(reviewed.problems(with: step(kind, 0, reason: "Ainsi"), on: today).isEmpty)
        }
    }

    @Test("let no step be taken where the membership does not stand")
    func order() {
        for (kind, _) in MembershipStepKind.list where kind != .application {
            #expect(!Membership([]).problems(with: step(kind, 0, branch: ID(), reason: "Ainsi"), on: today).isEmpty, "\(kind.code)")
        }
        let dissolved = Membership([step(.application, -10), step(.review, -5), step(.admission, -4), step(.dissolution, -1)])
        for (kind, _) in MembershipStepKind.list {
            #expect(!dissolved.problems(with: step(kind, 0, branch: ID(), motivation: "x", reason: "x"), on: today).isEmpty, "\(kind.code)")
        }
    }

    @Test("stand at the last step, whatever the order in which the steps came")
    func lastStep() {
        let steps = [step(.application, -10), step(.review, -5), step(.admission, -4), step(.suspension, -1)]
        for rotation in 0..<4 {
            let membership = Membership(Array(steps[rotation...] + steps[..<rotation]))
            #expect(membership.standing == .suspended)
            #expect(membership.application?.on == today.advanced(by: -10))
        }
    }

    @Test("name the texts that are not signed yet, and the word that was not kept in time")
    func texts() {
        var signed = Undertaking()
        signed.text = .charter
        #expect(SignedText.missing(in: [signed]) == [.conduct, .sharing, .undertaking])
        signed.due = today.advanced(by: -1)
        #expect(signed.isLate(on: today))
        #expect(!signed.isLate(on: today.advanced(by: -1)))
        signed.keptOn = today
        #expect(!signed.isLate(on: today))
        signed.on = today.advanced(by: 1)
        #expect(signed.problems(on: today, after: nil).compactMap(\.field) == ["on", "kept_on", "due"])
        signed.on = today.advanced(by: -20)
        #expect(signed.problems(on: today, after: today.advanced(by: -19)).map(\.field) == ["on"])
    }

    @Test("keep the standing on the profile, a pure function of the entries; and two people to admit, unless it is a sample", arguments: Engine.allCases)
    func takingSteps(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            let store = try await Store.open(database, Schema(AccountsArea.kinds + NetworkArea.kinds), migrations: Credentials.migrations)
            let (first, second) = (ID<Account>(), ID<Account>())
            let organization = organization
            let branch = ID<Branch>()
            var profile = OrganizationProfile()
            profile.id = organization
            profile.name = "Union du Puits"
            let made = profile
            try await store.perform("test", by: nil) { try $0.make(made) }
            let today = today
            let take = { (step: MembershipStep, account: ID<Account>, isSample: Bool) in
                try await store.perform("test", by: Author(account)) { try $0.take(step, by: account, on: today, isSample: isSample) }
            }
            _ = try await take(step(.application, -3, motivation: "Agir"), first, false)
            _ = try await take(step(.review, -2), second, false)
            let admission = step(.admission, -1, branch: branch)
            await #expect(throws: Refusal.self) { try await take(admission, first, false) }
            _ = try await take(admission, second, false)
            let after = try #require(try await store.read { try $0.find(OrganizationProfile.self, organization) }?.record)
            #expect(after.standing == .member)
            #expect(after.branch == branch)
            #expect(after.parts.elements == [.member])
            // The same step again stands nowhere.
            await #expect(throws: Refusal.self) { try await take(step(.admission, 0, branch: branch), second, false) }
            _ = try await take(step(.withdrawal, 0, reason: "Fin"), first, false)
            _ = try await take(step(.application, 0, motivation: "Encore"), first, true)
            _ = try await take(step(.review, 0), first, true)
            _ = try await take(step(.admission, 0, branch: branch), first, true)
            #expect(try await store.read { try $0.membership(of: organization).steps.count } == 7)
        }
    }
}
