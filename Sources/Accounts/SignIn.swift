import Access
import Foundation
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
        /// The passphrase was right, and the public key that the journal has for the account is not the one that it opens (FORMATS 20).
        case substituted
        /// Too many attempts under this name from here; again after so many seconds.
        case later(seconds: Int)
    }

    package func attempt(name: String, passphrase: String, factor: String, origin: String) async throws -> Answer {
        let now = store.milliseconds
        let key = Folded.key(name)
        let throttle = Throttle(key, origin: origin)
        if let seconds = try await throttle.secondsLeft(store) { return .later(seconds: seconds) }
        let (account, credential, published) = try await store.read { connection in
            let account = try connection.all(AccountProfile.self, "WHERE sign_in_key = ? AND closed_on IS NULL LIMIT 1", [.text(key)]).first
            return (
                account?.record, try account.flatMap { try connection.credential(of: $0.id) },
                try account.map { try connection.publishedKeys(of: $0.id) } ?? []
            )
        }
        let wrap = credential?.wrap ?? .decoy(cost: scrypt.cost)
        let member: AnyID = account?.id.cast() ?? AnyID(high: 0, low: 0)
        let typed = Passphrase(passphrase)
        let keys: MemberKeys
        do {
            keys = try await scrypt.run { try wrap.open(typed, member: member) }
        } catch VaultError.wrongPassphrase {
            return .refused
        }
        guard let account, let credential else { return .refused }
        guard !published.isEmpty, published.allSatisfy({ $0 == keys.publicKeys.bytes }) else { return .substituted }
        let guesses = Throttle.factor(of: account.id)
        if !factor.isEmpty, credential.hasFactor, let seconds = try await guesses.secondsLeft(store) { return .later(seconds: seconds) }
        switch try await check(factor, credential, keys, at: now) {
        case .passed(let wasShown):
            try await raiseCost(credential, typed, keys)
            return .signedIn(try await open(account, keys, hasFactor: wasShown, forgetting: [throttle, guesses], at: now))
        case .asked: return .needsFactor
        case .wrong: return .refused
        }
    }

    /// Wraps the keys anew where they were wrapped at a lower cost than today's.
    private func raiseCost(_ credential: Credential, _ passphrase: Passphrase, _ keys: MemberKeys) async throws {
        guard credential.wrap.isBelow(scrypt.cost) else { return }
        let wrap = try await scrypt.run { try PasswordWrap(keys, under: passphrase, cost: scrypt.cost) }
        _ = try await store.database.write { try $0.replaceWrap(of: credential, with: wrap, mustChange: credential.mustChange, isDrawn: credential.isDrawn) }
    }

    enum FactorCheck {
        case passed(wasShown: Bool)
        case asked
        case wrong
    }

    /// A time-based code, or a code of the printed sheet; each is spent with this attempt.
    func check(_ typed: String, _ credential: Credential, _ keys: MemberKeys, at now: UInt64) async throws -> FactorCheck {
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
            try connection.send("UPDATE credential SET codes = ? WHERE account = ?", [.bytes(sheet.bytes), credential.account.value])
            return true
        }
        return spent ? .passed(wasShown: true) : .wrong
    }

    private func open(
        _ account: AccountProfile, _ keys: MemberKeys, hasFactor: Bool, forgetting throttles: [Throttle], at now: UInt64
    ) async throws -> SessionSecret {
        let secret = SessionSecret()
        let sealed = try secret.seal(keys)
        let ends = now + UInt64(Session.hoursAtMost) * 3_600_000
        try await store.database.write { connection in
            for throttle in throttles { try throttle.forget(connection) }
            // A session that has ended still tells, for a day, to whom belongs what was being typed in it.
            try connection.send("DELETE FROM session WHERE ends <= ?", [.integer(Int64(now) - 86_400_000)])
            try connection.send(
                "INSERT INTO session (id, account, keys, seen, ends, factor) VALUES (?, ?, ?, ?, ?, ?)",
                [.bytes(secret.id), account.id.value, .bytes(sealed), .integer(Int64(now)), .integer(Int64(ends)), hasFactor.value])
        }
        // What waits for a session that can open it is done now; whoever signs in is not kept out because it failed, and the next one tries again.
        try? await Circles.attend(store, keys)
        return secret
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
    /// Whether the passphrase is five words that were drawn.
    package let isDrawn: Bool

    package var hasFactor: Bool { factor != nil || codes != nil }
}

extension Connection {
    /// The public keys of an account's newest generation, as the journal has them; more than one only after a merge.
    func publishedKeys(of account: ID<Account>) throws -> [[UInt8]] {
        let keys = try all(MemberKey.self, "WHERE account = ? ORDER BY generation DESC LIMIT 20", [account.value]).map(\.record)
        return keys.filter { $0.generation == keys.first?.generation }.compactMap { $0.publicKeys?.bytes }
    }

    /// Puts a new wrap in the place of the one that was read; false where another was quicker.
    func replaceWrap(of credential: Credential, with wrap: PasswordWrap, mustChange: Bool, isDrawn: Bool) throws -> Bool {
        try run(
            "UPDATE credential SET wrap = ?, must_change = ?, drawn = ? WHERE account = ? AND wrap = ?",
            [.bytes(wrap.bytes), mustChange.value, isDrawn.value, credential.account.value, .bytes(credential.wrap.bytes)]) == 1
    }

    package func credential(of account: ID<Account>) throws -> Credential? {
        try first(
            "SELECT wrap, factor, factor_step, codes, reset, must_change, drawn FROM credential WHERE account = ?", [account.value]
        ) { row in
            Credential(
                account: account, wrap: try PasswordWrap(bytes: row.bytes(0)), factor: row.isNull(1) ? nil : try row.bytes(1),
                factorStep: row.isNull(2) ? nil : try row.integer(2), codes: row.isNull(3) ? nil : try row.bytes(3),
                reset: row.isNull(4) ? nil : try row.bytes(4), mustChange: try row.integer(5) == 1, isDrawn: try row.integer(6) == 1)
        }
    }
}
