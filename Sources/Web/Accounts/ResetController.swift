import Accounts
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Storage
import Vault

/// The way back in for someone who lost their passphrase and was handed a code.
enum ResetController {
    static let routes: [Route] = [
        .get(.reset, .everyone) { visit, _ in page(visit) },
        .post(.reset, .everyone, renew),
    ]

    private static func page(_ visit: Visit, name: String = "", problem: Phrase? = nil, status: Reply.Status = .ok) -> Reply {
        let say = visit.say
        let questions = [
            Question(name: "name", label: Phrase("Nom de connexion", en: "Sign-in name"), kind: .line, value: name),
            Question(
                name: "code", label: Phrase("Code de réinitialisation", en: "Reset code"),
                hint: Phrase(
                    "Quinze signes, remis par votre superviseur ou l’administrateur.",
                    en: "Fifteen characters, handed over by your supervisor or the administrator."),
                kind: .code),
        ]
        return visit.page(
            say("Retrouver l’accès", en: "Get access back"),
            lede: say(
                "Une nouvelle phrase de passe vous sera donnée. Les dossiers que l’ancienne ouvrait vous seront rouverts par votre superviseur.",
                en: "You will be given a new passphrase. The case files that the old one opened are opened to you again by your supervisor."),
            status: status
        ) {
            PlainForm(
                visit: visit, questions: questions, problems: problem.map { [.init("code", $0)] } ?? [], action: SitePath.reset(),
                button: Phrase("Recevoir une nouvelle phrase", en: "Get a new passphrase"), cancel: SitePath.signIn())
        }
    }

    private static func renew(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let again = { (problem: Phrase, status: Reply.Status) in page(visit, name: typed["name"], problem: problem, status: status) }
        switch try await Renewal(visit.site.store, visit.site.scrypt).attempt(name: typed["name"], code: typed["code"], origin: visit.origin) {
        case .renewed(let passphrase, let losesApplication, let hasSheet):
            return visit.page(
                visit.say("Votre nouvelle phrase de passe", en: "Your new passphrase"),
                lede: visit.say("Cinq mots, dans cet ordre.", en: "Five words, in this order.")
            ) {
                ShownOnce(say: visit.say, texts: [passphrase.text])
                if losesApplication {
                    p(
                        hasSheet
                            ? visit.say(
                                "L’application de codes ne vaut plus : connectez-vous avec un code de votre feuille, puis installez-la à nouveau.",
                                en: "The code application no longer counts: sign in with a code of your sheet, then set it up again.")
                            : visit.say(
                                "L’application de codes ne vaut plus, et vous n’avez pas de feuille : demandez à l’administrateur de réinitialiser votre second facteur.",
                                en: "The code application no longer counts, and you have no sheet: ask the administrator to reset your second factor."),
                        .class("note"))
                }
                div(.class("actions")) { a(visit.say("Se connecter", en: "Sign in"), .class("primary"), .href(SitePath.signIn())) }
            }
        case .refused:
            return again(
                Phrase(
                    "Le nom ou le code ne convient pas. Vérifiez-les, ou demandez un nouveau code.",
                    en: "The name or the code is not right. Check them, or ask for a new code."),
                .unprocessableContent)
        case .expired:
            return again(
                Phrase("Ce code a plus de 24 heures. Demandez-en un nouveau.", en: "This code is over 24 hours old. Ask for a new one."), .unprocessableContent)
        case .later(let seconds):
            return again(
                Phrase("Trop d’essais. Attendez \(seconds) secondes, puis recommencez.", en: "Too many attempts. Wait \(seconds) seconds, then try again."),
                .tooManyRequests)
        }
    }
}
