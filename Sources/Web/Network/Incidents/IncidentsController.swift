import Access
import HTML
import Journal
import NetworkLife
import Statistics
import Storage

/// Incidents with the network's data: what happened, how grave it is, what was done; whom it is about stays sealed.
enum IncidentsController {
    private static let desk = RecordDesk<DataIncident>(
        permission: .incidentEdit,
        asked: ["event", "severity", "noticed_on", "happened_on", "data", "reach", "measures", "authority_told_on", "closed_on"],
        words: (
            Phrase("Noter un incident", en: "Note an incident"), Phrase("Modifier l’incident", en: "Edit the incident"),
            Phrase("Retirer cet incident", en: "Remove this incident")
        ),
        lede: Phrase(
            "Ici, seulement des choix et des dates. Ce qui nomme quelqu’un s’écrit ensuite, sous scellé.",
            en: "Choices and dates alone here. What names someone is written afterwards, sealed."),
        acts: (.incidentCreate, .incidentUpdate, .incidentRemove), paths: (.incidentNew, .incidentEdit, .incidentRemoval),
        begin: { visit, _ in
            var incident = DataIncident()
            incident.noticedOn = visit.today
            return incident
        },
        home: { SitePath.incident($0.id) }, parent: { _ in SitePath.incidents() }, trail: { visit, _, _ in trail(visit) },
        rule: { incident, visit, _ in try incident.check(today: visit.today) })

    static let routes: [Route] =
        [
            list.route, .get(.incidentCounts, .permission(.incidentCount), counts), .get(.incident, .permission(.incidentEdit), show),
            .post(.incidentOpening, .permission(.registryOpen)) { visit, typed in try await matter.open(visit, typed, then: show) },
        ] + matter.routes + desk.routes

    private static func trail(_ visit: Visit) -> [(String, Address)] {
        [(visit.say("Projet", en: "Project"), SitePath.project()), (visit.say("Incidents de données", en: "Data incidents"), SitePath.incidents())]
    }

    private static let matter = MatterNotes<DataIncident>(new: .incidentNoteNew, opening: .incidentOpening, home: .incident)

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply { try show(visit, connection, opened: [:]) }

    private static func show(_ visit: Visit, _ connection: any Connection, opened: [ID<GuardedNote>: String]) throws -> Reply {
        let incident = try visit.find(DataIncident.self, connection).record
        let names = try Names(visit, connection, of: [incident])
        let notes = try matter.view(visit, opened: opened, connection)
        let history = try HistoryView(DataIncident.self, incident.id, visit, connection)
        let say = visit.say
        return visit.page(
            say(incident.event.label),
            lede: incident.noticedOn.map { say("Constaté le \(Dates.long($0, .french))", en: "Noticed on \(Dates.long($0, .english))") }, trail: trail(visit)
        ) {
            div(.class("actions no-print")) { a(say("Modifier", en: "Edit"), .class("primary"), .href(SitePath.incidentEdit(incident.id))) }
            dl(.class("summary")) {
                FieldLines(
                    record: incident, fields: ["severity", "happened_on", "data", "reach", "measures", "authority_told_on", "closed_on"], names: names, say: say
                )
            }
            notes
            history
        }
    }

    /// What everyone may know who answers for the figures: how many, never which.
    private static func counts(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let first = Day(year: visit.today.year, month: 1, day: 1)!
        let question = MeasureQuestion(organization: try visit.reader().organization.cast(), days: first...visit.today, today: visit.today)
        let say = visit.say
        let demands = try connection.rows("SELECT answer, COUNT(*) FROM disclosure_demand WHERE day >= ? GROUP BY answer ORDER BY answer", [first.value]) {
            (DemandAnswer(code: try $0.text(0)), Int(try $0.integer(1)))
        }
        let measures = try IncidentMeasures.all.map { measure in (measure, try measure.rows(question, connection)) }
        return visit.page(
            say("Incidents et demandes, en nombre", en: "Incidents and demands, in numbers"),
            lede: say("Depuis le \(Dates.short(first, .french)).", en: "Since \(Dates.short(first, .english))."),
            trail: [(say("Projet", en: "Project"), SitePath.project())]
        ) {
            Each(measures) { measure, rows in
                h2("\(say(measure.title))\(say("\u{A0}: ", en: ": "))\(rows.count)")
                p(say(measure.definition), .class("soft"))
                Each(measure.dimensions.filter { _ in !rows.isEmpty }) { dimension in
                    CountTable(
                        title: say(dimension.title),
                        lines: measure.figures(of: rows, by: dimension).map { code, figure in
                            (dimension.codes?.first { $0.code == code }.map { say($0.label) } ?? code ?? "", figure.base)
                        })
                }
            }
            h2("\(say("Demandes d’autorités\u{A0}: ", en: "Authorities’ demands: "))\(demands.reduce(0) { $0 + $1.1 })")
            if !demands.isEmpty { CountTable(title: say("Réponse", en: "Answer"), lines: demands.map { (say($0.0.label), $0.1) }) }
        }
    }

    private static let list = RecordList<DataIncident>(
        path: .incidents, permission: .incidentEdit, title: Phrase("Incidents de données", en: "Data incidents"), one: Phrase(same: "incident"),
        many: Phrase(same: "incidents"),
        columns: [
            ListColumn(Phrase(same: "Incident"), needs: ["event"]) { incident, context in
                .link(context.visit.say(incident.event.label), SitePath.incident(incident.id))
            },
            .field("noticed_on"), .field("severity"),
            ListColumn(Phrase("État", en: "State"), needs: ["closed_on"]) { incident, context in
                incident.closedOn == nil
                    ? .tag(context.visit.say("Ouvert", en: "Open"), style: "waiting") : .tag(context.visit.say("Clos", en: "Closed"), style: "done")
            },
        ],
        filters: [.code(DataIncident.self, "event"), .code(DataIncident.self, "severity"), .year("day", of: DataIncident.self)], sorts: [.day],
        trail: { [($0.say("Projet", en: "Project"), SitePath.project())] },
        actions: { _ in
            [
                ListAction(label: Phrase("Noter un incident", en: "Note an incident"), address: SitePath.incidentNew(), isPrimary: true),
                ListAction(label: Phrase("Demandes d’autorités", en: "Authorities’ demands"), address: SitePath.demands()),
                ListAction(label: Phrase("En nombre", en: "In numbers"), address: SitePath.incidentCounts()),
            ]
        },
        purpose: Phrase(
            "Aucun incident n’est noté. Un téléphone perdu, un accès de trop, un envoi à la mauvaise adresse : notez-le le jour même.",
            en: "No incident is noted. A telephone lost, an access too many, a message to the wrong address: note it the same day."))
}

/// How many of each, under a heading.
private struct CountTable: Component {
    let title: String
    let lines: [(label: String, count: Int)]

    var body: some Markup {
        table(.class("parts")) {
            caption(title)
            tbody {
                Each(lines) { line in
                    tr {
                        th(line.label, .scope(.row)); td("\(line.count)", .class("number"))
                    }
                }
            }
        }
    }
}
