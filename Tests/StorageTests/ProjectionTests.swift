import Journal
@testable import Storage
import Testing

@Suite("The projection of a record that was made once")
struct ProjectionTests {
    private let layouts = [Note.kind: TableLayout(RecordKind(Note.self))]
    private let record = AnyID()

    private func entry(_ fields: [FieldChange], isMaking: Bool = true, kind: String = Note.kind, beside more: [Part] = []) -> Entry {
        let parts = [Part(.changes([RecordChange(kind: kind, record: record, isMaking: isMaking, fields: fields)]))] + more
        return Entry(
            header: Header(
                writer: .random(), scope: .network, sequence: 1, previous: nil, stamp: Stamp(milliseconds: 1_800_000_000_000), author: nil, act: "note.make",
                parts: parts.map { Digest(of: $0.bytes) }),
            parts: parts)
    }

    /// What stands by the long way, which asks the whole history.
    private func standing(_ entry: Entry) -> Projected? {
        RecordVersions(of: record, in: [entry]).flatMap { all in layouts[all.kind].map { Projected(record, $0.kind, all.standing) } }
    }

    @Test("is, the quick way, what the whole history says")
    func quick() throws {
        let all = [FieldChange("text", .text("é")), FieldChange("place", .text("Agadez")), FieldChange("count", .integer(3)), FieldChange("share", .real(0.5))]
        for some in [all, Array(all.prefix(1)), [all[0], all[3]], [all[2]]] {
            let entry = entry(some)
            let made = try #require(Projected(record, madeBy: entry, layouts))
            let stands = try #require(standing(entry))
            #expect(made.row == stands.row && made.row != nil && made.collisions == stands.collisions)
        }
    }

    @Test("leaves whatever is unusual to the long way")
    func unusual() {
        let text = FieldChange("text", .text("a"))
        let unusual: [[FieldChange]] = [
            [FieldChange("place", .text("b")), text], [text, text], [text, FieldChange("later", .text("c"))], [FieldChange("text", .null)],
            [FieldChange("text", .integer(1))], [FieldChange("text", .text("a\0b"))], [text, FieldChange(Standing.removed, .integer(1))],
        ]
        for fields in unusual { #expect(Projected(record, madeBy: entry(fields), layouts) == nil, "\(fields)") }
        #expect(Projected(record, madeBy: entry([text], isMaking: false), layouts) == nil)
        #expect(Projected(record, madeBy: entry([text], kind: "unknown"), layouts) == nil)
        #expect(Projected(AnyID(), madeBy: entry([text]), layouts) == nil)
        #expect(Projected(record, madeBy: entry([text], beside: [Part(.attachment([1]))]), layouts) == nil)
        #expect(Projected(record, [entry([text, FieldChange(Standing.removed, .integer(1))])], layouts)?.row == nil)
    }
}
