import Access
import Journal

package struct InvitationAnswer: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let waiting = Self(code: "waiting")
    package static let coming = Self(code: "coming")
    package static let notComing = Self(code: "not-coming")

    package static let list: [(Self, Phrase)] = [
        (.waiting, Phrase("Sans réponse", en: "No answer")),
        (.coming, Phrase("Viendra", en: "Will come")),
        (.notComing, Phrase("Ne viendra pas", en: "Will not come")),
    ]
}

/// An organisation asked to a meeting, through whom, and what it answered.
package struct Invitation: Record {
    package var id = ID<Invitation>()
    package var meeting: ID<Meeting>?
    package var organization: ID<Organization>?
    package var person: ID<Person>?
    package var email = ""
    package var capacity = ""
    package var onBehalfOf: ID<Organization>?
    package var sentOn: Day?
    package var answer = InvitationAnswer.waiting
    package var answeredOn: Day?

    package init() {}

    package static let kind = "invitation"
    package static let title = Phrase(same: "Invitation")
    package static let scope = ScopeForm.network
    package static let indexes = [["meeting"], ["organization"]]

    package static let fields: [Field<Self>] = [
        .init("meeting", \.meeting, "Rencontre", en: "Meeting", required: true, input: .hidden),
        .init("organization", \.organization, "Organisation", en: "Organisation", required: true, input: .reference(kind: "organization")),
        .init("person", \.person, "Personne", en: "Person", input: .reference(kind: "person")),
        .init("email", \.email, "Courriel", en: "E-mail", limit: 120, input: .email),
        .init("capacity", \.capacity, "À quel titre", en: "In which capacity"),
        .init("on_behalf_of", \.onBehalfOf, "Pour le compte de", en: "On behalf of", input: .reference(kind: "organization")),
        .init("sent_on", \.sentOn, "Envoyée le", en: "Sent on", input: .hidden),
        .init("answer", \.answer, "Réponse", en: "Answer"),
        .init("answered_on", \.answeredOn, "Répondu le", en: "Answered on", input: .hidden),
    ]
}
