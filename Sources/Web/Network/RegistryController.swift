import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Storage
import Vault

/// The registry: who holds its key, the words that tell the key, and what waits for a holder.
enum RegistryController {
    static let routes: [Route] = [
        .get(.registry, .permission(.registryOpen)) { visit, connection in try page(visit, connection) },
        .post(.registry, .permission(.registryOpen)) { visit, typed in
            try await act(visit, typed, .circleCreate) { keys, act, day in
                try Circles.createRegistry(by: keys, id: typed.token.cast(), in: act, on: day)
            }
        },
        .post(.registryMembers, .permission(.registryOpen)) { visit, typed in
            guard let account = ID<Account>(typed["account"]) else {
                let problem = Refusal.Problem("account", Phrase("Choisissez la personne à ajouter.", en: "Choose whom to add."))
                return try await visit.site.store.read { try page(visit, $0, problems: [problem]) }
            }
            return try await act(visit, typed, .circleAdd) { keys, act, day in try Circles.add(account, by: keys, in: act, on: day) }
        },
        .post(.registryDeparture, .permission(.registryOpen)) { visit, typed in
            let account = try visit.id(Account.self)
            let isSelf = try visit.reader().account == account
            let reply = try await act(visit, typed, .circleLeave) { _, act, day in try Circles.leave(account, in: act, on: day) }
            return isSelf ? .redirect(SitePath.signIn(), cookies: [.cleared(.session)]) : reply
        },
        .post(.registryRenewal, .permission(.registryOpen)) { visit, typed in
            try await act(visit, typed, .circleRenew) { keys, act, day in try Circles.renew(by: keys, in: act, on: day) }
        },
    ]

    private static func act(
        _ visit: Visit, _ typed: Typed, _ name: ActName, _ body: @escaping @Sendable (MemberKeys, Act, Day) throws -> Void
    ) async throws -> Reply {
        let keys = try visit.memberKeys()
        let today = visit.today
        do {
            return .done(try await visit.perform(name, typed) { try body(keys, $0, today) }, at: SitePath.registry())
        } catch let refusal as Refusal {
            return try await visit.site.store.read { try page(visit, $0, problems: refusal.problems) }
        }
    }

    private static func page(_ visit: Visit, _ connection: any Connection, problems: [Refusal.Problem] = []) throws -> Reply {
        let say = visit.say
        let state = try CircleState.registry(connection)
        let held = Set(state?.holders.filter(\.isCurrent).map(\.account.id) ?? [])
        let candidates = try connection.all(
            AccountProfile.self,
            "WHERE closed_on IS NULL AND id IN (SELECT account FROM role_assignment WHERE role = 'secretariat') ORDER BY sort, id LIMIT 200"
        ).map(\.record).filter { !held.contains($0.id) }
        return visit.page(
            say("Registre", en: "Registry"),
            lede: say("Qui peut ouvrir les fiches et les listes à diffusion restreinte.", en: "Who can open restricted records and lists."),
            trail: [(say("Personnes", en: "People"), SitePath.people())], status: problems.isEmpty ? .ok : .unprocessableContent
        ) { RegistryShow(visit: visit, state: state, candidates: candidates, problems: problems) }
    }
}

private struct RegistryShow: Component {
    let visit: Visit
    let state: CircleState?
    let candidates: [AccountProfile]
    let problems: [Refusal.Problem]

    private var say: Say { visit.say }
    private var isHolder: Bool { visit.session.map { state?.isHeld(by: $0.reader.account) == true } ?? false }

    var body: some Markup {
        ErrorSummary(say: say, problems: problems)
        if let state {
            standing(state)
        } else {
            div(.class("empty")) {
                p(
                    say(
                        "Le registre n’existe pas encore. Sa clé sera tirée dans votre session : vous en serez le premier détenteur.",
                        en: "There is no registry yet. Its key will be drawn in your session: you will be its first holder."))
                p(
                    say(
                        "Rien ne peut être scellé avant qu’une deuxième personne la tienne aussi.",
                        en: "Nothing can be sealed before a second person holds it too."))
            }
            single(say("Créer le registre", en: "Create the registry"), SitePath.registry(), "primary")
        }
    }

    @MarkupBuilder private func standing(_ state: CircleState) -> some Markup {
        if !state.canSeal {
            div(.class("note")) {
                p(
                    say(
                        "Rien ne peut être scellé : il faut deux détenteurs, pour qu’une phrase de passe oubliée ne perde rien.",
                        en: "Nothing can be sealed: two holders are needed, so that a forgotten passphrase loses nothing."))
            }
        }
        if state.needsRenewal {
            div(.class("note")) {
                p(
                    say(
                        "Quelqu’un est parti : une nouvelle clé attend la prochaine session d’un détenteur.",
                        en: "Someone has left: a new key waits for the next session of a holder."))
                if isHolder { single(say("Tirer la nouvelle clé", en: "Draw the new key"), SitePath.registryRenewal(), "primary") }
            }
        }
        if !state.unsigned.isEmpty {
            div(.class("errors"), .role("alert")) {
                p(
                    say(
                        "Une clé qui n’est pas signée par la précédente est arrivée. Rien n’est scellé : prévenez l’administrateur.",
                        en: "A key that the one before did not sign has arrived. Nothing is sealed: tell the administrator."))
            }
        }
        h2(say("Les six mots de la clé", en: "The key’s six words"))
        p { strong(state.key.fingerprint.joined(separator: " ")) }
        p(
            say(
                "Génération \(state.current.number). Comparez-les de vive voix avec un autre détenteur ; ils doivent être les mêmes.",
                en: "Generation \(state.current.number). Compare them aloud with another holder; they must be the same."), .class("soft"))
        h2(say("Détenteurs", en: "Holders"))
        ul(.class("todo")) { Each(state.holders) { holder($0) } }
        if isHolder { adding }
    }

    private func holder(_ holder: CircleState.Holder) -> some Markup {
        li {
            span(holder.member.since.map { say("depuis le \(Dates.short($0, .french))", en: "since \(Dates.short($0, .english))") } ?? "", .class("soft"))
            div {
                holder.account.displayName
                if !holder.isCurrent {
                    p(
                        say("Clé changée depuis : un détenteur doit l’ajouter à nouveau.", en: "Key changed since: a holder must add them again."),
                        .class("soft"))
                }
            }
            single(
                say("Retirer", en: "Remove"), SitePath.registryDeparture(holder.account.id), "plain",
                label: say("Retirer \(holder.account.displayName) du registre", en: "Remove \(holder.account.displayName) from the registry"))
        }
    }

    @MarkupBuilder private var adding: some Markup {
        let problem = problems.first { $0.field == "account" }
        h2(say("Ajouter un détenteur", en: "Add a holder"))
        if candidates.isEmpty {
            p(
                say("Tous les comptes du secrétariat tiennent déjà le registre.", en: "Every account of the secretariat holds the registry already."),
                .class("soft"))
        } else {
            form(.method(.post), .action(SitePath.registryMembers()), .class("sheet")) {
                HiddenFields(visit: visit)
                div(.class(problem == nil ? "field" : "field wrong")) {
                    label(say("Membre du secrétariat", en: "Member of the secretariat"), .for("f-account"))
                    p(
                        say(
                            "La clé lui est transmise scellée, depuis votre session. Ce qui aura été lu ne pourra pas être rappelé.",
                            en: "The key is handed on sealed, from your session. What will have been read cannot be recalled."), .class("hint"),
                        .id("f-account-hint"))
                    if let problem { p(say(problem.text), .class("error"), .id("f-account-error")) }
                    select(.id("f-account"), .name("account"), .aria("describedby", "f-account-hint")) {
                        option(say("Choisir…", en: "Choose…"), .value(""))
                        Each(candidates) { option($0.displayName, .value($0.id.description)) }
                    }
                }
                div(.class("actions")) { button(say("Ajouter au registre", en: "Add to the registry"), .class("primary"), .type(.submit)) }
            }
        }
    }

    private func single(_ text: String, _ action: Address, _ style: String, label: String? = nil) -> some Markup {
        form(.method(.post), .action(action)) {
            HiddenFields(visit: visit)
            button(text, .class(style), .type(.submit), .aria("label", label))
        }
    }
}
