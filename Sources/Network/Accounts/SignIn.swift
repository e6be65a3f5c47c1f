import Crypto
import Foundation
import Access
import Journal
import Storage
import Vault

/// Checks who someone is, and opens their session.
package struct SignIn: Sendable {
    private let store: Store
    private let scrypt: ScryptQueue

    package init(_ store: Store, _ scrypt: ScryptQueue) {
        self.store = store
        self.scrypt = scrypt
    }

    /// What came of an attempt. Which half was wrong is never told.
    package enum Answer: Sendable {
        case signedIn(SessionSecret)
        /// The passphrase was right; the second factor is asked for, with the same form.
        case needsFactor
        case refused
        /// Too many attempts under this name from here; again after so many seconds.
        case later(seconds: Int)
    }

    /// After five failures the wait doubles from a second up to five minutes, for one name *and* one origin:
    /// whoever tries from elsewhere cannot keep the owner out.
    private static func wait(after failures: Int) -> UInt64 {
        failures < 5 ? 0 : min(300_000, 1_000 << UInt64(min(failures - 5, 9)))
    }

    package func attempt(name: String, passphrase: String, factor: String, origin: String) async throws -> Answer {
        let now = store.milliseconds
        let key = Folded.key(name)
        let bucket = Array(SHA256.hash(data: Array("\(key)\n\(origin)".utf8)))
        let (failures, until, account, credential) = try await store.read { connection in
            let throttle = try connection.first("SELECT failures, until FROM throttle WHERE bucket = ?", [.bytes(bucket)]) {
                (Int(try $0.integer(0)), UInt64(try $0.integer(1)))
            }
            let account = try connection.all(AccountProfile.self, "WHERE sign_in_key = ? AND closed_on IS NULL", [.text(key)]).first
            let credential = try account.flatMap { try connection.credential(of: $0.id) }
            return (throttle?.0 ?? 0, throttle?.1 ?? 0, account?.record, credential)
        }
        guard now >= until else { return .later(seconds: Int((until - now + 999) / 1000)) }
        let wrap = credential?.wrap ?? .decoy(cost: .other)
        let member: AnyID = account?.id.cast() ?? AnyID(high: 0, low: 0)
        let keys: MemberKeys
        do {
            keys = try await scrypt.run { try wrap.open(Passphrase(passphrase), member: member) }
        } catch VaultError.wrongPassphrase {
            try await fail(bucket, failures: failures + 1, at: now)
            return .refused
        }
        guard let account, let credential else { return .refused }
        switch try await check(factor, credential, keys, at: now) {
        case .passed(let wasShown): return .signedIn(try await open(account, keys, hasFactor: wasShown, clearing: bucket, at: now))
        case .asked: return .needsFactor
        case .wrong:
            try await fail(bucket, failures: failures + 1, at: now)
            return .refused
        }
    }

    private enum FactorCheck {
        case passed(wasShown: Bool)
        case asked
        case wrong
    }

    /// A time-based code, or a code of the printed sheet; each is spent with this attempt.
    private func check(_ typed: String, _ credential: Credential, _ keys: MemberKeys, at now: UInt64) async throws -> FactorCheck {
        guard credential.factor != nil || credential.codes != nil else { return .passed(wasShown: false) }
        guard !typed.isEmpty else { return .asked }
        if let sealed = credential.factor, let totp = try? TOTP(sealed: sealed, keys: keys),
            let step = try? totp.accept(typed, at: Date(timeIntervalSince1970: Double(now) / 1000), after: credential.factorStep)
        {
            // Spent only if no other attempt with the same code was quicker.
            let spent = try await store.database.write {
                try $0.run(
                    "UPDATE credential SET factor_step = ? WHERE account = ? AND COALESCE(factor_step, -1) < ?",
                    [.integer(step), credential.account.value, .integer(step)])
            }
            return spent == 1 ? .passed(wasShown: true) : .wrong
        }
        let spent = try await store.database.write { connection in
            guard let held = try connection.credential(of: credential.account)?.codes else { return false }
            var sheet = try OneTimeCodes(bytes: held)
            guard (try? sheet.use(typed)) != nil else { return false }
            try connection.run("UPDATE credential SET codes = ? WHERE account = ?", [.bytes(sheet.bytes), credential.account.value])
            return true
        }
        return spent ? .passed(wasShown: true) : .wrong
    }

    private func open(
        _ account: AccountProfile, _ keys: MemberKeys, hasFactor: Bool, clearing bucket: [UInt8], at now: UInt64
    ) async throws -> SessionSecret {
        let secret = SessionSecret()
        let sealed = try secret.seal(keys)
        let ends = now + UInt64(Session.hoursAtMost) * 3_600_000
        try await store.database.write { connection in
            try connection.run("DELETE FROM throttle WHERE bucket = ?", [.bytes(bucket)])
            try connection.run("DELETE FROM session WHERE ends <= ?", [.integer(Int64(now))])
            try connection.run(
                "INSERT INTO session (id, account, keys, seen, ends, factor) VALUES (?, ?, ?, ?, ?, ?)",
                [.bytes(secret.id), account.id.value, .bytes(sealed), .integer(Int64(now)), .integer(Int64(ends)), hasFactor.value])
        }
        // What waits for a session that can open it is done now; whoever signs in is not kept out because it failed, and the next one tries again.
        try? await Circles.attend(store, keys)
        return secret
    }

    private func fail(_ bucket: [UInt8], failures: Int, at now: UInt64) async throws {
        _ = try await store.database.write { connection in
            try connection.run(
                """
                INSERT INTO throttle (bucket, failures, until) VALUES (?, ?, ?) \
                ON CONFLICT (bucket) DO UPDATE SET failures = excluded.failures, until = excluded.until
                """,
                [.bytes(bucket), failures.value, .integer(Int64(now + Self.wait(after: failures)))])
        }
    }
}

/// The row of side table `credential`.
package struct Credential: Sendable {
    package let account: ID<Account>
    package let wrap: PasswordWrap
    package let factor: [UInt8]?
    package let factorStep: Int64?
    package let codes: [UInt8]?
    package let reset: [UInt8]?
    package let mustChange: Bool
}

extension Connection {
    package func credential(of account: ID<Account>) throws -> Credential? {
        try first(
            "SELECT wrap, factor, factor_step, codes, reset, must_change FROM credential WHERE account = ?", [account.value]
        ) { row in
            Credential(
                account: account, wrap: try PasswordWrap(bytes: row.bytes(0)), factor: row.isNull(1) ? nil : try row.bytes(1),
                factorStep: row.isNull(2) ? nil : try row.integer(2), codes: row.isNull(3) ? nil : try row.bytes(3),
                reset: row.isNull(4) ? nil : try row.bytes(4), mustChange: try row.integer(5) == 1)
        }
    }
}
