import Access
import Journal

package struct Likelihood: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "1"), Phrase("1 – très improbable", en: "1 – very unlikely")), (Self(code: "2"), Phrase("2 – peu probable", en: "2 – unlikely")),
        (Self(code: "3"), Phrase(same: "3 – possible")), (Self(code: "4"), Phrase("4 – probable", en: "4 – likely")),
        (Self(code: "5"), Phrase("5 – presque certain", en: "5 – almost certain")),
    ]

    package var level: Int { Int(code) ?? 0 }
}

package struct Impact: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "1"), Phrase("1 – négligeable", en: "1 – negligible")), (Self(code: "2"), Phrase("2 – mineur", en: "2 – minor")),
        (Self(code: "3"), Phrase("3 – sérieux", en: "3 – serious")), (Self(code: "4"), Phrase("4 – grave", en: "4 – severe")),
        (Self(code: "5"), Phrase(same: "5 – vital")),
    ]

    package var level: Int { Int(code) ?? 0 }
}

package struct RiskResponse: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let reduce = Self(code: "reduce")

    package static let list: [(Self, Phrase)] = [
        (.reduce, Phrase("Réduire", en: "Reduce")), (Self(code: "avoid"), Phrase("Éviter", en: "Avoid")),
        (Self(code: "share"), Phrase("Partager", en: "Share")),
        (Self(code: "accept"), Phrase("Accepter", en: "Accept")),
    ]
}

package struct RiskState: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let watched = Self(code: "watched")
    package static let occurred = Self(code: "occurred")
    package static let closed = Self(code: "closed")

    package static let list: [(Self, Phrase)] = [
        (.watched, Phrase("Suivi", en: "Watched")), (.occurred, Phrase("Survenu", en: "Occurred")), (.closed, Phrase("Clos", en: "Closed")),
    ]
}

/// What could keep the project from its results, how likely and how grave it is, and what is done about it. As its last review has it.
package struct Risk: Record {
    package var id = ID<Risk>()
    package var project: ID<Project>?
    package var number = 0
    package var text = ""
    package var likelihood = Likelihood(code: "3")
    package var impact = Impact(code: "3")
    package var response = RiskResponse.reduce
    package var measures = ""
    package var owner: ID<Account>?
    package var state = RiskState.watched
    package var reviewedOn: Day?

    package init() {}

    package static let kind = "risk"
    package static let title = Phrase("Risque", en: "Risk")
    package static let scope = ScopeForm.network
    package static let indexes = [["score", "id"], ["number", "id"]]

    package static let fields: [Field<Self>] = [
        .init("project", \.project, "Projet", en: "Project", required: true, input: .hidden),
        .init("number", \.number, "Numéro", en: "Number", input: .hidden),
        .init("text", \.text, "Risque", en: "Risk", hint: Phrase("Ne nommez personne.", en: "Name nobody."), required: true, limit: 600, input: .paragraph),
        .init("likelihood", \.likelihood, "Probabilité", en: "Likelihood", required: true),
        .init("impact", \.impact, "Gravité", en: "Impact", required: true),
        .init("response", \.response, "Réponse", en: "Response", required: true),
        .init("measures", \.measures, "Ce qui est fait", en: "What is done", limit: 2000, input: .paragraph),
        .init("owner", \.owner, "Qui le suit", en: "Who watches it", input: .reference(kind: "account")),
        .init("state", \.state, "État", en: "State", input: .hidden),
        .init("reviewed_on", \.reviewedOn, "Revu le", en: "Reviewed on", input: .hidden),
    ]

    package static let derived: [Derived<Self>] = [
        .init("score") { $0.score },
        .init("sort") { Folded.key($0.text) },
    ]

    /// Likelihood times impact: 1 to 25.
    package var score: Int { likelihood.level * impact.level }
    package var isOpen: Bool { state != .closed }
}

/// What a score asks for: four levels, so that the matrix reads in grey.
package enum RiskGrade: Int, CaseIterable, Sendable {
    case low = 1, moderate, high, critical

    package init(score: Int) {
        switch score {
        case ..<5: self = .low
        case ..<10: self = .moderate
        case ..<15: self = .high
        default: self = .critical
        }
    }

    package var label: Phrase {
        switch self {
        case .low: Phrase("Faible", en: "Low")
        case .moderate: Phrase("Modéré", en: "Moderate")
        case .high: Phrase("Élevé", en: "High")
        case .critical: Phrase("Critique", en: "Critical")
        }
    }
}

/// How a risk was judged on a day: the last review is how it stands.
package struct RiskReview: Record {
    package var id = ID<RiskReview>()
    package var risk: ID<Risk>?
    package var on: Day?
    package var likelihood = Likelihood(code: "3")
    package var impact = Impact(code: "3")
    package var state = RiskState.watched
    package var note = ""

    package init() {}

    package static let kind = "risk_review"
    package static let title = Phrase("Revue de risque", en: "Risk review")
    package static let scope = ScopeForm.network
    package static let indexes = [["risk", "on"]]

    package static let fields: [Field<Self>] = [
        .init("risk", \.risk, "Risque", en: "Risk", required: true, input: .hidden),
        .init("on", \.on, "Date", en: "Date", required: true),
        .init("likelihood", \.likelihood, "Probabilité", en: "Likelihood", required: true),
        .init("impact", \.impact, "Gravité", en: "Impact", required: true),
        .init("state", \.state, "État", en: "State", required: true),
        .init("note", \.note, "Ce qui a changé", en: "What changed", hint: Phrase("Ne nommez personne.", en: "Name nobody."), limit: 2000, input: .paragraph),
    ]

    /// Throws a `Refusal` where the day is still to come.
    package func check(today: Day) throws(Refusal) {
        if let on, on > today {
            throw Refusal("risk-review.future", Phrase("Donnez une date au plus tard aujourd’hui.", en: "Give a date no later than today."), field: "on")
        }
    }
}

extension Risk {
    /// Takes over what its last review says.
    package mutating func follow(_ review: RiskReview) {
        (likelihood, impact, state, reviewedOn) = (review.likelihood, review.impact, review.state, review.on)
    }
}

extension ActName {
    package static let riskCreate = ActName("risk.create", "Risque ajouté", en: "Risk added", .riskEdit)
    package static let riskUpdate = ActName("risk.update", "Risque modifié", en: "Risk edited", .riskEdit)
    package static let riskRemove = ActName("risk.remove", "Risque retiré", en: "Risk removed", .riskEdit)
    package static let riskReview = ActName("risk.review", "Risque revu", en: "Risk reviewed", .riskEdit)
}

extension ResultsArea {
    static let riskKinds: [RecordKind] = [RecordKind(Risk.self), RecordKind(RiskReview.self)]
    static let riskActs: [ActName] = [.riskCreate, .riskUpdate, .riskRemove, .riskReview]
}
