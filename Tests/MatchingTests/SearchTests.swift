import Journal
import Support
import Testing

@testable import Matching
@testable import Vault

/// What a caller does with tokens: keeps them beside persons, asks for them, and opens the names of few.
struct TokenTable {
    private var persons: [IndexToken: [Int]] = [:]

    mutating func keep(_ tokens: [IndexToken], of person: Int) {
        for token in tokens { persons[token, default: []].append(person) }
    }

    var counts: [(token: IndexToken, count: Int)] { persons.map { ($0.key, $0.value.count) } }

    /// Those whom most parts of the name ask for, an exact part before a near one; as many as a page would open.
    func candidates(_ queries: [NameQuery]) -> [Int] {
        var strengths: [Int: Int] = [:]
        for query in queries {
            var best: [Int: Int] = [:]
            for token in query.near { for person in persons[token] ?? [] { best[person] = 1 } }
            for token in query.exact { for person in persons[token] ?? [] { best[person] = 2 } }
            for (person, strength) in best { strengths[person, default: 0] += strength }
        }
        return strengths.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(PersonSearch.most).map(\.key)
    }
}

@Suite("Search by tokens")
struct SearchTests {
    private static let key = IndexKey(circle: AnyID(high: 1, low: 2), generation: 1)

    @Test("finds nine in ten within the first twenty, among ten thousand, by the tokens alone")
    func recall() {
        let register = InventedRegister.ofTenThousand
        let pairs = JudgedPair.all.filter { $0.isWhole && $0.isSame }
        #expect(pairs.count >= 300)
        let persons = register.names + pairs.map(\.names.1)
        let frequent = FrequentNames(counting: persons)
        var dice = SeededRandom(3)
        var table = TokenTable()
        for (person, names) in persons.enumerated() {
            table.keep(
                IndexTokens.tokens(for: names, key: Self.key, frequent: frequent) { Int.random(in: 0..<$0, using: &dice) }, of: person)
        }
        var found: [JudgedPair.Use: Int] = [:]
        var (asked, opened) = (0, 0)
        for (number, pair) in pairs.enumerated() {
            let sought = Traits(name: pair.one)
            let queries = IndexTokens.queries(for: sought.names, key: Self.key, frequent: frequent)
            asked += queries.reduce(0) { $0 + $1.exact.count + $1.near.count }
            let shown = PersonSearch.found(sought, among: table.candidates(queries), frequent: frequent) { batch in
                opened += batch.count
                return batch.map { ($0, named(persons[$0])) }
            }
            if shown.prefix(20).contains(where: { $0.person == register.names.count + number }) { found[pair.use, default: 0] += 1 }
        }
        for use in [JudgedPair.Use.fitted, .judged] {
            let all = pairs.count { $0.use == use }
            report(
                "recall within 20 of \(persons.count), \(use.rawValue) pairs: \(rounded(Double(found[use] ?? 0) / Double(all))) of \(all); \(asked / pairs.count) tokens asked and \(opened / pairs.count) names opened a search"
            )
            #expect(Double(found[use] ?? 0) >= 0.90 * Double(all))
        }
    }

    private func named(_ names: [NamePart]) -> Traits {
        var traits = Traits()
        traits.names = names
        return traits
    }

    @Test("opens no more names once a batch has none that is like, and passes over whom the reader may not open")
    func batches() {
        let sought = Traits(name: "Mahamadou Issoufou")
        func search(_ persons: [String], hidden: Range<Int> = 0..<0) -> (found: [Int], opened: Int) {
            var opened = 0
            let found = PersonSearch.found(sought, among: Array(persons.indices), frequent: .none) { batch in
                let open = batch.filter { !hidden.contains($0) }
                opened += open.count
                return open.map { ($0, Traits(name: persons[$0])) }
            }
            return (found.map(\.person), opened)
        }
        let (like, unlike) = ("Mohamed Youssouf", "Blessing Osagie")
        let batch = PersonSearch.batch
        let many = [like, unlike, like].flatMap { Array(repeating: $0, count: batch) }
        #expect(search(many) == (Array(0..<batch), 2 * batch))
        #expect(search(many, hidden: batch..<2 * batch) == (Array(0..<batch) + Array(2 * batch..<3 * batch), 2 * batch))
        #expect(search(Array(repeating: like, count: 300)).opened == PersonSearch.most)
        #expect(search([unlike, like, "Issoufou Mahamadou Kolo"]).found == [1, 2])
        #expect(search([]).found.isEmpty)
    }

    @Test("gives one token a name, unlike for each key, field and sub-token")
    func tokens() {
        let names = NameFolding.parts(of: "Mahamadou Issoufou Mohamed")
        func tokens(_ key: IndexKey, _ frequent: FrequentNames = .none, _ drawn: Int = 0) -> [IndexToken] {
            IndexTokens.tokens(for: names, key: key, frequent: frequent) { _ in drawn }
        }
        #expect(tokens(Self.key).count == 2, "one frame twice is one token")
        #expect(tokens(Self.key) == tokens(Self.key))
        #expect(Set(tokens(Self.key)).isDisjoint(with: tokens(IndexKey(circle: AnyID(high: 1, low: 2), generation: 1))))
        let frequent = InventedRegister.ofTenThousand.frequent
        #expect(frequent.count(of: names[0].frame) > 20)
        #expect(Set(tokens(Self.key, frequent, 3)).isDisjoint(with: tokens(Self.key, frequent, 4)))
        #expect(tokens(Self.key, frequent, 0) == tokens(Self.key), "what was stored before a name was frequent is still found")
        #expect(tokens(Self.key, frequent, -5) == tokens(Self.key, frequent, 0))
        #expect(tokens(Self.key, frequent, .max) == tokens(Self.key, frequent, 1_000))
        let telephone = IndexTokens.token(forTelephone: "+22796000001", key: Self.key)
        #expect(IndexTokens.token(forTelephone: "22796", key: Self.key) != IndexTokens.token(forCaseNumber: "22796", key: Self.key))
        #expect(telephone != IndexTokens.token(forTelephone: "+22796000002", key: Self.key))
        #expect(
            IndexTokens.token(forCaseNumber: "agz-2027/0041", key: Self.key)
                == IndexTokens.token(forCaseNumber: "AGZ 2027 0041", key: Self.key))
    }

    @Test("asks all sub-tokens of a frequent name, and the rarest name first")
    func queries() throws {
        let frequent = InventedRegister.ofTenThousand.frequent
        let names = NameFolding.parts(of: "Mahamadou Koukaba")
        let queries = IndexTokens.queries(for: names, key: Self.key, frequent: frequent)
        #expect(queries.map(\.exact.count) == [1, frequent.count(of: names[0].frame)])
        for drawn in 0..<frequent.count(of: names[0].frame) {
            let stored = IndexTokens.tokens(for: names, key: Self.key, frequent: frequent) { _ in drawn }
            #expect(queries.allSatisfy { query in stored.contains { query.exact.contains($0) } })
        }
        #expect(queries.allSatisfy { Set($0.exact).isDisjoint(with: $0.near) })
    }

    @Test(
        "is near what one consonant parts",
        arguments: [("Falmata", "Falata"), ("Tarik", "Tarkik"), ("Laminou", "Lanimou"), ("Boubacar", "Aboubacar"), ("Komlan", "Komla")])
    func near(one: String, other: String) throws {
        let (a, b) = (try #require(NameFolding.parts(of: one).first), try #require(NameFolding.parts(of: other).first))
        #expect(a.frame == b.frame || NameTexts.near(a.frame).contains(b.frame), "\(a) \(b)")
        #expect(a.frame == b.frame || NameTexts.near(b.frame).contains(a.frame), "\(a) \(b)")
    }

    @Test("keeps the table of frequent names as bytes, and refuses what is none")
    func table() throws {
        for table in [FrequentNames.none, .initial, InventedRegister.ofTenThousand.frequent] {
            let bytes = table.bytes
            #expect(try FrequentNames(bytes: bytes) == table)
            for length in [0, 1, bytes.count - 1] where length < bytes.count {
                #expect(throws: Malformed.self) { try FrequentNames(bytes: Array(bytes.prefix(length))) }
            }
            #expect(throws: Malformed.self) { try FrequentNames(bytes: [UInt8(NameFolding.version + 1)] + bytes.dropFirst()) }
            #expect(throws: Malformed.self) { try FrequentNames(bytes: bytes + [0]) }
        }
        #expect(FrequentNames.initial.count(of: "mmd") > 20)
    }

    @Test("counts frequent names anew without losing what was stored")
    func counting() {
        let many =
            Array(repeating: NameFolding.parts(of: "Moussa Issa"), count: 10)
            + Array(repeating: NameFolding.parts(of: "Kolo Gati"), count: 990)
        let first = FrequentNames(counting: many)
        #expect(first.count(of: "ms") == 5 && first.count(of: "absent") == 1)
        let fewer = FrequentNames(counting: many.suffix(990), after: first)
        #expect(fewer.count(of: "ms") == 5)
        #expect(FrequentNames(counting: many.suffix(990)).count(of: "ms") == 1)
        #expect(FrequentNames(counting: []) == .none)
    }
}
