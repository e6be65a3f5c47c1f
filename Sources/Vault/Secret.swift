import Crypto
import Foundation

/// A value that prints as nothing: neither interpolation, nor `dump`, nor a failing test shows what it holds.
package protocol Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Secret {
    package var description: String { "‹secret›" }
    package var debugDescription: String { "‹secret›" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Whether both are equal, in a time that depends on their lengths alone.
func sameInConstantTime(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    // SymmetricKey's equality is swift-crypto's constant-time comparison.
    SymmetricKey(data: a) == SymmetricKey(data: b)
}

/// Bytes from the system's cryptographic source, 256 at most, asked for at once.
func randomBytes(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
        guard getentropy(bytes.baseAddress, count) == 0 else { fatalError("the system has no randomness to give: \(errno)") }
        filled = count
    }
}

extension SymmetricKey {
    var material: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

    /// A key of 32 bytes for one purpose: HKDF-SHA256 with an empty salt and the purpose as `info`.
    func derived(_ purpose: [UInt8]) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: self, info: purpose, outputByteCount: 32)
    }
}
