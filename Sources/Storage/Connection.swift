import Journal

/// The two engines that the one SQL is written for.
@usableFromInline package enum Engine: String, CaseIterable, Sendable {
    case sqlite
    case postgres
}

/// A place that holds tables: many readers beside a writer, each in a transaction of its own.
package protocol Database: Sendable {
    var engine: Engine { get }

    /// What `body` read, in one transaction that sees one state of the database.
    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// The same for what is over soon, as a page is: it may run on the thread that asks, which then waits for no other.
    func glance<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// What `body` returned, once all that it wrote is durable; nothing of it stands when it throws.
    ///
    /// `body` may run again from its start (PostgreSQL, SQLSTATE 40001 and 40P01), so it keeps no state outside the connection.
    /// Throws `StorageError.commitUnknown` when the answer to COMMIT was lost: the caller looks up what stands.
    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// A slot of the database that this process alone holds until it ends, or nil while another process holds it.
    func claim(slot: Int) async throws -> (any SlotClaim)?

    /// Overwrites, on the disk, what was deleted before this call: nothing of it is left in the files when this returns.
    func scrub() async throws

    /// Lets go of files and sockets; nothing may be asked afterwards.
    func close() async throws
}

extension Database {
    package func glance<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T { try await read(body) }
}

/// The sign, kept outside the tables, that these tables are still the ones that this installation wrote.
package protocol SlotClaim: Sendable {
    /// What was kept last, as far as it still holds here; nil in a copy, or where nothing was kept.
    var token: [UInt8]? { get }

    /// Keeps the token that the next claim must find; returns the one to compare with.
    func keep(_ token: [UInt8]) throws -> [UInt8]
}

/// One transaction's view of the tables. It never leaves the closure that it was handed to.
///
/// SQL is written once, with `?` for each value in order; see `docs/decisions` for what both engines share.
@usableFromInline package protocol Connection: AnyObject {
    var engine: Engine { get }

    /// Runs one statement and returns the number of rows it changed.
    @discardableResult
    func run(_ sql: String, _ values: [Value]) throws -> Int

    /// Runs one statement whose answer nobody waits for: where it fails, the next statement that answers throws, or the end of the write.
    func send(_ sql: String, _ values: [Value]) throws

    /// Calls `body` with each row in order; a row is valid only during its call. `body` may use the connection for other statements.
    func each(_ sql: String, _ values: [Value], _ body: (any Row) throws -> Void) throws

    /// Runs statements of the schema, written with the words INTEGER, REAL, TEXT and BLOB, which each engine puts in its own.
    func script(_ sql: String) throws

    /// The names of the tables that stand, in order, without the engine's own.
    func tables() throws -> [String]
}

/// A row under the cursor; columns count from 0. Reading a column as another type than it holds is a `Malformed`.
@usableFromInline package protocol Row {
    func isNull(_ column: Int) -> Bool
    func integer(_ column: Int) throws(Malformed) -> Int64
    func real(_ column: Int) throws(Malformed) -> Double
    func text(_ column: Int) throws(Malformed) -> String
    func bytes(_ column: Int) throws(Malformed) -> [UInt8]
    /// Sixteen bytes, read as the identifier that they are.
    func id(_ column: Int) throws(Malformed) -> AnyID
    /// Null, or what a column of that type holds.
    func value(_ column: Int, as type: ColumnType) throws(Malformed) -> Value
}

extension Row {
    @usableFromInline package func id(_ column: Int) throws(Malformed) -> AnyID { try AnyID(value: .bytes(bytes(column))) }

    @usableFromInline package func value(_ column: Int, as type: ColumnType) throws(Malformed) -> Value {
        if isNull(column) { return .null }
        return switch type {
        case .integer: .integer(try integer(column))
        case .real: .real(try real(column))
        case .text: .text(try text(column))
        case .bytes: .bytes(try bytes(column))
        }
    }
}

extension Row {
    /// The values of these columns, from one on.
    @usableFromInline package func values(from first: Int, _ types: [ColumnType]) throws(Malformed) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(types.count)
        for index in types.indices { values.append(try value(first + index, as: types[index])) }
        return values
    }

    @usableFromInline func stamp(_ column: Int) throws(Malformed) -> Stamp {
        Stamp(raw: UInt64(bitPattern: try integer(column)))
    }
}

extension Connection {
    @inlinable package func rows<T>(_ sql: String, _ values: [Value] = [], _ read: (any Row) throws -> T) throws -> [T] {
        var found: [T] = []
        try each(sql, values) { found.append(try read($0)) }
        return found
    }

    /// The first row, or nil where there is none.
    @inlinable package func first<T>(_ sql: String, _ values: [Value] = [], _ read: (any Row) throws -> T) throws -> T? {
        try rows(sql, values, read).first
    }

    @discardableResult
    package func run(_ sql: String) throws -> Int {
        try run(sql, [])
    }

    package func send(_ sql: String) throws {
        try send(sql, [])
    }
}

/// Why the database did not do what was asked, in kinds that a caller can act on.
package enum StorageError: Error, Equatable {
    /// Nothing answers, or the connection broke before COMMIT was sent: nothing of the transaction stands.
    case away(String)
    /// COMMIT was sent and its answer was lost: the transaction stands whole or not at all.
    case commitUnknown
    /// Others kept the database busy for longer than the time allowed, or every retry was refused.
    case busy
    /// No room is left on the disk.
    case full
    /// The file or the server takes no writes.
    case readOnly
    /// The file is not a database, or parts of it are damaged.
    case damaged(String)
    /// A statement that the engine refuses; `code` is SQLite's extended code or PostgreSQL's SQLSTATE.
    case refused(code: String, message: String)

    /// Whether a null was to stand where none may: SQLITE_CONSTRAINT_NOTNULL, not_null_violation.
    var isNullRefused: Bool {
        guard case .refused(let code, _) = self else { return false }
        return code == "1299" || code == "23502"
    }
}

extension Connection {
    /// Lists of values for `… IN`, with their places, a hundred or so at a time. The number of places goes by powers of two, so that few statements serve
    /// lists of any length.
    package func lists(of values: [Value]) -> [(places: String, values: [Value])] {
        stride(from: 0, to: values.count, by: 128).map { start in
            var part = Array(values[start..<min(values.count, start + 128)])
            var room = 1
            while room < part.count { room *= 2 }
            part += Array(repeating: part[0], count: room - part.count)
            return ("(\(Array(repeating: "?", count: room).joined(separator: ", ")))", part)
        }
    }

    /// Runs a statement that ends on `… IN`, with these values as its list.
    package func batch(_ values: [Value], _ sql: String, _ body: (any Row) throws -> Void) throws {
        for list in lists(of: values) { try each("\(sql) \(list.places)", list.values, body) }
    }
}
