import ArgumentParser
import Foundation
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
            if sample { accounts += try await founding.addSample(to: store, scrypt: scrypt) }
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
    @Option(help: ArgumentHelp("Combien d’organisations en plus de l’exemple.", valueName: "nombre")) var organisations = 0
    @Option(help: ArgumentHelp("Combien de rencontres en plus de l’exemple.", valueName: "nombre")) var meetings = 0
    @Option(help: ArgumentHelp("Combien de fiches de chaque registre de protection, pour chaque organisation du terrain, en plus de l’exemple.", valueName: "nombre")) var registers = 0
    @Option(help: ArgumentHelp("La graine du hasard.", valueName: "nombre")) var seed: UInt64 = 1
    @Flag(help: "N’écrit que les comptes, en JSON.") var json = false

    func validate() throws {
        if organisations < 0 || meetings < 0 || registers < 0 { throw ValidationError("un nombre négatif ne convient pas ici.") }
    }

    func run() async throws {
        let founding = try Founding(charterPath: nil)
        let bar = ProgressBar("Fiches", isSilent: json)
        let accounts = try await place.create { store in
            let scrypt = ScryptQueue()
            var accounts = [try await founding.found(store, isSample: true, scrypt: scrypt)]
            accounts += try await founding.addSample(to: store, scrypt: scrypt)
            try await Invention(seed: seed, organisations: organisations, meetings: meetings).fill(store) { bar.show($0, of: $1) }
            if registers > 0 { try await founding.addRegisters(registers, to: store, seed: seed) }
            _ = try await store.drawArchiveKey()
            return accounts
        }
        bar.end()
        if place.database == nil { try accounts.keep(in: place) }
        tell(try accounts.printed(asJSON: json))
    }
}
