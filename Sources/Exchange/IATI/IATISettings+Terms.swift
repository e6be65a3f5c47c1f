import Journal
import Results

extension IATISettings {
    /// What the network decided. Sectors that cannot be read are none, and refused.
    package init(_ terms: OpenDataTerms, publisher name: String) {
        self.init(
            reporter: IATIOrganization(identifier: terms.publisher, type: terms.publisherType, name: name), activity: terms.activity,
            currency: terms.currency,
            sectors: (terms.sectorShares ?? []).map { Sector($0.code, percent: $0.percent) })
    }

    /// Throws a `Refusal` that names the fields of the terms that cannot stand.
    package func check() throws(Refusal) {
        let names = ["reporter": "publisher", "reporter_type": "publisher_type"]
        let problems = problems().map { problem in Refusal.Problem(problem.field.map { names[$0] ?? $0 }, problem.text) }
        guard problems.isEmpty else { throw Refusal("open-data.fields", problems) }
    }
}
