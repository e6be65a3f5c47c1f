import Crypto
import Foundation

/// The private key that opens backups. It is printed when it is made and kept outside the machine that makes them.
package struct ArchiveKey: Secret {
    let agreementKey: P256.KeyAgreement.PrivateKey

    package init() {
        agreementKey = P256.KeyAgreement.PrivateKey()
    }

    package var publicKey: ArchivePublicKey { ArchivePublicKey(agreement: agreementKey.publicKey) }

    /// Fourteen groups of four characters of Crockford's base 32: the form, the scalar, the first two bytes of its checksum.
    package var printed: String {
        let body = [Form.archivePrivateKey.rawValue] + [UInt8](agreementKey.rawRepresentation)
        return TextCode.grouped(TextCode.base32(body + Self.checksum(body), alphabet: TextCode.crockford), by: 4)
    }

    /// Throws `malformed` for a slip of the pen, all but one in 65,536 times.
    package init(printed: String) throws(VaultError) {
        let text = TextCode.crockfordTyped(printed)
        guard let bytes = TextCode.bytes(base32: text, alphabet: TextCode.crockford), bytes.count == 35 else {
            throw .malformed("archive key of 56 characters")
        }
        let body = [UInt8](bytes.prefix(33))
        guard body[0] == Form.archivePrivateKey.rawValue else { throw .unknownForm(body[0], suite: Form.suite) }
        guard sameInConstantTime([UInt8](bytes.suffix(2)), Self.checksum(body)) else { throw .malformed("checksum of the archive key") }
        agreementKey = try P256.KeyAgreement.PrivateKey(material: [UInt8](body.dropFirst()))
    }

    private static func checksum(_ body: [UInt8]) -> [UInt8] {
        [UInt8](SHA256.hash(data: context("archive key checksum", body)).prefix(2))
    }
}

/// What the machine that makes backups keeps: it seals them and opens none.
package struct ArchivePublicKey: Sendable, Equatable {
    let agreement: P256.KeyAgreement.PublicKey

    package var bytes: [UInt8] { Form.archivePublicKey.header + agreement.uncompressed }

    /// Six words, to compare with those printed beside the private key.
    package var fingerprint: [String] { Words.fingerprint(context("archive fingerprint", bytes)) }

    /// The first eight bytes of SHA-256, which each archive carries to say whose it is.
    var identifier: [UInt8] { [UInt8](SHA256.hash(data: context("archive identifier", bytes)).prefix(8)) }

    package static func == (a: ArchivePublicKey, b: ArchivePublicKey) -> Bool { a.bytes == b.bytes }
}

extension ArchivePublicKey {
    package init(bytes: [UInt8]) throws(VaultError) {
        var reader = try Reader(bytes, as: .archivePublicKey)
        agreement = try P256.KeyAgreement.PublicKey(uncompressed: try reader.take(65))
        try reader.end()
    }
}
