import Access
import Journal
import NetworkLife
import Storage
import Support
import Testing

@testable import Web

/// What `docs/never-collect.md` lists is asked on no page: each form that someone can open is read as they read it.
@Suite("What is never asked")
struct NeverAskedTests {
    /// What a page asks: the words of its labels and headings of fields, the names of its fields, the choices that it offers.
    private static func questions(_ answer: TestAnswer) -> [String] {
        let texts = answer.body.matches(of: #/<(label|legend|option|summary)\b[^>]*>(.*?)<\/\1>/#.dotMatchesNewlines()).map {
            String($0.output.2).replacing(#/<[^>]*>/#, with: " ")
        }
        return texts + answer.body.matches(of: #/<(?:input|select|textarea)\b[^>]* name="([^"]*)"/#).map { String($0.output.1) }
    }

    @Test("is asked by no page, in either language", arguments: ["fr", "en"])
    func pages(language: String) async throws {
        let never = try NeverCollect()
        try await TestSite.with { test in
            let browser = try await test.browser(of: test.member("tous", Role.list.map(\.0)))
            browser.keep(.language, language)
            var asked = 0
            for route in Site.routes where route.method == "GET" && !route.path.rawValue.contains(":id") {
                let answer = try await browser.get(route.path.rawValue)
                for question in Self.questions(answer) {
                    asked += 1
                    let item = never.item(askedBy: question)
                    #expect(item == nil, "\(route.path.rawValue): « \(question) » asks for \(item ?? "")")
                }
            }
            #expect(asked > 500)
        }
    }

    @Test("would be seen on a page that asks for it")
    func seen() async throws {
        let never = try NeverCollect()
        try await TestSite.with { test in
            let browser = try await test.browser(of: test.member("tous", Role.list.map(\.0)))
            let form = try await browser.get("/information-sessions/new")
            #expect(Self.questions(form).contains { $0.contains("Femmes") })
            #expect(Self.questions(form).contains("nationalities-MLI"))
            #expect(never.item(askedBy: "f-passport_number") == "papers")
        }
    }
}
