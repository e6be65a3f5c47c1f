import Access
import Journal
import Storage
import Vault

/// The acts on a circle's key. Each is done in the session of someone who holds it, but for leaving, which anyone may order.
package enum Circles {
    /// Makes the registry, its key drawn in the first member's own session.
    package static func createRegistry(by keys: MemberKeys, id: ID<Circle> = ID(), in act: Act, on day: Day) throws {
        guard try CircleState.registry(act.connection) == nil else {
            throw Refusal("registry.exists", Phrase("Le registre existe déjà. Demandez à un détenteur de vous ajouter.", en: "The registry exists already. Ask a holder to add you."))
        }
        var circle = Circle()
        circle.id = id
        circle.duty = .registry
        circle.name = "Registre"
        try act.make(circle)
        let key = CircleKey(circle: circle.id.cast())
        try make(key.publicKey, in: act, on: day)
        try act.connection.keep(KeyWrap(try key.wrap(for: keys), of: .circleKey(key.circle, generation: key.generation), for: keys.recipient))
        try admit(keys.member.cast(), generation: keys.generation, to: circle.id, in: act, on: day)
    }

    /// Adds someone of the secretariat: each generation of the circle's key that the adder holds is wrapped for the newcomer's public key.
    package static func add(_ account: ID<Account>, by keys: MemberKeys, in act: Act, on day: Day) throws {
        let state = try registry(act.connection)
        let held = try Keyring(keys, act.connection).circles.filter { $0.circle == state.circle.id.cast() }
        guard held.contains(where: { $0.generation == state.key.generation }) else { throw notHolder }
        guard let profile = try act.connection.find(AccountProfile.self, account)?.record, profile.closedOn == nil,
            let newcomer = try act.connection.memberKey(of: account)
        else { throw Refusal("registry.account", Phrase("Ce compte n’existe pas, ou est fermé.", en: "There is no such account, or it is closed."), field: "account") }
        let roles = try act.connection.all(RoleAssignment.self, "WHERE account = ?", [account.value]).map(\.record.role)
        guard roles.contains(where: Permission.registryOpen.roles.contains), !roles.contains(.administrator) else {
            throw Refusal(
                "registry.role",
                Phrase("Seul un compte du secrétariat, sans rôle d’administrateur, peut tenir le registre.", en: "Only an account of the secretariat, without the administrator’s role, can hold the registry."),
                field: "account")
        }
        guard !state.isHeld(by: account) else {
            throw Refusal("registry.held", Phrase("Cette personne tient déjà le registre.", en: "This person holds the registry already."), field: "account")
        }
        for former in state.holders where former.account.id == account { try removeMember(former.member, in: act) }
        for key in held {
            try act.connection.keep(KeyWrap(try key.wrap(to: newcomer), of: .circleKey(key.circle, generation: key.generation), for: newcomer.recipient))
        }
        try admit(account, generation: newcomer.generation, to: state.circle.id, in: act, on: day)
    }

    /// Takes someone out of every circle, at once: their sessions end, what was wrapped for them is deleted, and a new key is owed.
    ///
    /// Needs no key, so that whoever closes an account does it too, in the same act. What they have read cannot be recalled.
    package static func leave(_ account: ID<Account>, in act: Act, on day: Day) throws {
        for stored in try act.connection.all(CircleMember.self, "WHERE account = ? ORDER BY id LIMIT 1000", [account.value]) {
            guard let id = stored.record.circle, let circle = try act.connection.find(Circle.self, id)?.record else { continue }
            var departure = CircleDeparture()
            departure.circle = id
            departure.account = account
            departure.generation = try CircleState(circle, act.connection)?.current.number ?? 1
            departure.on = day
            try act.make(departure)
            try act.remove(stored)
        }
        try act.connection.discardWraps(for: account.cast())
        try act.connection.endSessions(of: account)
        act.owesScrub()
    }

    /// Draws the next generation, wraps it for those who stay, and wraps every data key for it instead of the old ones.
    package static func renew(by keys: MemberKeys, in act: Act, on day: Day) throws {
        let connection = act.connection
        let state = try registry(connection)
        let held = try Keyring(keys, connection).circles.filter { $0.circle == state.circle.id.cast() }
        guard let current = held.first(where: { $0.generation == state.key.generation && $0.publicKey.hasSameKeys(as: state.key) }) else { throw notHolder }
        let (next, publicKey) = try current.next()
        try make(publicKey, in: act, on: day)
        let item = WrappedItem.circleKey(next.circle, generation: next.generation)
        for holder in state.holders where holder.isCurrent {
            if holder.account.id == keys.member.cast() {
                try connection.keep(KeyWrap(try next.wrap(for: keys), of: item, for: keys.recipient))
            } else if let staying = try connection.memberKey(of: holder.account.id) {
                try connection.keep(KeyWrap(try next.wrap(to: staying), of: item, for: staying.recipient))
            }
        }
        try rewrap(from: held, to: next, connection)
        act.owesScrub()
    }

    /// Page by page, so that memory stays flat however many keys there are.
    private static func rewrap(from held: [CircleKey], to next: CircleKey, _ connection: any Connection) throws {
        var last = AnyID(high: 0, low: 0)
        while true {
            let subjects = try connection.subjectsWrapped(for: next.circle, upTo: next.generation - 1, after: last, limit: 1_000)
            guard let end = subjects.last else { return }
            for subject in subjects {
                for kept in try connection.wraps(of: subject) where kept.isDataKey && kept.isForCircle && kept.holder.id == next.circle {
                    guard kept.holder.generation < next.generation, let wrap = kept.wrap else { continue }
                    let former = held.filter { $0.generation == kept.holder.generation }
                    guard let key = former.lazy.compactMap({ try? DataKey(opening: wrap, subject: subject, by: $0) }).first else { continue }
                    try connection.keep(KeyWrap(try key.wrap(for: next), of: .dataKey(subject: subject), for: next.recipient))
                    try connection.discard(kept)
                }
            }
            last = end
        }
    }

    /// Wraps a new data key for the registry, and says so in the journal: only once enough people hold the circle's key.
    package static func entrust(_ keys: [DataKey], by ring: Keyring, in act: Act) throws {
        guard let state = try CircleState.registry(act.connection), state.canSeal, state.unsigned.isEmpty else { throw Refusal.registryNotReady }
        let own = ring.circles.first { $0.publicKey.hasSameKeys(as: state.key) }
        for key in keys {
            let wrap = try own.map { try key.wrap(for: $0) } ?? key.wrap(to: state.key)
            try act.connection.keep(KeyWrap(wrap, of: .dataKey(subject: key.subject), for: state.key.recipient))
            var grant = KeyGrant()
            grant.subject = key.subject
            grant.circle = state.circle.id
            grant.generation = state.current.number
            try act.make(grant)
        }
    }

    /// What the first request of a member's session does with their keys: wraps made with their public key become symmetric, and a key
    /// that is owed since someone left is drawn.
    package static func attend(_ store: Store, _ keys: MemberKeys) async throws {
        let account: ID<Account> = keys.member.cast()
        let (publicWraps, isOwed) = try await store.read { connection in
            let wraps = try connection.wraps(for: keys.member, generation: keys.generation).filter { $0.wrap?.isPublic == true && $0.isCircleKey }
            let state = try CircleState.registry(connection)
            return (wraps, state.map { $0.needsRenewal && $0.isHeld(by: account) } ?? false)
        }
        if !publicWraps.isEmpty {
            _ = try await store.database.write { connection in
                for kept in publicWraps {
                    guard let wrap = kept.wrap, let key = try? CircleKey(opening: wrap, circle: kept.item.subject, generation: kept.item.generation, by: keys)
                    else { continue }
                    try connection.keep(KeyWrap(try key.wrap(for: keys), of: .circleKey(key.circle, generation: key.generation), for: keys.recipient))
                    try connection.discard(kept)
                }
            }
        }
        guard isOwed else { return }
        let day = store.today
        try await store.perform(ActName.circleRenew.name, by: Author(account, keys: keys), signed: true) { act in
            guard try registry(act.connection).needsRenewal else { return }
            try renew(by: keys, in: act, on: day)
        }
    }

    private static func registry(_ connection: any Connection) throws -> CircleState {
        guard let state = try CircleState.registry(connection) else {
            throw Refusal("registry.none", Phrase("Le registre n’existe pas encore. Créez-le.", en: "There is no registry yet. Create it."))
        }
        return state
    }

    private static func make(_ key: CirclePublicKey, in act: Act, on day: Day) throws {
        var generation = CircleGeneration()
        generation.circle = key.circle.cast()
        generation.number = Int(key.generation)
        generation.publicKey = Bytes(key.bytes)
        generation.on = day
        try act.make(generation)
    }

    private static func admit(_ account: ID<Account>, generation: UInt32, to circle: ID<Circle>, in act: Act, on day: Day) throws {
        var member = CircleMember()
        member.circle = circle
        member.account = account
        member.keyGeneration = Int(generation)
        member.since = day
        try act.make(member)
    }

    private static func removeMember(_ member: CircleMember, in act: Act) throws {
        guard let stored = try act.connection.find(CircleMember.self, member.id) else { return }
        try act.remove(stored)
    }

    package static let notHolder = Refusal(
        "registry.holder",
        Phrase("Votre session ne tient pas la clé du registre. Demandez à un détenteur.", en: "Your session does not hold the registry’s key. Ask a holder."))
}

extension NewAccount {
    /// Makes the registry with the keys just drawn, and adds the others: what an invented network begins with.
    package func foundRegistry(with others: [ID<Account>], in act: Act, on day: Day) throws {
        try Circles.createRegistry(by: keys, in: act, on: day)
        for other in others { try Circles.add(other, by: keys, in: act, on: day) }
    }
}
