import Access
import HTML
import Journal
import Results
import Storage

/// The register of risks: judged, answered, reviewed from time to time.
enum RisksController {
    private static let desk = RecordDesk<Risk>(
        permission: .riskEdit, asked: ["text", "likelihood", "impact", "response", "measures", "owner"],
        words: (
            Phrase("Ajouter un risque", en: "Add a risk"), Phrase("Modifier le risque", en: "Edit the risk"),
            Phrase("Retirer ce risque", en: "Remove this risk")
        ),
        acts: (.riskCreate, .riskUpdate, .riskRemove), paths: (.riskNew, .riskEdit, .riskRemoval),
        begin: { visit, connection in
            var risk = Risk()
            risk.project = try connection.project()?.id
            risk.number = (try connection.first("SELECT number FROM risk ORDER BY number DESC LIMIT 1") { Int(try $0.integer(0)) } ?? 0) + 1
            return risk
        },
        home: { SitePath.risk($0.id) }, parent: { _ in SitePath.risks() }, trail: { visit, _, _ in trail(visit) })

    private static let reviewing = RecordEditing(
        RiskReview.self, asked: ["on", "likelihood", "impact", "state", "note"], act: .riskReview, title: Phrase("Revoir le risque", en: "Review the risk"),
        button: Phrase("Noter la revue", en: "Note the review"))

    static let routes: [Route] =
        [
            list.route, .get(.riskMatrix, .permission(.riskShow), matrix), .get(.risk, .permission(.riskShow), show),
            .get(.riskReviews, .permission(.riskEdit)) { visit, connection in
                let risk = try visit.find(Risk.self, connection).record
                var review = RiskReview()
                (review.on, review.likelihood, review.impact, review.state) = (visit.today, risk.likelihood, risk.impact, risk.state)
                return try reviewing.page(
                    visit, connection, review, versions: nil, to: SitePath.riskReviews(risk.id), back: SitePath.risk(risk.id), trail: trail(visit, risk))
            },
            .post(.riskReviews, .permission(.riskEdit), review),
        ] + desk.routes

    private static func trail(_ visit: Visit, _ risk: Risk? = nil) -> [(String, Address)] {
        [(visit.say("Projet", en: "Project"), SitePath.project()), (visit.say("Risques", en: "Risks"), SitePath.risks())]
            + (risk.map { [(visit.say("Risque \($0.number)", en: "Risk \($0.number)"), SitePath.risk($0.id))] } ?? [])
    }

    private static func review(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let risk = try await visit.site.store.read { try visit.find(Risk.self, $0).record }
        var review = RiskReview()
        review.id = typed.token.cast()
        review.risk = risk.id
        return try await reviewing.take(
            visit, typed, into: review, isNew: true, to: SitePath.riskReviews(risk.id), back: SitePath.risk(risk.id), landing: SitePath.risk(risk.id),
            trail: trail(visit, risk), rule: { [today = visit.today] review, _ in try review.check(today: today) },
            alongside: { review, act in
                guard var current = try act.connection.find(Risk.self, risk.id)?.record else { throw Failure.notFound }
                let later = try act.connection.all(RiskReview.self, "WHERE risk = ? AND \"on\" > ? LIMIT 1", [risk.id.value, review.on?.value ?? .null])
                guard later.isEmpty else { return }
                current.follow(review)
                try act.update(current)
            })
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let risk = try visit.find(Risk.self, connection).record
        let reviews = try connection.all(RiskReview.self, "WHERE risk = ? ORDER BY \"on\" DESC, id DESC LIMIT 50", [risk.id.value]).map(\.record)
        let names = try Names(visit, connection, of: [risk])
        let history = try HistoryView(Risk.self, risk.id, visit, connection)
        let say = visit.say
        return visit.page(say("Risque \(risk.number)", en: "Risk \(risk.number)"), lede: risk.graded(say), trail: trail(visit)) {
            p(risk.text, .class("report"))
            if visit.may(.riskEdit) {
                div(.class("actions no-print")) {
                    a(say("Revoir", en: "Review"), .class("primary"), .href(SitePath.riskReviews(risk.id)))
                    a(say("Modifier", en: "Edit"), .class("secondary"), .href(SitePath.riskEdit(risk.id)))
                }
            }
            dl(.class("summary")) {
                FieldLines(record: risk, fields: ["state", "likelihood", "impact", "response", "measures", "owner", "reviewed_on"], names: names, say: say)
            }
            if !reviews.isEmpty {
                h2(say("Revues", en: "Reviews"))
                ol(.class("history")) {
                    Each(reviews) { review in
                        li {
                            if let on = review.on { HTML.time(Dates.short(on, visit.language), .datetime(on.description)) }
                            " "
                            span(say(review.state.label), .class("tag plain"))
                            p(
                                say(
                                    "Probabilité \(review.likelihood.code), gravité \(review.impact.code)",
                                    en: "Likelihood \(review.likelihood.code), impact \(review.impact.code)"), .class("soft"))
                            Paragraphs(text: review.note)
                        }
                    }
                }
            }
            history
        }
    }

    private static func matrix(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let risks = try connection.all(Risk.self, "WHERE state <> 'closed' ORDER BY score DESC, number LIMIT 500").map(\.record)
        let say = visit.say
        return visit.page(
            say("Matrice des risques", en: "Risk matrix"),
            lede: say(
                "Chaque case dit son score, probabilité × gravité, et les numéros des risques qui s’y trouvent.",
                en: "Each cell says its score, likelihood × impact, and the numbers of the risks in it."),
            trail: trail(visit)
        ) { RiskMatrix(visit: visit, risks: risks) }
    }

    private static let list = RecordList<Risk>(
        path: .risks, permission: .riskShow, title: Phrase("Risques", en: "Risks"), one: Phrase("risque", en: "risk"), many: Phrase("risques", en: "risks"),
        columns: [
            ListColumn(Phrase("Risque", en: "Risk"), needs: ["number", "text"]) { risk, _ in .link("\(risk.number). \(risk.text)", SitePath.risk(risk.id)) },
            ListColumn(Phrase("Niveau", en: "Grade"), needs: ["likelihood", "impact"]) { risk, context in
                .tag(risk.graded(context.visit.say), style: RiskGrade(score: risk.score).style)
            },
            .field("response"), .field("owner"), .field("state"), .field("reviewed_on"),
        ],
        filters: [.code("state", Phrase("État", en: "State"), RiskState.self), .code(Risk.self, "response")],
        sorts: [
            ListSort(
                "score", column: "score", .integer, ascending: Phrase("Les plus faibles d’abord", en: "Lowest first"),
                descending: Phrase("Les plus graves d’abord", en: "Gravest first"), beginsDescending: true),
            ListSort(
                "number", column: "number", .integer, ascending: Phrase("Par numéro", en: "By number"),
                descending: Phrase("Les derniers ajoutés d’abord", en: "Last added first")),
        ],
        search: "sort", isExported: true, trail: { [($0.say("Projet", en: "Project"), SitePath.project())] },
        actions: { visit in
            (visit.may(.riskEdit) ? [ListAction(label: Phrase("Ajouter un risque", en: "Add a risk"), address: SitePath.riskNew(), isPrimary: true)] : [])
                + [ListAction(label: Phrase("Matrice", en: "Matrix"), address: SitePath.riskMatrix())]
        },
        purpose: Phrase(
            "Aucun risque n’est noté. Commencez par ce qui pourrait arrêter le projet.", en: "No risk is noted. Begin with what could stop the project."))
}

extension Risk {
    /// "Élevé, 12 sur 25".
    func graded(_ say: Say) -> String {
        let grade = say(RiskGrade(score: score).label)
        return say("\(grade), \(score) sur 25", en: "\(grade), \(score) of 25")
    }
}

extension RiskGrade {
    var style: String {
        switch self {
        case .low: "plain"
        case .moderate: "done"
        case .high: "waiting"
        case .critical: "late"
        }
    }
}

/// Likelihood by impact: the grade of a cell is its shade and its border, and its words stand below.
private struct RiskMatrix: Component {
    let visit: Visit
    let risks: [Risk]

    private var say: Say { visit.say }

    var body: some Markup {
        table(.class("matrix")) {
            caption(say("Probabilité, de bas en haut ; gravité, de gauche à droite", en: "Likelihood upwards, impact to the right"))
            thead {
                tr {
                    th(.scope(.col)) { span(say("Probabilité", en: "Likelihood"), .class("visually-hidden")) }
                    Each(Array(1...5)) { impact in
                        th(.scope(.col)) {
                            span(say("Gravité ", en: "Impact "), .class("visually-hidden")); "\(impact)"
                        }
                    }
                }
            }
            tbody {
                Each(Array((1...5).reversed())) { likelihood in
                    tr {
                        th(.scope(.row)) { "\(likelihood)" }
                        Each(Array(1...5)) { impact in cell(likelihood, impact) }
                    }
                }
            }
        }
        if risks.isEmpty { p(say("Aucun risque n’est suivi.", en: "No risk is watched."), .class("soft")) }
        Each(RiskGrade.allCases.reversed()) { grade in
            let own = risks.filter { RiskGrade(score: $0.score) == grade }
            if !own.isEmpty {
                h2("\(say(grade.label)) (\(own.count))")
                ul {
                    Each(own) { risk in
                        li {
                            a("\(risk.number). \(risk.text)", .href(SitePath.risk(risk.id))); " – \(risk.graded(say))"
                        }
                    }
                }
            }
        }
    }

    private func cell(_ likelihood: Int, _ impact: Int) -> some Markup {
        let here = risks.filter { $0.likelihood.level == likelihood && $0.impact.level == impact }
        return td(.class("grade-\(RiskGrade(score: likelihood * impact).rawValue)")) {
            span("\(likelihood * impact)", .class("soft"))
            if !here.isEmpty { b(" " + here.map { "n°\u{A0}\($0.number)" }.joined(separator: ", ")) }
        }
    }
}
