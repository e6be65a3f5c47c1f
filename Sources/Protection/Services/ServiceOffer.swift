import Access
import Journal

/// What someone offers at one place, and for whom: shown once a person of the network has verified it, and for so long.
package struct ServiceOffer: Record {
    package var id = ID<ServiceOffer>()
    package var name = ""
    package var provider = ""
    package var kinds = Codes<ServiceKind>()
    /// Nil where it is offered in the whole country.
    package var place: PlaceCode?
    package var profiles = Codes<ServiceProfile>([.anyone])
    package var takesAsylumRequests = false
    package var isReturnOnly = false
    package var conditions = ""
    package var hours = ""
    package var languages = Codes<SpokenLanguage>()
    package var cost = ""
    package var telephone = ""
    package var email = ""
    package var contact = ""
    package var capacity: Int?
    package var capacityOn: Day?
    package var source = ""
    package var note = ""
    package var verifiedOn: Day?
    package var verifiedBy: ID<Account>?

    package init() {}

    package static let kind = "service_offer"
    package static let title = Phrase("Service", en: "Service")
    package static let scope = ScopeForm.network
    package static let indexes = [["sort", "id"], ["verified", "id"]]

    package static let fields: [Field<Self>] = [
        .init("name", \.name, "Nom du service", en: "Name of the service", required: true, limit: 150),
        .init("provider", \.provider, "Prestataire", en: "Service provider", required: true, limit: 150),
        .init("kinds", \.kinds, "Ce qui est offert", en: "What is offered", required: true),
        .init(
            "place", \.place, "Lieu", en: "Place",
            hint: Phrase(
                "Vide : dans tout le pays. Pour un hébergement, la commune suffit.", en: "Empty: in the whole country. For a shelter, the commune is enough.")),
        .init("profiles", \.profiles, "Pour qui", en: "For whom"),
        .init("takes_asylum", \.takesAsylumRequests, "Reçoit les demandes d’asile", en: "Takes requests for asylum"),
        .init(
            "return_only", \.isReturnOnly, "N’aide qu’au retour", en: "Helps only to go back",
            hint: Phrase(
                "Jamais proposé à qui peut demander l’asile.", en: "Never proposed to someone who may seek asylum.")),
        .init("conditions", \.conditions, "Conditions", en: "Conditions", limit: 500, input: .paragraph),
        .init("hours", \.hours, "Horaires", en: "Hours"),
        .init("languages", \.languages, "Langues parlées", en: "Languages spoken"),
        .init("cost", \.cost, "Coût", en: "Cost", hint: Phrase("« gratuit » si c’est gratuit.", en: "“free” where it is free.")),
        .init("telephone", \.telephone, "Téléphone", en: "Telephone", limit: 60, input: .telephone),
        .init("email", \.email, "Courriel", en: "E-mail", limit: 120, input: .email),
        .init("contact", \.contact, "Comment s’y présenter", en: "How to go there", limit: 300),
        .init("capacity", \.capacity, "Places", en: "Places"),
        .init("capacity_on", \.capacityOn, "Nombre de places au", en: "Number of places as of"),
        .init("source", \.source, "D’où on le sait", en: "How it is known", limit: 300),
        .init("note", \.note, "Remarque", en: "Remark", limit: 1000, input: .paragraph),
        .init("verified_on", \.verifiedOn, "Vérifié le", en: "Verified on", input: .hidden),
        .init("verified_by", \.verifiedBy, "Vérifié par", en: "Verified by", input: .hidden),
    ]

    package static let derived: [Derived<Self>] = [
        .init("sort") { Folded.key("\($0.name) \($0.provider)") },
        .init("verified") { $0.verifiedOn?.description ?? "" },
        .init("discreet") { $0.isDiscreet },
    ]

    /// For how many days a verification holds.
    package static let daysShown = 90

    /// Whether people are pointed to it: a person verified it, and not too long ago. The day alone decides.
    package func isShown(on today: Day) -> Bool {
        verifiedOn.map { 0...Self.daysShown ~= today.number - $0.number } ?? false
    }

    package var isDiscreet: Bool { kinds.elements.contains(where: \.isDiscreet) }

    /// Throws a `Refusal` where it says nothing of what is offered, or contradicts itself.
    package func check(today: Day) throws(Refusal) {
        guard !kinds.elements.isEmpty else {
            throw Refusal("service.kinds", Phrase("Cochez ce qui est offert.", en: "Tick what is offered."), field: "kinds")
        }
        guard !(takesAsylumRequests && isReturnOnly) else {
            throw Refusal(
                "service.both",
                Phrase(
                    "Un service qui n’aide qu’au retour ne reçoit pas les demandes d’asile. Décochez l’un des deux.",
                    en: "A service that helps only to go back takes no requests for asylum. Untick one of the two."),
                field: "return_only")
        }
        if let capacityOn, capacityOn > today { throw Refusal.notYet("service", field: "capacity_on") }
        guard capacity == nil || capacityOn != nil else {
            throw Refusal("service.capacity", Phrase("De quel jour est ce nombre ?", en: "Of which day is this number?"), field: "capacity_on")
        }
    }
}
