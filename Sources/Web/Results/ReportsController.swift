import Access
import Exchange
import HTML
import HTTPTypes
import Journal
import NIOCore
import NetworkLife
import Protection
import Results
import Storage

/// The report of a quarter: written section by section with figures in the text, then frozen with its files.
enum ReportsController {
    private static let writing = RecordEditing(
        ReportText.self, asked: ["text"], act: .reportWrite, title: Phrase("Écrire la section", en: "Write the section"))

    static let routes: [Route] = [
        .get(.periodReport, .permission(.reportEdit)) { try show($0, $1) },
        .post(.periodReportFigures, .permission(.reportEdit), refresh),
        .post(.periodReportFreezing, .permission(.reportFreeze), freeze),
        .get(.periodReportPage, .permission(.reportEdit)) { try download(.page, $0, $1) },
        .get(.periodReportWorkbook, .permission(.reportEdit)) { try download(.workbook, $0, $1) },
        .get(.periodReportSteering, .permission(.reportEdit)) { try download(.steering, $0, $1) },
        .post(.periodReportPDF, .permission(.reportEdit)) { visit, typed in
            guard let document = ReportFile(rawValue: typed["document"]), document != .workbook else { throw Failure.notFound }
            let page = try await visit.site.store.read { try bytes(of: document, visit, $0) }
            return .download(ByteBuffer(bytes: try await PaperPDF.made(of: page)), type: "application/pdf", name: "\(name(document, visit)).pdf")
        },
        .get(.reportText, .permission(.reportEdit)) { visit, connection in
            let section = try Section(visit, connection)
            let period = section.period.code
            return try writing.page(
                visit, connection, section.stored?.record ?? section.blank, versions: section.stored?.versions, to: SitePath.reportText(visit.id),
                back: SitePath.periodReport(period), trail: trail(visit, section))
        },
        .post(.reportText, .permission(.reportEdit), write),
    ]

    /// The quarter's files as the reader may know them: settled where it is closed, of today where it is open.
    static func files(_ visit: Visit, _ period: ProjectPeriod, _ connection: any Connection) throws -> PeriodFiles {
        let logframe = try Logframe(ProjectController.current(connection).record, connection)
        guard let place = ProjectPeriod.quarters(of: logframe.project).firstIndex(of: period), period.days(in: logframe.project) != nil else {
            throw Failure.notFound
        }
        return try PeriodFiles(
            place + 1, measures: Areas.measures, released: ProtectionMeasures.released,
            live: { indicator, period in
                try PeriodValue(indicator, period, in: logframe, on: visit.today, visit.say, connection).value
            }, at: visit.site.store.milliseconds, connection)
    }

    /// One section of one quarter's report, which an address names together: "q2-0191…".
    private struct Section {
        let period: ProjectPeriod
        let heading: ReportHeading
        let stored: Stored<ReportText>?

        init(_ visit: Visit, _ connection: any Connection) throws {
            let parts = visit.id.split(separator: "-", maxSplits: 1)
            guard parts.count == 2, let id = ID<ReportHeading>(String(parts[1])),
                let heading = try ReportHeading.current(connection).first(where: { $0.id == id })
            else { throw Failure.notFound }
            period = ProjectPeriod(code: String(parts[0]))
            guard try ProjectPeriod.quarters(of: ProjectController.current(connection).record).contains(period) else { throw Failure.notFound }
            self.heading = heading
            stored = try ReportText.texts(of: period, connection)[id]
        }

        var blank: ReportText {
            var text = ReportText()
            (text.heading, text.period) = (heading.id, period)
            return text
        }
    }

    private static func trail(_ visit: Visit, _ section: Section? = nil, period: ProjectPeriod? = nil) -> [(String, Address)] {
        let code = section?.period ?? period ?? .project
        let quarter = [
            (visit.say("Périodes", en: "Periods"), SitePath.periods()), (visit.say(code.label), SitePath.period(code.code)),
        ]
        return section.map { quarter + [(visit.say($0.heading.titles), SitePath.periodReport($0.period.code))] } ?? quarter
    }

    private static let frozen = Refusal(
        "report.frozen", Phrase("Ce rapport est figé : il ne change plus.", en: "This report is frozen: it no longer changes."))

    private static func write(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let (section, results, isNew) = try await visit.site.store.read { connection in
            let section = try Section(visit, connection)
            return (section, try files(visit, section.period, connection).report.results, section.stored == nil)
        }
        var text = section.stored?.record ?? section.blank
        if isNew { text.id = typed.token.cast() }
        return try await writing.take(
            visit, typed, into: text, isNew: isNew, to: SitePath.reportText(visit.id), back: SitePath.periodReport(section.period.code),
            landing: SitePath.periodReport(section.period.code), trail: trail(visit, section),
            rule: { text, connection in
                guard try FrozenReport.of(section.period, connection) == nil else { throw frozen }
                if let code = ReportedResults.unknown(in: text.text).first {
                    throw Refusal(
                        "report.unknown", Phrase("Aucun indicateur ne porte le code \(code).", en: "No indicator has the code \(code)."), field: "text")
                }
            },
            settle: { text, _ in text.text = results.completed(text.text, for: results.periods.last!) })
    }

    private static func refresh(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let period = ProjectPeriod(code: visit.id)
        let outcome = try await visit.perform(.reportRefresh, typed) { act in
            guard try FrozenReport.of(period, act.connection) == nil else { throw frozen }
            let results = try files(visit, period, act.connection).report.results
            for stored in try ReportText.texts(of: period, act.connection).values.sorted(by: { $0.record.id < $1.record.id }) {
                var text = stored.record
                text.text = results.refreshed(text.text)
                if text.text != stored.record.text { try act.update(text, seen: stored.versions, asked: ["text"]) }
            }
        }
        return .done(outcome, at: SitePath.periodReport(period.code))
    }

    private static func freeze(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let period = ProjectPeriod(code: visit.id)
        let account = try visit.reader().account
        do {
            let outcome = try await visit.perform(.reportFreeze, typed) { act in
                guard try FrozenReport.of(period, act.connection) == nil else { throw frozen }
                let files = try files(visit, period, act.connection)
                try files.checkFreezable()
                let final = files.frozen(on: visit.today)
                let page = final.report.file(in: .french)
                var report = FrozenReport()
                report.id = typed.token.cast()
                (report.period, report.closing, report.by, report.on) = (period, files.closing?.id, account, visit.today)
                report.digest = Bytes(Digest(of: page).bytes)
                for (file, bytes, type) in [
                    (ReportFile.page, page, FileType.text), (.workbook, try final.workbook(in: .french), .xlsx),
                    (.steering, final.steering(in: .french), .text),
                ] {
                    let made = AttachedFile.made(bytes, type)
                    report[file] = made.file
                    act.attach(made.attachments)
                }
                try act.make(report)
            }
            return .done(outcome, at: SitePath.periodReport(period.code))
        } catch let refusal as Refusal {
            return try await visit.site.store.read { try show(visit, $0, problems: refusal.problems) }
        }
    }

    private static func name(_ document: ReportFile, _ visit: Visit) -> String {
        let name =
            switch document {
            case .page: visit.say("rapport", en: "report")
            case .workbook: visit.say("classeur", en: "workbook")
            case .steering: visit.say("comite", en: "committee")
            }
        return "\(name)-\(visit.id)"
    }

    /// What was frozen; before that, what is settled as it stands.
    private static func bytes(of document: ReportFile, _ visit: Visit, _ connection: any Connection) throws -> [UInt8] {
        let period = ProjectPeriod(code: visit.id)
        if let frozen = try FrozenReport.of(period, connection) {
            guard let bytes = try frozen[document]?.bytes(connection) else { throw Refusal.notArrived }
            return bytes
        }
        let files = try files(visit, period, connection)
        guard files.closing != nil else { throw Failure.notFound }
        return switch document {
        case .page: files.report.file(in: visit.language)
        case .workbook: try files.workbook(in: visit.language)
        case .steering: files.steering(in: visit.language)
        }
    }

    private static func download(_ document: ReportFile, _ visit: Visit, _ connection: any Connection) throws -> Reply {
        let bytes = ByteBuffer(bytes: try bytes(of: document, visit, connection))
        let name = name(document, visit)
        return document == .workbook
            ? .download(bytes, type: FileType.xlsx.mediaType, name: "\(name).xlsx") : .download(bytes, type: "text/html; charset=utf-8", name: "\(name).html")
    }

    private static func show(_ visit: Visit, _ connection: any Connection, problems: [Refusal.Problem] = []) throws -> Reply {
        let period = ProjectPeriod(code: visit.id)
        let files: PeriodFiles
        do { files = try Self.files(visit, period, connection) } catch let refusal as Refusal {
            return visit.page(visit.say("Rapport", en: "Report"), trail: trail(visit, period: period)) {
                div(.class("empty")) { Each(refusal.problems) { p(visit.say($0.text)) } }
            }
        }
        let frozen = try FrozenReport.of(period, connection)
        let names = try Names(visit, connection, of: frozen.map { [$0] } ?? [])
        let page = ReportPage(
            visit: visit, period: period, files: files, headings: try ReportHeading.current(connection), frozen: frozen,
            by: frozen?.by.map { names[$0] } ?? "", problems: problems)
        return visit.page(
            visit.say("Rapport du \(period.label.french.lowercased())", en: "Report of \(period.label.english.lowercased())"), lede: page.lede,
            trail: trail(visit, period: period), status: problems.isEmpty ? .ok : .unprocessableContent
        ) { page }
    }
}

/// A quarter's report while it is written, and once it is frozen.
private struct ReportPage: Component {
    let visit: Visit
    let period: ProjectPeriod
    let files: PeriodFiles
    let headings: [ReportHeading]
    let frozen: FrozenReport?
    let by: String
    let problems: [Refusal.Problem]

    private var say: Say { visit.say }
    private var report: PeriodReport { files.report }

    var lede: String {
        if frozen != nil { return say("Figé : il ne change plus.", en: "Frozen: it no longer changes.") }
        return files.closing == nil
            ? say("Brouillon ; la période n’est pas close, ses chiffres bougent encore.", en: "Draft; the period is not closed, its figures still move.")
            : say("Brouillon ; les chiffres sont arrêtés.", en: "Draft; the figures are settled.")
    }

    var body: some Markup {
        ErrorSummary(say: say, problems: problems)
        if let frozen {
            p(
                say(
                    "Figé le \(frozen.on.map { Dates.short($0, .french) } ?? "") par \(by).",
                    en: "Frozen on \(frozen.on.map { Dates.short($0, .english) } ?? "") by \(by)."))
            p(.class("soft")) {
                "SHA-256 : "; span(frozen.digest.flatMap { Digest(exactly: $0.bytes) }?.hex ?? "", .class("report"))
            }
        } else {
            div(.class("actions no-print")) {
                if files.closing != nil, report.stale.isEmpty, visit.may(.reportFreeze) {
                    ActButton(
                        visit: visit, action: SitePath.periodReportFreezing(period.code), label: say("Figer le rapport", en: "Freeze the report"),
                        style: "primary")
                }
                a(say("Sections", en: "Sections"), .class("secondary"), .href(SitePath.reportHeadings()))
            }
            if !report.stale.isEmpty {
                div(.class("note")) {
                    p(
                        say(
                            "Dans le texte, \(report.stale.count) chiffre(s) ne sont plus ce qu’ils étaient ; ils sont marqués ci-dessous.",
                            en: "In the text, \(report.stale.count) figure(s) are no longer what they were; they are marked below."))
                    ActButton(
                        visit: visit, action: SitePath.periodReportFigures(period.code),
                        label: say("Mettre les chiffres à jour", en: "Bring the figures up to date"))
                }
            }
        }
        if files.closing != nil { downloads }
        Each(Array(zip(headings, report.sections).enumerated())) { number, both in
            section {
                h2("\(number + 1). \(say(both.0.titles))")
                ReportWords(text: both.1.text, results: report.results, language: visit.language)
                below(both.1.content).map { p($0, .class("soft")) }
                if frozen == nil {
                    p(.class("no-print")) {
                        a(
                            both.1.text.isEmpty ? say("Écrire", en: "Write") : say("Modifier", en: "Edit"),
                            .href(SitePath.reportText("\(period.code)-\(both.0.id)")),
                            .aria("label", "\(both.1.text.isEmpty ? say("Écrire", en: "Write") : say("Modifier", en: "Edit")) – \(say(both.0.titles))"))
                    }
                }
            }
        }
        if frozen == nil { figures }
    }

    private func below(_ content: PeriodReport.Section.Content) -> String? {
        switch content {
        case .words: nil
        case .logframe: say("Ici vient le cadre logique, avec ses valeurs.", en: "Here comes the logframe, with its values.")
        case .activities: say("Ici vient le tableau des activités.", en: "Here comes the table of activities.")
        case .budget: say("Ici vient l’utilisation du budget.", en: "Here comes the use of the budget.")
        case .questions: say("Chaque ligne paraît aussi sur les pages du comité de pilotage.", en: "Each line appears on the steering committee’s pages too.")
        }
    }

    private var downloads: some Markup {
        section(.class("no-print")) {
            h2(say("Fichiers", en: "Files"))
            ul {
                li { a(say("Rapport, à imprimer (HTML)", en: "Report, to print (HTML)"), .href(SitePath.periodReportPage(period.code))) }
                li {
                    a(
                        say(
                            "Classeur du cadre logique, des indicateurs, des activités et du budget (XLSX)",
                            en: "Workbook: logframe, indicators, activities, budget (XLSX)"), .href(SitePath.periodReportWorkbook(period.code)))
                }
                li {
                    a(
                        say("Deux pages pour le comité de pilotage (HTML)", en: "Two pages for the steering committee (HTML)"),
                        .href(SitePath.periodReportSteering(period.code)))
                }
            }
            div(.class("actions")) {
                Each([("page", say("Rapport en PDF", en: "Report as PDF")), ("steering", say("Pages du comité en PDF", en: "Committee’s pages as PDF"))]) {
                    document, label in
                    ActButton(visit: visit, action: SitePath.periodReportPDF(period.code), label: label, style: "secondary", fields: [("document", document)])
                }
            }
        }
    }

    /// What may be put into the text.
    private var figures: some Markup {
        details(.class("no-print")) {
            summary(say("Chiffres à mettre dans le texte", en: "Figures to put into the text"))
            p(say("Écrivez le code entre accolades : {R1.2}.", en: "Write the code in braces: {R1.2}."))
            ul {
                Each(report.results.indicators) { indicator in
                    li("{\(indicator.code)} \(say(indicator.title)) : \(indicator.periods.last?.actual.text(visit.language) ?? "–")")
                }
            }
        }
    }
}
