import Access
import Journal
import Storage
import Vault

/// What is not as it should be between sealed records and the key store, named so that a person can look for it.
package enum KeyFinding: Hashable, Sendable, CustomStringConvertible {
    /// Something is sealed, someone who could open it signs in here, and there is neither a wrap of its key nor a destruction.
    case noKey(kind: String, record: AnyID)
    /// A destroyed subject has a wrap still.
    case keyAfterDestruction(AnyID)
    /// An entry still says in clear what a restriction has sealed.
    case toldInClear(AnyID)
    /// A circle's key that no held one before it signed.
    case unsignedGeneration(circle: AnyID, number: Int)

    /// The finding in words for an administrator.
    package var phrase: Phrase {
        switch self {
        case .noKey(let kind, let record):
            Phrase(
                "\(kind) \(record) : scellé, et sa clé n’est ni ici ni détruite.", en: "\(kind) \(record): sealed, and its key is neither here nor destroyed.")
        case .keyAfterDestruction(let subject):
            Phrase("\(subject) : effacé, et une clé en reste.", en: "\(subject): destroyed, and a key of it is still here.")
        case .toldInClear(let person):
            Phrase(
                "Personne \(person) : à diffusion restreinte, et une écriture en parle encore en clair.",
                en: "Person \(person): restricted, and an entry still tells of them in clear.")
        case .unsignedGeneration(let circle, let number):
            Phrase(
                "Cercle \(circle), clé \(number) : la précédente ne l’a pas signée.",
                en: "Circle \(circle), generation \(number): not signed by the one before.")
        }
    }

    package var description: String { phrase.english }
}

extension Store {
    /// For each sealed subject a wrap or a destruction, never both.
    package func keyFindings() async throws -> [KeyFinding] {
        let kinds = schema.kinds
        return try await read { connection in
            var findings: [KeyFinding] = try connection.rows(
                "SELECT DISTINCT key_wrap.subject FROM key_wrap JOIN key_destruction ON key_destruction.subject = key_wrap.subject LIMIT 1000"
            ) { .keyAfterDestruction(try AnyID(value: .bytes($0.bytes(0)))) }
            var opensHere: Set<CircleDuty> = []
            for circle in try connection.all(Circle.self, "ORDER BY id LIMIT 10000").map(\.record) {
                guard let state = try CircleState(circle, connection) else { continue }
                findings += state.unsigned.map { .unsignedGeneration(circle: circle.id.cast(), number: $0.number) }
                // Wraps lie only where someone signs in who can open them.
                if try state.holders.contains(where: { try $0.isCurrent && connection.signsInHere($0.account.id) }) {
                    opensHere.insert(circle.duty)
                }
            }
            for kind in kinds where !opensHere.isDisjoint(with: kind.openers) { findings += try connection.unopenable(kind) }
            return findings
        }
    }
}

extension RecordKind {
    /// The circles of which one holds the key of whatever is sealed in it.
    fileprivate var openers: [CircleDuty] {
        switch scope {
        case .network: sealedUnder == CircleDuty.complaints.sealedUnder ? [.complaints] : [.registry]
        case .organization: CircleDuty.ofCases
        default: []
        }
    }
}

extension Connection {
    /// The records of a kind that are sealed under a key which is neither here nor destroyed.
    fileprivate func unopenable(_ kind: RecordKind) throws -> [KeyFinding] {
        let sealed = kind.columns.filter { kind.sealed.contains($0.name) && $0.type == .bytes }
        guard !sealed.isEmpty else { return [] }
        let subject = "\(kind.name).\(kind.sealedUnder)"
        return try rows(
            """
            SELECT id FROM \(kind.name) WHERE (\(sealed.map { TableLayout.quoted($0.name) + " IS NOT NULL" }.joined(separator: " OR "))) \
            AND NOT EXISTS (SELECT 1 FROM key_wrap WHERE key_wrap.subject = \(subject)) \
            AND NOT EXISTS (SELECT 1 FROM key_destruction WHERE key_destruction.subject = \(subject)) ORDER BY id LIMIT 1000
            """
        ) { .noKey(kind: kind.name, record: try AnyID(value: .bytes($0.bytes(0)))) }
    }
}
