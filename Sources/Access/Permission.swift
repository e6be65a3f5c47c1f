import Journal

/// Each thing that may be done, as `noun.verb`, listed once; a route names the one that it needs.
package enum Permission: String, CaseIterable, Sendable {
    case homeShow = "home.show"
    case selfEdit = "self.edit"
    case projectShow = "project.show"
    case projectEdit = "project.edit"
    case meetingShow = "meeting.show"
    case meetingEdit = "meeting.edit"
    case decisionFollow = "decision.follow"
    case directoryShow = "directory.show"
    case directoryEdit = "directory.edit"
    case registryOpen = "registry.open"
    case membershipEdit = "membership.edit"
    case membershipAdmit = "membership.admit"
    case accountEdit = "account.edit"
    case journalVerify = "journal.verify"
    case accountShow = "account.show"
    case accountReset = "account.reset"
    case invitationAnswer = "invitation.answer"
    case mailEdit = "mail.edit"

    /// The roles that have it; nobody has what is not listed here.
    package var roles: Set<Role> { Self.granted[self] ?? [] }

    private static let granted = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.listed) })

    private var listed: Set<Role> {
        switch self {
        case .homeShow, .selfEdit, .projectShow, .meetingShow, .decisionFollow, .directoryShow,
            .invitationAnswer:
            Set(Role.list.map(\.0))
        case .projectEdit, .directoryEdit, .registryOpen, .membershipEdit, .membershipAdmit:
            [.secretariat]
        case .meetingEdit:
            [.secretariat, .branchFocalPoint]
        case .accountEdit, .journalVerify, .mailEdit:
            [.administrator]
        case .accountShow, .accountReset:
            [.supervisor, .administrator]
        }
    }
}

/// Someone who is signed in: whose account, in which organisation, with which duties.
package struct Reader: Equatable, Sendable {
    package let account: ID<Account>
    package let organization: ID<Organization>
    package let roles: Set<Role>
    /// The antennas that a focal point coordinates.
    package let branches: Set<ID<Branch>>

    package init(account: ID<Account>, organization: ID<Organization>, roles: Set<Role>, branches: Set<ID<Branch>> = []) {
        self.account = account
        self.organization = organization
        self.roles = roles
        self.branches = branches
    }
}

/// An answer to "may I?", with its reason.
package struct Verdict: Equatable, Sendable {
    package let isAllowed: Bool
    package let reason: Phrase

    package static func allowed(_ reason: Phrase) -> Verdict { Verdict(isAllowed: true, reason: reason) }
    package static func denied(_ reason: Phrase) -> Verdict { Verdict(isAllowed: false, reason: reason) }
}

extension Reader {
    /// Whether this reader has a permission, and through which role or for want of which.
    package func may(_ permission: Permission) -> Verdict {
        let granted = permission.roles
        if let (role, _) = Role.list.first(where: { roles.contains($0.0) && granted.contains($0.0) }) {
            return .allowed(Phrase("Votre rôle le permet : \(role.label.french).", en: "Your role allows it: \(role.label.english)."))
        }
        let granting = Role.list.map(\.0).filter { granted.contains($0) }
        let names = { (language: Language) in granting.map { $0.label(language) }.joined(separator: ", ") }
        return .denied(
            Phrase(
                "Cette page est réservée à : \(names(.french)). Demandez à votre superviseur ou au secrétariat.",
                en: "This page is for: \(names(.english)). Ask your supervisor or the secretariat."))
    }
}
