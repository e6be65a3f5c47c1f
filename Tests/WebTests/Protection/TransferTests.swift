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

/// The responsibility for a person passes to another organisation; and what a person said of organisations by their name.
@Suite("A transfer")
struct TransferTests {
    private static let name = CaseSite.planted["name"]!
    private static let standing = "zqattend son frère à Niamey"

    private static func send(_ site: CaseSite, _ path: String, _ end: String = "/transfers", _ changes: [String: String] = [:]) async throws -> TestAnswer {
        let form = [
            "receiver": site.elsewhere.description, "priority": "normal", "need": standing, "shared": "name", "service": "legal-help",
            "token": AnyID.random().description,
        ]
        return try await site.test.browser(of: site.agent).post(path + end, form.merging(changes) { $1 })
    }

    private static func step(_ site: CaseSite, _ referral: String, _ kind: String, by member: TestMember, _ fields: [String: String] = [:]) async throws
        -> TestAnswer
    {
        try await site.test.browser(of: member).post(
            referral + "/steps", ["step": kind, "on": site.test.store.today.description, "token": AnyID.random().description].merging(fields) { $1 })
    }

    private static func at(_ answer: TestAnswer) -> String { String(answer.location.split(separator: "?")[0]) }

    @Test("is accepted, followed by a file of the receiver’s own, and closes the sender’s by two people", arguments: Engine.allCases)
    func whole(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            let form = try await site.test.browser(of: site.agent).get(path + "/transfers")
            #expect(form.body.matches(of: #/name="shared"[^>]* checked/#).count == ReferralPart.list.count - 1 && !form.body.contains("name=\"service\""))
            #expect(try await site.test.browser(of: site.agent).post(path + "/needs", ["token": AnyID().description, "need": "ASY"]).status == 303)
            let sent = try await Self.send(site, path)
            #expect(sent.status == 303, "\(sent.text)")
            let transfer = Self.at(sent)
            #expect(try await Self.send(site, path).text.contains("Un transfert de ce dossier est déjà en cours"))
            // A referral beside it is another matter.
            #expect(try await Self.send(site, path, "/referrals").status == 303)
            let agent = try await site.test.browser(of: site.agent)
            #expect(try await agent.get(path).text.contains("Transfert, à"))
            #expect(try await agent.get("/referrals?part=sent").text.contains("Transfert de dossier"))
            #expect(try await Self.step(site, transfer, "acknowledged", by: site.foreignAgent).status == 303)
            #expect(try await Self.step(site, transfer, "accepted", by: site.foreignAgent).status == 303)
            let receiver = try await site.test.browser(of: site.foreignAgent)
            #expect(try await receiver.get(transfer).text.contains(Self.standing))
            // The file that the receiver opens says that the person is taken over.
            let id = String(transfer.split(separator: "/")[1])
            let own = try await site.opened(by: site.foreignAgent, ["referral": id, "name": Self.name])
            #expect(try await receiver.get(own).body.contains(transfer))
            #expect(try await agent.get(transfer).text.contains("il reste à clore votre dossier"))
            #expect(try await Self.step(site, transfer, "access", by: site.agent, ["access": "reached"]).status == 422)
            let step = { try await site.test.store.read { try $0.find(CaseFile.self, ID<CaseFile>(String(path.split(separator: "/").last!))!)?.record.step } }
            let closing = try await agent.get(transfer + "/steps?step=closed")
            #expect(closing.text.contains("Demander la clôture de notre dossier") && !closing.body.contains("name=\"next\""))
            #expect(try await Self.step(site, transfer, "closed", by: site.agent).status == 303)
            let closure = try #require(try await site.test.store.read { try $0.all(CaseClosure.self).first?.record })
            #expect(closure.reason == .transferred && closure.verdict == nil)
            #expect(try await step() != .closed)
            #expect(try await site.test.browser(of: site.supervisor).post("/cases/closures/\(closure.id)", ["verdict": "approved"]).status == 303)
            #expect(try await step() == .closed)
            #expect(try await site.test.store.verify() == [])
            #expect(try await site.test.store.keyFindings() == [])
        }
    }

    @Test("that is refused leaves the file where it is, and is taken back with the consent", arguments: Engine.allCases)
    func refused(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            let first = Self.at(try await Self.send(site, path))
            for (kind, fields) in [("acknowledged", [:]), ("refused", ["refusal": "full"])] {
                #expect(try await Self.step(site, first, kind, by: site.foreignAgent, fields).status == 303)
            }
            #expect(try await Self.step(site, first, "closed", by: site.agent).status == 422)
            #expect(try await Self.step(site, first, "closed", by: site.agent, ["next": "ourselves"]).status == 303)
            #expect(try await site.test.store.read { try $0.all(CaseClosure.self).isEmpty })
            let second = Self.at(try await Self.send(site, path))
            let agent = try await site.test.browser(of: site.agent)
            #expect(
                try await agent.post(path + "/withdrawals", ["question": "sharing", "named": site.elsewhere.description, "token": AnyID.random().description])
                    .status == 303)
            #expect(try await agent.get(second).text.contains("Ce qu’il contenait est détruit"))
            #expect(try await Self.send(site, path).text.contains("La personne a demandé que rien ne parte vers cette organisation"))
        }
    }

    @Test("or a referral gives one file and no second; and what was destroyed leaves it to be erased or agreed to anew", arguments: Engine.allCases)
    func oneFile(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let colleague = try await site.test.member("collegue", [.caseworker], organization: site.elsewhere)
            let path = try await site.opened(by: site.agent)
            let referral = Self.at(try await Self.send(site, path, "/referrals"))
            let id = String(referral.split(separator: "/")[1])
            for kind in ["acknowledged", "accepted"] { #expect(try await Self.step(site, referral, kind, by: site.foreignAgent).status == 303) }
            #expect(
                try await site.test.browser(of: site.foreignSupervisor).post(referral + "/assignments", ["account": colleague.account.description]).status
                    == 303)
            let own = try await site.opened(by: site.foreignAgent, ["referral": id])
            let number = try #require(
                try await site.test.store.read { try $0.find(CaseFile.self, ID<CaseFile>(String(own.split(separator: "/").last!))!)?.record.number })
            let second = try await site.test.browser(of: colleague)
            #expect(try await second.get(referral).text.contains("\(number), chez un collègue"))
            #expect(try await second.get("/cases/new?referral=\(id)").text.contains("Le dossier \(number) est déjà ouvert"))
            let files = { try await site.test.store.read { try $0.all(CaseFile.self).count } }
            let before = try await files()
            let again = try await second.post(
                "/cases/new", CaseSite.contact.merging(["token": AnyID.random().description, "referral": id, "name": "zqautre", "telephone": ""]) { $1 })
            #expect(again.status == 422 && again.text.contains("Le dossier \(number) est déjà ouvert"))
            #expect(try await files() == before)

            let agent = try await site.test.browser(of: site.agent)
            #expect(
                try await agent.post(path + "/withdrawals", ["question": "sharing", "party": "members", "token": AnyID.random().description]).status == 303)
            #expect(try await Self.step(site, referral, "destroyed", by: site.foreignAgent).status == 303)
            let (receiver, supervisor) = (try await site.test.browser(of: site.foreignAgent), try await site.test.browser(of: site.foreignSupervisor))
            for browser in [receiver, supervisor] {
                #expect(try await browser.get("/").text.contains("Dossier \(number) : à effacer, ou à garder"))
                #expect(try await browser.get(own).text.contains("ce dossier est à effacer"))
            }
            #expect(try await !agent.get("/").text.contains("à effacer, ou à garder"))
            #expect(
                try await receiver.post(own + "/consents", ["token": AnyID().description, "registered": "yes", "giver": "child-alone", "manner": "oral"]).status
                    == 303)
            #expect(try await !receiver.get("/").text.contains("à effacer, ou à garder"))
        }
    }

    @Test("goes where the person said yes to an organisation by its name, and nowhere that they said no to", arguments: Engine.allCases)
    func named(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let never = try await site.opened(by: site.agent, ["sharing": "members", "never": site.elsewhere.description])
            let agent = try await site.test.browser(of: site.agent)
            #expect(try await agent.get(never).text.contains("Jamais avec Relais du Fleuve"))
            for end in ["/referrals", "/transfers"] {
                #expect(try await agent.get(never + end).text.contains("Relais du Fleuve (sans son accord)"))
                let answer = try await Self.send(site, never, end)
                #expect(answer.status == 422 && answer.text.contains("La personne a demandé que rien ne parte vers cette organisation"), "\(end)")
            }
            let also = try await site.opened(by: site.agent, ["sharing": "health", "also": site.elsewhere.description])
            #expect(try await agent.get(also).text.contains("Aussi avec Relais du Fleuve"))
            let sent = try await Self.send(site, also, "/referrals")
            #expect(sent.status == 303, "\(sent.text)")
            #expect(try await agent.get(also + "/consents").values(of: "also").contains(site.elsewhere.description))
            // Neither is told in clear: the sealed bytes alone are in the journal.
            let bytes = try await site.test.store.read { try $0.rows("SELECT parts FROM entry") { try $0.bytes(0) }.flatMap { $0 } }
            #expect(!bytes.contains(site.elsewhere.description))
            #expect(
                try await agent.post(also + "/withdrawals", ["question": "sharing", "party": "members", "token": AnyID.random().description]).status == 303)
            #expect(try await Self.send(site, also, "/referrals").status == 422)
            #expect(try await agent.get(Self.at(sent)).text.contains("Ce qu’il contenait est détruit"))
            #expect(
                try await agent.post(
                    "/cases/new",
                    CaseSite.contact.merging(["token": AnyID.random().description, "also": AnyID.random().description, "name": "zqx", "telephone": ""]) { $1 }
                ).status == 422)
            #expect(try await site.test.store.verify() == [])
        }
    }

    @Test("stands beside referrals outside the network, which are listed, late and escalated as the others are", arguments: Engine.allCases)
    func outside(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let (branch, other) = (ID<Branch>(), ID<Branch>())
            let focal = try await site.test.member("focal", [], organization: ID()), far = try await site.test.member("loin", [], organization: ID())
            var offer = ServiceOffer()
            (offer.name, offer.provider, offer.telephone, offer.verifiedOn) = ("zqGuichet", "zqBureau d’asile", "20 11 22 33", site.test.store.today)
            offer.kinds = Codes([.asylum])
            var (hidden, home) = (ServiceOffer(), ServiceOffer())
            (hidden.name, hidden.provider) = ("zqCaché", "zqPersonne")
            (home.name, home.provider, home.verifiedOn, home.isReturnOnly) = ("zqRetour", "zqBus", site.test.store.today, true)
            let (made, unverified, back) = (offer, hidden, home)
            try await site.test.store.perform("test.services", by: nil) { act in
                for offer in [made, unverified, back] { try act.make(offer) }
                var profile = try #require(try act.connection.find(OrganizationProfile.self, site.test.organization)).record
                profile.branch = branch
                try act.update(profile)
                for (member, branch) in [(focal, branch), (far, other)] {
                    var role = RoleAssignment()
                    (role.account, role.role, role.branch) = (member.account, .branchFocalPoint, branch)
                    try act.make(role)
                }
            }
            let path = try await site.opened(by: site.agent, ["sharing": "asylum"])
            let agent = try await site.test.browser(of: site.agent)
            let form = try await agent.get(path + "/outside-referrals")
            #expect(form.text.contains("zqBureau d’asile – zqGuichet") && !form.text.contains("zqCaché"))
            let fields = [
                "offer": made.id.description, "party": "asylum", "way": "paper", "service": "asylum", "priority": "urgent", "need": "zqrendez-vous",
                "shared": "name",
            ]
            func send(_ changes: [String: String] = [:]) async throws -> TestAnswer {
                try await agent.post(path + "/outside-referrals", fields.merging(["token": AnyID.random().description]) { $1 }.merging(changes) { $1 })
            }
            #expect(try await send(["offer": unverified.id.description]).status == 422)
            #expect(try await send(["offer": back.id.description, "asylum": "1"]).text.contains("HCR"))
            let sent = try await send()
            #expect(sent.status == 303, "\(sent.text)")
            let referral = Self.at(sent)
            let code = try #require(try await site.test.store.read { try $0.all(OutsideReferral.self).first?.record.reference })
            let slip = try await agent.get(referral + "/slip").text
            for word in [code, "zqBureau d’asile", "20 11 22 33"] { #expect(slip.contains(word), "\(word)") }
            for word in [Self.name, "zqrendez-vous"] { #expect(!slip.contains(word), "\(word)") }
            for query in ["?part=outside", "?code=\(code)"] { #expect(try await agent.get("/referrals\(query)").body.contains(referral), "\(query)") }
            #expect(try await !agent.get("/referrals?part=overdue").body.contains(referral))
            for member in [site.other, site.foreignSupervisor] {
                let browser = try await site.test.browser(of: member)
                for query in ["?part=outside", "?code=\(code)"] {
                    #expect(try await !browser.get("/referrals\(query)").body.contains(code + "</a>"), "\(member.name) \(query)")
                }
                #expect(try await browser.get(referral + "/slip").status == 404)
            }
            site.test.clock.advance(minutes: 60 * 73)
            let late = try await site.test.browser(of: site.agent)
            for page in ["/", "/referrals?part=overdue"] { #expect(try await late.get(page).body.contains(referral), "\(page)") }
            let escalated = try await site.test.browser(of: focal).get("/referrals/escalated")
            #expect(escalated.text.contains(code) && escalated.text.contains("hors du réseau") && escalated.text.contains("Union du Puits"))
            for word in [Self.name, "zqrendez-vous", "zqBureau"] { #expect(!escalated.text.contains(word), "\(word)") }
            #expect(try await !site.test.browser(of: far).get("/referrals/escalated").text.contains(code))
            #expect(
                try await late.post(referral + "/steps", ["step": "accepted", "on": site.test.store.today.description, "token": AnyID.random().description])
                    .status == 303)
            #expect(try await !late.get("/referrals?part=overdue").body.contains(referral))
            #expect(try await site.test.store.verify() == [])
        }
    }
}
