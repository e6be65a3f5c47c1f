import Access
import Accounts
import Journal
import NetworkLife
import Protection
import Results
import Statistics

/// Everything that this version knows of: the areas, put together once.
package enum Areas {
    package static let kinds = AccountsArea.kinds + NetworkArea.kinds + ResultsArea.kinds + ProtectionArea.kinds
    package static let acts = AccountsArea.acts + NetworkArea.acts + ResultsArea.acts + ProtectionArea.acts
    /// What works out the indicators, each by its code.
    package static let measures = networkMeasures + IncidentMeasures.all + ProtectionMeasures.all + ProjectMeasures.all

    /// Whether a branch works is told by two areas: the network has the branches, the project their plan.
    private static let networkMeasures = NetworkMeasures.all(plans: WorkPlan.regions)

    static func measure(_ code: String) -> Measure? { byCode[code] }

    private static let byCode = Dictionary(uniqueKeysWithValues: measures.map { ($0.code, $0) })
}
