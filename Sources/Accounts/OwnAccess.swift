import Access
import Foundation
import Journal
import Storage
import Vault

/// What members change of their own access: their passphrase, their second factor, their open sessions.
package struct OwnAccess: Sendable {
    private let store: Store
    private let scrypt: ScryptQueue
    private let session: Session
    private let keys: MemberKeys
    private let origin: String

    /// Throws where the secret does not open the session's keys.
    package init(_ store: Store, _ scrypt: ScryptQueue, session: Session, secret: SessionSecret, origin: String) throws {
        self.store = store
        self.scrypt = scrypt
        self.session = session
        self.origin = origin
        keys = try secret.open(session.keys, member: session.account.id.cast())
    }

    private var account: ID<Account> { session.account.id }

    /// Takes a new passphrase in the place of the old one, and ends all other sessions. Throws a `Refusal` beside the field.
    package func change(from old: String, to new: String, again: String, proposed: String, networkName: String) async throws {
        let wanted = Passphrase(new)
        try Self.check(wanted, again: Passphrase(again), proposed: Passphrase(proposed), session, networkName: networkName)
        let credential = try await self.credential()
        guard wanted != Passphrase(old) else { throw Refusal("passphrase.same", .sameAsBefore, field: "new_passphrase") }
        try await prove(old, credential)
        let keys = keys
        let wrap = try await scrypt.run { try PasswordWrap(keys, under: wanted, cost: scrypt.cost) }
        let account = account
        let kept = session.id
        let isDrawn = wanted == Passphrase(proposed) && wanted.isOfGeneratedForm
        let isDone = try await store.database.write { connection in
            guard try connection.replaceWrap(of: credential, with: wrap, mustChange: false, isDrawn: isDrawn) else { return false }
            // A code that waits would open the account to whoever found it.
            try connection.send("UPDATE credential SET reset = NULL WHERE account = ?", [account.value])
            try connection.endSessions(of: account, except: kept)
            return true
        }
        guard isDone else { throw Refusal("passphrase.meanwhile", .changedMeanwhile) }
    }

    private static func check(
        _ wanted: Passphrase, again: Passphrase, proposed: Passphrase, _ session: Session, networkName: String
    ) throws(Refusal) {
        // A member of a circle has five words that were drawn; all others may choose.
        if session.isOfCircle {
            guard wanted == proposed, wanted.isOfGeneratedForm else { throw Refusal("passphrase.words", .copyTheWords, field: "new_passphrase") }
            return
        }
        if wanted == proposed, wanted.isOfGeneratedForm { return }
        let account = session.account
        let guessable = [account.signInName, networkName] + account.displayName.split(separator: " ").map { String($0) }
        if let weakness = wanted.weakness(guessable: guessable) { throw Refusal("passphrase.weak", weakness.phrase, field: "new_passphrase") }
        guard wanted == again else { throw Refusal("passphrase.again", .notTheSame, field: "again") }
    }

    /// Throws a `Refusal` unless this is the account's passphrase; whoever found the session open may not guess at it for long.
    private func prove(_ passphrase: String, _ credential: Credential) async throws {
        let throttle = Throttle("own \(account)", origin: origin)
        if let seconds = try await throttle.secondsLeft(store) { throw Refusal("passphrase.later", .later(seconds), field: "passphrase") }
        let member: AnyID = account.cast()
        do {
            _ = try await scrypt.run { try credential.wrap.open(Passphrase(passphrase), member: member) }
        } catch VaultError.wrongPassphrase {
            throw Refusal("passphrase.wrong", .wrongPassphrase, field: "passphrase")
        }
        try await throttle.forget(store)
    }

    private func credential() async throws -> Credential {
        let account = account
        guard let credential = try await store.read({ try $0.credential(of: account) }) else {
            throw Refusal("account.no-credential", .changedMeanwhile)
        }
        return credential
    }

    /// A new secret for an application, and its form under the member's own key, which the page carries until a code proves it.
    package func proposeFactor() throws -> (totp: TOTP, sealed: String) {
        let totp = TOTP()
        return (totp, Data(try totp.sealed(for: keys)).base64EncodedString())
    }

    /// The same proposal, as the page brings it back; nil where it is not one of this member's.
    package func factor(proposed sealed: String) -> TOTP? {
        Data(base64Encoded: sealed).flatMap { try? TOTP(sealed: Array($0), keys: keys) }
    }

    /// Whether the stored secret still opens; after a reset it does not, and the printed sheet alone is left.
    package func opensFactor(_ credential: Credential) -> Bool {
        credential.factor.map { (try? TOTP(sealed: $0, keys: keys)) != nil } ?? false
    }

    /// Keeps the proposed secret once a code of it was typed. Where there is a factor already, the passphrase is asked for.
    package func setFactor(proposed sealed: String, code: String, passphrase: String) async throws {
        let credential = try await self.credential()
        guard let totp = factor(proposed: sealed) else { throw Refusal("factor.stale", .changedMeanwhile) }
        if credential.hasFactor { try await prove(passphrase, credential) }
        let now = Date(timeIntervalSince1970: Double(store.milliseconds) / 1000)
        guard let step = try? totp.accept(code, at: now, after: nil) else { throw Refusal("factor.wrong", .wrongCode, field: "code") }
        let bytes = try totp.sealed(for: keys)
        let account = account
        let session = session.id
        try await store.database.write { connection in
            try connection.send(
                "UPDATE credential SET factor = ?, factor_step = ? WHERE account = ?", [.bytes(bytes), .integer(step), account.value])
            try connection.noteFactor(shown: true, in: session)
            try connection.endSessions(of: account, except: session)
        }
    }

    /// A new sheet of one-time codes in the place of the old one, to be shown once.
    package func drawCodes(passphrase: String) async throws -> [String] {
        let credential = try await self.credential()
        try await prove(passphrase, credential)
        let (sheet, codes) = OneTimeCodes.draw()
        let account = account
        let session = session.id
        try await store.database.write { connection in
            try connection.send("UPDATE credential SET codes = ? WHERE account = ?", [.bytes(sheet.bytes), account.value])
            try connection.noteFactor(shown: true, in: session)
        }
        return codes
    }

    /// Takes the second factor off, for its passphrase and a code of it.
    package func removeFactor(passphrase: String, code: String) async throws {
        let credential = try await self.credential()
        try await prove(passphrase, credential)
        let throttle = Throttle("own factor \(account)", origin: origin)
        if let seconds = try await throttle.secondsLeft(store) { throw Refusal("factor.later", .later(seconds), field: "code") }
        guard case .passed(wasShown: true) = try await SignIn(store, scrypt).check(code, credential, keys, at: store.milliseconds) else {
            throw Refusal("factor.wrong", .wrongCode, field: "code")
        }
        let account = account
        let session = session.id
        try await store.database.write { connection in
            try throttle.forget(connection)
            try connection.send("UPDATE credential SET factor = NULL, factor_step = NULL, codes = NULL WHERE account = ?", [account.value])
            try connection.noteFactor(shown: false, in: session)
            try connection.endSessions(of: account, except: session)
        }
    }

    /// Closes one of the member's own sessions, named by the start of its identifier.
    package func close(session name: String) async throws {
        let account = account
        let now = store.milliseconds
        try await store.database.write { connection in
            for open in try connection.openSessions(of: account, at: now) where open.name == name { try connection.endSession(open.id) }
        }
    }
}

extension OpenSession {
    /// Sixteen hexadecimal digits: enough to tell one's own sessions apart, and nothing that opens one.
    package var name: String { id.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}

extension Connection {
    fileprivate func noteFactor(shown isShown: Bool, in session: [UInt8]) throws {
        try send("UPDATE session SET factor = ? WHERE id = ?", [isShown.value, .bytes(session)])
    }
}

extension Phrase {
    fileprivate static let wrongPassphrase = Phrase(
        "Ce n’est pas votre phrase de passe actuelle. Réessayez.", en: "This is not your present passphrase. Try again.")
    fileprivate static let wrongCode = Phrase(
        "Ce code ne convient pas, ou il a déjà servi. Attendez le suivant et réessayez.",
        en: "This code is not right, or was used already. Wait for the next one and try again.")
    fileprivate static let notTheSame = Phrase("Les deux phrases diffèrent. Retapez la même.", en: "The two passphrases differ. Type the same one.")
    fileprivate static let sameAsBefore = Phrase("C’est la phrase actuelle. Prenez-en une autre.", en: "This is the present passphrase. Take another.")
    fileprivate static let copyTheWords = Phrase(
        "Retapez les cinq mots proposés, dans leur ordre, tels que vous les avez notés.",
        en: "Type the five proposed words, in their order, as you noted them.")
    fileprivate static let changedMeanwhile = Phrase(
        "L’accès a changé entre-temps. Rechargez la page et recommencez.", en: "The access has changed meanwhile. Reload the page and start again.")
    fileprivate static func later(_ seconds: Int) -> Phrase {
        Phrase("Trop d’essais. Attendez \(seconds) secondes, puis recommencez.", en: "Too many attempts. Wait \(seconds) seconds, then try again.")
    }
}
