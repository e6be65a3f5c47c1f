import Access
import Accounts
import Foundation
import Journal
import NetworkLife
import Statistics
import Storage
import Support
import Testing

@testable import Web

private let told = "Le téléphone de Zénabou Cachée"

@Suite("Incidents and demands")
struct IncidentTests {
    private static func path(_ answer: TestAnswer) -> String { answer.location.split(separator: "?").first.map { String($0) } ?? "" }
    private static func form(_ fields: [String: String]) -> [String: String] { MeetingScene.form(fields) }

    /// The registry held by two of the secretariat, and an administrator who holds nothing.
    private static func with(_ engine: Engine, _ body: (TestSite, _ holder: TestBrowser, _ administrator: TestBrowser) async throws -> Void) async throws {
        try await TestSite.with(engine) { test in
            let (first, second) = (try await test.member("une", [.secretariat]), try await test.member("deux", [.secretariat]))
            let holder = try await test.browser(of: first)
            _ = try await holder.post("/registry", ["token": AnyID().description])
            _ = try await holder.post("/registry/members", ["account": second.account.description, "token": AnyID().description])
            try await body(test, try await test.browser(of: first), try await test.browser(of: test.member("technique", [.administrator])))
        }
    }

    @Test("are noted in codes by whoever cannot open them, and sealed notes are read by the registry's holders alone", arguments: Engine.allCases)
    func sealed(engine: Engine) async throws {
        try await Self.with(engine) { test, holder, administrator in
            let today = test.store.today
            for kind in [
                ("/incidents", ["event": "loss", "severity": "moderate", "noticed_on": "\(today)"]),
                ("/demands", ["received_on": "\(today)", "authority": "police", "manner": "spoken", "answer": "pending"]),
            ] {
                let made = try await administrator.post(kind.0 + "/new", Self.form(kind.1))
                #expect(made.status == 303, "\(made.text.prefix(400))")
                let page = Self.path(made)
                #expect(try await administrator.post(page + "/notes", Self.form(["words": ""])).status == 422)
                #expect(try await administrator.post(page + "/notes", Self.form(["words": told])).status == 303)
                #expect(try await !administrator.get(page).body.contains("Cachée"))
                #expect(try await administrator.post(page + "/opening", Self.form([:])).status == 403)
                let opened = try await holder.post(page + "/opening", Self.form([:]))
                #expect(opened.status == 200 && opened.text.contains(told))
                #expect(try await !holder.get(page).body.contains("Cachée"))
            }
            let readings = try await test.store.read { try $0.all(Reading.self).map(\.record.recordKind) }
            #expect(readings.filter { $0 == GuardedNote.kind }.count == 2)
            let rows = try await test.store.read { try $0.rows("SELECT words FROM guarded_note") { try $0.bytes(0) } }
            #expect(rows.count == 2 && rows.allSatisfy { !String(decoding: $0, as: UTF8.self).contains("Cachée") })
            #expect(try await test.store.verify() == [])
        }
    }

    @Test("are counted for those who answer for the figures, who see no more", arguments: Engine.allCases)
    func counted(engine: Engine) async throws {
        try await Self.with(engine) { test, holder, _ in
            let today = test.store.today
            let incident = ["event": "theft", "severity": "high", "noticed_on": "\(today)"]
            #expect(try await holder.post("/incidents/new", Self.form(incident)).status == 303)
            #expect(try await holder.post("/incidents/new", Self.form(incident.merging(["noticed_on": "\(today.advanced(by: 1))"]) { $1 })).status == 422)
            #expect(
                try await holder.post(
                    "/incidents/new", Self.form(incident.merging(["happened_on": "\(today)", "noticed_on": "\(today.advanced(by: -2))"]) { $1 })
                ).status == 422)
            let meal = try await test.browser(of: test.member("suivi", [.meal]))
            let counts = try await meal.get("/incidents/counts").text
            #expect(counts.contains("Incidents de données : 1") && counts.contains("Vol"))
            #expect(try await meal.get("/incidents").status == 403)
            let measure = try #require(IncidentMeasures.all.first { $0.code == "P.4" })
            let question = MeasureQuestion(organization: AnyID(), days: today.advanced(by: -3)...today, today: today)
            let rows = try await test.store.read { try measure.rows(question, $0) }
            #expect(measure.figure(of: rows) == .count(1))
            #expect(rows.first?.codes == ["severity": "high", "event": "theft"])
        }
    }

    @Test("are told nothing that names anyone before the registry is held by enough, and a note can be erased for ever")
    func erased() async throws {
        try await TestSite.with { test in
            let administrator = try await test.browser(of: test.member("technique", [.administrator]))
            let made = try await administrator.post("/incidents/new", Self.form(["event": "loss", "severity": "low", "noticed_on": "\(test.store.today)"]))
            let refused = try await administrator.post(Self.path(made) + "/notes", Self.form(["words": told]))
            #expect(refused.status == 422 && refused.body.contains("Cachée"), "what was typed is not lost")
            #expect(try await test.store.read { try $0.all(GuardedNote.self).isEmpty })
        }
        try await Self.with(.sqlite) { test, holder, administrator in
            let made = try await administrator.post("/incidents/new", Self.form(["event": "loss", "severity": "low", "noticed_on": "\(test.store.today)"]))
            _ = try await administrator.post(Self.path(made) + "/notes", Self.form(["words": told]))
            let note = try #require(try await test.store.read { try $0.all(GuardedNote.self).first?.id })
            #expect(try await holder.post("/incidents/notes/\(note)/erasure", Self.form([:])).status == 422)
            #expect(try await holder.post("/incidents/notes/\(note)/erasure", Self.form(["ground": "request"])).status == 303)
            #expect(try await test.store.read { try $0.all(GuardedNote.self).isEmpty })
            #expect(try await holder.get("/incidents/notes/\(note)/erasure").text.contains("Note effacée"))
        }
    }
}
