import Foundation
import Journal
import Testing

@testable import Web

@Suite("Days as people say them")
struct DatesTests {
    @Test("are what the language's own calendar calls them, on every day of three years", arguments: [Language.french, .english])
    func days(language: Language) throws {
        for number in 20_400..<21_500 {
            let day = try #require(Day(number: number))
            for isLong in [true, false] {
                var style = Date.FormatStyle(date: isLong ? .complete : .long, time: .omitted)
                style.locale = Locale(identifier: language == .french ? "fr_FR" : "en_GB")
                style.timeZone = .gmt
                var expected = Date(timeIntervalSince1970: Double(number) * 86_400).formatted(style)
                // The calendar writes "1 mars"; French says and writes "1er mars".
                if language == .french { expected.replace(#/\b1 /#, with: "1er ", maxReplacements: 1) }
                #expect((isLong ? Dates.long(day, language) : Dates.short(day, language)) == expected)
            }
        }
    }

    @Test("before 1970 have their weekday too")
    func before() throws {
        #expect(Dates.long(try #require(Day("1969-12-31")), .french) == "mercredi 31 décembre 1969")
        #expect(Dates.long(try #require(Day("1960-08-03")), .english) == "Wednesday, 3 August 1960")
    }
}
