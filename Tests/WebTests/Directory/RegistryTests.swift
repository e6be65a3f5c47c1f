import Access
import Journal
import NetworkLife
import Storage
import Support
import Testing

@testable import Web

@Suite("The registry, over the site")
struct RegistryTests {
    /// The registry held by two of the secretariat.
    private func holders(_ test: TestSite, isDrawn: Bool = true) async throws -> (TestBrowser, TestBrowser) {
        let first = try await test.member("awa", [.secretariat], isDrawn: isDrawn)
        let second = try await test.member("issa", [.secretariat])
        let browser = try await test.browser(of: first)
        _ = try await browser.post("/registry", ["token": AnyID().description])
        if isDrawn { _ = try await browser.post("/registry/members", ["account": second.account.description, "token": AnyID().description]) }
        return (browser, try await test.browser(of: second))
    }

    @Test("ends a holder’s session after a quarter of an hour, and others’ after an hour")
    func idle() async throws {
        try await TestSite.with { test in
            let (holder, _) = try await holders(test)
            let other = try await test.browser(of: test.member("sani", [.secretariat]))
            test.clock.advance(minutes: 14)
            #expect(try await holder.get("/me").status == 200)
            test.clock.advance(minutes: 16)
            #expect(try await holder.get("/me").location.hasPrefix("/sign-in"))
            #expect(try await other.get("/me").status == 200)
        }
    }

    @Test("has a holder who chose their passphrase take five words before anything else")
    func words() async throws {
        try await TestSite.with { test in
            let (holder, _) = try await holders(test, isDrawn: false)
            #expect(try await holder.get("/registry").location == "/me/passphrase")
            let page = try await holder.get("/me/passphrase")
            #expect(page.text.contains("Retapez les cinq mots"))
            let words = try #require(page.values(of: "proposed").first)
            let own = "une phrase à moi, assez longue"
            var form = ["passphrase": TestSite.passphrase, "new_passphrase": own, "again": own, "proposed": words, "token": AnyID().description]
            #expect(try await holder.post("/me/passphrase", form).status == 422)
            form["new_passphrase"] = words
            #expect(try await holder.post("/me/passphrase", form).status == 303)
            #expect(try await holder.get("/registry").status == 200)
        }
    }

    @Test("seals a restricted person from the first form on, and keeps what a later form leaves empty", arguments: Engine.allCases)
    func person(engine: Engine) async throws {
        try await TestSite.with(engine) { test in
            let (holder, second) = try await holders(test)
            let form = ["name": "Hadiza Garba", "telephone": "+227 90 00 00 01", "restricted": "1", "token": AnyID().description]
            let path = try await holder.post("/people/new", form).location.prefix { $0 != "?" }
            #expect(path.hasPrefix("/people/"))
            let veiled = try await holder.get(String(path))
            #expect(veiled.text.contains("Personne à diffusion restreinte") && !veiled.body.contains("Hadiza"))
            let edit = try await holder.get(path + "/edit")
            #expect(edit.text.contains("Laissez vide ce qui ne change pas") && !edit.body.contains("Hadiza"))
            let change = ["name": "", "telephone": "+227 90 00 00 02", "seen": try #require(edit.values(of: "seen").first), "token": AnyID().description]
            #expect(try await holder.post(path + "/edit", change).status == 303)
            let opened = try await second.post(path + "/opening", ["token": AnyID().description])
            #expect(opened.text.contains("Hadiza Garba") && opened.text.contains("+227 90 00 00 02"), "\(opened.text.prefix(800))")
            for path in ["/people", "/search?q=hadiza"] { #expect(!(try await second.get(path).body.contains("Hadiza Garba"))) }
        }
    }
}
