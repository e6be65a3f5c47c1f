import Access
import HTML
import Journal
import Network
import Storage
import Vault

/// Who signs in: the administrator sees every account, a supervisor those of their organisation.
enum AccountsController {
    private static let editing = RecordEditing(
        AccountProfile.self, asked: ["display_name", "email", "language"], act: .accountUpdate, title: Phrase("Modifier le compte", en: "Edit the account"))

    static let routes: [Route] = [
        .get(.accounts, .permission(.accountShow), list),
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

    private static func list(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let list = try AccountList(visit, connection)
        return visit.page(visit.say("Comptes", en: "Accounts"), lede: visit.may(.accountEdit) ? nil : visit.say("Les comptes de votre organisation.", en: "The accounts of your organisation.")) { list }
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
        let names = try Names(connection, of: [account] + assignments + resets.map(\.record))
        let page = AccountShow(
            visit: visit, account: account, names: names, assignments: assignments, resets: resets,
            credential: try connection.credential(of: account.id), mayResetPassphrase: may(.passphrase),
            mayResetFactor: visit.may(.accountEdit) && may(.secondFactor), history: try HistoryView(AccountProfile.self, account.id, visit, connection))
        return visit.page(account.displayName, lede: account.organization.map { names[$0] }, trail: trail(visit)) { page }
    }
}

/// The list with its search, its filters and its pages, all of them in the address.
private struct AccountList: Component {
    private struct Line: Sendable {
        let account: AccountProfile
        let organization: String
        let roles: String
    }

    private static let size = 50

    let visit: Visit
    private let lines: [Line]
    private let next: ID<Account>?
    private let organizations: [(code: String, label: String)]

    init(_ visit: Visit, _ connection: any Connection) throws {
        self.visit = visit
        let query = visit.query
        var conditions: [String] = []
        var values: [Value] = []
        let searched = Folded.key(query["q"] ?? "")
        if !searched.isEmpty {
            conditions.append("(sort LIKE ? OR sign_in_key LIKE ?)")
            values += [.text("%\(searched)%"), .text("%\(searched)%")]
        }
        let isAdministrator = visit.may(.accountEdit)
        let organization = isAdministrator ? query["organization"].flatMap { ID<Organization>($0) } : try visit.reader().organization
        if let organization {
            conditions.append("organization = ?")
            values.append(organization.value)
        }
        if let role = query["role"], !role.isEmpty {
            conditions.append("id IN (SELECT account FROM role_assignment WHERE role = ?)")
            values.append(.text(role))
        }
        if let after = try query["after"].flatMap({ ID<Account>($0) }).flatMap({ try connection.find(AccountProfile.self, $0) })?.record {
            conditions.append("(sort > ? OR (sort = ? AND id > ?))")
            let key = Value.text(Folded.key(after.displayName))
            values += [key, key, after.id.value]
        }
        let rule = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND ")) "
        let found = try connection.all(AccountProfile.self, "\(rule)ORDER BY sort, id LIMIT ?", values + [(Self.size + 1).value]).map(\.record)
        next = found.count > Self.size ? found[Self.size - 1].id : nil
        var known: [ID<Organization>: String] = [:]
        lines = try found.prefix(Self.size).map { account in
            if let organization = account.organization, known[organization] == nil {
                known[organization] = try connection.find(OrganizationProfile.self, organization)?.record.shortName ?? "…"
            }
            let roles = try connection.assignments(of: account.id).map { visit.say($0.record.role.label) }
            return Line(account: account, organization: account.organization.flatMap { known[$0] } ?? "", roles: roles.joined(separator: ", "))
        }
        organizations = isAdministrator ? try Choices(AccountProfile.self, asked: ["organization"], connection)["organization"] : []
    }

    private var say: Say { visit.say }

    var body: some Markup {
        if visit.may(.accountEdit) {
            div(.class("actions")) { a(say("Ouvrir un compte", en: "Open an account"), .class("primary"), .href(SitePath.accountNew())) }
        }
        form(.method(.get), .action(SitePath.accounts()), .class("filters"), .role("search")) {
            div(.class("field")) {
                label(say("Nom", en: "Name"), .for("f-q"))
                input(.id("f-q"), .name("q"), .type(.search), .value(visit.query["q"] ?? ""), .maxlength(80))
            }
            if !organizations.isEmpty {
                choice("organization", say("Organisation", en: "Organisation"), organizations)
            }
            choice("role", say("Rôle", en: "Role"), Role.list.map { ($0.0.code, say($0.1)) })
            button(say("Chercher", en: "Search"), .type(.submit))
        }
        if lines.isEmpty {
            div(.class("empty")) { p(say("Aucun compte ne correspond. Élargissez la recherche.", en: "No account matches. Widen the search.")) }
        } else {
            table(.class("list")) {
                thead {
                    tr {
                        th(say("Nom", en: "Name"), .scope(.col))
                        th(say("Organisation", en: "Organisation"), .scope(.col))
                        th(say("Rôles", en: "Roles"), .scope(.col))
                        th(say("État", en: "State"), .scope(.col))
                    }
                }
                tbody { Each(lines) { row($0) } }
            }
        }
        if let next {
            nav(.class("pager"), .aria("label", say("Pages", en: "Pages"))) { a(say("Suite", en: "Next"), .href(address(after: next))) }
        }
    }

    private func row(_ line: Line) -> some Markup {
        tr {
            td { a(line.account.displayName, .href(SitePath.account(line.account.id))) }
            td(line.organization)
            td(line.roles.isEmpty ? say("aucun rôle", en: "no role") : line.roles)
            td { if line.account.closedOn != nil { span(say("Fermé", en: "Closed"), .class("tag refused")) } }
        }
    }

    private func choice(_ name: String, _ title: String, _ list: [(code: String, label: String)]) -> some Markup {
        div(.class("field")) {
            label(title, .for("f-\(name)"))
            select(.id("f-\(name)"), .name(name)) {
                option(say("Tous", en: "All"), .value(""))
                Each(list) { option($0.label, .value($0.code), .selected($0.code == visit.query[name])) }
            }
        }
    }

    private func address(after last: ID<Account>) -> Address {
        var address = SitePath.accounts()
        for name in ["q", "organization", "role"] {
            if let value = visit.query[name], !value.isEmpty { address = address.query(name, value) }
        }
        return address.query("after", last.description)
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
            p(.class("note")) { say("Fermé le \(Dates.long(closed, .french)) : personne n’y entre plus.", en: "Closed on \(Dates.long(closed, .english)): nobody signs in to it any more.") }
        }
        dl(.class("summary")) {
            row(say("Nom de connexion", en: "Sign-in name"), account.signInName)
            row(say("Courriel", en: "E-mail"), account.email)
            row(say("Accès", en: "Access"), access)
        }
        h2(say("Rôles", en: "Roles"))
        if assignments.isEmpty { p(say("Aucun rôle : ce compte n’ouvre rien.", en: "No role: this account opens nothing."), .class("soft")) }
        ul(.class("todo")) { Each(assignments) { line($0) } }
        if mayEdit { p { a(say("Donner un rôle", en: "Give a role"), .href(SitePath.accountRoles(account.id))) } }
        if account.closedOn == nil {
            div(.class("actions")) {
                if mayResetPassphrase { a(say("Remettre un code de réinitialisation", en: "Hand over a reset code"), .class("secondary"), .href(SitePath.accountReset(account.id))) }
                if mayResetFactor, credential?.hasFactor == true { a(say("Réinitialiser le second facteur", en: "Reset the second factor"), .class("secondary"), .href(SitePath.factorReset(account.id))) }
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
        let first = credential.mustChange ? say("doit changer sa phrase de passe", en: "must change the passphrase") : say("phrase de passe choisie", en: "passphrase set")
        return "\(first) ; \(credential.hasFactor ? say("second facteur en place", en: "second factor set") : say("sans second facteur", en: "no second factor"))"
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
