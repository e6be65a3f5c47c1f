/// What two descriptions of a person may agree or differ in.
package enum Trait: String, CaseIterable, Sendable {
    case name, sex, birth, nationality, place, telephone, mother
}

/// How far they agree in it. Each trait has its own levels; one that either description lacks has none, and counts for nothing.
package enum Agreement: String, CaseIterable, Sendable {
    case nameEqual = "name: spelt alike"
    case nameFold = "name: sounds alike"
    case nameFrame = "name: same frame"
    case nameClose = "name: close"
    case nameApart = "name: apart"
    case sexEqual = "sex: same"
    case sexApart = "sex: not the same"
    case birthEqual = "birth: same year"
    case birthNear = "birth: within two years, or bands that meet"
    case birthFar = "birth: within five years"
    case birthApart = "birth: more than five years apart"
    case nationalityEqual = "nationality: same"
    case nationalityApart = "nationality: not the same"
    case placeEqual = "place: same"
    case placeNear = "place: same region"
    case placeApart = "place: not the same"
    case telephoneEqual = "telephone: same"
    case telephoneApart = "telephone: not the same"
    case motherAlike = "mother’s name: all alike"
    case motherPartly = "mother’s name: partly"
    case motherApart = "mother’s name: apart"

    package var trait: Trait {
        switch self {
        case .nameEqual, .nameFold, .nameFrame, .nameClose, .nameApart: .name
        case .sexEqual, .sexApart: .sex
        case .birthEqual, .birthNear, .birthFar, .birthApart: .birth
        case .nationalityEqual, .nationalityApart: .nationality
        case .placeEqual, .placeNear, .placeApart: .place
        case .telephoneEqual, .telephoneApart: .telephone
        case .motherAlike, .motherPartly, .motherApart: .mother
        }
    }
}
