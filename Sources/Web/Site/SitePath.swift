import HTML
import Journal

/// Every address of the site, once: routes are declared with it, and links are made from it.
package enum SitePath: String, CaseIterable, Sendable {
    case health = "/health"
    case signIn = "/sign-in"
    case signOut = "/sign-out"
    case language = "/language"
    case home = "/"
    case undo = "/acts/:id/undo"
    case project = "/project"
    case projectEdit = "/project/edit"
    case meetings = "/meetings"
    case meetingNew = "/meetings/new"
    case meeting = "/meetings/:id"
    case meetingEdit = "/meetings/:id/edit"
    case agendaNew = "/meetings/:id/agenda"
    case decisionNew = "/meetings/:id/decisions"
    case decisions = "/decisions"
    case decision = "/decisions/:id"
    case decisionEdit = "/decisions/:id/edit"
    case followUps = "/decisions/:id/follow-ups"
    case administration = "/administration"
    case verifications = "/administration/verifications"
    case timeConfirmations = "/administration/time"

    /// The address, with the identifier in its place.
    func callAsFunction(_ id: String) -> Address {
        Address(segments: rawValue.split(separator: "/").map { $0 == ":id" ? id : String($0) })
    }

    func callAsFunction<Subject>(_ id: ID<Subject>) -> Address { self(id.description) }
    func callAsFunction() -> Address { self("") }

    /// The site's parts, as the navigation has them.
    var area: Area? {
        switch rawValue.split(separator: "/").first {
        case nil, "acts": .home
        case "project": .project
        case "meetings", "decisions": .meetings
        case "directory", "organizations", "people", "branches", "members", "bodies": .directory
        case "accounts", "administration": .administration
        default: nil
        }
    }
}

package enum Area: CaseIterable, Sendable {
    case home
    case meetings
    case directory
    case project
    case administration

    var label: Phrase {
        switch self {
        case .home: Phrase("À faire", en: "To do")
        case .meetings: Phrase("Rencontres", en: "Meetings")
        case .directory: Phrase("Annuaire", en: "Directory")
        case .project: Phrase("Projet", en: "Project")
        case .administration: Phrase("Administration", en: "Administration")
        }
    }
}
