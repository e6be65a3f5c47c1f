import Access
import Accounts
import Exchange
import Journal
import NetworkLife
import Protection
import Storage

/// What is late for someone, in numbers, as it can be counted without any key.
struct Overdue: Equatable, Sendable {
    var late = 0
    /// Urgent, and still within its time.
    var toDo = 0

    var isEmpty: Bool { late == 0 && toDo == 0 }

    init(_ reader: Reader, at now: Moment, _ connection: any Connection) throws {
        let (account, organization, today) = (reader.account.value, reader.organization.value, now.day.value)
        func count(_ sql: String, _ values: [Value]) throws -> Int {
            try connection.first("SELECT COUNT(*) FROM \(sql)", values) { Int(try $0.integer(0)) } ?? 0
        }
        late = try connection.decisions(waitingFor: reader.account).count { $0.isLate(on: now.day) }
        if reader.may(.alertAnswer).isAllowed {
            late += try count("alert WHERE organization = ? AND closed = ? AND due < ?", [organization, false.value, now.value])
            toDo = try count("alert WHERE organization = ? AND closed = ? AND due >= ?", [organization, false.value, now.value])
        }
        late += try EscalatedReferrals.late(for: reader, at: now, connection).count
        guard reader.may(.caseShow).isAllowed else { return }
        let files = reader.caseFiles
        let own = "organization = ? AND case_file IN (SELECT id FROM case_file WHERE \(files.sql))"
        late += try count(
            "case_file WHERE organization = ? AND step = ? AND assess_by < ? AND \(CaseloadQuery.following)",
            [organization, CaseStep.identified.value, today, account])
        late += try count("plan_action WHERE organization = ? AND responsible = ? AND done_on IS NULL AND due < ?", [organization, account, today])
        late += try count(
            "data_request WHERE answered_on IS NULL AND due_on < ? AND organization = ? AND (case_file IS NULL OR case_file IN (SELECT id FROM case_file WHERE \(files.sql)))",
            [today, organization] + files.values)
        late += try connection.overdueReferrals(reader.referrals, at: now, limit: 500).count
        late += try connection.overdueOutside((own, [organization] + files.values), at: now, limit: 500).count
    }
}

/// A message a day to whoever something is late for: put in the queue once in the morning, and sent as other mail is.
package struct Reminders: Sendable {
    private static let morning = LocalTime(hour: 6, minute: 30)!

    private let store: Store

    package init(_ store: Store) { self.store = store }

    package func run(_ report: @Sendable (any Error) -> Void) async {
        while !Task.isCancelled {
            do { try await queue() } catch { report(error) }
            try? await Task.sleep(for: .seconds(60))
        }
    }

    /// Queues the reminders of this day, where its morning has come and they are not queued yet.
    package func queue() async throws {
        let now = Moment(milliseconds: store.milliseconds)
        let isDue = try await store.read { try $0.postSettings() != nil && $0.event(.reminded)?.text != now.day.description }
        guard now.time >= Self.morning, isDue else { return }
        let due = try await store.read { connection in
            try connection.all(AccountProfile.self, "WHERE closed_on IS NULL AND email <> '' ORDER BY id").map(\.record).filter(\.wantsReminders).compactMap {
                account in
                try connection.reader(of: account).map { (account, try Overdue($0, at: now, connection)) }
            }.filter { !$0.1.isEmpty }
        }
        _ = try await store.database.write { connection in
            try connection.forgetReminders(before: now.day)
            for (account, overdue) in due { try connection.remind(account, late: overdue.late, toDo: overdue.toDo, on: now.day, at: now.milliseconds) }
        }
        try await Upkeep.keep(.reminded, now.day.description, in: store)
    }
}
