import Access
import HTML
import HTTPTypes
import Journal
import Network
import Storage

/// People of the directory, never migrants: their positions over time, the contacts made with them.
enum PeopleController {
    private static let asked = ["name", "organization", "sex", "telephone", "email", "note"]

    static let routes: [Route] = [
        list.route,
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

    /// Whoever is restricted stands in the list by their organisation alone; nothing of it leaves as a file.
    private static let list = RecordList<PersonProfile>(
        path: .people, permission: .directoryShow, title: Phrase("Personnes", en: "People"), one: Phrase("personne", en: "person"),
        many: Phrase("personnes", en: "people"),
        columns: [
            ListColumn(Phrase("Nom", en: "Name"), needs: ["name", "restricted"]) { person, context in
                .link(person.shownName(context.visit.language), SitePath.person(person.id))
            },
            .field("organization"),
            .more("function", Phrase("Fonction", en: "Position")),
        ],
        filters: [.reference(PersonProfile.self, "organization")], sorts: [.name, .changed], search: "sort",
        lede: { visit, _ in visit.say("Les interlocuteurs du réseau : jamais des migrants.", en: "Whom the network works with: never migrants.") },
        actions: { visit in
            (visit.may(.directoryEdit)
                ? [ListAction(label: Phrase("Ajouter une personne", en: "Add a person"), address: SitePath.personNew(), isPrimary: true)] : [])
                + (visit.may(.registryOpen) ? [ListAction(label: Phrase("Registre", en: "Registry"), address: SitePath.registry())] : [])
        },
        more: { _, people, connection in
            var functions: [AnyID: [String: Cell]] = [:]
            for person in people where !person.isRestricted {
                let position = try connection.all(
                    Position.self, "WHERE person = ? AND ends_on IS NULL ORDER BY starts_on DESC, id LIMIT 1", [person.id.value]).first?.record
                if let position { functions[person.id.cast()] = ["function": .text(position.function)] }
            }
            return functions
        },
        purpose: Phrase(
            "Les personnes avec qui le réseau travaille paraîtront ici : fonctions, contacts pris.",
            en: "The people whom the network works with will appear here: positions, contacts made."))

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
        let positions = isVeiled ? [] : try connection.all(
            Position.self, "WHERE person = ? ORDER BY starts_on DESC, id LIMIT 100", [person.id.value]).map(\.record)
        let contacts = isVeiled ? [] : try connection.all(
            ContactMade.self, "WHERE person = ? ORDER BY \"on\" DESC, id LIMIT 100", [person.id.value]).map(\.record)
        let names = try Names(connection, of: [person] + positions + contacts)
        let page = PersonShow(
            visit: visit, person: person, opened: opened, state: person.isRestricted ? try CircleState.registry(connection) : nil,
            organization: names[person.organization], positions: positions, contacts: contacts, names: names, history: try HistoryView(PersonProfile.self, person.id, visit, connection))
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
