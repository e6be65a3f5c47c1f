import Journal

/// What one transaction sees, as the bytes of a backup, made while they are asked for: a page of rows is held at a time.
package final class BackupSource {
    /// Settings that say something of this machine alone begin so, and stay.
    package static let localPrefix = "here."
    private static let pageBytes: Int64 = 4 << 20

    private let connection: any Connection
    private var steps: [() throws -> [BackupItem]?]
    private var ready: ArraySlice<UInt8>
    private var count: UInt64 = 0
    private var isOver = false
    private var place: Int64 = -1

    /// Reads through `connection`, so it is used up before the transaction ends.
    package init(_ connection: any Connection, _ heading: BackupHeading, tables: [KeptTable] = []) throws {
        self.connection = connection
        ready = heading.bytes[...]
        steps = []
        let standing = Set(try connection.tables())
        switch heading.content {
        case .journal: steps = [once { try Self.settings(connection) }, entries]
        case .keys: for table in tables where standing.contains(table.name) { steps += try rows(of: table.name) }
        }
    }

    /// At most so many bytes; none at the end, and only there.
    package func next(_ maximum: Int) throws -> [UInt8] {
        while ready.isEmpty, !isOver {
            guard let step = steps.first else {
                ready = BackupItem.end(count: count).bytes[...]
                isOver = true
                break
            }
            if let items = try step() {
                count += UInt64(items.count)
                ready = items.flatMap(\.bytes)[...]
            } else {
                steps.removeFirst()
            }
        }
        defer { ready = ready.dropFirst(maximum) }
        return Array(ready.prefix(maximum))
    }

    private func once(_ items: @escaping () throws -> [BackupItem]) -> () throws -> [BackupItem]? {
        var isDone = false
        return {
            defer { isDone = true }
            return isDone ? nil : try items()
        }
    }

    private static func settings(_ connection: any Connection) throws -> [BackupItem] {
        try connection.rows("SELECT name, value FROM setting ORDER BY name") {
            BackupItem.setting(name: try $0.text(0), value: try $0.text(1))
        }
        .filter { if case .setting(let name, _) = $0 { !name.hasPrefix(localPrefix) } else { true } }
    }

    /// The next page of entries, in the order of their places: a branch comes after the stream that it left.
    private func entries() throws -> [BackupItem]? {
        var bytes: Int64 = 0
        var limit = 0
        try connection.each(
            """
            SELECT LENGTH(header) + LENGTH(parts) \
                + COALESCE((SELECT CAST(SUM(LENGTH(bytes)) AS BIGINT) FROM attachment WHERE attachment.place = entry.place), 0) \
            FROM entry WHERE place > ? ORDER BY place LIMIT 1000
            """, [.integer(place)]
        ) { row in
            if bytes < Self.pageBytes { limit += 1 }
            bytes += try row.integer(0)
        }
        guard limit > 0 else { return nil }
        return try connection.rows(
            "SELECT header, parts, place FROM entry WHERE place > ? ORDER BY place LIMIT ?", [.integer(place), limit.value]
        ) { row in
            self.place = try row.integer(2)
            let parcel = try connection.parcel(header: row.bytes(0), bundle: row.bytes(1), at: Place(raw: self.place))
            return .entry(header: parcel.header, parts: parcel.parts)
        }
    }

    /// The table's columns, then its rows in the order of its key, so many at a time.
    private func rows(of table: String) throws -> [() throws -> [BackupItem]?] {
        let (columns, key) = try connection.columns(of: table)
        let names = columns.map { TableLayout.quoted($0.name) }.joined(separator: ", ")
        let keyed = key.map { TableLayout.quoted(columns[$0].name) }.joined(separator: ", ")
        let places = key.map { _ in "?" }.joined(separator: ", ")
        var last: [Value] = []
        return [
            once { [.table(name: table, columns: columns)] },
            { [connection] in
                let after = last.isEmpty ? "" : "WHERE (\(keyed)) > (\(places)) "
                let rows = try connection.rows(
                    "SELECT \(names) FROM \(TableLayout.quoted(table)) \(after)ORDER BY \(keyed) LIMIT 500", last
                ) { row in try columns.enumerated().map { try row.value($0.offset, as: $0.element.type) } }
                guard let end = rows.last else { return nil }
                last = key.map { end[$0] }
                return rows.map { .row($0) }
            },
        ]
    }
}

extension Connection {
    /// A table's columns in their order, and which of them are its primary key.
    package func columns(of table: String) throws -> (columns: [BackupColumn], key: [Int]) {
        let sql =
            switch engine {
            case .sqlite: "SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid"
            case .postgres:
                """
                SELECT CAST(a.attname AS TEXT), CAST(format_type(a.atttypid, NULL) AS TEXT),
                    CAST(COALESCE(array_position(CAST(i.indkey AS SMALLINT[]), a.attnum), -1) + 1 AS BIGINT)
                FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
                WHERE a.attrelid = to_regclass(CAST(? AS TEXT)) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
                """
            }
        let found = try rows(sql, [.text(table)]) { row in
            (column: BackupColumn(try row.text(0), try Self.type(named: row.text(1))), place: try row.integer(2))
        }
        let key = found.enumerated().filter { $0.element.place > 0 }.sorted { $0.element.place < $1.element.place }.map(\.offset)
        guard !key.isEmpty else { throw Malformed("\(table) has no primary key") }
        return (found.map(\.column), key)
    }

    private static func type(named name: String) throws(Malformed) -> ColumnType {
        switch name {
        case "INTEGER", "bigint": .integer
        case "REAL", "double precision": .real
        case "TEXT", "text": .text
        case "BLOB", "bytea": .bytes
        default: throw Malformed("a column of type \(name)")
        }
    }
}
