import Foundation
import Support
import Testing

@testable import Matching

@Suite("The weights")
struct WeightsTests {
    /// Among two hundred registrations of one person: what nobody has judged yet, and what was assumed instead. `docs/matching.md` says why.
    private static let assumed: [(Agreement, Int)] = [
        (.sexEqual, 198), (.sexApart, 2),
        (.birthEqual, 110), (.birthNear, 60), (.birthFar, 20), (.birthApart, 10),
        (.nationalityEqual, 190), (.nationalityApart, 10),
        (.placeEqual, 110), (.placeNear, 40), (.placeApart, 50),
        (.telephoneEqual, 120), (.telephoneApart, 80),
        (.motherAlike, 150), (.motherPartly, 36), (.motherApart, 14),
    ]

    private static func agreements(_ one: Traits, _ other: Traits) -> [Agreement] {
        Likeness(one, other, weights: Weights([:])).parts.map(\.agreement)
    }

    /// The fit, from what is checked in alone: names from the fitted half of the judged pairs, other traits as assumed; what two different
    /// people have in common from pairs drawn from a register of invented persons, of whom one pair in 2,000 is lent one telephone.
    static func fit() -> Weights {
        let same = JudgedPair.all.filter { $0.use == .fitted && $0.isSame }.map { agreements(Traits(name: $0.one), Traits(name: $0.other)) }
        let register = InventedRegister.ofTenThousand.persons.map(\.traits)
        var dice = SeededRandom(11)
        var different = (0..<20_000).map { _ in
            let one = Int.random(in: 0..<register.count, using: &dice)
            return agreements(register[one], register[(one + Int.random(in: 1..<register.count, using: &dice)) % register.count])
        }
        let telephones = different.joined().count { $0.trait == .telephone }
        different.append(Array(repeating: .telephoneEqual, count: telephones / 2_000))
        return Weights(same: same + [assumed.flatMap { Array(repeating: $0.0, count: $0.1) }], different: different)
    }

    @Test("are those that the judged pairs give")
    func fitted() {
        let fit = Self.fit()
        var table = ""
        var isStanding = true
        for agreement in Agreement.allCases {
            guard let chances = fit.chances[agreement] else { continue }
            table += String(format: "        .\(agreement): Chances(m: %.4f, u: %.4f),\n", chances.m, chances.u)
            let standing = Weights.fitted.chances[agreement]
            isStanding = isStanding && abs((standing?.m ?? 0) - chances.m) < 0.000_06 && abs((standing?.u ?? 0) - chances.u) < 0.000_06
        }
        #expect(isStanding, "FittedWeights.swift should read:\n\(table)")
    }

    @Test("weigh a nearer agreement no less than a farther one")
    func order() {
        for trait in Trait.allCases {
            let bits = Agreement.allCases.filter { $0.trait == trait }.map { Weights.fitted.bits($0) }
            #expect(bits == bits.sorted(by: >), "\(trait)")
            #expect(bits[0] > 0 && bits[bits.count - 1] < 0, "\(trait)")
        }
    }

    @Test("pool levels that judged pairs put the wrong way round, and rule out nothing that they never saw")
    func pooled() {
        let same: [[Agreement]] = Array(repeating: [.nameFold], count: 90) + Array(repeating: [.nameEqual], count: 10)
        let different: [[Agreement]] = Array(repeating: [.nameEqual], count: 50) + Array(repeating: [.nameApart], count: 50)
        let weights = Weights(same: same, different: different)
        #expect(weights.bits(.nameEqual) == weights.bits(.nameFold))
        #expect(weights.bits(.nameApart).isFinite && weights.bits(.nameApart) < -5)
        #expect(weights.bits(.sexEqual) == 0)
    }
}
