import Access
import Accounts
import Journal
import Storage
import Vault

/// Who can open a case file: the supervision always, the agents it is assigned to, and the intake as long as it is nobody's (FORMATS 14).
package enum CaseKeys {
    /// Draws the key of a new case file, wraps it for the supervision and for whoever follows it, or for the intake where nobody does yet.
    package static func draw(
        for caseFile: ID<CaseFile>, of organization: ID<Organization>, followedBy agent: ID<Account>?, by ring: Keyring, in act: Act, on day: Day
    ) throws -> DataKey {
        let key = DataKey(subject: caseFile.cast())
        try grant(key, to: .supervision(of: organization), by: ring, in: act)
        if let agent {
            try follow(caseFile, key, by: agent, ring, in: act, on: day)
        } else {
            try grant(key, to: .intake(of: organization), by: ring, in: act)
        }
        return key
    }

    /// Lets someone follow a case file: wraps its key for them, and takes it from the intake. Throws a `Refusal` where it cannot be theirs.
    package static func assign(_ caseFile: ID<CaseFile>, to account: ID<Account>, by ring: Keyring, in act: Act, on day: Day) throws {
        guard let key = try ring.dataKeys(of: caseFile.cast(), act.connection).first else { throw Circles.notHolder }
        guard try !act.connection.isFollowing(account, caseFile) else {
            throw Refusal("case.assigned", Phrase("Cette personne suit déjà ce dossier.", en: "This person follows this case file already."), field: "account")
        }
        try follow(caseFile, key, by: account, ring, in: act, on: day)
        if let organization = act.scope.owner, let intake = try CircleState.find(.intake(of: organization), act.connection) {
            try act.connection.discardWraps(for: intake.circle.id.cast(), of: caseFile.cast())
        }
    }

    /// Ends an assignment: what was wrapped for that agent is deleted. Where nobody else follows the file, the intake can open it again.
    package static func withdraw(_ assignment: Stored<CaseAssignment>, by ring: Keyring, in act: Act) throws {
        guard let caseFile = assignment.record.caseFile, let account = assignment.record.account else { return }
        let others = try act.connection.all(CaseAssignment.self, "WHERE case_file = ? AND id <> ? LIMIT 1", [caseFile.value, assignment.id.value])
        if others.isEmpty, let organization = act.scope.owner {
            guard let key = try ring.dataKeys(of: caseFile.cast(), act.connection).first else { throw Circles.notHolder }
            try grant(key, to: .intake(of: organization), by: ring, in: act)
        }
        try act.connection.discardWraps(for: account.cast(), of: caseFile.cast())
        try act.remove(assignment)
        act.owesScrub()
    }

    private static func follow(
        _ caseFile: ID<CaseFile>, _ key: DataKey, by account: ID<Account>, _ ring: Keyring, in act: Act, on day: Day
    ) throws {
        guard let organization = act.scope.owner else { throw Circles.notHolder }
        let generation = try protect(key, for: account, of: organization, by: ring, act)
        var assignment = CaseAssignment()
        assignment.caseFile = caseFile
        assignment.account = account
        assignment.keyGeneration = Int(generation)
        assignment.since = day
        try act.make(assignment)
    }

    /// Wraps a key for an agent of the organisation; returns the generation of their own keys.
    static func protect(_ key: DataKey, for account: ID<Account>, of organization: ID<Organization>, by ring: Keyring, _ act: Act) throws -> UInt32 {
        let connection = act.connection
        guard let profile = try connection.find(AccountProfile.self, account)?.record, profile.closedOn == nil, profile.organization == organization,
            let publicKeys = try connection.memberKey(of: account)
        else { throw Refusal("case.agent", Phrase("Choisissez quelqu’un de votre organisation.", en: "Choose someone of your organisation."), field: "account") }
        let roles = try connection.assignments(of: account).map(\.record.role)
        guard roles.contains(.caseworker) || roles.contains(.supervisor) else {
            throw Refusal("case.role", Phrase("Seul un agent de protection ou un superviseur suit des dossiers.", en: "Only a protection officer or a supervisor follows case files."), field: "account")
        }
        let wrap = try ring.wrap(key, for: publicKeys)
        try connection.keep(KeyWrap(wrap, of: .dataKey(subject: key.subject), for: publicKeys.recipient))
        return publicKeys.generation
    }

    private static func grant(_ key: DataKey, to seat: CircleSeat, by ring: Keyring, in act: Act) throws {
        guard let state = try CircleState.find(seat, act.connection) else { throw Refusal.notReady(seat.duty) }
        try Circles.protect(key, for: state, by: ring, act.connection)
        var grant = CaseKeyGrant()
        grant.caseFile = key.subject.cast()
        grant.circle = state.circle.id.cast()
        grant.generation = state.current.number
        try act.make(grant)
    }
}

extension Connection {
    /// Whether a case file is assigned to an account.
    package func isFollowing(_ account: ID<Account>, _ caseFile: ID<CaseFile>) throws -> Bool {
        try first("SELECT 1 FROM case_assignment WHERE account = ? AND case_file = ? LIMIT 1", [account.value, caseFile.value]) { _ in true } ?? false
    }
}

extension Reader {
    /// The case files that this reader may open, as a condition on `case_file`: a supervisor all of the organisation, an agent those assigned to them
    /// and those that nobody follows yet. Which of them their keys open is the vault's to say; this is a rule beside it (FORMATS 14).
    package var caseFiles: (sql: String, values: [Value]) {
        if roles.contains(.supervisor) { return ("case_file.organization = ?", [organization.value]) }
        guard roles.contains(.caseworker) else { return ("1 = 0", []) }
        return (
            """
            case_file.organization = ? AND (EXISTS (SELECT 1 FROM case_assignment WHERE case_assignment.case_file = case_file.id AND account = ?) \
            OR NOT EXISTS (SELECT 1 FROM case_assignment WHERE case_assignment.case_file = case_file.id))
            """, [organization.value, account.value]
        )
    }
}
