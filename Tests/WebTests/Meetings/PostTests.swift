import Access
import Foundation
import HTTPTypes
import Journal
import NetworkLife
import Storage
import Support
import Testing

@testable import Exchange
@testable import Web

@Suite("Invitations by mail", .serialized)
struct PostTests {
    private struct Event: Decodable {
        let uid: String
        let sequence: Int
        let summary: String
        let status: String
        let location: String?
        let url: String?
    }

    private struct Calendar: Decodable {
        let method: String
        let events: [Event]
    }

    private struct Part: Decodable {
        let type: String
        let text: String
    }

    private struct Message: Decodable {
        let headers: [String: String]
        let parts: [Part]
    }

    private static func configure(_ scene: MeetingScene, _ sink: MailSink) async throws {
        try await scene.test.store.database.write {
            try $0.keep(
                PostSettings(
                    address: "smtp://127.0.0.1:\(sink.port)", isEncrypted: false, account: "", password: "", sender: "carnet@example.org",
                    signIn: "https://carnet.example.org/"))
        }
    }

    /// Invites all members to a meeting and asks that the messages leave.
    private static func invite(_ scene: MeetingScene) async throws -> String {
        let meeting = try await scene.addMeeting()
        #expect(try await scene.secretariat.post(meeting + "/invitations", MeetingScene.form(["whom": "members"])).status == 303)
        #expect(try await scene.secretariat.post(meeting + "/dispatch", MeetingScene.form([:])).status == 303)
        return meeting
    }

    private static func states(_ scene: MeetingScene) async throws -> [String: Int] {
        try await scene.test.store.read { connection in
            try connection.rows("SELECT state FROM mail_queue") { try $0.text(0) }.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
    }

    private static func deliver(_ scene: MeetingScene) async throws {
        let posting = Posting(scene.test.store, name: "Carnet")
        while try await posting.deliverNext() {}
    }

    private static func taken(_ sink: MailSink) throws -> [[UInt8]] {
        let count = try FileManager.default.contentsOfDirectory(atPath: sink.folder.path).count { $0.hasSuffix(".eml") }
        return try (0..<count).map { try sink.taken($0).1 }
    }

    @Test("leave once for each organisation, say nothing but a date, and show which was refused", arguments: Engine.allCases)
    func sending(engine: Engine) async throws {
        try await MeetingScene.with(engine) { scene in
            try await MailSink.serve { sink in
                try await Self.configure(scene, sink)
                let meeting = try await Self.invite(scene)
                #expect(try await Self.states(scene) == ["waiting": 3])
                try await Self.deliver(scene)
                // Nothing more leaves, however often one looks.
                try await Self.deliver(scene)
                #expect(try await Self.states(scene) == ["sent": 2, "refused": 1])
                let messages = try Self.taken(sink)
                #expect(messages.count == 2)
                for bytes in messages {
                    let message: Message = try await Python.run("read_message.py", input: bytes)
                    #expect(message.headers["Subject"] == "Rendez-vous")
                    let all = message.parts.map(\.text).joined() + message.headers.values.joined()
                    for secret in ["Réunion", "puits", "Alpha", "Bêta", "national"] { #expect(!all.contains(secret)) }
                    let part = try #require(message.parts.last)
                    let calendar: Calendar = try await Python.run("read_calendar.py", input: Array(part.text.replacing("\n", with: "\r\n").utf8))
                    #expect(calendar.method == "REQUEST")
                    #expect(calendar.events.map(\.location) == [nil])
                }
                let page = try await scene.secretariat.get(meeting + "/invitations")
                #expect(page.text.contains("Messages partis\u{A0}: 2 sur 3") || page.text.contains("Messages partis : 2 sur 3"))
                #expect(page.text.contains("refuse l’adresse du destinataire (réponse 550)"))
            }
        }
    }

    @Test("leave at most once: a power cut after sending and before noting so sends nothing twice, and says so", arguments: Engine.allCases)
    func crash(engine: Engine) async throws {
        try await MeetingScene.with(engine) { scene in
            try await MailSink.serve { sink in
                try await Self.configure(scene, sink)
                let meeting = try await Self.invite(scene)
                let store = scene.test.store
                let posting = Posting(store, name: "Carnet")
                // What the process did before it lost power: it took one message and the server had it.
                let (item, settings) = try #require(try await posting.take(PostItem.self, at: store.milliseconds))
                let message = try #require(
                    try item.mail(
                        from: MailAddress(settings.sender)!, signIn: SignInAddress(settings.signIn)!, product: "Carnet",
                        at: Date(timeIntervalSince1970: Double(store.milliseconds) / 1000)))
                if item.recipient != "refused@example.org" { try await settings.server!.send(message) }
                // Started again, at once and later.
                try await Self.deliver(scene)
                scene.test.clock.advance(minutes: 10)
                try await Self.deliver(scene)
                let recipients = try (0..<Self.taken(sink).count).flatMap { try sink.taken($0).0.to }
                #expect(recipients.sorted() == ["alpha@example.org", "beta@example.org"])
                #expect(try await Self.states(scene)["doubtful"] == 1)
                let page = try await scene.secretariat.get(meeting + "/invitations")
                #expect(page.text.contains("peut-être partie"))
                // A person decides, and then it leaves.
                let invitation = try #require(try await scene.all(Invitation.self).first { $0.id == item.invitation })
                #expect(try await scene.secretariat.post("/invitations/\(invitation.id)/dispatch", MeetingScene.form([:])).status == 303)
                try await Self.deliver(scene)
                #expect(try await Self.states(scene)["doubtful"] == nil)
            }
        }
    }

    @Test("are asked for once, however often the form comes, and wait for the server while it is away")
    func repeated() async throws {
        try await MeetingScene.with { scene in
            var port = 0
            try await MailSink.serve { port = $0.port }
            let gone = port
            try await scene.test.store.database.write {
                try $0.keep(
                    PostSettings(
                        address: "smtp://127.0.0.1:\(gone)", isEncrypted: false, account: "", password: "", sender: "carnet@example.org",
                        signIn: "https://carnet.example.org/"))
            }
            let meeting = try await Self.invite(scene)
            let form = MeetingScene.form([:])
            for _ in 0..<2 { #expect(try await scene.secretariat.post(meeting + "/dispatch", form).status == 303) }
            #expect(try await scene.count("mail_queue") == 3)
            try await Self.deliver(scene)
            #expect(try await Self.states(scene) == ["waiting": 3])
            let due = try await scene.test.store.read { try $0.rows("SELECT due FROM mail_queue") { UInt64(try $0.integer(0)) } }
            #expect(due.allSatisfy { $0 >= scene.test.store.milliseconds + 60_000 })
        }
    }

    @Test("follow a change of date with a higher version, and a removal with a cancellation that can be taken back")
    func changes() async throws {
        try await MeetingScene.with { scene in
            try await MailSink.serve { sink in
                try await Self.configure(scene, sink)
                let meeting = try await Self.invite(scene)
                try await Self.deliver(scene)
                let record = try #require(try await scene.all(MeetingRecord.self).first)
                let later = scene.test.store.today.advanced(by: 60).description
                #expect(
                    try await scene.secretariat.post(
                        meeting + "/edit",
                        MeetingScene.form(["title": record.title, "type": "national", "starts_on": later, "days": "2"])
                    ).status == 303)
                #expect(try await scene.secretariat.get(meeting).text.contains("Prévenir les invités du changement"))
                #expect(try await scene.secretariat.post(meeting + "/dispatch", MeetingScene.form([:])).status == 303)
                try await Self.deliver(scene)
                let removal = try await scene.secretariat.post(meeting + "/removal", MeetingScene.form([:]))
                #expect(removal.status == 303)
                #expect(try await scene.secretariat.get(meeting).status == 404)
                // Nothing leaves while the act can still be taken back, and nothing once it was.
                try await Self.deliver(scene)
                #expect(try Self.taken(sink).count == 4)
                #expect(try await removal.undo(in: scene.secretariat).location.hasPrefix(meeting))
                scene.test.clock.advance(minutes: 11)
                try await Self.deliver(scene)
                #expect(try Self.taken(sink).count == 4)
                #expect(try await scene.secretariat.post(meeting + "/removal", MeetingScene.form([:])).status == 303)
                scene.test.clock.advance(minutes: 11)
                try await Self.deliver(scene)
                var calendars: [Calendar] = []
                for bytes in try Self.taken(sink) {
                    let message: Message = try await Python.run("read_message.py", input: bytes)
                    calendars.append(
                        try await Python.run("read_calendar.py", input: Array(message.parts.last!.text.replacing("\n", with: "\r\n").utf8)))
                }
                #expect(calendars.map(\.method) == ["REQUEST", "REQUEST", "REQUEST", "REQUEST", "CANCEL", "CANCEL"])
                let sequences = calendars.map { $0.events[0].sequence }
                #expect(sequences == [0, 0, 1, 1, 4, 4])
                #expect(Set(calendars.map { $0.events[0].uid }).count == 1)
                #expect(calendars.last?.events[0].status == "CANCELLED")
            }
        }
    }

    @Test("can be downloaded as a file that any calendar reads, under a neutral name")
    func download() async throws {
        try await MeetingScene.with { scene in
            let meeting = try await scene.addMeeting()
            let answer = try await scene.secretariat.get(meeting + "/calendar")
            #expect(answer.headers[.contentDisposition] == "attachment; filename=\"rendez-vous.ics\"")
            let calendar: Calendar = try await Python.run("read_calendar.py", input: Array(answer.body.utf8))
            #expect(calendar.method == "PUBLISH")
            #expect(calendar.events.map(\.summary) == ["Rendez-vous"])
            #expect(calendar.events.map(\.sequence) == [0])
            let undated = try await scene.addMeeting("Sans date", in: nil)
            #expect(try await scene.secretariat.get(undated + "/calendar").status == 404)
        }
    }

    @Test("need a server, which an administrator sets and whose password is never shown")
    func settings() async throws {
        try await MeetingScene.with { scene in
            let meeting = try await scene.addMeeting()
            _ = try await scene.secretariat.post(meeting + "/invitations", MeetingScene.form(["whom": "members"]))
            let refused = try await scene.secretariat.post(meeting + "/dispatch", MeetingScene.form([:]))
            #expect(refused.status == 422)
            #expect(refused.text.contains("Aucun serveur de courrier"))
            let administrator = try await scene.test.browser(of: scene.test.member("technique", [.administrator]))
            var fields = [
                "address": "smtps://courrier.example.org:465", "encryption": "1", "account": "carnet", "password": "très secret",
                "sender": "carnet@example.org",
                "sign_in": "https://carnet.example.org/",
            ]
            for (field, value) in [
                ("address", "http://a"), ("address", ""), ("sender", "a@"), ("sender", "a@b.org\r\nBcc: x@y.org"), ("sign_in", "https://a.org/cases/7"),
                ("password", ""), ("address", String(repeating: "a", count: 300)),
            ] {
                let wrong = try await administrator.post("/administration/mail", MeetingScene.form(fields.merging([field: value]) { $1 }))
                #expect(wrong.status == 422, "\(field) \(value)")
                #expect(!wrong.body.contains("très secret"))
            }
            #expect(try await administrator.post("/administration/mail", MeetingScene.form(fields)).status == 303)
            let page = try await administrator.get("/administration/mail")
            #expect(page.values(of: "account") == ["carnet"])
            #expect(!page.body.contains("très secret"))
            // A blank password keeps the one that is there, for the same server and account only.
            fields["password"] = ""
            #expect(try await administrator.post("/administration/mail", MeetingScene.form(fields)).status == 303)
            #expect(try await scene.test.store.read { try $0.postSettings() }?.password == "très secret")
            fields["address"] = "smtps://ailleurs.example.org"
            #expect(try await administrator.post("/administration/mail", MeetingScene.form(fields)).status == 422)
            #expect(try await administrator.post("/administration/mail", MeetingScene.form(["remove": "1"])).status == 303)
            #expect(try await scene.test.store.read { try $0.postSettings() } == nil)
        }
    }
}
