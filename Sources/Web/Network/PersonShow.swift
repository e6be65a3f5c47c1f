import Access
import Accounts
import HTML
import Journal
import NetworkLife
import Storage

/// One person's page: what may be shown, and nothing that is sealed unless it was just opened.
struct PersonShow: Component {
    let visit: Visit
    let person: PersonProfile
    let opened: PersonalDetails?
    let state: CircleState?
    let organization: String
    let positions: [Position]
    let contacts: [ContactMade]
    let names: Names
    let history: HistoryView

    private var say: Say { visit.say }
    private var details: PersonalDetails { opened ?? person.details }

    var body: some Markup {
        if visit.may(.directoryEdit) { actions }
        if opened != nil {
            div(.class("notice")) {
                p(
                    say(
                        "Fiche ouverte pour vous seul, et votre lecture est notée. Ne la laissez pas à l’écran.",
                        en: "Opened for you alone, and your reading is noted. Do not leave it on the screen."))
            }
        } else if person.isRestricted {
            SealedNote(visit: visit, state: state, opening: SitePath.personOpening(person.id))
        }
        summary
        if !person.isRestricted || visit.may(.registryOpen) {
            h2(say("Fonctions", en: "Positions"))
            if positions.isEmpty { p(say("Aucune fonction n’est notée.", en: "No position is noted."), .class("soft")) }
            ul(.class("todo")) { Each(positions) { position(of: $0) } }
            if visit.may(.directoryEdit) {
                p(.class("no-print")) { a(say("Ajouter une fonction", en: "Add a position"), .href(SitePath.positionNew(person.id))) }
            }
            h2(say("Contacts pris", en: "Contacts made"))
            if contacts.isEmpty { p(say("Aucun contact n’est noté.", en: "No contact is noted."), .class("soft")) }
            ul(.class("todo")) { Each(contacts) { contact($0) } }
            if visit.may(.directoryEdit) { p(.class("no-print")) { a(say("Noter un contact", en: "Note a contact"), .href(SitePath.contactNew(person.id))) } }
        }
        history
    }

    private var actions: some Markup {
        div(.class("actions")) {
            a(say("Modifier", en: "Edit"), .class("primary"), .href(SitePath.personEdit(person.id)))
            if !person.isRestricted {
                a(say("Passer à diffusion restreinte", en: "Make restricted"), .class("secondary"), .href(SitePath.personRestriction(person.id)))
            }
            if visit.may(.registryOpen) { a(say("Effacer", en: "Erase"), .class("secondary"), .href(SitePath.personErasure(person.id))) }
            form(.method(.post), .action(SitePath.personRemoval(person.id))) {
                HiddenFields(visit: visit)
                button(say("Retirer de l’annuaire", en: "Take out of the directory"), .class("plain"), .type(.submit))
            }
        }
    }

    @MarkupBuilder private var summary: some Markup {
        if !rows.isEmpty {
            dl(.class("summary")) {
                Each(rows) { row in
                    div {
                        dt(row.label)
                        dd(row.text)
                    }
                }
            }
        }
    }

    private var rows: [(label: String, text: String)] {
        [
            (say("Organisation", en: "Organisation"), organization),
            (say("Sexe", en: "Sex"), person.isRestricted ? "" : person.sex.map { say($0.label) } ?? ""),
            (say("Téléphone", en: "Telephone"), details.telephone), (say("Courriel", en: "E-mail"), details.email),
            (say("Remarque", en: "Remark"), details.note),
        ].filter { !$0.1.isEmpty }
    }

    private func position(of position: Position) -> some Markup {
        li {
            span(period(position), .class("soft"))
            div {
                if visit.may(.directoryEdit) {
                    a(position.function, .href(SitePath.positionEdit(position.id)))
                } else {
                    position.function
                }
                p([names[position.organization], position.capacity].filter { !$0.isEmpty }.joined(separator: ", "), .class("soft"))
            }
        }
    }

    private func period(_ position: Position) -> String {
        let day = { (day: Day) in Dates.short(day, visit.language) }
        switch (position.startsOn, position.endsOn) {
        case (nil, nil): return say("en cours", en: "current")
        case (let start?, nil): return say("depuis le \(day(start))", en: "since \(day(start))")
        case (nil, let end?): return say("jusqu’au \(day(end))", en: "until \(day(end))")
        case (let start?, let end?): return say("du \(day(start)) au \(day(end))", en: "\(day(start)) to \(day(end))")
        }
    }

    private func contact(_ contact: ContactMade) -> some Markup {
        li {
            if let on = contact.on { HTML.time(Dates.short(on, visit.language), .datetime(on.description)) }
            div {
                if visit.may(.directoryEdit) {
                    a(contact.subject, .href(SitePath.contactEdit(contact.id)))
                } else {
                    contact.subject
                }
                if !contact.outcome.isEmpty { p(contact.outcome, .class("soft")) }
            }
        }
    }
}
