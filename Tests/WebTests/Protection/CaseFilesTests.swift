import Access
import Accounts
import Foundation
import Journal
import Protection
import Storage
import Support
import Testing
import Vault

@testable import Web

@Suite("A case file")
struct CaseFilesTests {
    private static let planted = Array(CaseSite.planted.values)

    @Test("goes from a first contact to the journal sealed, and opens for who follows it and their supervisors", arguments: Engine.allCases)
    func opened(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            let id = try #require(AnyID(String(path.split(separator: "/").last!)))
            for member in [site.agent, site.supervisor, site.colleague] {
                let page = try await site.test.browser(of: member).get(path)
                #expect(page.status == 200)
                for word in Self.planted { #expect(page.text.contains(word), "\(member.name) reads \(word)") }
                for word in ["Élevé", "12 à 17 ans", "Guinée", "Non accompagné", "Autres organisations du réseau"] {
                    #expect(page.text.contains(word), "\(word)")
                }
                #expect(!page.body.contains("<title>\(CaseSite.planted["name"]!)"), "a tab tells nothing")
                #expect(try await site.test.browser(of: member).get("/cases").text.contains(CaseSite.planted["name"]!))
            }
            // In the journal and in the tables stand bands and sealed bytes.
            let (file, person) = try await site.test.store.read { connection in
                (try #require(try connection.find(CaseFile.self, id.cast())?.record), try #require(try connection.all(CasePerson.self).first?.record))
            }
            #expect(file.region == PlaceCode("NE001") && file.risk == .high && file.month == "2027-03" && file.number.count == 7)
            #expect(person.ageBand == AgeBand(code: "12-17") && person.origin == OriginGroup(code: "west-africa"))
            let bytes = try await site.test.store.read { connection in
                try connection.rows("SELECT parts FROM entry") { try $0.bytes(0) }.flatMap { $0 }
            }
            for word in Self.planted + ["GIN"] { #expect(!bytes.contains(word), "\(word) is in an entry") }
            #expect(try await site.test.store.verify() == [])
            #expect(try await site.test.store.keyFindings() == [])
            // Each opening is a reading of the organisation.
            let readings = try await site.test.store.read { try $0.all(Reading.self).map(\.record) }
            #expect(readings.count >= 6 && readings.allSatisfy { $0.recordKind == CaseFile.kind && $0.records == [id] })
        }
    }

    @Test("is read in a list as one reading that names each file, and counted as each by the supervisor")
    func listed() async throws {
        try await CaseSite.with { site in
            let paths = [try await site.opened(by: site.agent), try await site.opened(by: site.agent, ["name": "Moussa Ibrahim"])]
            let before = try await site.test.store.read { try $0.all(Reading.self).count }
            let list = try await site.test.browser(of: site.agent).get("/cases")
            #expect(list.text.contains("Moussa Ibrahim") && list.text.contains(CaseSite.planted["name"]!))
            let stored = try await site.test.store.read { try $0.all(Reading.self) }
            let readings = stored.map(\.record)
            #expect(readings.count == before + 1)
            let lines = try await site.test.store.read { try ReadingsController.lines(stored.suffix(1), $0) }
            #expect(lines.map(\.readings) == [2] && lines.map(\.files.count) == [2])
            #expect(Set(readings.last?.records.map { "/cases/\($0)" } ?? []) == Set(paths))
        }
    }

    @Test("is wrapped with a public key until someone who holds the circle’s key first opens it", arguments: Engine.allCases)
    func settled(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            _ = try await site.opened(by: site.agent)
            let file = try #require(try await site.test.store.read { try $0.all(CaseFile.self).first })
            let isPublic = { try await site.test.store.read { try $0.wraps(of: file.id.cast()).compactMap(\.wrap?.isPublic).sorted { !$0 && $1 } } }
            // The agent does not hold the supervisors’ key.
            #expect(try await isPublic() == [false, true])
            _ = try await site.test.browser(of: site.agent).get("/cases")
            #expect(try await isPublic() == [false, true])
            let supervisor = try await site.test.browser(of: site.supervisor)
            for _ in 0..<2 {
                #expect(try await supervisor.get("/cases").text.contains(CaseSite.planted["name"]!))
                #expect(try await isPublic() == [false, false])
            }
            #expect(try await site.test.browser(of: site.agent).get("/cases").text.contains(CaseSite.planted["name"]!))
            #expect(try await site.test.store.verify() == [])
        }
    }

    @Test("is not there for another agent, nor for another organisation, nor is it told apart from what does not exist", arguments: Engine.allCases)
    func hidden(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            for member in [site.other, site.foreignAgent, site.foreignSupervisor] {
                let browser = try await site.test.browser(of: member)
                let missing = try await browser.get("/cases/\(AnyID.random())")
                for address in ["", "/edit", "/people", "/needs", "/consents", "/withdrawals", "/closure"] {
                    let answer = try await browser.get(path + address)
                    #expect(answer.status == 404 && answer.body == missing.body, "\(member.name) \(address)")
                }
                let list = try await browser.get("/cases?part=all")
                for word in Self.planted { #expect(!list.text.contains(word)) }
                // Beside the rule stands the key: theirs opens nothing.
                let keys = try await site.test.store.read {
                    try Keyring(member.keys, $0).dataKeys(of: AnyID(String(path.split(separator: "/").last!))!, $0)
                }
                #expect(keys.isEmpty)
            }
            let supervisor = try await site.test.browser(of: site.supervisor)
            // Assigned, it opens for the other agent; withdrawn, it is gone again, key and all.
            #expect(try await supervisor.post(path + "/assignments", ["account": site.other.account.description]).status == 303)
            let other = try await site.test.browser(of: site.other)
            #expect(try await other.get(path).text.contains(CaseSite.planted["name"]!))
            let assignment = try #require(
                try await site.test.store.read { connection in
                    try connection.all(CaseAssignment.self, "WHERE account = ?", [site.other.account.value]).first?.id
                })
            #expect(try await supervisor.post("/cases/assignments/\(assignment)/removal").status == 303)
            #expect(try await other.get(path).status == 404)
            #expect(try await supervisor.post(path + "/assignments", ["account": site.foreignAgent.account.description]).status == 422)
            #expect(try await supervisor.post(path + "/assignments").status == 422)
        }
    }

    @Test("left to the intake is opened by any of its agents until one takes it on", arguments: Engine.allCases)
    func intake(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent, ["left": "1"])
            let (agent, other) = (try await site.test.browser(of: site.agent), try await site.test.browser(of: site.other))
            #expect(try await other.get("/cases?part=waiting").text.contains(CaseSite.planted["name"]!))
            #expect(try await other.get("/").text.contains("Un dossier attend"))
            #expect(try await other.post(path + "/taking").status == 303)
            #expect(try await other.get(path).text.contains(CaseSite.planted["request"]!))
            #expect(try await agent.get(path).status == 404)
            #expect(try await agent.post(path + "/taking").status == 404)
            let keys = try await site.test.store.read {
                try Keyring(site.agent.keys, $0).dataKeys(of: AnyID(String(path.split(separator: "/").last!))!, $0)
            }
            #expect(keys.isEmpty, "the intake’s wrap is gone")
        }
    }

    @Test("of someone whose account was closed waits for the supervisors to assign it anew", arguments: Engine.allCases)
    func orphaned(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            let supervisor = try await site.test.browser(of: site.supervisor)
            #expect(try await !supervisor.get("/cases?part=waiting").text.contains(CaseSite.planted["name"]!))
            let (account, today) = (site.agent.account, site.test.store.today)
            try await site.test.store.perform("account.close", by: nil) { act in
                try act.close(try #require(try act.connection.find(AccountProfile.self, account)), on: today)
            }
            #expect(try await supervisor.get("/cases?part=waiting").text.contains(CaseSite.planted["name"]!))
            #expect(try await supervisor.get("/").text.contains("Un dossier attend"))
            #expect(try await supervisor.post(path + "/assignments", ["account": site.other.account.description]).status == 303)
            #expect(try await site.test.browser(of: site.other).get(path).text.contains(CaseSite.planted["name"]!))
        }
    }

    @Test("is not opened without the person’s agreement, and loses nothing that was typed")
    func refused() async throws {
        try await CaseSite.with { site in
            let browser = try await site.test.browser(of: site.agent)
            let entries = try await site.test.entries()
            for (changes, sentence) in [
                (["registered": "no"], "Sans l’accord de la personne"), (["registered": ""], "Sans l’accord de la personne"),
                (["giver": "person", "age_band": "12-17"], "Pour un mineur"), (["closing": "handed"], "à quelle organisation"),
                (["birth_year": "95"], "quatre chiffres"),
            ] {
                let answer = try await browser.post(
                    "/cases/new", CaseSite.contact.merging(["token": AnyID.random().description]) { $1 }.merging(changes) { $1 })
                #expect(answer.status == 422)
                #expect(answer.text.contains(sentence), "\(sentence)")
                for word in Self.planted { #expect(answer.body.contains(word.replacing("+", with: "+")), "\(word) comes back") }
            }
            #expect(try await site.test.entries() == entries)
        }
    }

    @Test("keeps what two people write of it while apart, and writes nothing that did not change", arguments: Engine.allCases)
    func edited(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            let browser = try await site.test.browser(of: site.agent)
            let form = try await browser.get(path + "/edit")
            #expect(form.values(of: "telephone") == [CaseSite.planted["telephone"]!])
            func send(_ form: TestAnswer, _ changes: [String: String]) async throws -> TestAnswer {
                var fields = ["token": form.values(of: "token")[0], "seen": form.values(of: "seen")[0]]
                for name in ["telephone", "contact_hours", "contact_means", "place", "situation", "convoy"] { fields[name] = form.values(of: name).first ?? "" }
                return try await browser.post(path + "/edit", fields.merging(changes) { $1 })
            }
            let count = {
                try await site.test.store.read { try $0.first("SELECT COUNT(*) FROM entry WHERE header IS NOT NULL") { Int(try $0.integer(0)) } ?? 0 }
            }
            let stale = try await browser.get(path + "/edit")
            #expect(try await send(form, ["contact_hours": "le soir", "request": CaseSite.planted["request"]!]).status == 303)
            // The other form shows what stood before: only what was typed there counts.
            #expect(try await send(stale, ["request": "autre chose"]).status == 303)
            let page = try await browser.get(path)
            #expect(page.text.contains("le soir") && page.text.contains("autre chose"))
            let before = try await count()
            let again = try await browser.get(path + "/edit")
            #expect(try await send(again, ["request": "autre chose"]).status == 303)
            // The reading of the form, and no writing.
            #expect(try await count() - before == 1)
            #expect(try await site.test.store.verify() == [])
        }
    }

    @Test("moves on by what is done, and is closed by someone else than who asks", arguments: Engine.allCases)
    func worked(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            let id = AnyID(String(path.split(separator: "/").last!))!
            let agent = try await site.test.browser(of: site.agent)
            let step = { try await site.test.store.read { try $0.find(CaseFile.self, id.cast())?.record.step } }
            func add(_ part: String, _ fields: [String: String]) async throws -> TestAnswer {
                let form = try await agent.get("\(path)/\(part)")
                return try await agent.post("\(path)/\(part)", fields.merging(["token": form.values(of: "token")[0]]) { $1 })
            }
            #expect(try await step() == .identified)
            #expect(try await add("needs", ["need": "ASY", "detail": "peur de rentrer"]).status == 303)
            #expect(try await add("assessments", ["on": "2027-03-08", "situation": "seul au village"]).status == 303)
            #expect(try await step() == .assessed)
            #expect(try await add("actions", ["action": "appeler la tante", "due": "2027-03-01", "responsible": site.agent.account.description]).status == 303)
            #expect(try await step() == .planned)
            #expect(try await agent.get("/").text.contains("Action du plan"))
            #expect(try await add("services", ["need": "ASY", "legal_help": "consultation", "detail": "écoute"]).status == 303)
            #expect(try await step() == .followed)
            #expect(try await add("notes", ["on": "2027-03-08", "text": "il sourit"]).status == 303)
            let page = try await agent.get(path)
            for word in ["Demander l’asile", "peur de rentrer", "seul au village", "appeler la tante", "Consultation juridique", "il sourit"] {
                #expect(page.text.contains(word), "\(word)")
            }
            // What endangers stays sealed, its group is counted.
            let need = try #require(try await site.test.store.read { try $0.all(Need.self).first?.record })
            #expect(need.group == .law)
            let bytes = try await site.test.store.read { try $0.rows("SELECT parts FROM entry") { try $0.bytes(0) }.flatMap { $0 } }
            for word in ["peur de rentrer", "ASY", "seul au village", "appeler la tante", "il sourit"] { #expect(!bytes.contains(word), "\(word)") }

            #expect(try await add("closure", ["reason": "reached"]).text.contains("ce qu’est devenu le besoin"))
            let form = try await agent.get("/cases/needs/\(need.id)/edit")
            #expect(
                try await agent.post(
                    "/cases/needs/\(need.id)/edit", ["token": form.values(of: "token")[0], "seen": form.values(of: "seen")[0], "need": "ASY", "outcome": "met"]
                ).status == 303)
            #expect(try await add("closure", ["reason": "reached", "summary": "chez sa tante"]).status == 303)
            let closure = try #require(try await site.test.store.read { try $0.all(CaseClosure.self).first?.id })
            let supervisor = try await site.test.browser(of: site.supervisor)
            #expect(try await agent.get("/cases/closures/\(closure)").status == 403)
            #expect(try await supervisor.get("/").text.contains("Clôture à décider"))
            let wordless = try await supervisor.post("/cases/closures/\(closure)", ["verdict": "returned", "remark": " "])
            #expect(wordless.status == 422 && wordless.text.contains("Dites ce qui est à revoir"))
            #expect(try await supervisor.post("/cases/closures/\(closure)", ["verdict": "returned", "remark": "et l’école ?"]).status == 303)
            let told = try await site.test.browser(of: site.agent).get("/").text
            #expect(told.contains("Clôture renvoyée avec une remarque") && !told.contains("et l’école"))
            #expect(try await agent.get(path).text.contains("et l’école ?"))
            #expect(try await step() == .followed)
            #expect(try await add("closure", ["reason": "reached"]).status == 303)
            let second = try #require(try await site.test.store.read { connection in try connection.all(CaseClosure.self, "WHERE verdict IS NULL").first?.id })
            #expect(try await supervisor.post("/cases/closures/\(second)", ["verdict": "approved"]).status == 303)
            #expect(try await step() == .closed)
            #expect(try await supervisor.get("/cases?part=closed").text.contains(CaseSite.planted["name"]!))
            #expect(try await supervisor.post(path + "/reopening", ["token": AnyID().description, "reason": "elle revient"]).status == 303)
            #expect(try await step() == .followed)
            #expect(try await site.test.store.verify() == [])
            #expect(try await site.test.store.keyFindings() == [])
        }
    }

    @Test("asked to be closed by a supervisor is closed by another supervisor alone")
    func ownClosure() async throws {
        try await CaseSite.with { site in
            let path = try await site.opened(by: site.supervisor)
            let (own, colleague) = (try await site.test.browser(of: site.supervisor), try await site.test.browser(of: site.colleague))
            #expect(try await own.post(path + "/closure", ["token": AnyID().description, "reason": "left"]).status == 303)
            let closure = try #require(try await site.test.store.read { try $0.all(CaseClosure.self).first?.id })
            #expect(try await own.post("/cases/closures/\(closure)", ["verdict": "approved"]).text.contains("une autre personne"))
            #expect(try await colleague.post("/cases/closures/\(closure)", ["verdict": "approved"]).status == 303)
        }
    }

    @Test("erased leaves a certificate and counts, and nothing that opens", arguments: Engine.allCases)
    func erased(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            let id = AnyID(String(path.split(separator: "/").last!))!
            let supervisor = try await site.test.browser(of: site.supervisor)
            #expect(try await site.test.browser(of: site.agent).get(path + "/erasure").status == 403)
            #expect(try await supervisor.post(path + "/erasure", ["ground": "soon"]).status == 422)
            #expect(try await supervisor.post(path + "/erasure", ["ground": "request"]).status == 303)
            let certificate = try await supervisor.get(path)
            #expect(certificate.text.contains("Dossier effacé") && certificate.text.contains("La personne le demande"))
            #expect(try await !supervisor.get("/cases").text.contains(CaseSite.planted["name"]!))
            // Elsewhere it never was.
            #expect(try await site.test.browser(of: site.foreignSupervisor).get(path).status == 404)
            let (wraps, told, erased) = try await site.test.store.read { connection in
                (
                    try connection.wraps(of: id), try connection.entries(about: id).flatMap(\.parts).compactMap { $0 }.filter { $0.subject == id },
                    try connection.all(ErasedCase.self).map(\.record)
                )
            }
            #expect(wraps.isEmpty && told.isEmpty)
            #expect(erased.count == 1 && erased[0].people == 1 && erased[0].minors == 1 && erased[0].region == PlaceCode("NE001"))
            #expect(try await site.test.store.verify() == [])
            #expect(try await site.test.store.keyFindings() == [])
        }
    }

    @Test("is screened again, and its risk follows", arguments: Engine.allCases)
    func screened(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            let browser = try await site.test.browser(of: site.agent)
            for (found, risk) in [(["individual": "violence", "family": "promised", "community": "threatened"], RiskLevel.emergency), ([:], .low)] {
                let answer = try await browser.post(path + "/screenings", found.merging(["token": AnyID().description]) { $1 })
                #expect(answer.status == 303, "\(answer.text)")
                let (file, screenings) = try await site.test.store.read { (try $0.all(CaseFile.self).first?.record, try $0.all(Screening.self).map(\.record)) }
                #expect(file?.risk == risk && screenings.contains { $0.risk == risk && $0.organization == site.test.organization })
            }
            #expect(try await site.test.store.verify() == [])
        }
    }

    @Test("is counted among what was read, and what is unusual stands out")
    func readings() async throws {
        try await CaseSite.with { site in
            let path = try await site.opened(by: site.agent, ["left": "1"])
            let other = try await site.test.browser(of: site.other)
            _ = try await other.get(path)
            let page = try await site.test.browser(of: site.supervisor).get("/readings")
            #expect(page.text.contains("Issaka") && page.text.contains("à regarder"))
            #expect(try await !site.test.browser(of: site.foreignSupervisor).get("/readings").text.contains("Issaka"))
            for word in Self.planted { #expect(!page.text.contains(word)) }
        }
    }

    @Test("is not unusual to read by whom it is for, by day; many in an hour are, and so is one at night")
    func unusual() async throws {
        try await CaseSite.with { site in
            func isFlagged() async throws -> Bool { try await site.test.browser(of: site.supervisor).get("/readings").text.contains("à regarder") }
            let first = try await site.opened(by: site.agent)
            _ = try await site.test.browser(of: site.agent).get(first)
            _ = try await site.test.browser(of: site.agent).get("/cases")
            #expect(try await !isFlagged())
            site.test.clock.advance(minutes: 12 * 60)
            let night = try await site.test.browser(of: site.agent)
            _ = try await night.get(first)
            #expect(try await isFlagged(), "at 23 h")
            site.test.clock.advance(minutes: 8 * 24 * 60 + 12 * 60)
            #expect(try await !isFlagged(), "a week later")
            var paths: [String] = []
            for number in 0..<21 { paths.append(try await site.opened(by: site.agent, ["name": "Personne \(number)"])) }
            site.test.clock.advance(minutes: 90)
            let browser = try await site.test.browser(of: site.agent)
            for path in paths.dropLast() { _ = try await browser.get(path) }
            #expect(try await !isFlagged())
            _ = try await browser.get(paths[20])
            #expect(try await isFlagged(), "the twenty-first within the hour")
        }
    }

    @Test("says what is agreed to, and a withdrawal counts at once")
    func consent() async throws {
        try await CaseSite.with { site in
            let path = try await site.opened(by: site.agent, ["sharing": "legal"])
            let agent = try await site.test.browser(of: site.agent)
            #expect(try await agent.get(path).text.contains("Aide juridique, avocats"))
            let form = try await agent.get(path + "/withdrawals")
            #expect(try await agent.post(path + "/withdrawals", ["token": form.values(of: "token")[0], "question": "sharing", "party": "legal"]).status == 303)
            #expect(try await !agent.get(path).text.contains("Aide juridique, avocats"))
            let again = try await agent.get(path + "/consents")
            #expect(
                try await agent.post(
                    path + "/consents",
                    ["token": again.values(of: "token")[0], "registered": "yes", "sharing": "legal", "giver": "child-alone", "manner": "oral"]
                ).status == 303)
            #expect(try await agent.get(path).text.contains("Aide juridique, avocats"))
            #expect(try await agent.post(path + "/withdrawals", ["token": AnyID().description, "question": "registered"]).status == 303)
            #expect(try await agent.get(path).text.contains("ce dossier doit être effacé"))
        }
    }
}

extension [UInt8] {
    /// Whether a text stands in these bytes as it is.
    func contains(_ text: String) -> Bool { Data(self).range(of: Data(text.utf8)) != nil }
}
