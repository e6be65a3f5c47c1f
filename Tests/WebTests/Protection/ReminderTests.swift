import Access
import Accounts
import Foundation
import Journal
import Protection
import Storage
import Support
import Testing

@testable import Exchange
@testable import Web

@Suite("Reminders by mail", .serialized)
struct ReminderTests {
    private struct Part: Decodable { let type, text: String }
    private struct Message: Decodable {
        let headers: [String: String]
        let parts: [Part]
    }

    private static func configure(_ site: CaseSite, _ sink: MailSink) async throws {
        try await site.test.store.database.write {
            try $0.keep(
                PostSettings(
                    address: "smtp://127.0.0.1:\(sink.port)", isEncrypted: false, account: "", password: "", sender: "carnet@example.org",
                    signIn: "https://carnet.example.org/"))
        }
    }

    /// What a morning does, twice, as two processes would.
    private static func morning(_ site: CaseSite) async throws {
        for _ in 0..<2 {
            try await Upkeep.clear(.reminded, in: site.test.store)
            try await Reminders(site.test.store).queue()
        }
        let posting = Posting(site.test.store, name: "Carnet")
        while try await posting.deliverNext() {}
    }

    private static func settings(_ member: TestMember, _ site: CaseSite, _ changes: [String: String]) async throws {
        let browser = try await site.test.browser(of: member)
        let form = try await browser.get("/me/edit")
        let fields = ["token": form.values(of: "token")[0], "seen": form.values(of: "seen")[0], "display_name": member.profile.displayName, "language": "fr"]
        let done = try await browser.post("/me/edit", fields.merging(changes) { $1 })
        #expect(done.status == 303, "\(done.text)")
    }

    private static func taken(_ sink: MailSink) throws -> [(to: [String], bytes: [UInt8])] {
        let count = try FileManager.default.contentsOfDirectory(atPath: sink.folder.path).count { $0.hasSuffix(".eml") }
        return try (0..<count).map { try sink.taken($0) }.map { ($0.0.to, $0.1) }
    }

    private static func pass(_ site: CaseSite, days: Int) { site.test.clock.advance(minutes: days * 24 * 60) }

    @Test("leave once a day to whoever something is late for, and hold numbers, a date and an address", arguments: Engine.allCases)
    func sending(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            try await MailSink.serve { sink in
                try await Self.configure(site, sink)
                for (member, address) in [(site.agent, "agent@example.org"), (site.other, "autre@example.org"), (site.supervisor, "chef@example.org")] {
                    try await Self.settings(member, site, ["email": address])
                }
                let path = try await site.opened(by: site.agent)
                try await Self.morning(site)
                #expect(try Self.taken(sink).isEmpty, "nothing is late yet")
                Self.pass(site, days: 40)
                try await Self.morning(site)
                try await Self.morning(site)
                let first = try Self.taken(sink)
                #expect(first.map(\.to) == [["agent@example.org"]], "theirs alone: \(first.map(\.to))")
                let message: Message = try await Python.run("read_message.py", input: first[0].bytes)
                let text = message.parts.map(\.text).joined()
                #expect(text.contains("en retard") && text.contains("https://carnet.example.org/"))
                let number = try #require(try await site.test.store.read { try $0.all(CaseFile.self).first?.record.number })
                for secret in Array(CaseSite.planted.values) + [number, path, "dossier", "Dossier", "Fatimata", "Puits"] {
                    #expect(!text.contains(secret) && !message.headers.values.contains { $0.contains(secret) }, "\(secret)")
                }
                // The next day again; then it is turned off, and the day after nothing comes.
                Self.pass(site, days: 1)
                try await Self.morning(site)
                #expect(try Self.taken(sink).count == 2)
                try await Self.settings(site.agent, site, ["email": "agent@example.org", "no_reminders": "1"])
                Self.pass(site, days: 1)
                try await Self.morning(site)
                #expect(try Self.taken(sink).count == 2)
                // What was done is late no more.
                try await Self.settings(site.agent, site, ["email": "agent@example.org"])
                let form = [
                    "token": AnyID.random().description, "on": site.test.store.today.description, "situation": "Vit chez un ami", "strengths": "Un métier",
                    "wishes": "Rester",
                ]
                #expect(try await site.test.browser(of: site.agent).post(path + "/assessments", form).status == 303)
                try await Self.morning(site)
                #expect(try Self.taken(sink).count == 2)
            }
        }
    }

    @Test("count what is late of alerts, referrals, tasks, assessments and requests, each for whom it waits", arguments: Engine.allCases)
    func counted(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let now = { Moment(milliseconds: site.test.store.milliseconds) }
            func overdue(_ member: TestMember) async throws -> [Int] {
                let moment = now()
                let counts = try await site.test.store.read { try Overdue($0.reader(of: member.profile)!, at: moment, $0) }
                return [counts.late, counts.toDo]
            }
            let path = try await site.opened(by: site.agent)
            let file = ID<CaseFile>(String(path.split(separator: "/").last!))!
            let (day, agent) = (site.test.store.today, site.agent.account)
            try await site.test.store.perform("test.duties", by: nil, in: .organization(site.test.organization)) { act in
                var alert = Alert()
                (alert.on, alert.at, alert.text) = (day, LocalTime(hour: 8, minute: 0)!, "Une alerte")
                try act.make(alert)
                var action = PlanAction()
                (action.caseFile, action.responsible, action.due) = (file, agent, day)
                try act.make(action)
                var request = DataRequest()
                (request.caseFile, request.subject, request.number, request.receivedOn, request.dueOn) = (file, file.cast(), "AAA-AAA", day, day)
                try act.make(request)
            }
            for member in [site.agent, site.other, site.supervisor] { #expect(try await overdue(member) == [0, 1], "the alert alone, within its day") }
            #expect(try await overdue(site.foreignAgent) == [0, 0])
            Self.pass(site, days: 40)
            // The assessment, the action, the request and the alert; the others see the alert, and the supervisor the request too.
            #expect(try await overdue(site.agent) == [4, 0])
            #expect(try await overdue(site.other) == [1, 0])
            #expect(try await overdue(site.supervisor) == [2, 0])
            #expect(try await overdue(site.foreignAgent) == [0, 0])
        }
    }
}
