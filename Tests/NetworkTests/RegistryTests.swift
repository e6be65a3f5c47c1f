import Access
import Accounts
import Foundation
import Journal
import NetworkLife
import Storage
import StorageSQLite
import Support
import Testing
import Vault

private let hidden = "Zénabou Cachée"

/// The registry, once a third has been added to its first two holders.
private func registryOfThree(_ node: Node) async throws -> (first: MemberKeys, second: MemberKeys, third: MemberKeys) {
    let (first, second) = try await node.registry()
    let third = try await node.member("c16", [.secretariat])
    try await node.act(.circleAdd, second) { try Circles.add(third.account, by: second, in: $0, on: Node.day) }
    return (first, second, third)
}

@Suite("The registry")
struct RegistryTests {
    @Test("seals nothing before two people hold its key", arguments: Engine.allCases)
    func twoHolders(engine: Engine) async throws {
        try await Node.with(engine) { node in
            let first = try await node.member("c01", [.secretariat])
            await #expect(throws: Refusal.registryNotReady) { try await node.person(hidden, restricted: true, by: first) }
            try await node.act(.circleCreate, first) { try Circles.createRegistry(by: first, in: $0, on: Node.day) }
            let person = try await node.person(hidden, by: first)
            await #expect(throws: Refusal.registryNotReady) { try await node.restrict(person.id, by: first) }
            #expect(try await node.store.read { try $0.find(PersonProfile.self, person.id)?.record.name } == hidden)
            #expect(try await node.store.read { try $0.wraps(of: person.id.cast()) } == [])
        }
    }

    @Test("is opened by its holders and by nobody else, whatever their role", arguments: Engine.allCases)
    func holders(engine: Engine) async throws {
        try await Node.with(engine) { node in
            let (first, second) = try await node.registry()
            let person = try await node.person(hidden, restricted: true, by: first)
            #expect(try await node.name(of: person.id, for: first) == hidden)
            #expect(try await node.name(of: person.id, for: second) == hidden)
            for role in Role.list.map(\.0) {
                let other = try await node.member("x-\(role.code)", [role])
                #expect(try await node.name(of: person.id, for: other) == nil, "\(role.code)")
            }
            #expect(try await node.findings() == [])
        }
    }

    @Test("is handed on only by a holder, only to the secretariat, never to an administrator", arguments: Engine.allCases)
    func adding(engine: Engine) async throws {
        try await Node.with(engine) { node in
            let (first, _) = try await node.registry()
            let outsider = try await node.member("c20", [.secretariat])
            let administrator = try await node.member("c12", [.administrator, .secretariat])
            let officer = try await node.member("c02", [.meal])
            await #expect(throws: Circles.notHolder) {
                try await node.act(.circleAdd, outsider) { try Circles.add(outsider.account, by: outsider, in: $0, on: Node.day) }
            }
            for refused in [administrator, officer] {
                await #expect(throws: Refusal.self) {
                    try await node.act(.circleAdd, first) { try Circles.add(refused.account, by: first, in: $0, on: Node.day) }
                }
            }
        }
    }

    @Test("gives a thief of one member’s keys and of the whole database what that member opens, and nothing else")
    func theft() async throws {
        try await Node.inFolder { node, folder in
            let (first, _) = try await node.registry()
            let officer = try await node.member("c02", [.meal])
            let clear = try await node.person(hidden, by: first)
            var changed = clear
            changed.name = hidden + " Épouse"
            let renamed = changed
            try await node.act(.personUpdate, first) { try $0.update(renamed) }
            #expect(try files(in: folder, hold: hidden))
            try await node.restrict(clear.id, by: first)
            let other = try await node.person("Rakia Voilée", restricted: true, by: first)
            for text in [hidden, "zenabou", "remarque sur", "+227 90 11 22 33", "Rakia", "Voilée"] { #expect(try !files(in: folder, hold: text), "\(text)") }
            // The thief's own copy: the file, its log, and the keys that one passphrase opens.
            try await withFolder { stolen in
                for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasPrefix("test.db") && !name.contains("lease") {
                    try FileManager.default.copyItem(atPath: folder + "/" + name, toPath: stolen + "/" + name)
                }
                let copy = try SQLiteDatabase(path: stolen + "/test.db")
                let (byHolder, byOfficer) = try await copy.read { connection in
                    let people = try [clear.id, other.id].map { try connection.find(PersonProfile.self, $0)!.record }
                    // Every wrap there is, tried with every key that these members have.
                    let all = try connection.keyHoldings().wraps
                    let tried = all.compactMap { kept in
                        kept.wrap.flatMap { try? CircleKey(opening: $0, circle: kept.item.subject, generation: kept.item.generation, by: officer) }
                    }
                    return (
                        try people.map { try $0.opened(by: Keyring(first, connection), connection)?.name },
                        try people.map { try $0.opened(by: Keyring(officer, connection), connection)?.name } + tried.map { _ in "opened" }
                    )
                }
                #expect(byHolder == [hidden + " Épouse", "Rakia Voilée"])
                #expect(byOfficer == [nil, nil])
                try await copy.close()
            }
        }
    }

    @Test("opens a value in its own place alone")
    func place() async throws {
        try await Node.with(.sqlite) { node in
            let (first, _) = try await node.registry()
            let one = try await node.person(hidden, restricted: true, by: first)
            let two = try await node.person("Rakia Voilée", restricted: true, by: first)
            let opened = try await node.store.read { connection in
                let ring = try Keyring(first, connection)
                let (a, b) = (try connection.find(PersonProfile.self, one.id)!.record, try connection.find(PersonProfile.self, two.id)!.record)
                return [
                    try ring.open(a.sealedName, at: a.place(of: "sealed_name"), connection),
                    try ring.open(a.sealedName, at: a.place(of: "sealed_note"), connection),
                    try ring.open(a.sealedName, at: b.place(of: "sealed_name"), connection),
                    try ring.open(
                        b.sealedName, at: SealedPlace(subject: b.id.cast(), kind: "participant", record: b.id.cast(), field: "sealed_name"), connection),
                ]
            }
            #expect(opened == [hidden, nil, nil, nil])
        }
    }

    @Test("draws a new key in the next holder’s session after someone has left, who then opens nothing", arguments: Engine.allCases)
    func leaving(engine: Engine) async throws {
        try await Node.with(engine) { node in
            let (first, second, third) = try await registryOfThree(node)
            let people = [try await node.person(hidden, restricted: true, by: first), try await node.person("Rakia Voilée", restricted: true, by: second)]
            let before = try #require(try await node.store.read { try CircleState.registry($0) })
            try await node.store.perform("account.close", by: nil) { try Circles.leave(second.account, in: $0, on: Node.day) }
            #expect(try await node.name(of: people[0].id, for: second) == nil)
            #expect(try await node.store.read { try $0.wraps(for: second.member) } == [])
            #expect(try await node.store.read { try CircleState.registry($0)?.needsRenewal } == true)
            // Someone who holds nothing does not renew; the next holder's session does, once.
            try await Circles.attend(node.store, second)
            #expect(try await node.store.read { try CircleState.registry($0)?.current.number } == 1)
            try await Circles.attend(node.store, first)
            try await Circles.attend(node.store, third)
            let after = try #require(try await node.store.read { try CircleState.registry($0) })
            #expect(after.current.number == 2 && !after.needsRenewal && after.unsigned.isEmpty)
            #expect(after.key.fingerprint != before.key.fingerprint)
            try after.key.verify(succeeds: before.key)
            for person in people {
                #expect(try await node.name(of: person.id, for: first) == person.name)
                #expect(try await node.name(of: person.id, for: third) == person.name)
                #expect(try await node.name(of: person.id, for: second) == nil)
                let wraps = try await node.store.read { try $0.wraps(of: person.id.cast()) }
                #expect(wraps.map(\.holder.generation) == [2])
            }
            #expect(try await node.findings() == [])
            #expect(try await node.store.verify() == [])
        }
    }

    @Test("wraps again more keys than one page holds", arguments: Engine.allCases)
    func pages(engine: Engine) async throws {
        try await Node.with(engine) { node in
            let (first, second, third) = try await registryOfThree(node)
            let subjects = (0..<2_100).map { AnyID(high: 7, low: UInt64($0)) }
            _ = try await node.store.database.write { connection in
                guard let state = try CircleState.registry(connection) else { return }
                let ring = try Keyring(first, connection)
                for subject in subjects { try Circles.protect(DataKey(subject: subject), for: state, by: ring, connection) }
            }
            try await node.store.perform("account.close", by: nil) { try Circles.leave(second.account, in: $0, on: Node.day) }
            try await Circles.attend(node.store, first)
            try await node.store.read { connection in
                let generations = try connection.rows("SELECT holder_generation FROM key_wrap WHERE item = 1") { try $0.integer(0) }
                #expect(generations.count == subjects.count && Set(generations) == [2])
                #expect(try Keyring(third, connection).dataKeys(of: subjects, connection).count == subjects.count)
            }
        }
    }

    @Test("replaces what was wrapped with a public key at the member’s first session", arguments: Engine.allCases)
    func symmetric(engine: Engine) async throws {
        try await Node.with(engine) { node in
            let (_, second) = try await node.registry()
            #expect(try await node.store.read { try $0.wraps(for: second.member).map { $0.wrap?.isPublic } } == [true])
            try await Circles.attend(node.store, second)
            #expect(try await node.store.read { try $0.wraps(for: second.member).map { $0.wrap?.isPublic } } == [false])
            #expect(try await node.store.read { try Keyring(second, $0).circles.count } == 1)
        }
    }

    @Test("does not seal to a key that the one before did not sign", arguments: Engine.allCases)
    func substitution(engine: Engine) async throws {
        try await Node.with(engine) { node in
            let (first, _) = try await node.registry()
            let circle = try #require(try await node.store.read { try CircleState.registry($0)?.circle.id })
            // A stranger's key, of the right circle and number, signed by nobody who held it.
            let (_, foreign) = try CircleKey(circle: circle.cast()).next()
            var forged = CircleGeneration()
            forged.circle = circle
            forged.number = 2
            forged.publicKey = Bytes(foreign.bytes)
            let record = forged
            try await node.store.perform("circle.renew", by: nil) { try $0.make(record) }
            let state = try #require(try await node.store.read { try CircleState.registry($0) })
            #expect(state.current.number == 1 && state.unsigned.count == 1)
            await #expect(throws: Refusal.registryNotReady) { try await node.person(hidden, restricted: true, by: first) }
            #expect(try await node.findings() == [.unsignedGeneration(circle: circle.cast(), number: 2)])
        }
    }

    @Test("is left with the account that is closed, and with the role that is taken", arguments: Engine.allCases, [true, false])
    func departure(engine: Engine, isClosed: Bool) async throws {
        try await Node.with(engine) { node in
            let (first, second) = try await node.registry()
            let person = try await node.person(hidden, restricted: true, by: first)
            _ = try await node.member("c12", [.administrator])
            #expect(try await node.name(of: person.id, for: second) == hidden)
            try await node.store.perform(isClosed ? "account.close" : "role.remove", by: nil) { act in
                if isClosed {
                    try act.close(try #require(try act.connection.find(AccountProfile.self, second.account)), on: Node.day)
                } else {
                    try act.take(try #require(try act.connection.assignments(of: second.account).first { $0.record.role == .secretariat }))
                }
            }
            #expect(try await node.name(of: person.id, for: second) == nil)
            #expect(try await node.store.read { try $0.wraps(for: second.member) } == [])
            #expect(try await node.store.read { try CircleState.registry($0)?.needsRenewal } == true)
            #expect(try await node.name(of: person.id, for: first) == hidden)
        }
    }

    @Test("keeps nothing of a wrap whose act did not come to stand", arguments: Engine.allCases)
    func half(engine: Engine) async throws {
        struct Killed: Error {}
        try await Node.with(engine) { node in
            let (first, _) = try await node.registry()
            let person = try await node.person(hidden, by: first)
            let before = try await node.store.read { (try $0.keyHoldings(), try $0.streams()) }
            await #expect(throws: Killed.self) {
                try await node.act(.personRestrict, first) { act in
                    try Restriction.restrict(person.id, by: Keyring(first, act.connection), in: act)
                    throw Killed()
                }
            }
            let after = try await node.store.read { (try $0.keyHoldings(), try $0.streams()) }
            #expect(after.0 == before.0 && after.1 == before.1)
            #expect(try await node.store.read { try $0.find(PersonProfile.self, person.id)?.record.name } == hidden)
        }
    }
}
