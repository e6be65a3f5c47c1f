import Access
import HTML
import Journal
import Results
import Storage

/// What runs in the project, each with where it stands in a few words: the doors of the project's page.
struct ProjectDoors: Component {
    let say: Say
    private let doors: [(label: String, text: String, address: Address)]

    init(_ visit: Visit, _ connection: any Connection) throws {
        say = visit.say
        var doors: [(label: String, text: String, address: Address)] = [
            (
                visit.say("Plan d’activités", en: "Activity plan"),
                try PlanCounts(visit, connection).text(visit.say) ?? visit.say("à saisir", en: "to be entered"), SitePath.activities()
            )
        ]
        if visit.may(.budgetShow) {
            let budget = try Budget(connection, on: visit.today)
            let text =
                budget.agreed > .zero
                ? visit.say(
                    "\(Percent.text(budget.spent, of: budget.agreed, visit.say)) dépensés",
                    en: "\(Percent.text(budget.spent, of: budget.agreed, visit.say)) spent") : visit.say("à saisir", en: "to be entered")
            doors.append((visit.say("Budget", en: "Budget"), text, SitePath.budget()))
        }
        if visit.may(.riskShow) {
            let open =
                try connection.first("SELECT COUNT(*), COUNT(CASE WHEN score >= 15 THEN 1 END) FROM risk WHERE state <> 'closed'") {
                    (all: Int(try $0.integer(0)), critical: Int(try $0.integer(1)))
                } ?? (all: 0, critical: 0)
            let text =
                open.all == 0
                ? visit.say("à saisir", en: "to be entered")
                : visit.say("\(open.all) suivis, dont critiques\u{A0}: \(open.critical)", en: "\(open.all) watched, critical: \(open.critical)")
            doors.append((visit.say("Risques", en: "Risks"), text, SitePath.risks()))
        }
        let late =
            try connection.first(
                "SELECT COUNT(*), COUNT(CASE WHEN deadline < ? THEN 1 END) FROM decision WHERE number IS NOT NULL AND settled = 0", [visit.today.value]
            ) { (open: Int(try $0.integer(0)), late: Int(try $0.integer(1))) } ?? (open: 0, late: 0)
        doors.append(
            (
                visit.say("Recommandations", en: "Recommendations"),
                visit.say("à suivre\u{A0}: \(late.open), en retard\u{A0}: \(late.late)", en: "to follow up: \(late.open), late: \(late.late)"),
                SitePath.recommendations()
            ))
        if visit.may(.incidentEdit) || visit.may(.incidentCount) {
            let open = try connection.first("SELECT COUNT(*) FROM data_incident WHERE closed = 0") { Int(try $0.integer(0)) } ?? 0
            doors.append(
                (
                    visit.say("Incidents et demandes d’autorités", en: "Incidents and authorities’ demands"),
                    visit.say("ouverts\u{A0}: \(open)", en: "open: \(open)"),
                    visit.may(.incidentEdit) ? SitePath.incidents() : SitePath.incidentCounts()
                ))
        }
        self.doors = doors
    }

    var body: some Markup {
        h2(say("Le projet en cours", en: "The project under way"))
        dl(.class("summary")) {
            Each(doors) { door in FactRow(label: door.label, text: door.text, link: (say("Voir", en: "See"), door.address)) }
        }
    }
}
