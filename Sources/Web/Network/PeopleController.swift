import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Storage

/// People of the directory, never migrants: their positions over time, the contacts made with them.
enum PeopleController {
    private static let asked = ["name", "organization", "sex", "telephone", "email", "note"]

    static let routes: [Route] = [
        list.route,
        .get(.personNew, .permission(.directoryEdit)) { visit, connection in
            try adding(restricted: false).page(
                visit, connection, PersonProfile(), versions: nil, to: SitePath.personNew(), back: SitePath.people(), trail: trail(visit))
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
    static let list = RecordList<PersonProfile>(
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
                    Position.self, "WHERE person = ? AND ends_on IS NULL ORDER BY starts_on DESC, id LIMIT 1", [person.id.value]
                ).first?.record
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
        let positions =
            isVeiled
            ? []
            : try connection.all(
                Position.self, "WHERE person = ? ORDER BY starts_on DESC, id LIMIT 100", [person.id.value]
            ).map(\.record)
        let contacts =
            isVeiled
            ? []
            : try connection.all(
                ContactMade.self, "WHERE person = ? ORDER BY \"on\" DESC, id LIMIT 100", [person.id.value]
            ).map(\.record)
        let names = try Names(visit, connection, of: [person] + positions + contacts)
        let page = PersonShow(
            visit: visit, person: person, opened: opened, state: person.isRestricted ? try CircleState.registry(connection) : nil,
            organization: names[person.organization], positions: positions, contacts: contacts, names: names,
            history: try HistoryView(PersonProfile.self, person.id, visit, connection))
        return visit.page(
            opened?.name ?? person.shownName(visit.language), lede: page.organization.isEmpty ? nil : page.organization,
            trail: trail(visit)
        ) { page }
    }

    /// A restricted person is made by an act of its own, which seals.
    private static func adding(restricted isRestricted: Bool) -> RecordEditing<PersonProfile> {
        RecordEditing(
            PersonProfile.self, asked: asked + ["restricted"], act: isRestricted ? .personCreateRestricted : .personCreate,
            title: Phrase("Ajouter une personne", en: "Add a person"), button: Phrase("Ajouter la personne", en: "Add the person"))
    }

    /// What is sealed is not shown in the form: a field left empty stays as it was.
    private static func editing(_ person: PersonProfile) -> RecordEditing<PersonProfile> {
        RecordEditing(
            PersonProfile.self, asked: asked, act: .personUpdate, title: Phrase("Modifier la fiche", en: "Edit the record"),
            lede: person.isRestricted
                ? Phrase(
                    "Ce que vous écrivez est scellé. Laissez vide ce qui ne change pas.", en: "What you write is sealed. Leave empty what does not change.")
                : nil,
            optional: person.isRestricted ? ["name"] : [])
    }

    private static func trail(_ visit: Visit) -> [(String, Address)] { [(visit.say("Personnes", en: "People"), SitePath.people())] }

    private static func create(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        var person = PersonProfile()
        person.id = typed.token.cast()
        let isRestricted = !typed["restricted"].isEmpty
        let keys = isRestricted ? try visit.memberKeys() : nil
        return try await adding(restricted: isRestricted).take(
            visit, typed, into: person, isNew: true, to: SitePath.personNew(), back: SitePath.people(), landing: SitePath.person(person.id),
            trail: trail(visit),
            making: { made, act in
                guard made.isRestricted else { return try act.make(made) }
                guard let keys else { throw Failure.stale }
                try Restriction.make(made, by: Keyring(keys, act.connection), in: act)
            })
    }

    private static func edit(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let person = try find(visit, connection)
        return try editing(person.record).page(
            visit, connection, person.record, versions: person.versions, to: SitePath.personEdit(person.id), back: SitePath.person(person.id),
            trail: trail(visit))
    }

    private static func update(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let stored = try await visit.site.store.read { try find(visit, $0).record }
        let keys = stored.isRestricted ? try visit.memberKeys() : nil
        return try await editing(stored).take(
            visit, typed, into: stored, isNew: false, to: SitePath.personEdit(stored.id), back: SitePath.person(stored.id),
            landing: SitePath.person(stored.id), trail: trail(visit),
            making: { taken, act in
                guard let now = try act.connection.find(PersonProfile.self, taken.id)?.record else { throw Failure.notFound }
                guard now.isRestricted else { return try act.update(taken, seen: typed.seen, asked: Set(asked)) }
                // A form that was opened before the restriction still shows the name: it is sealed with the rest, never written.
                guard let keys else { throw Failure.stale }
                var open = now
                (open.organization, open.sex) = (taken.organization, taken.sex)
                try Restriction.update(open, with: taken.details, by: Keyring(keys, act.connection), in: act)
            })
    }
}
