import Access
import Journal
import Results
import Statistics
import Storage
import Support
import Testing

/// A small budget over a year that began in January, in euros, spent in francs.
private struct Books {
    var headings: [BudgetHeading] = []
    var lines: [BudgetLine] = []
    var planned: [PlannedSpending] = []
    var spent: [Expenditure] = []
    var transfers: [BudgetTransfer] = []
    let calendar = ProjectCalendar(start: Day("2027-01-01"), months: 12)

    init() {
        for (number, units, cost) in [("1", 10, 1_000), ("2", 4, 500)] {
            var heading = BudgetHeading()
            (heading.number, heading.name) = (number, "Rubrique \(number)")
            var line = BudgetLine()
            (line.heading, line.number, line.name, line.units, line.unitCost) = (heading.id, number + ".1", "Ligne", Amount(units), Amount(cost))
            headings.append(heading)
            lines.append(line)
        }
    }

    mutating func spend(_ line: Int, _ francs: Int, on day: String, eligible: Bool = true) {
        var one = Expenditure()
        (one.line, one.on, one.what, one.amount, one.document, one.isEligible) = (lines[line].id, Day(day), "Achat", Amount(francs), "P1", eligible)
        spent.append(one)
    }

    mutating func plan(_ line: Int, _ quarter: Int, _ amount: Int) {
        var one = PlannedSpending()
        (one.line, one.quarter, one.amount) = (lines[line].id, quarter, Amount(amount))
        planned.append(one)
    }

    mutating func move(_ amount: Int) {
        var one = BudgetTransfer()
        (one.on, one.from, one.to, one.amount, one.reason) = (Day("2027-02-01"), headings[0].id, headings[1].id, Amount(amount), "Parce que")
        transfers.append(one)
    }

    func budget(on day: String = "2027-05-15", in currency: Currency = .euro) -> Budget {
        Budget(
            headings, lines, planned: planned, spent: spent, transfers: transfers, ExchangeTable(rules: [], rates: [], transfers: []), calendar, in: currency,
            on: Day(day)!)
    }
}

@Suite("The budget")
struct BudgetTests {
    @Test("adds up by heading and quarter, without what is not eligible")
    func sums() {
        var books = Books()
        books.spend(0, 655_957, on: "2027-02-10")
        books.spend(0, 1_311_914, on: "2027-05-10")
        books.spend(0, 655_957, on: "2027-05-11", eligible: false)
        books.spend(1, 655_957, on: "2027-05-12")
        let budget = books.budget()
        #expect(budget.agreed == Amount(12_000))
        #expect(budget.headings.map(\.spent) == [Amount(3_000), Amount(1_000)])
        #expect(budget.headings[0].spent(in: 1) == Amount(1_000))
        #expect(budget.headings[0].spent(in: 2) == Amount(2_000))
        #expect(books.budget(in: .franc).spent == Amount(2_623_828))
        #expect(books.budget(in: .franc).agreed == Amount(7_871_484))
    }

    @Test("says where it leads: what is spent, what is left of this quarter, and all that comes")
    func forecast() {
        var books = Books()
        for quarter in 1...4 { books.plan(0, quarter, 2_500) }
        books.spend(0, 655_957, on: "2027-02-10")
        books.spend(0, 655_957, on: "2027-05-10")
        let budget = books.budget()
        // 1 000 in the first quarter, 1 000 of 2 500 in the second, two quarters to come.
        #expect(budget.forecast(budget.headings[0], on: Day("2027-05-15")!) == Amount(8_500))
        #expect(budget.forecast(budget.headings[1], on: Day("2027-05-15")!) == Amount(2_000), "nothing is planned: all that was agreed")
    }

    private func transfer(_ amount: Int, approved: Bool = false, in books: Books) -> BudgetTransfer {
        var one = BudgetTransfer()
        (one.on, one.from, one.to, one.amount, one.reason) = (Day("2027-05-01"), books.headings[0].id, books.headings[1].id, Amount(amount), "Parce que")
        if approved { (one.approvedOn, one.approval) = (Day("2027-04-20"), "Lettre 12") }
        return one
    }

    @Test("lets headings change by the contract's percentage, all transfers together, and asks for approval beyond it")
    func transfers() throws {
        var books = Books()
        // A quarter of the smaller heading, 2 000, is 500.
        try transfer(500, in: books).check(books.budget(), percent: 25)
        #expect(throws: Refusal.self) { try transfer(501, in: books).check(books.budget(), percent: 25) }
        try transfer(501, approved: true, in: books).check(books.budget(), percent: 25)
        #expect(throws: Refusal.self) { try transfer(1, in: books).check(books.budget(), percent: nil) }
        books.move(400)
        try transfer(100, in: books).check(books.budget(), percent: 25)
        #expect(throws: Refusal.self) { try transfer(101, in: books).check(books.budget(), percent: 25) }
        #expect(books.budget().headings.map(\.revised) == [Amount(9_600), Amount(2_400)])
    }

    @Test("moves no more than a heading has left, and nowhere else than to another")
    func limits() {
        var books = Books()
        books.spend(0, 6_231_592, on: "2027-02-01")
        #expect(throws: Refusal.self) { try transfer(501, approved: true, in: books).check(books.budget(), percent: 100) }
        #expect(throws: Refusal.self) { try transfer(0, in: books).check(books.budget(), percent: 100) }
        var same = transfer(10, in: books)
        same.to = same.from
        #expect(throws: Refusal.self) { try same.check(books.budget(), percent: 100) }
    }

    @Test("gives the rate of use of the quarters in the period, in exact parts", arguments: Engine.allCases)
    func measure(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            let store = try await Store.open(database, Schema(ResultsArea.kinds))
            var books = Books()
            for quarter in 1...4 { books.plan(0, quarter, 2_500) }
            books.spend(0, 655_957, on: "2027-02-10")
            books.spend(0, 655_957, on: "2027-02-11", eligible: false)
            books.spend(1, 655_957, on: "2027-05-10")
            let noted = books
            try await store.perform("test.books", by: nil) { act in
                var project = Project()
                (project.title, project.startsOn, project.months) = ("Un projet", Day("2027-01-01"), 12)
                try act.make(project)
                for record in noted.headings { try act.make(record) }
                for record in noted.lines { try act.make(record) }
                for record in noted.planned { try act.make(record) }
                for record in noted.spent { try act.make(record) }
            }
            let measure = ProjectMeasures.all.first { $0.code == "P.1" }!
            let figure = { (first: String, last: String) async throws in
                let question = MeasureQuestion(organization: AnyID(), days: Day(first)!...Day(last)!, today: Day("2027-12-31")!)
                return measure.figure(of: try await store.read { try measure.rows(question, $0) })
            }
            #expect(try await figure("2027-01-01", "2027-03-31") == .share(100_000, of: 250_000))
            #expect(try await figure("2027-01-01", "2027-06-30") == .share(200_000, of: 500_000))
            #expect(try await figure("2027-02-01", "2027-02-28") == .nothing, "no quarter lies in it whole")
        }
    }

    @Test("counts an activity as done in its quarter, late or not, once the quarter is over", arguments: Engine.allCases)
    func activities(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            let store = try await Store.open(database, Schema(ResultsArea.kinds))
            try await store.perform("test.plan", by: nil) { act in
                var project = Project()
                (project.title, project.startsOn, project.months) = ("Un projet", Day("2027-01-01"), 12)
                try act.make(project)
                for (code, last, state, done) in [
                    ("A1", 3, ActivityState.done, "2027-03-31"), ("A2", 2, .done, "2027-04-01"), ("A3", 1, .underway, nil), ("A4", 3, .dropped, nil),
                    ("A5", 6, .done, "2027-05-01"), ("A6", 12, .planned, nil),
                ] as [(String, Int, ActivityState, String?)] {
                    var activity = Activity()
                    (activity.project, activity.code, activity.title, activity.firstMonth, activity.lastMonth) = (project.id, code, code, 1, last)
                    (activity.state, activity.doneOn) = (state, done.flatMap { Day($0) })
                    try act.make(activity)
                }
            }
            let measure = ProjectMeasures.all.first { $0.code == "P.2" }!
            let figure = { (last: String, today: String) async throws in
                let question = MeasureQuestion(organization: AnyID(), days: Day("2027-01-01")!...Day(last)!, today: Day(today)!)
                return measure.figure(of: try await store.read { try measure.rows(question, $0) })
            }
            #expect(try await figure("2027-03-31", "2027-04-01") == .share(1, of: 4))
            #expect(try await figure("2027-06-30", "2027-07-01") == .share(2, of: 5))
            #expect(try await figure("2027-03-31", "2027-03-31") == .nothing, "the quarter is not over yet")
        }
    }
}
