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

@Suite("What a person says, and asks, of what is done for them")
struct VoiceTests {
    private static let words = "zqon m’a écoutée jusqu’au bout"
    private static let ask = "zqmontrez-moi ces feuilles"
    private static let ground = "zqlu avec elle au bureau"

    private static func feedback(_ level: String, _ changes: [String: String] = [:]) -> [String: String] {
        ["level": level, "subject": "whole", "moment": "underway", "manner": "read-out", "words": words, "token": AnyID.random().description].merging(changes) {
            $1
        }
    }

    private static func isSealed(_ text: String, _ site: CaseSite) async throws -> Bool {
        let bytes = try await site.test.store.read { connection in try connection.rows("SELECT parts FROM entry") { try $0.bytes(0) }.flatMap { $0 } }
        return Data(bytes).range(of: Data(text.utf8)) == nil
    }

    @Test("is heard at any time and at closure: its level is counted, its words are sealed", arguments: Engine.allCases)
    func heard(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            let browser = try await site.test.browser(of: site.agent)
            #expect(try await browser.get(path).text.contains("pas encore demandé"))
            #expect(try await browser.post(path + "/feedback", Self.feedback("2")).status == 303)
            #expect(try await browser.post(path + "/feedback", Self.feedback("")).status == 422)
            #expect(try await browser.post(path + "/feedback", Self.feedback("5")).status == 422)
            // Once a closure is asked for, they are asked again, and the supervisor reads it before deciding.
            let reason = ClosureReason.list[0].0.code
            #expect(try await browser.get(path + "/closure").text.contains("droits ont été mieux respectés"))
            #expect(try await browser.post(path + "/closure", ["reason": reason, "token": AnyID.random().description]).status == 303)
            #expect(try await browser.get(path).text.contains("Demander à la personne si ses droits"))
            let form = try await browser.get(path + "/feedback")
            #expect(form.body.contains("value=\"closure\" selected"))
            #expect(try await browser.post(path + "/feedback", Self.feedback("4", ["moment": "closure", "words": ""])).status == 303)
            #expect(try await !browser.get(path).text.contains("Demander à la personne si ses droits"))
            let closure = try #require(try await site.test.store.read { try $0.all(CaseClosure.self).first })
            let decision = try await site.test.browser(of: site.supervisor).get("/cases/closures/\(closure.id)")
            #expect(decision.text.contains(Self.words) && decision.text.contains("Oui, tout à fait"))
            // What is counted stands in clear, and nothing else.
            let said = try await site.test.store.read { try $0.all(Feedback.self, "ORDER BY level").map(\.record) }
            #expect(said.map(\.level.code) == ["2", "4"] && said.count(where: \.level.isFavourable) == 1)
            #expect(said.map(\.moment) == [.underway, .closure] && said.allSatisfy { $0.month == "2027-03" && $0.manner.isKnown })
            #expect(try await Self.isSealed(Self.words, site))
            for member in [site.other, site.foreignAgent] { #expect(try await site.test.browser(of: member).get(path + "/feedback").status == 404) }
        }
    }

    @Test("asks for its data on a case file, is given a copy of it, and is answered in time", arguments: Engine.allCases)
    func request(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            let browser = try await site.test.browser(of: site.agent)
            let today = site.test.store.today
            let fields = ["asks": "access", "words": Self.ask, "received_on": today.description, "token": AnyID.random().description]
            #expect(try await browser.post(path + "/data-requests", fields.merging(["received_on": today.advanced(by: 1).description]) { $1 }).status == 422)
            let noted = try await browser.post(path + "/data-requests", fields)
            #expect(noted.status == 303, "\(noted.text)")
            // Sent twice by one form, it is noted once.
            #expect(try await browser.post(path + "/data-requests", fields).status == 303)
            let request = try await site.test.store.read { try $0.all(DataRequest.self).map(\.record) }
            #expect(request.count == 1 && request[0].dueOn == today.advanced(by: 30) && request[0].subject == request[0].caseFile?.cast())
            let address = "/data-requests/\(request[0].id)"
            let shown = try await browser.get(address)
            #expect(shown.text.contains(Self.ask) && shown.body.contains(path + "/copy"))
            for page in ["/", "/data-requests", path] { #expect(try await browser.get(page).body.contains(address), "\(page)") }
            #expect(try await site.test.browser(of: site.supervisor).get("/").body.contains(address))
            for member in [site.other, site.foreignAgent, site.foreignSupervisor] {
                #expect(try await site.test.browser(of: member).get(address).status == 404)
                for page in ["/", "/data-requests"] { #expect(try await !site.test.browser(of: member).get(page).body.contains(address)) }
                #expect(try await site.test.browser(of: member).get(path + "/copy").status == 404)
            }
            // What the file refers to is named, not only what its list would show.
            try await site.test.store.perform("test.session", by: nil, in: .organization(site.test.organization)) { act in
                var session = InformationSession()
                (session.on, session.venue) = (today, "Marché")
                try act.make(session)
                var file = try #require(try act.connection.all(CaseFile.self).first?.record)
                file.session = session.id
                try act.update(file)
            }
            let copy = try await browser.get(path + "/copy")
            for word in CaseSite.planted.values + ["Guinée", "Non accompagné", "\(Dates.short(today, .french)) – Marché", Self.ask] {
                #expect(copy.text.contains(word), "\(word)")
            }
            #expect(try await site.test.store.read { try $0.all(Reading.self).count { $0.record.recordKind == CaseFile.kind } } >= 3)
            // Late, its supervisor sees it too; answered, it waits no more.
            site.test.clock.advance(minutes: 31 * 24 * 60)
            let supervisor = try await site.test.browser(of: site.supervisor)
            #expect(try await supervisor.get("/data-requests").text.contains("Une réponse est en retard"))
            #expect(try await supervisor.get("/").text.contains("en retard d’un jour"))
            let later = try await site.test.browser(of: site.agent)
            let answer = ["outcome": "done", "answered_on": site.test.store.today.description, "ground": Self.ground, "token": AnyID.random().description]
            #expect(try await later.post(address + "/answer", answer.merging(["ground": ""]) { $1 }).status == 422)
            #expect(try await later.post(address + "/answer", answer.merging(["outcome": ""]) { $1 }).status == 422)
            #expect(try await later.post(address + "/answer", answer).status == 303)
            #expect(try await later.get(address).text.contains(Self.ground))
            #expect(try await !later.get("/").body.contains(address))
            for word in [Self.ask, Self.ground] { #expect(try await Self.isSealed(word, site)) }
            #expect(try await site.test.store.verify() == [])
            #expect(try await site.test.store.keyFindings() == [])
            // Erased with the file, it is gone.
            #expect(
                try await site.test.browser(of: site.supervisor).post(path + "/erasure", ["ground": "request", "token": AnyID.random().description]).status
                    == 303)
            #expect(try await site.test.store.read { try $0.all(DataRequest.self).isEmpty && $0.all(Feedback.self).isEmpty })
        }
    }

    @Test("may ask without a case file: those who are at the intake answer", arguments: Engine.allCases)
    func withoutFile(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let browser = try await site.test.browser(of: site.agent)
            let fields = [
                "asks": "erasure", "words": Self.ask, "who": "zqla dame au foulard", "received_on": site.test.store.today.description,
                "token": AnyID.random().description,
            ]
            #expect(try await browser.post("/data-requests/new", fields.merging(["who": ""]) { $1 }).status == 422)
            let noted = try await browser.post("/data-requests/new", fields)
            #expect(noted.status == 303, "\(noted.text)")
            let address = String(noted.location.split(separator: "?")[0])
            for member in [site.agent, site.other, site.supervisor] {
                let shown = try await site.test.browser(of: member).get(address)
                #expect(shown.text.contains("zqla dame au foulard") && shown.text.contains(Self.ask), "\(member.name)")
                #expect(try await site.test.browser(of: member).get("/").body.contains(address))
            }
            for member in [site.foreignAgent, site.foreignSupervisor] {
                #expect(try await site.test.browser(of: member).get(address).status == 404)
                #expect(try await !site.test.browser(of: member).get("/data-requests").body.contains(address))
            }
            let answer = ["outcome": "nothing", "answered_on": site.test.store.today.description, "ground": Self.ground, "token": AnyID.random().description]
            #expect(try await site.test.browser(of: site.other).post(address + "/answer", answer).status == 303)
            #expect(try await browser.get(address).text.contains(Self.ground))
            for word in [Self.ask, Self.ground, "zqla dame au foulard"] { #expect(try await Self.isSealed(word, site)) }
            #expect(try await site.test.store.verify() == [])
            #expect(try await site.test.store.keyFindings() == [])
        }
    }

    @Test("is answered by rules that the network edits, each by itself")
    func rules() async throws {
        try await TestSite.with { test in
            let browser = try await test.browser(of: test.member("secretaire", [.secretariat]))
            for path in ["/retention", "/data-requests/rule", "/complaints/rule", "/referrals/rule/edit", "/screening-rule/edit"] {
                let form = try await browser.get(path)
                var fields = ["token": AnyID.random().description]
                for match in form.body.matches(of: #/<input[^>]* name="([^"]+)"[^>]*>/#) {
                    let name = String(match.output.1)
                    if !["form", "token", "language", "q"].contains(name), let value = form.values(of: name).first { fields[name] = value }
                }
                #expect(fields.count > 1, "\(path) asks nothing")
                let saved = try await browser.post(path, fields)
                #expect(saved.status == 303, "\(path): \(saved.status) \(saved.text)")
            }
            for path in ["/data-requests/rule": "days", "/complaints/rule": "days_answer"] {
                #expect(
                    try await browser.post(path.key, ["days_danger": "1", "days_examine": "3", path.value: "0", "token": AnyID.random().description]).status
                        == 422)
            }
        }
    }
}
