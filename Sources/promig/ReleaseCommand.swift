import Access
import ArgumentParser
import Journal
import NetworkLife
import Protection
import Results
import Statistics
import Storage

struct ReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Publie les chiffres du dernier mois échu, s’ils ne le sont pas encore ; à appeler chaque jour d’un minuteur.")

    @OptionGroup var place: Place
    @Flag(help: "Dit seulement ce qui serait montré et masqué.") var preview = false

    func run() async throws {
        let store = try await place.open()
        let today = Moment(milliseconds: store.milliseconds).day
        try await ProtectionMeasures.tallying.settleAll(in: store)
        let draft = try await store.read { try ReleaseDraft(ProtectionMeasures.released, of: $0.organizations(), on: today, $0) }
        if let draft, !preview { try await draft.make(in: store, by: nil, on: today) }
        try await store.database.close()
        guard let draft else {
            tell("Rien à publier : la prochaine publication est pour le \(ReleaseMonth.due(on: today).next.due).")
            return
        }
        let cells = "\(draft.shown) cases montrées, \(draft.hidden) masquées"
        tell(preview ? "À publier, jusqu’à la fin de \(draft.month) : \(cells)." : "Publié, jusqu’à la fin de \(draft.month) : \(cells).")
    }
}
