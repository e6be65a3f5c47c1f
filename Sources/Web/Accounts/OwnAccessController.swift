import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Storage
import Vault

/// Mon compte: who I am here, how I sign in, where I am signed in.
enum OwnAccessController {
    private static let editing = RecordEditing(
        AccountProfile.self, asked: ["display_name", "email", "no_reminders", "language"], act: .accountUpdateOwn,
        title: Phrase("Mes réglages", en: "My settings"))

    static let routes: [Route] = [
        .get(.me, .permission(.selfEdit), show),
        .get(.meEdit, .permission(.selfEdit)) { visit, connection in
            let own = try find(visit, connection)
            return try editing.page(visit, connection, own.record, versions: own.versions, to: SitePath.meEdit(), back: SitePath.me(), trail: trail(visit))
        },
        .post(.meEdit, .permission(.selfEdit)) { visit, typed in
            let own = try await visit.site.store.read { try find(visit, $0) }
            return try await editing.take(
                visit, typed, into: own.record, isNew: false, to: SitePath.meEdit(), back: SitePath.me(), landing: SitePath.me(), trail: trail(visit))
        },
        .get(.passphrase, .permission(.selfEdit)) { visit, _ in passphrasePage(visit, proposed: Passphrase.generated().text) },
        .post(.passphrase, .permission(.selfEdit), changePassphrase),
        .post(.ownSessions, .permission(.selfEdit)) { visit, typed in
            try await visit.ownAccess().close(session: typed["session"])
            return .redirect(SitePath.me().at("sessions"))
        },
    ]

    static func trail(_ visit: Visit) -> [(String, Address)] { [(visit.say("Mon compte", en: "My account"), SitePath.me())] }

    private static func find(_ visit: Visit, _ connection: any Connection) throws -> Stored<AccountProfile> {
        guard let own = try connection.find(AccountProfile.self, try visit.reader().account) else { throw Failure.notFound }
        return own
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let own = try find(visit, connection).record
        guard let credential = try connection.credential(of: own.id), let session = visit.session else { throw Failure.notFound }
        let codes = try credential.codes.map { try OneTimeCodes(bytes: $0).remaining } ?? 0
        let page = OwnAccount(
            visit: visit, account: own,
            organization: try own.organization.flatMap { try connection.find(OrganizationProfile.self, $0)?.record.shortName } ?? "",
            roles: try connection.assignments(of: own.id).map { visit.say($0.record.role.label) }, hasApplication: credential.factor != nil, codes: codes,
            sessions: try connection.openSessions(of: own.id, at: visit.site.store.milliseconds), current: session.id)
        return visit.page(visit.say("Mon compte", en: "My account"), lede: own.displayName) { page }
    }

    private static func passphrasePage(
        _ visit: Visit, proposed: String, token: AnyID = AnyID(), problems: [Refusal.Problem] = []
    ) -> Reply {
        let say = visit.say
        let isGenerated = visit.session?.isOfCircle ?? false
        let lede =
            switch visit.session?.passphrase {
            case .seen:
                say(
                    "Quelqu’un d’autre a vu votre première phrase de passe : changez-la avant de continuer.",
                    en: "Someone else has seen your first passphrase: change it before you go on.")
            case .chosen:
                say(
                    "Vous pouvez désormais ouvrir des fiches scellées : prenez cinq mots tirés au hasard avant de continuer.",
                    en: "You can now open sealed records: take five words drawn at random before you go on.")
            case .kept, nil: say("Vos autres sessions prendront fin.", en: "Your other sessions will end.")
            }
        let new = Question(
            name: "new_passphrase",
            label: isGenerated ? Phrase("Retapez les cinq mots", en: "Type the five words") : Phrase("Nouvelle phrase de passe", en: "New passphrase"),
            hint: isGenerated
                ? nil
                : Phrase(
                    "Au moins 15 caractères : les cinq mots ci-dessus, ou une phrase à vous.",
                    en: "At least 15 characters: the five words above, or a phrase of your own."),
            kind: .newPassphrase)
        let again = Question(name: "again", label: Phrase("La même, encore une fois", en: "The same once more"), kind: .newPassphrase)
        return visit.page(
            say("Changer de phrase de passe", en: "Change the passphrase"), lede: lede, trail: trail(visit),
            status: problems.isEmpty ? .ok : .unprocessableContent
        ) {
            h2(
                isGenerated
                    ? say("Vos cinq nouveaux mots", en: "Your five new words") : say("Cinq mots tirés au hasard pour vous", en: "Five words drawn for you"))
            p(proposed, .class("card words"))
            p(say("Notez-les sur papier avant de continuer.", en: "Note them on paper before you go on."), .class("hint"))
            PlainForm(
                visit: visit, questions: [.ownPassphrase(), new] + (isGenerated ? [] : [again]), problems: problems, hidden: [("proposed", proposed)],
                token: token, action: SitePath.passphrase(), button: Phrase("Changer la phrase de passe", en: "Change the passphrase"), cancel: SitePath.me())
        }
    }

    private static func changePassphrase(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        do {
            try await visit.ownAccess().change(
                from: typed["passphrase"], to: typed["new_passphrase"], again: typed["again"], proposed: typed["proposed"], networkName: visit.site.name)
        } catch let refusal as Refusal {
            let proposed = Passphrase(typed["proposed"])
            return passphrasePage(
                visit, proposed: proposed.isOfGeneratedForm ? proposed.text : Passphrase.generated().text, token: typed.token, problems: refusal.problems)
        }
        return .redirect(SitePath.me().query("changed", "passphrase"))
    }
}

extension Visit {
    /// What the reader may change of their own access, in this session.
    func ownAccess() throws -> OwnAccess {
        guard let session, let secret else { throw Failure.signInFirst }
        return try OwnAccess(site.store, site.scrypt, session: session, secret: secret, origin: origin)
    }
}

private struct OwnAccount: Component {
    let visit: Visit
    let account: AccountProfile
    let organization: String
    let roles: [String]
    let hasApplication: Bool
    let codes: Int
    let sessions: [OpenSession]
    let current: [UInt8]

    private var say: Say { visit.say }

    private var news: String? {
        switch visit.query["changed"] {
        case "passphrase":
            say("Votre phrase de passe est changée. Vos autres sessions ont pris fin.", en: "Your passphrase is changed. Your other sessions have ended.")
        case "factor":
            say(
                "Votre second facteur est en place. Il vous sera demandé à chaque connexion.",
                en: "Your second factor is set. You will be asked for it each time you sign in.")
        case "removed": say("Votre second facteur est retiré.", en: "Your second factor is removed.")
        default: nil
        }
    }

    var body: some Markup {
        if let news { div(.class("notice"), .role("status")) { p(news) } }
        dl(.class("summary")) {
            row(say("Organisation", en: "Organisation"), organization)
            row(say("Rôles", en: "Roles"), roles.joined(separator: ", "))
            row(say("Nom de connexion", en: "Sign-in name"), account.signInName)
            row(say("Courriel", en: "E-mail"), account.email)
            row(
                say("Rappels", en: "Reminders"),
                account.email.isEmpty || account.wantsNoReminders
                    ? say("aucun courriel", en: "no e-mail") : say("un courriel par jour au plus", en: "one e-mail a day at most"))
            row(say("Langue", en: "Language"), account.language == "en" ? "English" : "Français")
        }
        div(.class("actions")) { a(say("Modifier mes réglages", en: "Edit my settings"), .class("secondary"), .href(SitePath.meEdit())) }
        h2(say("Phrase de passe", en: "Passphrase"))
        p { a(say("Changer de phrase de passe", en: "Change the passphrase"), .href(SitePath.passphrase())) }
        h2(say("Second facteur", en: "Second factor"))
        p(factor)
        ul {
            li {
                a(
                    hasApplication
                        ? say("Changer d’application ou de téléphone", en: "Change application or telephone")
                        : say("Installer une application de codes", en: "Set up a code application"), .href(SitePath.factor()))
            }
            li {
                a(
                    codes > 0
                        ? say("Imprimer une nouvelle feuille de codes", en: "Print a new sheet of codes")
                        : say("Imprimer une feuille de codes", en: "Print a sheet of codes"), .href(SitePath.codes()))
            }
            if hasApplication || codes > 0 { li { a(say("Retirer le second facteur", en: "Remove the second factor"), .href(SitePath.factorRemoval())) } }
        }
        h2(say("Sessions ouvertes", en: "Open sessions"), .id("sessions"))
        ul(.class("todo")) { Each(sessions) { line($0) } }
    }

    private var factor: String {
        switch (hasApplication, codes) {
        case (true, 0): say("Une application de codes ; aucune feuille imprimée.", en: "A code application; no printed sheet.")
        case (true, let left):
            say("Une application de codes, et une feuille où il reste \(left) codes.", en: "A code application, and a sheet with \(left) codes left.")
        case (false, 0): say("Aucun : votre phrase de passe suffit pour entrer.", en: "None: your passphrase is enough to come in.")
        case (false, let left): say("Une feuille où il reste \(left) codes.", en: "A sheet with \(left) codes left.")
        }
    }

    private func line(_ session: OpenSession) -> some Markup {
        li {
            HTML.time(Dates.moment(Stamp(milliseconds: session.seen), say))
            div {
                session.id == current ? say("Cette session", en: "This session") : say("Une autre session", en: "Another session")
                p(
                    say(
                        "ouverte le \(Dates.moment(Stamp(milliseconds: session.began), say))",
                        en: "opened on \(Dates.moment(Stamp(milliseconds: session.began), say))"), .class("soft"))
            }
            if session.id != current {
                form(.method(.post), .action(SitePath.ownSessions())) {
                    HiddenFields(visit: visit)
                    button(say("Fermer", en: "Close"), .class("plain"), .type(.submit), .name("session"), .value(session.name))
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
