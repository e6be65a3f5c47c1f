import Access
import Accounts
import Journal
import Statistics
import Storage
import Vault

/// An incident or a demand, as a note knows it: by its identifier alone.
package enum Matter {}

/// What could name someone about an incident or a demand: sealed for the registry as soon as it is written, each note under a key of its own.
package struct GuardedNote: RegistrySealed {
    package var id = ID<GuardedNote>()
    package var matter: ID<Matter>?
    package var on: Day?
    package var words: Sealed<String>?

    package init() {}

    package var about: AnyID? { id.cast() }

    package static let kind = "guarded_note"
    package static let title = Phrase("Note scellée", en: "Sealed note")
    package static let scope = ScopeForm.network
    package static let indexes = [["matter", "on"]]

    package static let fields: [Field<Self>] = [
        .init("matter", \.matter, "Objet", en: "Matter", required: true, input: .hidden),
        .init("on", \.on, "Date", en: "Date", required: true, input: .hidden),
        .init(
            "words", \.words, "Note", en: "Note",
            hint: Phrase(
                "Scellée dès l’envoi : seuls les détenteurs du registre la liront.", en: "Sealed once sent: only the registry’s holders will read it."),
            required: true,
            limit: 4000, input: .paragraph, .sealed),
    ]
}

extension ActName {
    package static let incidentCreate = ActName("incident.create", "Incident noté", en: "Incident noted", .incidentEdit)
    package static let incidentUpdate = ActName("incident.update", "Incident modifié", en: "Incident edited", .incidentEdit)
    package static let incidentRemove = ActName("incident.remove", "Incident retiré", en: "Incident removed", .incidentEdit)
    package static let demandCreate = ActName("demand.create", "Demande notée", en: "Demand noted", .incidentEdit)
    package static let demandUpdate = ActName("demand.update", "Demande modifiée", en: "Demand edited", .incidentEdit)
    package static let demandRemove = ActName("demand.remove", "Demande retirée", en: "Demand removed", .incidentEdit)
    package static let guardedNoteCreate = ActName(
        "guarded-note.create", "Note scellée ajoutée", en: "Sealed note added", .incidentEdit, signed: true, undo: false)
    package static let guardedNoteErase = ActName(
        "guarded-note.erase", "Note scellée effacée", en: "Sealed note erased", .registryOpen, signed: true, undo: false)

    static let incidents: [ActName] = [
        .incidentCreate, .incidentUpdate, .incidentRemove, .demandCreate, .demandUpdate, .demandRemove, .guardedNoteCreate, .guardedNoteErase,
    ]
}

/// What the register of incidents tells.
package enum IncidentMeasures {
    package static let all: [Measure] = [incidents]

    static let incidents = Measure(
        "P.4", Phrase("Incidents de données", en: "Data incidents"),
        definition: Phrase(
            "Incidents constatés dans la période, par gravité. Une demande d’une autorité n’en est pas un, à moins que des données aient été prises.",
            en: "Incidents noticed in the period, by severity. An authority’s demand is none, unless data were taken."),
        unit: Phrase(same: "incidents"), .sum,
        by: [
            Dimension("severity", Phrase("Gravité", en: "Severity"), IncidentSeverity.self),
            Dimension("event", Phrase("Nature", en: "Kind"), IncidentKind.self),
        ],
        of: .reserved, from: [DataIncident.kind]
    ) { question, connection in
        question.chosen(
            from: try connection.all(DataIncident.self, "WHERE day BETWEEN ? AND ? ORDER BY day, id", [question.first, question.last]).map(\.record).map {
                incident in
                MeasureRow(
                    when: incident.noticedOn?.description ?? "", kind: DataIncident.kind, record: incident.id.cast(),
                    codes: ["severity": incident.severity.code, "event": incident.event.code])
            })
    }
}
