import Access
import Journal

extension ActName {
    package static let feedbackTake = ActName("feedback.create", "Retour de la personne noté", en: "The person’s feedback noted", .caseEdit)

    package static let dataRequestTake = ActName(
        "data-request.create", "Demande sur les données notée", en: "Request about data noted", .dataRequestEdit, signed: true, undo: false)
    package static let dataRequestAnswer = ActName("data-request.answer", "Réponse à la demande notée", en: "Answer to the request noted", .dataRequestEdit)
    package static let dataRequestRuleEdit = ActName(
        "data-request-rule.update", "Délai des demandes sur les données modifié", en: "Deadline of requests about data edited", .dataRequestRuleEdit)

    static let voice: [ActName] = [.feedbackTake, .dataRequestTake, .dataRequestAnswer, .dataRequestRuleEdit]
}
