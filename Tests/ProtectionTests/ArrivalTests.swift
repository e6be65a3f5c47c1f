import Journal
import Protection
import Testing

@Suite("An arrival count")
struct ArrivalTests {
    private static let now = Moment(Day(year: 2027, month: 3, day: 8)!, LocalTime(hour: 7, minute: 30)!)

    private static func arrival(_ change: (inout ArrivalCount) -> Void = { _ in }) -> ArrivalCount {
        var arrival = ArrivalCount()
        (arrival.on, arrival.at) = (now.day, LocalTime(hour: 5, minute: 30))
        arrival.people.men = 600
        change(&arrival)
        return arrival
    }

    @Test("is of people who came, not before they came")
    func check() throws {
        try Self.arrival().check(now: Self.now)
        try Self.arrival { $0.at = nil }.check(now: Self.now)
        #expect(throws: Refusal.self) { try Self.arrival { $0.people = PeopleCounted() }.check(now: Self.now) }
        #expect(throws: Refusal.self) { try Self.arrival { $0.at = LocalTime(hour: 8, minute: 0) }.check(now: Self.now) }
        #expect(throws: Refusal.self) { try Self.arrival { $0.on = Self.now.day.advanced(by: 1) }.check(now: Self.now) }
    }

    @Test("has no more people in need, nor nationalities, than people")
    func sums() throws {
        try Self.arrival { $0.needs = Tally([.care: 600, .unaccompanied: 4]) }.check(now: Self.now)
        #expect(throws: Refusal.self) { try Self.arrival { $0.needs = Tally([.care: 601]) }.check(now: Self.now) }
        #expect(throws: Refusal.self) { try Self.arrival { $0.nationalities = Tally([.unknown: 601]) }.check(now: Self.now) }
    }
}

@Suite("An alert")
struct AlertTests {
    private static let now = Moment(Day(year: 2027, month: 3, day: 8)!, LocalTime(hour: 7, minute: 30)!)

    private static func alert() -> Alert {
        var alert = Alert()
        (alert.on, alert.at) = (now.day.advanced(by: -1), LocalTime(hour: 7, minute: 30))
        alert.needs = Codes([.water])
        return alert
    }

    @Test("is late once its day is over, until it is closed")
    func clock() throws {
        var alert = Self.alert()
        #expect(!alert.isOverdue(at: Self.now))
        #expect(alert.isOverdue(at: Moment(milliseconds: Self.now.milliseconds + 1)))
        #expect(alert.wasInTime == nil)
        var late = alert
        try alert.close(.helped, "Eau portée", by: ID(), at: Self.now)
        #expect(alert.wasInTime == true && !alert.isOverdue(at: Self.now.advanced(hours: 100)))
        try late.close(.helped, "Eau portée", by: ID(), at: Self.now.advanced(hours: 1))
        #expect(late.wasInTime == false)
    }

    @Test("is taken by one person, and whoever closes what nobody took has taken it")
    func taken() throws {
        var alert = Self.alert()
        let (first, second) = (ID<Account>(), ID<Account>())
        try alert.take(by: first, at: Self.now)
        #expect(throws: Refusal.self) { try alert.take(by: second, at: Self.now) }
        try alert.close(.helped, "Eau portée", by: second, at: Self.now)
        #expect(alert.takenBy == first)
        #expect(throws: Refusal.self) { try alert.close(.helped, "encore", by: second, at: Self.now) }
        #expect(throws: Refusal.self) { try alert.take(by: second, at: Self.now) }
        var other = Self.alert()
        #expect(throws: Refusal.self) { try other.close(nil, "Eau portée", by: second, at: Self.now) }
        #expect(throws: Refusal.self) { try other.close(.helped, "", by: second, at: Self.now) }
        #expect(other.isOpen && other.takenBy == nil)
        try other.close(.helped, "Eau portée", by: second, at: Self.now)
        #expect(other.takenBy == second && other.takenAt == Self.now)
    }

    @Test("says what is needed")
    func check() throws {
        try Self.alert().check(now: Self.now)
        var alert = Self.alert()
        alert.needs = Codes([])
        #expect(throws: Refusal.self) { try alert.check(now: Self.now) }
    }

    @Test("sorts by when it is due while it is open, and after all others once it is closed")
    func order() throws {
        let due = { (alert: Alert) in Alert.derived.first { $0.name == "due" }?.read(alert) }
        var alert = Self.alert()
        #expect(due(alert) == .integer(Int64(Self.now.milliseconds)))
        try alert.close(.helped, "Eau portée", by: ID(), at: Self.now)
        guard case .integer(let closed) = due(alert) else { return #expect(Bool(false)) }
        var earlier = Self.alert()
        earlier.on = earlier.on?.advanced(by: -1)
        try earlier.close(.helped, "Eau portée", by: ID(), at: Self.now)
        guard case .integer(let before) = due(earlier) else { return #expect(Bool(false)) }
        #expect(closed > Int64(Self.now.milliseconds) * 100 && closed < before)
    }
}

@Suite("A moment")
struct MomentTests {
    @Test("is a time of a day in Niger, an hour ahead of UTC")
    func niger() {
        let moment = Moment(Day(year: 2027, month: 3, day: 8)!, LocalTime(hour: 0, minute: 30)!)
        #expect(moment.milliseconds == 1_804_462_200_000)
        #expect(moment.day == Day(year: 2027, month: 3, day: 8) && moment.time == LocalTime(hour: 0, minute: 30))
        #expect(moment.advanced(hours: 24).day == Day(year: 2027, month: 3, day: 9))
    }

    @Test("ends where days end, whatever is read")
    func end() {
        #expect(throws: Malformed.self) { try Moment(value: .integer(.max)) }
        #expect(throws: Malformed.self) { try Moment(value: .integer(-1)) }
        #expect(Moment(milliseconds: .max).day.year == 9999)
        #expect(Moment(Day(year: 9999, month: 12, day: 31)!, LocalTime(hour: 23, minute: 59)!).advanced(hours: 24).day.year == 9999)
    }
}
