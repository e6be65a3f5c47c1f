import Access
import Journal
import NetworkLife
import Protection
import Storage
import Support
import Testing

@testable import Web

@Suite("The service directory")
struct ServiceDirectoryTests {
    static func offer(_ name: String, _ kind: ServiceKind, _ test: TestSite, _ change: (inout ServiceOffer) -> Void = { _ in }) async throws -> ID<ServiceOffer>
    {
        var offer = ServiceOffer()
        (offer.name, offer.provider, offer.kinds, offer.place) = (name, "Essai", Codes([kind]), PlaceCode("NE001"))
        offer.verifiedOn = test.store.today
        change(&offer)
        let made = offer
        try await test.store.perform("test.offer", by: nil) { try $0.make(made) }
        return offer.id
    }

    @Test("shows those in the field what someone verified, and hides it again after ninety days without", arguments: Engine.allCases)
    func verification(engine: Engine) async throws {
        try await AlertRegisterTests.with(engine) { test, agent in
            let id = try await Self.offer("Accueil de jour", .transit, test) { $0.verifiedOn = nil }
            let focalPoint = try await test.member("zeinabou", [.branchFocalPoint])
            var verifier = try await test.browser(of: focalPoint)
            for path in ["/services", "/services?q=accueil", "/search?q=accueil", "/services?format=csv", "/services?verification=hidden", "/signposting/new"] {
                #expect(!(try await agent.get(path).body.contains("Accueil de jour")), "\(path)")
            }
            #expect(try await agent.get("/services/\(id)").status == 404)
            #expect(try await verifier.get("/services").text.contains("1 service est caché"))
            #expect(try await verifier.get("/services/\(id)").text.contains("Caché, à vérifier"))
            #expect(try await verifier.post("/services/\(id)/verification", ["token": AnyID().description]).status == 303)
            for path in ["/services", "/services?q=accueil", "/search?q=accueil", "/services?format=csv", "/signposting/new"] {
                #expect(try await agent.get(path).body.contains("Accueil de jour"), "\(path)")
            }
            #expect(try await agent.get("/services/\(id)").text.contains("par Zeinabou"))
            #expect(!(try await agent.get("/services/\(id)").text.contains("J’ai vérifié")))
            test.clock.advance(minutes: 90 * 1_440)
            let later = try await test.member("fatimata", [.caseworker])
            #expect(try await test.browser(of: later).get("/services/\(id)").status == 200)
            test.clock.advance(minutes: 1_440)
            let after = try await test.browser(of: later)
            #expect(try await after.get("/services/\(id)").status == 404)
            #expect(!(try await after.get("/services").body.contains("Accueil de jour")))
            verifier = try await test.browser(of: focalPoint)
            #expect(try await verifier.post("/services/\(id)/verification", ["token": AnyID().description]).status == 303)
            #expect(try await after.get("/services/\(id)").status == 200)
            #expect(try await verifier.post("/services/\(id)/hiding", ["token": AnyID().description]).status == 303)
            #expect(try await after.get("/services/\(id)").status == 404)
            #expect(try await test.store.verify() == [])
        }
    }

    @Test("is narrowed by need, region and profile, and never shows a return-only service to who may seek asylum")
    func narrowed() async throws {
        try await AlertRegisterTests.with(.sqlite) { test, agent in
            _ = try await Self.offer("Centre de transit", .transit, test) { $0.isReturnOnly = true }
            _ = try await Self.offer("Guichet", .asylum, test) { ($0.takesAsylumRequests, $0.profiles) = (true, Codes([.asylumSeekers])) }
            _ = try await Self.offer("Ligne nationale", .information, test) { $0.place = nil }
            let found = { (query: String) async throws -> [Bool] in
                let body = try await agent.get("/services?\(query)").body
                return ["Centre de transit", "Guichet", "Ligne nationale"].map(body.contains)
            }
            #expect(try await found("") == [true, true, true])
            #expect(try await found("asylum=yes") == [false, true, true])
            #expect(try await found("kinds=transit") == [true, false, false])
            #expect(try await found("place=NE008") == [false, false, true])
            #expect(try await found("profiles=children") == [true, false, true])
        }
    }

    @Test("is added by those who keep it, hidden, with what contradicts itself refused")
    func added() async throws {
        try await AlertRegisterTests.with(.sqlite) { test, agent in
            let keeper = try await test.browser(of: test.member("saley", [.supervisor]))
            let fields = ["name": "Permanence", "provider": "Ligue", "kinds": "legal-help", "profiles": "anyone", "cost": "gratuit"]
            let both = try await keeper.post("/services/new", fields.merging(["token": AnyID().description, "takes_asylum": "1", "return_only": "1"]) { $1 })
            #expect(both.status == 422 && both.text.contains("Décochez l’un des deux"))
            let made = try await keeper.post("/services/new", fields.merging(["token": AnyID().description]) { $1 })
            #expect(made.status == 303)
            #expect(try await keeper.get(made.location).text.contains("Caché, à vérifier"))
            #expect(try await agent.get(String(made.location.prefix { $0 != "?" })).status == 404)
        }
    }
}

@Suite("The register of orientations")
struct OrientationRegisterTests {
    @Test("counts that someone was told where to go, and after which session", arguments: Engine.allCases)
    func signposting(engine: Engine) async throws {
        try await AlertRegisterTests.with(engine) { test, agent in
            let service = try await ServiceDirectoryTests.offer("Accueil de jour", .transit, test)
            let discreet = try await ServiceDirectoryTests.offer("Guichet", .asylum, test)
            var session = InformationSession()
            (session.on, session.venue) = (test.store.today, "Marché")
            let held = session
            try await test.store.perform("test.session", by: nil, in: .organization(test.organization)) { try $0.make(held) }
            let form = try await agent.get("/signposting/new")
            #expect(form.text.contains("Essai – Accueil de jour") && !form.text.contains("Guichet"))
            #expect(form.text.contains("\(Dates.short(test.store.today, .french)) – Marché"))
            let fields = [
                "need": "shelter", "service": "\(service)", "sex": "female", "age": "25-59", "place": "NE001005001", "on": form.values(of: "on")[0],
                "session": "\(held.id)",
            ]
            let made = try await agent.post("/signposting/new", fields.merging(["token": form.values(of: "token")[0]]) { $1 })
            #expect(made.status == 303, "\(made.text)")
            let page = try await agent.get(made.location)
            for text in ["Accueil, hébergement", "Accueil de jour", "Femme ou fille", "25 à 59 ans", "Ingall"] { #expect(page.text.contains(text), "\(text)") }
            let told = try await agent.post("/signposting/new", fields.merging(["token": AnyID().description, "service": "\(discreet)"]) { $1 })
            #expect(told.status == 422 && told.text.contains("laissez vide"))
            // The next one begins at the same place, after the same session.
            let next = try await agent.get("/signposting/new")
            #expect(next.body.contains("<option value=\"\(held.id)\" selected>"))
            #expect(try await test.store.read { try $0.all(Signposting.self).map(\.record.organization) } == [test.organization])
        }
    }

    @Test("refers to no session of another organisation")
    func otherSession() async throws {
        try await AlertRegisterTests.with(.sqlite) { test, agent in
            var session = InformationSession()
            (session.on, session.venue) = (Day(year: 2027, month: 3, day: 8)!, "Ailleurs")
            let held = session
            try await test.store.perform("test.session", by: nil, in: .organization(ID())) { try $0.make(held) }
            let form = try await agent.get("/signposting/new").body
            #expect(!form.contains("Ailleurs") && !form.contains("\(held.id)"))
            let fields = ["need": "shelter", "sex": "female", "age": "25-59", "place": "NE001005001", "on": "2027-03-01"]
            let own = try await agent.post("/signposting/new", fields.merging(["token": AnyID().description, "session": "\(held.id)"]) { $1 })
            let none = try await agent.post("/signposting/new", fields.merging(["token": AnyID().description, "session": "\(AnyID())"]) { $1 })
            #expect(own.status == 422 && none.status == 422)
            #expect(own.text == none.text)
        }
    }

    @Test("opens, notes and ends a one-off support on one page", arguments: Engine.allCases)
    func support(engine: Engine) async throws {
        try await AlertRegisterTests.with(engine) { test, agent in
            let fields = [
                "need": "law", "kinds": "going", "sex": "male", "age": "18-24", "place": "NE001005001", "on": "2027-03-01", "given": "Allés ensemble.",
            ]
            let once = try await agent.post("/supports/new", fields.merging(["token": AnyID().description, "outcome": "done"]) { $1 })
            #expect(once.status == 303, "\(once.text)")
            #expect(try await agent.get(once.location).text.contains("Fini le"))
            let begun = try await agent.post("/supports/new", fields.merging(["token": AnyID().description]) { $1 })
            let path = String(begun.location.prefix { $0 != "?" })
            #expect(try await agent.get(path).text.contains("En cours"))
            let editing = try await agent.get(path + "/edit")
            let ended = try await agent.post(
                path + "/edit", fields.merging(["token": AnyID().description, "seen": editing.values(of: "seen")[0], "outcome": "partly"]) { $1 })
            #expect(ended.status == 303)
            #expect(try await agent.get(path).text.contains("Fait en partie"))
            #expect(try await agent.get("/supports?standing=open").text.contains("Rien ne correspond"))
            #expect(try await test.store.verify() == [])
        }
    }
}
