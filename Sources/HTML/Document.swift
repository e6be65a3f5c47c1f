/// A whole page: the doctype, the language and direction of the text, its head and its body.
///
/// `head` holds what the page needs beyond its title: style sheets, an icon.
@usableFromInline package struct Document<Head: Markup, Content: Markup>: Markup {
    @usableFromInline let language: String
    @usableFromInline let direction: Attribute.Direction
    @usableFromInline let title: String
    @usableFromInline let head: Head
    @usableFromInline let content: Content

    @inlinable package init(
        language: String, direction: Attribute.Direction, title: String,
        @MarkupBuilder head: () -> Head, @MarkupBuilder body: () -> Content
    ) {
        self.language = language
        self.direction = direction
        self.title = title
        self.head = head()
        self.content = body()
    }

    @inlinable package func write(to page: inout Output) {
        page.literal("<!doctype html>\n")
        Element(
            Tag("<html", "</html>\n"), [.lang(language), .dir(direction)],
            Pair(
                HTML.head {
                    meta(.charset("utf-8"))
                    meta(.name("viewport"), .content("width=device-width, initial-scale=1"))
                    HTML.title(title)
                    head
                },
                content)
        ).write(to: &page)
    }
}
