import Access
import Journal
import Vault

/// A meeting of colleagues about one case file: what was said stays sealed, and what was decided becomes actions of the plan.
package struct CaseConference: CaseRecord {
    package var id = ID<CaseConference>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var on: Day?
    package var present = IDs<Account>()
    package var discussed: Sealed<String>?

    package init() {}

    package static let kind = "case_conference"
    package static let title = Phrase("Réunion de cas", en: "Case conference")
    package static let indexes = [["case_file", "id"]]

    package static let fields: [Field<Self>] =
        head(\.organization, \.caseFile) + [
            .init("on", \.on, "Le", en: "On", required: true),
            .init("present", \.present, "Présents", en: "Present", required: true, input: .references(kind: "colleague")),
            .init("discussed", \.discussed, "Ce qui a été discuté", en: "What was discussed", limit: 4000, input: .paragraph, .sealed),
        ]

    package static let asked = ["on", "present", "discussed"]

    package func check(today: Day) throws(Refusal) {
        if let on, on > today { throw Refusal.notYet("conference", field: "on") }
    }
}
