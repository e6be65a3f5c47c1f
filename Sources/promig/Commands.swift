import Access
import ArgumentParser
import Foundation
import Journal
import Logging
import Network
import Storage
import StorageSQLite
import Vault
import Web

struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Crée une installation : charte, premier administrateur.")

    @OptionGroup var place: Place
    @Option(help: "Une autre charte que celle de PROMIG.") var charter: String?
    @Flag(help: "Ajoute un réseau d’exemple, inventé et marqué comme tel.") var sample = false
    @Flag(help: "Écrit les comptes en JSON.") var json = false

    func run() async throws {
        let founding = try Founding(charterPath: charter)
        let store = try await place.open(creating: true)
        let scrypt = ScryptQueue()
        var accounts = [try await founding.found(store, isSample: sample, scrypt: scrypt)]
        if sample { accounts += try await founding.addSample(to: store, scrypt: scrypt) }
        if sample, place.database == nil { try accounts.keep(in: place) }
        try await store.database.close()
        if !json { tell("Notez ces phrases de passe : elles ne seront plus montrées\(sample ? ", sauf pour un réseau d’exemple" : "").") }
        tell(try accounts.printed(asJSON: json))
    }
}

extension [Founding.Opened] {
    /// A sample network's accounts are no secret: `serve` shows them again.
    func keep(in place: Place) throws {
        try Data(printed(asJSON: true).utf8).write(to: Self.file(of: place), options: .atomic)
    }

    static func kept(in place: Place) -> [Founding.Opened]? {
        (try? Data(contentsOf: file(of: place))).flatMap { try? JSONDecoder().decode([Founding.Opened].self, from: $0) }
    }

    private static func file(of place: Place) -> URL { place.folder.appending(path: "sample-accounts.json") }
}

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Sert le site, sur cette machine seulement.")

    @OptionGroup var place: Place
    @Option(help: "Le port.") var port = 8080
    @Option(help: "L’adresse ; une autre que la boucle locale demande --behind-tls.") var host = "127.0.0.1"
    @Flag(name: .customLong("behind-tls"), help: "Un serveur placé devant chiffre les échanges (TLS).") var isBehindTLS = false

    func run() async throws {
        guard isBehindTLS || host == "127.0.0.1" || host == "::1" else {
            throw Fault("sans TLS, le site ne se sert que sur cette machine ; ajoutez --behind-tls si un serveur placé devant chiffre les échanges.")
        }
        let store = try await place.open()
        let settings = SiteSettings(
            name: try await store.setting("name") ?? "Carnet", isSample: try await store.setting("sample") == "1", isBehindTLS: isBehindTLS)
        var log = Logger(label: "promig")
        log.logLevel = .notice
        let site = Site(store, settings, log: log)
        try await site.serve(host: host, port: port) { port in
            tell("Le site répond sur http://\(host):\(port)/")
            if settings.isSample, let accounts = [Founding.Opened].kept(in: place), let text = try? accounts.printed(asJSON: false) {
                tell("Comptes d’exemple (nom, phrase de passe, rôle) :\n\(text)")
            }
        }
        try await store.database.close()
    }
}

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Remplit une nouvelle installation de données inventées.")

    @OptionGroup var place: Place
    @Option(help: "Combien d’organisations en plus de l’exemple.") var organisations = 0
    @Option(help: "Combien de rencontres en plus de l’exemple.") var meetings = 0
    @Option(help: "La graine du hasard.") var seed: UInt64 = 1
    @Flag(help: "Écrit les comptes en JSON.") var json = false

    func run() async throws {
        let founding = try Founding(charterPath: nil)
        let store = try await place.open(creating: true)
        let scrypt = ScryptQueue()
        var accounts = [try await founding.found(store, isSample: true, scrypt: scrypt)]
        accounts += try await founding.addSample(to: store, scrypt: scrypt)
        if place.database == nil { try accounts.keep(in: place) }
        try await Invention(seed: seed, organisations: organisations, meetings: meetings).fill(store) { done, all in
            guard !json else { return }
            FileHandle.standardError.write(Data("\r\(done * 100 / max(1, all)) %".utf8))
        }
        try await store.database.close()
        tell(try accounts.printed(asJSON: json))
    }
}

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Vérifie les chaînes, les signatures et les tables.")

    @OptionGroup var place: Place

    func run() async throws {
        let store = try await place.open()
        let signatures = try await store.read { try MemberSignatures($0) }
        let findings = try await store.verify { signatures.holds($0, over: $1) }
        let keys = try await store.read { try $0.keyFindings() }
        try await store.database.close()
        for finding in findings { tell(finding.description) }
        for finding in keys { tell(finding.description) }
        guard findings.isEmpty, keys.isEmpty else { throw Fault("\(findings.count + keys.count) désaccord(s) avec le journal.") }
        tell("Tout concorde.")
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
    @Argument(help: "Le dossier, ou la base (postgres://…), de l’autre installation.") var other: String

    func run() async throws {
        var source = Place()
        if other.hasPrefix("postgres") { source.database = other } else { source.data = other }
        let store = try await place.open()
        let from = try await source.openDatabase()
        let report = try await store.pull(from: from)
        let keys = try await KeyExchange.pull(into: store, from: from)
        try await from.close()
        try await store.database.close()
        tell("\(report.received) entrées reçues, \(report.duplicates) déjà là.")
        if keys != KeyReport() { tell("\(keys.wraps) clés reçues, \(keys.destructions) effacements appliqués.") }
        for writer in report.branchedWriters.sorted() { tell("Attention : une copie de l’installation \(writer) a écrit de son côté.") }
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
