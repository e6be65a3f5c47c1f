import Access
import Journal
import Storage
import Vault

/// The acts on a circle's key. Each is done in the session of someone who holds it, but for leaving, which anyone may order.
package enum Circles {
    /// Makes a circle, its key drawn in the first member's own session.
    package static func create(_ seat: CircleSeat, by keys: MemberKeys, id: ID<Circle> = ID(), in act: Act, on day: Day) throws {
        guard try CircleState.find(seat, act.connection) == nil else {
            throw Refusal(
                "circle.exists",
                Phrase("Ce cercle existe déjà. Demandez à un détenteur de vous ajouter.", en: "This circle exists already. Ask a holder to add you."))
        }
        var circle = Circle()
        circle.id = id
        circle.duty = seat.duty
        circle.organization = seat.organization
        circle.name = seat.duty.label.french
        try act.make(circle)
        let key = CircleKey(circle: circle.id.cast())
        try make(key.publicKey, in: act, on: day)
        try act.connection.keep(KeyWrap(try key.wrap(for: keys), of: .circleKey(key.circle, generation: key.generation), for: keys.recipient))
        try admit(keys.member.cast(), generation: keys.generation, to: circle.id, in: act, on: day)
        if seat.duty == .intake { try drawIndexKey(for: key, act.connection) }
    }

    package static func createRegistry(by keys: MemberKeys, id: ID<Circle> = ID(), in act: Act, on day: Day) throws {
        try create(.registry, by: keys, id: id, in: act, on: day)
    }

    /// Adds someone whose duty it is: each generation of the circle's key that the adder holds is wrapped for the newcomer's public key.
    package static func add(_ account: ID<Account>, to seat: CircleSeat = .registry, by keys: MemberKeys, in act: Act, on day: Day) throws {
        let state = try standing(seat, act.connection)
        let held = try Keyring(keys, act.connection).circles.filter { $0.circle == state.circle.id.cast() }
        guard held.contains(where: { $0.generation == state.key.generation }) else { throw notHolder }
        let newcomer = try candidate(account, for: state, act.connection)
        for former in state.holders where former.account.id == account { try removeMember(former.member, in: act) }
        for key in held {
            try act.connection.keep(KeyWrap(try key.wrap(to: newcomer), of: .circleKey(key.circle, generation: key.generation), for: newcomer.recipient))
        }
        try admit(account, generation: newcomer.generation, to: state.circle.id, in: act, on: day)
    }

    /// The public keys of someone who may be added to a circle. Throws a `Refusal` that says what speaks against it.
    static func candidate(_ account: ID<Account>, for state: CircleState, _ connection: any Connection) throws -> MemberPublicKeys {
        guard let profile = try connection.find(AccountProfile.self, account)?.record, profile.closedOn == nil,
            let keys = try connection.memberKey(of: account)
        else {
            throw Refusal("circle.account", Phrase("Ce compte n’existe pas, ou est fermé.", en: "There is no such account, or it is closed."), field: "account")
        }
        let roles = Set(try connection.all(RoleAssignment.self, "WHERE account = ?", [account.value]).map(\.record.role))
        let duty = state.circle.duty
        guard !roles.isDisjoint(with: duty.roles), !roles.contains(.administrator) else {
            let names = { (language: Language) in Role.list.filter { duty.roles.contains($0.0) }.map { $0.1(language).lowercased() }.joined(separator: ", ") }
            throw Refusal(
                "circle.role",
                Phrase(
                    "Cette clé est réservée à : \(names(.french)), sans rôle d’administrateur.",
                    en: "This key is for: \(names(.english)), without the administrator’s role."),
                field: "account")
        }
        guard state.circle.organization == nil || state.circle.organization == profile.organization else {
            throw Refusal(
                "circle.organization", Phrase("Ce compte est d’une autre organisation.", en: "This account is of another organisation."), field: "account")
        }
        guard !state.isHeld(by: account) else {
            throw Refusal("circle.held", Phrase("Cette personne tient déjà cette clé.", en: "This person holds this key already."), field: "account")
        }
        return keys
    }

    /// Takes someone out of every circle, or of one, at once: their sessions end, what was wrapped for them is deleted, and a new key is owed.
    ///
    /// Needs no key, so that whoever closes an account does it too, in the same act. What they have read cannot be recalled.
    package static func leave(_ account: ID<Account>, _ seat: CircleSeat? = nil, in act: Act, on day: Day) throws {
        for stored in try act.connection.all(CircleMember.self, "WHERE account = ? ORDER BY id LIMIT 1000", [account.value]) {
            guard let id = stored.record.circle, let circle = try act.connection.find(Circle.self, id)?.record, seat == nil || circle.seat == seat else {
                continue
            }
            var departure = CircleDeparture()
            departure.circle = id
            departure.account = account
            departure.generation = try CircleState(circle, act.connection)?.current.number ?? 1
            departure.on = day
            try act.make(departure)
            try act.remove(stored)
            if seat != nil { try act.connection.discardWraps(for: account.cast(), of: id.cast()) }
        }
        if seat == nil { try act.connection.discardWraps(for: account.cast()) }
        try act.connection.endSessions(of: account)
        act.owesScrub()
    }

    /// Draws the next generation, wraps it for those who stay and for the recovery, and wraps every key for it instead of the old ones. An intake's
    /// index key is drawn anew too.
    package static func renew(_ seat: CircleSeat = .registry, by keys: MemberKeys, in act: Act, on day: Day) throws {
        let connection = act.connection
        let state = try standing(seat, connection)
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
        if let recovery = state.recovery?.key { try connection.keep(KeyWrap(try next.wrap(to: recovery), of: item, for: recovery.recipient)) }
        try rewrap(from: held, to: next, connection)
        if seat.duty == .intake { try drawIndexKey(for: next, connection) }
        act.owesScrub()
    }

    /// Page by page, so that memory stays flat however many keys there are; one is wrapped by another thread while the one before is written.
    private static func rewrap(from held: [CircleKey], to next: CircleKey, _ connection: any Connection) throws {
        let held = held.filter { $0.generation < next.generation }
        for item in [KeyWrap.dataKey, KeyWrap.indexKey] {
            var last = AnyID(high: 0, low: 0)
            var wrapped: Meanwhile<[(KeyWrap, KeyWrap)]>?
            repeat {
                let page = try connection.wraps(for: next.circle, generations: 1...next.generation - 1, item: item, after: last)
                let ahead = page.isEmpty ? nil : Meanwhile { try page.compactMap { kept in try kept.rewrapped(from: held, to: next).map { (kept, $0) } } }
                for (kept, again) in try wrapped?.value() ?? [] { try connection.replace(kept, by: again) }
                wrapped = ahead
                last = page.last?.item.subject ?? last
            } while wrapped != nil
        }
    }

    private static func drawIndexKey(for key: CircleKey, _ connection: any Connection) throws {
        let index = IndexKey(circle: key.circle, generation: key.generation)
        try connection.keep(KeyWrap(try index.wrap(for: key), of: .indexKey(circle: key.circle, generation: key.generation), for: key.recipient))
    }

    /// Wraps a data key for a circle: only once enough people hold the circle's key.
    package static func protect(_ key: DataKey, for state: CircleState, by ring: Keyring, _ connection: any Connection) throws {
        guard state.canSeal else { throw Refusal.notReady(state.circle.duty) }
        // Working out a public key is slow: of the own circles, only where it is this one.
        let own = ring.circles.first { $0.circle == state.key.circle && $0.publicKey.hasSameKeys(as: state.key) }
        let wrap = try own.map { try key.wrap(for: $0) } ?? key.wrap(to: state.key)
        try connection.keep(KeyWrap(wrap, of: .dataKey(subject: key.subject), for: state.key.recipient))
    }

    /// Wraps new data keys for the registry, and says so in the journal.
    package static func entrust(_ keys: [DataKey], by ring: Keyring, in act: Act) throws {
        guard let state = try CircleState.registry(act.connection) else { throw Refusal.notReady(.registry) }
        for key in keys {
            try protect(key, for: state, by: ring, act.connection)
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
        let (wraps, owed) = try await store.read { connection in
            let wraps = try connection.wraps(for: keys.member, generation: keys.generation)
            let owed = try Set(wraps.filter(\.isCircleKey).map(\.item.subject)).compactMap { circle -> CircleSeat? in
                guard let circle = try connection.find(Circle.self, circle.cast())?.record, let state = try CircleState(circle, connection) else { return nil }
                return state.needsRenewal && state.isHeld(by: account) ? circle.seat : nil
            }
            return (wraps, owed)
        }
        if wraps.contains(where: { $0.wrap?.isPublic == true }) {
            _ = try await store.database.write { try Keyring(keys, $0).makeSymmetric(wraps, $0) }
        }
        let day = store.today
        for seat in owed {
            try await store.perform(seat.duty.renewal.name, by: Author(account, keys: keys), signed: true) { act in
                guard try standing(seat, act.connection).needsRenewal else { return }
                try renew(seat, by: keys, in: act, on: day)
            }
        }
    }

    static func standing(_ seat: CircleSeat, _ connection: any Connection) throws -> CircleState {
        guard let state = try CircleState.find(seat, connection) else {
            throw Refusal("circle.none", Phrase("Ce cercle n’existe pas encore. Créez-le.", en: "There is no such circle yet. Create it."))
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

    static func admit(_ account: ID<Account>, generation: UInt32, to circle: ID<Circle>, in act: Act, on day: Day) throws {
        var member = CircleMember()
        member.circle = circle
        member.account = account
        member.keyGeneration = Int(generation)
        member.since = day
        try act.make(member)
    }

    static func removeMember(_ member: CircleMember, in act: Act) throws {
        guard let stored = try act.connection.find(CircleMember.self, member.id) else { return }
        try act.remove(stored)
    }

    package static let notHolder = Refusal(
        "circle.holder",
        Phrase("Votre session ne tient pas cette clé. Demandez à un détenteur.", en: "Your session does not hold this key. Ask a holder."))
}

extension CircleDuty {
    /// The act that draws the next generation of its key.
    fileprivate var renewal: ActName {
        switch self {
        case .registry: .circleRenew
        case .complaints: .complaintsRenew
        default: .caseCirclesRenew
        }
    }
}

extension KeyWrap {
    /// The same key for the next generation of its circle; nil where none of the former opens it. Of a generation drawn twice apart there are two.
    fileprivate func rewrapped(from held: [CircleKey], to next: CircleKey) throws -> KeyWrap? {
        guard isForCircle else { return nil }
        for former in held where former.generation == holder.generation {
            if let again = try rewrapped(from: former, to: next) { return again }
        }
        return nil
    }

    private func rewrapped(from former: CircleKey, to next: CircleKey) throws -> KeyWrap? {
        guard let wrap else { return nil }
        if isDataKey, let data = try? DataKey(opening: wrap, subject: item.subject, by: former) {
            return KeyWrap(try data.wrap(for: next), of: .dataKey(subject: item.subject), for: next.recipient)
        }
        if isIndexKey, let index = try? IndexKey(opening: wrap, circle: item.subject, generation: item.generation, by: former) {
            return KeyWrap(try index.wrap(for: next), of: .indexKey(circle: item.subject, generation: item.generation), for: next.recipient)
        }
        return nil
    }
}

extension NewAccount {
    /// Makes the registry with the keys just drawn, and adds the others: what an invented network begins with.
    package func foundRegistry(with others: [ID<Account>], in act: Act, on day: Day) throws {
        try Circles.create(.registry, by: keys, in: act, on: day)
        for other in others { try Circles.add(other, by: keys, in: act, on: day) }
    }

    /// Makes the complaints circle with the keys just drawn, and adds the others.
    package func foundComplaints(with others: [ID<Account>], in act: Act, on day: Day) throws {
        try Circles.create(.complaints, by: keys, in: act, on: day)
        for other in others { try Circles.add(other, to: .complaints, by: keys, in: act, on: day) }
        // So that a complaint about either organisation of two can be opened; nobody has these sheets, and others can be printed.
        let sheets = try Circles.drawRecovery(of: [.complaints], by: keys, in: act, on: day).map(\.text)
        try Circles.tryRecovery(of: [.complaints], sheets[0], sheets[1], in: act, on: day)
    }

    /// Makes the circles of the account's own organisation with the keys just drawn, and adds each of the others where their roles allow it.
    package func foundCaseCircles(with others: [NewAccount], in act: Act, on day: Day) throws {
        guard let organization = profile.organization else { return }
        for seat in CircleSeat.ofCases(of: organization) {
            try Circles.create(seat, by: keys, in: act, on: day)
            for other in others where !seat.duty.roles.isDisjoint(with: other.roles.map(\.role)) {
                try Circles.add(other.profile.id, to: seat, by: keys, in: act, on: day)
            }
        }
        // A single supervisor needs sheets that were tried; nobody has these, and others can be printed.
        let seats = CircleSeat.ofCases(of: organization)
        let sheets = try Circles.drawRecovery(of: seats, by: keys, in: act, on: day).map(\.text)
        try Circles.tryRecovery(of: seats, sheets[0], sheets[1], in: act, on: day)
    }
}
