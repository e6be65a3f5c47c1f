import Access
import Journal
import Vault

package struct Sex: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let woman = Self(code: "f")
    package static let man = Self(code: "m")
    package static let other = Self(code: "x")

    package static let list: [(Self, Phrase)] = [
        (.woman, Phrase("Femme", en: "Woman")), (.man, Phrase("Homme", en: "Man")), (.other, Phrase("Autre", en: "Other")),
    ]
}

/// Someone whom the network works with: never a migrant. A person *à diffusion restreinte* has no name in clear: only the registry opens it.
package struct PersonProfile: Record {
    package var id = ID<Person>()
    /// Blank for a restricted person.
    package var name = ""
    package var organization: ID<Organization>?
    package var sex: Sex?
    package var telephone = ""
    package var email = ""
    package var note = ""
    package var isRestricted = false
    package var sealedName: Sealed<String>?
    package var sealedTelephone: Sealed<String>?
    package var sealedEmail: Sealed<String>?
    package var sealedNote: Sealed<String>?

    package init() {}

    package var about: AnyID? { id.cast() }

    package static let kind = "person"
    package static let title = Phrase("Personne", en: "Person")
    package static let scope = ScopeForm.network
    package static let indexes = [["sort", "id"], ["organization", "sort"]]

    package static let fields: [Field<Self>] = [
        .init("name", \.name, "Nom", en: "Name", hint: Phrase("Nom d’usage ; jamais un migrant.", en: "Name used; never a migrant."), required: true),
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .reference(kind: "organization")),
        .init("sex", \.sex, "Sexe", en: "Sex"),
        .init("telephone", \.telephone, "Téléphone", en: "Telephone", limit: 60, input: .telephone),
        .init("email", \.email, "Courriel", en: "E-mail", limit: 120, input: .email),
        .init("note", \.note, "Remarque", en: "Remark", limit: 2000, input: .paragraph),
        .init(
            "restricted", \.isRestricted, "À diffusion restreinte", en: "Restricted",
            hint: Phrase(
                "Le nom, le contact et la remarque sont scellés : seul le registre du secrétariat peut les ouvrir.",
                en: "Name, contact and remark are sealed: only the secretariat’s registry can open them.")),
        .init("sealed_name", \.sealedName, "Nom scellé", en: "Sealed name", input: .hidden, .sealed),
        .init("sealed_telephone", \.sealedTelephone, "Téléphone scellé", en: "Sealed telephone", input: .hidden, .sealed),
        .init("sealed_email", \.sealedEmail, "Courriel scellé", en: "Sealed e-mail", input: .hidden, .sealed),
        .init("sealed_note", \.sealedNote, "Remarque scellée", en: "Sealed remark", input: .hidden, .sealed),
    ]

    package static let derived: [Derived<Self>] = [
        .init("sort") { $0.sortKey }
    ]

    /// The folded name; sealed ones come after all others.
    package var sortKey: String { name.isEmpty ? "~" : Folded.key(name) }

    /// What stands in the place of a name that is sealed.
    package static let restricted = Phrase("Personne à diffusion restreinte", en: "Restricted person")

    package func shownName(_ language: Language) -> String {
        isRestricted || name.isEmpty ? Self.restricted(language) : name
    }
}

/// What a person was or is in an organisation, from when to when.
package struct Position: Record {
    package var id = ID<Position>()
    package var person: ID<Person>?
    package var organization: ID<Organization>?
    package var function = ""
    package var capacity = ""
    package var startsOn: Day?
    package var endsOn: Day?

    package init() {}

    package var about: AnyID? { person?.cast() }

    package static let kind = "position"
    package static let title = Phrase("Fonction", en: "Position")
    package static let scope = ScopeForm.network
    package static let indexes = [["person"], ["organization"]]

    package static let fields: [Field<Self>] = [
        .init("person", \.person, "Personne", en: "Person", required: true, input: .reference(kind: "person")),
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .reference(kind: "organization")),
        .init("function", \.function, "Fonction", en: "Position", required: true),
        .init(
            "capacity", \.capacity, "À quel titre", en: "In which capacity",
            hint: Phrase("Par exemple : suppléante, ou pour le compte d’un autre organisme.", en: "For example: as a deputy, or on behalf of another body.")),
        .init("starts_on", \.startsOn, "Depuis le", en: "Since"),
        .init("ends_on", \.endsOn, "Jusqu’au", en: "Until"),
    ]
}

/// A conversation, letter or visit that a member had with someone of the directory.
package struct ContactMade: Record {
    package var id = ID<ContactMade>()
    package var person: ID<Person>?
    package var organization: ID<Organization>?
    package var on: Day?
    package var subject = ""
    package var outcome = ""

    package init() {}

    package var about: AnyID? { person?.cast() }

    package static let kind = "contact_made"
    package static let title = Phrase("Contact pris", en: "Contact made")
    package static let scope = ScopeForm.network
    package static let indexes = [["person", "on"], ["organization", "on"]]

    package static let fields: [Field<Self>] = [
        .init("person", \.person, "Personne", en: "Person", input: .reference(kind: "person")),
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .reference(kind: "organization")),
        .init("on", \.on, "Date", en: "Date", required: true),
        .init("subject", \.subject, "Objet", en: "Subject", required: true),
        .init("outcome", \.outcome, "Suite donnée", en: "Outcome", limit: 2000, input: .paragraph),
    ]
}
