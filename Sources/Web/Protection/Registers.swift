import Access
import HTML
import Journal

/// The registers of the area, each reached from every other.
enum Registers {
    private static let all: [(label: Phrase, path: SitePath, permission: Permission)] = [
        (Phrase("Séances d’information", en: "Information sessions"), .informationSessions, .informationShow),
        (Phrase("Arrivées", en: "Arrivals"), .arrivals, .arrivalShow),
        (Phrase("Alertes", en: "Alerts"), .alerts, .alertShow),
        (Phrase("Orientations", en: "Signposting"), .signpostings, .orientationShow),
        (Phrase("Accompagnements ponctuels", en: "One-off support"), .supports, .orientationShow),
        (Phrase(same: "Services"), .services, .serviceShow),
    ]

    /// What a register's own list offers: to add to it, then the way to the others.
    static func actions(_ visit: Visit, of path: SitePath, adding: (label: Phrase, path: SitePath, permission: Permission)?) -> [ListAction] {
        let first = adding.flatMap { visit.may($0.permission) ? ListAction(label: $0.label, address: $0.path(), isPrimary: true) : nil }
        return (first.map { [$0] } ?? [])
            + all.filter { $0.path != path && visit.may($0.permission) }.map { ListAction(label: $0.label, address: $0.path()) }
    }
}
