import Access
import Journal
import Storage

/// Whom to ask: all members, those of one antenna, or one organisation.
package enum Invited: Hashable, Sendable {
    case members
    case branch(ID<Branch>)
    case organization(ID<Organization>)

    /// Reads what a form sends; nil where it is none of these.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
        switch (parts.first, parts.count) {
        case ("members", 1): self = .members
        case ("branch", 2): guard let id = ID<Branch>(parts[1]) else { return nil }; self = .branch(id)
        case ("organization", 2): guard let id = ID<Organization>(parts[1]) else { return nil }; self = .organization(id)
        default: return nil
        }
    }

    package var text: String {
        switch self {
        case .members: "members"
        case .branch(let id): "branch:\(id)"
        case .organization(let id): "organization:\(id)"
        }
    }
}

extension Connection {
    /// The organisations that are members today, in the order of their names.
    package func memberOrganizations(of branch: ID<Branch>? = nil) throws -> [OrganizationProfile] {
        let members = Set(
            try rows(
                """
                SELECT organization, step FROM membership_step AS last WHERE NOT EXISTS (SELECT 1 FROM membership_step AS later \
                WHERE later.organization = last.organization AND (later."on" > last."on" OR (later."on" = last."on" AND later.id > last.id))) \
                ORDER BY organization LIMIT 10000
                """
            ) { (try ID<Organization>(value: .bytes($0.bytes(0))), MembershipStepKind(code: try $0.text(1))) }
            .filter(\.1.isMember).map(\.0))
        return try all(OrganizationProfile.self, "ORDER BY sort, id LIMIT 10000").map(\.record).filter {
            members.contains($0.id) && (branch == nil || $0.branch == branch)
        }
    }

    /// Invitations for those who have none to this meeting yet, each with the address and the person that the directory has.
    package func newInvitations(to meeting: ID<Meeting>, _ whom: Invited, on today: Day) throws -> [Invitation] {
        let asked = Set(try all(Invitation.self, "WHERE meeting = ? LIMIT 5000", [meeting.value]).compactMap(\.record.organization))
        let organizations: [OrganizationProfile]
        switch whom {
        case .members: organizations = try memberOrganizations()
        case .branch(let branch):
            guard try find(BranchProfile.self, branch) != nil else { throw Refusal.unknownInvited }
            organizations = try memberOrganizations(of: branch)
        case .organization(let id):
            guard let one = try find(OrganizationProfile.self, id)?.record else { throw Refusal.unknownInvited }
            organizations = [one]
        }
        let new = try organizations.filter { !asked.contains($0.id) }.map { try invitation(of: $0, to: meeting, on: today) }
        guard !new.isEmpty else {
            throw Refusal(
                "invitation.none", Phrase("Tous ceux-là sont déjà invités.", en: "All of these are invited already."), field: "whom")
        }
        return new
    }

    private func invitation(of organization: OrganizationProfile, to meeting: ID<Meeting>, on today: Day) throws -> Invitation {
        var invitation = Invitation()
        invitation.meeting = meeting
        invitation.organization = organization.id
        invitation.email = organization.email
        let speaking = try all(
            Representative.self, "WHERE organization = ? AND (ends_on IS NULL OR ends_on >= ?) ORDER BY id DESC LIMIT 1",
            [organization.id.value, today.value]
        ).first?.record
        guard let speaking, let id = speaking.person, let person = try find(PersonProfile.self, id)?.record, !person.isRestricted else { return invitation }
        invitation.person = id
        invitation.capacity = speaking.capacity
        if invitation.email.isEmpty { invitation.email = person.email }
        return invitation
    }
}

extension Refusal {
    static let unknownInvited = Refusal("invitation.unknown", Phrase("Choisissez dans la liste.", en: "Choose from the list."), field: "whom")
}
