import Access
import Journal
import Support
import Testing

@testable import Web

@Suite("The released figures")
struct ReleasePagesTests {
    @Test("are made once by the MEAL officer, and seen by every member")
    func made() async throws {
        try await CaseSite.with { site in
            _ = try await site.opened(by: site.agent)
            let agent = try await site.test.browser(of: site.agent)
            #expect(try await agent.get("/releases").text.contains("Rien n’est encore publié"))
            #expect(try await agent.get("/releases/new").status == 403)
            let officer = try await site.test.browser(of: try await site.test.member("ramatou", [.meal]))
            #expect(try await officer.get("/releases/new").text.contains("cases seraient montrées"))
            let made = try await officer.post("/releases/new")
            #expect(made.status == 303)
            #expect(try await officer.get("/releases/new").text.contains("est faite"))
            let list = try await agent.get("/releases")
            let address = try #require(list.body.firstMatch(of: #/href="(\/releases\/[0-9a-z]{26})"/#)?.1)
            #expect(try await agent.get("\(address)").text.contains("Personnes vulnérables repérées"))
            let tables = try await agent.get("\(address)?measure=R2.2")
            #expect(tables.status == 200 && tables.body.contains(#"title="masqué""#))
            #expect(try await agent.get("\(address)/file").text.contains("R2.1"))
        }
    }
}
