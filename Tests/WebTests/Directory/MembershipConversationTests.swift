import Access
import Journal
import NetworkLife
import Storage
import Support
import Testing

@testable import Web

@Suite("Joining the network")
struct MembershipConversationTests {
    private static func token() -> String { AnyID().description }

    private static func branch(_ test: TestSite) async throws -> BranchProfile {
        var branch = BranchProfile()
        branch.name = "Agadez"
        let made = branch
        try await test.store.perform("test", by: nil) { try $0.make(made) }
        return made
    }

    @Test("goes from application to admission, which another person signs", arguments: Engine.allCases)
    func journey(engine: Engine) async throws {
        try await TestSite.with(engine) { test in
            let branch = try await Self.branch(test)
            let first = try await test.browser(of: test.member("premiere", [.secretariat]))
            let second = try await test.browser(of: test.member("seconde", [.secretariat]))
            let applied = try await first.post(
                "/members/new",
                ["name": "Ligue du Fleuve", "type": "ngo", "on": "2027-02-01", "motivation": "Défendre les droits", "token": Self.token()])
            #expect(applied.status == 303)
            let path = String(applied.location.prefix { $0 != "?" })
            let organization = path.replacing("/membership", with: "")
            let page = try await first.get(applied.location)
            #expect(page.text.contains("Candidature reçue"))
            #expect(page.body.contains("class=\"primary\" href=\"\(organization)/review\""))
            #expect(page.text.contains("Il manque : Charte du réseau"))
            #expect(try await first.post(organization + "/review", ["on": "2027-02-03", "reason": "Dossier complet", "token": Self.token()]).status == 303)
            let own = try await first.get(path)
            #expect(own.text.contains("une autre personne prononce l’admission"))
            #expect(!own.body.contains("class=\"primary\" href=\"\(organization)/admission\""))
            let admission = ["on": "2027-02-05", "branch": branch.id.description, "token": Self.token()]
            #expect(try await first.post(organization + "/admission", admission).status == 422)
            #expect(try await second.get(path).body.contains("class=\"primary\" href=\"\(organization)/admission\""))
            let admitted = try await second.post(organization + "/admission", admission)
            #expect(admitted.status == 303)
            #expect(try await second.get(admitted.location).text.contains("Membre admis"))
            let entry = try #require(Digest(hex: String(admitted.location.suffix(64))))
            #expect(try await test.store.read { try $0.entry(entry)?.header.signatures.count } == 1)
            #expect(try await second.get("/members?standing=member").text.contains("Ligue du Fleuve"))
            #expect(try await second.get("/members?standing=suspended").text.contains("Rien ne correspond"))
        }
    }

    @Test(
        "is refused in words for dates that cannot be, a reason that is not given, a step out of turn; and keeps what was typed",
        arguments: [
            ("application", ["on": "2099-01-01", "motivation": "Agir"], "on", "au plus tard aujourd’hui"),
            ("application", ["on": "2027-01-01"], "motivation", "pourquoi"),
            ("application", ["on": "31/2/2027", "motivation": "Agir"], "on", "n’existe pas"),
            ("application", ["on": "2027-01-01", "motivation": String(repeating: "m", count: 2001)], "motivation", "trop long"),
        ])
    func refusals(step: String, fields: [String: String], field: String, sentence: String) async throws {
        try await TestSite.with { test in
            let browser = try await test.browser(of: test.member("secretaire", [.secretariat]))
            let answer = try await browser.post("/organizations/\(test.organization)/\(step)", fields.merging(["token": Self.token()]) { $1 })
            #expect(answer.status == 422)
            #expect(answer.body.contains("<a href=\"#f-\(field)\">"))
            #expect(answer.text.contains(sentence), "\(answer.text)")
            #expect(answer.values(of: "on") == [fields["on"] ?? ""])
            let early = try await browser.post("/organizations/\(test.organization)/admission", ["on": "2027-01-01", "token": Self.token()])
            #expect(early.status == 422)
            #expect(early.text.contains("n’en est pas là"))
        }
    }

    @Test("notes what was signed and what is late, on the page and in the list")
    func undertakings() async throws {
        try await TestSite.with(isSample: true) { test in
            let branch = try await Self.branch(test)
            let browser = try await test.browser(of: test.member("secretaire", [.secretariat]))
            let organization = "/organizations/\(test.organization)"
            for (step, fields) in [
                ("application", ["on": "2027-01-01", "motivation": "Agir"]), ("review", ["on": "2027-01-02"]),
                ("admission", ["on": "2027-01-03", "branch": branch.id.description]),
            ] {
                #expect(try await browser.post("\(organization)/\(step)", fields.merging(["token": Self.token()]) { $1 }).status == 303)
            }
            for text in ["charter", "code-of-conduct", "information-sharing-protocol"] {
                let signed = ["text": text, "on": "2027-01-03", "signatory": "La présidente", "due": "2027-02-01", "token": Self.token()]
                #expect(try await browser.post(organization + "/undertakings", signed).status == 303)
            }
            let page = try await browser.get(organization + "/membership")
            #expect(page.text.contains("Il manque : Engagement de membre"))
            #expect(page.text.contains("en retard de"))
            let list = try await browser.get("/members")
            #expect(list.text.contains("Engagement de membre"))
            #expect(list.text.contains("3 en retard"))
            let early = try await browser.post(
                organization + "/undertakings", ["text": "charter", "on": "2026-12-31", "signatory": "x", "token": Self.token()])
            #expect(early.text.contains("ne précède pas la candidature"))
        }
    }

    @Test("ends with a reason, and begins again with a new application")
    func ending() async throws {
        try await TestSite.with(isSample: true) { test in
            let browser = try await test.browser(of: test.member("secretaire", [.secretariat]))
            let organization = "/organizations/\(test.organization)"
            _ = try await browser.post(organization + "/application", ["on": "2027-01-01", "motivation": "Agir", "token": Self.token()])
            #expect(try await browser.post(organization + "/withdrawal", ["on": "2027-01-05", "token": Self.token()]).status == 422)
            let token = Self.token()
            for _ in 0..<2 {
                let sent = try await browser.post(organization + "/withdrawal", ["on": "2027-01-05", "reason": "Plus de moyens", "token": token])
                #expect(sent.status == 303)
            }
            let page = try await browser.get(organization + "/membership")
            #expect(page.text.contains("Retirée depuis le 5 janvier 2027"))
            #expect(page.body.contains("class=\"primary\" href=\"\(organization)/application\""))
            #expect(try await test.store.read { try $0.all(MembershipStep.self).count } == 2)
        }
    }
}
