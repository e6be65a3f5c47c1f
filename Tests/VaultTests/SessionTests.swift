import Foundation
import Testing

@testable import Vault

@Suite struct SessionTests {
    let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test("opens the member's keys with the cookie alone")
    func session() throws {
        let session = SessionSecret()
        let keys = MemberKeys(member: member, generation: 2)
        let sealed = try session.seal(keys)
        let returned = try #require(SessionSecret(cookie: session.cookie))
        #expect(returned.id == session.id && session.cookie.count == 43)
        #expect(try returned.open(sealed, member: member).material == keys.material)
        #expect(throws: VaultError.notOpened) { try SessionSecret().open(sealed, member: member) }
        #expect(throws: VaultError.notOpened) { try session.open(sealed, member: stranger) }
        for index in [5, 6, sealed.count - 1] {
            #expect(throws: VaultError.notOpened) { try session.open(changed(sealed, at: index), member: member) }
        }
    }

    @Test("takes no cookie of another length or alphabet", arguments: ["", "abc", "!", String(repeating: "=", count: 43)])
    func cookies(text: String) {
        #expect(SessionSecret(cookie: text) == nil)
        #expect(DraftKey(cookie: text) == nil)
    }

    @Test("masks its form token anew each time, and takes no other session's")
    func formTokens() {
        let session = SessionSecret()
        let token = FormToken(session)
        let first = token.masked()
        #expect(first != token.masked() && first.count == 86)
        #expect(FormToken(session).accepts(first) && !FormToken(SessionSecret()).accepts(first))
        #expect(!token.accepts("") && !token.accepts(String(first.dropLast())) && !token.accepts(session.cookie))
    }

    @Test("gives what was typed back to the same member within the hour")
    func drafts() throws {
        let key = DraftKey()
        let sealed = try key.seal(Array("besoin=abri".utf8), for: member, now: now)
        let returned = try #require(DraftKey(cookie: key.cookie))
        #expect(try returned.open(sealed, for: member, now: now.addingTimeInterval(3599)) == Array("besoin=abri".utf8))
        #expect(throws: VaultError.expired) { try returned.open(sealed, for: member, now: now.addingTimeInterval(3600)) }
        #expect(throws: VaultError.notOpened) { try returned.open(sealed, for: stranger, now: now) }
        #expect(throws: VaultError.notOpened) { try DraftKey().open(sealed, for: member, now: now) }
        #expect(throws: VaultError.tooLong(limitBytes: 3000)) {
            try key.seal([UInt8](repeating: 65, count: 3001), for: member, now: now)
        }
        #expect(try key.seal([UInt8](repeating: 65, count: 3000), for: member, now: now).utf8.count <= 4092)
    }
}
