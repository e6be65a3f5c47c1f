import Journal
import Testing

@testable import Storage

@Suite("The content of a backup")
struct BackupReaderTests {
    private static let items: [BackupItem] = [
        .setting(name: "name", value: "Carnet"), .entry(header: [1, 2, 3], parts: [UInt8](repeating: 4, count: 200)),
        .table(name: "key_wrap", columns: [BackupColumn("subject", .bytes), BackupColumn("item", .integer)]),
        .row([.bytes([5]), .integer(-1)]),
    ]
    private static let heading = BackupHeading(.journal, id: AnyID(high: 1, low: 2), milliseconds: 3)
    private static let bytes = heading.bytes + items.flatMap(\.bytes) + BackupItem.end(count: UInt64(items.count)).bytes

    private func read(_ bytes: [UInt8], by size: Int = 7) throws -> [BackupItem] {
        var rest = bytes[...]
        let source: BackupReader.Source = {
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(size) }
            return Array(rest.prefix(size))
        }
        var reader = try BackupReader(source)
        var items: [BackupItem] = []
        while let item = try reader.next(source) { items.append(item) }
        return items
    }

    @Test("is read as it was written, in pieces of any length", arguments: [1, 2, 33, 34, 35, 1_000])
    func pieces(size: Int) throws {
        #expect(try read(Self.bytes, by: size) == Self.items)
    }

    @Test("is refused wherever it is cut, and where anything follows its end")
    func cuts() throws {
        for length in 0..<Self.bytes.count { #expect(throws: Malformed.self) { try read(Array(Self.bytes.prefix(length))) } }
        #expect(throws: Malformed.self) { try read(Self.bytes + [0]) }
        #expect(throws: Malformed.self) { try read(Self.heading.bytes + BackupItem.end(count: 1).bytes) }
    }

    @Test("has lengths in their shortest form, which are met by bytes and not believed")
    func lengths() throws {
        let end = BackupItem.end(count: 0).bytes
        #expect(try read(Self.heading.bytes + end) == [])
        #expect(throws: Malformed.self) { try read(Self.heading.bytes + [0xff, 0x88, 0x00] + end.dropFirst(2)) }
        for length in [
            [UInt8](repeating: 0xff, count: 8) + [0x3f], [UInt8](repeating: 0xff, count: 9) + [1], [0x80, 0x80, 0x80, 0x80, 0x10],
        ] as [[UInt8]] {
            #expect(throws: Malformed.self) { try read(Self.heading.bytes + [4] + length + [0]) }
        }
    }
}
