import Access
import HTML
import Journal
import Results
import Storage

/// What was spent: each with its day, its line and its document, and nobody's name.
enum ExpendituresController {
    private static let desk = RecordDesk<Expenditure>(
        permission: .budgetEdit, asked: ["on", "line", "what", "payee", "amount", "currency", "document", "activity", "eligible"],
        words: (
            Phrase("Noter une dépense", en: "Note an expenditure"), Phrase("Modifier la dépense", en: "Edit the expenditure"),
            Phrase("Retirer cette dépense", en: "Remove this expenditure")
        ),
        acts: (.expenditureCreate, .expenditureUpdate, .expenditureRemove), paths: (.expenditureNew, .expenditureEdit, .expenditureRemoval),
        begin: { visit, _ in
            var expenditure = Expenditure()
            expenditure.on = visit.today
            expenditure.line = visit.query["line"].flatMap { ID<BudgetLine>($0) }
            return expenditure
        },
        home: { SitePath.expenditure($0.id) }, parent: { _ in SitePath.expenditures() }, trail: { visit, _, _ in trail(visit) },
        rule: { expenditure, visit, _ in try expenditure.check(today: visit.today) })

    static let routes: [Route] = [list.route, .get(.expenditure, .permission(.budgetShow), show)] + desk.routes

    private static func trail(_ visit: Visit) -> [(String, Address)] {
        BudgetDesks.trail(visit) + [(visit.say("Dépenses", en: "Expenditures"), SitePath.expenditures())]
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let one = try visit.find(Expenditure.self, connection).record
        let table = try ExchangeTable(connection)
        let names = try Names(visit, connection, of: [one])
        let history = try HistoryView(Expenditure.self, one.id, visit, connection)
        let say = visit.say
        let other: Currency = one.currency == .franc ? .euro : .franc
        let rule = one.on.flatMap { table.rule(on: $0) }?.method ?? .parity
        let converted = one.on.flatMap { table.converted(one.money, on: $0, to: other) }
        return visit.page(one.what, lede: one.money.text(visit.language), trail: trail(visit)) {
            if visit.may(.budgetEdit) {
                div(.class("actions")) { a(say("Modifier", en: "Edit"), .class("primary"), .href(SitePath.expenditureEdit(one.id))) }
            }
            dl(.class("summary")) {
                FieldLines(record: one, fields: ["on", "line", "payee", "document", "activity", "eligible"], names: names, say: say)
                SummaryLine(
                    say("Contre-valeur", en: "Worth in the other currency"),
                    converted.map { "\($0.text(visit.language)) (\(say(rule.label)))" } ?? say("le taux reste à saisir", en: "the rate is still to be entered"))
            }
            history
        }
    }

    private static let list = RecordList<Expenditure>(
        path: .expenditures, permission: .budgetShow, title: Phrase("Dépenses", en: "Expenditures"), one: Phrase("dépense", en: "expenditure"),
        many: Phrase("dépenses", en: "expenditures"),
        columns: [
            ListColumn(Phrase("Objet", en: "For what"), needs: ["what"]) { one, _ in .link(one.what, SitePath.expenditure(one.id)) },
            .field("on"), .field("line"), .field("amount"),
            ListColumn(Phrase("Monnaie", en: "Currency"), needs: ["currency"]) { one, _ in .text(one.currency.code) },
            .field("payee"), .field("document"),
        ],
        filters: [
            .reference(Expenditure.self, "line"), .code(Expenditure.self, "payee"), .code(Expenditure.self, "currency"), .year("day", of: Expenditure.self),
        ],
        sorts: [
            .day,
            ListSort(
                "amount", column: "amount", .integer, ascending: Phrase("Les plus petites d’abord", en: "Smallest first"),
                descending: Phrase("Les plus grandes d’abord", en: "Largest first"), beginsDescending: true),
        ],
        search: "sort", isExported: true, trail: { BudgetDesks.trail($0) },
        actions: { visit in
            visit.may(.budgetEdit)
                ? [ListAction(label: Phrase("Noter une dépense", en: "Note an expenditure"), address: SitePath.expenditureNew(), isPrimary: true)] : []
        },
        purpose: Phrase(
            "Aucune dépense n’est notée. Ajoutez d’abord les rubriques et les lignes du contrat.",
            en: "No expenditure is noted. Add the contract’s headings and lines first."))
}
