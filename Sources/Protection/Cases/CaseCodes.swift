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

extension AgeBand {
    package var isMinor: Bool { ["0-4", "5-11", "12-17"].contains(code) }
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
        (Self(code: "1"), Phrase("Non, aucune difficulté", en: "No, no difficulty")),
        (Self(code: "2"), Phrase("Oui, quelques difficultés", en: "Yes, some difficulty")),
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
