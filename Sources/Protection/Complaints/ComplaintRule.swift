import Access
import Journal
import Storage

/// Within how many days a complaint is taken up, and answered; the network edits it.
package struct ComplaintRule: Record {
    package var id: ID<ComplaintRule> = OnlyOne.complaintRule.id()
    package var daysExamine = 3
    package var daysDanger = 1
    package var daysAnswer = 30

    package init() {}

    package static let kind = "complaint_rule"
    package static let title = Phrase("Délais des plaintes", en: "Deadlines of complaints")
    package static let scope = ScopeForm.network

    package static let fields: [Field<Self>] = [
        .init(
            "days_danger", \.daysDanger, "Jours pour l’examiner, si quelqu’un est en danger", en: "Days to take it up, if someone is in danger", required: true),
        .init("days_examine", \.daysExamine, "Jours pour l’examiner", en: "Days to take it up", required: true),
        .init("days_answer", \.daysAnswer, "Jours pour répondre à la personne", en: "Days to answer the person", required: true),
    ]

    package static func standing(_ connection: any Connection) throws -> ComplaintRule {
        try connection.all(ComplaintRule.self, "ORDER BY id LIMIT 1").first?.record ?? ComplaintRule()
    }

    package func check() throws(Refusal) {
        guard [daysDanger, daysExamine, daysAnswer].allSatisfy({ (1...365).contains($0) }), daysDanger <= daysExamine, daysExamine <= daysAnswer else {
            throw Refusal(
                "complaint.days",
                Phrase("Donnez entre 1 et 365 jours, le plus pressant d’abord.", en: "Give between 1 and 365 days, the most pressing the fewest."),
                field: "days_danger")
        }
    }

    /// By when the next step is due; nil where none is.
    package func due(_ state: ComplaintState, _ gravity: ComplaintGravity?, receivedOn day: Day) -> Day? {
        switch state {
        case .received: day.advanced(by: gravity == .danger ? daysDanger : daysExamine)
        case .examined: day.advanced(by: daysAnswer)
        default: nil
        }
    }
}

extension ComplaintGravity {
    static let danger = Self(code: "danger")
}
