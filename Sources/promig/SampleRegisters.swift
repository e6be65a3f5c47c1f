import Access
import Accounts
import Journal
import Matching
import Protection
import Storage
import Synchronization

/// Registers as an organisation of an invented network would have kept them: counts and places, and nobody in them.
struct SampleRegisters {
    private var dice: InventedDice
    private let today: Day
    private let members: [ID<Account>]
    private let place: PlaceCode?

    init(seed: UInt64, now: Moment, place: PlaceCode?, members: [ID<Account>]) {
        dice = InventedDice(seed: seed)
        today = now.day
        self.members = members
        self.place = place
    }

    /// Makes so many records of each register, in an act of that organisation's.
    mutating func make(_ count: Int, in act: Act) throws {
        let services = try act.connection.all(ServiceOffer.self).map(\.record).filter { $0.isShown(on: today) && !$0.isDiscreet }
        for number in 0..<count {
            let session = session()
            let last = number % 2 == 0 ? session.id : nil
            try act.make(session)
            try act.make(arrival())
            try act.make(alert(isOpen: number % 4 == 0))
            try act.make(signposting(after: last, to: services))
            try act.make(support(isOpen: number % 4 == 0))
        }
    }

    /// Makes so many sessions alone, as those hold who do nothing else in the field.
    mutating func makeSessions(_ count: Int, in act: Act) throws {
        for _ in 0..<count { try act.make(session()) }
    }

    private mutating func day() -> Day { today.advanced(by: -Int.random(in: 0...280, using: &dice)) }

    private mutating func hour() -> LocalTime { LocalTime(hour: Int.random(in: 4...18, using: &dice), minute: 10 * Int.random(in: 0...5, using: &dice))! }

    private mutating func people(upTo most: Int) -> PeopleCounted {
        var people = PeopleCounted()
        people.women = Int.random(in: 1...most, using: &dice)
        people.men = Int.random(in: 0...(most * 2), using: &dice)
        people.girls = Int.random(in: 0...(most / 3), using: &dice)
        people.boys = Int.random(in: 0...(most / 3), using: &dice)
        people.elderMen = Int.random(in: 0...2, using: &dice)
        return people
    }

    /// Some of the people, by nationalities met often.
    private mutating func nationalities(of people: PeopleCounted) -> Tally<Nationality> {
        var left = people.total
        var counts: [Nationality: Int] = [:]
        for (nationality, _) in Nationality.list.prefix(5) where left > 0 {
            counts[nationality] = Int.random(in: 0...left, using: &dice)
            left -= counts[nationality] ?? 0
        }
        return Tally(counts)
    }

    private static let venues = ["Cour de l’école (exemple)", "Gare routière (exemple)", "Centre communautaire (exemple)", "Marché (exemple)"]
    private static let questions = [
        "Où demander l’asile, et combien de temps cela prend-il ?", "À qui se plaindre d’un employeur qui ne paie pas ?",
        "Comment retrouver un parent perdu pendant le voyage ?", "",
    ]

    private mutating func session() -> InformationSession {
        var session = InformationSession()
        session.on = day()
        session.manner = [.session, .talk].randomElement(using: &dice)!
        session.place = place
        session.venue = Self.venues.randomElement(using: &dice)!
        session.people = people(upTo: 14)
        session.nationalities = nationalities(of: session.people)
        session.topics = Codes([InformationTopic.list[0].0, InformationTopic.list.randomElement(using: &dice)!.0])
        session.languages = Codes([SpokenLanguage.list[0].0, SpokenLanguage.list.prefix(4).randomElement(using: &dice)!.0])
        session.leaflets = Int.random(in: 0...40, using: &dice)
        session.questions = Self.questions.randomElement(using: &dice)!
        return session
    }

    private mutating func arrival() -> ArrivalCount {
        var arrival = ArrivalCount()
        (arrival.on, arrival.at) = (day().advanced(by: -1), hour())
        arrival.place = place
        arrival.convoy = [.official, .unofficial].randomElement(using: &dice)!
        arrival.people = people(upTo: arrival.convoy == .official ? 150 : 40)
        arrival.people.elderMen = 0
        arrival.nationalities = nationalities(of: arrival.people)
        arrival.needs = Tally([.care: Int.random(in: 0...5, using: &dice), .unaccompanied: Int.random(in: 0...3, using: &dice)])
        return arrival
    }

    private static let alerts = [
        "Un groupe attend sans eau à l’entrée de la ville (exemple).", "Une famille dort dehors avec des enfants en bas âge (exemple).",
        "Deux enfants seuls se sont présentés au centre (exemple).",
    ]

    private mutating func need() -> NeedGroup { NeedGroup.list.randomElement(using: &dice)!.0 }

    private mutating func signposting(after session: ID<InformationSession>?, to services: [ServiceOffer]) -> Signposting {
        var signposting = Signposting()
        (signposting.on, signposting.place, signposting.session) = (day(), place, session)
        signposting.sex = [.female, .male].randomElement(using: &dice)!
        signposting.age = AgeBand(years: Int.random(in: 8...50, using: &dice))
        let service = services.randomElement(using: &dice)
        signposting.need = service?.kinds.elements.map(\.group).min { $0.code < $1.code } ?? need()
        signposting.service = service?.id
        return signposting
    }

    private mutating func support(isOpen: Bool) -> BriefSupport {
        var support = BriefSupport()
        (support.on, support.place) = (day().advanced(by: -2), place)
        support.sex = [.female, .male].randomElement(using: &dice)!
        support.age = AgeBand(years: Int.random(in: 8...70, using: &dice))
        support.need = need()
        support.kinds = Codes([SupportKind.list.randomElement(using: &dice)!.0])
        support.given = "Accueil, puis accompagnement à pied (exemple)."
        guard !isOpen else { return support }
        support.outcome = SupportOutcome.list.prefix(2).randomElement(using: &dice)!.0
        support.closedOn = support.on?.advanced(by: 1)
        return support
    }

    /// Invented services, verified, so that there is something to point people to.
    static func offers(verifiedBy account: ID<Account>?, on today: Day) -> [ServiceOffer] {
        let all: [(name: String, provider: String, kind: ServiceKind, place: String, isReturn: Bool)] = [
            ("Accueil de jour (exemple)", "CCS-EX", .transit, "NE001006001", false),
            ("Permanence juridique (exemple)", "LCD-EX", .legalHelp, "NE008001", false),
            ("Tente d’écoute (exemple)", "TEE-EX", .psychosocial, "NE001006001", false),
            ("Guichet de l’asile (exemple)", "Service d’exemple", .asylum, "NE001006001", false),
            ("Aide au retour (exemple)", "Service d’exemple", .voluntaryReturn, "NE001006001", true),
            ("Espace enfants (exemple)", "UAE-EX", .childProtection, "NE005013", false),
        ]
        return all.enumerated().map { number, line in
            var offer = ServiceOffer()
            (offer.name, offer.provider, offer.kinds, offer.place) = (line.name, line.provider, Codes([line.kind]), PlaceCode(line.place))
            offer.isReturnOnly = line.isReturn
            offer.takesAsylumRequests = line.kind == .asylum
            offer.hours = "Du lundi au vendredi, 8 h – 16 h"
            offer.cost = "gratuit"
            offer.languages = Codes(SpokenLanguage.list.prefix(3).map(\.0))
            (offer.verifiedOn, offer.verifiedBy) = (today.advanced(by: -10 * number), account)
            return offer
        }
    }

    /// What still waits may be late; the others ended within their day, or nearly.
    private mutating func alert(isOpen: Bool) throws -> Alert {
        var alert = Alert()
        alert.on = isOpen ? today.advanced(by: -Int.random(in: 1...2, using: &dice)) : day().advanced(by: -3)
        alert.at = hour()
        alert.place = place
        alert.needs = Codes([UrgentNeed.list.prefix(4).randomElement(using: &dice)!.0])
        alert.people = Int.random(in: 1...30, using: &dice)
        alert.text = Self.alerts.randomElement(using: &dice)!
        guard let member = members.randomElement(using: &dice) else { return alert }
        if !isOpen || Bool.random(using: &dice) { try alert.take(by: member, at: alert.receivedAt.advanced(hours: 1)) }
        if !isOpen {
            try alert.close(
                .helped, "Eau et abri pour la nuit, puis orientation (exemple).", by: member,
                at: alert.receivedAt.advanced(hours: Int.random(in: 2...28, using: &dice)))
        }
        return alert
    }
}

extension Founding {
    /// Lets each organisation that has nobody in the field hold information sessions, at its own antenna and at the next one: so four at
    /// least inform people in each region, and what is released shows something.
    func addSessions(_ count: Int, to store: Store, seed: UInt64 = 1) async throws {
        let now = Moment(milliseconds: store.milliseconds)
        let (others, places) = try await store.read { connection in
            let field = Set(try connection.fieldMembers().keys)
            let members = try connection.rows("SELECT DISTINCT organization FROM membership_step WHERE organization IS NOT NULL ORDER BY organization") { row in
                try ID<Organization>(value: .bytes(row.bytes(0)))
            }
            let places = try connection.rows("SELECT DISTINCT place FROM branch WHERE place IS NOT NULL ORDER BY place") {
                try PlaceCode(value: $0.value(0, as: .text))
            }
            return (try members.filter { !field.contains($0) }.map { ($0, try connection.place(of: $0)) }, places)
        }
        for (number, (organization, place)) in others.enumerated() {
            let next = places.firstIndex { $0.region == place?.region }.map { places[($0 + 1) % places.count] }
            try await store.perform("sample.load", by: nil, in: .organization(organization)) { act in
                for (turn, place) in [place, next].enumerated() {
                    var registers = SampleRegisters(seed: seed &* 3_000_017 &+ UInt64(2 * number + turn), now: now, place: place, members: [])
                    try registers.makeSessions(count, in: act)
                }
            }
        }
    }

    /// Fills the registers of each organisation that has people in the field, alike for the same seed.
    func addRegisters(_ count: Int, to store: Store, seed: UInt64 = 1) async throws {
        let now = Moment(milliseconds: store.milliseconds)
        let (members, places) = try await store.read { connection in
            let members = try connection.fieldMembers()
            return (members, try Dictionary(uniqueKeysWithValues: members.keys.map { ($0, try connection.place(of: $0)) }))
        }
        for (number, organization) in members.keys.sorted().enumerated() {
            var registers = SampleRegisters(
                seed: seed &* 1_000_003 &+ UInt64(number), now: now, place: places[organization] ?? nil, members: members[organization] ?? [])
            for start in stride(from: 0, to: count, by: 200) {
                let begun = registers
                registers = try await store.fill(organization, min(200, count - start), begun)
            }
        }
    }
}

extension Store {
    /// Makes so many of each in one act, and returns what goes on from there.
    fileprivate func fill(_ organization: ID<Organization>, _ count: Int, _ registers: SampleRegisters) async throws -> SampleRegisters {
        let after = Mutex(registers)
        try await perform("sample.load", by: nil, in: .organization(organization)) { act in
            var registers = registers
            try registers.make(count, in: act)
            after.withLock { $0 = registers }
        }
        return after.withLock { $0 }
    }
}

extension Connection {
    /// The organisations with accounts in the field, and those accounts.
    fileprivate func fieldMembers() throws -> [ID<Organization>: [ID<Account>]] {
        let field: Set<Role> = [.caseworker, .supervisor, .monitor]
        let holders = Set(try all(RoleAssignment.self).filter { field.contains($0.record.role) }.compactMap(\.record.account))
        return Dictionary(
            grouping: try all(AccountProfile.self).map(\.record).filter { holders.contains($0.id) && $0.organization != nil }, by: { $0.organization! }
        )
        .mapValues { $0.map(\.id).sorted() }
    }

    /// Where an organisation is, or its antenna.
    fileprivate func place(of organization: ID<Organization>) throws -> PlaceCode? {
        try first(
            "SELECT COALESCE(organization.place, branch.place) FROM organization LEFT JOIN branch ON branch.id = organization.branch WHERE organization.id = ?",
            [organization.value]
        ) { row in try? PlaceCode(value: row.value(0, as: .text)) } ?? nil
    }
}
