import Access
import HTML
import Journal
import Results
import Storage

/// The budget: what was agreed, what is spent of it by heading and quarter, and where it leads.
enum BudgetController {
    static let routes: [Route] =
        [
            .get(.budget, .permission(.budgetShow), show), .get(.budgetLine, .permission(.budgetShow), showLine),
            .get(.budgetRules, .permission(.budgetShow), BudgetRules.show),
        ] + BudgetDesks.routes

    /// The currency that the reader asks for; the contract's where they ask for none.
    private static func currency(_ visit: Visit) -> Currency? {
        visit.query["currency"].map { Currency(code: $0) }.flatMap { $0.isKnown ? $0 : nil }
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let budget = try Budget(connection, in: currency(visit), on: visit.today)
        let transfers = try connection.all(BudgetTransfer.self, "ORDER BY \"on\" DESC, id LIMIT 100").map(\.record)
        let page = BudgetShow(
            visit: visit, budget: budget, transfers: transfers, names: try Names(visit, connection, of: transfers),
            words: PlanWords(budget.calendar, visit), contract: try ExchangeTable(connection).currency)
        return visit.page(visit.say("Budget", en: "Budget"), lede: page.lede, trail: [(visit.say("Projet", en: "Project"), SitePath.project())]) { page }
    }

    private static func showLine(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let line = try visit.find(BudgetLine.self, connection).record
        let budget = try Budget(connection, on: visit.today)
        let planned = try connection.all(PlannedSpending.self, "WHERE line = ? ORDER BY quarter, id LIMIT 100", [line.id.value]).map(\.record)
        guard let state = budget.headings.lazy.compactMap({ $0.lines.first { $0.line.id == line.id } }).first else { throw Failure.notFound }
        let words = PlanWords(budget.calendar, visit)
        let names = try Names(visit, connection, of: [line])
        let history = try HistoryView(BudgetLine.self, line.id, visit, connection)
        let say = visit.say
        let money = { @Sendable (amount: Amount) -> String in Money(amount, budget.currency).text(visit.language) }
        return visit.page("\(line.number) \(line.name)", lede: money(state.amount), trail: BudgetDesks.trail(visit)) {
            if visit.may(.budgetEdit) {
                div(.class("actions no-print")) {
                    a(
                        say("Noter une dépense", en: "Note an expenditure"), .class("primary"),
                        .href(SitePath.expenditureNew().query("line", line.id.description)))
                    a(say("Modifier", en: "Edit"), .class("secondary"), .href(SitePath.budgetLineEdit(line.id)))
                }
            }
            dl(.class("summary")) {
                FieldLines(record: line, fields: ["unit", "units", "unit_cost", "source", "cofunder"], names: names, say: say)
                SummaryLine(say("Dépensé", en: "Spent"), "\(money(state.spentInAll)) (\(Percent.text(state.spentInAll, of: state.amount, say)))")
                SummaryLine(say("Prévision à la fin", en: "Forecast at the end"), money(budget.forecast(state, on: visit.today)))
            }
            h2(say("Par trimestre", en: "By quarter"))
            if planned.isEmpty {
                p(
                    say(
                        "Rien n’est encore prévu ; la fin est estimée au montant de la ligne.",
                        en: "Nothing is planned yet; the end is taken to be the line’s amount."), .class("soft"))
            }
            ul(.class("todo")) {
                Each(planned) { one in
                    li {
                        HTML.time(words.quarter(one.quarter))
                        div {
                            say("Prévu\u{A0}: \(money(one.amount))", en: "Planned: \(money(one.amount))")
                            p(
                                say("Dépensé\u{A0}: \(money(state.spent[one.quarter] ?? .zero))", en: "Spent: \(money(state.spent[one.quarter] ?? .zero))"),
                                .class("soft"))
                        }
                        if visit.may(.budgetEdit) {
                            a(
                                say("Modifier", en: "Edit"), .class("no-print"), .href(SitePath.plannedSpendingEdit(one.id)),
                                .aria("label", "\(say("Modifier", en: "Edit")) – \(words.quarter(one.quarter))"))
                        }
                    }
                }
            }
            if visit.may(.budgetEdit) {
                p(.class("no-print")) { a(say("Prévoir un trimestre", en: "Plan a quarter"), .href(SitePath.plannedSpendingNew(line.id))) }
            }
            p { a(say("Les dépenses de cette ligne", en: "This line’s expenditures"), .href(SitePath.expenditures().query("line", line.id.description))) }
            history
        }
    }
}

/// A share in words: "36 %", and "–" of nothing.
enum Percent {
    static func text(_ part: Amount, of whole: Amount, _ say: Say) -> String {
        guard whole > .zero else { return say("pas de budget", en: "no budget") }
        let percent = part.times(100, over: whole.hundredths).hundredths
        return say("\(percent)\u{A0}%", en: "\(percent)%")
    }
}

private struct BudgetShow: Component {
    let visit: Visit
    let budget: Budget
    let transfers: [BudgetTransfer]
    let names: Names
    let words: PlanWords
    let contract: Currency

    private var say: Say { visit.say }
    private var mayEdit: Bool { visit.may(.budgetEdit) }
    private func money(_ amount: Amount) -> String { Money(amount, budget.currency).text(visit.language) }

    var lede: String? {
        guard budget.agreed > .zero else { return nil }
        let percent = Percent.text(budget.spent, of: budget.agreed, say)
        return say(
            "\(money(budget.spent)) dépensés sur \(money(budget.agreed)), soit \(percent).",
            en: "\(money(budget.spent)) spent of \(money(budget.agreed)), that is \(percent).")
    }

    var body: some Markup {
        div(.class("actions no-print")) {
            if mayEdit, !budget.headings.isEmpty { a(say("Noter une dépense", en: "Note an expenditure"), .class("primary"), .href(SitePath.expenditureNew())) }
            a(say("Dépenses", en: "Expenditures"), .class("secondary"), .href(SitePath.expenditures()))
            a(say("Règles et taux", en: "Rules and rates"), .class("secondary"), .href(SitePath.budgetRules()))
            let other: Currency = budget.currency == .euro ? .franc : .euro
            a(say("En \(other.sign)", en: "In \(other.sign)"), .class("secondary"), .href(SitePath.budget().query("currency", other.code)))
        }
        if budget.unconverted > 0 {
            div(.class("note")) {
                p(
                    say(
                        "Dépenses sans taux de change, non comptées\u{A0}: \(budget.unconverted).",
                        en: "Expenditures without a rate of exchange, not counted: \(budget.unconverted)."))
                p { a(say("Saisir les taux", en: "Enter the rates"), .href(SitePath.budgetRules())) }
            }
        }
        if budget.headings.isEmpty {
            div(.class("empty")) {
                p(
                    say(
                        "Le budget du contrat reste à saisir : une rubrique, puis ses lignes.",
                        en: "The contract’s budget is still to be entered: a heading, then its lines."))
            }
        } else {
            table(.class("list")) {
                caption(say("Par rubrique", en: "By heading"))
                thead { tr { Each(Array(heads.enumerated())) { th($1, .scope(.col), .class($0 == 0 ? nil : "number")) } } }
                tbody { Each(budget.headings) { row($0) } }
            }
            quarters
            Each(budget.headings) { lines($0) }
        }
        if mayEdit { p(.class("no-print")) { a(say("Ajouter une rubrique", en: "Add a heading"), .href(SitePath.budgetHeadingNew())) } }
        if !budget.headings.isEmpty { moves }
    }

    private var heads: [String] {
        [
            say("Rubrique", en: "Heading"), say("Convenu", en: "Agreed"), say("Après transferts", en: "After transfers"), say("Dépensé", en: "Spent"),
            say("Exécution", en: "Use"), say("Prévision à la fin", en: "Forecast at the end"),
        ]
    }

    private func row(_ heading: Budget.Heading) -> some Markup {
        let amounts = [
            money(heading.agreed), money(heading.revised), money(heading.spent), Percent.text(heading.spent, of: heading.revised, say),
            money(budget.forecast(heading, on: visit.today)),
        ]
        return tr {
            td { a("\(heading.heading.number) \(heading.heading.name)", .href(.here("heading-\(heading.heading.id)"))) }
            Each(Array(zip(heads.dropFirst(), amounts))) { cell in td(cell.1, .data("label", cell.0), .class("number")) }
        }
    }

    private var quarters: some Markup {
        table(.class("list")) {
            caption(say("Par trimestre : dépensé, sur ce qui était prévu", en: "By quarter: spent, of what was planned"))
            thead {
                tr {
                    th(say("Trimestre", en: "Quarter"), .scope(.col))
                    Each(budget.headings) { th($0.heading.number, .scope(.col), .class("number")) }
                    th(say("En tout", en: "In all"), .scope(.col), .class("number"))
                }
            }
            tbody {
                Each(Array(0..<budget.calendar.quarters).map { $0 + 1 }) { quarter in
                    tr {
                        td(words.quarter(quarter))
                        Each(budget.headings) { heading in
                            td(use(heading.spent(in: quarter), heading.planned(in: quarter)), .data("label", heading.heading.number), .class("number"))
                        }
                        td(
                            use(
                                budget.headings.map { $0.spent(in: quarter) }.reduce(.zero, +), budget.headings.map { $0.planned(in: quarter) }.reduce(.zero, +)
                            ),
                            .data("label", say("En tout", en: "In all")), .class("number"))
                    }
                }
            }
        }
    }

    /// "36 %", and the amount alone where nothing was planned.
    private func use(_ spent: Amount, _ planned: Amount) -> String {
        planned > .zero ? Percent.text(spent, of: planned, say) : spent == .zero ? "–" : money(spent)
    }

    @MarkupBuilder private func lines(_ heading: Budget.Heading) -> some Markup {
        h2("\(heading.heading.number) \(heading.heading.name)", .id("heading-\(heading.heading.id)"))
        ul(.class("todo")) {
            Each(heading.lines) { line in
                li {
                    span(line.line.number, .class("soft"))
                    div {
                        a(line.line.name, .href(SitePath.budgetLine(line.line.id)))
                        p(
                            say(
                                "\(money(line.spentInAll)) sur \(money(line.amount)), \(Percent.text(line.spentInAll, of: line.amount, say))",
                                en: "\(money(line.spentInAll)) of \(money(line.amount)), \(Percent.text(line.spentInAll, of: line.amount, say))"),
                            .class("soft"))
                    }
                    if line.line.source == .cofinancing { span(say(line.line.source.label), .class("tag plain")) }
                }
            }
        }
        if mayEdit {
            p(.class("row-actions no-print")) {
                a(
                    say("Ajouter une ligne", en: "Add a line"), .href(SitePath.budgetLineNew(heading.heading.id)),
                    .aria("label", "\(say("Ajouter une ligne", en: "Add a line")) – \(heading.heading.name)"))
                a(
                    say("Modifier la rubrique", en: "Edit the heading"), .href(SitePath.budgetHeadingEdit(heading.heading.id)),
                    .aria("label", "\(say("Modifier la rubrique", en: "Edit the heading")) – \(heading.heading.name)"))
            }
        }
    }

    @MarkupBuilder private var moves: some Markup {
        h2(say("Transferts entre rubriques", en: "Transfers between headings"))
        if transfers.isEmpty { p(say("Aucun.", en: "None."), .class("soft")) }
        ul(.class("todo")) {
            Each(transfers) { one in
                li {
                    if let on = one.on { HTML.time(Dates.short(on, visit.language), .datetime(on.description)) }
                    div {
                        let text = "\(names[one.from]) → \(names[one.to]), \(Money(one.amount, contract).text(visit.language))"
                        if mayEdit { a(text, .href(SitePath.budgetTransferEdit(one.id))) } else { text }
                        p(one.reason, .class("soft"))
                    }
                    if let on = one.approvedOn {
                        span(say("Accord du \(Dates.short(on, .french))", en: "Approved on \(Dates.short(on, .english))"), .class("tag done"))
                    }
                }
            }
        }
        if mayEdit { p(.class("no-print")) { a(say("Noter un transfert", en: "Note a transfer"), .href(SitePath.budgetTransferNew())) } }
    }
}
