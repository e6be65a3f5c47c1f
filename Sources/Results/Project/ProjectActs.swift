import Access
import Journal

extension ActName {
    package static let projectUpdate = ActName("project.update", "Projet modifié", en: "Project edited", .projectEdit)
    package static let projectLineCreate = ActName("project-line.create", "Ligne du projet ajoutée", en: "Project line added", .projectEdit)
    package static let projectLineUpdate = ActName("project-line.update", "Ligne du projet modifiée", en: "Project line edited", .projectEdit)
    package static let projectLineRemove = ActName("project-line.remove", "Ligne du projet retirée", en: "Project line removed", .projectEdit)
    package static let stakeholderCreate = ActName("stakeholder.create", "Partie prenante ajoutée", en: "Stakeholder added", .projectEdit)
    package static let stakeholderUpdate = ActName("stakeholder.update", "Partie prenante modifiée", en: "Stakeholder edited", .projectEdit)
    package static let stakeholderRemove = ActName("stakeholder.remove", "Partie prenante retirée", en: "Stakeholder removed", .projectEdit)
    package static let studyUpdate = ActName("study.update", "Étude de base modifiée", en: "Baseline study edited", .projectEdit)
}

extension ResultsArea {
    package static let acts: [ActName] =
        [
            .projectUpdate, .projectLineCreate, .projectLineUpdate, .projectLineRemove, .stakeholderCreate, .stakeholderUpdate, .stakeholderRemove,
            .studyUpdate, .studyImport, .releaseMake, .releaseContribute,
        ] + ActName.logframe + planActs + budgetActs + riskActs + openDataActs + reportActs
}
