import Access
import Journal
import NetworkLife
import Protection
import Storage
import Support
import Testing

@testable import Web

@Suite("The register of alerts")
struct AlertRegisterTests {
    static func with<T>(_ engine: Engine, _ body: (TestSite, TestBrowser) async throws -> T) async throws -> T {
        try await TestSite.with(engine) { test in
            var place = PlaceProfile()
            (place.place, place.name, place.level) = (PlaceCode("NE001005001"), "Ingall", 3)
            let made = place
            try await test.store.perform("test.place", by: nil) { try $0.make(made) }
            return try await body(test, try await test.browser(of: test.member("halima", [.caseworker])))
        }
    }

    private static func raise(_ browser: TestBrowser) async throws -> String {
        let form = try await browser.get("/alerts/new")
        let answer = try await browser.post(
            "/alerts/new",
            [
                "token": form.values(of: "token")[0], "needs": "water-food", "people": "40", "place": "NE001005001", "text": "Sans eau depuis hier.",
                "on": form.values(of: "on")[0], "at": form.values(of: "at")[0], "channel": "telephone",
            ])
        #expect(answer.status == 303, "\(answer.text)")
        return String(answer.location.prefix { $0 != "?" })
    }

    @Test("is raised, waits for everyone who answers alerts, is taken, and ends with what was done", arguments: Engine.allCases)
    func life(engine: Engine) async throws {
        try await Self.with(engine) { test, browser in
            let relay = try await test.browser(of: test.member("aichatou", [.communityRelay]))
            let alert = try await Self.raise(relay)
            #expect(try await relay.get("/").text.contains("Alertes Eau") == false)
            #expect(try await relay.post(alert + "/taking", ["token": AnyID().description]).status == 403)
            #expect(try await browser.get("/").text.contains("Eau, nourriture"))
            #expect(try await browser.get(alert).text.contains("par personne encore"))
            #expect(try await browser.post(alert + "/taking", ["token": AnyID().description]).status == 303)
            let taken = try await browser.get(alert)
            #expect(taken.text.contains("par Halima"))
            #expect(!taken.text.contains("Je m’en charge"))
            let twice = try await test.browser(of: test.member("saley", [.supervisor])).post(alert + "/taking", ["token": AnyID().description])
            #expect(twice.status == 422 || twice.status == 409, "\(twice.status)")
            let empty = try await browser.post(alert + "/closure", ["token": AnyID().description, "outcome": "", "done": ""])
            #expect(empty.status == 422 && empty.text.contains("Choisissez l’issue"))
            let closed = try await browser.post(alert + "/closure", ["token": AnyID().description, "outcome": "helped", "done": "Eau portée."])
            #expect(closed.status == 303)
            #expect(try await browser.get(alert).text.contains("Aide apportée"))
            #expect(try await browser.get("/").text.contains("Eau, nourriture") == false)
            let acts = try await test.store.read { connection in
                try connection.entries(of: try #require(try connection.all(Alert.self).first).id.cast()).map(\.header.act)
            }
            #expect(acts == ["alert.raise", "alert.take", "alert.close"])
            #expect(try await test.store.verify() == [])
        }
    }

    @Test("is late after a day, on its page, in its list and where the day begins")
    func late() async throws {
        try await Self.with(.sqlite) { test, browser in
            let alert = try await Self.raise(browser)
            let member = try await test.member("zeinabou", [.caseworker])
            test.clock.advance(minutes: 23 * 60)
            #expect(try await test.browser(of: member).get(alert).text.contains("À prendre, reste"))
            test.clock.advance(minutes: 3 * 60)
            let again = try await test.browser(of: member)
            #expect(try await again.get(alert).text.contains("en retard de 2"))
            #expect(try await again.get("/alerts").text.contains("1 alerte est en retard."))
            #expect(try await again.get("/").body.contains("<li class=\"late\">"))
            #expect(try await again.get("/alerts?standing=closed").text.contains("Rien ne correspond"))
        }
    }
}

@Suite("The register of arrivals")
struct ArrivalRegisterTests {
    @Test("takes a convoy of six hundred from what a telephone sends", arguments: Engine.allCases)
    func convoy(engine: Engine) async throws {
        try await AlertRegisterTests.with(engine) { test, browser in
            let form = try await browser.get("/arrivals/new")
            #expect(form.values(of: "at")[0].isEmpty == false && form.values(of: "on")[0].isEmpty == false)
            let fields = [
                "token": form.values(of: "token")[0], "on": form.values(of: "on")[0], "at": form.values(of: "at")[0], "place": "ingall",
                "situation": "expelled-algeria", "convoy": "official", "men": "520", "women": "40", "girls": "15", "boys": "25",
                "needs-care": "7", "needs-unaccompanied": "3", "nationalities-NER": "590",
            ]
            let answer = try await browser.post("/arrivals/new", fields)
            #expect(answer.status == 303, "\(answer.text)")
            let page = try await browser.get(answer.location)
            for text in ["Personnes comptées : 600", "Expulsées d’Algérie", "Convoi officiel", "Soins : 7, Enfants seuls : 3", "Niger : 590", "Ingall"] {
                #expect(page.text.replacing("\u{A0}", with: " ").contains(text), "\(text)")
            }
            #expect(try await browser.get("/arrivals").text.contains("600 personnes comptées ce mois-ci"))
            // The next one begins where this one was, as it was.
            let next = try await browser.get("/arrivals/new")
            #expect(next.values(of: "place") == ["Ingall (commune, )"])
            #expect(next.body.contains("<option value=\"official\" selected>"))
            #expect(try await browser.get("/arrivals?convoy=unofficial").text.contains("Rien ne correspond"))
            #expect(try await browser.post("/arrivals/new", fields.merging(["token": AnyID().description, "needs-care": "601"]) { $1 }).status == 422)
        }
    }
}
