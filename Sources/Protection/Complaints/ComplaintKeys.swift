import Access
import Accounts
import Journal
import Storage
import Vault

/// Who can open a complaint: each member of the complaints circle by a wrap of their own, but for those of the organisation complained of; and the circle’s printed sheets.
///
/// To them too something is wrapped, that opens nothing: who was left out would tell a thief of the database whom a complaint is about.
package enum ComplaintKeys {
    /// Throws a `Refusal` unless enough people outside the organisation complained of can open the complaint: two, or one beside sheets that were tried.
    package static func ready(against organization: ID<Organization>?, _ connection: any Connection) throws -> CircleState {
        guard let state = try CircleState.find(.complaints, connection), state.canSeal else { throw Refusal.notReady(.complaints) }
        let readers = Set(state.holders.filter { $0.isCurrent && !isConcerned($0, organization) }.map(\.account.id)).count
        guard readers >= CircleState.holdersNeeded || readers > 0 && state.recovery?.triedOn != nil else {
            throw Refusal(
                "complaint.readers",
                Phrase(
                    "Le cercle des plaintes n’a pas assez de membres hors de cette organisation. Dites-le à un point focal plaintes d’une autre organisation, de vive voix.",
                    en:
                        "The complaints circle has too few members outside that organisation. Tell a complaints focal point of another organisation, face to face."
                ), field: "against")
        }
        return state
    }

    /// Whether a member of the circle belongs to the organisation that is complained of.
    private static func isConcerned(_ holder: CircleState.Holder, _ organization: ID<Organization>?) -> Bool {
        organization != nil && holder.account.organization == organization
    }

    /// Wraps a complaint’s key for the members who lack it, and for the circle’s sheets.
    static func protect(_ key: DataKey, against organization: ID<Organization>?, _ state: CircleState, _ connection: any Connection) throws {
        let held = try connection.wraps(of: key.subject).map(\.holder)
        for holder in state.holders where holder.isCurrent {
            guard let keys = try connection.memberKey(of: holder.account.id),
                !held.contains(where: { $0.id == keys.member && $0.generation == keys.generation })
            else { continue }
            let given = isConcerned(holder, organization) ? DataKey(subject: key.subject) : key
            try connection.keep(KeyWrap(given.wrap(to: keys), of: .dataKey(subject: key.subject), for: keys.recipient))
        }
        if let recovery = state.recovery?.key, !held.contains(where: { $0.id == recovery.id }) {
            try connection.keep(KeyWrap(key.wrap(to: recovery), of: .dataKey(subject: key.subject), for: recovery.recipient))
        }
    }

    /// Hands the complaints that this member opens to those of the circle who lack them: newcomers, those who were given new keys, new sheets.
    package static func share(by keys: MemberKeys, _ connection: any Connection) throws {
        guard let state = try CircleState.find(.complaints, connection), state.isHeld(by: keys.member.cast()) else { return }
        let ring = try Keyring(keys, connection)
        try all(connection) { content in
            guard let id = content.complaint else { return }
            let data = try ring.dataKeys(of: id.cast(), connection)
            guard let opened = content.opened(with: data), let key = data.first else { return }
            try protect(key, against: opened[\.against], state, connection)
        }
    }

    /// What two sheets give someone of the circle whom they brought back: the key of each complaint that is not about their own organisation.
    package static func recover(_ one: String, _ other: String, by keys: MemberKeys, _ connection: any Connection) throws {
        guard let state = try CircleState.find(.complaints, connection), state.isHeld(by: keys.member.cast()) else { throw Circles.notHolder }
        let recovery = try Circles.recoveryKey(of: state, one, other, connection)
        try all(connection) { content in
            guard let id = content.complaint else { return }
            let data: [DataKey] = try connection.wraps(of: id.cast()).compactMap { kept in
                guard kept.isDataKey, kept.holder.id == recovery.id, let wrap = kept.wrap else { return nil }
                return try? DataKey(opening: wrap, subject: id.cast(), by: recovery)
            }
            guard let opened = content.opened(with: data), let key = data.first else { return }
            try protect(key, against: opened[\.against], state, connection)
        }
    }

    /// Takes someone out of the circle, and every complaint’s key from them; what else they hold stays theirs. Only its members may order it.
    package static func leave(_ account: ID<Account>, in act: Act, on day: Day) throws {
        try Circles.leave(account, .complaints, in: act, on: day)
        try all(act.connection) { content in
            if let id = content.complaint { try act.connection.discardWraps(for: account.cast(), of: id.cast()) }
        }
    }

    private static func all(_ connection: any Connection, _ body: (ComplaintContent) throws -> Void) throws {
        var last = AnyID(high: 0, low: 0)
        while true {
            let page = try connection.all(ComplaintContent.self, "WHERE id > ? ORDER BY id LIMIT 500", [last.value]).map(\.record)
            guard let end = page.last else { return }
            for content in page { try body(content) }
            last = end.id.cast()
        }
    }

    /// What a member’s first request does: hands on what others of the circle lack.
    package static func attend(_ store: Store, _ keys: MemberKeys) async throws {
        guard try await store.read({ try CircleState.find(.complaints, $0)?.isHeld(by: keys.member.cast()) }) == true else { return }
        _ = try await store.database.write { try share(by: keys, $0) }
    }
}
