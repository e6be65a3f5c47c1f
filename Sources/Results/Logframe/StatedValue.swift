import Access
import Journal

/// A value that someone states, with where it comes from. It is never changed: a later one, with its reason, takes its place and the old one stays.
package protocol StatedValue: Record where Subject == Self {
    var indicator: ID<Indicator>? { get set }
    var number: Quantity? { get }
    var part: Int? { get }
    var whole: Int? { get }
    var on: Day? { get set }
    var reason: String { get }
    /// What it is a value of; those of one period follow one another.
    var period: ProjectPeriod { get }
    /// Whether it may be of days that are still to come.
    static var mayBeAhead: Bool { get }
}

extension StatedValue {
    /// What it comes to.
    package var value: IndicatorValue? {
        if let part, let whole { return .share(part, of: whole) }
        return number.map(IndicatorValue.number)
    }

    /// Throws a `Refusal` where it says no value or two, a share of less than its part, a day to come, or takes another's place without a reason.
    package func check(of indicator: Indicator, replacing former: Self?, in project: Project, today: Day) throws(Refusal) {
        var problems: [Refusal.Problem] = []
        let counted = part != nil || whole != nil
        if number == nil && !counted {
            problems.append(.init("number", Phrase("Donnez un nombre, ou une partie et son total.", en: "Give a number, or a part and its whole.")))
        } else if number != nil && counted {
            problems.append(
                .init(
                    "number",
                    Phrase("Donnez l’un ou l’autre : un nombre, ou une partie et son total.", en: "Give one or the other: a number, or a part and its whole.")))
        } else if counted, part == nil || whole == nil {
            problems.append(.init(part == nil ? "part" : "whole", Phrase("Donnez la partie et le total.", en: "Give both the part and the whole.")))
        }
        if let part, let whole, part > whole {
            problems.append(.init("part", Phrase("La partie est plus grande que le total.", en: "The part is greater than the whole.")))
        }
        if let whole, whole == 0 { problems.append(.init("whole", Phrase("Un total de zéro ne donne pas de part.", en: "A whole of nought gives no share."))) }
        if indicator.isPercentage, let number, number < Quantity(0) || number > Quantity(100) {
            problems.append(.init("number", Phrase("Donnez un pourcentage entre 0 et 100.", en: "Give a percentage between 0 and 100.")))
        }
        if !Self.mayBeAhead, let on, on > today {
            problems.append(.init("on", Phrase("Donnez une date au plus tard aujourd’hui.", en: "Give a date no later than today.")))
        }
        if period.months(in: project) == nil {
            problems.append(.init("period", Phrase("Le projet ne va pas jusque-là.", en: "The project does not last until then.")))
        }
        if let former {
            if reason.isEmpty {
                problems.append(
                    .init(
                        "reason",
                        Phrase("Dites pourquoi cette valeur prend la place de l’ancienne.", en: "Say why this value takes the place of the former one.")))
            }
            if let on, let then = former.on, on < then {
                problems.append(
                    .init("on", Phrase("Donnez une date qui ne précède pas la valeur d’avant.", en: "Give a date no earlier than the former value’s.")))
            }
        }
        guard problems.isEmpty else { throw Refusal("value.stated", problems) }
    }
}

extension Collection where Element: StatedValue {
    /// Those that stand, one for each period: of several, the last.
    package var standing: [ProjectPeriod: Element] {
        reduce(into: [:]) { found, one in
            if let other = found[one.period], (other.on?.description ?? "", other.id) > (one.on?.description ?? "", one.id) { return }
            found[one.period] = one
        }
    }
}

/// A value as people state and compare it.
package enum IndicatorValue: Hashable, Sendable {
    case number(Quantity)
    case share(Int, of: Int)
}

/// What an indicator was before the project.
package struct Baseline: StatedValue {
    package var id = ID<Baseline>()
    package var indicator: ID<Indicator>?
    package var number: Quantity?
    package var part: Int?
    package var whole: Int?
    package var on: Day?
    package var source = ""
    package var reason = ""

    package init() {}

    package static let kind = "baseline"
    package static let title = Phrase("Valeur de référence", en: "Baseline value")
    package static let scope = ScopeForm.network
    package static let indexes = [["indicator"]]
    package static let mayBeAhead = false
    package var period: ProjectPeriod { .project }

    package static let fields: [Field<Self>] = [
        .init("indicator", \.indicator, "Indicateur", en: "Indicator", required: true, input: .hidden),
        .init("number", \.number, "Valeur", en: "Value", hint: Said.number),
        .init("part", \.part, "Partie", en: "Part", hint: Said.part),
        .init("whole", \.whole, "Total", en: "Whole"),
        .init("on", \.on, "Date de la mesure", en: "Date measured", required: true),
        .init(
            "source", \.source, "Source", en: "Source of the value", hint: Phrase("L’étude, la page, le document.", en: "The study, the page, the document."),
            required: true, limit: 500),
        .init("reason", \.reason, "Motif du changement", en: "Reason for the change", hint: Said.reason, limit: 500),
    ]
}

/// What an indicator should reach in a period.
package struct Target: StatedValue {
    package var id = ID<Target>()
    package var indicator: ID<Indicator>?
    package var period = ProjectPeriod.project
    package var number: Quantity?
    /// The day that it was agreed on.
    package var on: Day?
    package var reason = ""

    package init() {}

    package static let kind = "target"
    package static let title = Phrase("Cible", en: "Target")
    package static let scope = ScopeForm.network
    package static let indexes = [["indicator"]]
    package static let mayBeAhead = false
    package var part: Int? { nil }
    package var whole: Int? { nil }

    package static let fields: [Field<Self>] = [
        .init("indicator", \.indicator, "Indicateur", en: "Indicator", required: true, input: .hidden),
        .init(
            "period", \.period, "Période", en: "Period",
            hint: Phrase("Ce qui doit être atteint dans cette période seule.", en: "What should be reached in this period alone."), required: true),
        .init("number", \.number, "Cible", en: "Target", required: true),
        .init("on", \.on, "Convenue le", en: "Agreed on", required: true),
        .init("reason", \.reason, "Motif du changement", en: "Reason for the change", hint: Said.reason, limit: 500),
    ]
}

/// What an indicator came to in a period, where a person says so: a survey, a text, a document.
package struct EnteredValue: StatedValue {
    package var id = ID<EnteredValue>()
    package var indicator: ID<Indicator>?
    package var period = ProjectPeriod.project
    package var number: Quantity?
    package var part: Int?
    package var whole: Int?
    package var on: Day?
    package var source = ""
    package var note = ""
    package var reason = ""

    package init() {}

    package static let kind = "entered_value"
    package static let title = Phrase("Valeur saisie", en: "Value entered")
    package static let scope = ScopeForm.network
    package static let indexes = [["indicator"]]
    package static let mayBeAhead = false

    package static let fields: [Field<Self>] = [
        .init("indicator", \.indicator, "Indicateur", en: "Indicator", required: true, input: .hidden),
        .init("period", \.period, "Période", en: "Period", required: true),
        .init("number", \.number, "Valeur", en: "Value", hint: Said.number),
        .init("part", \.part, "Partie", en: "Part", hint: Said.part),
        .init("whole", \.whole, "Total", en: "Whole"),
        .init("on", \.on, "Constatée le", en: "Found on", required: true),
        .init(
            "source", \.source, "Preuve", en: "Proof",
            hint: Phrase("Le document qui l’établit, et où il se trouve.", en: "The document that shows it, and where it is kept."), required: true, limit: 500),
        .init("note", \.note, "Remarque", en: "Remark", limit: 1500, input: .paragraph),
        .init("reason", \.reason, "Motif du changement", en: "Reason for the change", hint: Said.reason, limit: 500),
    ]
}

/// What the forms of stated values say alike.
private enum Said {
    static let number = Phrase("Pour une part, donnez plutôt la partie et le total.", en: "For a share, give the part and the whole instead.")
    static let part = Phrase("Combien, sur le total.", en: "How many, of the whole.")
    static let reason = Phrase(
        "Nécessaire quand une valeur existe déjà : l’ancienne reste visible.", en: "Needed where a value exists already: the former one stays visible.")
}
