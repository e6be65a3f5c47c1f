import Access
import Accounts
import Foundation
import HTTPTypes
import Journal
import NetworkLife
import Storage
import Support
import Testing

@testable import Web

/// What a form must bring with it before anything is done: that it is one, that this session's page sent it, that it is about one's own.
@Suite("A form")
struct FormProofTests {
    private static let formType = "application/x-www-form-urlencoded"

    private static func address(_ route: Route, about id: String = AnyID(high: 1, low: 2).description) -> String {
        route.path.rawValue.replacing(":id", with: id)
    }

    /// Entries, and the rows that are no part of the journal.
    private static func traces(_ test: TestSite) async throws -> [Int] {
        try await test.store.read { connection in
            try ["entry", "session", "credential", "receipt", "key_wrap", "setting"].map { table in
                try connection.first("SELECT COUNT(*) FROM \(table)") { Int(try $0.integer(0)) } ?? 0
            }
        }
    }

    @Test("does nothing without the proof of this session, with a wrong one, with another session's, or from another site")
    func proof() async throws {
        try await TestSite.with(isSample: true) { test in
            let member = try await test.member("tous", Role.list.map(\.0))
            let browser = try await test.browser(of: member)
            let other = try await test.browser(of: member)
            for route in Site.routes where route.method == "POST" {
                let path = Self.address(route, about: test.organization.description)
                let before = try await Self.traces(test)
                for proof in [nil, "", "x", String(repeating: "A", count: 86), other.formToken] {
                    guard route.need != .everyone || route.path == .signOut else { continue }
                    let answer = try await browser.post(path, ["name": "Changé", "token": AnyID().description], form: proof)
                    #expect(answer.status == 400, "\(path), \(proof ?? "none"): \(answer.status)")
                    #expect(answer.text.contains("Cette page date d’une autre session"), "\(path)")
                }
                for origin in ["cross-site", "same-site"] {
                    let answer = try await browser.post(path, ["name": "Changé"], headers: ["Sec-Fetch-Site": origin])
                    #expect(answer.status == 400, "\(path), \(origin): \(answer.status)")
                }
                let after = try await Self.traces(test)
                #expect(after == before, "\(path)")
            }
            #expect(try await browser.get("/").status == 200)
        }
    }

    @Test("is refused in words where it is too long, in another encoding, or no form at all; and nothing is done")
    func bytes() async throws {
        try await TestSite.with { test in
            let browser = try await test.browser(of: test.member("secretaire", [.secretariat]))
            let before = try await Self.traces(test)
            func send(_ bytes: [UInt8], _ type: String = Self.formType) async throws -> TestAnswer {
                let proof = "form=\(browser.formToken)&token=\(AnyID())&"
                return try await browser.post("/organizations/new", bytes: Array(proof.utf8) + bytes, headers: ["Content-Type": type])
            }
            let good = Array("name=Union+du+Fleuve&type=ngo".utf8)
            for (bytes, type) in [
                (Array("name=".utf8) + [0xE9, 0x74, 0xE9], Self.formType), (Array("name=%E9t%E9".utf8), Self.formType),
                (Array("name=%C3".utf8), Self.formType), (Array("name=%ZZ".utf8), Self.formType),
                (Array("name=%ED%A0%80".utf8), Self.formType),
                (good, Self.formType + "; charset=iso-8859-1"), (good, Self.formType + ";charset=UTF-16"), (good, "text/plain"),
                (good, "application/json"),
                (good, "multipart/form-data; boundary=x"),
            ] as [([UInt8], String)] {
                let answer = try await send(bytes, type)
                #expect(answer.status == 400, "\(type): \(answer.status)")
                #expect(answer.text.contains("Le formulaire n’a pas pu être lu"), "\(type)")
            }
            let long = try await send(Array(("name=" + String(repeating: "a", count: Dispatch.bodyLimit)).utf8))
            #expect(long.status == 413)
            #expect(long.text.contains("L’envoi dépasse 256 ko"))
            #expect(try await Self.traces(test) == before)
            #expect(try await send(good, Self.formType + "; charset=\"UTF-8\"").status == 303)
        }
    }

    /// The pages that add something, and what each of their fields asks for.
    private static func fields(_ page: TestAnswer) -> [(name: String, kind: String)] {
        let inputs = page.body.matches(of: #/<input[^>]* id="f-([a-z_]+)"[^>]*>/#).compactMap { match in
            page.body[match.range].firstMatch(of: #/ type="([a-z]+)"/#).map { (String(match.1), String($0.1)) }
        }
        return inputs + page.body.matches(of: #/<textarea id="f-([a-z_]+)"/#).map { (String($0.1), "textarea") }
    }

    @Test(
        "says beside each field what is wrong with it, on every page that adds something, and loses nothing that was typed",
        arguments: [
            String(repeating: "a", count: 9_000), "a\u{7}b", "\u{202E}a\u{10FFFF}", "31/2/2027",
        ])
    func badInput(typed: String) async throws {
        try await TestSite.with(isSample: true) { test in
            let browser = try await test.browser(of: test.member("tous", Role.list.map(\.0)))
            let pages = Site.routes.filter { $0.method == "GET" && $0.path.rawValue.hasSuffix("/new") }.map { $0.path.rawValue }
            var seen = 0
            for path in pages where Site.routes.contains(where: { $0.method == "POST" && $0.path.rawValue == path }) {
                let page = try await browser.get(path)
                // A page that adds to something else says so by not being there; one where nothing is typed has nothing to lose.
                let fields = Self.fields(page).filter { !["radio", "checkbox", "hidden", "search", "file"].contains($0.kind) }
                guard page.status == 200, !fields.isEmpty else { continue }
                seen += 1
                let isDay = typed == "31/2/2027"
                guard !isDay || fields.contains(where: { $0.kind == "date" }) else { continue }
                let before = try await Self.traces(test)
                let form = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, typed) })
                let answer = try await browser.post(path, form.merging(["token": AnyID().description]) { $1 })
                #expect(answer.status == 422, "\(path): \(answer.status)")
                let after = try await Self.traces(test)
                #expect(after == before, "\(path)")
                for field in fields where !isDay || field.kind == "date" {
                    #expect(answer.body.contains("id=\"f-\(field.name)-error\""), "\(field.name) of \(path)")
                }
                // What no page may hold stands as U+FFFD.
                let shown = typed.replacing("\u{7}", with: "\u{FFFD}").replacing("\u{10FFFF}", with: "\u{FFFD}")
                for field in fields {
                    let isKept =
                        field.kind == "textarea"
                        ? answer.body.contains("\(shown)</textarea>") : answer.values(of: field.name).contains(shown)
                    #expect(isKept, "\(field.name) of \(path)")
                }
            }
            #expect(seen >= 20, "\(seen)")
        }
    }

    @Test("about an account or a role of another organisation does nothing, whoever of one's own may")
    func foreign() async throws {
        try await TestSite.with(isSample: true) { test in
            let other = try await test.member("ali", [.caseworker], organization: ID())
            let role = try #require(
                try await test.store.read {
                    try $0.all(RoleAssignment.self, "WHERE account = ? ORDER BY id LIMIT 1", [other.account.value]).first?.record
                })
            let browser = try await test.browser(of: test.member("sani", [.supervisor]))
            let before = try await Self.traces(test)
            for route in Site.routes where route.path.rawValue.hasPrefix("/accounts/:id") || route.path.rawValue.hasPrefix("/roles/:id") {
                let path = Self.address(
                    route, about: route.path.rawValue.hasPrefix("/roles") ? role.id.description : other.account.description)
                let answer =
                    route.method == "GET"
                    ? try await browser.get(path)
                    : try await browser.post(path, ["token": AnyID().description, "role": "supervisor", "display_name": "Changé"])
                #expect([403, 404].contains(answer.status), "\(route.method) \(path): \(answer.status)")
                #expect(!answer.text.contains("Ali"), "\(path)")
            }
            #expect(try await Self.traces(test) == before)
        }
    }

    @Test("that is sent twice is done once, also when both come at once", arguments: Engine.allCases)
    func twice(engine: Engine) async throws {
        try await TestSite.with(engine) { test in
            let browser = try await test.browser(of: test.member("secretaire", [.secretariat]))
            for (path, form) in [
                ("/organizations/new", ["name": "Union", "type": "ngo"]), ("/branches/new", ["name": "Antenne"]),
                ("/meetings/new", ["title": "Réunion", "type": "branch"]),
            ] {
                let before = try await test.entries()
                let form = form.merging(["token": AnyID().description]) { $1 }
                let places = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                    for _ in 0..<4 {
                        group.addTask {
                            let answer = try await browser.post(path, form)
                            return (answer.status, answer.location)
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(places.allSatisfy { $0.0 == 303 }, "\(path): \(places)")
                #expect(Set(places.map(\.1)).count == 1, "\(path): \(places)")
                #expect(try await test.entries() == before + 1, "\(path)")
            }
        }
    }
}
