import Accounts
import HTML
import HTTPTypes
import Hummingbird
import Journal
import Logging
import NetworkLife
import NIOCore
import Statistics
import Storage
import Vault

/// Around everything: what a browser may do with our pages, compression, and an answer in words when something goes wrong.
struct Envelope: RouterMiddleware {
    let site: Site

    private static let policy = """
        default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; script-src 'self'; connect-src 'self'; manifest-src 'self'; \
        form-action 'self'; base-uri 'none'; frame-ancestors 'none'
        """

    private static let fields: [HTTPField] = [
        HTTPField(name: .contentSecurityPolicy, value: policy), HTTPField(name: .xContentTypeOptions, value: "nosniff"),
        HTTPField(name: .referrerPolicy, value: "no-referrer"), HTTPField(name: .openerPolicy, value: "same-origin"),
        HTTPField(name: .resourcePolicy, value: "same-origin"),
        HTTPField(name: .permissionsPolicy, value: "camera=(), microphone=(), geolocation=()"),
    ]

    func handle(_ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = answer(to: error, request)
        }
        // None of them is set elsewhere, so they are added and not looked for.
        for field in Self.fields { response.headers.append(field) }
        if site.settings.isBehindTLS { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        // Pages hold data: nothing between us and the reader keeps them.
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(to error: any Error, _ request: Request) -> Response {
        let say = Say(
            language: Cookie.value(of: .language, in: request.headers[.cookie], isSecure: site.settings.isBehindTLS)
                .flatMap { Language(rawValue: $0) } ?? .french)
        if case Failure.signInFirst = error {
            let from = request.method == .get ? request.uri.string : "/"
            let address = from == "/" ? SitePath.signIn() : SitePath.signIn().query("from", from)
            return Response(status: .seeOther, headers: [.location: address.text])
        }
        if case Failure.dutyFirst(let duty) = error {
            return Response(status: .seeOther, headers: [.location: (duty == .passphrase ? SitePath.passphrase() : SitePath.factor()).text])
        }
        let allowed = Self.allowed(request)
        let isMisaddressed = !allowed.isEmpty && !allowed.contains(request.method)
        let (status, title, text) =
            Self.preparing(site.store.preparation, error) ?? Self.words(for: isMisaddressed ? Failure.wrongMethod : error)
        let code = "\(status.code)"
        if status.code >= 500 { site.log.error("\(request.method) \(request.uri.path): \(type(of: error)) \(Self.harmless(error))") }
        let page = ErrorPage(site: site, say: say, title: say(title), text: say(text), code: code)
        var headers: HTTPFields = [.contentType: "text/html; charset=utf-8"]
        if isMisaddressed { headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ") }
        return Response(status: status, headers: headers, body: .init(byteBuffer: page.render()))
    }

    /// What an address can be asked with; nothing where no page has it.
    private static func allowed(_ request: Request) -> [HTTPRequest.Method] {
        let segments = request.uri.path.split(separator: "/")
        let methods = Set(Site.routes.filter { $0.path.matches(segments) }.map(\.method))
        return (methods.contains("GET") ? [.get, .head] : []) + (methods.contains("POST") ? [.post] : [])
    }

    /// After an upgrade: a page whose tables are being made says so, and how far that has come.
    private static func preparing(_ preparation: Preparation?, _ error: any Error) -> (HTTPResponse.Status, Phrase, Phrase)? {
        guard let preparation else { return nil }
        switch error {
        case StorageError.refused, StoreError.unknownKind: break
        default: return nil
        }
        return (
            .serviceUnavailable, Phrase("Mise à jour en cours", en: "Being brought up to date"),
            Phrase(
                "Cette page sera prête dans un moment : \(preparation.percent) % est fait. Rien de ce qui a été tapé n’est enregistré ; revenez en arrière et réessayez.",
                en: "This page will be ready in a moment: \(preparation.percent)% is done. Nothing typed was saved; go back and try again.")
        )
    }

    private static func words(for error: any Error) -> (HTTPResponse.Status, Phrase, Phrase) {
        switch error {
        case Failure.notFound, is HTTPError:
            return (
                (error as? HTTPError)?.status ?? .notFound, Phrase("Page introuvable", en: "Page not found"),
                Phrase("Cette page n’existe pas, ou plus. Revenez à l’accueil.", en: "This page does not exist, or no longer. Go back to the start.")
            )
        case Failure.notKnownThen:
            return (
                .notFound, Phrase("Pas encore connu ce jour-là", en: "Not known yet on that day"),
                Phrase(
                    "Ce qui est sur cette page a été noté plus tard. Revenez en arrière et choisissez un autre jour.",
                    en: "What is on this page was noted later. Go back and choose another day.")
            )
        case Failure.wrongMethod:
            return (
                .methodNotAllowed, Phrase("Envoi impossible ici", en: "Not possible here"),
                Phrase(
                    "Cette adresse ne répond pas à ce genre de demande. Revenez à l’accueil.",
                    en: "This address does not answer this kind of request. Go back to the start.")
            )
        case Failure.forbidden(let reason):
            return (.forbidden, Phrase("Page réservée", en: "Reserved page"), reason)
        case Failure.badForm(let reason):
            return (.badRequest, Phrase("Formulaire illisible", en: "Unreadable form"), reason)
        case is Tallying.Unsettled:
            return (
                .serviceUnavailable, Phrase("Chiffres en préparation", en: "Figures being made ready"),
                Phrase(
                    "Beaucoup vient d’arriver, et tout se compte de nouveau. Revenez dans quelques minutes\u{A0}: ces chiffres seront justes.",
                    en: "Much has just come, and all is counted anew. Come back in a few minutes: these figures will be right.")
            )
        case is TooFarBack:
            return (
                .unprocessableContent, Phrase("Trop loin en arrière", en: "Too far back"),
                Phrase(
                    "Trop de choses ont changé depuis ce jour. Revenez en arrière et choisissez-en un plus proche.",
                    en: "Too much has changed since that day. Go back and choose a later one.")
            )
        case Failure.tooLarge:
            return (
                .contentTooLarge, Phrase("Trop de texte", en: "Too much text"),
                Phrase("L’envoi dépasse 256 ko. Revenez en arrière et raccourcissez.", en: "This is over 256 kB. Go back and shorten it.")
            )
        case Failure.filesTooLarge:
            return (
                .contentTooLarge, Phrase("Fichier trop long", en: "File too long"),
                Phrase(
                    "Un fichier a 10 Mo au plus. Revenez en arrière et choisissez-en un plus court.",
                    en: "A file has at most 10 MB. Go back and choose a shorter one.")
            )
        case Failure.stale:
            return (
                .badRequest, Phrase("Page trop ancienne", en: "Page too old"),
                Phrase(
                    "Cette page date d’une autre session. Revenez en arrière, rechargez la page et envoyez à nouveau.",
                    en: "This page is from another session. Go back, reload the page and send again.")
            )
        case let refusal as Refusal:
            return (.conflict, Phrase("Ce n’est pas possible", en: "This is not possible"), refusal.problems.first?.text ?? Phrase(same: refusal.code))
        case is ClockSetBack:
            return (
                .serviceUnavailable, Phrase("L’heure de la machine est fausse", en: "The machine’s clock is wrong"),
                Phrase(
                    "L’horloge a reculé de plus d’une heure. L’administrateur doit vérifier l’heure avant tout nouvel enregistrement.",
                    en: "The clock has gone back by more than an hour. The administrator must check the time before anything is saved.")
            )
        case StorageError.full:
            return (
                .init(code: 507, reasonPhrase: "Insufficient Storage"), Phrase("Le disque est plein", en: "The disk is full"),
                Phrase("Rien n’a été enregistré. Libérez de la place, puis envoyez à nouveau.", en: "Nothing was saved. Free some space, then send again.")
            )
        case StorageError.readOnly:
            return (
                .serviceUnavailable, Phrase("Les données sont en lecture seule", en: "The data is read-only"),
                Phrase("Rien n’a été enregistré. Prévenez l’administrateur.", en: "Nothing was saved. Tell the administrator.")
            )
        case StorageError.away:
            return (
                .serviceUnavailable, Phrase("La base de données ne répond pas", en: "The database does not answer"),
                Phrase(
                    "Rien n’a été enregistré. Le site reprendra seul dès qu’elle répondra. Attendez une minute, puis envoyez à nouveau.",
                    en: "Nothing was saved. The site goes on by itself once it answers. Wait a minute, then send again.")
            )
        case StorageError.commitUnknown:
            return (
                .serviceUnavailable, Phrase("La réponse s’est perdue", en: "The answer was lost"),
                Phrase(
                    "On ne sait pas si c’est enregistré. Attendez une minute, revenez en arrière et envoyez à nouveau : rien n’est fait deux fois.",
                    en: "It is not known whether this was saved. Wait a minute, go back and send again: nothing is done twice.")
            )
        case StorageError.damaged:
            return (
                .internalServerError, Phrase("Les données sont abîmées", en: "The data is damaged"),
                Phrase(
                    "Rien n’a été enregistré. Prévenez l’administrateur : une sauvegarde est à restaurer.",
                    en: "Nothing was saved. Tell the administrator: a backup must be restored.")
            )
        case StorageError.busy, VaultError.tooManyWaiting:
            return (
                .serviceUnavailable, Phrase("Un moment", en: "One moment"),
                Phrase(
                    "Le système est très occupé. Attendez une minute, puis envoyez à nouveau.", en: "The system is very busy. Wait a minute, then send again.")
            )
        default:
            return (
                .internalServerError, Phrase("Quelque chose n’a pas marché", en: "Something went wrong"),
                Phrase(
                    "Rien n’a été enregistré. Réessayez ; si cela continue, prévenez l’administrateur.",
                    en: "Nothing was saved. Try again; if it goes on, tell the administrator.")
            )
        }
    }

    /// What may stand in a log: the engine's own words on SQL, never a value.
    private static func harmless(_ error: any Error) -> String {
        switch error {
        case let error as StorageError: "\(error)"
        case let error as Malformed: error.description
        case let error as StoreError: "\(error)"
        case let error as VaultError: "\(error)"
        default: ""
        }
    }
}

/// A page that stands when nothing else does: without a session, without the database.
private struct ErrorPage: Component {
    let site: Site
    let say: Say
    let title: String
    let text: String
    let code: String

    var body: some Markup {
        Document(language: say.language.rawValue, direction: .leftToRight, title: "\(title) – \(site.name)") {
            link(.rel("stylesheet"), .href(Address(site.assets.styleName)))
            link(.rel("icon"), .href(Address("icon.svg")))
        } body: {
            HTML.body {
                header(.class("site")) { a(site.name, .class("brand"), .href(SitePath.home())) }
                main {
                    h1(title)
                    p(text, .class("lede"))
                    p(.class("soft")) { say("Code : \(code)", en: "Code: \(code)") }
                    div(.class("actions")) { a(say("Aller à l’accueil", en: "Go to the start"), .class("primary"), .href(SitePath.home())) }
                }
            }
        }
    }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = Self("Referrer-Policy")!
    fileprivate static let openerPolicy = Self("Cross-Origin-Opener-Policy")!
    fileprivate static let resourcePolicy = Self("Cross-Origin-Resource-Policy")!
    fileprivate static let permissionsPolicy = Self("Permissions-Policy")!
}
