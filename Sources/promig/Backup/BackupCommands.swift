import Accounts
import ArgumentParser
import Foundation
import Journal
import NetworkLife
import Protection
import Storage
import Vault

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Écrit une sauvegarde scellée, en deux fichiers, pendant que le site sert.",
        discussion: """
            FICHIER reçoit le journal, FICHIER.keys les clés. Les deux ne s’ouvrent qu’avec la clé privée que « promig init » a montrée. \
            FICHIER.keys ne se garde pas plus de 35 jours.
            """)

    @OptionGroup var place: Place
    @Argument(help: ArgumentHelp("Le fichier à écrire.", valueName: "fichier")) var file: String?
    @Flag(name: .customLong("new-key"), help: "Tire une nouvelle paire de clés et en montre la moitié privée, une seule fois.") var drawsKey = false

    func validate() throws {
        if file == nil, !drawsKey { throw ValidationError("nommez le fichier à écrire.") }
    }

    func run() async throws {
        if drawsKey {
            let store = try await place.open()
            let key = try await store.drawArchiveKey()
            try await store.database.close()
            tell(key.notice)
        }
        guard let file else { return }
        let database = try await place.openDatabase()
        try await BackupPair(journal: file).write(from: database)
        try await database.close()
        tell("Sauvegarde faite : \(file) et \(file).keys")
    }
}

extension ArchiveKey {
    /// What is said once, when the key is drawn.
    var notice: String {
        """
        Clé des sauvegardes, à imprimer et à garder loin de cette machine ; elle ne sera plus montrée :
          \(printed)
        Empreinte : \(publicKey.fingerprint.joined(separator: " "))
        """
    }
}

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Remet une sauvegarde dans un nouvel endroit, et la vérifie.",
        discussion: "Les clés sont prises dans FICHIER.keys. Ce qui a été détruit depuis, d’après les autres *.keys du dossier, le reste.")

    @OptionGroup var place: Place
    @Argument(help: ArgumentHelp("Le fichier du journal.", valueName: "fichier")) var file: String
    @Option(help: ArgumentHelp("Un autre fichier de clés que FICHIER.keys.", valueName: "fichier")) var keys: String?
    @Option(help: ArgumentHelp("La clé imprimée ; sans cette option, elle est demandée.", valueName: "clé")) var key: String?

    func run() async throws {
        let files = try RestoreFiles(journal: file, keys: keys ?? file + ".keys", key: try Self.key(typed: key))
        let target = try await RestoreTarget(place)
        let report: RestoreReport
        let erased: Int
        let findings: [Finding]
        do {
            let store = try await target.open()
            report = try await files.restore(into: store)
            erased = try await Erasure.eraseDestroyed(store)
            try await CaseKeys.settle(store)
            let signatures = try await store.read { try MemberSignatures($0) }
            findings = try await store.verify(.all, signatures: { signatures.holds($0, over: $1) }).findings
            try await target.finish(store)
        } catch {
            await target.abandon()
            throw error
        }
        tell("\(report.entries) entrées et \(report.rows) lignes de clés restaurées.")
        if report.destroyed > 0 { tell("\(report.destroyed) lignes n’ont pas été reprises : leurs clés ont été détruites.") }
        if erased > 0 { tell("\(erased) personnes, effacées depuis la sauvegarde, le sont à nouveau.") }
        for finding in findings { tell(finding.description) }
        guard findings.isEmpty else { throw Fault("la restauration est faite, mais \(findings.count) désaccord(s) avec le journal demeurent.") }
        tell("Tout concorde.")
    }

    private static func key(typed: String?) throws -> ArchiveKey {
        let text = try typed ?? Terminal.secret("Clé des sauvegardes : ")
        do {
            return try ArchiveKey(printed: text)
        } catch {
            throw Fault("ce n’est pas une clé de sauvegarde : elle a 56 lettres et chiffres ; vérifiez chaque groupe.")
        }
    }
}

/// The archives that a restoration reads.
private struct RestoreFiles {
    let journal: String
    let keys: String
    let key: ArchiveKey

    /// Throws where one of them cannot be opened with the key at all.
    init(journal: String, keys: String, key: ArchiveKey) throws {
        (self.journal, self.keys, self.key) = (journal, keys, key)
        for path in [journal, keys] { _ = try SealedFile(path, key) }
    }

    func restore(into store: Store) async throws -> RestoreReport {
        var report = RestoreReport()
        let destructions = try destructions()
        let bar = ProgressBar("Entrées")
        do {
            let file = try SealedFile(journal, key)
            var reader = try BackupReader(file.next)
            try await store.restoreJournal(&reader, file.next, into: &report) { bar.show($0) }
            bar.end()
        } catch {
            bar.end()
            throw SealedFile.fault(error, journal)
        }
        do {
            let file = try SealedFile(keys, key)
            var reader = try BackupReader(file.next)
            try await store.restoreKeys(&reader, file.next, tables: Assembly.keptTables, without: Set(destructions.map(\.subject.bytes)), into: &report)
            try await store.destroy(destructions)
        } catch {
            throw SealedFile.fault(error, keys)
        }
        return report
    }

    /// Every destruction that an archive of keys in the same folder knows: those made since the backup count too.
    private func destructions() throws -> [KeyDestruction] {
        let folder = URL(fileURLWithPath: keys).deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
        var found: [KeyDestruction] = []
        for name in names.sorted() where name.hasSuffix(".keys") {
            let path = folder.appending(path: name).path(percentEncoded: false)
            let isOurs = path == URL(fileURLWithPath: keys).path(percentEncoded: false)
            do {
                let file = try SealedFile(path, key)
                var reader = try BackupReader(file.next)
                found += (try Store.destructions(in: &reader, file.next, tables: Assembly.keptTables))
            } catch {
                if isOurs { throw SealedFile.fault(error, path) }
                note("« \(name) » ne s’ouvre pas et n’est pas consulté.")
            }
        }
        return found
    }
}

/// The new place of a restoration: it stands whole under its name, or not at all.
private final class RestoreTarget {
    static let marker = Place.restoringSetting
    private let place: Place
    private var working: Place

    /// Throws where something is there already, without touching it.
    init(_ place: Place) async throws {
        self.place = place
        working = place
        if place.database != nil {
            let database = try await place.openDatabase(creating: true)
            let isFree = try await database.isEmpty()
            let isLeftover = isFree ? false : try await database.setting(Self.marker) != nil
            if isLeftover { try await database.clear() }
            try await database.close()
            guard isFree || isLeftover else { throw Self.taken }
        } else {
            let names = try? FileManager.default.contentsOfDirectory(atPath: place.data)
            let exists = FileManager.default.fileExists(atPath: place.data)
            guard !exists || names?.isEmpty == true else { throw Self.taken }
            working.data = place.folder.standardizedFileURL.path(percentEncoded: false).trimmingSuffix("/") + ".restoring"
            try? FileManager.default.removeItem(atPath: working.data)
        }
    }

    private static var taken: Fault { Fault("il y a déjà des données ici ; restaurez dans un endroit vide.") }

    func open() async throws -> Store {
        let store = try await Assembly.open(try await working.openDatabase(creating: true))
        try await store.keep(setting: Self.marker, "1")
        return store
    }

    func finish(_ store: Store) async throws {
        _ = try await store.database.write { try $0.run("DELETE FROM setting WHERE name = ?", [.text(Self.marker)]) }
        try await store.database.close()
        guard place.database == nil, rename(working.data, place.folder.standardizedFileURL.path(percentEncoded: false).trimmingSuffix("/")) != 0 else { return }
        throw Fault("« \(place.data) » ne peut pas être écrit : \(String(cString: strerror(errno))).")
    }

    func abandon() async {
        if place.database == nil {
            try? FileManager.default.removeItem(atPath: working.data)
        } else if let database = try? await place.openDatabase() {
            try? await database.clear()
            try? await database.close()
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
