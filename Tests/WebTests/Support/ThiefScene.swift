import Access
import Accounts
import Journal
import NetworkLife
import Protection
import Storage
import Testing
import Vault

@testable import Web

/// Case files and referrals of every kind, as the pages make them, with documents in them: which of them one agent may open, and which are others'.
struct ThiefScene {
    private let site: CaseSite
    /// The subjects whose keys are the agent's: their own files, what lies at their intake, the correspondences that they hold.
    let theirs: Set<AnyID>
    /// Those of a colleague, of the supervision alone, of another organisation, of the registry; those that were taken back.
    let others: Set<AnyID>
    let erased: AnyID
    /// Those among them that have a document: the case files, and the referrals with which a copy went.
    let documented: Set<AnyID>

    init(_ site: CaseSite) async throws {
        self.site = site
        let mine = try await site.opened(by: site.agent)
        let left = try await site.opened(by: site.other, ["left": "1"])
        let colleagues = try await site.opened(by: site.other)
        let supervisors = try await site.opened(by: site.supervisor)
        let foreign = try await site.opened(by: site.foreignAgent)
        let foreignLeft = try await site.opened(by: site.foreignAgent, ["left": "1"])
        for (path, member) in [(mine, site.agent), (colleagues, site.other), (foreign, site.foreignAgent)] {
            try await Self.post(site, path + "/notes", ["on": site.test.store.today.description, "text": "zqnote écrite"], by: member)
        }
        // Handed on to a colleague, and taken by one out of the intake.
        let former = try await site.opened(by: site.agent)
        try await Self.post(site, former + "/assignments", ["account": site.other.account.description], by: site.supervisor)
        let assignment = try #require(
            try await site.test.store.read { connection in
                try connection.all(CaseAssignment.self, "WHERE account = ? AND case_file = ?", [site.agent.account.value, Self.id(former).value]).first?.id
            })
        try await Self.post(site, "/cases/assignments/\(assignment)/removal", by: site.supervisor)
        let taken = try await site.opened(by: site.agent, ["left": "1"])
        try await Self.post(site, taken + "/taking", by: site.other)
        let gone = try await site.opened(by: site.agent)
        for (path, member) in [(mine, site.agent), (left, site.other), (colleagues, site.other), (foreign, site.foreignAgent), (gone, site.agent)] {
            try await Self.post(
                site, path + "/documents", ["on": site.test.store.today.description, "what": "zqpapier"], files: ["file": Array("%PDF-1.7 zqcontenu".utf8)],
                by: member)
        }
        try await Self.post(site, gone + "/erasure", ["ground": ErasureGround.list[0].0.code], by: site.supervisor)

        let sent = try await Self.refer(site, mine, to: site.elsewhere, by: site.agent)
        let others = try await Self.refer(site, colleagues, to: site.elsewhere, by: site.other)
        let came = try await Self.refer(site, foreign, to: site.test.organization, by: site.foreignAgent)
        let accepted = try await Self.refer(site, foreign, to: site.test.organization, by: site.foreignAgent)
        for step in ["acknowledged", "accepted"] { try await Self.step(site, accepted, step, by: site.other) }
        let refused = try await Self.refer(site, foreign, to: site.test.organization, by: site.foreignAgent)
        try await Self.step(site, refused, "acknowledged", by: site.agent)
        try await Self.step(site, refused, "refused", by: site.agent, ["refusal": "full"])

        theirs = Set([mine, left, sent, came].map(Self.id))
        self.others = Set(
            [colleagues, supervisors, foreign, foreignLeft, former, taken, others, accepted, refused].map(Self.id) + [try await Self.restricted(site)])
        erased = Self.id(gone)
        documented = Set([mine, left, colleagues, foreign, sent, others, came, accepted, refused].map(Self.id))
    }

    /// The circle that the agent is of.
    func intake() async throws -> AnyID {
        let organization = site.test.organization
        return try await site.test.store.read { try #require(try CircleState.find(.intake(of: organization), $0)).circle.id.cast() }
    }

    private static func id(_ path: String) -> AnyID { AnyID(String(path.split(separator: "/").last!))! }

    @discardableResult
    private static func post(
        _ site: CaseSite, _ path: String, _ fields: [String: String] = [:], files: [String: [UInt8]] = [:], by member: TestMember
    ) async throws -> TestAnswer {
        let (browser, fields) = (try await site.test.browser(of: member), ["token": AnyID.random().description].merging(fields) { $1 })
        let answer = try await files.isEmpty ? browser.post(path, fields) : browser.post(path, fields, files: files)
        guard answer.status == 303 else { throw CaseSite.Failed("\(path): \(answer.status) \(answer.text)") }
        return answer
    }

    private static func refer(_ site: CaseSite, _ path: String, to receiver: ID<Organization>, by member: TestMember) async throws -> String {
        let document = try #require(try await site.test.store.read { try $0.all(CaseDocument.self, "WHERE case_file = ?", [Self.id(path).value]).first }).id
        let form = [
            "receiver": receiver.description, "service": "legal-help", "priority": "urgent", "need": "zqdemande d’un avocat", "story": "zqrécit en trois mots",
            "shared": "name",
            "documents": document.description,
        ]
        return String(try await post(site, path + "/referrals", form, by: member).location.split(separator: "?")[0])
    }

    private static func step(_ site: CaseSite, _ referral: String, _ kind: String, by member: TestMember, _ fields: [String: String] = [:]) async throws {
        try await post(site, referral + "/steps", ["step": kind, "on": site.test.store.today.description].merging(fields) { $1 }, by: member)
    }

    /// A person of the directory whom only the registry opens.
    private static func restricted(_ site: CaseSite) async throws -> AnyID {
        let (first, second) = (try await site.test.member("registre", [.secretariat]), try await site.test.member("second", [.secretariat]))
        let day = site.test.store.today
        try await site.test.store.perform(ActName.circleCreate.name, by: Author(first.account, keys: first.keys), signed: true) { act in
            try Circles.createRegistry(by: first.keys, in: act, on: day)
            try Circles.add(second.account, by: first.keys, in: act, on: day)
        }
        let answer = try await post(site, "/people/new", ["name": "Zqhadiza Voilée", "telephone": "+227 90 00 00 01", "restricted": "1"], by: first)
        return id(String(answer.location.split(separator: "?")[0]))
    }
}
