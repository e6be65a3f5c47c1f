import Foundation
import HTTPTypes
import Hummingbird
import Journal
import Matching
import Storage
import StorageSQLite
import Vault
import Web

/// Eight clients that each register one person after the other, by the form of a first contact; then the rows that this wrote, bare, in the same groups.
struct RegisteringMeasure {
    private let arguments: Arguments
    private let count: Int

    init(_ arguments: Arguments) {
        self.arguments = arguments
        count = arguments.number("count", or: 800)
    }

    func run() async throws {
        let cookie = arguments.text("cookie")
        guard let secret = cookie.split(separator: "=").last.flatMap({ SessionSecret(cookie: String($0)) }) else { throw BareFailure(message: "no session in the cookie") }
        let site = try await AskedSite(arguments.text("data"), cookie: cookie)
        let clients = arguments.number("clients", or: 8)
        var dice = InventedDice(seed: 23)
        let forms = (0..<count).map { _ in Self.form(with: InventedPerson(inYear: 2027, using: &dice)) }
        let before = try await Self.frontier(site.store)
        let took = try await seconds {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<clients {
                    group.addTask {
                        for number in stride(from: client, to: count, by: clients) { try await Self.register(forms[number], FormToken(secret), site) }
                    }
                }
                try await group.waitForAll()
            }
        }
        let groups = try await rows(of: site.store, after: before)
        try await site.store.database.close()
        let file = arguments.text("data") + "/raw.sqlite"
        try FileManager.default.copyItem(atPath: arguments.text("empty") + "/promig.sqlite", toPath: file)
        let bare = try BareSQLite(file)
        let inserts = Inserts(bare)
        let raw = try seconds {
            for group in groups {
                try bare.begin()
                for table in group { try inserts.insert(table) }
                try bare.commit()
            }
        }
        let wrote = groups.reduce(0) { $0 + $1.reduce(0) { $0 + $1.rows.count } }
        emit([
            "name": .text("registering"), "persons": .number(Double(count)), "rate": .number(Double(count) / took), "raw": .number(Double(count) / raw),
            "rows": .number(Double(wrote) / Double(count)), "groups": .number(Double(groups.count)),
        ])
    }

    /// What the page sends for someone who agreed to all.
    private static func form(with person: InventedPerson) -> [String: String] {
        var fields = [
            "token": AnyID.random().description, "registered": "yes", "services": "yes", "statistics": "yes", "sharing": "members", "giver": "person", "manner": "oral",
            "place": person.place, "language": "hau", "name": person.name, "sex": person.isWoman ? "female" : "male", "birth_year": "\(person.birthYear)",
            "nationality": person.nationality, "situation": "settled", "request": "Savoir où demander l’asile (exemple).", "individual": "distress", "community": "no-roof",
            "protective": "language", "contact_means": "call",
        ]
        if person.birthYear > 2009 { fields["giver"] = "child-and-adult" }
        fields["telephone"] = person.telephone
        fields["mother_name"] = person.mother
        return fields
    }

    private static func register(_ fields: [String: String], _ proof: FormToken, _ site: AskedSite) async throws {
        var fields = fields
        fields["form"] = proof.masked()
        for _ in 0..<2 {
            let answer = try await site.ask(.post, "/cases/new", encoded(fields))
            if answer.status == .seeOther { return }
            // Whoever may have a file already is shown first.
            let text = try await answer.text()
            guard let seen = text.firstMatch(of: /name="anyway" value="([0-9a-f]+)"/)?.1 else { throw BareFailure(message: "registering was answered \(answer.status.code)") }
            fields["anyway"] = String(seen)
        }
        throw BareFailure(message: "a person was not registered")
    }

    private static func encoded(_ fields: [String: String]) -> String {
        fields.map { "\($0.key)=\($0.value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }.joined(separator: "&")
    }

    // MARK: The rows

    /// Where each stream ended.
    private static func frontier(_ store: Store) async throws -> [Int64: UInt64] {
        try await store.read { try Dictionary(uniqueKeysWithValues: $0.streams().map { ($0.id, $0.position) }) }
    }

    /// All that was written since, one group for each transaction that wrote it.
    private func rows(of store: Store, after before: [Int64: UInt64]) async throws -> [[Written.Table]] {
        let kinds = Schema(Areas.kinds).kinds
        return try await store.read { connection in
            var groups: [[Written.Table]] = []
            for stream in try connection.streams() {
                let first = (before[stream.id] ?? 0) + 1
                guard first <= stream.position else { continue }
                for position in first...stream.position { groups.append(try Self.rows(at: stream.id << 40 | Int64(position), kinds, connection)) }
            }
            return groups
        }
    }

    private static func rows(at place: Int64, _ kinds: [RecordKind], _ connection: any Connection) throws -> [Written.Table] {
        func all(_ name: String, _ columns: [(name: String, type: ColumnType)], _ condition: String, _ value: Value) throws -> Written.Table {
            let list = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
            let rows = try connection.rows("SELECT \(list) FROM \"\(name)\" WHERE \(condition)", [value]) { row in
                try columns.enumerated().map { try row.value($0.offset, as: $0.element.type) }
            }
            return Written.Table(name: name, columns: columns.map(\.name), rows: rows)
        }
        func columns(_ names: String, _ types: ColumnType...) -> [(name: String, type: ColumnType)] {
            zip(names.split(separator: " "), types).map { (name: String($0), type: $1) }
        }
        let at = Value.integer(place)
        var tables = [
            try all("entry", columns("place stamp short header parts", .integer, .integer, .integer, .bytes, .bytes), "place = ?", at),
            try all("history", columns("record place", .bytes, .integer), "place = ?", at), try all("receipt", columns("token place", .bytes, .integer), "place = ?", at),
            try all("subject", columns("subject place", .bytes, .integer), "place = ?", at),
        ]
        for row in tables[1].rows {
            guard case .bytes(let record)? = row.first else { continue }
            for kind in kinds {
                let table = try all(kind.name, Written.columns(of: kind), "id = ?", .bytes(record))
                if !table.rows.isEmpty { tables.append(table) }
            }
        }
        for row in tables[3].rows {
            guard let subject = row.first else { continue }
            let wrap = columns("subject item item_generation holder holder_id holder_generation wrapped", .bytes, .integer, .integer, .integer, .bytes, .integer, .bytes)
            tables.append(try all("key_wrap", wrap, "subject = ?", subject))
            tables.append(try all("index_token", columns("subject person token", .bytes, .bytes, .bytes), "subject = ?", subject))
            tables.append(try all("index_state", columns("subject owner generation version", .bytes, .bytes, .integer, .integer), "subject = ?", subject))
        }
        return tables
    }
}
