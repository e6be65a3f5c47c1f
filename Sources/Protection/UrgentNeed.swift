import Journal

/// What someone needs within the day, as it is seen; never why.
package struct UrgentNeed: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let care = Self(code: "care")
    package static let water = Self(code: "water-food")
    package static let unaccompanied = Self(code: "unaccompanied")
    package static let rescue = Self(code: "rescue")

    package static let list: [(Self, Phrase)] = [
        (.care, Phrase("Soins", en: "Care")),
        (.water, Phrase("Eau, nourriture", en: "Water, food")),
        (.unaccompanied, Phrase("Enfants seuls", en: "Children alone")),
        (Self(code: "pregnant"), Phrase("Femmes enceintes ou qui allaitent", en: "Women pregnant or nursing")),
        (Self(code: "separated"), Phrase("Familles séparées", en: "Families separated")),
        (Self(code: "disability"), Phrase("Personnes handicapées", en: "People with a disability")),
        (Self(code: "night"), Phrase("Un toit pour la nuit", en: "A roof for the night")),
        (Self(code: "safety"), Phrase("Mise en sécurité", en: "Being made safe")),
        (.rescue, Phrase("Secours en désert", en: "Rescue in the desert")),
        (Self(code: "clothing"), Phrase("Vêtements, couvertures", en: "Clothes, blankets")),
        (Self(code: "family-call"), Phrase("Prévenir la famille", en: "Telling the family")),
        (Self(code: "other"), Phrase("Autre", en: "Other")),
    ]
}

/// In which situation people come, as they or the convoy say; never where they mean to go.
package struct TravelSituation: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let expelledAlgeria = Self(code: "expelled-algeria")
    package static let expelledLibya = Self(code: "expelled-libya")
    package static let expelledElsewhere = Self(code: "expelled-elsewhere")
    package static let returning = Self(code: "returning")
    package static let settled = Self(code: "settled")
    package static let other = Self(code: "other")

    package static let list: [(Self, Phrase)] = [
        (.expelledAlgeria, Phrase("Expulsées d’Algérie", en: "Expelled from Algeria")),
        (.expelledLibya, Phrase("Expulsées de Libye", en: "Expelled from Libya")),
        (.expelledElsewhere, Phrase("Expulsées d’un autre pays", en: "Expelled from another country")),
        (.returning, Phrase("De retour d’elles-mêmes", en: "Coming back by themselves")),
        (.settled, Phrase("Installées ici", en: "Settled here")),
        (.other, Phrase("Autrement, ou non dit", en: "Otherwise, or not said")),
    ]

    package var isExpelled: Bool { [.expelledAlgeria, .expelledLibya, .expelledElsewhere].contains(self) }
}

/// How expelled people were brought: the State's own nationals mostly come by official convoy, the others are left at the border.
package struct Convoy: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let official = Self(code: "official")
    package static let unofficial = Self(code: "unofficial")
    package static let unknown = Self(code: "unknown")

    package static let list: [(Self, Phrase)] = [
        (.official, Phrase("Convoi officiel", en: "Official convoy")),
        (.unofficial, Phrase("Non officiel : à pied, ou déposées à la frontière", en: "Not official: on foot, or left at the border")),
        (.unknown, Phrase("On ne sait pas", en: "Not known")),
    ]
}
