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
        if let standing = try act.connection.assignment(of: account, caseFile) {
            if try standing.isStale(act.connection) { return try renew(standing, by: ring, in: act) }
            throw Refusal("case.assigned", Phrase("Cette personne suit déjà ce dossier.", en: "This person follows this case file already."), field: "account")
        }
        try follow(caseFile, key, by: account, ring, in: act, on: day)
        if let organization = act.scope.owner, let intake = try CircleState.find(.intake(of: organization), act.connection) {
            try act.connection.discardWraps(for: intake.circle.id.cast(), of: caseFile.cast())
        }
    }

    /// Assigns a file to someone, or gives it back to them where their keys were drawn again since; `alone` takes it from those who followed it.
    package static func handOver(_ caseFile: ID<CaseFile>, to account: ID<Account>, alone: Bool, by ring: Keyring, in act: Act, on day: Day) throws {
        let standing = try act.connection.all(CaseAssignment.self, "WHERE case_file = ? ORDER BY id LIMIT 100", [caseFile.value])
        if let own = standing.first(where: { $0.record.account == account }) {
            if try own.record.isStale(act.connection) { try renew(own.record, by: ring, in: act) }
        } else {
            try assign(caseFile, to: account, by: ring, in: act, on: day)
        }
        for other in standing where alone && other.record.account != account { try withdraw(other, by: ring, in: act) }
    }

    /// Wraps a file's key for the keys that its agent has now: those of before a reset open nothing any more.
    package static func renew(_ assignment: CaseAssignment, by ring: Keyring, in act: Act) throws {
        guard let caseFile = assignment.caseFile, let account = assignment.account, let organization = act.scope.owner,
            let key = try ring.dataKeys(of: caseFile.cast(), act.connection).first
        else { throw Circles.notHolder }
        try act.connection.discardWraps(for: account.cast(), of: caseFile.cast())
        var renewed = assignment
        renewed.keyGeneration = Int(try protect(key, for: account, of: organization, by: ring, act))
        try act.update(renewed)
        act.owesScrub()
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

    /// Deletes what another node brought back of keys that are no longer theirs: an officer’s of a file that was taken from them, the intake’s of one that
    /// someone follows. The union of two key stores knows of no withdrawal; the assignments do (FORMATS 14, 16).
    package static func settle(_ store: Store) async throws {
        let gone = try await store.database.write { connection in
            let ofOfficers = try connection.run(
                """
                DELETE FROM key_wrap WHERE item = 1 AND holder = 1 AND EXISTS (SELECT 1 FROM case_file WHERE case_file.id = key_wrap.subject) AND NOT EXISTS \
                (SELECT 1 FROM case_assignment WHERE case_assignment.case_file = key_wrap.subject AND case_assignment.account = key_wrap.holder_id)
                """)
            let ofIntakes = try connection.run(
                """
                DELETE FROM key_wrap WHERE item = 1 AND holder_id IN (SELECT id FROM circle WHERE duty = ?) \
                AND EXISTS (SELECT 1 FROM case_assignment WHERE case_assignment.case_file = key_wrap.subject)
                """, [CircleDuty.intake.value])
            if ofOfficers + ofIntakes > 0 { try Store.owesScrub(connection) }
            return ofOfficers + ofIntakes
        }
        if gone > 0 { try await store.scrub() }
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
        else {
            throw Refusal("case.agent", Phrase("Choisissez quelqu’un de votre organisation.", en: "Choose someone of your organisation."), field: "account")
        }
        let roles = try connection.assignments(of: account).map(\.record.role)
        guard roles.contains(.caseworker) || roles.contains(.supervisor) else {
            throw Refusal(
                "case.role",
                Phrase("Seul un agent de protection ou un superviseur suit des dossiers.", en: "Only a protection officer or a supervisor follows case files."),
                field: "account")
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

/// That a key was wrapped for someone, at one generation of their own keys.
package protocol HeldByAgent {
    var account: ID<Account>? { get }
    var keyGeneration: Int { get }
}

extension HeldByAgent {
    /// Whether their keys were drawn again since: the wrap opens nothing any more.
    package func isStale(_ connection: any Connection) throws -> Bool {
        try account.flatMap { try connection.memberKey(of: $0)?.generation }.map { Int($0) != keyGeneration } ?? true
    }
}

extension Connection {
    /// By what a case file is assigned to an account.
    package func assignment(of account: ID<Account>, _ caseFile: ID<CaseFile>) throws -> CaseAssignment? {
        try all(CaseAssignment.self, "WHERE account = ? AND case_file = ? ORDER BY id LIMIT 1", [account.value, caseFile.value]).first?.record
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
