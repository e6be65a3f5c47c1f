import Access
import Journal

/// Where a part of an area begins, for whoever may open it: the first that opens is the area's own in the navigation.
struct Entrance: Sendable {
    let area: Area
    let path: SitePath
    let permission: Permission
    /// What it is called among the parts of its area; nil where the area has no others.
    var label: Phrase?

    static let all: [Entrance] = [
        Entrance(area: .home, path: .home, permission: .homeShow),
        Entrance(area: .meetings, path: .meetings, permission: .meetingShow),
        Entrance(area: .protection, path: .cases, permission: .caseShow, label: Phrase("Dossiers", en: "Case files")),
        Entrance(area: .protection, path: .referrals, permission: .referralShow, label: Phrase("Référencements", en: "Referrals")),
        Entrance(
            area: .protection, path: .referralsEscalated, permission: .referralEscalated,
            label: Phrase("Référencements en retard", en: "Late referrals")),
        Entrance(area: .protection, path: .alerts, permission: .alertShow, label: Phrase("Alertes", en: "Alerts")),
        Entrance(area: .protection, path: .arrivals, permission: .arrivalShow, label: Phrase("Arrivées", en: "Arrivals")),
        Entrance(
            area: .protection, path: .informationSessions, permission: .informationShow, label: Phrase("Séances d’information", en: "Information sessions")),
        Entrance(area: .protection, path: .circles, permission: .circleShow, label: Phrase("Clés des dossiers", en: "Keys of case files")),
        Entrance(area: .directory, path: .organizations, permission: .directoryShow),
        Entrance(area: .project, path: .project, permission: .projectShow),
        Entrance(area: .search, path: .search, permission: .homeShow),
        Entrance(area: .administration, path: .administration, permission: .journalVerify, label: Phrase("Machine et données", en: "Machine and data")),
        Entrance(area: .administration, path: .accounts, permission: .accountShow, label: Phrase("Comptes", en: "Accounts")),
    ]
}
