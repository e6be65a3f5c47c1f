import Access
import Accounts
import Foundation
import Journal
import NetworkLife
import Storage
import Testing
import Vault

@testable import Web

@Suite("Signing in")
struct SignInTests {
    private func signIn(_ browser: TestBrowser, _ name: String, _ passphrase: String = TestSite.passphrase, factor: String = "") async throws -> TestAnswer {
        try await browser.post("/sign-in", ["name": name, "passphrase": passphrase, "factor": factor, "from": "/me"], form: nil)
    }

    @Test("opens a session, and leaving ends it", arguments: [Engine.sqlite, .postgres])
    func whole(engine: Engine) async throws {
        try await TestSite.with(engine) { test in
            _ = try await test.member("awa", [.secretariat])
            let browser = test.browser()
            let answer = try await signIn(browser, "  AWA ", TestSite.passphrase.uppercased())
            #expect(answer.status == 303)
            #expect(answer.location == "/me")
            #expect(try await browser.get("/me").status == 200)
            #expect(try await browser.post("/sign-out").status == 303)
            #expect(browser.cookie(.session) == nil)
            #expect(try await browser.get("/me").location.hasPrefix("/sign-in"))
        }
    }

    @Test("makes whoever guesses wait after five tries, and not the owner elsewhere")
    func throttle() async throws {
        try await TestSite.with { test in
            _ = try await test.member("awa", [.secretariat])
            let thief = test.browser(from: "198.51.100.7")
            for _ in 1...5 { #expect(try await signIn(thief, "awa", "pas la bonne phrase").status == 422) }
            #expect(try await signIn(thief, "awa").status == 429)
            #expect(try await signIn(test.browser(), "awa").status == 303)
            test.clock.advance(seconds: 2)
            #expect(try await signIn(thief, "awa", "pas la bonne phrase").status == 422)
            test.clock.advance(seconds: 1)
            #expect(try await signIn(thief, "awa").status == 429)
        }
    }

    @Test("lets no more than five guesses through, also when they come at once")
    func guessesAtOnce() async throws {
        try await TestSite.with { test in
            _ = try await test.member("awa", [.secretariat])
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...12 { group.addTask { try await signIn(test.browser(), "awa", "pas la bonne phrase").status } }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(answers.count { $0 == 422 } == 5)
            #expect(answers.count { $0 == 429 } == 7)
        }
    }

    @Test("answers the same for a name that nobody has, at the same cost as for every account")
    func unknownName() async throws {
        try await TestSite.with { test in
            _ = try await test.member("awa", [.secretariat])
            let known = try await signIn(test.browser(), "awa", "pas la bonne phrase")
            let unknown = try await signIn(test.browser(), "inconnue", "pas la bonne phrase")
            #expect(known.status == unknown.status)
            #expect(known.text.replacing("awa", with: "") == unknown.text.replacing("inconnue", with: ""))
            for roles in [[Role.caseworker], [.secretariat]] {
                var profile = AccountProfile()
                profile.signInName = roles[0].code
                let assignments = roles.map { role in
                    var assignment = RoleAssignment()
                    assignment.role = role
                    return assignment
                }
                let account = try await NewAccount.prepare(profile, roles: assignments, mustChange: true, test.site.scrypt)
                try await test.store.perform("account.create", by: account.author, signed: true) { try account.make(in: $0) }
                let wrap = try await test.store.read { try $0.credential(of: account.profile.id)?.wrap }
                #expect(wrap?.cost == test.site.scrypt.cost)
            }
        }
    }

    @Test("wraps the keys at today's cost where they were wrapped at a lower one, under the same passphrase")
    func cost() async throws {
        try await TestSite.with { test in
            let awa = try await test.member("awa", [.secretariat])
            #expect(try await signIn(test.browser(), "awa").status == 303)
            #expect(try await test.store.read { try $0.credential(of: awa.account)?.wrap.cost } == test.site.scrypt.cost)
            #expect(try await signIn(test.browser(), "awa").status == 303)
        }
    }

    @Test("opens nothing where the journal has another public key for the account")
    func substitution() async throws {
        try await TestSite.with { test in
            let awa = try await test.member("awa", [.secretariat])
            let other = MemberKeys(member: awa.account.cast(), generation: 2)
            try await test.store.perform("test.key", by: nil) { act in
                var key = MemberKey()
                key.account = awa.account
                key.generation = 2
                key.publicKeys = Bytes(other.publicKeys.bytes)
                try act.make(key)
            }
            let browser = test.browser()
            let answer = try await signIn(browser, "awa")
            #expect(answer.status == 403)
            #expect(answer.text.contains("n’est pas la vôtre"))
            #expect(browser.cookie(.session) == nil)
        }
    }

    @Test("ends for want of use, sooner for who opens case files, and after twelve hours for all", arguments: [(Role.caseworker, 15), (.meal, 60)])
    func ends(role: Role, minutes: Int) async throws {
        try await TestSite.with { test in
            let browser = try await test.browser(of: test.member("awa", [role]))
            test.clock.advance(minutes: minutes - 1)
            #expect(try await browser.get("/me").status == 200)
            test.clock.advance(minutes: minutes)
            #expect(try await browser.get("/me").status == 303)
        }
        try await TestSite.with { test in
            let browser = try await test.browser(of: test.member("awa", [role]))
            for _ in 1...(12 * 60 / 10 - 1) {
                test.clock.advance(minutes: 10)
                #expect(try await browser.get("/me").status == 200)
            }
            test.clock.advance(minutes: 10)
            #expect(try await browser.get("/me").status == 303)
        }
    }
}
