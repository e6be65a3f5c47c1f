import Journal
import Testing

@testable import Vault

@Suite struct SealedTests {
    let key = DataKey(subject: subject)
    let place = SealedPlace(subject: subject, kind: "person", record: record, field: "name")

    @Test("does not open in another field, record, kind or subject")
    func inPlace() throws {
        let sealed = try Sealed("Zeinabou", under: key, at: place)
        #expect(try sealed.open(with: key, at: place) == "Zeinabou")
        let others = [
            SealedPlace(subject: subject, kind: "person", record: record, field: "nam"),
            SealedPlace(subject: subject, kind: "person", record: stranger, field: "name"),
            SealedPlace(subject: subject, kind: "persons", record: record, field: "name"),
        ]
        for other in others { #expect(throws: VaultError.notOpened) { try sealed.open(with: key, at: other) } }
        let elsewhere = SealedPlace(subject: stranger, kind: "person", record: record, field: "name")
        #expect(throws: VaultError.wrongKey) { try sealed.open(with: key, at: elsewhere) }
        #expect(throws: VaultError.wrongKey) { try Sealed("Zeinabou", under: key, at: elsewhere) }
        let renamed = try DataKey(subject: stranger, material: key.material)
        #expect(throws: VaultError.notOpened) { try sealed.open(with: renamed, at: elsewhere) }
    }

    @Test("does not open with another key or a changed byte")
    func changedBytes() throws {
        let sealed = try Sealed("Zeinabou", under: key, at: place)
        #expect(throws: VaultError.notOpened) { try sealed.open(with: DataKey(subject: subject), at: place) }
        for index in 2..<sealed.bytes.count {
            let other = try Sealed<String>(bytes: changed(sealed.bytes, at: index))
            #expect(throws: VaultError.notOpened) { try other.open(with: key, at: place) }
        }
    }

    @Test("tells two places apart whatever the lengths of their names")
    func injective() {
        let a = SealedPlace(subject: subject, kind: "per", record: record, field: "sonname")
        let b = SealedPlace(subject: subject, kind: "person", record: record, field: "name")
        #expect(a.context != b.context)
        #expect(context("a", [1, 2], [3]) != context("a", [1], [2, 3]))
    }

    @Test("is stored as bytes and read back, and says of other bytes what is wrong")
    func fieldValue() throws {
        let sealed = try Sealed(12, under: key, at: place)
        #expect(Sealed<Int>.column == .bytes)
        #expect(try Sealed<Int>(value: sealed.value) == sealed)
        #expect(throws: Malformed.self) { try Sealed<Int>(value: .text("12")) }
        #expect(throws: Malformed.self) { try Sealed<Int>(value: .bytes([1, 2, 3])) }
        #expect("\(sealed)" == "‹sealed›")
    }

    @Test("is malformed when a value of another type was sealed")
    func types() throws {
        let sealed = try Sealed(12, under: key, at: place)
        let other = try Sealed<String>(bytes: sealed.bytes)
        #expect(throws: VaultError.malformed("text expected")) { try other.open(with: key, at: place) }
    }

    @Test("gives names of one to thirty letters one length")
    func lengths() throws {
        let lengths = try [0, 1, 12, 30].map { try Sealed(String(repeating: "a", count: $0), under: key, at: place).bytes.count }
        #expect(Set(lengths) == [2 + 28 + 32])
        #expect(try Sealed(String(repeating: "a", count: 31), under: key, at: place).bytes.count == 2 + 28 + 64)
    }

    @Test("takes padding off again at every length about a block's edge")
    func padding() throws {
        for length in Array(0...100) + [254, 255, 256, 257, 4094, 4095, 4096, 4097, 10_000] {
            let plain = (0..<length).map { UInt8(truncatingIfNeeded: $0 % 3 == 0 ? 0x80 : 0) }
            let padded = Padding.pad(plain)
            #expect(padded.count == Padding.paddedLength(ofMarked: padded.count))
            #expect(try Padding.unpad(padded) == plain)
        }
        let longer = Padding.pad([1, 2, 3]) + [UInt8](repeating: 0, count: 32)
        for other in [[UInt8](repeating: 0, count: 32), longer, [0x80], []] {
            #expect(throws: VaultError.malformed("padding")) { try Padding.unpad(other) }
        }
    }
}
