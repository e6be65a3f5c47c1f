import Access
import HTML
import Journal
import Results
import Storage

/// The sections of the periodic report, as the contract wants them.
enum ReportHeadingsController {
    private static let desk = RecordDesk<ReportHeading>(
        permission: .reportEdit, asked: ["position", "title", "title_en", "content"],
        words: (
            Phrase("Ajouter une section", en: "Add a section"), Phrase("Modifier la section", en: "Edit the section"),
            Phrase("Retirer cette section", en: "Remove this section")
        ),
        acts: (.reportHeadingCreate, .reportHeadingUpdate, .reportHeadingRemove),
        paths: (.reportHeadingNew, .reportHeadingEdit, .reportHeadingRemoval),
        begin: { _, connection in
            var heading = ReportHeading()
            heading.position = (try ReportHeading.current(connection).map(\.position).max() ?? 0) + 1
            return heading
        },
        home: { _ in SitePath.reportHeadings() }, parent: { _ in SitePath.reportHeadings() }, trail: { visit, _, _ in trail(visit) },
        alongside: { heading, _, act in
            // The first of one's own stands beside the usual ones, which are records from then on.
            guard try act.connection.all(ReportHeading.self, "WHERE id <> ? LIMIT 1", [heading.id.value]).isEmpty else { return }
            for usual in ReportHeading.usual where usual.id != heading.id { try act.make(usual) }
        })

    static let routes: [Route] = desk.routes + [.get(.reportHeadings, .permission(.reportEdit), list)]

    private static func trail(_ visit: Visit) -> [(String, Address)] {
        [
            (visit.say("Périodes", en: "Periods"), SitePath.periods()),
            (visit.say("Sections du rapport", en: "Sections of the report"), SitePath.reportHeadings()),
        ]
    }

    private static func list(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let own = try connection.all(ReportHeading.self, "ORDER BY position, id LIMIT 100").map(\.record)
        let say = visit.say
        return visit.page(
            say("Sections du rapport", en: "Sections of the report"),
            lede: own.isEmpty
                ? say(
                    "Celles du modèle de l’Union européenne ; ajoutez-en une pour les adapter.",
                    en: "Those of the European Union’s model; add one to adapt them.")
                : say("Dans l’ordre du contrat.", en: "In the order of the contract."), trail: [(say("Périodes", en: "Periods"), SitePath.periods())]
        ) {
            div(.class("actions no-print")) { a(say("Ajouter une section", en: "Add a section"), .class("primary"), .href(SitePath.reportHeadingNew())) }
            ol {
                Each(own.isEmpty ? ReportHeading.usual : own) { heading in
                    li { if own.isEmpty { say(heading.titles) } else { a(say(heading.titles), .href(SitePath.reportHeadingEdit(heading.id))) } }
                }
            }
        }
    }
}
