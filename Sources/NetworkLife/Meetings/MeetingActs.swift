import Access
import Journal

extension ActName {
    package static let agendaMove = ActName("agenda.move", "Ordre du jour réordonné", en: "Agenda reordered", .meetingEdit)
    package static let termsUpdate = ActName("terms.update", "Termes de référence modifiés", en: "Terms of reference edited", .meetingEdit)
    package static let ceremonyUpdate = ActName("ceremony.update", "Cérémonie modifiée", en: "Ceremony edited", .meetingEdit)
    package static let invitationCreate = ActName("invitation.create", "Organisations invitées", en: "Organisations invited", .meetingEdit)
    package static let invitationUpdate = ActName("invitation.update", "Invitation modifiée", en: "Invitation edited", .meetingEdit)
    package static let invitationRemove = ActName("invitation.remove", "Invitation retirée", en: "Invitation removed", .meetingEdit)
    /// A message that left cannot be called back.
    package static let invitationSend = ActName(
        "invitation.send", "Envoi des invitations demandé", en: "Sending of invitations asked for", .meetingEdit, undo: false)
    package static let invitationAnswer = ActName("invitation.answer", "Réponse notée", en: "Answer noted", .invitationAnswer)
    package static let attendanceUpdate = ActName("attendance.update", "Présence notée", en: "Attendance noted", .meetingEdit)
    package static let minutesUpdate = ActName("minutes.update", "Procès-verbal modifié", en: "Minutes edited", .meetingEdit)
    package static let minutesApprove = ActName(
        "minutes.approve", "Procès-verbal approuvé", en: "Minutes approved", .meetingEdit, signed: true, undo: false)
    package static let ownerCreate = ActName("owner.create", "Co-responsable ajouté", en: "Co-owner added", .meetingEdit)
    package static let ownerRemove = ActName("owner.remove", "Co-responsable retiré", en: "Co-owner removed", .meetingEdit)
}

extension NetworkArea {
    static let meetingActs: [ActName] = [
        .agendaMove, .termsUpdate, .ceremonyUpdate, .invitationCreate, .invitationUpdate, .invitationRemove, .invitationSend, .invitationAnswer,
        .attendanceUpdate, .minutesUpdate, .minutesApprove, .ownerCreate, .ownerRemove,
    ]
}
