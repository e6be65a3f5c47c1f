import Access
import Accounts
import Foundation
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Protection
import Results
import Storage
import Vault

/// Signing in and leaving, and the language of the pages.
enum SessionsController {
    static let routes: [Route] = [
        .get(.signIn, .everyone) { visit, connection in
            let isOpen = try OpenData(connection).isOpen
            return visit.page(visit.say("Se connecter", en: "Sign in")) {
                SignInForm(visit: visit, name: "", from: visit.query["from"] ?? "")
                if isOpen { p { a(visit.say("Résultats publiés", en: "Published results"), .href(SitePath.results())) } }
            }
        },
        .post(.signIn, .everyone, signIn),
        .post(.signOut, .everyone, signOut),
        .post(.language, .everyone) { _, typed in
            guard let language = Language(rawValue: typed["language"]) else { return .redirect(SitePath.home()) }
            return .redirect(SitePath.home(), cookies: [Cookie(name: .language, value: language.rawValue, seconds: 31_536_000)])
        },
    ]

    private static func signIn(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let answer = try await SignIn(visit.site.store, visit.site.scrypt).attempt(
            name: typed["name"], passphrase: typed["passphrase"], factor: typed["factor"], origin: visit.origin)
        let again = { (problem: Phrase?, asksFactor: Bool, status: Reply.Status) in
            visit.page(visit.say("Se connecter", en: "Sign in"), status: status) {
                SignInForm(
                    visit: visit, name: typed["name"], from: typed["from"], draft: typed["draft"], problem: problem, asksFactor: asksFactor)
            }
        }
        switch answer {
        case .signedIn(let secret):
            try? await attend(secret, visit)
            if let resumed = try await Drafts.resume(typed["draft"], visit, secret) { return resumed }
            return .redirect(landing(typed["from"]), cookies: [.session(secret.cookie), .cleared(.draft)])
        case .needsFactor:
            return again(typed["factor"].isEmpty ? nil : wrong, true, .ok)
        case .refused:
            return again(wrong, !typed["factor"].isEmpty, .unprocessableContent)
        case .substituted:
            return again(
                Phrase(
                    "La clé publiée pour ce compte n’est pas la vôtre : rien n’est ouvert. Prévenez votre superviseur ou l’administrateur.",
                    en: "The key published for this account is not yours: nothing is opened. Tell your supervisor or the administrator."),
                false, .forbidden)
        case .later(let seconds):
            return again(
                Phrase(
                    "Trop d’essais. Attendez \(seconds) secondes, puis recommencez.", en: "Too many attempts. Wait \(seconds) seconds, then try again."),
                !typed["factor"].isEmpty, .tooManyRequests)
        }
    }

    /// What others of the complaints circle lack is handed on by whoever of them signs in; nobody is kept out because that failed.
    private static func attend(_ secret: SessionSecret, _ visit: Visit) async throws {
        let now = visit.site.store.milliseconds
        guard let session = try await visit.site.store.read({ try $0.session(secret, at: now) }), session.reader.may(.complaintOpen).isAllowed else { return }
        try await ComplaintKeys.attend(visit.site.store, secret.open(session.keys, member: session.reader.account.cast()))
    }

    private static let wrong = Phrase(
        "Le nom ou la phrase de passe ne convient pas. Vérifiez les majuscules du clavier et réessayez.",
        en: "The name or the passphrase is not right. Check the keyboard and try again.")

    private static func signOut(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        if let session = visit.session {
            try await visit.site.store.database.write { try $0.endSession(session.id) }
        }
        return .redirect(SitePath.signIn(), cookies: [.cleared(.session), .cleared(.draft)])
    }

    /// The page that was asked for before signing in, if it is one of this site.
    static func landing(_ from: String) -> Address {
        guard from.hasPrefix("/"), !from.hasPrefix("//") else { return SitePath.home() }
        let path = from.prefix { $0 != "?" && $0 != "#" }
        return Address(segments: path.split(separator: "/").map { $0.removingPercentEncoding ?? "" })
    }
}

/// Name and passphrase, and the second factor once it is asked for.
struct SignInForm: Component {
    let visit: Visit
    let name: String
    let from: String
    var draft = ""
    var problem: Phrase?
    var asksFactor = false

    var body: some Markup {
        let say = visit.say
        if let problem { ErrorSummary(say: say, problems: [.init("name", problem)]) }
        HTML.form(.method(.post), .action(SitePath.signIn()), .class("sheet")) {
            input(.type(.hidden), .name("from"), .value(from))
            if !draft.isEmpty { input(.type(.hidden), .name("draft"), .value(draft)) }
            div(.class("field")) {
                label(say("Nom de connexion", en: "Sign-in name"), .for("f-name"))
                input(.id("f-name"), .name("name"), .type(.text), .value(name), .autocomplete("username"), .maxlength(60), .required(), .autofocus(!asksFactor))
            }
            div(.class("field")) {
                label(say("Phrase de passe", en: "Passphrase"), .for("f-passphrase"))
                input(.id("f-passphrase"), .name("passphrase"), .type(.password), .autocomplete("current-password"), .maxlength(200), .required())
            }
            if asksFactor {
                div(.class("field")) {
                    label(say("Code à usage unique", en: "One-time code"), .for("f-factor"))
                    p(
                        say(
                            "Les six chiffres de votre téléphone, ou un code de votre feuille imprimée.",
                            en: "The six digits of your telephone, or a code of your printed sheet."),
                        .class("hint"), .id("f-factor-hint"))
                    input(
                        .id("f-factor"), .name("factor"), .type(.text), .inputmode("text"), .autocomplete("one-time-code"), .maxlength(20),
                        .class("code"), .autofocus(), .aria("describedby", "f-factor-hint"))
                }
            }
            div(.class("actions")) { button(say("Se connecter", en: "Sign in"), .class("primary"), .type(.submit)) }
        }
        p { a(say("J’ai reçu un code de réinitialisation", en: "I was given a reset code"), .href(SitePath.reset())) }
    }
}
