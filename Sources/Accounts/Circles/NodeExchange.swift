import Access
import Journal
import Storage
import Vault

/// Taking in what another installation has and this one is to have: its entries first, then its keys.
package enum NodeExchange {
    /// Takes the network's entries, and of each organisation that has someone who signs in here its own and those that it shares with another; then the keys.
    package static func pull(
        into store: Store, from other: any Database, progress: (@Sendable (Int) -> Void)? = nil
    ) async throws -> (entries: MergeReport, keys: KeyReport) {
        let here = try await store.read { try $0.organizationsHere() }
        let entries = try await store.pull(from: other, wants: { $0.isFor(here) }, progress: progress)
        return (entries, try await KeyExchange.pull(into: store, from: other))
    }
}

extension Connection {
    /// The organisations of which someone signs in at this node.
    fileprivate func organizationsHere() throws -> Set<ID<Organization>> {
        Set(
            try rows("SELECT DISTINCT organization FROM account WHERE organization IS NOT NULL AND id IN (SELECT account FROM credential)") {
                try ID(value: .bytes($0.bytes(0)))
            })
    }
}

extension Scope {
    /// Whether a node where these organisations sign in is to hold what was written in it.
    fileprivate func isFor(_ organizations: Set<ID<Organization>>) -> Bool {
        switch self {
        case .network: true
        case .organization(let one): organizations.contains(one)
        case .correspondence(let one, let other): organizations.contains(one) || organizations.contains(other)
        case .readings: false
        }
    }
}

/// Taking in another installation's keys, after its entries.
package enum KeyExchange {
    /// Takes every destruction, and the wraps for those who sign in here; then lets go of what the entries that came say is no longer anyone's.
    package static func pull(into store: Store, from other: any Database) async throws -> KeyReport {
        let report = try await store.pullKeys(from: other) { wrap, connection in try isWanted(wrap, connection) }
        try await settle(store)
        // Who did not know of an erasure may have written of the person since.
        _ = try await Erasure.eraseDestroyed(store)
        return report
    }

    /// A wrap belongs here if its recipient signs in here: a member with an account of this node, or a circle with such a member.
    static func isWanted(_ wrap: KeyWrap, _ connection: any Connection) throws -> Bool {
        if wrap.isForMember {
            guard try connection.signsInHere(wrap.holder.id.cast()) else { return false }
            return try !wrap.isCircleKey || isMember(wrap.holder.id.cast(), of: wrap.item.subject.cast(), connection)
        }
        // What is sealed for a slip opens wherever the slip is shown.
        if wrap.holder.form == Recipient.Kind.slip.rawValue { return true }
        guard let circle = try circle(of: wrap, connection) else { return false }
        return try connection.all(CircleMember.self, "WHERE circle = ? ORDER BY id LIMIT 1000", [circle.value])
            .contains { try $0.record.account.map { try connection.signsInHere($0) } ?? false }
    }

    /// The circle that a wrap is for: the recipient itself, or the one whose recovery it belongs to.
    private static func circle(of wrap: KeyWrap, _ connection: any Connection) throws -> ID<Circle>? {
        if wrap.isForCircle { return wrap.holder.id.cast() }
        if wrap.isCircleKey { return wrap.item.subject.cast() }
        let recovery = wrap.isDataKey ? wrap.holder.id : wrap.item.subject
        return try connection.all(CircleRecovery.self).first { $0.record.key?.id == recovery }?.record.circle
    }

    private static func isMember(_ account: ID<Account>, of circle: ID<Circle>, _ connection: any Connection) throws -> Bool {
        try connection.first(
            "SELECT 1 FROM circle_member WHERE circle = ? AND account = ? LIMIT 1", [circle.value, account.value]
        ) { _ in true } ?? false
    }

    /// Deletes the circles' keys of those who left elsewhere, and ends their sessions here.
    static func settle(_ store: Store) async throws {
        let gone = try await store.database.write { connection in
            let holders = try connection.rows(
                """
                SELECT DISTINCT holder_id, subject FROM key_wrap WHERE item = 2 AND holder = 1 AND NOT EXISTS \
                (SELECT 1 FROM circle_member JOIN account ON account.id = circle_member.account WHERE circle_member.account = key_wrap.holder_id \
                AND circle_member.circle = key_wrap.subject AND account.closed_on IS NULL) LIMIT 10000
                """
            ) { (try AnyID(value: .bytes($0.bytes(0))), try AnyID(value: .bytes($0.bytes(1)))) }
            for (member, circle) in holders {
                try connection.discardWraps(for: member, of: circle)
                try connection.endSessions(of: member.cast())
            }
            if !holders.isEmpty { try Store.owesScrub(connection) }
            return holders.count
        }
        if gone > 0 { try await store.scrub() }
    }
}
