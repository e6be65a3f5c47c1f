import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Storage
import Vault

/// Opening an account: who it is for, with which duties; its first passphrase is shown once and kept nowhere in clear.
enum AccountOpening {
    private static let asked = ["organization", "sign_in_name", "display_name", "email", "language"]

    static func page(
        _ visit: Visit, _ connection: any Connection, typed: Typed? = nil, problems: [Refusal.Problem] = [], matches: [String: [Referred.Choice]] = [:]
    ) throws -> Reply {
        var blank = AccountProfile()
        blank.organization = try visit.reader().organization
        var choices = try Choices(AccountProfile.self, asked: asked, visit, connection, of: blank)
        choices.add(try Choices(RoleAssignment.self, asked: ["branch"], visit, connection))
        choices.matches = matches
        let sheet = FormSheet(blank, asked: asked, typed: typed, problems: problems, choices: choices)
        let form = OpeningForm(visit: visit, sheet: sheet, roles: roles(typed, problems), branch: branch(typed, problems, choices["branch"]))
        return visit.page(
            visit.say("Ouvrir un compte", en: "Open an account"),
            lede: visit.say(
                "Une première phrase de passe sera tirée au hasard, à remettre en main propre.", en: "A first passphrase is drawn, to be handed over in person."
            ),
            trail: AccountsController.trail(visit), status: problems.isEmpty ? .ok : .unprocessableContent
        ) { form }
    }

    private static func roles(_ typed: Typed?, _ problems: [Refusal.Problem]) -> FormSheet.Line {
        FormSheet.Line(
            name: "roles", label: Phrase("Rôles", en: "Roles"),
            hint: Phrase(
                "Qui ouvre des dossiers n’est ni administrateur, ni suivi-évaluation, ni secrétariat.",
                en: "Whoever opens case files is neither administrator, nor MEAL officer, nor secretariat."),
            input: .choices(Role.list.map { ($0.0.code, $0.1) }), isRequired: true, limit: 200, values: typed?.all("roles") ?? [],
            problem: problems.first { $0.field == "roles" }?.text, choices: [])
    }

    private static func branch(_ typed: Typed?, _ problems: [Refusal.Problem], _ choices: [(code: String, label: String)]) -> FormSheet.Line {
        FormSheet.Line(
            name: "branch", label: Phrase("Antenne, pour un point focal", en: "Branch, for a focal point"), hint: nil, input: .reference(kind: "branch"),
            isRequired: false, limit: 26, values: typed?.all("branch") ?? [], problem: problems.first { $0.field == "branch" }?.text, choices: choices)
    }

    static func open(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        var profile = AccountProfile()
        profile.id = typed.token.cast()
        let references = try await visit.site.store.read { try ReferencesRead(AccountProfile.self, typed, asked: asked, visit, $0) }
        var problems = references.problems(beside: profile.take(references.typed, asked: Set(asked)), of: AccountProfile.self)
        let chosen = Role.list.map(\.0).filter { typed.all("roles").contains($0.code) }
        if chosen.isEmpty { problems.append(.init("roles", Phrase("Choisissez au moins un rôle.", en: "Choose at least one role."))) }
        let branch = ID<Branch>(typed["branch"])
        let today = visit.today
        let assignments = chosen.map { role in
            var assignment = RoleAssignment()
            assignment.role = role
            assignment.branch = role == .branchFocalPoint ? branch : nil
            assignment.since = today
            return assignment
        }
        do {
            if let conflict = Role.conflict(in: Set(chosen)) { problems.append(.init("roles", conflict)) }
            guard problems.isEmpty else { throw Refusal("account.fields", problems) }
            let account = try await NewAccount.prepare(profile, roles: assignments, mustChange: true, visit.site.scrypt)
            let outcome = try await visit.perform(.accountCreate, typed) { try account.make(in: $0) }
            // Sent twice: the account stands, with the passphrase that the first answer showed.
            guard !outcome.isRepeat else { return .redirect(SitePath.account(profile.id)) }
            return shown(visit, account)
        } catch let refusal as Refusal {
            return try await visit.site.store.read { try page(visit, $0, typed: typed, problems: refusal.problems, matches: references.matches) }
        }
    }

    private static func shown(_ visit: Visit, _ account: NewAccount) -> Reply {
        let say = visit.say
        return visit.page(
            say("Compte ouvert", en: "Account opened"),
            lede: say("À remettre en main propre à \(account.profile.displayName).", en: "To be handed in person to \(account.profile.displayName)."),
            trail: AccountsController.trail(visit, account.profile)
        ) {
            dl(.class("summary")) {
                div {
                    dt(say("Nom de connexion", en: "Sign-in name"))
                    dd(account.profile.signInName)
                }
                div {
                    dt(say("Première phrase de passe", en: "First passphrase"))
                    dd(account.passphrase.text, .class("words"))
                }
            }
            p(
                say(
                    "Cette phrase n’est montrée qu’une fois. La personne en changera à sa première connexion.",
                    en: "This passphrase is shown only once. The person changes it when they first sign in."),
                .class("note"))
            div(.class("actions")) { a(say("Voir le compte", en: "See the account"), .class("primary"), .href(SitePath.account(account.profile.id))) }
        }
    }
}

private struct OpeningForm: Component {
    let visit: Visit
    let sheet: FormSheet
    let roles: FormSheet.Line
    let branch: FormSheet.Line

    var body: some Markup {
        ErrorSummary(say: visit.say, problems: sheet.problems)
        form(.method(.post), .action(SitePath.accountNew()), .novalidate(), .class("sheet")) {
            HiddenFields(visit: visit, token: sheet.token)
            Each(sheet.lines) { FieldView(say: visit.say, line: $0) }
            FieldView(say: visit.say, line: roles)
            FieldView(say: visit.say, line: branch)
            div(.class("actions")) {
                button(visit.say("Ouvrir le compte", en: "Open the account"), .class("primary"), .type(.submit))
                a(visit.say("Annuler", en: "Cancel"), .class("secondary"), .href(SitePath.accounts()))
            }
        }
    }
}
