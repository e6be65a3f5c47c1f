import Access
import Journal

extension ActName {
    package static let informationCreate = ActName(
        "information.create", "Séance d’information notée", en: "Information session noted", .informationEdit)
    package static let informationUpdate = ActName(
        "information.update", "Séance d’information modifiée", en: "Information session edited", .informationEdit)
    package static let informationRemove = ActName(
        "information.remove", "Séance d’information retirée", en: "Information session taken out", .informationEdit)

    static let information: [ActName] = [.informationCreate, .informationUpdate, .informationRemove]
}
