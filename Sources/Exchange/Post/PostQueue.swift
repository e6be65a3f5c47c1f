import Access
import Foundation
import Journal
import NetworkLife
import Storage

/// How far one message has come.
package enum PostState: String, Sendable, CaseIterable {
    /// It leaves as soon as the server takes it.
    case waiting
    /// A process has taken it and speaks with the server now.
    case sending
    /// The server has accepted it.
    case sent
    /// The server will not take it; `problem` says why.
    case refused
    /// The process ended between sending and noting so: it may have left, and it leaves again only when a person says so.
    case doubtful
    /// What it was about changed before it left.
    case dropped
}

/// A message that waits or has left: to whom, and the appointment that it is about; nothing else is kept of it.
package struct PostItem: Sendable {
    package let message: AnyID
    package let meeting: ID<Meeting>
    package let invitation: ID<Invitation>
    package let recipient: String
    package let language: Language
    package let method: CalendarFile.Method
    package let uid: String
    package let sequence: Int
    package let span: CalendarEvent.Span
    package let state: PostState
    package let tries: Int
    package let problem: String
}

extension PostItem: Queued {
    static let table = "mail_queue"
    static let columns = "message, meeting, invitation, recipient, language, method, uid, sequence, first, last, state, tries, problem"

    init(_ row: any Row) throws {
        guard let method = CalendarFile.Method(rawValue: try row.text(5)) else { throw Malformed("mail_queue") }
        self.init(
            message: try AnyID(value: .bytes(row.bytes(0))), meeting: try ID(value: .bytes(row.bytes(1))), invitation: try ID(value: .bytes(row.bytes(2))),
            recipient: try row.text(3), language: Language(rawValue: try row.text(4)) ?? .french, method: method, uid: try row.text(6),
            sequence: Int(try row.integer(7)), span: try CalendarEvent.Span(first: row.text(8), last: row.text(9)),
            state: PostState(rawValue: try row.text(10)) ?? .doubtful,
            tries: Int(try row.integer(11)), problem: try row.text(12))
    }
}

extension PostItem {
    /// Whether the meeting and the invitation are still what the message says.
    func holds(_ connection: any Connection, today: Day) throws -> Bool {
        let record = try connection.find(MeetingRecord.self, meeting)?.record
        switch method {
        case .cancel: return try record?.startsOn == nil || connection.find(Invitation.self, invitation) == nil
        case .publish, .request: return try record?.span == span && connection.find(Invitation.self, invitation) != nil
        }
    }

    func mail(from: MailAddress, signIn: SignInAddress, product: String, at moment: Date) throws -> MailMessage? {
        guard let to = MailAddress(recipient), let uid = CalendarUID(uid) else { return nil }
        let event = CalendarEvent(
            uid: uid, sequence: sequence, span: span,
            summary: language == .french ? "Rendez-vous" : "Appointment", url: URL(string: signIn.description), organiser: from,
            attendees: [.init(to, isAnswerAsked: method == .request)])
        let calendar = try CalendarFile(method, [event], product: product, stamp: moment)
        return MailMessage(invitation: calendar, signIn: signIn, language: language, from: from, to: to, domain: from.domain, date: moment)
    }
}

extension Connection {
    /// The messages about a meeting, the newest of each invitation last.
    package func post(about meeting: ID<Meeting>) throws -> [PostItem] {
        try rows(
            "SELECT \(PostItem.columns) FROM mail_queue WHERE meeting = ? ORDER BY changed, message LIMIT 2000", [meeting.value]
        ) { try PostItem($0) }
    }

    /// Which version of the appointment stands: how often its days or hours, or whether it takes place at all, changed since it was added.
    ///
    /// The journal counts, so that undoing a change raises it too: a calendar never takes an older version for a newer one.
    package func calendarSequence(of meeting: ID<Meeting>) throws -> Int {
        try history(of: meeting.cast()).count { item in
            !item.isMaking && item.changes.contains { ["starts_on", "days", "starts_at", "ends_at", Standing.removed].contains($0.field) }
        }
    }

    /// Puts a message about the meeting in the queue, for each invitation that has an address; it leaves after `delay`, once.
    package func enqueue(
        _ method: CalendarFile.Method, _ meeting: MeetingRecord, _ invitations: [Invitation], sequence: Int, at milliseconds: UInt64,
        delay: UInt64 = 0
    ) throws {
        guard let ends = meeting.span?.ends else { return }
        for invitation in invitations where MailAddress(invitation.email) != nil {
            // An older message about the same that has not left yet would only contradict this one.
            try send(
                "UPDATE mail_queue SET state = 'dropped', changed = ? WHERE invitation = ? AND state = 'waiting'",
                [.integer(Int64(milliseconds)), invitation.id.value])
            try send(
                """
                INSERT INTO mail_queue (\(PostItem.columns), due, changed) \
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 0, '', ?, ?)
                """,
                [
                    ID<PostItem>().value, meeting.id.value, invitation.id.value, .text(invitation.email), .text(Language.french.rawValue),
                    .text(method.rawValue), .text(meeting.calendarName), sequence.value, .text(ends.first), .text(ends.last),
                    .integer(Int64(milliseconds + delay)), .integer(Int64(milliseconds)),
                ])
        }
    }

    /// Lets a refused or doubtful message try again; false where it is neither.
    package func retry(_ invitation: ID<Invitation>, recipient: String, at milliseconds: UInt64) throws -> Bool {
        try run(
            """
            UPDATE mail_queue SET state = 'waiting', tries = 0, due = ?, changed = ?, problem = '', recipient = ? \
            WHERE invitation = ? AND state IN ('refused', 'doubtful')
            """,
            [.integer(Int64(milliseconds)), .integer(Int64(milliseconds)), .text(recipient), invitation.value]) > 0
    }
}
