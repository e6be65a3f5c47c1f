import Crypto
import Foundation

/// A second factor from an authenticator application: RFC 6238 with SHA-1, six digits, steps of 30 seconds, which all of them know.
package struct TOTP: Secret {
    let secret: [UInt8]

    /// A secret of 160 bits (RFC 4226, 4, R6).
    package init() {
        secret = randomBytes(20)
    }

    init(secret: [UInt8]) {
        self.secret = secret
    }

    /// The step that a moment falls in.
    package static func step(at date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 / 30).rounded(.down))
    }

    package func code(step: Int64) -> String {
        let mac = [UInt8](HMAC<Insecure.SHA1>.authenticationCode(for: bigEndian(step), using: SymmetricKey(data: secret)))
        let offset = Int(mac[19] & 15)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// The step that was accepted, to be kept: within one of the present, and after the last accepted (RFC 6238, 5.2).
    ///
    /// Throws `wrongCode`, or `codeUsedBefore` when the code is of a step no later than `last`.
    package func accept(_ typed: String, at date: Date, after last: Int64?) throws(VaultError) -> Int64 {
        let digits = typed.filter { !$0.isWhitespace }
        let now = Self.step(at: date)
        var found: [Int64] = []
        for step in [now, now - 1, now + 1] where sameInConstantTime(Array(code(step: step).utf8), Array(digits.utf8)) {
            found.append(step)
        }
        guard !found.isEmpty else { throw .wrongCode }
        guard let step = found.first(where: { $0 > last ?? .min }) else { throw .codeUsedBefore }
        return step
    }

    /// The secret in base 32, to type where a picture cannot be taken.
    package var base32: String { TextCode.base32(secret, alphabet: TextCode.rfc4648) }

    /// What the application's camera reads.
    package func uri(issuer: String, account: String) -> String {
        func escaped(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.intersection(CharacterSet(charactersIn: "!"..."~"))) ?? ""
        }
        return "otpauth://totp/\(escaped(issuer)):\(escaped(account))?secret=\(base32)&issuer=\(escaped(issuer))"
            + "&algorithm=SHA1&digits=6&period=30"
    }
}

extension TOTP {
    /// The secret as it is stored: under the member's own key, so that a stolen database gives no second factor.
    package func sealed(for keys: MemberKeys) throws(VaultError) -> [UInt8] {
        Form.secondFactor.header + (try Box.seal(secret, under: keys.wrappingKey, context: Self.place(keys)))
    }

    package init(sealed: [UInt8], keys: MemberKeys) throws(VaultError) {
        var reader = try Reader(sealed, as: .secondFactor)
        secret = try Box.open(try reader.all(), under: keys.wrappingKey, context: Self.place(keys))
    }

    private static func place(_ keys: MemberKeys) -> [UInt8] {
        context("second factor", Form.secondFactor.header, keys.recipient.bytes)
    }
}
