import Access
import HTML
import Journal
import NetworkLife
import Storage

/// Authorities that asked for the network's data: by what right, and what they were answered.
enum DemandsController {
    private static let desk = RecordDesk<DisclosureDemand>(
        permission: .incidentEdit, asked: ["received_on", "authority", "manner", "grounded", "data", "answer", "answered_on", "measures"],
        words: (
            Phrase("Noter une demande", en: "Note a demand"), Phrase("Modifier la demande", en: "Edit the demand"),
            Phrase("Retirer cette demande", en: "Remove this demand")
        ),
        lede: Phrase(
            "Ici, seulement des choix et des dates. Ce qui nomme quelqu’un s’écrit ensuite, sous scellé.",
            en: "Choices and dates alone here. What names someone is written afterwards, sealed."),
        acts: (.demandCreate, .demandUpdate, .demandRemove), paths: (.demandNew, .demandEdit, .demandRemoval),
        begin: { visit, _ in
            var demand = DisclosureDemand()
            demand.receivedOn = visit.today
            return demand
        },
        home: { SitePath.demand($0.id) }, parent: { _ in SitePath.demands() }, trail: { visit, _, _ in trail(visit) },
        rule: { demand, visit, _ in try demand.check(today: visit.today) })

    static let routes: [Route] =
        [
            list.route, .get(.demand, .permission(.incidentEdit), show),
            .post(.demandOpening, .permission(.registryOpen)) { visit, typed in try await matter.open(visit, typed, then: show) },
        ] + matter.routes + desk.routes

    private static func trail(_ visit: Visit) -> [(String, Address)] {
        [
            (visit.say("Projet", en: "Project"), SitePath.project()), (visit.say("Incidents de données", en: "Data incidents"), SitePath.incidents()),
            (visit.say("Demandes d’autorités", en: "Authorities’ demands"), SitePath.demands()),
        ]
    }

    private static let matter = MatterNotes<DisclosureDemand>(new: .demandNoteNew, opening: .demandOpening, home: .demand)

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply { try show(visit, connection, opened: [:]) }

    private static func show(_ visit: Visit, _ connection: any Connection, opened: [ID<GuardedNote>: String]) throws -> Reply {
        let demand = try visit.find(DisclosureDemand.self, connection).record
        let names = try Names(visit, connection, of: [demand])
        let notes = try matter.view(visit, opened: opened, connection)
        let history = try HistoryView(DisclosureDemand.self, demand.id, visit, connection)
        let say = visit.say
        return visit.page(
            say(demand.authority.label),
            lede: demand.receivedOn.map { say("Demande reçue le \(Dates.long($0, .french))", en: "Demand received on \(Dates.long($0, .english))") },
            trail: trail(visit)
        ) {
            div(.class("actions no-print")) { a(say("Modifier", en: "Edit"), .class("primary"), .href(SitePath.demandEdit(demand.id))) }
            dl(.class("summary")) {
                FieldLines(record: demand, fields: ["manner", "grounded", "data", "answer", "answered_on", "measures"], names: names, say: say)
            }
            notes
            history
        }
    }

    private static let list = RecordList<DisclosureDemand>(
        path: .demands, permission: .incidentEdit, title: Phrase("Demandes d’autorités", en: "Authorities’ demands"), one: Phrase("demande", en: "demand"),
        many: Phrase("demandes", en: "demands"),
        columns: [
            ListColumn(Phrase("Autorité", en: "Authority"), needs: ["authority"]) { demand, context in
                .link(context.visit.say(demand.authority.label), SitePath.demand(demand.id))
            },
            .field("received_on"), .field("manner"), .field("answer"),
        ],
        filters: [.code(DisclosureDemand.self, "authority"), .code(DisclosureDemand.self, "answer"), .year("day", of: DisclosureDemand.self)], sorts: [.day],
        trail: { [($0.say("Projet", en: "Project"), SitePath.project()), ($0.say("Incidents de données", en: "Data incidents"), SitePath.incidents())] },
        actions: { _ in [ListAction(label: Phrase("Noter une demande", en: "Note a demand"), address: SitePath.demandNew(), isPrimary: true)] },
        purpose: Phrase(
            "Aucune demande n’est notée. Si une autorité demande des données, ne promettez rien : notez-le ici et appelez l’avocat du réseau.",
            en: "No demand is noted. If an authority asks for data, promise nothing: note it here and call the network’s lawyer."))
}
