import Access
import Journal

extension ActName {
    package static let accountCreate = ActName("account.create", "Compte ouvert", en: "Account opened", .accountEdit, signed: true, undo: false)
    package static let accountUpdate = ActName("account.update", "Compte modifié", en: "Account edited", .accountEdit)
    package static let accountUpdateOwn = ActName("account.update-own", "Réglages personnels modifiés", en: "Own settings edited", .selfEdit)
    package static let accountClose = ActName("account.close", "Compte fermé", en: "Account closed", .accountEdit, signed: true, undo: false)
    package static let roleGive = ActName("role.give", "Rôle donné", en: "Role given", .accountEdit, signed: true, undo: false)
    package static let roleTake = ActName("role.take", "Rôle retiré", en: "Role taken", .accountEdit, signed: true, undo: false)
    package static let accountReset = ActName(
        "account.reset", "Code de réinitialisation remis", en: "Reset code handed over", .accountReset, signed: true, undo: false)
    package static let factorReset = ActName(
        "account.reset-factor", "Second facteur réinitialisé", en: "Second factor reset", .accountEdit, signed: true, undo: false)
    package static let accountRenew = ActName(
        "account.renew", "Accès rétabli, nouvelle clé", en: "Access restored, new key", .selfEdit, signed: true, undo: false)
}
