import Journal

package struct Currency: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let euro = Self(code: "EUR")
    package static let franc = Self(code: "XOF")

    package static let list: [(Self, Phrase)] = [
        (.euro, Phrase(same: "euro (EUR)")), (.franc, Phrase("franc CFA (XOF)", en: "CFA franc (XOF)")),
    ]

    /// A franc has no smaller coin.
    package var decimals: Int { self == .franc ? 0 : 2 }
    package var sign: String { self == .franc ? "FCFA" : self == .euro ? "€" : code }

    /// Throws a `Refusal` where the currency has no coin that small.
    package func check(_ amount: Amount, field: String) throws(Refusal) {
        guard decimals == 0, !amount.isWhole else { return }
        throw Refusal(
            "amount.whole", Phrase("Le franc CFA n’a pas de centimes : donnez un nombre entier.", en: "The CFA franc has no cents: give a whole number."),
            field: field)
    }
}

/// An amount of a currency.
package struct Money: Hashable, Sendable {
    package var amount: Amount
    package var currency: Currency

    package init(_ amount: Amount, _ currency: Currency) {
        self.amount = amount
        self.currency = currency
    }

    /// "1 234,50 €", "1 234 FCFA".
    package func text(_ language: Language) -> String { "\(amount.text(language, decimals: currency.decimals))\u{A0}\(currency.sign)" }
}

/// How many francs so many euros are: two amounts as they were paid or published, never a rounded rate.
package struct ExchangeRatio: Hashable, Sendable {
    package let francs: Amount
    package let euros: Amount

    /// Nil where one of them is nothing.
    package init?(francs: Amount, euros: Amount) {
        guard francs > .zero, euros > .zero else { return nil }
        self.francs = francs
        self.euros = euros
    }

    /// The franc's fixed parity: 655.957 to the euro since 1999.
    package static let parity = ExchangeRatio(francs: Amount(655_957), euros: Amount(1_000))!

    /// The same worth in another currency, to its smallest coin, a half upwards; nil where a currency is not one of the two.
    package func converted(_ money: Money, to currency: Currency) -> Money? {
        switch (money.currency, currency) {
        case (let own, currency) where own == currency: return money
        case (.euro, .franc):
            // To the whole franc: hundredths of euros times francs over euros, over a hundred.
            return Money(Amount(money.amount.times(francs.hundredths, over: euros.hundredths * 100).hundredths), .franc)
        case (.franc, .euro): return Money(money.amount.times(euros.hundredths, over: francs.hundredths), .euro)
        default: return nil
        }
    }
}
