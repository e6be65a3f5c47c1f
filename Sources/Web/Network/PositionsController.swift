import Access
import HTML
import Journal
import NetworkLife
import Storage

/// What a person was and is, and the contacts made with them.
enum PositionsController {
    private static let addingPosition = RecordEditing(
        Position.self, asked: ["function", "organization", "capacity", "starts_on", "ends_on"], act: .positionCreate,
        title: Phrase("Ajouter une fonction", en: "Add a position"), button: Phrase("Ajouter la fonction", en: "Add the position"))
    private static let editingPosition = RecordEditing(
        Position.self, asked: ["function", "organization", "capacity", "starts_on", "ends_on"], act: .positionUpdate,
        title: Phrase("Modifier la fonction", en: "Edit the position"))
    private static let addingContact = RecordEditing(
        ContactMade.self, asked: ["on", "subject", "outcome", "organization"], act: .contactCreate,
        title: Phrase("Noter un contact", en: "Note a contact"), button: Phrase("Noter ce contact", en: "Note this contact"))
    private static let editingContact = RecordEditing(
        ContactMade.self, asked: ["on", "subject", "outcome", "organization"], act: .contactUpdate,
        title: Phrase("Modifier le contact", en: "Edit the contact"))

    static let routes: [Route] = [
        .get(.positionNew, .permission(.directoryEdit)) { visit, connection in
            let person = try PeopleController.find(visit, connection).record
            var position = Position()
            position.organization = person.organization
            return try addingPosition.page(
                visit, connection, position, versions: nil, to: SitePath.positionNew(person.id), back: SitePath.person(person.id), trail: trail(visit, person))
        },
        .post(.positionNew, .permission(.directoryEdit)) { visit, typed in
            let person = try await visit.site.store.read { try PeopleController.find(visit, $0).record }
            var position = Position()
            position.id = typed.token.cast()
            position.person = person.id
            return try await addingPosition.take(
                visit, typed, into: position, isNew: true, to: SitePath.positionNew(person.id), back: SitePath.person(person.id),
                landing: SitePath.person(person.id), trail: trail(visit, person), rule: { position, _ in try inOrder(position) })
        },
        .get(.positionEdit, .permission(.directoryEdit)) { visit, connection in
            let position = try find(Position.self, visit, connection)
            return try editingPosition.page(
                visit, connection, position.record, versions: position.versions, to: SitePath.positionEdit(position.id), back: back(position.record.person))
        },
        .post(.positionEdit, .permission(.directoryEdit)) { visit, typed in
            let position = try await visit.site.store.read { try find(Position.self, visit, $0) }
            return try await editingPosition.take(
                visit, typed, into: position.record, isNew: false, to: SitePath.positionEdit(position.id), back: back(position.record.person),
                landing: back(position.record.person), rule: { position, _ in try inOrder(position) })
        },
        .get(.contactNew, .permission(.directoryEdit)) { visit, connection in
            let person = try PeopleController.find(visit, connection).record
            var contact = ContactMade()
            contact.on = visit.today
            contact.organization = person.organization
            return try addingContact.page(
                visit, connection, contact, versions: nil, to: SitePath.contactNew(person.id), back: SitePath.person(person.id), trail: trail(visit, person))
        },
        .post(.contactNew, .permission(.directoryEdit)) { visit, typed in
            let person = try await visit.site.store.read { try PeopleController.find(visit, $0).record }
            var contact = ContactMade()
            contact.id = typed.token.cast()
            contact.person = person.id
            return try await addingContact.take(
                visit, typed, into: contact, isNew: true, to: SitePath.contactNew(person.id), back: SitePath.person(person.id),
                landing: SitePath.person(person.id), trail: trail(visit, person))
        },
        .get(.contactEdit, .permission(.directoryEdit)) { visit, connection in
            let contact = try find(ContactMade.self, visit, connection)
            return try editingContact.page(
                visit, connection, contact.record, versions: contact.versions, to: SitePath.contactEdit(contact.id), back: back(contact.record.person))
        },
        .post(.contactEdit, .permission(.directoryEdit)) { visit, typed in
            let contact = try await visit.site.store.read { try find(ContactMade.self, visit, $0) }
            return try await editingContact.take(
                visit, typed, into: contact.record, isNew: false, to: SitePath.contactEdit(contact.id), back: back(contact.record.person),
                landing: back(contact.record.person))
        },
    ]

    private static func find<R: Record>(_: R.Type, _ visit: Visit, _ connection: any Connection) throws -> Stored<R> {
        guard let found = try connection.find(R.self, try visit.id()) else { throw Failure.notFound }
        return found
    }

    private static func back(_ person: ID<Person>?) -> Address {
        person.map { SitePath.person($0) } ?? SitePath.people()
    }

    private static func trail(_ visit: Visit, _ person: PersonProfile) -> [(String, Address)] {
        [(visit.say("Personnes", en: "People"), SitePath.people()), (person.shownName(visit.language), SitePath.person(person.id))]
    }

    private static func inOrder(_ position: Position) throws {
        guard let start = position.startsOn, let end = position.endsOn, end < start else { return }
        throw Refusal(
            "position.order", Phrase("La fin vient avant le début. Vérifiez les deux dates.", en: "The end comes before the start. Check both dates."),
            field: "ends_on")
    }
}
