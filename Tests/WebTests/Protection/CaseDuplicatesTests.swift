import Access
import Accounts
import Journal
import Protection
import Storage
import Support
import Testing

@testable import Web

@Suite("A first contact with someone who may have a file already")
struct CaseDuplicatesTests {
    private static func send(_ browser: TestBrowser, _ changes: [String: String]) async throws -> TestAnswer {
        try await browser.post("/cases/new", CaseSite.contact.merging(changes) { $1 })
    }

    private static func answer(_ page: TestAnswer) throws -> String {
        String(try #require(page.body.firstMatch(of: #/name="anyway" value="([0-9a-f]+)"/#)).1)
    }

    @Test("shows them first, saves nothing, keeps what was typed, and opens all the same", arguments: Engine.allCases)
    func shown(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let known = try await site.opened(by: site.agent, ["name": "Mahamadou Issoufou"])
            let browser = try await site.test.browser(of: site.agent)
            let entries = try await site.test.entries()
            let contact = ["token": AnyID.random().description, "name": "Mohamed Youssouf", "request": "le toit fuit", "telephone": "96 12 34 56"]
            let page = try await Self.send(browser, contact)
            #expect(page.status == 422)
            #expect(page.body.contains("href=\"\(known)\"") && page.text.contains("a peut-être déjà un dossier") && page.text.contains("sexe"))
            for word in ["Mohamed Youssouf", "le toit fuit", "96 12 34 56"] { #expect(page.body.contains(word), "\(word) comes back") }
            #expect(page.values(of: "token").contains(contact["token"]!))
            // The reading of what was shown, and no more.
            #expect(try await site.test.entries() == entries + 1)
            let answer = try Self.answer(page)
            // Another name is another question.
            #expect(try await Self.send(browser, contact.merging(["name": "Mahamadou Yusuf", "anyway": answer]) { $1 }).status == 422)
            let done = try await Self.send(browser, contact.merging(["anyway": answer]) { $1 })
            #expect(done.status == 303 && done.location.hasPrefix("/cases/"))
            // Sent twice it is done once, and is not its own duplicate.
            #expect(try await Self.send(browser, contact).status == 303)
            #expect(try await site.test.store.read { try $0.all(CaseFile.self).count } == 2)
        }
    }

    @Test("tells an agent who may not open it that there is one, and no more", arguments: Engine.allCases)
    func others(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let known = try await site.opened(by: site.agent, ["name": "Mahamadou Issoufou"])
            let other = try await site.test.browser(of: site.other)
            let page = try await Self.send(other, ["token": AnyID.random().description, "name": "Mohamed Youssouf", "telephone": ""])
            #expect(page.status == 422 && page.text.contains("Un dossier au nom proche existe"))
            #expect(!page.body.contains(known))
            #expect(try await Self.send(other, ["token": AnyID.random().description, "name": "Ali Baro", "telephone": ""]).status == 303)
            // In another organisation nothing is known.
            let foreign = try await site.test.browser(of: site.foreignAgent)
            #expect(try await Self.send(foreign, ["token": AnyID.random().description, "name": "Mohamed Youssouf"]).status == 303)
        }
    }

    @Test("is told by a telephone without a name, and never by traits that many share", arguments: Engine.allCases)
    func nameless(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let known = try await site.opened(by: site.agent, ["name": "Mahamadou Issoufou"])
            let browser = try await site.test.browser(of: site.agent)
            let page = try await Self.send(browser, ["token": AnyID.random().description, "name": ""])
            #expect(page.status == 422 && page.body.contains("href=\"\(known)\""))
            #expect(try await Self.send(browser, ["token": AnyID.random().description, "name": "", "telephone": ""]).status == 303)
            // A brother has the telephone, the year and the place, and another name.
            #expect(try await Self.send(browser, ["token": AnyID.random().description, "name": "Garba Kolo"]).status == 303)
        }
    }
}
