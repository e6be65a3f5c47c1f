import Access
import HTML
import Journal
import Protection
import Storage

/// People counted, by sex and age, with their sums.
struct PeopleTable: Component {
    let say: Say
    let title: String
    let people: PeopleCounted

    private var rows: [(label: String, women: Int, men: Int)] {
        [
            (say("Moins de 18 ans", en: "Under 18"), people.girls, people.boys), (say("18 à 59 ans", en: "18 to 59"), people.women, people.men),
            (say("60 ans et plus", en: "60 and over"), people.elderWomen, people.elderMen),
        ]
    }

    var body: some Markup {
        table {
            caption("\(title)\(say("\u{A0}: ", en: ": "))\(people.total)")
            thead {
                tr {
                    th(say("Âge", en: "Age"), .scope(.col))
                    th(say("Femmes", en: "Women"), .scope(.col), .class("number"))
                    th(say("Hommes", en: "Men"), .scope(.col), .class("number"))
                }
            }
            tbody {
                Each(rows) { row in
                    tr {
                        th(row.label, .scope(.row))
                        td("\(row.women)", .class("number"))
                        td("\(row.men)", .class("number"))
                    }
                }
                if people.others > 0 {
                    tr {
                        th(say("Autre, ou non dit", en: "Other, or not said"), .scope(.row))
                        td("\(people.others)", .class("number"), .colspan(2))
                    }
                }
            }
        }
    }
}

/// Fields of a record as a summary says them, each under its own label; nothing where there is nothing to say.
struct FieldLines<R: Record>: Component {
    let record: R
    let fields: [String]
    let names: Names
    let say: Say

    var body: some Markup {
        Each(fields.compactMap { name in R.fields.first { $0.name == name } }) { field in
            SummaryLine(say(field.label), text(field))
        }
    }

    private func text(_ field: Field<R>) -> String {
        let value = field.read(record)
        if case .count = field.input, value == .integer(0) { return "" }
        return names.text(value, field.input, field.sensitivity, say)
    }
}

extension ListSort {
    /// By the day on which it was, which records of a register have as a column.
    static let day = ListSort(
        "day", column: "day", ascending: Phrase("Les plus anciennes d’abord", en: "Oldest first"),
        descending: Phrase("Les plus récentes d’abord", en: "Newest first"), beginsDescending: true)
}

extension ListFilter {
    /// By the year of a column of days; the years run from the first of the reader's own records to the last.
    static func year<R: Record>(_ column: String, of _: R.Type) -> ListFilter {
        ListFilter(
            name: "year", label: Phrase("Année", en: "Year"),
            options: { visit, connection in
                let own = visit.own(R.self)
                let condition = own.map { "\($0.sql) AND " } ?? ""
                let ends = try ["ASC", "DESC"].compactMap { direction in
                    try connection.first(
                        "SELECT \(column) FROM \(R.kind) WHERE \(condition)\(column) < '9999' ORDER BY \(column) \(direction) LIMIT 1", own?.values ?? []
                    ) { Int(try $0.text(0).prefix(4)) ?? 0 }
                }
                guard ends.count == 2 else { return [] }
                return (max(ends[0], ends[1] - 20)...ends[1]).reversed().map { ("\($0)", "\($0)") }
            },
            condition: { code, _ in
                guard let year = Int(code), (1000...9998).contains(year) else { return nil }
                return ("\(column) >= ? AND \(column) < ?", [.text("\(year)"), .text("\(year + 1)")])
            })
    }
}

extension Visit {
    /// What a register's list offers to those who may write in it.
    func adding(_ label: Phrase, _ path: SitePath, _ permission: Permission) -> [ListAction] {
        may(permission) ? [ListAction(label: label, address: path(), isPrimary: true)] : []
    }
}
