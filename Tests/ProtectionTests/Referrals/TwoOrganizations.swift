import Access
import Accounts
import Foundation
import Journal
import Protection
import Storage
import Support
import Testing
import Vault

/// Two members of the network that can seal, a third, and a case file of the first with a family in it.
struct TwoOrganizations: Sendable {
    static let now = Moment(Day(year: 2027, month: 3, day: 8)!, LocalTime(hour: 9, minute: 0)!)

    struct Member: Sendable {
        /// Where they sign in.
        let store: Store
        let keys: MemberKeys
        let reader: Reader
        var account: ID<Account> { keys.member.cast() }
        var author: Author { Author(account, keys: keys) }
    }

    let store: Store
    let agent: Member
    let colleague: Member
    let supervisor: Member
    let receiver: Member
    let receivingColleague: Member
    let receivingSupervisor: Member
    let stranger: Member
    let caseFile: ID<CaseFile>

    static func with<T>(
        _ engine: Engine, sharing: [PartyKind] = [.members], fearsReturn: Bool = false, _ body: (TwoOrganizations) async throws -> T
    ) async throws -> T {
        try await TestDatabase.with(engine) { database in
            let store = try await open(database)
            return try await body(world(store, store, sharing, fearsReturn))
        }
    }

    /// The same where each organisation signs in at a node of its own, and a third at one beyond: they have what `exchange` brings.
    static func apart<T>(_ engine: Engine, _ body: (TwoOrganizations) async throws -> T) async throws -> T {
        try await TestDatabase.with(engine) { here in
            try await TestDatabase.with(.sqlite) { there in try await body(world(open(here), open(there), [.members], false)) }
        }
    }

    static func open(_ database: any Database) async throws -> Store {
        try await Store.open(
            database, Schema(AccountsArea.kinds + ProtectionArea.kinds), migrations: Credentials.migrations + KeyStore.migrations, now: { now.milliseconds })
    }

    private static func world(_ store: Store, _ other: Store, _ sharing: [PartyKind], _ fearsReturn: Bool) async throws -> TwoOrganizations {
        let (here, there, elsewhere) = (ID<Organization>(), ID<Organization>(), ID<Organization>())
        let world = TwoOrganizations(
            store: store, agent: try await member(store, "c09", .caseworker, here), colleague: try await member(store, "c10", .caseworker, here),
            supervisor: try await member(store, "c07", .supervisor, here), receiver: try await member(other, "c17", .caseworker, there),
            receivingColleague: try await member(other, "c18", .caseworker, there), receivingSupervisor: try await member(other, "c16", .supervisor, there),
            stranger: try await member(store, "c30", .supervisor, elsewhere), caseFile: ID<CaseFile>.random())
        try await world.found([world.supervisor, world.agent, world.colleague])
        try await world.found([world.receivingSupervisor, world.receiver, world.receivingColleague])
        try await world.found([world.stranger])
        try await world.exchange()
        try await world.openCase(sharing, fearsReturn)
        return world
    }

    /// Brings each of two nodes what the other has for it.
    func exchange() async throws {
        guard receiver.store !== store else { return }
        for (node, other) in [(store, receiver.store), (receiver.store, store)] {
            let (report, _) = try await NodeExchange.pull(into: node, from: other.database)
            #expect(report.refused.isEmpty)
        }
    }

    private static func member(_ store: Store, _ name: String, _ role: Role, _ organization: ID<Organization>) async throws -> Member {
        var profile = AccountProfile()
        (profile.organization, profile.signInName, profile.displayName) = (organization, name, name)
        let account = profile
        let keys = MemberKeys(member: account.id.cast())
        let wrap = try PasswordWrap(keys, under: Passphrase("brado stuma flika prono skuvi"), cost: ScryptCost(logN: 10))
        try await store.perform("account.create", by: nil) { act in
            try act.make(account)
            var key = MemberKey()
            (key.account, key.publicKeys) = (account.id, Bytes(keys.publicKeys.bytes))
            try act.make(key)
            var assignment = RoleAssignment()
            (assignment.account, assignment.role) = (account.id, role)
            try act.make(assignment)
            try act.connection.run(
                "INSERT INTO credential (account, wrap, must_change, drawn) VALUES (?, ?, ?, ?)",
                [account.id.value, .bytes(wrap.bytes), false.value, true.value])
        }
        return Member(store: store, keys: keys, reader: Reader(account: account.id, organization: organization, roles: [role]))
    }

    private func found(_ members: [Member]) async throws {
        let first = members[0]
        try await first.store.perform(ActName.caseCirclesCreate.name, by: first.author, signed: true) { act in
            let seats = CircleSeat.ofCases(of: first.reader.organization)
            for seat in seats {
                try Circles.create(seat, by: first.keys, in: act, on: Self.now.day)
                for member in members.dropFirst() where !seat.duty.roles.isDisjoint(with: member.reader.roles) {
                    try Circles.add(member.account, to: seat, by: first.keys, in: act, on: Self.now.day)
                }
            }
            let sheets = try Circles.drawRecovery(of: seats, by: first.keys, in: act, on: Self.now.day).map(\.text)
            try Circles.tryRecovery(of: seats, sheets[0], sheets[1], in: act, on: Self.now.day)
        }
    }

    private func openCase(_ sharing: [PartyKind], _ fearsReturn: Bool) async throws {
        var contact = FirstContact()
        contact.caseFile.id = caseFile
        (contact.consent.registered, contact.consent.services) = (.yes, .yes)
        (contact.person.sex, contact.person.ageBand) = (.female, AgeBand(code: "25-59"))
        contact.clear = [
            "name": .text("Zqaminata Plantée"), "nationality": .text("MLI"), "telephone": .text("+227 00 77 66 55"), "request": .text("zqhistoire du désert"),
            "sharing": Codes(sharing).value, "structural": fearsReturn ? .text("return-danger") : .null,
        ]
        let made = contact
        try await store.perform(ActName.caseCreate.name, by: agent.author, in: .organization(agent.reader.organization), signed: true) { act in
            let ring = try Keyring(agent.keys, act.connection)
            try made.open(for: agent.reader, leftToIntake: false, by: ring, in: act, on: Self.now.day)
            let key = try #require(try ring.dataKeys(of: made.caseFile.id.cast(), act.connection).first)
            var child = CasePerson()
            (child.caseFile, child.relation, child.ageBand) = (made.caseFile.id, CaseRelation(code: "child"), AgeBand(code: "0-5"))
            try child.seal(\.name, "Zqenfant Planté", under: key)
            try act.make(child)
        }
    }

    // MARK: What people do

    var referring: Referring {
        var referring = Referring()
        referring.receiver = receiver.reader.organization
        (referring.service, referring.need) = (.legalHelp, "zqdemande d’un avocat")
        referring.story = "zqhistoire racontée"
        referring.parts = [.name, .sex]
        return referring
    }

    @discardableResult
    func send(_ referring: Referring? = nil) async throws -> Referral {
        let referring = referring ?? self.referring
        let agent = agent
        let caseFile = caseFile
        let opened = { @Sendable (connection: any Connection) in
            let ring = try Keyring(agent.keys, connection)
            return (ring, try #require(try ReferredCase(caseFile, ring, connection)))
        }
        try await store.performTogether([
            Deed(ActName.referralSend.name, by: agent.author, in: .between(agent.reader.organization, and: receiver.reader.organization), signed: true) { act in
                let (ring, file) = try opened(act.connection)
                try referring.send(file, by: agent.reader, ring, in: act, at: Self.now)
            },
            Deed(ActName.referralLink.name, by: agent.author, in: .organization(agent.reader.organization), followsFormer: true, signed: true) { act in
                let (_, file) = try opened(act.connection)
                try referring.link(file, by: agent.reader, in: act, on: Self.now.day)
            },
        ])
        return try #require(try await store.read { try $0.find(Referral.self, referring.id)?.record })
    }

    /// The same with documents of the case file, each time another referral.
    func send(with documents: Set<ID<CaseDocument>>) async throws -> Referral {
        var referring = referring
        (referring.id, referring.documents) = (.random(), documents)
        return try await send(referring)
    }

    /// Adds a document to the case file, which says of itself that it has so many bytes.
    func attach(_ bytes: [UInt8], saying byteCount: Int? = nil) async throws -> CaseDocument {
        var document = CaseDocument()
        (document.caseFile, document.on) = (caseFile, Self.now.day)
        let key = try #require(try await keys(of: agent, caseFile.cast()).first)
        let place = document.place(of: "file")
        let pieces = try zip(UInt32(0)..., stride(from: 0, to: bytes.count, by: SealedPiece.plainBytes)).map { number, start in
            let piece = Array(bytes[start..<min(bytes.count, start + SealedPiece.plainBytes)])
            return Attachment(try SealedPiece.seal(piece, number: number, under: key, at: place), about: document.about)
        }
        try document.seal(\.file, AttachedFile(.pdf, byteCount: byteCount ?? bytes.count, pieces: pieces.map(\.digest)), under: key)
        try document.seal(\.what, "zqpapier", under: key)
        let made = document
        try await store.perform(ActName.documentAdd.name, by: agent.author, in: .organization(agent.reader.organization)) { act in
            act.attach(pieces)
            try act.make(made)
        }
        return made
    }

    func follow(_ referral: Referral, _ kind: ReferralStepKind, by member: Member, words: String = "", _ change: (inout ReferralStep) -> Void = { _ in })
        async throws
    {
        var step = ReferralStep()
        (step.step, step.on) = (kind, Self.now.day)
        change(&step)
        let following = ReferralFollowing(referral, step, words: words)
        let because = try await member.store.read { try following.cause(for: member.reader.organization, $0) }
        try await member.store.perform(kind.act.name, by: member.author, in: try #require(referral.between), because: because, signed: kind.act.isSigned) {
            act in
            try following.write(by: member.reader, Keyring(member.keys, act.connection), in: act, at: Self.now)
        }
        guard kind == .accepted else { return }
        try await member.store.perform(ActName.referralAssign.name, by: member.author, in: .organization(member.reader.organization), signed: true) { act in
            try ReferralKeys.note(referral, isHeldBy: member.account, in: act, on: Self.now.day)
        }
    }

    func state(_ referral: Referral) async throws -> ReferralState { try await store.read { try $0.state(of: referral) } }

    /// What a member's keys read of a referral: all its sealed texts, run together; nil where they open nothing.
    func reads(_ member: Member, _ referral: Referral) async throws -> String? {
        try await member.store.read { connection in
            let keys = try Keyring(member.keys, connection).dataKeys(of: referral.id.cast(), connection)
            guard let content = try connection.all(ReferralContent.self, "WHERE referral = ?", [referral.id.value]).first?.record.opened(with: keys) else {
                return nil
            }
            let people = try connection.all(ReferredPerson.self, "WHERE referral = ?", [referral.id.value]).compactMap { $0.record.opened(with: keys) }
            return ([content.clear] + people.map(\.clear)).flatMap(\.values).map { "\($0)" }.joined(separator: " ")
        }
    }

    func keys(of member: Member, _ subject: AnyID) async throws -> [DataKey] {
        try await member.store.read { try Keyring(member.keys, $0).dataKeys(of: subject, $0) }
    }

    func copies(_ referral: Referral, at node: Store? = nil) async throws -> [ReferredDocument] {
        try await (node ?? store).read { try $0.all(ReferredDocument.self, "WHERE referral = ? ORDER BY id", [referral.id.value]).map(\.record) }
    }

    /// What a record says of its file to a member whose keys open it.
    func fields<R: Record>(of record: R, for member: Member) async throws -> AttachedFile? {
        let opened = record.opened(with: try await keys(of: member, record.sealedSubject))
        return try opened?.clear["file"].map { try AttachedFile(value: $0) }
    }

    /// The bytes of a record’s file as a member’s keys open them; nil where they do not.
    func file<R: Record>(of record: R, for member: Member) async throws -> [UInt8]? {
        guard let file = try await fields(of: record, for: member) else { return nil }
        let keys = try await keys(of: member, record.sealedSubject)
        return try await member.store.read { connection in
            try zip(UInt32(0)..., file.pieces).reduce(into: [UInt8]()) { bytes, next in
                let sealed = try #require(try connection.attachment(next.1))
                bytes += try #require(SealedPiece.open(sealed, number: next.0, with: keys, at: record.place(of: "file")))
            }
        }
    }

    func opens(_ member: Member, _ referral: Referral) async throws -> Bool {
        try await member.store.read { try !Keyring(member.keys, $0).dataKeys(of: referral.id.cast(), $0).isEmpty }
    }
}
