import Access
import Accounts
import Foundation
import Journal
import Storage

/// That so much waits for someone on a day, to be sent to them: numbers alone.
package struct Reminder: Sendable {
    package let message: AnyID
    let account: ID<Account>
    let day: Day
    let recipient: String
    let language: Language
    let late: Int
    let toDo: Int
    let tries: Int
}

extension Reminder: Queued {
    static let table = "reminder_queue"
    static let columns = "message, account, day, recipient, language, late, to_do, tries"

    init(_ row: any Row) throws {
        guard let day = Day(try row.text(2)) else { throw Malformed(Self.table) }
        self.init(
            message: try AnyID(value: .bytes(row.bytes(0))), account: try ID(value: .bytes(row.bytes(1))), day: day, recipient: try row.text(3),
            language: Language(rawValue: try row.text(4)) ?? .french, late: Int(try row.integer(5)), toDo: Int(try row.integer(6)),
            tries: Int(try row.integer(7)))
    }

    /// Of its day, and to someone who still wants it there.
    func holds(_ connection: any Connection, today: Day) throws -> Bool {
        guard day == today, let profile = try connection.find(AccountProfile.self, account)?.record else { return false }
        return profile.wantsReminders && profile.email == recipient
    }

    func mail(from: MailAddress, signIn: SignInAddress, product: String, at moment: Date) throws -> MailMessage? {
        guard let to = MailAddress(recipient) else { return nil }
        let notice = Notice(.waiting, counts: [.late: UInt(max(0, late)), .toDo: UInt(max(0, toDo))], day: day, signIn: signIn)
        return MailMessage(notice, language: language, from: from, to: to, domain: from.domain, date: moment)
    }
}

extension AccountProfile {
    package var wantsReminders: Bool { closedOn == nil && !wantsNoReminders && MailAddress(email) != nil }
}

extension Connection {
    /// Puts a reminder in the queue, unless that account has one of that day already.
    package func remind(_ account: AccountProfile, late: Int, toDo: Int, on day: Day, at milliseconds: UInt64) throws {
        guard account.wantsReminders else { return }
        let now = Value.integer(Int64(milliseconds))
        try send(
            """
            INSERT INTO reminder_queue (\(Reminder.columns), state, due, changed, problem) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 'waiting', ?, ?, '') \
            ON CONFLICT (account, day) DO NOTHING
            """,
            [
                AnyID.random().value, account.id.value, .text(day.description), .text(account.email), .text(account.language), late.value, toDo.value, now, now,
            ])
    }

    /// Forgets the reminders of the days before: whom they went to is nobody's business later.
    package func forgetReminders(before day: Day) throws { try send("DELETE FROM reminder_queue WHERE day < ?", [.text(day.description)]) }
}
