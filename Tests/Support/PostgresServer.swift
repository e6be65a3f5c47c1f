import Foundation
import Storage
import StoragePostgres

/// The PostgreSQL server that the tests share, named by `PROMIG_TEST_POSTGRES`, and in it a schema of its own for each test.
package enum PostgresServer {
    package struct Missing: Error, CustomStringConvertible {
        package let description = "PROMIG_TEST_POSTGRES names no PostgreSQL server; `make test` starts one and sets it."
    }

    /// The connection string of the server, which tests never skip: they fail without it.
    package static func address() throws -> String {
        guard let address = ProcessInfo.processInfo.environment["PROMIG_TEST_POSTGRES"], !address.isEmpty else { throw Missing() }
        return address
    }

    /// Calls `body` with the address of a new, empty schema, which is gone afterwards.
    package static func withSchema<T>(_ body: (_ address: String) async throws -> T) async throws -> T {
        let schema = "test_" + UUID().uuidString.lowercased().replacing("-", with: "_")
        try await run("CREATE SCHEMA \(schema)")
        let result: Result<T, any Error>
        do { result = .success(try await body(try address() + " options='-c search_path=\(schema)'")) } catch { result = .failure(error) }
        try await run("DROP SCHEMA \(schema) CASCADE")
        return try result.get()
    }

    /// Calls `body` with a database on a new, empty schema, closed and gone afterwards.
    package static func withDatabase<T>(
        writers: Int = 4, statements: Int = 256, _ body: (PostgresDatabase) async throws -> T
    ) async throws -> T {
        try await withSchema { address in
            let database = try await PostgresDatabase.open(address, writers: writers, statements: statements)
            let result: Result<T, any Error>
            do { result = .success(try await body(database)) } catch { result = .failure(error) }
            try await database.close()
            return try result.get()
        }
    }

    private static func run(_ sql: String) async throws {
        let server = try await PostgresDatabase.open(address(), writers: 1)
        try await server.write { try $0.script(sql) }
        try await server.close()
    }
}
