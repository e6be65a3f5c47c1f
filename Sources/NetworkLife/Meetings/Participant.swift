import Access
import Accounts
import Journal
import Storage
import Vault

/// Someone who took part in a meeting. At a restricted meeting the name is sealed; organisation and sex, which are counted, are in clear.
package struct Participant: Record {
    package var id = ID<Participant>()
    package var meeting: ID<Meeting>?
    package var name = ""
    package var organization: ID<Organization>?
    package var sex: Sex?
    package var sealedName: Sealed<String>?

    package init() {}

    package var about: AnyID? { id.cast() }

    package static let kind = "participant"
    package static let title = Phrase("Participant", en: "Participant")
    package static let scope = ScopeForm.network
    package static let indexes = [["meeting", "id"]]

    package static let fields: [Field<Self>] = [
        .init("meeting", \.meeting, "Rencontre", en: "Meeting", required: true, input: .hidden),
        .init(
            "name", \.name, "Nom", en: "Name", hint: Phrase("Facultatif : les comptes suffisent souvent.", en: "Optional: counts are often enough."), limit: 120
        ),
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .reference(kind: "organization")),
        .init("sex", \.sex, "Sexe", en: "Sex"),
        .init("sealed_name", \.sealedName, "Nom scellé", en: "Sealed name", input: .hidden, .sealed),
    ]

    package mutating func seal(under key: DataKey) throws {
        sealedName = name.isEmpty ? nil : try Sealed(name, under: key, at: place)
        name = ""
    }

    package func openedName(by ring: Keyring, _ connection: any Connection) throws -> String? {
        try ring.open(sealedName, at: place, connection)
    }

    package var place: SealedPlace { SealedPlace(subject: id.cast(), kind: Self.kind, record: id.cast(), field: "sealed_name") }

    static func tellsInClear(_ changes: [RecordChange]) -> Bool {
        changes.contains { change in
            change.kind == kind && change.fields.contains { $0.field == "name" && $0.value != .null && $0.value != .text("") }
        }
    }
}

/// The list of those who took part in a meeting.
package enum ParticipantList {
    package static let limit = 2_000

    package static func all(of meeting: ID<Meeting>, _ connection: any Connection) throws -> [Participant] {
        try connection.all(Participant.self, "WHERE meeting = ? ORDER BY id LIMIT \(limit)", [meeting.value]).map(\.record)
    }

    /// Notes someone: sealed at once where the meeting is restricted.
    package static func add(_ participant: Participant, by ring: Keyring?, in act: Act) throws {
        guard let meeting = try participant.meeting.flatMap({ try act.connection.find(MeetingRecord.self, $0)?.record }) else {
            throw StoreError.notHere(MeetingRecord.kind)
        }
        var participant = participant
        if meeting.isRestricted, !participant.name.isEmpty {
            guard let ring else { throw StoreError.unsigned(ActName.participantCreate.name) }
            let key = DataKey(subject: participant.id.cast())
            try participant.seal(under: key)
            try Circles.entrust([key], by: ring, in: act)
        }
        try act.make(participant)
    }

    /// Seals the names that were noted before the meeting was restricted, and has earlier entries forget them.
    package static func seal(_ meeting: ID<Meeting>, by ring: Keyring, in act: Act) throws {
        let open = try act.connection.all(
            Participant.self, "WHERE meeting = ? AND name <> '' ORDER BY id LIMIT \(limit)", [meeting.value])
        var keys: [DataKey] = []
        for stored in open {
            var participant = stored.record
            let key = DataKey(subject: participant.id.cast())
            try participant.seal(under: key)
            keys.append(key)
            try act.update(participant)
            try act.forget(
                about: participant.id.cast(), ground: Restriction.ground, keeping: true, where: Participant.tellsInClear)
        }
        try Circles.entrust(keys, by: ring, in: act)
    }
}

extension ActName {
    package static let participantCreate = ActName("participant.create", "Participant noté", en: "Participant noted", .meetingEdit, signed: true)
    package static let participantRemove = ActName("participant.remove", "Participant retiré", en: "Participant removed", .meetingEdit)
    package static let participantSeal = ActName(
        "participant.seal", "Noms des participants scellés", en: "Participants’ names sealed", .meetingEdit, signed: true, undo: false)

    static let participants: [ActName] = [.participantCreate, .participantRemove, .participantSeal]
}
