import Support
import Testing

@testable import Matching

@Suite("Invented persons")
struct InventedTests {
    @Test("are the same for the same seed, and others for another")
    func seeds() {
        func names(_ seed: UInt64) -> [String] {
            InventedRegister(50, seed: seed).persons.map { "\($0.name) \($0.birthYear) \($0.telephone ?? "") \($0.mother ?? "")" }
        }
        #expect(names(1) == names(1))
        #expect(names(1) != names(2))
    }

    @Test("are borne by many and by few, as names are")
    func frequencies() {
        let register = InventedRegister.ofTenThousand
        var counts: [String: Int] = [:]
        for frame in register.names.joined().map(\.frame) { counts[frame, default: 0] += 1 }
        #expect((500...2_000).contains(counts.values.max() ?? 0), "the commonest name")
        #expect(counts.values.count { $0 <= 5 } > 500, "names of few")
        #expect(register.names.allSatisfy { !$0.isEmpty })
        // A title and one name are one part.
        #expect(register.names.count { $0.count > 1 } > 9_500)
        #expect((2_300...3_300).contains(register.persons.count(where: \.isWoman)))
        #expect(register.persons.count { $0.nationality == "NER" } > 3_500)
    }

    @Test("take a nationality that is asked for, and have numbers that ring nowhere")
    func asked() {
        var dice = SeededRandom(4)
        for _ in 0..<200 {
            let person = InventedPerson(inYear: 2027, nationality: "TCD", using: &dice)
            #expect(person.nationality == "TCD")
            // No number of Niger begins with 0.
            #expect(person.telephone?.hasPrefix("0") ?? true)
            #expect(person.telephone.map { Telephone.normalised($0) != nil } ?? true)
            #expect((1_950...2_027).contains(person.birthYear))
        }
        #expect(InventedPerson(inYear: 2027, nationality: "SOM", using: &dice).nationality == "SOM")
    }
}
