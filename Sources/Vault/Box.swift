import Crypto
import Foundation

/// AES-256-GCM with a random nonce: nonce (12), ciphertext, tag (16).
///
/// Random nonces allow 2³² seals under one key (NIST SP 800-38D, 8.3), far above what one key of ours ever seals.
enum Box {
    static let overheadBytes = 28

    static func seal(_ plain: [UInt8], under key: SymmetricKey, context: [UInt8]) throws(VaultError) -> [UInt8] {
        do {
            guard let combined = try AES.GCM.seal(plain, using: key, authenticating: context).combined else {
                throw VaultError.refusedByLibrary
            }
            return [UInt8](combined)
        } catch {
            throw .refusedByLibrary
        }
    }

    static func open(_ box: [UInt8], under key: SymmetricKey, context: [UInt8]) throws(VaultError) -> [UInt8] {
        guard box.count >= overheadBytes else { throw .truncated }
        do {
            return [UInt8](try AES.GCM.open(AES.GCM.SealedBox(combined: box), using: key, authenticating: context))
        } catch {
            throw .notOpened
        }
    }
}

/// HPKE in base mode (RFC 9180), DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, one message with empty associated
/// data: encapsulated key (65), ciphertext, tag (16). Telephones without X25519 can make it (FORMATS 15).
enum PublicBox {
    static let encapsulatedBytes = 65
    static let overheadBytes = 81

    static func seal(_ plain: [UInt8], to key: P256.KeyAgreement.PublicKey, info: [UInt8]) throws(VaultError) -> [UInt8] {
        do {
            var sender = try HPKE.Sender(recipientKey: key, ciphersuite: .P256_SHA256_AES_GCM_256, info: Data(info))
            return [UInt8](sender.encapsulatedKey) + [UInt8](try sender.seal(plain))
        } catch {
            throw .refusedByLibrary
        }
    }

    static func open(_ box: [UInt8], with key: P256.KeyAgreement.PrivateKey, info: [UInt8]) throws(VaultError) -> [UInt8] {
        guard box.count >= overheadBytes else { throw .truncated }
        do {
            var recipient = try HPKE.Recipient(
                privateKey: key, ciphersuite: .P256_SHA256_AES_GCM_256, info: Data(info),
                encapsulatedKey: Data(box.prefix(encapsulatedBytes)))
            return [UInt8](try recipient.open(box.dropFirst(encapsulatedBytes)))
        } catch {
            throw .notOpened
        }
    }
}
