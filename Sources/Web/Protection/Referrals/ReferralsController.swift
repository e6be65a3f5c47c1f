import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import NetworkLife
import NIOCore
import Protection
import Storage
import Vault

/// Referrals of the reader's organisation, those it sent and those it received; each of them, and what either side does with it.
enum ReferralsController {
    static let routes: [Route] =
        [
            .get(.referrals, .permission(.referralShow)) { visit, connection in try ReferralList.page(visit, connection) },
            .get(.referralsEscalated, .permission(.referralEscalated)) { visit, connection in try EscalatedReferrals.page(visit, connection) },
            .get(.referral, .permission(.referralShow)) { visit, connection in try page(visit, connection) },
            .get(.referralSteps, .permission(.referralEdit)) { visit, connection in
                try stepPage(visit, connection, ReferralStepKind(code: visit.query["step"] ?? ""))
            },
            .post(.referralSteps, .permission(.referralEdit), follow),
            .post(.referralAssignments, .permission(.caseAssign), assign),
            .get(.referralSlip, .permission(.referralShow), slip),
            .get(.referredDocument, .permission(.referralShow), document),
        ] + rule

    // MARK: One referral

    private static func page(_ visit: Visit, _ connection: any Connection, problems: [Refusal.Problem] = []) throws -> Reply {
        let opened = try OpenedReferral(visit, connection)
        let agents = visit.may(.caseAssign) && opened.isRead && !opened.state.isOver ? try CasesController.agents(visit, connection) : []
        let names = try Names(
            visit, connection,
            ids: [opened.referral.sender?.cast(), opened.referral.receiver?.cast(), opened.caseFile?.cast()] + opened.holders.map { $0.account?.cast() })
        let show = ReferralShow(
            visit: visit, opened: opened, names: names, agents: agents, problems: problems,
            fed: opened.side == .sender ? try FedIndicators(Referral.self, opened.referral.id, visit, connection) : nil)
        let other = names[opened.referral.party(opened.side.other)]
        let body = visit.render(
            opened.referral.called(visit.say),
            lede: opened.side == .sender ? visit.say("Envoyé à \(other)", en: "Sent to \(other)") : visit.say("Reçu de \(other)", en: "Received from \(other)"),
            trail: visit.trailToReferrals()
        ) { show }
        return reply(body, opened, problems)
    }

    private static func reply(_ body: ByteBuffer, _ opened: OpenedReferral, _ problems: [Refusal.Problem]) -> Reply {
        let status: Reply.Status = problems.isEmpty ? .ok : .unprocessableContent
        guard opened.isRead else { return .page(body, status: status) }
        return .opened(body, Reading.Note(.referralOpen, of: Referral.kind, [opened.referral.id.cast()]), status: status)
    }

    /// A document that came along, for whoever may read what the referral holds: the receiver not before having said that it came.
    private static func document(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let document = try visit.find(ReferredDocument.self, connection).record
        guard let referral = try document.referral.flatMap({ try visit.find(Referral.self, $0, connection)?.record }),
            try OpenedReferral(referral, visit, connection).documents.contains(where: { $0.record.id == document.id })
        else { throw Failure.notFound }
        return try visit.file(\.file, of: document, noting: Reading.Note(.referralOpen, of: Referral.kind, [referral.id.cast()]), connection)
    }

    // MARK: The next step

    private static func stepPage(
        _ visit: Visit, _ connection: any Connection, _ kind: ReferralStepKind, typed: Typed? = nil, problems: [Refusal.Problem] = []
    ) throws -> Reply {
        let opened = try OpenedReferral(visit, connection)
        guard opened.state.mayFollow(by: opened.side).contains(kind) else {
            return try page(
                visit, connection,
                problems: [
                    .init(
                        nil,
                        Phrase(
                            "Ce référencement a changé entre-temps : relisez-le, puis choisissez à nouveau.",
                            en: "This referral has changed meanwhile: read it again, then choose anew."))
                ])
        }
        let form = StepForm(
            visit: visit, kind: kind, verb: kind.verb(in: opened.state), asked: opened.state.asked(kind), explanation: opened.state.explanation(of: kind),
            action: SitePath.referralSteps(opened.referral.id),
            back: SitePath.referral(opened.referral.id), typed: typed, problems: problems)
        return visit.page(
            visit.say(kind.verb(in: opened.state)), lede: opened.referral.called(visit.say),
            trail: visit.trailToReferrals() + [(opened.referral.reference, SitePath.referral(opened.referral.id))],
            status: problems.isEmpty ? .ok : .unprocessableContent
        ) { form }
    }

    private static func follow(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let kind = ReferralStepKind(code: typed["step"])
        let reader = try visit.reader()
        let referral = try await visit.site.store.read { try visit.find(Referral.self, $0).record }
        guard kind.rank > 0, let between = referral.between else { throw Failure.notFound }
        let again = { (problems: [Refusal.Problem]) in
            try await visit.site.store.read { connection in
                kind.isOneButton ? try page(visit, connection, problems: problems) : try stepPage(visit, connection, kind, typed: typed, problems: problems)
            }
        }
        let state = try await visit.site.store.read { try $0.state(of: referral) }
        var (step, words, problems) = StepForm.read(kind, typed, asked: state.asked(kind), today: visit.today)
        guard problems.isEmpty else { return try await again(problems) }
        let isHandedOver = kind == .closed && state.isTakenOver && referral.sender == reader.organization
        if isHandedOver { step.next = .nothing }
        let following = ReferralFollowing(referral, step, words: words)
        let (keys, now) = (try visit.memberKeys(), visit.moment)
        let because = try await visit.site.store.read { try following.cause(for: reader.organization, $0) }
        do {
            var deeds = [
                try visit.deed(kind.act, token: typed.token, in: between, because: because) { act in
                    try following.write(by: reader, Keyring(keys, act.connection), in: act, at: now)
                }
            ]
            if kind == .accepted {
                deeds.append(
                    try visit.deed(.referralAssign, token: Visit.token(typed.token, 1), in: .organization(reader.organization), followsFormer: true) { act in
                        try ReferralKeys.note(referral, isHeldBy: reader.account, in: act, on: now.day)
                    })
            }
            if isHandedOver { deeds.append(try closing(referral, typed, visit)) }
            return .done(try await visit.site.store.performTogether(deeds)[0], at: SitePath.referral(referral.id))
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }

    /// Asks for the sender's own file to be closed, as followed elsewhere; another person decides it, as of any closure.
    private static func closing(_ referral: Referral, _ typed: Typed, _ visit: Visit) throws -> Deed {
        let (reader, today) = (try visit.reader(), visit.today)
        return try visit.deed(.closureAsk, token: Visit.token(typed.token, 2), in: .organization(reader.organization), followsFormer: true) { act in
            let link = try act.connection.all(
                CaseReferral.self, "WHERE referral = ? AND organization = ? LIMIT 1", [referral.id.value, reader.organization.value]
            ).first
            guard let file = link?.record.caseFile else { return }
            // Closed meanwhile, or asked for: nothing is left to ask.
            do { try CaseProgress.checkAsking(file, .transferred, act.connection) } catch is Refusal { return }
            var closure = CaseClosure()
            (closure.caseFile, closure.reason) = (file, .transferred)
            (closure.askedBy, closure.askedOn) = (reader.account, today)
            try act.make(closure)
        }
    }

    private static func assign(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let referral = try await visit.site.store.read { try visit.find(Referral.self, $0).record }
        let again = { (problems: [Refusal.Problem]) in try await visit.site.store.read { try page(visit, $0, problems: problems) } }
        guard let account = ID<Account>(typed["account"]) else {
            return try await again([.init("account", Phrase("Choisissez à qui confier le référencement.", en: "Choose to whom the referral is assigned."))])
        }
        let (keys, today) = (try visit.memberKeys(), visit.today)
        do {
            let outcome = try await visit.perform(.referralAssign, typed, in: visit.scope(of: ReferralAssignment.self)) { act in
                try ReferralKeys.assign(referral, to: account, by: Keyring(keys, act.connection), in: act, on: today)
            }
            return .done(outcome, at: SitePath.referral(referral.id))
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }

    /// A paper that says nothing but a code and where to show it.
    private static func slip(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let referral = try visit.find(Referral.self, connection).record
        let receiver = try referral.receiver.flatMap { try connection.find(OrganizationProfile.self, $0)?.record }
        let where_ = [receiver?.name, receiver?.address, receiver?.telephone, receiver?.hours].compactMap { $0 }.filter { !$0.isEmpty }
        return visit.page(visit.say("Bulletin", en: "Slip"), trail: visit.trailToReferrals() + [(referral.reference, SitePath.referral(referral.id))]) {
            NeutralSlip(say: visit.say, code: referral.reference, place: where_)
        }
    }

    // MARK: The network's deadlines

    private static let editing = RecordEditing(
        ReferralRule.self, asked: ReferralRule.asked, act: .referralRuleEdit, title: ReferralRule.title,
        lede: Phrase(
            "24 h, 72 h et 2 semaines viennent de fiches inter-agences ; les autres délais sont à vérifier par le réseau.",
            en: "24 h, 72 h and 2 weeks come from inter-agency forms; the network is to check the others."))

    private static let rule: [Route] = [
        .get(.referralRule, .permission(.referralRuleShow)) { visit, connection in
            let rule = try connection.referralRule()
            let names = try Names(visit, connection, ids: [])
            return visit.page(
                visit.say(ReferralRule.title),
                lede: visit.say(
                    "Au-delà, les deux organisations et le point focal de l’antenne le voient.",
                    en: "Beyond, both organisations and the branch’s focal point see it.")
            ) {
                if visit.may(.referralRuleEdit) {
                    div(.class("actions")) {
                        a(visit.say("Modifier les délais", en: "Edit the deadlines"), .class("primary"), .href(SitePath.referralRuleEdit()))
                    }
                }
                Each(rule.groups) { group in
                    h2(visit.say(group.heading))
                    dl(.class("summary")) { FieldLines(record: rule, fields: group.fields, names: names, say: visit.say) }
                }
            }
        },
        .get(.referralRuleEdit, .permission(.referralRuleEdit)) { visit, connection in
            let stored = try connection.find(ReferralRule.self, ReferralRule().id)
            return try editing.page(
                visit, connection, stored?.record ?? ReferralRule(), versions: stored?.versions, to: SitePath.referralRuleEdit(), back: SitePath.referralRule())
        },
        .post(.referralRuleEdit, .permission(.referralRuleEdit)) { visit, typed in
            let stored = try await visit.site.store.read { try $0.find(ReferralRule.self, ReferralRule().id) }
            return try await editing.take(
                visit, typed, into: stored?.record ?? ReferralRule(), isNew: stored == nil, to: SitePath.referralRuleEdit(), back: SitePath.referralRule(),
                landing: SitePath.referralRule(), rule: { rule, _ in try rule.check() })
        },
    ]
}

extension ReferralRule {
    /// The fields under each heading.
    fileprivate var groups: [(heading: Phrase, fields: [String])] {
        var groups: [(heading: Phrase, fields: [String])] = []
        for field in Self.fields {
            guard let heading = field.group else { continue }
            if groups.last?.heading == heading { groups[groups.count - 1].fields.append(field.name) } else { groups.append((heading, [field.name])) }
        }
        return groups
    }
}

extension ReferralStepKind {
    /// Whether it asks nothing: a button on the referral's own page does it.
    var isOneButton: Bool { self == .acknowledged || self == .accepted }
}

extension ReferralState {
    /// What is asked with a step, beside words.
    func asked(_ kind: ReferralStepKind) -> [String] { kind == .closed && isTakenOver ? ["on"] : kind.asked }

    /// What will follow, where that is not plain.
    func explanation(of kind: ReferralStepKind) -> Phrase? {
        switch kind {
        case .closed where isTakenOver:
            Phrase(
                "La clôture de votre dossier est demandée, avec le motif « Suivie par une autre organisation » ; une autre personne la décide.",
                en: "The closure of your file is asked for, because the person is followed by another organisation; someone else decides it.")
        case .recalled where isOpened:
            Phrase(
                "L’autre organisation l’a ouvert : elle devra dire si elle détruit ou conserve ce qu’elle a, et pourquoi.",
                en: "The other organisation has opened it: they will have to say whether they destroy or keep what they have, and why.")
        case .recalled:
            Phrase(
                "Personne ne l’a encore ouvert : ce qu’il contient est détruit aussitôt, partout.",
                en: "Nobody has opened it yet: what it holds is destroyed at once, everywhere.")
        case .destroyed:
            Phrase(
                "Le contenu du référencement est détruit aussitôt, partout. Un dossier ouvert chez vous avec lui reste à effacer.",
                en: "The content of the referral is destroyed at once, everywhere. A case file that you opened with it remains to be erased.")
        case .kept:
            Phrase(
                "La personne a retiré son accord. Dites à quel titre vous conservez ce que vous avez.",
                en: "The person has taken back their agreement. Say on what ground you keep what you have.")
        case .refused: Phrase("Après un refus, plus personne chez vous ne peut l’ouvrir.", en: "After a refusal, nobody of yours can open it any more.")
        default: nil
        }
    }
}
