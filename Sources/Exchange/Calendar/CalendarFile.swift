import Foundation
import Journal

/// An iCalendar object (RFC 5545) and what is asked of those who receive it (RFC 5546).
package struct CalendarFile: Sendable {
    package enum Method: String, Sendable {
        case publish = "PUBLISH"
        case request = "REQUEST"
        case cancel = "CANCEL"
    }

    package let method: Method
    package let bytes: [UInt8]

    /// Writes the events; the same arguments give the same bytes.
    ///
    /// `product` is the neutral name that the network shows (RFC 5545, PRODID); `stamp` is the moment of writing. Throws where RFC 5546,
    /// section 3.2, refuses the object: no organiser or nobody invited in a request, people named in what is published.
    package init(_ method: Method, _ events: [CalendarEvent], product: String, stamp: Date) throws(CalendarFault) {
        self.method = method
        var lines = ContentLines()
        lines.add("BEGIN", "VCALENDAR")
        lines.add("VERSION", "2.0")
        lines.add("PRODID", text: product)
        lines.add("CALSCALE", "GREGORIAN")
        lines.add("METHOD", method.rawValue)
        if events.contains(where: \.hasHours) { lines.addNiamey() }
        for event in events {
            try event.check(method)
            event.write(to: &lines, method: method, stamp: stamp)
        }
        lines.add("END", "VCALENDAR")
        bytes = lines.bytes
    }
}

extension CalendarEvent {
    fileprivate var hasHours: Bool {
        if case .hours = span { true } else { false }
    }

    fileprivate func check(_ method: CalendarFile.Method) throws(CalendarFault) {
        switch span {
        case .days(let first, let last): if last < first { throw .reversed }
        case .hours(let first, let start, let last, let end): if (last, end) <= (first, start) { throw .reversed }
        }
        switch method {
        case .publish: if !attendees.isEmpty { throw .attendeesPublished }
        case .request, .cancel: if organiser == nil { throw .noOrganiser }
        }
        if method == .request, attendees.isEmpty { throw .noAttendee }
    }

    fileprivate func write(to lines: inout ContentLines, method: CalendarFile.Method, stamp: Date) {
        lines.add("BEGIN", "VEVENT")
        lines.add("UID", uid.description)
        lines.add("DTSTAMP", utc: stamp)
        lines.add("SEQUENCE", "\(sequence)")
        writeSpan(to: &lines)
        lines.add("SUMMARY", text: summary)
        lines.add("STATUS", method == .cancel ? "CANCELLED" : "CONFIRMED")
        if let location { lines.add("LOCATION", text: location) }
        if let url { lines.add("URL", url.absoluteString) }
        if let organiser { lines.add("ORGANIZER" + organiser.commonName, "mailto:" + organiser.address) }
        for attendee in attendees {
            let answer = ";ROLE=REQ-PARTICIPANT;PARTSTAT=\(attendee.answer.rawValue);RSVP=\(attendee.isAnswerAsked ? "TRUE" : "FALSE")"
            lines.add("ATTENDEE" + attendee.address.commonName + answer, "mailto:" + attendee.address.address)
        }
        lines.add("END", "VEVENT")
    }

    private func writeSpan(to lines: inout ContentLines) {
        switch span {
        case .days(let first, let last):
            lines.add("DTSTART;VALUE=DATE", first.basic)
            // RFC 5545, 3.6.1: the end is the first day that is no longer part of it.
            lines.add("DTEND;VALUE=DATE", last.advanced(by: 1).basic)
        case .hours(let first, let start, let last, let end):
            lines.add("DTSTART;TZID=Africa/Niamey", first.basic + start.basic)
            lines.add("DTEND;TZID=Africa/Niamey", last.basic + end.basic)
        }
    }
}

extension Day {
    /// "20270308", the basic form of ISO 8601.
    fileprivate var basic: String { description.filter { $0 != "-" } }
}

extension LocalTime {
    /// "T090500", which follows a day.
    fileprivate var basic: String { "T" + description.filter { $0 != ":" } + "00" }
}

extension MailAddress {
    /// The parameter that shows the name; a quotation mark has no place in a quoted one (RFC 5545, 3.2) and becomes an apostrophe.
    fileprivate var commonName: String {
        guard let name else { return "" }
        return ";CN=\"" + name.replacing("\"", with: "’") + "\""
    }
}

/// Lines of "name:value", each ended by CR LF and folded so that none is longer than 75 octets (RFC 5545, 3.1).
private struct ContentLines {
    var bytes: [UInt8] = []

    /// Adds a line whose value has no character to escape; what could end the line is dropped.
    mutating func add(_ name: String, _ value: String) {
        var width = 0
        for character in (name + ":" + value).unicodeScalars where character.properties.generalCategory != .control {
            let encoded = Array(String(character).utf8)
            if width + encoded.count > 75 {
                bytes += [13, 10, 32]
                width = 1
            }
            bytes += encoded
            width += encoded.count
        }
        bytes += [13, 10]
    }

    /// Adds a line of text, escaped after RFC 5545, 3.3.11.
    mutating func add(_ name: String, text: String) {
        var escaped = ""
        for character in text {
            switch character {
            case "\\", ";", ",": escaped += "\\\(character)"
            case _ where character.isNewline: escaped += "\\n"
            default: escaped.append(character)
            }
        }
        add(name, escaped)
    }

    mutating func add(_ name: String, utc moment: Date) {
        let seconds = Int(moment.timeIntervalSince1970.rounded(.down))
        let day = Day(number: Int((Double(seconds) / 86_400).rounded(.down)))!
        let second = seconds - day.number * 86_400
        let time = [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
        add(name, "\(day.basic)T\(time)Z")
    }

    /// The zone of Niger, as all its events need it (RFC 5545, 3.6.5).
    mutating func addNiamey() {
        add("BEGIN", "VTIMEZONE")
        add("TZID", "Africa/Niamey")
        add("BEGIN", "STANDARD")
        add("DTSTART", "19700101T000000")
        add("TZOFFSETFROM", "+0100")
        add("TZOFFSETTO", "+0100")
        add("TZNAME", "WAT")
        add("END", "STANDARD")
        add("END", "VTIMEZONE")
    }
}
