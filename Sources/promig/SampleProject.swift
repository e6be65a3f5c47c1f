import Access
import Journal
import NetworkLife
import Results
import Storage

/// How an invented network runs the project: each activity marked as an example, some done, some late.
struct SampleProject {
    let today: Day

    private struct Planned {
        let code, title: String
        let result: Int
        let regions: [String]
        let responsible: String
        let months: ClosedRange<Int>
        var state = ActivityState.planned
        var doneIn: Int?
        var note = ""
        var next = ""
        var milestone: String?
    }

    private static let plan: [Planned] = [
        Planned(
            code: "A1.1", title: "Réunions trimestrielles des antennes (exemple)", result: 1, regions: ["NE001", "NE005"], responsible: "CCS-EX",
            months: 2...18,
            state: .underway, note: "Trois réunions tenues à Agadez et à Tahoua (exemple).", next: "Quatrième réunion le mois prochain (exemple).",
            milestone: "Quatre réunions par antenne, procès-verbaux à l’appui"),
        Planned(
            code: "A1.2", title: "Auto-évaluation des capacités des membres (exemple)", result: 1, regions: [], responsible: "APP-EX", months: 3...5,
            state: .done,
            doneIn: 5, note: "Onze organisations évaluées (exemple).", milestone: "Grilles remplies par les membres"),
        Planned(
            code: "A1.3", title: "Formation des points focaux à l’accueil (exemple)", result: 1, regions: ["NE001"], responsible: "TEE-EX", months: 6...8,
            state: .underway, note: "Reportée deux fois : la salle n’était pas libre (exemple).", next: "Nouvelle date à fixer avec l’antenne (exemple).",
            milestone: "Attestations remises"),
        Planned(
            code: "A2.1", title: "Séances d’information sur les droits (exemple)", result: 2, regions: ["NE001", "NE005", "NE008"], responsible: "GTR-EX",
            months: 3...18, state: .underway, note: "Le rythme prévu est tenu (exemple)."),
        Planned(
            code: "A2.2", title: "Répertoire des services vérifié dans trois régions (exemple)", result: 2, regions: ["NE001", "NE005", "NE008"],
            responsible: "LCD-EX", months: 4...6, state: .done, doneIn: 7, note: "Achevé un mois après la date : deux services à visiter (exemple)."),
        Planned(
            code: "A2.3", title: "Permanence juridique mensuelle (exemple)", result: 2, regions: ["NE005"], responsible: "UAE-EX", months: 10...18),
        Planned(
            code: "A3.1", title: "Atelier sur les recommandations internationales (exemple)", result: 3, regions: ["NE008"], responsible: "APP-EX",
            months: 9...9, state: .done, doneIn: 9, note: "Vingt participants, une note de synthèse (exemple)."),
        Planned(
            code: "A3.2", title: "Dialogue État-OSC (exemple)", result: 3, regions: ["NE008"], responsible: "APP-EX", months: 12...13,
            milestone: "Procès-verbal signé des deux parties"),
    ]

    func make(in act: Act) throws {
        let connection = act.connection
        guard let project = try connection.project() else { return }
        let calendar = ProjectCalendar(project)
        let results = try connection.all(
            ProjectLine.self, "WHERE type = ? ORDER BY position, id LIMIT 20", [ProjectLineType.result.value]
        ).map(\.record)
        let organizations = Dictionary(
            try connection.all(OrganizationProfile.self, "ORDER BY id").map { ($0.record.acronym, $0.id) }, uniquingKeysWith: { first, _ in first })
        for planned in Self.plan {
            var activity = Activity()
            (activity.project, activity.code, activity.title) = (project.id, planned.code, planned.title)
            activity.line = planned.result <= results.count ? results[planned.result - 1].id : nil
            activity.regions = Codes(planned.regions.map { Region(code: $0) })
            activity.responsible = organizations[planned.responsible]
            (activity.firstMonth, activity.lastMonth) = (planned.months.lowerBound, min(planned.months.upperBound, calendar.months))
            activity.terms = "Objet, public, lieu, budget et livrables à préciser avec l’organisation responsable (exemple)."
            let report = report(planned, on: activity, calendar)
            report.map { activity.follow($0) }
            try act.make(activity)
            if let report { try act.make(report) }
            guard let text = planned.milestone else { continue }
            var milestone = Milestone()
            (milestone.activity, milestone.text, milestone.month) = (activity.id, text, activity.lastMonth ?? 1)
            try act.make(milestone)
            guard let on = activity.doneOn else { continue }
            var reached = MilestoneReached()
            (reached.milestone, reached.on, reached.what) = (milestone.id, on, "Dossier de l’activité (exemple)")
            try act.make(reached)
        }
    }

    private func report(_ planned: Planned, on activity: Activity, _ calendar: ProjectCalendar) -> ActivityReport? {
        guard planned.state != .planned else { return nil }
        var report = ActivityReport()
        report.activity = activity.id
        report.on = min(planned.doneIn.flatMap { calendar.last(of: $0) } ?? today, today)
        report.state = planned.state
        report.percent = planned.state == .done ? 100 : 50
        (report.note, report.next) = (planned.note, planned.next)
        return report
    }
}
