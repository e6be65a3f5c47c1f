import Access
import Foundation
import Journal
import Storage
import Vault

/// What a member does with a reset code: a new key pair under a new passphrase, without what the lost one opened (FORMATS 19).
package struct Renewal: Sendable {
    private let store: Store
    private let scrypt: ScryptQueue

    package init(_ store: Store, _ scrypt: ScryptQueue) {
        self.store = store
        self.scrypt = scrypt
    }

    package enum Answer: Sendable {
        /// The new passphrase, to be shown once; and whether an application's codes no longer count, being sealed under the lost key.
        case renewed(Passphrase, losesApplication: Bool, hasSheet: Bool)
        /// Whether the name or the code was wrong is never told.
        case refused
        case expired
        case later(seconds: Int)
    }

    /// Uses a code, once; whoever is quicker with the same code has it.
    package func attempt(name: String, code: String, origin: String) async throws -> Answer {
        let key = Folded.key(name)
        let throttle = Throttle("reset \(key)", origin: origin)
        if let seconds = try await throttle.secondsLeft(store) { return .later(seconds: seconds) }
        let (account, credential, generation) = try await store.read { connection in
            let account = try connection.all(AccountProfile.self, "WHERE sign_in_key = ? AND closed_on IS NULL LIMIT 1", [.text(key)]).first?.record
            let newest = try account.flatMap {
                try connection.all(MemberKey.self, "WHERE account = ? ORDER BY generation DESC LIMIT 1", [$0.id.value]).first
            }
            return (account, try account.flatMap { try connection.credential(of: $0.id) }, newest?.record.generation ?? 0)
        }
        guard let account, let credential, let held = credential.reset else { return .refused }
        do {
            let now = Date(timeIntervalSince1970: Double(store.milliseconds) / 1000)
            try ResetCode(bytes: held).accept(code, for: account.id.cast(), now: now)
        } catch VaultError.expired {
            return .expired
        } catch VaultError.wrongCode {
            return .refused
        }
        let keys = MemberKeys(member: account.id.cast(), generation: UInt32(generation + 1))
        let passphrase = Passphrase.generated()
        let wrap = try await scrypt.run { try PasswordWrap(keys, under: passphrase, cost: scrypt.cost) }
        do {
            try await store.perform(ActName.accountRenew.name, by: Author(account.id, keys: keys), signed: true) { act in
                try Self.renew(account.id, keys, wrap, replacing: held, in: act)
                try throttle.forget(act.connection)
            }
        } catch let refusal as Refusal where refusal.code == Self.usedMeanwhile.code {
            return .refused
        }
        return .renewed(passphrase, losesApplication: credential.factor != nil, hasSheet: credential.codes != nil)
    }

    private static func renew(_ account: ID<Account>, _ keys: MemberKeys, _ wrap: PasswordWrap, replacing held: [UInt8], in act: Act) throws {
        let isFirst =
            try act.connection.run(
                "UPDATE credential SET wrap = ?, reset = NULL, must_change = 0, drawn = 1 WHERE account = ? AND reset = ?",
                [.bytes(wrap.bytes), account.value, .bytes(held)]) == 1
        guard isFirst else { throw usedMeanwhile }
        var publicKey = MemberKey()
        publicKey.account = account
        publicKey.generation = Int(keys.generation)
        publicKey.publicKeys = Bytes(keys.publicKeys.bytes)
        try act.make(publicKey)
        try act.connection.endSessions(of: account)
    }

    private static let usedMeanwhile = Refusal("reset.used", Phrase("Ce code a déjà servi.", en: "This code was used already."))
}
