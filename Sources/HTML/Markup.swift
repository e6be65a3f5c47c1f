package import NIOCore

/// Something that a page can hold: it writes itself at the end of what is already written.
///
/// A `String`, an `Int`, an optional, and an array of markup are markup; what an `if` or a `for` makes inside a
/// builder is too. Everything is a concrete type, so that a page costs no boxes, and inlinable, so that a page in
/// another target is specialised there: without it a list of 50 rows costs nearly twice as much.
@usableFromInline package protocol Markup: Sendable {
    func write(to page: inout Output)
}

extension Markup {
    /// The bytes of this markup alone, for a response.
    package func render() -> ByteBuffer {
        var page = Output()
        write(to: &page)
        return page.finish()
    }

    /// The same bytes, for a file.
    package func renderedBytes() -> [UInt8] {
        var page = Output()
        write(to: &page)
        return page.bytes()
    }
}

/// Markup that is composed of other markup: a page, or a part that several pages share.
///
/// Its stored properties are exactly what it may show.
@usableFromInline package protocol Component: Markup {
    associatedtype Body: Markup
    @MarkupBuilder var body: Body { get }
}

extension Component {
    @inlinable package func write(to page: inout Output) {
        body.write(to: &page)
    }
}

/// Nothing: an element without content, a branch that was not taken.
@usableFromInline package struct Empty: Markup {
    @inlinable package init() {}

    @inlinable package func write(to page: inout Output) {}
}

extension String: Markup {
    /// Writes the text escaped; no text can open a tag, close an attribute or begin an entity.
    @inlinable package func write(to page: inout Output) {
        page.text(self)
    }
}

extension Int: Markup {
    /// Writes the number in digits.
    @inlinable package func write(to page: inout Output) {
        page.digits(self)
    }
}

extension Optional: Markup where Wrapped: Markup {
    @inlinable package func write(to page: inout Output) {
        self?.write(to: &page)
    }
}

extension Array: Markup where Element: Markup {
    @inlinable package func write(to page: inout Output) {
        for index in indices { self[index].write(to: &page) }
    }
}

/// Two parts, one after the other.
@usableFromInline package struct Pair<First: Markup, Second: Markup>: Markup {
    @usableFromInline let first: First
    @usableFromInline let second: Second

    @inlinable init(_ first: First, _ second: Second) {
        self.first = first
        self.second = second
    }

    @inlinable package func write(to page: inout Output) {
        first.write(to: &page)
        second.write(to: &page)
    }
}

/// One of two parts: what an `if … else` or a `switch` makes.
@usableFromInline package enum Either<First: Markup, Second: Markup>: Markup {
    case first(First)
    case second(Second)

    @inlinable package func write(to page: inout Output) {
        switch self {
        case .first(let part): part.write(to: &page)
        case .second(let part): part.write(to: &page)
        }
    }
}

/// Markup written in the source of this project, and so as it stands: an icon, a sign.
///
/// It takes a `StaticString`, which only a literal can be: nothing that anyone typed can pass through it.
@usableFromInline package struct Literal: Markup {
    @usableFromInline let source: StaticString

    @inlinable package init(_ source: StaticString) {
        self.source = source
    }

    @inlinable package func write(to page: inout Output) {
        page.literal(source)
    }
}

/// Turns the lines of a body into markup: texts, elements, `if`, `switch`, `for`.
@resultBuilder
@usableFromInline package enum MarkupBuilder {
    @inlinable package static func buildBlock() -> Empty { Empty() }
    @inlinable package static func buildPartialBlock<Part: Markup>(first: consuming Part) -> Part { first }
    @inlinable package static func buildPartialBlock<First: Markup, Second: Markup>(
        accumulated: consuming First, next: consuming Second
    ) -> Pair<First, Second> {
        Pair(accumulated, next)
    }
    @inlinable package static func buildOptional<Part: Markup>(_ part: consuming Part?) -> Part? { part }
    @inlinable package static func buildEither<First: Markup, Second: Markup>(first part: consuming First) -> Either<First, Second> {
        .first(part)
    }
    @inlinable package static func buildEither<First: Markup, Second: Markup>(second part: consuming Second) -> Either<First, Second> {
        .second(part)
    }
    @inlinable package static func buildArray<Part: Markup>(_ parts: consuming [Part]) -> [Part] { parts }
    @inlinable package static func buildLimitedAvailability<Part: Markup>(_ part: consuming Part) -> Part { part }
}
