import Journal
import Statistics
import Storage

extension ProtectionMeasures {
    /// That a complaint came, in which month, and whether it is closed: the little that stands open of one, and belongs to no organisation.
    static let complaintsReceived = Measure(
        "R2.13.a", Phrase("Plaintes reçues par le réseau", en: "Complaints received by the network"),
        definition: Phrase(
            "Plaintes reçues dans les mois de la période, dans tout le réseau : rien ne dit contre qui, ni d’où. Dites par tranches de cinq, parce qu’un nombre exact pourrait désigner quelqu’un.",
            en:
                "Complaints received in the months of the period, in the whole network: nothing says about whom, or from where. Said in fives, because an exact number might point to someone."
        ),
        unit: Phrase("plaintes", en: "complaints"), .sum,
        by: [
            Dimension(
                "state", Phrase("Où elles en sont", en: "Where they stand"),
                codes: [("open", Phrase("En cours", en: "Under way")), ("closed", Phrase("Closes", en: "Closed"))])
        ], of: .common, from: []
    ) { question, connection in
        try connection.all(Complaint.self, "WHERE month BETWEEN ? AND ? ORDER BY month, id", [question.firstMonth, question.lastMonth]).map(\.record).map {
            complaint in
            MeasureRow(
                when: complaint.month, kind: Complaint.kind, record: complaint.id.cast(),
                codes: ["state": complaint.state == .closed ? "closed" : "open"])
        }
    }
}
