/// How much of a field may stand in clear.
package enum Sensitivity: Sendable {
    case open
    /// A band in clear, the exact value sealed.
    case countable
    /// Readable only under the subject's data key.
    case sealed
}

/// How a person is asked for a field.
package enum Input: Sendable {
    case line
    case paragraph
    case email
    case telephone
    case day
    case time
    case number
    case yesNo
    case choice([(code: String, label: Phrase)])
    case choices([(code: String, label: Phrase)])
    /// Another record of the named kind, chosen from a list.
    case reference(kind: String)
    /// Set by the act itself, never asked.
    case hidden
}

/// One line of a record's list of fields: from it come the column, the form, the list, the checks and the exports.
package struct Field<R: Record>: Sendable {
    package let name: String
    package let column: ColumnType
    package let label: Phrase
    package let hint: Phrase?
    package let isRequired: Bool
    /// The most characters (Unicode scalars) that a text may have.
    package let limit: Int
    package let input: Input
    package let sensitivity: Sensitivity
    package let hxl: String?
    package let read: @Sendable (R) -> Value
    package let write: @Sendable (inout R, Value) throws(Malformed) -> Void

    package init<V: FieldValue>(
        _ name: String, _ path: any WritableKeyPath<R, V> & Sendable, _ label: String, en english: String, hint: Phrase? = nil,
        required isRequired: Bool = false, limit: Int = 200, input: Input? = nil, _ sensitivity: Sensitivity = .open, hxl: String? = nil
    ) {
        self.name = name
        column = V.column
        self.label = Phrase(label, en: english)
        self.hint = hint
        self.isRequired = isRequired
        self.limit = limit
        self.input = input ?? (V.self as? any AskedValue.Type)?.input ?? .line
        self.sensitivity = sensitivity
        self.hxl = hxl
        read = { $0[keyPath: path].value }
        write = { (record: inout R, value: Value) throws(Malformed) in record[keyPath: path] = try V(value: value) }
    }
}

/// A type that says by itself how a person is asked for it.
package protocol AskedValue {
    static var input: Input { get }
}

extension Bool: AskedValue { package static var input: Input { .yesNo } }
extension Int: AskedValue { package static var input: Input { .number } }
extension Day: AskedValue { package static var input: Input { .day } }

extension Optional: AskedValue where Wrapped: AskedValue {
    package static var input: Input { Wrapped.input }
}

extension Codes: AskedValue {
    package static var input: Input { .choices(Element.list.map { ($0.0.code, $0.1) }) }
}

extension Code {
    package static var input: Input { .choice(list.map { ($0.0.code, $0.1) }) }
}

extension ID: AskedValue {
    package static var input: Input { .hidden }
}
