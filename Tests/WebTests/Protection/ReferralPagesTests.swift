import Access
import Accounts
import Foundation
import Journal
import NetworkLife
import Protection
import Storage
import Support
import Testing
import Vault

@testable import Web

@Suite("Referring someone")
struct ReferralPagesTests {
    private static let need = "zqdemande d’un avocat"
    private static let story = "zqrécit en trois mots"
    private static var form: [String: String] {
        ["service": "legal-help", "priority": "urgent", "need": need, "story": story, "shared": "name", "token": AnyID.random().description]
    }

    private static func refer(_ site: CaseSite, _ path: String, by member: TestMember, _ changes: [String: String] = [:]) async throws -> TestAnswer {
        try await site.test.browser(of: member).post(path + "/referrals", form.merging(["receiver": site.elsewhere.description]) { $1 }.merging(changes) { $1 })
    }

    private static func sent(_ site: CaseSite, _ path: String, _ changes: [String: String] = [:]) async throws -> String {
        let answer = try await refer(site, path, by: site.agent, changes)
        #expect(answer.status == 303, "\(answer.text)")
        return String(answer.location.split(separator: "?")[0])
    }

    private static func step(_ site: CaseSite, _ referral: String, _ kind: String, by member: TestMember, _ fields: [String: String] = [:]) async throws
        -> TestAnswer
    {
        let day = site.test.store.today.description
        return try await site.test.browser(of: member).post(
            referral + "/steps", ["step": kind, "on": day, "token": AnyID.random().description].merging(fields) { $1 })
    }

    private static func sees(_ site: CaseSite, _ path: String, as member: TestMember) async throws -> TestAnswer {
        try await site.test.browser(of: member).get(path)
    }

    private static let name = CaseSite.planted["name"]!

    @Test("goes from one member’s case file to another’s, and back with what became of it", arguments: Engine.allCases)
    func whole(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            let referral = try await Self.sent(site, path)
            #expect(try await Self.sees(site, path, as: site.agent).text.contains("ce qui est demandé, le nom"))
            // It came; nothing of it is read before they say so.
            let list = try await Self.sees(site, "/referrals", as: site.foreignAgent)
            #expect(list.body.contains(referral) && !list.text.contains(Self.name))
            #expect(try await Self.sees(site, "/", as: site.foreignAgent).body.contains(referral))
            let closed = try await Self.sees(site, referral, as: site.foreignAgent)
            for word in [Self.name, Self.need, Self.story] { #expect(!closed.text.contains(word)) }
            #expect(try await Self.step(site, referral, "accepted", by: site.foreignAgent).status == 422)
            #expect(try await Self.step(site, referral, "acknowledged", by: site.foreignAgent).status == 303)
            let opened = try await Self.sees(site, referral, as: site.foreignAgent)
            for word in [Self.name, Self.need, "Aide juridique"] { #expect(opened.text.contains(word), "\(word)") }
            // What was not ticked did not leave; nor does the case file's number.
            let number = try #require(try await site.test.store.read { try $0.all(CaseFile.self).first?.record.number })
            for word in [Self.story, CaseSite.planted["telephone"]!, CaseSite.planted["request"]!, "Guinée", "15 à 17", number] {
                #expect(!opened.text.contains(word), "\(word)")
            }
            #expect(try await Self.step(site, referral, "accepted", by: site.foreignAgent).status == 303)
            // A file of their own begins with what was shared; the person is asked the rest.
            let query = referral.replacing("/referrals/", with: "?referral=")
            let contact = try await Self.sees(site, "/cases/new\(query)", as: site.foreignAgent)
            #expect(contact.body.contains(Self.name) && contact.values(of: "referral").count == 1)
            let own = try await site.opened(by: site.foreignAgent, ["referral": String(referral.split(separator: "/")[1]), "name": Self.name])
            #expect(try await Self.sees(site, own, as: site.foreignAgent).body.contains(referral))
            #expect(try await Self.sees(site, referral, as: site.foreignAgent).body.contains(own))
            #expect(try await !Self.sees(site, referral, as: site.agent).body.contains(own))
            #expect(try await Self.step(site, referral, "served", by: site.foreignAgent).status == 303)
            #expect(try await Self.step(site, referral, "access", by: site.agent, ["access": "partly"]).status == 422)
            #expect(try await Self.step(site, referral, "access", by: site.agent, ["access": "partly", "words": "zqattend le jugement"]).status == 303)
            #expect(try await Self.step(site, referral, "closed", by: site.agent, ["next": "nothing"]).status == 303)
            #expect(try await Self.sees(site, referral, as: site.foreignSupervisor).text.contains("zqattend le jugement"))
            #expect(try await Self.sees(site, referral, as: site.supervisor).text.contains(Self.need))
            // In the journal and in the tables stand codes and sealed bytes.
            let bytes = try await site.test.store.read { connection in try connection.rows("SELECT parts FROM entry") { try $0.bytes(0) }.flatMap { $0 } }
            let hay = Data(bytes)
            for word in [Self.name, Self.need, Self.story, "legal-help", "zqattend le jugement"] {
                #expect(hay.range(of: Data(word.utf8)) == nil, "\(word) is in an entry")
            }
            #expect(try await site.test.store.verify() == [])
            #expect(try await site.test.store.keyFindings() == [])
            let readings = try await site.test.store.read { try $0.all(Reading.self).map(\.record) }
            #expect(readings.contains { $0.recordKind == Referral.kind && $0.record?.description == String(referral.split(separator: "/")[1]) })
        }
    }

    @Test("does not exist for a third organisation, nor for a colleague whose it is not", arguments: Engine.allCases)
    func hidden(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let third = try await site.test.member("tierce", [.supervisor, .caseworker], organization: ID<Organization>())
            let path = try await site.opened(by: site.agent)
            let referral = try await Self.sent(site, path)
            let code = try #require(try await site.test.store.read { try $0.all(Referral.self).first?.record.reference })
            for member in [third, site.other] {
                let missing = try await Self.sees(site, "/referrals/\(AnyID.random())", as: member)
                for end in ["", "/steps?step=acknowledged", "/slip"] {
                    let answer = try await Self.sees(site, referral + end, as: member)
                    #expect(answer.status == 404 && answer.body == missing.body, "\(member.name) \(end)")
                }
                #expect(try await Self.step(site, referral, "acknowledged", by: member).status == 404)
                for query in ["", "?part=sent", "?part=overdue", "?code=\(code)"] {
                    #expect(try await !Self.sees(site, "/referrals\(query)", as: member).body.contains(referral), "\(member.name) \(query)")
                }
            }
            #expect(try await site.test.browser(of: third).post(referral + "/assignments", ["account": third.account.description]).status == 404)
            // The receiver finds it by the code of its slip, and nothing of the case file.
            #expect(try await Self.sees(site, "/referrals?code=\(code.lowercased())", as: site.foreignAgent).body.contains(referral))
            #expect(try await Self.sees(site, path, as: site.foreignAgent).status == 404)
            #expect(try await Self.sees(site, referral + "/slip", as: site.agent).text.contains(code))
            // Taken on by one of theirs, it is no colleague's any more; their supervisor may hand it on.
            let colleague = try await site.test.member("collegue", [.caseworker], organization: site.elsewhere)
            #expect(try await Self.sees(site, referral, as: colleague).status == 200)
            _ = try await Self.step(site, referral, "acknowledged", by: site.foreignAgent)
            _ = try await Self.step(site, referral, "accepted", by: site.foreignAgent)
            #expect(try await Self.sees(site, referral, as: colleague).status == 404)
            #expect(
                try await site.test.browser(of: site.foreignSupervisor).post(referral + "/assignments", ["account": colleague.account.description]).status
                    == 303)
            #expect(try await Self.sees(site, referral, as: colleague).text.contains(Self.need))
        }
    }

    @Test("is not sent before the person agrees, and not to one’s own organisation", arguments: Engine.allCases)
    func consent(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent, ["sharing": "health"])
            #expect(try await Self.sees(site, path + "/referrals", as: site.agent).text.contains("n’a pas accepté de partager"))
            let refused = try await Self.refer(site, path, by: site.agent)
            #expect(refused.status == 422 && refused.text.contains("Rien ne part sans son accord") && refused.body.contains(Self.need))
            let open = try await site.opened(by: site.agent)
            #expect(try await Self.refer(site, open, by: site.agent, ["receiver": site.test.organization.description]).status == 422)
            #expect(try await Self.refer(site, open, by: site.agent, ["asylum": "1", "service": "voluntary-return"]).text.contains("HCR"))
            #expect(try await Self.refer(site, open, by: site.agent, ["need": " "]).status == 422)
            #expect(try await Self.refer(site, open, by: site.other).status == 404)
            let written = try await site.test.store.read { try $0.all(Referral.self).count }
            #expect(written == 0)
            // Sent twice by one form, it is sent once.
            let token = AnyID.random().description
            for _ in 0..<2 { _ = try await Self.sent(site, open, ["token": token]) }
            let counts = try await site.test.store.read {
                (try $0.all(Referral.self).count, try $0.all(CaseReferral.self).count, try $0.all(ReferralAssignment.self).count)
            }
            #expect(counts == (1, 1, 1))
        }
    }

    @Test("is taken back with the consent, at once: destroyed unopened, owed an answer once opened", arguments: Engine.allCases)
    func withdrawal(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            let (unopened, opened) = (try await Self.sent(site, path), try await Self.sent(site, path))
            _ = try await Self.step(site, opened, "acknowledged", by: site.foreignAgent)
            _ = try await Self.step(site, opened, "accepted", by: site.foreignAgent)
            let browser = try await site.test.browser(of: site.agent)
            #expect(try await browser.post(path + "/withdrawals", ["question": "statistics", "token": AnyID.random().description]).status == 303)
            #expect(try await Self.sees(site, unopened, as: site.agent).text.contains(Self.need))
            let answer = try await browser.post(path + "/withdrawals", ["question": "sharing", "party": "members", "token": AnyID.random().description])
            #expect(answer.status == 303, "\(answer.text)")
            let subject = try #require(AnyID(String(unopened.split(separator: "/")[1])))
            let (wraps, isDestroyed) = try await site.test.store.read { (try $0.wraps(of: subject).count, try $0.destruction(of: subject) != nil) }
            #expect(wraps == 0 && isDestroyed)
            #expect(try await Self.sees(site, unopened, as: site.foreignAgent).text.contains("Ce qu’il contenait est détruit."))
            #expect(try await Self.step(site, unopened, "acknowledged", by: site.foreignAgent).status == 422)
            let page = try await Self.sees(site, path, as: site.agent).text
            #expect(page.contains("Retiré, détruit") && page.contains("Retiré, à détruire") && page.contains("Parti : ce qui est demandé, le nom"))
            #expect(try await Self.refer(site, path, by: site.agent).status == 422)
            // The other must answer; not doing so is late for both.
            #expect(try await Self.step(site, opened, "served", by: site.foreignAgent).status == 422)
            site.test.clock.advance(minutes: 60 * 73)
            for member in [site.agent, site.foreignAgent] {
                #expect(try await Self.sees(site, "/referrals?part=overdue", as: member).body.contains(opened), "\(member.name)")
                #expect(try await Self.sees(site, "/", as: member).body.contains(opened), "\(member.name)")
            }
            #expect(try await Self.step(site, opened, "kept", by: site.foreignAgent).status == 422)
            #expect(try await Self.step(site, opened, "destroyed", by: site.foreignAgent).status == 303)
            for member in [site.agent, site.foreignAgent] {
                #expect(try await !Self.sees(site, opened, as: member).text.contains(Self.need), "\(member.name)")
                #expect(try await !Self.sees(site, "/referrals?part=overdue", as: member).body.contains(opened), "\(member.name)")
            }
            #expect(try await site.test.store.verify() == [])
            #expect(try await site.test.store.keyFindings() == [])
        }
    }

    @Test("is late by its priority’s time, and then counted for the focal point of the antenna, without anyone’s name", arguments: Engine.allCases)
    func late(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            let referral = try await Self.sent(site, path)
            let code = try #require(try await site.test.store.read { try $0.all(Referral.self).first?.record.reference })
            let (branch, farBranch) = (ID<Branch>(), ID<Branch>())
            let focal = try await site.test.member("focal", [], organization: ID())
            let far = try await site.test.member("loin", [], organization: ID())
            try await site.test.store.perform("test.branch", by: nil) { act in
                var profile = try #require(try act.connection.find(OrganizationProfile.self, site.elsewhere)).record
                profile.branch = branch
                try act.update(profile)
                for (member, branch) in [(focal, branch), (far, farBranch)] {
                    var role = RoleAssignment()
                    (role.account, role.role, role.branch) = (member.account, .branchFocalPoint, branch)
                    try act.make(role)
                }
            }
            site.test.clock.advance(minutes: 60 * 71)
            #expect(try await !Self.sees(site, "/referrals?part=overdue", as: site.agent).body.contains(referral))
            #expect(try await !Self.sees(site, "/referrals/escalated", as: focal).text.contains(code))
            site.test.clock.advance(minutes: 60 * 2)
            for member in [site.agent, site.foreignAgent] {
                #expect(try await Self.sees(site, "/referrals?part=overdue", as: member).body.contains(referral), "\(member.name)")
            }
            let page = try await Self.sees(site, "/referrals/escalated", as: focal)
            #expect(page.text.contains(code) && page.text.contains("Relais du Fleuve"))
            for word in [Self.name, Self.need, String(referral.split(separator: "/")[1]), "Fatimata"] { #expect(!page.body.contains(word), "\(word)") }
            #expect(try await !Self.sees(site, "/referrals/escalated", as: far).text.contains(code))
            #expect(try await Self.sees(site, referral, as: focal).status == 403)
            // Another deadline, set by the network, counts for what is sent from then on.
            let secretariat = try await site.test.member("secretariat", [.secretariat])
            let rule = [
                "hours_emergency": "1", "hours_urgent": "2", "hours_normal": "3", "days_emergency": "1", "days_urgent": "1", "days_normal": "1",
                "days_next": "1", "days_access": "1", "days_recall": "1",
            ]
            #expect(try await site.test.browser(of: secretariat).post("/referrals/rule/edit", rule.merging(["hours_urgent": "9"]) { $1 }).status == 422)
            #expect(try await site.test.browser(of: secretariat).post("/referrals/rule/edit", rule).status == 303)
            let next = try await Self.sent(site, path)
            site.test.clock.advance(minutes: 60 * 2 + 1)
            #expect(try await Self.sees(site, "/referrals?part=overdue", as: site.agent).body.contains(next))
        }
    }

    @Test("outside the network leaves on a form that says what was agreed, and its answer is noted", arguments: Engine.allCases)
    func outside(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent, ["sharing": "legal"])
            let browser = try await site.test.browser(of: site.agent)
            let form = Self.form.merging(["provider": "zqBureau d’aide", "party": "legal", "way": "paper"]) { $1 }
            #expect(
                try await browser.post(path + "/outside-referrals", form.merging(["party": "justice"]) { $1 }).text.contains("Rien ne part sans son accord"))
            #expect(try await browser.post(path + "/outside-referrals", form.merging(["provider": ""]) { $1 }).status == 422)
            let answer = try await browser.post(path + "/outside-referrals", form)
            #expect(answer.status == 303, "\(answer.text)")
            let referral = String(answer.location.split(separator: "?")[0])
            let sheet = try await browser.get(referral + "/sheet")
            for word in [Self.name, Self.need, "zqBureau d’aide", "Aide juridique"] { #expect(sheet.text.contains(word), "\(word)") }
            for word in [Self.story, CaseSite.planted["telephone"]!, CaseSite.planted["request"]!] { #expect(!sheet.text.contains(word), "\(word)") }
            #expect(!sheet.body.prefix { $0 != "\n" }.contains(Self.name) && sheet.body.contains("<title>Fiche "))
            for member in [site.other, site.foreignSupervisor] {
                for end in ["", "/sheet", "/steps?step=accepted"] {
                    #expect(try await Self.sees(site, referral + end, as: member).status == 404, "\(member.name) \(end)")
                }
            }
            #expect(try await Self.step(site, referral, "refused", by: site.agent).status == 422)
            #expect(try await Self.step(site, referral, "refused", by: site.agent, ["refusal": "full"]).status == 303)
            #expect(try await Self.step(site, referral, "closed", by: site.agent, ["next": "other-service"]).status == 303)
            // What was told on paper cannot be destroyed from here: it is to be asked back.
            #expect(try await browser.post(path + "/withdrawals", ["question": "registered", "token": AnyID.random().description]).status == 303)
            #expect(try await browser.get(referral).text.contains("demandez au service de détruire"))
            #expect(try await Self.step(site, referral, "kept", by: site.agent, ["words": "zqobligation légale"]).status == 303)
            #expect(try await browser.get(path).text.contains("Retiré, conservé"))
            #expect(try await site.test.store.verify() == [])
        }
    }
}
