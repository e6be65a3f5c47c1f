import Journal
import Support
import Testing

@Suite("Values, names and times")
struct ValueTests {
    @Test("an identifier comes back from its text, and from no other text")
    func identifiers() {
        var generator = Generator(1)
        for _ in 0..<200 {
            let id: AnyID = generator.id()
            #expect(AnyID(id.description) == id && AnyID(bytes: id.bytes) == id)
            #expect(id.description.utf8.count == 26)
        }
        for text in [
            "", "0", String(repeating: "z", count: 26), String(repeating: "A", count: 26), String(repeating: "0", count: 25) + "u",
        ] {
            #expect(AnyID(text) == nil)
        }
        #expect(AnyID(milliseconds: 1) < AnyID(milliseconds: 2))
    }

    @Test("a day comes back from its number and its text, across four centuries")
    func days() throws {
        for number in stride(from: -140_000, through: 140_000, by: 37) {
            let day = try #require(Day(number: number))
            #expect(day.number == number && Day(day.description) == day)
        }
        for text in ["2027-02-29", "2027-13-01", "2027-1-01", "+027-01-01", "2027-01-01 ", "2100-02-29", "0999-01-01"] {
            #expect(Day(text) == nil)
        }
        #expect(Day(number: 0)?.description == "1970-01-01")
        #expect(Day.inNiamey(atMilliseconds: 23 * 3_600_000).description == "1970-01-02")
    }

    @Test("a quantity is read as people type it, kept exactly and without needless noughts, and is said in each language")
    func quantities() throws {
        for (text, stored, french, english) in [
            ("0", "0", "0", "0"), ("007", "7", "7", "7"), ("12 450,50", "12450.5", "12\u{A0}450,5", "12,450.5"), ("-3.0001", "-3.0001", "-3,0001", "-3.0001"),
            ("0,05", "0.05", "0,05", "0.05"), ("1000000", "1000000", "1\u{A0}000\u{A0}000", "1,000,000"), ("-0,0", "0", "0", "0"),
        ] {
            let quantity = try #require(Quantity(text))
            #expect(quantity.value == .text(stored) && quantity.text(.french) == french && quantity.text(.english) == english)
            #expect(try Quantity(value: quantity.value) == quantity)
        }
        for text in ["", "-", ",5", "1,", "1,23456", "1,2,3", "1e3", "１２", "1234567890123", "12a", "+4"] { #expect(Quantity(text) == nil, "\(text)") }
        #expect(Quantity("2,5")! < Quantity("10")! && Quantity("2,5")! + Quantity("0,75")! == Quantity("3.25")!)
    }

    @Test("a clock never gives one stamp twice, nor one before the last, and is moved five minutes ahead at most")
    func clock() {
        var clock = StampClock()
        var last = Stamp(raw: 0)
        for now in [1000, 1000, 900, 1001, 5, 2000] as [UInt64] {
            let next = clock.next(now: now)
            #expect(next > last)
            last = next
        }
        clock.observe(Stamp(milliseconds: 2000 + StampClock.driftLimit), now: 2000)
        #expect(clock.last.milliseconds == 2000 + StampClock.driftLimit)
        clock.observe(Stamp(milliseconds: 2001 + StampClock.driftLimit), now: 2000)
        #expect(clock.last.milliseconds == 2000 + StampClock.driftLimit)
        #expect(StampClock.isSetBack(now: 0, newest: Stamp(milliseconds: StampClock.backwardLimit + 1)))
        #expect(!StampClock.isSetBack(now: 0, newest: Stamp(milliseconds: StampClock.backwardLimit)))
    }

    @Test("a scope comes back from its bytes, and the parties of a correspondence stand in order")
    func scopes() throws {
        var generator = Generator(3)
        for _ in 0..<50 {
            let scope = generator.scope()
            #expect(try Scope(bytes: scope.bytes) == scope)
        }
        let (a, b) = (ID<Organization>(high: 1, low: 1), ID<Organization>(high: 2, low: 1))
        #expect(Scope.between(b, and: a) == .correspondence(a, b))
        #expect(throws: Malformed.self) { try Scope(bytes: [2] + b.bytes + a.bytes) }
        #expect(throws: Malformed.self) { try Scope(bytes: [9]) }
    }

    @Test("text that a column holds has no U+0000, and a real number is one")
    func columns() {
        #expect("a\0b".value == .text("ab"))
        #expect(Double.nan.value == .null)
        #expect(!Value.text("a\0b").fits(.text) && !Value.integer(1).fits(.text) && Value.null.fits(.bytes))
    }
}
