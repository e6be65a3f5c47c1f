/// An element with its attributes and what it holds.
@usableFromInline package struct Element<Content: Markup>: Markup {
    @usableFromInline let tag: Tag
    @usableFromInline let attributes: [Attribute]
    @usableFromInline let content: Content

    @inlinable init(_ tag: Tag, _ attributes: [Attribute], _ content: Content) {
        self.tag = tag
        self.attributes = attributes
        self.content = content
    }

    @inlinable package func write(to page: inout Output) {
        page.open(tag.opening, attributes)
        // The parser drops the first line end of a textarea; without this one, a text's own would be lost.
        if tag.keepsFirstLine { page.literal("\n") }
        content.write(to: &page)
        page.literal(tag.closing)
    }
}

/// An element that cannot hold anything, such as a field or a line end.
@usableFromInline package struct VoidElement: Markup {
    @usableFromInline let tag: VoidTag
    @usableFromInline let attributes: [Attribute]

    @inlinable init(_ tag: VoidTag, _ attributes: [Attribute]) {
        self.tag = tag
        self.attributes = attributes
    }

    @inlinable package func write(to page: inout Output) {
        page.open(tag.opening, attributes, tag.closing)
    }
}

/// The name of an element; called with attributes and a body, it makes one.
@usableFromInline package struct Tag: Sendable {
    @usableFromInline let opening: StaticString
    @usableFromInline let closing: StaticString
    @usableFromInline let keepsFirstLine: Bool

    @inlinable init(_ opening: StaticString, _ closing: StaticString, keepsFirstLine: Bool = false) {
        self.opening = opening
        self.closing = closing
        self.keepsFirstLine = keepsFirstLine
    }

    @inlinable package func callAsFunction<Content: Markup>(
        _ attributes: Attribute..., @MarkupBuilder content: () -> Content
    ) -> Element<Content> {
        Element(self, attributes, content())
    }

    /// An element around one text.
    @inlinable package func callAsFunction(_ text: String, _ attributes: Attribute...) -> Element<String> {
        Element(self, attributes, text)
    }

    @inlinable package func callAsFunction(_ attributes: Attribute...) -> Element<Empty> {
        Element(self, attributes, Empty())
    }

    @inlinable package func callAsFunction<Content: Markup>(_ attributes: Prepared, @MarkupBuilder content: () -> Content) -> PreparedElement<Content> {
        PreparedElement(self, attributes, content())
    }
}

/// Attributes that stand alike in many elements of a page, written once for all of them.
@usableFromInline package struct Prepared: Sendable {
    @usableFromInline let bytes: [UInt8]

    package init(_ attributes: Attribute...) {
        var page = Output(capacity: 128)
        for attribute in attributes { page.write(attribute) }
        bytes = page.bytes()
    }
}

/// An element with such attributes, of a kind that begins with no line end of its own.
@usableFromInline package struct PreparedElement<Content: Markup>: Markup {
    @usableFromInline let tag: Tag
    @usableFromInline let attributes: Prepared
    @usableFromInline let content: Content

    @inlinable init(_ tag: Tag, _ attributes: Prepared, _ content: Content) {
        self.tag = tag
        self.attributes = attributes
        self.content = content
    }

    @inlinable package func write(to page: inout Output) {
        page.literal(tag.opening)
        attributes.bytes.withUnsafeBytes { if let start = $0.baseAddress { page.append(start, $0.count) } }
        page.literal(">")
        content.write(to: &page)
        page.literal(tag.closing)
    }
}

/// The name of an element that cannot hold anything; one of a drawing is closed by its own tag.
@usableFromInline package struct VoidTag: Sendable {
    @usableFromInline let opening: StaticString
    @usableFromInline let closing: StaticString

    @inlinable init(_ opening: StaticString, closing: StaticString = ">") {
        self.opening = opening
        self.closing = closing
    }

    @inlinable package func callAsFunction(_ attributes: Attribute...) -> VoidElement {
        VoidElement(self, attributes)
    }
}

extension Output {
    /// Writes an opening tag; `opening` is the tag up to where its attributes begin.
    @inlinable mutating func open(_ opening: StaticString, _ attributes: [Attribute], _ closing: StaticString = ">") {
        literal(opening)
        for attribute in attributes { write(attribute) }
        literal(closing)
    }

    @inlinable mutating func write(_ attribute: Attribute) {
        switch attribute.value {
        case .absent: return
        case .flag:
            literal(attribute.start)
            literal(attribute.name)
        case .text(let text):
            literal(attribute.start)
            literal(attribute.name)
            literal("=\"")
            self.text(text)
            literal("\"")
        }
    }
}
