import Journal
import Storage

/// The rows of one page of a list, and whether there are more on either side.
struct ListPage<R: Record>: Sendable {
    let rows: [R]
    let context: ListContext
    let first: AnyID?
    let last: AnyID?
    /// Whether there are rows before and after those of this page.
    let sides: (before: Bool, after: Bool)
    let count: Count

    /// How many rows the whole list has, as far as it costs no more than a page to know.
    enum Count: Equatable {
        case exactly(Int)
        case moreThan(Int)
        /// So many of the first ones that were looked through have the words that were searched.
        case atLeast(Int)
    }

    /// As many rows are counted, or looked through for words.
    static var countedTo: Int { 500 }

    init(_ list: RecordList<R>, _ state: ListState, _ visit: Visit, _ connection: any Connection) throws {
        let query = ListQuery(list, state, visit)
        var found = try query.rows(state.place, limit: RecordList<R>.size + 1, connection)
        var place = state.place
        if found == nil || (place != .start && found!.rows.count <= (found!.isBackward ? RecordList<R>.size - 1 : 0)) {
            // The row that the address names is gone, or too little stands before it: the first page.
            place = .start
            found = try query.rows(.start, limit: RecordList<R>.size + 1, connection)
        }
        let isFull = (found?.rows.count ?? 0) > RecordList<R>.size
        var rows = found?.rows ?? []
        let isBackward = found?.isBackward == true
        // Taken over, not copied: a record has many texts.
        found = nil
        if isFull { rows.removeLast(rows.count - RecordList<R>.size) }
        if isBackward { rows.reverse() }
        switch place {
        case .start: sides = (false, isFull)
        case .after: sides = (true, isFull)
        case .before: sides = (isFull, true)
        }
        self.rows = rows
        first = rows.first?.id.cast()
        last = rows.last?.id.cast()
        count = sides.before || sides.after ? try query.count(upTo: Self.countedTo, shown: rows.count, connection) : .exactly(rows.count)
        context = ListContext(
            visit: visit, names: try Names(visit, connection, ofEach: rows, in: list.columns.fields), more: try list.more(visit, rows, connection))
    }
}

/// The statements that a list asks, in neutral SQL.
struct ListQuery<R: Record>: Sendable {
    private let columns: ListColumns<R>
    private let sort: ListSort
    private let isDescending: Bool
    /// Whose rows the list is of at all.
    private let within: [(sql: String, values: [Value])]
    private let conditions: [(sql: String, values: [Value])]
    /// The words that are searched: no index knows them.
    private let words: [(sql: String, values: [Value])]
    private let searched: String?

    /// The rows that the reader may see of the list: of what organisations have, their own's.
    init(_ list: RecordList<R>, _ state: ListState, _ visit: Visit) {
        self.init(list, state, today: visit.today, within: [visit.own(R.self), list.within(visit)].compactMap { $0 })
    }

    init(_ list: RecordList<R>, _ state: ListState, today: Day, within: [(sql: String, values: [Value])] = []) {
        columns = list.columns
        sort = list.sorts.first { $0.name == state.sort } ?? list.sorts[0]
        isDescending = state.isDescending
        var conditions: [(sql: String, values: [Value])] = list.always.map { [($0, [])] } ?? []
        conditions += list.filters.compactMap { filter in state.filters[filter.name].flatMap { filter.condition($0, today) } }
        self.within = within
        self.conditions = within + conditions
        searched = list.search.map { TableLayout.quoted($0) }
        words = searched.map { column in state.words.map { (column + " LIKE ? ESCAPE '!'", [.text("%\(Self.escaped($0))%")]) } } ?? []
    }

    /// A text as LIKE finds it literally.
    private static func escaped(_ text: String) -> String {
        String(text.flatMap { "!%_".contains($0) ? ["!", $0] : [$0] })
    }

    /// Where a row stands in the list's order: what the order is by, and the row's identifier.
    typealias Key = (value: Value, id: AnyID)

    /// The statement for the rows from a place on, and what stands for its `?`.
    func statement(from key: Key?, isBackward: Bool, limit: Int) -> (sql: String, values: [Value]) {
        let column = TableLayout.quoted(sort.column)
        let isDown = isDescending != isBackward
        let seek = key.map { (sql: "(\(column), id) \(isDown ? "<" : ">") (?, ?)", values: [$0.value, $0.id.value]) }
        let all = conditions + words + (seek.map { [$0] } ?? [])
        let direction = isDown ? "DESC" : "ASC"
        return (
            columns.select + Self.clause(all) + " ORDER BY \(column) \(direction), id \(direction) LIMIT ?",
            all.flatMap(\.values) + [limit.value]
        )
    }

    private static func clause(_ conditions: [(sql: String, values: [Value])]) -> String {
        conditions.isEmpty ? "" : " WHERE " + conditions.map(\.sql).joined(separator: " AND ")
    }

    /// Rows in reading order, or against it where they stand before the place; nil where the place is gone.
    func rows(_ place: ListState.Place, limit: Int, _ connection: any Connection) throws -> (rows: [R], isBackward: Bool)? {
        let key: Key?
        var isBackward = false
        switch place {
        case .start: key = nil
        case .after(let id), .before(let id):
            key = try self.key(of: id, connection)
            guard key != nil else { return nil }
            if case .before = place { isBackward = true }
        }
        return (try records(from: key, isBackward: isBackward, limit: limit, connection), isBackward)
    }

    /// Where a row stands in the order; nil where it is gone.
    private func key(of id: AnyID, _ connection: any Connection) throws -> Key? {
        let named = within + [(sql: "id = ?", values: [id.value])]
        return try connection.first(
            "SELECT \(TableLayout.quoted(sort.column)) FROM \(TableLayout.quoted(R.kind))\(Self.clause(named))", named.flatMap(\.values)
        ) { (try $0.value(0, as: sort.type), id) }
    }

    /// The rows after a key, and the key of the last one: it leads on even where that row is gone meanwhile.
    func rows(from key: Key?, limit: Int, _ connection: any Connection) throws -> (rows: [R], last: Key?) {
        let rows = try records(from: key, isBackward: false, limit: limit, connection)
        return (rows, try rows.last.flatMap { try self.key(of: $0.id.cast(), connection) })
    }

    private func records(from key: Key?, isBackward: Bool, limit: Int, _ connection: any Connection) throws -> [R] {
        let (sql, values) = statement(from: key, isBackward: isBackward, limit: limit)
        return try connection.rows(sql, values) { try columns.record($0) }
    }

    /// How many rows there are; `shown` is how many of them are known to be.
    func count(upTo most: Int, shown: Int, _ connection: any Connection) throws -> ListPage<R>.Count {
        // Whether there are more is quicker to know than how many there are.
        let rest = "FROM \(TableLayout.quoted(R.kind))\(Self.clause(conditions)) LIMIT"
        if words.isEmpty, try connection.first("SELECT 1 \(rest) 1 OFFSET ?", conditions.flatMap(\.values) + [most.value], { _ in true }) == true {
            return .moreThan(most)
        }
        let found = words.isEmpty ? "1" : "CASE WHEN \(words.map(\.sql).joined(separator: " AND ")) THEN 1 END"
        let (all, having) =
            try connection.first(
                """
                SELECT COUNT(*), COUNT(\(found)) FROM \
                (SELECT \(words.isEmpty ? "1" : searched!) \(rest) ?) AS counted
                """, words.flatMap(\.values) + conditions.flatMap(\.values) + [(most + 1).value]
            ) { (Int(try $0.integer(0)), Int(try $0.integer(1))) } ?? (0, 0)
        if all <= most { return .exactly(having) }
        return words.isEmpty ? .moreThan(most) : .atLeast(max(having, shown))
    }
}
