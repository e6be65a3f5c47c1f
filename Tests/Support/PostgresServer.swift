import Foundation
import Storage
import StoragePostgres

/// The PostgreSQL server that the tests share, named by `PROMIG_TEST_POSTGRES`, and on it a schema of its own for each test.
///
/// No two tests are in one database at a time: what is deleted leaves the disk when the database has no earlier transaction, and the
/// transactions of others would be waited for.
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
        let database = try await Databases.shared.take()
        let schema = name()
        try await run("CREATE SCHEMA \(schema)", in: database)
        let result: Result<T, any Error>
        do {
            result = .success(try await body("\(try address()) dbname=\(database) options='-c search_path=\(schema)'"))
        } catch { result = .failure(error) }
        try await run("DROP SCHEMA \(schema) CASCADE", in: database)
        await Databases.shared.give(database)
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

    /// A name that no other schema or database has.
    fileprivate static func name() -> String {
        "test_" + UUID().uuidString.lowercased().replacing("-", with: "_")
    }

    /// Runs one statement, outside any transaction.
    fileprivate static func run(_ sql: String, in database: String? = nil) async throws {
        let server = try await PostgresDatabase.open(address() + (database.map { " dbname=\($0)" } ?? ""), writers: 1)
        let result: Result<Void, any Error>
        do { result = .success(try await server.maintain([sql])) } catch { result = .failure(error) }
        try await server.close()
        try result.get()
    }
}

/// The databases of the server that no test is in; one is made where all are taken.
private actor Databases {
    static let shared = Databases()

    private var free: [String] = []

    func take() async throws -> String {
        if let name = free.popLast() { return name }
        let name = PostgresServer.name()
        try await PostgresServer.run("CREATE DATABASE \(name)")
        return name
    }

    func give(_ name: String) {
        free.append(name)
    }
}
