import Access
import Journal

/// The project as its charter presents it.
package struct Project: Record {
    package var id = ID<Project>()
    package var title = ""
    package var acronym = ""
    package var reference = ""
    package var programme = ""
    package var fund = ""
    package var funder: ID<Organization>?
    package var lead: ID<Organization>?
    package var mainObjective = ""
    package var startsOn: Day?
    package var months: Int?
    package var regions = ""

    package init() {}

    package static let kind = "project"
    package static let title = Phrase("Projet", en: "Project")
    package static let scope = ScopeForm.network

    package static let fields: [Field<Self>] = [
        .init("title", \.title, "Titre", en: "Title", required: true, limit: 300),
        .init("acronym", \.acronym, "Sigle", en: "Acronym", limit: 30),
        .init("reference", \.reference, "Référence", en: "Reference"),
        .init("programme", \.programme, "Programme", en: "Programme"),
        .init("fund", \.fund, "Fonds", en: "Fund"),
        .init("funder", \.funder, "Bailleur", en: "Funder", input: .reference(kind: "organization")),
        .init("lead", \.lead, "Chef de file", en: "Lead organisation", input: .reference(kind: "organization")),
        .init("main_objective", \.mainObjective, "Objectif principal", en: "Main objective", limit: 1000, input: .paragraph),
        .init(
            "starts_on", \.startsOn, "Date de démarrage", en: "Start date",
            hint: Phrase("Celle du contrat ; les périodes et la fin en découlent.", en: "The contract’s; periods and end follow from it.")),
        .init("months", \.months, "Durée (mois)", en: "Duration (months)"),
        .init("regions", \.regions, "Régions", en: "Regions"),
    ]

    /// Longer than this is a slip of the finger.
    package static let monthsAtMost = 120

    /// Throws a `Refusal` where the duration is none or too long.
    package func check() throws(Refusal) {
        if let months, !(1...Self.monthsAtMost).contains(months) {
            throw Refusal(
                "project.months",
                Phrase("Donnez une durée entre 1 et \(Self.monthsAtMost) mois.", en: "Give a duration between 1 and \(Self.monthsAtMost) months."),
                field: "months")
        }
    }

    /// The last day, where the dates are known.
    package var endsOn: Day? { months.flatMap { ProjectCalendar(self).last(of: $0) } }
}

/// Which list of the project's presentation a line belongs to.
package struct ProjectLineType: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let axis = Self(code: "axis")
    package static let objective = Self(code: "objective")
    package static let result = Self(code: "result")

    package static let list: [(Self, Phrase)] = [
        (.axis, Phrase("Axe d’intervention", en: "Line of action")),
        (.objective, Phrase("Objectif spécifique", en: "Specific objective")),
        (.result, Phrase("Résultat attendu", en: "Expected result")),
    ]
}

/// An axis, a specific objective or an expected result, in its order.
package struct ProjectLine: Record {
    package var id = ID<ProjectLine>()
    package var project: ID<Project>?
    package var type = ProjectLineType.axis
    package var position = 0
    package var text = ""
    /// What must hold, beside the work, for it to be reached.
    package var assumptions = ""

    package init() {}

    package static let kind = "project_line"
    package static let title = Phrase("Ligne du projet", en: "Project line")
    package static let scope = ScopeForm.network
    package static let indexes = [["project", "type", "position"]]

    package static let fields: [Field<Self>] = [
        .init("project", \.project, "Projet", en: "Project", required: true, input: .hidden),
        .init("type", \.type, "Liste", en: "List", required: true),
        .init("position", \.position, "Rang", en: "Position", input: .hidden),
        .init("text", \.text, "Texte", en: "Text", required: true, limit: 600, input: .paragraph),
        .init(
            "assumptions", \.assumptions, "Hypothèses", en: "Assumptions",
            hint: Phrase("Ce qui doit se vérifier, hors de notre portée, pour y arriver.", en: "What must hold, out of our hands, to get there."), limit: 1500,
            input: .paragraph),
    ]
}

/// What an organisation is to the project: partner, patron, guest, steering body.
package struct Stakeholder: Record {
    package var id = ID<Stakeholder>()
    package var project: ID<Project>?
    package var organization: ID<Organization>?
    package var part = ""

    package init() {}

    package static let kind = "stakeholder"
    package static let title = Phrase("Partie prenante", en: "Stakeholder")
    package static let scope = ScopeForm.network
    package static let indexes = [["project"]]

    package static let fields: [Field<Self>] = [
        .init("project", \.project, "Projet", en: "Project", required: true, input: .hidden),
        .init("organization", \.organization, "Organisation", en: "Organisation", required: true, input: .reference(kind: "organization")),
        .init("part", \.part, "Rôle dans le projet", en: "Part in the project", required: true),
    ]
}

/// The baseline study: made before the values are entered, and shared at a meeting.
package struct BaselineStudy: Record {
    package var id = ID<BaselineStudy>()
    package var project: ID<Project>?
    package var title = ""
    package var authors = ""
    package var startsOn: Day?
    package var endsOn: Day?
    package var method = ""
    package var findings = ""
    package var sharedAt: ID<Meeting>?

    package init() {}

    package static let kind = "baseline_study"
    package static let title = Phrase("Étude de base", en: "Baseline study")
    package static let scope = ScopeForm.network

    package static let fields: [Field<Self>] = [
        .init("project", \.project, "Projet", en: "Project", required: true, input: .hidden),
        .init("title", \.title, "Titre", en: "Title", required: true),
        .init("authors", \.authors, "Auteurs", en: "Authors"),
        .init("starts_on", \.startsOn, "Du", en: "From"),
        .init("ends_on", \.endsOn, "Au", en: "To"),
        .init("method", \.method, "Méthode", en: "Method", limit: 4000, input: .paragraph),
        .init("findings", \.findings, "Constats", en: "Findings", limit: 8000, input: .paragraph),
        .init("shared_at", \.sharedAt, "Partagée à la rencontre", en: "Shared at the meeting", input: .reference(kind: "meeting")),
    ]
}

extension BaselineStudy {
    /// Throws a `Refusal` where it ended before it began.
    package func check() throws(Refusal) {
        if let startsOn, let endsOn, endsOn < startsOn {
            throw Refusal("study.days", Phrase("La fin vient avant le début.", en: "The end comes before the start."), field: "ends_on")
        }
    }
}

/// What the results area adds to the journal's schema.
package enum ResultsArea {
    package static let kinds: [RecordKind] =
        [
            RecordKind(Project.self), RecordKind(ProjectLine.self), RecordKind(Stakeholder.self), RecordKind(BaselineStudy.self), RecordKind(StudyValues.self),
            RecordKind(Indicator.self), RecordKind(Baseline.self), RecordKind(Target.self), RecordKind(EnteredValue.self),
            RecordKind(PeriodClosing.self), RecordKind(FrozenValue.self), RecordKind(ValueCorrection.self),
            RecordKind(Release.self), RecordKind(ReleasedTable.self), RecordKind(ReleaseContribution.self),
        ] + planKinds + budgetKinds + riskKinds + openDataKinds + reportKinds
}
