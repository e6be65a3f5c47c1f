import Journal

/// A need that asks for protection, by UNHCR's codes of specific needs (IOM/030-FOM/030/2009) where they have one; the words are ours. What they ask of
/// health beyond the need for care is left out.
package struct SpecificNeed: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "CR"), Phrase("Enfant à risque", en: "Child at risk")), (Self(code: "CR-TP"), Phrase("Adolescente enceinte", en: "Teenage pregnancy")),
        (Self(code: "CR-CS"), Phrase("Enfant marié", en: "Child spouse")), (Self(code: "CR-LW"), Phrase("Enfant au travail", en: "Child labour")),
        (Self(code: "CR-NE"), Phrase("Enfant hors de l’école", en: "Child out of school")),
        (Self(code: "CR-CL"), Phrase("Enfant poursuivi en justice", en: "Child in conflict with the law")),
        (Self(code: "SC-UC"), Phrase("Enfant non accompagné", en: "Unaccompanied child")),
        (Self(code: "SC-SC"), Phrase("Enfant séparé", en: "Separated child")),
        (Self(code: "WR"), Phrase("Femme à risque", en: "Woman at risk")), (Self(code: "WR-LC"), Phrase("Femme qui allaite", en: "Nursing mother")),
        (Self(code: "ER"), Phrase("Personne âgée à risque", en: "Older person at risk")), (Self(code: "SP"), Phrase("Parent seul", en: "Single parent")),
        (Self(code: "DS"), Phrase("Handicap", en: "Disability")), (Self(code: "CARE"), Phrase("A besoin de soins", en: "Needs care")),
        (Self(code: "MIND"), Phrase("A besoin de soutien psychologique", en: "Needs psychological support")),
        (Self(code: "FU-TR"), Phrase("Recherche de la famille", en: "Family tracing")),
        (Self(code: "FU-FR"), Phrase("Réunir la famille", en: "Family reunification")),
        (Self(code: "LP-ND"), Phrase("Obtenir une preuve d’état civil", en: "Obtaining civil documents")),
        (Self(code: "LP-BN"), Phrase("Manger, se vêtir, dormir", en: "Food, clothes, a place to sleep")),
        (Self(code: "LP-NA"), Phrase("Accéder à un service refusé", en: "Access to a service that was refused")),
        (Self(code: "LP-RR"), Phrase("Risque de refoulement", en: "At risk of refoulement")),
        (Self(code: "LP-RD"), Phrase("Risque d’expulsion", en: "At risk of expulsion")),
        (Self(code: "LP-DO"), Phrase("Détention", en: "Detention")),
        (Self(code: "LP-AN"), Phrase("Violence, abus ou négligence", en: "Violence, abuse or neglect")),
        (Self(code: "ASY"), Phrase("Demander l’asile", en: "Seeking asylum")),
        (Self(code: "TIP"), Phrase("Traite des personnes", en: "Trafficking in persons")),
        (Self(code: "TR"), Phrase("Torture", en: "Torture (survivor of)")),
        (Self(code: "SV"), Phrase("Violences basées sur le genre", en: "Gender-based violence")),
        (Self(code: "WORK"), Phrase("Travail, salaire dû, formation", en: "Work, wages owed, training")),
        (Self(code: "RET"), Phrase("Rentrer de son plein gré", en: "Returning of one’s own will")),
        (Self(code: "OTH"), Phrase("Autre besoin", en: "Another need")),
    ]

    /// The group that may be counted in clear.
    package var group: NeedGroup {
        switch code {
        case "LP-RR", "LP-RD", "LP-DO", "LP-AN", "TIP", "TR", "SV", "WR": .safety
        case "LP-NA", "CR-CL", "ASY": .law
        case "LP-ND": .civil
        case "LP-BN": .material
        case "CARE", "DS", "WR-LC", "CR-TP", "ER": .care
        case "MIND": .support
        case "CR", "CR-CS", "CR-LW", "CR-NE", "SC-UC", "SC-SC": .children
        case "FU-TR", "FU-FR", "SP": .family
        case "WORK": .work
        case "RET": .coming
        default: .other
        }
    }
}

/// What became of a need.
package struct NeedOutcome: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "met"), Phrase("Répondu", en: "Met")), (Self(code: "partly"), Phrase("En partie", en: "In part")),
        (Self(code: "unmet"), Phrase("Sans réponse", en: "Unmet")),
        (Self(code: "declined"), Phrase("La personne n’en veut plus", en: "The person no longer wants it")),
    ]
}

/// The three levels of legal help, which are never added up.
package struct LegalHelp: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "consultation"), Phrase("Consultation juridique", en: "Legal consultation")),
        (Self(code: "application"), Phrase("Requête ou démarche déposée", en: "Application filed")),
        (Self(code: "representation"), Phrase("Représentation", en: "Representation")),
    ]
}

/// Why a case file is closed.
package struct ClosureReason: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let lost = Self(code: "lost")
    package static let transferred = Self(code: "transferred")
    package static let list: [(Self, Phrase)] = [
        (Self(code: "reached"), Phrase("Les besoins ont trouvé réponse", en: "The needs were met")),
        (Self(code: "left"), Phrase("La personne est partie", en: "The person has left")), (.lost, Phrase("Perdue de vue", en: "Lost sight of")),
        (Self(code: "withdrew"), Phrase("La personne ne veut plus être suivie", en: "The person no longer wants to be followed")),
        (.transferred, Phrase("Suivie par une autre organisation", en: "Followed by another organisation")),
        (Self(code: "died"), Phrase("Décédée", en: "Deceased")), (Self(code: "duplicate"), Phrase("Ouvert deux fois", en: "Opened twice")),
    ]
}
