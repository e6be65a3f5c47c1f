import Accounts
import ArgumentParser
import Exchange
import Foundation
import Journal
import NetworkLife
import Protection
import Results
import Statistics
import Storage
import StoragePostgres
import StorageSQLite
import Web

/// Which installation a command works on.
struct Place: ParsableArguments {
    @Option(help: "Le dossier des données.")
    var data = "./data"

    @Option(help: "Une base PostgreSQL (postgres://…) au lieu du fichier du dossier.")
    var database: String?

    var folder: URL { URL(fileURLWithPath: data, isDirectory: true) }
    var file: String { folder.appending(path: "promig.sqlite").path(percentEncoded: false) }

    /// What stands in the settings while a restoration has not come to its end.
    static let restoringSetting = BackupSource.localPrefix + "restoring"

    /// The database of this place; the folder and file must be there, unless they are to be made.
    func openDatabase(creating: Bool = false) async throws -> any Database {
        if let database { return try await PostgresDatabase.open(database) }
        if creating {
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw Fault("le dossier « \(data) » ne peut pas être créé ; vérifiez le chemin et le droit d’écrire.")
            }
        } else if !FileManager.default.fileExists(atPath: file) {
            throw Fault("il n’y a pas de données dans « \(data) » ; créez-les avec « promig init --data \(data) ».")
        }
        guard access(folder.path(percentEncoded: false), W_OK) == 0 else { throw StorageError.readOnly }
        return try SQLiteDatabase(path: file, filling: creating)
    }

    /// An installation that `init` made. With `preparingLater`, `Store.prepare` makes what an upgrade asks for.
    func open(preparingLater: Bool = false) async throws -> Store {
        let opened = try await openDatabase()
        guard try await !opened.isEmpty() else {
            try await opened.close()
            throw Fault("il n’y a pas encore de données ici ; créez-les avec « promig init ».")
        }
        guard try await opened.setting(Self.restoringSetting) == nil else {
            try await opened.close()
            throw Fault("une restauration n’est pas allée à son terme ici ; recommencez-la.")
        }
        return try await Assembly.open(opened, preparingLater: preparingLater)
    }

    /// Lets `body` fill a new installation; what it leaves when it fails is taken away, and what was there before is not touched.
    func create<T>(_ body: (Store) async throws -> T) async throws -> T {
        guard database != nil || !FileManager.default.fileExists(atPath: file) else { throw Self.taken }
        let opened = try await openDatabase(creating: true)
        guard try await opened.isEmpty() else {
            try await opened.close()
            throw Self.taken
        }
        do {
            let store = try await Assembly.open(opened)
            let result = try await body(store)
            try await opened.close()
            return result
        } catch {
            if database != nil { try? await opened.clear() }
            try? await opened.close()
            if database == nil {
                for suffix in ["", "-wal", "-shm", ".lease"] { try? FileManager.default.removeItem(atPath: file + suffix) }
            }
            throw error
        }
    }

    static var taken: Fault { Fault("il y a déjà des données ici ; choisissez un endroit vide.") }
}

/// Everything that this version knows, put together.
enum Assembly {
    static let schema = Schema(Areas.kinds)
    static let migrations = Credentials.migrations + KeyStore.migrations + PostTables.migrations
    /// The side tables that a backup carries: without them nobody signs in, and nothing sealed opens. Sessions and throttles are not.
    static let keptTables = Credentials.kept + KeyStore.kept

    static func open(
        _ database: any Database, preparingLater: Bool = false, now: @escaping @Sendable () -> UInt64 = Store.systemTime
    ) async throws -> Store {
        let store = try await Store.open(database, schema, migrations: migrations, preparingLater: preparingLater, now: now)
        try await store.finishScrub()
        try await ProtectionMeasures.tallying.renew(in: store)
        return store
    }
}

extension Database {
    /// What `init` wrote of this installation, by name; nil also where there is no such table yet.
    func setting(_ name: String) async throws -> String? {
        try await read { connection in
            guard try connection.tables().contains("setting") else { return nil }
            return try connection.first("SELECT value FROM setting WHERE name = ?", [.text(name)]) { try $0.text(0) }
        }
    }
}

extension Store {
    func setting(_ name: String) async throws -> String? { try await database.setting(name) }
}
