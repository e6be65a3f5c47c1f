import Access
import Journal

/// That a quarter's values are settled: by whom, when, what was known, and of which evidence. It is never changed.
package struct PeriodClosing: Record {
    package var id = ID<PeriodClosing>()
    package var period = ProjectPeriod.project
    /// The days that it was of when it was closed, whatever the project's first day becomes.
    package var first: Day?
    package var last: Day?
    package var by: ID<Account>?
    package var on: Day?
    /// How far the network's journal reached.
    package var frontier: Bytes?
    /// SHA-256 over the evidence of its values, in their order.
    package var evidence: Bytes?

    package init() {}

    package static let kind = "period_closing"
    package static let title = Phrase("Clôture de période", en: "Closing of a period")
    package static let scope = ScopeForm.network
    package static let indexes = [["period"]]

    package static let fields: [Field<Self>] = [
        .init("period", \.period, "Période", en: "Period", required: true),
        .init("first", \.first, "Du", en: "From", required: true),
        .init("last", \.last, "Au", en: "To", required: true),
        .init("by", \.by, "Close par", en: "Closed by", required: true, input: .reference(kind: "account")),
        .init("on", \.on, "Le", en: "On", required: true),
        .init("frontier", \.frontier, "Ce qui était connu", en: "What was known", required: true, input: .hidden),
        .init("evidence", \.evidence, "Condensé des preuves", en: "Digest of the evidence", required: true, input: .hidden),
    ]
}

/// What an indicator came to when its period was closed. It stays, whatever arrives later.
package struct FrozenValue: Record {
    package var id = ID<FrozenValue>()
    package var closing: ID<PeriodClosing>?
    package var indicator: ID<Indicator>?
    package var number: Quantity?
    package var part: Int?
    package var whole: Int?
    /// How many rows of the registers it was of, and their SHA-256.
    package var rows = 0
    package var evidence: Bytes?
    /// What its parts came to, as `FrozenPart` writes them: of what the network itself does; those of people are their release's.
    package var parts = ""

    package init() {}

    package static let kind = "frozen_value"
    package static let title = Phrase("Valeur arrêtée", en: "Settled value")
    package static let scope = ScopeForm.network
    package static let indexes = [["closing"], ["indicator"]]

    package static let fields: [Field<Self>] = [
        .init("closing", \.closing, "Clôture", en: "Closing", required: true, input: .hidden),
        .init("indicator", \.indicator, "Indicateur", en: "Indicator", required: true, input: .hidden),
        .init("number", \.number, "Valeur", en: "Value"),
        .init("part", \.part, "Partie", en: "Part"),
        .init("whole", \.whole, "Total", en: "Whole"),
        .init("rows", \.rows, "Enregistrements", en: "Records"),
        .init("evidence", \.evidence, "Condensé des preuves", en: "Digest of the evidence", input: .hidden),
        .init("parts", \.parts, "Détail", en: "Parts", limit: 20_000, input: .hidden),
    ]

    package var value: IndicatorValue? {
        get { if let part, let whole { .share(part, of: whole) } else { number.map(IndicatorValue.number) } }
        set {
            (number, part, whole) = (nil, nil, nil)
            switch newValue {
            case .number(let number): self.number = number
            case .share(let part, let whole): (self.part, self.whole) = (part, whole)
            case nil: break
            }
        }
    }
}

/// What a settled value is of, by one code of one dimension.
package struct FrozenPart: Equatable, Sendable {
    package let dimension: String
    /// Nil where it was not said.
    package let code: String?
    package let value: IndicatorValue

    package init(_ dimension: String, _ code: String?, _ value: IndicatorValue) {
        (self.dimension, self.code, self.value) = (dimension, code, value)
    }

    /// A line each: the dimension, the code and the value, with a tab between; a share as its part and its whole.
    package static func text(_ parts: [FrozenPart]) -> String {
        parts.map { part in
            let value =
                switch part.value {
                case .number(let number): "\(number.tenThousandths)";
                case .share(let some, let all): "\(some)/\(all)"
                }
            return "\(part.dimension)\t\(part.code ?? "")\t\(value)"
        }.joined(separator: "\n")
    }

    /// The parts of a text; a line that is not one is left out.
    package static func parts(_ text: String) -> [FrozenPart] {
        text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0) }
            guard cells.count == 3 else { return nil }
            let numbers = cells[2].split(separator: "/").compactMap { Int($0) }
            guard let first = numbers.first, cells[2].count(where: { $0 == "/" }) == numbers.count - 1 else { return nil }
            let value: IndicatorValue = numbers.count == 1 ? .number(Quantity(tenThousandths: first)) : .share(first, of: numbers[1])
            return FrozenPart(cells[0], cells[1].isEmpty ? nil : cells[1], value)
        }
    }
}

/// What arrived after a period was closed and changes one of its values: told with the next closing, with its reason. The settled value stays as it was.
package struct ValueCorrection: Record {
    package var id = ID<ValueCorrection>()
    /// The closing that tells it.
    package var closing: ID<PeriodClosing>?
    /// The value that it is about.
    package var frozen: ID<FrozenValue>?
    package var number: Quantity?
    package var part: Int?
    package var whole: Int?
    package var reason = ""

    package init() {}

    package static let kind = "value_correction"
    package static let title = Phrase(same: "Correction")
    package static let scope = ScopeForm.network
    package static let indexes = [["closing"], ["frozen"]]

    package static let fields: [Field<Self>] = [
        .init("closing", \.closing, "Clôture", en: "Closing", required: true, input: .hidden),
        .init("frozen", \.frozen, "Valeur arrêtée", en: "Settled value", required: true, input: .hidden),
        .init("number", \.number, "Valeur", en: "Value"),
        .init("part", \.part, "Partie", en: "Part"),
        .init("whole", \.whole, "Total", en: "Whole"),
        .init("reason", \.reason, "Pourquoi elle change", en: "Why it changes", required: true, limit: 500),
    ]

    package var value: IndicatorValue? {
        get { if let part, let whole { .share(part, of: whole) } else { number.map(IndicatorValue.number) } }
        set {
            var frozen = FrozenValue()
            frozen.value = newValue
            (number, part, whole) = (frozen.number, frozen.part, frozen.whole)
        }
    }
}

extension PeriodClosing {
    /// Throws a `Refusal` unless the period is over, not closed yet, and all quarters before it are.
    package static func check(_ period: ProjectPeriod, in project: Project, closed: Set<ProjectPeriod>, today: Day) throws(Refusal) {
        guard let days = period.days(in: project) else {
            throw Refusal("period.days", Phrase("Donnez d’abord la date de démarrage du projet.", en: "Give the project’s start date first."))
        }
        guard days.upperBound < today else {
            throw Refusal(
                "period.open", Phrase("Cette période n’est pas finie : attendez son dernier jour.", en: "This period is not over: wait for its last day."))
        }
        guard !closed.contains(period) else { throw Refusal("period.closed", Phrase("Cette période est déjà close.", en: "This period is closed already.")) }
        let earlier = ProjectPeriod.quarters(of: project).prefix { $0 != period }
        guard earlier.allSatisfy(closed.contains) else {
            throw Refusal("period.order", Phrase("Fermez d’abord les trimestres d’avant.", en: "Close the quarters before it first."))
        }
    }
}
