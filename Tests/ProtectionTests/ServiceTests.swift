import Access
import Journal
import Protection
import Testing

@Suite("The directory of services")
struct ServiceTests {
    private static let today = Day(year: 2027, month: 3, day: 8)!

    private static func offer(_ name: String, _ kind: ServiceKind, at place: String? = nil, _ change: (inout ServiceOffer) -> Void = { _ in }) -> ServiceOffer {
        var offer = ServiceOffer()
        (offer.name, offer.provider, offer.kinds, offer.place) = (name, "Essai", Codes([kind]), place.flatMap { PlaceCode($0) })
        offer.verifiedOn = today
        change(&offer)
        return offer
    }

    private static let all = [
        offer("Centre de transit", .transit, at: "NE001006001") { $0.isReturnOnly = true },
        offer("Aide au retour", .voluntaryReturn) { $0.isReturnOnly = true },
        offer("Bureau de l’asile", .asylum, at: "NE008001") { $0.takesAsylumRequests = true },
        offer("Guichet de l’asile", .asylum, at: "NE001006001") { $0.takesAsylumRequests = true },
        offer("Accueil", .transit, at: "NE001006001"),
        offer("Accueil des femmes", .transit, at: "NE001002001") { $0.profiles = Codes([.women]) },
    ]

    private static func names(_ change: (inout ServiceSearch) -> Void) -> [String] {
        var search = ServiceSearch()
        change(&search)
        return search.proposed(among: all, on: today).map(\.name)
    }

    @Test("never points someone who may seek asylum to what helps only to go back, whatever they look for")
    func asylum() {
        for kind in ServiceKind.list.map(\.0) {
            for place in [nil, "NE001", "NE001006001", "NE008"] {
                for profile in ServiceProfile.list.map(\.0) {
                    let found = Self.names {
                        ($0.kinds, $0.place, $0.profiles, $0.maySeekAsylum) = ([kind], place.flatMap { PlaceCode($0) }, [profile], true)
                    }
                    #expect(!found.contains("Centre de transit") && !found.contains("Aide au retour"), "\(kind.code) \(place ?? "")")
                    // And shows them, first, where asylum is asked for around there.
                    if place?.hasPrefix("NE001") == true { #expect(found.first == "Guichet de l’asile", "\(kind.code)") }
                }
            }
        }
        #expect(Self.names { $0.kinds = [.transit] }.contains("Centre de transit"))
    }

    @Test("is searched by need, place and profile, the nearest first")
    func search() {
        #expect(Self.names { ($0.kinds, $0.place) = ([.transit], PlaceCode("NE001006001")) } == ["Accueil", "Centre de transit", "Accueil des femmes"])
        #expect(Self.names { ($0.kinds, $0.profiles) = ([.transit], [.children]) } == ["Accueil", "Centre de transit"])
        #expect(Self.names { $0.place = PlaceCode("NE008") } == ["Bureau de l’asile", "Aide au retour"])
    }

    @Test(
        "shows a service from the day on which it was verified, for ninety days",
        arguments: [(nil, false), (-1, false), (0, true), (90, true), (91, false), (400, false)])
    func shown(age: Int?, isShown: Bool) {
        let offer = Self.offer("Accueil", .transit) { $0.verifiedOn = age.map { Self.today.advanced(by: -$0) } }
        #expect(offer.isShown(on: Self.today) == isShown)
        #expect(ServiceSearch().proposed(among: [offer], on: Self.today).isEmpty != isShown)
    }

    @Test("contains no service that contradicts itself, nor a number of places of no day")
    func check() throws {
        try Self.offer("Accueil", .transit).check(today: Self.today)
        #expect(throws: Refusal.self) {
            try Self.offer("Accueil", .transit) { ($0.isReturnOnly, $0.takesAsylumRequests) = (true, true) }.check(today: Self.today)
        }
        #expect(throws: Refusal.self) { try Self.offer("Accueil", .transit) { $0.capacity = 40 }.check(today: Self.today) }
        #expect(throws: Refusal.self) { try Self.offer("Accueil", .transit) { $0.kinds = Codes() }.check(today: Self.today) }
    }

    @Test("keeps from open registers what would tell by itself what happened")
    func discreet() throws {
        for (kind, _) in ServiceKind.list {
            let offer = Self.offer("Essai", kind)
            #expect(offer.isDiscreet == [.asylum, .trafficking, .genderViolence].contains(kind))
            var signposting = Signposting()
            signposting.on = Self.today
            if offer.isDiscreet {
                #expect(throws: Refusal.self) { try signposting.check(today: Self.today, to: offer) }
            } else {
                try signposting.check(today: Self.today, to: offer)
            }
            #expect(NeedGroup.list.contains { $0.0 == kind.group }, "\(kind.code)")
        }
    }
}

@Suite("One-off support")
struct BriefSupportTests {
    private static let today = Day(year: 2027, month: 3, day: 8)!

    @Test("ends with its outcome, today unless told otherwise, and is under way without one")
    func settled() throws {
        var support = BriefSupport()
        (support.on, support.kinds) = (Self.today.advanced(by: -2), Codes([.going]))
        support.closedOn = Self.today.advanced(by: -1)
        #expect(support.settled(on: Self.today).closedOn == nil)
        support.outcome = .done
        #expect(support.settled(on: Self.today).closedOn == Self.today.advanced(by: -1))
        support.closedOn = nil
        #expect(support.settled(on: Self.today).closedOn == Self.today)
        try support.settled(on: Self.today).check(today: Self.today)
        support.closedOn = Self.today.advanced(by: -3)
        #expect(throws: Refusal.self) { try support.check(today: Self.today) }
        support.closedOn = Self.today.advanced(by: 1)
        #expect(throws: Refusal.self) { try support.check(today: Self.today) }
    }
}

@Suite("An age band")
struct AgeBandTests {
    @Test(
        "holds each age in one band",
        arguments: [(0, "0-4"), (4, "0-4"), (5, "5-11"), (12, "12-17"), (17, "12-17"), (18, "18-24"), (25, "25-59"), (59, "25-59"), (60, "60"), (99, "60")])
    func years(age: Int, code: String) {
        #expect(AgeBand(years: age).code == code)
        #expect(AgeBand(years: age).isKnown)
    }
}
