import Access
import Journal

extension ActName {
    package static let caseCreate = ActName("case.create", "Dossier ouvert", en: "Case file opened", .caseEdit, signed: true, undo: false)
    package static let caseUpdate = ActName("case.update", "Dossier modifié", en: "Case file edited", .caseEdit)
    package static let caseOpen = ActName("case.open", "Dossier lu", en: "Case file read", .caseShow, undo: false)
    package static let caseAssign = ActName("case.assign", "Dossier confié", en: "Case file assigned", .caseAssign, signed: true, undo: false)
    package static let caseWithdraw = ActName("case.withdraw", "Suivi retiré", en: "Assignment ended", .caseAssign, signed: true, undo: false)
    package static let caseTake = ActName("case.take", "Dossier pris en charge", en: "Case file taken on", .caseEdit, signed: true, undo: false)
    package static let personAdd = ActName("case-person.create", "Personne ajoutée au dossier", en: "Person added to the case file", .caseEdit)
    package static let personEdit = ActName("case-person.update", "Personne du dossier modifiée", en: "Person of the case file edited", .caseEdit)
    package static let personTakeOut = ActName("case-person.remove", "Personne retirée du dossier", en: "Person taken out of the case file", .caseEdit)
    package static let consentGive = ActName("consent.give", "Consentement noté", en: "Consent noted", .caseEdit, undo: false)
    package static let consentWithdraw = ActName("consent.withdraw", "Consentement retiré", en: "Consent withdrawn", .caseEdit, undo: false)

    package static let needAdd = ActName("need.create", "Besoin noté", en: "Need noted", .caseEdit)
    package static let needEdit = ActName("need.update", "Besoin modifié", en: "Need edited", .caseEdit)
    package static let needTakeOut = ActName("need.remove", "Besoin retiré", en: "Need taken out", .caseEdit)
    package static let assessmentMake = ActName("assessment.create", "Évaluation notée", en: "Assessment noted", .caseEdit)
    package static let assessmentEdit = ActName("assessment.update", "Évaluation modifiée", en: "Assessment edited", .caseEdit)
    package static let assessmentTakeOut = ActName("assessment.remove", "Évaluation retirée", en: "Assessment taken out", .caseEdit)
    package static let planAdd = ActName("plan.create", "Action ajoutée au plan", en: "Action added to the plan", .caseEdit)
    package static let planEdit = ActName("plan.update", "Action du plan modifiée", en: "Action of the plan edited", .caseEdit)
    package static let planTakeOut = ActName("plan.remove", "Action retirée du plan", en: "Action taken out of the plan", .caseEdit)
    package static let serviceGivenAdd = ActName("service-given.create", "Service rendu noté", en: "Service given noted", .caseEdit)
    package static let serviceGivenEdit = ActName("service-given.update", "Service rendu modifié", en: "Service given edited", .caseEdit)
    package static let serviceGivenTakeOut = ActName("service-given.remove", "Service rendu retiré", en: "Service given taken out", .caseEdit)
    package static let documentAdd = ActName("case-document.create", "Document ajouté", en: "Document added", .caseEdit)
    package static let documentEdit = ActName("case-document.update", "Document modifié", en: "Document edited", .caseEdit)
    package static let documentErase = ActName("case-document.erase", "Document effacé", en: "Document erased", .caseEdit, undo: false)
    package static let noteAdd = ActName("case-note.create", "Note ajoutée", en: "Note added", .caseEdit)
    package static let noteEdit = ActName("case-note.update", "Note modifiée", en: "Note edited", .caseEdit)
    package static let noteTakeOut = ActName("case-note.remove", "Note retirée", en: "Note taken out", .caseEdit)
    package static let screeningAdd = ActName("screening.create", "Repérage noté", en: "Screening noted", .caseEdit)
    package static let closureAsk = ActName("closure.ask", "Clôture demandée", en: "Closure asked for", .caseEdit)
    package static let closureDecide = ActName("closure.decide", "Clôture décidée", en: "Closure decided", .caseAssign, signed: true, undo: false)
    package static let caseReopen = ActName("case.reopen", "Dossier rouvert", en: "Case file opened again", .caseAssign, undo: false)
    package static let screeningRuleEdit = ActName("screening-rule.update", "Règle de repérage modifiée", en: "Screening rule edited", .screeningRuleEdit)

    package static let caseErase = ActName("case.erase", "Dossier effacé", en: "Case file erased", .caseAssign, signed: true, undo: false)
    package static let retentionEdit = ActName("retention.update", "Durée de conservation modifiée", en: "Retention edited", .retentionEdit)
    package static let caseJoin = ActName("case.join", "Dossiers joints", en: "Case files joined", .caseAssign)
    package static let casePart = ActName("case.part", "Dossiers séparés", en: "Case files separated", .caseAssign)

    package static let caseloadAssign = ActName("caseload.assign", "Dossiers confiés", en: "Case files assigned", .caseAssign, signed: true, undo: false)
    package static let caseloadRenew = ActName(
        "caseload.renew", "Dossiers rendus après de nouvelles clés", en: "Case files given back after new keys", .caseAssign, signed: true, undo: false)
    package static let lostAsk = ActName("lost.ask", "Clôture de dossiers perdus de vue demandée", en: "Closure of files lost sight of asked for", .caseEdit)
    package static let lostDecide = ActName(
        "lost.decide", "Dossiers perdus de vue : clôture décidée", en: "Files lost sight of: closure decided", .caseAssign, signed: true, undo: false)
    package static let caseloadReopen = ActName("caseload.reopen", "Dossiers rouverts", en: "Case files opened again", .caseAssign, undo: false)
    package static let supervisionRuleEdit = ActName(
        "supervision-rule.update", "Règle de supervision modifiée", en: "Supervision rule edited", .supervisionRuleEdit)
    package static let conferenceHold = ActName("conference.create", "Réunion de cas notée", en: "Case conference noted", .caseEdit)
    package static let conferenceEdit = ActName("conference.update", "Réunion de cas modifiée", en: "Case conference edited", .caseEdit)
    package static let conferenceTakeOut = ActName("conference.remove", "Réunion de cas retirée", en: "Case conference taken out", .caseEdit)
    package static let closureReview = ActName("closure.review", "Clôture relue", en: "Closure read again", .caseAssign, signed: true, undo: false)

    static let supervision: [ActName] = [
        .caseloadAssign,
        .caseloadRenew,
        .lostAsk,
        .lostDecide,
        .caseloadReopen,
        .supervisionRuleEdit,
        .conferenceHold,
        .conferenceEdit,
        .conferenceTakeOut,
        .closureReview,
        .needsCount,
        .needsOpen,
    ]

    static let caseWork: [ActName] = [
        .caseErase, .retentionEdit,
        .needAdd, .needEdit, .needTakeOut, .assessmentMake, .assessmentEdit, .assessmentTakeOut, .planAdd, .planEdit, .planTakeOut, .serviceGivenAdd,
        .serviceGivenEdit,
        .serviceGivenTakeOut, .noteAdd, .noteEdit, .noteTakeOut, .documentAdd, .documentEdit, .documentErase, .screeningAdd, .closureAsk, .closureDecide,
        .caseReopen, .screeningRuleEdit,
    ]

    static let cases: [ActName] =
        caseWork + [
            .caseCreate, .caseUpdate, .caseOpen, .caseAssign, .caseWithdraw, .caseTake, .personAdd, .personEdit, .personTakeOut, .consentGive, .consentWithdraw,
            .caseJoin, .casePart,
        ]
}
