import Access
import Journal

extension ActName {
    package static let serviceCreate = ActName("service.create", "Service ajouté", en: "Service added", .serviceEdit)
    package static let serviceUpdate = ActName("service.update", "Service modifié", en: "Service edited", .serviceEdit)
    package static let serviceRemove = ActName("service.remove", "Service retiré", en: "Service taken out", .serviceEdit)
    package static let serviceVerify = ActName("service.verify", "Service vérifié", en: "Service verified", .serviceEdit)
    package static let serviceHide = ActName("service.hide", "Service caché", en: "Service hidden", .serviceEdit)
    package static let serviceLoad = ActName(
        "service.load", "Répertoire des services chargé", en: "Service directory loaded", .serviceEdit, undo: false)

    static let services: [ActName] = [.serviceCreate, .serviceUpdate, .serviceRemove, .serviceVerify, .serviceHide, .serviceLoad]
}
