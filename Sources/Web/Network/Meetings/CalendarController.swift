import Access
import Exchange
import Foundation
import HTML
import Journal
import NetworkLife
import NIOCore
import Storage

/// A meeting as a file for any calendar, which tells when and nothing else.
enum CalendarController {
    static let routes: [Route] = [
        .get(.calendar, .permission(.meetingShow)) { visit, connection in
            let meeting = try MeetingsController.find(visit, connection).record
            guard let span = meeting.span, let uid = CalendarUID(meeting.calendarName) else { throw Failure.notFound }
            let event = CalendarEvent(
                uid: uid, sequence: try connection.calendarSequence(of: meeting.id), span: span,
                summary: visit.say("Rendez-vous", en: "Appointment"))
            let moment = Date(timeIntervalSince1970: Double(visit.site.store.milliseconds) / 1000)
            let file = try CalendarFile(.publish, [event], product: visit.site.name, stamp: moment)
            return .download(ByteBuffer(bytes: file.bytes), type: "text/calendar; charset=utf-8", name: "rendez-vous.ics")
        }
    ]
}
