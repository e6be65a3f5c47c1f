import Access
import Journal

package struct IncidentKind: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let loss = Self(code: "loss")

    package static let list: [(Self, Phrase)] = [
        (Self(code: "access"), Phrase("Accès non autorisé", en: "Unauthorised access")),
        (.loss, Phrase("Appareil ou support perdu", en: "Device or medium lost")),
        (Self(code: "theft"), Phrase("Vol", en: "Theft")), (Self(code: "seizure"), Phrase("Appareil ou dossier saisi", en: "Device or file seized")),
        (Self(code: "disclosure"), Phrase("Envoi ou publication par erreur", en: "Sent or published by mistake")),
        (Self(code: "damage"), Phrase("Données détruites ou abîmées", en: "Data destroyed or damaged")),
        (Self(code: "outage"), Phrase("Site indisponible", en: "Site unavailable")), (Self(code: "other"), Phrase("Autre", en: "Other")),
    ]
}

package struct IncidentSeverity: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "low"), Phrase("Faible : aucune donnée lisible", en: "Low: no readable data")),
        (Self(code: "moderate"), Phrase("Modérée : données de travail", en: "Moderate: working data")),
        (Self(code: "high"), Phrase("Élevée : des personnes pourraient être reconnues", en: "High: people might be recognised")),
        (Self(code: "critical"), Phrase("Critique : des personnes sont en danger", en: "Critical: people are in danger")),
    ]
}

/// What of the network's data is concerned.
package struct TouchedData: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "cases"), Phrase("Dossiers de personnes accompagnées", en: "Case files of people supported")),
        (Self(code: "complaints"), Phrase("Plaintes", en: "Complaints")),
        (Self(code: "violations"), Phrase("Violations documentées", en: "Violations documented")),
        (Self(code: "directory"), Phrase("Annuaire et participants", en: "Directory and participants")),
        (Self(code: "accounts"), Phrase("Comptes et clés", en: "Accounts and keys")),
        (Self(code: "money"), Phrase("Budget et dépenses", en: "Budget and spending")), (Self(code: "backups"), Phrase("Sauvegardes", en: "Backups")),
    ]
}

/// About how many people: a band, never a list.
package struct PeopleBand: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "none"), Phrase("Personne", en: "Nobody")), (Self(code: "few"), Phrase("Moins de 10", en: "Fewer than 10")),
        (Self(code: "tens"), Phrase("10 à 99", en: "10 to 99")), (Self(code: "hundreds"), Phrase("100 et plus", en: "100 and more")),
        (Self(code: "unknown"), Phrase("On ne sait pas", en: "Not known")),
    ]
}

package struct IncidentMeasure: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "sessions"), Phrase("Sessions terminées", en: "Sessions ended")),
        (Self(code: "accounts"), Phrase("Comptes fermés ou phrases de passe changées", en: "Accounts closed or passphrases changed")),
        (Self(code: "keys"), Phrase("Clés renouvelées", en: "Keys renewed")),
        (Self(code: "people"), Phrase("Personnes concernées averties", en: "People concerned told")),
        (Self(code: "members"), Phrase("Organisations averties", en: "Organisations told")),
        (Self(code: "restore"), Phrase("Sauvegarde restaurée", en: "Backup restored")),
        (Self(code: "withdrawal"), Phrase("Publication retirée", en: "Publication withdrawn")),
        (Self(code: "lawyer"), Phrase("Avocat consulté", en: "Lawyer consulted")),
        (Self(code: "practice"), Phrase("Pratique changée", en: "Practice changed")),
    ]
}

/// Something that happened to the network's data. In codes and days alone: what could name anyone is a `GuardedNote`.
package struct DataIncident: Record {
    package var id = ID<DataIncident>()
    package var event = IncidentKind.loss
    package var severity = IncidentSeverity(code: "moderate")
    package var noticedOn: Day?
    package var happenedOn: Day?
    package var data = Codes<TouchedData>()
    package var reach: PeopleBand?
    package var measures = Codes<IncidentMeasure>()
    package var authorityToldOn: Day?
    package var closedOn: Day?

    package init() {}

    package static let kind = "data_incident"
    package static let title = Phrase("Incident de données", en: "Data incident")
    package static let scope = ScopeForm.network
    package static let indexes = [["day", "id"], ["closed", "day"]]

    package static let fields: [Field<Self>] = [
        .init("event", \.event, "Ce qui s’est passé", en: "What happened", required: true),
        .init("severity", \.severity, "Gravité", en: "Severity", required: true),
        .init("noticed_on", \.noticedOn, "Constaté le", en: "Noticed on", required: true),
        .init("happened_on", \.happenedOn, "Survenu le", en: "Happened on"),
        .init("data", \.data, "Données concernées", en: "Data concerned"),
        .init("reach", \.reach, "Combien de personnes", en: "How many people"),
        .init("measures", \.measures, "Ce qui a été fait", en: "What was done"),
        .init(
            "authority_told_on", \.authorityToldOn, "Autorité de protection des données avertie le", en: "Data protection authority told on",
            hint: Phrase("Faites vérifier le délai légal par l’avocat du réseau.", en: "Have the network’s lawyer check the legal deadline.")),
        .init("closed_on", \.closedOn, "Clos le", en: "Closed on"),
    ]

    package static let derived: [Derived<Self>] = [
        .init("day") { $0.noticedOn?.description ?? "9999" },
        .init("closed") { $0.closedOn != nil },
    ]

    /// Throws a `Refusal` where a day is still to come, or the days do not follow one another.
    package func check(today: Day) throws(Refusal) {
        for (day, field) in [(noticedOn, "noticed_on"), (happenedOn, "happened_on"), (authorityToldOn, "authority_told_on"), (closedOn, "closed_on")] {
            if let day, day > today {
                throw Refusal("incident.future", Phrase("Donnez une date au plus tard aujourd’hui.", en: "Give a date no later than today."), field: field)
            }
        }
        if let happenedOn, let noticedOn, noticedOn < happenedOn {
            throw Refusal(
                "incident.order", Phrase("Un incident se constate après qu’il est survenu.", en: "An incident is noticed after it happened."),
                field: "noticed_on")
        }
        if let closedOn, let noticedOn, closedOn < noticedOn {
            throw Refusal("incident.closed", Phrase("La fin vient avant le début.", en: "The end comes before the start."), field: "closed_on")
        }
    }
}
