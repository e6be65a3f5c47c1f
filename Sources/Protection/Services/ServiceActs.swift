import Access
import Journal

extension ActName {
    package static let offerCreate = ActName("offer.create", "Service ajouté", en: "Service added", .serviceEdit)
    package static let offerUpdate = ActName("offer.update", "Service modifié", en: "Service edited", .serviceEdit)
    package static let offerRemove = ActName("offer.remove", "Service retiré", en: "Service taken out", .serviceEdit)
    package static let offerVerify = ActName("offer.verify", "Service vérifié", en: "Service verified", .serviceEdit)
    package static let offerHide = ActName("offer.hide", "Service caché", en: "Service hidden", .serviceEdit)
    package static let offerLoad = ActName(
        "offer.load", "Répertoire des services chargé", en: "Service directory loaded", .serviceEdit, undo: false)

    static let services: [ActName] = [.offerCreate, .offerUpdate, .offerRemove, .offerVerify, .offerHide, .offerLoad]
}
