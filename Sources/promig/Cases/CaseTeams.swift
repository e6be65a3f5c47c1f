import Access
import Accounts
import Journal
import Matching
import NetworkLife
import Protection
import Storage
import Vault

/// Those of one organisation who keep its case files, with the keys that they were given.
struct CaseTeam: Sendable {
    let organization: ID<Organization>
    let supervisor: NewAccount
    let agents: [NewAccount]

    /// Of these accounts, the organisations that have a supervisor and an agent, in the order in which their supervisors were opened.
    static func all(of accounts: [NewAccount]) -> [CaseTeam] {
        accounts.filter { $0.has(.supervisor) }.compactMap { supervisor in
            let agents = accounts.filter { $0.has(.caseworker) && $0.profile.organization == supervisor.profile.organization }
            guard let organization = supervisor.profile.organization, !agents.isEmpty else { return nil }
            return CaseTeam(organization: organization, supervisor: supervisor, agents: agents)
        }
    }

    /// Makes a supervisor and two agents for each of these organisations, and their circles; `show` is what they sign in with.
    static func open(
        in organizations: [OrganizationProfile], seed: UInt64, _ store: Store
    ) async throws -> (teams: [CaseTeam], shown: [Founding.Opened]) {
        let today = store.today
        let scrypt = ScryptQueue(cost: .printed)
        var accounts: [NewAccount] = []
        for (number, organization) in organizations.enumerated() {
            // Three at a time: each takes as long as a scrypt, and few may wait for theirs.
            let new = [Role.supervisor, .caseworker, .caseworker].enumerated().map { place, role in
                person(place, role, in: organization, on: today.advanced(by: -400), InventedDice(seed: seed &* 1_000_003 &+ UInt64(number * 3 + place)))
            }
            accounts += try await withThrowingTaskGroup(of: (Int, NewAccount).self) { group in
                for (place, (profile, role)) in new.enumerated() {
                    group.addTask { (place, try await NewAccount.prepare(profile, roles: [role], mustChange: false, scrypt)) }
                }
                return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
            }
        }
        let teams = all(of: accounts)
        for account in accounts {
            try await store.perform("account.create", by: account.author, signed: true) { try account.make(in: $0) }
        }
        for team in teams {
            try await store.perform(ActName.caseCirclesCreate.name, by: team.supervisor.author, signed: true) {
                try team.supervisor.foundCaseCircles(with: team.agents, in: $0, on: today)
            }
        }
        let acronyms = Dictionary(organizations.map { ($0.id, $0.acronym) }, uniquingKeysWith: { first, _ in first })
        return (teams, accounts.map { $0.shown(in: $0.profile.organization.flatMap { acronyms[$0] } ?? "") })
    }

    /// Counts the sealed needs of its case files, whose tallies are settled, as its supervisor does each month.
    func countNeeds(in store: Store) async throws {
        let today = store.today
        let count = try await store.read { try NeedCount(of: organization, by: Keyring(supervisor.keys, $0), on: today, $0) }
        let act = ActName.needsCount
        try await store.perform(act.name, by: supervisor.author, in: .organization(organization), signed: act.isSigned) {
            try count.write(by: supervisor.profile.id, in: $0, on: today)
        }
    }

    private static func person(_ place: Int, _ role: Role, in organization: OrganizationProfile, on day: Day, _ seeded: InventedDice) -> (
        AccountProfile, RoleAssignment
    ) {
        var dice = seeded
        let given = InventedPerson(inYear: day.year, using: &dice).name.split(separator: " ").first ?? ""
        var profile = AccountProfile()
        profile.organization = organization.id
        profile.signInName = "\(organization.acronym.lowercased())-\(place + 1)"
        profile.displayName = "\(given) Exemple"
        var assignment = RoleAssignment()
        (assignment.role, assignment.since) = (role, day)
        return (profile, assignment)
    }
}

extension NewAccount {
    func has(_ role: Role) -> Bool { roles.contains { $0.role == role } }

    /// Who this is in acts and rules.
    var reader: Reader? {
        profile.organization.map { Reader(account: profile.id, organization: $0, roles: Set(roles.map(\.role))) }
    }

    /// What someone needs to sign in with it.
    func shown(in organisation: String) -> Founding.Opened {
        Founding.Opened(
            address: "/sign-in", name: profile.signInName, password: passphrase.text, role: roles.map(\.role.code).joined(separator: " "),
            organisation: organisation)
    }
}
