import Access
import HTTPTypes
import Journal
import NetworkLife
import Storage
import Support
import Testing

@testable import Web

@Suite("A list")
struct ListTests {
    /// A site with so many meetings, a day apart, and someone of the secretariat who reads them.
    private static func withMeetings<T>(_ count: Int, _ engine: Engine = .sqlite, _ body: (TestSite, TestBrowser) async throws -> T) async throws -> T {
        try await TestSite.with(engine) { test in
            try await test.store.perform("test.meetings", by: nil) { act in
                for number in 0..<count {
                    var meeting = MeetingRecord()
                    meeting.title = "Réunion \(number) : \(number % 7 == 0 ? "l’Été à Agadez" : "suivi")"
                    meeting.type = number % 2 == 0 ? .branch : .national
                    meeting.startsOn = Day(number: 20_000 + number / 3)
                    try act.make(meeting)
                }
            }
            return try await body(test, try await test.browser(of: test.member("secretaire", [.secretariat])))
        }
    }

    private static func titles(_ answer: TestAnswer) -> [String] {
        answer.body.matches(of: #/<td><a href="/meetings/[^"]*">([^<]*)</a>/#).map { String($0.1) }
    }

    private static func link(_ answer: TestAnswer, _ relation: String) -> String? {
        answer.body.firstMatch(of: try! Regex("<a rel=\"\(relation)\" href=\"([^\"]*)\"")).flatMap { $0.output[1].substring }
            .map { String($0).replacing("&amp;", with: "&") }
    }

    @Test(
        "shows each row once on its way to the end, and the same pages on its way back", arguments: Engine.allCases,
        ["", "&sort=-title", "&sort=title&type=branch"])
    func paging(engine: Engine, choice: String) async throws {
        try await Self.withMeetings(530, engine) { _, browser in
            var pages: [[String]] = []
            var answer = try await browser.get("/meetings?q=" + choice)
            pages.append(Self.titles(answer))
            while let next = Self.link(answer, "next") {
                answer = try await browser.get(next)
                pages.append(Self.titles(answer))
            }
            let isHalf = choice.contains("branch")
            let all = pages.flatMap { $0 }
            #expect(all.count == (isHalf ? 265 : 530))
            #expect(Set(all).count == all.count)
            #expect(pages.dropLast().allSatisfy { $0.count == 50 })
            var back = [pages.last!]
            while let previous = Self.link(answer, "prev") {
                answer = try await browser.get(previous)
                back.append(Self.titles(answer))
            }
            #expect(Array(back.reversed()) == pages)
            #expect(answer.text.contains(isHalf ? "265 rencontres" : "Plus de 500 rencontres"))
        }
    }

    @Test("finds words in any order, without accents or case, and counts what it finds")
    func search() async throws {
        try await Self.withMeetings(100) { _, browser in
            let found = try await browser.get("/meetings?q=AGADEZ+ete+r%C3%A9union")
            #expect(Self.titles(found).count == 15)
            #expect(found.text.contains("15 rencontres"))
            #expect(found.body.contains("value=\"AGADEZ ete réunion\""))
            #expect(Self.titles(try await browser.get("/meetings?q=agadez+suivi")).isEmpty)
            #expect(Self.titles(try await browser.get("/meetings?q=agadez&type=branch")).count == 8)
            #expect(Self.titles(try await browser.get("/meetings?year=2024")).count == 50)
            #expect(try await browser.get("/meetings?year=1999").text.contains("Rien ne correspond"))
        }
    }

    @Test("looks for words through as many rows as it counts, and says then how many it found at least", arguments: Engine.allCases)
    func searchAmongMany(engine: Engine) async throws {
        try await Self.withMeetings(530, engine) { _, browser in
            let many = try await browser.get("/meetings?q=agadez")
            #expect(Self.titles(many).count == 50)
            let found = try #require(many.text.firstMatch(of: /Au moins (\d+) rencontres/).flatMap { Int($0.1) })
            #expect((47...76).contains(found))
            #expect(try await browser.get("/meetings?q=agadez&type=branch").text.contains("38 rencontres"))
        }
    }

    @Test(
        "answers whatever stands in its address",
        arguments: [
            "q=%25", "q=_", "q=%27%3B+DROP+TABLE+meeting+--", "q=%00", "q=%F0%9F%98%80", "q=%E2%80%AE%3Cscript%3E", "after=x", "before=%00",
            "after=0000000000000000000000000a",
            "sort=--date", "sort=id", "sort=-;", "type=%27", "type=national%25", "branch=x", "year=99999", "year=-1", "year=%D9%A2",
            "q=" + String(repeating: "a+", count: 400),
            "done=" + String(repeating: "+f", count: 32), "done=" + String(repeating: "0F", count: 32), "after=7zzzzzzzzzzzzzzzzzzzzzzzzz&sort=-title",
            "format=xlsx", "before=0000000000000000000000000a&type=branch",
        ])
    func hostile(query: String) async throws {
        try await Self.withMeetings(3) { _, browser in
            let answer = try await browser.get("/meetings?\(query)")
            #expect(answer.status == 200)
            #expect(!answer.body.contains("<script>"))
            // Where a place in the list names no row, the list is shown from its start.
            if query.hasPrefix("after") || query.hasPrefix("before") { #expect(!Self.titles(answer).isEmpty) }
        }
    }

    @Test("goes on from a row that was taken out since, from the start")
    func gone() async throws {
        try await Self.withMeetings(120) { test, browser in
            let next = try #require(Self.link(try await browser.get("/meetings"), "next"))
            let id = try #require(ID<Meeting>(String(next.suffix(26))))
            try await test.store.perform("test.remove", by: nil) { act in try act.remove(try #require(try act.connection.find(MeetingRecord.self, id))) }
            let answer = try await browser.get(next)
            #expect(Self.titles(answer).count == 50)
            #expect(Self.link(answer, "prev") == nil)
        }
    }

    @Test("leaves as a file with the same rows, under a name that tells nothing")
    func file() async throws {
        try await Self.withMeetings(1_100) { _, browser in
            let answer = try await browser.get("/meetings?type=branch&format=csv")
            #expect(answer.headers[.contentType] == "text/csv; charset=utf-8")
            #expect(answer.headers[.contentDisposition]?.contains(#/filename="liste-[0-9-]+\.csv"/#) == true)
            let lines = answer.body.split(separator: "\r\n")
            #expect(lines.count == 551)
            #expect(lines[0] == "\u{FEFF}Titre;Premier jour;Type de rencontre;Antenne;Salle ou adresse")
        }
    }

    @Test("leaves whole, however long it is, and in pieces of a length that does not grow with it")
    func longFile() async throws {
        try await Self.withMeetings(20_300) { _, browser in
            let answer = try await browser.get("/meetings?format=csv&sort=title")
            let lines = answer.body.split(separator: "\r\n").dropFirst()
            #expect(lines.count == 20_300)
            #expect(Set(lines).count == 20_300)
            #expect(answer.longestPiece < 100_000)
        }
    }

    @Test("goes on from where a piece of its file ended, though that row is taken out meanwhile", arguments: Engine.allCases)
    func gap(engine: Engine) async throws {
        try await Self.withMeetings(9, engine) { test, _ in
            let list = MeetingsController.list
            let query = ListQuery(list, ListState(["sort": "-title"], filters: list.filters, sorts: list.sorts), today: test.store.today)
            let first = try await test.store.read { try query.rows(from: nil, limit: 4, $0) }
            let gone = try #require(first.rows.last)
            try await test.store.perform("test.remove", by: nil) { act in try act.remove(try #require(try act.connection.find(MeetingRecord.self, gone.id))) }
            let second = try await test.store.read { try query.rows(from: first.last, limit: 9, $0) }
            #expect(second.rows.count == 5)
            #expect(Set((first.rows + second.rows).map(\.id)).count == 9)
        }
    }

    @Test("is noted before it leaves, in the readings of the reader's organisation, which go nowhere", arguments: Engine.allCases)
    func noted(engine: Engine) async throws {
        try await Self.withMeetings(3, engine) { test, browser in
            for (choice, isNarrowed) in [("", false), ("&sort=title", false), ("&type=branch", true), ("&q=suivi", true)] {
                let before = try await test.entries()
                #expect(try await browser.get("/meetings?format=csv" + choice).status == 200)
                #expect(try await test.entries() == before + 1)
                let note = try #require(try await test.store.read { try $0.all(ListExport.self, "ORDER BY id DESC LIMIT 1").first })
                #expect(note.record.list == "meeting")
                #expect(note.record.isNarrowed == isNarrowed, "\(choice)")
                let entry = try #require(try await test.store.read { try $0.entries(of: note.record.id.cast()).first })
                #expect(entry.header.act == "list.export")
                #expect(entry.header.scope == .readings(test.organization))
                #expect(entry.header.author != nil)
            }
            // The page itself is no export, nor is the head of the file; and nobody who may not see the list is noted.
            let before = try await test.entries()
            _ = try await (browser.get("/meetings"), browser.head("/meetings?format=csv"), test.browser().get("/meetings?format=csv"))
            #expect(try await test.entries() == before)
            #expect(try await test.store.verify() == [])
        }
    }

    @Test(
        "reads by an index, and as many rows as it shows, however it is narrowed and ordered",
        arguments: ["", "type=branch", "branch=00000000000000000000000001", "year=2024"])
    func plan(choice: String) async throws {
        try await Self.withMeetings(10) { test, _ in
            let pairs = choice.split(separator: "=").map(String.init)
            let query = pairs.isEmpty ? [:] : [pairs[0]: pairs[1]]
            let list = MeetingsController.list
            let state = ListState(query, filters: list.filters, sorts: list.sorts)
            let (sql, values) = ListQuery(list, state, today: test.store.today).statement(
                from: (.text("2024-01-01"), AnyID()), isBackward: false, limit: 51)
            let steps = try await test.store.read { try $0.rows("EXPLAIN QUERY PLAN " + sql, values) { try $0.text(3) } }
            #expect(steps.allSatisfy { $0.hasPrefix("SEARCH meeting USING INDEX") }, "\(steps)")
        }
    }
}
