import Access
import Foundation
import Journal
import Storage
import Support
import Testing

@testable import Web

/// The hand-written table of who may ask what, and what the site really answers.
@Suite("The access matrix")
struct AccessMatrixTests {
    @Test("has one line for each route, and no line without a route")
    func lines() throws {
        let matrix = try Matrix.read()
        for route in Site.routes where matrix[route.line] == nil {
            let roles = route.declared
            Issue.record("Add to Fixtures/access-matrix.txt, if this is what you mean: \(route.line) = \(roles)")
        }
        let known = Set(Site.routes.map(\.line))
        for line in matrix.keys.sorted() where !known.contains(line) {
            Issue.record("Take out of Fixtures/access-matrix.txt: \(line) (no such route)")
        }
    }

    @Test("is what the site answers to every role and to nobody", arguments: [Engine.sqlite, .postgres])
    func answers(engine: Engine) async throws {
        let matrix = try Matrix.read()
        try await TestSite.with(engine) { test in
            // The same answers on both engines: the second proves it for a few roles, the first for all.
            let roles = engine == .sqlite ? Role.list.map(\.0) : [.caseworker, .secretariat]
            for role in roles {
                let member = try await test.member(role.code, [role])
                var browser = try await test.browser(of: member)
                for route in Site.routes {
                    let answer = try await browser.ask(route)
                    let isExpected = matrix[route.line]?.contains(role.code) ?? false
                    #expect(answer.isAdmitted(to: route) == isExpected, "\(route.line), \(role.code): \(answer.status) \(answer.location)")
                    #expect(answer.status < 500, "\(route.line), \(role.code): \(answer.status)")
                    // What was posted may have ended the session.
                    if route.method == "POST" { browser = try await test.browser(of: member) }
                }
            }
            for route in Site.routes {
                let answer = try await test.browser().ask(route)
                let isExpected = matrix[route.line]?.contains("nobody") ?? false
                #expect(answer.isAdmitted(to: route) == isExpected, "\(route.line), nobody: \(answer.status) \(answer.location)")
                #expect(answer.status < 500, "\(route.line), nobody: \(answer.status)")
            }
        }
    }

    @Test("refuses what no line names: a role without any permission sees no page")
    func defaultDeny() async throws {
        try await TestSite.with { test in
            let browser = try await test.browser(of: test.member("sans", [Role(code: "from-a-newer-version")]))
            for route in Site.routes where route.need != .everyone {
                let answer = try await browser.ask(route)
                #expect(!answer.isAdmitted(to: route), "\(route.line): \(answer.status)")
            }
        }
    }
}

/// `Fixtures/access-matrix.txt`: for each route, the codes of those who may.
private enum Matrix {
    struct Mistake: Error, CustomStringConvertible {
        let description: String
    }

    static func read() throws -> [String: Set<String>] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/access-matrix.txt")
        let members = Set(Role.list.map(\.0.code))
        var matrix: [String: Set<String>] = [:]
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
            let halves = line.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard halves.count == 2 else { throw Mistake(description: "not METHOD PATTERN = ROLES: \(line)") }
            let roles = try halves[1].split(separator: " ").reduce(into: Set<String>()) { roles, word in
                switch word {
                case "everyone": roles.formUnion(members.union(["nobody"]))
                case "members": roles.formUnion(members)
                case let word where members.contains(String(word)): roles.insert(String(word))
                default: throw Mistake(description: "no such role: \(word) in \(line)")
                }
            }
            guard !roles.isEmpty else { throw Mistake(description: "nobody may: \(line)") }
            guard matrix.updateValue(roles, forKey: halves[0]) == nil else { throw Mistake(description: "two lines for \(halves[0])") }
        }
        return matrix
    }
}

extension Route {
    fileprivate var line: String { "\(method) \(path.rawValue)" }

    /// What the code says, as a line would.
    fileprivate var declared: String {
        guard case .permission(let permission) = need else { return "everyone" }
        let codes = Role.list.map(\.0).filter(permission.roles.contains).map(\.code)
        return codes.count == Role.list.count ? "members" : codes.joined(separator: " ")
    }
}

extension TestBrowser {
    /// Asks a route about something that is not there: whoever is let in meets that, and the others the door.
    fileprivate func ask(_ route: Route) async throws -> TestAnswer {
        let path = route.path.rawValue.replacing(":id", with: AnyID(high: 1, low: 2).description)
        return route.method == "GET" ? try await get(path) : try await post(path, ["token": AnyID().description])
    }
}

extension TestAnswer {
    /// Whoever leaves is sent to the sign-in page too.
    fileprivate func isAdmitted(to route: Route) -> Bool {
        status != 403 && (route.path == .signOut || !(status == 303 && location.hasPrefix(SitePath.signIn.rawValue)))
    }
}
