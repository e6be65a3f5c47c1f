import Journal
import Protection
import Testing

@Suite("An information session")
struct InformationTests {
    private static let today = Day(year: 2027, month: 3, day: 8)!

    private static func session(_ change: (inout InformationSession) -> Void) -> InformationSession {
        var session = InformationSession()
        session.on = today
        session.people.women = 3
        change(&session)
        return session
    }

    @Test("is told of once it was held, and reached someone")
    func check() throws {
        try Self.session { _ in }.check(today: Self.today)
        #expect(throws: Refusal.self) { try Self.session { $0.people.women = 0 }.check(today: Self.today) }
        #expect(throws: Refusal.self) { try Self.session { $0.on = Self.today.advanced(by: 1) }.check(today: Self.today) }
        #expect(throws: Refusal.self) { try Self.session { $0.people.men = 1_000_000 }.check(today: Self.today) }
        #expect(throws: Refusal.self) { try Self.session { $0.manner = .individual }.check(today: Self.today) }
    }

    @Test("counts each person once, whatever their sex and age")
    func total() {
        var people = PeopleCounted()
        (people.girls, people.boys, people.women, people.men, people.elderWomen, people.elderMen, people.others) = (1, 2, 4, 8, 16, 32, 64)
        #expect(people.total == 127)
        let derived = InformationSession.derived.first { $0.name == "total" }
        #expect(derived?.read(Self.session { $0.people = people }) == .integer(127))
    }

    @Test("has no more nationalities than people")
    func nationalities() throws {
        let mali = Nationality(code: "MLI")
        try Self.session { $0.nationalities = Tally([mali: 3]) }.check(today: Self.today)
        #expect(throws: Refusal.self) { try Self.session { $0.nationalities = Tally([mali: 4]) }.check(today: Self.today) }
    }
}

@Suite("A tally")
struct TallyTests {
    @Test("is stored as text that comes back the same, in the order of codes and without what there is none of")
    func stored() throws {
        let tally = Tally<Nationality>([Nationality(code: "NER"): 120, Nationality(code: "MLI"): 34, Nationality(code: "TCD"): 0])
        #expect(tally.value == .text("MLI=34 NER=120"))
        #expect(try Tally<Nationality>(value: tally.value) == tally)
        #expect(try Tally<Nationality>(value: .text("")).isEmpty)
        #expect(tally.total == 154)
    }

    @Test("is not read where it is not one", arguments: ["MLI", "MLI=", "=3", "MLI=-1", "MLI=0", "MLI=1 MLI=2", "MLI=1=2", "MLI=a", "MLI=9999999999"])
    func malformed(text: String) {
        #expect(throws: Malformed.self) { try Tally<Nationality>(value: .text(text)) }
    }
}
