/// Somebody who does not exist, drawn so that a register of them has the names, ages and countries that such a register has. For the
/// sample data and the tests.
package struct InventedPerson: Sendable {
    package let name: String
    package let isWoman: Bool
    package let birthYear: Int
    /// ISO 3166-1, three letters.
    package let nationality: String
    /// Of eight digits, and of a series that is given to nobody; nil for the third of people who leave none.
    package let telephone: String?
    package let mother: String?
    /// The P-code of the department or city of Niger where the person is met.
    package let place: String

    package init(inYear year: Int, nationality given: String? = nil, using dice: inout some RandomNumberGenerator) {
        let country = Self.countries.first { $0.code == given } ?? Self.country(Double.random(in: 0..<1, using: &dice))
        nationality = given ?? country.code
        isWoman = Int.random(in: 0..<100, using: &dice) < 28
        let list = country.names
        name = Self.name(list, isWoman, &dice)
        // Most are young, and one in eight a child; many who do not know their age say a round one.
        var age =
            Int.random(in: 0..<8, using: &dice) == 0
            ? Int.random(in: 1...17, using: &dice) : 17 + Int.random(in: 0...16, using: &dice) + Int.random(in: 0...16, using: &dice)
        if age > 18, Int.random(in: 0..<4, using: &dice) == 0 { age = (age + 2) / 5 * 5 }
        birthYear = year - age
        telephone = Int.random(in: 0..<3, using: &dice) == 0 ? nil : "0\(Int.random(in: 1_000_000...9_999_999, using: &dice))"
        place = Self.places[min(Int.random(in: 0..<Self.places.count, using: &dice), Int.random(in: 0..<Self.places.count, using: &dice))]
        mother = Int.random(in: 0..<5, using: &dice) < 3 ? Self.name(list, true, &dice) : nil
    }

    /// The nearest to the routes first, which are drawn the most.
    private static let places = [
        "NE001006", "NE001002", "NE008001", "NE005013", "NE001003", "NE007011", "NE004007", "NE002002",
    ]

    private static func name(_ list: NameList, _ isWoman: Bool, _ dice: inout some RandomNumberGenerator) -> String {
        let given = drawn(isWoman ? list.women : list.men, &dice)
        let family: String
        if Int.random(in: 0..<100, using: &dice) < 22 {
            family = rare(&dice)
        } else {
            family = drawn(list.families.isEmpty ? list.men : list.families, &dice)
        }
        // In Niger the grandfather's name often follows the father's.
        guard list.families.isEmpty, Int.random(in: 0..<5, using: &dice) < 2 else { return "\(given) \(family)" }
        return "\(given) \(drawn(list.men, &dice)) \(family)"
    }

    /// The name of rank r with a chance as 1 / (r + 3): the commonest of sixty is borne by about one in eleven.
    private static func drawn(_ names: [String], _ dice: inout some RandomNumberGenerator) -> String {
        let all = (0..<names.count).reduce(0.0) { $0 + 1 / Double($1 + 3) }
        var left = Double.random(in: 0..<all, using: &dice)
        for (rank, name) in names.enumerated() {
            left -= 1 / Double(rank + 3)
            if left < 0 { return name }
        }
        return names.last ?? ""
    }

    private static func rare(_ dice: inout some RandomNumberGenerator) -> String {
        let (first, middle, last) = NameList.syllables
        let between = Int.random(in: 0..<3, using: &dice) > 0 ? middle.randomElement(using: &dice) ?? "" : ""
        return (first.randomElement(using: &dice) ?? "") + between + (last.randomElement(using: &dice) ?? "")
    }

    private static func country(_ drawn: Double) -> (code: String, share: Double, names: NameList) {
        var left = drawn
        for country in countries {
            left -= country.share
            if left < 0 { return country }
        }
        return countries[0]
    }

    private static let countries: [(code: String, share: Double, names: NameList)] = [
        ("NER", 0.44, .niger), ("NGA", 0.12, .nigeria), ("MLI", 0.09, .mali), ("SDN", 0.08, .sudan), ("GIN", 0.06, .mali),
        ("CMR", 0.06, .cameroon),
        ("TCD", 0.04, .sudan), ("BFA", 0.04, .mali), ("SEN", 0.03, .mali), ("CIV", 0.02, .cameroon), ("GMB", 0.01, .mali),
        ("BEN", 0.01, .cameroon),
    ]
}
