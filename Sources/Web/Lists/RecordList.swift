import Access
import HTML
import Journal
import NetworkLife
import Storage

/// A list of one kind of record, declared once: what is shown of each, how it is narrowed and ordered, who may see it, whether it may leave as CSV.
///
/// All that a reader chose stands in the address, so that a link is the list. What a page costs follows from what it shows.
struct RecordList<R: Record>: Sendable {
    let path: SitePath
    let permission: Permission
    let title: Phrase
    /// "organisation", "organisations": what is counted.
    let one: Phrase
    let many: Phrase
    let columns: ListColumns<R>
    var filters: [ListFilter] = []
    /// The orders to choose from, each by an indexed column; the first is the one without a choice.
    let sorts: [ListSort]
    /// What all rows of the list have, whatever is chosen.
    var always: String?
    /// The column of folded text that is searched.
    var search: String?
    /// Which records this reader's list is of at all; nil where it is of all.
    var within: @Sendable (Visit) -> (sql: String, values: [Value])? = { _ in nil }
    /// Whether the list may leave as a file: never where it holds someone at risk.
    var isExported = false
    var trail: @Sendable (Visit) -> [(String, Address)] = { _ in [] }
    var lede: @Sendable (Visit, any Connection) throws -> String? = { _, _ in nil }
    var actions: @Sendable (Visit) -> [ListAction] = { _ in [] }
    /// Cells that need more than the record, read at once for all rows of a page.
    var more: @Sendable (Visit, [R], any Connection) throws -> [AnyID: [String: Cell]] = { _, _, _ in [:] }
    /// What the list is for, where it is still empty.
    let purpose: Phrase

    /// The rows of a page.
    static var size: Int { 50 }

    var route: Route { .get(path, .permission(permission)) { visit, connection in try reply(visit, connection) } }

    func reply(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let state = ListState(visit.query, filters: filters, sorts: sorts)
        if isExported, visit.query["format"] == "csv" { return file(state, visit) }
        let page = try ListPage(self, state, visit, connection)
        let view = ListView(list: self, state: state, page: page, visit: visit, filters: try filters.map { try $0.shown(state, visit, connection) })
        return visit.page(visit.say(title), lede: try lede(visit, connection), trail: trail(visit)) { view }
    }
}

struct ListAction: Sendable {
    let label: Phrase
    let address: Address
    var isPrimary = false
}

/// One column: its head, the fields that it reads, and what stands in a row.
struct ListColumn<R: Record>: Sendable {
    let label: Phrase
    let needs: [String]
    let cell: @Sendable (R, ListContext) -> Cell

    init(_ label: Phrase, needs: [String], _ cell: @escaping @Sendable (R, ListContext) -> Cell) {
        self.label = label
        self.needs = needs
        self.cell = cell
    }

    /// A field as the record's list has it.
    static func field(_ name: String) -> ListColumn {
        guard let field = R.fields.first(where: { $0.name == name }) else { preconditionFailure("\(R.kind) has no field \(name)") }
        // The parts that a cell asks for: a field has many more.
        let (read, input, sensitivity) = (field.read, field.input, field.sensitivity)
        return ListColumn(field.label, needs: [name]) { record, context in
            switch (read(record), input) {
            case (.text(let day), .day): .day(Day(day), context.visit.language)
            case (.integer(let number), .number), (.integer(let number), .count): .number(Int(number))
            case (.integer(let hundredths), .amount): .amount(Amount(hundredths: Int(hundredths)), context.visit.language)
            case (let value, _): .text(context.names.text(value, input, sensitivity, context.visit.say))
            }
        }
    }

    /// A cell that the list reads for all rows at once.
    static func more(_ name: String, _ label: Phrase) -> ListColumn {
        ListColumn(label, needs: []) { record, context in context.more[record.id.cast()]?[name] ?? .text("") }
    }
}

/// The columns of a list, and the reading of just the fields that they need, put together once for each list.
struct ListColumns<R: Record>: ExpressibleByArrayLiteral, RandomAccessCollection, Sendable {
    private let all: [ListColumn<R>]
    let fields: [Field<R>]
    /// The statement up to its conditions: the identifier, then the fields.
    let select: String
    private let template: Template<R>

    init(arrayLiteral all: ListColumn<R>...) {
        self.all = all
        let needed = Set(all.flatMap { $0.needs })
        fields = R.fields.filter { needed.contains($0.name) }
        select = "SELECT \((["id"] + fields.map { TableLayout.quoted($0.name) }).joined(separator: ", ")) FROM \(TableLayout.quoted(R.kind))"
        template = Template(fields)
    }

    var startIndex: Int { all.startIndex }
    var endIndex: Int { all.endIndex }
    subscript(number: Int) -> ListColumn<R> { all[number] }

    func record(_ row: any Row) throws -> R {
        try template.record(row.id(0).cast(), row.values(from: 1, template.columns))
    }
}

/// What a cell may need beside its record.
struct ListContext: Sendable {
    let visit: Visit
    let names: Names
    let more: [AnyID: [String: Cell]]
}

/// What stands in one cell, for a page and for a file alike.
enum Cell: Markup, Equatable {
    case link(String, Address, note: String = "")
    case text(String)
    case tag(String, style: String)
    case day(Day?, Language)
    case number(Int)
    case amount(Amount, Language)

    /// Each kind by itself: there are hundreds of cells in a page, and a value that could hold any of their elements is a large one.
    func write(to page: inout Output) {
        switch self {
        case .link(let text, let address, let note):
            a(text, .href(address)).write(to: &page)
            if !note.isEmpty { span(" \(note)", .class("soft")).write(to: &page) }
        case .text(let text): text.write(to: &page)
        case .tag(let text, let style): if !text.isEmpty { span(text, .class("tag \(style)")).write(to: &page) }
        case .day(let day, let language):
            if let day { HTML.time(.datetime(day.description)) { Dates.Short(day: day, language: language) }.write(to: &page) }
        case .number(let number): number.write(to: &page)
        case .amount(let amount, let language): amount.text(language).write(to: &page)
        }
    }

    var isNumber: Bool {
        switch self {
        case .number, .amount: true
        default: false
        }
    }
}

/// One way to narrow a list; its options come from a code list, or from the records that it refers to.
struct ListFilter: Sendable {
    let name: String
    let label: Phrase
    let options: @Sendable (Visit, any Connection) throws -> [(code: String, label: String)]
    /// The condition that a chosen code stands for; nil where it stands for nothing, and then the choice is as if not made.
    let condition: @Sendable (String, Day) -> (sql: String, values: [Value])?

    /// A field with a code list, by the field's own column.
    static func code<R: Record>(_: R.Type, _ name: String) -> ListFilter {
        guard let field = R.fields.first(where: { $0.name == name }) else { preconditionFailure("\(R.kind) has no field \(name)") }
        switch field.input {
        case .choice(let list):
            return ListFilter(name: name, label: field.label, list: list) { (TableLayout.quoted(name) + " = ?", [.text($0)]) }
        case .choices(let list):
            // A set stands as its codes with a space between; a code holds no sign that LIKE reads.
            return ListFilter(name: name, label: field.label, list: list) {
                ("(' ' || \(TableLayout.quoted(name)) || ' ') LIKE ?", [.text("% \($0) %")])
            }
        default: preconditionFailure("\(R.kind).\(name) has no code list")
        }
    }

    init(
        name: String, label: Phrase, list: [(code: String, label: Phrase)], condition: @escaping @Sendable (String) -> (sql: String, values: [Value])
    ) {
        let codes = Set(list.map(\.code))
        self.init(
            name: name, label: label, options: { visit, _ in list.map { ($0.code, visit.say($0.label)) } },
            condition: { code, _ in codes.contains(code) ? condition(code) : nil })
    }

    /// A code that acts set and nobody is asked for, by its own column.
    static func code<C: Code>(_ name: String, _ label: Phrase, _: C.Type) -> ListFilter {
        ListFilter(name: name, label: label, list: C.list.map { ($0.0.code, $0.1) }) { (TableLayout.quoted(name) + " = ?", [.text($0)]) }
    }

    /// A field that refers to one of a few records: the antennas, the organs.
    static func reference<R: Record>(_: R.Type, _ name: String) -> ListFilter {
        guard let field = R.fields.first(where: { $0.name == name }), case .reference(let kind) = field.input else {
            preconditionFailure("\(R.kind).\(name) refers to nothing")
        }
        return ListFilter(
            name: name, label: field.label, options: { visit, connection in try Choices.list(kind, visit, connection) },
            condition: { code, _ in AnyID(code).map { (TableLayout.quoted(name) + " = ?", [$0.value]) } })
    }

    init(
        name: String, label: Phrase, options: @escaping @Sendable (Visit, any Connection) throws -> [(code: String, label: String)],
        condition: @escaping @Sendable (String, Day) -> (sql: String, values: [Value])?
    ) {
        self.name = name
        self.label = label
        self.options = options
        self.condition = condition
    }

    struct Shown: Sendable {
        let name: String
        let label: Phrase
        let options: [(code: String, label: String)]
        let chosen: String?
    }

    func shown(_ state: ListState, _ visit: Visit, _ connection: any Connection) throws -> Shown {
        Shown(name: name, label: label, options: try options(visit, connection), chosen: state.filters[name])
    }
}

/// An order to choose: by one indexed column, either way, and by identifier where it is the same.
struct ListSort: Sendable {
    let name: String
    let column: String
    let type: ColumnType
    let ascending: Phrase
    let descending: Phrase
    /// Whether the greatest comes first where nothing is chosen.
    let beginsDescending: Bool

    init(_ name: String, column: String, _ type: ColumnType = .text, ascending: Phrase, descending: Phrase, beginsDescending: Bool = false) {
        self.name = name
        self.column = column
        self.type = type
        self.ascending = ascending
        self.descending = descending
        self.beginsDescending = beginsDescending
    }

    static let name = ListSort(
        "name", column: "sort", ascending: Phrase("Nom, de A à Z", en: "Name, A to Z"), descending: Phrase("Nom, de Z à A", en: "Name, Z to A"))
    static let changed = ListSort(
        "changed", column: "changed", .integer, ascending: Phrase("Modifiées il y a longtemps d’abord", en: "Least recently edited first"),
        descending: Phrase("Modifiées récemment d’abord", en: "Most recently edited first"), beginsDescending: true)
}
