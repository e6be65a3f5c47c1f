import Access
import Journal

extension ActName {
    package static let indicatorLoad = ActName("indicator.load", "Indicateurs de la charte", en: "Indicators of the charter", .indicatorEdit, undo: false)
    package static let indicatorCreate = ActName("indicator.create", "Indicateur ajouté", en: "Indicator added", .indicatorEdit)
    package static let indicatorUpdate = ActName("indicator.update", "Indicateur modifié", en: "Indicator edited", .indicatorEdit)
    package static let indicatorRemove = ActName("indicator.remove", "Indicateur retiré", en: "Indicator removed", .indicatorEdit)
    package static let baselineState = ActName("baseline.state", "Valeur de référence fixée", en: "Baseline set", .indicatorEdit)
    package static let targetState = ActName("target.state", "Cible fixée", en: "Target set", .indicatorEdit)
    package static let valueState = ActName("value.state", "Valeur saisie", en: "Value entered", .indicatorEdit)

    static let logframe: [ActName] = [
        .indicatorLoad, .indicatorCreate, .indicatorUpdate, .indicatorRemove, .baselineState, .targetState, .valueState, .periodClose,
    ]
}

extension ActName {
    package static let periodClose = ActName("period.close", "Période close", en: "Period closed", .periodClose, signed: true, undo: false)
}
