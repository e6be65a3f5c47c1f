import HTML
import Journal
import NetworkLife

/// A meeting among those to come: when, what, of which kind.
struct MeetingLine: Component {
    let visit: Visit
    let meeting: MeetingRecord

    var body: some Markup {
        li {
            if let day = meeting.startsOn {
                HTML.time(Dates.short(day, visit.language), .datetime(day.description))
            } else {
                span(visit.say("date à fixer", en: "date to be set"), .class("soft"))
            }
            div {
                a(meeting.title, .href(SitePath.meeting(meeting.id)))
                if !meeting.venue.isEmpty { p(meeting.venue, .class("soft")) }
            }
            span(visit.say(meeting.type.label), .class("tag plain"))
        }
    }
}
