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

    /// Within the network. Nil where no day says that it left.
    init?(_ referral: Referral, _ steps: [Stored<ReferralStep>]) {
        guard let sentOn = referral.sentOn else { return nil }
        self.init(
            kind: Referral.kind, record: referral.id.cast(), sentOn: sentOn,
            state: ReferralState(referral, steps.map { .init(at: $0.versions.making, $0.record) }),
            codes: Self.codes(referral.group, referral.priority, "member"))
    }

    /// Outside it.
    init?(_ referral: OutsideReferral, _ steps: [Stored<OutsideStep>]) {
        guard let sentOn = referral.sentOn else { return nil }
        self.init(
            kind: OutsideReferral.kind, record: referral.id.cast(), sentOn: sentOn, state: referral.state(steps),
            codes: Self.codes(referral.group, referral.priority, "outside"))
    }

    private init(kind: String, record: AnyID, sentOn: Day, state: ReferralState, codes: [String: String?]) {
        (self.kind, self.record, self.sentOn, self.state, self.codes) = (kind, record, sentOn, state, codes)
    }

    private static func codes(_ group: NeedGroup, _ priority: ReferralPriority, _ way: String) -> [String: String?] {
        ["need": group.code, "priority": priority.code, "way": way]
    }

    /// The receiver's yes or no, the last one.
    var answer: ReferralStep? { state.steps.last { $0.step.step == .accepted || $0.step.step == .refused }?.step }
    var servedOn: Day? { state.last(.served)?.on }

    var closedOn: Day? { state.stage == .closed ? state.last(.closed)?.on : nil }

    func row(_ when: Day? = nil, since: Day? = nil, amount: Int = 1, counts: Bool = true) -> MeasureRow {
        MeasureRow(when: (when ?? sentOn).description, since: since, kind: kind, record: record, amount: amount, counts: counts, codes: codes)
    }
}

extension ProtectionMeasures {
    static let referred = CountedMeasure(
        "R2.4", Phrase("Référencements effectués", en: "Referrals made"),
        definition: Phrase(
            "Référencements envoyés dans la période avec l’accord de la personne, dans le réseau et au-dehors. Une personne peut en avoir plusieurs.",
            en: "Referrals sent in the period with the person’s agreement, within the network and outside it. One person may have several."),
        unit: referral, .sum, by: SentReferral.dimensions, from: [Referral.kind, OutsideReferral.kind, ErasedCount.kind],
        referral: { $0.row() })

    static let acceptedReferrals = CountedMeasure(
        "R2.5", Phrase("Référencements acceptés", en: "Referrals accepted"),
        definition: Phrase(
            "Part des acceptations parmi les réponses aux référencements envoyés dans la période. Ce qui attend une réponse n’est pas compté ici.",
            en: "Share of acceptances among the answers to the referrals sent in the period. What waits for an answer is not counted here."),
        unit: referral, .share, by: SentReferral.dimensions, from: [Referral.kind, OutsideReferral.kind, ErasedCount.kind],
        referral: { sent in sent.answer.map { sent.row(counts: $0.step == .accepted) } })

    static let answeredReferrals = CountedMeasure(
        "R2.6", Phrase("Référencements avec un retour sous 14 jours", en: "Referrals answered within 14 days"),
        definition: Phrase(
            "Part des référencements envoyés depuis au moins 14 jours où le destinataire a dit oui ou non en 14 jours.",
            en: "Share of the referrals sent 14 days ago or more where the receiver said yes or no within 14 days."),
        unit: referral, .share, by: SentReferral.dimensions, from: [Referral.kind, OutsideReferral.kind, ErasedCount.kind],
        referral: { sent in
            let late = sent.sentOn.advanced(by: 14)
            let first = sent.state.steps.filter { $0.step.step == .accepted || $0.step.step == .refused }.compactMap(\.step.on).min()
            return sent.row(since: late, counts: first.map { $0 <= late } ?? false)
        })

    static let servedReferrals = CountedMeasure(
        "O2.1", Phrase("Référencements clos où le service a été rendu", en: "Closed referrals where the service was given"),
        definition: Phrase(
            "Part des référencements clos dans la période qui ont été acceptés et portent une date de service.",
            en: "Share of the referrals closed in the period that were accepted and have a date of service."),
        unit: referral, .share, by: SentReferral.dimensions, from: [Referral.kind, OutsideReferral.kind, ErasedCount.kind],
        referral: { sent in sent.closedOn.map { sent.row($0, counts: sent.servedOn != nil && sent.answer?.step == .accepted) } })

    static let reachedRights = CountedMeasure(
        "O2.1.a", Phrase("Référencements clos où la personne a accédé à son droit", en: "Closed referrals where the person reached their right"),
        definition: Phrase(
            "Part des référencements clos dans la période où l’accès effectif au droit est noté comme pleinement atteint. Un service rendu n’y suffit pas.",
            en:
                "Share of the referrals closed in the period where effective access to the right is noted as fully reached. A service given is not enough."
        ),
        unit: referral, .share, by: SentReferral.dimensions, from: [Referral.kind, OutsideReferral.kind, ErasedCount.kind],
        referral: { sent in sent.closedOn.map { sent.row($0, counts: sent.state.last(.access)?.access == .reached) } })

    static let daysToService = CountedMeasure(
        "O2.2", Phrase("Délai médian jusqu’au premier service", en: "Median time to the first service"),
        definition: Phrase(
            "Jours entre l’envoi et la date du service, pour les référencements envoyés dans la période. Ceux qui n’ont pas encore de date sont comptés à part.",
            en: "Days from sending to the date of service, for the referrals sent in the period. Those without a date yet are counted apart."),
        unit: Phrase("jours", en: "days"), .median, by: SentReferral.dimensions, from: [Referral.kind, OutsideReferral.kind, ErasedCount.kind],
        referral: { sent in sent.row(amount: sent.servedOn.map { $0.number - sent.sentOn.number } ?? 0, counts: sent.servedOn != nil) })
}
