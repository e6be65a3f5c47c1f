import Journal

/// Compares the projected tables with what the entries say.
struct TableVerifier {
    private let connection: any Connection
    private let layouts: [String: TableLayout]

    init(_ connection: any Connection, _ layouts: [String: TableLayout]) {
        self.connection = connection
        self.layouts = layouts
    }

    /// Compares every record, with flat memory; the sums are those of the tables where nothing disagrees.
    func compareAll(_ count: () -> Void) throws -> ([Finding], [String: RowSum]) {
        var findings: [Finding] = []
        var sums: [String: RowSum] = [:]
        var rowCounts: [String: Int] = [:]
        var collisionCount = 0
        try connection.eachRecord { record, entries in
            count()
            guard let projected = Projected(record, entries, layouts) else { return }
            let kind = projected.kind.name
            let (more, hasRow) = try rowFindings(record, layouts[kind]!, projected)
            findings += more
            rowCounts[kind, default: 0] += hasRow ? 1 : 0
            collisionCount += projected.collisions.count
            projected.add(to: &sums[kind, default: RowSum()])
        }
        for (name, layout) in layouts.sorted(by: { $0.key < $1.key }) {
            let count = try connection.first("SELECT COUNT(*) FROM \(TableLayout.quoted(name))") { Int(try $0.integer(0)) }
            if count != rowCounts[name, default: 0] { findings += try strayRows(layout) }
        }
        let count = try connection.first("SELECT COUNT(*) FROM collision") { Int(try $0.integer(0)) }
        if count != collisionCount { findings += try strayCollisions() }
        return (findings, sums)
    }

    /// What each table must sum to now: as it was proved, without what the touched records stood at then, with what they stand at now. Nil
    /// where a table does not.
    func sums(since proof: Proof, touched: Set<AnyID>, _ count: () -> Void) throws -> [String: RowSum]? {
        var sums = proof.kinds
        for record in touched.sorted() {
            let places = try connection.rows("SELECT place FROM history WHERE record = ? ORDER BY place", [record.value]) { Place(raw: try $0.integer(0)) }
            var (entries, earlier): ([Entry], [Entry]) = ([], [])
            for place in places {
                guard let entry = try connection.entry(at: place) else { return nil }
                entries.append(entry)
                if let head = proof.streams[place.stream], place.position <= head.position { earlier.append(entry) }
            }
            guard let all = RecordVersions(of: record, in: entries), let layout = layouts[all.kind] else { continue }
            if let before = RecordVersions(of: record, in: earlier) {
                guard before.kind == all.kind else { return nil }
                Projected(record, layout.kind, before.standing).take(from: &sums[all.kind, default: RowSum()])
            }
            Projected(record, layout.kind, all.standing).add(to: &sums[all.kind, default: RowSum()])
        }
        return try layouts.keys.allSatisfy { try sums[$0, default: RowSum()] == sum(of: $0) } && hasNoStrayCollisions() ? sums : nil
    }

    /// The sum of a table and of its collisions as they lie there.
    private func sum(of name: String) throws -> RowSum {
        guard let layout = layouts[name] else { return RowSum() }
        var sum = RowSum()
        let (sql, columns) = select(layout)
        try connection.each(sql, []) { row in sum.add(try values(row, columns)) }
        try connection.each("SELECT \(Self.collisionColumns) FROM collision WHERE kind = ?", [.text(name)]) { row in
            sum.add(try values(row, Self.collisionTypes))
        }
        return sum
    }

    /// Collisions of a kind that nobody knows are in no kind's sum.
    private func hasNoStrayCollisions() throws -> Bool {
        try connection.rows("SELECT DISTINCT kind FROM collision") { try $0.text(0) }.allSatisfy { layouts[$0] != nil }
    }

    private static let collisionColumns = "record, field, stamp, writer, entry, kind"
    private static let collisionTypes: [ColumnType] = [.bytes, .text, .integer, .bytes, .bytes, .text]

    private func select(_ layout: TableLayout) -> (sql: String, types: [ColumnType]) {
        let columns = layout.kind.columns + layout.kind.derived
        return (TableLayout.select(layout.kind.name, columns.map(\.name)), [.bytes, .integer, .integer, .bytes] + columns.map(\.type))
    }

    private func values(_ row: any Row, _ types: [ColumnType]) throws -> [Value] {
        try types.enumerated().map { try row.value($0.offset, as: $0.element) }
    }

    private func rowFindings(_ record: AnyID, _ layout: TableLayout, _ projected: Projected) throws -> ([Finding], hasRow: Bool) {
        let kind = layout.kind
        let types = select(layout).types
        let row = try connection.first(layout.select, [record.value]) { try values($0, types) }
        var findings: [Finding] = []
        switch (projected.row, row) {
        case (nil, nil): break
        case (.some, nil): findings.append(.missingRow(kind: kind.name, record: record))
        case (nil, .some): findings.append(.strayRow(kind: kind.name, record: record))
        case (let expected?, let found?):
            let names = ["id", "made", "changed", "versions"] + (kind.columns + kind.derived).map(\.name)
            let wrong = zip(names, zip(expected, found)).filter { $0.1.0 != $0.1.1 }.map(\.0)
            if !wrong.isEmpty { findings.append(.wrongRow(kind: kind.name, record: record, fields: wrong)) }
        }
        let collisions = try connection.rows("SELECT \(Self.collisionColumns) FROM collision WHERE record = ?", [record.value]) {
            try values($0, Self.collisionTypes)
        }
        if Set(collisions) != projected.collisions { findings.append(.wrongCollisions(kind: kind.name, record: record)) }
        return (findings, row != nil)
    }

    /// The rows of records that the journal does not name, or names with another kind.
    private func strayRows(_ layout: TableLayout) throws -> [Finding] {
        let ids = try connection.rows("SELECT id FROM \(TableLayout.quoted(layout.kind.name)) ORDER BY id") { try AnyID(value: .bytes($0.bytes(0))) }
        return try ids.filter { try kind(of: $0) != layout.kind.name }.map { .strayRow(kind: layout.kind.name, record: $0) }
    }

    private func strayCollisions() throws -> [Finding] {
        let all = try connection.rows("SELECT DISTINCT kind, record FROM collision ORDER BY kind, record") {
            (try $0.text(0), try AnyID(value: .bytes($0.bytes(1))))
        }
        return try all.filter { try kind(of: $0.1) == nil }.map { .wrongCollisions(kind: $0.0, record: $0.1) }
    }

    private func kind(of record: AnyID) throws -> String? {
        guard let kind = RecordVersions(of: record, in: try connection.entries(of: record))?.kind, layouts[kind] != nil else { return nil }
        return kind
    }
}

extension Projected {
    fileprivate func add(to sum: inout RowSum) {
        if let row { sum.add(row) }
        for collision in collisions { sum.add(collision) }
    }

    fileprivate func take(from sum: inout RowSum) {
        if let row { sum.take(row) }
        for collision in collisions { sum.take(collision) }
    }
}
