import Support
import Testing

@testable import Matching

@Suite("Possible duplicates")
struct DuplicatesTests {
    /// Somebody registered again elsewhere, as often unlike the first time as is assumed in `docs/matching.md`.
    private static func again(_ person: Traits, name: String, _ dice: inout SeededRandom) -> Traits {
        func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &dice) < percent }
        var other = Traits(name: name, sex: person.sex, born: person.born, nationality: person.nationality, place: person.place)
        (other.telephones, other.mother) = (person.telephones, person.mother)
        if chance(1) { other.sex = person.sex == "f" ? "m" : "f" }
        if let year = person.born?.lowerBound {
            let apart =
                chance(55) ? 0 : chance(67) ? Int.random(in: 1...2, using: &dice) : chance(67) ? Int.random(in: 3...5, using: &dice) : 8
            other.born = (year - apart)...(year - apart)
        }
        if chance(5) { other.nationality = nil }
        if chance(45) { other.place = chance(44) ? "NE001003" : "NE003006" }
        if chance(40) { other.telephones = [] }
        if chance(25) { other.mother = [] }
        return other
    }

    @Test("show nearly all who were registered twice, and few others")
    func register() {
        let register = InventedRegister.ofTenThousand
        let pairs = JudgedPair.all.filter { $0.isWhole && $0.isSame && $0.use == .judged }
        let others = register.persons.prefix(1_000).map(\.traits)
        var dice = SeededRandom(13)
        var (found, wrong) = (0, 0)
        for (number, pair) in pairs.enumerated() {
            var first = register.persons[2_000 + number].traits
            first.names = NameFolding.parts(of: pair.one)
            let second = Self.again(first, name: pair.other, &dice)
            if Likeness(first, second, frequent: register.frequent).isPossibleDuplicate { found += 1 }
            wrong += others.count { Likeness($0, second, frequent: register.frequent).isPossibleDuplicate }
        }
        let (recall, each) = (Double(found) / Double(pairs.count), Double(wrong) / Double(pairs.count))
        report(
            "possible duplicates: \(rounded(recall)) of \(pairs.count) registered twice are shown; \(rounded(each)) others a file, for each thousand in the register"
        )
        #expect(recall > 0.90)
        #expect(each < 0.5)
    }
}
