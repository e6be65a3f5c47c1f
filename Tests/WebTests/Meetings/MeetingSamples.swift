import Access
import Foundation
import Journal
import NetworkLife
import Storage
import Support

@testable import Web

/// A network of three organisations, each a member with an address, and whoever keeps its meetings.
struct MeetingScene: Sendable {
    let test: TestSite
    let secretariat: TestBrowser
    let focalPoint: TestBrowser
    let organizations: [OrganizationProfile]

    static func with<T>(_ engine: Engine = .sqlite, _ body: (MeetingScene) async throws -> T) async throws -> T {
        try await TestSite.with(engine) { test in
            var organizations: [OrganizationProfile] = []
            for (name, email) in [("Alpha", "alpha@example.org"), ("Bêta", "beta@example.org"), ("Gamma", "refused@example.org")] {
                var profile = OrganizationProfile()
                profile.name = name
                profile.email = email
                organizations.append(profile)
            }
            let made = organizations
            let today = test.store.today
            try await test.store.perform("test.members", by: nil) { act in
                for profile in made {
                    try act.make(profile)
                    var step = MembershipStep()
                    step.organization = profile.id
                    step.step = .admission
                    step.on = today.advanced(by: -100)
                    try act.make(step)
                }
            }
            let scene = MeetingScene(
                test: test, secretariat: try await test.browser(of: test.member("secretaire", [.secretariat])),
                focalPoint: try await test.browser(of: test.member("antenne", [.branchFocalPoint])), organizations: organizations)
            return try await body(scene)
        }
    }

    /// Sends a form with a token of its own.
    static func form(_ fields: [String: String]) -> [String: String] {
        fields.merging(["token": AnyID().description]) { old, _ in old }
    }

    /// Adds a meeting so many days from today, through its form; returns its address.
    func addMeeting(_ title: String = "Réunion du puits", in days: Int? = 30, type: String = "national", length: String = "2") async throws -> String {
        let day = days.map { test.store.today.advanced(by: $0).description } ?? ""
        let answer = try await secretariat.post(
            "/meetings/new", Self.form(["title": title, "type": type, "starts_on": day, "days": length]))
        return answer.location.split(separator: "?").first.map { String($0) } ?? ""
    }

    func count(_ kind: String) async throws -> Int {
        try await test.store.read { try $0.first("SELECT COUNT(*) FROM \(kind)") { Int(try $0.integer(0)) } ?? 0 }
    }

    func all<R: Record>(_: R.Type) async throws -> [R] {
        try await test.store.read { try $0.all(R.self, "ORDER BY id").map(\.record) }
    }
}

extension TestAnswer {
    /// Takes back what was just done, as the button on the next page would.
    func undo(in browser: TestBrowser) async throws -> TestAnswer {
        let entry = location.split(separator: "=").last.map { String($0) } ?? ""
        return try await browser.post("/acts/\(entry)/undo", MeetingScene.form([:]))
    }
}
