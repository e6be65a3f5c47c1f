import Access
import Accounts
import Journal
import NetworkLife
import Protection
import Results
import Statistics
import Storage
import Support
import Testing

@testable import Web

@Suite("The specific needs of an organisation")
struct NeedCountTests {
    private static let page = "/measures?measure=R2.2.a"

    /// A case file with these needs noted by its agent.
    private static func file(_ site: CaseSite, _ needs: [String], _ changes: [String: String] = [:]) async throws -> String {
        let path = try await site.opened(by: site.agent, changes)
        let agent = try await site.test.browser(of: site.agent)
        for need in needs {
            #expect(try await agent.post("\(path)/needs", ["need": need, "token": AnyID.random().description]).status == 303)
        }
        return path
    }

    @Test("are counted by a supervisor’s session, once in a file, of those who agree to be counted, and told apart", arguments: Engine.allCases)
    func counted(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            _ = try await Self.file(site, ["DS", "TIP", "DS"])
            _ = try await Self.file(site, ["DS"], ["name": "Moussa Idi", "telephone": ""])
            _ = try await Self.file(site, ["SV"], ["name": "Rabi Sani", "telephone": "", "statistics": "no"])
            let supervisor = try await site.test.browser(of: site.supervisor)
            let before = try await supervisor.get(Self.page)
            #expect(before.text.contains("0 besoins") && before.text.contains("Compter les besoins"))
            let answer = try await supervisor.post("/measures/needs", ["token": AnyID.random().description])
            #expect(answer.status == 303)
            let page = try await supervisor.get(Self.page).text
            #expect(page.contains("3 besoins") && page.contains("Handicap 2") && page.contains("Traite des personnes 1") && page.contains("Agadez 3"))
            #expect(!page.contains("Violences basées sur le genre"))

            let readings = try await site.test.store.read { try $0.all(Reading.self, "WHERE record_kind = ?", [.text(Need.kind)]).map(\.record) }
            #expect(readings.count == 1 && readings[0].records.count == 2 && readings[0].account == site.supervisor.account)

            // Again, without news: nothing is written, and the page says so.
            let again = try await supervisor.post("/measures/needs", ["token": AnyID.random().description])
            #expect(try await supervisor.get(again.location).text.contains("Rien n’a changé"))
            #expect(try await site.test.store.read { try $0.all(NeedTotals.self).count } == 1)

            // Who may not open the files sees no small number, and cannot count; another organisation counts its own.
            let officer = try await site.test.browser(of: try await site.test.member("ramatou", [.meal]))
            let seen = try await officer.get(Self.page).text
            #expect(seen.contains("moins de 5") && !seen.contains("3 besoins") && !seen.contains("Compter les besoins"))
            #expect(try await officer.post("/measures/needs", ["token": AnyID.random().description]).status == 403)
            let foreign = try await site.test.browser(of: site.foreignSupervisor)
            _ = try await foreign.post("/measures/needs", ["token": AnyID.random().description])
            #expect(try await foreign.get(Self.page).text.contains("0 besoins"))
        }
    }

    @Test("are to be counted again once their month is over, and a release says who has not", arguments: Engine.allCases)
    func awaited(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await Self.file(site, ["DS"])
            var supervisor = try await site.test.browser(of: site.supervisor)
            _ = try await supervisor.post("/measures/needs", ["token": AnyID.random().description])
            #expect(try await !supervisor.get(Self.page).text.contains("qui restent à compter"))
            site.test.clock.advance(minutes: 40 * 24 * 60)
            supervisor = try await site.test.browser(of: site.supervisor)
            let agent = try await site.test.browser(of: site.agent)
            #expect(try await agent.post("\(path)/needs", ["need": "CARE", "token": AnyID.random().description]).status == 303)
            let whole = "\(Self.page)&from=2020-01-01&to=2099-12-31"
            #expect(try await supervisor.get(whole).text.contains("qui restent à compter"))
            func waiting() async throws -> Int? {
                let today = site.test.store.today
                let draft = try await site.test.store.read { connection in
                    try ReleaseDraft(ProtectionMeasures.released, of: connection.organizations(), on: today, connection)
                }
                return draft?.tables.first { $0.released.measure.code == "R2.2.a" }?.awaited
            }
            #expect(try await waiting() == 1)
            _ = try await supervisor.post("/measures/needs", ["token": AnyID.random().description])
            #expect(try await waiting() == 0)
            let page = try await supervisor.get(whole).text
            #expect(page.contains("2 besoins") && !page.contains("qui restent à compter"))

            // What is erased stays counted.
            _ = try await supervisor.post("\(path)/erasure", ["ground": "request", "confirm": "1", "token": AnyID.random().description])
            #expect(try await supervisor.get(path).text.contains("Dossier effacé"))
            _ = try await supervisor.post("/measures/needs", ["token": AnyID.random().description])
            #expect(try await supervisor.get(whole).text.contains("2 besoins"))
        }
    }
}
