import Journal

/// A part of the project's time, counted from its first day: all of it, six months, or a quarter. It has its days once the project has its date.
package struct ProjectPeriod: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let project = Self(code: "project")
    package static func half(_ number: Int) -> Self { Self(code: "s\(number)") }
    package static func quarter(_ number: Int) -> Self { Self(code: "q\(number)") }

    /// Of the longest project that is planned here: five years.
    package static let list: [(Self, Phrase)] =
        [(.project, Phrase("Tout le projet", en: "The whole project"))]
        + (1...10).map { (.half($0), Phrase("Semestre \($0)", en: "Half-year \($0)")) }
        + (1...20).map { (.quarter($0), Phrase("Trimestre \($0)", en: "Quarter \($0)")) }

    private var number: Int? { Int(code.dropFirst()) }

    /// The months of the project that it is of, from 0, without the last; nil where the project has none.
    package func months(in project: Project) -> Range<Int>? {
        let all = project.months ?? 0
        let length = code.hasPrefix("s") ? 6 : 3
        guard self != .project, let number, number >= 1 else { return all > 0 ? 0..<all : nil }
        let first = (number - 1) * length
        return first < all ? first..<min(all, first + length) : nil
    }

    /// Its days, where the project's first day is known.
    package func days(in project: Project) -> ClosedRange<Day>? {
        guard let start = project.startsOn, let months = months(in: project) else { return nil }
        return start.advanced(byMonths: months.lowerBound)...start.advanced(byMonths: months.upperBound).advanced(by: -1)
    }

    /// The half-year that a quarter lies in.
    package var half: Self? { code.hasPrefix("q") ? number.map { .half(($0 + 1) / 2) } : nil }

    package static func quarters(of project: Project) -> [Self] { list.map(\.0).filter { $0.code.hasPrefix("q") && $0.months(in: project) != nil } }
    package static func halves(of project: Project) -> [Self] { list.map(\.0).filter { $0.code.hasPrefix("s") && $0.months(in: project) != nil } }
}

extension Project {
    /// From its first day to today or its end; since before any work where its first day is not known.
    package func soFar(_ today: Day) -> ClosedRange<Day> {
        let first = startsOn ?? Day(year: 2000, month: 1, day: 1)!
        return first...max(first, min(today, endsOn ?? today))
    }
}
