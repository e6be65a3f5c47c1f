import HTML
import Journal

/// The page of a report, complete in itself.
struct ReportDocument: Component {
    let report: PeriodReport
    let language: Language

    private func say(_ french: String, en english: String) -> String { Phrase(french, en: english)(language) }
    private var period: ReportedPeriod { report.results.periods[report.period] }

    var body: some Markup {
        Document(
            language: language.rawValue, direction: .leftToRight, title: "\(report.results.project(language)) – \(period.name(language))"
        ) {
            PaperStyle()
        } body: {
            HTML.body {
                main {
                    header {
                        p(report.organization)
                        h1(report.results.project(language))
                        p(
                            "\(say("Rapport", en: "Report")) – \(period.name(language)), \(PaperDates.span(period.days, language))",
                            .class("lede"))
                        p("\(say("Contrat", en: "Contract")) \(report.reference)")
                        if let day = report.frozenOn {
                            p("\(say("Figé le", en: "Frozen on")) \(PaperDates.day(day, language))")
                        } else {
                            p(.class("draft")) {
                                say("Brouillon : ces chiffres peuvent encore changer.", en: "Draft: these figures may still change.")
                            }
                        }
                    }
                    Each(Array(report.sections.enumerated())) { number, section in
                        HTML.section {
                            h2("\(number + 1). \(section.title(language))")
                            ReportWords(text: section.text, results: report.results, language: language)
                            switch section.content {
                            case .words, .questions: Empty()
                            case .logframe:
                                LogframeTable(results: report.results, period: report.period, language: language)
                                CorrectionTable(corrections: report.results.corrections, language: language)
                            case .activities: ActivityTable(activities: report.activities, language: language)
                            case .budget: report.budget.map { BudgetTable(budget: $0, language: language) }
                            }
                        }
                    }
                    p(.class("soft")) {
                        say(
                            "« Non montré » : le nombre est si petit qu’il pourrait désigner quelqu’un. « Pas de données » n’est pas zéro.",
                            en: "“Not shown”: the number is so small that it might point to someone. “No data” is not nought.")
                    }
                }
            }
        }
    }
}

/// What was written, in its paragraphs, with each figure as it is now; one that has changed since says what it was.
package struct ReportWords: Component {
    let text: String
    let results: ReportedResults
    let language: Language

    package init(text: String, results: ReportedResults, language: Language) {
        self.text = text
        self.results = results
        self.language = language
    }

    private var paragraphs: [String] {
        text.replacing("\r\n", with: "\n").split(separator: "\n\n").map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }
    }

    package var body: some Markup {
        Each(paragraphs) { paragraph in
            p {
                Each(results.pieces(of: paragraph)) { piece in
                    switch piece {
                    case .words(let words): words
                    case .figure(_, let now, false): strong(now.text(language))
                    case .figure(let then, let now, true):
                        mark {
                            now.text(language)
                            Phrase(" (changé depuis : \(then.value))", en: " (changed since: \(then.value))")(language)
                        }
                    case .lost(let inserted):
                        mark(
                            Phrase(
                                "\(inserted.indicator) : cet indicateur n’est plus là", en: "\(inserted.indicator): this indicator is gone")(
                                    language))
                    }
                }
            }
        }
    }
}

/// What this report tells of values that earlier ones settled; nothing where there is nothing to tell.
struct CorrectionTable: Component {
    let corrections: [ReportedCorrection]
    let language: Language

    private func say(_ french: String, en english: String) -> String { Phrase(french, en: english)(language) }

    var body: some Markup {
        if !corrections.isEmpty {
            table {
                caption(say("Corrections des périodes d’avant", en: "Corrections of earlier periods"))
                thead {
                    tr {
                        Each([
                            say("Indicateur", en: "Indicator"), say("Période", en: "Period"), say("Valeur arrêtée", en: "Settled value"),
                            say("Valeur corrigée", en: "Corrected value"), say("Pourquoi", en: "Why"),
                        ]) { th($0, .scope(.col)) }
                    }
                }
                tbody {
                    Each(corrections) { correction in
                        tr {
                            td(correction.indicator)
                            td(correction.period(language))
                            td(correction.settled.text(language))
                            td(correction.now.text(language))
                            td(correction.reason)
                        }
                    }
                }
            }
        }
    }
}

/// The logframe with the columns that the European Union asks for.
struct LogframeTable: Component {
    let results: ReportedResults
    let period: Int
    let language: Language

    private func say(_ french: String, en english: String) -> String { Phrase(french, en: english)(language) }

    var body: some Markup {
        table(.class("logframe")) {
            caption(say("Cadre logique", en: "Logical framework"))
            thead {
                tr {
                    Each([
                        say("Chaîne de résultats", en: "Results chain"), say("Indicateur", en: "Indicator"),
                        say("Référence", en: "Baseline"), say("Cible", en: "Target"),
                        say("Dans la période", en: "In the period"), say("Valeur actuelle", en: "Current value"),
                        say("Source des données", en: "Source of data"),
                        say("Hypothèses", en: "Assumptions"),
                    ]) { th($0, .scope(.col)) }
                }
            }
            tbody {
                Each(results.lines) { line in
                    Each(Array(line.indicators.enumerated())) { number, indicator in
                        tr {
                            if number == 0 {
                                th(.scope(.row), .rowspan(line.indicators.count)) {
                                    span(line.level.title(language), .class("soft"))
                                    br()
                                    line.text(language)
                                }
                            }
                            td {
                                "\(indicator.code) \(indicator.title(language))"
                                if let note = indicator.note {
                                    br()
                                    span(note(language), .class("soft"))
                                }
                            }
                            td(
                                indicator.baseline.map { "\($0.figure.text(language)) (\($0.day.year))" }
                                    ?? ReportedFigure.nothing.text(language))
                            td(indicator.target.text(language))
                            td(period < indicator.periods.count ? indicator.periods[period].actual.text(language) : "")
                            td(.class("now")) { indicator.current.text(language) }
                            td(indicator.source(language))
                            if number == 0 { td(.rowspan(line.indicators.count)) { line.assumptions?(language) ?? "" } }
                        }
                    }
                }
            }
        }
    }
}

struct ActivityTable: Component {
    let activities: [ReportedActivity]
    let language: Language

    private func say(_ french: String, en english: String) -> String { Phrase(french, en: english)(language) }

    var body: some Markup {
        table {
            caption(say("Activités", en: "Activities"))
            thead {
                tr {
                    Each([
                        say("Activité", en: "Activity"), say("Où", en: "Where"), say("Responsable", en: "Responsible"),
                        say("Quand", en: "When"), say("État", en: "State"),
                    ]) { th($0, .scope(.col)) }
                }
            }
            tbody {
                Each(activities) { activity in
                    tr {
                        th("\(activity.code) \(activity.title)", .scope(.row))
                        td(activity.places)
                        td(activity.responsible)
                        td(activity.days.map { PaperDates.months($0, language) } ?? "")
                        td {
                            activity.state(language)
                            if let percent = activity.percent { language == .french ? " (\(percent)\u{A0}%)" : " (\(percent)%)" }
                            if activity.isLate { strong(say(", en retard", en: ", late")) }
                        }
                    }
                }
            }
        }
    }
}

struct BudgetTable: Component {
    let budget: ReportedBudget
    let language: Language
    var hasChart = true

    private func say(_ french: String, en english: String) -> String { Phrase(french, en: english)(language) }

    private func money(_ hundredths: Int) -> String { ReportedFigure.number(tenThousandths: hundredths * 100).text(language) }

    private var chart: BarChart {
        BarChart(
            ChartFacts(
                id: "budget-use", title: say("Budget par rubrique", en: "Budget by heading"),
                description: say(
                    "Pour chaque rubrique, ce qui était prévu et ce qui est dépensé.",
                    en: "For each heading, what was agreed and what is spent."), isAlone: true),
            budget.lines.filter(\.isHeading).map { line in
                BarChart.Row(
                    "\(line.number) \(line.name)",
                    [
                        .init(Double(line.agreed), "\(say("prévu", en: "agreed")) \(money(line.agreed))"),
                        .init(Double(line.spent), "\(say("dépensé", en: "spent")) \(money(line.spent))", series: .second),
                    ])
            })
    }

    var body: some Markup {
        if hasChart { chart }
        table {
            caption("\(say("Utilisation du budget", en: "Budget use")), \(budget.currency)")
            thead {
                tr {
                    Each([
                        say("Rubrique ou ligne", en: "Heading or line"), say("Prévu", en: "Agreed"),
                        say("Dépensé avant", en: "Spent before"),
                        say("Dépensé dans la période", en: "Spent in the period"), say("Dépensé en tout", en: "Spent in all"),
                        say("Taux", en: "Rate"),
                    ]) { th($0, .scope(.col)) }
                }
            }
            tbody {
                Each(budget.lines) { line in
                    tr(.when(line.isHeading, .class("heading"))) {
                        th("\(line.number) \(line.name)", .scope(.row))
                        Each([line.agreed, line.spentBefore, line.spentInPeriod, line.spent]) { td(money($0), .class("number")) }
                        td(line.agreed == 0 ? "" : ReportedFigure.share(line.spent, of: line.agreed).percent(language), .class("number"))
                    }
                }
            }
        }
    }
}
