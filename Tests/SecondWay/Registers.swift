import Journal

/// What the registers stand at, read from entries alone: no table, no record type, no statement.
package struct Registers {
    /// A record that stands, by the names of its fields.
    struct Row {
        let id: AnyID
        let fields: [String: Value]
        /// When it was written.
        let made: Mark

        func text(_ name: String) -> String? { if case .text(let text)? = fields[name], !text.isEmpty { text } else { nil } }
        func number(_ name: String) -> Int { if case .integer(let number)? = fields[name] { Int(number) } else { 0 } }
        func has(_ name: String) -> Bool { fields[name].map { $0 != .null } ?? false }
        /// What it belongs to.
        var owner: AnyID? { ["case_file", "meeting", "decision", "referral", "outside"].lazy.compactMap { self.id($0) }.last }
        func id(_ name: String) -> AnyID? { if case .bytes(let bytes)? = fields[name] { AnyID(bytes: bytes) } else { nil } }
    }

    private let byKind: [String: [Row]]
    private let byID: [AnyID: Row]
    /// The rows of each kind by what one of their fields names: the file or the meeting that they belong to.
    private let belonging: [String: [AnyID: [Row]]]

    package init(_ entries: [Entry]) {
        var versions: [AnyID: [FieldVersion]] = [:]
        var kinds: [AnyID: String] = [:]
        for entry in entries {
            let mark = Mark(entry.header.stamp, entry.header.writer)
            for part in entry.parts {
                guard case .changes(let changes)? = part?.content else { continue }
                for change in changes {
                    kinds[change.record] = change.kind
                    versions[change.record, default: []] += change.fields.map { field in
                        FieldVersion(
                            field: field.field, value: field.value, depth: field.depth, mark: mark, entry: entry.hash, isMaking: change.isMaking,
                            replaces: field.replaces)
                    }
                }
            }
        }
        var byKind: [String: [Row]] = [:]
        for (record, versions) in versions {
            let standing = Standing(of: versions)
            guard standing.isPresent, let made = standing.making, let kind = kinds[record] else { continue }
            byKind[kind, default: []].append(Row(id: record, fields: standing.fields.compactMapValues(\.value), made: made))
        }
        self.byKind = byKind.mapValues { $0.sorted { $0.id < $1.id } }
        byID = Dictionary(uniqueKeysWithValues: byKind.values.joined().map { ($0.id, $0) })
        belonging = self.byKind.mapValues { rows in
            Dictionary(grouping: rows.filter { $0.owner != nil }) { $0.owner! }
        }
    }

    /// The rows of a kind, in the order of their identifiers; of one organisation where one is named.
    func all(_ kind: String, of organization: AnyID? = nil, by column: String = "organization") -> [Row] {
        (byKind[kind] ?? []).filter { organization == nil || $0.id(column) == organization }
    }

    func find(_ id: AnyID?) -> Row? { id.flatMap { byID[$0] } }

    /// The rows of a kind that belong to a record, in the order of their identifiers.
    func all(_ kind: String, belongingTo record: AnyID) -> [Row] { belonging[kind]?[record] ?? [] }
}

/// Of whom, when, and as known on which day.
package struct Question {
    let organization: AnyID?
    let first: Day
    let last: Day
    let today: Day

    package init(organization: AnyID?, first: Day, last: Day, today: Day) {
        (self.organization, self.first, self.last, self.today) = (organization, first, last, today)
    }

    func holds(_ text: String?) -> Bool { text.map { first.description <= $0 && $0 <= last.description } ?? false }
    func holdsMonth(_ text: String?) -> Bool { text.map { first.description.prefix(7) <= $0 && $0 <= last.description.prefix(7) } ?? false }
}

/// One thing counted.
struct Counted {
    var amount = 1
    var counts = true
    var once: AnyID?
    var codes: [String: String?] = [:]
}

/// What an indicator comes to, and by each code of each dimension; without a code, under "".
package struct Answer: Equatable, Sendable {
    package let whole: String
    package let parts: [String: [String: String]]

    init(_ counted: [Counted], _ dimensions: [String], _ total: ([Counted]) -> String) {
        whole = total(counted)
        var parts: [String: [String: String]] = [:]
        for dimension in dimensions {
            for code in Set(counted.map { ($0.codes[dimension] ?? nil) ?? "" }) {
                parts[dimension, default: [:]][code] = total(counted.filter { (($0.codes[dimension] ?? nil) ?? "") == code })
            }
        }
        self.parts = parts
    }
}

/// The ways to make one figure of what was counted.
enum Total {
    static func sum(_ counted: [Counted]) -> String { "\(counted.map(\.amount).reduce(0, +))" }
    static func different(_ counted: [Counted]) -> String { "\(Set(counted.filter(\.counts).compactMap(\.once)).count)" }

    static func share(_ counted: [Counted]) -> String {
        let whole = counted.map(\.amount).reduce(0, +)
        return whole == 0 ? "-" : "\(counted.filter(\.counts).map(\.amount).reduce(0, +))/\(whole)"
    }

    static func middle(_ counted: [Counted]) -> String {
        let days = counted.filter(\.counts).map(\.amount).sorted()
        guard !days.isEmpty else { return "-" }
        return "\(days[(days.count - 1) / 2] + days[days.count / 2])/2 of \(days.count), \(counted.count - days.count) open"
    }
}
