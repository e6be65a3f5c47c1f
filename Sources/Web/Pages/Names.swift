import Access
import HTML
import Journal
import NetworkLife
import Protection
import Storage

/// The names of what a page's records refer to: only those on the page are read, a batch for each kind.
struct Names: Sendable {
    private let names: [AnyID: String]
    private let places: [String: String]

    /// The names of all that these records refer to.
    init(_ visit: Visit, _ connection: any Connection, of records: [any Record]) throws {
        var asked = Asked()
        for record in records { record.addReferences(to: &asked) }
        try self.init(visit, connection, asked)
    }

    /// The names of all that these fields of these records refer to.
    init<R: Record>(_ visit: Visit, _ connection: any Connection, ofEach records: [R], in fields: [Field<R>]) throws {
        var asked = Asked()
        asked.add(records, fields)
        try self.init(visit, connection, asked)
    }

    init(_ visit: Visit, _ connection: any Connection, ids: [AnyID?], places: [PlaceCode?] = []) throws {
        var asked = Asked()
        asked.ofAnyKind.formUnion(ids.lazy.compactMap { $0 })
        asked.places.formUnion(places.lazy.compactMap { $0?.code })
        try self.init(visit, connection, asked)
    }

    /// The names of all that values refer to that no longer stand in their records, sealed ones above all.
    init(_ visit: Visit, _ connection: any Connection, of values: [(value: Value, input: Input)]) throws {
        var asked = Asked()
        for (value, input) in values { asked.add(value, input) }
        try self.init(visit, connection, asked)
    }

    private init(_ visit: Visit, _ connection: any Connection, _ asked: Asked) throws {
        var missing = asked.ofAnyKind
        var named: [AnyID: String] = [:]
        for (kind, columns, name) in Self.named {
            let ids = asked.byKind[kind].map { $0.union(missing) } ?? missing
            guard !ids.isEmpty else { continue }
            try connection.batch(ids.sorted().map(\.value), "SELECT id, \(columns) FROM \(kind) WHERE id IN") { row in
                let id = try AnyID(value: .bytes(row.bytes(0)))
                named[id] = name(try row.text(1), try row.text(2), visit.language)
                missing.remove(id)
            }
        }
        names = named
        var placed: [String: String] = [:]
        try connection.batch(asked.places.sorted().map(Value.text), "SELECT place, name FROM place WHERE place IN") { row in
            let (code, name) = (try row.text(0), try row.text(1))
            placed[code] = name
        }
        self.places = placed
    }

    /// What is named: by its kind where the field says it, else of any kind.
    fileprivate struct Asked {
        var byKind: [String: Set<AnyID>] = [:]
        var ofAnyKind: Set<AnyID> = []
        var places: Set<String> = []

        mutating func add<R: Record>(_ records: [R], _ fields: [Field<R>]) {
            for field in fields {
                switch field.input {
                case .reference("place"): for index in records.indices { if let code = field.read(records[index]).place?.code { places.insert(code) } }
                case .references: ofAnyKind.formUnion(records.indices.flatMap { Names.several(field.read(records[$0])) })
                case .reference(let kind): byKind[kind, default: []].formUnion(Self.ids(records, field))
                default: if field.column == .bytes { ofAnyKind.formUnion(Self.ids(records, field)) }
                }
            }
        }

        mutating func add(_ value: Value, _ input: Input) {
            switch input {
            case .reference("place"): if let code = value.place?.code { places.insert(code) }
            case .references: ofAnyKind.formUnion(Names.several(value))
            default: if let id = value.identifier { ofAnyKind.insert(id) }
            }
        }

        private static func ids<R: Record>(_ records: [R], _ field: Field<R>) -> [AnyID] {
            records.indices.compactMap { field.read(records[$0]).identifier }
        }
    }

    /// What the two columns of a table make of a name.
    private typealias Naming = @Sendable (String, String, Language) -> String

    private static let firstOrOther: Naming = { first, other, _ in first.isEmpty ? other : first }

    /// The tables that have names, the most referred to first, the columns of the name and of what stands where it is blank, and what is made of them.
    private static let named: [(kind: String, columns: String, name: Naming)] = [
        ("account", "display_name, sign_in_name", firstOrOther), ("organization", "acronym, name", firstOrOther), ("branch", "name, name", firstOrOther),
        ("person", "name, name", { name, _, language in name.isEmpty ? PersonProfile.restricted(language) : name }),
        ("meeting", "title, title", firstOrOther), ("governing_body", "name, name", firstOrOther), ("case_file", "number, number", firstOrOther),
        ("service_offer", "name, provider", firstOrOther), ("information_session", "day, venue", InformationSession.name),
        ("project_line", "text, text", firstOrOther),
        ("activity", "code || ' ' || title, title", firstOrOther), ("budget_heading", "number || ' ' || name, name", firstOrOther),
        ("budget_line", "number || ' ' || name, name", firstOrOther),
    ]

    subscript<Subject>(id: ID<Subject>) -> String { names[id.cast()] ?? "…" }
    subscript<Subject>(id: ID<Subject>?) -> String { id.map { self[$0] } ?? "" }
    subscript(place: PlaceCode?) -> String { place.map { places[$0.code] ?? $0.code } ?? "" }

    /// The records that a field of several names.
    fileprivate static func several(_ value: Value) -> [AnyID] {
        guard case .text(let text) = value else { return [] }
        return text.split(separator: " ").compactMap { AnyID(String($0)) }
    }

    /// A stored value as a person reads it.
    func text(_ value: Value, _ input: Input, _ sensitivity: Sensitivity, _ say: Say) -> String {
        if sensitivity != .open { return value == .null ? "" : say("scellé", en: "sealed") }
        switch (value, input) {
        case (.null, _): return ""
        case (.integer(let milliseconds), .moment): return Dates.moment(Moment(milliseconds: UInt64(max(0, milliseconds))), say)
        case (.integer(let flag), .yesNo): return flag == 1 ? say("oui", en: "yes") : say("non", en: "no")
        case (.integer(let hundredths), .amount): return Amount(hundredths: Int(hundredths)).text(say.language)
        case (.text(let code), .choice(let list)): return list.first { $0.code == code }.map { say($0.label) } ?? code
        case (.text(let codes), .choices(let list)):
            return codes.split(separator: " ").map { code in list.first { $0.code == code }.map { say($0.label) } ?? String(code) }
                .joined(separator: ", ")
        case (.text(let tally), .tally(let list)):
            return tally.split(separator: " ").map { part in
                let halves = part.split(separator: "=")
                let label = list.first { $0.code == halves.first.map(String.init) }.map { say($0.label) } ?? halves.first.map(String.init) ?? ""
                return say("\(label)\u{A0}: \(halves.last ?? "")", en: "\(label): \(halves.last ?? "")")
            }.joined(separator: ", ")
        case (.text, .references): return Self.several(value).map { names[$0] ?? "…" }.sorted().joined(separator: ", ")
        case (.text(let text), .day): return Day(text).map { Dates.short($0, say.language) } ?? text
        case (.text(let text), .quantity): return Quantity(text)?.text(say.language) ?? text
        case (.text(let text), .reference("place")): return self[PlaceCode(text)]
        case (.text(let text), _): return text
        case (.integer(let integer), _): return "\(integer)"
        case (.real(let real), _): return "\(real)"
        case (.bytes, .file): return (try? AttachedFile(value: value)).map { $0.text(say) } ?? "…"
        case (.bytes(let bytes), _): return AnyID(bytes: bytes).flatMap { names[$0] } ?? "…"
        }
    }
}

extension Record {
    fileprivate func addReferences(to asked: inout Names.Asked) { asked.add([self], Self.fields) }
}

extension Value {
    /// The record that the value may name: any sixteen bytes.
    var identifier: AnyID? {
        if case .bytes(let bytes) = self { AnyID(bytes: bytes) } else { nil }
    }

    var place: PlaceCode? {
        if case .text(let text) = self, text.utf8.count <= 11 { PlaceCode(text) } else { nil }
    }
}
