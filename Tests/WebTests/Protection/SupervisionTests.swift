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

/// What a supervisor does with many case files at once.
@Suite("A caseload")
struct SupervisionTests {
    private static func id(_ path: String) -> String { String(path.split(separator: "/").last!) }

    private static func number(_ path: String, _ site: CaseSite) async throws -> String {
        let id = try #require(ID<CaseFile>(Self.id(path)))
        let file = try await site.test.store.read { try $0.find(CaseFile.self, id)?.record }
        return try #require(file).number
    }

    /// Sends a list's form with these lines ticked.
    private static func send(_ path: String, ticking chosen: [String], _ fields: [String: String] = [:], by browser: TestBrowser) async throws -> TestAnswer {
        let all =
            fields.merging(["token": AnyID().description, "form": browser.formToken]) { own, _ in own }.map { ($0.key, $0.value) }
            + chosen.map { ("chosen", $0) }
        return try await browser.post(path, bytes: Array(all.map { "\($0.0)=\($0.1)" }.joined(separator: "&").utf8))
    }

    @Test("is handed over in one act, and what stays as it was is named by its number", arguments: Engine.allCases)
    func handedOver(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            var paths: [String] = []
            for _ in 0..<3 { paths.append(try await site.opened(by: site.agent)) }
            let ids = paths.map(Self.id)
            let supervisor = try await site.test.browser(of: site.supervisor)
            let list = try await supervisor.get("/cases?part=all&all=1")
            #expect(Set(list.values(of: "chosen")) == Set(ids) && list.body.matches(of: #/name="chosen"[^>]* checked/#).count == 3)
            let before = try await site.test.entries()
            let fields = ["account": site.other.account.description, "alone": "1"]
            #expect(try await Self.send("/caseload/assignments?part=all", ticking: Array(ids[0...1]), fields, by: supervisor).status == 303)
            #expect(try await site.test.entries() == before + 1)
            let (agent, other) = (try await site.test.browser(of: site.agent), try await site.test.browser(of: site.other))
            for path in paths[0...1] {
                #expect(try await agent.get(path).status == 404)
                #expect(try await other.get(path).text.contains(CaseSite.planted["request"]!))
            }
            // One goes, the others stay: each is named, and what is not there is not told from what is another's.
            let mixed = try await Self.send("/caseload/assignments?part=all", ticking: ids + [AnyID.random().description], fields, by: supervisor)
            #expect(mixed.status == 200)
            for path in paths[0...1] {
                let number = try await Self.number(path, site)
                #expect(mixed.body.contains("\(number)\u{A0}: cette personne le suit déjà"))
            }
            #expect(try await other.get(paths[2]).status == 200)
            let none = try await Self.send("/caseload/assignments?part=all", ticking: ids, fields, by: supervisor)
            #expect(none.status == 422 && none.text.contains("cette personne le suit déjà"))
            // Two may follow it.
            #expect(try await Self.send("/caseload/assignments", ticking: [ids[0]], ["account": site.agent.account.description], by: supervisor).status == 303)
            for browser in [agent, other] { #expect(try await browser.get(paths[0]).status == 200) }
            // Neither another organisation, nor an agent, nor nobody.
            let foreign = try await site.test.browser(of: site.foreignSupervisor)
            let theirs = try await Self.send("/caseload/assignments", ticking: ids, ["account": site.foreignAgent.account.description], by: foreign)
            #expect(theirs.status == 422 && theirs.text.contains("Cochez au moins un dossier"))
            #expect(
                try await Self.send("/caseload/assignments", ticking: ids, ["account": site.foreignAgent.account.description, "alone": "1"], by: supervisor)
                    .status == 422)
            #expect(try await Self.send("/caseload/assignments", ticking: ids, [:], by: supervisor).text.contains("Choisissez à qui"))
            #expect(try await Self.send("/caseload/assignments", ticking: ids, fields, by: agent).status == 403)
            #expect(try await other.get(paths[1]).status == 200)
            #expect(try await site.test.store.verify() == [])
            #expect(try await site.test.store.keyFindings() == [])
        }
    }

    @Test("is given back whole to an agent whose keys were drawn again", arguments: Engine.allCases)
    func givenBack(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let paths = [try await site.opened(by: site.agent), try await site.opened(by: site.agent)]
            let renewed = MemberKeys(member: site.agent.account.cast(), generation: 2)
            try await site.test.store.perform("test.reset", by: nil) { act in
                var key = MemberKey()
                (key.account, key.generation, key.publicKeys) = (site.agent.account, 2, Bytes(renewed.publicKeys.bytes))
                try act.make(key)
            }
            let agent = try await site.test.browser(of: TestMember(profile: site.agent.profile, keys: renewed))
            #expect(try await agent.get(paths[0]).status == 409)
            let supervisor = try await site.test.browser(of: site.supervisor)
            #expect(try await supervisor.get("/").text.contains("2 dossiers sont à rendre"))
            #expect(try await supervisor.get("/caseload").text.contains("Rendre (2)"))
            let path = "/caseload/\(site.agent.account)/renewal"
            let foreign = try await site.test.browser(of: site.foreignSupervisor)
            #expect(try await foreign.post(path).status == 404)
            #expect(try await agent.get(paths[0]).status == 409)
            #expect(try await supervisor.post(path).status == 303)
            for path in paths { #expect(try await agent.get(path).text.contains(CaseSite.planted["request"]!)) }
            #expect(try await !supervisor.get("/caseload").text.contains("Rendre ("))
            #expect(try await !supervisor.get("/").text.contains("à rendre"))
            // What was wrapped for the keys of before is gone.
            let old = try await site.test.store.read { try Keyring(site.agent.keys, $0).dataKeys(of: AnyID(Self.id(paths[0]))!, $0) }
            #expect(old.isEmpty)
            #expect(try await site.test.store.keyFindings() == [])
        }
    }

    @Test("of a closed account goes to another agent, and nothing of it stays behind", arguments: Engine.allCases)
    func orphaned(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let paths = [try await site.opened(by: site.agent), try await site.opened(by: site.agent)]
            let (account, today) = (site.agent.account, site.test.store.today)
            try await site.test.store.perform("account.close", by: nil) { act in
                try act.close(try #require(try act.connection.find(AccountProfile.self, account)), on: today)
            }
            let supervisor = try await site.test.browser(of: site.supervisor)
            #expect(try await supervisor.get("/caseload").text.contains("compte fermé"))
            let list = try await supervisor.get("/cases?part=all&agent=\(account)")
            #expect(Set(list.values(of: "chosen")) == Set(paths.map(Self.id)) && !list.body.contains("<option value=\"\(account)\">"))
            #expect(
                try await Self.send(
                    "/caseload/assignments?part=waiting", ticking: paths.map(Self.id), ["account": site.other.account.description, "alone": "1"], by: supervisor
                ).status == 303)
            #expect(try await site.test.store.read { try $0.all(CaseAssignment.self).map(\.record.account) } == [site.other.account, site.other.account])
            #expect(try await !supervisor.get("/caseload").text.contains("compte fermé"))
            #expect(try await site.test.store.keyFindings() == [])
        }
    }

    @Test("of people lost sight of is closed by two, and opened again together", arguments: Engine.allCases)
    func lost(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let paths = [try await site.opened(by: site.agent), try await site.opened(by: site.agent), try await site.opened(by: site.agent)]
            let ids = paths.map(Self.id)
            let agent = try await site.test.browser(of: site.agent)
            #expect(try await agent.post(paths[0] + "/needs", ["token": AnyID().description, "need": "ASY"]).status == 303)
            #expect(try await agent.get("/cases?part=silent").text.contains("Aucun dossier n’est resté si longtemps"))
            site.test.clock.advance(minutes: 91 * 24 * 60)
            let (renewed, supervisor, colleague) = (
                try await site.test.browser(of: site.agent), try await site.test.browser(of: site.supervisor), try await site.test.browser(of: site.colleague)
            )
            #expect(try await renewed.post(paths[2] + "/notes", ["token": AnyID().description, "on": "2027-06-01", "text": "vu au marché"]).status == 303)
            #expect(try await Set(renewed.get("/cases?part=silent").values(of: "chosen")) == Set(ids[0...1]))
            #expect(try await renewed.get("/cases?part=mine").values(of: "chosen").isEmpty)
            // Of one of them there is news: it stays.
            let asked = try await Self.send("/caseload/lost?part=silent", ticking: [ids[0], ids[2]], by: renewed)
            let number = try await Self.number(paths[2], site)
            #expect(asked.status == 200 && asked.body.contains("\(number)\u{A0}: quelque chose en a été noté"))
            #expect(try await Self.send("/caseload/lost?part=silent", ticking: [ids[1]], by: supervisor).status == 303)
            #expect(try await Self.send("/caseload/lost?part=silent", ticking: [ids[0]], by: renewed).status == 422)
            let closures = try await site.test.store.read { try $0.all(CaseClosure.self).map(\.record) }
            #expect(closures.count == 2 && closures.allSatisfy { $0.reason == .lost })
            // Nobody decides what they asked for.
            let page = try await supervisor.get("/caseload/lost/decisions")
            #expect(page.values(of: "chosen").count == 1 && page.text.contains("vous : une autre personne décide"))
            #expect(try await supervisor.get("/").text.contains("Une personne perdue de vue"))
            let decided = try await Self.send("/caseload/lost/decisions", ticking: closures.map(\.id.description), ["do": "approved"], by: supervisor)
            #expect(decided.status == 200 && decided.text.contains("vous l’avez demandée vous-même"))
            let steps = { try await site.test.store.read { connection in try ids.map { try connection.find(CaseFile.self, ID<CaseFile>($0)!)!.record.step } } }
            #expect(try await steps() == [.closed, .identified, .identified])
            #expect(try await Self.send("/caseload/lost/decisions", ticking: closures.map(\.id.description), ["do": "approved"], by: colleague).status == 200)
            #expect(try await steps() == [.closed, .closed, .identified])
            #expect(try await Self.send("/caseload/lost/decisions", ticking: closures.map(\.id.description), ["do": "approved"], by: renewed).status == 403)
            // And back.
            #expect(try await Self.send("/caseload/reopenings?part=closed", ticking: Array(ids), ["reason": "revenue"], by: supervisor).status == 200)
            #expect(try await steps() == [.followed, .followed, .identified])
            #expect(try await renewed.get("/cases?part=silent").values(of: "chosen").isEmpty)
            let bytes = try await site.test.store.read { try $0.rows("SELECT parts FROM entry") { try $0.bytes(0) }.flatMap { $0 } }
            #expect(!bytes.contains("revenue"))
            #expect(try await site.test.store.verify() == [])
            #expect(try await site.test.store.keyFindings() == [])
        }
    }

    @Test("follows rules that the network edits, each apart from the others")
    func rules() async throws {
        try await CaseSite.with { site in
            let secretariat = try await site.test.browser(of: site.test.member("bureau", [.secretariat]))
            #expect(try await secretariat.post("/supervision-rule", ["silent_days": "3", "sampled_percent": "10"]).status == 422)
            #expect(
                try await secretariat.post(
                    "/referrals/rule/edit",
                    [
                        "hours_emergency": "24", "hours_urgent": "72", "hours_normal": "336", "days_emergency": "2", "days_urgent": "7", "days_normal": "31",
                        "days_next": "3",
                        "days_access": "14", "days_recall": "3",
                    ]
                ).status == 303)
            #expect(try await secretariat.post("/retention", ["months": "12"]).status == 303)
            #expect(try await secretariat.post("/supervision-rule", ["silent_days": "30", "sampled_percent": "10"]).status == 303)
            _ = try await site.opened(by: site.agent)
            site.test.clock.advance(minutes: 31 * 24 * 60)
            #expect(try await site.test.browser(of: site.agent).get("/cases?part=silent").values(of: "chosen").count == 1)
            #expect(try await site.test.store.verify() == [])
        }
    }
}

@Suite("Supervision of one case file")
struct ConferenceTests {
    private static func plan(_ site: CaseSite) async throws -> [PlanAction] {
        try await site.test.store.read { try $0.all(PlanAction.self, "ORDER BY due, id").map(\.record) }
    }

    @Test("notes a conference sealed, and gives each one responsible what was decided", arguments: Engine.allCases)
    func conference(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            let agent = try await site.test.browser(of: site.agent)
            func hold(_ fields: [String: String], by browser: TestBrowser) async throws -> TestAnswer {
                try await browser.post(
                    path + "/conferences",
                    ["token": AnyID().description, "on": "2027-03-05", "discussed": "zqson frère l’attend", "present": site.colleague.account.description]
                        .merging(fields) { $1 })
            }
            for (fields, sentence) in [
                (["present": ""], "Cochez les collègues"), (["present": site.foreignAgent.account.description], "Cochez les collègues"),
                (["on": "2027-12-01"], "Ce jour n’est pas encore venu"),
                (["action-1": "zqappeler"], "Choisissez quelqu’un qui suit"),
                (["action-1": "zqappeler", "responsible-1": site.other.account.description, "due-1": "2027-03-09"], "Choisissez quelqu’un qui suit"),
                (["action-2": "zqappeler", "responsible-2": site.agent.account.description], "Donnez une date"),
                (["responsible-3": site.agent.account.description, "due-3": "2027-03-09"], "Écrivez ce qui est décidé"),
            ] {
                let answer = try await hold(fields, by: agent)
                #expect(answer.status == 422 && answer.text.contains(sentence) && answer.text.contains("zqson frère"), "\(sentence)")
            }
            let decided = [
                "action-1": "zqappeler le frère", "responsible-1": site.agent.account.description, "due-1": "2027-03-10",
                "action-2": "zqvoir la mairie", "responsible-2": site.supervisor.account.description, "due-2": "2027-03-11",
            ]
            #expect(try await hold(decided, by: agent).status == 303)
            #expect(try await Self.plan(site).map(\.responsible) == [site.agent.account, site.supervisor.account])
            let supervisor = try await site.test.browser(of: site.supervisor)
            for browser in [agent, supervisor] {
                #expect(try await browser.get("/").text.contains("Action du plan"))
                let page = try await browser.get(path).text
                for word in ["zqson frère l’attend", "zqappeler le frère", "zqvoir la mairie", "Décidé en réunion de cas, 5 mars 2027", "Présents : Mariama"] {
                    #expect(page.contains(word), "\(word)")
                }
            }
            #expect(
                try await site.test.store.read { try $0.find(CaseFile.self, ID<CaseFile>(String(path.split(separator: "/").last!))!)?.record.step } == .planned)
            let bytes = try await site.test.store.read { try $0.rows("SELECT parts FROM entry") { try $0.bytes(0) }.flatMap { $0 } }
            for word in ["zqson frère", "zqappeler", "zqvoir"] { #expect(!bytes.contains(word), "\(word)") }
            #expect(try await hold([:], by: site.test.browser(of: site.other)).status == 404)
            #expect(try await site.test.store.verify() == [])
        }
    }

    @Test("draws closures by lot, the same for everyone, to be read by someone who had no part in them", arguments: Engine.allCases)
    func sample(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let agent = try await site.test.browser(of: site.agent)
            var files: [String] = []
            for _ in 0..<3 {
                let path = try await site.opened(by: site.agent)
                #expect(try await agent.post(path + "/closure", ["token": AnyID().description, "reason": "left", "summary": "zqpartie en bus"]).status == 303)
                files.append(path)
            }
            let closures = try await site.test.store.read { try $0.all(CaseClosure.self, "ORDER BY id").map(\.id) }
            let supervisor = try await site.test.browser(of: site.supervisor)
            for closure in closures { #expect(try await supervisor.post("/cases/closures/\(closure)", ["verdict": "approved"]).status == 303) }
            // Whoever asks is shown the same: each closure has its own lot, and where none is drawn, the one that came closest is.
            let month = "/closure-sample?month=2027-03"
            let shown = Set(try await supervisor.get(month).body.matches(of: #/\/cases\/closures\/([0-9a-z]{26})\/review/#).map { String($0.1) })
            let stored = try await site.test.store.read { try ClosureSample.approved(in: "2027-03", of: site.test.organization, $0) }
            #expect(Set(ClosureSample.drawn(from: stored.shuffled(), percent: 10).map(\.id.description)) == shown)
            let closest = ClosureSample.drawn(from: stored, percent: 0).map(\.id)
            #expect(closest.count == 1 && ClosureSample.drawn(from: stored.reversed(), percent: 0).map(\.id) == closest)
            let drawn = try #require(shown.first)
            #expect(Set(ClosureSample.drawn(from: stored, percent: 100).map(\.id)) == Set(closures))
            #expect(try await site.test.browser(of: site.foreignSupervisor).get(month).text.contains("Aucune clôture n’a été approuvée"))

            let review = "/cases/closures/\(drawn)/review"
            #expect(try await supervisor.get(review).text.contains("une autre personne la relit"))
            #expect(try await supervisor.post(review, ["finding": "sound"]).status == 422)
            site.test.clock.advance(minutes: 31 * 24 * 60)
            let reader = try await site.test.browser(of: site.colleague)
            #expect(try await reader.get("/").text.contains("au sort"))
            #expect(try await reader.get(review).text.contains("zqpartie en bus"))
            #expect(try await reader.post(review, ["finding": "returned"]).text.contains("Dites ce qui est à revoir"))
            #expect(try await reader.post(review, ["finding": "returned", "remark": "zqet sa sœur ?"]).status == 303)
            let closure = try #require(ID<CaseClosure>(drawn))
            let file = try #require(try await site.test.store.read { connection in try connection.find(CaseClosure.self, closure)?.record.caseFile })
            #expect(try await site.test.store.read { try $0.find(CaseFile.self, file)?.record.step } == .followed)
            #expect(try await site.test.browser(of: site.agent).get("/cases/\(file)").text.contains("zqet sa sœur ?"))
            #expect(try await reader.post(review, ["finding": "sound"]).status == 422)
            for other in shown where other != drawn { #expect(try await reader.post("/cases/closures/\(other)/review", ["finding": "sound"]).status == 303) }
            #expect(try await !reader.get("/").text.contains("au sort"))
            #expect(try await reader.get(month).text.contains("Renvoyée, dossier rouvert"))
            #expect(try await site.test.store.verify() == [])
            #expect(try await site.test.store.keyFindings() == [])
        }
    }
}
