import Exchange
import Journal

/// Two quarters of an invented project, with each sort of figure.
enum SampleReport {
    static let moment: UInt64 = 1_792_000_000_000  // 14 October 2026

    static func day(_ text: String) -> Day { Day(text)! }

    static let periods = [
        ReportedPeriod("q1", Phrase("Trimestre 1", en: "Quarter 1"), day("2026-03-01")...day("2026-05-31")),
        ReportedPeriod("q2", Phrase("Trimestre 2", en: "Quarter 2"), day("2026-06-01")...day("2026-08-31")),
    ]

    static func region(_ code: String, _ name: String, _ figure: ReportedFigure) -> ReportedPart {
        ReportedPart(dimension: "region", Phrase("Région", en: "Region"), code: code, Phrase(same: name), isPlace: true, figure)
    }

    static func sex(_ code: String, _ french: String, _ english: String, _ figure: ReportedFigure) -> ReportedPart {
        ReportedPart(dimension: "sex", Phrase("Sexe", en: "Sex"), code: code, Phrase(french, en: english), figure)
    }

    static let sessions = ReportedIndicator(
        "R2.1", Phrase("Personnes informées de leurs droits", en: "People informed of their rights"),
        unit: Phrase("personnes", en: "people"),
        source: Phrase("Registre des séances", en: "Register of sessions"), baseline: (day("2026-01-15"), .count(0)), target: .count(2400),
        current: .count(1290),
        periods: [
            ReportedValue(
                target: .count(400), actual: .count(540),
                parts: [
                    region("NE001", "Agadez", .count(312)), region("NE005", "Tahoua", .count(228)),
                    sex("f", "Femmes", "Women", .count(201)),
                    sex("m", "Hommes", "Men", .count(339)),
                ]),
            ReportedValue(
                target: .count(600), actual: .count(750),
                parts: [
                    region("NE001", "Agadez", .count(750)), region("NE005", "Tahoua", .hidden), sex("f", "Femmes", "Women", .hidden),
                    sex("m", "Hommes", "Men", .hidden),
                ]),
        ], note: Phrase("non dédoublonné entre organisations", en: "not deduplicated between organisations"))

    static let reached = ReportedIndicator(
        "R2.4", Phrase("Part des référencements aboutis", en: "Share of referrals that succeeded"), unit: Phrase(same: "%"),
        isPercentage: true, isAdded: false,
        source: Phrase("=Registre ; « fiches » & réponses", en: "=Register; “forms” & answers"), target: .number(tenThousandths: 600_000),
        current: .share(45, of: 123),
        periods: [
            ReportedValue(target: .nothing, actual: .share(4, of: 11)),
            ReportedValue(target: .number(tenThousandths: 505_000), actual: .share(41, of: 112)),
        ])

    static let texts = ReportedIndicator(
        "I.2", Phrase("Textes plus protecteurs", en: "More protective texts"), unit: Phrase("textes", en: "texts"),
        source: Phrase("Journal officiel", en: "Official gazette"),
        target: .count(1), current: .nothing,
        periods: [ReportedValue(target: .nothing, actual: .nothing), ReportedValue(target: .nothing, actual: .nothing)])

    static let results = ReportedResults(
        project: Phrase("Projet d’exemple", en: "Sample project"),
        lines: [
            ReportedLine(.impact, Phrase("Les droits sont mieux protégés", en: "Rights are better protected"), [texts]),
            ReportedLine(
                .output, Phrase("Les personnes accèdent à leurs droits", en: "People reach their rights"),
                assumptions: Phrase("Les services restent ouverts", en: "Services stay open"), [sessions, reached]),
        ], periods: periods,
        corrections: [
            ReportedCorrection("R2.1", in: periods[0].name, .count(531), now: .count(540), reason: "La fiche du 28 mai <est> arrivée en juin.")
        ])

    static let activities = [
        ReportedActivity(
            code: "A2.1", title: "Séances d’information", result: "R2", places: "Agadez, Tahoua", responsible: "Organisation d’exemple",
            days: day("2026-03-01")...day("2027-02-28"),
            state: Phrase("En cours", en: "Under way"), percent: 40, isLate: false),
        ReportedActivity(
            code: "A1.1", title: "-1+1", result: "R1", places: "", responsible: "@sample", days: nil,
            state: Phrase("Prévue", en: "Planned"), percent: nil, isLate: true),
    ]

    static let budget = ReportedBudget(
        currency: "EUR",
        lines: [
            ReportedBudgetLine(
                number: "1", name: "Ressources humaines", isHeading: true, agreed: 12_000_050, spentBefore: 2_000_000,
                spentInPeriod: 1_500_025),
            ReportedBudgetLine(
                number: "1.1", name: "Coordination", isHeading: false, agreed: 12_000_050, spentBefore: 2_000_000, spentInPeriod: 1_500_025),
            ReportedBudgetLine(number: "2", name: "Voyages", isHeading: true, agreed: 800_000, spentBefore: 0, spentInPeriod: 925_099),
            ReportedBudgetLine(number: "2.1", name: "Missions", isHeading: false, agreed: 800_000, spentBefore: 0, spentInPeriod: 925_099),
        ])
}
