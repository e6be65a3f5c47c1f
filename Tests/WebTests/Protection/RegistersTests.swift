import Access
import Support
import Testing

@testable import Web

@Suite("The area of protection")
struct RegistersTests {
    @Test("has its registers under few headings, six at most under each, and each once")
    func groups() {
        #expect(Registers.groups.count <= 6)
        #expect(Registers.groups.allSatisfy { (1...6).contains($0.registers.count) })
        #expect(Set(Registers.all.map(\.path)).count == Registers.all.count)
    }

    @Test("begins with what waits for the reader")
    func waiting() async throws {
        try await CaseSite.with { site in
            let agent = try await site.test.browser(of: site.agent)
            #expect(try await !agent.get("/protection").text.contains("chose à faire"))
            _ = try await site.opened(by: site.agent)
            #expect(try await agent.get("/protection").text.contains("Une chose à faire"))
            site.test.clock.advance(minutes: 40 * 24 * 60)
            #expect(try await site.test.browser(of: site.agent).get("/protection").text.contains("Une chose à faire une en retard"))
        }
    }
}
