import Access
import HTML
import HTTPTypes
import Journal
import Network
import Storage

/// People of the directory, never migrants: their positions over time, the contacts made with them.
enum PeopleController {
    private static let asked = ["name", "organization", "sex", "telephone", "email", "note"]
    static let pageSize = 50

    static let routes: [Route] = [
        .get(.people, .permission(.directoryShow), list),
        .get(.personNew, .permission(.directoryEdit)) { visit, connection in
            try form(visit, connection, PersonProfile(), asked: asked + ["restricted"], to: SitePath.personNew(), back: SitePath.people())
        },
        .post(.personNew, .permission(.directoryEdit), create),
        .get(.person, .permission(.directoryShow), show),
        .post(.personOpening, .permission(.registryOpen), open),
        .get(.personEdit, .permission(.directoryEdit), edit),
        .post(.personEdit, .permission(.directoryEdit), update),
        .post(.personRemoval, .permission(.directoryEdit)) { visit, typed in
            let id = try visit.id(Person.self)
            let outcome = try await visit.perform(.personRemove, typed) { act in
                guard let person = try act.connection.find(PersonProfile.self, id) else { throw Failure.notFound }
                try act.remove(person)
            }
            return .done(outcome, at: SitePath.people())
        },
        .get(.personRestriction, .permission(.directoryEdit), PersonSealing.askRestriction),
        .post(.personRestriction, .permission(.directoryEdit), PersonSealing.restrict),
        .get(.personErasure, .permission(.registryOpen), PersonSealing.askErasure),
        .post(.personErasure, .permission(.registryOpen), PersonSealing.erase),
    ]

    static func find(_ visit: Visit, _ connection: any Connection) throws -> Stored<PersonProfile> {
        guard let person = try connection.find(PersonProfile.self, try visit.id()) else { throw Failure.notFound }
        return person
    }

    private static func list(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let typed = visit.query["q"] ?? ""
        let key = Folded.key(typed)
        let after = (sort: visit.query["after"] ?? "", id: AnyID(visit.query["id"] ?? "") ?? AnyID(high: 0, low: 0))
        let search = key.isEmpty ? "" : "restricted = 0 AND sort LIKE ? AND "
        let found = try connection.all(
            PersonProfile.self, "WHERE \(search)(sort > ? OR (sort = ? AND id > ?)) ORDER BY sort, id LIMIT \(pageSize + 1)",
            (key.isEmpty ? [] : [.text("%\(key)%")]) + [.text(after.sort), .text(after.sort), after.id.value])
        let names = try Names(connection)
        let lines = try found.prefix(pageSize).map { stored in
            let position = try connection.all(
                Position.self, "WHERE person = ? AND ends_on IS NULL ORDER BY starts_on DESC, id LIMIT 1", [stored.id.value]).first?.record
            return PersonLine(
                person: stored.record, organization: stored.record.organization.map { names[$0] } ?? "",
                function: stored.record.isRestricted ? "" : position?.function ?? "")
        }
        var next: Address?
        if found.count > pageSize, let last = lines.last?.person {
            next = SitePath.people().query("after", last.sortKey).query("id", last.id.description)
            if !typed.isEmpty { next = next?.query("q", typed) }
        }
        return visit.page(
            visit.say("Personnes", en: "People"), lede: visit.say("Les interlocuteurs du réseau : jamais des migrants.", en: "Whom the network works with: never migrants.")
        ) { PersonList(visit: visit, lines: lines, typed: typed, next: next) }
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let id = try visit.id(Person.self)
        if let destruction = try connection.destruction(of: id.cast()) { return try PersonSealing.certificate(visit, destruction, connection) }
        let person = try find(visit, connection)
        return try page(visit, connection, person.record, opened: nil)
    }

    /// Shows what is sealed to someone whose session opens it; that they did is noted first.
    private static func open(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let keys = try visit.memberKeys()
        let (person, details) = try await visit.site.store.read { connection in
            let person = try find(visit, connection).record
            return (person, try person.opened(by: Keyring(keys, connection), connection))
        }
        guard let details else { throw Circles.notHolder }
        try await visit.noteReading(of: PersonProfile.kind, [person.id.cast()], typed)
        return try await visit.site.store.read { try page(visit, $0, person, opened: details) }
    }

    private static func page(_ visit: Visit, _ connection: any Connection, _ person: PersonProfile, opened: PersonalDetails?) throws -> Reply {
        let isVeiled = person.isRestricted && !visit.may(.registryOpen)
        let names = try Names(connection)
        let page = PersonShow(
            visit: visit, person: person, opened: opened, state: person.isRestricted ? try CircleState.registry(connection) : nil,
            organization: person.organization.map { names[$0] } ?? "",
            positions: isVeiled ? [] : try connection.all(Position.self, "WHERE person = ? ORDER BY starts_on DESC, id LIMIT 100", [person.id.value]).map(\.record),
            contacts: isVeiled ? [] : try connection.all(ContactMade.self, "WHERE person = ? ORDER BY \"on\" DESC, id LIMIT 100", [person.id.value]).map(\.record),
            names: names, history: try HistoryView(PersonProfile.self, person.id, visit, connection))
        return visit.page(
            opened?.name ?? person.shownName(visit.language), lede: page.organization.isEmpty ? nil : page.organization,
            trail: [(visit.say("Personnes", en: "People"), SitePath.people())]
        ) { page }
    }

    private static func form(
        _ visit: Visit, _ connection: any Connection, _ person: PersonProfile, asked: [String], versions: Versions? = nil, typed: Typed? = nil,
        problems: [Refusal.Problem] = [], to action: Address, back: Address
    ) throws -> Reply {
        let isNew = asked.contains("restricted")
        let sheet = FormSheet(
            person, asked: asked, versions: versions, typed: typed, problems: problems, choices: try Choices(PersonProfile.self, asked: asked, connection))
        let lede = person.isRestricted ? visit.say("Ce que vous écrivez est scellé. Laissez vide ce qui ne change pas.", en: "What you write is sealed. Leave empty what does not change.") : nil
        return visit.page(
            isNew ? visit.say("Ajouter une personne", en: "Add a person") : visit.say("Modifier la fiche", en: "Edit the record"), lede: lede,
            trail: [(visit.say("Personnes", en: "People"), SitePath.people())], status: problems.isEmpty ? .ok : .unprocessableContent
        ) {
            FormView(visit: visit, sheet: sheet, action: action, button: isNew ? visit.say("Ajouter la personne", en: "Add the person") : visit.say("Enregistrer", en: "Save"), cancel: back)
        }
    }

    private static func create(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        var person = PersonProfile()
        person.id = typed.token.cast()
        let all = asked + ["restricted"]
        let problems = person.take(typed, asked: Set(all))
        let again = { (problems: [Refusal.Problem]) in
            try await visit.site.store.read {
                try form(visit, $0, PersonProfile(), asked: all, typed: typed, problems: problems, to: SitePath.personNew(), back: SitePath.people())
            }
        }
        guard problems.isEmpty else { return try await again(problems) }
        let made = person
        do {
            let outcome: Outcome
            if made.isRestricted {
                let keys = try visit.memberKeys()
                outcome = try await visit.perform(.personCreateRestricted, typed) {
                    try Restriction.make(made, by: Keyring(keys, $0.connection), in: $0)
                }
            } else {
                outcome = try await visit.perform(.personCreate, typed) { try $0.make(made) }
            }
            return .done(outcome, at: SitePath.person(made.id))
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }

    private static func edit(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let person = try find(visit, connection)
        return try form(
            visit, connection, person.record, asked: asked, versions: person.versions, to: SitePath.personEdit(person.id), back: SitePath.person(person.id))
    }

    private static func update(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let stored = try await visit.site.store.read { try find(visit, $0).record }
        var new = stored
        var problems = new.take(typed, asked: Set(asked))
        if stored.isRestricted, typed["name"].allSatisfy(\.isWhitespace) { problems.removeAll { $0.field == "name" } }
        let again = { (problems: [Refusal.Problem]) in
            try await visit.site.store.read {
                try form(
                    visit, $0, stored, asked: asked, typed: typed, problems: problems, to: SitePath.personEdit(stored.id), back: SitePath.person(stored.id))
            }
        }
        guard problems.isEmpty else { return try await again(problems) }
        let taken = new
        let keys = stored.isRestricted ? try visit.memberKeys() : nil
        do {
            let outcome = try await visit.perform(.personUpdate, typed) { act in
                guard let now = try act.connection.find(PersonProfile.self, taken.id)?.record else { throw Failure.notFound }
                if now.isRestricted {
                    // A form that was opened before the restriction still shows the name: it is sealed with the rest, never written.
                    guard let keys else { throw Failure.stale }
                    var open = now
                    (open.organization, open.sex) = (taken.organization, taken.sex)
                    try Restriction.update(open, with: taken.details, by: Keyring(keys, act.connection), in: act)
                } else {
                    try act.update(taken, seen: typed.seen, asked: Set(asked))
                }
            }
            return .done(outcome, at: SitePath.person(stored.id))
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }
}

struct PersonLine: Sendable {
    let person: PersonProfile
    let organization: String
    let function: String
}

private struct PersonList: Component {
    let visit: Visit
    let lines: [PersonLine]
    let typed: String
    let next: Address?

    private var say: Say { visit.say }

    var body: some Markup {
        div(.class("actions")) {
            if visit.may(.directoryEdit) { a(say("Ajouter une personne", en: "Add a person"), .class("primary"), .href(SitePath.personNew())) }
            if visit.may(.registryOpen) { a(say("Registre", en: "Registry"), .class("secondary"), .href(SitePath.registry())) }
        }
        form(.method(.get), .action(SitePath.people()), .class("filters")) {
            div(.class("field")) {
                label(say("Chercher un nom", en: "Search a name"), .for("q"))
                input(.id("q"), .name("q"), .type(.search), .value(typed), .maxlength(80))
            }
            button(say("Chercher", en: "Search"), .class("secondary"), .type(.submit))
        }
        if lines.isEmpty {
            div(.class("empty")) {
                p(
                    typed.isEmpty
                        ? say("Les personnes avec qui le réseau travaille paraîtront ici.", en: "The people whom the network works with will appear here.")
                        : say("Aucun nom ne correspond. Essayez moins de lettres ; les noms scellés ne se cherchent pas.", en: "No name matches. Try fewer letters; sealed names cannot be searched."))
            }
        } else {
            table(.class("list")) {
                thead {
                    tr {
                        th(say("Nom", en: "Name"), .scope(.col))
                        th(say("Organisation", en: "Organisation"), .scope(.col))
                        th(say("Fonction", en: "Position"), .scope(.col))
                    }
                }
                tbody {
                    Each(lines) { line in
                        tr {
                            td(.data("label", say("Nom", en: "Name"))) { a(line.person.shownName(visit.language), .href(SitePath.person(line.person.id))) }
                            td(line.organization, .data("label", say("Organisation", en: "Organisation")))
                            td(line.function, .data("label", say("Fonction", en: "Position")))
                        }
                    }
                }
            }
        }
        if let next { HTML.nav(.class("pager"), .aria("label", say("Pages", en: "Pages"))) { a(say("Suite", en: "More"), .href(next)) } }
    }
}
