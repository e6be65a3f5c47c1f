import Journal

/// The site's parts, as the navigation has them.
package enum Area: CaseIterable, Sendable {
    case home
    case meetings
    case protection
    case directory
    case project
    case search
    case administration

    var label: Phrase {
        switch self {
        case .home: Phrase("À faire", en: "To do")
        case .meetings: Phrase("Rencontres", en: "Meetings")
        case .protection: Phrase(same: "Protection")
        case .directory: Phrase("Annuaire", en: "Directory")
        case .project: Phrase("Projet", en: "Project")
        case .search: Phrase("Recherche", en: "Search")
        case .administration: Phrase("Administration", en: "Administration")
        }
    }
}

extension SitePath {
    /// The part that an address belongs to, by its first word.
    var listedArea: Area? {
        switch rawValue.split(separator: "/").first {
        case nil, "acts", "collisions": .home
        case "project", "project-lines", "stakeholders", "logframe", "indicators", "periods", "report-texts", "report-headings", "releases", "activities",
            "budget", "expenditures", "risks", "incidents", "demands", "recommendations":
            .project
        case "meetings", "decisions", "agenda-items", "invitations", "decision-owners": .meetings
        case "directory", "organizations", "people", "branches", "members", "bodies", "registry": .directory
        case "accounts", "roles", "administration": .administration
        case "protection", "information-sessions", "arrivals", "alerts", "signposting", "supports", "services", "circles", "cases", "case-search",
            "case-reindexing", "referrals", "readings", "retention", "screening-rule", "caseload",
            "supervision-rule", "consent-recordings", "closure-sample", "data-requests", "complaints", "measures":
            .protection
        case "search": .search
        default: nil
        }
    }
}
