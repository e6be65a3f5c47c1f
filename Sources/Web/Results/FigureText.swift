import Access
import Journal
import Statistics

/// A figure in words; for a reader who must not guess at anyone, small numbers are not said.
struct FigureText: Sendable {
    static let least = 5

    let say: Say
    let measure: Measure
    let isGuarded: Bool

    init(_ visit: Visit, _ measure: Measure) {
        say = visit.say
        self.measure = measure
        isGuarded = measure.subject == .persons && !visit.may(.caseShow)
    }

    /// The parts of a whole that stands above them. Small ones take the next smallest with them as long as they are few even so: what is left of the whole
    /// is never small either.
    func texts(ofParts figures: [Figure]) -> [String] {
        let smallest = figures.indices.filter { figures[$0].base > 0 }.sorted { figures[$0].base < figures[$1].base }
        var hidden: Set<Int> = []
        if isGuarded {
            var sum = 0
            for place in smallest where figures[place].base < Self.least || (1..<Self.least).contains(sum) {
                hidden.insert(place)
                sum += figures[place].base
            }
        }
        return figures.indices.map { place in
            hidden.contains(place) && figures[place].base >= Self.least ? say("non montré", en: "not shown") : text(figures[place], isPart: true)
        }
    }

    /// `isPart` where the unit stands above already.
    func text(_ figure: Figure, isPart: Bool = false) -> String {
        let unit = isPart ? "" : " \(say(measure.unit))"
        if measure.subject == .common { return inFives(figure.base, unit) }
        if isGuarded, (1..<Self.least).contains(figure.base) { return say("moins de \(Self.least)", en: "fewer than \(Self.least)") }
        switch figure {
        case .nothing: return say("pas de données", en: "no data")
        case .count(let count): return "\(count)\(unit)"
        case .share(let part, let whole):
            if isGuarded, (1..<Self.least).contains(part) || (1..<Self.least).contains(whole - part) {
                return say("non montré (sur \(whole)\(unit))", en: "not shown (of \(whole)\(unit))")
            }
            return "\(say.percent(part, of: whole)) (\(say("\(part) sur \(whole)\(unit)", en: "\(part) of \(whole)\(unit)")))"
        case .median(let doubled, let count, let incomplete):
            let half = doubled.isMultiple(of: 2) ? "" : say(",5", en: ".5")
            let rest = incomplete == 0 ? "" : say(" ; \(incomplete) sans date", en: "; \(incomplete) without a date")
            return "\(doubled / 2)\(half)\(unit) (\(say("sur \(count)", en: "of \(count)"))\(rest))"
        }
    }

    /// A number of the whole network: nought is not told from a few, nor one more from none.
    private func inFives(_ count: Int, _ unit: String) -> String {
        let from = count / Self.least * Self.least
        guard from > 0 else { return say("moins de \(Self.least)", en: "fewer than \(Self.least)") }
        return say("de \(from) à \(from + Self.least - 1)\(unit)", en: "\(from) to \(from + Self.least - 1)\(unit)")
    }
}

extension Say {
    /// A share in whole hundredths, a half rounded up; `whole` is not nought.
    func percent(_ part: Int, of whole: Int) -> String {
        let percent = (200 * part + whole) / (2 * whole)
        return self("\(percent)\u{A0}%", en: "\(percent)%")
    }
}
