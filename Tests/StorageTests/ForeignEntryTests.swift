import Journal
import Storage
import Support
import Testing

/// Entries that keep the form and that none of ours would write: someone else may.
@Suite("An entry that none of ours would write")
struct ForeignEntryTests {
    private static let record = AnyID(high: 1, low: 1)
    private static let stamp = Stamp(milliseconds: 1_700_000_000_000)

    private static func parcel(act: String = "note.make", _ parts: [Part], after previous: Header? = nil) -> (Header, Parcel) {
        let header = Header(
            writer: WriterID(high: 9, low: 9), scope: .network, sequence: (previous?.sequence ?? 0) + 1,
            previous: previous.map { Digest(of: $0.bytes) },
            stamp: Stamp(raw: stamp.raw + 1 + (previous?.sequence ?? 0)), author: nil, act: act, parts: parts.map { Digest(of: $0.bytes) })
        return (header, Parcel(header: header.bytes, parts: Entry.bundle(parts.map(\.bytes))))
    }

    private static func change(_ kind: String = "note", _ fields: [FieldChange] = [FieldChange("text", .text("a"))], isMaking: Bool = true)
        -> RecordChange
    {
        RecordChange(kind: kind, record: record, isMaking: isMaking, fields: fields)
    }

    private static func drop(_ part: Part, of header: Header, kind: String = "note", field: String = "text", salt: UInt64) -> Part {
        let dropped = DroppedChange(kind: kind, record: record, isMaking: true, field: field, depth: 1, replaces: [])
        return Part(
            salt: AnyID(high: 0, low: salt),
            .drop(
                PartDrop(
                    entry: Digest(of: header.bytes), part: Digest(of: part.bytes), writer: header.writer, stamp: header.stamp,
                    ground: "request", changes: [dropped])))
    }

    /// Takes in each, and says which were refused; whatever became of it, tables and journal agree.
    private func taken(_ engine: Engine, _ parcels: [Parcel]) async throws -> [MergeError?] {
        try await TestDatabase.with(engine) { database in
            let store = try await Store.open(database, samples)
            var errors: [MergeError?] = []
            for parcel in parcels {
                var report = MergeReport()
                do {
                    try await store.receive([parcel], into: &report)
                    errors.append(nil)
                } catch let error as MergeError {
                    errors.append(error)
                }
            }
            #expect(try await store.verify() == [])
            try await store.rebuild()
            #expect(try await store.verify() == [])
            return errors
        }
    }

    @Test("is refused for a name that no version gives", arguments: Engine.allCases, ["", "a\u{0}b", "né", "Note", "a b", "a/b"])
    func names(engine: Engine, name: String) async throws {
        let part = Part(.changes([Self.change()]))
        let (header, good) = Self.parcel([part])
        let bad = [
            Self.parcel(act: name, [part]).1, Self.parcel([Part(.changes([Self.change(name)]))]).1,
            Self.parcel([Part(.changes([Self.change("note", [FieldChange(name, .text("a"))])]))]).1,
            Self.parcel([Self.drop(part, of: header, kind: name, salt: 1)]).1,
            Self.parcel([Self.drop(part, of: header, field: name, salt: 1)]).1,
        ]
        let errors = try await taken(engine, bad + [good])
        #expect(errors.dropLast().allSatisfy { $0 == .malformed("a name that is none") }, "\(errors)")
        #expect(errors.last == .some(nil))
    }

    @Test("may say one thing twice: a part, a field, a record, an order to forget", arguments: Engine.allCases)
    func twice(engine: Engine) async throws {
        let part = Part(salt: AnyID(high: 0, low: 7), .changes([Self.change()]))
        let double = Part(
            .changes([Self.change("note", [FieldChange("text", .text("a")), FieldChange("text", .text("b"))]), Self.change()]))
        let (first, one) = Self.parcel([part, part, double])
        let (second, two) = Self.parcel(
            act: "part.drop", [Self.drop(part, of: first, salt: 1), Self.drop(part, of: first, salt: 2)], after: first)
        let (_, three) = Self.parcel(act: "part.drop", [Self.drop(part, of: first, salt: 3)], after: second)
        #expect(try await taken(engine, [one, two, three]) == [nil, nil, nil])
    }
}
