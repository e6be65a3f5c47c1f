import Access
import Journal
import NetworkLife
import Protection
import Storage
import Support
import Testing

@testable import Web

@Suite("The register of information sessions")
struct InformationRegisterTests {
    private static func with<T>(_ engine: Engine, _ body: (TestSite, TestBrowser) async throws -> T) async throws -> T {
        try await TestSite.with(engine) { test in
            var place = PlaceProfile()
            (place.place, place.name, place.level) = (PlaceCode("NE001"), "Agadez", 1)
            let made = place
            try await test.store.perform("test.place", by: nil) { try $0.make(made) }
            return try await body(test, try await test.browser(of: test.member("halima", [.caseworker])))
        }
    }

    private static let filled = [
        "on": "2027-03-01", "manner": "talk", "place": "NE001", "venue": "Cour de l’école", "women": "12", "men": "", "girls": "3", "topics": "rights",
        "languages": "hau", "nationalities-MLI": "4", "nationalities-NER": " 1 1 ", "leaflets": "15", "questions": "Où se plaindre ?",
    ]

    @Test("goes from the page to the journal of the organisation, and back to the page", arguments: Engine.allCases)
    func written(engine: Engine) async throws {
        try await Self.with(engine) { test, browser in
            let form = try await browser.get("/information-sessions/new")
            #expect(form.values(of: "on") == ["2027-03-08"] || form.values(of: "on").count == 1)
            #expect(form.body.contains("inputmode=\"numeric\""))
            let answer = try await browser.post("/information-sessions/new", Self.filled.merging(["token": form.values(of: "token")[0]]) { $1 })
            #expect(answer.status == 303)
            let stored = try #require(try await test.store.read { try $0.all(InformationSession.self).first })
            #expect(stored.record.organization == test.organization)
            #expect(stored.record.people.total == 15)
            #expect(stored.record.nationalities == Tally([Nationality(code: "MLI"): 4, Nationality(code: "NER"): 11]))
            let entry = try #require(try await test.store.read { try $0.entries(of: stored.id.cast()).first })
            #expect(entry.header.scope == .organization(test.organization))
            #expect(entry.header.act == "information.create")
            let page = try await browser.get(answer.location)
            for text in [
                "Causerie", "Personnes informées : 15", "Agadez, Cour de l’école", "Haoussa", "Mali : 4, Niger : 11", "Où se plaindre ?",
                "Séance d’information notée",
            ] {
                #expect(page.text.replacing("\u{A0}", with: " ").contains(text), "\(text)")
            }
            let list = try await browser.get("/information-sessions")
            #expect(list.text.contains("15 participations en 2027"))
            #expect(try await browser.get("/information-sessions?topics=asylum").text.contains("Rien ne correspond"))
            #expect(try await browser.get("/information-sessions?topics=rights&year=2027&q=ecole").text.contains("Agadez"))
            let file = try await browser.get("/information-sessions?format=csv")
            #expect(file.body.contains("Agadez;Cour de l’école;15;15;Droits des personnes migrantes;Haoussa"))
            browser.keep(.language, "en")
            #expect(try await browser.get(answer.location).text.contains("Small-group talk"))
        }
    }

    @Test("counts none where nothing is typed, also where a number stood before")
    func emptied() async throws {
        try await Self.with(.sqlite) { test, browser in
            let form = try await browser.get("/information-sessions/new")
            _ = try await browser.post("/information-sessions/new", Self.filled.merging(["token": form.values(of: "token")[0]]) { $1 })
            let id = try #require(try await test.store.read { try $0.all(InformationSession.self).first?.id })
            let editing = try await browser.get("/information-sessions/\(id)/edit")
            #expect(editing.values(of: "women") == ["12"])
            #expect(editing.values(of: "men") == [""])
            #expect(editing.values(of: "nationalities-MLI") == ["4"])
            let fields = Self.filled.merging([
                "token": AnyID().description, "seen": editing.values(of: "seen")[0], "women": "", "nationalities-NER": "", "nationalities-MLI": "2",
            ]) { $1 }
            #expect(try await browser.post("/information-sessions/\(id)/edit", fields).status == 303)
            let now = try #require(try await test.store.read { try $0.find(InformationSession.self, id)?.record })
            #expect(now.people.women == 0 && now.people.total == 3)
            #expect(now.nationalities == Tally([Nationality(code: "MLI"): 2]))
            #expect(try await test.store.verify() == [])
        }
    }

    @Test(
        "comes back with what was typed where something is wrong",
        arguments: [
            (["women": "douze"], "nombre entier"), (["women": "", "girls": "", "nationalities-MLI": "", "nationalities-NER": ""], "au moins une personne"),
            (["nationalities-MLI": "x"], "nombre entier"), (["nationalities-MLI": "30"], "Les nationalités font 41"), (["on": "2037-01-01"], "pas encore venu"),
            (["place": ""], "nécessaire"),
        ])
    func wrong(change: [String: String], sentence: String) async throws {
        try await Self.with(.sqlite) { test, browser in
            let before = try await test.entries()
            let answer = try await browser.post("/information-sessions/new", Self.filled.merging(change) { $1 }.merging(["token": AnyID().description]) { $1 })
            #expect(answer.status == 422)
            #expect(answer.text.contains(sentence), "\(answer.text)")
            #expect(answer.values(of: "venue") == ["Cour de l’école"])
            for (name, text) in change where !text.isEmpty && name != "place" { #expect(answer.values(of: name) == [text]) }
            #expect(try await test.entries() == before)
        }
    }

    @Test("is taken out and brought back in one step each")
    func removed() async throws {
        try await Self.with(.sqlite) { test, browser in
            _ = try await browser.post("/information-sessions/new", Self.filled.merging(["token": AnyID().description]) { $1 })
            let id = try #require(try await test.store.read { try $0.all(InformationSession.self).first?.id })
            let gone = try await browser.post("/information-sessions/\(id)/removal", ["token": AnyID().description])
            #expect(gone.location.hasPrefix("/information-sessions?done="))
            let list = try await browser.get(gone.location)
            #expect(try await browser.get("/information-sessions/\(id)").status == 404)
            let undo = try #require(list.body.firstMatch(of: #/action="(\/acts\/[0-9a-f]+\/undo)"/#))
            let back = try await browser.post(String(undo.1), ["token": AnyID().description])
            #expect(back.location.hasPrefix("/information-sessions/\(id)"))
            #expect(try await browser.get("/information-sessions/\(id)").status == 200)
        }
    }

    @Test("begins where the last session was held")
    func begins() async throws {
        try await Self.with(.sqlite) { _, browser in
            #expect(try await browser.get("/information-sessions/new").values(of: "place") == [""])
            _ = try await browser.post("/information-sessions/new", Self.filled.merging(["token": AnyID().description]) { $1 })
            #expect(try await browser.get("/information-sessions/new").values(of: "place") == ["Agadez (région)"])
        }
    }
}
