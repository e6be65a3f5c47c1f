import Access
import Journal
import Storage
import Vault

/// Erasing a person, a case file, a document: what every entry says of it is forgotten, and its key is destroyed for ever.
package enum Erasure {
    /// Erases what the entries of the act's own scope say of a subject, and destroys its key; its records leave the tables.
    package static func erase(_ subject: AnyID, _ certificate: ErasureCertificate, in act: Act, at milliseconds: UInt64) throws {
        try act.forget(about: subject, ground: certificate.ground.code, keeping: false)
        try act.connection.destroy(KeyDestruction(of: subject, at: milliseconds, certificate: certificate.bytes))
        act.owesScrub()
    }

    /// Erases again those of whom something came back: from a backup made before, or from someone who did not know. Returns how many.
    package static func eraseDestroyed(_ store: Store) async throws -> Int {
        var count = 0
        while true {
            let destroyed = try await store.read { try $0.destroyedSubjects(limit: 100) }
            let scopes = try await store.read { connection in
                try Set(destroyed.flatMap { try connection.entries(about: $0.subject).map(\.header.scope) })
            }
            var hasErased = false
            for scope in scopes.sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) {
                let outcome = try await store.perform(ActName.recordErase.name, by: nil, in: scope) { act in
                    for one in destroyed {
                        let ground = (try? ErasureCertificate(bytes: one.certificate))?.ground ?? .request
                        try act.forget(about: one.subject, ground: ground.code, keeping: false)
                    }
                }
                hasErased = hasErased || outcome.entry != nil
            }
            // What a newer version wrote cannot be forgotten by this one.
            guard hasErased else { return count }
            count += destroyed.count
        }
    }
}

/// Why someone is erased.
package struct ErasureGround: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let request = Self(code: "request")
    package static let noLongerNeeded = Self(code: "no-longer-needed")
    package static let mistake = Self(code: "mistake")

    package static let list: [(Self, Phrase)] = [
        (.request, Phrase("La personne le demande", en: "The person asks for it")),
        (.noLongerNeeded, Phrase("La fiche ne sert plus", en: "The record is no longer needed")),
        (.mistake, Phrase("La fiche n’aurait pas dû être créée", en: "The record should not have been made")),
    ]
}

/// What the certificate of erasure says; of whom, only an identifier that nothing explains any longer.
package struct ErasureCertificate: Equatable, Sendable {
    /// Key backups are kept so long and no longer.
    package static let backupDays = 35

    package let ground: ErasureGround
    package let author: ID<Account>
    package let on: Day
    /// The day on which the last copy in a backup expires.
    package var lastCopyUntil: Day { on.advanced(by: Self.backupDays) }

    package init(_ ground: ErasureGround, by author: ID<Account>, on day: Day) {
        (self.ground, self.author, on) = (ground, author, day)
    }

    package var bytes: [UInt8] {
        var writer = ByteWriter(reserving: 64)
        writer.byte(1)
        writer.text(ground.code)
        writer.id(author)
        writer.text(on.description)
        return writer.bytes
    }

    package init(bytes: [UInt8]) throws(Malformed) {
        var reader = ByteReader(bytes)
        guard try reader.byte() == 1 else { throw Malformed("certificate of a newer version") }
        ground = ErasureGround(code: try reader.text())
        author = try reader.id()
        guard let day = Day(try reader.text()) else { throw Malformed("day of a certificate") }
        on = day
        try reader.finish()
    }
}
