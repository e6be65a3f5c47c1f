import HTML
import Journal

/// Two printed pages for a steering committee: what is reached and what it costs; what is late, what comes and what is to be decided.
package struct SteeringSheet: Sendable {
    package var report: PeriodReport
    /// What the committee is asked, in the order of the agenda.
    package var questions: [String]
    /// What it decided before and where that stands.
    package var followed: [String]

    package init(_ report: PeriodReport, questions: [String] = [], followed: [String] = []) {
        self.report = report
        self.questions = questions
        self.followed = followed
    }

    /// More rows than these do not fit on their page; the sheet says how many are left out, and where they stand.
    static let (indicatorsAtMost, activitiesAtMost, linesAtMost) = (12, 10, 6)

    package func file(in language: Language) -> [UInt8] { SteeringDocument(sheet: self, language: language).renderedBytes() }
}

struct SteeringDocument: Component {
    let sheet: SteeringSheet
    let language: Language

    private func say(_ french: String, en english: String) -> String { Phrase(french, en: english)(language) }
    private var report: PeriodReport { sheet.report }
    private var period: ReportedPeriod { report.results.periods[report.period] }

    /// Those with a target first: what a committee can judge.
    private var indicators: [ReportedIndicator] {
        let all = report.results.indicators
        return all.filter { $0.target.number != nil } + all.filter { $0.target.number == nil }
    }

    private var pressing: [ReportedActivity] {
        report.activities.filter(\.isLate) + report.activities.filter { !$0.isLate && $0.percent != 100 && $0.days != nil }
    }

    var body: some Markup {
        Document(
            language: language.rawValue, direction: .leftToRight, title: "\(report.results.project(language)) – \(period.name(language))"
        ) {
            PaperStyle()
        } body: {
            HTML.body {
                main {
                    HTML.section(.class("sheet")) {
                        header {
                            h1(report.results.project(language))
                            p(
                                "\(say("Pour le comité de pilotage", en: "For the steering committee")) – \(period.name(language)), \(PaperDates.span(period.days, language))"
                            )
                        }
                        h2(say("Résultats", en: "Results"))
                        IndicatorGlance(indicators: Array(indicators.prefix(SteeringSheet.indicatorsAtMost)), language: language)
                        left(report.results.indicators.count - SteeringSheet.indicatorsAtMost)
                        if let budget = report.budget {
                            h2(say("Budget", en: "Budget use"))
                            BudgetTable(budget: budget.headings(atMost: SteeringSheet.linesAtMost), language: language, hasChart: false)
                        }
                    }
                    HTML.section(.class("sheet")) {
                        h2(say("Activités en retard et à venir", en: "Activities late and to come"))
                        if pressing.isEmpty {
                            p(say("Aucune : tout ce qui est prévu est fait.", en: "None: all that was planned is done."))
                        } else {
                            ActivityTable(activities: Array(pressing.prefix(SteeringSheet.activitiesAtMost)), language: language)
                            left(pressing.count - SteeringSheet.activitiesAtMost)
                        }
                        Points(
                            title: say("Suites des décisions précédentes", en: "What became of earlier decisions"), points: sheet.followed,
                            language: language)
                        Points(
                            title: say("Décisions demandées au comité", en: "Decisions asked of the committee"), points: sheet.questions,
                            language: language)
                    }
                }
            }
        }
    }

    private func left(_ count: Int) -> Element<String>? {
        count > 0
            ? p(say("\(count) de plus dans le rapport de la période.", en: "\(count) more in the report of the period."), .class("soft"))
            : nil
    }
}

/// Indicators at a glance: value, target and how far it is.
private struct IndicatorGlance: Component {
    let indicators: [ReportedIndicator]
    let language: Language

    private func say(_ french: String, en english: String) -> String { Phrase(french, en: english)(language) }

    var body: some Markup {
        table {
            thead {
                tr {
                    Each([
                        say("Indicateur", en: "Indicator"), say("Valeur actuelle", en: "Current value"), say("Cible", en: "Target"),
                        say("De la cible", en: "Of the target"),
                    ]) { th($0, .scope(.col)) }
                }
            }
            tbody {
                Each(indicators) { indicator in
                    tr {
                        th("\(indicator.code) \(indicator.title(language))", .scope(.row))
                        td(indicator.current.text(language), .class("now"))
                        td(indicator.target.text(language))
                        td(indicator.reached.map { $0.percent(language) } ?? "–", .class("number"))
                    }
                }
            }
        }
    }
}

private struct Points: Component {
    let title: String
    let points: [String]
    let language: Language

    var body: some Markup {
        h2(title)
        if points.isEmpty {
            p(Phrase("Aucune.", en: "None.")(language))
        } else {
            ol { Each(Array(points.prefix(6))) { li(String($0.prefix(240))) } }
        }
    }
}

extension ReportedIndicator {
    /// What was reached of the target, where more is better and both are numbers.
    package var reached: ReportedFigure? {
        guard isAscending, let now = current.tenThousandths, let aim = target.tenThousandths, aim > 0 else { return nil }
        return .share(now, of: aim)
    }
}

extension ReportedBudget {
    /// The headings alone; those beyond so many are told together.
    fileprivate func headings(atMost count: Int) -> ReportedBudget {
        let all = lines.filter(\.isHeading)
        guard all.count > count else { return ReportedBudget(currency: currency, lines: all) }
        let rest = all[(count - 1)...]
        let together = ReportedBudgetLine(
            number: "", name: "…", isHeading: true, agreed: rest.reduce(0) { $0 + $1.agreed },
            spentBefore: rest.reduce(0) { $0 + $1.spentBefore },
            spentInPeriod: rest.reduce(0) { $0 + $1.spentInPeriod })
        return ReportedBudget(currency: currency, lines: all.prefix(count - 1) + [together])
    }
}
