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

    @Test("compares all that is known of both: what is sealed of the one as well")
    func compared() async throws {
        try await CaseSite.with { site in
            let known = ["name": "Mahamadou Issoufou", "mother_name": "Rakia Oumarou"]
            _ = try await site.opened(by: site.agent, known)
            let browser = try await site.test.browser(of: site.agent)
            let page = try await Self.send(browser, known.merging(["token": AnyID.random().description]) { $1 })
            // The form names the same things: what counts is the reason.
            let reason = try #require(page.text.firstMatch(of: #/s’accordent.{0,220}/#)).0
            for trait in ["téléphone", "nom de la mère", "lieu", "année de naissance", "nationalité", "sexe"] { #expect(reason.contains(trait), "\(trait)") }
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

@Suite("Two files of one person")
struct CaseJoinTests {
    @Test("are joined by a supervisor, shown to each other as far as their readers may, and separated again", arguments: Engine.allCases)
    func joined(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let one = try await site.opened(by: site.agent, ["name": "Mahamadou Issoufou", "telephone": ""])
            let two = try await site.opened(by: site.other, ["name": "Salif Keba", "telephone": ""])
            let foreign = try await site.opened(by: site.foreignAgent, ["name": "Salif Keba", "telephone": ""])
            func number(_ path: String) async throws -> String {
                let id = try #require(ID<CaseFile>(String(path.split(separator: "/").last!)))
                return try #require(try await site.test.store.read { try $0.find(CaseFile.self, id)?.record.number })
            }
            let numbers = (try await number(one), try await number(two), try await number(foreign))
            let supervisor = try await site.test.browser(of: site.supervisor)
            func sealed() async throws -> [[UInt8]] {
                try await site.test.store.read { try $0.rows("SELECT name FROM case_person ORDER BY id") { try $0.bytes(0) } }
            }
            let before = try await sealed()
            for wrong in ["", "zzz", numbers.2, numbers.0] {
                #expect(try await supervisor.post("\(one)/joins", ["token": AnyID().description, "number": wrong]).status == 422, "\(wrong)")
            }
            #expect(try await site.test.browser(of: site.agent).post("\(one)/joins", ["token": AnyID().description, "number": numbers.1]).status == 403)
            #expect(try await supervisor.post("\(one)/joins", ["token": AnyID().description, "number": numbers.1.lowercased()]).status == 303)
            #expect(try await supervisor.post("\(two)/joins", ["token": AnyID().description, "number": numbers.0]).text.contains("déjà joints"))
            #expect(try await supervisor.get(one).body.contains("href=\"\(two)\""))
            #expect(try await supervisor.get(two).body.contains("href=\"\(one)\""))
            // Who follows one of them learns that there is another, and no more.
            let agent = try await site.test.browser(of: site.agent).get(one)
            #expect(agent.text.contains("Un autre dossier de cette personne existe"))
            #expect(!agent.body.contains(two) && !agent.body.contains(numbers.1))
            #expect(try await sealed() == before, "no ciphertext moved")
            let join = try #require(try await site.test.store.read { try $0.all(CaseJoin.self).first?.id })
            #expect(try await site.test.browser(of: site.foreignSupervisor).post("/cases/joins/\(join)/ending", ["token": AnyID().description]).status == 404)
            #expect(try await supervisor.post("/cases/joins/\(join)/ending", ["token": AnyID().description]).status == 303)
            #expect(try await supervisor.get(two).text.contains("Séparés le"))
            #expect(try await !site.test.browser(of: site.agent).get(one).text.contains("Un autre dossier"))
            #expect(try await supervisor.post("\(one)/joins", ["token": AnyID().description, "number": numbers.1]).status == 303)
            #expect(try await site.test.store.verify() == [])
        }
    }
}
