import Journal
import Results
import Statistics
import Storage

/// What an indicator comes to, for the network as a whole.
enum CurrentValue: Sendable {
    /// Worked out from the registers, exact for everyone.
    case figure(Figure, Measure)
    /// Worked out from what concerns people: it is shown once released.
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
                self = measure.subject == .persons ? .unreleased : .reserved
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

    var isKnown: Bool {
        switch self {
        case .figure(.nothing, _), .unreleased, .reserved, .later, .missing: false
        case .figure, .entered: true
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
        return switch self {
        case .figure(.count(let count), _): compare(count, 1)
        case .figure(.share(let part, let whole), _), .entered(.share(let part, let whole), _): compare(100 * part, whole)
        case .figure(.median(let doubled, _, _), _): compare(doubled, 2)
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
        case .unreleased: say("pas encore diffusé", en: "not released yet")
        case .reserved: say("réservé à qui en répond", en: "for those who answer for it")
        case .later: say("son registre vient plus tard", en: "its register comes later")
        case .missing: say("pas encore saisie", en: "not entered yet")
        }
    }

    private func share(_ part: Int, _ whole: Int) -> String {
        let percent = (200 * part + whole) / (2 * whole)
        return say("\(percent)\u{A0}% (\(part) sur \(whole))", en: "\(percent)% (\(part) of \(whole))")
    }
}
