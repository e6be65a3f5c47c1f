import Access
import Journal

extension ActName {
    package static let arrivalCreate = ActName("arrival.create", "Arrivée comptée", en: "Arrival counted", .arrivalEdit)
    package static let arrivalUpdate = ActName("arrival.update", "Relevé d’arrivées modifié", en: "Arrival count edited", .arrivalEdit)
    package static let arrivalRemove = ActName("arrival.remove", "Relevé d’arrivées retiré", en: "Arrival count taken out", .arrivalEdit)

    static let arrivals: [ActName] = [.arrivalCreate, .arrivalUpdate, .arrivalRemove]
}
