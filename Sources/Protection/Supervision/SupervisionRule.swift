import Access
import Journal
import Storage

/// After how long a case file without news is taken for lost to follow-up, and how many closures are read a second time; the network edits it.
package struct SupervisionRule: Record {
    package var id: ID<SupervisionRule> = OnlyOne.supervisionRule.id()
    package var silentDays = 90
    package var sampledPercent = 10

    package init() {}

    package static let kind = "supervision_rule"
    package static let title = Phrase("Règle de supervision", en: "Supervision rule")
    package static let scope = ScopeForm.network

    package static let fields: [Field<Self>] = [
        .init(
            "silent_days", \.silentDays, "Jours sans nouvelles avant de proposer « perdue de vue »", en: "Days without news before “lost sight of” is proposed",
            required: true),
        .init(
            "sampled_percent", \.sampledPercent, "Clôtures relues chaque mois, sur 100", en: "Closures read again each month, out of 100",
            hint: Phrase("Au moins une par mois, tirée au sort.", en: "One a month at least, drawn by lot."), required: true),
    ]

    package static let asked = fields.map(\.name)

    package static func standing(_ connection: any Connection) throws -> SupervisionRule {
        try connection.all(SupervisionRule.self, "ORDER BY id LIMIT 1").first?.record ?? SupervisionRule()
    }

    package func check() throws(Refusal) {
        guard (7...730).contains(silentDays) else {
            throw Refusal("supervision.days", Phrase("Donnez entre 7 et 730 jours.", en: "Give between 7 and 730 days."), field: "silent_days")
        }
        guard (1...100).contains(sampledPercent) else {
            throw Refusal("supervision.percent", Phrase("Donnez entre 1 et 100.", en: "Give between 1 and 100."), field: "sampled_percent")
        }
    }
}
