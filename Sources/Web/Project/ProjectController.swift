import Access
import HTML
import Journal
import NetworkLife
import Results
import Storage

/// The project as its charter presents it.
enum ProjectController {
    private static let editing = RecordEditing(
        Project.self,
        asked: ["title", "acronym", "reference", "programme", "fund", "funder", "lead", "main_objective", "starts_on", "months", "regions"],
        act: .projectUpdate, title: Phrase("Modifier le projet", en: "Edit the project"))

    static let routes: [Route] = [
        .get(.project, .permission(.projectShow), show),
        .get(.projectEdit, .permission(.projectEdit)) { visit, connection in
            let project = try current(connection)
            return try editing.page(
                visit, connection, project.record, versions: project.versions, to: SitePath.projectEdit(), back: SitePath.project())
        },
        .post(.projectEdit, .permission(.projectEdit)) { visit, typed in
            let project = try await visit.site.store.read { try current($0) }
            return try await editing.take(
                visit, typed, into: project.record, isNew: false, to: SitePath.projectEdit(), back: SitePath.project(), landing: SitePath.project(),
                rule: { project, _ in try project.check() })
        },
    ]

    static func current(_ connection: any Connection) throws -> Stored<Project> {
        guard let project = try connection.all(Project.self, "ORDER BY made LIMIT 1").first else { throw Failure.notFound }
        return project
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        guard let project = try connection.all(Project.self, "ORDER BY made LIMIT 1").first?.record else {
            return visit.page(visit.say("Projet", en: "Project")) {
                div(.class("empty")) {
                    p(visit.say("Aucune charte n’est chargée.", en: "No charter is loaded."))
                }
            }
        }
        let lines = try connection.all(ProjectLine.self, "WHERE project = ? ORDER BY type, position", [project.id.value]).map(\.record)
        let stakeholders = try connection.all(Stakeholder.self, "WHERE project = ? ORDER BY id", [project.id.value]).map(\.record)
        let studies = try connection.all(BaselineStudy.self, "WHERE project = ?", [project.id.value]).map(\.record)
        let page = ProjectShow(
            visit: visit, project: project, lines: lines, stakeholders: stakeholders, studies: studies,
            names: try Names(visit, connection, of: [project] + studies),
            organizations: try stakeholders.reduce(into: [:]) { known, one in
                if let id = one.organization { known[id] = try connection.find(OrganizationProfile.self, id)?.record.name }
            },
            coordinator: try project.lead.flatMap { try connection.find(OrganizationProfile.self, $0)?.record },
            doors: try ProjectDoors(visit, connection), history: try HistoryView(Project.self, project.id, visit, connection))
        let lede = page.dates
        return visit.page(project.acronym.isEmpty ? project.title : project.acronym, lede: lede) { page }
    }
}

private struct ProjectShow: Component {
    let visit: Visit
    let project: Project
    let lines: [ProjectLine]
    let stakeholders: [Stakeholder]
    let studies: [BaselineStudy]
    let names: Names
    /// The whole names of the stakeholders.
    let organizations: [ID<Organization>: String]
    let coordinator: OrganizationProfile?
    let doors: ProjectDoors
    let history: HistoryView

    private var say: Say { visit.say }

    var dates: String {
        guard let starts = project.startsOn, let ends = project.endsOn else {
            return say(
                "\(project.months ?? 0) mois ; la date de démarrage reste à saisir.",
                en: "\(project.months ?? 0) months; the start date is still to be entered.")
        }
        return say(
            "Du \(Dates.short(starts, .french)) au \(Dates.short(ends, .french))",
            en: "From \(Dates.short(starts, .english)) to \(Dates.short(ends, .english))")
    }

    var body: some Markup {
        p(project.title, .class("report"))
        div(.class("actions no-print")) {
            a(say("Cadre logique", en: "Logframe"), .class("primary"), .href(SitePath.logframe()))
            a(say("Résultats en un coup d’œil", en: "Results at a glance"), .class("secondary"), .href(SitePath.glance()))
            if visit.may(.projectEdit) { a(say("Modifier le projet", en: "Edit the project"), .class("secondary"), .href(SitePath.projectEdit())) }
        }
        doors
        if !project.mainObjective.isEmpty {
            h2(say("Objectif principal", en: "Main objective"))
            p(project.mainObjective)
        }
        list(.objective, say("Objectifs spécifiques", en: "Specific objectives"))
        list(.result, say("Résultats attendus", en: "Expected results"))
        list(.axis, say("Axes d’intervention", en: "Lines of action"))
        h2(say("Le contrat", en: "The contract"))
        dl(.class("summary")) {
            row(say("Référence", en: "Reference"), project.reference)
            row(say("Programme", en: "Programme"), project.programme)
            row(say("Fonds", en: "Fund"), project.fund)
            row(say("Bailleur", en: "Funder"), project.funder.map { names[$0] } ?? "")
            row(say("Chef de file", en: "Lead organisation"), project.lead.map { names[$0] } ?? "")
            row(say("Régions", en: "Regions"), project.regions)
        }
        if !stakeholders.isEmpty || mayEdit {
            h2(say("Parties prenantes", en: "Stakeholders"))
            dl(.class("summary")) { Each(stakeholders) { stakeholder($0) } }
            if mayEdit { p(.class("no-print")) { a(say("Ajouter une partie prenante", en: "Add a stakeholder"), .href(SitePath.stakeholders())) } }
        }
        h2(say("Étude de base", en: "Baseline study"))
        p {
            a(
                studies.first.map { $0.title.isEmpty ? say("Étude de base", en: "Baseline study") : $0.title } ?? say("À saisir", en: "To be entered"),
                .href(SitePath.study()))
        }
        p { a(say("Chiffres publiés", en: "Released figures"), .href(SitePath.releases())) }
        if visit.may(.openDataShow) {
            h2(say("Données ouvertes", en: "Open data"))
            p { a(say("Ce qui est publié, et qui l’a décidé", en: "What is published, and who decided it"), .href(SitePath.openData())) }
        }
        card
        history
    }

    @MarkupBuilder private func list(_ type: ProjectLineType, _ title: String) -> some Markup {
        let own = lines.filter { $0.type == type }
        if !own.isEmpty {
            h2(title)
            ol(.class("agenda")) { Each(own) { line($0) } }
        }
        if mayEdit {
            p(.class("no-print")) {
                a(
                    say("Ajouter : \(type.label.french.lowercased())", en: "Add: \(type.label.english.lowercased())"),
                    .href(SitePath.projectLines().query("type", type.code)))
            }
        }
    }

    private var mayEdit: Bool { visit.may(.projectEdit) }

    private func line(_ line: ProjectLine) -> some Markup {
        li {
            p(line.text)
            if mayEdit {
                div(.class("row-actions no-print")) {
                    a(say("Modifier", en: "Edit"), .href(SitePath.projectLineEdit(line.id)), .aria("label", "\(say("Modifier", en: "Edit")) – \(line.text)"))
                    ActButton(visit: visit, action: SitePath.projectLineRemoval(line.id), label: say("Retirer", en: "Remove"), about: line.text)
                }
            }
        }
    }

    private func stakeholder(_ one: Stakeholder) -> some Markup {
        let name = one.organization.flatMap { organizations[$0] } ?? "…"
        return div {
            dt { if let id = one.organization { a(name, .href(SitePath.organization(id))) } else { name } }
            dd(one.part)
            if mayEdit {
                dd(.class("act row-actions")) {
                    a(say("Modifier", en: "Edit"), .href(SitePath.stakeholderEdit(one.id)), .aria("label", "\(say("Modifier", en: "Edit")) – \(name)"))
                    ActButton(visit: visit, action: SitePath.stakeholderRemoval(one.id), label: say("Retirer", en: "Remove"), about: name)
                }
            }
        }
    }

    /// The coordinator as the note’s letterhead shows it.
    @MarkupBuilder private var card: some Markup {
        if let coordinator {
            section(.class("card"), .aria("label", say("Coordination", en: "Coordination"))) {
                h2(coordinator.name)
                if !coordinator.slogan.isEmpty { p(coordinator.slogan, .class("report")) }
                dl(.class("summary")) {
                    row(say("Adresse", en: "Address"), coordinator.address)
                    if !coordinator.telephone.isEmpty {
                        div {
                            dt(say("Téléphone", en: "Telephone"))
                            dd { a(coordinator.telephone, .href(.telephone(coordinator.telephone))) }
                        }
                    }
                    if !coordinator.email.isEmpty {
                        div {
                            dt(say("Courriel", en: "E-mail"))
                            dd { a(coordinator.email, .href(.mail(coordinator.email))) }
                        }
                    }
                    row(say("Horaires", en: "Hours"), coordinator.hours)
                }
            }
        }
    }

    @MarkupBuilder private func row(_ label: String, _ text: String) -> some Markup {
        if !text.isEmpty {
            div {
                dt(label)
                dd(text)
            }
        }
    }
}
