import Access
import HTML
import Journal
import NetworkLife
import Results
import Storage

/// The baseline study: who made it, when, how, what it found, and where it was shared.
enum StudyController {
    private static let editing = RecordEditing(
        BaselineStudy.self, asked: ["title", "authors", "starts_on", "ends_on", "method", "findings", "shared_at"], act: .studyUpdate,
        title: Phrase("Modifier l’étude de base", en: "Edit the baseline study"))

    static let routes: [Route] = [
        .get(.study, .permission(.projectShow), show),
        .get(.studyEdit, .permission(.projectEdit)) { visit, connection in
            let stored = try current(connection)
            return try editing.page(
                visit, connection, stored?.record ?? BaselineStudy(), versions: stored?.versions, to: SitePath.studyEdit(), back: SitePath.study(),
                trail: [(visit.say("Projet", en: "Project"), SitePath.project())])
        },
        .post(.studyEdit, .permission(.projectEdit)) { visit, typed in
            let (stored, project) = try await visit.site.store.read { (try current($0), try ProjectController.current($0).id) }
            var study = stored?.record ?? BaselineStudy()
            if stored == nil {
                study.id = typed.token.cast()
                study.project = project
            }
            return try await editing.take(
                visit, typed, into: study, isNew: stored == nil, to: SitePath.studyEdit(), back: SitePath.study(), landing: SitePath.study(),
                trail: [(visit.say("Projet", en: "Project"), SitePath.project())], rule: { study, _ in try study.check() })
        },
    ]

    private static func current(_ connection: any Connection) throws -> Stored<BaselineStudy>? {
        try connection.all(BaselineStudy.self, "ORDER BY made LIMIT 1").first
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let study = try current(connection)?.record ?? BaselineStudy()
        let names = try Names(visit, connection, of: [study])
        let history = try HistoryView(BaselineStudy.self, study.id, visit, connection)
        let summary = try BaselineSummary(visit, connection)
        let say = visit.say
        let missing = study.findings.isEmpty
        let dates = [study.startsOn, study.endsOn].compactMap { $0.map { Dates.short($0, visit.language) } }
        let empty = say("à saisir", en: "to be entered")
        return visit.page(
            say("Étude de base", en: "Baseline study"),
            lede: missing ? say("Ses constats restent à saisir.", en: "Its findings are still to be entered.") : study.title,
            trail: [(say("Projet", en: "Project"), SitePath.project())]
        ) {
            div(.class("actions no-print")) {
                if visit.may(.projectEdit) { a(say("Modifier", en: "Edit"), .class("primary"), .href(SitePath.studyEdit())) }
                if visit.may(.indicatorEdit) {
                    a(say("Importer des valeurs", en: "Import values"), .class("secondary"), .href(SitePath.studyValues()))
                }
            }
            dl(.class("summary")) {
                FactRow(label: say("Titre", en: "Title"), text: study.title.isEmpty ? empty : study.title)
                FactRow(label: say("Auteurs", en: "Authors"), text: study.authors.isEmpty ? empty : study.authors)
                FactRow(label: say("Dates", en: "Dates"), text: dates.isEmpty ? empty : dates.joined(separator: " – "))
                if let meeting = study.sharedAt {
                    div {
                        dt(say("Partagée à", en: "Shared at"))
                        dd { a(names[meeting], .href(SitePath.meeting(meeting))) }
                    }
                }
            }
            h2(say("Méthode", en: "Method"))
            if study.method.isEmpty { p(empty, .class("soft")) }
            Paragraphs(text: study.method)
            h2(say("Constats", en: "Findings"))
            if study.findings.isEmpty { p(empty, .class("soft")) }
            Paragraphs(text: study.findings)
            summary
            history
        }
    }
}
