/// The same part once for each element of a collection, written as it goes: nothing is gathered first.
@usableFromInline package struct Each<Rows: Collection & Sendable, Part: Markup>: Markup where Rows.Element: Sendable {
    @usableFromInline let rows: Rows
    @usableFromInline let part: @Sendable (Rows.Element) -> Part

    @inlinable package init(_ rows: Rows, @MarkupBuilder part: @escaping @Sendable (Rows.Element) -> Part) {
        self.rows = rows
        self.part = part
    }

    @inlinable package func write(to page: inout Output) {
        for row in rows { part(row).write(to: &page) }
    }
}
