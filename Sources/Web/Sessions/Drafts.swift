import Access
import Accounts
import Foundation
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Storage
import Vault

/// What someone was sending when their session had ended: it waits, sealed, in the sign-in page, its key in a cookie; the server keeps nothing.
enum Drafts {
    private struct Draft: Codable {
        let path: String
        let fields: [String: [String]]
    }

    /// Nobody's identifier: what is sealed for it opens for whoever signs in within the hour, in the same browser.
    private static let anyone = AnyID(high: 0, low: 0)

    /// The sign-in page, holding what was typed; or showing it, to be copied, where it is too long to hold.
    static func signInKeeping(_ typed: Typed, _ visit: Visit, endedSession: SessionSecret?) async throws -> Reply {
        let owner = try await visit.site.store.read { connection in try endedSession.flatMap { try connection.owner(of: $0) } }
        let path = visit.route.path(visit.id).text
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = Array(try encoder.encode(Draft(path: path, fields: typed.drafted)))
        guard bytes.count <= DraftKey.limitBytes else { return tooLong(typed, visit) }
        let key = DraftKey()
        let sealed = try key.seal(bytes, for: owner?.cast() ?? anyone, now: visit.now)
        let page = visit.render(
            visit.say("Se connecter", en: "Sign in"),
            lede: visit.say(
                "Votre session avait pris fin. Rien n’est perdu : connectez-vous, et ce que vous envoyiez vous sera rendu.",
                en: "Your session had ended. Nothing is lost: sign in, and what you were sending is given back to you.")
        ) {
            SignInForm(visit: visit, name: "", from: "", draft: sealed)
        }
        let cookie = Cookie(name: .draft, value: key.cookie, seconds: Int(DraftKey.lifetimeSeconds))
        return .pageWithCookies(page, [cookie], status: .forbidden)
    }

    private static func tooLong(_ typed: Typed, _ visit: Visit) -> Reply {
        visit.page(
            visit.say("Se connecter", en: "Sign in"),
            lede: visit.say(
                "Votre session avait pris fin, et votre texte est trop long pour être gardé ici. Copiez-le avant de vous connecter.",
                en: "Your session had ended, and your text is too long to be kept here. Copy it before you sign in."),
            status: .forbidden
        ) {
            TypedText(say: visit.say, texts: texts(of: typed))
            SignInForm(visit: visit, name: "", from: from(visit))
        }
    }

    /// The page that gives back what was being sent, to the account that was sending it; nil where there is nothing of theirs.
    static func resume(_ sealed: String, _ visit: Visit, _ secret: SessionSecret) async throws -> Reply? {
        guard !sealed.isEmpty, let key = visit.draftKey else { return nil }
        let store = visit.site.store
        let session = try await store.read { try $0.session(secret, at: store.milliseconds) }
        guard let session else { return nil }
        let bytes = [session.account.id.cast(to: Anything.self), anyone].lazy.compactMap { try? key.open(sealed, for: $0, now: visit.now) }.first
        guard let bytes, let draft = try? JSONDecoder().decode(Draft.self, from: Data(bytes)), let path = address(of: draft.path) else { return nil }
        let reader = visit.signedIn(session, secret)
        let ids = draft.fields.values.joined().map { AnyID($0) }
        let names = try await store.read { try Names(reader, $0, ids: ids) }
        let page = reader.render(
            reader.say("Reprendre votre envoi", en: "Resume what you were sending"),
            lede: reader.say("Votre session avait pris fin. Rien n’est perdu.", en: "Your session had ended. Nothing is lost.")
        ) {
            DraftShow(visit: reader, fields: draft.fields, action: path, names: names)
        }
        return .pageWithCookies(page, [.session(secret.cookie), .cleared(.draft)])
    }

    /// Where the form goes: only to a page of this site that takes forms.
    private static func address(of path: String) -> Address? {
        let segments = path.split(separator: "/")
        guard Site.routes.contains(where: { $0.method == "POST" && $0.path.matches(segments) }) else { return nil }
        return Address(segments: segments.map { String($0) })
    }

    private static func from(_ visit: Visit) -> String {
        let isPage = Site.routes.contains { $0.method == "GET" && $0.path == visit.route.path }
        return isPage ? visit.route.path(visit.id).text : ""
    }

    private static func texts(of typed: Typed) -> String {
        typed.drafted.filter { $0.key != "token" && $0.key != "seen" }.sorted { $0.key < $1.key }.flatMap(\.value)
            .filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
}

extension Visit {
    var now: Date { Date(timeIntervalSince1970: Double(site.store.milliseconds) / 1000) }
}

/// A long text as it was typed, to be copied before it is gone.
private struct TypedText: Component {
    let say: Say
    let texts: String

    var body: some Markup {
        div(.class("field")) {
            label(say("Ce que vous aviez écrit", en: "What you had written"), .for("f-typed"))
            textarea(texts, .id("f-typed"), .rows(10), .readonly())
        }
    }
}

/// What was being sent, and the two things to do with it.
private struct DraftShow: Component {
    let visit: Visit
    let fields: [String: [String]]
    let action: Address
    let names: Names

    private var shown: [(label: String, text: String)] {
        let known = visit.site.store.schema.kinds.lazy.map(\.labels)
        return fields.sorted { $0.key < $1.key }.compactMap { name, values in
            let text = values.map { value in AnyID(value).map { names[$0] } ?? value }.filter { !$0.isEmpty }.joined(separator: ", ")
            guard name != "token", name != "seen", !text.isEmpty else { return nil }
            return (known.compactMap { $0[name] }.first.map { visit.say($0) } ?? "", text)
        }
    }

    var body: some Markup {
        p(visit.say("Voici ce que vous étiez en train d’envoyer :", en: "This is what you were sending:"))
        dl(.class("summary")) {
            Each(shown) { line in
                div {
                    dt(line.label)
                    dd(line.text)
                }
            }
        }
        form(.method(.post), .action(action)) {
            input(.type(.hidden), .name("form"), .value(visit.formToken))
            Each(fields.sorted { $0.key < $1.key }.flatMap { name, values in values.map { (name: name, value: $0) } }) { field in
                input(.type(.hidden), .name(field.name), .value(field.value))
            }
            div(.class("actions")) {
                button(visit.say("Envoyer maintenant", en: "Send it now"), .class("primary"), .type(.submit))
                a(visit.say("Ne rien envoyer", en: "Send nothing"), .class("secondary"), .href(SitePath.home()))
            }
        }
    }
}
