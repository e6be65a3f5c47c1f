import Access
import Journal

package struct ActivityState: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let planned = Self(code: "planned")
    package static let underway = Self(code: "underway")
    package static let done = Self(code: "done")
    package static let postponed = Self(code: "postponed")
    package static let dropped = Self(code: "dropped")

    package static let list: [(Self, Phrase)] = [
        (.planned, Phrase("Prévue", en: "Planned")), (.underway, Phrase("En cours", en: "Under way")), (.done, Phrase("Réalisée", en: "Done")),
        (.postponed, Phrase("Reportée", en: "Postponed")), (.dropped, Phrase("Abandonnée", en: "Dropped")),
    ]

    package var isSettled: Bool { self == .done || self == .dropped }
}

/// What the project does to reach a result: where, by whom, in which months. Its state is that of its last progress note.
package struct Activity: Record {
    package var id = ID<Activity>()
    package var project: ID<Project>?
    package var code = ""
    package var title = ""
    package var terms = ""
    package var line: ID<ProjectLine>?
    package var regions = Codes<Region>()
    package var responsible: ID<Organization>?
    package var firstMonth: Int?
    package var lastMonth: Int?
    package var state = ActivityState.planned
    package var percent: Int?
    package var doneOn: Day?

    package init() {}

    package static let kind = "activity"
    package static let title = Phrase("Activité", en: "Activity")
    package static let scope = ScopeForm.network
    package static let indexes = [["rank", "id"], ["begins", "id"], ["ends", "id"], ["settled", "ends"], ["responsible", "begins"]]

    package static let fields: [Field<Self>] = [
        .init("project", \.project, "Projet", en: "Project", required: true, input: .hidden),
        .init(
            "code", \.code, "Code", en: "Code", hint: Phrase("Celui du contrat, par exemple A1.2.", en: "The contract’s, such as A1.2."), required: true,
            limit: 20),
        .init("title", \.title, "Activité", en: "Activity", required: true, limit: 300),
        .init("line", \.line, "Sert", en: "Serves", input: .reference(kind: "project_line")),
        .init("responsible", \.responsible, "Organisation responsable", en: "Organisation responsible", input: .reference(kind: "organization")),
        .init(
            "first_month", \.firstMonth, "Premier mois", en: "First month",
            hint: Phrase("Compté depuis le début du projet : 1 est son premier mois.", en: "Counted from the project’s start: 1 is its first month.")),
        .init("last_month", \.lastMonth, "Dernier mois", en: "Last month"),
        .init(
            "regions", \.regions, "Régions", en: "Regions", hint: Phrase("Aucune cochée : tout le réseau.", en: "None ticked: the whole network.")),
        .init("terms", \.terms, "Termes de référence", en: "Terms of reference", limit: 8000, input: .paragraph),
        .init("state", \.state, "État", en: "State", input: .hidden),
        .init("percent", \.percent, "Avancement (%)", en: "Progress (%)", input: .hidden),
        .init("done_on", \.doneOn, "Réalisée le", en: "Done on", input: .hidden),
    ]

    package static let derived: [Derived<Self>] = [
        .init("settled") { $0.state.isSettled },
        .init("rank") { Self.rank($0.code) },
        .init("begins") { $0.firstMonth ?? Self.unplanned },
        .init("ends") { $0.lastMonth ?? Self.unplanned },
        .init("sort") { Folded.key("\($0.code) \($0.title)") },
    ]

    /// Where it stands in time without any month: after all others.
    static let unplanned = 999

    /// The code so that A1.2 comes before A1.10.
    package static func rank(_ code: String) -> String {
        var rank = ""
        var digits = ""
        for sign in Folded.key(code) + " " {
            if sign.isASCII, sign.isNumber {
                digits.append(sign)
            } else {
                rank += String(repeating: "0", count: max(0, digits.isEmpty ? 0 : 6 - digits.count)) + digits
                digits = ""
                if sign != " " { rank.append(sign) } else if rank.last != " " { rank.append(" ") }
            }
        }
        return rank
    }

    package func isPlanned(in months: ClosedRange<Int>) -> Bool {
        guard let firstMonth, let lastMonth else { return false }
        return firstMonth <= months.upperBound && lastMonth >= months.lowerBound
    }

    package func isLate(_ calendar: ProjectCalendar, on today: Day) -> Bool {
        guard !state.isSettled, let lastMonth else { return false }
        return calendar.isOver(lastMonth, on: today)
    }

    /// Whether it takes place there; one without regions does everywhere.
    package func isIn(_ region: Region?) -> Bool {
        regions.elements.isEmpty || region.map { regions.elements.contains($0) } ?? true
    }
}

/// Where an activity stood on a day: the last note is its state.
package struct ActivityReport: Record {
    package var id = ID<ActivityReport>()
    package var activity: ID<Activity>?
    package var on: Day?
    package var state = ActivityState.underway
    package var percent: Int?
    package var note = ""
    package var next = ""

    package init() {}

    package static let kind = "activity_report"
    package static let title = Phrase("Point d’avancement", en: "Progress note")
    package static let scope = ScopeForm.network
    package static let indexes = [["activity", "on"]]

    package static let fields: [Field<Self>] = [
        .init("activity", \.activity, "Activité", en: "Activity", required: true, input: .hidden),
        .init("on", \.on, "Date", en: "Date", required: true),
        .init("state", \.state, "État", en: "State", required: true),
        .init("percent", \.percent, "Avancement (%)", en: "Progress (%)"),
        .init(
            "note", \.note, "Ce qui est fait, ou pourquoi c’est en retard", en: "What was done, or why it is late",
            hint: Phrase("Ne nommez personne.", en: "Name nobody."), limit: 2000, input: .paragraph),
        .init("next", \.next, "Ce qui vient", en: "What comes next", limit: 2000, input: .paragraph),
    ]

    /// Throws a `Refusal` where the day is still to come, or the progress is not a percentage.
    package func check(today: Day) throws(Refusal) {
        if let on, on > today {
            throw Refusal("activity-report.future", Phrase("Donnez une date au plus tard aujourd’hui.", en: "Give a date no later than today."), field: "on")
        }
        if let percent, percent > 100 {
            throw Refusal("activity-report.percent", Phrase("Donnez un nombre de 0 à 100.", en: "Give a number from 0 to 100."), field: "percent")
        }
    }
}

extension Activity {
    /// Takes over what its last note says.
    package mutating func follow(_ report: ActivityReport) {
        state = report.state
        percent = report.state == .done ? 100 : report.percent ?? percent
        doneOn = report.state == .done ? report.on : nil
    }
}
