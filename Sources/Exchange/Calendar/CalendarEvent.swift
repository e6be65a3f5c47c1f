import Foundation
import Journal
import NetworkLife

/// What names an event in every calendar that holds it: sixteen random bytes, which tell neither when nor where they were drawn.
package struct CalendarUID: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package static func random() -> CalendarUID {
        let id = AnyID.random()
        return CalendarUID(description: id.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
    }

    /// What `random()` made earlier and a record kept; nil for any other form, so that a record's own identifier cannot stand here.
    package init?(_ text: String) {
        guard text.utf8.count == 32, text.utf8.allSatisfy({ 48...57 ~= $0 || 97...102 ~= $0 }) else { return nil }
        description = text
    }

    private init(description: String) {
        self.description = description
    }
}

/// Something that happens on a day, as calendars exchange it (RFC 5545, VEVENT).
///
/// It holds what the caller gives and adds nothing; the caller gives neutral text, for a calendar is read over a shoulder.
package struct CalendarEvent: Sendable {
    package enum Span: Hashable, Sendable {
        /// Whole days, the last one included.
        case days(Day, Day)
        /// From a day and time to a day and time, both in Niger (`Africa/Niamey`, one hour ahead of UTC all year round).
        case hours(Day, LocalTime, Day, LocalTime)
    }

    /// What an invited person has answered (RFC 5545, PARTSTAT).
    package enum Answer: String, Sendable {
        case awaited = "NEEDS-ACTION"
        case accepted = "ACCEPTED"
        case declined = "DECLINED"
        case tentative = "TENTATIVE"
    }

    package struct Attendee: Hashable, Sendable {
        package let address: MailAddress
        package let answer: Answer
        package let isAnswerAsked: Bool

        package init(_ address: MailAddress, answer: Answer = .awaited, isAnswerAsked: Bool = true) {
            (self.address, self.answer, self.isAnswerAsked) = (address, answer, isAnswerAsked)
        }
    }

    package var uid: CalendarUID
    /// 0 at first, one more at each change that those invited should see.
    package var sequence: Int
    package var span: Span
    package var summary: String
    package var location: String?
    package var url: URL?
    package var organiser: MailAddress?
    package var attendees: [Attendee]

    package init(
        uid: CalendarUID, sequence: Int = 0, span: Span, summary: String, location: String? = nil, url: URL? = nil,
        organiser: MailAddress? = nil, attendees: [Attendee] = []
    ) {
        self.uid = uid
        self.sequence = sequence
        self.span = span
        self.summary = summary
        self.location = location
        self.url = url
        self.organiser = organiser
        self.attendees = attendees
    }
}

/// Why a calendar cannot be written, for the person who asked for it.
package struct CalendarFault: Error, Equatable, Sendable {
    package let phrase: Phrase

    static let reversed = CalendarFault(
        phrase: Phrase(
            "La fin vient avant le début : donnez une fin qui suit le début.",
            en: "The end comes before the start: give an end that follows the start."))
    static let noOrganiser = CalendarFault(
        phrase: Phrase(
            "Une invitation ou une annulation nomme qui invite : donnez une adresse.",
            en: "An invitation or a cancellation names who invites: give an address."))
    static let noAttendee = CalendarFault(
        phrase: Phrase(
            "Une invitation s’adresse à au moins une personne : ajoutez-en une.",
            en: "An invitation is for at least one person: add one."))
    static let attendeesPublished = CalendarFault(
        phrase: Phrase(
            "Un calendrier publié ne nomme pas les personnes invitées : retirez-les.",
            en: "A published calendar does not name those invited: remove them."))
}

extension MeetingRecord {
    /// When calendars show it; nil before it has a date.
    package var span: CalendarEvent.Span? {
        guard let first = startsOn, let last = endsOn else { return nil }
        guard let starts = startsAt, let ends = endsAt else { return .days(first, last) }
        return .hours(first, starts, last, ends)
    }
}

extension CalendarEvent.Span {
    /// Both ends as texts that the queue of messages keeps: "2027-03-08", or "2027-03-08 09:05".
    package var ends: (first: String, last: String) {
        switch self {
        case .days(let first, let last): ("\(first)", "\(last)")
        case .hours(let first, let start, let last, let end): ("\(first) \(start)", "\(last) \(end)")
        }
    }

    /// Reads what `ends` wrote.
    init(first: String, last: String) throws(Malformed) {
        let parts = (first.split(separator: " "), last.split(separator: " "))
        guard let from = parts.0.first.flatMap({ Day(String($0)) }), let to = parts.1.first.flatMap({ Day(String($0)) }),
            parts.0.count == parts.1.count
        else { throw Malformed("days of an appointment") }
        guard parts.0.count == 2 else {
            self = .days(from, to)
            return
        }
        guard let start = LocalTime(String(parts.0[1])), let end = LocalTime(String(parts.1[1])) else { throw Malformed("hours of an appointment") }
        self = .hours(from, start, to, end)
    }
}
