import Access
import Journal

package struct DemandingAuthority: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let police = Self(code: "police")

    package static let list: [(Self, Phrase)] = [
        (.police, Phrase("Police ou gendarmerie", en: "Police or gendarmerie")), (Self(code: "court"), Phrase("Juge ou parquet", en: "Judge or prosecutor")),
        (Self(code: "ministry"), Phrase("Ministère", en: "Ministry")),
        (Self(code: "local"), Phrase("Gouvernorat, préfecture ou commune", en: "Governor, prefect or commune")),
        (Self(code: "security"), Phrase("Service de sécurité", en: "Security service")),
        (Self(code: "tax"), Phrase("Impôts ou contrôle des comptes", en: "Tax or audit office")),
        (Self(code: "other"), Phrase("Autre autorité", en: "Other authority")),
    ]
}

package struct DemandManner: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let spoken = Self(code: "spoken")

    package static let list: [(Self, Phrase)] = [
        (.spoken, Phrase("De vive voix", en: "Spoken")), (Self(code: "letter"), Phrase("Lettre", en: "Letter")),
        (Self(code: "order"), Phrase("Ordonnance ou réquisition", en: "Court order or requisition")),
        (Self(code: "search"), Phrase("Perquisition ou saisie", en: "Search or seizure")),
    ]
}

package struct DemandAnswer: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let pending = Self(code: "pending")

    package static let list: [(Self, Phrase)] = [
        (.pending, Phrase("Pas encore de réponse", en: "No answer yet")), (Self(code: "refused"), Phrase("Refusée", en: "Refused")),
        (Self(code: "counts"), Phrase("Des comptes seulement", en: "Counts alone")), (Self(code: "partly"), Phrase("Satisfaite en partie", en: "Met in part")),
        (Self(code: "met"), Phrase("Satisfaite : la loi l’imposait", en: "Met: the law required it")),
        (Self(code: "taken"), Phrase("Prises sans notre accord", en: "Taken without our consent")),
        (Self(code: "withdrawn"), Phrase("Retirée", en: "Withdrawn")),
    ]
}

package struct DemandMeasure: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "lawyer"), Phrase("Avocat consulté", en: "Lawyer consulted")),
        (Self(code: "members"), Phrase("Organisations averties", en: "Organisations told")),
        (Self(code: "people"), Phrase("Personnes concernées averties", en: "People concerned told")),
        (Self(code: "partners"), Phrase("Partenaires avertis", en: "Partners told")),
        (Self(code: "written"), Phrase("Réponse écrite", en: "Answer in writing")),
        (Self(code: "closure"), Phrase("Fermeture d’urgence", en: "Emergency shutdown")),
    ]
}

/// An authority asked for the network's data. In codes and days alone: what could name anyone is a `GuardedNote`.
package struct DisclosureDemand: Record {
    package var id = ID<DisclosureDemand>()
    package var receivedOn: Day?
    package var authority = DemandingAuthority.police
    package var manner = DemandManner.spoken
    package var isGrounded = false
    package var data = Codes<TouchedData>()
    package var answer = DemandAnswer.pending
    package var answeredOn: Day?
    package var measures = Codes<DemandMeasure>()

    package init() {}

    package static let kind = "disclosure_demand"
    package static let title = Phrase("Demande d’une autorité", en: "Authority’s data demand")
    package static let scope = ScopeForm.network
    package static let indexes = [["day", "id"]]

    package static let fields: [Field<Self>] = [
        .init("received_on", \.receivedOn, "Reçue le", en: "Received on", required: true),
        .init("authority", \.authority, "Autorité", en: "Authority", required: true),
        .init("manner", \.manner, "Comment", en: "How", required: true),
        .init("grounded", \.isGrounded, "Un texte ou un acte de justice était cité", en: "A law or a court’s act was cited"),
        .init("data", \.data, "Données demandées", en: "Data asked for"),
        .init("answer", \.answer, "Réponse", en: "Answer", required: true),
        .init("answered_on", \.answeredOn, "Répondu le", en: "Answered on"),
        .init("measures", \.measures, "Ce qui a été fait", en: "What was done"),
    ]

    package static let derived: [Derived<Self>] = [.init("day") { $0.receivedOn?.description ?? "9999" }]

    /// Throws a `Refusal` where a day is still to come, or an answer has none.
    package func check(today: Day) throws(Refusal) {
        for (day, field) in [(receivedOn, "received_on"), (answeredOn, "answered_on")] {
            if let day, day > today {
                throw Refusal("demand.future", Phrase("Donnez une date au plus tard aujourd’hui.", en: "Give a date no later than today."), field: field)
            }
        }
        if let answeredOn, let receivedOn, answeredOn < receivedOn {
            throw Refusal("demand.order", Phrase("La réponse suit la demande.", en: "The answer follows the demand."), field: "answered_on")
        }
        if answer != .pending, answeredOn == nil {
            throw Refusal("demand.answer", Phrase("Donnez le jour de la réponse.", en: "Give the day of the answer."), field: "answered_on")
        }
    }
}
