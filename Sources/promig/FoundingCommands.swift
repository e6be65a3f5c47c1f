import Access
import ArgumentParser
import Foundation
import Journal
import NetworkLife
import Protection
import Statistics
import Storage
import Vault

struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Crée une installation : charte, premier administrateur.")

    @OptionGroup var place: Place
    @Option(help: ArgumentHelp("Une autre charte que celle de PROMIG.", valueName: "fichier")) var charter: String?
    @Flag(help: "Ajoute un réseau d’exemple, inventé et marqué comme tel.") var sample = false
    @Flag(help: "Écrit les comptes, et la clé des sauvegardes, en JSON.") var json = false

    func run() async throws {
        let founding = try Founding(charterPath: charter)
        let (accounts, key) = try await place.create { store in
            let scrypt = ScryptQueue()
            var accounts = [try await founding.found(store, isSample: sample, scrypt: scrypt)]
            if sample {
                let network = try await founding.addSample(to: store, scrypt: scrypt)
                try await founding.releaseSample(of: store)
                accounts += network.shown
            }
            return (accounts, try await store.drawArchiveKey())
        }
        if sample, place.database == nil { try accounts.keep(in: place) }
        if json {
            let backups = Founding.Opened(address: "", name: "sauvegardes", password: key.printed, role: "backup-key", organisation: "")
            return tell(try (accounts + [backups]).printed(asJSON: true))
        }
        tell("Notez ces phrases de passe : elles ne seront plus montrées\(sample ? ", sauf pour un réseau d’exemple" : "").")
        tell(try accounts.printed(asJSON: false))
        tell(key.notice)
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

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Remplit une nouvelle installation de données inventées.")

    @OptionGroup var place: Place
    @Option(help: ArgumentHelp("Combien d’organisations en plus de l’exemple ; d’elles-mêmes, une pour 2 500 dossiers.", valueName: "nombre"))
    var organisations: Int?
    @Option(help: ArgumentHelp("Combien de rencontres en plus de l’exemple.", valueName: "nombre")) var meetings = 0
    @Option(
        help: ArgumentHelp(
            "Combien de fiches de chaque registre de protection, pour chaque organisation du terrain, en plus de l’exemple.", valueName: "nombre"))
    var registers: Int?
    @Option(help: ArgumentHelp("Combien de dossiers scellés, répartis entre quarante de ces organisations au plus.", valueName: "nombre")) var cases = 0
    @Option(help: ArgumentHelp("La graine du hasard.", valueName: "nombre")) var seed: UInt64 = 1
    @Flag(help: "N’écrit que les comptes, en JSON.") var json = false

    /// So many organisations at most keep case files.
    private static let keepers = 40

    func validate() throws {
        if [organisations ?? 0, meetings, registers ?? 0, cases].contains(where: { $0 < 0 }) {
            throw ValidationError("un nombre négatif ne convient pas ici.")
        }
    }

    func run() async throws {
        let founding = try Founding(charterPath: nil)
        let (accounts, key) = try await place.create { store in
            let scrypt = ScryptQueue(cost: .printed)
            let first = try await founding.found(store, isSample: true, scrypt: scrypt)
            let sample = try await founding.addSample(to: store, scrypt: scrypt)
            let organisations = organisations ?? min(Self.keepers, cases / 2_500)
            let bar = ProgressBar("Fiches", isSilent: json)
            try await Invention(seed: seed, organisations: organisations, meetings: meetings).fill(store) { bar.show($0, of: $1) }
            bar.end()
            let keepers = cases > 0 ? try await store.invented(min(Self.keepers, organisations)) : []
            let (teams, shown) = try await CaseTeam.open(in: keepers, seed: seed, store)
            let all = CaseTeam.all(of: sample.accounts) + teams
            // A case file may name the session that led to it.
            let registers = registers ?? (cases > 0 ? max(8, cases / 20 / max(1, all.count)) : 0)
            if registers > 0 { try await founding.addRegisters(registers, to: store, seed: seed) }
            let files = ProgressBar("Dossiers", isSilent: json)
            try await CaseInvention(seed: seed, teams: all).fill(store, cases, invented: teams.count) { files.show($0, of: $1) }
            files.end()
            let circle = sample.accounts.filter { $0.has(.complaintsFocalPoint) }
            try await ComplaintInvention(seed: seed, circle: circle, teams: all).fill(store, ComplaintInvention.count(for: cases))
            try await ProtectionMeasures.tallying.settleAll(in: store)
            for team in CaseTeam.all(of: sample.accounts) { try await team.countNeeds(in: store) }
            try await founding.releaseSample(of: store)
            return ([first] + sample.shown + shown, try await store.drawArchiveKey())
        }
        if place.database == nil { try accounts.keep(in: place) }
        tell(try accounts.printed(asJSON: json))
        if !json { tell(key.notice) }
    }
}

extension Store {
    /// The first so many organisations of the invention, in their order.
    fileprivate func invented(_ count: Int) async throws -> [OrganizationProfile] {
        try await read { connection in
            try (0..<count).compactMap {
                try connection.all(OrganizationProfile.self, "WHERE acronym = ? ORDER BY id LIMIT 1", [.text(Invention.acronym($0))]).first?.record
            }
        }
    }
}
