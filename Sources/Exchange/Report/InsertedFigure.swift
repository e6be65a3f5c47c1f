import Journal

/// A figure that someone put into a text: of which indicator and period it is, and what it was then.
///
/// It stands in the text as "{R2.1 q2 = 1290}", so that the text can be kept, compared and exported as text.
package struct InsertedFigure: Hashable, Sendable {
    package let indicator: String
    package let period: String
    /// As machines read it; "-" where there was none.
    package let value: String

    package init(_ indicator: ReportedIndicator, _ period: ReportedPeriod, in results: ReportedResults) {
        self.indicator = indicator.code
        self.period = period.code
        value = results.figure(of: indicator.code, in: period.code)?.number ?? "-"
    }

    fileprivate init(_ indicator: Substring, _ period: Substring, _ value: Substring) {
        (self.indicator, self.period, self.value) = (String(indicator), String(period), String(value))
    }

    package var text: String { "{\(indicator) \(period) = \(value)}" }
}

/// A piece of such a text.
package enum ReportPiece: Hashable, Sendable {
    case words(String)
    /// A figure and what it comes to now; stale where that is not what it was when it was put in.
    case figure(InsertedFigure, now: ReportedFigure, isStale: Bool)
    /// A figure of an indicator or period that is not there any more.
    case lost(InsertedFigure)
}

extension ReportedResults {
    /// The value of an indicator in a period, or nil where there is no such indicator or period.
    package func figure(of indicator: String, in period: String) -> ReportedFigure? {
        guard let found = indicators.first(where: { $0.code == indicator }), let place = periods.firstIndex(where: { $0.code == period })
        else { return nil }
        return place < found.periods.count ? found.periods[place].actual : nil
    }

    /// The text in its pieces; what is no figure stays as it was typed.
    package func pieces(of text: String) -> [ReportPiece] {
        var pieces: [ReportPiece] = []
        var rest = text[...]
        while let match = rest.firstMatch(of: #/\{([A-Za-z0-9.]{1,12}) ([a-z0-9]{1,12}) = (-|-?\d+(?:\.\d+)?)\}/#) {
            if match.range.lowerBound > rest.startIndex { pieces.append(.words(String(rest[..<match.range.lowerBound]))) }
            let inserted = InsertedFigure(match.1, match.2, match.3)
            if let now = figure(of: inserted.indicator, in: inserted.period) {
                pieces.append(.figure(inserted, now: now, isStale: (now.number ?? "-") != inserted.value))
            } else {
                pieces.append(.lost(inserted))
            }
            rest = rest[match.range.upperBound...]
        }
        if !rest.isEmpty { pieces.append(.words(String(rest))) }
        return pieces
    }

    /// The same text where a code alone in braces, "{R2.1}", has become its figure of a period; a code that there is not stays as it was typed.
    package func completed(_ text: String, for period: ReportedPeriod) -> String {
        text.replacing(#/\{ *([A-Za-z0-9.]{1,12}) *\}/#) { match in
            indicators.first { $0.code.lowercased() == match.1.lowercased() }.map { InsertedFigure($0, period, in: self).text } ?? String(match.0)
        }
    }

    /// The codes in braces that are of no indicator.
    package static func unknown(in text: String) -> [String] { text.matches(of: #/\{ *([A-Za-z0-9.]{1,12}) *\}/#).map { String($0.1) } }

    /// The text as people read it, without marks.
    package func plain(_ text: String, _ language: Language) -> String {
        pieces(of: text).map { piece in
            switch piece {
            case .words(let words): words
            case .figure(_, let now, _): now.text(language)
            case .lost(let inserted): inserted.text
            }
        }.joined()
    }

    /// The same text with each figure as it is now.
    package func refreshed(_ text: String) -> String {
        pieces(of: text).map { piece in
            switch piece {
            case .words(let words): words
            case .figure(let inserted, let now, _):
                InsertedFigure(inserted.indicator[...], inserted.period[...], (now.number ?? "-")[...]).text
            case .lost(let inserted): inserted.text
            }
        }.joined()
    }
}
