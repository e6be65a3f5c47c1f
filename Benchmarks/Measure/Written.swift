import Journal
import NetworkLife
import Storage
import StoragePostgres
import StorageSQLite

/// A place for one measure's tables, new and empty.
struct Ground {
    let engine: Engine
    /// A file's path, or a server's address with its schema.
    let address: String

    /// `name` tells several grounds of one measure apart. Of PostgreSQL, each is a schema of its own.
    init(_ arguments: Arguments, _ name: String) throws {
        if arguments.text("postgres").isEmpty {
            engine = .sqlite
            address = "\(arguments.text("dir"))/\(name).sqlite"
        } else {
            engine = .postgres
            let server = arguments.text("postgres")
            let bare = try BarePostgres(server)
            try bare.execute("DROP SCHEMA IF EXISTS \(name) CASCADE; CREATE SCHEMA \(name)")
            address = "\(server) options='-c search_path=\(name)'"
        }
    }

    static let schema = Schema([RecordKind(MeetingRecord.self), RecordKind(Decision.self)])

    func open() async throws -> Store {
        switch engine {
        case .sqlite: try await Store.open(try SQLiteDatabase(path: address), Self.schema)
        case .postgres: try await Store.open(try await PostgresDatabase.open(address), Self.schema)
        }
    }

    /// The same tables and indexes, with nothing between us and the engine.
    func bare() async throws -> any Bare {
        try await open().database.close()
        return engine == .sqlite ? try BareSQLite(address) : try BarePostgres(address)
    }
}

/// The rows that acts wrote, table by table, to be written again bare.
struct Written {
    struct Table {
        let name: String
        let columns: [String]
        let rows: [[Value]]
    }

    let tables: [Table]

    static let entry = ["place", "stamp", "short", "header", "parts"]

    static func columns(of kind: RecordKind) -> [(name: String, type: ColumnType)] {
        [("id", .bytes), ("made", .integer), ("changed", .integer), ("versions", .bytes)] + (kind.columns + kind.derived).map { ($0.name, $0.type) }
    }

    /// What acts left that each made one record of `kind`, read from their store.
    init(acts outcomes: [Outcome], making records: [AnyID], tokens: [AnyID], _ kind: RecordKind, _ connection: any Connection) throws {
        let columns = Self.columns(of: kind)
        let list = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        var entries: [[Value]] = []
        var histories: [[Value]] = []
        var receipts: [[Value]] = []
        var rows: [[Value]] = []
        for (number, outcome) in outcomes.enumerated() {
            let place = try connection.first("SELECT place FROM history WHERE record = ?", [records[number].value]) { try $0.integer(0) }!
            entries += try connection.rows("SELECT place, stamp, short, header, parts FROM entry WHERE place = ?", [.integer(place)]) { row in
                [try row.value(0, as: .integer), try row.value(1, as: .integer), try row.value(2, as: .integer), try row.value(3, as: .bytes), try row.value(4, as: .bytes)]
            }
            precondition(outcome.entry != nil && !outcome.isRepeat)
            histories.append([records[number].value, .integer(place)])
            receipts.append([tokens[number].value, .integer(place)])
            rows += try connection.rows("SELECT \(list) FROM \"\(kind.name)\" WHERE id = ?", [records[number].value]) { row in
                try columns.enumerated().map { try row.value($0.offset, as: $0.element.type) }
            }
        }
        tables = [
            Table(name: "entry", columns: Self.entry, rows: entries), Table(name: "history", columns: ["record", "place"], rows: histories),
            Table(name: "receipt", columns: ["token", "place"], rows: receipts), Table(name: kind.name, columns: columns.map(\.name), rows: rows),
        ]
    }
}

/// Statements that write rows of given tables, prepared on a bare connection.
final class Inserts {
    private let bare: any Bare
    private var statements: [String: Int] = [:]

    init(_ bare: any Bare) {
        self.bare = bare
    }

    func insert(_ table: Written.Table) throws {
        guard let first = table.rows.first else { return }
        let statement: Int
        if let known = statements[table.name] { statement = known } else {
            let columns = table.columns.map { "\"\($0)\"" }.joined(separator: ", ")
            let places = table.columns.map { _ in "?" }.joined(separator: ", ")
            statement = try bare.prepare("INSERT INTO \"\(table.name)\" (\(columns)) VALUES (\(places))", like: first)
            statements[table.name] = statement
        }
        for row in table.rows { try bare.run(statement, row) }
    }
}
