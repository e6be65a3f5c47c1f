import Journal

/// At which level of the result chain something is measured.
package struct IndicatorLevel: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let impact = Self(code: "impact")
    package static let outcome = Self(code: "outcome")
    package static let output = Self(code: "output")
    package static let process = Self(code: "process")

    package static let list: [(Self, Phrase)] = [
        (.impact, Phrase(same: "Impact")),
        (.outcome, Phrase("Effet (objectif spécifique)", en: "Outcome (specific objective)")),
        (.output, Phrase("Produit (résultat attendu)", en: "Output (expected result)")),
        (.process, Phrase("Conduite du projet", en: "Running of the project")),
    ]

    /// The list of the project's lines that one of them is measured at; nil where it is the project as a whole.
    package var lines: ProjectLineType? {
        switch self {
        case .outcome: .objective
        case .output: .result
        default: nil
        }
    }
}

/// What kind of value an indicator has, by IATI's IndicatorMeasure.
package struct IndicatorMeasure: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let unit = Self(code: "1")
    package static let percentage = Self(code: "2")
    package static let nominal = Self(code: "3")
    package static let ordinal = Self(code: "4")
    package static let qualitative = Self(code: "5")

    package static let list: [(Self, Phrase)] = [
        (.unit, Phrase("Nombre", en: "Number")),
        (.percentage, Phrase("Pourcentage", en: "Percentage")),
        (.nominal, Phrase("Catégorie", en: "Category")),
        (.ordinal, Phrase("Étape d’une échelle", en: "Step of a scale")),
        (.qualitative, Phrase("Texte", en: "Text")),
    ]
}

/// What may be done with the values of several periods.
package struct Aggregation: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let sum = Self(code: "sum")
    package static let stock = Self(code: "stock")
    package static let none = Self(code: "none")
    package static let mean = Self(code: "mean")
    package static let interval = Self(code: "interval")

    package static let list: [(Self, Phrase)] = [
        (.sum, Phrase("S’additionne d’une période à l’autre", en: "Adds up from one period to the next")),
        (.stock, Phrase("Compté un jour donné, ne s’additionne pas", en: "Counted on one day, does not add up")),
        (.none, Phrase("Se recalcule pour chaque période", en: "Worked out anew for each period")),
        (.mean, Phrase("Moyenne pondérée", en: "Weighted mean")),
        (.interval, Phrase("S’additionne, avec un minimum et un maximum", en: "Adds up, with a lowest and a highest")),
    ]
}

/// How often a value is due.
package struct Frequency: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "monthly"), Phrase("Chaque mois", en: "Every month")),
        (Self(code: "quarterly"), Phrase("Chaque trimestre", en: "Every quarter")),
        (Self(code: "six-monthly"), Phrase("Chaque semestre", en: "Every six months")),
        (Self(code: "yearly"), Phrase("Chaque année", en: "Every year")),
        (Self(code: "each"), Phrase("À chaque rencontre ou session", en: "At each meeting or session")),
        (Self(code: "start-end"), Phrase("Au début et à la fin", en: "At the start and the end")),
        (Self(code: "start-middle-end"), Phrase("Au début, au milieu et à la fin", en: "At the start, the middle and the end")),
        (Self(code: "end"), Phrase("À la fin", en: "At the end")),
        (Self(code: "first-half"), Phrase("À la fin du premier semestre", en: "At the end of the first six months")),
    ]
}

/// Where an indicator's value comes from.
package struct ValueOrigin: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let register = Self(code: "register")
    package static let hand = Self(code: "hand")

    package static let list: [(Self, Phrase)] = [
        (.register, Phrase("Calculée par les registres", en: "Worked out from the registers")),
        (.hand, Phrase("Saisie, avec sa preuve", en: "Entered by hand, with its proof")),
    ]
}

/// By what a value is told apart.
package struct Breakdown: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "sex"), Phrase("Sexe", en: "Sex")),
        (Self(code: "age"), Phrase("Tranche d’âge", en: "Age band")),
        (Self(code: "origin"), Phrase("Origine", en: "Origin")),
        (Self(code: "region"), Phrase("Région", en: "Region")),
        (Self(code: "branch"), Phrase("Antenne", en: "Branch")),
        (Self(code: "organization-type"), Phrase("Type d’organisation", en: "Type of organisation")),
        (Self(code: "led-by"), Phrase("Menée par des femmes ou des jeunes", en: "Led by women or young people")),
        (Self(code: "organization"), Phrase(same: "Organisation")),
        (Self(code: "place"), Phrase("Lieu", en: "Place")),
        (Self(code: "need"), Phrase("Type de besoin", en: "Kind of need")),
        (Self(code: "situation"), Phrase(same: "Situation")),
        (Self(code: "priority"), Phrase("Priorité", en: "Priority")),
        (Self(code: "service"), Phrase("Type de service", en: "Type of service")),
        (Self(code: "provider"), Phrase("Prestataire", en: "Provider")),
        (Self(code: "language"), Phrase("Langue", en: "Language")),
        (Self(code: "channel"), Phrase("Canal", en: "Channel")),
        (Self(code: "theme"), Phrase("Thème", en: "Theme")),
        (Self(code: "legal-help"), Phrase("Niveau d’aide juridique", en: "Level of legal help")),
        (Self(code: "issue"), Phrase("Issue", en: "Outcome")),
        (Self(code: "reason"), Phrase("Motif", en: "Reason")),
        (Self(code: "act"), Phrase("Type d’acte", en: "Kind of act")),
        (Self(code: "perpetrator"), Phrase("Type d’auteur présumé", en: "Kind of alleged perpetrator")),
        (Self(code: "severity"), Phrase("Gravité", en: "Severity")),
        (Self(code: "authority"), Phrase("Autorité", en: "Authority")),
        (Self(code: "mechanism"), Phrase("Mécanisme", en: "Mechanism")),
        (Self(code: "text-type"), Phrase("Type de texte", en: "Type of text")),
        (Self(code: "text"), Phrase("Texte suivi", en: "Text followed")),
        (Self(code: "contribution"), Phrase("Niveau de contribution", en: "Level of contribution")),
        (Self(code: "media"), Phrase("Média", en: "Medium")),
        (Self(code: "document"), Phrase("Type de document", en: "Type of document")),
        (Self(code: "heading"), Phrase("Rubrique", en: "Budget heading")),
        (Self(code: "quarter"), Phrase("Trimestre", en: "Quarter")),
        (Self(code: "result"), Phrase("Résultat", en: "Result")),
        (Self(code: "register"), Phrase("Registre", en: "Register")),
    ]
}
