import Journal
import Results
import Statistics
import Storage

/// What an indicator comes to, for the network as a whole.
enum CurrentValue: Sendable {
    /// Worked out from the registers, exact for everyone.
    case figure(Figure, Measure)
    /// Of people, as the last release that counts gave it, up to that day.
    case released(Figure, until: Day)
    /// Of people, and too few for the release to show.
    case withheld
    /// Of people, and not released yet.
    case unreleased
    /// Worked out from what some duties alone may know: each sees it on the pages of that register.
    case reserved
    /// As it was entered, for those periods.
    case entered(IndicatorValue, [ProjectPeriod])
    /// Its register is still to come, and nothing was entered meanwhile.
    case later
    case missing

    /// Since the project began, until today.
    init(_ indicator: Indicator, in logframe: Logframe, _ today: Day, _ connection: any Connection) throws {
        if indicator.origin == .register, let measure = Areas.measure(indicator.computedBy) {
            guard measure.subject == .deeds else {
                self = measure.subject == .persons ? try Self.released(measure, to: today, connection) : .reserved
                return
            }
            let question = MeasureQuestion(organization: nil, days: logframe.project.soFar(today), today: today)
            self = .figure(measure.figure(of: try measure.rows(question, connection)), measure)
        } else if let (value, periods) = logframe.current(of: indicator) {
            self = .entered(value, periods)
        } else {
            self = indicator.origin == .register ? .later : .missing
        }
    }

    /// What may be said of people outside their organisation: since the beginning, or since a first day.
    static func released(_ measure: Measure, from first: Day? = nil, to last: Day, _ connection: any Connection) throws -> CurrentValue {
        let figures = try ReleasedFigures(measure, from: first, to: last, connection)
        guard let until = figures.until else { return .unreleased }
        let shown = figures[[]]
        return Figure(shown).map { .released($0, until: until) } ?? (shown == .hidden ? .withheld : .unreleased)
    }

    /// The figure, where it is one that the registers give.
    private var figure: Figure? {
        switch self {
        case .figure(let figure, _), .released(let figure, _): figure
        default: nil
        }
    }

    /// How far it is on the way to a target, in hundredths of it; where less is better, the target in hundredths of the value.
    func progress(to target: Target, of indicator: Indicator) -> Double? {
        let entered: Double? = if case .entered(let value, _) = self { value.drawn } else { nil }
        guard let goal = target.number?.tenThousandths, let value = figure?.number ?? entered else { return nil }
        // Whole numbers are divided last, so that what is a whole share stays one.
        if indicator.isAscending { return goal > 0 ? value * 1_000_000 / Double(goal) : nil }
        return value > 0 ? Double(goal) / (value * 100) : 100
    }

    var isReleased: Bool { if case .released(let figure, _) = self { figure != .nothing } else { false } }

    var isKnown: Bool {
        switch self {
        case .figure(.nothing, _), .released(.nothing, _), .withheld, .unreleased, .reserved, .later, .missing: false
        case .figure, .released, .entered: true
        }
    }

    /// Whether the target is reached, exactly: shares are compared by both their parts.
    func reaches(_ target: Target, of indicator: Indicator) -> Bool {
        guard let goal = target.number?.tenThousandths else { return false }
        let isUp = indicator.isAscending
        // value / unit against goal / 10,000
        func compare(_ value: Int, _ unit: Int) -> Bool {
            let (left, right) = (value.multipliedFullWidth(by: 10_000), goal.multipliedFullWidth(by: unit))
            return isUp ? (left.high, left.low) >= (right.high, right.low) : (left.high, left.low) <= (right.high, right.low)
        }
        switch figure {
        case .count(let count): return compare(count, 1)
        case .share(let part, let whole): return compare(100 * part, whole)
        case .median(let doubled, _, _): return compare(doubled, 2)
        case .nothing: return false
        case nil: break
        }
        return switch self {
        case .entered(.share(let part, let whole), _): compare(100 * part, whole)
        case .entered(.number(let number), _): isUp ? number.tenThousandths >= goal : number.tenThousandths <= goal
        default: false
        }
    }
}

/// Values of an indicator in words, without its unit, which stands beside its title; of a percentage, with its sign and both parts.
struct ValueWords: Sendable {
    let say: Say
    let indicator: Indicator

    init(_ say: Say, _ indicator: Indicator) {
        self.say = say
        self.indicator = indicator
    }

    func text(_ value: IndicatorValue) -> String {
        switch value {
        case .number(let number): number.text(say.language) + (indicator.isPercentage ? say("\u{A0}%", en: "%") : "")
        case .share(let part, let whole): share(part, whole)
        }
    }

    func text(_ figure: Figure) -> String {
        switch figure {
        case .nothing: return say("pas de données", en: "no data")
        case .count(let count): return Quantity(count).text(say.language)
        case .share(let part, let whole): return share(part, whole)
        case .median(let doubled, let count, let incomplete):
            let half = doubled.isMultiple(of: 2) ? "" : say(",5", en: ".5")
            let rest = incomplete == 0 ? "" : say(" ; \(incomplete) sans date", en: "; \(incomplete) without a date")
            return say("\(doubled / 2)\(half) (sur \(count)\(rest))", en: "\(doubled / 2)\(half) (of \(count)\(rest))")
        }
    }

    func text(_ value: CurrentValue) -> String {
        switch value {
        case .figure(let figure, _): text(figure)
        case .entered(let value, _): text(value)
        case .released(let figure, let until):
            say("\(text(figure)), diffusé jusqu’au \(Dates.short(until, .french))", en: "\(text(figure)), released up to \(Dates.short(until, .english))")
        case .withheld: say("trop peu pour être diffusé", en: "too few to be released")
        case .unreleased: say("pas encore diffusé", en: "not released yet")
        case .reserved: say("réservé à qui en répond", en: "for those who answer for it")
        case .later: say("son registre vient plus tard", en: "its register comes later")
        case .missing: say("pas encore saisie", en: "not entered yet")
        }
    }

    /// The value alone, without up to when it was released.
    func short(_ value: CurrentValue) -> String { if case .released(let figure, _) = value { text(figure) } else { text(value) } }

    private func share(_ part: Int, _ whole: Int) -> String {
        "\(say.percent(part, of: whole)) (\(say("\(part) sur \(whole)", en: "\(part) of \(whole)")))"
    }
}
