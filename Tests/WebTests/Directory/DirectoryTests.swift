import Access
import Journal
import NetworkLife
import Storage
import Support
import Testing

@testable import Web

@Suite("The directory")
struct DirectoryTests {
    private static let organization = ["name": "Ligue du Fleuve", "type": "association", "parts": "member"]

    @Test("takes an organisation, acts once for one form, and says what was done", arguments: Engine.allCases)
    func adding(engine: Engine) async throws {
        try await TestSite.with(engine) { test in
            let browser = try await test.browser(of: test.member("secretaire", [.secretariat]))
            var form = Self.organization
            form["token"] = try await browser.get("/organizations/new").values(of: "token").first
            let first = try await browser.post("/organizations/new", form)
            let second = try await browser.post("/organizations/new", form)
            #expect(first.status == 303)
            #expect(first.location == second.location)
            let page = try await browser.get(first.location)
            #expect(page.text.contains("Organisation ajoutée"))
            #expect(page.text.contains("Ligue du Fleuve"))
            let directory = try await browser.get("/organizations?q=fleuve")
            #expect(directory.text.contains("1 organisation"))
            for path in ["/people", "/members", "/branches", "/bodies"] { #expect(directory.body.contains("href=\"\(path)\"")) }
            // Another form with the same name is told so, and loses nothing.
            form["token"] = AnyID().description
            let twin = try await browser.post("/organizations/new", form)
            #expect(twin.status == 422)
            #expect(twin.text.contains("déjà dans l’annuaire"))
            #expect(twin.values(of: "name") == ["Ligue du Fleuve"])
        }
    }

    @Test(
        "says beside each field what is wrong with it, with 422, and keeps all that was typed",
        arguments: [
            ("name", "", "nécessaire"), ("name", String(repeating: "é", count: 201), "trop long"), ("acronym", "a\u{7}b", "ne s’affichent pas"),
            ("type", "carnaval", "Choisissez dans la liste"), ("parts", "roi", "Choisissez dans la liste"),
            ("parent", "7zzzzzzzzzzzzzzzzzzzzzzzzz", "Choisissez dans la liste"),
            ("parent", "Personne ainsi", "Rien ne porte ce nom"), ("branch", "00000000000000000000000001", "Choisissez dans la liste"),
            ("place", "NE999", "Choisissez dans la liste"),
            ("place", "Nulle part", "Rien ne porte ce nom"), ("address", String(repeating: "a", count: 201), "trop long"),
            ("telephone", "\u{1b}[0m", "ne s’affichent pas"),
            ("email", "pas une adresse", "incomplète"), ("hours", String(repeating: "h", count: 121), "trop long"), ("slogan", "a\nb", "ne s’affichent pas"),
            ("note", String(repeating: "n", count: 2001), "trop long"), ("name", "\u{10FFFF}", "ne s’affichent pas"),
        ])
    func badInput(field: String, text: String, sentence: String) async throws {
        try await TestSite.with { test in
            let browser = try await test.browser(of: test.member("secretaire", [.secretariat]))
            var form = ["name": "Nom gardé", "acronym": "SG", "type": "ngo", "address": "Rue gardée", "token": AnyID().description]
            form[field] = text
            let answer = try await browser.post("/organizations/new", form)
            #expect(answer.status == 422)
            #expect(answer.body.contains("<a href=\"#f-\(field)\">"))
            #expect(answer.text.contains(sentence), "\(answer.text.prefix(600))")
            if field != "name" { #expect(answer.values(of: "name") == ["Nom gardé"]) }
            if field != "address" { #expect(answer.values(of: "address") == ["Rue gardée"]) }
            #expect(try await test.store.read { try $0.all(OrganizationProfile.self).count } == 1)
        }
    }

    /// Texts that break what is not careful: markup, right to left, very long, pictures, half entities.
    private static func hostile(_ limit: Int, _ random: inout SeededRandom) -> String {
        let pieces = [
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "&amp;&lt;&#x3C;", "‮מרוץ‬", "مرحبا", "👩🏽‍🌾", "'; DROP TABLE organization; --",
            "{{7*7}}", "</textarea><h1>",
            "é̂ü", "a b", "\\u003c", "%3Cb%3E", "﷽",
        ]
        var text = ""
        while text.unicodeScalars.count < limit { text += pieces.randomElement(using: &random)! + " " }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit))).trimmingCharacters()
    }

    @Test("shows any text of any field escaped and whole, on the page and in the form", arguments: 1...12)
    func hostileText(seed: UInt64) async throws {
        try await TestSite.with { test in
            var random = SeededRandom(seed)
            var profile = OrganizationProfile()
            for field in OrganizationProfile.fields where field.column == .text {
                switch field.input {
                case .line, .paragraph, .telephone, .email: try field.write(&profile, .text(Self.hostile(field.limit, &random)))
                default: continue
                }
            }
            let made = profile
            try await test.store.perform("test", by: nil) { try $0.make(made) }
            let browser = try await test.browser(of: test.member("secretaire", [.secretariat]))
            for path in ["/organizations/\(made.id)", "/organizations/\(made.id)/edit"] {
                let answer = try await browser.get(path)
                #expect(answer.status == 200)
                #expect(!answer.body.contains("<script"))
                #expect(!answer.body.contains("<img"))
                #expect(!answer.body.contains("</textarea><h1>"))
                for text in [made.name, made.acronym, made.address, made.telephone, made.email, made.hours, made.slogan, made.note] {
                    #expect(answer.body.unescaped.contains(text), "\(path): \(text.prefix(40))")
                }
            }
            #expect(try await browser.get("/organizations").status == 200)
        }
    }

    @Test("keeps a form's text through a wrong answer, whatever it is", arguments: 1...6)
    func hostileForm(seed: UInt64) async throws {
        try await TestSite.with { test in
            var random = SeededRandom(seed)
            let browser = try await test.browser(of: test.member("secretaire", [.secretariat]))
            let texts = ["name": Self.hostile(200, &random), "note": Self.hostile(10_000, &random)]
            let answer = try await browser.post("/organizations/new", texts.merging(["type": "ngo", "token": AnyID().description]) { $1 })
            #expect(answer.status == 422)
            for (name, text) in texts { #expect(answer.body.unescaped.contains(text), "\(name)") }
            #expect(!answer.body.contains("<script"))
        }
    }

    @Test("asks which one where a typed name fits several places, and takes the one that is chosen")
    func which() async throws {
        try await TestSite.with { test in
            try await test.store.perform("test", by: nil) { act in
                for (code, name, level, parent) in [
                    ("NE005", "Tahoua", 1, "NE"), ("NE005011", "Tahoua", 2, "NE005"), ("NE005011003", "Tahoua I", 3, "NE005011"),
                ] {
                    var place = PlaceProfile()
                    place.place = PlaceCode(code)
                    place.name = name
                    place.level = level
                    place.parent = PlaceCode(parent)
                    try act.make(place)
                }
            }
            let browser = try await test.browser(of: test.member("secretaire", [.secretariat]))
            var form = Self.organization.merging(["place": "tahoua", "token": AnyID().description]) { $1 }
            let asked = try await browser.post("/organizations/new", form)
            #expect(asked.status == 422)
            #expect(asked.text.contains("Lequel ?"))
            #expect(asked.text.contains("Tahoua (région)") && asked.text.contains("Tahoua (département)"))
            #expect(!asked.text.contains("Tahoua I"))
            form["place"] = "Tahoua I (commune, Tahoua)"
            let done = try await browser.post("/organizations/new", form)
            #expect(done.status == 303)
            #expect(try await browser.get(done.location).text.contains("Lieu Tahoua I"))
        }
    }

    @Test("has names typed where there are more organisations than a list can offer, and stays light")
    func manyOrganizations() async throws {
        try await TestSite.with { test in
            try await test.store.perform("test", by: nil) { act in
                for number in 1...300 {
                    var profile = OrganizationProfile()
                    profile.name = "Organisation \(number) du Mil"
                    profile.acronym = "OM-\(number)"
                    try act.make(profile)
                }
            }
            let browser = try await test.browser(of: test.member("secretaire", [.secretariat]))
            let page = try await browser.get("/organizations/new")
            #expect(page.body.utf8.count < 25_000)
            #expect(!page.body.contains("OM-7"))
            for path in ["/people/new", "/accounts/new"] {
                let form = try await browser.get(path)
                #expect(form.body.utf8.count < 25_000 && !form.body.contains("OM-7 "), "\(path)")
            }
            let person = ["name": "Boube Issaka", "organization": "om 7", "token": AnyID().description]
            #expect(try await browser.get(browser.post("/people/new", person).location).text.contains("OM-7"))
            var form = Self.organization.merging(["parent": "om 7", "token": AnyID().description]) { $1 }
            let done = try await browser.post("/organizations/new", form)
            #expect(done.status == 303)
            let id = try #require(done.location.split(separator: "/").last?.prefix(26))
            #expect(try await browser.get("/organizations/\(id)").text.contains("Organisme de tutelle OM-7"))
            // The form that comes back as it stood changes nothing.
            let edit = try await browser.get("/organizations/\(id)/edit")
            form["parent"] = edit.values(of: "parent").first
            for name in ["parent-known", "parent-label", "token", "seen"] { form[name] = edit.values(of: name).first }
            #expect(try await browser.post("/organizations/\(id)/edit", form).location == "/organizations/\(id)")
        }
    }

    @Test("lets an organisation be taken out only where nothing depends on it, and put back")
    func removal() async throws {
        try await TestSite.with { test in
            let browser = try await test.browser(of: test.member("secretaire", [.secretariat]))
            let refused = try await browser.post("/organizations/\(test.organization)/removal", ["token": AnyID().description])
            #expect(refused.status == 409)
            #expect(refused.text.contains("Elle a des comptes"))
            let made = try await browser.post("/organizations/new", Self.organization.merging(["token": AnyID().description]) { $1 })
            let id = try #require(made.location.split(separator: "/").last?.prefix(26))
            let gone = try await browser.post("/organizations/\(id)/removal", ["token": AnyID().description])
            #expect(gone.status == 303)
            #expect(try await browser.get("/organizations/\(id)").status == 404)
            let entry = try #require(gone.location.split(separator: "=").last)
            let undone = try await browser.post("/acts/\(entry)/undo", ["token": AnyID().description])
            #expect(undone.status == 303)
            #expect(try await browser.get("/organizations/\(id)").status == 200)
        }
    }

    @Test("shows both values where two people wrote over the same one, and keeps the one that is chosen", arguments: Engine.allCases)
    func collision(engine: Engine) async throws {
        try await TestSite.with(engine) { test in
            let browser = try await test.browser(of: test.member("secretaire", [.secretariat]))
            let reader = try await test.browser(of: test.member("agent", [.caseworker]))
            let path = "/organizations/\(test.organization)"
            let form = try await browser.get(path + "/edit")
            let seen = try #require(form.values(of: "seen").first)
            for name in ["Union du Puits Clair", "Union du Vieux Puits"] {
                let sent = ["name": name, "type": "association", "seen": seen, "token": AnyID().description]
                #expect(try await browser.post(path + "/edit", sent).status == 303)
            }
            let page = try await browser.get(path)
            #expect(page.text.contains("Deux valeurs pour le même champ"))
            #expect(page.text.contains("Union du Puits Clair") && page.text.contains("Union du Vieux Puits"))
            #expect(try await browser.get("/").body.contains("\(path)#collisions"))
            #expect(!(try await reader.get("/").body.contains("#collisions")))
            #expect(try await reader.get(path).values(of: "entry").isEmpty)
            let entries = page.values(of: "entry")
            #expect(entries.count == 2)
            let choice = ["kind": "organization", "field": "name", "entry": entries[1], "token": AnyID().description]
            #expect(try await reader.post("/collisions/\(test.organization)", choice).status == 403)
            // A kind that the reader may edit does not open one that they may not.
            #expect(try await browser.post("/collisions/\(test.organization)", choice.merging(["kind": "meeting"]) { $1 }).status == 409)
            #expect(try await browser.post("/collisions/\(test.organization)", choice).status == 303)
            let settled = try await browser.get(path)
            #expect(!settled.text.contains("Deux valeurs"))
            #expect(!(try await browser.get("/").body.contains("#collisions")))
            #expect(try await browser.post("/collisions/\(test.organization)", choice.merging(["token": AnyID().description]) { $1 }).status == 409)
        }
    }

    @Test("finds organisations, people, meetings and decisions from one box")
    func search() async throws {
        try await TestSite.with { test in
            try await test.store.perform("test", by: nil) { act in
                var meeting = MeetingRecord()
                meeting.title = "Rencontre du puits"
                try act.make(meeting)
                var decision = Decision()
                decision.meeting = meeting.id
                decision.text = "Curer le Puits"
                try act.make(decision)
                var person = PersonProfile()
                person.name = "Dupuits Mariama"
                try act.make(person)
            }
            let browser = try await test.browser(of: test.member("agent", [.caseworker]))
            let found = try await browser.get("/search?q=PUITS")
            for text in ["Union du Puits", "Dupuits Mariama", "Rencontre du puits", "Curer le Puits"] { #expect(found.text.contains(text)) }
            #expect(try await browser.get("/search?q=%25").text.contains("Rien ne porte ces mots"))
            #expect(try await browser.get("/search?q=%00%E2%80%AE").status == 200)
        }
    }
}

extension String {
    /// What a browser reads of escaped text.
    fileprivate var unescaped: String {
        replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&#34;", with: "\"").replacing("&#39;", with: "'")
            .replacing("&#x27;", with: "'").replacing("&amp;", with: "&")
    }

    fileprivate func trimmingCharacters() -> String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
