import Access
import Accounts
import Journal
import Storage
import Vault

/// Who can open a referral: the sender’s supervision and the officer who sent it; the receiver’s intake until someone takes it on, then their supervision and that officer.
package enum ReferralKeys {
    /// Draws the key of a new referral and wraps it: under the sender’s own keys where they are held, to the receiver’s intake by its public key (HPKE).
    static func draw(for referral: Referral, sentBy agent: ID<Account>, by ring: Keyring, in act: Act) throws -> DataKey {
        guard let sender = referral.sender, let receiver = referral.receiver else { throw Refusal.noReceiver }
        let key = DataKey(subject: referral.id.cast())
        try grant(key, to: .supervision(of: sender), referral, by: ring, in: act)
        guard let intake = try CircleState.find(.intake(of: receiver), act.connection), intake.canSeal else { throw Refusal.noReceiver }
        try grant(key, to: .intake(of: receiver), referral, by: ring, in: act)
        _ = try CaseKeys.protect(key, for: agent, of: sender, by: ring, act)
        return key
    }

    /// What the receiver’s first opening does: the intake’s wrap, made with its public key, becomes symmetric.
    static func receive(_ referral: Referral, by ring: Keyring, in act: Act) throws {
        _ = try held(referral, by: ring, act)
        try ring.makeSymmetric(act.connection.wraps(of: referral.id.cast()), act.connection)
    }

    /// Wraps it for the receiver’s supervision and for whoever takes it on, instead of their intake: it is no longer nobody’s.
    static func accept(_ referral: Referral, for account: ID<Account>, by ring: Keyring, in act: Act) throws {
        let (key, receiver) = try held(referral, by: ring, act)
        _ = try CaseKeys.protect(key, for: account, of: receiver, by: ring, act)
        try grant(key, to: .supervision(of: receiver), referral, by: ring, in: act)
        try leave(.intake(of: receiver), referral, act)
    }

    /// Nobody of the receiver’s opens it any more.
    static func refuse(_ referral: Referral, in act: Act) throws {
        if let receiver = referral.receiver { try giveUp(referral, of: receiver, in: act) }
    }

    /// Nobody of that party’s opens it any more: they refused it, or erased the case file that it left from or that came of it.
    static func giveUp(_ referral: Referral, of party: ID<Organization>, in act: Act) throws {
        for seat in CircleSeat.ofCases(of: party) { try leave(seat, referral, act) }
        for assignment in try assignments(referral, party, act.connection) {
            if let account = assignment.account { try act.connection.discardWraps(for: account.cast(), of: referral.id.cast()) }
        }
        act.owesScrub()
    }

    /// Lets someone of an organisation hold it, in an act of that organisation’s.
    package static func assign(_ referral: Referral, to account: ID<Account>, by ring: Keyring, in act: Act, on day: Day) throws {
        guard let organization = act.scope.owner, let key = try ring.dataKeys(of: referral.id.cast(), act.connection).first else { throw Circles.notHolder }
        guard try !assignments(referral, organization, act.connection).contains(where: { $0.account == account }) else {
            throw Refusal(
                "referral.assigned", Phrase("Cette personne suit déjà ce référencement.", en: "This person follows this referral already."), field: "account")
        }
        _ = try CaseKeys.protect(key, for: account, of: organization, by: ring, act)
        try note(referral, isHeldBy: account, in: act, on: day)
    }

    /// Wraps it for the keys that its holder has now: those of before a reset open nothing any more.
    package static func renew(_ assignment: ReferralAssignment, by ring: Keyring, in act: Act) throws {
        guard let referral = assignment.referral, let account = assignment.account, let organization = act.scope.owner,
            let key = try ring.dataKeys(of: referral.cast(), act.connection).first
        else { throw Circles.notHolder }
        try act.connection.discardWraps(for: account.cast(), of: referral.cast())
        var renewed = assignment
        renewed.keyGeneration = Int(try CaseKeys.protect(key, for: account, of: organization, by: ring, act))
        try act.update(renewed)
        act.owesScrub()
    }

    /// Notes in an act of their organisation’s that someone holds it, for whom its key is wrapped.
    package static func note(_ referral: Referral, isHeldBy account: ID<Account>, in act: Act, on day: Day) throws {
        guard let generation = try act.connection.memberKey(of: account)?.generation else { throw Circles.notHolder }
        var assignment = ReferralAssignment()
        (assignment.referral, assignment.account, assignment.keyGeneration, assignment.since) = (referral.id, account, Int(generation), day)
        try act.make(assignment)
    }

    package static func assignments(_ referral: Referral, _ organization: ID<Organization>, _ connection: any Connection) throws -> [ReferralAssignment] {
        try connection.all(ReferralAssignment.self, "WHERE referral = ? AND organization = ? ORDER BY id LIMIT 100", [referral.id.value, organization.value])
            .map(\.record)
    }

    private static func held(_ referral: Referral, by ring: Keyring, _ act: Act) throws -> (DataKey, ID<Organization>) {
        guard let receiver = referral.receiver, let key = try ring.dataKeys(of: referral.id.cast(), act.connection).first else { throw Circles.notHolder }
        return (key, receiver)
    }

    private static func leave(_ seat: CircleSeat, _ referral: Referral, _ act: Act) throws {
        guard let state = try CircleState.find(seat, act.connection) else { return }
        try act.connection.discardWraps(for: state.circle.id.cast(), of: referral.id.cast())
        act.owesScrub()
    }

    private static func grant(_ key: DataKey, to seat: CircleSeat, _ referral: Referral, by ring: Keyring, in act: Act) throws {
        guard let state = try CircleState.find(seat, act.connection) else { throw Refusal.notReady(seat.duty) }
        try Circles.protect(key, for: state, by: ring, act.connection)
        var grant = ReferralKeyGrant()
        (grant.sender, grant.receiver, grant.referral) = (referral.sender, referral.receiver, referral.id)
        (grant.circle, grant.generation) = (state.circle.id, state.current.number)
        try act.make(grant)
    }
}

extension Refusal {
    static let noReceiver = Refusal(
        "referral.receiver",
        Phrase(
            "Cette organisation ne peut pas encore recevoir de référencement : ses clés ne sont pas prêtes. Utilisez la fiche imprimée.",
            en: "This organisation cannot receive referrals yet: its keys are not ready. Use the printed form."), field: "receiver")
}
