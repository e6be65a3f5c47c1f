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
    case agenda = "/meetings/:id/agenda"
    case decisionNew = "/meetings/:id/decisions"
    case decisions = "/decisions"
    case decision = "/decisions/:id"
    case decisionEdit = "/decisions/:id/edit"
    case followUps = "/decisions/:id/follow-ups"
    case reset = "/reset"
    case me = "/me"
    case meEdit = "/me/edit"
    case passphrase = "/me/passphrase"
    case factor = "/me/factor"
    case factorRemoval = "/me/factor/removal"
    case codes = "/me/codes"
    case ownSessions = "/me/sessions"
    case accounts = "/accounts"
    case accountNew = "/accounts/new"
    case account = "/accounts/:id"
    case accountEdit = "/accounts/:id/edit"
    case accountRoles = "/accounts/:id/roles"
    case accountClosure = "/accounts/:id/closure"
    case accountReset = "/accounts/:id/reset"
    case factorReset = "/accounts/:id/factor-reset"
    case roleRemoval = "/roles/:id/removal"
    case decisionRemoval = "/decisions/:id/removal"
    case decisionOwners = "/decisions/:id/owners"
    case decisionOwnerRemoval = "/decision-owners/:id/removal"
    case meetingRemoval = "/meetings/:id/removal"
    case agendaItemEdit = "/agenda-items/:id/edit"
    case agendaItemPosition = "/agenda-items/:id/position"
    case agendaItemRemoval = "/agenda-items/:id/removal"
    case terms = "/meetings/:id/terms"
    case termsEdit = "/meetings/:id/terms/edit"
    case invitations = "/meetings/:id/invitations"
    case dispatch = "/meetings/:id/dispatch"
    case invitationEdit = "/invitations/:id/edit"
    case invitationAnswer = "/invitations/:id/answer"
    case invitationRemoval = "/invitations/:id/removal"
    case invitationDispatch = "/invitations/:id/dispatch"
    case calendar = "/meetings/:id/calendar"
    case signInSheet = "/meetings/:id/sign-in-sheet"
    case attendance = "/meetings/:id/attendance"
    case minutes = "/meetings/:id/minutes"
    case minutesEdit = "/meetings/:id/minutes/edit"
    case minutesApproval = "/meetings/:id/minutes/approval"
    case ceremonyEdit = "/meetings/:id/ceremony"
    case pressNote = "/meetings/:id/note"
    case mailSettings = "/administration/mail"
    case mailTrial = "/administration/mail/trial"
    case projectLines = "/project/lines"
    case projectLineEdit = "/project-lines/:id/edit"
    case projectLineRemoval = "/project-lines/:id/removal"
    case stakeholders = "/project/stakeholders"
    case stakeholderEdit = "/stakeholders/:id/edit"
    case stakeholderRemoval = "/stakeholders/:id/removal"
    case study = "/project/study"
    case studyEdit = "/project/study/edit"
    case people = "/people"
    case personNew = "/people/new"
    case person = "/people/:id"
    case personEdit = "/people/:id/edit"
    case personRemoval = "/people/:id/removal"
    case personOpening = "/people/:id/opening"
    case personRestriction = "/people/:id/restriction"
    case personErasure = "/people/:id/erasure"
    case positionNew = "/people/:id/positions"
    case positionEdit = "/people/positions/:id"
    case contactNew = "/people/:id/contacts"
    case contactEdit = "/people/contacts/:id"
    case registry = "/registry"
    case registryMembers = "/registry/members"
    case registryDeparture = "/registry/members/:id/departure"
    case registryRenewal = "/registry/renewal"
    case cases = "/cases"
    case caseNew = "/cases/new"
    case caseload = "/caseload"
    case caseloadAssignments = "/caseload/assignments"
    case caseloadRenewal = "/caseload/:id/renewal"
    case lostClosures = "/caseload/lost"
    case lostDecisions = "/caseload/lost/decisions"
    case caseloadReopenings = "/caseload/reopenings"
    case supervisionRule = "/supervision-rule"
    case consentRecordings = "/consent-recordings"
    case consentRecordingNew = "/consent-recordings/new"
    case consentRecordingEdit = "/consent-recordings/:id/edit"
    case consentRecordingRemoval = "/consent-recordings/:id/removal"
    case consentRecordingSound = "/consent-recordings/:id/sound"
    case caseSearch = "/case-search"
    case caseReindexing = "/case-reindexing"
    case caseJoins = "/cases/:id/joins"
    case caseJoinEnding = "/cases/joins/:id/ending"
    case caseFile = "/cases/:id"
    case caseEdit = "/cases/:id/edit"
    case caseTaking = "/cases/:id/taking"
    case caseAssignments = "/cases/:id/assignments"
    case assignmentRemoval = "/cases/assignments/:id/removal"
    case casePersonNew = "/cases/:id/people"
    case casePersonEdit = "/cases/people/:id/edit"
    case casePersonRemoval = "/cases/people/:id/removal"
    case consentNew = "/cases/:id/consents"
    case withdrawalNew = "/cases/:id/withdrawals"
    case needNew = "/cases/:id/needs"
    case needEdit = "/cases/needs/:id/edit"
    case needRemoval = "/cases/needs/:id/removal"
    case assessmentNew = "/cases/:id/assessments"
    case assessmentEdit = "/cases/assessments/:id/edit"
    case assessmentRemoval = "/cases/assessments/:id/removal"
    case planNew = "/cases/:id/actions"
    case planEdit = "/cases/actions/:id/edit"
    case planRemoval = "/cases/actions/:id/removal"
    case serviceGivenNew = "/cases/:id/services"
    case serviceGivenEdit = "/cases/services/:id/edit"
    case serviceGivenRemoval = "/cases/services/:id/removal"
    case noteNew = "/cases/:id/notes"
    case noteEdit = "/cases/notes/:id/edit"
    case noteRemoval = "/cases/notes/:id/removal"
    case documentNew = "/cases/:id/documents"
    case documentEdit = "/cases/documents/:id/edit"
    case documentRemoval = "/cases/documents/:id/removal"
    case documentFile = "/cases/documents/:id/file"
    case screeningNew = "/cases/:id/screenings"
    case feedbackNew = "/cases/:id/feedback"
    case feedbackVoice = "/cases/feedback/:id/voice"
    case closureNew = "/cases/:id/closure"
    case closureDecision = "/cases/closures/:id"
    case reopeningNew = "/cases/:id/reopening"
    case closureReview = "/cases/closures/:id/review"
    case closureSample = "/closure-sample"
    case conferenceNew = "/cases/:id/conferences"
    case conferenceEdit = "/cases/conferences/:id/edit"
    case conferenceRemoval = "/cases/conferences/:id/removal"
    case caseErasure = "/cases/:id/erasure"
    case caseCopy = "/cases/:id/copy"
    case caseDataRequestNew = "/cases/:id/data-requests"
    case dataRequests = "/data-requests"
    case dataRequestNew = "/data-requests/new"
    case dataRequestRule = "/data-requests/rule"
    case dataRequest = "/data-requests/:id"
    case dataRequestAnswer = "/data-requests/:id/answer"
    case readings = "/readings"
    case measures = "/measures"
    case retentionRule = "/retention"
    case screeningRule = "/screening-rule"
    case screeningRuleEdit = "/screening-rule/edit"
    case caseReferralNew = "/cases/:id/referrals"
    case caseTransferNew = "/cases/:id/transfers"
    case caseOutsideNew = "/cases/:id/outside-referrals"
    case referrals = "/referrals"
    case referralsEscalated = "/referrals/escalated"
    case referralRule = "/referrals/rule"
    case referralRuleEdit = "/referrals/rule/edit"
    case referral = "/referrals/:id"
    case referralSteps = "/referrals/:id/steps"
    case referralAssignments = "/referrals/:id/assignments"
    case referralSlip = "/referrals/:id/slip"
    case outsideReferral = "/referrals/outside/:id"
    case outsideSteps = "/referrals/outside/:id/steps"
    case outsideSlip = "/referrals/outside/:id/slip"
    case outsideSheet = "/referrals/outside/:id/sheet"
    case circles = "/circles"
    case circleMembers = "/circles/members"
    case circleDeparture = "/circles/members/:id/departure"
    case circleRenewal = "/circles/renewal"
    case recoverySheets = "/circles/sheets"
    case recoveryTrial = "/circles/trial"
    case recovery = "/circles/recovery"
    case complaints = "/complaints"
    case complaintNew = "/complaints/new"
    case complaintAnswer = "/complaints/answer"
    case complaintVoice = "/complaints/:id/voice"
    case complaintRule = "/complaints/rule"
    case complaintsCircle = "/complaints/circle"
    case complaintsMembers = "/complaints/circle/members"
    case complaintsDeparture = "/complaints/circle/members/:id/departure"
    case complaintsRenewal = "/complaints/circle/renewal"
    case complaintsSheets = "/complaints/circle/sheets"
    case complaintsTrial = "/complaints/circle/trial"
    case complaintsRecovery = "/complaints/circle/recovery"
    case complaint = "/complaints/:id"
    case complaintSteps = "/complaints/:id/steps"
    case participants = "/meetings/:id/participants"
    case participantsOpening = "/meetings/:id/participants/opening"
    case participantsSealing = "/meetings/:id/participants/sealing"
    case participantRemoval = "/meetings/participants/:id/removal"
    case administration = "/administration"
    case verifications = "/administration/verifications"
    case timeConfirmations = "/administration/time"
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
    case protection = "/protection"
    case informationSessions = "/information-sessions"
    case informationSessionNew = "/information-sessions/new"
    case informationSession = "/information-sessions/:id"
    case informationSessionEdit = "/information-sessions/:id/edit"
    case informationSessionRemoval = "/information-sessions/:id/removal"
    case arrivals = "/arrivals"
    case arrivalNew = "/arrivals/new"
    case arrival = "/arrivals/:id"
    case arrivalEdit = "/arrivals/:id/edit"
    case arrivalRemoval = "/arrivals/:id/removal"
    case alerts = "/alerts"
    case alertNew = "/alerts/new"
    case alert = "/alerts/:id"
    case alertEdit = "/alerts/:id/edit"
    case alertRemoval = "/alerts/:id/removal"
    case alertTaking = "/alerts/:id/taking"
    case alertClosure = "/alerts/:id/closure"
    case signpostings = "/signposting"
    case signpostingNew = "/signposting/new"
    case signposting = "/signposting/:id"
    case signpostingEdit = "/signposting/:id/edit"
    case signpostingRemoval = "/signposting/:id/removal"
    case supports = "/supports"
    case supportNew = "/supports/new"
    case support = "/supports/:id"
    case supportEdit = "/supports/:id/edit"
    case supportRemoval = "/supports/:id/removal"
    case services = "/services"
    case serviceNew = "/services/new"
    case service = "/services/:id"
    case serviceEdit = "/services/:id/edit"
    case serviceRemoval = "/services/:id/removal"
    case serviceVerification = "/services/:id/verification"
    case serviceHiding = "/services/:id/hiding"
    case search = "/search"
    case collision = "/collisions/:id"

    /// The address, with the identifier in its place.
    func callAsFunction(_ id: String) -> Address {
        Self.patterns[self]!(id)
    }

    private static let patterns = Dictionary(
        uniqueKeysWithValues: allCases.map { path in
            let segments = path.rawValue.split(separator: "/").map { String($0) }
            let head = segments.prefix { $0 != ":id" }
            return (path, Address.Pattern(before: Array(head), after: Array(segments.dropFirst(head.count + 1))))
        })

    func callAsFunction<Subject>(_ id: ID<Subject>) -> Address { self(id.description) }
    func callAsFunction() -> Address { self("") }

    /// Whether it is about the reader's own access, which stays open while something of it is missing.
    var isOwn: Bool { rawValue == "/me" || rawValue.hasPrefix("/me/") }

    /// Whether an address is one of this pattern.
    func matches(_ segments: [Substring]) -> Bool {
        let pattern = rawValue.split(separator: "/")
        return pattern.count == segments.count && zip(pattern, segments).allSatisfy { $0 == ":id" || $0 == $1 }
    }

    /// The site's parts, as the navigation has them.
    var area: Area? {
        switch rawValue.split(separator: "/").first {
        case nil, "acts", "collisions": .home
        case "project", "project-lines", "stakeholders": .project
        case "meetings", "decisions", "agenda-items", "invitations", "decision-owners": .meetings
        case "directory", "organizations", "people", "branches", "members", "bodies", "registry": .directory
        case "accounts", "roles", "administration": .administration
        case "protection", "information-sessions", "arrivals", "alerts", "signposting", "supports", "services", "circles", "cases", "case-search",
            "case-reindexing", "referrals", "readings", "retention", "screening-rule", "caseload",
            "supervision-rule", "consent-recordings", "closure-sample", "data-requests", "complaints", "measures": .protection
        case "search": .search
        default: nil
        }
    }
}

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
