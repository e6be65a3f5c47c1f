import Access
import Accounts
import Journal
import NetworkLife
import Protection
import Results
import Storage

/// A kind of record that fields refer to: how it is listed, and found by what a person calls it.
struct Referred: Sendable {
    /// What stands in the form's field, and what a person reads.
    typealias Choice = (code: String, label: String)

    let kind: String
    /// Where they stand, if not in a table of that name.
    private var table: String?
    /// The columns that `choice` and `calls` read, from 0.
    private let columns: String
    private let condition: String
    private let order: String
    private let choice: @Sendable (any Row) throws -> Choice
    /// What the record is called, beside its label.
    private let calls: @Sendable (any Row) throws -> [String]
    /// Which ones a form offers at all; what stands already stays.
    private var offered: @Sendable (Visit) -> Conditions = { _ in [] }

    typealias Conditions = [(sql: String, values: [Value])]

    /// With more records than these, a list to choose from is too heavy: the person types a name.
    static let mostChoices = 200
    /// As many as are offered where a name fits several.
    static let mostMatches = 20

    static subscript(kind: String) -> Referred? { all.first { $0.kind == kind } }

    private static let all: [Referred] = [
        Referred(
            kind: "organization", columns: "id, acronym, name", condition: "", order: "sort, id",
            choice: organization,
            calls: { [try $0.text(1), try $0.text(2)] }),
        // Those whose people sign in here, and to whom something may be sent: the reader's own is not among them.
        Referred(
            kind: "member", table: "organization", columns: "id, acronym, name", condition: "id IN (SELECT organization FROM account)", order: "sort, id",
            choice: organization,
            calls: { [try $0.text(1), try $0.text(2)] }, offered: { [("id <> ?", [$0.session?.reader.organization.value ?? .null])] }),
        Referred(
            kind: "person", columns: "id, name", condition: "name <> ''", order: "sort, id", choice: { (try code($0), try $0.text(1)) }, calls: { _ in [] }),
        Referred(
            kind: "account", columns: "id, display_name", condition: "closed_on IS NULL", order: "sort, id",
            choice: { (try code($0), try $0.text(1)) }, calls: { _ in [] }),
        Referred(
            kind: "colleague", table: "account", columns: "id, display_name", condition: "closed_on IS NULL", order: "sort, id",
            choice: { (try code($0), try $0.text(1)) }, calls: { _ in [] },
            offered: { [("organization = ?", [$0.session?.reader.organization.value ?? .null])] }),
        Referred(kind: "branch", columns: "id, name", condition: "", order: "name, id", choice: { (try code($0), try $0.text(1)) }, calls: { _ in [] }),
        Referred(
            kind: "meeting", columns: "id, title", condition: "", order: "\"when\" DESC, id DESC", choice: { (try code($0), try $0.text(1)) },
            calls: { _ in [] }),
        Referred(
            kind: "governing_body", columns: "id, name", condition: "", order: "sort, id", choice: { (try code($0), try $0.text(1)) }, calls: { _ in [] }),
        Referred(
            kind: "result_line", table: "project_line", columns: "id, type, position, text", condition: "type IN ('objective', 'result')",
            order: "type, position, id",
            choice: { row in
                let number = try row.integer(2)
                return (try code(row), "\(try row.text(1) == "objective" ? "OS" : "R")\(number) – \(String(try row.text(3).prefix(90)))")
            },
            calls: { _ in [] }),
        Referred(
            kind: "place", columns: "place, name, level, COALESCE((SELECT name FROM place AS over WHERE over.place = place.parent LIMIT 1), '')",
            condition: "level > 0", order: "sort, place",
            choice: { row in
                let name = try row.text(1)
                let label =
                    switch try row.integer(2) {
                    case 1: "\(name) (région)"
                    case 2: "\(name) (département)"
                    default: "\(name) (commune, \(try row.text(3)))"
                    }
                return (try row.text(0), label)
            },
            calls: { [try $0.text(1)] }),
        Referred(
            kind: "information_session", columns: "id, day, venue", condition: "", order: "day DESC, id DESC",
            choice: { row in
                (try code(row), InformationSession.name(day: try row.text(1), venue: try row.text(2), .french))
            },
            calls: { _ in [] }),
        Referred(
            kind: "project_line", columns: "id, type, position, text", condition: "type <> 'objective'", order: "type DESC, position, id",
            choice: { row in
                let type = ProjectLineType(code: try row.text(1))
                return (try code(row), "\(type.label.french) \(try row.integer(2)) – \(try row.text(3))")
            },
            calls: { _ in [] }),
        Referred(
            kind: "budget_heading", columns: "id, number, name", condition: "", order: "rank, id",
            choice: { (try code($0), "\(try $0.text(1)) \(try $0.text(2))") }, calls: { _ in [] }),
        Referred(
            kind: "budget_line", columns: "id, number, name", condition: "", order: "rank, id",
            choice: { (try code($0), "\(try $0.text(1)) \(try $0.text(2))") }, calls: { _ in [] }),
        Referred(
            kind: "activity", columns: "id, code, title", condition: "", order: "rank, id",
            choice: { (try code($0), "\(try $0.text(1)) \(try $0.text(2))") }, calls: { [try $0.text(1), try $0.text(2)] }),
        Referred(
            kind: "service_offer", columns: "id, name, provider", condition: "", order: "sort, id",
            choice: service,
            calls: { [try $0.text(1), try $0.text(2)] }, offered: { [ServicesController.shown(on: $0.today), ("discreet = ?", [false.value])] }),
        // Where what is chosen is sealed, also the services that stand in no open register.
        Referred(
            kind: "service_sealed", table: "service_offer", columns: "id, name, provider", condition: "", order: "sort, id",
            choice: service,
            calls: { [try $0.text(1), try $0.text(2)] }, offered: { [ServicesController.shown(on: $0.today)] }),
    ]

    private static func organization(_ row: any Row) throws -> Choice {
        let (acronym, name) = (try row.text(1), try row.text(2))
        return (try code(row), acronym.isEmpty ? name : "\(acronym) – \(name)")
    }

    private static func service(_ row: any Row) throws -> Choice {
        let (name, provider) = (try row.text(1), try row.text(2))
        return (try code(row), name.hasPrefix(provider) ? name : "\(provider) – \(name)")
    }

    private static func code(_ row: any Row) throws -> String { try AnyID(value: .bytes(row.bytes(0))).description }

    private func ask<T>(
        _ conditions: Conditions, limit: Int, _ visit: Visit, _ connection: any Connection, _ body: (any Row) throws -> T
    ) throws -> [T] {
        let all = (condition.isEmpty ? [] : [(sql: condition, values: [])]) + (visit.own(named: kind).map { [$0] } ?? []) + conditions
        let clause = all.isEmpty ? "" : " WHERE " + all.map(\.sql).joined(separator: " AND ")
        return try connection.rows("SELECT \(columns) FROM \(table ?? kind)\(clause) ORDER BY \(order) LIMIT \(limit)", all.flatMap(\.values), body)
    }

    /// All there are, or nil where they are too many to choose from. Places always are.
    func list(_ visit: Visit, _ connection: any Connection) throws -> [Choice]? {
        guard kind != "place" else { return nil }
        let found = try ask(offered(visit), limit: Self.mostChoices + 1, visit, connection, choice)
        return found.count > Self.mostChoices ? nil : found
    }

    /// All there are, however many, for a form that takes codes alone; of the places, the regions and departments.
    func whole(_ visit: Visit, _ connection: any Connection) throws -> [Choice] {
        try ask(offered(visit) + (kind == "place" ? [("level <= 2", [])] : []), limit: 10_000, visit, connection, choice)
    }

    /// The record of that code, if there is one that the reader may know of: an identifier from elsewhere names nothing.
    func find(_ code: String, _ visit: Visit, _ connection: any Connection) throws -> Choice? {
        let key: (column: String, value: Value)? = kind == "place" ? PlaceCode(code).map { ("place", $0.value) } : AnyID(code).map { ("id", $0.value) }
        guard let key else { return nil }
        let own = visit.own(named: kind).map { [$0] } ?? []
        let clause = ([(sql: "\(key.column) = ?", values: [key.value])] + own)
        return try connection.first(
            "SELECT \(columns) FROM \(table ?? kind) WHERE \(clause.map(\.sql).joined(separator: " AND ")) LIMIT 1", clause.flatMap(\.values), choice)
    }

    /// What a typed name may mean: the records that are called so, or else those whose names hold all its words.
    func matches(_ text: String, _ visit: Visit, _ connection: any Connection) throws -> (choices: [Choice], areExact: Bool) {
        let key = Folded.key(text)
        let words = key.split(separator: " ").prefix(8)
        guard !words.isEmpty, kind != "branch" else { return ([], false) }
        // A place's label says in brackets what its name does not.
        let searched = kind == "place" ? [Folded.key(String(text.prefix { $0 != "(" }))] : words.map(String.init)
        let found = try ask(
            offered(visit) + searched.map { ("sort LIKE ?", [.text("%\($0)%")]) }, limit: Self.mostMatches * 5, visit, connection
        ) { row in
            let choice = try choice(row)
            return (choice, ([choice.label] + (try calls(row))).map(Folded.key))
        }
        let labelled = found.filter { Folded.key($0.0.label) == key }
        if labelled.count == 1 { return (labelled.map(\.0), true) }
        let exact = found.filter { $0.1.contains(key) }
        return exact.isEmpty ? (found.prefix(Self.mostMatches).map(\.0), false) : (exact.prefix(Self.mostMatches).map(\.0), true)
    }
}

/// Whom or what a field may refer to, for the lists of a form.
struct Choices: Sendable {
    private var byKind: [String: [Referred.Choice]] = [:]
    private var labels: [String: String] = [:]
    /// Where a typed name fits several: the ones to choose from, by the field's name.
    var matches: [String: [Referred.Choice]] = [:]

    /// Reads what the given fields refer to. With a record, names are typed where there is too much to choose from, and `ReferencesRead`
    /// says what they mean; without one, the form takes codes alone and lists them all.
    init<R: Record>(_: R.Type, asked: [String], _ visit: Visit, _ connection: any Connection, of record: R? = nil) throws {
        for field in R.fields where asked.contains(field.name) {
            if case .references(let kind) = field.input, byKind[kind] == nil { byKind[kind] = try Referred[kind]?.whole(visit, connection) }
            guard case .reference(let kind) = field.input, let referred = Referred[kind] else { continue }
            if byKind[kind] == nil { byKind[kind] = try record == nil ? referred.whole(visit, connection) : referred.list(visit, connection) }
            guard let value = record.map({ field.read($0) }), let code = value.identifier?.description ?? value.place?.code else { continue }
            if byKind[kind]?.contains(where: { $0.code == code }) == true { continue }
            guard let standing = try referred.find(code, visit, connection) else { continue }
            // What stands is offered, also where nobody would choose it any more.
            if byKind[kind] == nil { labels[code] = standing.label } else { byKind[kind]?.append(standing) }
        }
    }

    /// Of a form that refers to no record.
    static let none = Choices()

    private init() {}

    /// What another record's fields refer to, for a form that asks for both.
    mutating func add(_ others: Choices) {
        byKind.merge(others.byKind) { own, _ in own }
        labels.merge(others.labels) { own, _ in own }
    }

    subscript(kind: String) -> [Referred.Choice] { byKind[kind] ?? [] }
    /// Whether a person types the name, for want of a list short enough.
    func isTyped(_ kind: String) -> Bool { byKind[kind] == nil && Referred[kind] != nil }
    func label(_ code: String) -> String { labels[code] ?? "" }

    static func list(_ kind: String, _ visit: Visit, _ connection: any Connection) throws -> [Referred.Choice] {
        try Referred[kind]?.list(visit, connection) ?? []
    }
}

/// What was typed for the fields that refer to records, once it is known what it means.
struct ReferencesRead: Sendable {
    var typed: Typed
    var problems: [String: Refusal.Problem] = [:]
    var matches: [String: [Referred.Choice]] = [:]

    /// Puts codes in the place of names. A name that fits several, or none, and a code that names nothing are problems.
    init<R: Record>(_: R.Type, _ typed: Typed, asked: [String], _ visit: Visit, _ connection: any Connection) throws {
        self.typed = typed
        for field in R.fields where asked.contains(field.name) {
            if case .references(let kind) = field.input, try typed.all(field.name).contains(where: { try Referred[kind]?.find($0, visit, connection) == nil }) {
                problems[field.name] = .init(field.name, Problem.unknownChoice.phrase)
            }
            guard case .reference(let kind) = field.input, let referred = Referred[kind] else { continue }
            let texts = typed.all(field.name).filter { !$0.isEmpty }
            guard let text = texts.last else { continue }
            // A choice among several matches comes before the text that had them.
            if let code = try texts.first(where: { try referred.find($0, visit, connection) != nil }) {
                self.typed.set(field.name, code)
                continue
            }
            if let known = typed[field.name + "-known"].nonEmpty, typed[field.name + "-label"] == text, try referred.find(known, visit, connection) != nil {
                self.typed.set(field.name, known)
                continue
            }
            let isCode = AnyID(text) != nil || PlaceCode(text) != nil
            guard !isCode else {
                problems[field.name] = .init(field.name, Problem.unknownChoice.phrase)
                continue
            }
            let found = try referred.matches(String(text.prefix(300)), visit, connection)
            if found.areExact, found.choices.count == 1 {
                self.typed.set(field.name, found.choices[0].code)
            } else if found.choices.isEmpty {
                problems[field.name] = .init(field.name, Problem.unknownName.phrase)
            } else {
                matches[field.name] = found.choices
                problems[field.name] = .init(field.name, Problem.severalNames.phrase)
            }
        }
    }

    /// What is wrong with a form: what its fields say, and what they refer to, in the order of the list.
    func problems<R: Record>(beside read: [Refusal.Problem], of _: R.Type) -> [Refusal.Problem] {
        R.fields.compactMap { field in problems[field.name] ?? read.first { $0.field == field.name } }
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
