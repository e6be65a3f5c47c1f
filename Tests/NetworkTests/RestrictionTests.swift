import Access
import Accounts
import Foundation
import Journal
import NetworkLife
import Storage
import Support
import Testing
import Vault

private let hidden = "Zénabou Cachée"

@Suite("A restricted person")
struct RestrictionTests {
    @Test("is forgotten in clear by every earlier entry, and keeps the rest", arguments: Engine.allCases)
    func forgets(engine: Engine) async throws {
        try await Node.with(engine) { node in
            let (first, _) = try await node.registry()
            var person = PersonProfile()
            (person.name, person.sex, person.organization) = (hidden, .woman, ID())
            var position = Position()
            (position.person, position.function) = (person.id, "Conseillère")
            let (made, held) = (person, position)
            try await node.act(.personCreate, first) { act in
                try act.make(made)
                try act.make(held)
            }
            try await node.restrict(made.id, by: first)
            let after = try #require(try await node.store.read { try $0.find(PersonProfile.self, made.id)?.record })
            #expect(after.name.isEmpty && after.isRestricted && after.sex == .woman && after.organization == made.organization)
            #expect(try await node.store.read { try $0.find(Position.self, held.id)?.record.function } == "Conseillère")
            #expect(try await node.name(of: made.id, for: first) == hidden)
            let history = try await node.store.read { try $0.history(of: made.id.cast()) }
            #expect(!history.flatMap { $0.changes }.contains { $0.after == .text(hidden) || $0.before == .text(hidden) })
            #expect(try await node.findings() == [])
            #expect(try await node.store.verify() == [])
            try await node.store.rebuild()
            #expect(try await node.name(of: made.id, for: first) == hidden)
        }
    }

    @Test("takes new details sealed, and never in clear", arguments: Engine.allCases)
    func update(engine: Engine) async throws {
        try await Node.with(engine) { node in
            let (first, second) = try await node.registry()
            let person = try await node.person(hidden, restricted: true, by: first)
            var typed = PersonalDetails()
            typed.telephone = "+227 99 00 00 00"
            let details = typed
            try await node.act(.personUpdate, second) { act in
                let stored = try act.connection.find(PersonProfile.self, person.id)!.record
                try Restriction.update(stored, with: details, by: Keyring(second, act.connection), in: act)
            }
            let opened = try await node.store.read { connection in
                try connection.find(PersonProfile.self, person.id)?.record.opened(by: Keyring(first, connection), connection)
            }
            #expect(opened?.name == hidden && opened?.telephone == "+227 99 00 00 00")
            #expect(try await node.findings() == [])
        }
    }

    @Test("is forgotten too where someone who did not know of it wrote elsewhere", arguments: Engine.allCases)
    func elsewhere(engine: Engine) async throws {
        try await Node.with(engine) { here in
            try await Node.with(.sqlite) { there in
                let (first, _) = try await here.registry()
                let person = try await here.person(hidden, by: first)
                _ = try await there.store.pull(from: here.store.database)
                var renamed = person
                renamed.name = hidden + " Épouse"
                let changed = renamed
                try await there.store.perform("person.update", by: nil) { try $0.update(changed) }
                try await here.restrict(person.id, by: first)
                _ = try await here.store.pull(from: there.store.database)
                #expect(try await here.findings() == [.toldInClear(person.id.cast())])
                _ = try await here.pullKeys(from: there)
                #expect(try await here.findings() == [])
                _ = try await there.store.pull(from: here.store.database)
                for node in [here, there] {
                    let stands = try await node.store.read { try $0.find(PersonProfile.self, person.id)?.record }
                    #expect(stands?.name == "" && stands?.isRestricted == true)
                    #expect(try await node.store.verify() == [])
                }
            }
        }
    }

    @Test("sends another node the keys of those who sign in there, and nobody else’s", arguments: Engine.allCases)
    func exchange(engine: Engine) async throws {
        try await Node.with(engine) { here in
            try await Node.with(.sqlite) { there in
                let (first, _) = try await here.registry()
                let elsewhere = try await there.member("c17", [.secretariat])
                _ = try await here.store.pull(from: there.store.database)
                let person = try await here.person(hidden, restricted: true, by: first)
                _ = try await there.store.pull(from: here.store.database)
                #expect(try await there.pullKeys(from: here) == KeyReport())
                try await here.act(.circleAdd, first) { try Circles.add(elsewhere.account, by: first, in: $0, on: Node.day) }
                _ = try await there.store.pull(from: here.store.database)
                #expect(try await there.pullKeys(from: here).wraps == 2)
                #expect(try await there.name(of: person.id, for: elsewhere) == hidden)
                #expect(try await there.name(of: person.id, for: first) == nil)
                // Who leaves here loses what was wrapped there.
                try await here.act(.circleLeave, first) { try Circles.leave(elsewhere.account, in: $0, on: Node.day) }
                _ = try await there.store.pull(from: here.store.database)
                _ = try await there.pullKeys(from: here)
                #expect(try await there.name(of: person.id, for: elsewhere) == nil)
            }
        }
    }

    @Test("is erased for ever: from the files, from other nodes, and from what comes back")
    func erasure() async throws {
        try await Node.inFolder { node, folder in
            try await Node.with(.sqlite) { other in
                let (first, _) = try await node.registry()
                let person = try await node.person(hidden, by: first)
                var contact = ContactMade()
                (contact.person, contact.on, contact.subject) = (person.id, Node.day, "Visite chez Zénabou")
                let visit = contact
                try await node.act(.contactCreate, first) { try $0.make(visit) }
                // What was taken out of the directory before is erased with the rest.
                var former = ContactMade()
                (former.person, former.on, former.subject) = (person.id, Node.day, "Appel de Zénabou")
                let call = former
                try await node.act(.contactCreate, first) { try $0.make(call) }
                try await node.act(.contactRemove, first) { try $0.remove($0.connection.find(ContactMade.self, call.id)!) }
                let sealed = try await node.person("Rakia Voilée", restricted: true, by: first)
                let wrapped = try #require(try await node.store.read { try $0.wraps(of: sealed.id.cast()).first })
                _ = try await other.store.pull(from: node.store.database)
                _ = try await other.store.pullKeys(from: node.store.database) { _, _ in true }
                let certificate = ErasureCertificate(.request, by: first.account, on: Node.day)
                for gone in [person.id, sealed.id] {
                    try await node.act(.personErase, first) { try Erasure.erase(gone.cast(), certificate, in: $0, at: 5) }
                }
                for text in [hidden, "zenabou", "Visite chez", "Appel de", "remarque sur"] { #expect(try !files(in: folder, hold: text), "\(text)") }
                let bytes = try FileManager.default.contentsOfDirectory(atPath: folder).contains { name in
                    try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)).range(of: Data(wrapped.wrapped.dropFirst(2))) != nil
                }
                #expect(!bytes)
                #expect(try await node.name(of: sealed.id, for: first) == nil)
                #expect(try await node.store.read { try $0.find(PersonProfile.self, person.id) == nil })
                let stands = try #require(try await node.store.read { try $0.destruction(of: sealed.id.cast()) })
                #expect(try ErasureCertificate(bytes: stands.certificate) == certificate)
                // Someone who has not heard of it writes of the person meanwhile.
                var later = ContactMade()
                (later.person, later.on, later.subject) = (person.id, Node.day, "Visite chez Zénabou encore")
                let ignorant = later
                try await other.act(.contactCreate, first) { try $0.make(ignorant) }
                _ = try await node.store.pull(from: other.store.database)
                #expect(try await node.store.read { try $0.all(ContactMade.self) }.count == 1)
                _ = try await node.pullKeys(from: other)
                #expect(try await node.store.read { try $0.all(ContactMade.self) }.isEmpty)
                #expect(try !files(in: folder, hold: "Visite chez"))
                // The other node has the key still, and gives it back in vain; then it hears of the destruction.
                _ = try await node.store.pullKeys(from: other.store.database) { _, _ in true }
                #expect(try await node.store.read { try $0.wraps(of: sealed.id.cast()) } == [])
                _ = try await other.store.pull(from: node.store.database)
                _ = try await other.pullKeys(from: node)
                #expect(try await other.store.read { try $0.wraps(of: sealed.id.cast()) } == [])
                for each in [node, other] {
                    #expect(try await each.findings() == [])
                    #expect(try await each.store.verify() == [])
                }
            }
        }
    }

    @Test("is missed by `verify` where neither a key nor a destruction is here, and where both are")
    func findings() async throws {
        try await Node.with(.sqlite) { node in
            let (first, _) = try await node.registry()
            let person = try await node.person(hidden, restricted: true, by: first)
            let wrap = try #require(try await node.store.read { try $0.wraps(of: person.id.cast()).first })
            try await node.store.database.write { try $0.discard(wrap) }
            #expect(try await node.findings() == [.noKey(kind: "person", record: person.id.cast())])
            try await node.store.database.write { connection in
                try connection.destroy(KeyDestruction(of: person.id.cast(), at: 1, certificate: []))
                try connection.run(
                    "INSERT INTO key_wrap (subject, item, item_generation, holder, holder_id, holder_generation, wrapped) VALUES (?, 1, 0, 2, ?, 1, ?)",
                    [person.id.value, wrap.holder.id.value, .bytes(wrap.wrapped)])
            }
            #expect(try await node.findings() == [.keyAfterDestruction(person.id.cast())])
        }
    }
}

@Suite("A list of participants")
struct ParticipantTests {
    @Test("at a restricted meeting has its names sealed, and its counts in clear", arguments: Engine.allCases)
    func sealed(engine: Engine) async throws {
        try await Node.with(engine) { node in
            let (first, second) = try await node.registry()
            var meeting = MeetingRecord()
            meeting.title = "Réunion"
            let made = meeting
            var early = Participant()
            (early.meeting, early.name, early.sex) = (meeting.id, hidden, .woman)
            var late = Participant()
            (late.meeting, late.name, late.sex) = (meeting.id, "Rakia Voilée", .woman)
            let (one, two) = (early, late)
            try await node.act(.meetingCreate, first) { try $0.make(made) }
            try await node.act(.participantCreate, first) { try ParticipantList.add(one, by: Keyring(first, $0.connection), in: $0) }
            #expect(try await node.store.read { try $0.find(Participant.self, one.id)?.record.name } == hidden)
            meeting.isRestricted = true
            let restricted = meeting
            try await node.act(.meetingUpdate, first) { try $0.update(restricted) }
            try await node.act(.participantCreate, first) { try ParticipantList.add(two, by: Keyring(first, $0.connection), in: $0) }
            try await node.act(.participantSeal, first) { try ParticipantList.seal(made.id, by: Keyring(first, $0.connection), in: $0) }
            let (clear, opened, count) = try await node.store.read { connection in
                let all = try connection.all(Participant.self, "WHERE meeting = ? ORDER BY id", [made.id.value]).map(\.record)
                let ring = try Keyring(second, connection)
                return (all.map(\.name), Set(try all.compactMap { try $0.openedName(by: ring, connection) }), all.count { $0.sex == .woman })
            }
            #expect(clear == ["", ""] && opened == [hidden, "Rakia Voilée"] && count == 2)
            #expect(try await node.store.read { try $0.history(of: one.id.cast()) }.flatMap { $0.changes }.allSatisfy { $0.after != .text(hidden) })
            #expect(try await node.findings() == [])
        }
    }
}
