import Foundation
import Testing

@testable import Vault

@Suite struct PassphraseTests {
    @Test("has 4,096 different words of ASCII letters")
    func words() {
        let words = (0..<Words.count).map(Words.word)
        #expect(Set(words).count == 4096)
        #expect(words.allSatisfy { (5...7).contains($0.count) && $0.utf8.allSatisfy { (97...122).contains($0) && $0 != 101 } })
    }

    @Test("is generated as five words that it would itself accept")
    func generated() {
        let passphrase = Passphrase.generated()
        #expect(passphrase.text.split(separator: " ").count == 5)
        #expect(Passphrase(passphrase.text) == passphrase)
        #expect(Passphrase.generated() != passphrase)
    }

    @Test(
        "takes what a telephone or another keyboard makes of a passphrase",
        arguments: ["Brado  Stuma", " brado\u{A0}stuma\n", "ＢＲＡＤＯ stuma", "brado\u{3000}STUMA"])
    func normalised(typed: String) {
        #expect(Passphrase(typed).text == "brado stuma")
    }

    @Test("writes accents in one way")
    func accents() {
        #expect(Passphrase("E\u{301}te\u{301}") == Passphrase("été"))
    }

    @Test("keeps what is chosen long, varied and not one's own name")
    func weakness() {
        #expect(Passphrase("chameau lune puits vent").weakness() == nil)
        #expect(Passphrase("chameau lune").weakness() == .tooShort)
        #expect(Passphrase("Mariama Sani Promig").weakness(guessable: ["Mariama", "Sani"]) == .tooShort)
        #expect(Passphrase("aaaaaaaaaaaaaaaaaaaa").weakness() == .tooRegular)
        #expect(Passphrase("abcdefghijklmnopqrst").weakness() == .tooRegular)
        #expect(Passphrase("12345678901234567890").weakness() == .tooRegular)
    }

    @Test("prints nothing of a secret")
    func secrets() {
        let secrets: [any Secret] = [
            Passphrase("brado stuma"), MemberKeys(member: member), CircleKey(circle: circle), DataKey(subject: subject),
            SessionSecret(), DraftKey(), TOTP(), ArchiveKey(), FormToken(SessionSecret()),
        ]
        for secret in secrets {
            var dumped = ""
            dump(secret, to: &dumped)
            #expect("\(secret)" == "‹secret›" && String(reflecting: secret) == "‹secret›")
            #expect(dumped == "- ‹secret›\n")
        }
    }
}
