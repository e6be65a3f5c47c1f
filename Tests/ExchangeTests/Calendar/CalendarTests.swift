import Exchange
import Foundation
import Journal
import Support
import Testing

/// What Python's icalendar reads.
private struct ReadCalendar: Decodable {
    struct Moment: Decodable {
        let value: String
        let zone: String?
        let offset: String
    }
    struct Event: Decodable {
        let uid: String
        let sequence: Int
        let start: Moment
        let end: Moment
        let stamp: String
        let summary: String
        let status: String
        let location: String?
        let url: String?
        let organiser: [String?]?
        let attendees: [[String?]]
        let names: [String]
    }
    let product: String
    let method: String
    let zones: [String]
    let events: [Event]
}

@Suite("A calendar file")
struct CalendarTests {
    let stamp = Date(timeIntervalSince1970: 1_804_493_100)
    let organiser = MailAddress("bureau@example.org", name: "Carnet \"du\" réseau, Niamey; ok")!
    let guest = MailAddress("invitee@example.org", name: "Zeïnabou Exemple")!
    let morning = CalendarEvent.Span.hours(
        Day(year: 2027, month: 3, day: 8)!, LocalTime(hour: 9, minute: 5)!, Day(year: 2027, month: 3, day: 8)!,
        LocalTime(hour: 17, minute: 0)!)

    private func read(_ file: CalendarFile) async throws -> ReadCalendar {
        try await Python.run("read_calendar.py", input: file.bytes)
    }

    @Test("a request says who invites whom, when in Niger's time, and asks for an answer")
    func request() async throws {
        let event = CalendarEvent(
            uid: .random(), sequence: 2, span: morning, summary: "Rendez-vous ; à 9 h, salle \\ B\nétage 2",
            location: "Salle d’exemple, Niamey", url: URL(string: "https://carnet.example.org/")!, organiser: organiser,
            attendees: [.init(guest), .init(MailAddress("b@example.org")!, answer: .accepted, isAnswerAsked: false)])
        let calendar = try await read(CalendarFile(.request, [event], product: "Carnet", stamp: stamp))
        #expect(calendar.method == "REQUEST")
        #expect(calendar.product == "Carnet")
        #expect(calendar.zones == ["Africa/Niamey"])
        let found = try #require(calendar.events.first)
        #expect(found.uid == event.uid.description)
        #expect(found.sequence == 2)
        #expect(found.summary == event.summary)
        #expect(found.location == event.location)
        #expect(found.url == "https://carnet.example.org/")
        #expect(found.status == "CONFIRMED")
        #expect(found.start.value == "2027-03-08T09:05:00+01:00")
        #expect(found.end.value == "2027-03-08T17:00:00+01:00")
        #expect(found.start.zone == "Africa/Niamey")
        #expect(found.stamp == "2027-03-08T08:05:00+00:00")
        #expect(found.organiser == ["mailto:bureau@example.org", "Carnet ’du’ réseau, Niamey; ok"])
        #expect(
            found.attendees == [
                ["mailto:invitee@example.org", "Zeïnabou Exemple", "NEEDS-ACTION", "TRUE"],
                ["mailto:b@example.org", nil, "ACCEPTED", "FALSE"],
            ])
    }

    @Test("whole days end on the day after the last, and nothing is said that was not given")
    func wholeDays() async throws {
        let event = CalendarEvent(
            uid: .random(), span: .days(Day(year: 2027, month: 2, day: 28)!, Day(year: 2027, month: 3, day: 1)!), summary: "Rendez-vous")
        let calendar = try await read(CalendarFile(.publish, [event], product: "Carnet", stamp: stamp))
        let found = try #require(calendar.events.first)
        #expect(found.start.value == "2027-02-28")
        #expect(found.end.value == "2027-03-02")
        #expect(calendar.zones.isEmpty)
        #expect(found.names == ["DTEND", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "SUMMARY", "UID"])
    }

    @Test("a cancellation keeps the event's name and says so")
    func cancellation() async throws {
        let event = CalendarEvent(uid: .random(), sequence: 3, span: morning, summary: "Rendez-vous", organiser: organiser)
        let calendar = try await read(CalendarFile(.cancel, [event], product: "Carnet", stamp: stamp))
        #expect(calendar.method == "CANCEL")
        #expect(calendar.events.first?.status == "CANCELLED")
        #expect(calendar.events.first?.uid == event.uid.description)
    }

    @Test("lines are at most 75 octets, cut between characters, and come back whole", arguments: 1...20 as ClosedRange<UInt64>)
    func folding(seed: UInt64) async throws {
        var random = Seeded(state: seed)
        let alphabet = Array("aé漢😀 ,;\\:\"\nN")
        let summary = String((0..<200).map { _ in alphabet.randomElement(using: &random)! })
        let file = try CalendarFile(
            .publish, [CalendarEvent(uid: .random(), span: morning, summary: summary)], product: "Carnet", stamp: stamp)
        let lines = file.bytes.split(separator: 10)
        #expect(lines.allSatisfy { $0.last == 13 && $0.count <= 76 })
        #expect(lines.allSatisfy { String(validating: $0, as: UTF8.self) != nil })
        if seed <= 4 { #expect(try await read(file).events.first?.summary == summary) }
    }

    @Test("text cannot begin a line of its own")
    func injection() throws {
        let event = CalendarEvent(
            uid: .random(), span: morning, summary: "a\r\nATTENDEE:mailto:x@example.org\u{2028}b\u{0B}c\u{0}d",
            organiser: MailAddress("a@example.org", name: "x\r\nSUMMARY:y"))
        let text = String(decoding: try CalendarFile(.cancel, [event], product: "a\nb", stamp: stamp).bytes, as: UTF8.self)
        #expect(!text.contains("\r\nATTENDEE"))
        #expect(text.components(separatedBy: "\r\nSUMMARY").count == 2)
        #expect(text.contains("SUMMARY:a\\nATTENDEE:mailto:x@example.org\\nb\\ncd"))
    }

    @Test("is refused when the end comes first, nobody invites, nobody is invited, or a published one names people")
    func refusals() {
        let day = Day(year: 2027, month: 3, day: 8)!
        func fault(_ method: CalendarFile.Method, _ change: (inout CalendarEvent) -> Void) -> CalendarFault? {
            var event = CalendarEvent(uid: .random(), span: morning, summary: "r", organiser: organiser, attendees: [.init(guest)])
            change(&event)
            do {
                _ = try CalendarFile(method, [event], product: "Carnet", stamp: stamp)
                return nil
            } catch { return error }
        }
        #expect(fault(.request) { _ in } == nil)
        #expect(fault(.request) { $0.span = .days(day, day.advanced(by: -1)) }?.phrase.english.hasPrefix("The end") == true)
        let noon = LocalTime(hour: 12, minute: 0)!
        #expect(fault(.request) { $0.span = .hours(day, noon, day, noon) } != nil)
        #expect(fault(.request) { $0.organiser = nil }?.phrase.english.contains("who invites") == true)
        #expect(fault(.request) { $0.attendees = [] }?.phrase.english.contains("at least one") == true)
        #expect(fault(.publish) { _ in }?.phrase.english.contains("published") == true)
    }

    @Test("an event's name is random, and no record's identifier passes for one")
    func uid() {
        #expect(CalendarUID.random() != CalendarUID.random())
        #expect(CalendarUID(CalendarUID.random().description) != nil)
        #expect(CalendarUID(ID<CalendarEvent>().description) == nil)
        #expect(CalendarUID("018f4e2a-1111-7abc-8def-0123456789ab") == nil)
    }
}
