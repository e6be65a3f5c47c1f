import Access
import Accounts
import Foundation
import Journal
import Matching
import NetworkLife
import Protection
import Storage
import StorageSQLite
import Vault
import Web

/// One organisation whose supervisor keeps so many case files, each of one invented person.
struct CaseRegister {
    let store: Store
    let keys: MemberKeys
    let reader: Reader

    var author: Author { Author(reader.account, keys: keys) }
    var scope: Scope { .organization(reader.organization) }

    init(_ arguments: Arguments) async throws {
        let database = try SQLiteDatabase(path: arguments.text("dir") + "/register.sqlite")
        let store = try await Store.open(database, Schema(Areas.kinds), migrations: Credentials.migrations + KeyStore.migrations)
        var organization = OrganizationProfile()
        organization.name = "Organisation d’exemple"
        var profile = AccountProfile()
        (profile.organization, profile.signInName, profile.displayName) = (organization.id, "mesure", "Mesure")
        var role = RoleAssignment()
        role.role = .supervisor
        let account = try await NewAccount.prepare(profile, roles: [role], mustChange: false, ScryptQueue())
        let (made, today) = (organization, store.today)
        try await store.perform("sample.load", by: nil) { try $0.make(made) }
        try await store.perform("account.create", by: account.author, signed: true) { try account.make(in: $0) }
        try await store.perform(ActName.caseCirclesCreate.name, by: account.author, signed: true) { try account.foundCaseCircles(with: [], in: $0, on: today) }
        (self.store, keys) = (store, account.keys)
        reader = Reader(account: profile.id, organization: organization.id, roles: [.supervisor])
    }

    /// Opens a file for each person, a hundred an act.
    func open(_ contacts: [FirstContact]) async throws {
        let (keys, reader, today) = (keys, reader, store.today)
        let ring = try await store.read { try Keyring(keys, $0) }
        for start in stride(from: 0, to: contacts.count, by: 100) {
            let part = Array(contacts[start..<min(start + 100, contacts.count)])
            try await store.perform(ActName.caseCreate.name, by: author, in: scope, signed: true) { act in
                for contact in part { try contact.open(for: reader, leftToIntake: false, by: ring, in: act, on: today) }
                try CaseIndex.update(act.owedIndexes, by: ring, in: act)
            }
        }
    }

    static func contact(named name: String) -> FirstContact {
        var contact = FirstContact()
        contact.consent.registered = .yes
        contact.clear = ["name": .text(name)]
        return contact
    }

    static func contact(with person: InventedPerson) -> FirstContact {
        var contact = contact(named: person.name)
        contact.person.sex = person.isWoman ? .female : .male
        contact.clear["birth_year"] = .integer(Int64(person.birthYear))
        contact.clear["nationality"] = .text(person.nationality)
        contact.clear["place"] = .text(person.place)
        contact.clear["telephone"] = person.telephone.map { .text($0) }
        contact.clear["mother_name"] = person.mother.map { .text($0) }
        return contact
    }
}

/// Search among so many sealed names, beside opening them all and beside FTS5 over the names in clear; then a new key for the circle that holds every file.
struct RegisterMeasure {
    private let arguments: Arguments
    private let count: Int

    init(_ arguments: Arguments) {
        self.arguments = arguments
        count = arguments.number("count", or: 2_000)
    }

    /// The pairs of spellings of one person's whole name: the one typed, and the one on file.
    private func pairs() throws -> [(asked: String, kept: String)] {
        try String(contentsOfFile: arguments.text("pairs"), encoding: .utf8).split(separator: "\n").dropFirst().compactMap { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
            return cells.count == 5 && cells[0] == "whole" && cells[1] == "same" ? (cells[3], cells[4]) : nil
        }
    }

    func run() async throws {
        let pairs = try pairs()
        let register = try await CaseRegister(arguments)
        var dice = InventedDice(seed: 11)
        let persons = (0..<max(0, count - pairs.count)).map { _ in InventedPerson(inYear: 2027, using: &dice) }
        let known = pairs.map { CaseRegister.contact(named: $0.kept) }
        let contacts = known + persons.map { CaseRegister.contact(with: $0) }
        let filled = try await seconds { try await register.open(contacts) }
        let index = try TrigramIndex(arguments.text("dir") + "/trigram.sqlite", pairs.map(\.kept) + persons.map(\.name))
        var (searches, trigrams, typed): ([Double], [Double], [Double]) = ([], [], [])
        var (found, foundByTrigrams) = (0, 0)
        for (number, pair) in pairs.enumerated() {
            let sought: ID<CaseFile> = known[number].caseFile.id
            searches.append(try await seconds { if try await search(pair.asked, in: register).contains(sought) { found += 1 } })
            trigrams.append(try seconds { if try index.anyOf(pair.asked).contains(number) { foundByTrigrams += 1 } })
            typed.append(try seconds { _ = try index.asTyped(pair.asked) })
        }
        var scans: [Double] = []
        for pair in pairs.prefix(3) { scans.append(try await seconds { _ = try await scan(pair.asked, in: register) }) }
        emit("search.scan", unit: "ms", scale: 1e3, Samples(searches), against: Samples(scans), "opening every name and comparing it")
        emit("search.trigram", unit: "ms", scale: 1e3, Samples(searches), against: Samples(trigrams), "FTS5 trigram over the names in clear, any of the trigrams, by rank, twenty")
        let renewed = try await renew(register)
        try await register.store.database.close()
        emit([
            "name": .text("facts"), "persons": .number(Double(contacts.count)), "pairs": .number(Double(pairs.count)), "recall": .number(Double(found) / Double(pairs.count)),
            "trigramRecall": .number(Double(foundByTrigrams) / Double(pairs.count)), "typed": .number(Samples(typed).median * 1e3), "filled": .number(filled),
            "renewed": .number(renewed.seconds), "keys": .number(Double(renewed.keys)),
        ])
    }

    private func search(_ text: String, in register: CaseRegister) async throws -> [ID<CaseFile>] {
        try await register.store.read { connection in
            let ring = try Keyring(register.keys, connection)
            return try CaseSearch(for: register.reader, by: ring, connection).find(CaseQuestion(text: text), asksOthers: false).matches.map(\.file.record.id)
        }
    }

    /// What a search would be without an index.
    private func scan(_ text: String, in register: CaseRegister) async throws -> Int {
        try await register.store.read { connection in
            let ring = try Keyring(register.keys, connection)
            let sought = Traits(name: text)
            var like = 0
            var last = AnyID(high: 0, low: 0)
            while true {
                let people = try connection.all(CasePerson.self, "WHERE id > ? ORDER BY id LIMIT 1000", [last.value]).map(\.record)
                guard let end = people.last else { return like }
                for person in people {
                    guard let name = try ring.open(person, connection)?[\.name] else { continue }
                    if Likeness(sought, Traits(name: name), frequent: .initial).hasLikeNames { like += 1 }
                }
                last = end.id.cast()
            }
        }
    }

    /// A new key for the supervision, which holds the key of every file: in one act, durable.
    private func renew(_ register: CaseRegister) async throws -> (seconds: Double, keys: Int) {
        let seat = CircleSeat.supervision(of: register.reader.organization)
        let today = register.store.today
        let took = try await seconds {
            try await register.store.perform(ActName.caseCirclesRenew.name, by: register.author, signed: true) { try Circles.renew(seat, by: register.keys, in: $0, on: today) }
        }
        let keys = try await register.store.read { connection in
            guard let state = try CircleState.find(seat, connection) else { return 0 }
            return try connection.first(
                "SELECT COUNT(*) FROM key_wrap WHERE item = 1 AND holder_id = ? AND holder_generation = 2", [state.circle.id.value]) { Int(try $0.integer(0)) } ?? 0
        }
        return (took, keys)
    }
}

/// SQLite's own index of the names in clear.
struct TrigramIndex {
    private let bare: BareSQLite

    init(_ path: String, _ names: [String]) throws {
        bare = try BareSQLite(path)
        try bare.execute("CREATE VIRTUAL TABLE name USING fts5(text, tokenize = 'trigram')")
        try bare.begin()
        let insert = try bare.prepare("INSERT INTO name (rowid, text) VALUES (?, ?)", like: [.integer(0), .text("")])
        for (number, name) in names.enumerated() { try bare.run(insert, [.integer(Int64(number + 1)), .text(name)]) }
        try bare.commit()
    }

    /// The first twenty by rank that share any three letters with what was typed.
    func anyOf(_ text: String) throws -> [Int] {
        let letters = Array(text.lowercased())
        let grams = Set((0..<max(0, letters.count - 2)).map { String(letters[$0...$0 + 2]) }).sorted()
        return try matching(grams.map(Self.quoted).joined(separator: " OR "))
    }

    func asTyped(_ text: String) throws -> [Int] {
        try matching(text.split(separator: " ").filter { $0.count > 2 }.map { Self.quoted(String($0)) }.joined(separator: " AND "))
    }

    private func matching(_ question: String) throws -> [Int] {
        guard !question.isEmpty else { return [] }
        return try bare.rows("SELECT rowid FROM name WHERE name MATCH ? ORDER BY rank LIMIT 20", [.text(question)], columns: 1).compactMap { row in
            if case .integer(let number)? = row.first { Int(number) - 1 } else { nil }
        }
    }

    private static func quoted(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }
}
