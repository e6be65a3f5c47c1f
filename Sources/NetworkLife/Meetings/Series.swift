import Access
import Journal
import Storage

/// The meetings that came before one: those that it follows, and those of the same type and antenna.
package struct Series: Sendable {
    /// The nearest first.
    package let earlier: [MeetingRecord]
    /// Of the national meetings: which one this is, and of how many.
    package let place: (number: Int, of: Int)?

    package init(_ meeting: MeetingRecord, _ connection: any Connection) throws {
        var found: [ID<Meeting>: MeetingRecord] = [:]
        var next = meeting.previous
        while let id = next, found[id] == nil, id != meeting.id, found.count < 50, let record = try connection.find(MeetingRecord.self, id)?.record {
            found[id] = record
            next = record.previous
        }
        var place: (Int, Int)?
        if meeting.type.recurs {
            let same = try connection.all(
                MeetingRecord.self, "WHERE type = ? ORDER BY \"when\", id LIMIT 200", [meeting.type.value]
            ).map(\.record).filter { $0.branch == meeting.branch }.inOrder
            if let number = same.firstIndex(where: { $0.id == meeting.id }) {
                for record in same.prefix(number) { found[record.id] = record }
                place = (number + 1, same.count)
            }
        }
        earlier = found.values.sorted { ($0.startsOn?.number ?? .max, $0.id) > ($1.startsOn?.number ?? .max, $1.id) }
        self.place = place
    }

    /// What the earlier meetings decided that is not settled, late first, and what was settled since the last of them took place.
    package func carried(_ connection: any Connection) throws -> (unsettled: [Decision], settled: [Decision]) {
        guard !earlier.isEmpty else { return ([], []) }
        let ids = earlier.prefix(50).map(\.id.value)
        let marks = ids.map { _ in "?" }.joined(separator: ", ")
        let unsettled = try connection.all(
            Decision.self, "WHERE meeting IN (\(marks)) AND settled = 0 ORDER BY deadline, id LIMIT 100", ids
        ).map(\.record)
        let since = earlier.first { $0.startsOn != nil }?.startsOn?.description ?? "0000"
        let settled = try connection.all(
            Decision.self,
            """
            WHERE meeting IN (\(marks)) AND settled = 1 AND EXISTS (SELECT 1 FROM decision_follow_up \
            WHERE decision_follow_up.decision = decision.id AND decision_follow_up."on" >= ?) ORDER BY deadline, id LIMIT 100
            """, ids + [.text(since)]
        ).map(\.record)
        return (unsettled, settled)
    }
}

extension [MeetingRecord] {
    /// As they stand, but for those without a date: these follow one another as each says which it follows.
    fileprivate var inOrder: [MeetingRecord] {
        let previous = Dictionary(map { ($0.id, $0.previous) }, uniquingKeysWith: { first, _ in first })
        let depth = { (meeting: MeetingRecord) in
            var (steps, next) = (0, meeting.previous)
            while let id = next, steps < previous.count {
                steps += 1
                next = previous[id] ?? nil
            }
            return steps
        }
        let undated = filter { $0.startsOn == nil }.map { (record: $0, depth: depth($0)) }
        return filter { $0.startsOn != nil } + undated.sorted { ($0.depth, $0.record.id) < ($1.depth, $1.record.id) }.map(\.record)
    }
}

extension MeetingType {
    /// Whether meetings of this type follow one another by themselves.
    package var recurs: Bool { [.national, .branch, .steering, .body].contains(self) }
}

extension MeetingRecord {
    /// A date to propose where there is none: six months after the national meeting before it, or after the project's start.
    package static func proposal(for number: Int, previous: Day?, projectStart: Day?) -> Day? {
        if let previous { return previous.advanced(byMonths: 6) }
        return projectStart?.advanced(byMonths: 1 + 6 * (number - 1))
    }
}

extension Connection {
    /// Whether this account answers for a decision, as its owner or beside them.
    package func owns(_ account: ID<Account>, _ decision: Decision) throws -> Bool {
        if decision.owner == account { return true }
        return try first(
            "SELECT 1 FROM decision_owner WHERE decision = ? AND account = ? LIMIT 1", [decision.id.value, account.value]
        ) { _ in true } ?? false
    }

    /// The decisions that wait for this account, the nearest deadline first.
    package func decisions(waitingFor account: ID<Account>) throws -> [Decision] {
        try all(
            Decision.self,
            """
            WHERE settled = 0 AND (owner = ? OR id IN (SELECT decision FROM decision_owner WHERE account = ?)) \
            ORDER BY deadline, id LIMIT 50
            """, [account.value, account.value]
        ).map(\.record)
    }
}
