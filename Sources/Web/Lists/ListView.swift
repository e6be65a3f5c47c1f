import HTML
import Journal
import Storage

/// A list on the page: what to narrow it by, its rows, the pages before and after. Rows are blocks on a telephone.
struct ListView<R: Record>: Component {
    let list: RecordList<R>
    let state: ListState
    let page: ListPage<R>
    let visit: Visit
    let filters: [ListFilter.Shown]

    private var say: Say { visit.say }

    var body: some Markup {
        let actions = list.actions(visit)
        if !actions.isEmpty {
            div(.class("actions")) { Each(actions) { a(visit.say($0.label), .class($0.isPrimary ? "primary" : "secondary"), .href($0.address)) } }
        }
        if page.rows.isEmpty && !state.isNarrowed {
            div(.class("empty")) { p(say(list.purpose)) }
        } else {
            narrowing
            if page.rows.isEmpty { nothingFound } else { rows }
        }
    }

    private var narrowing: some Markup {
        form(.method(.get), .action(list.path()), .class("filters"), .role("search")) {
            if list.search != nil {
                div(.class("field")) {
                    label(say("Chercher", en: "Search"), .for("f-q"))
                    input(.id("f-q"), .name("q"), .type(.search), .value(state.search), .maxlength(100), .autocomplete("off"), .enterkeyhint("search"))
                }
            }
            if list.search != nil { button(say("Chercher", en: "Search"), .type(.submit)) }
            details(.open(!state.isFolded)) {
                summary(say("Filtrer et trier", en: "Filter and sort"))
                div {
                    Each(filters) { filter in
                        div(.class("field")) {
                            label(say(filter.label), .for("f-\(filter.name)"))
                            select(.id("f-\(filter.name)"), .name(filter.name)) {
                                option(say("Tout", en: "All"), .value(""))
                                Each(filter.options) { option($0.label, .value($0.code), .selected($0.code == filter.chosen)) }
                            }
                        }
                    }
                    div(.class("field")) {
                        label(say("Ordre", en: "Order"), .for("f-sort"))
                        select(.id("f-sort"), .name("sort")) {
                            Each(orders) { option($0.label, .value($0.code), .selected($0.code == state.order)) }
                        }
                    }
                    if list.search == nil { button(say("Afficher", en: "Show"), .type(.submit)) }
                }
            }
        }
    }

    private var orders: [(code: String, label: String)] {
        list.sorts.flatMap { sort in
            let both = [(sort.name, say(sort.ascending)), ("-" + sort.name, say(sort.descending))]
            return sort.beginsDescending ? both.reversed() : both
        }
    }

    private var nothingFound: some Markup {
        div(.class("empty")) {
            p(say("Rien ne correspond à ce que vous cherchez.", en: "Nothing matches what you are looking for."))
            p { a(say("Tout afficher", en: "Show all"), .href(list.path())) }
        }
    }

    private var counted: String {
        switch page.count {
        case .exactly(let count): "\(count) \(say(count > 1 ? list.many : list.one))"
        case .moreThan(let most): say("Plus de \(most) \(list.many.french)", en: "More than \(most) \(list.many.english)")
        case .atLeast(let count): say("Au moins \(count) \(list.many.french)", en: "At least \(count) \(list.many.english)")
        }
    }

    @MarkupBuilder private var rows: some Markup {
        p(.class("soft")) {
            counted
            if state.isNarrowed {
                " – "
                a(say("Tout afficher", en: "Show all"), .href(list.path()))
            }
        }
        ListTable(
            title: say(list.title), heads: list.columns.map { say($0.label) }, rows: page.rows.count
        ) { [list, page] number in
            let row = page.rows[number]
            return list.columns.map { $0.cell(row, page.context) }
        }
        if page.sides.before || page.sides.after {
            nav(.class("pager"), .aria("label", say("Pages de la liste", en: "Pages of the list"))) {
                if page.sides.before, let first = page.first {
                    a(say("Page précédente", en: "Previous page"), .rel("prev"), .href(state.address(list.path).query("before", first.description)))
                }
                if page.sides.after, let last = page.last {
                    a(say("Page suivante", en: "Next page"), .rel("next"), .href(state.address(list.path).query("after", last.description)))
                }
            }
        }
        if list.isExported {
            p(.class("no-print")) {
                a(
                    say("Télécharger cette liste (CSV)", en: "Download this list (CSV)"), .href(state.address(list.path).query("format", "csv")),
                    .download(""))
                " "
                span(say("Le téléchargement est noté dans votre organisation.", en: "Downloading is noted in your organisation."), .class("soft"))
            }
        }
    }
}

/// The cells of one row.
private struct ListCells: Markup {
    let cells: [Cell]
    let labels: [(text: Prepared, number: Prepared)]

    func write(to page: inout Output) {
        for (cell, label) in zip(cells, labels) { td(cell.isNumber ? label.number : label.text) { cell }.write(to: &page) }
    }
}

/// The rows, without the type of what they show: so that what is most of a page is made element by element once, for every list.
private struct ListTable: Component {
    let title: String
    let heads: [String]
    let rows: Int
    let cells: @Sendable (_ row: Int) -> [Cell]

    /// The first cell names the row and needs no label on a telephone.
    private var labels: [(text: Prepared, number: Prepared)] {
        heads.enumerated().map { number, head in
            let label = number == 0 ? nil : head
            return (Prepared(.data("label", label)), Prepared(.data("label", label), .class("number")))
        }
    }

    var body: some Markup {
        let labels = labels
        table(.class("list")) {
            caption(title, .class("visually-hidden"))
            thead { tr { Each(heads) { th($0, .scope(.col)) } } }
            tbody {
                Each(0..<rows) { row in tr { ListCells(cells: cells(row), labels: labels) } }
            }
        }
    }
}
