/// A plain struct of what is known about one thing, and the one list of its fields.
@usableFromInline package protocol Record: Sendable {
    /// What its identifier names: the record itself, or something that other areas know by its identifier alone.
    associatedtype Subject = Self
    /// The name of the kind in the journal and of its table; never reused for anything else.
    static var kind: String { get }
    static var title: Phrase { get }
    /// Whom its entries are replicated to.
    static var scope: ScopeForm { get }
    static var fields: [Field<Self>] { get }
    /// Columns that follow from the fields, for lists to sort and search by; they stand in the table and never in the journal.
    static var derived: [Derived<Self>] { get }
    /// The columns that lists search and sort by, each list an index.
    static var indexes: [[String]] { get }
    /// The column that names the subject under whose data key the sealed fields are.
    static var sealedUnder: String { get }
    var id: ID<Subject> { get set }
    /// The fields by which whom the record is about is found again, through tokens beside the journal; all of them sealed.
    static var searched: Set<String> { get }
    /// How the figures count it; nil where they do not.
    static var counted: Counted? { get }
    /// The person, list or document whose erasure takes this record with it; its changes are a part of their own in each entry.
    var about: AnyID? { get }
    /// A blank one, with a new identifier.
    init()
}

extension Record {
    package static var derived: [Derived<Self>] { [] }
    package static var indexes: [[String]] { [] }
    package static var sealedUnder: String { "id" }
    package static var searched: Set<String> { [] }
    package static var counted: Counted? { nil }
    package var about: AnyID? { nil }

    /// The values of all fields, in the order of the list.
    @inlinable package var values: [Value] { Self.fields.map { $0.read(self) } }

    /// The record with these values, in the order of the list.
    @inlinable package init(id: ID<Subject>, values: [Value]) throws(Malformed) {
        self = try Template<Self>().record(id, values)
    }
}

/// How the figures count a kind of record.
@usableFromInline package enum Counted: Sendable {
    /// Each is something that adds to them.
    case subject
    /// It belongs to something that does.
    case part
}

/// A column that is computed from the record that stands: a folded text to sort by.
@usableFromInline package struct Derived<R: Record>: Sendable {
    package let name: String
    package let column: ColumnType
    package let read: @Sendable (R) -> Value

    package init<V: FieldValue>(_ name: String, _ read: @escaping @Sendable (R) -> V) {
        self.name = name
        column = V.column
        self.read = { read($0).value }
    }
}

/// A kind of record without its Swift type: what the journal and the tables need of it.
package struct RecordKind: Sendable {
    package struct Column: Sendable, Equatable {
        package let name: String
        package let type: ColumnType
        package let isRequired: Bool
    }

    /// The field of what belongs to an organisation that says to which: the act that makes the record writes it, from its scope.
    package static let owner = "organization"
    /// The two fields of what is between two that say who they are.
    package static let parties = ["sender", "receiver"]

    package let name: String
    package let title: Phrase
    package let scope: ScopeForm
    package let columns: [Column]
    package let derived: [Column]
    /// The values of the derived columns, from those of the fields in order.
    package let derive: @Sendable ([Value]) -> [Value]
    package let indexes: [[String]]
    /// Label and a way to show each field's stored value to a reader, by the field's name.
    package let labels: [String: Phrase]
    package let hints: [String: Phrase]
    package let sealed: Set<String>
    /// The column that names whose data key opens them.
    package let sealedUnder: String
    package let searched: Set<String>
    package let counted: Counted?
    package let inputs: [String: Input]
    /// A blank record of the kind.
    package let blank: @Sendable () -> any Record

    package init<R: Record>(_ type: R.Type) {
        let fields = R.fields
        name = R.kind
        title = R.title
        scope = R.scope
        columns = fields.map { Column(name: $0.name, type: $0.column, isRequired: $0.isRequired) }
        derived = R.derived.map { Column(name: $0.name, type: $0.column, isRequired: false) }
        let template = Template(fields)
        let reads = R.derived.map { $0.read }
        derive = { values in
            guard !reads.isEmpty, let record = try? template.record(ID(high: 0, low: 0), values) else { return reads.map { _ in .null } }
            return reads.map { $0(record) }
        }
        indexes = R.indexes
        labels = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.label) })
        inputs = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.input) })
        hints = Dictionary(uniqueKeysWithValues: fields.compactMap { field in field.hint.map { (field.name, $0) } })
        blank = { R() }
        sealed = Set(fields.filter { $0.sensitivity != .open }.map(\.name))
        sealedUnder = R.sealedUnder
        searched = R.searched
        counted = R.counted
    }
}

/// The kinds of record that this version knows, each by its name.
package struct Schema: Sendable {
    package let kinds: [RecordKind]
    private let byName: [String: RecordKind]
    /// Whether any kind has fields that are searched through tokens.
    package let hasSearched: Bool
    /// Whether figures count any kind.
    package let hasCounted: Bool

    package init(_ kinds: [RecordKind]) {
        self.kinds = kinds.sorted { $0.name < $1.name }
        byName = Dictionary(uniqueKeysWithValues: kinds.map { ($0.name, $0) })
        hasSearched = kinds.contains { !$0.searched.isEmpty }
        hasCounted = kinds.contains { $0.counted != nil }
    }

    package subscript(name: String) -> RecordKind? { byName[name] }
}
