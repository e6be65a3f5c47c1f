import Access
import Exchange
import HTML
import Journal
import Results
import Storage

/// What the baseline study found, imported in one table: each finding becomes its indicator's baseline.
enum StudyValuesController {
    private static let editing = RecordEditing(
        StudyValues.self, asked: ["on", "source", "table", "reason"], act: .studyImport,
        title: Phrase("Importer les valeurs de l’étude", en: "Import the study’s values"), button: Phrase("Importer", en: "Import"),
        file: FileQuestion(
            label: Phrase("Ou un fichier CSV ou XLSX", en: "Or a CSV or XLSX file"),
            hint: Phrase(
                "Des constats, ou les réponses exportées de KoboToolbox. Ce qu’il donne remplit le tableau ci-dessus, à relire avant d’importer.",
                en: "Findings, or the answers that KoboToolbox exports. What it comes to fills in the table above, to be read before it is imported."),
            button: Phrase("Lire ce fichier", en: "Read this file"), action: SitePath.studyValuesFile()))

    static let routes: [Route] = [
        .get(.studyValues, .permission(.indicatorEdit)) { visit, connection in
            var blank = StudyValues()
            blank.on = visit.today
            return try editing.page(
                visit, connection, blank, versions: nil, to: SitePath.studyValues(), back: SitePath.study(), trail: trail(visit))
        },
        .post(.studyValuesFile, .permission(.indicatorEdit), read),
        .post(.studyValues, .permission(.indicatorEdit)) { visit, typed in
            let indicators = try await visit.site.store.read { try Logframe(ProjectController.current($0).record, $0).indicators }
            var values = StudyValues()
            values.id = typed.token.cast()
            return try await editing.take(
                visit, typed, into: values, isNew: true, to: SitePath.studyValues(), back: SitePath.study(), landing: SitePath.study(),
                trail: trail(visit),
                // Only what the table comes to is kept: answers may tell of people.
                settle: { values, _ in if let found = try? StudyTable.findings(values.table, of: indicators) { values.table = StudyTable.text(found) } },
                alongside: { [today = visit.today] values, act in try state(values, today, act) })
        },
    ]

    /// The form again, with what the file comes to in its table; of the file nothing is kept.
    private static func read(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        var typed = typed
        var problems: [Refusal.Problem] = []
        do {
            guard let upload = typed.files[FileQuestion.name] else { throw Refusal("study.file", Problem.missingFile.phrase, field: FileQuestion.name) }
            guard !upload.isTooLong else { throw Refusal("study.file", Problem.fileTooLong.phrase, field: FileQuestion.name) }
            let text = try await SpreadsheetText.text(of: Array(upload.pieces.joined()))
            let indicators = try await visit.site.store.read { try Logframe(ProjectController.current($0).record, $0).indicators }
            typed.set("table", StudyTable.text(try StudyTable.findings(text, of: indicators)))
        } catch let refusal as Refusal {
            problems = refusal.problems.map { Refusal.Problem(FileQuestion.name, $0.text) }
        }
        let (shown, wrong) = (typed, problems)
        return try await visit.site.store.read { connection in
            try editing.page(
                visit, connection, StudyValues(), versions: nil, typed: shown, problems: wrong, to: SitePath.studyValues(), back: SitePath.study(),
                trail: trail(visit))
        }
    }

    private static func trail(_ visit: Visit) -> [(String, Address)] {
        [(visit.say("Projet", en: "Project"), SitePath.project()), (visit.say("Étude de base", en: "Baseline study"), SitePath.study())]
    }

    /// Makes a baseline of each finding, all or none.
    private static func state(_ values: StudyValues, _ today: Day, _ act: Act) throws {
        let project = try ProjectController.current(act.connection).record
        let logframe = try Logframe(project, act.connection)
        for finding in try StudyTable.findings(values.table, of: logframe.indicators) {
            guard let indicator = logframe.indicators.first(where: { $0.code == finding.code }) else { continue }
            var baseline = Baseline()
            (baseline.indicator, baseline.number, baseline.part, baseline.whole) = (indicator.id, finding.number, finding.part, finding.whole)
            (baseline.on, baseline.source, baseline.reason) = (values.on, values.source, values.reason)
            do { try baseline.check(of: indicator, replacing: logframe.baselines[indicator.id], in: project, today: today) } catch {
                throw Refusal(
                    "study.values",
                    error.problems.map { problem in
                        let isOwn = ["on", "reason"].contains(problem.field)
                        let text = Phrase("\(indicator.code) – \(problem.text.french)", en: "\(indicator.code) – \(problem.text.english)")
                        return Refusal.Problem(isOwn ? problem.field : "table", text)
                    })
            }
            try act.make(baseline)
        }
    }
}

/// The baselines as they stand, to be read and printed with the study.
struct BaselineSummary: Component {
    let say: Say
    private let rows: [(indicator: Indicator, value: String, baseline: Baseline)]

    init(_ visit: Visit, _ connection: any Connection) throws {
        say = visit.say
        let logframe = try connection.all(Project.self, "ORDER BY made LIMIT 1").first.map { try Logframe($0.record, connection) }
        rows = (logframe?.indicators ?? []).compactMap { indicator in
            logframe?.baselines[indicator.id].flatMap { baseline in
                baseline.value.map { (indicator, ValueWords(visit.say, indicator).text($0), baseline) }
            }
        }
    }

    var body: some Markup {
        h2(say("Valeurs de référence", en: "Baseline values"))
        if rows.isEmpty {
            p(say("Aucune valeur n’est encore saisie.", en: "No value is entered yet."), .class("soft"))
        } else {
            table(.class("list")) {
                caption(say("Valeurs de référence", en: "Baseline values"), .class("visually-hidden"))
                thead {
                    tr {
                        th(say("Indicateur", en: "Indicator"), .scope(.col))
                        th(say("Valeur", en: "Value"), .scope(.col), .class("number"))
                        th(say("Mesurée le", en: "Measured on"), .scope(.col))
                        th(say("Source", en: "Source of the value"), .scope(.col))
                    }
                }
                tbody {
                    Each(rows) { row in
                        tr {
                            td { a("\(row.indicator.code) \(say(row.indicator.titles))", .href(SitePath.indicator(row.indicator.id))) }
                            td(
                                "\(row.value) \(row.indicator.isPercentage ? "" : say(row.indicator.units))", .class("number"),
                                .data("label", say("Valeur", en: "Value")))
                            td(row.baseline.on.map { Dates.short($0, say.language) } ?? "", .data("label", say("Mesurée le", en: "Measured on")))
                            td(row.baseline.source, .data("label", say("Source", en: "Source of the value")))
                        }
                    }
                }
            }
        }
    }
}
