import Access
import Journal

extension ActName {
    package static let signpostingCreate = ActName("signposting.create", "Orientation notée", en: "Signposting noted", .orientationEdit)
    package static let signpostingUpdate = ActName("signposting.update", "Orientation modifiée", en: "Signposting edited", .orientationEdit)
    package static let signpostingRemove = ActName("signposting.remove", "Orientation retirée", en: "Signposting taken out", .orientationEdit)
    package static let supportCreate = ActName("support.create", "Accompagnement ponctuel noté", en: "One-off support noted", .orientationEdit)
    package static let supportUpdate = ActName("support.update", "Accompagnement ponctuel modifié", en: "One-off support edited", .orientationEdit)
    package static let supportRemove = ActName(
        "support.remove", "Accompagnement ponctuel retiré", en: "One-off support taken out", .orientationEdit)

    static let orientation: [ActName] = [
        .signpostingCreate, .signpostingUpdate, .signpostingRemove, .supportCreate, .supportUpdate, .supportRemove,
    ]
}
