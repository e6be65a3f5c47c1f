import Access
import Journal

/// How many came for an organisation, by sex: counts, so that a list need name nobody.
package struct Attendance: Record {
    package var id = ID<Attendance>()
    package var meeting: ID<Meeting>?
    package var organization: ID<Organization>?
    package var region: PlaceCode?
    package var women = 0
    package var men = 0
    package var others = 0
    package var capacity = ""

    package init() {}

    package static let kind = "attendance"
    package static let title = Phrase("Présence", en: "Attendance")
    package static let scope = ScopeForm.network
    package static let indexes = [["meeting"]]

    package static let fields: [Field<Self>] = [
        .init("meeting", \.meeting, "Rencontre", en: "Meeting", required: true, input: .hidden),
        .init("organization", \.organization, "Organisation", en: "Organisation", required: true, input: .reference(kind: "organization")),
        .init("region", \.region, "Région", en: "Region"),
        .init("women", \.women, "Femmes", en: "Women"),
        .init("men", \.men, "Hommes", en: "Men"),
        .init("others", \.others, "Autres", en: "Others"),
        .init("capacity", \.capacity, "À quel titre", en: "In which capacity"),
    ]

    package var total: Int { women + men + others }
}

extension Attendance {
    /// More than this from one organisation is a slip of the finger.
    package static let countAtMost = 2_000

    package static let tooMany = Phrase(
        "C’est plus de \(countAtMost) personnes : vérifiez le nombre.", en: "This is more than \(countAtMost) people: check the number.")
}
