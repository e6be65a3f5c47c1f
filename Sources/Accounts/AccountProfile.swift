import Access
import Journal

/// Someone who signs in: their name on the screen, and the name that they sign in with, which need not be an address.
package struct AccountProfile: Record {
    package var id = ID<Account>()
    package var organization: ID<Organization>?
    package var signInName = ""
    package var displayName = ""
    package var email = ""
    package var language = "fr"
    package var wantsNoReminders = false
    package var closedOn: Day?

    package init() {}

    package static let kind = "account"
    package static let title = Phrase("Compte", en: "Account")
    package static let scope = ScopeForm.network
    package static let indexes = [["sign_in_key"], ["organization", "sort"], ["sort", "id"]]

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", required: true, input: .reference(kind: "organization")),
        .init(
            "sign_in_name", \.signInName, "Nom de connexion", en: "Sign-in name",
            hint: Phrase("Sans lien avec le nom de la personne, si c’est plus sûr.", en: "Unrelated to the person’s name, where that is safer."),
            required: true, limit: 60),
        .init("display_name", \.displayName, "Nom affiché", en: "Name shown", required: true, limit: 80),
        .init("email", \.email, "Courriel", en: "E-mail", limit: 120, input: .email),
        .init("language", \.language, "Langue", en: "Language", limit: 2, input: .choice([("fr", Phrase(same: "Français")), ("en", Phrase(same: "English"))])),
        .init(
            "no_reminders", \.wantsNoReminders, "Ne pas m’envoyer de rappel par courriel", en: "Send me no reminder by e-mail",
            hint: Phrase(
                "Sinon, un message par jour au plus, quand quelque chose est en retard : des nombres, une date et l’adresse du site, rien d’autre.",
                en: "Otherwise one message a day at most, when something is late: numbers, a date and the address of the site, nothing else.")),
        .init("closed_on", \.closedOn, "Fermé le", en: "Closed on", input: .hidden),
    ]

    package static let derived: [Derived<Self>] = [
        .init("sign_in_key") { Folded.key($0.signInName) },
        .init("sort") { Folded.key($0.displayName) },
        .init("search") { Folded.key("\($0.displayName) \($0.signInName)") },
    ]
}

/// A duty given to an account, signed by whoever gave it; removed when it ends.
package struct RoleAssignment: Record {
    package var id = ID<RoleAssignment>()
    package var account: ID<Account>?
    package var role = Role.caseworker
    package var branch: ID<Branch>?
    package var since: Day?

    package init() {}

    package static let kind = "role_assignment"
    package static let title = Phrase("Rôle", en: "Role")
    package static let scope = ScopeForm.network
    package static let indexes = [["account"]]

    package static let fields: [Field<Self>] = [
        .init("account", \.account, "Compte", en: "Account", required: true, input: .reference(kind: "account")),
        .init("role", \.role, "Rôle", en: "Role", required: true),
        .init("branch", \.branch, "Antenne", en: "Branch", input: .reference(kind: "branch")),
        .init("since", \.since, "Depuis le", en: "Since"),
    ]
}

/// The public half of a member's keys, of one generation: whom to wrap for, and whose signature it is.
package struct MemberKey: Record {
    package var id = ID<MemberKey>()
    package var account: ID<Account>?
    package var generation = 1
    package var publicKeys: Bytes?

    package init() {}

    package static let kind = "member_key"
    package static let title = Phrase("Clé publique", en: "Public key")
    package static let scope = ScopeForm.network
    package static let indexes = [["account", "generation"]]

    package static let fields: [Field<Self>] = [
        .init("account", \.account, "Compte", en: "Account", required: true, input: .hidden),
        .init("generation", \.generation, "Génération", en: "Generation", required: true, input: .hidden),
        .init("public_keys", \.publicKeys, "Clé publique", en: "Public key", required: true, input: .hidden),
    ]
}
