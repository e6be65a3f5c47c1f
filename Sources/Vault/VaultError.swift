/// Why something sealed, hashed or signed is not opened or accepted.
///
/// None carries a key, a code or a plaintext, so each may be written to a log.
package enum VaultError: Error, Equatable, Sendable {
    /// Fewer bytes than the form promises.
    case truncated
    /// The first two bytes name another form or a suite that this version does not know.
    case unknownForm(UInt8, suite: UInt8)
    /// The bytes are of the right form and break one of its rules.
    case malformed(String)
    /// The seal does not hold: another key, another place, or a changed byte. Authenticated encryption cannot say which.
    case notOpened
    /// The key given belongs to another subject, recipient or generation than the place or wrap asked for.
    case wrongKey
    case wrongPassphrase
    case wrongCode
    /// The code was right, and was accepted before.
    case codeUsedBefore
    case expired
    case wrongSignature
    /// A circle's key is not signed by the generation before it.
    case notSucceeding
    /// More sign-ins wait for their passphrase to be checked than the queue admits.
    case tooManyWaiting
    case tooLong(limitBytes: Int)
    /// The cryptographic library refused a well-formed request, for want of memory or of randomness.
    case refusedByLibrary
}
