import Access
import HTML
import Journal
import NetworkLife
import Protection
import Results
import Storage

/// Where each kind of record is shown, and what editing it needs.
enum RecordPlaces {
    static func permission(toEdit kind: String) -> Permission? {
        switch kind {
        case OrganizationProfile.kind, BranchProfile.kind, GoverningBody.kind, Mandate.kind, PersonProfile.kind, Position.kind, ContactMade.kind:
            .directoryEdit
        case MembershipStep.kind, Undertaking.kind, Representative.kind: .membershipEdit
        case MeetingRecord.kind, AgendaItem.kind, Invitation.kind, Attendance.kind, Decision.kind, DecisionFollowUp.kind: .meetingEdit
        case Project.kind: .projectEdit
        case Indicator.kind: .indicatorEdit
        default: own[kind]?.permission
        }
    }

    /// A record's own page; nil where it is shown on another's.
    static func page(_ kind: String, _ record: AnyID) -> Address? {
        switch kind {
        case OrganizationProfile.kind: SitePath.organization(record)
        case BranchProfile.kind: SitePath.branch(record)
        case GoverningBody.kind: SitePath.body(record)
        case Mandate.kind: SitePath.mandateEdit(record)
        case Undertaking.kind: SitePath.undertakingEdit(record)
        case Representative.kind: SitePath.representativeEdit(record)
        case MeetingRecord.kind: SitePath.meeting(record)
        case Decision.kind: SitePath.decision(record)
        case Project.kind: SitePath.project()
        case Indicator.kind: SitePath.indicator(record)
        default: own[kind]?.page(record)
        }
    }

    /// A kind with a list and a page of its own, each at its address.
    struct Own: Sendable {
        let permission: Permission
        let list: Address
        let page: @Sendable (AnyID) -> Address
        /// Whether the record stands in its table.
        let isHere: @Sendable (AnyID, any Connection) throws -> Bool

        init<R: Record>(_: R.Type, _ permission: Permission, list: SitePath, page: SitePath) {
            self.permission = permission
            self.list = list()
            self.page = { page($0) }
            isHere = { try $1.find(R.self, $0.cast()) != nil }
        }
    }

    static let own: [String: Own] = [
        DataIncident.kind: Own(DataIncident.self, .incidentEdit, list: .incidents, page: .incident),
        DisclosureDemand.kind: Own(DisclosureDemand.self, .incidentEdit, list: .demands, page: .demand),
        Risk.kind: Own(Risk.self, .riskEdit, list: .risks, page: .risk),
        BudgetLine.kind: Own(BudgetLine.self, .budgetEdit, list: .budget, page: .budgetLine),
        Expenditure.kind: Own(Expenditure.self, .budgetEdit, list: .expenditures, page: .expenditure),
        Activity.kind: Own(Activity.self, .planEdit, list: .activities, page: .activity),
        CaseFile.kind: Own(CaseFile.self, .caseEdit, list: .cases, page: .caseFile),
        ArrivalCount.kind: Own(ArrivalCount.self, .arrivalEdit, list: .arrivals, page: .arrival),
        Alert.kind: Own(Alert.self, .alertRaise, list: .alerts, page: .alert),
        Signposting.kind: Own(Signposting.self, .orientationEdit, list: .signpostings, page: .signposting),
        BriefSupport.kind: Own(BriefSupport.self, .orientationEdit, list: .supports, page: .support),
        ServiceOffer.kind: Own(ServiceOffer.self, .serviceEdit, list: .services, page: .service),
        InformationSession.kind: Own(InformationSession.self, .informationEdit, list: .informationSessions, page: .informationSession),
    ]

    /// A record's own page if it is still there, or that of what it belongs to.
    static func shownAt(_ kind: String, _ record: AnyID, _ connection: any Connection) throws -> Address? {
        if let page = page(kind, record) { return page }
        guard kind == MembershipStep.kind, let step = try connection.find(MembershipStep.self, record.cast())?.record else { return nil }
        return step.organization.map { SitePath.membership($0) }
    }
}
