import Journal

/// The logframe as it may leave: values that were frozen or released, with what each is of. Files, reports and public pages are all made from it,
/// so that they cannot disagree.
package struct ReportedResults: Sendable {
    package var project: Phrase
    /// The impact first, then outcomes and outputs in the order of the contract.
    package var lines: [ReportedLine]
    /// Of all the periods so far, the last of them the one reported.
    package var periods: [ReportedPeriod]
    /// What the last period tells of the values of those before it, which stay as they were.
    package var corrections: [ReportedCorrection]

    package init(project: Phrase, lines: [ReportedLine], periods: [ReportedPeriod], corrections: [ReportedCorrection] = []) {
        self.project = project
        self.lines = lines
        self.periods = periods
        self.corrections = corrections
    }

    package var indicators: [ReportedIndicator] { lines.flatMap(\.indicators) }
}

package struct ReportedPeriod: Hashable, Sendable {
    /// As the project counts its periods: "q2".
    package let code: String
    package let name: Phrase
    package let days: ClosedRange<Day>

    package init(_ code: String, _ name: Phrase, _ days: ClosedRange<Day>) {
        self.code = code
        self.name = name
        self.days = days
    }
}

/// What arrived after a period was closed, and what its value is told to be since.
package struct ReportedCorrection: Sendable {
    package let indicator: String
    package let period: Phrase
    package let settled: ReportedFigure
    package let now: ReportedFigure
    package let reason: String

    package init(_ indicator: String, in period: Phrase, _ settled: ReportedFigure, now: ReportedFigure, reason: String) {
        self.indicator = indicator
        self.period = period
        self.settled = settled
        self.now = now
        self.reason = reason
    }
}

/// A line of the result chain.
package struct ReportedLine: Sendable {
    package enum Level: String, CaseIterable, Sendable {
        case impact, outcome, output

        package var title: Phrase {
            switch self {
            case .impact: Phrase(same: "Impact")
            case .outcome: Phrase("Effet", en: "Outcome")
            case .output: Phrase("Produit", en: "Output")
            }
        }
    }

    package let level: Level
    package let text: Phrase
    package let assumptions: Phrase?
    package let indicators: [ReportedIndicator]

    package init(_ level: Level, _ text: Phrase, assumptions: Phrase? = nil, _ indicators: [ReportedIndicator]) {
        self.level = level
        self.text = text
        self.assumptions = assumptions
        self.indicators = indicators
    }
}

package struct ReportedIndicator: Sendable {
    package let code: String
    package let title: Phrase
    package let definition: Phrase?
    package let unit: Phrase
    package let isPercentage: Bool
    package let isAscending: Bool
    /// Whether its values of several periods add up.
    package let isAdded: Bool
    package let source: Phrase
    package let baseline: (day: Day, figure: ReportedFigure)?
    /// Of the whole project.
    package let target: ReportedFigure
    /// Of the whole project so far.
    package let current: ReportedFigure
    /// One for each of the periods.
    package let periods: [ReportedValue]
    /// What must be known with it: "not deduplicated between organisations".
    package let note: Phrase?

    package init(
        _ code: String, _ title: Phrase, definition: Phrase? = nil, unit: Phrase, isPercentage: Bool = false, isAscending: Bool = true,
        isAdded: Bool = true,
        source: Phrase, baseline: (day: Day, figure: ReportedFigure)? = nil, target: ReportedFigure, current: ReportedFigure,
        periods: [ReportedValue], note: Phrase? = nil
    ) {
        self.code = code
        self.title = title
        self.definition = definition
        self.unit = unit
        self.isPercentage = isPercentage
        self.isAscending = isAscending
        self.isAdded = isAdded
        self.source = source
        self.baseline = baseline
        self.target = target
        self.current = current
        self.periods = periods
        self.note = note
    }
}

/// What an indicator came to in a period, beside what was aimed at, and its parts.
package struct ReportedValue: Sendable {
    package let target: ReportedFigure
    package let actual: ReportedFigure
    package let parts: [ReportedPart]

    package init(target: ReportedFigure, actual: ReportedFigure, parts: [ReportedPart] = []) {
        self.target = target
        self.actual = actual
        self.parts = parts
    }
}

/// The figure of one code of a dimension; of a place, `code` is its P-code.
package struct ReportedPart: Sendable {
    package let dimension: String
    package let dimensionTitle: Phrase
    package let code: String
    package let label: Phrase
    package let isPlace: Bool
    package let figure: ReportedFigure

    package init(
        dimension: String, _ dimensionTitle: Phrase, code: String, _ label: Phrase, isPlace: Bool = false, _ figure: ReportedFigure
    ) {
        self.dimension = dimension
        self.dimensionTitle = dimensionTitle
        self.code = code
        self.label = label
        self.isPlace = isPlace
        self.figure = figure
    }
}

/// A value that was reported, or why there is none.
package enum ReportedFigure: Hashable, Sendable {
    /// In ten-thousandths, as stated.
    case number(tenThousandths: Int)
    /// A percentage keeps both its parts.
    case share(Int, of: Int)
    /// No one was counted, or nothing was stated: there is no number, and it is not nought.
    case nothing
    /// Not shown, so that nobody can be guessed at.
    case hidden

    package static func count(_ count: Int) -> Self { .number(tenThousandths: count * 10_000) }

    /// As machines read it, a percentage with one decimal, a half upwards: "12", "3.4", "36.4"; nil where there is none.
    package var number: String? { tenThousandths.map(Self.decimal) }

    /// As a number to draw and to reckon with.
    package var double: Double? { number.flatMap { Double($0) } }

    /// As people read it: "12 450", "36,4 % (4 sur 11)", "pas de données".
    package func text(_ language: Language) -> String {
        switch self {
        case .nothing: return Phrase("pas de données", en: "no data")(language)
        case .hidden: return Phrase("non montré", en: "not shown")(language)
        case .number: return Self.words(number ?? "", language)
        case .share(let part, let whole):
            guard whole != 0 else { return ReportedFigure.nothing.text(language) }
            let of = Phrase("sur", en: "of")(language)
            return "\(percent(language)) (\(Self.words("\(part)", language)) \(of) \(Self.words("\(whole)", language)))"
        }
    }

    /// In ten-thousandths; of a percentage, as it is shown.
    var tenThousandths: Int? {
        switch self {
        case .number(let tenThousandths): tenThousandths
        case .share(let part, let whole): whole == 0 ? nil : (2000 * part + whole) / (2 * whole) * 1000
        case .nothing, .hidden: nil
        }
    }

    /// A percentage without its parts: "36,4 %".
    func percent(_ language: Language) -> String {
        number.map { Self.words($0, language) + (language == .french ? "\u{A0}%" : "%") } ?? text(language)
    }

    /// The parts of a percentage, in words: what must be known to check or to add it.
    package var parts: Phrase? {
        guard case .share(let part, let whole) = self else { return nil }
        return Phrase("\(part) sur \(whole)", en: "\(part) of \(whole)")
    }

    private static func decimal(_ tenThousandths: Int) -> String {
        let (whole, rest) = tenThousandths.magnitude.quotientAndRemainder(dividingBy: 10_000)
        var decimals = String("\(rest + 10_000)".dropFirst())
        while decimals.last == "0" { decimals.removeLast() }
        return (tenThousandths < 0 ? "-" : "") + "\(whole)" + (decimals.isEmpty ? "" : ".\(decimals)")
    }

    /// The number with the signs of a language.
    private static func words(_ number: String, _ language: Language) -> String {
        let halves = number.split(separator: ".")
        let digits = halves[0].drop { $0 == "-" }
        var grouped = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { grouped += language == .french ? "\u{202F}" : "," }
            grouped.append(digit)
        }
        return (number.hasPrefix("-") ? "\u{2212}" : "") + grouped + (halves.count > 1 ? (language == .french ? "," : ".") + halves[1] : "")
    }
}

extension ReportedResults {
    /// The same without some indicators: what the network keeps out of open data.
    package func without(_ codes: Set<String>) -> ReportedResults {
        ReportedResults(
            project: project,
            lines: lines.map { line in
                ReportedLine(
                    line.level, line.text, assumptions: line.assumptions, line.indicators.filter { !codes.contains($0.code.uppercased()) })
            }, periods: periods, corrections: corrections.filter { !codes.contains($0.indicator.uppercased()) })
    }
}
