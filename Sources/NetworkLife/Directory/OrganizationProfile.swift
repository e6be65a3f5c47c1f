import Access
import Journal
import Storage

/// What kind of body an organisation is.
package struct OrganizationType: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let association = Self(code: "association")
    package static let ngo = Self(code: "ngo")
    package static let womensGroup = Self(code: "womens-group")
    package static let youthGroup = Self(code: "youth-group")
    package static let media = Self(code: "media")
    package static let internationalNGO = Self(code: "international-ngo")
    package static let network = Self(code: "network")
    package static let ministry = Self(code: "ministry")
    package static let directorate = Self(code: "directorate")
    package static let stateAgency = Self(code: "state-agency")
    package static let nationalInstitution = Self(code: "national-institution")
    package static let coordination = Self(code: "coordination")
    package static let unitedNations = Self(code: "united-nations")
    package static let funder = Self(code: "funder")
    package static let programme = Self(code: "programme")
    package static let other = Self(code: "other")

    package static let list: [(Self, Phrase)] = [
        (.association, Phrase(same: "Association")),
        (.ngo, Phrase("ONG nationale", en: "National NGO")),
        (.womensGroup, Phrase("Groupement féminin", en: "Women’s group")),
        (.youthGroup, Phrase("Association de jeunes", en: "Youth association")),
        (.media, Phrase("Média associatif", en: "Community media")),
        (.internationalNGO, Phrase("ONG internationale", en: "International NGO")),
        (.network, Phrase("Réseau", en: "Network")),
        (.ministry, Phrase("Ministère", en: "Ministry")),
        (.directorate, Phrase("Direction d’un ministère", en: "Directorate of a ministry")),
        (.stateAgency, Phrase("Agence de l’État", en: "State agency")),
        (.nationalInstitution, Phrase("Institution nationale", en: "National institution")),
        (.coordination, Phrase("Cadre de concertation", en: "Consultation framework")),
        (.unitedNations, Phrase("Organisation des Nations unies", en: "United Nations organisation")),
        (.funder, Phrase("Bailleur", en: "Funder")),
        (.programme, Phrase("Programme", en: "Programme")),
        (.other, Phrase("Autre", en: "Other")),
    ]
}

/// What an organisation is to the network; one can be several things.
package struct OrganizationPart: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let member = Self(code: "member")
    package static let partner = Self(code: "partner")
    package static let authority = Self(code: "authority")
    package static let provider = Self(code: "provider")

    package static let list: [(Self, Phrase)] = [
        (.member, Phrase("Membre ou candidate", en: "Member or applicant")),
        (.partner, Phrase("Partenaire", en: "Partner")),
        (.authority, Phrase("Autorité", en: "Authority")),
        (.provider, Phrase("Prestataire de services", en: "Service provider")),
    ]
}

/// An organisation of the directory: a member, a partner, an authority, a provider of services.
package struct OrganizationProfile: Record {
    package var id = ID<Organization>()
    package var name = ""
    package var acronym = ""
    package var type = OrganizationType.association
    package var parts = Codes<OrganizationPart>([])
    package var parent: ID<Organization>?
    package var branch: ID<Branch>?
    package var place: PlaceCode?
    package var address = ""
    package var telephone = ""
    package var email = ""
    package var hours = ""
    package var slogan = ""
    package var note = ""
    package var isPublic = false
    package var isVerified = false
    /// Where its membership stands; nil where it never applied. Each step of the membership keeps it.
    package var standing: MembershipStanding?

    package init() {}

    package static let kind = "organization"
    package static let title = Phrase("Organisation", en: "Organisation")
    package static let scope = ScopeForm.network
    package static let indexes = [
        ["sort", "id"], ["changed", "id"], ["branch", "sort", "id"], ["type", "sort", "id"], ["standing", "sort", "id"], ["parent"],
    ]

    package static let fields: [Field<Self>] = [
        .init("name", \.name, "Nom", en: "Name", required: true),
        .init("acronym", \.acronym, "Sigle", en: "Acronym", limit: 30),
        .init("type", \.type, "Type d’organisation", en: "Type of organisation", required: true),
        .init("parts", \.parts, "Place dans le réseau", en: "Part in the network", hint: Phrase("Cochez tout ce qui convient.", en: "Tick all that apply.")),
        .init("parent", \.parent, "Organisme de tutelle", en: "Parent body", input: .reference(kind: "organization")),
        .init("branch", \.branch, "Antenne", en: "Branch", input: .reference(kind: "branch")),
        .init("place", \.place, "Lieu", en: "Place"),
        .init("address", \.address, "Adresse", en: "Address"),
        .init("telephone", \.telephone, "Téléphone", en: "Telephone", limit: 60, input: .telephone),
        .init("email", \.email, "Courriel", en: "E-mail", limit: 120, input: .email),
        .init("hours", \.hours, "Horaires", en: "Hours", limit: 120),
        .init("slogan", \.slogan, "Devise", en: "Slogan"),
        .init("note", \.note, "Remarque", en: "Remark", limit: 2000, input: .paragraph),
        .init("public", \.isPublic, "Visible dans l’annuaire public", en: "Shown in the public directory"),
        .init("verified", \.isVerified, "Informations vérifiées", en: "Information verified"),
        .init("standing", \.standing, "Adhésion", en: "Membership", input: .hidden),
    ]

    package static let derived: [Derived<Self>] = [
        .init("sort") { Folded.key("\($0.acronym) \($0.name)") }
    ]
}

extension Connection {
    /// Every organisation that is known here, in a fixed order.
    package func organizations() throws -> [ID<Organization>] {
        try rows("SELECT id FROM organization ORDER BY id") { try ID(value: .bytes($0.bytes(0))) }
    }
}
