import Access
import Journal
import Protection
import Storage
import Support
import Testing

@testable import Web

@Suite("The figures of an organisation")
struct MeasurePagesTests {
    @Test("lead their supervisor to what is behind each, and tell the MEAL officer no number that points to someone")
    func readers() async throws {
        try await CaseSite.with { site in
            for name in ["Moussa", "Aïchatou"] { _ = try await site.opened(by: site.agent, ["name": name]) }
            let supervisor = try await site.test.browser(of: site.supervisor)
            #expect(try await supervisor.get("/measures").text.contains("2 personnes"))
            let answer = try await supervisor.get("/measures?measure=R2.2")
            #expect(answer.text.contains("2 personnes") && answer.text.contains("D’où vient ce chiffre"))
            #expect(answer.body.matches(of: #/href="/cases/[0-9a-z]{26}"/#).count == 2)

            let officer = try await site.test.browser(of: try await site.test.member("ramatou", [.meal]))
            #expect(try await officer.get("/measures?measure=R2.2&from=2001-01-01&to=2001-12-31").text.contains("Aucun enregistrement de cette période"))
            for path in ["/measures", "/measures?measure=R2.2"] {
                let answer = try await officer.get(path)
                #expect(answer.status == 200 && answer.text.contains("moins de 5"))
                #expect(!answer.text.contains("2 personnes") && !answer.body.contains("/cases/"))
            }
            #expect(try await officer.get("/measures?measure=R2.7").text.contains("moins de 5"))
            #expect(try await officer.get("/measures?measure=R2.2").text.contains("Moins de 5 enregistrements"))
            for _ in 0..<4 { _ = try await site.opened(by: site.agent) }
            let groups = try await officer.get("/measures?measure=R2.2").text
            #expect(groups.contains("D’où vient ce chiffre") && groups.contains("Dossier") && !groups.contains("Moins de 5 enregistrements"))
        }
    }

    @Test("hide with a small part what would give it away, where the whole is told")
    func parts() async throws {
        try await CaseSite.with { site in
            for number in 0..<6 { _ = try await site.opened(by: site.agent, ["name": "Moussa \(number)", "sex": "male"]) }
            _ = try await site.opened(by: site.agent, ["name": "Aïchatou", "sex": "female"])
            let officer = try await site.test.browser(of: try await site.test.member("ramatou", [.meal]))
            let told = try await officer.get("/measures?measure=R2.2").text
            #expect(told.contains("7 personnes") && told.contains("Femme ou fille moins de 5") && told.contains("Homme ou garçon non montré"))
            let supervisor = try await site.test.browser(of: site.supervisor)
            let known = try await supervisor.get("/measures?measure=R2.2").text
            #expect(known.contains("Femme ou fille 1") && known.contains("Homme ou garçon 6"))
        }
    }

    @Test("tell of complaints in fives, to everyone, and whose figures they are not")
    func complaints() async throws {
        try await CaseSite.with { site in
            func complain(_ times: Int) async throws {
                let month = String(site.test.store.today.description.prefix(7))
                for _ in 0..<times {
                    try await site.test.store.perform("test.complaint", by: nil) { act in
                        var complaint = Complaint()
                        (complaint.month, complaint.slip) = (month, AnyID.random())
                        try act.make(complaint)
                    }
                }
            }
            let readers = [try await site.test.browser(of: site.supervisor), try await site.test.browser(of: try await site.test.member("ramatou", [.meal]))]
            func pages() async throws -> [String] {
                var pages: [String] = []
                for reader in readers { for path in ["/measures", "/measures?measure=R2.13.a"] { pages.append(try await reader.get(path).text) } }
                return pages
            }
            let none = try await pages()
            #expect(none.allSatisfy { $0.contains("moins de 5") && $0.contains("Non dédoublonné entre organisations") })
            try await complain(4)
            #expect(try await pages() == none, "a few are not told from none")
            try await complain(3)
            #expect(try await pages().allSatisfy { $0.contains("de 5 à 9 plaintes") && !$0.contains("D’où vient ce chiffre") })
        }
    }

    @Test("are of the reader’s own organisation, and of the days that were asked")
    func own() async throws {
        try await CaseSite.with { site in
            _ = try await site.opened(by: site.agent)
            let foreign = try await site.test.browser(of: site.foreignSupervisor)
            #expect(try await foreign.get("/measures?measure=R2.2").text.contains("0 personnes"))
            let own = try await site.test.browser(of: site.supervisor)
            #expect(try await own.get("/measures?measure=R2.2&from=2001-01-01&to=2001-12-31").text.contains("0 personnes"))
            #expect(try await own.get("/measures?measure=R9.9").status == 404)
        }
    }
}
