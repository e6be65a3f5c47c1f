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

@Suite("Looking for a case file")
struct CaseSearchTests {
    private static let close = "Un dossier au nom proche existe"
    private static let spellings = ["Mahamadou Issoufou", "Mohamed Youssouf", "youssouf MAMADOU", "محمد يوسف", "Mamadu"]

    /// What a member is answered to a question.
    private static func find(_ text: String, _ member: TestMember, _ site: CaseSite) async throws -> TestAnswer {
        try await site.test.browser(of: member).post("/case-search", ["q": text])
    }

    /// The addresses of the files that an answer shows, in order.
    private static func files(_ answer: TestAnswer) -> [String] {
        answer.body.matches(of: #/<a href="(/cases/[0-9a-z]{26})">/#).map { String($0.1) }
    }

    private static func id(_ path: String) throws -> AnyID { try #require(AnyID(String(path.split(separator: "/").last!))) }

    private static func tokens(_ site: CaseSite) async throws -> [(subject: AnyID, token: [UInt8])] {
        try await site.test.store.read { connection in
            try connection.rows("SELECT subject, token FROM index_token") { (try AnyID(value: .bytes($0.bytes(0))), try $0.bytes(1)) }
        }
    }

    private static func owed(_ site: CaseSite) async throws -> Int {
        let organization = site.test.organization
        return try await site.test.store.read { try CaseIndex.owed(of: organization, $0) }
    }

    @Test("finds it by its name however spelt, its telephone and its number, for whoever may open it", arguments: Engine.allCases)
    func found(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(
                by: site.agent, ["name": "Mahamadou Issoufou", "other_names": "Dan Lami Kore, Salif", "telephone": "90 44 55 66 / 96 00 00 01"])
            let number = try #require(try await site.test.store.read { try $0.all(CaseFile.self).first?.record.number })
            let words = Self.spellings + ["Danlami", "Salif", "+227 90445566", "0022796000001", number, number.lowercased().filter { $0 != "-" }]
            for member in [site.agent, site.supervisor] {
                for text in words {
                    let answer = try await Self.find(text, member, site)
                    #expect(answer.status == 200 && Self.files(answer) == [path], "\(member.name): \(text)")
                    #expect(answer.text.contains("Mahamadou Issoufou") && !answer.text.contains(Self.close))
                }
                for text in ["Ibrahim Garba", "90 00 00 00", "AAA-AAA"] { #expect(try await Self.files(Self.find(text, member, site)) == [], "\(text)") }
            }
            #expect(try await Self.find("Mohamed Youssouf", site.agent, site).text.contains("mohamed ≈ mahamadou"), "why, in one sentence")
            #expect(try await Self.find("90445566", site.agent, site).text.contains("s’accordent : téléphone"))
            // Each answer that shows a name is a reading.
            let readings = try await site.test.store.read { try $0.all(Reading.self).map(\.record.record) }
            #expect(readings.count == 2 * words.count + 2 && readings.allSatisfy { $0?.description == String(path.split(separator: "/").last!) })
            // Nothing to look for is no question, and no name is ever in an address.
            #expect(try await Self.find("  ", site.agent, site).location == "/case-search")
            #expect(try await site.test.browser(of: site.agent).get("/case-search?q=Mahamadou").body.contains("Mahamadou\"") == false)
        }
    }

    @Test("tells an agent who may not open it that there is one, after two parts of a name, and so often an hour", arguments: Engine.allCases)
    func others(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent, ["name": "Mahamadou Issoufou"])
            let number = try #require(try await site.test.store.read { try $0.all(CaseFile.self).first?.record.number })
            for text in ["Mohamed Youssouf", "Mahamadou Issoufou Garba"] {
                let answer = try await Self.find(text, site.other, site)
                #expect(Self.files(answer) == [] && answer.text.contains(Self.close), "\(text)")
                #expect(!answer.body.contains(number) && !answer.body.contains(path))
            }
            // One part, half of two, a telephone, a number: nothing.
            for text in ["Mahamadou", "Mahamadou Garba", "+227 90 44 55 66", number] {
                let answer = try await Self.find(text, site.other, site)
                #expect(Self.files(answer) == [] && !answer.text.contains(Self.close), "\(text)")
            }
            for _ in 0..<27 { _ = try await Self.find("Garba Issa", site.other, site) }
            let late = try await Self.find("Mohamed Youssouf", site.other, site)
            #expect(!late.text.contains(Self.close) && late.text.contains("Vous avez beaucoup cherché"))
            site.test.clock.advance(minutes: 61)
            #expect(try await Self.find("Mohamed Youssouf", site.other, site).text.contains(Self.close))
        }
    }

    @Test("does not find another organisation’s, nor is changed by it", arguments: Engine.allCases)
    func elsewhere(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let own = try await site.opened(by: site.agent, ["name": "Mahamadou Issoufou"])
            func answers() async throws -> [String] {
                var answers: [String] = []
                for member in [site.agent, site.other, site.supervisor] {
                    for text in Self.spellings + ["90445566"] {
                        answers.append(try await Self.find(text, member, site).body.replacing(#/name="(form|token)" value="[^"]*"/#, with: ""))
                    }
                }
                return answers
            }
            let before = try await answers()
            for _ in 0..<3 { _ = try await site.opened(by: site.foreignAgent, ["name": "Mahamadou Issoufou"]) }
            #expect(try await answers() == before)
            // Equal names have unrelated tokens.
            let tokens = try await Self.tokens(site)
            let ours = Set(tokens.filter { $0.subject.description == String(own.split(separator: "/").last!) }.map(\.token))
            let theirs = Set(tokens.filter { $0.subject.description != String(own.split(separator: "/").last!) }.map(\.token))
            #expect(ours.count == 3 && theirs.count >= 3 && ours.isDisjoint(with: theirs))
            #expect(try await Self.files(Self.find("Mahamadou Issoufou", site.foreignSupervisor, site)).contains(own) == false)
        }
    }

    @Test("follows what is written of a name, what is undone and who is taken out", arguments: Engine.allCases)
    func edited(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent, ["name": "Mahamadou Issoufou"])
            let browser = try await site.test.browser(of: site.agent)
            let person = try #require(try await site.test.store.read { try $0.all(CasePerson.self).first?.id })
            let form = try await browser.get("/cases/people/\(person)/edit")
            let fields = ["token": form.values(of: "token")[0], "seen": form.values(of: "seen")[0], "relation": "head", "name": "Hadiza Garba"]
            let done = try await browser.post("/cases/people/\(person)/edit", fields)
            #expect(done.status == 303)
            #expect(try await Self.files(Self.find("Khadija Garba", site.agent, site)) == [path])
            #expect(try await Self.files(Self.find("Mahamadou Issoufou", site.agent, site)) == [])
            #expect(try await Self.tokens(site).count == 3, "what was is not kept")
            let undo = try #require(done.location.split(separator: "=").last)
            #expect(try await browser.post("/acts/\(undo)/undo", ["token": AnyID().description]).status == 303)
            #expect(try await Self.files(Self.find("Mahamadou Issoufou", site.agent, site)) == [path])
            let addition = try await browser.get("\(path)/people")
            #expect(
                try await browser.post("\(path)/people", ["token": addition.values(of: "token")[0], "relation": "child", "name": "Rachidatou Kolo"]).status
                    == 303)
            #expect(try await Self.files(Self.find("Rachidatou", site.agent, site)) == [path])
            let child = try #require(try await site.test.store.read { try $0.all(CasePerson.self, "WHERE relation = 'child'").first?.id })
            #expect(try await browser.post("/cases/people/\(child)/removal", ["token": AnyID().description]).status == 303)
            #expect(try await Self.files(Self.find("Rachidatou", site.agent, site)) == [])
            let edit = try await browser.get("\(path)/edit")
            #expect(
                try await browser.post(
                    "\(path)/edit", ["token": edit.values(of: "token")[0], "seen": edit.values(of: "seen")[0], "telephone": "+33 6 11 22 33 44"]
                ).status == 303)
            #expect(try await Self.files(Self.find("0033611223344", site.agent, site)) == [path])
            #expect(try await Self.files(Self.find("90445566", site.agent, site)) == [])
            #expect(try await Self.owed(site) == 0)
            #expect(try await Self.tokens(site).count == 3)
            #expect(try await site.test.store.verify() == [])
        }
    }

    @Test("waits for a session that can open it, where the one that wrote cannot index", arguments: Engine.allCases)
    func owing(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let newcomer = try await site.test.member("nouveau", [.caseworker])
            let path = try await site.opened(by: newcomer, ["name": "Mahamadou Issoufou"])
            #expect(try await Self.owed(site) == 1)
            let own = try await Self.find("Mahamadou Issoufou", newcomer, site)
            #expect(Self.files(own) == [] && own.text.contains("ne tient pas la clé de l’accueil"))
            let supervisor = try await site.test.browser(of: site.supervisor)
            #expect(try await Self.files(Self.find("Mahamadou Issoufou", site.supervisor, site)) == [])
            #expect(try await supervisor.get("/cases").text.contains("Un dossier à réindexer"))
            #expect(try await !site.test.browser(of: site.agent).get("/cases").text.contains("à réindexer"))
            let entries = try await site.test.entries()
            #expect(try await supervisor.post("/case-reindexing").status == 303)
            #expect(try await site.test.entries() == entries, "nothing of it is in an entry")
            #expect(try await Self.owed(site) == 0)
            #expect(try await Self.files(Self.find("Mahamadou Issoufou", site.supervisor, site)) == [path])
        }
    }

    @Test("finds as before when the intake has a new key, and until all is indexed under it", arguments: Engine.allCases)
    func renewed(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let names = ["Mahamadou Issoufou", "Hadiza Garba", "Rachidatou Kolo"]
            var paths: [String] = []
            for name in names { paths.append(try await site.opened(by: site.agent, ["name": name, "telephone": ""])) }
            let before = Set(try await Self.tokens(site).map(\.token))
            let (day, organization, keys) = (site.test.store.today, site.test.organization, site.supervisor.keys)
            try await site.test.store.perform("case-circles.renew", by: Author(site.supervisor.account, keys: keys), signed: true) { act in
                try Circles.renew(.intake(of: organization), by: keys, in: act, on: day)
            }
            func indexKeys() async throws -> Int {
                try await site.test.store.read { try Keyring(keys, $0).indexKeys(of: organization, $0).count }
            }
            #expect(try await Self.owed(site) == 3)
            #expect(try await indexKeys() == 2)
            // Written since, it is indexed under the new key at once.
            paths.append(try await site.opened(by: site.agent, ["name": "Falmata Toudou", "telephone": ""]))
            #expect(try await Self.owed(site) == 3)
            for left in [2, 1, 0] {
                for (name, path) in zip(names + ["Falmata Toudou"], paths) {
                    for member in [site.agent, site.supervisor] { #expect(try await Self.files(Self.find(name, member, site)) == [path], "\(name)") }
                }
                #expect(try await indexKeys() == 2)
                _ = try await site.test.store.database.write { try CaseIndex.reindex(organization, by: Keyring(keys, $0), most: 1, $0) }
                #expect(try await Self.owed(site) == left)
            }
            #expect(try await indexKeys() == 1, "the earlier key is gone")
            #expect(Set(try await Self.tokens(site).map(\.token)).isDisjoint(with: before))
            for (name, path) in zip(names + ["Falmata Toudou"], paths) { #expect(try await Self.files(Self.find(name, site.agent, site)) == [path]) }
            let tables = try await site.test.store.read {
                try $0.rows("SELECT generation FROM index_table WHERE circle IN (SELECT id FROM circle WHERE organization = ?)", [organization.value]) {
                    try $0.integer(0)
                }
            }
            #expect(tables == [2])
        }
    }

    @Test("forgets it with its key, and neither comes back with a backup’s rows", arguments: Engine.allCases)
    func destroyed(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent, ["name": "Mahamadou Issoufou"])
            let kept = try await site.opened(by: site.agent, ["name": "Hadiza Garba", "telephone": ""])
            let (id, organization, account, day) = (try Self.id(path), site.test.organization, site.supervisor.account, site.test.store.today)
            let milliseconds = site.test.store.milliseconds
            try await site.test.store.perform("test.erase", by: nil, in: .organization(organization)) { act in
                try Erasure.erase(id, ErasureCertificate(.request, by: account, on: day), in: act, at: milliseconds)
            }
            #expect(try await Self.tokens(site).allSatisfy { $0.subject != id })
            #expect(try await Self.files(Self.find("Mahamadou Issoufou", site.supervisor, site)) == [])
            #expect(try await Self.files(Self.find("Hadiza Garba", site.supervisor, site)) == [kept])
            #expect(try await Self.owed(site) == 0)
            #expect(KeyStore.kept.filter { ["index_token", "index_state"].contains($0.name) }.allSatisfy { $0.subject == "subject" })
            #expect(KeyStore.kept.contains { $0.name == "index_token" } && KeyStore.kept.contains { $0.name == "index_table" })
        }
    }

    @Test("leaves no name, sound or token in an entry, and no name in any table", arguments: Engine.allCases)
    func sealed(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            _ = try await site.opened(by: site.agent, ["name": "Mahamadou Issoufou", "other_names": "Quarantequatre"])
            _ = try await Self.find("Mohamed Youssouf", site.agent, site)
            let words = ["Mahamadou", "mahamadou", "Issoufou", "issoufou", "mamad", "Mohamed", "Youssouf", "quarantequatre", "krnt", "90445566"]
            let parts = try await site.test.store.read { connection in
                try connection.rows("SELECT header, parts FROM entry") { try $0.bytes(0) + $0.bytes(1) }.flatMap { $0 }
            }
            for word in words { #expect(!parts.contains(word), "\(word)") }
            let tokens = try await Self.tokens(site)
            #expect(tokens.count == 4)
            for token in tokens { #expect(Data(parts).range(of: Data(token.token)) == nil) }
            // Every value of every table.
            let bytes = try await site.test.store.read { connection in
                var bytes: [UInt8] = []
                for table in try connection.tables() where table != "entry" {
                    let columns = try connection.columns(of: table).columns
                    let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
                    try connection.each("SELECT \(names) FROM \"\(table)\"", []) { row in
                        for (place, column) in columns.enumerated() {
                            switch try row.value(place, as: column.type) {
                            case .text(let text): bytes += Array(text.utf8)
                            case .bytes(let some): bytes += some
                            default: break
                            }
                            bytes.append(0)
                        }
                    }
                }
                return bytes
            }
            for word in words { #expect(!bytes.contains(word), "\(word)") }
            // A rebuilding leaves the tokens alone.
            try await site.test.store.rebuild()
            #expect(try await Self.tokens(site).count == tokens.count)
        }
    }
}
