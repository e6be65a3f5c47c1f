import Journal

extension ReportedResults {
    /// The same results as IATI tells them: figures that are hidden or missing are left out, and nothing is told as nought that is not.
    ///
    /// A part by region names its place, any other its dimension. `dimensionName` is the dimension's own word, the same in each language.
    package func iatiResults() -> [IATIActivity.Result] {
        lines.filter { !$0.indicators.isEmpty }.map { line in
            IATIActivity.Result(line.level.iati, line.text, line.indicators.map { $0.iati(periods) })
        }
    }

    /// The places that any figure is of, so that the activity can name them.
    package var places: [IATIActivity.Place] {
        let parts = indicators.flatMap(\.periods).flatMap(\.parts).filter(\.isPlace)
        return Dictionary(parts.map { ($0.code, $0.label.french) }, uniquingKeysWith: { first, _ in first }).sorted { $0.key < $1.key }
            .map { IATIActivity.Place(code: $0.key, name: $0.value) }
    }
}

extension ReportedLine.Level {
    fileprivate var iati: IATIActivity.Result.Level {
        switch self {
        case .impact: .impact
        case .outcome: .outcome
        case .output: .output
        }
    }
}

extension ReportedIndicator {
    fileprivate func iati(_ periods: [ReportedPeriod]) -> IATIActivity.Indicator {
        IATIActivity.Indicator(
            code, title, description: definition, isPercentage ? .percentage : .unit, isAscending: isAscending, isAdded: isAdded,
            baseline: baseline.flatMap { baseline in baseline.figure.iati(nil).map { IATIActivity.Baseline(baseline.day, $0) } },
            periods: zip(periods, self.periods).compactMap { period, value in
                let targets = [value.target.iati(nil)].compactMap { $0 }
                let actuals = [value.actual.iati(note)].compactMap { $0 } + value.parts.compactMap { $0.figure.iati(nil, part: $0) }
                return targets.isEmpty && actuals.isEmpty ? nil : IATIActivity.Period(period.days, targets: targets, actuals: actuals)
            })
    }
}

extension ReportedFigure {
    fileprivate func iati(_ note: Phrase?, part: ReportedPart? = nil) -> IATIActivity.Value? {
        guard let number else { return nil }
        let comment: Phrase? =
            switch (parts, note) {
            case (let parts?, let note?): Phrase("\(parts.french) ; \(note.french)", en: "\(parts.english); \(note.english)")
            case (let one, let other): one ?? other
            }
        return IATIActivity.Value(
            number, places: part.flatMap { $0.isPlace ? [$0.code] : nil } ?? [],
            dimensions: part.flatMap { $0.isPlace ? nil : [($0.dimension, $0.label.french)] } ?? [], comment: comment)
    }
}
