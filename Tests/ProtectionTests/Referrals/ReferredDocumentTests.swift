import Access
import Accounts
import Journal
import Protection
import Storage
import Support
import Testing
import Vault

@Suite("A document that goes with a referral")
struct ReferredDocumentTests {
    /// Of two pieces, the second shorter.
    private static let letter = Array("%PDF-1.7 zqattestation".utf8) + [UInt8](repeating: 120, count: SealedPiece.plainBytes + 1_000)
    private static let other = Array("%PDF-1.7 zqordonnance".utf8)

    private static func attachments(_ world: TwoOrganizations, at node: Store? = nil) async throws -> Int {
        try await (node ?? world.store).read { try $0.first("SELECT COUNT(*) FROM attachment") { Int(try $0.integer(0)) } ?? 0 }
    }

    /// Whether the tables are what the journal says, and the keys what the records ask for.
    private static func isWhole(_ node: Store) async throws -> Bool {
        let (findings, keys) = (try await node.verify(), try await node.keyFindings())
        return findings == [] && keys == []
    }

    @Test("is sealed anew for the two parties, whole, and goes alone where it was chosen alone", arguments: Engine.allCases)
    func chosen(engine: Engine) async throws {
        try await TwoOrganizations.with(engine) { world in
            let (chosen, left) = (try await world.attach(Self.letter), try await world.attach(Self.other))
            let referral = try await world.send(with: [chosen.id])
            let copies = try await world.copies(referral)
            let copy = try #require(copies.first)
            #expect(copies.count == 1)
            #expect(try await Self.attachments(world) == 2 + 1 + 2, "those of the case file, and a copy of the two pieces chosen")
            for member in [world.agent, world.supervisor, world.receiver, world.receivingColleague, world.receivingSupervisor] {
                #expect(try await world.file(of: copy, for: member) == Self.letter)
            }
            for member in [world.colleague, world.stranger] { #expect(try await world.file(of: copy, for: member) == nil) }
            #expect(copy.opened(with: try await world.keys(of: world.receiver, referral.id.cast()))?[\.what] == "zqpapier")
            // What stays in the case file opens for nobody there: neither the document that was chosen, nor the other one.
            for document in [chosen, left] {
                #expect(try await world.file(of: document, for: world.agent) != nil)
                #expect(try await world.file(of: document, for: world.receivingSupervisor) == nil)
            }
            // The bytes of the copy open as it alone: not as the document, whose pieces are other bytes, nor one piece as another.
            let keys = try await world.keys(of: world.agent, referral.id.cast())
            let (here, there) = (
                try #require(try await world.fields(of: chosen, for: world.agent)), try #require(try await world.fields(of: copy, for: world.agent))
            )
            #expect(Set(here.pieces).isDisjoint(with: there.pieces))
            #expect(there.type == here.type && there.byteCount == here.byteCount)
            let piece = try #require(try await world.store.read { try $0.attachment(there.pieces[0]) })
            #expect(SealedPiece.open(piece, number: 0, with: keys, at: copy.place(of: "file")) != nil)
            #expect(SealedPiece.open(piece, number: 1, with: keys, at: copy.place(of: "file")) == nil)
            #expect(SealedPiece.open(piece, number: 0, with: keys, at: copy.place(of: "what")) == nil)
            // Whoever takes it on has it, and their supervision; their colleague no longer.
            for step in [ReferralStepKind.acknowledged, .accepted] { try await world.follow(referral, step, by: world.receiver) }
            #expect(try await world.file(of: copy, for: world.receiver) == Self.letter)
            #expect(try await world.file(of: copy, for: world.receivingSupervisor) == Self.letter)
            #expect(try await world.file(of: copy, for: world.receivingColleague) == nil)
            // That it left is said in the case file, to whoever opens that.
            let link = try #require(try await world.store.read { try $0.all(CaseReferral.self).first?.record })
            #expect(link.opened(with: try await world.keys(of: world.supervisor, world.caseFile.cast()))?[\.documents]?.elements == [chosen.id])
            #expect(try await Self.isWhole(world.store))
            let before = try await world.copies(referral)
            try await world.store.rebuild()
            #expect(try await world.copies(referral).map(\.values) == before.map(\.values))
            #expect(try await Self.isWhole(world.store))
        }
    }

    @Test("goes neither without consent, nor where it is gone, too long, or not what it says", arguments: Engine.allCases)
    func refused(engine: Engine) async throws {
        try await TwoOrganizations.with(engine, sharing: [.justice]) { world in
            let document = try await world.attach(Self.other)
            await #expect(throws: Refusal.self) { try await world.send(with: [document.id]) }
            #expect(try await Self.attachments(world) == 1)
        }
        try await TwoOrganizations.with(engine) { world in
            let long = try await world.attach(Self.other, saying: ReferredDocument.limitBytes + 1)
            let wrong = try await world.attach(Self.other, saying: 5)
            let gone = try await world.attach(Self.other)
            let piece = try #require(try await world.fields(of: gone, for: world.agent)).pieces
            try await world.store.perform("test.forget", by: nil, in: .organization(world.agent.reader.organization)) {
                try $0.forget(attachments: piece, ground: "mistake")
            }
            let before = try await Self.attachments(world)
            for (document, code) in [
                (long.id, "referral.documents.long"), (wrong.id, "referral.documents"), (gone.id, "referral.documents"), (ID(), "referral.documents"),
            ] {
                let refusal = await #expect(throws: Refusal.self) { try await world.send(with: [document]) }
                #expect(refusal?.code == code && refusal?.problems.first?.field == "documents")
            }
            let (referrals, copies) = try await world.store.read { (try $0.all(Referral.self).count, try $0.all(ReferredDocument.self).count) }
            #expect(referrals == 0 && copies == 0)
            #expect(try await Self.attachments(world) == before)
            // A piece that was changed on the disk is not sent on as if it were whole.
            let changed = try await world.attach(Self.other)
            let digest = try #require(try await world.fields(of: changed, for: world.agent)).pieces[0]
            _ = try await world.store.database.write { connection in
                try connection.run(
                    "UPDATE attachment SET bytes = (SELECT bytes FROM attachment WHERE part <> ? ORDER BY part LIMIT 1) WHERE part = ?",
                    [.bytes(digest.bytes), .bytes(digest.bytes)])
            }
            await #expect(throws: Malformed.self) { try await world.send(with: [changed.id]) }
        }
    }

    @Test("is destroyed where the consent is taken back, at once or when the receiver says so, and is closed to who refused", arguments: Engine.allCases)
    func takenBack(engine: Engine) async throws {
        try await TwoOrganizations.with(engine) { world in
            let document = try await world.attach(Self.letter)
            let (unopened, opened, refused) = (
                try await world.send(with: [document.id]), try await world.send(with: [document.id]), try await world.send(with: [document.id])
            )
            #expect(try await Self.attachments(world) == 2 * 4)
            try await world.follow(unopened, .recalled, by: world.agent)
            #expect(try await world.copies(unopened).isEmpty)
            #expect(try await Self.attachments(world) == 2 * 3)

            for step in [ReferralStepKind.acknowledged, .accepted] { try await world.follow(opened, step, by: world.receiver) }
            try await world.follow(opened, .recalled, by: world.agent)
            #expect(try await world.file(of: #require(world.copies(opened).first), for: world.receiver) != nil, "theirs to answer for")
            try await world.follow(opened, .destroyed, by: world.receiver)
            #expect(try await world.copies(opened).isEmpty)
            #expect(try await Self.attachments(world) == 2 * 2)

            try await world.follow(refused, .acknowledged, by: world.receiver)
            try await world.follow(refused, .refused, by: world.receiver) { $0.refusal = .full }
            let copy = try #require(try await world.copies(refused).first)
            for member in [world.receiver, world.receivingColleague, world.receivingSupervisor] { #expect(try await world.file(of: copy, for: member) == nil) }
            #expect(try await world.file(of: copy, for: world.agent) == Self.letter)
            #expect(try await world.file(of: document, for: world.agent) == Self.letter, "that of the case file stays")
            #expect(try await Self.isWhole(world.store))
        }
    }

    @Test("is erased wherever it went when it should not have been kept, by who opens all of these", arguments: Engine.allCases)
    func mistaken(engine: Engine) async throws {
        try await TwoOrganizations.with(engine) { world in
            let (mistaken, right) = (try await world.attach(Self.letter), try await world.attach(Self.other))
            let referrals = [try await world.send(with: [mistaken.id, right.id]), try await world.send(with: [mistaken.id])]
            let found = try await world.store.read { try ReferredDocument.copies(of: mistaken, $0) }
            #expect(found.count == 2)
            @Sendable func erase(by member: TwoOrganizations.Member) async throws {
                for copy in found {
                    try await world.store.perform(ActName.documentErase.name, by: member.author, in: copy.between) {
                        try ReferredDocument.erase(copy.id, by: Keyring(member.keys, $0.connection), in: $0)
                    }
                }
            }
            await #expect(throws: Refusal.self) { try await erase(by: world.colleague) }
            #expect(try await Self.attachments(world) == 2 + 1 + 2 + 1 + 2)
            try await erase(by: world.supervisor)
            #expect(try await Self.attachments(world) == 2 + 1 + 1)
            #expect(try await world.copies(referrals[1]).isEmpty)
            let left = try await world.copies(referrals[0])
            #expect(left.count == 1)
            #expect(try await world.file(of: #require(left.first), for: world.receiver) == Self.other)
            try await erase(by: world.supervisor)
            #expect(try await Self.isWhole(world.store))
        }
    }

    @Test("is erased with the case file while nobody has opened it; after that it is the receiver’s alone", arguments: Engine.allCases)
    func erased(engine: Engine) async throws {
        try await TwoOrganizations.with(engine) { world in
            let document = try await world.attach(Self.letter)
            let (unopened, opened) = (try await world.send(with: [document.id]), try await world.send(with: [document.id]))
            for step in [ReferralStepKind.acknowledged, .accepted] { try await world.follow(opened, step, by: world.receiver) }
            #expect(try await world.store.read { try ReferralFollowing.unopened(of: world.caseFile, $0) }.map(\.id) == [unopened.id])
            let certificate = ErasureCertificate(.request, by: world.supervisor.account, on: TwoOrganizations.now.day)
            try await world.store.perform(ActName.caseErase.name, by: world.supervisor.author, in: .organization(world.supervisor.reader.organization)) { act in
                let file = try #require(try act.connection.find(CaseFile.self, world.caseFile)).record
                try CaseErasure.erase(file, certificate, in: act, at: TwoOrganizations.now.milliseconds)
            }
            for member in [world.agent, world.supervisor, world.receivingSupervisor] { #expect(try await world.file(of: document, for: member) == nil) }
            for referral in [unopened, opened] {
                for member in [world.agent, world.supervisor, world.colleague] {
                    #expect(try await !world.opens(member, referral), "the sender’s keys of what it sent are gone with the file")
                }
            }
            // Without a key of the sender’s, what nobody opened is destroyed by them all the same.
            try await world.follow(unopened, .recalled, by: world.supervisor)
            #expect(try await !world.opens(world.receiver, unopened))
            #expect(try await world.copies(unopened).isEmpty)
            #expect(try await Self.attachments(world) == 2)
            #expect(try await world.file(of: #require(world.copies(opened).first), for: world.receiver) == Self.letter)
            #expect(try await Self.isWhole(world.store))
        }
    }

    @Test("goes to the receiver’s own node and to no other, and is destroyed at both when they say so", arguments: Engine.allCases)
    func apart(engine: Engine) async throws {
        try await TwoOrganizations.apart(engine) { world in
            let there = world.receiver.store
            let document = try await world.attach(Self.letter)
            let (kept, mistaken) = (try await world.send(with: [document.id]), try await world.send(with: [document.id]))
            #expect(try await Self.attachments(world, at: there) == 0)
            for _ in 0..<2 { try await world.exchange() }
            #expect(try await Self.attachments(world, at: there) == 4, "the copies alone, and not what is in the case file")
            for step in [ReferralStepKind.acknowledged, .accepted] { try await world.follow(kept, step, by: world.receiver) }
            let copy = try #require(try await world.copies(kept, at: there).first)
            #expect(try await world.file(of: copy, for: world.receiver) == Self.letter)
            #expect(try await world.file(of: copy, for: world.receivingColleague) == nil)
            try await world.exchange()

            // Erased here as a mistake, a copy is gone there with the next exchange.
            let erased = try #require(try await world.store.read { try ReferredDocument.copies(of: document, $0) }.first { $0.id != copy.id })
            try await world.store.perform(ActName.documentErase.name, by: world.agent.author, in: erased.between) {
                try ReferredDocument.erase(erased.id, by: Keyring(world.agent.keys, $0.connection), in: $0)
            }
            try await world.exchange()
            #expect(try await world.copies(mistaken, at: there).isEmpty)
            #expect(try await Self.attachments(world, at: there) == 2)
            #expect(try await world.file(of: copy, for: world.receiver) == Self.letter)

            try await world.follow(kept, .recalled, by: world.agent)
            try await world.exchange()
            try await world.follow(kept, .destroyed, by: world.receiver)
            try await world.exchange()
            for node in [world.store, there] {
                #expect(try await world.copies(kept, at: node).isEmpty)
                #expect(try await Self.attachments(world, at: node) == (node === there ? 0 : 2))
                #expect(try await Self.isWhole(node))
                try await node.rebuild()
                #expect(try await node.verify() == [])
            }
        }
    }
}
