import Access
import Journal

/// The network's seat, or one of its antennas.
package struct BranchProfile: Record {
    package var id = ID<Branch>()
    package var name = ""
    package var place: PlaceCode?
    package var isSeat = false
    package var focalPoint: ID<Account>?

    package init() {}

    package static let kind = "branch"
    package static let title = Phrase("Antenne", en: "Branch")
    package static let scope = ScopeForm.network
    package static let indexes = [["name"]]

    package static let fields: [Field<Self>] = [
        .init("name", \.name, "Nom", en: "Name", required: true),
        .init("place", \.place, "Lieu", en: "Place"),
        .init("seat", \.isSeat, "Siège du réseau", en: "Seat of the network"),
        .init("focal_point", \.focalPoint, "Point focal", en: "Focal point", input: .reference(kind: "account")),
    ]
}

/// A region, department or commune of Niger by its P-code.
package struct PlaceProfile: Record {
    package var id = ID<PlaceProfile>()
    package var place: PlaceCode?
    package var name = ""
    package var level = 0
    package var parent: PlaceCode?

    package init() {}

    package static let kind = "place"
    package static let title = Phrase("Lieu", en: "Place")
    package static let scope = ScopeForm.network
    package static let indexes = [["place"], ["sort", "place"], ["parent"]]

    package static let fields: [Field<Self>] = [
        .init("place", \.place, "P-code", en: "P-code", required: true),
        .init("name", \.name, "Nom", en: "Name", required: true),
        .init("level", \.level, "Niveau", en: "Level"),
        .init("parent", \.parent, "Fait partie de", en: "Part of"),
    ]

    package static let derived: [Derived<Self>] = [
        .init("sort") { Folded.key($0.name) }
    ]
}

/// An organ of the network: general assembly, bureau. Distinct from the organisation that holds the grant.
package struct GoverningBody: Record {
    package var id = ID<GoverningBody>()
    package var name = ""
    package var quorum = ""
    package var mandateMonths: Int?
    package var note = ""

    package init() {}

    package static let kind = "governing_body"
    package static let title = Phrase("Organe", en: "Governing body")
    package static let scope = ScopeForm.network

    package static let fields: [Field<Self>] = [
        .init("name", \.name, "Nom", en: "Name", required: true),
        .init("quorum", \.quorum, "Quorum", en: "Quorum"),
        .init("mandate_months", \.mandateMonths, "Durée du mandat (mois)", en: "Term (months)"),
        .init("note", \.note, "Remarque", en: "Remark", limit: 2000, input: .paragraph),
    ]

    package static let derived: [Derived<Self>] = [
        .init("sort") { Folded.key($0.name) }
    ]
    package static let indexes = [["sort", "id"]]
}

/// A seat in an organ, who holds it and until when.
package struct Mandate: Record {
    package var id = ID<Mandate>()
    package var body: ID<GoverningBody>?
    package var person: ID<Person>?
    package var organization: ID<Organization>?
    package var seat = ""
    package var startsOn: Day?
    package var endsOn: Day?

    package init() {}

    package static let kind = "mandate"
    package static let title = Phrase("Mandat", en: "Mandate")
    package static let scope = ScopeForm.network
    package static let indexes = [["body"]]

    package static let fields: [Field<Self>] = [
        .init("body", \.body, "Organe", en: "Governing body", required: true, input: .reference(kind: "governing_body")),
        .init("person", \.person, "Personne", en: "Person", input: .reference(kind: "person")),
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .reference(kind: "organization")),
        .init("seat", \.seat, "Siège", en: "Seat", required: true),
        .init("starts_on", \.startsOn, "Depuis le", en: "Since"),
        .init("ends_on", \.endsOn, "Jusqu’au", en: "Until"),
    ]

    /// Whether the seat is held on that day, as far as is known.
    package func isHeld(on day: Day) -> Bool {
        startsOn.map { $0 <= day } != false && endsOn.map { $0 >= day } != false
    }
}
