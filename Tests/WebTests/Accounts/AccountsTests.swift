import Access
import Accounts
import Foundation
import Journal
import NetworkLife
import Storage
import Testing
import Vault

@testable import Web

@Suite("An account")
struct AccountsTests {
    private func fields(_ test: TestSite, _ name: String, role: String, token: AnyID = AnyID()) -> [String: String] {
        [
            "token": token.description, "organization": test.organization.description, "sign_in_name": name, "display_name": name, "language": "fr",
            "roles": role,
        ]
    }

    private func account(_ test: TestSite, _ name: String) async throws -> AccountProfile? {
        try await test.store.read { try $0.all(AccountProfile.self, "WHERE sign_in_key = ?", [.text(name)]).first?.record }
    }

    @Test(
        "is opened by the administrator, whose signature it carries; its first passphrase is shown once and must be changed",
        arguments: [Engine.sqlite, .postgres])
    func opening(engine: Engine) async throws {
        try await TestSite.with(engine) { test in
            let browser = try await test.browser(of: test.member("admin", [.administrator]))
            let sent = fields(test, "zara", role: "meal")
            let shown = try await browser.post("/accounts/new", sent)
            #expect(shown.status == 200)
            let words = try #require(shown.body.firstMatch(of: #/class="words">([^<]+)</#)).1
            #expect(Passphrase(String(words)).isOfGeneratedForm)
            let zara = try #require(try await account(test, "zara"))
            // Sent twice: one account, and no second passphrase.
            let again = try await browser.post("/accounts/new", sent)
            #expect(again.location == "/accounts/\(zara.id)")
            #expect(try await browser.get("/accounts/\(zara.id)").body.contains(words) == false)
            let newcomer = test.browser()
            #expect(try await newcomer.post("/sign-in", ["name": "zara", "passphrase": String(words)], form: nil).status == 303)
            #expect(try await newcomer.get("/").location == "/me/passphrase")
            let own = "le fleuve monte au mois de septembre"
            let changed = try await newcomer.post("/me/passphrase", ["passphrase": String(words), "new_passphrase": own, "again": own])
            #expect(changed.status == 303)
            #expect(try await newcomer.get("/").status == 200)
            let signatures = try await test.store.read { try MemberSignatures($0) }
            #expect(try await test.store.verify(.all, signatures: { signatures.holds($0, over: $1) }).findings == [])
        }
    }

    @Test("is refused in words where a name is taken, a role is missing, or two duties may not meet")
    func refusals() async throws {
        try await TestSite.with { test in
            let browser = try await test.browser(of: test.member("admin", [.administrator]))
            let taken = try await browser.post("/accounts/new", fields(test, "Admin", role: "meal"))
            #expect(taken.status == 422)
            #expect(taken.text.contains("déjà pris"))
            #expect(try await browser.post("/accounts/new", fields(test, "zara", role: "")).text.contains("Choisissez au moins un rôle"))
            let both = try await browser.post(
                "/accounts/new",
                bytes: Array(
                    "form=\(browser.formToken)&sign_in_name=zara&display_name=zara&organization=\(test.organization)&language=fr&roles=meal&roles=caseworker"
                        .utf8))
            #expect(both.status == 422)
            #expect(both.text.contains("Qui ouvre des dossiers ne peut pas"))
            #expect(try await account(test, "zara") == nil)
        }
    }

    @Test("gains and loses roles by acts that the administrator signs; losing one ends its sessions, and never the last administrator's")
    func roles() async throws {
        try await TestSite.with { test in
            let admin = try await test.member("admin", [.administrator])
            let awa = try await test.member("awa", [.meal])
            let browser = try await test.browser(of: admin)
            let own = try await test.browser(of: awa)
            let conflict = try await browser.post("/accounts/\(awa.account)/roles", ["role": "supervisor"])
            #expect(conflict.status == 422)
            #expect(conflict.text.contains("Qui ouvre des dossiers ne peut pas"))
            #expect(try await browser.post("/accounts/\(awa.account)/roles", ["role": "advocacy-officer"]).status == 303)
            #expect(try await own.get("/me").text.contains("Chargé de plaidoyer"))
            let held = try await test.store.read { try $0.assignments(of: awa.account) }
            let meal = try #require(held.first { $0.record.role == .meal })
            #expect(try await browser.post("/roles/\(meal.id)/removal").status == 303)
            #expect(try await own.get("/me").status == 303)
            #expect(try await test.store.read { try $0.assignments(of: awa.account).map(\.record.role) } == [.advocacyOfficer])
            let last = try await test.store.read { try $0.assignments(of: admin.account)[0] }
            #expect(try await browser.post("/roles/\(last.id)/removal").status == 409)
            #expect(try await browser.post("/accounts/\(admin.account)/closure").status == 422)
            let history = try await test.store.read { try $0.history(of: meal.id.cast()) }
            let taken = try #require(history.first)
            let entry = try await test.store.read { try $0.entry(taken.entry) }
            #expect(entry?.header.signatures.count == 1)
        }
    }

    @Test("is closed at once: its sessions end, and nobody signs in to it")
    func closure() async throws {
        try await TestSite.with { test in
            let awa = try await test.member("awa", [.meal])
            let browser = try await test.browser(of: test.member("admin", [.administrator]))
            let own = try await test.browser(of: awa)
            #expect(try await own.get("/").status == 200)
            #expect(try await browser.post("/accounts/\(awa.account)/closure").status == 303)
            #expect(try await own.get("/").status == 303)
            #expect(try await test.browser().post("/sign-in", ["name": "awa", "passphrase": TestSite.passphrase], form: nil).status == 422)
        }
    }

    @Test("is seen by its own organisation's supervisor, and by no other")
    func seen() async throws {
        try await TestSite.with { test in
            let awa = try await test.member("awa", [.caseworker])
            let other = try await test.member("ali", [.caseworker], organization: ID())
            let browser = try await test.browser(of: test.member("sani", [.supervisor]))
            #expect(try await browser.get("/accounts").text.contains("Awa"))
            #expect(!(try await browser.get("/accounts").text.contains("Ali")))
            #expect(try await browser.get("/accounts/\(awa.account)").status == 200)
            for path in ["", "/reset"] { #expect(try await browser.get("/accounts/\(other.account)\(path)").status == 404) }
            #expect(try await browser.post("/accounts/\(other.account)/reset").status == 404)
        }
    }

    @Test("keeps its new passphrase from the words that anyone would try, and whoever opens case files to five words drawn for them")
    func passphrases() async throws {
        try await TestSite.with { test in
            let free = try await test.browser(of: test.member("awa", [.meal]))
            let change = { (browser: TestBrowser, new: String, again: String, proposed: String) in
                try await browser.post(
                    "/me/passphrase", ["passphrase": TestSite.passphrase, "new_passphrase": new, "again": again, "proposed": proposed])
            }
            #expect(try await change(free, "trop court", "trop court", "").text.contains("au moins 15 caractères"))
            #expect(try await change(free, "le fleuve monte vite", "le fleuve monte", "").text.contains("diffèrent"))
            let bound = try await test.browser(of: test.member("ali", [.caseworker]))
            let other = try await test.browser(of: test.member("ali2", [.caseworker]))
            #expect(try await change(bound, "le fleuve monte vite", "le fleuve monte vite", "le fleuve monte vite").status == 422)
            let page = try await bound.get("/me/passphrase")
            let proposed = try #require(page.values(of: "proposed").first)
            let wrong = try await change(bound, "brado brado brado brado brado", "", proposed)
            #expect(wrong.status == 422)
            #expect(wrong.values(of: "proposed") == [proposed])
            #expect(try await change(bound, proposed, "", proposed).status == 303)
            #expect(try await test.browser().post("/sign-in", ["name": "ali", "passphrase": proposed], form: nil).status == 303)
            #expect(try await other.get("/me").status == 200)
        }
    }

    @Test("ends its other sessions when its passphrase changes, and closes one by hand")
    func sessions() async throws {
        try await TestSite.with { test in
            let awa = try await test.member("awa", [.meal])
            let (one, two, three) = (try await test.browser(of: awa), try await test.browser(of: awa), try await test.browser(of: awa))
            let names = try await one.get("/me").body.matches(of: #/name="session" value="([0-9a-f]{16})"/#).map { String($0.1) }
            #expect(names.count == 2)
            #expect(try await one.post("/me/sessions", ["session": names[0]]).status == 303)
            let left = [try await two.get("/me").status, try await three.get("/me").status]
            #expect(left.sorted() == [200, 303])
            let own = "le fleuve monte au mois de septembre"
            _ = try await one.post("/me/passphrase", ["passphrase": TestSite.passphrase, "new_passphrase": own, "again": own])
            #expect(try await one.get("/me").status == 200)
            #expect(try await two.get("/me").status == 303)
            #expect(try await three.get("/me").status == 303)
        }
    }
}
