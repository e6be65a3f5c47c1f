import Journal

/// Each thing that may be done, as `noun.verb`, listed once; a route names the one that it needs.
package enum Permission: String, CaseIterable, Sendable {
    case homeShow = "home.show"
    case selfEdit = "self.edit"
    case projectShow = "project.show"
    case projectEdit = "project.edit"
    case planEdit = "plan.edit"
    case planReport = "plan.report"
    case incidentEdit = "incident.edit"
    case incidentCount = "incident.count"
    case riskShow = "risk.show"
    case riskEdit = "risk.edit"
    case budgetShow = "budget.show"
    case budgetEdit = "budget.edit"
    case indicatorShow = "indicator.show"
    case indicatorEdit = "indicator.edit"
    case periodClose = "period.close"
    case reportEdit = "report.edit"
    case reportFreeze = "report.freeze"
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
    case caseShow = "case.show"
    case caseEdit = "case.edit"
    case caseAssign = "case.assign"
    case consentRecordingShow = "consent-recording.show"
    case consentRecordingEdit = "consent-recording.edit"
    case measureShow = "measure.show"
    case releaseShow = "release.show"
    case releaseMake = "release.make"
    case referralShow = "referral.show"
    case referralEdit = "referral.edit"
    case referralEscalated = "referral.escalated"
    case referralRuleShow = "referral-rule.show"
    case referralRuleEdit = "referral-rule.edit"
    case screeningRuleShow = "screening-rule.show"
    case screeningRuleEdit = "screening-rule.edit"
    case retentionEdit = "retention.edit"
    case complaintTake = "complaint.take"
    case complaintOpen = "complaint.open"
    case complaintRuleEdit = "complaint-rule.edit"
    case dataRequestEdit = "data-request.edit"
    case dataRequestRuleEdit = "data-request-rule.edit"
    case supervisionRuleEdit = "supervision-rule.edit"
    case circleShow = "circle.show"
    case circleEdit = "circle.edit"
    case informationShow = "information.show"
    case informationEdit = "information.edit"
    case arrivalShow = "arrival.show"
    case arrivalEdit = "arrival.edit"
    case alertShow = "alert.show"
    case alertRaise = "alert.raise"
    case alertAnswer = "alert.answer"
    case orientationShow = "orientation.show"
    case orientationEdit = "orientation.edit"
    case serviceShow = "service.show"
    case serviceEdit = "service.edit"
    case openDataShow = "open-data.show"
    case openDataEdit = "open-data.edit"
    case openDataApprove = "open-data.approve"

    /// The roles that have it; nobody has what is not listed here.
    package var roles: Set<Role> { Self.granted[self] ?? [] }

    private static let granted = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.listed) })

    private var listed: Set<Role> {
        switch self {
        case .homeShow, .selfEdit, .projectShow, .indicatorShow, .releaseShow, .meetingShow, .decisionFollow, .directoryShow, .invitationAnswer:
            Set(Role.list.map(\.0))
        case .projectEdit, .directoryEdit, .registryOpen, .membershipEdit, .membershipAdmit, .referralRuleEdit, .budgetEdit:
            [.secretariat]
        case .indicatorEdit, .planEdit, .budgetShow, .riskEdit, .reportEdit:
            [.secretariat, .meal]
        case .incidentEdit:
            [.secretariat, .administrator]
        case .incidentCount:
            [.secretariat, .administrator, .meal]
        case .riskShow:
            [.secretariat, .meal, .branchFocalPoint, .supervisor]
        case .planReport:
            [.secretariat, .meal, .branchFocalPoint]
        case .meetingEdit:
            [.secretariat, .branchFocalPoint]
        case .periodClose, .reportFreeze:
            [.meal]
        case .informationShow, .arrivalShow, .alertShow, .orientationShow:
            [.caseworker, .supervisor, .monitor, .communityRelay, .meal, .branchFocalPoint]
        case .informationEdit, .arrivalEdit, .alertRaise, .orientationEdit:
            [.caseworker, .supervisor, .monitor, .communityRelay]
        case .serviceShow, .complaintTake:
            [.caseworker, .supervisor, .monitor, .communityRelay, .meal, .branchFocalPoint, .complaintsFocalPoint, .secretariat]
        case .serviceEdit:
            [.supervisor, .branchFocalPoint, .secretariat]
        case .alertAnswer:
            [.caseworker, .supervisor, .monitor]
        case .accountEdit, .journalVerify, .mailEdit:
            [.administrator]
        case .caseShow, .caseEdit, .referralShow, .referralEdit, .circleShow, .dataRequestEdit:
            [.caseworker, .supervisor]
        case .consentRecordingShow:
            [.caseworker, .supervisor, .secretariat]
        case .consentRecordingEdit:
            [.secretariat]
        case .referralRuleShow, .screeningRuleShow:
            [.caseworker, .supervisor, .secretariat, .meal]
        case .complaintOpen:
            [.complaintsFocalPoint]
        case .screeningRuleEdit, .complaintRuleEdit, .retentionEdit, .dataRequestRuleEdit, .supervisionRuleEdit:
            [.secretariat]
        case .caseAssign, .circleEdit:
            [.supervisor]
        case .measureShow:
            [.supervisor, .meal]
        case .releaseMake:
            [.meal, .secretariat]
        case .referralEscalated:
            [.branchFocalPoint]
        case .openDataEdit:
            [.secretariat]
        case .openDataShow, .openDataApprove:
            [.secretariat, .meal]
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

/// An answer to "may I?"; its reason is put in words where someone asks for it.
package enum Verdict: Equatable, Sendable {
    case allowed(by: Role)
    case denied(Permission)

    package var isAllowed: Bool { if case .allowed = self { true } else { false } }

    package var reason: Phrase {
        switch self {
        case .allowed(let role):
            return Phrase("Votre rôle le permet : \(role.label.french).", en: "Your role allows it: \(role.label.english).")
        case .denied(let permission):
            let granted = permission.roles
            let names = { (language: Language) in Role.list.filter { granted.contains($0.0) }.map { $0.1(language) }.joined(separator: ", ") }
            return Phrase(
                "Cette page est réservée à : \(names(.french)). Demandez à votre superviseur ou au secrétariat.",
                en: "This page is for: \(names(.english)). Ask your supervisor or the secretariat.")
        }
    }
}

extension Reader {
    /// Whether this reader has a permission, and through which role or for want of which.
    package func may(_ permission: Permission) -> Verdict {
        let granted = permission.roles
        // Of several the first in the list is named; most have one.
        let role = roles.count == 1 ? roles.first : Role.list.first { roles.contains($0.0) && granted.contains($0.0) }?.0
        guard let role, granted.contains(role) else { return .denied(permission) }
        return .allowed(by: role)
    }
}
