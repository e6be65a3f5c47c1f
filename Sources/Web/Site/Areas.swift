import Access
import Accounts
import Journal
import NetworkLife
import Protection
import Results

/// Everything that this version knows of: the areas, put together once.
package enum Areas {
    package static let kinds = AccountsArea.kinds + NetworkArea.kinds + ResultsArea.kinds + ProtectionArea.kinds
    package static let acts = AccountsArea.acts + NetworkArea.acts + ResultsArea.acts + ProtectionArea.acts
}
