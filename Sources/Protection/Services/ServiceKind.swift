import Access
import Journal

/// What a service does, as the directory of services names it.
package struct ServiceKind: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let transit = Self(code: "transit")
    package static let care = Self(code: "care")
    package static let psychosocial = Self(code: "psychosocial")
    package static let legalHelp = Self(code: "legal-help")
    package static let asylum = Self(code: "asylum")
    package static let voluntaryReturn = Self(code: "voluntary-return")
    package static let genderViolence = Self(code: "gender-violence")
    package static let childProtection = Self(code: "child-protection")
    package static let trafficking = Self(code: "trafficking")
    package static let familyLinks = Self(code: "family-links")
    package static let civilRegistration = Self(code: "civil-registration")
    package static let nightShelter = Self(code: "night-shelter")
    package static let desertRescue = Self(code: "desert-rescue")
    package static let material = Self(code: "material")
    package static let work = Self(code: "work")
    package static let information = Self(code: "information")

    package static let list: [(Self, Phrase)] = [
        (.transit, Phrase("Accueil, transit", en: "Reception, transit")),
        (.care, Phrase("Soins", en: "Care")),
        (.psychosocial, Phrase("Écoute, soutien psychosocial", en: "Listening, psychosocial support")),
        (.legalHelp, Phrase("Aide juridique", en: "Legal help")),
        (.asylum, Phrase("Asile", en: "Asylum")),
        (.voluntaryReturn, Phrase("Retour volontaire assisté", en: "Assisted voluntary return")),
        (.genderViolence, Phrase("Violences basées sur le genre", en: "Gender-based violence")),
        (.childProtection, Phrase("Protection de l’enfance", en: "Child protection")),
        (.trafficking, Phrase("Lutte contre la traite", en: "Counter-trafficking")),
        (.familyLinks, Phrase("Rétablissement des liens familiaux", en: "Restoring family links")),
        (.civilRegistration, Phrase("État civil", en: "Civil registration")),
        (.nightShelter, Phrase("Hébergement d’urgence", en: "Emergency shelter")),
        (.desertRescue, Phrase("Secours en désert", en: "Rescue in the desert")),
        (.material, Phrase("Aide matérielle", en: "Material help")),
        (.work, Phrase("Travail, formation", en: "Work, training")),
        (.information, Phrase("Information", en: "Information")),
    ]

    /// Whether it tells by itself what happened to whoever goes there: such a service stands in no open register.
    package var isDiscreet: Bool { [.asylum, .genderViolence, .trafficking].contains(self) }

    package var group: NeedGroup {
        switch self {
        case .transit, .nightShelter: .shelter
        case .care: .care
        case .psychosocial: .support
        case .legalHelp, .asylum: .law
        case .voluntaryReturn: .coming
        case .genderViolence, .trafficking, .desertRescue: .safety
        case .childProtection: .children
        case .familyLinks: .family
        case .civilRegistration: .civil
        case .material: .material
        case .work: .work
        case .information: .information
        default: .other
        }
    }
}

/// A need as open registers count it: wide enough that it does not tell what happened to anyone.
package struct NeedGroup: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let shelter = Self(code: "shelter")
    package static let care = Self(code: "care")
    package static let support = Self(code: "support")
    package static let law = Self(code: "law")
    package static let safety = Self(code: "safety")
    package static let children = Self(code: "children")
    package static let family = Self(code: "family")
    package static let civil = Self(code: "civil")
    package static let material = Self(code: "material")
    package static let work = Self(code: "work")
    package static let coming = Self(code: "return")
    package static let information = Self(code: "information")
    package static let other = Self(code: "other")

    package static let list: [(Self, Phrase)] = [
        (.shelter, Phrase("Accueil, hébergement", en: "Reception, shelter")),
        (.care, Phrase("Soins", en: "Care")),
        (.support, Phrase("Écoute, soutien", en: "Listening, support")),
        (.law, Phrase("Droit et procédures", en: "Law and procedures")),
        (.safety, Phrase("Protection, mise en sécurité", en: "Protection, being made safe")),
        (.children, Phrase("Enfants", en: "Children")),
        (.family, Phrase("Liens familiaux", en: "Family links")),
        (.civil, Phrase("État civil", en: "Civil registration")),
        (.material, Phrase("Aide matérielle", en: "Material help")),
        (.work, Phrase("Travail, formation", en: "Work, training")),
        (.coming, Phrase("Retour volontaire", en: "Voluntary return")),
        (.information, Phrase("Information", en: "Information")),
        (.other, Phrase("Autre", en: "Other")),
    ]
}

/// For whom a service is.
package struct ServiceProfile: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let anyone = Self(code: "anyone")
    package static let women = Self(code: "women")
    package static let children = Self(code: "children")
    package static let asylumSeekers = Self(code: "asylum-seekers")

    package static let list: [(Self, Phrase)] = [
        (.anyone, Phrase("Toute personne", en: "Anyone")),
        (.women, Phrase("Femmes", en: "Women")),
        (.children, Phrase("Enfants", en: "Children")),
        (Self(code: "unaccompanied"), Phrase("Enfants seuls", en: "Children alone")),
        (Self(code: "families"), Phrase("Familles", en: "Families")),
        (.asylumSeekers, Phrase("Demandeurs d’asile et réfugiés", en: "Asylum seekers and refugees")),
        (Self(code: "expelled"), Phrase("Personnes expulsées", en: "Expelled people")),
        (Self(code: "trafficked"), Phrase("Victimes de traite", en: "Victims of trafficking")),
        (Self(code: "disability"), Phrase("Personnes handicapées", en: "People with a disability")),
        (Self(code: "returning"), Phrase("Qui veut rentrer dans son pays", en: "Who wants to go back to their country")),
    ]
}
