import Access
import Journal

extension ActName {
    package static let alertRaise = ActName("alert.raise", "Alerte lancée", en: "Alert raised", .alertRaise)
    package static let alertUpdate = ActName("alert.update", "Alerte modifiée", en: "Alert edited", .alertRaise)
    package static let alertRemove = ActName("alert.remove", "Alerte retirée", en: "Alert taken out", .alertRaise)
    package static let alertTake = ActName("alert.take", "Alerte prise", en: "Alert taken", .alertAnswer)
    package static let alertClose = ActName("alert.close", "Alerte close", en: "Alert closed", .alertAnswer)

    static let alerts: [ActName] = [.alertRaise, .alertUpdate, .alertRemove, .alertTake, .alertClose]
}
