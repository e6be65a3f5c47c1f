import Access
import Journal
import Storage

/// The budget as it stands: what was agreed, moved, planned and spent, all in one currency.
package struct Budget: Sendable {
    package struct Line: Sendable {
        package let line: BudgetLine
        package let amount: Amount
        package var planned: [Int: Amount] = [:]
        package var spent: [Int: Amount] = [:]

        package var spentInAll: Amount { spent.values.reduce(.zero, +) }
        package var plannedInAll: Amount { planned.values.reduce(.zero, +) }
    }

    package struct Heading: Sendable {
        package let heading: BudgetHeading
        package var lines: [Line]
        /// What came from other headings, less what went to them.
        package var moved = Amount.zero

        package var agreed: Amount { lines.map(\.amount).reduce(.zero, +) }
        package var revised: Amount { agreed + moved }
        package var spent: Amount { lines.map(\.spentInAll).reduce(.zero, +) }
        package func spent(in quarter: Int) -> Amount { lines.compactMap { $0.spent[quarter] }.reduce(.zero, +) }
        package func planned(in quarter: Int) -> Amount { lines.compactMap { $0.planned[quarter] }.reduce(.zero, +) }
    }

    package let currency: Currency
    package let headings: [Heading]
    /// How many expenditures could not be converted: their rate is still to be entered.
    package let unconverted: Int
    package let calendar: ProjectCalendar

    package var agreed: Amount { headings.map(\.agreed).reduce(.zero, +) }
    package var spent: Amount { headings.map(\.spent).reduce(.zero, +) }

    package init(
        _ headings: [BudgetHeading], _ lines: [BudgetLine], planned: [PlannedSpending], spent: [Expenditure], transfers: [BudgetTransfer],
        _ table: ExchangeTable,
        _ calendar: ProjectCalendar, in currency: Currency, on today: Day
    ) {
        self.currency = currency
        self.calendar = calendar
        var unconverted = 0
        // What was agreed is of the contract's currency; in another one it is shown by the rule of the day.
        let agreed = { (amount: Amount) -> Amount in table.converted(Money(amount, table.currency), on: today, to: currency)?.amount ?? .zero }
        var states = lines.map { Line(line: $0, amount: agreed($0.amount)) }
        let index = Dictionary(states.enumerated().map { ($1.line.id, $0) }, uniquingKeysWith: { first, _ in first })
        for one in planned { if let at = one.line.flatMap({ index[$0] }) { states[at].planned[one.quarter, default: .zero] += agreed(one.amount) } }
        for one in spent where one.isEligible {
            guard let on = one.on, let at = one.line.flatMap({ index[$0] }) else { continue }
            guard let money = table.converted(one.money, on: on, to: currency) else {
                unconverted += 1
                continue
            }
            states[at].spent[calendar.quarter(on: on), default: .zero] += money.amount
        }
        self.unconverted = unconverted
        self.headings = headings.map { heading in
            var state = Heading(heading: heading, lines: states.filter { $0.line.heading == heading.id })
            for transfer in transfers {
                if transfer.to == heading.id { state.moved += agreed(transfer.amount) }
                if transfer.from == heading.id { state.moved = state.moved - agreed(transfer.amount) }
            }
            return state
        }
    }

    /// Reads it all, but for one transfer where it is asked how things stand without it.
    package init(_ connection: any Connection, in currency: Currency? = nil, on today: Day, without left: ID<BudgetTransfer>? = nil) throws {
        let table = try ExchangeTable(connection)
        self.init(
            try connection.all(BudgetHeading.self, "ORDER BY rank, id LIMIT 200").map(\.record),
            try connection.all(BudgetLine.self, "ORDER BY rank, id LIMIT 2000").map(\.record),
            planned: try connection.all(PlannedSpending.self, "ORDER BY id LIMIT 20000").map(\.record),
            spent: try connection.all(Expenditure.self, "ORDER BY day, id").map(\.record),
            transfers: try connection.all(BudgetTransfer.self, "ORDER BY id LIMIT 2000").map(\.record).filter { $0.id != left }, table,
            try connection.calendar(),
            in: currency ?? table.currency, on: today)
    }

    /// What a line will have cost at the end: what was spent, and what is planned still; where nothing is planned, all that was agreed.
    package func forecast(_ line: Line, on today: Day) -> Amount {
        guard !line.planned.isEmpty else { return max(line.amount, line.spentInAll) }
        let now = calendar.quarter(on: today)
        let ahead = line.planned.filter { $0.key > now }.values.reduce(.zero, +)
        let rest = (line.planned[now] ?? .zero) - (line.spent[now] ?? .zero)
        return line.spentInAll + ahead + max(rest, .zero)
    }

    package func forecast(_ heading: Heading, on today: Day) -> Amount { heading.lines.map { forecast($0, on: today) }.reduce(.zero, +) }
}

extension BudgetTransfer {
    /// Throws a `Refusal` where the transfer leads nowhere, takes more than there is, or needs an approval that is not noted.
    ///
    /// `budget` holds all other transfers. A heading may change by so many percent of what was first agreed, all its transfers together; beyond that,
    /// or where no percentage is laid down, the donor's approval is noted with its day and reference.
    package func check(_ budget: Budget, percent: Int?) throws(Refusal) {
        guard from != to else {
            throw Refusal("transfer.same", Phrase("Choisissez deux rubriques différentes.", en: "Choose two different headings."), field: "to")
        }
        guard amount > .zero else {
            throw Refusal("transfer.amount", Phrase("Donnez un montant au-dessus de zéro.", en: "Give an amount above nought."), field: "amount")
        }
        try budget.currency.check(amount, field: "amount")
        guard let source = budget.headings.first(where: { $0.heading.id == from }), let target = budget.headings.first(where: { $0.heading.id == to }) else {
            return
        }
        if source.revised - source.spent < amount {
            throw Refusal("transfer.rest", Phrase("La rubrique n’a plus autant à donner.", en: "The heading has not so much left to give."), field: "amount")
        }
        let isWithin = [(source, Amount.zero - amount), (target, amount)].allSatisfy { heading, change in
            guard let percent else { return false }
            let moved = (heading.moved + change).hundredths.magnitude
            return Int128(moved) * 100 <= Int128(heading.agreed.hundredths) * Int128(percent)
        }
        if !isWithin, approvedOn == nil || approval.allSatisfy(\.isWhitespace) {
            throw Refusal(
                "transfer.approval",
                percent.map {
                    Phrase(
                        "Au-delà de \($0) % d’une rubrique, notez l’accord du bailleur : sa date et sa référence.",
                        en: "Beyond \($0)% of a heading, note the donor’s approval: its day and its reference.")
                } ?? Phrase("Notez l’accord du bailleur : sa date et sa référence.", en: "Note the donor’s approval: its day and its reference."),
                field: approvedOn == nil ? "approved_on" : "approval")
        }
    }
}
