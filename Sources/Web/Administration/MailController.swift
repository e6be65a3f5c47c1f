import Access
import Exchange
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Storage

/// The server that takes this installation's messages. Its password is kept beside the journal and never shown again.
enum MailController {
    static let routes: [Route] = [
        .get(.mailSettings, .permission(.mailEdit)) { try page($0, $1) },
        .post(.mailSettings, .permission(.mailEdit), keep),
        .post(.mailTrial, .permission(.mailEdit), tryIt),
    ]

    private static func keep(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        if typed["remove"] == "1" {
            _ = try await visit.site.store.database.write { try $0.keep(nil as PostSettings?) }
            return .redirect(SitePath.mailSettings().query("kept", "no"))
        }
        let text = { (name: String) in typed[name].trimmed }
        do {
            let known = try await visit.site.store.read { try $0.postSettings() }
            // The password goes only where it went before: another server or account asks for it again.
            let isSame = known?.address == text("address") && known?.account == text("account")
            let settings = PostSettings(
                address: text("address"), isEncrypted: typed.has("encryption"), account: text("account"),
                password: typed["password"].isEmpty && isSame ? known?.password ?? "" : typed["password"], sender: text("sender"), signIn: text("sign_in"))
            let tooLong = ["address", "account", "password", "sender", "sign_in"].filter { typed[$0].unicodeScalars.count > 200 }
            guard tooLong.isEmpty else {
                throw Refusal("mail.long", tooLong.map { .init($0, Problem.tooLong(200, typed[$0].unicodeScalars.count).phrase) })
            }
            try settings.check()
            guard settings.account.isEmpty || !settings.password.isEmpty else {
                throw Refusal("mail.password", Phrase("Donnez le mot de passe de ce compte.", en: "Give this account’s password."), field: "password")
            }
            _ = try await visit.site.store.database.write { try $0.keep(settings) }
            return .redirect(SitePath.mailSettings().query("kept", "yes"))
        } catch let refusal as Refusal {
            return try await visit.site.store.read { try page(visit, $0, typed: typed, problems: refusal.problems) }
        }
    }

    /// Sends one message now, so that the administrator reads at once what the server says.
    private static func tryIt(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        guard let settings = try await visit.site.store.read({ try $0.postSettings() }) else { throw Failure.notFound }
        var problems: [Refusal.Problem] = []
        if let to = MailAddress(typed["to"].trimmed) {
            do {
                try await settings.sendTrial(
                    to: to, name: visit.site.name, language: visit.language, on: visit.today, at: visit.site.store.milliseconds)
                return .redirect(SitePath.mailSettings().query("kept", "sent"))
            } catch {
                problems.append(.init("to", error.phrase))
            }
        } else {
            problems.append(.init("to", Problem.noEmail.phrase))
        }
        return try await visit.site.store.read { [problems] in try page(visit, $0, trial: typed["to"], problems: problems) }
    }

    private static func page(
        _ visit: Visit, _ connection: any Connection, typed: Typed? = nil, trial: String = "", problems: [Refusal.Problem] = []
    ) throws -> Reply {
        let settings = try connection.postSettings()
        let waiting = try ["mail_queue", "reminder_queue"].reduce(0) { sum, queue in
            try sum + (connection.first("SELECT COUNT(*) FROM \(queue) WHERE state IN ('waiting', 'sending')") { Int(try $0.integer(0)) } ?? 0)
        }
        let say = visit.say
        let view = MailForm(visit: visit, settings: settings, typed: typed, trial: trial, problems: problems)
        let lede =
            settings == nil
            ? say("Aucun serveur n’est réglé : rien ne part par courriel.", en: "No server is set up: nothing leaves by e-mail.")
            : waiting == 0
                ? say("Rien n’attend de partir.", en: "Nothing waits to leave.")
                : say("\(waiting) messages attendent de partir.", en: "\(waiting) messages wait to leave.")
        return visit.page(say("Courrier", en: "Mail"), lede: lede, status: problems.isEmpty ? .ok : .unprocessableContent) { view }
    }
}

extension String {
    fileprivate var trimmed: String {
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}

private struct MailForm: Component {
    let visit: Visit
    let settings: PostSettings?
    let typed: Typed?
    let trial: String
    let problems: [Refusal.Problem]

    private var say: Say { visit.say }

    private var done: String? {
        switch visit.query["kept"] {
        case "yes": say("Réglages enregistrés. Envoyez un essai.", en: "Settings saved. Send a trial.")
        case "no": say("Le serveur est oublié, et son mot de passe avec lui.", en: "The server is forgotten, and its password with it.")
        case "sent": say("Le serveur a pris le message d’essai.", en: "The server took the trial message.")
        default: nil
        }
    }

    var body: some Markup {
        if let done, problems.isEmpty { div(.class("notice"), .role("status")) { p(done) } }
        ErrorSummary(say: say, problems: problems)
        form(.method(.post), .action(SitePath.mailSettings()), .novalidate(), .class("sheet")) {
            HiddenFields(visit: visit)
            line(
                "address", Phrase("Adresse du serveur", en: "Server address"),
                Phrase("Par exemple smtps://serveur:465, ou smtp://serveur:587.", en: "Such as smtps://server:465, or smtp://server:587."), settings?.address,
                isRequired: true)
            FieldView(
                say: say,
                line: .init(
                    name: "encryption", label: Phrase("Exiger une liaison chiffrée", en: "Require an encrypted line"),
                    hint: Phrase("À laisser coché, sauf pour un serveur sur cette machine.", en: "Leave ticked, except for a server on this machine."),
                    input: .yesNo, isRequired: false, limit: 1, values: (typed?.has("encryption") ?? settings?.isEncrypted ?? true) ? ["1"] : [],
                    problem: problem("encryption"), choices: []))
            line("account", Phrase("Compte", en: "Account"), nil, settings?.account)
            password
            line(
                "sender", Phrase("Adresse d’expédition", en: "Sender’s address"),
                Phrase("Neutre : elle se lit sur un écran verrouillé.", en: "Neutral: it is read on a locked screen."), settings?.sender, input: .email,
                isRequired: true)
            line(
                "sign_in", Phrase("Adresse du site", en: "Address of the site"),
                Phrase("Ce que chaque message donne pour se connecter.", en: "What each message gives for signing in."), settings?.signIn, isRequired: true)
            div(.class("actions")) { button(say("Enregistrer", en: "Save"), .type(.submit), .class("primary")) }
        }
        if settings != nil {
            h2(say("Envoyer un essai", en: "Send a trial"))
            form(.method(.post), .action(SitePath.mailTrial()), .novalidate(), .class("sheet")) {
                HiddenFields(visit: visit)
                FieldView(
                    say: say,
                    line: .init(
                        name: "to", label: Phrase("À quelle adresse", en: "To which address"), hint: nil, input: .email, isRequired: true, limit: 200,
                        values: [trial], problem: problem("to"), choices: []))
                div(.class("actions")) { button(say("Envoyer l’essai", en: "Send the trial"), .type(.submit), .class("secondary")) }
            }
            ActButton(
                visit: visit, action: SitePath.mailSettings(), label: say("Oublier ce serveur", en: "Forget this server"), style: "danger",
                fields: [("remove", "1")])
        }
    }

    private func problem(_ name: String) -> Phrase? { problems.first { $0.field == name }?.text }

    private func line(_ name: String, _ label: Phrase, _ hint: Phrase?, _ value: String?, input: Input = .line, isRequired: Bool = false) -> FieldView {
        FieldView(
            say: say,
            line: .init(
                name: name, label: label, hint: hint, input: input, isRequired: isRequired, limit: 200, values: [typed?[name] ?? value ?? ""],
                problem: problem(name), choices: []))
    }

    private var password: some Markup {
        let wrong = problem("password")
        return div(.class(wrong == nil ? "field" : "field wrong")) {
            label(.for("f-password")) {
                say("Mot de passe", en: "Password")
                span(say(" (facultatif)", en: " (optional)"), .class("optional"))
            }
            p(
                settings?.password.isEmpty == false
                    ? say("Un mot de passe est gardé. Laissez vide pour ne pas le changer.", en: "A password is kept. Leave blank not to change it.")
                    : say("Il ne sera plus jamais montré.", en: "It will never be shown again."), .class("hint"), .id("f-password-hint"))
            if let wrong { p(say(wrong), .class("error"), .id("f-password-error")) }
            input(
                .id("f-password"), .name("password"), .type(.password), .autocomplete("new-password"), .maxlength(200),
                .aria("describedby", wrong == nil ? "f-password-hint" : "f-password-hint f-password-error"))
        }
    }
}
