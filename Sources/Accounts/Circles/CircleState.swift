import Access
import Journal
import Storage
import Vault

/// What everyone may know of a circle: its key, its holders, and what waits for one of them.
package struct CircleState: Sendable {
    package struct Holder: Sendable {
        package let member: CircleMember
        package let account: AccountProfile
        /// Whether their keys are still the ones that the circle's key was wrapped for: after a reset they open nothing.
        package let isCurrent: Bool
    }

    /// How many must hold the key before anything is sealed to it, so that one forgotten passphrase loses nothing.
    package static let holdersNeeded = 2

    package let circle: Circle
    /// The generation that everything new is sealed to.
    package let current: CircleGeneration
    package let key: CirclePublicKey
    package let holders: [Holder]
    /// Whether someone left since the current key was drawn: the next holder's session draws another.
    package let needsRenewal: Bool
    /// A generation that no held one before it signed: nothing is sealed to it.
    package let unsigned: [CircleGeneration]

    /// The sheets that were printed last, if any.
    package let recovery: CircleRecovery?

    /// The network's registry, or nil before the secretariat has made it.
    package static func registry(_ connection: any Connection) throws -> CircleState? { try find(.registry, connection) }

    /// The circle of a seat, or nil before it was made. Of two made apart, the first drawn is everyone's.
    package static func find(_ seat: CircleSeat, _ connection: any Connection) throws -> CircleState? {
        try circle(of: seat, connection).flatMap { try CircleState($0, connection) }
    }

    static func circle(of seat: CircleSeat, _ connection: any Connection) throws -> Circle? {
        let organization = seat.organization.map { (sql: "= ?", values: [$0.value]) } ?? (sql: "IS NULL", values: [])
        return try connection.all(
            Circle.self, "WHERE duty = ? AND organization \(organization.sql) ORDER BY id LIMIT 1", [seat.duty.value] + organization.values
        ).first?.record
    }

    package init?(_ circle: Circle, _ connection: any Connection) throws {
        self.circle = circle
        let generations = try connection.all(
            CircleGeneration.self, "WHERE circle = ? ORDER BY number, id LIMIT 1000", [circle.id.value]
        ).map(\.record)
        // Of a generation drawn twice apart, each follows from the one before: the chain takes the first that does.
        var chain: (CircleGeneration, CirclePublicKey)?
        var unsigned: [CircleGeneration] = []
        for generation in generations {
            guard let key = generation.key else { continue }
            if chain == nil, generation.number == 1 {
                chain = (generation, key)
            } else if let last = chain, generation.number == last.0.number + 1, (try? key.verify(succeeds: last.1)) != nil {
                chain = (generation, key)
            } else if let last = chain, generation.number > last.0.number {
                unsigned.append(generation)
            }
        }
        guard let chain else { return nil }
        (current, key) = chain
        self.unsigned = unsigned
        holders = try connection.all(
            CircleMember.self, "WHERE circle = ? ORDER BY id LIMIT 1000", [circle.id.value]
        ).map(\.record).compactMap { member in
            guard let id = member.account, let account = try connection.find(AccountProfile.self, id)?.record, account.closedOn == nil else { return nil }
            let latest = try connection.memberKey(of: id)?.generation
            return Holder(member: member, account: account, isCurrent: latest.map { Int($0) } == member.keyGeneration)
        }
        recovery = try connection.all(CircleRecovery.self, "WHERE circle = ? ORDER BY id DESC LIMIT 1", [circle.id.value]).first?.record
        needsRenewal =
            try connection.first(
                "SELECT 1 FROM circle_departure WHERE circle = ? AND generation >= ? LIMIT 1", [circle.id.value, chain.0.number.value]
            ) { _ in true } ?? false
    }

    /// Whether enough can open what is sealed: two holders, or one and a recovery that was tried.
    package var canSeal: Bool {
        let count = Set(holders.filter(\.isCurrent).map(\.account.id)).count
        return unsigned.isEmpty && (count >= Self.holdersNeeded || count > 0 && recovery?.triedOn != nil)
    }

    package func isHeld(by account: ID<Account>) -> Bool {
        holders.contains { $0.account.id == account && $0.isCurrent }
    }
}

extension Connection {
    /// The public keys of a member, of their latest generation.
    package func memberKey(of account: ID<Account>) throws -> MemberPublicKeys? {
        let latest = try all(MemberKey.self, "WHERE account = ? ORDER BY generation DESC, id LIMIT 1", [account.value]).first?.record
        guard let bytes = latest?.publicKeys?.bytes else { return nil }
        let keys = try MemberPublicKeys(bytes: bytes)
        return keys.member == account.cast() ? keys : nil
    }

    /// Whether this account signs in on this node: only then do its wraps belong here.
    package func signsInHere(_ account: ID<Account>) throws -> Bool {
        try first(
            "SELECT 1 FROM credential JOIN account ON account.id = credential.account WHERE credential.account = ? AND closed_on IS NULL",
            [account.value]
        ) { _ in true } ?? false
    }
}

extension Refusal {
    /// Nothing is sealed to a circle that one forgotten passphrase would close for ever.
    package static func notReady(_ duty: CircleDuty) -> Refusal {
        duty == .registry
            ? registryNotReady
            : duty == .complaints
                ? Refusal(
                    "circle.complaints",
                    Phrase(
                        "Aucune plainte ne peut encore être transmise : le cercle des plaintes n’est pas prêt. Dites-le à un point focal plaintes.",
                        en: "No complaint can be sent yet: the complaints circle is not ready. Tell a complaints focal point."))
                : Refusal(
                    "circle.holders",
                    Phrase(
                        "Aucun dossier ne peut être ouvert tant que les clés n’ont pas deux détenteurs ou des feuilles de secours essayées. Voyez la page « Clés des dossiers » avec votre superviseur.",
                        en:
                            "No case file can be opened before the keys have two holders or recovery sheets that were tried. See the page “Keys of case files” with your supervisor."
                    ))
    }

    package static let registryNotReady = Refusal(
        "circle.registry",
        Phrase(
            "Rien ne peut être scellé tant que le registre n’a pas deux détenteurs. Ouvrez la page « Registre ».",
            en: "Nothing can be sealed before the registry has two holders. Open the page “Registry”."),
        field: "restricted")
}
