import Access
import Journal

extension ActName {
    package static let projectUpdate = ActName("project.update", "Projet modifié", en: "Project edited", .projectEdit)
}

extension ResultsArea {
    package static let acts: [ActName] = [.projectUpdate]
}
