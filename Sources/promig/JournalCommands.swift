import Access
import Accounts
import ArgumentParser
import Foundation
import Journal
import NetworkLife
import Protection
import Storage
import Web

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Vérifie les chaînes, les signatures et les tables.")

    @OptionGroup var place: Place
    @Flag(help: "Relit tout, même ce qu’une vérification précédente a déjà trouvé juste.") var all = false

    func run() async throws {
        let store = try await place.open()
        let signatures = try await store.read { try MemberSignatures($0) }
        let bar = ProgressBar("Relecture")
        let report = try await store.verify(all ? .all : .sinceProof, signatures: { signatures.holds($0, over: $1) }, progress: { bar.show($0, of: $1) })
        bar.end()
        let keys = try await store.keyFindings() + store.read { try Restriction.findings($0) }
        try await store.database.close()
        for finding in report.findings { tell(finding.phrase.french) }
        for finding in keys { tell(finding.phrase.french) }
        guard report.findings.isEmpty, keys.isEmpty else { throw Fault("\(report.findings.count + keys.count) désaccord(s) avec le journal.") }
        tell(
            report.entriesRead == report.entriesHeld
                ? "Tout concorde." : "Tout concorde : \(report.entriesRead) écritures relues sur \(report.entriesHeld) ; « --all » relit tout.")
    }
}

struct Rebuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Refait les tables à partir du journal.")

    @OptionGroup var place: Place

    func run() async throws {
        let store = try await place.open()
        try await store.rebuild()
        try await store.database.close()
        tell("Les tables sont refaites.")
    }
}

struct Pull: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prend ce qu’une autre installation a de plus.")

    @OptionGroup var place: Place
    @Argument(help: ArgumentHelp("Le dossier, ou la base (postgres://…), de l’autre installation.", valueName: "autre")) var other: String

    func run() async throws {
        var source = Place()
        source.data = other
        source.database = other.hasPrefix("postgres") ? other : nil
        let from = try await source.openDatabase()
        guard try await !from.isEmpty() else { throw Fault("il n’y a pas de données dans « \(other) ».") }
        let store = try await place.open()
        let bar = ProgressBar("Entrées reçues")
        let (report, keys) = try await NodeExchange.pull(into: store, from: from, progress: { bar.show($0) })
        bar.end()
        try await Restriction.complete(store)
        try await CaseKeys.settle(store)
        try await from.close()
        try await store.database.close()
        tell("\(report.received) entrées reçues, \(report.duplicates) déjà là.")
        if keys != KeyReport() { tell("\(keys.wraps) clés reçues, \(keys.destructions) effacements appliqués.") }
        if report.ahead > 0 { tell("\(report.ahead) entrées portent une heure en avance sur cette machine ; elles sont gardées et signalées.") }
        for writer in report.branchedWriters.sorted() { tell("Attention : une copie de l’installation \(writer) a écrit de son côté.") }
        for error in report.refused { note(error.phrase.french) }
        guard report.refused.isEmpty else { throw Fault("tout n’a pas pu être pris : \(report.refused.count) flux sont restés en chemin.") }
    }
}

struct Paths: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Liste les pages du site et les rôles qui les ouvrent.", shouldDisplay: false)

    @Flag(help: "En JSON.") var json = false

    private struct Page: Codable {
        let method: String
        let path: String
        let roles: [String]
    }

    func run() throws {
        let pages = Site.routes.map { route in
            let roles =
                switch route.need {
                case .everyone: ["everyone"]
                case .permission(let permission): permission.roles.map(\.code).sorted()
                }
            return Page(method: route.method, path: route.path.rawValue, roles: roles)
        }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            tell(String(decoding: try encoder.encode(pages), as: UTF8.self))
        } else {
            for page in pages { tell("\(page.method) \(page.path) \(page.roles.joined(separator: " "))") }
        }
    }
}
