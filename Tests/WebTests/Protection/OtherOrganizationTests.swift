import Access
import Journal
import NetworkLife
import Protection
import Storage
import Support
import Testing

@testable import Web

/// What another organisation has does not exist: whatever kind it is of, whatever route is asked, by whatever role.
@Suite("What another organisation has")
struct OtherOrganizationTests {
    /// A record of that kind with a text nowhere else in each field that can hold one; every kind that organisations have is planted so.
    private static func planted<R: Record>(_ blank: R, _ text: String, of referral: AnyID, in act: Act) throws -> AnyID {
        var record = blank
        for field in R.fields where field.sensitivity == .open {
            let value: Value =
                switch (field.input, field.column) {
                case (.day, _): .text("2027-03-01")
                case (.time, _): .text("05:30")
                case (.choice(let list), _), (.choices(let list), _): .text(list[0].code)
                case (.tally(let list), _): .text("\(list[0].code)=7654321")
                case (.reference("place"), _): .text("NE001")
                case (.yesNo, _): .integer(1)
                case (_, .integer): .integer(7_654_321)
                case (_, .text): .text(text)
                default: .null
                }
            try? field.write(&record, value)
        }
        if case .correspondence(let one, let other) = act.scope {
            for (name, party) in zip(RecordKind.parties, [one, other]) { try R.fields.first { $0.name == name }?.write(&record, party.value) }
            try R.fields.first { $0.name == Referral.kind }?.write(&record, referral.value)
        }
        try act.make(record)
        return record.id.cast()
    }

    private struct Plant {
        let kind: String
        let record: AnyID
        let text: String
    }

    /// Someone of every role in one organisation, and one record of each kind in another, and between two others.
    private static func with<T>(_ engine: Engine, _ body: (TestSite, TestBrowser, [Plant]) async throws -> T) async throws -> T {
        try await TestSite.with(engine) { test in
            var other = OrganizationProfile()
            other.name = "Ligue d’à côté"
            let made = other
            try await test.store.perform("test.other", by: nil) { try $0.make(made) }
            var plants: [Plant] = []
            let (far, referral) = (ID<Organization>(), AnyID())
            for kind in TestSite.schema.kinds where kind.scope == .organization || kind.scope == .correspondence {
                let text = "zqplante\(kind.name.filter { $0 != "_" })"
                let scope: Journal.Scope = kind.scope == .organization ? .organization(other.id) : .between(other.id, and: far)
                let record = try await planted(kind, text, kind.name == Referral.kind ? referral : AnyID(), of: referral, in: scope, test)
                plants.append(Plant(kind: kind.name, record: record, text: text))
            }
            #expect(Set(plants.compactMap { TestSite.schema[$0.kind]?.scope }) == [.organization, .correspondence])
            // The rule is one SQL for both engines: all kinds meet it on SQLite, and one of each scope on PostgreSQL.
            let few = Dictionary(plants.map { (TestSite.schema[$0.kind]!.scope, $0) }, uniquingKeysWith: { first, _ in first }).map(\.value)
            return try await body(test, try await test.browser(of: test.member("tous", Role.list.map(\.0))), engine == .sqlite ? plants : few)
        }
    }

    private static func planted(
        _ kind: RecordKind, _ text: String, _ record: AnyID, of referral: AnyID, in scope: Journal.Scope, _ test: TestSite
    ) async throws -> AnyID {
        try await test.store.perform("test.plant", by: nil, in: scope) { act in
            func make<R: Record>(_ blank: R) throws {
                var blank = blank
                blank.id = record.cast()
                _ = try planted(blank, text, of: referral, in: act)
            }
            try make(kind.blank())
        }
        return record
    }

    /// The answer without what differs from one page to the next: identifiers, tokens, addresses of entries.
    private static func same(_ answer: TestAnswer) -> String {
        "\(answer.status) \(answer.location) \(answer.body)".replacing(#/[0-9a-z]{26}|[0-9a-f]{64}|name="form" value="[^"]*"/#, with: "…")
    }

    private static func ask(_ route: Route, _ id: AnyID, _ browser: TestBrowser, kind: String) async throws -> TestAnswer {
        let path = route.path.rawValue.replacing(":id", with: id.description)
        guard route.method == "POST" else { return try await browser.get(path) }
        return try await browser.post(path, ["token": AnyID().description, "kind": kind, "field": "place", "text": "x"])
    }

    @Test("is answered as what does not exist, by every route", arguments: Engine.allCases)
    func routes(engine: Engine) async throws {
        try await Self.with(engine) { test, _, plants in
            let member = try await test.member("autre", Role.list.map(\.0))
            for route in Site.routes where route.path.rawValue.contains(":id") {
                // Only a collision is asked for by kind.
                let isOfKind = route.path == .collision
                let unknown = isOfKind ? "" : Self.same(try await Self.ask(route, AnyID(), try await test.browser(of: member), kind: plants[0].kind))
                for plant in plants {
                    let before = try await test.store.read { try $0.entries(of: plant.record) }
                    let known = try await Self.ask(route, plant.record, try await test.browser(of: member), kind: plant.kind)
                    let other = isOfKind ? Self.same(try await Self.ask(route, AnyID(), try await test.browser(of: member), kind: plant.kind)) : unknown
                    #expect(Self.same(known) == other, "\(plant.kind) at \(route.method) \(route.path.rawValue)")
                    #expect(!known.body.contains(plant.text), "\(plant.kind) at \(route.method) \(route.path.rawValue)")
                    #expect(try await test.store.read { try $0.entries(of: plant.record) }.count == before.count, "\(route.path.rawValue)")
                }
            }
        }
    }

    @Test("stands in no list, no file, no search and no choice, however they are asked", arguments: Engine.allCases)
    func lists(engine: Engine) async throws {
        try await Self.with(engine) { _, browser, plants in
            for route in Site.routes where route.method == "GET" && !route.path.rawValue.contains(":id") && !route.path.isOwn {
                let path = route.path.rawValue
                for query in ["", "?format=csv", "?year=2027", "?place=NE001", "?sort=-day"] {
                    let answer = try await browser.get(path + query)
                    #expect(!answer.body.contains("7654321") && !answer.body.contains("7\u{202F}654\u{202F}321"), "\(path)\(query)")
                    for plant in plants {
                        #expect(!answer.body.contains(plant.text) && !answer.body.contains(plant.record.description), "\(plant.kind) at \(path)\(query)")
                    }
                }
                // A place in the list that another's record would have is none.
                let unknown = [Self.same(try await browser.get("\(path)?after=\(AnyID())")), Self.same(try await browser.get("\(path)?before=\(AnyID())"))]
                for plant in plants {
                    let answer = try await browser.get("\(path)?q=\(plant.text)")
                    #expect(!answer.body.contains(plant.record.description), "\(plant.kind) at \(path)")
                    for (side, unknown) in zip(["after", "before"], unknown) {
                        #expect(Self.same(try await browser.get("\(path)?\(side)=\(plant.record)")) == unknown, "\(plant.kind) at \(path)?\(side)")
                    }
                }
            }
        }
    }

    @Test("has its collisions shown to nobody else, nor settled by them", arguments: Engine.allCases)
    func collisions(engine: Engine) async throws {
        try await Self.with(engine) { test, browser, plants in
            for plant in plants {
                let kind = try #require(TestSite.schema[plant.kind])
                let writable = kind.columns.first { column in
                    if case .reference? = kind.inputs[column.name] { return false }
                    return (column.type == .text || column.type == .integer) && !kind.sealed.contains(column.name)
                }
                // What is between two may be written once and sealed whole; who was present is said by references alone.
                guard let column = writable else {
                    #expect(kind.scope == .correspondence || plant.kind == "conference_presence", "\(plant.kind) has no field that a test can write")
                    continue
                }
                let field = column.name
                // Two writings of one field, each by someone who saw the first making alone.
                let owner = try #require(try await test.store.read { try $0.entries(of: plant.record) }.first).header.scope
                let seen = try await test.store.read { try versions(of: plant.record, kind, $0) }
                for text in ["2027-03-02", "2027-03-03"] {
                    let value: Value = column.type == .text ? .text(text) : .integer(Int64(text.suffix(1))!)
                    try await test.store.perform("test.write", by: nil, in: owner) { act in
                        func write<R: Record>(_ blank: R) throws {
                            var record = try #require(try act.connection.find(R.self, plant.record.cast())).record
                            try #require(R.fields.first { $0.name == field }).write(&record, value)
                            try act.update(record, seen: seen)
                        }
                        try write(kind.blank())
                    }
                }
                let contested = try await test.store.read { try $0.collisions(of: plant.record) }
                #expect(contested.count == 1, "\(plant.kind)")
                #expect(try await browser.get("/").text.contains("Deux valeurs") == false, "\(plant.kind)")
                for version in contested.flatMap(\.values) {
                    let answer = try await browser.post(
                        "/collisions/\(plant.record)", ["token": AnyID().description, "kind": plant.kind, "field": field, "entry": version.entry.hex])
                    #expect(answer.status == 404, "\(plant.kind)")
                }
                #expect(try await test.store.read { try $0.collisions(of: plant.record) }.count == 1)
            }
        }
    }
}

private func versions(of record: AnyID, _ kind: RecordKind, _ connection: any Connection) throws -> Versions? {
    func find<R: Record>(_: R) throws -> Versions? { try connection.find(R.self, record.cast())?.versions }
    return try find(kind.blank())
}
