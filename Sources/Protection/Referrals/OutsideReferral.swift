import Access
import Accounts
import Journal
import Storage
import Vault

/// By what way a referral leaves the network.
package struct ReferralWay: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let paper = Self(code: "paper")
    package static let list: [(Self, Phrase)] = [
        (.paper, Phrase("Fiche imprimée, remise en main propre", en: "Printed form, handed over")),
        (Self(code: "encrypted"), Phrase("Message chiffré", en: "Encrypted message")),
        (Self(code: "call"), Phrase("De vive voix", en: "Spoken")),
        (Self(code: "slip"), Phrase("Bulletin neutre, porté par la personne", en: "Neutral slip, carried by the person")),
    ]
}

/// A referral to a service that is no member: on paper or encrypted, its answer noted by the sender. All of it is the case file’s, and no other organisation has it.
package struct OutsideReferral: Record {
    package var id = ID<OutsideReferral>.random()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var reference = ""
    package var group = NeedGroup.other
    package var priority = ReferralPriority.normal
    package var sentOn: Day?
    package var answerBy: Moment?
    package var way = ReferralWay.paper
    package var provider: Sealed<String>?
    package var offer: Sealed<ID<ServiceOffer>>?
    package var party: Sealed<PartyKind>?
    package var service: Sealed<ServiceKind>?
    package var need: Sealed<String>?
    package var story: Sealed<String>?
    package var shared: Sealed<Codes<ReferralPart>>?

    package init() {}

    package static let kind = "outside_referral"
    package static let counted: Counted? = .part
    package static let title = Phrase("Référencement hors du réseau", en: "Referral outside the network")
    package static let scope = ScopeForm.organization
    package static let indexes = [["case_file", "id"], ["organization", "answer_by", "id"], ["reference"]]
    package static let sealedUnder = "case_file"
    package var about: AnyID? { caseFile?.cast() }

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .hidden),
        .init("case_file", \.caseFile, "Dossier", en: "Case file", required: true, input: .hidden),
        .init("reference", \.reference, "Code", en: "Code", required: true, input: .hidden),
        .init("need_group", \.group, "Type de besoin", en: "Kind of need", required: true, input: .hidden),
        .init("priority", \.priority, "Priorité", en: "Priority", required: true),
        .init("sent_on", \.sentOn, "Remis le", en: "Handed over on"),
        .init("answer_by", \.answerBy, "Réponse attendue avant", en: "Answer due by", input: .hidden),
        .init("way", \.way, "Par quel moyen", en: "By which way", required: true),
        .init("provider", \.provider, "À quel service", en: "To which service", limit: 320, .sealed),
        .init("offer", \.offer, "Service du répertoire", en: "Service of the directory", input: .hidden, .sealed),
        .init("party", \.party, "De quel type", en: "Of which kind", .sealed),
        .init("service", \.service, "Service demandé", en: "Service asked for", .sealed),
        .init("need", \.need, "Ce qui est demandé", en: "What is asked for", limit: 1000, input: .paragraph, .sealed),
        .init("story", \.story, "Son histoire, en bref", en: "Their story, briefly", limit: 2000, input: .paragraph, .sealed),
        .init("shared", \.shared, "Ce qui est partagé", en: "What is shared", .sealed),
    ]
}

/// What a service outside the network answered or did, as the sender heard it.
package struct OutsideStep: Record {
    package var id = ID<OutsideStep>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var outside: ID<OutsideReferral>?
    package var step = ReferralStepKind.accepted
    package var on: Day?
    package var refusal: ReferralRefusal?
    package var access: EffectiveAccess?
    package var next: ReferralNext?
    package var due: Moment?
    package var words: Sealed<String>?

    package init() {}

    package static let kind = "outside_step"
    package static let counted: Counted? = .part
    package static let title = Phrase("Suite du référencement hors du réseau", en: "Step of the referral outside the network")
    package static let scope = ScopeForm.organization
    package static let indexes = [["outside", "rank"]]
    package static let sealedUnder = "case_file"
    package var about: AnyID? { caseFile?.cast() }

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .hidden),
        .init("case_file", \.caseFile, "Dossier", en: "Case file", required: true, input: .hidden),
        .init("outside", \.outside, "Référencement", en: "Referral", required: true, input: .hidden),
        .init("step", \.step, "Suite", en: "Step", required: true, input: .hidden),
        .init("on", \.on, "Le", en: "On", required: true),
        .init("refusal", \.refusal, "Motif", en: "Reason"),
        .init("access", \.access, "La personne a-t-elle accédé à son droit ?", en: "Did the person reach their right?"),
        .init("next", \.next, "Et ensuite ?", en: "What next?"),
        .init("due", \.due, "Suite attendue avant", en: "Next step due by", input: .hidden),
        .init("words", \.words, "Précisions", en: "Details", limit: 1000, input: .paragraph, .sealed),
    ]

    package static let derived: [Derived<Self>] = [.init("rank") { $0.step.rank }]
}

extension OutsideReferral {
    /// Where it stands: the same function as between members, where what the service did counts as the receiver’s.
    package func state(_ connection: any Connection) throws -> ReferralState {
        state(try connection.all(OutsideStep.self, "WHERE outside = ? ORDER BY id LIMIT 200", [id.value]))
    }

    /// The same, of its steps in their order.
    func state(_ steps: [Stored<OutsideStep>]) -> ReferralState {
        var referral = Referral()
        (referral.id, referral.sender, referral.receiver, referral.answerBy) = (id.cast(), organization, id.cast(), answerBy)
        (referral.reference, referral.group, referral.priority) = (reference, group, priority)
        return ReferralState(referral, steps.map { ReferralState.Written(at: $0.versions.making, $0.record.asStep(of: referral)) }, isHandedOver: true)
    }
}

extension OutsideStep {
    package func asStep(of referral: Referral) -> ReferralStep {
        var step = ReferralStep()
        (step.id, step.referral, step.step, step.on, step.due) = (id.cast(), referral.id, self.step, on, due)
        (step.refusal, step.access, step.next) = (refusal, access, next)
        step.by = self.step.side == .sender ? referral.sender : referral.receiver
        return step
    }
}

extension Referring {
    /// Notes in the case file that someone was referred outside the network. Throws a `Refusal` where they did not agree to it.
    package func note(
        _ id: ID<OutsideReferral>, to provider: String, _ offer: ID<ServiceOffer>? = nil, _ party: PartyKind, by way: ReferralWay, _ opened: ReferredCase,
        in act: Act, at now: Moment
    ) throws {
        guard provider.contains(where: { !$0.isWhitespace }) else {
            throw Refusal("referral.provider", Phrase("Dites à quel service.", en: "Say to which service."), field: "provider")
        }
        guard party.isKnown, party != .members else {
            throw Refusal("referral.party-kind", Phrase("Dites de quel type est ce service.", en: "Say of which kind this service is."), field: "party")
        }
        try checked(opened).check(opened.consent, party: party)
        var outside = OutsideReferral()
        (outside.id, outside.caseFile, outside.way) = (id, opened.file.record.id, way)
        outside.reference = try Self.freeReference(act.connection)
        (outside.group, outside.priority, outside.sentOn) = (service?.group ?? .other, priority, now.day)
        outside.answerBy = try act.connection.referralRule().answerBy(priority, from: now)
        try outside.seal(
            [
                "provider": .text(provider), "offer": offer.value, "party": party.value, "service": service?.value ?? .null, "need": .text(need),
                "story": parts.contains(.story) && !story.isEmpty ? .text(story) : .null, "shared": Codes(Array(parts)).value,
            ], under: opened.keys, seen: { _ in .null })
        try act.make(outside)
    }
}

extension OutsideReferral {
    /// What leaves with it, as the case file says it at this moment: the content, and of each person what was ticked.
    package static func said(_ referring: Referring, of opened: ReferredCase) -> (content: [String: Value], people: [[String: Value]]) {
        (referring.said(of: opened), referring.people(of: opened))
    }

    /// What the sender may note now: of the service’s answers and of their own steps.
    package static func mayFollow(_ state: ReferralState) -> [ReferralStepKind] {
        switch state.stage {
        case .sent, .acknowledged: [.accepted, .refused, .served, .closed]
        case .accepted: [.served, .refused, .closed]
        case .refused: [.closed]
        case .served, .access: [.access, .closed]
        case .recalled, .withdrawn: [.destroyed, .kept]
        case .closed, .settled: []
        }
    }

    /// Writes what was heard, or done. Throws a `Refusal` where it cannot follow.
    package func follow(_ typed: OutsideStep, words: String, under keys: [DataKey], in act: Act, at now: Moment) throws {
        let state = try state(act.connection)
        guard Self.mayFollow(state).contains(typed.step) else { throw Refusal.referralMoved }
        let step = typed.asStep(of: state.referral)
        try step.check(today: now.day)
        let isBlank = words.allSatisfy(\.isWhitespace)
        if step.needsWords, isBlank {
            throw Refusal("referral.words", Phrase("Dites pourquoi, en quelques mots.", en: "Say why, in a few words."), field: "words")
        }
        var made = typed
        (made.caseFile, made.outside) = (caseFile, id)
        made.due = try act.connection.referralRule().due(after: made.step, priority, from: now)
        try made.seal(["words": isBlank ? .null : .text(words)], under: keys, seen: { _ in .null })
        try act.make(made)
    }

    /// Notes that the person took their consent back: the sender is to ask the service what becomes of what it was told.
    package func recall(in act: Act, at now: Moment) throws {
        var step = OutsideStep()
        (step.caseFile, step.outside, step.step, step.on) = (caseFile, id, .recalled, now.day)
        step.due = try act.connection.referralRule().due(after: .recalled, priority, from: now)
        try act.make(step)
    }

    /// Those of a case file that a withdrawn consent takes back: what was told outside the network is for the sender to ask back.
    package static func recalls(
        of caseFile: ID<CaseFile>, _ withdrawal: Opened<ConsentWithdrawal>, under keys: [DataKey], _ connection: any Connection
    ) throws -> [OutsideReferral] {
        try connection.all(OutsideReferral.self, "WHERE case_file = ? ORDER BY id LIMIT 500", [caseFile.value]).map(\.record).filter { outside in
            guard let kind = outside.opened(with: keys)?[\.party], withdrawal.endsSharing(with: kind) else { return false }
            return try ![.withdrawn, .recalled, .settled].contains(outside.state(connection).stage)
        }
    }
}
