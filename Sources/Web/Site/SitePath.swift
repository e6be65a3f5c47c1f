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
    case organizations = "/organizations"
    case organizationNew = "/organizations/new"
    case organization = "/organizations/:id"
    case organizationEdit = "/organizations/:id/edit"
    case organizationRemoval = "/organizations/:id/removal"
    case membership = "/organizations/:id/membership"
    case membershipApplication = "/organizations/:id/application"
    case membershipReview = "/organizations/:id/review"
    case membershipAdmission = "/organizations/:id/admission"
    case membershipRefusal = "/organizations/:id/refusal"
    case membershipSuspension = "/organizations/:id/suspension"
    case membershipReinstatement = "/organizations/:id/reinstatement"
    case membershipWithdrawal = "/organizations/:id/withdrawal"
    case membershipDissolution = "/organizations/:id/dissolution"
    case undertakingNew = "/organizations/:id/undertakings"
    case undertakingEdit = "/members/undertakings/:id/edit"
    case undertakingRemoval = "/members/undertakings/:id/removal"
    case representativeNew = "/organizations/:id/representatives"
    case representativeEdit = "/members/representatives/:id/edit"
    case representativeRemoval = "/members/representatives/:id/removal"
    case members = "/members"
    case memberNew = "/members/new"
    case branches = "/branches"
    case branchNew = "/branches/new"
    case branch = "/branches/:id"
    case branchEdit = "/branches/:id/edit"
    case branchRemoval = "/branches/:id/removal"
    case bodies = "/bodies"
    case bodyNew = "/bodies/new"
    case body = "/bodies/:id"
    case bodyEdit = "/bodies/:id/edit"
    case bodyRemoval = "/bodies/:id/removal"
    case mandateNew = "/bodies/:id/mandates"
    case mandateEdit = "/bodies/mandates/:id/edit"
    case mandateRemoval = "/bodies/mandates/:id/removal"
    case voteNew = "/decisions/:id/votes"
    case voteEdit = "/decisions/votes/:id/edit"
    case voteRemoval = "/decisions/votes/:id/removal"
    case search = "/search"
    case collision = "/collisions/:id"

    /// The address, with the identifier in its place.
    func callAsFunction(_ id: String) -> Address {
        Address(segments: rawValue.split(separator: "/").map { $0 == ":id" ? id : String($0) })
    }

    func callAsFunction<Subject>(_ id: ID<Subject>) -> Address { self(id.description) }
    func callAsFunction() -> Address { self("") }

    /// The site's parts, as the navigation has them.
    var area: Area? {
        switch rawValue.split(separator: "/").first {
        case nil, "acts", "collisions": .home
        case "project": .project
        case "meetings", "decisions": .meetings
        case "directory", "organizations", "people", "branches", "members", "bodies": .directory
        case "search": .search
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
    case search
    case administration

    var label: Phrase {
        switch self {
        case .home: Phrase("À faire", en: "To do")
        case .meetings: Phrase("Rencontres", en: "Meetings")
        case .directory: Phrase("Annuaire", en: "Directory")
        case .project: Phrase("Projet", en: "Project")
        case .search: Phrase("Recherche", en: "Search")
        case .administration: Phrase("Administration", en: "Administration")
        }
    }
}
