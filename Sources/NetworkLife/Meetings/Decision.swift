import Access
import Journal

package struct DecisionState: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let open = Self(code: "open")
    package static let underway = Self(code: "underway")
    package static let done = Self(code: "done")
    package static let dropped = Self(code: "dropped")

    package static let list: [(Self, Phrase)] = [
        (.open, Phrase("À faire", en: "To do")),
        (.underway, Phrase("En cours", en: "Under way")),
        (.done, Phrase("Faite", en: "Done")),
        (.dropped, Phrase("Abandonnée", en: "Dropped")),
    ]

    package var isSettled: Bool { self == .done || self == .dropped }
}

/// What a meeting decided: its owner, its due date, and what became of it.
package struct Decision: Record {
    package var id = ID<Decision>()
    package var meeting: ID<Meeting>?
    package var text = ""
    package var owner: ID<Account>?
    /// An organ or a group, where no one account answers for it.
    package var ownerName = ""
    package var due: Day?
    package var state = DecisionState.open
    /// The vote that it was taken by, where there was one.
    package var votesFor: Int?
    package var votesAgainst: Int?
    package var abstentions: Int?
    package var quorum: Quorum?
    /// Of a recommendation: which one it is of all that the network was given, and whom it is addressed to. A decision has neither.
    package var number: Int?
    package var addressee: ID<Organization>?

    package init() {}

    package static let kind = "decision"
    package static let title = Phrase("Décision", en: "Decision")
    package static let scope = ScopeForm.network
    package static let indexes = [
        ["meeting"], ["number"], ["owner", "settled", "deadline"], ["settled", "deadline", "id"], ["deadline", "id"], ["state", "deadline", "id"],
    ]

    package static let fields: [Field<Self>] = [
        .init("meeting", \.meeting, "Rencontre", en: "Meeting", required: true, input: .hidden),
        .init("text", \.text, "Décision", en: "Decision", required: true, limit: 1000, input: .paragraph),
        .init("owner", \.owner, "Responsable", en: "Owner", input: .reference(kind: "account")),
        .init(
            "owner_name", \.ownerName, "Autre responsable", en: "Other owner",
            hint: Phrase("Un organe ou un groupe, si ce n’est pas une personne du réseau.", en: "An organ or a group, where it is no one person.")),
        .init("due", \.due, "Échéance", en: "Due date"),
        .init("state", \.state, "État", en: "State", input: .hidden),
        .init("votes_for", \.votesFor, "Voix pour", en: "Votes for"),
        .init("votes_against", \.votesAgainst, "Voix contre", en: "Votes against"),
        .init("abstentions", \.abstentions, "Abstentions", en: "Abstentions"),
        .init("quorum", \.quorum, "Quorum", en: "Quorum"),
        .init("number", \.number, "Numéro de recommandation", en: "Number of the recommendation", input: .hidden),
        .init("addressee", \.addressee, "Adressée à", en: "Addressed to", input: .reference(kind: "organization")),
    ]

    package static let derived: [Derived<Self>] = [
        .init("settled") { $0.state.isSettled },
        .init("deadline") { $0.due?.description ?? "9999" },
        .init("sort") { Folded.key("\($0.text) \($0.ownerName)") },
    ]

    package func isLate(on today: Day) -> Bool {
        !state.isSettled && due.map { $0 < today } == true
    }
}

extension Decision {
    /// Throws a `Refusal` where the vote counts more people than a room holds.
    package func check() throws(Refusal) {
        for (field, count) in [("votes_for", votesFor), ("votes_against", votesAgainst), ("abstentions", abstentions)] {
            if let count, count > Attendance.countAtMost { throw Refusal("decision.votes", Attendance.tooMany, field: field) }
        }
    }

    package var isRecommendation: Bool { number != nil }

    package var wasVoted: Bool { votesFor != nil || votesAgainst != nil || abstentions != nil }
}

package struct Quorum: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let reached = Self(code: "reached")
    package static let missed = Self(code: "missed")

    package static let list: [(Self, Phrase)] = [
        (.reached, Phrase("Atteint", en: "Reached")), (.missed, Phrase("Non atteint", en: "Not reached")),
    ]
}

/// Someone who answers for a decision beside its owner.
package struct DecisionOwner: Record {
    package var id = ID<DecisionOwner>()
    package var decision: ID<Decision>?
    package var account: ID<Account>?

    package init() {}

    package static let kind = "decision_owner"
    package static let title = Phrase("Co-responsable", en: "Co-owner")
    package static let scope = ScopeForm.network
    package static let indexes = [["decision"], ["account"]]

    package static let fields: [Field<Self>] = [
        .init("decision", \.decision, "Décision", en: "Decision", required: true, input: .hidden),
        .init("account", \.account, "Co-responsable", en: "Co-owner", required: true, input: .reference(kind: "account")),
    ]
}

/// What became of a decision at a moment: the last one is its state.
package struct DecisionFollowUp: Record {
    package var id = ID<DecisionFollowUp>()
    package var decision: ID<Decision>?
    package var on: Day?
    package var state = DecisionState.underway
    package var note = ""

    package init() {}

    package static let kind = "decision_follow_up"
    package static let title = Phrase("Suivi de décision", en: "Decision follow-up")
    package static let scope = ScopeForm.network
    package static let indexes = [["decision", "on"]]

    package static let fields: [Field<Self>] = [
        .init("decision", \.decision, "Décision", en: "Decision", required: true, input: .hidden),
        .init("on", \.on, "Date", en: "Date", required: true),
        .init("state", \.state, "État", en: "State", required: true),
        .init("note", \.note, "Ce qui a été fait", en: "What was done", limit: 2000, input: .paragraph),
    ]
}
