import Access
import Journal
import NetworkLife
import Results
import Storage

extension SampleProject {
    /// An invented budget, what was spent of it so far, and the risks that are watched.
    func makeBudget(in act: Act) throws {
        let calendar = try act.connection.calendar()
        guard let start = calendar.start else { return }
        var rule = BudgetRule()
        (rule.from, rule.currency, rule.method, rule.transferPercent) = (start, .euro, .parity, 25)
        try act.make(rule)
        var headings: [BudgetHeading] = []
        for (number, name, lines) in Self.budget {
            var heading = BudgetHeading()
            (heading.number, heading.name) = (number, "\(name) (exemple)")
            headings.append(heading)
            try act.make(heading)
            for line in lines { try make(line, of: heading, calendar, act) }
        }
        var transfer = BudgetTransfer()
        (transfer.on, transfer.from, transfer.to, transfer.amount) = (start.advanced(by: 200), headings[2].id, headings[1].id, Amount(1_200))
        transfer.reason = "Le bureau d’Agadez a coûté moins que prévu ; une réunion d’antenne de plus (exemple)."
        try act.make(transfer)
    }

    private typealias Priced = (number: String, name: String, unit: String, units: Int, cost: Int, share: Int)

    /// Number, name, unit, units, unit cost in euros, and how much of each quarter's plan was spent, in percent.
    private static let budget: [(String, String, [Priced])] = [
        ("1", "Ressources humaines", [("1.1", "Coordination", "mois", 18, 900, 100), ("1.2", "Suivi-évaluation", "mois", 18, 600, 100)]),
        (
            "2", "Activités",
            [
                ("2.1", "Rencontres nationales", "rencontre", 3, 7_500, 95), ("2.2", "Séances d’information", "trimestre", 6, 1_800, 70),
                ("2.3", "Formations", "session", 6, 1_500, 30),
            ]
        ),
        ("3", "Bureaux", [("3.1", "Bureaux des antennes", "mois", 18, 350, 80)]),
    ]

    private func make(_ priced: Priced, of heading: BudgetHeading, _ calendar: ProjectCalendar, _ act: Act) throws {
        var line = BudgetLine()
        (line.heading, line.number, line.name, line.unit) = (heading.id, priced.number, "\(priced.name) (exemple)", priced.unit)
        (line.units, line.unitCost) = (Amount(priced.units), Amount(priced.cost))
        try act.make(line)
        let now = calendar.quarter(on: today)
        for quarter in 1...max(1, calendar.quarters) {
            var planned = PlannedSpending()
            (planned.line, planned.quarter) = (line.id, quarter)
            planned.amount = line.amount.times(1, over: max(1, calendar.quarters))
            try act.make(planned)
            guard quarter <= now, let days = calendar.days(of: quarter) else { continue }
            var spent = Expenditure()
            spent.on = min(days.lowerBound.advanced(by: 40), today)
            (spent.line, spent.what) = (line.id, "\(priced.name), trimestre \(quarter) (exemple)")
            spent.payee = heading.number == "1" ? PayeeKind(code: "staff") : .company
            // To the whole franc, at the fixed parity.
            spent.amount = ExchangeRatio.parity.converted(Money(planned.amount.times(priced.share, over: 100), .euro), to: .franc)?.amount ?? .zero
            spent.document = "EX-\(priced.number)-\(quarter)"
            try act.make(spent)
        }
    }

    func makeRisks(in act: Act) throws {
        let project = try act.connection.project()
        let risks: [(text: String, likelihood: String, impact: String, response: String, measures: String)] = [
            (
                "Des organisations membres sont suspendues par l’administration (exemple)", "4", "5", "reduce",
                "Dossiers tenus à jour ; relais désignés dans chaque antenne (exemple)."
            ),
            ("La saison des pluies retarde les séances au nord (exemple)", "4", "2", "accept", "Séances regroupées avant juillet (exemple)."),
            (
                "Un téléphone de terrain est perdu ou saisi (exemple)", "3", "4", "reduce",
                "Rien de lisible sur l’appareil ; clés retirées le jour même (exemple)."
            ),
            ("Un prestataire de services ferme sans prévenir (exemple)", "2", "3", "share", "Deux prestataires par service dans chaque région (exemple)."),
        ]
        for (number, line) in risks.enumerated() {
            var risk = Risk()
            (risk.project, risk.number, risk.text) = (project?.id, number + 1, line.text)
            (risk.likelihood, risk.impact) = (Likelihood(code: line.likelihood), Impact(code: line.impact))
            (risk.response, risk.measures) = (RiskResponse(code: line.response), line.measures)
            risk.reviewedOn = today.advanced(by: -30)
            try act.make(risk)
            var review = RiskReview()
            (review.risk, review.on, review.likelihood, review.impact) = (risk.id, risk.reviewedOn, risk.likelihood, risk.impact)
            review.note = "Rien de nouveau ce trimestre (exemple)."
            try act.make(review)
        }
    }

    /// A session of the steering committee, with what it recommended, and an incident that is closed.
    func makeSession(in act: Act) throws {
        guard let start = try act.connection.project()?.startsOn else { return }
        let committee = try act.connection.all(OrganizationProfile.self, "WHERE acronym = ? LIMIT 1", [.text("JMED")]).first?.id
        var session = MeetingRecord()
        (session.title, session.type, session.startsOn, session.venue) = (
            "1re session du comité de pilotage (exemple)", .steering, start.advanced(by: 150), "Salle d’exemple, Niamey"
        )
        session.place = PlaceCode("NE008")
        try act.make(session)
        for (number, text) in ["Tenir les réunions d’antenne chaque trimestre (exemple)", "Vérifier le répertoire des services avant chaque session (exemple)"]
            .enumerated()
        {
            var recommendation = Decision()
            (recommendation.meeting, recommendation.number, recommendation.text, recommendation.addressee) = (session.id, number + 1, text, committee)
            recommendation.due = start.advanced(by: 250 + 100 * number)
            recommendation.state = number == 0 ? .underway : .open
            try act.make(recommendation)
        }
        var incident = DataIncident()
        (incident.event, incident.noticedOn, incident.happenedOn) = (.loss, today.advanced(by: -60), today.advanced(by: -61))
        incident.severity = IncidentSeverity(code: "low")
        incident.data = Codes([TouchedData(code: "accounts")])
        incident.reach = PeopleBand(code: "none")
        incident.measures = Codes([IncidentMeasure(code: "sessions"), IncidentMeasure(code: "accounts")])
        incident.closedOn = today.advanced(by: -58)
        try act.make(incident)
    }
}
