import Access
import HTML
import Journal
import NetworkLife
import Results
import Storage

/// The logframe in the columns that the European Union reads: the result chain, and of each indicator where it began, should be and is.
enum LogframeController {
    static let routes: [Route] = [.get(.logframe, .permission(.indicatorShow), past: true, show)]

    static func trail(_ visit: Visit, in logframe: Bool = false) -> [(String, Address)] {
        [(visit.say("Projet", en: "Project"), SitePath.project())] + (logframe ? [(visit.say("Cadre logique", en: "Logframe"), SitePath.logframe())] : [])
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let say = visit.say
        let logframe = try Logframe(ProjectController.current(connection).record, upTo: visit.past?.day, connection)
        let values = try logframe.indicators.map { indicator in
            (indicator.id, try CurrentValue(indicator, in: logframe, visit.today, connection))
        }
        let view = LogframeView(visit: visit, logframe: logframe, values: Dictionary(uniqueKeysWithValues: values))
        return visit.page(say("Cadre logique", en: "Logframe"), lede: view.lede, trail: trail(visit)) {
            PastForm(visit: visit, address: SitePath.logframe())
            view
        }
    }
}

private struct LogframeView: Component {
    let visit: Visit
    let logframe: Logframe
    let values: [ID<Indicator>: CurrentValue]

    private var say: Say { visit.say }

    var lede: String {
        let known = values.values.count { $0.isKnown }
        return say(
            "\(logframe.indicators.count) indicateurs, dont \(known) avec une valeur au \(Dates.short(visit.today, .french)).",
            en: "\(logframe.indicators.count) indicators, \(known) of them with a value on \(Dates.short(visit.today, .english)).")
    }

    /// A place in the result chain and what is measured there.
    private struct Part {
        let head: String
        let text: String
        let assumptions: String
        let indicators: [Indicator]
        var line: ProjectLine?
    }

    private var parts: [Part] {
        let impact = Part(
            head: say(Phrase(same: "Impact")), text: logframe.project.mainObjective, assumptions: "", indicators: logframe.indicators(of: .impact))
        let lines = logframe.lines.map { line in
            Part(
                head: line.label(say), text: line.text, assumptions: line.assumptions,
                indicators: logframe.indicators(of: line.type == .objective ? .outcome : .output, at: line), line: line)
        }
        let running = Part(head: say(IndicatorLevel.process.label), text: "", assumptions: "", indicators: logframe.indicators(of: .process))
        let astray = Part(head: say("Ligne retirée", en: "Line taken out"), text: "", assumptions: "", indicators: logframe.astray)
        return [impact] + lines + [running, astray].filter { !$0.indicators.isEmpty }
    }

    var body: some Markup {
        div(.class("actions no-print")) {
            a(say("Périodes", en: "Periods"), .class("primary"), .href(SitePath.periods()))
            a(say("En un coup d’œil", en: "At a glance"), .class("secondary"), .href(SitePath.glance()))
            if visit.may(.indicatorEdit) { a(say("Ajouter un indicateur", en: "Add an indicator"), .class("secondary"), .href(SitePath.indicatorNew())) }
        }
        if logframe.indicators.isEmpty {
            div(.class("empty")) {
                p(
                    say(
                        "Aucun indicateur ne dit encore si les résultats sont atteints. Ajoutez le premier.",
                        en: "No indicator tells yet whether the results are reached. Add the first one."))
            }
        }
        table(.class("list logframe")) {
            caption(say("Chaîne de résultats et indicateurs", en: "Result chain and indicators"), .class("visually-hidden"))
            thead {
                tr {
                    Each([
                        say("Chaîne de résultats", en: "Result chain"), say("Indicateur", en: "Indicator"), say("Référence", en: "Baseline"),
                        say("Cible", en: "Target"),
                        say("Valeur", en: "Current value"), say("Source", en: "Source of data"), say("Hypothèses", en: "Assumptions"),
                    ]) { th($0, .scope(.col)) }
                }
            }
            tbody { Each(parts) { part in rows(part) } }
        }
        p(.class("soft")) {
            say(
                "Ce qui touche des personnes est exact dans chaque organisation seule ; pour le réseau entier, il ne paraît que diffusé, et n’est pas dédoublonné entre organisations.",
                en:
                    "What concerns people is exact inside each organisation alone; for the whole network it appears only as released, and is not deduplicated between organisations."
            )
        }
    }

    @MarkupBuilder private func rows(_ part: Part) -> some Markup {
        Each(Array((part.indicators.isEmpty ? [nil] : part.indicators.map(Optional.some)).enumerated())) { number, indicator in
            tr(.class(number == 0 ? "chain" : nil)) {
                if number == 0 { chain(part) }
                if let indicator { cells(indicator) } else { td(say("Pas encore d’indicateur.", en: "No indicator yet."), .class("soft"), .colspan(5)) }
                if number == 0 { assumptions(part) }
            }
        }
    }

    private func chain(_ part: Part) -> some Markup {
        td(.rowspan(max(1, part.indicators.count))) {
            strong(part.head)
            if !part.text.isEmpty { p(part.text) }
        }
    }

    private func assumptions(_ part: Part) -> some Markup {
        td(.rowspan(max(1, part.indicators.count)), .class("wide")) {
            if !part.assumptions.isEmpty { Paragraphs(text: part.assumptions) }
            if let line = part.line, visit.may(.projectEdit) {
                a(
                    part.assumptions.isEmpty ? say("À écrire", en: "To be written") : say("Modifier", en: "Edit"), .class("no-print"),
                    .href(SitePath.projectLineEdit(line.id)),
                    .aria("label", say("Hypothèses – \(part.head)", en: "Assumptions – \(part.head)")))
            }
        }
    }

    @MarkupBuilder private func cells(_ indicator: Indicator) -> some Markup {
        let words = ValueWords(say, indicator)
        let value = values[indicator.id] ?? .missing
        let target = logframe.target(of: indicator.id)
        td {
            a("\(indicator.code) \(say(indicator.titles))", .href(SitePath.indicator(indicator.id)))
            span(" (\(say(indicator.units)))", .class("soft"))
        }
        td(logframe.baselines[indicator.id]?.value.map(words.text) ?? "–", .data("label", say("Référence", en: "Baseline")))
        td(.data("label", say("Cible", en: "Target"))) {
            target.flatMap(\.value).map(words.text) ?? "–"
            if let target, target.period != .project { span(" \(say(target.period.label))", .class("soft")) }
        }
        td(.data("label", say("Valeur", en: "Value"))) {
            words.text(value)
            if let target, target.period == .project, value.reaches(target, of: indicator) { " "; span(say("atteinte", en: "reached"), .class("tag done")) }
        }
        td(say(indicator.verifications), .class("wide soft"))
    }
}

extension ProjectLine {
    /// "Effet 1", "Résultat 2": as people call it, by its place.
    func label(_ say: Say) -> String {
        type == .objective ? say("Effet \(position)", en: "Outcome \(position)") : say("Résultat \(position)", en: "Result \(position)")
    }
}
