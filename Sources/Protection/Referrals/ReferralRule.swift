import Access
import Journal
import Storage

/// How long each step of a referral may take; the network edits it. What it begins with follows inter-agency referral forms, and is to be checked by those who know the field.
package struct ReferralRule: Record {
    package var id: ID<ReferralRule> = OnlyOne.referralRule.id()
    package var hoursEmergency = 24
    package var hoursUrgent = 72
    package var hoursNormal = 336
    package var daysEmergency = 2
    package var daysUrgent = 7
    package var daysNormal = 30
    package var daysNext = 3
    package var daysAccess = 14
    package var daysRecall = 3

    package init() {}

    package static let kind = "referral_rule"
    package static let title = Phrase("Délais des référencements", en: "Deadlines of referrals")
    package static let scope = ScopeForm.network

    private static let answer = Phrase("Répondre dans combien d’heures", en: "To be answered within how many hours")
    private static let service = Phrase(
        "Rendre le service dans combien de jours après l’acceptation", en: "Service to be given within how many days of acceptance")
    private static let other = Phrase("Les autres suites, en jours", en: "Other steps, in days")

    package static let fields: [Field<Self>] = [
        .init("hours_emergency", \.hoursEmergency, "Urgence vitale", en: "Emergency", group: answer, required: true),
        .init("hours_urgent", \.hoursUrgent, "Urgent", en: "Urgent", group: answer, required: true),
        .init("hours_normal", \.hoursNormal, "Normal", en: "Normal", group: answer, required: true),
        .init("days_emergency", \.daysEmergency, "Urgence vitale", en: "Emergency", group: service, required: true),
        .init("days_urgent", \.daysUrgent, "Urgent", en: "Urgent", group: service, required: true),
        .init("days_normal", \.daysNormal, "Normal", en: "Normal", group: service, required: true),
        .init("days_next", \.daysNext, "Après un refus, dire la suite", en: "After a refusal, to say what next", group: other, required: true),
        .init(
            "days_access", \.daysAccess, "Après le service, dire si le droit est atteint", en: "After the service, to say whether the right was reached",
            group: other, required: true),
        .init(
            "days_recall", \.daysRecall, "Après un retrait, dire ce qui est détruit", en: "After a recall, to say what was destroyed", group: other,
            required: true),
    ]

    package static let asked = fields.map(\.name)

    /// Throws a `Refusal` where a time is missing, or the more urgent has the longer one.
    package func check() throws(Refusal) {
        guard 0 < hoursEmergency, hoursEmergency <= hoursUrgent, hoursUrgent <= hoursNormal, hoursNormal <= 8_760 else {
            throw Refusal(
                "referral.hours", Phrase("Le plus urgent doit avoir le délai le plus court.", en: "The most urgent must have the shortest time."),
                field: "hours_emergency")
        }
        guard [daysEmergency, daysUrgent, daysNormal, daysNext, daysAccess, daysRecall].allSatisfy({ (1...365).contains($0) }) else {
            throw Refusal("referral.days", Phrase("Donnez entre 1 et 365 jours.", en: "Give between 1 and 365 days."), field: "days_emergency")
        }
    }

    package func answerBy(_ priority: ReferralPriority, from now: Moment) -> Moment {
        switch priority {
        case .emergency: now.advanced(hours: hoursEmergency)
        case .urgent: now.advanced(hours: hoursUrgent)
        default: now.advanced(hours: hoursNormal)
        }
    }

    /// By when what follows a step is due; nil where nothing follows.
    package func due(after step: ReferralStepKind, _ priority: ReferralPriority, from now: Moment) -> Moment? {
        let days: Int? =
            switch step {
            case .accepted: priority == .emergency ? daysEmergency : priority == .urgent ? daysUrgent : daysNormal
            case .refused: daysNext
            case .served, .access: daysAccess
            case .recalled: daysRecall
            default: nil
            }
        return days.map { now.advanced(hours: 24 * $0) }
    }
}

extension Connection {
    /// The network's deadlines, or what it begins with.
    package func referralRule() throws -> ReferralRule { try find(ReferralRule.self, ReferralRule().id)?.record ?? ReferralRule() }
}
