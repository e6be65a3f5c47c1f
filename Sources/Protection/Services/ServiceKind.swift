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
}
