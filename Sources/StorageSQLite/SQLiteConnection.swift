import GRDB
import GRDBSQLite
import Journal
import Storage

/// One transaction on one of the pool's connections.
final class SQLiteConnection: Connection {
    let engine = Engine.sqlite
    private let database: GRDB.Database
    private let cache: StatementCache

    init(_ database: GRDB.Database, _ cache: StatementCache) {
        self.database = database
        self.cache = cache
    }

    func run(_ sql: String, _ values: [Value]) throws -> Int {
        try step(sql, values) { _ in }
        return database.changesCount
    }

    func send(_ sql: String, _ values: [Value]) throws {
        try step(sql, values) { _ in }
    }

    func each(_ sql: String, _ values: [Value], _ body: (any Storage.Row) throws -> Void) throws {
        try step(sql, values) { try body(SQLiteRow($0)) }
    }

    func script(_ sql: String) throws {
        cache.clear()
        // A table's closing parenthesis stands on a line of its own.
        let strict = sql.replacing("\n);", with: "\n) STRICT;").replacing("\n) WITHOUT ROWID;", with: "\n) STRICT, WITHOUT ROWID;")
        try database.execute(sql: strict)
    }

    func tables() throws -> [String] {
        try rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name") { try $0.text(0) }
    }

    private func step(_ sql: String, _ values: [Value], _ row: (OpaquePointer) throws -> Void) throws {
        let statement = try cache.take(sql, database)
        let handle = statement.handle
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
            cache.give(statement)
        }
        guard sqlite3_bind_parameter_count(handle) == values.count else {
            throw StorageError.refused(code: "\(SQLITE_RANGE)", message: "\(values.count) values for other places")
        }
        for (index, value) in values.enumerated() { bind(value, at: Int32(index + 1), of: handle) }
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: try row(handle)
            case SQLITE_DONE: return
            case let code:
                let message = String(cString: sqlite3_errmsg(sqlite3_db_handle(handle)))
                throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
            }
        }
    }

    private func bind(_ value: Value, at index: Int32, of handle: OpaquePointer) {
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: sqlite3_bind_null(handle, index)
        case .integer(let integer): sqlite3_bind_int64(handle, index, integer)
        case .real(let real): sqlite3_bind_double(handle, index, real)
        case .text(var text):
            text.withUTF8 { utf8 in
                _ = utf8.withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_text(handle, index, $0.baseAddress ?? UnsafePointer(bitPattern: 1), Int32($0.count), transient)
                }
            }
        case .bytes(let bytes):
            _ = bytes.withUnsafeBytes {
                // A null pointer would bind NULL; an empty block stays empty.
                $0.count == 0
                    ? sqlite3_bind_zeroblob(handle, index, 0) : sqlite3_bind_blob(handle, index, $0.baseAddress, Int32($0.count), transient)
            }
        }
    }
}

/// The row that a statement stands on.
struct SQLiteRow: Storage.Row {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    func isNull(_ column: Int) -> Bool {
        sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
    }

    func integer(_ column: Int) throws(Malformed) -> Int64 {
        try expect(SQLITE_INTEGER, column)
        return sqlite3_column_int64(handle, Int32(column))
    }

    func real(_ column: Int) throws(Malformed) -> Double {
        try expect(SQLITE_FLOAT, column)
        return sqlite3_column_double(handle, Int32(column))
    }

    /// The type is asked once.
    func value(_ column: Int, as type: ColumnType) throws(Malformed) -> Value {
        switch (sqlite3_column_type(handle, Int32(column)), type) {
        case (SQLITE_NULL, _): return .null
        case (SQLITE_INTEGER, .integer): return .integer(sqlite3_column_int64(handle, Int32(column)))
        case (SQLITE_FLOAT, .real): return .real(sqlite3_column_double(handle, Int32(column)))
        case (SQLITE_TEXT, .text): return .text(knownText(column))
        case (SQLITE_BLOB, .bytes): return .bytes(knownBytes(column))
        default: throw Malformed("column \(column) of another type")
        }
    }

    func text(_ column: Int) throws(Malformed) -> String {
        try expect(SQLITE_TEXT, column)
        return knownText(column)
    }

    private func knownText(_ column: Int) -> String {
        let bytes = UnsafeBufferPointer(
            start: sqlite3_column_text(handle, Int32(column)), count: Int(sqlite3_column_bytes(handle, Int32(column))))
        return String(decoding: bytes, as: UTF8.self)
    }

    func bytes(_ column: Int) throws(Malformed) -> [UInt8] {
        try expect(SQLITE_BLOB, column)
        return knownBytes(column)
    }

    private func knownBytes(_ column: Int) -> [UInt8] {
        let pointer = sqlite3_column_blob(handle, Int32(column))
        return [UInt8](UnsafeRawBufferPointer(start: pointer, count: Int(sqlite3_column_bytes(handle, Int32(column)))))
    }

    private func expect(_ type: Int32, _ column: Int) throws(Malformed) {
        guard sqlite3_column_type(handle, Int32(column)) == type else { throw Malformed("column \(column) of another type") }
    }
}
