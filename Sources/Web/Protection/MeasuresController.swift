import Access
import HTML
import Journal
import Protection
import Statistics
import Storage

/// What the organisation's registers come to, for those who answer for them: each figure with what it is made of.
enum MeasuresController {
    static let routes: [Route] = [.get(.measures, .permission(.measureShow), show)] + NeedCounting.routes

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let period = Period(visit)
        let question = MeasureQuestion(organization: try visit.reader().organization.cast(), days: period.days, today: visit.today)
        guard let code = visit.query["measure"], !code.isEmpty else { return try overview(visit, period, question, connection) }
        guard let measure = ProtectionMeasures.all.first(where: { $0.code == code }) else { throw Failure.notFound }
        return try figure(measure, visit, period, question, connection)
    }

    private static func overview(_ visit: Visit, _ period: Period, _ question: MeasureQuestion, _ connection: any Connection) throws -> Reply {
        let figures = try ProtectionMeasures.all.map { ($0, $0.figure(of: try $0.folded(question, connection))) }
        let say = visit.say
        return visit.page(
            say("Chiffres de protection", en: "Protection figures"),
            lede: say(
                "Ce que les registres de votre organisation donnent, sans ressaisie.", en: "What your organisation’s registers give, with nothing typed again."),
            trail: Registers.trail(visit)
        ) {
            PeriodForm(visit: visit, period: period, measure: nil)
            table(.class("list")) {
                caption(say("Chiffres de la période", en: "Figures of the period"), .class("visually-hidden"))
                thead {
                    tr {
                        th(say("Indicateur", en: "Indicator"), .scope(.col))
                        th(say("Valeur", en: "Value"), .scope(.col))
                    }
                }
                tbody {
                    Each(figures) { measure, figure in
                        tr {
                            td {
                                a(say(measure.title), .href(period.address(of: measure.code)))
                                " "
                                span(measure.code, .class("soft"))
                            }
                            td(FigureText(visit, measure).text(figure), .data("label", say("Valeur", en: "Value")))
                        }
                    }
                }
            }
            notDeduplicated(say)
        }
    }

    private static func figure(
        _ measure: Measure, _ visit: Visit, _ period: Period, _ question: MeasureQuestion, _ connection: any Connection
    ) throws -> Reply {
        let say = visit.say
        let rows = try measure.rows(question, connection)
        let text = FigureText(visit, measure)
        let parts = try FigureParts.all(measure, rows, visit, connection)
        let evidence = visit.may(.caseShow) && measure.subject != .common ? try Evidence(rows, visit, connection) : nil
        let state = measure.isToldBySessions ? try NeedCountState(visit, question, connection) : nil
        let groups = visit.may(.caseShow) || measure.subject == .common || state != nil ? nil : EvidenceGroups(rows, say)
        return visit.page(
            say(measure.title), lede: say(measure.definition),
            trail: Registers.trail(visit, of: .measures)
        ) {
            p(.class("figure")) { text.text(measure.figure(of: rows)) }
            PeriodForm(visit: visit, period: period, measure: measure.code)
            if let state { state }
            Each(parts) { $0 }
            Each(ProtectionMeasures.all.filter { $0.code.hasPrefix("\(measure.code).") }) { closer in
                p { a(say(closer.title), .href(period.address(of: closer.code))) }
            }
            notDeduplicated(say)
            if let evidence {
                EvidenceView(visit: visit, measure: measure, evidence: evidence, address: period.address(of: measure.code))
            } else if let groups {
                groups
                p(
                    say(
                        "De 1 à 4, un nombre n’est pas montré : il pourrait désigner quelqu’un. Les dossiers ne s’ouvrent pas d’ici.",
                        en: "From 1 to 4, a number is not shown: it might point to someone. Case files do not open from here."),
                    .class("soft"))
            }
        }
    }

    private static func notDeduplicated(_ say: Say) -> some Markup {
        p(
            say(
                "Non dédoublonné entre organisations : une personne suivie par deux d’entre elles compte dans chacune.",
                en: "Not deduplicated between organisations: a person followed by two of them counts in each."),
            .class("soft"))
    }
}

/// The days that the figures are of, as the address says them; this year up to today where it says nothing.
private struct Period: Sendable {
    let days: ClosedRange<Day>
    let today: Day

    init(_ visit: Visit) {
        today = visit.today
        let first = visit.query["from"].flatMap { Day($0) } ?? Day(year: today.year, month: 1, day: 1)!
        let last = visit.query["to"].flatMap { Day($0) } ?? today
        days = min(first, last)...max(first, last)
    }

    func address(of measure: String?, _ days: ClosedRange<Day>? = nil) -> Address {
        let days = days ?? self.days
        let period = SitePath.measures().query("from", days.lowerBound.description).query("to", days.upperBound.description)
        return measure.map { period.query("measure", $0) } ?? period
    }

    /// Periods to choose with one touch.
    func common(_ say: Say) -> [(label: String, days: ClosedRange<Day>)] {
        let month = Day(year: today.year, month: today.month, day: 1)!
        let before = month.advanced(by: -1)
        let quarter = Day(year: today.year, month: (today.month - 1) / 3 * 3 + 1, day: 1)!
        return [
            (say("Ce mois-ci", en: "This month"), month...today),
            (say("Le mois dernier", en: "Last month"), Day(year: before.year, month: before.month, day: 1)!...before),
            (say("Ce trimestre", en: "This quarter"), quarter...today),
            (say("Cette année", en: "This year"), Day(year: today.year, month: 1, day: 1)!...today),
        ]
    }
}

/// Of which days the figures are; other days are a touch away.
private struct PeriodForm: Component {
    let visit: Visit
    let period: Period
    let measure: String?

    private var say: Say { visit.say }
    private var first: String { Dates.short(period.days.lowerBound, visit.language) }
    private var last: String { Dates.short(period.days.upperBound, visit.language) }

    var body: some Markup {
        p(say("Du \(first) au \(last).", en: "From \(first) to \(last)."))
        details(.class("no-print")) {
            summary(say("Changer de période", en: "Change the period"))
            nav(.class("pager"), .aria("label", say("Périodes", en: "Periods"))) {
                Each(period.common(say)) { a($0.label, .href(period.address(of: measure, $0.days))) }
            }
            form(.method(.get), .action(SitePath.measures()), .class("filters")) {
                if let measure { input(.type(.hidden), .name("measure"), .value(measure)) }
                div(.class("field")) {
                    label(say("Du", en: "From"), .for("f-from"))
                    input(.id("f-from"), .name("from"), .type(.date), .value(period.days.lowerBound.description))
                }
                div(.class("field")) {
                    label(say("Au", en: "To"), .for("f-to"))
                    input(.id("f-to"), .name("to"), .type(.date), .value(period.days.upperBound.description))
                }
                button(say("Afficher", en: "Show"), .type(.submit))
            }
        }
    }
}
