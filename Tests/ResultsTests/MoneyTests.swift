import Access
import Journal
import Results
import Testing

@Suite("Money")
struct MoneyTests {
    @Test("is read as people type it, and refused where it is none")
    func typed() {
        for (text, hundredths) in [
            ("1 250 000", 125_000_000), ("12,5", 1_250), ("12.05", 1_205), ("0", 0), ("1\u{202F}234,50", 123_450), ("99999999999,99", 9_999_999_999_999),
        ] {
            #expect(Amount(typed: text)?.hundredths == hundredths, "\(text)")
        }
        for text in ["", "12,345", "1,2,3", "-5", "12 €", ",5", "5,", "100000000000", "1e3", "１２"] { #expect(Amount(typed: text) == nil, "\(text)") }
    }

    @Test("is written as each language writes it, and read back from its form")
    func written() {
        #expect(Amount(hundredths: 123_456_750).text(.french) == "1\u{202F}234\u{202F}567,50")
        #expect(Amount(hundredths: 123_456_750).text(.english) == "1,234,567.50")
        #expect(Amount(hundredths: -5).text(.french) == "−0,05")
        #expect(Money(Amount(1_200), .euro).text(.french) == "1\u{202F}200,00\u{A0}€")
        #expect(Money(Amount(1_200), .franc).text(.french) == "1\u{202F}200\u{A0}FCFA")
        for hundredths in [0, 5, 50, 100, 123_456_789] {
            #expect(Amount(typed: Amount(hundredths: hundredths).plain)?.hundredths == hundredths)
        }
    }

    @Test("is divided to the nearest hundredth, a half upwards, whatever its size")
    func times() {
        #expect(Amount(hundredths: 5).times(1, over: 2).hundredths == 3)
        #expect(Amount(hundredths: 1).times(1, over: 3).hundredths == 0)
        #expect(Amount(hundredths: -5).times(1, over: 2).hundredths == -2)
        #expect(Amount(hundredths: 2).times(1, over: 3).hundredths == 1)
        #expect(Amount(hundredths: 9_999_999_999_999).times(655_957, over: 1_000).hundredths == 6_559_569_999_999_344)
    }

    @Test("goes from euros to francs and back by the fixed parity, and never loses more than half a coin")
    func parity() {
        let parity = ExchangeRatio.parity
        #expect(parity.converted(Money(Amount(1), .euro), to: .franc) == Money(Amount(656), .franc))
        #expect(parity.converted(Money(Amount(1_000), .euro), to: .franc) == Money(Amount(655_957), .franc))
        #expect(parity.converted(Money(Amount(655_957), .franc), to: .euro) == Money(Amount(1_000), .euro))
        for cents in stride(from: 1, through: 5_000_000, by: 7_919) {
            let money = Money(Amount(hundredths: cents), .euro)
            let francs = parity.converted(money, to: .franc)!
            #expect(francs.amount.isWhole)
            // |francs × 1000 − cents × 6559.57| ≤ half a franc, in whole numbers.
            #expect(abs(francs.amount.hundredths * 100_000 - cents * 65_595_700) <= 5_000_000)
            #expect(parity.converted(francs, to: .euro) == money, "a franc is smaller than a cent: what was euros comes back")
        }
    }

    private static func day(_ text: String) -> Day { Day(text)! }

    @Test("is converted by the rule of its day, and not at all where the rate is still to be entered")
    func rules() {
        var (first, second, third) = (BudgetRule(), BudgetRule(), BudgetRule())
        (first.from, first.method) = (Self.day("2027-01-01"), .parity)
        (second.from, second.method) = (Self.day("2027-03-01"), .monthly)
        (third.from, third.method) = (Self.day("2027-06-01"), .transfers)
        var rate = ExchangeRate()
        (rate.on, rate.francs) = (Self.day("2027-03-20"), Amount(660_000))
        let transfers = [("2027-06-10", 1_000, 650_000), ("2027-07-01", 3_000, 1_980_000)].map { day, euros, francs in
            var transfer = FundTransfer()
            (transfer.on, transfer.euros, transfer.francs) = (Self.day(day), Amount(euros), Amount(francs))
            return transfer
        }
        let table = ExchangeTable(rules: [third, first, second], rates: [rate], transfers: transfers.reversed())
        let euros = { (francs: Int, day: String) in table.converted(Money(Amount(francs), .franc), on: Self.day(day), to: .euro)?.amount }
        #expect(euros(655_957, "2026-12-31") == Amount(1_000))
        #expect(euros(655_957, "2027-02-28") == Amount(1_000))
        #expect(euros(660_000, "2027-03-01") == Amount(1_000))
        #expect(euros(660_000, "2027-04-01") == nil)
        #expect(euros(650_000, "2027-06-01") == nil)
        #expect(euros(650_000, "2027-06-10") == Amount(1_000))
        // (650 000 + 1 980 000) francs for 4 000 euros.
        #expect(euros(2_630_000, "2027-07-01") == Amount(4_000))
    }

    @Test("knows that a franc has no cents")
    func whole() throws {
        try Currency.franc.check(Amount(12), field: "amount")
        try Currency.euro.check(Amount(hundredths: 1_250), field: "amount")
        #expect(throws: Refusal.self) { try Currency.franc.check(Amount(hundredths: 1_250), field: "amount") }
    }
}
