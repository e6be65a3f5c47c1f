import Foundation
import Storage
import StorageSQLite

/// A folder of its own for a test, gone afterwards.
package func withFolder<T>(_ body: (_ path: String) async throws -> T) async throws -> T {
    let path = NSTemporaryDirectory() + "promig-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let result: Result<T, any Error>
    do { result = .success(try await body(path)) } catch { result = .failure(error) }
    try FileManager.default.removeItem(atPath: path)
    return try result.get()
}

/// A new, empty database of either engine for a test, gone afterwards.
package enum TestDatabase {
    /// A file in a folder of its own, or a schema of its own on the server that `PROMIG_TEST_POSTGRES` names.
    package static func with<T>(_ engine: Engine, _ body: (any Database) async throws -> T) async throws -> T {
        switch engine {
        case .sqlite:
            return try await withFolder { folder in
                let database = try SQLiteDatabase(path: folder + "/test.db")
                let result: Result<T, any Error>
                do { result = .success(try await body(database)) } catch { result = .failure(error) }
                try await database.close()
                return try result.get()
            }
        case .postgres:
            await Places.postgres.take()
            let result: Result<T, any Error>
            do {
                result = .success(try await PostgresServer.withDatabase { try await body($0) })
            } catch { result = .failure(error) }
            await Places.postgres.give()
            return try result.get()
        }
    }
}

/// How many tests may hold a PostgreSQL database at once, so that the server's connections suffice.
private actor Places {
    static let postgres = Places(6)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ free: Int) {
        self.free = free
    }

    func take() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func give() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
