import Access
import Accounts
import Journal
import Matching
import Protection
import Storage
import Vault

/// Opens invented case files with the keys of those who keep them, by the acts that pages do, many acts a transaction; what they say is the same for
/// the same seed, keys and numbers are not.
struct CaseInvention {
    let seed: UInt64
    let teams: [CaseTeam]

    /// How many files are opened in one transaction.
    private static let group = 200

    /// Where there are organisations besides, those of the sample have no more than can be looked at.
    private static let shown = 60

    /// How many files each team keeps: the last `invented` teams share what the others leave, some far more than others.
    static func shares(of cases: Int, among teams: Int, invented: Int) -> [Int] {
        guard teams > 0 else { return [] }
        let few = invented == 0 ? teams : teams - invented
        let each = invented == 0 ? (cases + teams - 1) / teams : min(shown, cases / teams)
        var left = cases
        var shares: [Int] = []
        for _ in 0..<few {
            shares.append(min(left, each))
            left -= shares.last!
        }
        var weights = (0..<invented).map { 1 / Double($0 + 3) }
        while let weight = weights.first {
            let share = weights.count == 1 ? left : min(left, Int((Double(left) * weight / weights.reduce(0, +)).rounded()))
            shares.append(share)
            left -= share
            weights.removeFirst()
        }
        return shares
    }

    func fill(_ store: Store, _ cases: Int, invented: Int, progress: @escaping @Sendable (Int, Int) -> Void) async throws {
        var done = 0
        for (number, (team, share)) in zip(teams, Self.shares(of: cases, among: teams.count, invented: invented)).enumerated() {
            var dice = InventedDice(seed: seed &* 2_000_003 &+ UInt64(number))
            let filling = try await Filling(team, teams, store)
            for start in stride(from: 0, to: share, by: Self.group) {
                try await filling.fill(min(Self.group, share - start), &dice)
                progress(done + start, cases)
            }
            done += share
        }
        progress(done, cases)
    }
}

/// One organisation whose files are being filled.
private struct Filling {
    private let store: Store
    private let team: CaseTeam
    /// The keys of each account that acts here, opened once.
    private let rings: [ID<Account>: Keyring]
    private let others: [ID<Organization>: CaseTeam]
    private let receivers: [ID<Organization>]
    private let sessions: [ID<InformationSession>]
    private let today: Day

    init(_ team: CaseTeam, _ teams: [CaseTeam], _ store: Store) async throws {
        (self.team, self.store, today) = (team, store, store.today)
        receivers = teams.map(\.organization).filter { $0 != team.organization }
        others = Dictionary(uniqueKeysWithValues: teams.filter { $0.organization != team.organization }.map { ($0.organization, $0) })
        let actors = [team.supervisor] + team.agents + others.values.map { $0.agents[0] }
        (rings, sessions) = try await store.read { connection in
            (
                try Dictionary(uniqueKeysWithValues: actors.map { ($0.profile.id, try Keyring($0.keys, connection)) }),
                try connection.all(InformationSession.self, "WHERE organization = ? ORDER BY id LIMIT 500", [team.organization.value]).map(\.id)
            )
        }
    }

    private struct Kept: Sendable {
        let invented: InventedCase
        let agent: NewAccount
    }

    /// Opens so many files, does what was done on them, and lets those whom they are referred to answer.
    func fill(_ count: Int, _ dice: inout InventedDice) async throws {
        var kept: [Kept] = []
        for number in 0..<count {
            let agent = team.agents[number % team.agents.count]
            let setting = InventedCase.Setting(today: today, agent: agent.profile.id, sessions: sessions, receivers: receivers)
            kept.append(Kept(invented: InventedCase(in: setting, using: &dice), agent: agent))
        }
        try await store.performTogether(kept.flatMap(deeds))
        try await refer(kept.filter { $0.invented.referral != nil && !$0.invented.isLeft })
    }

    private func deed(
        _ act: ActName, by account: NewAccount, in scope: Scope, because: Digest? = nil, followsFormer: Bool = false,
        _ body: @escaping @Sendable (Act) throws -> Void
    ) -> Deed {
        Deed(act.name, by: account.author, in: scope, because: because, followsFormer: followsFormer, signed: act.isSigned, body)
    }

    private var own: Scope { .organization(team.organization) }

    /// The first contact, and each act that followed.
    private func deeds(of kept: Kept) throws -> [Deed] {
        let (invented, agent) = (kept.invented, kept.agent)
        guard let ring = rings[agent.profile.id], let reader = agent.reader else { return [] }
        let opening = deed(.caseCreate, by: agent, in: own) { act in
            try invented.contact.open(for: reader, leftToIntake: invented.isLeft, by: ring, in: act, on: invented.openedOn)
            let key = try ring.key(of: invented.id.cast(), act.connection)
            for member in invented.family {
                var person = member.record
                person.caseFile = invented.id
                person.setBands(member.clear, on: invented.openedOn)
                try person.seal(member.clear, under: [key], seen: { _ in .null })
                try act.make(person)
            }
            try CaseIndex.update(act.owedIndexes, by: ring, in: act)
        }
        let work = invented.work.map { work in
            deed(work.act, by: agent, in: own) { act in try work.write(ring.key(of: invented.id.cast(), act.connection), act) }
        }
        return try [opening] + work + closing(invented, agent, ring)
    }

    /// Asked for by the agent, and approved by someone else.
    private func closing(_ invented: InventedCase, _ agent: NewAccount, _ ring: Keyring) throws -> [Deed] {
        guard let closure = invented.closure, let supervisor = team.supervisor.reader else { return [] }
        let asked = CaseDeed(.closureAsk, closure.record, closure.clear, on: today)
        return [
            deed(asked.act, by: agent, in: own) { act in
                try CaseProgress.checkAsking(invented.id, closure.record.reason, act.connection)
                try asked.write(ring.key(of: invented.id.cast(), act.connection), act)
            },
            deed(.closureDecide, by: team.supervisor, in: own) { act in
                guard var closure = try act.connection.find(CaseClosure.self, closure.record.id)?.record, let day = closure.askedOn else { return }
                try CaseProgress.decide(&closure, .approved, by: supervisor, in: act, on: day)
                try act.update(closure)
            },
        ]
    }

    // MARK: Referrals

    /// The senders' acts, the receivers' because of them, and what the senders did last.
    private func refer(_ kept: [Kept]) async throws {
        guard !kept.isEmpty else { return }
        let sent = try await store.performTogether(kept.flatMap(sending))
        let sendings = stride(from: 0, to: sent.count, by: 2).map { sent[$0].entry }
        let referrals = try await store.read { connection in
            try kept.compactMap { try $0.invented.referral.flatMap { try connection.find(Referral.self, $0.referring.id)?.record } }
        }
        var ends: [(kept: Kept, referral: Referral, last: Int)] = []
        var answers: [Deed] = []
        for ((kept, referral), sending) in zip(zip(kept, referrals), sendings) {
            let answered = try answering(kept, referral, because: sending)
            ends.append((kept, referral, answers.count + answered.count - 1))
            answers += answered
        }
        let answered = try await store.performTogether(answers)
        try await store.performTogether(
            ends.flatMap { end in
                try ending(end.kept, end.referral, because: answered.indices.contains(end.last) ? answered[end.last].entry : nil)
            })
    }

    private func sending(_ kept: Kept) -> [Deed] {
        let (id, agent) = (kept.invented.id, kept.agent)
        guard let referral = kept.invented.referral, let receiver = referral.referring.receiver, let ring = rings[agent.profile.id], let reader = agent.reader
        else { return [] }
        let opened = { @Sendable (connection: any Connection) in
            guard let file = try ReferredCase(id, ring, connection) else { throw Circles.notHolder }
            return file
        }
        return [
            deed(.referralSend, by: agent, in: .between(team.organization, and: receiver)) { act in
                try referral.referring.send(opened(act.connection), by: reader, ring, in: act, at: Moment(referral.sentOn, .noon))
            },
            deed(.referralLink, by: agent, in: own, followsFormer: true) { act in
                try referral.referring.link(opened(act.connection), by: reader, in: act, on: referral.sentOn)
            },
        ]
    }

    /// The receiver's steps, in their order.
    private func answering(_ kept: Kept, _ referral: Referral, because: Digest?) throws -> [Deed] {
        guard let answers = kept.invented.referral?.answers, let receiver = referral.receiver, let account = others[receiver]?.agents[0],
            let reader = account.reader,
            let between = referral.between, let ring = rings[account.profile.id]
        else { return [] }
        let now = Moment(milliseconds: store.milliseconds)
        return answers.flatMap { answer in
            let following = ReferralFollowing(referral, answer.step, words: answer.words)
            let step = deed(answer.step.step.act, by: account, in: between, because: because) { act in
                try following.write(by: reader, ring, in: act, at: now)
            }
            guard answer.step.step == .accepted else { return [step] }
            let assigning = deed(.referralAssign, by: account, in: .organization(receiver), followsFormer: true) { act in
                try ReferralKeys.note(referral, isHeldBy: account.profile.id, in: act, on: now.day)
            }
            return [step, assigning]
        }
    }

    private func ending(_ kept: Kept, _ referral: Referral, because: Digest?) throws -> [Deed] {
        guard let ending = kept.invented.referral?.ending, let between = referral.between, let ring = rings[kept.agent.profile.id],
            let reader = kept.agent.reader
        else { return [] }
        let following = ReferralFollowing(referral, ending)
        let now = Moment(milliseconds: store.milliseconds)
        return [deed(ending.step.act, by: kept.agent, in: between, because: because) { try following.write(by: reader, ring, in: $0, at: now) }]
    }
}

extension Keyring {
    /// A key that these open; throws where there is none.
    fileprivate func key(of subject: AnyID, _ connection: any Connection) throws -> DataKey {
        guard let key = try dataKeys(of: subject, connection).first else { throw Circles.notHolder }
        return key
    }
}

extension LocalTime {
    fileprivate static let noon = LocalTime(hour: 12, minute: 0)!
}
