import Access
import Accounts
import Foundation
import HTTPTypes
import Journal
import NetworkLife
import Protection
import Storage
import Support
import Testing
import Vault

@testable import Web

@Suite("A complaint")
struct ComplaintTests {
    private static let words = "zqil a demandé de l’argent devant la grille"
    private static let wish = "zqque cela cesse"
    private static let note = "zqappelé deux témoins"
    private static let answer = "zqnous avons parlé à la personne en cause"

    /// A circle of one member of each organisation and of one of neither, with sheets that were tried.
    private struct Circle {
        let site: CaseSite
        /// Of the organisation of the case files' agents, of the other one, and of neither.
        let ours: TestMember
        let theirs: TestMember
        let third: TestMember
        let sheets: [String]
        let relay: TestMember

        static func with(_ engine: Engine, _ body: (Circle) async throws -> Void) async throws {
            try await CaseSite.with(engine) { site in
                var profile = OrganizationProfile()
                profile.name = "Comité des Dunes"
                let made = profile
                try await site.test.store.perform("test.third", by: nil) { try $0.make(made) }
                let ours = try await site.test.member("ramatou", [.complaintsFocalPoint])
                let theirs = try await site.test.member("salamatou", [.complaintsFocalPoint], organization: site.elsewhere)
                let third = try await site.test.member("haoua", [.complaintsFocalPoint], organization: profile.id)
                let founder = try await site.test.browser(of: ours)
                let taker = try await site.test.browser(of: site.agent)
                #expect(try await taker.get("/complaints/new").text.contains("n’est pas prêt"))
                #expect(try await founder.post("/complaints/circle", ["token": AnyID.random().description]).status == 303)
                #expect(try await taker.post("/complaints/new", ComplaintTests.form(nil)).status == 422, "one member alone receives nothing")
                for other in [theirs, third] {
                    #expect(
                        try await founder.post("/complaints/circle/members", ["account": other.account.description, "token": AnyID.random().description]).status
                            == 303)
                }
                let printed = try await founder.post("/complaints/circle/sheets", ["token": AnyID.random().description])
                let sheets = printed.body.matches(of: #/[0-9A-Z]{5}(-[0-9A-Z]{5}){5}/#).map { String($0.output.0) }
                #expect(
                    try await founder.post(
                        "/complaints/circle/trial", ["first_sheet": sheets[0], "second_sheet": sheets[2], "token": AnyID.random().description]
                    ).status == 303)
                let relay = try await site.test.member("relais", [.communityRelay])
                try await body(Circle(site: site, ours: ours, theirs: theirs, third: third, sheets: sheets, relay: relay))
            }
        }

        func browser(_ member: TestMember) async throws -> TestBrowser { try await site.test.browser(of: member) }

        /// The code of the slip of a complaint that someone took.
        func taken(by member: TestMember, against organization: ID<Organization>?) async throws -> String {
            let sent = try await browser(member).post("/complaints/new", ComplaintTests.form(organization))
            #expect(sent.status == 200, "\(sent.text)")
            return String(try #require(sent.body.firstMatch(of: #/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/#)).output.0)
        }

        /// What someone reads of the complaint that was made last, and of the list.
        func texts(_ member: TestMember) async throws -> [String] {
            let id = try #require(try await site.test.store.read { try $0.all(Complaint.self, "ORDER BY made DESC").first?.id })
            let browser = try await browser(member)
            return [try await browser.get("/complaints").text, try await browser.get("/complaints/\(id)").text]
        }

        func step(_ step: String, by member: TestMember, _ words: String = "") async throws -> TestAnswer {
            let id = try #require(try await site.test.store.read { try $0.all(Complaint.self, "ORDER BY made DESC").first?.id })
            return try await browser(member).post("/complaints/\(id)/steps?step=\(step)", ["words": words, "token": AnyID.random().description])
        }
    }

    private static func form(_ organization: ID<Organization>?) -> [String: String] {
        [
            "against": organization?.description ?? "", "matter": "money", "abuse": "1", "gravity": "serious", "words": words, "wish": wish, "manner": "told",
            "token": AnyID.random().description,
        ]
    }

    @Test("may be a spoken message, which those hear whose keys open it", arguments: Engine.allCases)
    func spoken(engine: Engine) async throws {
        try await Circle.with(engine) { circle in
            let agent = try await circle.browser(circle.site.agent)
            let sound = Array("OggS … OpusHead zqvoix".utf8)
            var form = Self.form(circle.site.test.organization)
            form["words"] = ""
            let refused = try await agent.post("/complaints/new", form, files: ["voice": Array("%PDF-1.7".utf8)])
            #expect(refused.status == 422 && refused.text.contains("pas un enregistrement sonore"))
            let sent = try await agent.post("/complaints/new", form, files: ["voice": sound])
            #expect(sent.status == 200)
            let complaint = try #require(try await circle.site.test.store.read { try $0.all(Complaint.self).first })
            let theirs = try await circle.browser(circle.theirs)
            #expect(try await theirs.get("/complaints/\(complaint.id)").body.contains("<audio controls"))
            let heard = try await theirs.get("/complaints/\(complaint.id)/voice")
            #expect(heard.status == 200 && heard.body == String(decoding: sound, as: UTF8.self) && heard.headers[.contentType] == "audio/ogg")
            #expect(try await circle.browser(circle.ours).get("/complaints/\(complaint.id)/voice").status == 404, "it is about their own organisation")
            #expect(try await agent.get("/complaints/\(complaint.id)/voice").status == 403)
            let bytes = try await circle.site.test.store.read { try $0.rows("SELECT bytes FROM attachment") { try $0.bytes(0) }.flatMap { $0 } }
            #expect(!bytes.isEmpty && Data(bytes).range(of: Data("zqvoix".utf8)) == nil)
        }
    }

    @Test("is read by named people of other organisations, answered, and its answer told to whoever shows the slip", arguments: Engine.allCases)
    func whole(engine: Engine) async throws {
        try await Circle.with(engine) { circle in
            let store = circle.site.test.store
            let code = try await circle.taken(by: circle.relay, against: circle.site.test.organization)
            for member in [circle.theirs, circle.third] {
                let texts = try await circle.texts(member)
                for word in [Self.words, Self.wish, "Union du Puits", "Relais", "exploitation ou abus sexuels"] {
                    #expect(texts[1].contains(word), "\(member.name): \(word)")
                }
                #expect(texts[0].contains("De l’argent ou un avantage"))
                #expect(try await circle.browser(member).get("/").text.contains("Une plainte attend"))
            }
            // Before there is an answer the slip says so; a wrong one says nothing.
            let reader = try await circle.browser(circle.site.foreignAgent)
            #expect(try await reader.post("/complaints/answer", ["slip": code]).text.contains("pas encore de réponse"))
            #expect(try await reader.post("/complaints/answer", ["slip": "AAAA-BBBB-CCCC-DDDD"]).status == 422)
            #expect(try await circle.step("answer", by: circle.theirs, Self.answer).status == 422, "not before it is examined")
            #expect(try await circle.step("examine", by: circle.theirs).status == 303)
            #expect(try await circle.step("note", by: circle.third).status == 422)
            #expect(try await circle.step("note", by: circle.third, Self.note).status == 303)
            #expect(try await circle.step("close", by: circle.third).status == 422, "not without a word where nothing was answered")
            #expect(try await circle.step("answer", by: circle.theirs, Self.answer).status == 303)
            let told = try await reader.post("/complaints/answer", ["slip": code.lowercased().replacing("-", with: " ")])
            #expect(told.text.contains(Self.answer) && !told.text.contains(Self.note) && !told.text.contains(Self.words))
            #expect(try await circle.step("close", by: circle.third).status == 303)
            #expect(try await circle.texts(circle.theirs)[1].contains(Self.note))
            // What R2.13 counts stands open, and nothing that points at anyone.
            let rows = try await store.read { try $0.all(Complaint.self).map(\.record) }
            #expect(rows.map(\.month) == ["2027-03"] && rows.map(\.state) == [.closed] && rows.map(\.closedOn) == [store.today])
            #expect(Set(Complaint.fields.filter { $0.sensitivity == .open }.map(\.name)) == ["month", "state", "closed_on", "slip"])
            for fields in [ComplaintContent.fields.map { ($0.name, $0.sensitivity == .open) }, ComplaintNote.fields.map { ($0.name, $0.sensitivity == .open) }]
            {
                #expect(fields.filter(\.1).map(\.0) == ["complaint"])
            }
            let bytes = Data(try await store.read { connection in try connection.rows("SELECT parts FROM entry") { try $0.bytes(0) }.flatMap { $0 } })
            for word in [Self.words, Self.wish, Self.note, Self.answer, code, code.filter { $0 != "-" }, "money", "serious"] {
                #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) is in an entry")
            }
            // The entry that sent it names nobody, and its columns hold no organisation.
            let authors = try await store.read { connection in
                try connection.entries(of: try #require(connection.all(Complaint.self).first).id.cast()).map(\.header.author)
            }
            #expect(authors.first == .some(nil) && authors.count > 1)
            #expect(try await store.verify() == [])
            #expect(try await store.keyFindings() == [])
            let readings = try await store.read { try $0.all(Reading.self).map(\.record.recordKind) }
            #expect(readings.contains(Complaint.kind) && readings.contains(ComplaintAnswer.kind))
        }
    }

    @Test("is found in no page of the organisation that it is about, nor of who took it", arguments: Engine.allCases)
    func hidden(engine: Engine) async throws {
        try await Circle.with(engine) { circle in
            let (site, store) = (circle.site, circle.site.test.store)
            // Taken by an agent of the one organisation about the other, and by a member of the circle about their own.
            for (taker, organization, concerned) in [
                (site.agent, site.elsewhere, [circle.theirs, site.foreignAgent, site.foreignSupervisor]),
                (circle.ours, site.test.organization, [circle.ours, site.supervisor]),
            ] {
                _ = try await circle.taken(by: taker, against: organization)
                let id = try #require(try await store.read { try $0.all(Complaint.self, "ORDER BY made DESC").first?.id })
                let everyRole = try await site.test.member("tous\(AnyID())", Role.list.map(\.0), organization: organization)
                for member in concerned + [taker, everyRole] {
                    let browser = try await circle.browser(member)
                    for route in Site.routes where route.method == "GET" && !route.path.isOwn {
                        let answer = try await browser.get(route.path.rawValue.replacing(":id", with: id.description))
                        for word in [Self.words, Self.wish, id.description] where answer.body.contains(word) {
                            // An address that was asked stands in the way back to it.
                            Issue.record("\(member.name) reads \(word) at \(route.path.rawValue)")
                        }
                        if route.path == .complaint { #expect(answer.status == 404 || answer.status == 403, "\(member.name)") }
                    }
                    #expect(try await circle.browser(member).post("/complaints/\(id)/steps?step=examine", ["token": AnyID.random().description]).status >= 400)
                    // Beside the pages stands the key: what theirs opens is none of it.
                    let isOpen = try await store.read { connection in
                        try OpenedComplaint(connection.find(Complaint.self, id)!.record, Keyring(member.keys, connection), connection) != nil
                    }
                    #expect(!isOpen, "\(member.name)")
                }
                #expect(try await circle.texts(circle.third)[1].contains(Self.words))
                // Each member was given something, so that nobody who looks at the keys sees who was left out.
                let holders = try await store.read { try Set($0.wraps(of: id.cast()).filter(\.isForMember).map(\.holder.id)) }
                #expect(holders == Set([circle.ours, circle.theirs, circle.third].map { $0.account.cast() }))
            }
        }
    }

    @Test("reaches who joins the circle later, and stays closed to those of the organisation that it is about", arguments: Engine.allCases)
    func joined(engine: Engine) async throws {
        try await Circle.with(engine) { circle in
            let site = circle.site
            _ = try await circle.taken(by: circle.relay, against: site.test.organization)
            let newcomer = try await site.test.member("zara", [.complaintsFocalPoint], organization: ID<Organization>())
            let concerned = try await site.test.member("ousmane", [.complaintsFocalPoint])
            for member in [newcomer, concerned] {
                #expect(
                    try await circle.browser(circle.third).post(
                        "/complaints/circle/members", ["account": member.account.description, "token": AnyID.random().description]
                    ).status == 303)
            }
            #expect(try await circle.texts(newcomer)[1].contains(Self.words))
            #expect(try await !circle.texts(concerned)[1].contains(Self.words))
            // Whoever is taken out reads it no more, and keeps what else is theirs.
            let departure = "/complaints/circle/members/\(newcomer.account)/departure"
            let outsider = try await site.test.member("dehors", [.complaintsFocalPoint])
            #expect(try await circle.browser(outsider).post(departure, ["token": AnyID.random().description]).status == 404)
            #expect(try await circle.browser(circle.third).post(departure, ["token": AnyID.random().description]).status == 303)
            #expect(try await !circle.texts(newcomer)[1].contains(Self.words))
        }
    }

    @Test("comes back with two sheets, but not to the organisation that it is about", arguments: Engine.allCases)
    func recovered(engine: Engine) async throws {
        try await Circle.with(engine) { circle in
            let site = circle.site
            _ = try await circle.taken(by: circle.relay, against: site.test.organization)
            let sheets = ["first_sheet": circle.sheets[1], "second_sheet": circle.sheets[2]]
            let newcomer = try await site.test.member("zara", [.complaintsFocalPoint], organization: ID<Organization>())
            let concerned = try await site.test.member("ousmane", [.complaintsFocalPoint])
            for member in [newcomer, concerned] {
                let back = try await circle.browser(member).post("/complaints/circle/recovery", sheets.merging(["token": AnyID.random().description]) { $1 })
                #expect(back.status == 303, "\(back.text)")
            }
            #expect(try await circle.texts(newcomer)[1].contains(Self.words))
            #expect(try await !circle.texts(concerned)[1].contains(Self.words))
            let wrong = try await circle.browser(site.test.member("autre", [.complaintsFocalPoint])).post(
                "/complaints/circle/recovery", ["first_sheet": circle.sheets[1], "second_sheet": circle.sheets[1], "token": AnyID.random().description])
            #expect(wrong.status == 422)
        }
    }

    @Test("is not taken where too few could open it, and is late by the network’s rule", arguments: Engine.allCases)
    func ready(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let ours = try await site.test.member("ramatou", [.complaintsFocalPoint])
            let theirs = try await site.test.member("salamatou", [.complaintsFocalPoint], organization: site.elsewhere)
            let founder = try await site.test.browser(of: ours)
            _ = try await founder.post("/complaints/circle", ["token": AnyID.random().description])
            _ = try await founder.post("/complaints/circle/members", ["account": theirs.account.description, "token": AnyID.random().description])
            let agent = try await site.test.browser(of: site.agent)
            // Two members and no sheet: about one of theirs a single one would be left.
            let refused = try await agent.post("/complaints/new", Self.form(site.elsewhere))
            #expect(refused.status == 422 && refused.text.contains("pas assez de membres") && refused.body.contains(Self.words))
            #expect(try await agent.post("/complaints/new", Self.form(nil).merging(["words": " "]) { $1 }).status == 422)
            #expect(try await agent.post("/complaints/new", Self.form(nil)).status == 200)
            site.test.clock.advance(minutes: 4 * 24 * 60)
            let later = try await site.test.browser(of: theirs)
            #expect(try await later.get("/complaints").text.contains("Une plainte est en retard"))
            #expect(try await later.get("/").text.contains("une en retard"))
            // One form, one complaint, one slip.
            let form = Self.form(nil)
            let first = try await site.test.browser(of: site.agent).post("/complaints/new", form)
            let again = try await site.test.browser(of: site.agent).post("/complaints/new", form)
            #expect(first.body.contains(#/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/#) && !again.body.contains(#/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/#))
            #expect(try await site.test.store.read { try $0.all(Complaint.self).count } == 2)
        }
    }
}
