import Access
import Accounts
import Foundation
import HTTPTypes
import Journal
import Protection
import Storage
import Support
import Testing

@testable import Web

@Suite("Referring someone with documents of their case file")
struct ReferredDocumentPagesTests {
    private static let (what, other) = ("zqattestation du juge", "zqautre papier")
    private static let need = "zqdemande d’un avocat"
    /// Of two pieces.
    private static let letter = Array("%PDF-1.7 zqcontenu ".utf8) + [UInt8](repeating: 120, count: 1_500_000)

    /// Adds a document to a case file; its identifier.
    private static func attach(_ site: CaseSite, _ path: String, _ what: String, _ bytes: [UInt8] = letter) async throws -> String {
        let answer = try await site.test.browser(of: site.agent).post(path + "/documents", ["on": "2027-03-01", "what": what], files: ["file": bytes])
        #expect(answer.status == 303, "\(answer.text)")
        return try #require(try await site.test.store.read { try $0.all(CaseDocument.self, "ORDER BY made DESC, id DESC LIMIT 1") }.first).id.description
    }

    private static func refer(_ site: CaseSite, _ path: String, with document: String) async throws -> TestAnswer {
        let form = [
            "receiver": site.elsewhere.description, "service": "legal-help", "priority": "urgent", "need": need, "shared": "name", "documents": document,
            "token": AnyID.random().description,
        ]
        return try await site.test.browser(of: site.agent).post(path + "/referrals", form)
    }

    private static func sent(_ site: CaseSite, _ path: String, with document: String) async throws -> String {
        let answer = try await refer(site, path, with: document)
        #expect(answer.status == 303, "\(answer.text)")
        return String(answer.location.split(separator: "?")[0])
    }

    private static func step(_ site: CaseSite, _ referral: String, _ kind: String, by member: TestMember) async throws {
        let answer = try await site.test.browser(of: member).post(
            referral + "/steps", ["step": kind, "on": site.test.store.today.description, "token": AnyID.random().description])
        #expect(answer.status == 303, "\(answer.text)")
    }

    private static func sees(_ site: CaseSite, _ path: String, as member: TestMember) async throws -> TestAnswer {
        try await site.test.browser(of: member).get(path)
    }

    /// The address of the one document that went with a referral.
    private static func address(_ site: CaseSite, _ referral: String) async throws -> String {
        let id = try #require(ID<Referral>(String(referral.split(separator: "/")[1])))
        return
            "/referrals/documents/\(try #require(try await site.test.store.read { try $0.all(ReferredDocument.self, "WHERE referral = ?", [id.value]) }.first).id)/file"
    }

    private static func attachments(_ site: CaseSite) async throws -> Int64? {
        try await site.test.store.read { try $0.first("SELECT COUNT(*) FROM attachment") { try $0.integer(0) } }
    }

    @Test("shows them to the receiver once they have said that it came, and to nobody else", arguments: Engine.allCases)
    func whole(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let third = try await site.test.member("tierce", [.supervisor, .caseworker], organization: ID<Organization>())
            let colleague = try await site.test.member("collegue", [.caseworker], organization: site.elsewhere)
            let secretariat = try await site.test.member("secretariat", [.secretariat])
            let path = try await site.opened(by: site.agent)
            #expect(try await !Self.sees(site, path + "/referrals", as: site.agent).text.contains("Documents qui partent"), "nothing to choose from")
            let (document, left) = (try await Self.attach(site, path, Self.what), try await Self.attach(site, path, Self.other, Array("%PDF-1.7 zqreste".utf8)))
            let form = try await Self.sees(site, path + "/referrals", as: site.agent)
            #expect(form.text.contains("Documents qui partent avec") && form.text.contains("\(Self.what) (1er mars 2027, PDF, 1,5 Mo)"), "\(form.text)")
            #expect(form.values(of: "documents").sorted() == [document, left].sorted() && !form.body.contains("value=\"\(document)\" checked"))
            #expect(try await !Self.sees(site, path + "/outside-referrals", as: site.agent).text.contains("Documents qui partent"))

            let referral = try await Self.sent(site, path, with: document)
            let address = try await Self.address(site, referral)
            #expect(try await Self.attachments(site) == 2 + 1 + 2)
            let said = try await Self.sees(site, path, as: site.agent).text
            #expect(said.contains("le nom, « \(Self.what) »") && !said.contains("« \(Self.other) »"))
            #expect(try await Self.sees(site, referral, as: site.agent).body.contains(address))
            // It came, and nothing of it is read before they say so.
            #expect(try await Self.sees(site, address, as: site.foreignAgent).status == 404)
            let closed = try await Self.sees(site, referral, as: site.foreignAgent)
            #expect(!closed.text.contains(Self.what) && !closed.body.contains(address))
            try await Self.step(site, referral, "acknowledged", by: site.foreignAgent)
            let page = try await Self.sees(site, referral, as: site.foreignAgent)
            #expect(
                page.body.contains(address) && page.text.contains("Documents transmis") && page.text.contains(Self.what) && page.text.contains("PDF, 1,5 Mo"))
            #expect(!page.text.contains(Self.other))
            let subject = String(referral.split(separator: "/")[1])
            let readings = {
                try await site.test.store.read {
                    try $0.all(Reading.self).count { $0.record.recordKind == Referral.kind && $0.record.record?.description == subject }
                }
            }
            let before = try await readings()
            let read = try await Self.sees(site, address, as: site.foreignAgent)
            #expect(read.status == 200 && read.body == String(decoding: Self.letter, as: UTF8.self))
            #expect(read.headers[.contentType] == "application/pdf" && read.headers[.contentDisposition] == "attachment; filename=\"piece-jointe.pdf\"")
            #expect(read.headers[.cacheControl] == "no-store" && read.headers[.xContentTypeOptions] == "nosniff")
            #expect(try await readings() == before + 1)

            try await Self.step(site, referral, "accepted", by: site.foreignAgent)
            #expect(try await Self.sees(site, address, as: site.foreignSupervisor).status == 200)
            for member in [third, site.other, colleague] { #expect(try await Self.sees(site, address, as: member).status == 404, "\(member.name)") }
            #expect(try await Self.sees(site, address, as: secretariat).status == 403)
            // The document itself is the case file’s, and its address no other’s.
            #expect(try await Self.sees(site, "/cases/documents/\(document)/file", as: site.foreignAgent).status == 404)
            #expect(try await Self.sees(site, "/referrals/documents/\(document)/file", as: site.foreignAgent).status == 404)
            let stored = Data(
                try await site.test.store.read { connection in
                    try connection.rows("SELECT bytes FROM attachment") { try $0.bytes(0) }.flatMap { $0 }
                        + connection.rows("SELECT header, parts FROM entry") { try $0.bytes(0) + $0.bytes(1) }.flatMap { $0 }
                })
            for word in ["zqcontenu", Self.what, Self.need, "%PDF"] { #expect(stored.range(of: Data(word.utf8)) == nil, "\(word)") }

            // Taken back, it is theirs to answer for; destroyed, it is gone for both.
            let browser = try await site.test.browser(of: site.agent)
            #expect(
                try await browser.post(path + "/withdrawals", ["question": "sharing", "party": "members", "token": AnyID.random().description]).status == 303)
            #expect(try await Self.sees(site, address, as: site.foreignAgent).status == 200)
            try await Self.step(site, referral, "destroyed", by: site.foreignAgent)
            for member in [site.agent, site.supervisor, site.foreignAgent, site.foreignSupervisor] {
                #expect(try await Self.sees(site, address, as: member).status == 404, "\(member.name)")
            }
            #expect(try await Self.attachments(site) == 2 + 1)
            #expect(try await site.test.store.verify() == [])
            #expect(try await site.test.store.keyFindings() == [])
        }
    }

    @Test("sends none without consent, or that is gone, and loses nothing that was typed", arguments: Engine.allCases)
    func refused(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent, ["sharing": "health"])
            let document = try await Self.attach(site, path, Self.what)
            let answer = try await Self.refer(site, path, with: document)
            #expect(answer.status == 422 && answer.text.contains("Rien ne part sans son accord"))
            #expect(answer.body.contains(Self.need) && answer.body.contains("value=\"\(document)\" checked"), "\(answer.body)")
            let open = try await site.opened(by: site.agent)
            for unknown in [document, AnyID().description, "x"] {
                let answer = try await Self.refer(site, open, with: unknown)
                #expect(answer.status == 422 && answer.text.contains("n’est plus au dossier") && answer.body.contains(Self.need), "\(unknown)")
            }
            let written = try await site.test.store.read { (try $0.all(Referral.self).count, try $0.all(ReferredDocument.self).count) }
            #expect(written == (0, 0))
            #expect(try await Self.attachments(site) == 2)
        }
    }

    @Test("erases with a document of the case file the copies of it that left", arguments: Engine.allCases)
    func mistaken(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            let document = try await Self.attach(site, path, Self.what)
            let referral = try await Self.sent(site, path, with: document)
            let address = try await Self.address(site, referral)
            try await Self.step(site, referral, "acknowledged", by: site.foreignAgent)
            #expect(try await Self.sees(site, address, as: site.foreignAgent).status == 200)
            let removal = "/cases/documents/\(document)/removal"
            // Who follows the file and not the referral would leave the copy behind.
            #expect(
                try await site.test.browser(of: site.supervisor).post(
                    path + "/assignments", ["account": site.other.account.description, "token": AnyID.random().description]
                ).status == 303)
            let refused = try await site.test.browser(of: site.other).post(removal, ["token": AnyID.random().description])
            #expect(refused.status == 409 && refused.text.contains("demandez à votre superviseur"), "\(refused.status) \(refused.text)")
            #expect(try await Self.attachments(site) == 4)
            #expect(try await site.test.browser(of: site.agent).post(removal, ["token": AnyID.random().description]).status == 303)
            #expect(try await Self.attachments(site) == 0)
            for member in [site.agent, site.foreignAgent] { #expect(try await Self.sees(site, address, as: member).status == 404) }
            #expect(try await Self.sees(site, referral, as: site.foreignAgent).text.contains(Self.need), "the referral itself stays")
            #expect(try await Self.sees(site, path, as: site.agent).text.contains("un document effacé depuis"))
            #expect(try await site.test.store.verify() == [])
        }
    }

    @Test("leaves nothing of theirs to the sender when the case file is erased, and destroys what nobody opened", arguments: Engine.allCases)
    func erased(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            let document = try await Self.attach(site, path, Self.what)
            let (unopened, opened) = (try await Self.sent(site, path, with: document), try await Self.sent(site, path, with: document))
            let addresses = (unopened: try await Self.address(site, unopened), opened: try await Self.address(site, opened))
            for kind in ["acknowledged", "accepted"] { try await Self.step(site, opened, kind, by: site.foreignAgent) }
            let supervisor = try await site.test.browser(of: site.supervisor)
            #expect(try await supervisor.post(path + "/erasure", ["ground": "request", "token": AnyID.random().description]).status == 303)
            for member in [site.agent, site.supervisor] {
                for address in [addresses.unopened, addresses.opened] {
                    #expect(try await Self.sees(site, address, as: member).status == 404, "\(member.name)")
                }
                #expect(try await !Self.sees(site, opened, as: member).text.contains(Self.need), "\(member.name)")
            }
            #expect(try await supervisor.get(opened).text.contains("le dossier a été effacé"))
            #expect(try await supervisor.get(unopened).text.contains("Ce qu’il contenait est détruit."))
            #expect(try await Self.sees(site, addresses.unopened, as: site.foreignAgent).status == 404)
            #expect(try await Self.sees(site, addresses.opened, as: site.foreignAgent).status == 200)
            #expect(try await Self.sees(site, opened, as: site.foreignAgent).text.contains(Self.need))
            #expect(try await Self.attachments(site) == 2)
            #expect(try await site.test.store.verify() == [])
            #expect(try await site.test.store.keyFindings() == [])
        }
    }
}
