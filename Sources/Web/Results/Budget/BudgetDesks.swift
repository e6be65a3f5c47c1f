import Access
import HTML
import Journal
import Results
import Storage

/// The parts of the budget: each added, edited and taken out on a page of its own.
enum BudgetDesks {
    static let routes: [Route] =
        headings.routes + lines.routes + planned.routes + transfers.routes + rules.routes + rates.routes + funds.routes

    static func trail(_ visit: Visit) -> [(String, Address)] {
        [(visit.say("Projet", en: "Project"), SitePath.project()), (visit.say("Budget", en: "Budget"), SitePath.budget())]
    }

    private static func settingsTrail(_ visit: Visit) -> [(String, Address)] {
        trail(visit) + [(visit.say("Règles et taux", en: "Rules and rates"), SitePath.budgetRules())]
    }

    private static let headings = RecordDesk<BudgetHeading>(
        permission: .budgetEdit, asked: ["number", "name"],
        words: (
            Phrase("Ajouter une rubrique", en: "Add a heading"), Phrase("Modifier la rubrique", en: "Edit the heading"),
            Phrase("Retirer cette rubrique", en: "Remove this heading")
        ),
        acts: (.headingCreate, .headingUpdate, .headingRemove), paths: (.budgetHeadingNew, .budgetHeadingEdit, .budgetHeadingRemoval),
        begin: { _, _ in BudgetHeading() }, home: { _ in SitePath.budget() }, parent: { _ in SitePath.budget() }, trail: { visit, _, _ in trail(visit) },
        removalRule: { heading, connection in
            if try !connection.all(BudgetLine.self, "WHERE heading = ? LIMIT 1", [heading.id.value]).isEmpty {
                throw Refusal("heading.used", Phrase("Cette rubrique a des lignes : retirez-les d’abord.", en: "This heading has lines: remove them first."))
            }
        })

    private static let lines = RecordDesk<BudgetLine>(
        permission: .budgetEdit, asked: ["number", "name", "unit", "units", "unit_cost", "source", "cofunder"],
        words: (
            Phrase("Ajouter une ligne budgétaire", en: "Add a budget line"), Phrase("Modifier la ligne budgétaire", en: "Edit the budget line"),
            Phrase("Retirer cette ligne budgétaire", en: "Remove this budget line")
        ),
        acts: (.budgetLineCreate, .budgetLineUpdate, .budgetLineRemove), paths: (.budgetLineNew, .budgetLineEdit, .budgetLineRemoval),
        begin: { visit, connection in
            let heading = try visit.find(BudgetHeading.self, connection).record
            var line = BudgetLine()
            (line.heading, line.number) = (heading.id, heading.number + ".")
            return line
        },
        home: { SitePath.budgetLine($0.id) }, parent: { _ in SitePath.budget() }, trail: { visit, _, _ in trail(visit) },
        rule: { line, _, connection in try line.check(ExchangeTable(connection).currency) },
        removalRule: { line, connection in
            if try !connection.all(Expenditure.self, "WHERE line = ? LIMIT 1", [line.id.value]).isEmpty {
                throw Refusal("budget-line.used", Phrase("Des dépenses sont notées sur cette ligne.", en: "Expenditures are noted on this line."))
            }
        })

    private static let planned = RecordDesk<PlannedSpending>(
        permission: .budgetEdit, asked: ["quarter", "amount"],
        words: (
            Phrase("Prévoir un trimestre", en: "Plan a quarter"), Phrase("Modifier la prévision", en: "Edit the planned spending"),
            Phrase("Retirer cette prévision", en: "Remove this planned spending")
        ),
        acts: (.plannedCreate, .plannedUpdate, .plannedRemove), paths: (.plannedSpendingNew, .plannedSpendingEdit, .plannedSpendingRemoval),
        begin: { visit, connection in
            var planned = PlannedSpending()
            planned.line = try visit.find(BudgetLine.self, connection).record.id
            let last = try connection.all(PlannedSpending.self, "WHERE line = ? ORDER BY quarter DESC LIMIT 1", [planned.line?.value ?? .null]).first
            planned.quarter = (last?.record.quarter ?? 0) + 1
            return planned
        },
        home: { line($0) }, parent: { line($0) }, trail: { visit, _, _ in trail(visit) },
        rule: { planned, _, connection in
            let calendar = try connection.calendar()
            guard (1...max(1, calendar.quarters)).contains(planned.quarter) else {
                throw Refusal(
                    "planned.quarter",
                    Phrase(
                        "Donnez un trimestre du projet, de 1 à \(max(1, calendar.quarters)).",
                        en: "Give a quarter of the project, from 1 to \(max(1, calendar.quarters))."),
                    field: "quarter")
            }
            try ExchangeTable(connection).currency.check(planned.amount, field: "amount")
            let same = try connection.all(
                PlannedSpending.self, "WHERE line = ? AND quarter = ? AND id <> ? LIMIT 1",
                [planned.line?.value ?? .null, planned.quarter.value, planned.id.value])
            if !same.isEmpty {
                throw Refusal(
                    "planned.twice", Phrase("Ce trimestre est déjà prévu : modifiez sa prévision.", en: "This quarter is planned already: edit it."),
                    field: "quarter")
            }
        })

    private static func line(_ planned: PlannedSpending) -> Address { planned.line.map { SitePath.budgetLine($0) } ?? SitePath.budget() }

    private static let transfers = RecordDesk<BudgetTransfer>(
        permission: .budgetEdit, asked: ["on", "from", "to", "amount", "reason", "approved_on", "approval"],
        words: (
            Phrase("Noter un transfert entre rubriques", en: "Note a transfer between headings"), Phrase("Modifier le transfert", en: "Edit the transfer"),
            Phrase("Retirer ce transfert", en: "Remove this transfer")
        ),
        acts: (.budgetTransferCreate, .budgetTransferUpdate, .budgetTransferRemove), paths: (.budgetTransferNew, .budgetTransferEdit, .budgetTransferRemoval),
        begin: { visit, _ in
            var transfer = BudgetTransfer()
            transfer.on = visit.today
            return transfer
        },
        home: { _ in SitePath.budget() }, parent: { _ in SitePath.budget() }, trail: { visit, _, _ in trail(visit) },
        rule: { transfer, visit, connection in
            let others = try Budget(connection, on: visit.today, without: transfer.id)
            try transfer.check(others, percent: try ExchangeTable(connection).rule(on: transfer.on ?? visit.today)?.transferPercent)
        })

    private static let rules = RecordDesk<BudgetRule>(
        permission: .budgetEdit, asked: ["from", "currency", "method", "transfer_percent"],
        words: (
            Phrase("Ajouter une règle", en: "Add a rule"), Phrase("Modifier la règle", en: "Edit the rule"),
            Phrase("Retirer cette règle", en: "Remove this rule")
        ),
        acts: (.budgetRuleCreate, .budgetRuleUpdate, .budgetRuleRemove), paths: (.budgetRuleNew, .budgetRuleEdit, .budgetRuleRemoval),
        begin: { visit, connection in
            var rule = try ExchangeTable(connection).rules.last ?? BudgetRule()
            rule.id = ID()
            rule.from = try connection.project()?.startsOn ?? visit.today
            return rule
        },
        home: { _ in SitePath.budgetRules() }, parent: { _ in SitePath.budgetRules() }, trail: { visit, _, _ in settingsTrail(visit) },
        rule: { rule, _, _ in
            if let percent = rule.transferPercent, percent > 100 {
                throw Refusal("budget-rule.percent", Phrase("Donnez un nombre de 0 à 100.", en: "Give a number from 0 to 100."), field: "transfer_percent")
            }
        })

    private static let rates = RecordDesk<ExchangeRate>(
        permission: .budgetEdit, asked: ["on", "francs"],
        words: (
            Phrase("Ajouter le taux d’un mois", en: "Add a month’s rate"), Phrase("Modifier le taux", en: "Edit the rate"),
            Phrase("Retirer ce taux", en: "Remove this rate")
        ),
        acts: (.rateCreate, .rateUpdate, .rateRemove), paths: (.exchangeRateNew, .exchangeRateEdit, .exchangeRateRemoval),
        begin: { visit, _ in
            var rate = ExchangeRate()
            rate.on = visit.today
            return rate
        },
        home: { _ in SitePath.budgetRules() }, parent: { _ in SitePath.budgetRules() }, trail: { visit, _, _ in settingsTrail(visit) },
        rule: { rate, _, connection in
            guard rate.francs > .zero else {
                throw Refusal("rate.amount", Phrase("Donnez un montant au-dessus de zéro.", en: "Give an amount above nought."), field: "francs")
            }
            let month = String((rate.on?.description ?? "").prefix(7))
            let same = try connection.all(ExchangeRate.self, "WHERE \"on\" LIKE ? AND id <> ? LIMIT 1", [.text(month + "%"), rate.id.value])
            if !same.isEmpty { throw Refusal("rate.twice", Phrase("Ce mois a déjà son taux.", en: "This month has its rate already."), field: "on") }
        })

    private static let funds = RecordDesk<FundTransfer>(
        permission: .budgetEdit, asked: ["on", "euros", "francs", "document"],
        words: (
            Phrase("Noter un virement reçu", en: "Note a transfer received"), Phrase("Modifier le virement", en: "Edit the transfer"),
            Phrase("Retirer ce virement", en: "Remove this transfer")
        ),
        acts: (.fundsCreate, .fundsUpdate, .fundsRemove), paths: (.fundTransferNew, .fundTransferEdit, .fundTransferRemoval),
        begin: { visit, _ in
            var transfer = FundTransfer()
            transfer.on = visit.today
            return transfer
        },
        home: { _ in SitePath.budgetRules() }, parent: { _ in SitePath.budgetRules() }, trail: { visit, _, _ in settingsTrail(visit) },
        rule: { transfer, _, _ in
            for (amount, field) in [(transfer.euros, "euros"), (transfer.francs, "francs")] where amount <= .zero {
                throw Refusal("funds.amount", Phrase("Donnez un montant au-dessus de zéro.", en: "Give an amount above nought."), field: field)
            }
            try Currency.franc.check(transfer.francs, field: "francs")
        })
}
