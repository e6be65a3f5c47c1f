import Access
import Exchange
import HTML
import Journal
import NIOCore
import Protection
import Results
import Statistics
import Storage

/// One release: its measures, and the tables of one of them.
enum ReleaseShow {
    private static func figures(_ visit: Visit, _ connection: any Connection) throws -> (Release, [(released: ReleasedMeasure, figures: ReleasedFigures)]) {
        let release = try visit.find(Release.self, connection).record
        guard let last = ReleaseMonth(release.month)?.last else { throw Failure.notFound }
        return (release, try ProtectionMeasures.released.map { ($0, try ReleasedFigures($0.measure, to: last, connection)) })
    }

    static func page(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let (release, all) = try figures(visit, connection)
        let say = visit.say
        let month = Dates.month(release.month, visit.language)
        let day = release.madeOn.map { Dates.short($0, visit.language) } ?? ""
        let lede = say("Depuis le début jusqu’à \(month) compris ; publiés le \(day).", en: "From the beginning to the end of \(month); released on \(day).")
        if let code = visit.query["measure"] {
            guard let one = all.first(where: { $0.released.measure.code == code }) else { throw Failure.notFound }
            let places = try Names(visit, connection, ids: [], places: ProtectionMeasures.regions.map { PlaceCode($0) })
            return visit.page(
                say(one.released.measure.title), lede: lede, trail: ReleasesController.trail(visit, [(month, SitePath.release(release.id))])
            ) {
                p(say(one.released.measure.definition))
                Each(one.released.tables) { table in
                    ReleasedTableView(visit: visit, released: one.released, figures: one.figures, dimensions: table, places: places)
                }
                if let awaited = one.figures.awaited, awaited > 0 {
                    p(
                        say(
                            "Pas encore compté par \(awaited) organisation\(awaited > 1 ? "s" : "").",
                            en: "Not yet counted by \(awaited) organisation\(awaited > 1 ? "s" : "")."),
                        .class("note"))
                }
                p(Disclosure.sentence(say), .class("note"))
                p(
                    say("Seuil de cette mesure : \(one.released.rule.threshold).", en: "Threshold of this measure: \(one.released.rule.threshold)."),
                    .class("soft"))
            }
        }
        return visit.page(say("Chiffres publiés", en: "Released figures"), lede: lede, trail: ReleasesController.trail(visit)) {
            table(.class("list")) {
                caption(say("Mesures publiées", en: "Measures released"), .class("visually-hidden"))
                thead {
                    tr {
                        th(say("Mesure", en: "Measure"), .scope(.col))
                        th(say("Valeur", en: "Value"), .scope(.col))
                    }
                }
                tbody {
                    Each(all) { one in
                        tr {
                            td {
                                a(say(one.released.measure.title), .href(SitePath.release(release.id).query("measure", one.released.measure.code)))
                                " "
                                span(one.released.measure.code, .class("soft"))
                            }
                            td(.data("label", say("Valeur", en: "Value"))) {
                                ReleasedText(say: say, figure: one.figures[[]], unit: say(one.released.measure.unit))
                            }
                        }
                    }
                }
            }
            p(Disclosure.sentence(say), .class("note"))
            p(
                say(
                    "Non dédoublonné entre organisations : une personne suivie par deux d’entre elles compte dans chacune.",
                    en: "Not deduplicated between organisations: a person followed by two of them counts in each."),
                .class("soft"))
            p(.class("no-print")) { a(say("Télécharger ces tableaux (CSV)", en: "Download these tables (CSV)"), .href(SitePath.releaseFile(release.id))) }
        }
    }

    /// What is shown, a line a cell; what is hidden has its line without a number.
    static func file(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let release = try visit.find(Release.self, connection).record
        let tables = try connection.all(ReleasedTable.self, "WHERE release = ? ORDER BY measure, id", [release.id.value]).map(\.record)
        var writer = CSVWriter(separator: .semicolon, byteOrderMark: true)
        let say = visit.say
        writer.append([.text(say("Mesure", en: "Measure")), .text(say("Case", en: "Cell")), .text(say("Nombre", en: "Number"))])
        for table in tables {
            for line in table.cells.split(separator: "\n") {
                let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
                guard parts.count == 2 else { continue }
                writer.append([.text(table.measure), .text(parts[0].isEmpty ? "total" : String(parts[0])), .text(String(parts[1]))])
            }
        }
        return .download(ByteBuffer(bytes: writer.bytes), type: "text/csv; charset=utf-8", name: "chiffres-\(release.month).csv")
    }
}

/// A released figure in words, or the mark of a hidden one.
struct ReleasedText: Component {
    let say: Say
    let figure: ReleasedFigure
    var unit = ""

    private var text: String? {
        let unit = unit.isEmpty ? "" : " \(unit)"
        switch figure {
        case .none: return say("pas encore publié", en: "not released yet")
        case .hidden: return nil
        case .count(let count): return "\(count)\(unit)"
        case .share(_, of: 0): return say("pas de données", en: "no data")
        case .share(let part, let whole):
            return "\(say.percent(part, of: whole)) (\(say("\(part) sur \(whole)\(unit)", en: "\(part) of \(whole)\(unit)")))"
        case .median(let doubled, let count):
            let half = doubled.isMultiple(of: 2) ? "" : say(",5", en: ".5")
            return "\(doubled / 2)\(half)\(unit) (\(say("sur \(count)", en: "of \(count)")))"
        }
    }

    var body: some Markup {
        if let text { text } else { abbr("m.", .title(say("masqué", en: "hidden"))) }
    }
}

/// One table of a measure, with its totals.
private struct ReleasedTableView: Component {
    let visit: Visit
    let released: ReleasedMeasure
    let figures: ReleasedFigures
    let dimensions: [Dimension]
    let places: Names

    private var say: Say { visit.say }
    /// A share's two counts stand in each cell together.
    private var crossed: [Dimension] { dimensions.filter { $0.name != ReleasedMeasure.part.name } }

    private struct Line: Sendable {
        let label: String
        let codes: [(name: String, code: String)]
    }

    /// The codes of a dimension, with what was not said only where something is, and the total.
    private func lines(_ dimension: Dimension?) -> [Line] {
        guard let dimension else { return [Line(label: say("Total", en: "Total"), codes: [])] }
        let known = released.codes(of: dimension).filter { $0 != ReleasedMeasure.unsaid || figures[[(dimension.name, $0)]] != .count(0) }
        return known.map { Line(label: label($0, dimension), codes: [(dimension.name, $0)]) } + [Line(label: say("Total", en: "Total"), codes: [])]
    }

    private func label(_ code: String, _ dimension: Dimension) -> String {
        if code == ReleasedMeasure.unsaid { return say("Non dit", en: "Not said") }
        guard let codes = dimension.codes else { return places[PlaceCode(code)] }
        return codes.first { $0.code == code }.map { say($0.label) } ?? code
    }

    var body: some Markup {
        let columns = lines(crossed.dropFirst().first)
        table(.class("list")) {
            caption(crossed.isEmpty ? say("Ensemble", en: "Together") : crossed.map { say($0.title) }.joined(separator: " × "))
            thead {
                tr {
                    th(crossed.first.map { say($0.title) } ?? "", .scope(.col))
                    Each(columns) { th($0.label, .scope(.col), .class("number")) }
                }
            }
            tbody {
                Each(lines(crossed.first)) { line in
                    tr {
                        th(line.label, .scope(.row))
                        Each(columns) { column in
                            td(.class("number"), .data("label", column.label)) { ReleasedText(say: say, figure: figures[line.codes + column.codes]) }
                        }
                    }
                }
            }
        }
    }
}
