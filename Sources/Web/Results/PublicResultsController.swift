import Exchange
import HTML
import Journal
import NIOCore
import Protection
import Results
import Storage

/// The results that anyone may read, once two people have agreed: of the last closed quarter, from releases only, without what stays out.
enum PublicResultsController {
    static let routes: [Route] = [
        .get(.results, .everyone, show),
        .get(.resultsIATI, .everyone) { visit, connection in
            guard let files = try files(visit, connection) else { throw Failure.notFound }
            return .download(ByteBuffer(bytes: try files.iati()), type: "application/xml; charset=utf-8", name: "iati.xml")
        },
        .get(.resultsHXL, .everyone) { visit, connection in
            guard let files = try files(visit, connection) else { throw Failure.notFound }
            return .download(ByteBuffer(bytes: try files.hxl(in: visit.language)), type: "text/csv; charset=utf-8", name: "hxl.csv")
        },
    ]

    /// Of the last closed quarter; nil while the data is not open, or no quarter is closed.
    private static func files(_ visit: Visit, _ connection: any Connection) throws -> PeriodFiles? {
        guard try OpenData(connection).isOpen else { return nil }
        let closed = Set(try connection.all(PeriodClosing.self, "ORDER BY id LIMIT 100").map(\.record.period))
        let last = ProjectPeriod.list.map(\.0).filter { $0.code.hasPrefix("q") }.prefix(while: closed.contains).count
        return last == 0
            ? nil : try PeriodFiles(last, measures: Areas.measures, released: ProtectionMeasures.released, at: visit.site.store.milliseconds, connection)
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let say = visit.say
        let title = say("Résultats publiés", en: "Published results")
        guard let files = try files(visit, connection) else {
            return visit.page(title) {
                div(.class("empty")) {
                    p(
                        say(
                            "Rien n’est publié pour le moment. Les résultats paraissent ici quand deux personnes du réseau l’ont décidé et qu’un trimestre est clos.",
                            en: "Nothing is published for now. Results appear here once two people of the network have decided it and a quarter is closed."))
                }
            }
        }
        let results = try files.openResults()
        let period = results.periods.last!
        return visit.page(
            title,
            lede:
                "\(say(results.project)). \(say(period.name)), \(Dates.short(period.days.lowerBound, visit.language)) – \(Dates.short(period.days.upperBound, visit.language))"
        ) {
            Each(results.lines.filter { !$0.indicators.isEmpty }) { PublicLine(say: say, line: $0) }
            p(.class("soft")) {
                say(
                    "« Non montré » : le nombre est si petit qu’il pourrait désigner quelqu’un. « Pas de données » n’est pas zéro.",
                    en: "“Not shown”: the number is so small that it might point to someone. “No data” is not nought.")
            }
            section(.class("no-print")) {
                h2(say("Données ouvertes", en: "Open data"))
                ul {
                    li { a(say("Fichier IATI 2.03 (XML)", en: "IATI 2.03 file (XML)"), .href(SitePath.resultsIATI())) }
                    li { a(say("Tableau HXL (CSV)", en: "HXL table (CSV)"), .href(SitePath.resultsHXL())) }
                }
            }
        }
    }
}

/// A line of the result chain and what its indicators came to.
private struct PublicLine: Component {
    let say: Say
    let line: ReportedLine

    var body: some Markup {
        section {
            h2("\(say(line.level.title)) : \(say(line.text))")
            table(.class("list")) {
                caption(say("Indicateurs", en: "Indicators"), .class("visually-hidden"))
                thead {
                    tr {
                        th(say("Indicateur", en: "Indicator"), .scope(.col))
                        th(say("Dans le trimestre", en: "In the quarter"), .scope(.col), .class("number"))
                        th(say("Depuis le début", en: "Since the start"), .scope(.col), .class("number"))
                        th(say("Cible du projet", en: "Target of the project"), .scope(.col), .class("number"))
                    }
                }
                tbody {
                    Each(line.indicators) { indicator in
                        tr {
                            td {
                                "\(indicator.code) \(say(indicator.title))"
                                indicator.note.map { span(" (\(say($0)))", .class("soft")) }
                            }
                            td(
                                indicator.periods.last?.actual.text(say.language) ?? "–", .class("number"),
                                .data("label", say("Dans le trimestre", en: "In the quarter")))
                            td(indicator.current.text(say.language), .class("number"), .data("label", say("Depuis le début", en: "Since the start")))
                            td(
                                indicator.target == .nothing ? "–" : indicator.target.text(say.language), .class("number"),
                                .data("label", say("Cible du projet", en: "Target of the project")))
                        }
                    }
                }
            }
        }
    }
}
