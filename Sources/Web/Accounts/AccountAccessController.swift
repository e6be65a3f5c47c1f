import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Storage
import Vault

/// What an account may, and its ways back in: roles given and taken, resets by two different people, closure.
enum AccountAccessController {
    private static let giving = RecordEditing(
        RoleAssignment.self, asked: ["role", "branch"], act: .roleGive, title: Phrase("Donner un rôle", en: "Give a role"),
        button: Phrase("Donner ce rôle", en: "Give this role"))

    static let routes: [Route] = [
        .get(.accountRoles, .permission(.accountEdit)) { visit, connection in
            let account = try AccountsController.find(visit, connection).record
            return try giving.page(
                visit, connection, RoleAssignment(), versions: nil, to: SitePath.accountRoles(account.id), back: SitePath.account(account.id),
                trail: AccountsController.trail(visit, account))
        },
        .post(.accountRoles, .permission(.accountEdit), give),
        .post(.roleRemoval, .permission(.accountEdit), take),
        .get(.accountClosure, .permission(.accountEdit)) { visit, connection in
            closurePage(visit, try AccountsController.find(visit, connection).record)
        },
        .post(.accountClosure, .permission(.accountEdit), close),
        .get(.accountReset, .permission(.accountReset)) { visit, connection in
            resetPage(visit, try AccountsController.find(visit, connection).record)
        },
        .post(.accountReset, .permission(.accountReset), drawCode),
        .get(.factorReset, .permission(.accountEdit)) { visit, connection in
            factorPage(visit, try AccountsController.find(visit, connection).record)
        },
        .post(.factorReset, .permission(.accountEdit), resetFactor),
    ]

    private static func give(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let account = try await visit.site.store.read { try AccountsController.find(visit, $0) }
        var assignment = RoleAssignment()
        assignment.id = typed.token.cast()
        assignment.account = account.id
        assignment.since = visit.today
        return try await giving.take(
            visit, typed, into: assignment, isNew: true, to: SitePath.accountRoles(account.id), back: SitePath.account(account.id),
            landing: SitePath.account(account.id), trail: AccountsController.trail(visit, account.record),
            rule: { new, connection in
                let held = Set(try connection.assignments(of: account.id).map(\.record.role))
                if held.contains(new.role), new.role != .branchFocalPoint {
                    throw Refusal("role.held", Phrase("Ce compte a déjà ce rôle.", en: "This account has this role already."), field: "role")
                }
                if let conflict = Role.conflict(in: held.union([new.role])) { throw Refusal("role.conflict", conflict, field: "role") }
            })
    }

    private static func take(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let id: ID<RoleAssignment> = try visit.id()
        let account = try await visit.site.store.read { try $0.find(RoleAssignment.self, id)?.record.account }
        guard let account else { throw Failure.notFound }
        let outcome = try await visit.perform(.roleTake, typed) { act in
            guard let assignment = try act.connection.find(RoleAssignment.self, id) else { return }
            try act.take(assignment)
        }
        return .done(outcome, at: SitePath.account(account))
    }

    private static func closurePage(_ visit: Visit, _ account: AccountProfile, problems: [Refusal.Problem] = []) -> Reply {
        visit.page(
            visit.say("Fermer le compte", en: "Close the account"),
            lede: visit.say(
                "\(account.displayName) ne pourra plus se connecter ; ses sessions prennent fin aussitôt.",
                en: "\(account.displayName) can no longer sign in; their sessions end at once."),
            trail: AccountsController.trail(visit, account), status: problems.isEmpty ? .ok : .unprocessableContent
        ) {
            p(
                visit.say(
                    "Ce que cette personne a écrit reste. Ce qu’elle a lu ne peut être repris.",
                    en: "What this person wrote stays. What they read cannot be taken back."))
            PlainForm(
                visit: visit, questions: [], problems: problems, action: SitePath.accountClosure(account.id),
                button: Phrase("Fermer le compte", en: "Close the account"), isDangerous: true, cancel: SitePath.account(account.id))
        }
    }

    private static func close(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let account = try await visit.site.store.read { try AccountsController.find(visit, $0) }
        let today = visit.today
        do {
            let outcome = try await visit.perform(.accountClose, typed) { act in
                guard let standing = try act.connection.find(AccountProfile.self, account.id), standing.record.closedOn == nil else { return }
                try act.close(standing, on: today)
            }
            return .done(outcome, at: SitePath.account(account.id))
        } catch let refusal as Refusal {
            return closurePage(visit, account.record, problems: refusal.problems)
        }
    }

    private static func resetPage(_ visit: Visit, _ account: AccountProfile, problems: [Refusal.Problem] = []) -> Reply {
        visit.page(
            visit.say("Remettre un code de réinitialisation", en: "Hand over a reset code"),
            lede: visit.say("Pour \(account.displayName), qui a perdu sa phrase de passe.", en: "For \(account.displayName), who lost their passphrase."),
            trail: AccountsController.trail(visit, account), status: problems.isEmpty ? .ok : .unprocessableContent
        ) {
            p(
                visit.say(
                    "Assurez-vous de parler à cette personne. Le code vaut 24 heures et une fois ; il donne de nouvelles clés, sans les dossiers que les anciennes ouvraient.",
                    en:
                        "Make sure that you speak to this person. The code counts for 24 hours and once; it gives new keys, without the case files that the old ones opened."
                ))
            PlainForm(
                visit: visit, questions: [], problems: problems, action: SitePath.accountReset(account.id), button: Phrase("Tirer un code", en: "Draw a code"),
                cancel: SitePath.account(account.id))
        }
    }

    private static func drawCode(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let account = try await visit.site.store.read { try AccountsController.find(visit, $0).record }
        let reader = try visit.reader()
        let now = visit.site.store.milliseconds
        let drawn = DrawnReset(for: account.id, by: reader.account, at: now, id: typed.token.cast())
        do {
            let outcome = try await visit.perform(.accountReset, typed) { act in
                try expect(.passphrase, by: reader, of: account, at: now, act.connection)
                try drawn.make(in: act)
            }
            // Sent twice: the code that counts is the one that the first answer showed.
            guard !outcome.isRepeat else { return .redirect(SitePath.account(account.id)) }
        } catch let refusal as Refusal {
            return resetPage(visit, account, problems: refusal.problems)
        }
        return visit.page(
            visit.say("Code de réinitialisation", en: "Reset code"),
            lede: visit.say(
                "Pour \(account.displayName) : à taper avec son nom de connexion sous « Retrouver l’accès ».",
                en: "For \(account.displayName): to be typed with their sign-in name under “Get access back”."),
            trail: AccountsController.trail(visit, account)
        ) {
            ShownOnce(say: visit.say, texts: [drawn.text])
            div(.class("actions")) { a(visit.say("C’est noté", en: "I have noted it"), .class("primary"), .href(SitePath.account(account.id))) }
        }
    }

    private static func factorPage(_ visit: Visit, _ account: AccountProfile, problems: [Refusal.Problem] = []) -> Reply {
        visit.page(
            visit.say("Réinitialiser le second facteur", en: "Reset the second factor"),
            lede: visit.say(
                "Pour \(account.displayName), qui a perdu son téléphone et sa feuille de codes.",
                en: "For \(account.displayName), who lost their telephone and their sheet of codes."),
            trail: AccountsController.trail(visit, account), status: problems.isEmpty ? .ok : .unprocessableContent
        ) {
            p(
                visit.say(
                    "Ses sessions prennent fin ; à la prochaine connexion, un nouveau second facteur lui est demandé.",
                    en: "Their sessions end; when they next sign in, they are asked for a new second factor."))
            PlainForm(
                visit: visit, questions: [], problems: problems, action: SitePath.factorReset(account.id),
                button: Phrase("Réinitialiser le second facteur", en: "Reset the second factor"), isDangerous: true, cancel: SitePath.account(account.id))
        }
    }

    private static func resetFactor(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let account = try await visit.site.store.read { try AccountsController.find(visit, $0).record }
        let reader = try visit.reader()
        let now = visit.site.store.milliseconds
        let id: ID<AccountReset> = typed.token.cast()
        do {
            let outcome = try await visit.perform(.factorReset, typed) { act in
                try expect(.secondFactor, by: reader, of: account, at: now, act.connection)
                try act.resetFactor(of: account.id, by: reader.account, id: id)
            }
            return .done(outcome, at: SitePath.account(account.id))
        } catch let refusal as Refusal {
            return factorPage(visit, account, problems: refusal.problems)
        }
    }

    /// Throws unless the reader may reset this half now, by what stands in the act's own transaction.
    private static func expect(
        _ half: ResetHalf, by reader: Reader, of account: AccountProfile, at now: UInt64, _ connection: any Connection
    ) throws {
        let roles = Set(try connection.assignments(of: account.id).map(\.record.role))
        let recent = try connection.recentResets(of: account.id, at: now)
        if let refusal = AccountReset.refusal(half, by: reader, of: account, roles: roles, recent: recent) { throw refusal }
    }
}
