import Access
import Accounts
import HTML
import Journal
import NetworkLife
import Storage

extension AccountsController {
    /// Every account for the administrator; for a supervisor those of their organisation.
    static let list = RecordList<AccountProfile>(
        path: .accounts, permission: .accountShow, title: Phrase("Comptes", en: "Accounts"), one: Phrase("compte", en: "account"),
        many: Phrase("comptes", en: "accounts"),
        columns: [
            ListColumn(Phrase("Nom affiché", en: "Name shown"), needs: ["display_name"]) { account, _ in
                .link(account.displayName, SitePath.account(account.id))
            },
            .field("sign_in_name"), .field("organization"), .more("roles", Phrase("Rôles", en: "Roles")),
            ListColumn(Phrase("État", en: "State"), needs: ["closed_on"]) { account, context in
                .tag(account.closedOn == nil ? "" : context.visit.say("Fermé", en: "Closed"), style: "refused")
            },
        ],
        filters: [.reference(AccountProfile.self, "organization"), role, state], sorts: [.name, .changed], search: "search",
        within: { visit in
            guard !visit.may(.accountEdit), let organization = visit.session?.reader.organization else { return nil }
            return ("organization = ?", [organization.value])
        },
        lede: { visit, _ in visit.may(.accountEdit) ? nil : visit.say("Les comptes de votre organisation.", en: "The accounts of your organisation.") },
        actions: { visit in
            guard visit.may(.accountEdit) else { return [] }
            return [ListAction(label: Phrase("Ouvrir un compte", en: "Open an account"), address: SitePath.accountNew(), isPrimary: true)]
        },
        more: { visit, accounts, connection in
            var cells: [AnyID: [String: Cell]] = [:]
            for account in accounts {
                let roles = try connection.assignments(of: account.id).map { visit.say($0.record.role.label) }
                cells[account.id.cast()] = ["roles": .text(roles.isEmpty ? visit.say("aucun rôle", en: "no role") : roles.joined(separator: ", "))]
            }
            return cells
        },
        purpose: Phrase("Les comptes du réseau paraîtront ici.", en: "The network’s accounts will appear here."))

    private static let role = ListFilter(name: "role", label: Phrase("Rôle", en: "Role"), list: Role.list.map { ($0.0.code, $0.1) }) {
        ("id IN (SELECT account FROM role_assignment WHERE role = ?)", [.text($0)])
    }

    private static let state = ListFilter(
        name: "state", label: Phrase("État", en: "State"), list: [("open", Phrase("Ouverts", en: "Open")), ("closed", Phrase("Fermés", en: "Closed"))]
    ) { ($0 == "open" ? "closed_on IS NULL" : "closed_on IS NOT NULL", []) }
}
