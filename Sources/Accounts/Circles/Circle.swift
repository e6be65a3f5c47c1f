import Access
import Journal
import Vault

/// Which duty the members of a circle hold.
package struct CircleDuty: Code {
    package let code: String
    package init(code: String) { self.code = code }

    /// The named members of the secretariat who open restricted people and lists of the directory.
    package static let registry = Self(code: "registry")

    package static let list: [(Self, Phrase)] = [(.registry, Phrase("Registre", en: "Registry"))]
}

/// The members who hold one duty, and with it one key: not an organisation's, and nobody's whose duty it is not.
package struct Circle: Record {
    package var id = ID<Circle>()
    package var duty = CircleDuty.registry
    package var name = ""

    package init() {}

    package static let kind = "circle"
    package static let title = Phrase("Cercle", en: "Circle")
    package static let scope = ScopeForm.network
    package static let indexes = [["duty", "id"]]

    package static let fields: [Field<Self>] = [
        .init("duty", \.duty, "Fonction du cercle", en: "Duty", required: true, input: .hidden),
        .init("name", \.name, "Nom", en: "Name", required: true, limit: 80),
    ]
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
    package var id = ID<Reading>()
    package var recordKind = ""
    package var record: AnyID?

    package init() {}

    package static let kind = "reading"
    package static let title = Phrase("Lecture", en: "Reading")
    package static let scope = ScopeForm.readings
    package static let indexes = [["record"]]

    package static let fields: [Field<Self>] = [
        .init("record_kind", \.recordKind, "Type de fiche", en: "Kind of record", required: true, input: .hidden),
        .init("record", \.record, "Fiche", en: "Record", required: true, input: .hidden),
    ]
}

extension ActName {
    package static let circleCreate = ActName("circle.create", "Registre créé", en: "Registry created", .registryOpen, signed: true, undo: false)
    package static let circleAdd = ActName("circle.add", "Détenteur ajouté au registre", en: "Holder added to the registry", .registryOpen, signed: true, undo: false)
    package static let circleLeave = ActName("circle.leave", "Détenteur retiré du registre", en: "Holder removed from the registry", .registryOpen, signed: true, undo: false)
    package static let circleRenew = ActName("circle.renew", "Nouvelle clé du registre", en: "New key of the registry", .registryOpen, signed: true, undo: false)
    package static let recordOpen = ActName("record.open", "Fiche scellée ouverte", en: "Sealed record opened", .registryOpen, undo: false)

    package static let recordErase = ActName("record.erase", "Fiche effacée", en: "Record erased", .homeShow, undo: false)

    static let circles: [ActName] = [.circleCreate, .circleAdd, .circleLeave, .circleRenew, .recordOpen, .recordErase]
}
