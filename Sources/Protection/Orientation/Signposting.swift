import Access
import Journal

/// That someone was told where to go: counted, without a file, and without a name.
package struct Signposting: Record {
    package var id = ID<Signposting>()
    package var organization: ID<Organization>?
    package var on: Day?
    package var place: PlaceCode?
    package var sex = Sex.unknown
    package var age = AgeBand.unknown
    package var need: NeedGroup?
    package var service: ID<ServiceOffer>?
    package var elsewhere = ""
    package var session: ID<InformationSession>?

    package init() {}

    package static let kind = "signposting"
    package static let title = Phrase("Orientation", en: "Signposting")
    package static let scope = ScopeForm.organization
    package static let indexes = [["organization", "day", "id"], ["organization", "sort", "id"]]

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .hidden),
        .init("need", \.need, "Besoin", en: "Need", required: true),
        .init(
            "service", \.service, "Vers quel service", en: "To which service",
            hint: Phrase(
                "Un service qui dirait à lui seul ce qui est arrivé à la personne n’y est pas : laissez vide.",
                en: "A service that would tell by itself what happened to the person is not there: leave it empty."),
            input: .reference(kind: "service_offer")),
        .init(
            "elsewhere", \.elsewhere, "Ou ailleurs", en: "Or elsewhere", hint: Phrase("Sans aucun nom de personne.", en: "Without anyone’s name."), limit: 120),
        .init("sex", \.sex, "Sexe", en: "Sex", required: true),
        .init("age", \.age, "Âge", en: "Age", required: true),
        .init("place", \.place, "Lieu", en: "Place", required: true),
        .init("on", \.on, "Date", en: "Date", required: true),
        .init("session", \.session, "Après la séance d’information", en: "After the information session", input: .reference(kind: "information_session")),
    ]

    package static let derived: [Derived<Self>] = [
        .init("day") { $0.on?.description ?? "9999" },
        .init("sort") { Folded.key($0.elsewhere) },
    ]

    /// Throws a `Refusal` where the day is still to come, or the service would tell what happened to the person.
    package func check(today: Day, to offer: ServiceOffer?) throws(Refusal) {
        if let on, on > today { throw Refusal.notYet("signposting", field: "on") }
        if let offer, offer.isDiscreet {
            throw Refusal(
                "signposting.discreet",
                Phrase(
                    "Ce service dirait ce qui est arrivé à la personne : laissez vide.",
                    en: "That service would tell what happened to the person: leave it empty."),
                field: "service")
        }
    }
}
