import Access
import Accounts
import Journal
import NetworkLife
import Results
import Statistics
import Storage
import Support
import Testing

@Suite("What the network’s registers come to")
struct NetworkMeasureTests {
    private static let today = day(20, 3)
    private static let measures = NetworkMeasures.all(plans: WorkPlan.regions)

    private static func day(_ day: Int, _ month: Int) -> Day { Day(year: 2027, month: month, day: day)! }

    private struct Noted {
        let store: Store

        func note(_ body: @escaping @Sendable (Act) throws -> Void) async throws { try await store.perform("sample.load", by: nil, body) }

        func figure(_ code: String, of organization: AnyID? = nil, from: Day = day(1, 1), to: Day = day(31, 3)) async throws -> (
            figure: Figure, rows: [MeasureRow]
        ) {
            let measure = NetworkMeasureTests.measures.first { $0.code == code }!
            let question = MeasureQuestion(organization: organization, days: from...to, today: NetworkMeasureTests.today)
            let rows = try await store.read { try measure.rows(question, $0) }
            return (measure.figure(of: rows), rows)
        }

        /// An organisation whose membership took these steps, each on its day.
        func member(_ steps: [(MembershipStepKind, Day)], type: OrganizationType = .ngo) async throws -> ID<Organization> {
            var profile = OrganizationProfile()
            (profile.name, profile.type, profile.place) = ("Une organisation", type, PlaceCode("NE005013"))
            let made = profile
            try await note { act in
                try act.make(made)
                for (kind, on) in steps {
                    var step = MembershipStep()
                    (step.organization, step.step, step.on) = (made.id, kind, on)
                    try act.make(step)
                }
            }
            return profile.id
        }

        @discardableResult
        func meeting(
            _ type: MeetingType, on day: Day, branch: ID<Branch>? = nil, minutes: String = "Le procès-verbal.",
            _ present: [(organization: ID<Organization>, women: Int, men: Int)] = []
        ) async throws -> ID<Meeting> {
            var meeting = MeetingRecord()
            (meeting.title, meeting.type, meeting.startsOn, meeting.days, meeting.branch, meeting.minutes) = ("Une rencontre", type, day, 2, branch, minutes)
            meeting.place = PlaceCode("NE008")
            let made = meeting
            try await note { act in
                try act.make(made)
                for one in present {
                    var attendance = Attendance()
                    (attendance.meeting, attendance.organization, attendance.women, attendance.men) = (made.id, one.organization, one.women, one.men)
                    attendance.region = PlaceCode("NE001")
                    try act.make(attendance)
                }
            }
            return meeting.id
        }
    }

    private static func with(_ engine: Engine, _ body: (Noted) async throws -> Void) async throws {
        try await TestDatabase.with(engine) { database in
            try await body(
                Noted(
                    store: try await Store.open(
                        database, Schema(AccountsArea.kinds + NetworkArea.kinds + ResultsArea.kinds), migrations: Credentials.migrations + KeyStore.migrations))
            )
        }
    }

    @Test("R1.1 counts the members of the last day that took part in six months, and no sum of two days", arguments: Engine.allCases)
    func activeMembers(engine: Engine) async throws {
        try await Self.with(engine) { noted in
            let active = try await noted.member([(.admission, Self.day(1, 1))])
            let late = try await noted.member([(.admission, Self.day(10, 3))], type: .association)
            _ = try await noted.member([(.admission, Self.day(1, 1))])
            let suspended = try await noted.member([(.admission, Self.day(1, 1)), (.suspension, Self.day(1, 3))])
            try await noted.meeting(.branch, on: Self.day(12, 2), [(active, 1, 0), (late, 0, 2), (suspended, 3, 3)])
            let (figure, rows) = try await noted.figure("R1.1")
            #expect(figure == .count(2))
            #expect(rows.count == 3 && rows.filter(\.counts).compactMap { $0.codes["type"] }.sorted() == ["association", "ngo"])
            #expect(rows.first?.codes["region"] == "NE005")
            // At the end of February one was not a member yet, and the other not suspended yet.
            #expect(try await noted.figure("R1.1", to: Self.day(28, 2)).figure == .count(2))
            #expect(try await noted.figure("R1.1", to: Self.day(11, 2)).figure == .count(0))
            #expect(try await noted.figure("R1.1", of: late.cast()).figure == .count(1))
            // Half a year later nobody has come to anything.
            let measure = Self.measures.first { $0.code == "R1.1" }!
            let later = MeasureQuestion(organization: nil, days: Self.day(1, 1)...Self.day(31, 12), today: Self.day(13, 8))
            #expect(measure.figure(of: try await noted.store.read { try measure.rows(later, $0) }) == .count(0))
        }
    }

    @Test("R1.2 counts the national meetings that are over, with minutes and attendance", arguments: Engine.allCases)
    func nationalMeetings(engine: Engine) async throws {
        try await Self.with(engine) { noted in
            let member = try await noted.member([])
            try await noted.meeting(.national, on: Self.day(5, 1), [(member, 4, 6)])
            try await noted.meeting(.national, on: Self.day(5, 2), minutes: "", [(member, 4, 6)])
            try await noted.meeting(.national, on: Self.day(6, 2))
            try await noted.meeting(.branch, on: Self.day(7, 2), [(member, 4, 6)])
            try await noted.meeting(.national, on: Self.day(20, 3), [(member, 4, 6)])
            let (figure, rows) = try await noted.figure("R1.2")
            #expect(figure == .count(1))
            #expect(rows.map { $0.codes["region"] } == ["NE008"])
            #expect(try await noted.figure("R1.2", from: Self.day(1, 2)).figure == .count(0))
        }
    }

    @Test("R1.3 keeps both parts of the share, weighs each organisation by its people, and says nothing of nothing", arguments: Engine.allCases)
    func women(engine: Engine) async throws {
        try await Self.with(engine) { noted in
            #expect(try await noted.figure("R1.3").figure == .nothing)
            let (one, two) = (try await noted.member([]), try await noted.member([]))
            try await noted.meeting(.national, on: Self.day(5, 1), [(one, 3, 1), (two, 0, 6)])
            try await noted.meeting(.ceremony, on: Self.day(5, 2), [(one, 2, 0)])
            try await noted.meeting(.national, on: Self.day(5, 4), [(one, 50, 0)])
            let (figure, rows) = try await noted.figure("R1.3")
            #expect(figure == .share(5, of: 12))
            let measure = Self.measures.first { $0.code == "R1.3" }!
            #expect(measure.figures(of: rows, by: measure.dimensions[0]).map(\.figure) == [.share(3, of: 10), .share(2, of: 2)])
            #expect(try await noted.figure("R1.3", of: two.cast()).figure == .share(0, of: 6))
        }
    }

    @Test("R1.4 counts the branches that are led, and plan and report on work of their region in the quarter, never the seat", arguments: Engine.allCases)
    func workingBranches(engine: Engine) async throws {
        try await Self.with(engine) { noted in
            let regions = ["NE001", "NE002", "NE003", "NE004", "NE005", "NE008"]
            let branches: [BranchProfile] = regions.map { region in
                var branch = BranchProfile()
                (branch.name, branch.isSeat, branch.place) = ("Antenne \(region)", region == "NE008", PlaceCode(region))
                return branch
            }
            let led = branches.filter { $0.place != PlaceCode("NE002") }
            // The quarter of 20 March 2027 is the second of the project: months 4 to 6.
            let plan: [(region: String, months: ClosedRange<Int>, noted: Day)] = [
                ("NE001", 5...5, Self.day(10, 2)), ("NE002", 5...5, Self.day(10, 2)), ("NE003", 4...6, Self.day(25, 3)),
                ("NE004", 1...3, Self.day(10, 2)), ("NE005", 4...4, Day(year: 2026, month: 12, day: 31)!), ("NE008", 4...6, Self.day(10, 2)),
            ]
            try await noted.note { act in
                var project = Project()
                (project.title, project.startsOn, project.months) = ("Un projet", Day(year: 2026, month: 10, day: 1), 18)
                try act.make(project)
                for branch in branches { try act.make(branch) }
                for branch in led {
                    var role = RoleAssignment()
                    (role.account, role.role, role.branch, role.since) = (ID(), .branchFocalPoint, branch.id, Self.day(1, 1))
                    try act.make(role)
                }
                for one in plan {
                    var activity = Activity()
                    (activity.project, activity.code, activity.title, activity.regions) = (project.id, one.region, "Faire", Codes([Region(code: one.region)]))
                    (activity.firstMonth, activity.lastMonth) = (one.months.lowerBound, one.months.upperBound)
                    var report = ActivityReport()
                    (report.activity, report.on) = (activity.id, one.noted)
                    try act.make(activity)
                    try act.make(report)
                }
            }
            let (figure, rows) = try await noted.figure("R1.4")
            #expect(figure == .count(1))
            #expect(rows.map(\.counts) == [true, false, false, false, false])
        }
    }

    @Test("R1.6 counts what was done by its day, of what was due and has someone in charge", arguments: Engine.allCases)
    func decisions(engine: Engine) async throws {
        try await Self.with(engine) { noted in
            let meeting = try await noted.meeting(.national, on: Self.day(5, 1))
            let decided: [(due: Day?, owner: String, state: DecisionState, done: Day?)] = [
                (Self.day(10, 2), "Le bureau", .done, Self.day(10, 2)), (Self.day(10, 2), "Le bureau", .done, Self.day(11, 2)),
                (Self.day(10, 3), "Le bureau", .underway, nil), (Self.day(25, 3), "Le bureau", .underway, nil),
                (Self.day(26, 3), "Le bureau", .done, Self.day(1, 3)),
                (Self.day(10, 2), "", .done, Self.day(1, 2)), (nil, "Le bureau", .done, Self.day(1, 2)), (Self.day(10, 2), "Le bureau", .dropped, nil),
                (Self.day(10, 4), "Le bureau", .done, Self.day(1, 3)),
            ]
            try await noted.note { act in
                for one in decided {
                    var decision = Decision()
                    (decision.meeting, decision.text, decision.due, decision.ownerName, decision.state) = (meeting, "Faire", one.due, one.owner, one.state)
                    try act.make(decision)
                    guard let done = one.done else { continue }
                    var follow = DecisionFollowUp()
                    (follow.decision, follow.on, follow.state) = (decision.id, done, .done)
                    try act.make(follow)
                }
            }
            let (figure, rows) = try await noted.figure("R1.6")
            #expect(figure == .share(2, of: 4))
            #expect(Set(rows.compactMap { $0.codes["meeting"] }) == ["national"])
        }
    }

    @Test("tell of no person, so that everyone may know them exactly")
    func subjects() {
        #expect(Self.measures.allSatisfy { $0.subject == .deeds })
        #expect(Set(Self.measures.map(\.code)).count == Self.measures.count)
    }
}
