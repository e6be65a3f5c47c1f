import Access
import Journal
import Protection
import Storage
import Support
import Testing

@testable import Web

@Suite("The rules that the network edits")
struct RulesTests {
    @Test("stand beside one another, each edited by itself", arguments: Engine.allCases)
    func edited(engine: Engine) async throws {
        try await TestSite.with(engine) { test in
            let browser = try await test.browser(of: test.member("reseau", [.secretariat]))
            for (path, field, text) in [
                ("/screening-rule/edit", "medium", "3"), ("/retention", "months", "30"), ("/referrals/rule/edit", "days_next", "5"),
                ("/supervision-rule", "silent_days", "40"),
            ] {
                let page = try await browser.get(path)
                #expect(page.status == 200, "\(path)")
                var fields = ["token": AnyID().description]
                for name in page.body.matches(of: #/<input[^>]* name="([a-z_]+)"/#).map({ String($0.1) }) where name != "form" && name != "token" {
                    fields[name] = page.values(of: name).first
                }
                fields[field] = text
                let answer = try await browser.post(path, fields)
                #expect(answer.status == 303, "\(path): \(answer.text)")
                #expect(try await browser.get(path).values(of: field) == [text], "\(path)")
            }
        }
    }

    @Test("have each an identifier of its own")
    func identified() {
        let ids: [AnyID] = [
            ScreeningRule().id.cast(), RetentionRule().id.cast(), ReferralRule().id.cast(), DataRequestRule().id.cast(), ComplaintRule().id.cast(),
            SupervisionRule().id.cast(),
        ]
        #expect(Set(ids).count == ids.count)
    }
}
