import Access
import HTML
import Journal
import NetworkLife
import Results
import Storage

/// The axes, objectives and results that the project is presented by: added, reworded and removed one at a time.
enum ProjectLinesController {
    private static let adding = RecordEditing(
        ProjectLine.self, asked: ["type", "text"], act: .projectLineCreate, title: Phrase("Ajouter une ligne", en: "Add a line"),
        button: Phrase("Ajouter la ligne", en: "Add the line"))
    private static let editing = RecordEditing(
        ProjectLine.self, asked: ["text", "assumptions"], act: .projectLineUpdate, title: Phrase("Modifier la ligne", en: "Edit the line"))

    static let routes: [Route] = [
        .get(.projectLines, .permission(.projectEdit)) { visit, connection in
            var line = ProjectLine()
            let type = ProjectLineType(code: visit.query["type"] ?? "")
            if type.isKnown { line.type = type }
            return try adding.page(visit, connection, line, versions: nil, to: SitePath.projectLines(), back: SitePath.project())
        },
        .post(.projectLines, .permission(.projectEdit)) { visit, typed in
            let type = ProjectLineType(code: typed["type"])
            let (project, last) = try await visit.site.store.read { connection in
                let project = try ProjectController.current(connection).id
                let same = try connection.all(ProjectLine.self, "WHERE project = ? AND type = ? LIMIT 500", [project.value, type.value])
                return (project, same.map(\.record.position).max() ?? 0)
            }
            var line = ProjectLine()
            line.id = typed.token.cast()
            line.project = project
            line.position = last + 1
            return try await adding.take(
                visit, typed, into: line, isNew: true, to: SitePath.projectLines(), back: SitePath.project(), landing: SitePath.project())
        },
        .get(.projectLineEdit, .permission(.projectEdit)) { visit, connection in
            let line = try find(visit, connection)
            return try editing.page(
                visit, connection, line.record, versions: line.versions, to: SitePath.projectLineEdit(line.id), back: SitePath.project(),
                trail: [(visit.say("Projet", en: "Project"), SitePath.project())])
        },
        .post(.projectLineEdit, .permission(.projectEdit)) { visit, typed in
            let line = try await visit.site.store.read { try find(visit, $0) }
            return try await editing.take(
                visit, typed, into: line.record, isNew: false, to: SitePath.projectLineEdit(line.id), back: SitePath.project(), landing: SitePath.project())
        },
        .post(.projectLineRemoval, .permission(.projectEdit)) { visit, typed in
            let line = try await visit.site.store.read { try find(visit, $0) }
            let outcome = try await visit.perform(.projectLineRemove, typed) { act in
                if let line = try act.connection.find(ProjectLine.self, line.id) { try act.remove(line) }
            }
            return .done(outcome, at: SitePath.project())
        },
    ]

    private static func find(_ visit: Visit, _ connection: any Connection) throws -> Stored<ProjectLine> {
        guard let line = try connection.find(ProjectLine.self, try visit.id()) else { throw Failure.notFound }
        return line
    }
}

/// Those who have a part in the project.
enum StakeholdersController {
    private static let adding = RecordEditing(
        Stakeholder.self, asked: ["organization", "part"], act: .stakeholderCreate, title: Phrase("Ajouter une partie prenante", en: "Add a stakeholder"),
        button: Phrase("Ajouter", en: "Add"))
    private static let editing = RecordEditing(
        Stakeholder.self, asked: ["organization", "part"], act: .stakeholderUpdate, title: Phrase("Modifier la partie prenante", en: "Edit the stakeholder"))

    static let routes: [Route] = [
        .get(.stakeholders, .permission(.projectEdit)) { visit, connection in
            try adding.page(visit, connection, Stakeholder(), versions: nil, to: SitePath.stakeholders(), back: SitePath.project())
        },
        .post(.stakeholders, .permission(.projectEdit)) { visit, typed in
            var stakeholder = Stakeholder()
            stakeholder.id = typed.token.cast()
            stakeholder.project = try await visit.site.store.read { try ProjectController.current($0).id }
            return try await adding.take(
                visit, typed, into: stakeholder, isNew: true, to: SitePath.stakeholders(), back: SitePath.project(), landing: SitePath.project())
        },
        .get(.stakeholderEdit, .permission(.projectEdit)) { visit, connection in
            let stakeholder = try find(visit, connection)
            return try editing.page(
                visit, connection, stakeholder.record, versions: stakeholder.versions, to: SitePath.stakeholderEdit(stakeholder.id), back: SitePath.project(),
                trail: [(visit.say("Projet", en: "Project"), SitePath.project())])
        },
        .post(.stakeholderEdit, .permission(.projectEdit)) { visit, typed in
            let stakeholder = try await visit.site.store.read { try find(visit, $0) }
            return try await editing.take(
                visit, typed, into: stakeholder.record, isNew: false, to: SitePath.stakeholderEdit(stakeholder.id), back: SitePath.project(),
                landing: SitePath.project())
        },
        .post(.stakeholderRemoval, .permission(.projectEdit)) { visit, typed in
            let stakeholder = try await visit.site.store.read { try find(visit, $0) }
            let outcome = try await visit.perform(.stakeholderRemove, typed) { act in
                if let stakeholder = try act.connection.find(Stakeholder.self, stakeholder.id) { try act.remove(stakeholder) }
            }
            return .done(outcome, at: SitePath.project())
        },
    ]

    private static func find(_ visit: Visit, _ connection: any Connection) throws -> Stored<Stakeholder> {
        guard let stakeholder = try connection.find(Stakeholder.self, try visit.id()) else { throw Failure.notFound }
        return stakeholder
    }
}
