import Journal

/// A piece of a file, sealed under the data key of the subject that the file is about: it opens in its place, as that piece of the file, and nowhere else.
package enum SealedPiece {
    /// The most bytes of a file in one piece: sealed, they fit an attachment of 1 MiB.
    package static let plainBytes = (1 << 20) - 4096 - 1

    package static func seal(_ plain: [UInt8], number: UInt32, under key: DataKey, at place: SealedPlace) throws(VaultError) -> [UInt8] {
        guard key.subject == place.subject else { throw .wrongKey }
        return Form.sealedPiece.header + (try Box.seal(Padding.pad(plain), under: key.key, context: context(number, place)))
    }

    /// Nil where none of the keys opens it as this piece of the file in this place.
    package static func open(_ bytes: [UInt8], number: UInt32, with keys: [DataKey], at place: SealedPlace) -> [UInt8]? {
        guard bytes.starts(with: Form.sealedPiece.header) else { return nil }
        for key in keys where key.subject == place.subject {
            guard let padded = try? Box.open([UInt8](bytes.dropFirst(2)), under: key.key, context: context(number, place)) else { continue }
            return try? Padding.unpad(padded)
        }
        return nil
    }

    private static func context(_ number: UInt32, _ place: SealedPlace) -> [UInt8] {
        Vault.context(
            "sealed piece", Form.sealedPiece.header, place.subject.bytes, Array(place.kind.utf8), place.record.bytes, Array(place.field.utf8),
            bigEndian(number))
    }
}
