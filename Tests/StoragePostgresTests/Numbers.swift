import Journal
import Storage

extension Connection {
    /// The integer in the first row's first column.
    func number(_ sql: String, _ values: [Value] = []) throws -> Int64? {
        try first(sql, values) { try $0.integer(0) }
    }
}

extension Database {
    func number(_ sql: String) async throws -> Int64? {
        try await read { try $0.number(sql) }
    }

    func change(_ sql: String, _ values: [Value] = []) async throws {
        try await write { _ = try $0.run(sql, values) }
    }
}
