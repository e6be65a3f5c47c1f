import Journal

/// People who were met and counted, by sex and age; nobody is named.
package struct PeopleCounted: Hashable, Sendable {
    package var girls = 0
    package var boys = 0
    package var women = 0
    package var men = 0
    package var elderWomen = 0
    package var elderMen = 0
    package var others = 0

    package init() {}

    package var total: Int { [girls, boys, women, men, elderWomen, elderMen, others].reduce(0, +) }

    /// More than are ever met at once: a slip of the finger.
    package static let most = 20_000

    /// Throws a `Refusal` where nobody is counted, where more are than there can be, or where their nationalities are more than they.
    func check(_ code: String, nationalities: Tally<Nationality>) throws(Refusal) {
        guard total > 0 else {
            throw Refusal("\(code).nobody", Phrase("Comptez au moins une personne.", en: "Count one person at least."), field: "women")
        }
        guard total <= Self.most else {
            throw Refusal(
                "\(code).many",
                Phrase(
                    "C’est plus que l’on n’en rencontre en une fois. Vérifiez les nombres.", en: "That is more than anyone meets at once. Check the numbers."),
                field: "women")
        }
        guard nationalities.total <= total else {
            throw Refusal(
                "\(code).nationalities",
                Phrase(
                    "Les nationalités font \(nationalities.total), et les personnes \(total). Vérifiez les nombres.",
                    en: "The nationalities make \(nationalities.total), and the people \(total). Check the numbers."),
                field: "nationalities")
        }
    }
}

/// A record that counts people, in fields of its own.
package protocol CountsPeople: Record {
    var people: PeopleCounted { get set }
}

extension CountsPeople {
    /// Those fields, under one heading; a quick count has no age group but children.
    static func peopleFields(_ heading: Phrase, others: Phrase = Phrase("Autre, ou non dit", en: "Other, or not said")) -> [Field<Self>] {
        [
            .init("women", \.people.women, "Femmes", en: "Women", group: heading, input: .count),
            .init("men", \.people.men, "Hommes", en: "Men", group: heading, input: .count),
            .init("girls", \.people.girls, "Filles (moins de 18 ans)", en: "Girls (under 18)", group: heading, input: .count),
            .init("boys", \.people.boys, "Garçons (moins de 18 ans)", en: "Boys (under 18)", group: heading, input: .count),
            .init("others", \.people.others, others.french, en: others.english, group: heading, input: .count),
        ]
    }

    static func elderFields(_ heading: Phrase) -> [Field<Self>] {
        [
            .init("elder_women", \.people.elderWomen, "Femmes de 60 ans et plus", en: "Women of 60 and over", group: heading, input: .count),
            .init("elder_men", \.people.elderMen, "Hommes de 60 ans et plus", en: "Men of 60 and over", group: heading, input: .count),
        ]
    }

    package static var peopleNames: [String] { fields.map(\.name).filter(allNames.contains) }
    private static var allNames: Set<String> { ["women", "men", "girls", "boys", "elder_women", "elder_men", "others"] }
}
