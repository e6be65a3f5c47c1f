import Journal

/// What the network area adds to the journal's schema.
package enum NetworkArea {
    package static let kinds: [RecordKind] = [
        RecordKind(OrganizationProfile.self), RecordKind(PersonProfile.self), RecordKind(Position.self), RecordKind(ContactMade.self),
        RecordKind(BranchProfile.self), RecordKind(PlaceProfile.self), RecordKind(GoverningBody.self), RecordKind(Mandate.self),
        RecordKind(MembershipStep.self), RecordKind(Undertaking.self), RecordKind(Representative.self),
        RecordKind(MeetingRecord.self), RecordKind(AgendaItem.self), RecordKind(Invitation.self), RecordKind(Attendance.self),
        RecordKind(Decision.self), RecordKind(DecisionFollowUp.self),
        RecordKind(DecisionOwner.self), RecordKind(MinutesApproval.self),
        RecordKind(ListExport.self), RecordKind(Participant.self),
        RecordKind(DataIncident.self), RecordKind(DisclosureDemand.self), RecordKind(GuardedNote.self),
    ]
}
