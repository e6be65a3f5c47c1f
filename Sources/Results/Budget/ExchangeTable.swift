import Access
import Journal
import Storage

package struct ExchangeMethod: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let parity = Self(code: "parity")
    package static let monthly = Self(code: "monthly")
    package static let transfers = Self(code: "transfers")

    package static let list: [(Self, Phrase)] = [
        (.parity, Phrase("Parité fixe, 655,957", en: "Fixed parity, 655.957")),
        (.monthly, Phrase("Taux du mois (InforEuro)", en: "Rate of the month (InforEuro)")),
        (.transfers, Phrase("Moyenne pondérée des virements reçus", en: "Weighted average of the transfers received")),
    ]
}

/// What the contract lays down about money, from a day on.
package struct BudgetRule: Record {
    package var id = ID<BudgetRule>()
    package var from: Day?
    package var currency = Currency.euro
    package var method = ExchangeMethod.parity
    package var transferPercent: Int?

    package init() {}

    package static let kind = "budget_rule"
    package static let title = Phrase("Règle du budget", en: "Budget rule")
    package static let scope = ScopeForm.network
    package static let indexes = [["from"]]

    package static let fields: [Field<Self>] = [
        .init("from", \.from, "À partir du", en: "From", required: true),
        .init("currency", \.currency, "Monnaie du contrat", en: "Currency of the contract", required: true),
        .init("method", \.method, "Règle de change", en: "Rule of exchange", required: true),
        .init(
            "transfer_percent", \.transferPercent, "Transfert entre rubriques sans accord, jusqu’à (%)",
            en: "Transfer between headings without approval, up to (%)",
            hint: Phrase(
                "Du montant de départ de chaque rubrique. Vide : tout transfert demande l’accord.",
                en: "Of each heading’s first amount. Empty: every transfer needs approval.")),
    ]
}

/// A month's published rate.
package struct ExchangeRate: Record {
    package var id = ID<ExchangeRate>()
    package var on: Day?
    package var francs = Amount.zero

    package init() {}

    package static let kind = "exchange_rate"
    package static let title = Phrase("Taux du mois", en: "Rate of the month")
    package static let scope = ScopeForm.network
    package static let indexes = [["on"]]

    package static let fields: [Field<Self>] = [
        .init("on", \.on, "Un jour du mois", en: "A day of the month", required: true),
        .init(
            "francs", \.francs, "Francs CFA pour 1 000 euros", en: "CFA francs for 1,000 euros",
            hint: Phrase("Le taux publié 655,957 s’écrit 655 957.", en: "The published rate 655.957 is written 655 957."), required: true),
    ]
}

/// Money of the donor that arrived: so many euros sent, so many francs received.
package struct FundTransfer: Record {
    package var id = ID<FundTransfer>()
    package var on: Day?
    package var euros = Amount.zero
    package var francs = Amount.zero
    package var document = ""

    package init() {}

    package static let kind = "fund_transfer"
    package static let title = Phrase("Virement reçu", en: "Transfer received")
    package static let scope = ScopeForm.network
    package static let indexes = [["on"]]

    package static let fields: [Field<Self>] = [
        .init("on", \.on, "Reçu le", en: "Received on", required: true),
        .init("euros", \.euros, "Euros envoyés", en: "Euros sent", required: true),
        .init("francs", \.francs, "Francs CFA reçus", en: "CFA francs received", required: true),
        .init("document", \.document, "Pièce", en: "Document"),
    ]
}

/// The rules, rates and transfers, put together once to convert many amounts.
package struct ExchangeTable: Sendable {
    package let rules: [BudgetRule]
    private let rates: [String: ExchangeRatio]
    private let transfers: [(on: Day, ratio: ExchangeRatio)]

    package init(rules: [BudgetRule], rates: [ExchangeRate], transfers: [FundTransfer]) {
        self.rules = rules.filter { $0.from != nil }.sorted { ($0.from!, $0.id) < ($1.from!, $1.id) }
        self.rates = Dictionary(
            rates.compactMap { rate in
                rate.on.flatMap { on in ExchangeRatio(francs: rate.francs, euros: Amount(1_000)).map { (String(on.description.prefix(7)), $0) } }
            }, uniquingKeysWith: { _, last in last })
        var (francs, euros) = (Amount.zero, Amount.zero)
        var sums: [(on: Day, ratio: ExchangeRatio)] = []
        for transfer in transfers.sorted(by: { ($0.on ?? .distant, $0.id) < ($1.on ?? .distant, $1.id) }) {
            francs += transfer.francs
            euros += transfer.euros
            if let on = transfer.on, let ratio = ExchangeRatio(francs: francs, euros: euros) { sums.append((on, ratio)) }
        }
        self.transfers = sums
    }

    package init(_ connection: any Connection) throws {
        self.init(
            rules: try connection.all(BudgetRule.self, "ORDER BY id LIMIT 200").map(\.record),
            rates: try connection.all(ExchangeRate.self, "ORDER BY id LIMIT 500").map(\.record),
            transfers: try connection.all(FundTransfer.self, "ORDER BY id LIMIT 500").map(\.record))
    }

    /// The rule in force on a day; nil before the first one.
    package func rule(on day: Day) -> BudgetRule? { rules.last { $0.from! <= day } }

    /// The contract's currency, as the last rule has it: the euro while there is none.
    package var currency: Currency { rules.last?.currency ?? .euro }

    /// The ratio that the rule of the day asks for, the fixed parity where no rule does; nil where its rate or transfer is still to be entered.
    package func ratio(on day: Day) -> ExchangeRatio? {
        switch rule(on: day)?.method {
        case .monthly?: rates[String(day.description.prefix(7))]
        case .transfers?: transfers.last { $0.on <= day }?.ratio
        default: .parity
        }
    }

    package func converted(_ money: Money, on day: Day, to currency: Currency) -> Money? {
        money.currency == currency ? money : ratio(on: day)?.converted(money, to: currency)
    }
}

extension Day {
    fileprivate static let distant = Day(year: 9999, month: 12, day: 31)!
}
