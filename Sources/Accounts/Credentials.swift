import Access
import Journal
import Storage
import Vault

/// What signing in needs: side tables that never enter a stream, a merge or a key backup of another node.
package enum Credentials {
    package static let migrations = [made, drawnWords]

    private static let made = Migration(
        2, "credentials",
        """
        CREATE TABLE credential (
            account BLOB NOT NULL PRIMARY KEY,
            wrap BLOB NOT NULL,
            factor BLOB,
            factor_step INTEGER,
            codes BLOB,
            reset BLOB,
            must_change INTEGER NOT NULL
        );
        CREATE TABLE session (
            id BLOB NOT NULL PRIMARY KEY,
            account BLOB NOT NULL,
            keys BLOB NOT NULL,
            seen INTEGER NOT NULL,
            ends INTEGER NOT NULL,
            factor INTEGER NOT NULL
        );
        CREATE INDEX session_account ON session (account);
        CREATE TABLE throttle (
            bucket BLOB NOT NULL PRIMARY KEY,
            failures INTEGER NOT NULL,
            until INTEGER NOT NULL
        );
        """)

    /// Whether the passphrase is five words that were drawn, as members of a circle must have.
    private static let drawnWords = Migration(6, "drawn words", "ALTER TABLE credential ADD COLUMN drawn INTEGER NOT NULL DEFAULT 0;")

    package static let roles: [String: TableRole] = ["credential": .side, "session": .side, "throttle": .side]

    /// What a backup of keys carries of them.
    package static let kept = [KeptTable("credential", subject: "account")]
}

/// A session as the database keeps it: known by the digest of its cookie, its keys sealed under the cookie.
package struct Session: Sendable {
    /// Minutes without a request after which a member of a circle signs in again; others have longer (FORMATS 18).
    package static func idleMinutes(ofCircle isOfCircle: Bool) -> Int { isOfCircle ? 15 : 60 }
    package static let hoursAtMost = 12

    package let id: [UInt8]
    package let account: AccountProfile
    package let reader: Reader
    package let keys: [UInt8]
    package let seen: UInt64
    /// Whether the second factor was shown for this session.
    package let hasFactor: Bool
    /// Whether they open what is sealed: by a role that does, or as a holder of a circle's key.
    package let isOfCircle: Bool
    package let passphrase: PassphraseState
}

/// Whether a passphrase may stay as it is.
package enum PassphraseState: Sendable {
    case kept
    /// Someone else has seen it.
    case seen
    /// Its owner chose it, and has joined a circle since, whose members have words that were drawn (FORMATS 19).
    case chosen
}

/// What a member must do before anything else opens.
package enum FirstDuty: Sendable {
    /// The passphrase is one that someone else has seen, or not one for a member of a circle.
    case passphrase
    /// A role asks for a second factor, and none is set.
    case secondFactor
}

extension Session {
    /// In a sample network the second factor is offered and not demanded.
    package func firstDuty(isSample: Bool) -> FirstDuty? {
        if passphrase != .kept { return .passphrase }
        return !isSample && !hasFactor && reader.roles.contains(where: \.needsSecondFactor) ? .secondFactor : nil
    }
}

/// A session as its own member sees it in a list.
package struct OpenSession: Sendable {
    package let id: [UInt8]
    package let began: UInt64
    package let seen: UInt64
}

extension Connection {
    /// The session that this cookie opens, with its account and roles; nil where it has ended.
    package func session(_ secret: SessionSecret, at milliseconds: UInt64) throws -> Session? {
        let found = try first(
            """
            SELECT session.account, keys, seen, session.factor, must_change, drawn, \
            (SELECT COUNT(*) FROM circle_member WHERE circle_member.account = session.account) FROM session \
            JOIN credential ON credential.account = session.account WHERE session.id = ? AND ends > ?
            """, [.bytes(secret.id), .integer(Int64(milliseconds))]
        ) { row in
            (
                account: try ID<Account>(value: .bytes(row.bytes(0))), keys: try row.bytes(1), seen: UInt64(try row.integer(2)),
                hasFactor: try row.integer(3) == 1, mustChange: try row.integer(4) == 1, isDrawn: try row.integer(5) == 1,
                holdsCircle: try row.integer(6) > 0
            )
        }
        guard let found, let account = try find(AccountProfile.self, found.account)?.record, let reader = try reader(of: account) else { return nil }
        let isOfCircle = found.holdsCircle || reader.roles.contains(where: \.holdsCaseKeys)
        guard milliseconds < found.seen + UInt64(Session.idleMinutes(ofCircle: isOfCircle)) * 60_000 else { return nil }
        return Session(
            id: secret.id, account: account, reader: reader, keys: found.keys, seen: found.seen, hasFactor: found.hasFactor,
            isOfCircle: isOfCircle, passphrase: found.mustChange ? .seen : isOfCircle && !found.isDrawn ? .chosen : .kept)
    }

    /// Who an account is in rules and acts; nil where it is closed.
    package func reader(of account: AccountProfile) throws -> Reader? {
        guard account.closedOn == nil, let organization = account.organization else { return nil }
        let duties = try rows("SELECT role, branch FROM role_assignment WHERE account = ? LIMIT 100", [account.id.value]) { row in
            (role: Role(code: try row.text(0)), branch: row.isNull(1) ? nil : try row.id(1))
        }
        return Reader(
            account: account.id, organization: organization, roles: Set(duties.map(\.role)), branches: Set(duties.compactMap { $0.branch?.cast() }))
    }

    /// Whether an account opens what is sealed: by one of its roles, or as a holder of a circle's key.
    private func isOfCircle(_ account: ID<Account>, roles: some Sequence<Role>) throws -> Bool {
        if roles.contains(where: \.holdsCaseKeys) { return true }
        return try first("SELECT 1 FROM circle_member WHERE account = ? LIMIT 1", [account.value]) { _ in true } ?? false
    }

    /// Notes that the session is used, and when it ends for want of use.
    package func touch(_ session: [UInt8], at milliseconds: UInt64) throws {
        try send("UPDATE session SET seen = ? WHERE id = ?", [.integer(Int64(milliseconds)), .bytes(session)])
    }

    /// Whose session this cookie opened, also when it has ended for want of use; nil where nothing is known of it.
    package func owner(of secret: SessionSecret) throws -> ID<Account>? {
        try first("SELECT account FROM session WHERE id = ?", [.bytes(secret.id)]) { try ID(value: .bytes($0.bytes(0))) }
    }

    /// The sessions of an account that have not ended, the last used first.
    package func openSessions(of account: ID<Account>, at milliseconds: UInt64) throws -> [OpenSession] {
        let idle = Session.idleMinutes(ofCircle: try isOfCircle(account, roles: assignments(of: account).map(\.record.role)))
        return try rows(
            "SELECT id, ends, seen FROM session WHERE account = ? AND ends > ? AND seen > ? ORDER BY seen DESC, id LIMIT 50",
            [account.value, .integer(Int64(milliseconds)), .integer(Int64(milliseconds) - Int64(idle) * 60_000)]
        ) { row in
            OpenSession(
                id: try row.bytes(0), began: UInt64(try row.integer(1)) - UInt64(Session.hoursAtMost) * 3_600_000,
                seen: UInt64(try row.integer(2)))
        }
    }

    package func endSession(_ id: [UInt8]) throws {
        try send("DELETE FROM session WHERE id = ?", [.bytes(id)])
    }

    package func endSessions(of account: ID<Account>, except kept: [UInt8] = []) throws {
        try send("DELETE FROM session WHERE account = ? AND id <> ?", [account.value, .bytes(kept)])
    }
}
