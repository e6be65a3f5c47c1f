import Foundation
import Journal
import Storage
import StorageSQLite
import Support
import Synchronization

struct Note: Record, Equatable {
    static let kind = "note"
    static let title = Phrase(same: "Note")
    static let scope = ScopeForm.network
    static let fields: [Field<Note>] = [
        .init("text", \.text, "Texte", en: "Text", required: true),
        .init("place", \.place, "Lieu", en: "Place"),
        .init("count", \.count, "Nombre", en: "Count"),
        .init("share", \.share, "Part", en: "Share"),
        .init("done", \.isDone, "Fait", en: "Done"),
    ]
    static let indexes = [["place"]]

    var id = ID<Note>()
    var text = ""
    var place: String?
    var count: Int?
    var share: Double?
    var isDone: Bool?

    init() {}

    init(_ text: String, place: String? = nil, count: Int? = nil) {
        (self.text, self.place, self.count) = (text, place, count)
    }
}

/// A kind whose fields may all be empty.
struct Blank: Record, Equatable {
    static let kind = "blank"
    static let title = Phrase(same: "Blank")
    static let scope = ScopeForm.network
    static let fields: [Field<Blank>] = [.init("text", \.text, "Texte", en: "Text")]

    var id = ID<Blank>()
    var text: String?
}

struct Letter: Record, Equatable {
    static let kind = "letter"
    static let title = Phrase(same: "Letter")
    static let scope = ScopeForm.correspondence
    static let fields: [Field<Letter>] = [.init("text", \.text, "Texte", en: "Text", required: true)]

    var id = ID<Letter>()
    var text = ""
}

/// What Storage itself would never know: a kind of a newer version.
struct Later: Record, Equatable {
    static let kind = "later"
    static let title = Phrase(same: "Later")
    static let scope = ScopeForm.network
    static let fields: [Field<Later>] = [.init("text", \.text, "Texte", en: "Text")]

    var id = ID<Later>()
    var text: String?
}

let samples = Schema([RecordKind(Note.self), RecordKind(Blank.self), RecordKind(Letter.self)])
let newerSamples = Schema([RecordKind(Note.self), RecordKind(Blank.self), RecordKind(Letter.self), RecordKind(Later.self)])
let author = Author(ID<Account>(high: 1, low: 1))

/// A machine's clock that a test sets, in milliseconds since 1970.
final class TestClock: Sendable {
    private let milliseconds: Mutex<UInt64>

    init(_ milliseconds: UInt64 = 1_800_000_000_000) {
        self.milliseconds = Mutex(milliseconds)
    }

    var now: UInt64 {
        get { milliseconds.withLock { $0 } }
        set { milliseconds.withLock { $0 = newValue } }
    }

    var read: @Sendable () -> UInt64 { { self.now } }
}

func withStore<T>(
    _ engine: Engine, clock: TestClock = TestClock(), schema: Schema = samples, _ body: (Store) async throws -> T
) async throws -> T {
    try await TestDatabase.with(engine) { try await body(try await Store.open($0, schema, now: clock.read)) }
}

extension Store {
    func make(_ note: Note, token: AnyID = AnyID(), about subject: AnyID? = nil) async throws -> Outcome {
        try await perform("note.make", by: author, token: token) { try $0.make(note, about: subject) }
    }

    @discardableResult
    func change(_ note: Note, seen: Versions? = nil, asked: Set<String>? = nil) async throws -> Outcome {
        try await perform("note.update", by: author) { try $0.update(note, seen: seen, asked: asked) }
    }

    func note(_ id: ID<Note>) async throws -> Stored<Note>? {
        try await read { try $0.find(Note.self, id) }
    }

    func blank(_ id: ID<Blank>) async throws -> Stored<Blank>? {
        try await read { try $0.find(Blank.self, id) }
    }

    func note(_ id: ID<Note>, asOf stamp: Stamp) async throws -> Note? {
        try await read { try $0.record(Note.self, id, asOf: stamp) }
    }

    func history(of id: ID<Note>) async throws -> [HistoryItem] {
        try await read { try $0.history(of: id.cast()) }
    }

    func collisions(of id: ID<Note>) async throws -> [Collision] {
        try await read { try $0.collisions(of: id.cast()) }
    }

    /// All that is projected, as text: what two nodes that hold the same must have alike.
    func dump() async throws -> [String] {
        try await read { connection in
            var lines: [String] = []
            for kind in self.schema.kinds {
                let columns =
                    [("id", ColumnType.bytes), ("made", .integer), ("changed", .integer), ("versions", .bytes)]
                    + kind.columns.map { ($0.name, $0.type) }
                lines += try connection.rows(
                    "SELECT \(columns.map { TableLayout.quoted($0.0) }.joined(separator: ", ")) FROM \(TableLayout.quoted(kind.name))"
                ) { row in
                    "\(kind.name) "
                        + (try columns.enumerated().map { "\(try row.value($0.offset, as: $0.element.1))" }).joined(separator: " ")
                }
            }
            lines += try connection.rows("SELECT record, field, stamp, writer, entry, kind FROM collision") {
                "collision \(try $0.bytes(0)) \(try $0.text(1)) \(try $0.integer(2)) \(try $0.bytes(3)) \(try $0.bytes(4)) \(try $0.text(5))"
            }
            lines += try connection.rows("SELECT record, header FROM history JOIN entry ON entry.place = history.place") {
                "history \(try $0.bytes(0)) \(Digest(of: try $0.bytes(1)).bytes)"
            }
            lines += try connection.rows("SELECT header, parts FROM entry") { "entry \(try $0.bytes(0)) \(try $0.bytes(1))" }
            lines += try connection.rows("SELECT part, subject, bytes FROM attachment") {
                "attachment \(try $0.bytes(0)) \(try $0.value(1, as: .bytes)) \(Digest(of: try $0.bytes(2)))"
            }
            return lines.sorted()
        }
    }
}

extension Act {
    func note(_ id: ID<Note>) throws -> Note? {
        try connection.find(Note.self, id)?.record
    }
}
