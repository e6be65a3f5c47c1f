import Access
import HTML
import Journal
import Protection
import Statistics
import Storage

/// What the organisation's registers come to, for those who answer for them: each figure with what it is made of.
enum MeasuresController {
    static let routes: [Route] = [.get(.measures, .permission(.measureShow), show)]

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let period = Period(visit)
        let question = MeasureQuestion(organization: try visit.reader().organization.cast(), days: period.days, today: visit.today)
        guard let code = visit.query["measure"], !code.isEmpty else { return try overview(visit, period, question, connection) }
        guard let measure = ProtectionMeasures.all.first(where: { $0.code == code }) else { throw Failure.notFound }
        return try figure(measure, visit, period, question, connection)
    }

    private static func overview(_ visit: Visit, _ period: Period, _ question: MeasureQuestion, _ connection: any Connection) throws -> Reply {
        let figures = try ProtectionMeasures.all.map { ($0, $0.figure(of: try $0.rows(question, connection))) }
        let say = visit.say
        return visit.page(
            say("Chiffres de protection", en: "Protection figures"),
            lede: say("Ce que les registres de votre organisation donnent, sans ressaisie.", en: "What your organisation’s registers give, with nothing typed again."),
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
        let places = try Names(visit, connection, ids: [], places: rows.map { $0.codes["region"].flatMap(PlaceCode.init) })
        let parts = measure.dimensions.map { dimension in
            (dimension, measure.figures(of: rows, by: dimension).map { code, figure in
                (label: label(code, dimension, places, say), text: text.text(figure, isPart: true))
            })
        }
        let evidence = visit.may(.caseShow) && measure.reach == .organization ? try Evidence(rows, visit, connection) : nil
        return visit.page(
            say(measure.title), lede: say(measure.definition),
            trail: Registers.trail(visit, of: .measures)
        ) {
            p(.class("figure")) { text.text(measure.figure(of: rows)) }
            PeriodForm(visit: visit, period: period, measure: measure.code)
            Each(parts.filter { !$0.1.isEmpty }) { dimension, lines in
                table(.class("parts")) {
                    caption(say(dimension.title))
                    tbody { Each(lines) { line in tr { th(line.label, .scope(.row)); td(line.text) } } }
                }
            }
            notDeduplicated(say)
            if let evidence {
                EvidenceView(visit: visit, measure: measure, evidence: evidence, address: period.address(of: measure.code))
            } else if measure.reach == .organization {
                p(
                    say("De 1 à 4, un nombre n’est pas montré : il pourrait désigner quelqu’un. Les dossiers ne s’ouvrent pas d’ici.", en: "From 1 to 4, a number is not shown: it might point to someone. Case files do not open from here."),
                    .class("soft"))
            }
        }
    }

    private static func notDeduplicated(_ say: Say) -> some Markup {
        p(
            say("Non dédoublonné entre organisations : une personne suivie par deux d’entre elles compte dans chacune.", en: "Not deduplicated between organisations: a person followed by two of them counts in each."),
            .class("soft"))
    }

    private static func label(_ code: String?, _ dimension: Dimension, _ places: Names, _ say: Say) -> String {
        guard let code else { return say("Non dit", en: "Not said") }
        guard let codes = dimension.codes else { return places[PlaceCode(code)] }
        return codes.first { $0.code == code }.map { say($0.label) } ?? code
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

/// A figure in words; for a reader who must not guess at anyone, small numbers are not said.
private struct FigureText: Sendable {
    static let least = 5

    let say: Say
    let measure: Measure
    let isGuarded: Bool

    init(_ visit: Visit, _ measure: Measure) {
        say = visit.say
        self.measure = measure
        isGuarded = !visit.may(.caseShow)
    }

    /// `isPart` where the unit stands above already.
    func text(_ figure: Figure, isPart: Bool = false) -> String {
        let unit = isPart ? "" : " \(say(measure.unit))"
        if measure.reach == .network { return inFives(figure.base, unit) }
        if isGuarded, (1..<Self.least).contains(figure.base) { return say("moins de \(Self.least)", en: "fewer than \(Self.least)") }
        switch figure {
        case .nothing: return say("pas de données", en: "no data")
        case .count(let count): return "\(count)\(unit)"
        case .share(let part, let whole):
            if isGuarded, (1..<Self.least).contains(part) || (1..<Self.least).contains(whole - part) {
                return say("non montré (sur \(whole)\(unit))", en: "not shown (of \(whole)\(unit))")
            }
            let percent = (200 * part + whole) / (2 * whole)
            return say("\(percent)\u{A0}% (\(part) sur \(whole)\(unit))", en: "\(percent)% (\(part) of \(whole)\(unit))")
        case .median(let doubled, let count, let incomplete):
            let half = doubled.isMultiple(of: 2) ? "" : say(",5", en: ".5")
            let rest = incomplete == 0 ? "" : say(" ; \(incomplete) sans date", en: "; \(incomplete) without a date")
            return "\(doubled / 2)\(half)\(unit) (\(say("sur \(count)", en: "of \(count)"))\(rest))"
        }
    }
}

extension FigureText {
    /// A number of the whole network: nought is not told from a few, nor one more from none.
    private func inFives(_ count: Int, _ unit: String) -> String {
        let from = count / Self.least * Self.least
        guard from > 0 else { return say("moins de \(Self.least)", en: "fewer than \(Self.least)") }
        return say("de \(from) à \(from + Self.least - 1)\(unit)", en: "\(from) to \(from + Self.least - 1)\(unit)")
    }
}

/// The records behind a figure, each once, the latest first.
private struct Evidence: Sendable {
    struct Line: Sendable {
        let when: String
        let title: Phrase
        let name: String
        let address: Address?
        let amount: Int
        let counts: Bool
    }

    static let size = 50
    let lines: [Line]
    let count: Int
    let first: Int

    /// What names a record of each kind, and where it is shown.
    private static let kinds: [String: (title: Phrase, column: String?, address: (@Sendable (AnyID) -> Address)?)] = [
        CaseFile.kind: (CaseFile.title, "number", { SitePath.caseFile($0) }),
        Referral.kind: (Referral.title, "reference", { SitePath.referral($0) }),
        OutsideReferral.kind: (OutsideReferral.title, "reference", { SitePath.outsideReferral($0) }),
        InformationSession.kind: (InformationSession.title, "venue", { SitePath.informationSession($0) }),
        Alert.kind: (Alert.title, nil, { SitePath.alert($0) }),
        ErasedCount.kind: (ErasedCount.title, nil, nil),
    ]

    init(_ rows: [MeasureRow], _ visit: Visit, _ connection: any Connection) throws {
        let groups = Dictionary(grouping: rows) { $0.record }
        let order = groups.keys.sorted { (groups[$0]![0].when, $0) > (groups[$1]![0].when, $1) }
        count = order.count
        first = min(max(0, visit.query["after"].flatMap { Int($0) } ?? 0), max(0, count - 1))
        let shown = order[first..<min(order.count, first + Self.size)].map { groups[$0]! }
        var names: [AnyID: String] = [:]
        for (kind, rows) in Dictionary(grouping: shown.map { $0[0] }, by: \.kind) {
            guard let column = Self.kinds[kind]?.column else { continue }
            try connection.batch(rows.map(\.record.value), "SELECT id, \(column) FROM \(kind) WHERE id IN") { row in
                names[try AnyID(value: .bytes(row.bytes(0)))] = try row.text(1)
            }
        }
        lines = shown.map { rows in
            let kind = Self.kinds[rows[0].kind]
            return Line(
                when: rows[0].when, title: kind?.title ?? Phrase(same: rows[0].kind), name: names[rows[0].record] ?? "",
                address: kind?.address?(rows[0].record), amount: rows.reduce(0) { $0 + $1.amount }, counts: rows.contains(where: \.counts))
        }
    }
}

private struct EvidenceView: Component {
    let visit: Visit
    let measure: Measure
    let evidence: Evidence
    let address: Address

    private var say: Say { visit.say }

    private var isShare: Bool { if case .share = measure.summary { true } else { false } }

    private func when(_ text: String) -> String {
        Day(text).map { Dates.short($0, visit.language) } ?? Dates.month(text, visit.language)
    }

    var body: some Markup {
        h2(say("D’où vient ce chiffre", en: "Where this figure comes from"))
        if evidence.lines.isEmpty {
            p(say("Aucun enregistrement de cette période n’est compté.", en: "No record of this period is counted."), .class("soft"))
        } else {
            table(.class("list")) {
                caption(say("Enregistrements comptés", en: "Records counted"), .class("visually-hidden"))
                thead {
                    tr {
                        th(say("Enregistrement", en: "Record"), .scope(.col))
                        th(say("Quand", en: "When"), .scope(.col))
                        if isShare {
                            th(say("Compte", en: "Counts"), .scope(.col))
                        } else {
                            th(say(measure.unit), .scope(.col), .class("number"))
                        }
                    }
                }
                tbody {
                    Each(evidence.lines) { line in
                        tr {
                            td {
                                let text = "\(say(line.title)) \(line.name)"
                                if let address = line.address { a(text, .href(address)) } else { text }
                            }
                            td(when(line.when), .data("label", say("Quand", en: "When")))
                            if isShare {
                                td(line.counts ? say("oui", en: "yes") : say("non", en: "no"), .data("label", say("Compte", en: "Counts")))
                            } else {
                                td(line.counts ? "\(line.amount)" : "–", .class("number"), .data("label", say(measure.unit)))
                            }
                        }
                    }
                }
            }
            nav(.class("pager"), .aria("label", say("Pages de la liste", en: "Pages of the list"))) {
                if evidence.first > 0 {
                    a(say("Page précédente", en: "Previous page"), .rel("prev"), .href(address.query("after", "\(max(0, evidence.first - Evidence.size))")))
                }
                if evidence.first + Evidence.size < evidence.count {
                    a(say("Page suivante", en: "Next page"), .rel("next"), .href(address.query("after", "\(evidence.first + Evidence.size)")))
                }
            }
        }
    }
}
