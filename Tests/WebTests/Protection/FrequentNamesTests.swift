import Access
import Accounts
import Journal
import Matching
import Protection
import Storage
import Support
import Testing

@testable import Web

@Suite("The frequent names of an organisation")
struct FrequentNamesTests {
    /// How many persons bear the token that most bear.
    private static func most(_ site: CaseSite) async throws -> Int {
        try await site.test.store.read { connection in
            try connection.first("SELECT COUNT(*) FROM index_token GROUP BY token ORDER BY 1 DESC LIMIT 1") { Int(try $0.integer(0)) } ?? 0
        }
    }

    @Test("are counted anew when the register has grown, in a session that opens it, and everyone is found meanwhile and after", arguments: Engine.allCases)
    func recounted(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            // A name that nobody invents is borne by one in five here.
            var dice = SeededRandom(5)
            let names = (0..<500).map { number in
                let name = InventedPerson(inYear: 2027, using: &dice).name
                return number % 5 == 0 ? "Tchoukoutchou \(name.split(separator: " ").last!)" : name
            }
            let files = try await CaseRecallTests.open(names, site)
            let organization = site.test.organization
            func page() async throws -> TestAnswer { try await site.test.browser(of: site.supervisor).get("/case-search") }
            func finds(_ number: Int) async throws -> Bool {
                try await site.test.browser(of: site.supervisor).post("/case-search", ["q": names[number]]).body.contains(
                    "<a href=\"/cases/\(files[number])\">")
            }
            #expect(try await Self.most(site) >= 100, "one token tells of a hundred")
            #expect(try await page().text.contains("les noms fréquents sont à recompter"))
            #expect(try await !site.test.browser(of: site.agent).get("/case-search").text.contains("recompter"), "an agent does not open them all")
            let entries = try await site.test.entries()
            #expect(try await site.test.browser(of: site.supervisor).post("/case-reindexing").status == 303)
            #expect(try await site.test.entries() == entries, "nothing of it is in an entry")
            #expect(try await !page().text.contains("recompter"))
            // The queue is shown until it is empty, a portion at a time.
            let all = try await site.test.store.read { try CaseIndex.owed(of: organization, $0) }
            #expect(all > 0 && all < 500)
            #expect(try await page().text.contains("à réindexer"))
            for number in [0, 250, 495] { #expect(try await finds(number), "half way: \(number)") }
            while try await site.test.store.read({ try CaseIndex.owed(of: organization, $0) }) > 0 {
                #expect(try await site.test.browser(of: site.supervisor).post("/case-reindexing").status == 303)
            }
            #expect(try await Self.most(site) < 20, "no token tells of more than chance lets it")
            for number in [0, 250, 495, 1, 499] { #expect(try await finds(number), "\(number)") }
            #expect(try await !page().text.contains("réindexer"))
        }
    }
}
