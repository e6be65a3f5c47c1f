import Access
import Accounts
import Journal
import Storage
import Vault

/// What names, finds or describes a person, in clear: in the memory of one request only, once the person is restricted.
package struct PersonalDetails: Equatable, Sendable {
    package var name = ""
    package var telephone = ""
    package var email = ""
    package var note = ""

    package init() {}
}

extension PersonProfile {
    /// The fields that no restricted person has in clear.
    static let clearFields: Set<String> = ["name", "telephone", "email", "note"]

    package var details: PersonalDetails {
        var details = PersonalDetails()
        (details.name, details.telephone, details.email, details.note) = (name, telephone, email, note)
        return details
    }

    /// Seals what is told of the person, each value in its place, and leaves nothing in clear.
    package mutating func seal(_ details: PersonalDetails, under key: DataKey) throws {
        let person = self
        let sealed = { (text: String, field: String) throws -> Sealed<String>? in
            text.isEmpty ? nil : try Sealed(text, under: key, at: person.place(of: field))
        }
        sealedName = try sealed(details.name, "sealed_name")
        sealedTelephone = try sealed(details.telephone, "sealed_telephone")
        sealedEmail = try sealed(details.email, "sealed_email")
        sealedNote = try sealed(details.note, "sealed_note")
        (name, telephone, email, note) = ("", "", "", "")
        isRestricted = true
    }

    /// What is sealed of the person, or nil where no key of this member opens it.
    package func opened(by ring: Keyring, _ connection: any Connection) throws -> PersonalDetails? {
        guard let name = try ring.open(sealedName, at: place(of: "sealed_name"), connection) else { return nil }
        var details = PersonalDetails()
        details.name = name
        details.telephone = try ring.open(sealedTelephone, at: place(of: "sealed_telephone"), connection) ?? ""
        details.email = try ring.open(sealedEmail, at: place(of: "sealed_email"), connection) ?? ""
        details.note = try ring.open(sealedNote, at: place(of: "sealed_note"), connection) ?? ""
        return details
    }

    package func place(of field: String) -> SealedPlace {
        SealedPlace(subject: id.cast(), kind: Self.kind, record: id.cast(), field: field)
    }

    /// Whether these changes say in clear what a restriction seals.
    static func tellsInClear(_ changes: [RecordChange]) -> Bool {
        changes.contains { change in
            change.kind == kind
                && change.fields.contains { field in
                    if case .text(let text) = field.value { clearFields.contains(field.field) && !text.isEmpty } else { false }
                }
        }
    }
}

/// Turning someone of the directory into a person *à diffusion restreinte*, and erasing them.
package enum Restriction {
    static let ground = "restricted"

    /// Makes a person who was never in clear.
    package static func make(_ profile: PersonProfile, by ring: Keyring, in act: Act) throws {
        var profile = profile
        let key = DataKey(subject: profile.id.cast())
        try profile.seal(profile.details, under: key)
        try Circles.entrust([key], by: ring, in: act)
        try act.make(profile)
    }

    /// Seals a person's name, contact and remark, and orders every earlier entry to forget them.
    ///
    /// Returns how many parts of earlier entries go.
    @discardableResult
    package static func restrict(_ id: ID<Person>, by ring: Keyring, in act: Act) throws -> Int {
        guard let stored = try act.connection.find(PersonProfile.self, id) else { throw StoreError.notHere(PersonProfile.kind) }
        guard !stored.record.isRestricted else { return 0 }
        var profile = stored.record
        let key = DataKey(subject: id.cast())
        try profile.seal(stored.record.details, under: key)
        try Circles.entrust([key], by: ring, in: act)
        try act.update(profile)
        return try forgetClear(id, in: act)
    }

    /// Gives a restricted person new details; those left empty stay as they are. Throws where the session cannot open the others.
    package static func update(_ profile: PersonProfile, with typed: PersonalDetails, by ring: Keyring, in act: Act) throws {
        guard let key = try ring.dataKeys(of: profile.id.cast(), act.connection).first, var details = try profile.opened(by: ring, act.connection) else {
            throw Circles.notHolder
        }
        if !typed.name.isEmpty { details.name = typed.name }
        if !typed.telephone.isEmpty { details.telephone = typed.telephone }
        if !typed.email.isEmpty { details.email = typed.email }
        if !typed.note.isEmpty { details.note = typed.note }
        var new = profile
        // Sealing the same again gives other bytes: nothing is written that did not change.
        if details == (try profile.opened(by: ring, act.connection)) { return try act.update(new) }
        try new.seal(details, under: key)
        try act.update(new)
    }

    private static func forgetClear(_ id: ID<Person>, in act: Act) throws -> Int {
        try act.forget(about: id.cast(), ground: ground, keeping: true, where: PersonProfile.tellsInClear)
    }

    /// The restricted people of whom an entry that came from elsewhere still says something in clear.
    package static func toldInClear(_ connection: any Connection) throws -> [ID<Person>] {
        var found: [ID<Person>] = []
        var last = ID<Person>(high: 0, low: 0)
        while true {
            let page = try connection.all(
                PersonProfile.self, "WHERE restricted = 1 AND id > ? ORDER BY id LIMIT 500", [last.value])
            guard let end = page.last else { return found }
            for person in page {
                let isTold = try connection.entries(of: person.id.cast()).contains { entry in
                    entry.parts.contains { part in
                        if case .changes(let changes)? = part?.content {
                            PersonProfile.tellsInClear(changes.filter { $0.record == person.id.cast() })
                        } else {
                            false
                        }
                    }
                }
                if isTold { found.append(person.id) }
            }
            last = end.id
        }
    }

    /// What `verify` says of them.
    package static func findings(_ connection: any Connection) throws -> [KeyFinding] {
        try toldInClear(connection).map { .toldInClear($0.cast()) }
    }

    /// Makes what came from elsewhere, written by someone who did not know of the restriction, forget it too.
    package static func complete(_ store: Store) async throws {
        let people = try await store.read { try toldInClear($0) }
        guard !people.isEmpty else { return }
        try await store.perform(ActName.personRestrict.name, by: nil) { act in
            for person in people {
                guard var profile = try act.connection.find(PersonProfile.self, person)?.record else { continue }
                (profile.name, profile.telephone, profile.email, profile.note) = ("", "", "", "")
                try act.update(profile)
                _ = try forgetClear(person, in: act)
            }
        }
    }
}

extension ActName {
    package static let personCreate = ActName("person.create", "Personne ajoutée", en: "Person added", .directoryEdit)
    package static let personCreateRestricted = ActName(
        "person.create.restricted", "Personne à diffusion restreinte ajoutée", en: "Restricted person added", .directoryEdit, signed: true)
    package static let personUpdate = ActName("person.update", "Personne modifiée", en: "Person edited", .directoryEdit)
    package static let personRemove = ActName("person.remove", "Personne retirée", en: "Person removed", .directoryEdit)
    package static let personRestrict = ActName(
        "person.restrict", "Personne passée à diffusion restreinte", en: "Person made restricted", .directoryEdit, signed: true, undo: false)
    package static let personErase = ActName("person.erase", "Personne effacée", en: "Person erased", .registryOpen, signed: true, undo: false)
    package static let positionCreate = ActName("position.create", "Fonction ajoutée", en: "Position added", .directoryEdit)
    package static let positionUpdate = ActName("position.update", "Fonction modifiée", en: "Position edited", .directoryEdit)
    package static let positionRemove = ActName("position.remove", "Fonction retirée", en: "Position removed", .directoryEdit)
    package static let contactCreate = ActName("contact.create", "Contact noté", en: "Contact noted", .directoryEdit)
    package static let contactUpdate = ActName("contact.update", "Contact modifié", en: "Contact edited", .directoryEdit)
    package static let contactRemove = ActName("contact.remove", "Contact retiré", en: "Contact removed", .directoryEdit)

    static let people: [ActName] = [
        .personCreate, .personCreateRestricted, .personUpdate, .personRemove, .personRestrict, .personErase, .positionCreate, .positionUpdate,
        .positionRemove, .contactCreate, .contactUpdate, .contactRemove,
    ]
}
