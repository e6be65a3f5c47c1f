import Access
import Journal

/// A heading of the contract's budget.
package struct BudgetHeading: Record {
    package var id = ID<BudgetHeading>()
    package var number = ""
    package var name = ""

    package init() {}

    package static let kind = "budget_heading"
    package static let title = Phrase("Rubrique", en: "Heading")
    package static let scope = ScopeForm.network
    package static let indexes = [["rank", "id"]]

    package static let fields: [Field<Self>] = [
        .init("number", \.number, "Numéro", en: "Number", required: true, limit: 20),
        .init("name", \.name, "Rubrique", en: "Heading", required: true),
    ]

    package static let derived: [Derived<Self>] = [.init("rank") { Activity.rank($0.number) }]
}

package struct BudgetSource: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let donor = Self(code: "donor")
    package static let cofinancing = Self(code: "cofinancing")

    package static let list: [(Self, Phrase)] = [
        (.donor, Phrase("Bailleur", en: "Donor")), (.cofinancing, Phrase("Cofinancement", en: "Co-financing")),
    ]
}

/// A line of the contract's budget, in the contract's currency: so many units at so much each, paid by whom.
package struct BudgetLine: Record {
    package var id = ID<BudgetLine>()
    package var heading: ID<BudgetHeading>?
    package var number = ""
    package var name = ""
    package var unit = ""
    package var units = Amount.zero
    package var unitCost = Amount.zero
    package var source = BudgetSource.donor
    package var cofunder: ID<Organization>?

    package init() {}

    package static let kind = "budget_line"
    package static let title = Phrase("Ligne budgétaire", en: "Budget line")
    package static let scope = ScopeForm.network
    package static let indexes = [["heading", "rank"], ["rank", "id"]]

    package static let fields: [Field<Self>] = [
        .init("heading", \.heading, "Rubrique", en: "Heading", required: true, input: .hidden),
        .init("number", \.number, "Numéro", en: "Number", required: true, limit: 20),
        .init("name", \.name, "Intitulé", en: "Title", required: true),
        .init("unit", \.unit, "Unité", en: "Unit", hint: Phrase("Par mois, par réunion, forfait…", en: "Per month, per meeting, lump sum…"), limit: 60),
        .init("units", \.units, "Nombre d’unités", en: "Number of units", required: true),
        .init(
            "unit_cost", \.unitCost, "Coût unitaire", en: "Unit cost", hint: Phrase("Dans la monnaie du contrat.", en: "In the contract’s currency."),
            required: true),
        .init("source", \.source, "Payé par", en: "Paid by", required: true),
        .init("cofunder", \.cofunder, "Cofinancement de", en: "Co-financed by", input: .reference(kind: "organization")),
    ]

    package static let derived: [Derived<Self>] = [.init("rank") { Activity.rank($0.number) }]

    /// Units times unit cost, to the nearest hundredth.
    package var amount: Amount { unitCost.times(units.hundredths, over: 100) }

    /// Throws a `Refusal` where a co-financed line does not say by whom.
    package func check(_ currency: Currency) throws(Refusal) {
        try currency.check(unitCost, field: "unit_cost")
        if source == .cofinancing, cofunder == nil {
            throw Refusal(
                "budget.cofunder", Phrase("Dites quelle organisation cofinance cette ligne.", en: "Say which organisation co-finances this line."),
                field: "cofunder")
        }
    }
}

/// What a line is to cost in a quarter.
package struct PlannedSpending: Record {
    package var id = ID<PlannedSpending>()
    package var line: ID<BudgetLine>?
    package var quarter = 1
    package var amount = Amount.zero

    package init() {}

    package static let kind = "planned_spending"
    package static let title = Phrase("Dépense prévue", en: "Planned spending")
    package static let scope = ScopeForm.network
    package static let indexes = [["line", "quarter"]]

    package static let fields: [Field<Self>] = [
        .init("line", \.line, "Ligne budgétaire", en: "Budget line", required: true, input: .hidden),
        .init(
            "quarter", \.quarter, "Trimestre du projet", en: "Quarter of the project", hint: Phrase("1 est le premier.", en: "1 is the first."), required: true),
        .init("amount", \.amount, "Montant prévu", en: "Amount planned", required: true),
    ]
}
