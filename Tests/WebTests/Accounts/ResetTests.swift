import Access
import Accounts
import Foundation
import Journal
import NetworkLife
import Storage
import Testing
import Vault

@testable import Web

@Suite("Getting an access back")
struct ResetTests {
    private func draw(_ browser: TestBrowser, _ account: ID<Account>) async throws -> String {
        let page = try await browser.post("/accounts/\(account)/reset")
        return String(try #require(page.text.firstMatch(of: #/[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}/#)).output)
    }

    private func words(_ answer: TestAnswer) throws -> String {
        String(try #require(answer.body.firstMatch(of: #/class="code">([^<]+)</#)).1)
    }

    @Test("takes a supervisor's code, once, and gives new keys that keep the printed sheet", arguments: [Engine.sqlite, .postgres])
    func whole(engine: Engine) async throws {
        try await TestSite.with(engine) { test in
            let awa = try await test.member("awa", [.caseworker])
            let (sheet, codes) = OneTimeCodes.draw()
            _ = try await test.store.database.write {
                try $0.run("UPDATE credential SET codes = ? WHERE account = ?", [.bytes(sheet.bytes), awa.account.value])
            }
            let session = try await test.browser(of: awa)
            let code = try await draw(try await test.browser(of: test.member("sani", [.supervisor])), awa.account)
            #expect(try await session.get("/me").status == 200)
            let answers = try await withThrowingTaskGroup(of: TestAnswer.self) { group in
                for address in 2...3 {
                    group.addTask { try await test.browser(from: "192.0.2.\(address)").post("/reset", ["name": "awa", "code": code.lowercased()], form: nil) }
                }
                return try await group.reduce(into: [TestAnswer]()) { $0.append($1) }
            }
            #expect(answers.map(\.status).sorted() == [200, 422])
            let passphrase = try words(try #require(answers.first { $0.status == 200 }))
            #expect(try await session.get("/me").status == 303)
            #expect(try await test.browser().post("/sign-in", ["name": "awa", "passphrase": TestSite.passphrase], form: nil).status == 422)
            let factorless = try await test.browser().post("/sign-in", ["name": "awa", "passphrase": passphrase], form: nil)
            #expect(factorless.text.contains("Code à usage unique"))
            let back = try await test.browser().post("/sign-in", ["name": "awa", "passphrase": passphrase, "factor": codes[0]], form: nil)
            #expect(back.status == 303)
            let keys = try await test.store.read { try $0.all(MemberKey.self, "WHERE account = ? ORDER BY generation", [awa.account.value]).map(\.record) }
            #expect(keys.map(\.generation) == [1, 2])
            let signatures = try await test.store.read { try MemberSignatures($0) }
            #expect(try await test.store.verify(.all, signatures: { signatures.holds($0, over: $1) }).findings == [])
        }
    }

    @Test("refuses an unknown name, a wrong code and an old one, and makes whoever guesses wait")
    func refusals() async throws {
        try await TestSite.with { test in
            let awa = try await test.member("awa", [.meal])
            let code = try await draw(try await test.browser(of: test.member("admin", [.administrator])), awa.account)
            let wrong = try await test.browser().post("/reset", ["name": "awa", "code": "00000-00000-00000"], form: nil)
            let unknown = try await test.browser().post("/reset", ["name": "inconnue", "code": code], form: nil)
            #expect(wrong.status == 422)
            #expect(unknown.status == 422)
            #expect(wrong.text.replacing("awa", with: "") == unknown.text.replacing("inconnue", with: ""))
            for _ in 1...4 { _ = try await test.browser().post("/reset", ["name": "awa", "code": "1"], form: nil) }
            #expect(try await test.browser().post("/reset", ["name": "awa", "code": code], form: nil).status == 429)
            test.clock.advance(minutes: 24 * 60)
            let late = try await test.browser(from: "192.0.2.9").post("/reset", ["name": "awa", "code": code], form: nil)
            #expect(late.text.contains("24 heures"))
        }
    }

    @Test("never has both halves from one person within a day")
    func twoPeople() async throws {
        try await TestSite.with { test in
            let awa = try await test.member("awa", [.meal])
            let one = try await test.browser(of: test.member("admin", [.administrator]))
            let two = try await test.browser(of: test.member("admin2", [.administrator]))
            _ = try await draw(one, awa.account)
            let both = try await one.post("/accounts/\(awa.account)/factor-reset")
            #expect(both.status == 422)
            #expect(both.text.contains("Une autre personne doit faire celle-ci"))
            #expect(try await two.post("/accounts/\(awa.account)/factor-reset").status == 303)
            #expect(try await two.post("/accounts/\(awa.account)/reset").status == 422)
            #expect(try await one.get("/accounts/\(awa.account)").text.contains("Réinitialisations"))
            test.clock.advance(minutes: 24 * 60 + 1)
            let three = try await test.browser(of: test.member("admin3", [.administrator]))
            _ = try await draw(three, awa.account)
        }
    }

    @Test("of someone who opens case files comes from a supervisor of their organisation, never from the administrator or themselves")
    func whose() async throws {
        try await TestSite.with { test in
            let awa = try await test.member("awa", [.caseworker])
            let admin = try await test.browser(of: test.member("admin", [.administrator]))
            #expect(try await admin.post("/accounts/\(awa.account)/reset").text.contains("seul un superviseur"))
            let sani = try await test.member("sani", [.supervisor])
            #expect(try await test.browser(of: sani).post("/accounts/\(sani.account)/reset").status == 422)
            #expect(try await test.browser(of: sani).post("/accounts/\(awa.account)/factor-reset").status == 403)
            #expect(try await test.store.read { try $0.all(AccountReset.self).isEmpty })
        }
    }
}
