import Access
import Accounts
import Foundation
import HTML
import HTTPTypes
import Hummingbird
import Journal
import Logging
import NetworkLife
import NIOCore
import Results
import Storage
import Vault

extension Reply {
    typealias Status = HTTPResponse.Status
}

/// Takes one request to its handler: who is it, may they, is the form theirs; then the page, in one read.
struct Dispatch: Sendable {
    /// The longest body of a form, in bytes.
    static let bodyLimit = 262_144
    /// The longest body with files that is read to its end, so that the page can say which of them is too long.
    static let filesLimit = 4 * Upload.limitBytes

    let site: Site
    let route: Route

    func respond(to request: Request, _ context: SiteContext) async throws -> Response {
        let visit: @Sendable (Session?, DoneNotice?) -> Visit = { session, done in
            self.visit(request, context, session, done)
        }
        switch route.work {
        case .show(let show):
            let secret = secret(of: request)
            let past = past(of: request)
            let (shown, session) = try await site.store.glance { connection in
                let session = try secret.flatMap { try connection.session($0, at: site.store.milliseconds) }
                try admit(session)
                // Who reads is asked of the tables as they are.
                if past?.isAsKnown == true { return (Reply?.none, session) }
                let done = try doneNotice(request, session, connection)
                return (try show(visit(session, done), connection), session)
            }
            var reply = shown
            if reply == nil, let past {
                do {
                    reply = try await site.store.asKnown(at: past.stamp) { try show(visit(session, nil), $0) }
                } catch Failure.notFound {
                    throw Failure.notKnownThen
                }
            }
            guard let reply else { throw Failure.notFound }
            if let session { await touch(session) }
            // Asked for its head alone, a list does not leave.
            if case .export(let export) = reply, request.method == .get { try await visit(session, nil).note(export) }
            if let note = reply.note { try await visit(session, nil).note(note) }
            return response(reply, to: request)
        case .act(let act):
            let secret = secret(of: request)
            let session = try await site.store.glance { connection in
                try secret.flatMap { try connection.session($0, at: site.store.milliseconds) }
            }
            let typed = try await typed(request, isSignedIn: session != nil)
            try checkSite(request)
            if route.need != .everyone, session == nil {
                return response(try await Drafts.signInKeeping(typed, visit(nil, nil), endedSession: secret), to: request)
            }
            try admit(session)
            if session != nil, let secret, !FormToken(secret).accepts(typed["form"]) { throw Failure.stale }
            if let session { await touch(session) }
            let reply = try await act(visit(session, nil), typed)
            if let note = reply.note { try await visit(session, nil).note(note) }
            return response(reply, to: request)
        }
    }

    /// Throws unless the route is for everyone, or the session's roles have its permission.
    private func admit(_ session: Session?) throws {
        guard case .permission(let permission) = route.need else { return }
        guard let session else { throw Failure.signInFirst }
        let verdict = session.reader.may(permission)
        guard verdict.isAllowed else { throw Failure.forbidden(verdict.reason) }
        if let duty = session.firstDuty(isSample: site.isSample), !route.path.isOwn { throw Failure.dutyFirst(duty) }
    }

    private func visit(_ request: Request, _ context: SiteContext, _ session: Session?, _ done: DoneNotice?) -> Visit {
        let secret = session == nil ? nil : secret(of: request)
        return Visit(
            site: site, route: route, say: Say(language: language(of: request, session)),
            id: context.parameters.get("id") ?? "", query: query(of: request), session: session,
            secret: secret, formToken: secret.map { FormToken($0).masked() } ?? "", origin: origin(of: request, context), done: done,
            draftKey: Cookie.value(of: .draft, in: request.headers[.cookie], isSecure: site.settings.isBehindTLS).flatMap { DraftKey(cookie: $0) },
            past: past(of: request))
    }

    private func past(of request: Request) -> Past? { route.showsPast ? Past(query(of: request), today: site.store.today) : nil }

    private func secret(of request: Request) -> SessionSecret? {
        Cookie.value(of: .session, in: request.headers[.cookie], isSecure: site.settings.isBehindTLS).flatMap { SessionSecret(cookie: $0) }
    }

    private func language(of request: Request, _ session: Session?) -> Language {
        Cookie.value(of: .language, in: request.headers[.cookie], isSecure: site.settings.isBehindTLS).flatMap { Language(rawValue: $0) }
            ?? session.flatMap { Language(rawValue: $0.account.language) } ?? .french
    }

    private func query(of request: Request) -> [String: String] {
        Typed(urlEncoded: Array((request.uri.query ?? "").utf8))?.values.compactMapValues(\.first) ?? [:]
    }

    /// The address that throttling counts by. The last hop in front of us is trusted to say whom it speaks for, when there is one.
    private func origin(of request: Request, _ context: SiteContext) -> String {
        if site.settings.isBehindTLS, let forwarded = request.headers[HTTPField.Name("X-Forwarded-For")!] {
            return forwarded.split(separator: ",").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
        }
        return context.remoteAddress?.ipAddress ?? ""
    }

    private func typed(_ request: Request, isSignedIn: Bool) async throws -> Typed {
        // Of someone who is not signed in, files are read past.
        if let type = request.headers[.contentType], let reader = Multipart(contentType: type, keepsFiles: isSignedIn) {
            return try await typed(request, reader)
        }
        var request = request
        let body: ByteBuffer
        do {
            body = try await request.collectBody(upTo: Self.bodyLimit)
        } catch {
            throw Failure.tooLarge
        }
        guard isForm(request), let typed = Typed(urlEncoded: Array(body.readableBytesView)) else {
            throw Failure.unreadable
        }
        return typed
    }

    private func typed(_ request: Request, _ multipart: Multipart) async throws -> Typed {
        var reader = multipart
        var count = 0
        do {
            for try await bytes in request.body {
                count += bytes.readableBytes
                guard count <= Self.filesLimit else { throw Failure.filesTooLarge }
                try reader.feed(bytes.readableBytesView)
            }
            return try reader.finished()
        } catch Multipart.Fault.tooMuchText {
            throw Failure.tooLarge
        } catch Multipart.Fault.malformed {
            throw Failure.unreadable
        }
    }

    /// Whether the body is said to be what our pages send: fields in UTF-8. Another encoding is not guessed at.
    private func isForm(_ request: Request) -> Bool {
        guard let type = request.headers[.contentType]?.lowercased().filter({ $0 != " " && $0 != "\"" }) else { return true }
        let parts = type.split(separator: ";")
        return parts.first == "application/x-www-form-urlencoded" && parts.allSatisfy { !$0.hasPrefix("charset=") || $0 == "charset=utf-8" }
    }

    /// A form must come from a page of this site: a browser says so, where it is not so old that it says nothing.
    private func checkSite(_ request: Request) throws {
        if let fetched = request.headers[HTTPField.Name("Sec-Fetch-Site")!], fetched != "same-origin", fetched != "none" { throw Failure.stale }
    }

    /// What was just done, if the reader did it, and lately.
    private func doneNotice(_ request: Request, _ session: Session?, _ connection: any Connection) throws -> DoneNotice? {
        guard let session, let hash = query(of: request)["done"].flatMap({ Digest(hex: $0) }), let entry = try connection.entry(hash),
            entry.header.author == session.reader.account, entry.header.stamp.milliseconds + 600_000 > site.store.milliseconds,
            let act = Acts.known[entry.header.act]
        else { return nil }
        return DoneNotice(label: act.label, entry: act.canBeUndone ? hash : nil)
    }

    /// Notes at most once a minute that the session is used; a page is not refused because that failed.
    private func touch(_ session: Session) async {
        let now = site.store.milliseconds
        guard now > session.seen + 60_000 else { return }
        do {
            try await site.store.database.write { try $0.touch(session.id, at: now) }
        } catch {
            site.log.warning("session not touched: \(error)")
        }
    }

    private func response(_ reply: Reply, to request: Request) -> Response {
        switch reply {
        case .page(let body, let status): return html(body, status, to: request)
        case .opened(let body, _, let status): return html(body, status, to: request)
        case .pageWithCookies(let body, let cookies, let status): return html(body, status, to: request).setting(cookies, site.settings.isBehindTLS)
        case .redirect(let address, let cookies):
            return Response(status: .seeOther, headers: [.location: address.text]).setting(cookies, site.settings.isBehindTLS)
        case .download(let body, let type, let name): return file(name, type, .init(byteBuffer: body))
        case .export(let export): return file(export.name, export.type, export.body)
        case .file(let content, _): return file(content.name, content.type.mediaType, .init(byteBuffer: content.body))
        }
    }

    private func file(_ name: String, _ type: String, _ body: ResponseBody) -> Response {
        Response(status: .ok, headers: [.contentType: type, .contentDisposition: "attachment; filename=\"\(name)\""], body: body)
    }

    private func html(_ body: ByteBuffer, _ status: Reply.Status, to request: Request) -> Response {
        Response(status: status, headers: [.contentType: "text/html; charset=utf-8"], body: body, compressedFor: request)
    }
}

extension Reply {
    /// What is noted before the answer leaves.
    fileprivate var note: Reading.Note? {
        switch self {
        case .opened(_, let note, _): note
        case .file(_, let note): note
        default: nil
        }
    }
}

extension Failure {
    fileprivate static let unreadable = Failure.badForm(
        Phrase("Le formulaire n’a pas pu être lu. Revenez en arrière et envoyez-le à nouveau.", en: "The form could not be read. Go back and send it again."))
}

extension Response {
    fileprivate func setting(_ cookies: [Cookie], _ isSecure: Bool) -> Response {
        var response = self
        for cookie in cookies { response.headers.append(HTTPField(name: .setCookie, value: cookie.header(isSecure: isSecure))) }
        return response
    }
}

/// Every kind of act that this version knows, by its name.
enum Acts {
    static let known = Dictionary(uniqueKeysWithValues: Areas.acts.map { ($0.name, $0) })
}
