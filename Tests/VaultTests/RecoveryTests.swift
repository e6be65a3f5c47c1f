import Journal
import Testing

@testable import Vault

@Suite("A recovery")
struct RecoveryTests {
    @Test("opens with any two of its three sheets, and with no other two")
    func pairs() throws {
        let drawn = try RecoveryKey.draw()
        let other = try RecoveryKey.draw()
        let wraps = drawn.wraps.map(\.0)
        for (one, two) in [(0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)] {
            let key = try RecoveryKey(drawn.key.id, opening: wraps, with: drawn.sheets[one], and: drawn.sheets[two])
            #expect(key.material == drawn.key.material)
        }
        for (one, two) in [(drawn.sheets[0], drawn.sheets[0]), (drawn.sheets[0], other.sheets[1]), (other.sheets[0], other.sheets[1])] {
            #expect(throws: VaultError.wrongCode) { try RecoveryKey(drawn.key.id, opening: wraps, with: one, and: two) }
        }
        #expect(throws: VaultError.wrongCode) { try RecoveryKey(other.key.id, opening: wraps, with: drawn.sheets[0], and: drawn.sheets[1]) }
    }

    @Test("holds the circle’s key, and gives it back")
    func circle() throws {
        let circle = CircleKey(circle: .random())
        let recovery = try RecoveryKey.draw()
        let publicKey = try RecoveryPublicKey(bytes: recovery.key.publicKey.bytes)
        let wrap = try circle.wrap(to: publicKey)
        #expect(try CircleKey(opening: wrap, circle: circle.circle, generation: 1, by: recovery.key).material == circle.material)
        #expect(throws: VaultError.notOpened) { try CircleKey(opening: wrap, circle: circle.circle, generation: 1, by: RecoveryKey.draw().key) }
    }

    @Test("prints sheets that are read again however they are typed, and tells a slip of the pen")
    func typing() throws {
        for sheet in try RecoveryKey.draw().sheets {
            let text = sheet.text
            #expect(RecoverySheet(text.lowercased().replacing("-", with: " "))?.text == text)
            let letters = Array(text)
            // The check has ten bits: nearly every slip is told.
            var told = 0
            for place in letters.indices where letters[place] != "-" {
                var slipped = letters
                slipped[place] = letters[place] == "7" ? "8" : "7"
                if RecoverySheet(String(slipped)) == nil { told += 1 }
            }
            #expect(told >= 28)
        }
        for text in ["", "1", "4AAAA-AAAAA-AAAAA-AAAAA-AAAAA-AAAAA", "É" + String(repeating: "A", count: 29)] { #expect(RecoverySheet(text) == nil) }
    }
}
