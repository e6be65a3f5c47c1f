import ArgumentParser
import Exchange
import Foundation
import Journal
import Network
import Results
import Storage
import StoragePostgres
import StorageSQLite

/// Which installation a command works on.
struct Place: ParsableArguments {
    @Option(help: "Le dossier des données.")
    var data = "./data"

    @Option(help: "Une base PostgreSQL (postgres://…) au lieu du fichier du dossier.")
    var database: String?

    var folder: URL { URL(fileURLWithPath: data, isDirectory: true) }
    var file: String { folder.appending(path: "promig.sqlite").path(percentEncoded: false) }

    /// The database of this place; the folder and file must be there, unless they are to be made.
    func openDatabase(creating: Bool = false) async throws -> any Database {
        if let database { return try await PostgresDatabase.open(database) }
        if creating {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } else if !FileManager.default.fileExists(atPath: file) {
            throw Fault("il n’y a pas de données dans « \(data) » ; créez-les avec « promig init --data \(data) ».")
        }
        return try SQLiteDatabase(path: file)
    }

    func open(creating: Bool = false) async throws -> Store {
        try await Assembly.open(try await openDatabase(creating: creating))
    }
}

/// Everything that this version knows, put together.
enum Assembly {
    static let schema = Schema(NetworkArea.kinds + ResultsArea.kinds)
    static let migrations = [Credentials.migration, KeyStore.migration, PostTables.migration]

    static func open(_ database: any Database, now: @escaping @Sendable () -> UInt64 = Store.systemTime) async throws -> Store {
        let store = try await Store.open(database, schema, migrations: migrations, now: now)
        try await store.finishScrub()
        return store
    }
}

extension Store {
    /// What `init` wrote of this installation, by name.
    func setting(_ name: String) async throws -> String? {
        try await read { try $0.first("SELECT value FROM setting WHERE name = ?", [.text(name)]) { try $0.text(0) } }
    }
}
