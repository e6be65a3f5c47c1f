import Access
import Journal

package struct AlertChannel: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "in-person"), Phrase("Sur place", en: "On the spot")),
        (Self(code: "telephone"), Phrase("Téléphone", en: "Telephone")),
        (Self(code: "partner"), Phrase("Un partenaire", en: "A partner")),
        (Self(code: "community"), Phrase("La communauté", en: "The community")),
        (Self(code: "other"), Phrase("Autrement", en: "Otherwise")),
    ]
}

package struct AlertOutcome: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let helped = Self(code: "helped")

    package static let list: [(Self, Phrase)] = [
        (.helped, Phrase("Aide apportée", en: "Help given")),
        (Self(code: "handed-on"), Phrase("Confiée à un service, qui l’a prise", en: "Handed to a service, which took it")),
        (Self(code: "not-found"), Phrase("Personnes non retrouvées", en: "People not found")),
        (Self(code: "unfounded"), Phrase("Rien de fondé", en: "Nothing in it")),
        (Self(code: "not-possible"), Phrase("Rien n’a pu être fait", en: "Nothing could be done")),
    ]
}

/// An urgent request: it has a day to be answered, someone takes it, and it ends with what was done. Nobody is named in it.
package struct Alert: Record {
    package var id = ID<Alert>()
    package var organization: ID<Organization>?
    package var on: Day?
    package var at: LocalTime?
    package var channel = AlertChannel.list[0].0
    package var place: PlaceCode?
    package var needs = Codes<UrgentNeed>()
    package var people = 0
    package var text = ""
    package var takenBy: ID<Account>?
    package var takenAt: Moment?
    package var outcome: AlertOutcome?
    package var done = ""
    package var closedAt: Moment?

    package init() {}

    package static let kind = "alert"
    package static let counted: Counted? = .subject
    package static let title = Phrase("Alerte", en: "Alert")
    package static let scope = ScopeForm.organization
    package static let indexes = [["organization", "received", "id"], ["organization", "due", "id"], ["organization", "received_day"]]

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .hidden),
        .init("needs", \.needs, "Besoin urgent", en: "Urgent need", required: true),
        .init("people", \.people, "Personnes concernées", en: "People concerned", input: .count),
        .init("place", \.place, "Lieu", en: "Place", required: true),
        .init(
            "text", \.text, "Ce qui se passe", en: "What is going on",
            hint: Phrase("Ce qu’il faut savoir pour agir, sans aucun nom.", en: "What one must know to act, without any name."), required: true,
            limit: 1000, input: .paragraph),
        .init("on", \.on, "Reçue le", en: "Received on", required: true),
        .init("at", \.at, "À", en: "At", required: true),
        .init("channel", \.channel, "Par", en: "Through", required: true),
        .init("taken_by", \.takenBy, "Prise par", en: "Taken by", input: .hidden),
        .init("taken_at", \.takenAt, "Prise à", en: "Taken at"),
        .init("outcome", \.outcome, "Issue", en: "Outcome"),
        .init(
            "done", \.done, "Ce qui a été fait", en: "What was done", hint: Phrase("Sans aucun nom.", en: "Without any name."), limit: 1000,
            input: .paragraph),
        .init("closed_at", \.closedAt, "Close à", en: "Closed at"),
    ]

    package static let derived: [Derived<Self>] = [
        .init("received") { $0.receivedAt },
        .init("received_day") { $0.on?.description ?? "9999" },
        // What is open, by when it is due; what is closed, after all of it, the last first.
        .init("due") { alert in
            alert.isOpen ? alert.due : Moment(milliseconds: Moment.never.milliseconds - alert.receivedAt.milliseconds / 2)
        },
        .init("closed") { !$0.isOpen },
        .init("sort") { Folded.key("\($0.text) \($0.done)") },
    ]

    /// How long there is to answer one.
    package static let hours = 24

    package var receivedAt: Moment { Moment(on ?? Day(number: 0)!, at ?? LocalTime(hour: 0, minute: 0)!) }
    package var due: Moment { receivedAt.advanced(hours: Self.hours) }
    package var isOpen: Bool { closedAt == nil }

    package func isOverdue(at now: Moment) -> Bool { isOpen && due < now }
    /// Whether it was answered within its day; nil while that is open.
    package var wasInTime: Bool? { closedAt.map { $0 <= due } }
}

extension Alert {
    /// Throws a `Refusal` where the alert says nothing of its need, or is of a time to come.
    package func check(now: Moment) throws(Refusal) {
        guard !needs.elements.isEmpty else {
            throw Refusal("alert.needs", Phrase("Cochez au moins un besoin.", en: "Tick one need at least."), field: "needs")
        }
        guard people <= PeopleCounted.most else {
            throw Refusal("alert.many", Phrase("C’est trop. Vérifiez le nombre.", en: "That is too many. Check the number."), field: "people")
        }
        try Moment.check(on, at, now: now, "alert")
    }

    /// Someone answers for it from now on. Throws a `Refusal` where someone does already, or it is closed.
    package mutating func take(by account: ID<Account>, at now: Moment) throws(Refusal) {
        guard isOpen else { throw Self.closedAlready }
        guard takenBy == nil else {
            throw Refusal("alert.taken", Phrase("Quelqu’un a déjà pris cette alerte.", en: "Someone has taken this alert already."))
        }
        (takenBy, takenAt) = (account, now)
    }

    /// Ends it with what was done; who ends what nobody took has taken it. Throws a `Refusal` where it has ended, or nothing is said.
    package mutating func close(_ outcome: AlertOutcome?, _ done: String, by account: ID<Account>, at now: Moment) throws(Refusal) {
        guard isOpen else { throw Self.closedAlready }
        guard let outcome else { throw Refusal("alert.outcome", Phrase("Choisissez l’issue.", en: "Choose the outcome."), field: "outcome") }
        guard !done.isEmpty else { throw Refusal("alert.done", Phrase("Dites ce qui a été fait.", en: "Say what was done."), field: "done") }
        if takenBy == nil { (takenBy, takenAt) = (account, now) }
        (self.outcome, self.done, closedAt) = (outcome, done, now)
    }

    private static let closedAlready = Refusal("alert.closed", Phrase("Cette alerte est déjà close.", en: "This alert is closed already."))
}
