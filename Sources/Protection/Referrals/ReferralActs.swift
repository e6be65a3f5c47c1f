import Access
import Journal

extension ActName {
    package static let referralSend = ActName("referral.send", "Référencement envoyé", en: "Referral sent", .referralEdit, signed: true, undo: false)
    package static let referralLink = ActName(
        "referral.link", "Référencement noté au dossier", en: "Referral noted in the case file", .referralEdit, signed: true, undo: false)
    package static let referralAcknowledge = ActName("referral.acknowledge", "Référencement reçu", en: "Referral received", .referralEdit, undo: false)
    package static let referralAccept = ActName("referral.accept", "Référencement accepté", en: "Referral accepted", .referralEdit, signed: true, undo: false)
    package static let referralRefuse = ActName("referral.refuse", "Référencement refusé", en: "Referral refused", .referralEdit, undo: false)
    package static let referralServe = ActName("referral.serve", "Service rendu", en: "Service given", .referralEdit, undo: false)
    package static let referralAccess = ActName("referral.access", "Accès au droit noté", en: "Access to the right noted", .referralEdit, undo: false)
    package static let referralClose = ActName("referral.close", "Référencement clos", en: "Referral closed", .referralEdit, undo: false)
    package static let referralRecall = ActName("referral.recall", "Référencement retiré", en: "Referral recalled", .referralEdit, undo: false)
    package static let referralAnswerRecall = ActName("referral.answer-recall", "Retrait répondu", en: "Recall answered", .referralEdit, undo: false)
    package static let referralAssign = ActName("referral.assign", "Référencement confié", en: "Referral assigned", .referralEdit, signed: true, undo: false)
    package static let referralOpen = ActName("referral.open", "Référencement lu", en: "Referral read", .referralShow, undo: false)
    package static let referralRuleEdit = ActName(
        "referral-rule.update", "Délais des référencements modifiés", en: "Deadlines of referrals edited", .referralRuleEdit)
    package static let outsideSend = ActName(
        "outside-referral.create", "Référencement hors du réseau noté", en: "Referral outside the network noted", .referralEdit, undo: false)
    package static let outsideStep = ActName(
        "outside-referral.step", "Suite du référencement notée", en: "Step of the referral noted", .referralEdit, undo: false)

    static let referrals: [ActName] = [
        .referralSend, .referralLink, .referralAcknowledge, .referralAccept, .referralRefuse, .referralServe, .referralAccess, .referralClose, .referralRecall,
        .referralAnswerRecall, .referralAssign, .referralOpen, .referralRuleEdit, .outsideSend, .outsideStep,
    ]
}

extension ReferralStepKind {
    /// The act that such a step is.
    package var act: ActName {
        switch self {
        case .acknowledged: .referralAcknowledge
        case .accepted: .referralAccept
        case .refused: .referralRefuse
        case .served: .referralServe
        case .access: .referralAccess
        case .closed: .referralClose
        case .recalled: .referralRecall
        default: .referralAnswerRecall
        }
    }
}
