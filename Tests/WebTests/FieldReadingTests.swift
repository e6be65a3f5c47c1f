import Journal
import NetworkLife
import Testing

@testable import Web

@Suite("What is typed in a form")
struct FieldReadingTests {
    private func reading(_ field: String, _ text: String) throws -> Swift.Result<Value, Problem> {
        let field = try #require(MeetingRecord.fields.first { $0.name == field })
        return field.reading(Typed([field.name: [text]]))
    }

    @Test(
        "is taken as a day in either spelling, and refused where the calendar has none",
        arguments: [
            ("2027-03-08", "2027-03-08"), ("8/3/2027", "2027-03-08"), ("08.03.2027", "2027-03-08"), ("29/2/2028", "2028-02-29"),
        ])
    func days(typed: String, day: String) throws {
        #expect(try reading("starts_on", typed) == .success(.text(day)))
        #expect(try reading("starts_on", "31/2/2027") == .failure(.noDay))
        #expect(try reading("starts_on", "demain") == .failure(.noDay))
    }

    @Test("is refused in words when it is missing, too long, or cannot be shown")
    func refusals() throws {
        #expect(try reading("title", "   ") == .failure(.missing))
        #expect(try reading("title", String(repeating: "é", count: 201)) == .failure(.tooLong(200, 201)))
        #expect(try reading("title", "a\u{7}b") == .failure(.strangeCharacters))
        #expect(try reading("title", "ligne\nsuivante") == .failure(.strangeCharacters))
        #expect(try reading("objective", "ligne\r\nsuivante") == .success(.text("ligne\nsuivante")))
        #expect(try reading("days", "-3") == .failure(.noNumber))
        #expect(try reading("type", "carnaval") == .failure(.unknownChoice))
    }

    @Test("is decoded as UTF-8 or not at all")
    func decoding() {
        #expect(Typed(urlEncoded: Array("a=%C3%A9+b&a=2".utf8))?.all("a") == ["é b", "2"])
        #expect(Typed(urlEncoded: Array("a=%E9".utf8)) == nil)
        #expect(Typed(urlEncoded: [0x61, 0x3d, 0xff]) == nil)
        #expect(Typed(urlEncoded: Array("a=%ZZ".utf8)) == nil)
    }
}
