import Journal
import Synchronization

/// The table that a kind of record projects to, and the statements that write it.
///
/// It has a primary key and indexes, and no other constraint: those are rules when an act is made, and findings after a merge.
@usableFromInline package struct TableLayout: Sendable {
    package let kind: RecordKind
    /// The table's name: the kind's own, unless it is being made beside that one.
    let table: String
    /// Writes a row, in the place of the one that there is. Of two at once PostgreSQL lets one wait and run again, where a plain insert would be refused.
    let insert: String
    /// Writes the row of a making, whose identifier stands twice: where an entry has named that record already, a null is written in its place, which the
    /// table refuses. So whether a record is new is answered with the write itself.
    let make: String
    let delete: String
    /// Reads all columns of one row.
    let select: String

    package init(_ kind: RecordKind, in table: String? = nil) {
        self.kind = kind
        self.table = table ?? kind.name
        let names = (["id", "made", "changed", "versions"] + (kind.columns + kind.derived).map(\.name)).map(Self.quoted)
        let places = Array(repeating: "?", count: names.count).joined(separator: ", ")
        let updates = names.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        let into = "INSERT INTO \(Self.quoted(self.table)) (\(names.joined(separator: ", "))) VALUES ("
        let instead = ") ON CONFLICT (id) DO UPDATE SET \(updates)"
        insert = into + places + instead
        make = into + "CASE WHEN EXISTS (SELECT 1 FROM history WHERE record = ?) THEN NULL ELSE ? END" + places.dropFirst() + instead
        delete = "DELETE FROM \(Self.quoted(self.table)) WHERE id = ?"
        select = Self.select(self.table, (kind.columns + kind.derived).map(\.name)) + "WHERE id = ?"
    }

    package static func quoted(_ name: String) -> String { "\"\(name)\"" }

    /// The statements that make the table and its indexes, in the neutral words.
    package var schema: String { tableSchema + indexSchema }

    var tableSchema: String {
        let columns = (kind.columns + kind.derived).map { ",\n    \(Self.quoted($0.name)) \($0.type.rawValue)" }.joined()
        return """
            CREATE TABLE \(Self.quoted(table)) (
                id BLOB NOT NULL PRIMARY KEY,
                made INTEGER NOT NULL,
                changed INTEGER NOT NULL,
                versions BLOB NOT NULL\(columns)
            );

            """
    }

    var indexSchema: String {
        kind.indexes.enumerated().map { number, columns in
            """
            CREATE INDEX \(Self.quoted("\(table)_\(number + 1)")) ON \(Self.quoted(table)) \
            (\(columns.map(Self.quoted).joined(separator: ", ")));

            """
        }.joined()
    }

    /// Changes whenever the table must be made again from the journal: with its columns, and with the way they are filled.
    var digest: Digest { Digest(of: Array("\(Self.version)\n\(schema)".utf8)) }

    /// Counts the ways in which `Projected` has filled a table.
    private static let version = 1

    func updateStatement(of fields: [String]) -> String {
        let assignments = fields.map { "\(Self.quoted($0)) = ?" }.joined(separator: ", ")
        return "UPDATE \(Self.quoted(table)) SET changed = ?, versions = ?, \(assignments) WHERE id = ?"
    }

    static func select(_ kind: String, _ columns: [String], without blank: Set<String> = []) -> String {
        let columns = columns.map { blank.contains($0) ? "NULL" : quoted($0) }
        return "SELECT \((["id", "made", "changed", "versions"].map(quoted) + columns).joined(separator: ", ")) FROM \(quoted(kind)) "
    }

    private static let readings = Mutex<[ObjectIdentifier: any AnyObject & Sendable]>([:])

    /// What reading a kind's records takes, put together once.
    @usableFromInline static func reading<R: Record>(_: R.Type) -> Reading<R> {
        readings.withLock { readings in
            if let known = readings[ObjectIdentifier(R.self)] { return known as! Reading<R> }
            let new = Reading<R>()
            readings[ObjectIdentifier(R.self)] = new
            return new
        }
    }
}

/// How a kind's records are read from its table.
@usableFromInline final class Reading<R: Record>: Sendable {
    /// The statement up to what chooses the rows.
    @usableFromInline let select: String
    /// The same with nothing in the place of what is sealed.
    @usableFromInline let selectUnsealed: String
    @usableFromInline let template: Template<R>

    fileprivate init() {
        template = Template()
        select = TableLayout.select(R.kind, template.names)
        let sealed = Set(R.fields.filter { $0.sensitivity == .sealed }.map(\.name))
        selectUnsealed = TableLayout.select(R.kind, template.names, without: sealed)
    }
}

/// A record as it stands in its table.
///
/// Reading is inlinable, so that it is made for each kind where it is used: a page of 50 rows costs a quarter of what it costs otherwise.
@usableFromInline package struct Stored<R: Record>: Sendable {
    package var record: R
    package let made: Stamp
    package let changed: Stamp
    package let versions: Versions
    /// What the columns hold, in the order of the list: null also where the record shows a blank.
    @usableFromInline let values: [Value]

    package var id: ID<R.Subject> { record.id }

    @inlinable init(_ row: any Row, _ template: Template<R>) throws {
        let values = try row.values(from: 4, template.columns)
        self.init(
            try template.record(row.id(0).cast(), values), values: values, made: try row.stamp(1), changed: try row.stamp(2),
            versions: try Versions(bytes: row.bytes(3)))
    }

    @usableFromInline init(_ record: R, values: [Value], made: Stamp, changed: Stamp, versions: Versions) {
        self.record = record
        self.values = values
        self.made = made
        self.changed = changed
        self.versions = versions
    }
}

extension Connection {
    /// The records that the rest of the statement chooses: `WHERE …`, `ORDER BY …`, `LIMIT …`.
    @inlinable package func all<R: Record>(_: R.Type = R.self, _ rest: String = "ORDER BY id", _ values: [Value] = []) throws -> [Stored<R>] {
        let reading = TableLayout.reading(R.self)
        return try rows(reading.select + rest, values) { try Stored<R>($0, reading.template) }
    }

    /// The same without what is sealed in them: for whoever counts, and has no key.
    @inlinable package func allUnsealed<R: Record>(_: R.Type = R.self, _ rest: String = "ORDER BY id", _ values: [Value] = []) throws -> [Stored<R>] {
        let reading = TableLayout.reading(R.self)
        return try rows(reading.selectUnsealed + rest, values) { try Stored<R>($0, reading.template) }
    }

    @inlinable package func find<R: Record>(_: R.Type = R.self, _ id: ID<R.Subject>) throws -> Stored<R>? {
        try all(R.self, "WHERE id = ?", [id.value]).first
    }
}
