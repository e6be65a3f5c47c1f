import Journal

extension ReportedResults {
    /// One row for each figure: an indicator's baseline, and of each period its target, its value and the parts of that.
    package func hxl(_ language: Language) -> HXLTable {
        func say(_ french: String, en english: String) -> String { Phrase(french, en: english)(language) }
        var table = HXLTable([
            (say("Code", en: "Indicator code"), HXLTag("#indicator+code")),
            (say("Indicateur", en: "Indicator"), language == .french ? HXLTag("#indicator+name+i_fr") : HXLTag("#indicator+name+i_en")),
            (say("Unité", en: "Unit"), HXLTag("#indicator+unit")),
            (say("Sorte", en: "Sort"), HXLTag("#indicator+type")),
            (say("Du", en: "From"), HXLTag("#date+start")),
            (say("Au", en: "To"), HXLTag("#date+end")),
            (say("P-code de la région", en: "Region P-code"), HXLTag("#adm1+code+v_pcode")),
            (say("Région", en: "Region"), HXLTag("#adm1+name")),
            (say("Désagrégation", en: "Breakdown"), HXLTag("#group+type")),
            (say("Partie", en: "Part"), HXLTag("#group+name")),
            (say("Valeur", en: "Value"), HXLTag("#indicator+value+num")),
            (say("Numérateur", en: "Numerator"), HXLTag("#indicator+part+num")),
            (say("Dénominateur", en: "Denominator"), HXLTag("#indicator+whole+num")),
            (say("État de la valeur", en: "State of the value"), HXLTag("#status")),
            (say("Source", en: "Source of data"), HXLTag("#meta+source")),
        ])
        for indicator in indicators {
            func row(_ sort: String, _ days: ClosedRange<Day>, _ figure: ReportedFigure, _ part: ReportedPart? = nil) {
                let place = part.flatMap { $0.isPlace ? $0 : nil }
                let group = part.flatMap { $0.isPlace ? nil : $0 }
                let share: (Int, Int)? = if case .share(let part, let whole) = figure { (part, whole) } else { nil }
                table.rows.append([
                    .text(indicator.code), .text(indicator.title(language)), .text(indicator.unit(language)), .text(sort),
                    .text(days.lowerBound.description),
                    .text(days.upperBound.description), place.map { .text($0.code) } ?? .empty,
                    place.map { .text($0.label(language)) } ?? .empty,
                    group.map { .text($0.dimensionTitle(language)) } ?? .empty, group.map { .text($0.label(language)) } ?? .empty,
                    figure.cell,
                    share.map { .integer($0.0) } ?? .empty, share.map { .integer($0.1) } ?? .empty, .text(figure.state),
                    .text(indicator.source(language)),
                ])
            }
            if let baseline = indicator.baseline { row("baseline", baseline.day...baseline.day, baseline.figure) }
            for (period, value) in zip(periods, indicator.periods) {
                if value.target != .nothing { row("target", period.days, value.target) }
                row("actual", period.days, value.actual)
                for part in value.parts { row("actual", period.days, part.figure, part) }
            }
        }
        return table
    }
}

extension ReportedFigure {
    /// The number as a cell; empty where there is none.
    var cell: CSVCell {
        guard let number else { return .empty }
        return Int(number).map { .integer($0) } ?? Double(number).map { .decimal($0) } ?? .empty
    }

    /// Whether there is a number, in a word that stays the same in each language.
    var state: String {
        switch self {
        case .number, .share: "shown"
        case .nothing: "no-data"
        case .hidden: "hidden"
        }
    }
}
