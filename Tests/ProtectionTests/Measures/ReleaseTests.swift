import Access
import Accounts
import Journal
import Protection
import Results
import Statistics
import Storage
import Support
import Testing

@Suite("A release of figures")
struct ReleaseTests {
    private static let organizations = (0..<4).map { _ in ID<Organization>() }
    private static let informed = ProtectionMeasures.released.filter { $0.measure.code == "R2.1" }

    private static func with(_ engine: Engine, _ body: (Store) async throws -> Void) async throws {
        try await TestDatabase.with(engine) { database in
            try await body(
                try await Store.open(
                    database, Schema(AccountsArea.kinds + ResultsArea.kinds + ProtectionArea.kinds), migrations: Credentials.migrations + KeyStore.migrations))
        }
    }

    /// Each organisation informs so many women, and as many men and ten more.
    private static func inform(_ women: Int, in region: String, on day: Day, by organizations: [ID<Organization>] = organizations, _ store: Store) async throws
    {
        for organization in organizations {
            try await store.perform("sample.load", by: nil, in: .organization(organization)) { act in
                var session = InformationSession()
                (session.on, session.place) = (day, PlaceCode(region))
                (session.people.women, session.people.men) = (women, women + 10)
                try act.make(session)
            }
        }
    }

    private static func draft(on today: Day, _ store: Store) async throws -> ReleaseDraft? {
        try await store.read { try ReleaseDraft(informed, of: organizations, on: today, $0) }
    }

    private static func figures(from first: Day? = nil, to last: Day, _ store: Store) async throws -> ReleasedFigures {
        try await store.read { try ReleasedFigures(informed[0].measure, from: first, to: last, $0) }
    }

    private static func day(_ month: Int, _ day: Int) -> Day { Day(year: 2027, month: month, day: day)! }

    @Test("is due from the tenth on, of the month before", arguments: [((3, 9), "2027-01"), ((3, 10), "2027-02"), ((4, 1), "2027-02")])
    func due(today: (Int, Int), month: String) {
        #expect(ReleaseMonth.due(on: Self.day(today.0, today.1)).description == month)
    }

    @Test("shows what many did, hides what few did, and is made once", arguments: Engine.allCases)
    func made(engine: Engine) async throws {
        try await Self.with(engine) { store in
            try await Self.inform(10, in: "NE001002", on: Self.day(2, 3), store)
            try await Self.inform(20, in: "NE008", on: Self.day(2, 3), store)
            try await Self.inform(1, in: "NE005", on: Self.day(2, 3), by: [Self.organizations[0]], store)
            // Of a month that is not released yet.
            try await Self.inform(50, in: "NE001", on: Self.day(3, 2), store)
            let draft = try #require(try await Self.draft(on: Self.day(3, 10), store))
            try await draft.make(in: store, by: nil, on: Self.day(3, 10))
            let figures = try await Self.figures(to: Self.day(2, 28), store)
            #expect(figures[[]] == .count(4 * (30 + 50) + 12) && figures.madeOn == Self.day(3, 10))
            #expect(figures[[("region", "NE005")]] == .hidden && figures[[("region", "NE005"), ("sex", "male")]] == .hidden)
            #expect(figures[[("region", "NE003")]] == .count(0))
            #expect(draft.hidden > 3 && draft.shown > draft.hidden)
            #expect(try await Self.draft(on: Self.day(3, 20), store) == nil)
            await #expect(throws: (any Error).self) { try await draft.make(in: store, by: nil, on: Self.day(3, 11)) }
            #expect(try await store.read { try $0.all(Release.self).count } == 1)
            #expect(try await store.verify().isEmpty)
            #expect(try await Self.figures(to: Self.day(1, 31), store)[[]] == .none)
        }
    }

    @Test("holds nothing of whose the figures are, and each organisation keeps its own part", arguments: Engine.allCases)
    func apart(engine: Engine) async throws {
        try await Self.with(engine) { store in
            try await Self.inform(10, in: "NE001", on: Self.day(2, 3), store)
            try await #require(try await Self.draft(on: Self.day(3, 10), store)).make(in: store, by: nil, on: Self.day(3, 10))
            let (tables, parts) = try await store.read { (try $0.all(ReleasedTable.self).map(\.record), try $0.all(ReleaseContribution.self).map(\.record)) }
            #expect(tables.count == 1 && Set(parts.compactMap(\.organization)) == Set(Self.organizations))
            #expect(tables.allSatisfy { table in Self.organizations.allSatisfy { !table.cells.contains($0.description) } })
            #expect(parts.allSatisfy { CellText.counts($0.cells)[""] == 30 })
        }
    }

    @Test("tells what a period brought as the difference of two, where both are shown", arguments: Engine.allCases)
    func periods(engine: Engine) async throws {
        try await Self.with(engine) { store in
            try await Self.inform(10, in: "NE001", on: Self.day(1, 3), store)
            try await #require(try await Self.draft(on: Self.day(2, 10), store)).make(in: store, by: nil, on: Self.day(2, 10))
            try await Self.inform(20, in: "NE001", on: Self.day(2, 3), store)
            // Two more women in all of one region change a shown cell by less than the threshold.
            try await Self.inform(1, in: "NE008", on: Self.day(2, 3), by: Array(Self.organizations.prefix(1)), store)
            try await #require(try await Self.draft(on: Self.day(3, 10), store)).make(in: store, by: nil, on: Self.day(3, 10))
            let figures = try await Self.figures(from: Self.day(2, 1), to: Self.day(2, 28), store)
            #expect(figures[[]] == .count(4 * 50 + 12))
            #expect(figures[[("region", "NE008")]] == .hidden)
            #expect(try await Self.figures(from: Self.day(4, 1), to: Self.day(4, 30), store)[[]] == .none)
        }
    }
}
