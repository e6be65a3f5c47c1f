import Access
import Accounts
import HTML
import Journal
import NetworkLife
import Storage
import Vault

/// Who signs in: the administrator sees every account, a supervisor those of their organisation.
enum AccountsController {
    private static let editing = RecordEditing(
        AccountProfile.self, asked: ["display_name", "email", "language"], act: .accountUpdate, title: Phrase("Modifier le compte", en: "Edit the account"))

    static let routes: [Route] = [
        list.route,
        .get(.accountNew, .permission(.accountEdit)) { visit, connection in try AccountOpening.page(visit, connection) },
        .post(.accountNew, .permission(.accountEdit), AccountOpening.open),
        .get(.account, .permission(.accountShow), show),
        .get(.accountEdit, .permission(.accountEdit)) { visit, connection in
            let account = try find(visit, connection)
            return try editing.page(
                visit, connection, account.record, versions: account.versions, to: SitePath.accountEdit(account.id), back: SitePath.account(account.id),
                trail: trail(visit, account.record))
        },
        .post(.accountEdit, .permission(.accountEdit)) { visit, typed in
            let account = try await visit.site.store.read { try find(visit, $0) }
            return try await editing.take(
                visit, typed, into: account.record, isNew: false, to: SitePath.accountEdit(account.id), back: SitePath.account(account.id),
                landing: SitePath.account(account.id), trail: trail(visit, account.record))
        },
    ]

    static func trail(_ visit: Visit, _ account: AccountProfile? = nil) -> [(String, Address)] {
        [(visit.say("Comptes", en: "Accounts"), SitePath.accounts())] + (account.map { [($0.displayName, SitePath.account($0.id))] } ?? [])
    }

    /// The account, where the reader may know of it: an administrator of all, others of their own organisation's.
    static func find(_ visit: Visit, _ connection: any Connection) throws -> Stored<AccountProfile> {
        guard let account = try connection.find(AccountProfile.self, try visit.id()) else { throw Failure.notFound }
        guard try visit.may(.accountEdit) || account.record.organization == visit.reader().organization else { throw Failure.notFound }
        return account
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let account = try find(visit, connection).record
        let reader = try visit.reader()
        let assignments = try connection.assignments(of: account.id).map(\.record)
        let recent = try connection.recentResets(of: account.id, at: visit.site.store.milliseconds)
        let may = { (half: ResetHalf) in
            AccountReset.refusal(half, by: reader, of: account, roles: Set(assignments.map(\.role)), recent: recent) == nil
        }
        let resets = try connection.resets(of: account.id)
        let names = try Names(visit, connection, of: [account] + assignments + resets.map(\.record))
        let page = AccountShow(
            visit: visit, account: account, names: names, assignments: assignments, resets: resets,
            credential: try connection.credential(of: account.id), mayResetPassphrase: may(.passphrase),
            mayResetFactor: visit.may(.accountEdit) && may(.secondFactor), history: try HistoryView(AccountProfile.self, account.id, visit, connection))
        return visit.page(account.displayName, lede: account.organization.map { names[$0] }, trail: trail(visit)) { page }
    }
}

private struct AccountShow: Component {
    let visit: Visit
    let account: AccountProfile
    let names: Names
    let assignments: [RoleAssignment]
    let resets: [Stored<AccountReset>]
    let credential: Credential?
    let mayResetPassphrase: Bool
    let mayResetFactor: Bool
    let history: HistoryView

    private var say: Say { visit.say }
    private var mayEdit: Bool { visit.may(.accountEdit) && account.closedOn == nil }

    var body: some Markup {
        if let closed = account.closedOn {
            p(.class("note")) {
                say(
                    "Fermé le \(Dates.long(closed, .french)) : personne n’y entre plus.",
                    en: "Closed on \(Dates.long(closed, .english)): nobody signs in to it any more.")
            }
        }
        dl(.class("summary")) {
            row(say("Nom de connexion", en: "Sign-in name"), account.signInName)
            row(say("Courriel", en: "E-mail"), account.email)
            row(say("Accès", en: "Access"), access)
        }
        h2(say("Rôles", en: "Roles"))
        if assignments.isEmpty { p(say("Aucun rôle : ce compte n’ouvre rien.", en: "No role: this account opens nothing."), .class("soft")) }
        ul(.class("todo")) { Each(assignments) { line($0) } }
        if mayEdit { p(.class("no-print")) { a(say("Donner un rôle", en: "Give a role"), .href(SitePath.accountRoles(account.id))) } }
        if account.closedOn == nil {
            div(.class("actions")) {
                if mayResetPassphrase {
                    a(say("Remettre un code de réinitialisation", en: "Hand over a reset code"), .class("secondary"), .href(SitePath.accountReset(account.id)))
                }
                if mayResetFactor, credential?.hasFactor == true {
                    a(say("Réinitialiser le second facteur", en: "Reset the second factor"), .class("secondary"), .href(SitePath.factorReset(account.id)))
                }
                if mayEdit {
                    a(say("Modifier", en: "Edit"), .class("secondary"), .href(SitePath.accountEdit(account.id)))
                    a(say("Fermer le compte", en: "Close the account"), .class("danger"), .href(SitePath.accountClosure(account.id)))
                }
            }
        }
        if !resets.isEmpty {
            h2(say("Réinitialisations", en: "Resets"))
            ul(.class("todo")) {
                Each(resets) { reset in
                    li {
                        HTML.time(Dates.moment(reset.made, say))
                        div {
                            say(reset.record.half.label)
                            p(reset.record.by.map { names[$0] } ?? say("à la machine", en: "at the machine"), .class("soft"))
                        }
                    }
                }
            }
        }
        history
    }

    private var access: String {
        guard let credential else { return say("Pas encore ici.", en: "Not here yet.") }
        let first =
            credential.mustChange
            ? say("doit changer sa phrase de passe", en: "must change the passphrase") : say("phrase de passe choisie", en: "passphrase set")
        return
            "\(first) ; \(credential.hasFactor ? say("second facteur en place", en: "second factor set") : say("sans second facteur", en: "no second factor"))"
    }

    private func line(_ assignment: RoleAssignment) -> some Markup {
        li {
            span(assignment.since.map { Dates.short($0, visit.language) } ?? "", .class("soft"))
            div {
                say(assignment.role.label)
                if let branch = assignment.branch { p(names[branch], .class("soft")) }
            }
            if mayEdit {
                form(.method(.post), .action(SitePath.roleRemoval(assignment.id))) {
                    HiddenFields(visit: visit)
                    button(.class("plain"), .type(.submit)) {
                        say("Retirer", en: "Take away")
                        span(" \(say(assignment.role.label))", .class("visually-hidden"))
                    }
                }
            }
        }
    }

    @MarkupBuilder private func row(_ label: String, _ text: String) -> some Markup {
        if !text.isEmpty {
            div {
                dt(label)
                dd(text)
            }
        }
    }
}
