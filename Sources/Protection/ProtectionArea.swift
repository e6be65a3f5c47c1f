import Access
import Journal

/// What the protection area adds to the journal's schema, and the acts that it does.
package enum ProtectionArea {
    package static let kinds: [RecordKind] = [
        RecordKind(InformationSession.self), RecordKind(ArrivalCount.self), RecordKind(Alert.self), RecordKind(Signposting.self),
        RecordKind(BriefSupport.self), RecordKind(ServiceOffer.self),
        RecordKind(CaseFile.self), RecordKind(CasePerson.self), RecordKind(CaseAssignment.self), RecordKind(CaseKeyGrant.self), RecordKind(CaseJoin.self),
        RecordKind(Consent.self), RecordKind(ConsentRecording.self), RecordKind(ConsentWithdrawal.self), RecordKind(Screening.self),
        RecordKind(ScreeningRule.self),
        RecordKind(Referral.self), RecordKind(ReferralContent.self), RecordKind(ReferredPerson.self), RecordKind(ReferredDocument.self),
        RecordKind(ReferralStep.self),
        RecordKind(ReferralNote.self), RecordKind(ReferralKeyGrant.self), RecordKind(CaseReferral.self), RecordKind(ReferralAssignment.self),
        RecordKind(OutsideReferral.self), RecordKind(OutsideStep.self), RecordKind(ReferralRule.self),
        RecordKind(Need.self), RecordKind(Assessment.self), RecordKind(PlanAction.self), RecordKind(ServiceGiven.self), RecordKind(CaseNote.self),
        RecordKind(CaseDocument.self),
        RecordKind(CaseClosure.self), RecordKind(CaseReopening.self), RecordKind(ErasedCase.self), RecordKind(ErasedCount.self), RecordKind(RetentionRule.self),
        RecordKind(NeedTotals.self),
        RecordKind(Feedback.self), RecordKind(DataRequest.self), RecordKind(DataRequestRule.self),
        RecordKind(Complaint.self), RecordKind(ComplaintContent.self), RecordKind(ComplaintNote.self), RecordKind(ComplaintAnswer.self),
        RecordKind(ComplaintRule.self),
        RecordKind(SupervisionRule.self),
        RecordKind(CaseConference.self),
        RecordKind(ClosureReview.self),
    ]

    package static let acts: [ActName] =
        ActName.information + ActName.arrivals + ActName.alerts + ActName.orientation + ActName.services + ActName.cases + ActName.referrals
        + ActName.voice + ActName.complaints
        + ActName.supervision + ActName.consentRecordings
}
