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

    static let cases: [ActName] = [
        .caseCreate, .caseUpdate, .caseOpen, .caseAssign, .caseWithdraw, .caseTake, .personAdd, .personEdit, .personTakeOut, .consentGive, .consentWithdraw,
    ]
}
