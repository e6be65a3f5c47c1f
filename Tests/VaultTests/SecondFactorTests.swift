import Foundation
import Testing

@testable import Vault

@Suite struct SecondFactorTests {
    @Test(
        "gives the codes that RFC 6238 publishes",
        arguments: [
            (59.0, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ])
    func published(seconds: Double, code: String) {
        let totp = TOTP(secret: Array("12345678901234567890".utf8))
        #expect(totp.code(step: TOTP.step(at: Date(timeIntervalSince1970: seconds))) == code)
    }

    @Test("accepts a code of the step before, of now and of the step after, each once")
    func window() throws {
        let totp = TOTP(secret: Array("12345678901234567890".utf8))
        let now = Date(timeIntervalSince1970: 1_234_567_890)
        let step = TOTP.step(at: now)
        for near in step - 1...step + 1 { #expect(try totp.accept(totp.code(step: near), at: now, after: nil) == near) }
        for far in [step - 2, step + 2] {
            #expect(throws: VaultError.wrongCode) { try totp.accept(totp.code(step: far), at: now, after: nil) }
        }
        #expect(try totp.accept(" 005 924", at: now, after: step - 1) == step)
        #expect(throws: VaultError.codeUsedBefore) { try totp.accept("005924", at: now, after: step) }
        #expect(throws: VaultError.wrongCode) { try totp.accept("", at: now, after: nil) }
    }

    @Test("is stored under the member's own key")
    func stored() throws {
        let keys = MemberKeys(member: member)
        let totp = TOTP()
        let sealed = try totp.sealed(for: keys)
        #expect(try TOTP(sealed: sealed, keys: keys).secret == totp.secret)
        #expect(throws: VaultError.notOpened) { try TOTP(sealed: sealed, keys: MemberKeys(member: member)) }
    }

    @Test("writes the address that applications read")
    func uri() {
        let totp = TOTP(secret: Array("12345678901234567890".utf8))
        #expect(
            totp.uri(issuer: "PROMIG Agadez", account: "a.sani@remiddh") == "otpauth://totp/PROMIG%20Agadez:a%2Esani%40remiddh"
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=PROMIG%20Agadez&algorithm=SHA1&digits=6&period=30")
    }

    @Test("takes each printed code once, however it is typed")
    func oneTimeCodes() throws {
        var (sheet, codes) = OneTimeCodes.draw(12)
        #expect(codes.count == 12 && Set(codes).count == 12 && codes[0].count == 14)
        try sheet.use(codes[3].lowercased().replacingOccurrences(of: "-", with: " ").replacingOccurrences(of: "0", with: "o"))
        #expect(throws: VaultError.wrongCode) { try sheet.use(codes[3]) }
        #expect(throws: VaultError.wrongCode) { try sheet.use("") }
        sheet = try OneTimeCodes(bytes: sheet.bytes)
        #expect(sheet.remaining == 11)
        #expect(throws: VaultError.wrongCode) { try sheet.use(codes[3]) }
        try sheet.use(codes[11])
        #expect(throws: VaultError.truncated) { try OneTimeCodes(bytes: sheet.bytes.dropLast()) }
    }

    @Test("takes a reset code from its member until its end")
    func resetCodes() throws {
        let ends = Date(timeIntervalSince1970: 1_800_000_000)
        let (reset, text) = ResetCode.draw(for: member, until: ends)
        #expect(text.count == 17)
        let stored = try ResetCode(bytes: reset.bytes)
        #expect(stored == reset)
        try stored.accept(text.lowercased(), for: member, now: ends.addingTimeInterval(-1))
        #expect(throws: VaultError.expired) { try stored.accept(text, for: member, now: ends) }
        #expect(throws: VaultError.wrongCode) { try stored.accept(text, for: stranger, now: ends.addingTimeInterval(-1)) }
        var later = reset.bytes
        later[9] ^= 0x80
        #expect(throws: VaultError.wrongCode) { try ResetCode(bytes: later).accept(text, for: member, now: ends) }
    }

    @Test("writes base 64 for addresses as RFC 4648 does, and reads back that one form alone")
    func base64url() {
        let published = ["": "", "f": "Zg", "fo": "Zm8", "foo": "Zm9v", "foob": "Zm9vYg", "fooba": "Zm9vYmE", "foobar": "Zm9vYmFy"]
        for (plain, text) in published {
            #expect(TextCode.base64url(Array(plain.utf8)) == text)
            #expect(TextCode.bytes(base64url: text) == Array(plain.utf8))
        }
        let all = (0...255).map { UInt8($0) }
        #expect(TextCode.base64url([0xFB, 0xFF]) == "-_8" && TextCode.bytes(base64url: TextCode.base64url(all)) == all)
        for text in ["Z", "Zg=", "Zh", "Zm9", "Zm+v", "Zm/v", "Zm9v ", "Zmé", "Zm9vY"] { #expect(TextCode.bytes(base64url: text) == nil, "\(text)") }
    }

    @Test("writes base 32 as RFC 4648 does, and reads Crockford's back")
    func base32() {
        let published = ["": "", "f": "MY", "fo": "MZXQ", "foo": "MZXW6", "foob": "MZXW6YQ", "fooba": "MZXW6YTB", "foobar": "MZXW6YTBOI"]
        for (plain, text) in published {
            #expect(TextCode.base32(Array(plain.utf8), alphabet: TextCode.rfc4648) == text)
            #expect(TextCode.bytes(base32: text, alphabet: TextCode.rfc4648) == Array(plain.utf8))
        }
        #expect(TextCode.bytes(base32: "MZ", alphabet: TextCode.rfc4648) == nil)
        #expect(TextCode.crockfordTyped(" oIl-u7 ") == "011?7")
    }
}
