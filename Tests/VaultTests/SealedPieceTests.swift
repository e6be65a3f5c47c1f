import Journal
import Testing

@testable import Vault

@Suite("A sealed piece of a file")
struct SealedPieceTests {
    private static let subject = AnyID(high: 1, low: 1)
    private static let place = SealedPlace(subject: subject, kind: "case_document", record: AnyID(high: 2, low: 2), field: "file")

    @Test("opens as what it is, where it is, and fits an attachment", arguments: [0, 1, 31, 4095, 4096, SealedPiece.plainBytes])
    func opens(count: Int) throws {
        let key = DataKey(subject: Self.subject)
        let plain = [UInt8](repeating: 7, count: count)
        let sealed = try SealedPiece.seal(plain, number: 3, under: key, at: Self.place)
        #expect(sealed.count <= 1 << 20)
        #expect(SealedPiece.open(sealed, number: 3, with: [DataKey(subject: Self.subject), key], at: Self.place) == plain)
    }

    @Test("opens nowhere else, under no other key, and not when a byte has changed")
    func bound() throws {
        let key = DataKey(subject: Self.subject)
        let sealed = try SealedPiece.seal([1, 2, 3], number: 3, under: key, at: Self.place)
        let other = AnyID(high: 9, low: 9)
        let places = [
            SealedPlace(subject: Self.subject, kind: "feedback", record: Self.place.record, field: "file"),
            SealedPlace(subject: Self.subject, kind: "case_document", record: other, field: "file"),
            SealedPlace(subject: Self.subject, kind: "case_document", record: Self.place.record, field: "voice"),
            SealedPlace(subject: other, kind: "case_document", record: Self.place.record, field: "file"),
        ]
        for place in places { #expect(SealedPiece.open(sealed, number: 3, with: [key], at: place) == nil) }
        #expect(SealedPiece.open(sealed, number: 2, with: [key], at: Self.place) == nil)
        #expect(SealedPiece.open(sealed, number: 3, with: [DataKey(subject: Self.subject)], at: Self.place) == nil)
        for number in sealed.indices {
            var changed = sealed
            changed[number] ^= 1
            #expect(SealedPiece.open(changed, number: 3, with: [key], at: Self.place) == nil)
        }
        #expect(throws: VaultError.wrongKey) { try SealedPiece.seal([1], number: 0, under: DataKey(subject: other), at: Self.place) }
    }
}
