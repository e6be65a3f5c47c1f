import Journal
import Testing

@testable import Vault

@Suite("A slip’s code")
struct SlipCodeTests {
    @Test("opens what was wrapped for it however it is typed, and nothing else does")
    func opens() throws {
        let slip = SlipCode.draw()
        let key = DataKey(subject: .random())
        let wrap = try key.wrap(for: slip)
        let typed = try #require(SlipCode(slip.text.lowercased().replacing("-", with: " ")))
        #expect(typed.text == slip.text && typed.name == slip.name)
        #expect(try DataKey(opening: wrap, subject: key.subject, by: typed).material == key.material)
        #expect(throws: VaultError.notOpened) { try DataKey(opening: wrap, subject: key.subject, by: SlipCode.draw()) }
        #expect(throws: VaultError.notOpened) { try DataKey(opening: wrap, subject: .random(), by: slip) }
        for text in ["", "ABCD", slip.text + "0", "É" + String(repeating: "A", count: 15)] { #expect(SlipCode(text) == nil) }
    }
}
