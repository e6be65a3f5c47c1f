import Access
import Journal
import Vault

/// Which duty the members of a circle hold.
package struct CircleDuty: Code {
    package let code: String
    package init(code: String) { self.code = code }

    /// The named members of the secretariat who open restricted people and lists of the directory.
    package static let registry = Self(code: "registry")
    /// Agents and supervisors of an organisation, who open what has arrived and is not yet assigned.
    package static let intake = Self(code: "intake")
    /// Supervisors of an organisation, who open all its case files.
    package static let supervision = Self(code: "supervision")

    /// Named people of different organisations, who receive complaints.
    package static let complaints = Self(code: "complaints")

    package static let list: [(Self, Phrase)] = [
        (.registry, Phrase("Registre", en: "Registry")), (.intake, Phrase("Accueil", en: "Intake")), (.supervision, Phrase(same: "Supervision")),
        (.complaints, Phrase("Plaintes", en: "Complaints")),
    ]

    /// The circles of an organisation's case files.
    package static let ofCases: [Self] = [.intake, .supervision]

    /// Who may hold its key; never together with the administrator's role.
    package var roles: Set<Role> {
        switch self {
        case .registry: [.secretariat]
        case .intake: [.caseworker, .supervisor]
        case .supervision: [.supervisor]
        case .complaints: [.complaintsFocalPoint]
        default: []
        }
    }

    /// The column that names whose key seals what belongs to a complaint.
    package var sealedUnder: String { self == .complaints ? "complaint" : "id" }
}

/// Which circle is meant: a duty of the network, or of one organisation.
package struct CircleSeat: Hashable, Sendable {
    package let duty: CircleDuty
    package let organization: ID<Organization>?

    package static let registry = CircleSeat(duty: .registry, organization: nil)
    package static let complaints = CircleSeat(duty: .complaints, organization: nil)

    package static func intake(of organization: ID<Organization>) -> CircleSeat { CircleSeat(duty: .intake, organization: organization) }
    package static func supervision(of organization: ID<Organization>) -> CircleSeat { CircleSeat(duty: .supervision, organization: organization) }
    package static func ofCases(of organization: ID<Organization>) -> [CircleSeat] {
        CircleDuty.ofCases.map { CircleSeat(duty: $0, organization: organization) }
    }
}

/// The members who hold one duty, and with it one key: not an organisation's, and nobody's whose duty it is not.
package struct Circle: Record {
    package var id = ID<Circle>()
    package var duty = CircleDuty.registry
    package var name = ""
    /// Whose duty it is; nil where it is the network's.
    package var organization: ID<Organization>?

    package init() {}

    package static let kind = "circle"
    package static let title = Phrase("Cercle", en: "Circle")
    package static let scope = ScopeForm.network
    package static let indexes = [["duty", "organization", "id"]]

    package static let fields: [Field<Self>] = [
        .init("duty", \.duty, "Fonction du cercle", en: "Duty", required: true, input: .hidden),
        .init("name", \.name, "Nom", en: "Name", required: true, limit: 80),
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .hidden),
    ]

    package var seat: CircleSeat { CircleSeat(duty: duty, organization: organization) }
}

/// The public half of a circle's recovery, whose three sheets were printed; two of them, tried once, prove that they open it (FORMATS 19).
package struct CircleRecovery: Record {
    package var id = ID<CircleRecovery>()
    package var circle: ID<Circle>?
    package var publicKey: Bytes?
    package var printedOn: Day?
    package var triedOn: Day?

    package init() {}

    package static let kind = "circle_recovery"
    package static let title = Phrase("Feuilles de secours", en: "Recovery sheets")
    package static let scope = ScopeForm.network
    package static let indexes = [["circle", "id"]]

    package static let fields: [Field<Self>] = [
        .init("circle", \.circle, "Cercle", en: "Circle", required: true, input: .hidden),
        .init("public_key", \.publicKey, "Clé publique", en: "Public key", required: true, input: .hidden),
        .init("printed_on", \.printedOn, "Imprimées le", en: "Printed on", input: .hidden),
        .init("tried_on", \.triedOn, "Essayées le", en: "Tried on", input: .hidden),
    ]

    package var key: RecoveryPublicKey? { publicKey.flatMap { try? RecoveryPublicKey(bytes: $0.bytes) } }
}

/// The public half of one generation of a circle's key, signed by the generation before.
package struct CircleGeneration: Record {
    package var id = ID<CircleGeneration>()
    package var circle: ID<Circle>?
    package var number = 1
    package var publicKey: Bytes?
    package var on: Day?

    package init() {}

    package static let kind = "circle_generation"
    package static let title = Phrase("Clé du cercle", en: "Circle’s key")
    package static let scope = ScopeForm.network
    package static let indexes = [["circle", "number"]]

    package static let fields: [Field<Self>] = [
        .init("circle", \.circle, "Cercle", en: "Circle", required: true, input: .hidden),
        .init("number", \.number, "Génération", en: "Generation", required: true, input: .hidden),
        .init("public_key", \.publicKey, "Clé publique", en: "Public key", required: true, input: .hidden),
        .init("on", \.on, "Tirée le", en: "Drawn on", input: .hidden),
    ]

    /// Nil where the bytes are not a public key of this circle and generation.
    package var key: CirclePublicKey? {
        guard let bytes = publicKey?.bytes, let key = try? CirclePublicKey(bytes: bytes), key.circle == circle?.cast(),
            Int(key.generation) == number
        else { return nil }
        return key
    }
}

/// Someone whom a holder of the circle's key added, in their own session: the circle's key was wrapped for this generation of their keys.
package struct CircleMember: Record {
    package var id = ID<CircleMember>()
    package var circle: ID<Circle>?
    package var account: ID<Account>?
    package var keyGeneration = 1
    package var since: Day?

    package init() {}

    package static let kind = "circle_member"
    package static let title = Phrase("Membre du cercle", en: "Member of the circle")
    package static let scope = ScopeForm.network
    package static let indexes = [["circle", "account"], ["account"]]

    package static let fields: [Field<Self>] = [
        .init("circle", \.circle, "Cercle", en: "Circle", required: true, input: .hidden),
        .init("account", \.account, "Compte", en: "Account", required: true, input: .reference(kind: "account")),
        .init("key_generation", \.keyGeneration, "Génération de la clé du membre", en: "Generation of the member’s key", required: true, input: .hidden),
        .init("since", \.since, "Depuis le", en: "Since", input: .hidden),
    ]
}

/// That someone left a circle, and which generation of its key they had held: until a later one is drawn, that is what waits.
package struct CircleDeparture: Record {
    package var id = ID<CircleDeparture>()
    package var circle: ID<Circle>?
    package var account: ID<Account>?
    package var generation = 1
    package var on: Day?

    package init() {}

    package static let kind = "circle_departure"
    package static let title = Phrase("Départ du cercle", en: "Departure from the circle")
    package static let scope = ScopeForm.network
    package static let indexes = [["circle", "generation"]]

    package static let fields: [Field<Self>] = [
        .init("circle", \.circle, "Cercle", en: "Circle", required: true, input: .hidden),
        .init("account", \.account, "Compte", en: "Account", required: true, input: .reference(kind: "account")),
        .init("generation", \.generation, "Génération", en: "Generation", required: true, input: .hidden),
        .init("on", \.on, "Le", en: "On", input: .hidden),
    ]
}

/// That a subject's key was wrapped, for whom and at which generation; never the wrapped bytes. The author signs it.
package struct KeyGrant: Record {
    package var id = ID<KeyGrant>()
    package var subject: AnyID?
    package var circle: ID<Circle>?
    package var generation = 1

    package init() {}

    package static let kind = "key_grant"
    package static let title = Phrase("Clé confiée", en: "Key entrusted")
    package static let scope = ScopeForm.network
    package static let indexes = [["subject"]]

    package static let fields: [Field<Self>] = [
        .init("subject", \.subject, "Objet", en: "Subject", required: true, input: .hidden),
        .init("circle", \.circle, "Cercle", en: "Circle", required: true, input: .hidden),
        .init("generation", \.generation, "Génération", en: "Generation", required: true, input: .hidden),
    ]
}

/// That someone opened a sealed record: kept in their organisation, replicated to nobody.
package struct Reading: Record {
    /// What one request opened.
    package struct Note: Sendable {
        package let act: ActName
        package let kind: String
        package let records: [AnyID]

        package init(_ act: ActName, of kind: String, _ records: [AnyID]) {
            (self.act, self.kind, self.records) = (act, kind, records)
        }
    }

    package var id = ID<Reading>()
    package var organization: ID<Organization>?
    /// Who read.
    package var account: ID<Account>?
    package var recordKind = ""
    package var record: AnyID?
    /// What the same request opened beside it: a list is one reading.
    package var others = IDs<AnyRecord>()

    package init() {}

    /// A record of whatever kind.
    package enum AnyRecord {}

    package var records: [AnyID] { (record.map { [$0] } ?? []) + others.elements.map { $0.cast() } }

    package static let kind = "reading"
    package static let title = Phrase("Lecture", en: "Reading")
    package static let scope = ScopeForm.readings
    package static let indexes = [["record"], ["organization", "made", "id"]]

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .hidden),
        .init("account", \.account, "Compte", en: "Account", input: .hidden),
        .init("record_kind", \.recordKind, "Type de fiche", en: "Kind of record", required: true, input: .hidden),
        .init("record", \.record, "Fiche", en: "Record", required: true, input: .hidden),
        .init("others", \.others, "Autres fiches", en: "Other records", input: .hidden),
    ]
}

extension ActName {
    package static let circleCreate = ActName("circle.create", "Registre créé", en: "Registry created", .registryOpen, signed: true, undo: false)
    package static let circleAdd = ActName(
        "circle.add", "Détenteur ajouté au registre", en: "Holder added to the registry", .registryOpen, signed: true, undo: false)
    package static let circleLeave = ActName(
        "circle.leave", "Détenteur retiré du registre", en: "Holder removed from the registry", .registryOpen, signed: true, undo: false)
    package static let circleRenew = ActName(
        "circle.renew", "Nouvelle clé du registre", en: "New key of the registry", .registryOpen, signed: true, undo: false)
    package static let recordOpen = ActName("record.open", "Fiche scellée ouverte", en: "Sealed record opened", .registryOpen, undo: false)

    package static let caseCirclesCreate = ActName(
        "case-circles.create", "Clés des dossiers tirées", en: "Keys of case files drawn", .circleEdit, signed: true, undo: false)
    package static let caseCirclesAdd = ActName("case-circles.add", "Détenteur ajouté", en: "Holder added", .circleEdit, signed: true, undo: false)
    package static let caseCirclesLeave = ActName("case-circles.leave", "Détenteur retiré", en: "Holder removed", .circleEdit, signed: true, undo: false)
    package static let caseCirclesRenew = ActName(
        "case-circles.renew", "Nouvelle clé des dossiers", en: "New key of case files", .circleShow, signed: true, undo: false)
    package static let recoveryDraw = ActName(
        "recovery.draw", "Feuilles de secours imprimées", en: "Recovery sheets printed", .circleEdit, signed: true, undo: false)
    package static let recoveryTry = ActName("recovery.try", "Feuilles de secours essayées", en: "Recovery sheets tried", .circleEdit, undo: false)
    package static let recoveryUse = ActName(
        "recovery.use", "Clé reprise avec les feuilles de secours", en: "Key taken up with the recovery sheets", .circleEdit, signed: true, undo: false)
    package static let complaintsCreate = ActName(
        "complaints-circle.create", "Cercle des plaintes créé", en: "Complaints circle created", .complaintOpen, signed: true, undo: false)
    package static let complaintsAdd = ActName(
        "complaints-circle.add", "Membre ajouté au cercle des plaintes", en: "Member added to the complaints circle", .complaintOpen, signed: true, undo: false)
    package static let complaintsLeave = ActName(
        "complaints-circle.leave", "Membre retiré du cercle des plaintes", en: "Member removed from the complaints circle", .complaintOpen, signed: true,
        undo: false)
    package static let complaintsRenew = ActName(
        "complaints-circle.renew", "Nouvelle clé du cercle des plaintes", en: "New key of the complaints circle", .complaintOpen, signed: true, undo: false)
    package static let complaintsDraw = ActName(
        "complaints-recovery.draw", "Feuilles de secours des plaintes imprimées", en: "Recovery sheets of complaints printed", .complaintOpen, signed: true,
        undo: false)
    package static let complaintsTry = ActName(
        "complaints-recovery.try", "Feuilles de secours des plaintes essayées", en: "Recovery sheets of complaints tried", .complaintOpen, undo: false)
    package static let complaintsUse = ActName(
        "complaints-recovery.use", "Plaintes reprises avec les feuilles de secours", en: "Complaints taken up with the recovery sheets", .complaintOpen,
        signed: true, undo: false)
    package static let recordErase = ActName("record.erase", "Fiche effacée", en: "Record erased", .homeShow, undo: false)

    static let circles: [ActName] = [
        .circleCreate, .circleAdd, .circleLeave, .circleRenew, .recordOpen, .recordErase,
        .caseCirclesCreate, .caseCirclesAdd, .caseCirclesLeave, .caseCirclesRenew, .recoveryDraw, .recoveryTry, .recoveryUse,
        .complaintsCreate, .complaintsAdd, .complaintsLeave, .complaintsRenew, .complaintsDraw, .complaintsTry, .complaintsUse,
    ]
}
