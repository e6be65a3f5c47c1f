import Access
import Accounts
import Journal
import Statistics
import Storage

/// A referral that an organisation sent, within the network or out of it, and where it stands.
struct SentReferral: Sendable {
    let kind: String
    let record: AnyID
    let sentOn: Day
    let state: ReferralState
    let codes: [String: String?]

    private static let way = [
        (code: "member", label: Phrase("Membre du réseau", en: "Member of the network")), ("outside", Phrase("Hors du réseau", en: "Outside the network")),
    ]
    static let dimensions = [ProtectionMeasures.need, ProtectionMeasures.priority, Dimension("way", Phrase("À", en: "To"), codes: way)]

    /// What the organisation sent between two days, of the persons who agree to be counted.
    static func all(_ question: MeasureQuestion, _ connection: any Connection) throws -> [SentReferral] {
        try question.once("sent") { try read(question, sentFrom: question.days.lowerBound, connection) }
    }

    /// The same, of what may be closed between them: sent at most two years before.
    static func allClosable(_ question: MeasureQuestion, _ connection: any Connection) throws -> [SentReferral] {
        try question.once("closable") { try read(question, sentFrom: question.days.lowerBound.advanced(by: -longest), connection) }
    }

    private static func read(_ question: MeasureQuestion, sentFrom first: Day, _ connection: any Connection) throws -> [SentReferral] {
        let first = first.value
        let (own, sender, part) = (question.own(), question.chosen("sender"), question.ofSubject("case_file"))
        let values = sender.values + [first, question.last]
        let sent = "\(question.chosen().sql) AND sent_on BETWEEN ? AND ?"
        let member = "SELECT id FROM referral WHERE \(sender.sql) AND sent_on BETWEEN ? AND ?"
        // What was sent to a member stays theirs too, whatever becomes of one case file.
        let inside =
            question.subject != nil
            ? [] : try connection.all(Referral.self, "WHERE \(sender.sql) AND sent_on BETWEEN ? AND ? ORDER BY sent_on, id", values).map(\.record)
        let outside = try connection.all(OutsideReferral.self, "WHERE \(sent)\(part.sql) ORDER BY sent_on, id", values + part.values).map(\.record)
        let of = inside.isEmpty ? [] : try connection.all(CaseReferral.self, "WHERE \(own.sql) AND referral IN (\(member))", own.values + values).map(\.record)
        let files = try CountedCases(
            question.ofAll,
            where: """
                (id IN (SELECT case_file FROM outside_referral WHERE \(sent)) OR id IN (SELECT case_file FROM case_referral WHERE \(own.sql) AND referral IN \
                (\(member))))
                """, values + own.values + values, connection)
        let counted = Set(files.files.map(\.id))
        // The receiver has a file of its own for the same referral: it was sent from the sender's.
        let senderOf = Dictionary(uniqueKeysWithValues: inside.map { ($0.id, $0.sender) })
        let fileOf = Dictionary(of.compactMap { link in link.referral.flatMap { senderOf[$0] == link.organization ? ($0, link.caseFile) : nil } }) { first, _ in
            first
        }
        let steps =
            inside.isEmpty
            ? [:]
            : try Dictionary(
                grouping: connection.all(
                    ReferralStep.self, "WHERE referral IN (\(member)) ORDER BY id", values)
            ) { $0.record.referral }
        let members = inside.compactMap { referral -> SentReferral? in
            // A file that is gone took its consent with it; what was sent stays counted.
            if let file = fileOf[referral.id].flatMap({ $0 }), !counted.contains(file) { return nil }
            guard let sentOn = referral.sentOn else { return nil }
            let state = ReferralState(referral, (steps[referral.id] ?? []).map { .init(at: $0.versions.making, $0.record) })
            return SentReferral(
                kind: Referral.kind, record: referral.id.cast(), sentOn: sentOn, state: state, codes: codes(referral.group, referral.priority, "member"))
        }
        let outsideSteps =
            try outside.isEmpty
            ? [:]
            : Dictionary(
                grouping: connection.all(
                    OutsideStep.self, "WHERE outside IN (SELECT id FROM outside_referral WHERE \(sent)\(part.sql)) ORDER BY id", values + part.values)
            ) { $0.record.outside }
        let others = outside.compactMap { referral -> SentReferral? in
            guard let file = referral.caseFile, counted.contains(file), let sentOn = referral.sentOn else { return nil }
            return SentReferral(
                kind: OutsideReferral.kind, record: referral.id.cast(), sentOn: sentOn, state: referral.state(outsideSteps[referral.id] ?? []),
                codes: codes(referral.group, referral.priority, "outside"))
        }
        return members + others
    }

    private static func codes(_ group: NeedGroup, _ priority: ReferralPriority, _ way: String) -> [String: String?] {
        ["need": group.code, "priority": priority.code, "way": way]
    }

    /// The receiver's yes or no, the last one.
    var answer: ReferralStep? { state.steps.last { $0.step.step == .accepted || $0.step.step == .refused }?.step }
    var servedOn: Day? { state.last(.served)?.on }

    func row(_ when: Day? = nil, amount: Int = 1, counts: Bool = true) -> MeasureRow {
        MeasureRow(when: (when ?? sentOn).description, kind: kind, record: record, amount: amount, counts: counts, codes: codes)
    }

    /// How far back a referral closed in a period may have been sent, in days.
    private static let longest = 730
}

extension ProtectionMeasures {
    static let referred = Measure(
        "R2.4", Phrase("Référencements effectués", en: "Referrals made"),
        definition: Phrase(
            "Référencements envoyés dans la période avec l’accord de la personne, dans le réseau et au-dehors. Une personne peut en avoir plusieurs.",
            en: "Referrals sent in the period with the person’s agreement, within the network and outside it. One person may have several."),
        unit: referral, .sum, by: SentReferral.dimensions, from: [Referral.kind, OutsideReferral.kind]
    ) { question, connection in
        try SentReferral.all(question, connection).map { $0.row() }
    }

    static let acceptedReferrals = Measure(
        "R2.5", Phrase("Référencements acceptés", en: "Referrals accepted"),
        definition: Phrase(
            "Part des acceptations parmi les réponses aux référencements envoyés dans la période. Ce qui attend une réponse n’est pas compté ici.",
            en: "Share of acceptances among the answers to the referrals sent in the period. What waits for an answer is not counted here."),
        unit: referral, .share, by: SentReferral.dimensions, from: [Referral.kind, OutsideReferral.kind]
    ) { question, connection in
        try SentReferral.all(question, connection).compactMap { sent in sent.answer.map { sent.row(counts: $0.step == .accepted) } }
    }

    static let answeredReferrals = Measure(
        "R2.6", Phrase("Référencements avec un retour sous 14 jours", en: "Referrals answered within 14 days"),
        definition: Phrase(
            "Part des référencements envoyés depuis au moins 14 jours où le destinataire a dit oui ou non en 14 jours.",
            en: "Share of the referrals sent 14 days ago or more where the receiver said yes or no within 14 days."),
        unit: referral, .share, by: SentReferral.dimensions, from: [Referral.kind, OutsideReferral.kind]
    ) { question, connection in
        try SentReferral.all(question, connection).filter { $0.sentOn.advanced(by: 14) <= question.today }.map { sent in
            let first = sent.state.steps.filter { $0.step.step == .accepted || $0.step.step == .refused }.compactMap(\.step.on).min()
            return sent.row(counts: first.map { $0 <= sent.sentOn.advanced(by: 14) } ?? false)
        }
    }

    /// The referrals that were closed in the period.
    private static func closed(_ question: MeasureQuestion, _ connection: any Connection) throws -> [(SentReferral, Day)] {
        try SentReferral.allClosable(question, connection).compactMap { sent in
            guard sent.state.stage == .closed, let on = sent.state.last(.closed)?.on, question.days.contains(on) else { return nil }
            return (sent, on)
        }
    }

    static let servedReferrals = Measure(
        "O2.1", Phrase("Référencements clos où le service a été rendu", en: "Closed referrals where the service was given"),
        definition: Phrase(
            "Part des référencements clos dans la période, envoyés au plus deux ans avant elle, qui ont été acceptés et portent une date de service.",
            en: "Share of the referrals closed in the period, and sent at most two years before it, that were accepted and have a date of service."),
        unit: referral, .share, by: SentReferral.dimensions, from: [Referral.kind, OutsideReferral.kind]
    ) { question, connection in
        try closed(question, connection).map { sent, on in sent.row(on, counts: sent.servedOn != nil && sent.answer?.step == .accepted) }
    }

    static let reachedRights = Measure(
        "O2.1.a", Phrase("Référencements clos où la personne a accédé à son droit", en: "Closed referrals where the person reached their right"),
        definition: Phrase(
            "Part des référencements clos dans la période, envoyés au plus deux ans avant elle, où l’accès effectif au droit est noté comme pleinement atteint. Un service rendu n’y suffit pas.",
            en:
                "Share of the referrals closed in the period, and sent at most two years before it, where effective access to the right is noted as fully reached. A service given is not enough."
        ),
        unit: referral, .share, by: SentReferral.dimensions, from: [Referral.kind, OutsideReferral.kind]
    ) { question, connection in
        try closed(question, connection).map { sent, on in sent.row(on, counts: sent.state.last(.access)?.access == .reached) }
    }

    static let daysToService = Measure(
        "O2.2", Phrase("Délai médian jusqu’au premier service", en: "Median time to the first service"),
        definition: Phrase(
            "Jours entre l’envoi et la date du service, pour les référencements envoyés dans la période. Ceux qui n’ont pas encore de date sont comptés à part.",
            en: "Days from sending to the date of service, for the referrals sent in the period. Those without a date yet are counted apart."),
        unit: Phrase("jours", en: "days"), .median, by: SentReferral.dimensions, from: [Referral.kind, OutsideReferral.kind]
    ) { question, connection in
        try SentReferral.all(question, connection).map { sent in
            sent.row(amount: sent.servedOn.map { $0.number - sent.sentOn.number } ?? 0, counts: sent.servedOn != nil)
        }
    }
}
