import CPostgres
import GRDBSQLite
import Journal

/// The plain way to do what the store does: SQLite's own interface and libpq's, prepared statements, nothing between.
protocol Bare: AnyObject {
    func begin() throws
    func commit() throws
    /// Prepares a statement, its places written `?`, to be run as often as wanted.
    func prepare(_ sql: String, like values: [Value]) throws -> Int
    func run(_ statement: Int, _ values: [Value]) throws
}

struct BareFailure: Error {
    let message: String
}

final class BareSQLite: Bare {
    private var handle: OpaquePointer?
    private var statements: [OpaquePointer?] = []

    /// Opens the file with what the store asks of SQLite; `synchronous` is read back.
    init(_ path: String) throws {
        try check(sqlite3_open(path, &handle), SQLITE_OK)
        for pragma in [
            "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "trusted_schema = OFF", "temp_store = MEMORY", "secure_delete = ON",
            "cache_size = -8000",
        ] { try check(sqlite3_exec(handle, "PRAGMA \(pragma)", nil, nil, nil), SQLITE_OK) }
        guard try integer("PRAGMA synchronous") == 2 else { throw BareFailure(message: "synchronous is not FULL") }
    }

    deinit {
        for statement in statements { sqlite3_finalize(statement) }
        sqlite3_close(handle)
    }

    func begin() throws { try check(sqlite3_exec(handle, "BEGIN IMMEDIATE", nil, nil, nil), SQLITE_OK) }
    func commit() throws { try check(sqlite3_exec(handle, "COMMIT", nil, nil, nil), SQLITE_OK) }
    func execute(_ sql: String) throws { try check(sqlite3_exec(handle, sql, nil, nil, nil), SQLITE_OK) }

    func prepare(_ sql: String, like values: [Value]) throws -> Int {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil), SQLITE_OK)
        statements.append(statement)
        return statements.count - 1
    }

    func run(_ number: Int, _ values: [Value]) throws {
        let statement = statements[number]
        for (index, value) in values.enumerated() { Self.bind(value, statement, Int32(index + 1)) }
        try check(sqlite3_step(statement), SQLITE_DONE)
        sqlite3_reset(statement)
    }

    func integer(_ sql: String) throws -> Int64 {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v2(handle, sql, -1, &statement, nil), SQLITE_OK)
        defer { sqlite3_finalize(statement) }
        try check(sqlite3_step(statement), SQLITE_ROW)
        return sqlite3_column_int64(statement, 0)
    }

    /// At most so many rows of a table in the order of its key, after a rowid or a key; used outside the time that is measured.
    func rows(_ sql: String, _ values: [Value], columns: Int) throws -> [[Value]] {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v2(handle, sql, -1, &statement, nil), SQLITE_OK)
        defer { sqlite3_finalize(statement) }
        for (index, value) in values.enumerated() { Self.bind(value, statement, Int32(index + 1)) }
        var found: [[Value]] = []
        while sqlite3_step(statement) == SQLITE_ROW { found.append((0..<Int32(columns)).map { Self.value(statement, $0) }) }
        return found
    }

    private static func bind(_ value: Value, _ statement: OpaquePointer?, _ index: Int32) {
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: sqlite3_bind_null(statement, index)
        case .integer(let integer): sqlite3_bind_int64(statement, index, integer)
        case .real(let real): sqlite3_bind_double(statement, index, real)
        case .text(let text): sqlite3_bind_text(statement, index, text, -1, transient)
        case .bytes(let bytes): _ = bytes.withUnsafeBytes { sqlite3_bind_blob(statement, index, $0.baseAddress, Int32($0.count), transient) }
        }
    }

    private static func value(_ statement: OpaquePointer?, _ column: Int32) -> Value {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
        case SQLITE_TEXT: return .text(String(cString: sqlite3_column_text(statement, column)))
        case SQLITE_BLOB:
            let count = Int(sqlite3_column_bytes(statement, column))
            return .bytes([UInt8](UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, column), count: count)))
        default: return .null
        }
    }

    private func check(_ code: Int32, _ expected: Int32) throws {
        if code != expected { throw BareFailure(message: String(cString: sqlite3_errmsg(handle))) }
    }
}

final class BarePostgres: Bare {
    private let connection: OpaquePointer
    private var statements = 0
    private var types: [[Oid]] = []

    init(_ address: String) throws {
        connection = PQconnectdb(address)
        guard PQstatus(connection) == CONNECTION_OK else { throw BareFailure(message: String(cString: PQerrorMessage(connection))) }
        try execute("SET client_min_messages = warning")
        guard try text("SHOW synchronous_commit") == "on" else { throw BareFailure(message: "synchronous_commit is not on") }
    }

    deinit { PQfinish(connection) }

    func begin() throws { try check(PQexec(connection, "BEGIN ISOLATION LEVEL SERIALIZABLE")) }
    func commit() throws { try check(PQexec(connection, "COMMIT")) }
    func execute(_ sql: String) throws { try check(PQexec(connection, sql)) }

    func prepare(_ sql: String, like values: [Value]) throws -> Int {
        var places = 0
        let numbered = sql.split(separator: "?", omittingEmptySubsequences: false).enumerated().map { index, piece in
            places += index == 0 ? 0 : 1
            return index == 0 ? String(piece) : "$\(places)\(piece)"
        }.joined()
        statements += 1
        try check(PQprepare(connection, "bare\(statements)", numbered, 0, nil))
        let description = PQdescribePrepared(connection, "bare\(statements)")
        defer { PQclear(description) }
        types.append((0..<PQnparams(description)).map { PQparamtype(description, $0) })
        return statements
    }

    func run(_ number: Int, _ values: [Value]) throws {
        let encoded = values.map(Self.bytes)
        let lengths = encoded.map { Int32($0?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: values.count)
        // One block for all values, and a pointer into it for each.
        let block = Array(encoded.compactMap { $0 }.joined()) + [0]
        try block.withUnsafeBytes { raw in
            var offset = 0
            let pointers: [UnsafePointer<CChar>?] = encoded.map { bytes in
                guard let bytes else { return nil }
                defer { offset += bytes.count }
                return raw.baseAddress!.advanced(by: offset).assumingMemoryBound(to: CChar.self)
            }
            try check(PQexecPrepared(connection, "bare\(number)", Int32(values.count), pointers, lengths, formats, 1))
        }
    }

    func text(_ sql: String) throws -> String {
        let result = PQexec(connection, sql)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK else { throw BareFailure(message: String(cString: PQerrorMessage(connection))) }
        return String(cString: PQgetvalue(result, 0, 0))
    }

    private static func bytes(_ value: Value) -> [UInt8]? {
        switch value {
        case .null: nil
        case .integer(let integer): withUnsafeBytes(of: integer.bigEndian) { Array($0) }
        case .real(let real): withUnsafeBytes(of: real.bitPattern.bigEndian) { Array($0) }
        case .text(let text): Array(text.utf8)
        case .bytes(let bytes): bytes
        }
    }

    private func check(_ result: OpaquePointer?) throws {
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK else {
            throw BareFailure(message: String(cString: PQerrorMessage(connection)))
        }
    }
}
