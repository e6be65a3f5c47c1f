/// What reading many records of a kind asks of some of its fields, gathered once: each field asked again for each row costs more than the row.
@usableFromInline package final class Template<R: Record>: Sendable {
    @usableFromInline package let names: [String]
    @usableFromInline package let columns: [ColumnType]
    @usableFromInline let writes: [@Sendable (inout R, Value) throws(Malformed) -> Void]
    /// Made once as well: each new one would draw an identifier.
    @usableFromInline let blank: R

    @inlinable package init(_ fields: [Field<R>] = R.fields) {
        names = fields.map { $0.name }
        columns = fields.map { $0.column }
        writes = fields.map { $0.write }
        blank = R()
    }

    /// The record with these values, in the order of the fields. A null where nothing can be empty was erased, or is not known to the version
    /// that made it: the blank value stays.
    @inlinable package func record(_ id: ID<R.Subject>, _ values: [Value]) throws(Malformed) -> R {
        guard values.count == writes.count else { throw Malformed("\(R.kind): \(values.count) values") }
        var record = blank
        record.id = id
        for index in writes.indices {
            if case .null = values[index] { try? writes[index](&record, .null) } else { try writes[index](&record, values[index]) }
        }
        return record
    }
}
