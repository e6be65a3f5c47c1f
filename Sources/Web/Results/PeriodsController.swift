import Access
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Results
import Statistics
import Storage

/// The project's quarters: what each comes to, what is to be put right, and its closing, after which its values stay as they were.
enum PeriodsController {
    static let routes: [Route] = [
        .get(.periods, .permission(.indicatorShow), list),
        .get(.period, .permission(.indicatorShow)) { try show($0, $1) },
        .post(.periodClosing, .permission(.periodClose), close),
    ]

    private static func trail(_ visit: Visit) -> [(String, Address)] {
        LogframeController.trail(visit, in: true) + [(visit.say("Périodes", en: "Periods"), SitePath.periods())]
    }

    private static func list(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let say = visit.say
        let project = try ProjectController.current(connection).record
        let closed = try ClosedPeriods(connection)
        let quarters = ProjectPeriod.quarters(of: project)
        return visit.page(
            say("Périodes", en: "Periods"),
            lede: say(
                "Chaque trimestre se ferme une fois fini : ses valeurs ne bougent plus.",
                en: "Each quarter is closed once it is over: its values no longer move."),
            trail: LogframeController.trail(visit, in: true)
        ) {
            if project.startsOn == nil {
                div(.class("empty")) {
                    p(
                        say(
                            "Les trimestres se comptent depuis le premier jour du projet, qui reste à saisir.",
                            en: "Quarters are counted from the project’s first day, which is still to be entered."))
                    if visit.may(.projectEdit) { p { a(say("Saisir la date de démarrage", en: "Enter the start date"), .href(SitePath.projectEdit())) } }
                }
            }
            ul(.class("todo")) {
                Each(quarters) { quarter in
                    li {
                        span(
                            quarter.days(in: project).map { "\(Dates.short($0.lowerBound, visit.language)) – \(Dates.short($0.upperBound, visit.language))" }
                                ?? "", .class("soft"))
                        div { if quarter.days(in: project) == nil { say(quarter.label) } else { a(say(quarter.label), .href(SitePath.period(quarter.code))) } }
                        StandingTag(say: say, standing: Standing(quarter, project, closed, visit.today))
                    }
                }
            }
        }
    }

    /// Where a quarter stands.
    enum Standing {
        case closed
        case waiting
        case underway
        case ahead

        init(_ period: ProjectPeriod, _ project: Project, _ closed: ClosedPeriods, _ today: Day) {
            let days = period.days(in: project)
            self =
                closed[period] != nil
                ? .closed : days.map { $0.upperBound < today } == true ? .waiting : days.map { $0.lowerBound <= today } == true ? .underway : .ahead
        }
    }

    private static func show(_ visit: Visit, _ connection: any Connection, problems: [Refusal.Problem] = [], typed: Typed? = nil) throws -> Reply {
        let say = visit.say
        let period = ProjectPeriod(code: visit.id)
        let logframe = try Logframe(ProjectController.current(connection).record, connection)
        let closed = try ClosedPeriods(connection)
        guard ProjectPeriod.quarters(of: logframe.project).contains(period), let days = period.days(in: logframe.project) else { throw Failure.notFound }
        let closing = closed[period]
        let settled = closing.flatMap { closed.frozen[$0.id] } ?? []
        let names = try Names(
            visit, connection, ids: [closing?.by?.cast()],
            places: settled.flatMap { FrozenPart.parts($0.parts) }.map { $0.dimension == "region" ? $0.code.flatMap(PlaceCode.init) : nil })
        let values = try logframe.indicators.map { indicator -> PeriodPage.Line in
            let now = try PeriodValue(indicator, period, in: logframe, on: visit.today, say, connection)
            let frozen = closing.flatMap { closed.value(of: indicator.id, in: $0) }
            let words = ValueWords(say, indicator)
            let told = frozen.flatMap { closed.correction(of: $0) }
            return PeriodPage.Line(
                indicator: indicator, target: logframe.targets[indicator.id]?[period]?.value.map(words.text) ?? "–",
                value: closing == nil ? now.words : frozen?.value.map(words.text) ?? "–",
                parts: frozen.map { FigureParts.settled($0, indicator, names, say) } ?? [],
                since: told.flatMap(\.value).map(words.text))
        }
        let standing = Standing(period, logframe.project, closed, visit.today)
        let page = PeriodPage(
            visit: visit, period: period, days: days, standing: standing, closing: closing, by: closing?.by.map { names[$0] } ?? "", lines: values,
            checks: closing == nil ? try PeriodChecks(period, days, logframe, visit, connection) : nil,
            late: standing == .waiting ? try closed.late(logframe, on: visit.today, say, connection) : [],
            corrections: closing.map { closing in
                closed.corrections(told: closing).compactMap { correction in
                    closed.frozen(correction.frozen).flatMap { frozen in
                        logframe.indicators.first { $0.id == frozen.value.indicator }.map { (correction, frozen.value, frozen.closing, $0) }
                    }
                }
            } ?? [],
            problems: problems, typed: typed)
        return visit.page(
            say(period.label), lede: "\(Dates.short(days.lowerBound, visit.language)) – \(Dates.short(days.upperBound, visit.language))", trail: trail(visit),
            status: problems.isEmpty ? .ok : .unprocessableContent
        ) { page }
    }

    private static func close(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let period = ProjectPeriod(code: visit.id)
        let again = { (problems: [Refusal.Problem]) in try await visit.site.store.read { try show(visit, $0, problems: problems, typed: typed) } }
        do {
            let account = try visit.reader().account
            let outcome = try await visit.perform(.periodClose, typed) { act in
                let connection = act.connection
                let logframe = try Logframe(ProjectController.current(connection).record, connection)
                let closed = try ClosedPeriods(connection)
                try PeriodClosing.check(period, in: logframe.project, closed: closed.periods, today: visit.today)
                let late = try closed.late(logframe, on: visit.today, visit.say, connection)
                let unexplained = late.filter { typed[$0.field].allSatisfy(\.isWhitespace) }
                guard unexplained.isEmpty else {
                    throw Refusal(
                        "period.late",
                        unexplained.map { .init($0.field, Phrase("Dites pourquoi cette valeur a changé.", en: "Say why this value has changed.")) })
                }
                var closing = PeriodClosing()
                closing.id = typed.token.cast()
                (closing.period, closing.by, closing.on) = (period, account, visit.today)
                (closing.first, closing.last) = (period.days(in: logframe.project)?.lowerBound, period.days(in: logframe.project)?.upperBound)
                closing.frontier = Bytes(Frontier(try connection.frontier().heads.filter { $0.scope == .network }).bytes)
                var digests: [UInt8] = []
                var frozen: [FrozenValue] = []
                for indicator in logframe.indicators {
                    let now = try PeriodValue(indicator, period, in: logframe, on: visit.today, visit.say, connection)
                    guard now.value != nil else { continue }
                    var value = FrozenValue()
                    (value.closing, value.indicator, value.rows, value.evidence) = (closing.id, indicator.id, now.rows.count, Bytes(now.evidence.bytes))
                    value.value = now.value
                    value.parts = FrozenPart.text(now.parts)
                    digests += now.evidence.bytes
                    frozen.append(value)
                }
                closing.evidence = Bytes(Digest(of: digests).bytes)
                try act.make(closing)
                for value in frozen { try act.make(value) }
                for one in late {
                    var correction = ValueCorrection()
                    (correction.closing, correction.frozen, correction.value) = (closing.id, one.frozen.id, one.now)
                    correction.reason = String(typed[one.field].trimmingPrefix(while: \.isWhitespace).prefix(500))
                    try act.make(correction)
                }
            }
            return .done(outcome, at: SitePath.period(period.code))
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }
}

private struct StandingTag: Component {
    let say: Say
    let standing: PeriodsController.Standing

    var body: some Markup {
        switch standing {
        case .closed: span(say("Close", en: "Closed"), .class("tag done"))
        case .waiting: span(say("À clore", en: "To be closed"), .class("tag waiting"))
        case .underway: span(say("En cours", en: "Under way"), .class("tag plain"))
        case .ahead: span(say("À venir", en: "To come"), .class("tag plain"))
        }
    }
}

/// One quarter: before its closing what it comes to today and what is to be put right; after it what was settled.
private struct PeriodPage: Component {
    struct Line: Sendable {
        let indicator: Indicator
        let target: String
        let value: String
        /// What it is of, once it is settled.
        let parts: [FigureParts]
        /// What it is told to be since it was settled.
        let since: String?
    }

    let visit: Visit
    let period: ProjectPeriod
    let days: ClosedRange<Day>
    let standing: PeriodsController.Standing
    let closing: PeriodClosing?
    let by: String
    let lines: [Line]
    let checks: PeriodChecks?
    let late: [LateValue]
    let corrections: [(ValueCorrection, FrozenValue, PeriodClosing, Indicator)]
    let problems: [Refusal.Problem]
    let typed: Typed?

    private var say: Say { visit.say }

    var body: some Markup {
        ErrorSummary(say: say, problems: problems)
        p { StandingTag(say: say, standing: standing) }
        if let closing {
            p(
                say(
                    "Close le \(closing.on.map { Dates.short($0, .french) } ?? "") par \(by). Ces valeurs ne changent plus ; ce qui arrive après va dans les corrections de la période suivante.",
                    en:
                        "Closed on \(closing.on.map { Dates.short($0, .english) } ?? "") by \(by). These values no longer change; what arrives later goes into the next period’s corrections."
                ))
            p(.class("soft")) {
                say("Condensé des preuves : ", en: "Digest of the evidence: "); span(digest(closing), .class("report"))
            }
        }
        if let checks { checks }
        h2(say("Valeurs", en: "Values"))
        table(.class("list")) {
            caption(say("Indicateurs de la période", en: "The period’s indicators"), .class("visually-hidden"))
            thead {
                tr {
                    th(say("Indicateur", en: "Indicator"), .scope(.col))
                    th(say("Cible", en: "Target"), .scope(.col))
                    th(say("Valeur", en: "Value"), .scope(.col))
                }
            }
            tbody {
                Each(lines) { line in
                    tr {
                        td { a("\(line.indicator.code) \(say(line.indicator.titles))", .href(SitePath.indicator(line.indicator.id))) }
                        td(line.target, .data("label", say("Cible", en: "Target")))
                        td(.data("label", say("Valeur", en: "Value"))) {
                            line.value
                            if let since = line.since { span(say(" (corrigée depuis : \(since))", en: " (corrected since: \(since))"), .class("soft")) }
                        }
                    }
                }
            }
        }
        if lines.contains(where: { !$0.parts.isEmpty }) { parts }
        if !corrections.isEmpty { told }
        if standing != .ahead, visit.may(.reportEdit) {
            p(.class("no-print")) { a(say("Rapport de la période", en: "Report of the period"), .href(SitePath.periodReport(period.code))) }
        }
        if standing == .waiting, visit.may(.periodClose) { asking }
    }

    private func digest(_ closing: PeriodClosing) -> String {
        (closing.evidence?.bytes.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) } ?? []).joined()
    }

    private var parts: some Markup {
        section {
            h2(say("Détail des valeurs arrêtées", en: "Parts of the settled values"))
            Each(lines.filter { !$0.parts.isEmpty }) { line in
                details {
                    summary("\(line.indicator.code) \(say(line.indicator.titles))")
                    Each(line.parts) { $0 }
                }
            }
        }
    }

    private var told: some Markup {
        section {
            h2(say("Corrections des périodes d’avant", en: "Corrections of earlier periods"))
            ul {
                Each(corrections) { correction, frozen, earlier, indicator in
                    let words = ValueWords(say, indicator)
                    li {
                        "\(indicator.code), \(say(earlier.period.label)) : "
                        del(frozen.value.map(words.text) ?? "–")
                        " "
                        ins(correction.value.map(words.text) ?? "–")
                        p(correction.reason, .class("soft"))
                    }
                }
            }
        }
    }

    private var asking: some Markup {
        form(.method(.post), .action(SitePath.periodClosing(period.code)), .novalidate(), .class("no-print")) {
            HiddenFields(visit: visit, token: (typed?.token ?? AnyID()).description)
            if !late.isEmpty {
                h2(say("Arrivé après la clôture", en: "Arrived after the closing"))
                Each(late) { one in
                    let words = ValueWords(say, one.indicator)
                    FieldView(
                        say: say,
                        line: FormSheet.Line(
                            name: one.field,
                            label: Phrase(
                                "\(one.indicator.code), \(one.closing.period.label.french) : \(one.told.map(words.text) ?? "–") devient \(words.text(one.now))",
                                en:
                                    "\(one.indicator.code), \(one.closing.period.label.english): \(one.told.map(words.text) ?? "–") becomes \(words.text(one.now))"
                            ),
                            hint: Phrase(
                                "Pourquoi elle change : la valeur arrêtée reste, et la correction paraît ici.",
                                en: "Why it changes: the settled value stays, and the correction appears here."),
                            input: .line, isRequired: true, limit: 500, values: typed.map { [$0[one.field]] } ?? [],
                            problem: problems.first { $0.field == one.field }?.text,
                            choices: []))
                }
            }
            p(say("Une fois close, la période ne se rouvre pas.", en: "Once closed, the period is not opened again."), .class("soft"))
            div(.class("actions")) { button(say("Clore la période", en: "Close the period"), .type(.submit), .class("primary")) }
        }
    }
}
