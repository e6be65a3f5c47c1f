import Journal
import Results
import Testing

@Suite("The project's calendar")
struct CalendarTests {
    private static func day(_ text: String) -> Day { Day(text)! }

    @Test("knows which month a day lies in, also where a month is too short", arguments: ["2027-01-31", "2027-03-15", "2028-02-29", "2027-12-01"])
    func months(start: String) {
        let calendar = ProjectCalendar(start: Self.day(start), months: 18)
        for month in 1...18 {
            #expect(calendar.month(on: calendar.first(of: month)!) == month)
            #expect(calendar.month(on: calendar.last(of: month)!) == month)
            #expect(calendar.last(of: month)!.advanced(by: 1) == calendar.first(of: month + 1))
        }
        #expect(calendar.month(on: Self.day(start).advanced(by: -1)) == 0)
    }

    @Test("ends where the project does")
    func end() {
        var project = Project()
        (project.startsOn, project.months) = (Self.day("2027-03-15"), 18)
        #expect(project.endsOn == Self.day("2028-09-14"))
        project.startsOn = Self.day("2027-01-31")
        project.months = 1
        #expect(project.endsOn == Self.day("2027-02-27"))
    }

    @Test("counts months where no date is known, and calls nothing late")
    func unknown() {
        let calendar = ProjectCalendar(start: nil, months: 18)
        #expect(calendar.quarters == 6)
        #expect(calendar.quarter(on: Self.day("2040-01-01")) == 1)
        #expect(!calendar.isOver(1, on: Self.day("2040-01-01")))
        #expect(calendar.month(on: Self.day("2040-01-01")) == nil)
    }

    @Test(
        "refuses months that are half given, out of order or outside the project",
        arguments: [(nil, 3), (3, nil), (4, 3), (0, 3), (1, 19)] as [(Int?, Int?)])
    func refused(first: Int?, last: Int?) {
        let calendar = ProjectCalendar(start: nil, months: 18)
        #expect(throws: Refusal.self) { try calendar.check(first, last) }
    }

    @Test("takes months of the project, and none at all", arguments: [(1, 18), (7, 7), (nil, nil)] as [(Int?, Int?)])
    func taken(first: Int?, last: Int?) throws {
        try ProjectCalendar(start: nil, months: 18).check(first, last)
    }

    @Test("puts codes in the order in which people read them")
    func codes() {
        let codes = ["A1.1", "A1.2", "A1.10", "A2.1", "B1", "N3"]
        #expect(codes.shuffled().sorted { Activity.rank($0) < Activity.rank($1) } == codes)
        #expect(Activity.rank("a1.2") == Activity.rank("A1.2"))
    }
}
