import Access
import Accounts
import Foundation
import Journal
import NetworkLife
import Storage
import Testing
import Vault

@testable import Web

@Suite("The second factor")
struct SecondFactorTests {
    /// Sets up an application through its pages and returns what it would show.
    private func enrol(_ browser: TestBrowser, _ test: TestSite, _ member: TestMember) async throws -> TOTP {
        let page = try await browser.get("/me/factor")
        let sealed = try #require(page.values(of: "secret").first)
        let totp = try TOTP(sealed: Array(try #require(Data(base64Encoded: sealed))), keys: member.keys)
        let wrong = try await browser.post("/me/factor", ["secret": sealed, "code": "000000"])
        #expect(wrong.status == 422)
        #expect(wrong.values(of: "secret") == [sealed])
        let set = try await browser.post("/me/factor", ["secret": sealed, "code": totp.code(step: TOTP.step(at: test.clock.date))])
        #expect(set.status == 303)
        return totp
    }

    private func signIn(_ browser: TestBrowser, factor: String) async throws -> TestAnswer {
        try await browser.post("/sign-in", ["name": "awa", "passphrase": TestSite.passphrase, "factor": factor], form: nil)
    }

    @Test("is demanded before any other page from whoever sees people's data, and only offered in a sample network")
    func demanded() async throws {
        try await TestSite.with { test in
            let awa = try await test.member("awa", [.caseworker])
            let browser = try await test.browser(of: awa, factor: false)
            for path in ["/", "/meetings", "/project"] { #expect(try await browser.get(path).location == "/me/factor") }
            #expect(try await browser.post("/decisions/\(AnyID())/follow-ups").location == "/me/factor")
            #expect(try await browser.get("/me").status == 200)
            _ = try await enrol(browser, test, awa)
            #expect(try await browser.get("/").status == 200)
            let meal = try await test.browser(of: test.member("ali", [.meal]), factor: false)
            #expect(try await meal.get("/").status == 200)
        }
        try await TestSite.with(isSample: true) { test in
            let browser = try await test.browser(of: test.member("awa", [.caseworker]), factor: false)
            #expect(try await browser.get("/").status == 200)
        }
    }

    @Test("is asked for at sign-in, and each code serves once, also when it comes twice at once", arguments: [Engine.sqlite, .postgres])
    func onceOnly(engine: Engine) async throws {
        try await TestSite.with(engine) { test in
            let awa = try await test.member("awa", [.caseworker])
            let totp = try await enrol(try await test.browser(of: awa, factor: false), test, awa)
            #expect(try await signIn(test.browser(), factor: "").text.contains("Code à usage unique"))
            // The code that enrolled is spent.
            #expect(try await signIn(test.browser(), factor: totp.code(step: TOTP.step(at: test.clock.date))).status == 422)
            test.clock.advance(seconds: 60)
            let code = totp.code(step: TOTP.step(at: test.clock.date))
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for address in 2...4 {
                    group.addTask {
                        try await test.browser(from: "192.0.2.\(address)").post(
                            "/sign-in", ["name": "awa", "passphrase": TestSite.passphrase, "factor": code], form: nil
                        ).status
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(answers.count { $0 == 303 } == 1)
            #expect(answers.count { $0 == 422 } == 2)
        }
    }

    @Test("may be a printed sheet, each code of which serves once, also when it comes twice at once", arguments: [Engine.sqlite, .postgres])
    func sheet(engine: Engine) async throws {
        try await TestSite.with(engine) { test in
            let awa = try await test.member("awa", [.caseworker])
            let browser = try await test.browser(of: awa, factor: false)
            #expect(try await browser.post("/me/codes", ["passphrase": "pas la bonne"]).status == 422)
            let page = try await browser.post("/me/codes", ["passphrase": TestSite.passphrase])
            let codes = page.text.matches(of: #/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/#).map { String($0.output) }
            #expect(codes.count == 10)
            #expect(try await browser.get("/").status == 200)
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for address in 2...3 {
                    group.addTask {
                        try await test.browser(from: "192.0.2.\(address)").post(
                            "/sign-in", ["name": "awa", "passphrase": TestSite.passphrase, "factor": codes[0].lowercased()], form: nil
                        ).status
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(answers.sorted() == [303, 422])
            #expect(try await signIn(test.browser(), factor: codes[0]).status == 422)
            #expect(try await signIn(test.browser(), factor: codes[1]).status == 303)
            #expect(try await test.store.read { try OneTimeCodes(bytes: $0.credential(of: awa.account)!.codes!).remaining } == 8)
        }
    }

    @Test("is not guessed at from many places: tries with the right passphrase count together")
    func guesses() async throws {
        try await TestSite.with { test in
            let awa = try await test.member("awa", [.caseworker])
            let totp = try await enrol(try await test.browser(of: awa, factor: false), test, awa)
            for address in 1...5 { #expect(try await signIn(test.browser(from: "198.51.100.\(address)"), factor: "123456").status == 422) }
            #expect(try await signIn(test.browser(from: "198.51.100.6"), factor: "123456").status == 429)
            // Whoever does not have the passphrase keeps nobody out.
            test.clock.advance(seconds: 60)
            #expect(try await signIn(test.browser(), factor: totp.code(step: TOTP.step(at: test.clock.date))).status == 303)
            #expect(try await signIn(test.browser(from: "198.51.100.6"), factor: "123456").status == 422)
        }
    }

    @Test("goes only with the passphrase and a code, and ends the other sessions")
    func removal() async throws {
        try await TestSite.with { test in
            let awa = try await test.member("awa", [.meal])
            let browser = try await test.browser(of: awa, factor: false)
            let totp = try await enrol(browser, test, awa)
            let other = try await test.browser(of: awa)
            test.clock.advance(seconds: 60)
            let code = totp.code(step: TOTP.step(at: test.clock.date))
            #expect(try await browser.post("/me/factor/removal", ["passphrase": "non", "code": code]).status == 422)
            #expect(try await browser.post("/me/factor/removal", ["passphrase": TestSite.passphrase, "code": "000000"]).status == 422)
            #expect(try await other.get("/me").status == 200)
            #expect(try await browser.post("/me/factor/removal", ["passphrase": TestSite.passphrase, "code": code]).status == 303)
            #expect(try await other.get("/me").status == 303)
            #expect(try await signIn(test.browser(), factor: "").status == 303)
        }
    }

    @Test("is not replaced without the passphrase")
    func replaced() async throws {
        try await TestSite.with { test in
            let awa = try await test.member("awa", [.meal])
            let browser = try await test.browser(of: awa, factor: false)
            _ = try await enrol(browser, test, awa)
            let sealed = try #require(try await browser.get("/me/factor").values(of: "secret").first)
            let totp = try TOTP(sealed: Array(try #require(Data(base64Encoded: sealed))), keys: awa.keys)
            let code = totp.code(step: TOTP.step(at: test.clock.date))
            #expect(try await browser.post("/me/factor", ["secret": sealed, "code": code]).status == 422)
            #expect(try await browser.post("/me/factor", ["secret": sealed, "code": code, "passphrase": TestSite.passphrase]).status == 303)
        }
    }
}
