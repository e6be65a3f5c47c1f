import Access
import Journal

/// How far a case file has come (Inter-Agency Guidelines for Case Management and Child Protection, 2014, in the network's five steps).
package struct CaseStep: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let identified = Self(code: "identified")
    package static let assessed = Self(code: "assessed")
    package static let planned = Self(code: "planned")
    package static let followed = Self(code: "followed")
    package static let closed = Self(code: "closed")

    package static let list: [(Self, Phrase)] = [
        (.identified, Phrase("Identifié", en: "Identified")), (.assessed, Phrase("Évalué", en: "Assessed")), (.planned, Phrase("Planifié", en: "Planned")),
        (.followed, Phrase("Suivi", en: "Being followed")), (.closed, Phrase("Clos", en: "Closed")),
    ]

    /// The steps that lie before, this one included.
    package func isAtLeast(_ other: CaseStep) -> Bool {
        let order = Self.list.map(\.0)
        guard let here = order.firstIndex(of: self), let there = order.firstIndex(of: other) else { return false }
        return here >= there
    }
}

/// How soon someone must be seen again.
package struct RiskLevel: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let low = Self(code: "low")
    package static let medium = Self(code: "medium")
    package static let high = Self(code: "high")
    package static let emergency = Self(code: "emergency")

    package static let list: [(Self, Phrase)] = [
        (.low, Phrase("Faible", en: "Low")), (.medium, Phrase("Moyen", en: "Medium")), (.high, Phrase("Élevé", en: "High")),
        (.emergency, Phrase("Urgence", en: "Emergency")),
    ]
}

package struct Sex: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let female = Self(code: "female")
    package static let male = Self(code: "male")
    package static let other = Self(code: "other")

    package static let list: [(Self, Phrase)] = [
        (.female, Phrase("Féminin", en: "Female")), (.male, Phrase("Masculin", en: "Male")), (.other, Phrase("Autre, ou non dit", en: "Other, or not said")),
    ]
}

/// The age in bands that tell nobody's birthday.
package struct AgeBand: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let child = Self(code: "0-5")
    package static let unknown = Self(code: "unknown")
    package static let list: [(Self, Phrase)] = [
        (.child, Phrase("0 à 5 ans", en: "0 to 5")), (Self(code: "6-11"), Phrase("6 à 11 ans", en: "6 to 11")),
        (Self(code: "12-14"), Phrase("12 à 14 ans", en: "12 to 14")), (Self(code: "15-17"), Phrase("15 à 17 ans", en: "15 to 17")),
        (Self(code: "18-24"), Phrase("18 à 24 ans", en: "18 to 24")), (Self(code: "25-59"), Phrase("25 à 59 ans", en: "25 to 59")),
        (Self(code: "60+"), Phrase("60 ans et plus", en: "60 and over")), (.unknown, Phrase("Inconnu", en: "Unknown")),
    ]

    package var isMinor: Bool { ["0-5", "6-11", "12-14", "15-17"].contains(code) }

    /// The band of so many years.
    package init(years: Int) {
        switch years {
        case ..<0: self.init(code: "unknown")
        case ..<6: self.init(code: "0-5")
        case ..<12: self.init(code: "6-11")
        case ..<15: self.init(code: "12-14")
        case ..<18: self.init(code: "15-17")
        case ..<25: self.init(code: "18-24")
        case ..<60: self.init(code: "25-59")
        case ..<120: self.init(code: "60+")
        default: self.init(code: "unknown")
        }
    }
}

/// Where a nationality lies, wide enough to point to nobody.
package struct OriginGroup: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "niger"), Phrase(same: "Niger")), (Self(code: "west-africa"), Phrase("Afrique de l’Ouest", en: "West Africa")),
        (Self(code: "central-africa"), Phrase("Afrique centrale", en: "Central Africa")),
        (Self(code: "horn"), Phrase("Soudan et Corne de l’Afrique", en: "Sudan and the Horn of Africa")),
        (Self(code: "other"), Phrase("Ailleurs", en: "Elsewhere")), (Self(code: "stateless"), Phrase("Apatride", en: "Stateless")),
        (Self(code: "unknown"), Phrase("Inconnue", en: "Unknown")),
    ]

    private static let groups: [String: [String]] = [
        "niger": ["NER"], "west-africa": ["MLI", "GIN", "CIV", "SEN", "NGA", "BFA", "BEN", "GMB", "GHA", "GNB", "LBR", "SLE", "TGO", "MRT"],
        "central-africa": ["CMR", "BDI", "CAF", "COG", "COD", "GAB", "GNQ", "TCD", "RWA"], "horn": ["SDN", "SSD", "ERI", "ETH", "SOM", "DJI"],
        "stateless": [Nationality.stateless.code], "unknown": [Nationality.unknown.code],
    ]

    package init(of nationality: Nationality?) {
        let code = nationality?.code ?? Nationality.unknown.code
        self.init(code: Self.groups.first { $0.value.contains(code) }?.key ?? "other")
    }
}

/// What someone of a case file is to the person it was opened for.
package struct CaseRelation: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let head = Self(code: "head")
    package static let list: [(Self, Phrase)] = [
        (.head, Phrase("La personne elle-même", en: "The person themselves")), (Self(code: "spouse"), Phrase("Conjoint, conjointe", en: "Spouse")),
        (Self(code: "child"), Phrase("Enfant", en: "Child")), (Self(code: "parent"), Phrase("Père ou mère", en: "Parent")),
        (Self(code: "sibling"), Phrase("Frère ou sœur", en: "Sibling")), (Self(code: "relative"), Phrase("Autre parent", en: "Other relative")),
        (Self(code: "caregiver"), Phrase("S’occupe de la personne", en: "Caregiver")), (Self(code: "other"), Phrase("Autre lien", en: "Other link")),
    ]
}

/// Whether a child is with those who answer for it.
package struct Separation: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let unaccompanied = Self(code: "unaccompanied")
    package static let list: [(Self, Phrase)] = [
        (Self(code: "with-family"), Phrase("Avec sa famille", en: "With family")),
        (Self(code: "separated"), Phrase("Séparé, avec un autre proche", en: "Separated, with another relative")),
        (.unaccompanied, Phrase("Non accompagné", en: "Unaccompanied")),
    ]
}

/// A difficulty in the words of the Washington Group short set, which are not to be changed.
package struct Difficulty: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "1"), Phrase("Non, aucune difficulté", en: "No, no difficulty")), (Self(code: "2"), Phrase("Oui, quelques difficultés", en: "Yes, some difficulty")),
        (Self(code: "3"), Phrase("Oui, beaucoup de difficultés", en: "Yes, a lot of difficulty")),
        (Self(code: "4"), Phrase("Ne peut pas du tout", en: "Cannot do it at all")),
    ]

    /// Whether it counts as a disability: a lot of difficulty, or not at all, in one domain at least.
    package var isDisabling: Bool { code == "3" || code == "4" }
}

/// By what means a person may be reached without harm.
package struct ContactMeans: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "none"), Phrase("Ne pas contacter", en: "Do not contact")), (Self(code: "call"), Phrase("Appel", en: "Call")),
        (Self(code: "text"), Phrase("Message écrit", en: "Text message")), (Self(code: "visit"), Phrase("Rencontre convenue", en: "Agreed meeting")),
        (Self(code: "person"), Phrase("Par une personne de confiance", en: "Through someone trusted")),
    ]
}

/// A kind of need that may be counted in clear; which need it is stays sealed.
package struct NeedGroup: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let protection = Self(code: "protection")
    package static let rights = Self(code: "rights")
    package static let basic = Self(code: "basic")
    package static let care = Self(code: "care")
    package static let family = Self(code: "family")
    package static let livelihood = Self(code: "livelihood")
    package static let other = Self(code: "other")

    package static let list: [(Self, Phrase)] = [
        (.protection, Phrase("Protection", en: "Safety and protection")), (.rights, Phrase("Droits et documents", en: "Rights and documents")),
        (.basic, Phrase("Besoins essentiels", en: "Basic needs")), (.care, Phrase("Soins et soutien", en: "Care and support")),
        (.family, Phrase("Famille et enfance", en: "Family and childhood")), (.livelihood, Phrase("Travail et formation", en: "Work and training")),
        (.other, Phrase("Autre", en: "Other")),
    ]
}
