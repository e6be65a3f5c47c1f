import Access
import Accounts
import Foundation
import Journal
import Protection
import Storage
import Support
import Testing
import Vault

/// Installations that exchange by `promig pull`: of each organisation, those who sign in at one of them.
@Suite("Between nodes")
struct TwoNodesTests {
    /// The organisations that sign in at the first node, at the second, and at the third.
    private let here = ID<Organization>()
    private let there = ID<Organization>()
    private let beyond = ID<Organization>()

    private func pull(_ node: Node, from other: Node) async throws {
        let (report, _) = try await NodeExchange.pull(into: node.store, from: other.store.database)
        #expect(report.refused.isEmpty)
    }

    private func wraps(_ node: Node) async throws -> [KeyWrap] {
        try await node.store.read { connection in
            try Set(connection.rows("SELECT subject FROM key_wrap") { try AnyID(value: .bytes($0.bytes(0))) }).sorted().flatMap { try connection.wraps(of: $0) }
        }
    }

    private func signsIn(_ node: Node, _ account: AnyID) async throws -> Bool { try await node.store.read { try $0.signsInHere(account.cast()) } }

    /// Three nodes, each with an agent; the first and the second also with two who receive complaints.
    private func with(_ engine: Engine, _ body: (Node, Node, Node, [MemberKeys]) async throws -> Void) async throws {
        try await Node.with(engine) { one in
            try await Node.with(.sqlite) { two in
                try await Node.with(.sqlite) { three in
                    let circle = [
                        try await one.member("p1", [.complaintsFocalPoint], of: here), try await two.member("p2", [.complaintsFocalPoint], of: there),
                        try await two.member("p3", [.complaintsFocalPoint], of: there),
                    ]
                    _ = try await three.member("a3", [.caseworker], of: beyond)
                    try await pull(one, from: two)
                    try await one.act(.complaintsCreate, circle[0]) { try Circles.create(.complaints, by: circle[0], in: $0, on: Node.day) }
                    for other in circle.dropFirst() {
                        try await one.act(.complaintsAdd, circle[0]) { try Circles.add(other.account, to: .complaints, by: circle[0], in: $0, on: Node.day) }
                    }
                    try await body(one, two, three, circle)
                }
            }
        }
    }

    @Test("the keys of a complaint go only where those sign in who can open it", arguments: Engine.allCases)
    func complaints(engine: Engine) async throws {
        try await with(engine) { one, two, three, circle in
            let agent = try await one.member("a1", [.caseworker], of: here)
            let id = ID<Complaint>.random()
            let slip = SlipCode.draw()
            try await one.store.perform("complaint.send", by: nil) { act in
                try ComplaintTaking.send(
                    ComplaintContent(), ["words": .text("zqil a pris l’argent")], under: DataKey(subject: id.cast()), slip: slip, by: agent.account, in: act,
                    on: Node.day)
            }
            try await pull(two, from: one)
            try await pull(three, from: two)
            // By a detour too, and twice.
            for _ in 0..<2 { try await pull(three, from: one) }
            for node in [two, three] {
                #expect(try await node.store.read { try $0.find(Complaint.self, id) } != nil, "that there is one is counted everywhere")
                for wrap in try await wraps(node) where wrap.item.subject == id.cast() {
                    let isTheirs = try await signsIn(node, wrap.holder.id)
                    #expect(wrap.isForMember && isTheirs)
                }
            }
            func opens(_ node: Node, _ keys: MemberKeys) async throws -> Bool {
                try await node.store.read { connection in
                    try OpenedComplaint(connection.find(Complaint.self, id)!.record, Keyring(keys, connection), connection) != nil
                }
            }
            #expect(try await wraps(two).count { $0.item.subject == id.cast() } == 2)
            #expect(try await wraps(three).allSatisfy { $0.item.subject != id.cast() })
            for (node, keys) in [(one, circle[0]), (two, circle[1]), (two, circle[2])] { #expect(try await opens(node, keys)) }
            for keys in circle { #expect(try await !opens(three, keys), "no passphrase opens there what was never there") }
            for node in [one, two, three] {
                #expect(try await node.store.verify() == [])
                #expect(try await node.findings() == [])
            }
        }
    }

    @Test("case files stay with their organisation, and what two share goes to these two", arguments: Engine.allCases)
    func cases(engine: Engine) async throws {
        try await with(engine) { one, two, three, _ in
            let supervisor = try await one.member("s1", [.supervisor], of: here)
            try await one.act(.caseCirclesCreate, supervisor) { act in
                let seats = CircleSeat.ofCases(of: here)
                for seat in seats { try Circles.create(seat, by: supervisor, in: act, on: Node.day) }
                let sheets = try Circles.drawRecovery(of: seats, by: supervisor, in: act, on: Node.day).map(\.text)
                try Circles.tryRecovery(of: seats, sheets[0], sheets[1], in: act, on: Node.day)
            }
            var contact = FirstContact()
            contact.consent.registered = .yes
            contact.clear = ["name": .text("Zébulon Quarantequatre")]
            let made = contact
            let reader = Reader(account: supervisor.account, organization: here, roles: [.supervisor])
            try await one.store.perform("case.create", by: Author(supervisor.account, keys: supervisor), in: .organization(here), signed: true) { act in
                try made.open(for: reader, leftToIntake: false, by: Keyring(supervisor, act.connection), in: act, on: Node.day)
            }
            let (from, to) = (here, there)
            try await one.store.perform("referral.send", by: nil, in: .between(here, and: there)) { act in
                var referral = Referral()
                (referral.sender, referral.receiver, referral.reference, referral.sentOn) = (from, to, "ABC-DEF", Node.day)
                try act.make(referral)
            }
            try await pull(two, from: one)
            try await pull(three, from: one)
            try await pull(three, from: two)
            for (node, referrals) in [(two, 1), (three, 0)] {
                let found = try await node.store.read { connection in
                    (
                        files: try connection.all(CaseFile.self).count, referrals: try connection.all(Referral.self).count,
                        scopes: try Set(connection.streams().map(\.scope)),
                        entries: try connection.entries(about: made.caseFile.id.cast()).count
                    )
                }
                #expect(found.files == 0 && found.entries == 0 && found.referrals == referrals)
                #expect(!found.scopes.contains(.organization(here)) && found.scopes.contains(.between(here, and: there)) == (referrals == 1))
                let keys = try await wraps(node)
                #expect(keys.allSatisfy { $0.item.subject != made.caseFile.id.cast() })
                for wrap in keys where wrap.isForMember { #expect(try await signsIn(node, wrap.holder.id)) }
                #expect(try await node.store.verify() == [])
            }
            // Whoever of theirs comes to sign in there brings it with them, from its beginning.
            _ = try await two.member("s9", [.supervisor], of: here)
            try await pull(two, from: one)
            #expect(try await two.store.read { try $0.all(CaseFile.self).count } == 1)
            #expect(try await wraps(two).allSatisfy { $0.item.subject != made.caseFile.id.cast() }, "yet no key, before it is given")
        }
    }
}
