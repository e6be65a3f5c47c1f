import Access
import Foundation
import Journal
import NetworkLife
import Storage
import Testing
import Vault

@testable import Web

@Suite("What was being typed when a session ended")
struct DraftTests {
    private func signIn(_ browser: TestBrowser, _ name: String, draft: String) async throws -> TestAnswer {
        try await browser.post("/sign-in", ["name": name, "passphrase": TestSite.passphrase, "draft": draft], form: nil)
    }

    @Test("comes back to the same account after signing in, and is sent once, with the token that it had")
    func whole() async throws {
        try await TestSite.with { test in
            let browser = try await test.browser(of: test.member("awa", [.secretariat]))
            let token = AnyID()
            let title = "Réunion d’« été » & <suite>"
            test.clock.advance(minutes: 61)
            let kept = try await browser.post("/meetings/new", ["token": token.description, "title": title, "type": "national", "days": "1"])
            #expect(kept.status == 403)
            #expect(kept.text.contains("Rien n’est perdu"))
            #expect(!kept.body.contains("Réunion"))
            let draft = try #require(kept.values(of: "draft").first)
            #expect(browser.cookie(.draft) != nil)

            let resumed = try await signIn(browser, "awa", draft: draft)
            #expect(resumed.status == 200)
            #expect(resumed.text.contains("Votre session avait pris fin. Rien n’est perdu."))
            #expect(browser.cookie(.draft) == nil)
            #expect(resumed.body.contains("action=\"/meetings/new\""))
            #expect(resumed.values(of: "token").contains(token.description))
            #expect(resumed.values(of: "title") == [title])
            let form = try #require(resumed.values(of: "form").first)
            let sent = try await browser.post("/meetings/new", ["token": token.description, "title": title, "type": "national", "days": "1"], form: form)
            #expect(sent.status == 303)
            let again = try await browser.post("/meetings/new", ["token": token.description, "title": title, "type": "national", "days": "1"], form: form)
            #expect(again.status == 303)
            #expect(try await test.store.read { try $0.all(MeetingRecord.self).map(\.record.title) } == [title])
        }
    }

    @Test("is not shown to another account, nor in another browser, nor after an hour")
    func others() async throws {
        try await TestSite.with { test in
            _ = try await test.member("ali", [.secretariat])
            let browser = try await test.browser(of: test.member("awa", [.secretariat]))
            test.clock.advance(minutes: 61)
            let kept = try await browser.post("/meetings/new", ["title": "Réunion"])
            let draft = try #require(kept.values(of: "draft").first)
            let key = try #require(browser.cookie(.draft))
            #expect(try await signIn(test.browser(), "awa", draft: draft).status == 303)
            #expect(try await signIn(browser, "ali", draft: draft).status == 303)
            let late = test.browser()
            late.keep(.draft, key)
            test.clock.advance(minutes: 61)
            #expect(try await signIn(late, "awa", draft: draft).status == 303)
        }
    }

    @Test("of a session that nobody knows opens for whoever signs in within the hour in that browser")
    func unknownOwner() async throws {
        try await TestSite.with { test in
            _ = try await test.member("awa", [.secretariat])
            let browser = test.browser()
            let kept = try await browser.post("/meetings/new", ["title": "Réunion"])
            let resumed = try await signIn(browser, "awa", draft: try #require(kept.values(of: "draft").first))
            #expect(resumed.text.contains("Réunion"))
        }
    }

    @Test("never holds a passphrase or a code")
    func secrets() async throws {
        try await TestSite.with { test in
            let browser = try await test.browser(of: test.member("awa", [.secretariat]))
            test.clock.advance(minutes: 61)
            let kept = try await browser.post(
                "/me/passphrase", ["passphrase": "ancienne phrase", "new_passphrase": "nouvelle phrase", "again": "nouvelle phrase", "code": "123456"])
            let resumed = try await signIn(browser, "awa", draft: try #require(kept.values(of: "draft").first))
            for secret in ["ancienne", "nouvelle", "123456"] { #expect(!resumed.body.contains(secret)) }
        }
    }

    @Test("is shown to be copied where it is too long to be kept")
    func tooLong() async throws {
        try await TestSite.with { test in
            let browser = try await test.browser(of: test.member("awa", [.secretariat]))
            test.clock.advance(minutes: 61)
            let text = String(repeating: "Un long objectif. ", count: 200)
            let answer = try await browser.post("/meetings/new", ["title": "Réunion", "objective": text])
            #expect(answer.status == 403)
            #expect(answer.body.contains(text))
            #expect(answer.text.contains("trop long"))
            #expect(browser.cookie(.draft) == nil)
        }
    }

    @Test("is not kept for a form that another site sent")
    func foreign() async throws {
        try await TestSite.with { test in
            let answer = try await test.browser().post("/meetings/new", ["title": "Piège"], headers: ["Sec-Fetch-Site": "cross-site"])
            #expect(answer.status == 400)
            #expect(answer.values(of: "draft").isEmpty)
        }
    }
}
