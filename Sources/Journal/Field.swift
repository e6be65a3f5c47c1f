/// How much of a field may stand in clear.
@usableFromInline package enum Sensitivity: Sendable {
    case open
    /// A band in clear, the exact value sealed.
    case countable
    /// Readable only under the subject's data key.
    case sealed
}

/// How a person is asked for a field.
@usableFromInline package enum Input: Sendable {
    case line
    case paragraph
    case email
    case telephone
    case day
    case time
    case number
    /// How many there are: none where nothing is typed.
    case count
    /// Money, or units with decimals.
    case amount
    /// A number that may have decimals.
    case quantity
    case yesNo
    case choice([(code: String, label: Phrase)])
    case choices([(code: String, label: Phrase)])
    /// How many of each.
    case tally([(code: String, label: Phrase)])
    /// Another record of the named kind, chosen from a list.
    case reference(kind: String)
    /// Several of them.
    case references(kind: String)
    /// A file, of one of the types of this choice.
    case file(FileChoice)
    /// Set by the act itself, never asked.
    case hidden
    /// A moment that the act itself notes.
    case moment
}

/// One line of a record's list of fields: from it come the column, the form, the list, the checks and the exports.
///
/// A class, since each row that is read walks its kind’s list, and a copy of a line touches a dozen counts.
@usableFromInline package final class Field<R: Record>: Sendable {
    @usableFromInline package let name: String
    @usableFromInline package let column: ColumnType
    @usableFromInline package let label: Phrase
    @usableFromInline package let hint: Phrase?
    /// The heading that this field shares with its neighbours on the form.
    @usableFromInline package let group: Phrase?
    @usableFromInline package let isRequired: Bool
    /// The most characters (Unicode scalars) that a text may have.
    @usableFromInline package let limit: Int
    @usableFromInline package let input: Input
    @usableFromInline package let sensitivity: Sensitivity
    @usableFromInline package let hxl: String?
    @usableFromInline package let read: @Sendable (R) -> Value
    @usableFromInline package let write: @Sendable (inout R, Value) throws(Malformed) -> Void
    /// The property that the field is.
    @usableFromInline package let path: any PartialKeyPath<R> & Sendable
    /// Where a stored property lies in the record, in bytes.
    @usableFromInline package let offset: Int?

    @inlinable package init<V: FieldValue>(
        _ name: String, _ path: any WritableKeyPath<R, V> & Sendable, _ label: String, en english: String, hint: Phrase? = nil, group: Phrase? = nil,
        required isRequired: Bool = false, limit: Int = 200, input: Input? = nil, _ sensitivity: Sensitivity = .open, hxl: String? = nil
    ) {
        self.name = name
        self.path = path
        column = V.column
        self.label = Phrase(label, en: english)
        self.hint = hint
        self.group = group
        self.isRequired = isRequired
        self.limit = limit
        self.input = input ?? (V.self as? any AskedValue.Type)?.input ?? .line
        self.sensitivity = sensitivity
        self.hxl = hxl
        // A stored property lies at one place in every record: found there, it costs a tenth of what the path costs.
        offset = MemoryLayout<R>.offset(of: path)
        if let place = offset {
            read = { record in withUnsafeBytes(of: record) { $0.load(fromByteOffset: place, as: V.self) }.value }
            write = { (record: inout R, value: Value) throws(Malformed) in
                let new = try V(value: value)
                withUnsafeMutableBytes(of: &record) { $0.baseAddress!.advanced(by: place).assumingMemoryBound(to: V.self).pointee = new }
            }
        } else {
            read = { $0[keyPath: path].value }
            write = { (record: inout R, value: Value) throws(Malformed) in record[keyPath: path] = try V(value: value) }
        }
    }
}

/// A type that says by itself how a person is asked for it.
@usableFromInline package protocol AskedValue {
    static var input: Input { get }
}

extension Bool: AskedValue { @usableFromInline package static var input: Input { .yesNo } }
extension Int: AskedValue { @usableFromInline package static var input: Input { .number } }
extension Day: AskedValue { package static var input: Input { .day } }
extension Quantity: AskedValue { package static var input: Input { .quantity } }
extension Moment: AskedValue { package static var input: Input { .moment } }
extension LocalTime: AskedValue { package static var input: Input { .time } }

extension Optional: AskedValue where Wrapped: AskedValue {
    @usableFromInline package static var input: Input { Wrapped.input }
}

extension Codes: AskedValue {
    package static var input: Input { .choices(Element.list.map { ($0.0.code, $0.1) }) }
}

extension Tally: AskedValue {
    package static var input: Input { .tally(Element.list.map { ($0.0.code, $0.1) }) }
}

extension Code {
    package static var input: Input { .choice(list.map { ($0.0.code, $0.1) }) }
}

extension ID: AskedValue {
    @usableFromInline package static var input: Input { .hidden }
}
