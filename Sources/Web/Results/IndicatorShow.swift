import Access
import HTML
import Journal
import NetworkLife
import Results
import Statistics
import Storage

/// An indicator's reference sheet: what it is, what it came to period by period, what is behind it. It prints on one page.
struct IndicatorShow: Component {
    let visit: Visit
    let indicator: Indicator
    let logframe: Logframe
    let current: CurrentValue
    let periods: [PeriodLine]
    let parts: [FigureParts]
    let evidence: EvidenceView?
    let stated: [StatedLine]
    let responsible: String
    let history: HistoryView

    /// A period with what should be reached and what was.
    struct PeriodLine: Sendable {
        let label: String
        let days: String
        let target: String
        let value: String
    }

    /// What someone stated, and what took its place.
    struct StatedLine: Sendable {
        let on: Day?
        let what: Phrase
        let period: Phrase?
        let value: String
        let texts: [String]
        let stands: Bool
    }

    static func reply(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let say = visit.say
        let indicator = try visit.find(Indicator.self, connection).record
        let logframe = try Logframe(ProjectController.current(connection).record, only: indicator.id, upTo: visit.past?.day, connection)
        let current = try CurrentValue(indicator, in: logframe, visit.today, connection)
        var parts: [FigureParts] = []
        var evidence: EvidenceView?
        if case .figure(_, let measure) = current {
            let rows = try measure.rows(MeasureQuestion(organization: nil, days: logframe.project.soFar(visit.today), today: visit.today), connection)
            parts = try FigureParts.all(measure, rows, visit, connection)
            evidence = EvidenceView(visit: visit, measure: measure, evidence: try Evidence(rows, visit, connection), address: SitePath.indicator(indicator.id))
        }
        let names = try Names(visit, connection, of: [indicator])
        let view = IndicatorShow(
            visit: visit, indicator: indicator, logframe: logframe, current: current,
            periods: try periods(indicator, logframe, current, visit, connection), parts: parts, evidence: evidence,
            stated: try stated(indicator, say, connection), responsible: indicator.responsible.map { names[$0] } ?? "",
            history: try HistoryView(Indicator.self, indicator.id, visit, connection))
        return visit.page("\(indicator.code) – \(say(indicator.titles))", lede: say(indicator.definitions), trail: LogframeController.trail(visit, in: true)) {
            view
        }
    }

    /// The whole project, then each half-year and its quarters: those that have begun, and those that have a target.
    private static func periods(
        _ indicator: Indicator, _ logframe: Logframe, _ current: CurrentValue, _ visit: Visit, _ connection: any Connection
    ) throws -> [PeriodLine] {
        let (say, project) = (visit.say, logframe.project)
        let words = ValueWords(say, indicator)
        let halves = ProjectPeriod.halves(of: project)
        let quarters = ProjectPeriod.quarters(of: project)
        let all = [.project] + halves.flatMap { half in [half] + quarters.filter { $0.half == half } }
        return try all.compactMap { period in
            let target = logframe.targets[indicator.id]?[period]
            let entered = logframe.entered[indicator.id]?[period]
            let days = period.days(in: project)
            let hasBegun = days.map { $0.lowerBound <= visit.today } ?? false
            guard target != nil || entered != nil || hasBegun && current.isKnown else { return nil }
            var value = entered?.value.map(words.text) ?? "–"
            if case .figure(_, let measure) = current {
                value = "–"
                if hasBegun, let days {
                    value = words.text(measure.figure(of: try measure.rows(MeasureQuestion(organization: nil, days: days, today: visit.today), connection)))
                }
            }
            return PeriodLine(
                label: say(period.label),
                days: days.map {
                    say(
                        "\(Dates.short($0.lowerBound, .french)) – \(Dates.short($0.upperBound, .french))",
                        en: "\(Dates.short($0.lowerBound, .english)) – \(Dates.short($0.upperBound, .english))")
                } ?? "",
                target: target?.value.map(words.text) ?? "–", value: value)
        }
    }

    /// All that was ever stated of it, the latest first.
    private static func stated(_ indicator: Indicator, _ say: Say, _ connection: any Connection) throws -> [StatedLine] {
        let words = ValueWords(say, indicator)
        func lines<V: StatedValue>(_: V.Type, _ period: (V) -> Phrase?, _ texts: (V) -> [String]) throws -> [StatedLine] {
            let all = try connection.all(V.self, "WHERE indicator = ? ORDER BY id DESC", [indicator.id.value]).map(\.record)
            let standing = Set(all.standing.values.map(\.id))
            return all.map { one in
                StatedLine(
                    on: one.on, what: V.title, period: period(one), value: one.value.map(words.text) ?? "", texts: texts(one).filter { !$0.isEmpty },
                    stands: standing.contains(one.id))
            }
        }
        let all =
            try lines(EnteredValue.self, { $0.period.label }, { [$0.source, $0.note, $0.reason] })
            + lines(Target.self, { $0.period.label }, { [$0.reason] }) + lines(Baseline.self, { _ in nil }, { [$0.source, $0.reason] })
        return all.enumerated().sorted { ($1.element.on?.number ?? 0, $0.offset) < ($0.element.on?.number ?? 0, $1.offset) }.map(\.element)
    }

    private var say: Say { visit.say }

    var body: some Markup {
        let words = ValueWords(say, indicator)
        p(.class("figure")) {
            words.text(current)
            if current.isKnown { span(" \(say(indicator.units))", .class("unit")) }
        }
        p(explained, .class("soft"))
        PastForm(visit: visit, address: SitePath.indicator(indicator.id))
        actions
        if let own { p(.class("no-print")) { a(say("Le chiffre de votre organisation", en: "Your organisation’s figure"), .href(own)) } }
        if !periods.isEmpty { PeriodTable(say: say, lines: periods) }
        Each(parts) { $0 }
        h2(say("Fiche de référence", en: "Reference sheet"))
        dl(.class("summary reference")) {
            FactRow(label: say("Mesure", en: "Measures"), text: measured)
            FactRow(label: say("Calcul", en: "Calculation"), text: say(indicator.formulas))
            FactRow(label: say("Unité", en: "Unit"), text: "\(say(indicator.units)) – \(say(indicator.measure.label).lowercased())")
            FactRow(
                label: say("Sens", en: "Direction"),
                text: indicator.isAscending
                    ? say("plus la valeur monte, mieux c’est", en: "the higher, the better")
                    : say("plus la valeur baisse, mieux c’est", en: "the lower, the better"))
            FactRow(label: say("D’une période à l’autre", en: "From one period to the next"), text: say(indicator.aggregation.label))
            FactRow(label: say("Désagrégations", en: "Breakdowns"), text: breakdowns)
            FactRow(label: say("Référence", en: "Baseline"), text: logframe.baselines[indicator.id]?.value.map(words.text) ?? say("à fixer", en: "to be set"))
            FactRow(label: say("Cible", en: "Target"), text: target)
            FactRow(label: say("Source", en: "Source of data"), text: say(indicator.verifications))
            FactRow(label: say("Responsable", en: "In charge"), text: responsible)
            FactRow(label: say("Fréquence", en: "Frequency"), text: indicator.frequency.map { say($0.label) } ?? "")
            FactRow(label: say("Piège", en: "Trap"), text: say(indicator.traps))
        }
        if !stated.isEmpty { StatedView(visit: visit, lines: stated) }
        if let evidence { div(.class("no-print")) { evidence } }
        history
    }

    @MarkupBuilder private var actions: some Markup {
        if visit.may(.indicatorEdit), visit.past == nil {
            div(.class("actions no-print")) {
                if isEntered { a(say("Saisir une valeur", en: "Enter a value"), .class("primary"), .href(SitePath.valueNew(indicator.id))) }
                a(say("Fixer une cible", en: "Set a target"), .class(isEntered ? "secondary" : "primary"), .href(SitePath.targetNew(indicator.id)))
                a(say("Fixer la référence", en: "Set the baseline"), .class("secondary"), .href(SitePath.baselineNew(indicator.id)))
                a(say("Modifier", en: "Edit"), .class("secondary"), .href(SitePath.indicatorEdit(indicator.id)))
            }
        }
    }

    /// Whether people say what it comes to: where no register does, or none yet.
    private var isEntered: Bool {
        switch current {
        case .figure, .released, .withheld, .unreleased, .reserved: false
        default: true
        }
    }

    private var explained: String {
        switch current {
        case .figure(_, let measure):
            let today = Dates.short(visit.today, visit.language)
            return measure.summary == .stock
                ? say(
                    "Au \(today), calculé par les registres. \(measure.definition.french)",
                    en: "On \(today), worked out from the registers. \(measure.definition.english)")
                : say(
                    "Depuis le début du projet, au \(today), calculé par les registres. \(measure.definition.french)",
                    en: "Since the project began, on \(today), worked out from the registers. \(measure.definition.english)")
        case .released, .withheld, .unreleased:
            return say(
                "Les registres le calculent. Hors de l’organisation qui les tient, un chiffre sur des personnes ne paraît que diffusé ; il n’est pas dédoublonné entre organisations.",
                en:
                    "The registers work it out. Outside the organisation that keeps them, a figure about people appears only as released; it is not deduplicated between organisations."
            )
        case .reserved:
            return say(
                "Un registre le calcule, dont les pages ne s’ouvrent qu’à qui en répond : le chiffre s’y trouve.",
                en: "A register works it out, whose pages open only to those who answer for it: the figure is there.")
        case .entered(_, let periods):
            let labels = periods.map { say($0.label) }.joined(separator: " + ")
            return say("Saisi avec sa preuve : \(labels).", en: "Entered with its proof: \(labels).")
        case .later:
            return say(
                "Le registre qui le calculera vient plus tard. En attendant, une valeur peut être saisie avec sa preuve.",
                en: "The register that will work it out comes later. Meanwhile a value may be entered with its proof.")
        case .missing:
            return say(
                "Il vient d’une enquête ou d’un document du dehors : il se saisit avec sa preuve.",
                en: "It comes from a survey or a document from outside: it is entered with its proof.")
        }
    }

    /// Where the reader’s own organisation has its exact figure.
    private var own: Address? {
        switch current {
        case .released, .withheld, .unreleased: break
        default: return nil
        }
        guard visit.may(.measureShow) else { return nil }
        let days = logframe.project.soFar(visit.today)
        return SitePath.measures().query("from", days.lowerBound.description).query("to", days.upperBound.description).query("measure", indicator.computedBy)
    }

    private var measured: String {
        guard let line = logframe.lines.first(where: { $0.id == indicator.line }) else {
            return indicator.level == .impact ? logframe.project.mainObjective : say(indicator.level.label)
        }
        return "\(line.label(say)) – \(line.text)"
    }

    private var breakdowns: String {
        Breakdown.list.filter { indicator.breakdowns.elements.contains($0.0) }.map { say($0.1).lowercased() }.joined(separator: ", ")
    }

    private var target: String {
        guard let target = logframe.target(of: indicator.id), let value = target.value else { return say("à fixer", en: "to be set") }
        return "\(ValueWords(say, indicator).text(value)) – \(say(target.period.label).lowercased())"
    }
}

private struct PeriodTable: Component {
    let say: Say
    let lines: [IndicatorShow.PeriodLine]

    var body: some Markup {
        table(.class("list periods")) {
            caption(say("Par période", en: "By period"))
            thead {
                tr {
                    th(say("Période", en: "Period"), .scope(.col))
                    th(say("Cible", en: "Target"), .scope(.col))
                    th(say("Valeur", en: "Value"), .scope(.col))
                }
            }
            tbody {
                Each(lines) { line in
                    tr {
                        td {
                            strong(line.label)
                            if !line.days.isEmpty { span(" \(line.days)", .class("soft")) }
                        }
                        td(line.target, .data("label", say("Cible", en: "Target")))
                        td(line.value, .data("label", say("Valeur", en: "Value")))
                    }
                }
            }
        }
    }
}

/// What was stated of the indicator: a value that another one replaced is struck out, and stays.
private struct StatedView: Component {
    let visit: Visit
    let lines: [IndicatorShow.StatedLine]

    var body: some Markup {
        h2(visit.say("Ce qui a été fixé", en: "What was set"))
        ol(.class("history")) {
            Each(lines) { line in
                li {
                    if let on = line.on { HTML.time(Dates.short(on, visit.language), .datetime(on.description)) }
                    " \(visit.say(line.what))"
                    if let period = line.period { " – \(visit.say(period))" }
                    " "
                    if line.stands { ins(line.value) } else { del(line.value) }
                    Each(line.texts) { p($0, .class("soft")) }
                }
            }
        }
    }
}
