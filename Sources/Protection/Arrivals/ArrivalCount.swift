import Access
import Journal

/// People who arrived together, counted where they arrived: a count, never a list.
package struct ArrivalCount: CountsPeople {
    package var id = ID<ArrivalCount>()
    package var organization: ID<Organization>?
    package var place: PlaceCode?
    package var on: Day?
    package var at: LocalTime?
    package var situation = TravelSituation.expelledAlgeria
    package var convoy = Convoy.unknown
    package var people = PeopleCounted()
    package var needs = Tally<UrgentNeed>()
    package var nationalities = Tally<Nationality>()
    package var note = ""

    package init() {}

    package static let kind = "arrival_count"
    package static let title = Phrase("Relevé d’arrivées", en: "Arrival count")
    package static let scope = ScopeForm.organization
    package static let indexes = [["organization", "day", "id"], ["organization", "sort", "id"]]

    private static let counted = Phrase("Personnes comptées", en: "People counted")

    package static let fields: [Field<Self>] =
        [
            .init("organization", \.organization, "Organisation", en: "Organisation", input: .hidden),
            .init("place", \.place, "Lieu", en: "Place", required: true),
            .init("on", \.on, "Date", en: "Date", required: true),
            .init("at", \.at, "Heure", en: "Hour"),
            .init(
                "situation", \.situation, "Ces personnes arrivent", en: "These people come", required: true,
                input: .choice(TravelSituation.list.filter { $0.0 != .settled }.map { ($0.0.code, $0.1) })),
            .init("convoy", \.convoy, "Convoi", en: "Convoy", required: true),
        ] + peopleFields(counted, others: Phrase("Autres, ou sans détail", en: "Others, or without detail")) + [
            .init("needs", \.needs, "Besoins urgents", en: "Urgent needs"),
            .init("nationalities", \.nationalities, "Nationalités", en: "Nationalities"),
            .init(
                "note", \.note, "Remarque", en: "Remark", hint: Phrase("Sans aucun nom ni histoire d’une personne.", en: "Without any name or anyone’s story."),
                limit: 1000, input: .paragraph),
        ]

    package static let derived: [Derived<Self>] = [
        .init("total") { $0.people.total },
        .init("day") { "\($0.on?.description ?? "9999") \($0.at?.description ?? "")" },
        .init("sort") { Folded.key($0.note) },
    ]

    /// Throws a `Refusal` where nobody was counted, more need something than came, or the time is still to come.
    package func check(now: Moment) throws(Refusal) {
        try people.check("arrival", nationalities: nationalities)
        for (need, label) in UrgentNeed.list where needs[need] > people.total {
            throw Refusal(
                "arrival.needs",
                Phrase(
                    "« \(label.french) » : plus que de personnes comptées. Vérifiez les nombres.",
                    en: "“\(label.english)”: more than the people counted. Check the numbers."),
                field: "needs")
        }
        try Moment.check(on, at, now: now, "arrival")
    }
}

extension Moment {
    /// Throws a `Refusal` where that day, or that time of it, has not come.
    static func check(_ on: Day?, _ at: LocalTime?, now: Moment, _ code: String) throws(Refusal) {
        guard let on else { return }
        if on > now.day { throw Refusal.notYet(code, field: "on") }
        if let at, Moment(on, at) > now {
            throw Refusal(
                "\(code).future", Phrase("Cette heure n’est pas encore venue. Vérifiez-la.", en: "That hour has not come yet. Check it."), field: "at")
        }
    }
}
