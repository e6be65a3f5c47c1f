import Access
import Journal

package struct SupportKind: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let going = Self(code: "going")

    package static let list: [(Self, Phrase)] = [
        (.going, Phrase("Aller ensemble quelque part", en: "Going somewhere together")),
        (Self(code: "calling"), Phrase("Appeler, ou écrire, pour la personne", en: "Calling or writing for the person")),
        (Self(code: "interpreting"), Phrase("Traduire", en: "Interpreting")),
        (Self(code: "listening"), Phrase("Écouter", en: "Listening")),
        (Self(code: "explaining"), Phrase("Expliquer une démarche", en: "Explaining a procedure")),
        (Self(code: "material"), Phrase("Remettre une aide matérielle", en: "Handing out material help")),
        (Self(code: "fare"), Phrase("Payer un déplacement", en: "Paying a fare")),
        (Self(code: "other"), Phrase("Autre", en: "Other")),
    ]
}

package struct SupportOutcome: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let done = Self(code: "done")

    package static let list: [(Self, Phrase)] = [
        (.done, Phrase("Fait", en: "Done")),
        (Self(code: "partly"), Phrase("Fait en partie", en: "Partly done")),
        (Self(code: "not-done"), Phrase("Pas fait", en: "Not done")),
        (Self(code: "file-opened"), Phrase("Un dossier a été ouvert", en: "A case file was opened")),
    ]
}

/// One thing done for someone, opened and closed on one page: no file, and no name.
package struct BriefSupport: Record {
    package var id = ID<BriefSupport>()
    package var organization: ID<Organization>?
    package var on: Day?
    package var place: PlaceCode?
    package var sex = Sex.unknown
    package var age = AgeBand.unknown
    package var need: NeedGroup?
    package var kinds = Codes<SupportKind>()
    package var given = ""
    package var outcome: SupportOutcome?
    package var closedOn: Day?
    package var session: ID<InformationSession>?

    package init() {}

    package static let kind = "brief_support"
    package static let title = Phrase("Accompagnement ponctuel", en: "One-off support")
    package static let scope = ScopeForm.organization
    package static let indexes = [["organization", "day", "id"], ["organization", "sort", "id"]]

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .hidden),
        .init("need", \.need, "Besoin", en: "Need", required: true),
        .init("kinds", \.kinds, "Ce qu’on fait avec la personne", en: "What is done with the person", required: true),
        .init(
            "given", \.given, "Ce qui a été donné ou fait", en: "What was given or done",
            hint: Phrase("Sans aucun nom ni histoire d’une personne.", en: "Without any name or anyone’s story."), limit: 500, input: .paragraph),
        .init("sex", \.sex, "Sexe", en: "Sex", required: true),
        .init("age", \.age, "Âge", en: "Age", required: true),
        .init("place", \.place, "Lieu", en: "Place", required: true),
        .init("on", \.on, "Commencé le", en: "Begun on", required: true),
        .init("session", \.session, "Après la séance d’information", en: "After the information session", input: .reference(kind: "information_session")),
        .init(
            "outcome", \.outcome, "Issue", en: "Outcome",
            hint: Phrase("Vide tant que ce n’est pas fini.", en: "Empty as long as it is not over.")),
        .init("closed_on", \.closedOn, "Fini le", en: "Ended on"),
    ]

    package static let derived: [Derived<Self>] = [
        .init("day") { $0.on?.description ?? "9999" },
        .init("closed") { $0.outcome != nil },
        .init("sort") { Folded.key($0.given) },
    ]

    package var isOpen: Bool { outcome == nil }

    /// As it stands once it is sent: what has an outcome ended, today unless told otherwise, and what has none did not.
    package func settled(on today: Day) -> BriefSupport {
        var settled = self
        settled.closedOn = isOpen ? nil : closedOn ?? today
        return settled
    }

    /// Throws a `Refusal` where nothing is done, or the days are out of order.
    package func check(today: Day) throws(Refusal) {
        guard !kinds.elements.isEmpty else {
            throw Refusal("support.kinds", Phrase("Cochez ce qu’on fait.", en: "Tick what is done."), field: "kinds")
        }
        if let on, on > today { throw Refusal.notYet("support", field: "on") }
        if let closedOn, closedOn > today { throw Refusal.notYet("support", field: "closed_on") }
        if let on, let closedOn, closedOn < on {
            throw Refusal("support.order", Phrase("La fin vient après le début.", en: "The end comes after the beginning."), field: "closed_on")
        }
    }
}
