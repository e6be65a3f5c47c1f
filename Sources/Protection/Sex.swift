import Journal

package struct Sex: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let female = Self(code: "female")
    package static let male = Self(code: "male")
    package static let other = Self(code: "other")
    package static let unknown = Self(code: "unknown")

    package static let list: [(Self, Phrase)] = [
        (.female, Phrase("Femme ou fille", en: "Woman or girl")),
        (.male, Phrase("Homme ou garçon", en: "Man or boy")),
        (.other, Phrase("Autre", en: "Other")),
        (.unknown, Phrase("Non dit", en: "Not said")),
    ]
}

/// Ages as all registers and reports band them; the bands of UNHCR can be made of these.
package struct AgeBand: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let unknown = Self(code: "unknown")

    package static let list: [(Self, Phrase)] = [
        (Self(code: "0-4"), Phrase("0 à 4 ans", en: "0 to 4")),
        (Self(code: "5-11"), Phrase("5 à 11 ans", en: "5 to 11")),
        (Self(code: "12-17"), Phrase("12 à 17 ans", en: "12 to 17")),
        (Self(code: "18-24"), Phrase("18 à 24 ans", en: "18 to 24")),
        (Self(code: "25-59"), Phrase("25 à 59 ans", en: "25 to 59")),
        (Self(code: "60"), Phrase("60 ans et plus", en: "60 and over")),
        (.unknown, Phrase("Inconnu", en: "Unknown")),
    ]

    /// The band of someone of that many years.
    package init(years: Int) {
        switch years {
        case ...4: self.init(code: "0-4")
        case ...11: self.init(code: "5-11")
        case ...17: self.init(code: "12-17")
        case ...24: self.init(code: "18-24")
        case ...59: self.init(code: "25-59")
        default: self.init(code: "60")
        }
    }
}
