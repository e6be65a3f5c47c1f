import Access
import Accounts
import Journal
import Storage
import Vault

/// What either party does with a referral: a step of its own, in its own entry, because of the other’s.
package struct ReferralFollowing: Sendable {
    package let referral: Referral
    package let step: ReferralStep
    package let words: String

    package init(_ referral: Referral, _ step: ReferralStep, words: String = "") {
        (self.referral, self.step, self.words) = (referral, step, words.contains { !$0.isWhitespace } ? words : "")
    }

    /// Writes the step for both, with its words sealed, and does with the key what follows from it. Throws a `Refusal` where it is not that party’s to do now.
    package func write(by reader: Reader, _ ring: Keyring?, in act: Act, at now: Moment) throws {
        guard let side = referral.side(of: reader.organization) else { throw Refusal.notParty }
        try act.connection.state(of: referral).check(step.step, by: side)
        try step.check(today: now.day)
        if let on = step.on, let sent = referral.sentOn, on < sent {
            throw Refusal("referral.early", Phrase("C’est avant l’envoi du référencement.", en: "This is before the referral was sent."), field: "on")
        }
        if step.needsWords, words.isEmpty {
            throw Refusal("referral.words", Phrase("Dites pourquoi, en quelques mots.", en: "Say why, in a few words."), field: "words")
        }
        var made = step
        (made.sender, made.receiver, made.referral, made.by) = (referral.sender, referral.receiver, referral.id, reader.organization)
        made.due = try act.connection.referralRule().due(after: step.step, referral.priority, from: now)
        try act.make(made)
        if !words.isEmpty {
            guard let key = try ring?.dataKeys(of: referral.id.cast(), act.connection).first else { throw Circles.notHolder }
            var note = ReferralNote()
            (note.sender, note.receiver, note.referral, note.step) = (referral.sender, referral.receiver, referral.id, made.id)
            try note.seal(\.text, words, under: key)
            try act.make(note)
        }
        switch step.step {
        case .acknowledged: if let ring { try ReferralKeys.receive(referral, by: ring, in: act) } else { throw Circles.notHolder }
        case .accepted: if let ring { try ReferralKeys.accept(referral, for: reader.account, by: ring, in: act) } else { throw Circles.notHolder }
        case .refused: try ReferralKeys.refuse(referral, in: act)
        case .destroyed: try destroy(.request, by: reader, in: act, at: now)
        case .recalled:
            // What nobody has opened is destroyed at once; what was opened is the receiver’s to answer for.
            if try !act.connection.state(of: referral).isOpened { try destroy(.request, by: reader, in: act, at: now) }
        default: break
        }
    }

    private func destroy(_ ground: ErasureGround, by reader: Reader, in act: Act, at now: Moment) throws {
        try Erasure.erase(referral.id.cast(), ErasureCertificate(ground, by: reader.account, on: now.day), in: act, at: now.milliseconds)
    }

    /// The entry of the other party that this one follows: their last step, or the sending.
    package func cause(for organization: ID<Organization>, _ connection: any Connection) throws -> Digest? {
        let last = try connection.state(of: referral).steps.filter { $0.step.by != organization }.max { $0.at < $1.at }?.step.id
        let record: AnyID? = last?.cast() ?? (referral.sender == organization ? nil : referral.id.cast())
        return try record.flatMap { try connection.entries(of: $0).first?.hash }
    }
}

extension ReferralFollowing {
    /// What the withdrawal of a consent does to the referrals of a case file: each that has not ended otherwise is taken back, in an act of its own between its two parties.
    package static func recalls(
        of caseFile: ID<CaseFile>, _ withdrawal: Opened<ConsentWithdrawal>, _ connection: any Connection
    ) throws -> [Referral] {
        try sent(from: caseFile, connection).compactMap { referral, state in withdrawal.endsSharing(with: .members, referral.receiver) ? referral : nil }
    }

    /// What the erasure of a case file does to them: each that nobody has opened is taken back, and destroyed with that.
    package static func unopened(of caseFile: ID<CaseFile>, _ connection: any Connection) throws -> [Referral] {
        try sent(from: caseFile, connection).compactMap { referral, state in state.isOpened ? nil : referral }
    }

    /// Those that left from a case file and can be taken back.
    private static func sent(from caseFile: ID<CaseFile>, _ connection: any Connection) throws -> [(Referral, ReferralState)] {
        let owner = try connection.find(CaseFile.self, caseFile)?.record.organization
        return try connection.referrals(of: caseFile).filter { $0.sender == owner }.compactMap { referral in
            let state = try connection.state(of: referral)
            return state.mayFollow(by: .sender).contains(.recalled) ? (referral, state) : nil
        }
    }
}

extension Connection {
    /// The referrals that left from a case file, and those that it was opened from.
    func referrals(of caseFile: ID<CaseFile>) throws -> [Referral] {
        try all(CaseReferral.self, "WHERE case_file = ? ORDER BY id LIMIT 500", [caseFile.value]).compactMap { link in
            try link.record.referral.flatMap { try find(Referral.self, $0)?.record }
        }
    }
}

extension WithdrawnConsent {
    static let services = Self(code: "services")

    /// Whether taking this back ends what was shared with organisations of a kind, or with one of them: all, where nothing was named, else the kind and
    /// the organisation that were.
    func endsSharing(with kind: PartyKind, _ organization: ID<Organization>?, named party: PartyKind?, _ named: ID<Organization>?) -> Bool {
        switch self {
        case .registered, .services: true
        case .sharing: party == nil && named == nil || party == kind || named != nil && named == organization
        default: false
        }
    }
}

extension Refusal {
    static let notParty = Refusal("referral.party", Phrase("Ce référencement n’est pas le vôtre.", en: "This referral is not yours."))
}
