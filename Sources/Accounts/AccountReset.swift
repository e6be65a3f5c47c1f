import Access
import Foundation
import Journal
import Storage
import Vault

/// Which half of signing in was made anew: the two never come from one person.
package struct ResetHalf: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let passphrase = Self(code: "passphrase")
    package static let secondFactor = Self(code: "second-factor")

    package static let list: [(Self, Phrase)] = [
        (.passphrase, Phrase("Phrase de passe", en: "Passphrase")),
        (.secondFactor, Phrase("Second facteur", en: "Second factor")),
    ]
}

/// That someone let a member make one half of their access anew: by whom, when. Nothing of the code itself stands here.
package struct AccountReset: Record {
    package var id = ID<AccountReset>()
    package var account: ID<Account>?
    package var half = ResetHalf.passphrase
    /// Nil where it was done at the machine itself.
    package var by: ID<Account>?

    package init() {}

    package static let kind = "account_reset"
    package static let title = Phrase("Réinitialisation", en: "Reset")
    package static let scope = ScopeForm.network
    package static let indexes = [["account", "made"]]

    package static let fields: [Field<Self>] = [
        .init("account", \.account, "Compte", en: "Account", required: true, input: .reference(kind: "account")),
        .init("half", \.half, "Moitié de l’accès", en: "Half of the access", required: true),
        .init("by", \.by, "Remis par", en: "Given by", input: .reference(kind: "account")),
    ]

    /// How long a reset code opens, and how long whoever gave one half may not give the other.
    package static let hours = 24

    /// Why `reader` may not give this half of an account's access anew, or nil where they may (FORMATS 19).
    ///
    /// `recent` are the resets of the account within the last `hours`.
    package static func refusal(
        _ half: ResetHalf, by reader: Reader, of account: AccountProfile, roles: Set<Role>, recent: [AccountReset]
    ) -> Refusal? {
        if reader.account == account.id {
            return Refusal(
                "reset.own",
                Phrase("Votre propre accès se change sous « Mon compte ».", en: "Your own access is changed under “My account”."))
        }
        if account.closedOn != nil {
            return Refusal("reset.closed", Phrase("Ce compte est fermé.", en: "This account is closed."))
        }
        if recent.contains(where: { $0.by == reader.account && $0.half != half }) {
            return Refusal(
                "reset.both",
                Phrase(
                    "Vous avez déjà réinitialisé l’autre moitié de cet accès depuis moins de 24 heures. Une autre personne doit faire celle-ci.",
                    en: "You reset the other half of this access less than 24 hours ago. Someone else must do this one."))
        }
        guard half == .passphrase else { return nil }
        let isOfCircle = roles.contains(where: \.holdsCaseKeys)
        let isSupervisor = reader.roles.contains(.supervisor) && reader.organization == account.organization
        let isAdministrator = reader.roles.contains(.administrator) && !isOfCircle
        guard !isSupervisor, !isAdministrator else { return nil }
        return Refusal(
            "reset.other",
            isOfCircle
                ? Phrase(
                    "Cette personne ouvre des dossiers : seul un superviseur de son organisation lui remet un code.",
                    en: "This person opens case files: only a supervisor of their organisation hands them a code.")
                : Phrase(
                    "Seul un superviseur de son organisation, ou l’administrateur, remet un code à cette personne.",
                    en: "Only a supervisor of their organisation, or the administrator, hands this person a code."))
    }
}

/// A code that lets a member make a new passphrase: drawn, to be shown once.
package struct DrawnReset: Sendable {
    package let text: String
    private let stored: ResetCode
    private let record: AccountReset

    package init(for account: ID<Account>, by giver: ID<Account>?, at milliseconds: UInt64, id: ID<AccountReset> = ID()) {
        let ends = Date(timeIntervalSince1970: Double(milliseconds) / 1000 + Double(AccountReset.hours) * 3600)
        (stored, text) = ResetCode.draw(for: account.cast(), until: ends)
        var record = AccountReset()
        record.id = id
        record.account = account
        record.half = .passphrase
        record.by = giver
        self.record = record
    }

    /// Notes who gave it, and keeps what the code is compared with, in the act's own transaction.
    package func make(in act: Act) throws {
        try act.make(record)
        try act.connection.send("UPDATE credential SET reset = ? WHERE account = ?", [.bytes(stored.bytes), record.account!.value])
    }
}

extension Act {
    /// Takes the second factor off an account: its sessions end, and the next sign-in asks for a new one.
    package func resetFactor(of account: ID<Account>, by giver: ID<Account>?, id: ID<AccountReset> = ID()) throws {
        var record = AccountReset()
        record.id = id
        record.account = account
        record.half = .secondFactor
        record.by = giver
        try make(record)
        try connection.send("UPDATE credential SET factor = NULL, factor_step = NULL, codes = NULL WHERE account = ?", [account.value])
        try connection.endSessions(of: account)
    }

    /// Closes an account on a day; whoever is signed in to it is no longer. Throws a `Refusal` for the last administrator.
    package func close(_ account: Stored<AccountProfile>, on day: Day) throws {
        try connection.expectAnotherAdministrator(than: account.id)
        var closed = account.record
        closed.closedOn = day
        try update(closed)
        try Circles.leave(account.id, in: self, on: day)
    }

    /// Takes a role; whoever is signed in to the account is no longer. Throws a `Refusal` for the last administrator.
    package func take(_ assignment: Stored<RoleAssignment>) throws {
        guard let account = assignment.record.account else { return }
        if assignment.record.role == .administrator { try connection.expectAnotherAdministrator(than: account) }
        try remove(assignment)
        if [.secretariat, .complaintsFocalPoint].contains(assignment.record.role) {
            try Circles.leave(account, in: self, on: .inNiamey(atMilliseconds: mark.stamp.milliseconds))
        }
        try connection.endSessions(of: account)
    }
}

extension Connection {
    /// What was reset of an account, the newest first.
    package func resets(of account: ID<Account>, limit: Int = 20) throws -> [Stored<AccountReset>] {
        try all(AccountReset.self, "WHERE account = ? ORDER BY made DESC, id DESC LIMIT ?", [account.value, limit.value])
    }

    /// What was reset of an account in the hours that count.
    package func recentResets(of account: ID<Account>, at milliseconds: UInt64) throws -> [AccountReset] {
        let since = milliseconds - UInt64(AccountReset.hours) * 3_600_000
        return try resets(of: account, limit: 100).filter { $0.made.milliseconds > since }.map(\.record)
    }

    /// The duties of an account, in the order in which people expect them.
    package func assignments(of account: ID<Account>) throws -> [Stored<RoleAssignment>] {
        let order = Dictionary(Role.list.enumerated().map { ($1.0, $0) }, uniquingKeysWith: { a, _ in a })
        return try all(RoleAssignment.self, "WHERE account = ? ORDER BY id LIMIT 100", [account.value])
            .sorted { (order[$0.record.role] ?? 99, $0.id) < (order[$1.record.role] ?? 99, $1.id) }
    }

    fileprivate func expectAnotherAdministrator(than account: ID<Account>) throws {
        let isOne = try assignments(of: account).contains { $0.record.role == .administrator }
        guard isOne else { return }
        let other = try first(
            """
            SELECT 1 FROM role_assignment JOIN account ON account.id = role_assignment.account \
            WHERE role = ? AND account.id <> ? AND closed_on IS NULL LIMIT 1
            """, [.text(Role.administrator.code), account.value]
        ) { _ in true }
        guard other == nil else { return }
        throw Refusal(
            "account.last-administrator",
            Phrase(
                "C’est le dernier administrateur : donnez d’abord ce rôle à quelqu’un d’autre.",
                en: "This is the last administrator: give the role to someone else first."))
    }
}
