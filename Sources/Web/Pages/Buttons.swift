import HTML
import Journal

/// One button that does one thing, in a form of its own so that it works without a script.
struct ActButton: Component {
    let visit: Visit
    let action: Address
    let label: String
    /// What the button is about, for those who hear the page and not see it.
    var about = ""
    var style = "plain"
    var fields: [(name: String, value: String)] = []

    var body: some Markup {
        form(.method(.post), .action(action)) {
            HiddenFields(visit: visit)
            Each(fields) { field in input(.type(.hidden), .name(field.name), .value(field.value)) }
            button(label, .type(.submit), .class(style), .aria("label", about.isEmpty ? nil : "\(label) – \(about)"))
        }
    }
}

/// Text as it was typed: a paragraph for each blank line, a break for each line.
struct Paragraphs: Component {
    let text: String

    private var paragraphs: [[String]] {
        var all: [[String]] = []
        var current: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.allSatisfy(\.isWhitespace) {
                if !current.isEmpty { all.append(current) }
                current = []
            } else {
                current.append(String(line))
            }
        }
        return current.isEmpty ? all : all + [current]
    }

    var body: some Markup {
        Each(paragraphs) { lines in
            p {
                Each(Array(lines.enumerated())) { line in
                    if line.offset > 0 { br() }
                    line.element
                }
            }
        }
    }
}

/// One line of a list of facts, with what can be done about it at its end.
struct FactRow: Component {
    let label: String
    let text: String
    var link: (label: String, address: Address)?

    var body: some Markup {
        if !text.isEmpty || link != nil {
            div {
                dt(label)
                dd(text)
                if let link { dd(.class("act")) { a(link.label, .href(link.address), .aria("label", "\(link.label) – \(label)")) } }
            }
        }
    }
}
