import Access
import HTML
import Journal
import NetworkLife
import Protection
import Results
import Statistics
import Storage

/// The results at a glance: how far each indicator is from its target, and one of them quarter by quarter, region by region, antenna by antenna.
///
/// It reads what was released, stated or done by the network, and never a register of people: it costs the same whatever these hold.
enum GlanceController {
    static let routes: [Route] = [.get(.glance, .permission(.indicatorShow), show)] + [members.route]

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let say = visit.say
        let logframe = try Logframe(ProjectController.current(connection).record, connection)
        let results = try logframe.lines.filter { $0.type == .result }.map { line in
            ResultGlance(
                visit: visit, line: line,
                indicators: try logframe.indicators(of: .output, at: line).map { indicator in
                    GlancedIndicator(
                        indicator: indicator, value: try CurrentValue(indicator, in: logframe, visit.today, connection),
                        target: logframe.target(of: indicator.id))
                })
        }.filter { !$0.indicators.isEmpty }
        let chosen = try FollowedIndicator(among: results.flatMap(\.indicators), in: logframe, visit, connection)
        return visit.page(
            say("Résultats en un coup d’œil", en: "Results at a glance"),
            lede: say("Où en est chaque résultat, par rapport à sa cible.", en: "Where each result stands, against its target."),
            trail: LogframeController.trail(visit, in: true)
        ) {
            if results.isEmpty {
                div(.class("empty")) {
                    p(
                        say(
                            "Aucun résultat n’a encore d’indicateur. Ajoutez-les au cadre logique : cette page les montrera.",
                            en: "No result has an indicator yet. Add them to the logframe: this page will show them."))
                    p { a(say("Cadre logique", en: "Logframe"), .href(SitePath.logframe())) }
                }
            }
            Each(results) { $0 }
            if let chosen { chosen }
            p(.class("no-print")) { a(say("Ce que fait chaque membre", en: "What each member does"), .href(SitePath.glanceMembers())) }
            p(.class("soft")) {
                say(
                    "Ce qui touche des personnes ne paraît que diffusé, depuis le début, et n’est pas dédoublonné entre organisations.",
                    en: "What concerns people appears only as released, since the beginning, and is not deduplicated between organisations.")
            }
            if visit.may(.measureShow) {
                p(.class("no-print")) {
                    a(say("Les chiffres exacts de votre organisation", en: "Your organisation’s exact figures"), .href(SitePath.measures()))
                }
            }
        }
    }
}

/// An indicator with what it comes to and what it should.
struct GlancedIndicator: Sendable {
    let indicator: Indicator
    let value: CurrentValue
    let target: Target?

    /// Bars end here, in hundredths of the target: what goes far beyond would leave no room for the others.
    static let longest = 150.0

    fileprivate func row(_ say: Say) -> BarChart.Row {
        let words = ValueWords(say, indicator)
        let label = "\(indicator.code) \(say(indicator.titles))"
        guard let target, let text = target.value.map(words.text) else {
            return .init(label, [.init(nil, say("\(words.short(value)), sans cible", en: "\(words.short(value)), no target"))])
        }
        let progress = value.progress(to: target, of: indicator)
        let share = progress.map { say(" – \(Int($0.rounded(.down)))\u{A0}%", en: " – \(Int($0.rounded(.down)))%") } ?? ""
        return .init(
            label, [.init(progress.map { min($0, Self.longest) }, words.short(value) + share)], aim: .init(100, say("cible : \(text)", en: "target: \(text)")))
    }
}

/// One result: how far its indicators are, and which have no value yet.
private struct ResultGlance: Component, Sendable {
    let visit: Visit
    let line: ProjectLine
    let indicators: [GlancedIndicator]

    private var say: Say { visit.say }
    private var known: [GlancedIndicator] { indicators.filter { $0.value.isKnown } }
    private var unknown: [GlancedIndicator] { indicators.filter { !$0.value.isKnown } }

    private var description: String {
        let reached = known.count { one in one.target.map { one.value.reaches($0, of: one.indicator) } ?? false }
        let aimed = known.count { $0.target != nil }
        guard aimed > 0 else { return say("Aucun de ces indicateurs n’a encore de cible.", en: "None of these indicators has a target yet.") }
        return say(
            "\(reached) cibles atteintes sur \(aimed). Une barre montre la part de la cible, qui est le trait ; elle s’arrête à une fois et demie.",
            en: "\(reached) of \(aimed) targets reached. A bar shows the share of the target, which is the line; it ends at one and a half times.")
    }

    var body: some Markup {
        h2("\(line.label(say)) – \(line.text)")
        if !known.isEmpty {
            p(description, .class("soft"))
            ChartWithTable(
                BarChart(
                    ChartFacts(
                        id: "result-\(line.position)", title: say("\(line.label(say)) : valeurs et cibles", en: "\(line.label(say)): values and targets"),
                        description: description),
                    known.map { $0.row(say) }),
                columns: [say("Indicateur", en: "Indicator"), say("Valeur", en: "Value"), say("Cible", en: "Target")])
        }
        if !unknown.isEmpty {
            p {
                say("Pas encore de valeur : ", en: "No value yet: ")
                Each(Array(unknown.enumerated())) { number, one in
                    if number > 0 { ", " }
                    a(one.indicator.code, .href(SitePath.indicator(one.indicator.id)), .aria("label", "\(one.indicator.code) \(say(one.indicator.titles))"))
                }
            }
        }
    }
}

/// One indicator, quarter by quarter, region by region, antenna by antenna.
private struct FollowedIndicator: Component, Sendable {
    let visit: Visit
    let indicator: Indicator
    /// Those that can be chosen.
    let choices: [Indicator]
    let quarters: [(period: ProjectPeriod, value: IndicatorValue?, target: IndicatorValue?)]
    let regions: RegionFigures
    let branches: [BranchWork]
    let places: Names

    /// The one that the address names, or else the first that has a value; nil where none is known region by region.
    init?(among all: [GlancedIndicator], in logframe: Logframe, _ visit: Visit, _ connection: any Connection) throws {
        let followed = all.filter { one in one.indicator.origin == .register && (Areas.measure(one.indicator.computedBy).map(RegionFigures.isKnown) ?? false) }
        let asked = visit.query["indicator"]
        if let asked, !followed.contains(where: { $0.indicator.code == asked }) { throw Failure.notFound }
        let chosen =
            followed.first { $0.indicator.code == asked } ?? followed.first { $0.value.isReleased } ?? followed.first { $0.value.isKnown } ?? followed.first
        guard let indicator = chosen?.indicator, let measure = Areas.measure(indicator.computedBy),
            let regions = try RegionFigures(measure, days: logframe.project.soFar(visit.today), today: visit.today, connection)
        else { return nil }
        (self.visit, self.indicator, self.regions) = (visit, indicator, regions)
        choices = followed.map(\.indicator)
        quarters = try ProjectPeriod.quarters(of: logframe.project).map { period in
            let hasBegun = period.days(in: logframe.project).map { $0.lowerBound <= visit.today } ?? false
            let value = hasBegun ? try PeriodValue(indicator, period, in: logframe, on: visit.today, visit.say, connection).value : nil
            return (period, value, logframe.targets[indicator.id]?[period]?.value)
        }
        branches = try BranchWork.all(visit.today, connection)
        places = try Names(visit, connection, ids: [], places: ProtectionMeasures.regions.map { PlaceCode($0) })
    }

    private var say: Say { visit.say }
    private var title: String { "\(indicator.code) \(say(indicator.titles))" }

    /// "75 %", "1 204": as a tile has room for.
    private func brief(_ figure: Figure?) -> String {
        switch figure {
        case nil: regions.until == nil ? "–" : "m."
        case .nothing: "–"
        case .count(let count): Quantity(count).text(say.language)
        case .share(let part, let whole): say.percent(part, of: whole)
        case .median(let doubled, _, _): Quantity(halves: doubled).text(say.language)
        }
    }

    private func full(_ figure: Figure?) -> String { figure.map { ValueWords(say, indicator).text($0) } ?? brief(nil) }

    private func name(of region: String) -> String { places[PlaceCode(region)] }

    private var mapDescription: String {
        let known = regions.figures.compactMap { one in one.figure?.number.map { (one.region, $0, one.figure) } }
        guard let highest = known.max(by: { $0.1 < $1.1 }) else {
            return say("Aucune région n’a encore de valeur à montrer.", en: "No region has a value to show yet.")
        }
        return say(
            "Le plus haut : \(name(of: highest.0)), \(full(highest.2)) ; \(known.count) régions sur \(regions.figures.count) ont une valeur.",
            en: "The highest: \(name(of: highest.0)), \(full(highest.2)); \(known.count) of \(regions.figures.count) regions have a value.")
    }

    private var trendDescription: String {
        let known = quarters.compactMap { one in one.value.map { (one.period, $0) } }
        guard let last = known.last else { return say("Aucun trimestre n’a encore de valeur à montrer.", en: "No quarter has a value to show yet.") }
        let text = ValueWords(say, indicator).text(last.1)
        return say("\(say(last.0.label)) : \(text).", en: "\(say(last.0.label)): \(text).")
    }

    var body: some Markup {
        section(.id("followed"), .aria("label", title)) {
            h2(title)
            p(.class("no-print")) {
                say("Suivre : ", en: "Follow: ")
                Each(Array(choices.enumerated())) { number, one in
                    if number > 0 { ", " }
                    if one.id == indicator.id {
                        strong(one.code)
                    } else {
                        a(one.code, .href(SitePath.glance().query("indicator", one.code).at("followed")), .aria("label", "\(one.code) \(say(one.titles))"))
                    }
                }
            }
            p {
                a(
                    say("Sa fiche", en: "Its sheet"), .href(SitePath.indicator(indicator.id)),
                    .aria("label", say("Sa fiche – \(title)", en: "Its sheet – \(title)")))
            }
            if let until = regions.until {
                p(
                    say(
                        "Diffusé jusqu’au \(Dates.short(until, .french)) ; « m. » : masqué, car trop petit ou utile à en calculer un autre.",
                        en: "Released up to \(Dates.short(until, .english)); “m.”: hidden, being too small or of use to work out another."), .class("soft"))
            }
            if quarters.contains(where: { $0.value != nil || $0.target != nil }) { trend } else { p(trendDescription) }
            map
            antennas
        }
    }

    private var trend: some Markup {
        let isPercentage = indicator.isPercentage
        let say = say
        return ChartWithTable(
            LineChart(
                ChartFacts(id: "trend", title: say("Par trimestre", en: "By quarter"), description: trendDescription),
                periods: quarters.enumerated().map { say("T\($0.offset + 1)", en: "Q\($0.offset + 1)") },
                value: (say("Valeur", en: "Value"), quarters.map { $0.value?.drawn }),
                target: quarters.contains { $0.target != nil } ? (say("Cible", en: "Target"), quarters.map { $0.target?.drawn }) : nil,
                format: { number in
                    number.map { Quantity(halves: Int((2 * $0).rounded())).text(say.language) + (isPercentage ? say("\u{A0}%", en: "%") : "") } ?? "–"
                }),
            columns: [say("Trimestre", en: "Quarter"), say("Valeur", en: "Value")]
                + (quarters.contains { $0.target != nil } ? [say("Cible", en: "Target")] : []))
    }

    private var map: some Markup {
        ChartWithTable(
            TileMap(
                ChartFacts(id: "map", title: say("Par région", en: "By region"), description: mapDescription),
                regions.figures.map { .init($0.region, name(of: $0.region), $0.figure?.number, brief($0.figure), full: full($0.figure)) }),
            columns: [say("Région", en: "Region"), say("Valeur", en: "Value")])
    }

    /// What an antenna does, and its region's value: nothing finer is shown of people.
    @MarkupBuilder private var antennas: some Markup {
        if !branches.isEmpty {
            table(.class("list")) {
                caption(say("Par antenne", en: "By antenna"))
                thead {
                    tr {
                        th(say("Antenne", en: "Branch"), .scope(.col))
                        th(say("Région", en: "Region"), .scope(.col))
                        Each(numbers) { th($0, .scope(.col), .class("number")) }
                    }
                }
                tbody { Each(branches) { row($0) } }
            }
        }
    }

    private var numbers: [String] {
        [
            say("Valeur de la région", en: "The region’s value"), say("Rencontres tenues", en: "Meetings held"),
            say("Décisions à suivre", en: "Decisions to follow up"), say("Dont en retard", en: "Late among them"),
        ]
    }

    private func row(_ work: BranchWork) -> some Markup {
        let region = work.branch.place?.region
        let cells = [region.map { full(regions[$0.code]) } ?? "–", "\(work.meetings)", "\(work.open)", "\(work.late)"]
        return tr {
            td { a(work.branch.name, .href(SitePath.branch(work.branch.id))) }
            td(region.map { name(of: $0.code) } ?? "–", .data("label", say("Région", en: "Region")))
            Each(Array(zip(numbers, cells))) { head, cell in td(cell, .class("number"), .data("label", head)) }
        }
    }
}
