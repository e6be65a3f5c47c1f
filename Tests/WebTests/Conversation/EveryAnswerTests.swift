import Access
import Foundation
import HTTPTypes
import Hummingbird
import Journal
import Storage
import Support
import Testing

@testable import Web

/// What holds of every answer, whatever is asked, by whom, and whether it is to be had.
@Suite("Every answer")
struct EveryAnswerTests {
    private static let policy = "default-src 'none'"

    /// Every route of the site, about something that is not there, and what lies beside the routes.
    private static let questions: [(method: HTTPRequest.Method, path: String)] =
        Site.routes.map { ($0.method == "GET" ? .get : .post, $0.path.rawValue.replacing(":id", with: AnyID(high: 1, low: 2).description)) }
        + [
            (.get, "/nowhere"), (.get, "/nowhere/else"), (.post, "/nowhere"), (.put, "/meetings"), (.get, "/icon.svg"), (.get, "/health"),
            (.get, "/%00"), (.get, "/%FF"),
        ]

    private static func fieldsThatMiss(_ answer: TestAnswer, isSecure: Bool) -> [String] {
        let expected: [(String, String)] = [
            ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ]
        var missing = expected.filter { answer.headers[HTTPField.Name($0.0)!] != $0.1 }.map(\.0)
        let policy = answer.headers[.contentSecurityPolicy] ?? ""
        if !policy.hasPrefix(Self.policy) || policy.contains("unsafe") || policy.contains("*") || policy.contains("http") {
            missing.append("Content-Security-Policy")
        }
        for directive in ["form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "style-src 'self'"]
        where !policy.contains(directive) { missing.append(directive) }
        if (answer.headers[.strictTransportSecurity] != nil) != isSecure { missing.append("Strict-Transport-Security") }
        return missing
    }

    @Test("says what a browser may do with it, and is kept by nobody unless it is a file of the site's own", arguments: [false, true])
    func headers(isBehindTLS: Bool) async throws {
        try await TestSite.with(isSample: true, isBehindTLS: isBehindTLS) { test in
            let member = try await test.member("tous", Role.list.map(\.0))
            for isSignedIn in [true, false] {
                for (method, path) in Self.questions {
                    // What was posted may have ended the session.
                    let browser = isSignedIn ? try await test.browser(of: member) : test.browser()
                    let answer =
                        method == .post
                        ? try await browser.post(path, ["token": AnyID().description]) : try await browser.send(method, path)
                    #expect(Self.fieldsThatMiss(answer, isSecure: isBehindTLS) == [], "\(method) \(path)")
                    #expect(
                        answer.headers[.cacheControl] == (path == "/icon.svg" ? "public, max-age=86400" : "no-store"), "\(method) \(path)")
                    #expect(answer.status < 500, "\(method) \(path): \(answer.status)")
                    let type = answer.headers[.contentType] ?? ""
                    if !answer.body.isEmpty {
                        #expect(type.hasSuffix("charset=utf-8") || path == "/icon.svg", "\(method) \(path): \(type)")
                    }
                }
            }
        }
    }

    @Test("has the same head as the page, and no body, where the head alone is asked; and nothing is written for it")
    func heads() async throws {
        try await TestSite.with(isSample: true) { test in
            let browser = try await test.browser(of: test.member("tous", Role.list.map(\.0)))
            for (method, path) in Self.questions where method == .get {
                let before = try await test.entries()
                let head = try await browser.head(path + "?format=csv")
                #expect(head.body.isEmpty, "\(path)")
                #expect(try await test.entries() == before, "\(path)")
                let page = try await browser.get(path + "?format=csv")
                #expect(head.status == page.status, "\(path)")
                for name in [HTTPField.Name.contentType, .cacheControl, .contentDisposition, .location] {
                    #expect(head.headers[name] == page.headers[name], "\(name) of \(path)")
                }
            }
        }
    }

    @Test("says in words that there is no such page, in the reader's language")
    func unknown() async throws {
        try await TestSite.with { test in
            for path in ["/nowhere", "/meetings/zzz/nowhere", "/meetings/zzz", "/site-0.css", "/%E2%80%AE", "/meetings/\(AnyID())"] {
                let browser = try await test.browser(of: test.member("m\(AnyID())", [.secretariat]))
                let french = try await browser.get(path)
                #expect(french.status == 404, "\(path)")
                #expect(french.text.contains("Cette page n’existe pas"), "\(path)")
                #expect(french.body.contains("<html lang=\"fr\""))
                browser.keep(.language, "en")
                #expect(try await browser.get(path).text.contains("This page does not exist"))
            }
        }
    }

    @Test("says which way an address can be asked, where it is asked in another")
    func methods() async throws {
        try await TestSite.with { test in
            let browser = try await test.browser(of: test.member("secretaire", [.secretariat]))
            for path in Set(Site.routes.map(\.path)) {
                let offered = Set(Site.routes.filter { $0.path == path }.map(\.method))
                let address = path.rawValue.replacing(":id", with: AnyID().description)
                for method in [HTTPRequest.Method.get, .post, .put, .delete, .patch] where !offered.contains(method.rawValue) {
                    let answer = method == .post ? try await browser.post(address) : try await browser.send(method, address)
                    #expect(answer.status == 405, "\(method) \(address): \(answer.status)")
                    let allowed = (offered.contains("GET") ? ["GET", "HEAD"] : []) + (offered.contains("POST") ? ["POST"] : [])
                    #expect(answer.headers[.allow] == allowed.joined(separator: ", "), "\(method) \(address)")
                    #expect(answer.text.contains("Cette adresse ne répond pas à ce genre de demande"))
                }
            }
        }
    }
}

@Suite("A cookie")
struct CookieTests {
    @Test("is for this site alone, out of scripts' reach, and over TLS tied to this host", arguments: [false, true])
    func flags(isBehindTLS: Bool) async throws {
        try await TestSite.with(isBehindTLS: isBehindTLS) { test in
            let member = try await test.member("awa", [.secretariat])
            let browser = test.browser()
            let signedIn = try await browser.post("/sign-in", ["name": "awa", "passphrase": TestSite.passphrase], form: nil)
            #expect(signedIn.status == 303)
            let language = try await browser.post("/language", ["language": "en"])
            let left = try await browser.post("/sign-out")
            let draft = try await test.browser().post("/meetings/new", ["title": "Brouillon"], form: nil)
            _ = member
            var seen: Set<String> = []
            for cookie in [signedIn, language, left, draft].flatMap({ $0.headers[values: .setCookie] }) {
                let parts = cookie.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
                let name = String(parts[0].prefix { $0 != "=" })
                seen.insert(name)
                #expect(name.hasPrefix("__Host-") == isBehindTLS, "\(cookie)")
                #expect(parts.contains("Secure") == isBehindTLS, "\(cookie)")
                for flag in ["Path=/", "HttpOnly", "SameSite=Strict"] { #expect(parts.contains(flag), "\(cookie)") }
                #expect(!parts.contains { $0.hasPrefix("Domain") }, "\(cookie)")
            }
            #expect(seen == Set([Web.Cookie.Name.session, .draft, .language].map { Web.Cookie.key($0, isSecure: isBehindTLS) }))
            // The session's cookie ends with the browser, and leaving takes it away at once.
            let session =
                signedIn.headers[values: .setCookie].first { $0.contains(Web.Cookie.key(.session, isSecure: isBehindTLS) + "=") } ?? ""
            #expect(!session.contains("Max-Age") && !session.contains("Expires"))
            #expect(
                left.headers[values: .setCookie].contains {
                    $0.hasPrefix(Web.Cookie.key(.session, isSecure: isBehindTLS) + "=;") && $0.contains("Max-Age=0")
                })
        }
    }

    @Test("of the other kind of site opens nothing: without its prefix behind TLS, with it before")
    func otherPrefix() async throws {
        for isBehindTLS in [false, true] {
            try await TestSite.with(isBehindTLS: isBehindTLS) { test in
                let browser = try await test.browser(of: test.member("awa", [.secretariat]))
                let value = try #require(browser.cookie(.session))
                let other = Web.Cookie.key(.session, isSecure: !isBehindTLS)
                let answer = try await test.browser().get("/", headers: ["Cookie": "\(other)=\(value)"])
                #expect(answer.status == 303)
                #expect(try await browser.get("/").status == 200)
            }
        }
    }
}
