import GRDBSQLite
import Journal
import Storage

/// One of the connections to the file, used by one thread at a time, which steps each statement through SQLite's own interface.
final class SQLiteConnection: Connection {
    let engine = Engine.sqlite
    private let handle: OpaquePointer
    /// The statements prepared on it.
    private var known: [String: Prepared] = [:]

    private static let mostKnown = 500

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    func run(_ sql: String, _ values: [Value]) throws -> Int {
        try step(sql, values) { _ in }
        return Int(sqlite3_changes(handle))
    }

    func send(_ sql: String, _ values: [Value]) throws {
        try step(sql, values) { _ in }
    }

    func each(_ sql: String, _ values: [Value], _ body: (any Storage.Row) throws -> Void) throws {
        try step(sql, values) { try body(SQLiteRow($0)) }
    }

    func script(_ sql: String) throws {
        forgetStatements()
        // A table's closing parenthesis stands on a line of its own.
        let strict = sql.replacing("\n);", with: "\n) STRICT;").replacing("\n) WITHOUT ROWID;", with: "\n) STRICT, WITHOUT ROWID;")
        let code = sqlite3_exec(handle, strict, nil, nil, nil)
        if code != SQLITE_OK { throw StorageError(code, on: handle) }
    }

    func tables() throws -> [String] {
        try rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name") { try $0.text(0) }
    }

    /// Before it closes, and before the tables change under them.
    func forgetStatements() { known.removeAll() }

    private func step(_ sql: String, _ values: [Value], _ row: (OpaquePointer) throws -> Void) throws {
        let prepared = try prepare(sql)
        let statement = prepared.statement
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
            prepared.isBusy = false
        }
        guard sqlite3_bind_parameter_count(statement) == values.count else {
            throw StorageError.refused(code: "\(SQLITE_RANGE)", message: "\(values.count) values for other places")
        }
        for index in values.indices { bind(values[index], at: Int32(index + 1), of: statement) }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: try row(statement)
            case SQLITE_DONE: return
            case let code: throw StorageError(code, on: handle)
            }
        }
    }

    private func prepare(_ sql: String) throws -> Prepared {
        // Busy while its cursor is open: a statement entered again would be reset under the first reader.
        if let prepared = known[sql] {
            if prepared.isBusy { return try Prepared(sql, on: handle) }
            prepared.isBusy = true
            return prepared
        }
        let new = try Prepared(sql, on: handle)
        if known.count > Self.mostKnown { known.removeAll() }
        known[sql] = new
        return new
    }

    private func bind(_ value: Value, at index: Int32, of statement: OpaquePointer) {
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: sqlite3_bind_null(statement, index)
        case .integer(let integer): sqlite3_bind_int64(statement, index, integer)
        case .real(let real): sqlite3_bind_double(statement, index, real)
        case .text(var text):
            text.withUTF8 { utf8 in
                _ = utf8.withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_text(statement, index, $0.baseAddress ?? UnsafePointer(bitPattern: 1), Int32($0.count), transient)
                }
            }
        case .bytes(let bytes):
            _ = bytes.withUnsafeBytes {
                // A null pointer would bind NULL; an empty block stays empty.
                $0.count == 0
                    ? sqlite3_bind_zeroblob(statement, index, 0) : sqlite3_bind_blob(statement, index, $0.baseAddress, Int32($0.count), transient)
            }
        }
    }
}

/// A statement that stands prepared, and whether its cursor is open.
private final class Prepared {
    let statement: OpaquePointer
    var isBusy = true

    /// The first statement of the text; one of nothing but spaces and comments is refused.
    init(_ sql: String, on handle: OpaquePointer) throws {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK else { throw StorageError(code, on: handle) }
        guard let statement else { throw StorageError.refused(code: "\(SQLITE_MISUSE)", message: "no statement") }
        self.statement = statement
    }

    deinit { sqlite3_finalize(statement) }
}

extension StorageError {
    /// What SQLite says went wrong last on a connection.
    init(_ code: Int32, on handle: OpaquePointer?) {
        self.init(code, String(cString: sqlite3_errmsg(handle)))
    }

    /// `code` is SQLite's, extended or not.
    init(_ code: Int32, _ message: String) {
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_FULL: self = .full
        case SQLITE_READONLY, SQLITE_PERM: self = .readOnly
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .damaged(message)
        case SQLITE_CANTOPEN, SQLITE_IOERR: self = .away(message)
        default: self = .refused(code: "\(code)", message: message)
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

    func id(_ column: Int) throws(Malformed) -> AnyID {
        try expect(SQLITE_BLOB, column)
        let pointer = sqlite3_column_blob(handle, Int32(column))
        guard let id = AnyID(UnsafeRawBufferPointer(start: pointer, count: Int(sqlite3_column_bytes(handle, Int32(column))))) else {
            throw Malformed("column \(column): sixteen bytes expected")
        }
        return id
    }

    private func knownBytes(_ column: Int) -> [UInt8] {
        let pointer = sqlite3_column_blob(handle, Int32(column))
        return [UInt8](UnsafeRawBufferPointer(start: pointer, count: Int(sqlite3_column_bytes(handle, Int32(column)))))
    }

    private func expect(_ type: Int32, _ column: Int) throws(Malformed) {
        guard sqlite3_column_type(handle, Int32(column)) == type else { throw Malformed("column \(column) of another type") }
    }
}
