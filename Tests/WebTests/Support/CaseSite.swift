import Access
import Accounts
import Journal
import NetworkLife
import Protection
import Storage
import Support
import Vault

@testable import Web

/// Two organisations with the circles of their case files, and who works in them.
struct CaseSite: Sendable {
    let test: TestSite
    let supervisor: TestMember
    let colleague: TestMember
    let agent: TestMember
    let other: TestMember
    let elsewhere: ID<Organization>
    let foreignSupervisor: TestMember
    let foreignAgent: TestMember

    static func with<T>(_ engine: Engine = .sqlite, _ body: (CaseSite) async throws -> T) async throws -> T {
        try await TestSite.with(engine) { test in
            var profile = OrganizationProfile()
            profile.name = "Relais du Fleuve"
            var place = PlaceProfile()
            (place.place, place.name, place.level) = (PlaceCode("NE001"), "Agadez", 1)
            let (made, region) = (profile, place)
            try await test.store.perform("test.begin", by: nil) { act in
                try act.make(made)
                try act.make(region)
            }
            let site = CaseSite(
                test: test, supervisor: try await test.member("saley", [.supervisor]), colleague: try await test.member("mariama", [.supervisor]),
                agent: try await test.member("fatimata", [.caseworker]), other: try await test.member("issaka", [.caseworker]), elsewhere: profile.id,
                foreignSupervisor: try await test.member("abdou", [.supervisor], organization: profile.id),
                foreignAgent: try await test.member("halima", [.caseworker], organization: profile.id))
            try await site.found(test.organization, site.supervisor, [site.colleague, site.agent, site.other])
            try await site.found(profile.id, site.foreignSupervisor, [site.foreignAgent])
            return try await body(site)
        }
    }

    private func found(_ organization: ID<Organization>, _ founder: TestMember, _ others: [TestMember]) async throws {
        let day = test.store.today
        try await test.store.perform("case-circles.create", by: Author(founder.account, keys: founder.keys), signed: true) { act in
            for seat in CircleSeat.ofCases(of: organization) {
                try Circles.create(seat, by: founder.keys, in: act, on: day)
                for other in others {
                    let roles = try act.connection.assignments(of: other.account).map(\.record.role)
                    guard !seat.duty.roles.isDisjoint(with: roles) else { continue }
                    try Circles.add(other.account, to: seat, by: founder.keys, in: act, on: day)
                }
            }
            let seats = CircleSeat.ofCases(of: organization)
            let sheets = try Circles.drawRecovery(of: seats, by: founder.keys, in: act, on: day).map(\.text)
            try Circles.tryRecovery(of: seats, sheets[0], sheets[2], in: act, on: day)
        }
    }

    /// Words that stand nowhere else.
    static let planted = ["name": "Zébulon Quarantequatre", "request": "le puits aux trois tortues bleues", "telephone": "+227 90 44 55 66"]

    static let contact = planted.merging([
        "registered": "yes", "services": "yes", "statistics": "yes", "sharing": "members", "giver": "child-alone", "manner": "oral", "place": "NE001",
        "sex": "male",
        "birth_year": "2011", "nationality": "GIN", "separation": "unaccompanied", "situation": "expelled-algeria", "convoy": "unofficial",
        "individual": "child-alone", "community": "no-roof", "protective": "language", "contact_means": "person",
    ]) { $1 }

    /// A case file that `member` opened at a first contact; its address.
    func opened(by member: TestMember, _ changes: [String: String] = [:]) async throws -> String {
        let browser = try await test.browser(of: member)
        let fields = Self.contact.merging(["token": AnyID.random().description]) { $1 }.merging(changes) { $1 }
        var answer = try await browser.post("/cases/new", fields)
        // Someone who may have a file already is opened another all the same.
        if let seen = answer.body.firstMatch(of: #/name="anyway" value="([0-9a-f]+)"/#) {
            answer = try await browser.post("/cases/new", fields.merging(["anyway": String(seen.1)]) { $1 })
        }
        guard answer.status == 303, let path = answer.location.split(separator: "?").first else { throw Failed(answer.text) }
        return String(path)
    }

    struct Failed: Error {
        let text: String
        init(_ text: String) { self.text = text }
    }
}
