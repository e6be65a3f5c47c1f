import Access
import Journal
import Statistics
import Storage

/// What the registers of the area tell of the project's second result, each by its indicator.
package enum ProtectionMeasures {
    package static let all: [Measure] = counted.map(\.measure) + [needs, complaintsReceived]

    /// Those of which each record that stands by itself has a part.
    static let counted = [informed] + ofCases + [alertsInTime, complete]

    /// Those that count case files and what belongs to them: what is erased leaves its part in each.
    static let ofCases = [
        identified, assessedInTime, referred, acceptedReferrals, answeredReferrals, documentedConsent, legallyHelped, closedWithReason, feedbackReceived,
        servedReferrals, reachedRights, daysToService, rightsRespected,
    ]

    /// How their parts are worked out.
    package static let tallying = Tallying(edition: 1) { subjects, connection in
        let counting = try Counting(subjects, connection)
        return Tallying.Counted(counting.subjects, counting.parts)
    }

    static let person = Phrase("personnes", en: "people")
    static let referral = Phrase("référencements", en: "referrals")
    static let file = Phrase("dossiers", en: "case files")

    static let sex = Dimension("sex", Phrase("Sexe", en: "Sex"), Sex.self)
    static let age = Dimension("age", Phrase("Tranche d’âge", en: "Age band"), AgeBand.self)
    static let origin = Dimension("origin", Phrase("Origine", en: "Origin"), OriginGroup.self)
    static let region = Dimension("region", Phrase("Région", en: "Region"), codes: nil)
    static let situation = Dimension("situation", Phrase("Situation", en: "Situation"), TravelSituation.self)
    static let risk = Dimension("risk", Phrase("Niveau de risque", en: "Level of risk"), RiskLevel.self)
    static let need = Dimension("need", Phrase("Type de besoin", en: "Kind of need"), NeedGroup.self)
    static let priority = Dimension("priority", Phrase("Priorité", en: "Priority"), ReferralPriority.self)
}

extension ProtectionMeasures {
    /// A session counts people by three ages, not by the bands of a case file.
    private static let life = Dimension(
        "age", Phrase("Tranche d’âge", en: "Age band"),
        codes: [
            ("child", Phrase("Moins de 18 ans", en: "Under 18")), ("adult", Phrase("18 à 59 ans", en: "18 to 59")),
            ("elder", Phrase("60 ans et plus", en: "60 and over")),
        ])

    static let informed = CountedMeasure(
        "R2.1", Phrase("Personnes informées de leurs droits", en: "People informed of their rights"),
        definition: Phrase(
            "Participations aux séances, causeries et entretiens d’information. Une personne venue deux fois compte deux fois.",
            en: "Participations in information sessions, small-group talks and talks with one person. Who came twice counts twice."),
        unit: Phrase(same: "participations"), .sum,
        by: [sex, life, region, Dimension("manner", Phrase("Forme", en: "Form"), InformationManner.self)], from: [InformationSession.kind],
        session: { session in
            let people = session.people
            let groups: [(Sex?, String?, Int)] = [
                (.female, "child", people.girls), (.male, "child", people.boys), (.female, "adult", people.women), (.male, "adult", people.men),
                (.female, "elder", people.elderWomen), (.male, "elder", people.elderMen), (nil, nil, people.others),
            ]
            return groups.filter { $0.2 > 0 }.map { sex, life, count in
                session.row(amount: count, codes: ["sex": sex?.code, "age": life, "region": session.place?.region?.code, "manner": session.manner.code])
            }
        })

    static let alertsInTime = CountedMeasure(
        "R2.11", Phrase("Alertes traitées en 24 heures", en: "Alerts answered within 24 hours"),
        definition: Phrase(
            "Part des alertes reçues et closes en un jour. Une alerte encore dans son délai n’est pas comptée ; une alerte en retard compte contre nous.",
            en: "Share of the alerts received that were closed within a day. One still within its time is not counted; one that is late counts against us."),
        unit: Phrase("alertes", en: "alerts"), .share, by: [Dimension("channel", Phrase("Par", en: "Through"), AlertChannel.self), region], from: [Alert.kind],
        alert: { alert in
            // Within its time still, it is counted from the day on which that ends.
            [
                MeasureRow(
                    when: alert.on?.description ?? "", since: alert.isOpen ? alert.due.day : nil, kind: Alert.kind, record: alert.id.cast(),
                    counts: alert.wasInTime ?? false, codes: ["channel": alert.channel.code, "region": alert.place?.region?.code])
            ]
        })
}

extension InformationSession {
    /// A row of a measure that counts it.
    func row(amount: Int = 1, counts: Bool = true, codes: [String: String?]) -> MeasureRow {
        MeasureRow(when: on?.description ?? "", kind: Self.kind, record: id.cast(), amount: amount, counts: counts, codes: codes)
    }
}
