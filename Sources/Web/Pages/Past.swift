import HTML
import Journal

/// Another day that a page is read as of: as it stood then, of all that is known now; or as it was known on that day.
struct Past: Equatable, Sendable {
    let day: Day
    let isAsKnown: Bool

    /// What an address asks for; nil where it names no day, or one that is not past.
    init?(_ query: [String: String], today: Day) {
        guard let day = query["at"].flatMap({ Day($0) }), day < today else { return nil }
        self.day = day
        isAsKnown = query["known"] == "1"
    }

    /// The end of the day, in Niger.
    var stamp: Stamp { Stamp(milliseconds: Moment(day.advanced(by: 1), LocalTime(hour: 0, minute: 0)!).milliseconds) }
}

/// Which day the page is of, where it is not today; and the form that asks for another.
struct PastForm: Component {
    let visit: Visit
    /// The page as of today.
    let address: Address

    private var say: Say { visit.say }

    private var note: String? {
        guard let past = visit.past else {
            return visit.query["at"].map { _ in
                say("Choisissez un jour passé\u{A0}: cette page est d’aujourd’hui.", en: "Choose a day that is past: this page is of today.")
            }
        }
        let day = Dates.short(past.day, visit.language)
        return past.isAsKnown
            ? say(
                "Comme nous le savions le \(day). Ce qui a été effacé depuis n’y est plus.", en: "As we knew it on \(day). What was erased since is not in it.")
            : say("Comme c’était le \(day), d’après ce que nous savons aujourd’hui.", en: "As it stood on \(day), of what we know today.")
    }

    var body: some Markup {
        if let note {
            p(.class("note")) {
                note
                " "
                a(say("Revenir à aujourd’hui", en: "Back to today"), .href(address), .class("no-print"))
            }
        }
        details(.class("no-print")) {
            summary(say("Voir un autre jour", en: "See another day"))
            form(.method(.get), .action(address), .class("filters")) {
                div(.class("field")) {
                    label(say("Jour", en: "Day"), .for("f-at"))
                    input(.id("f-at"), .name("at"), .type(.date), .value(visit.query["at"] ?? ""))
                }
                button(say("Comme c’était ce jour-là", en: "As it stood on that day"), .type(.submit), .name("known"), .value("0"))
                button(
                    say("Comme nous le savions ce jour-là", en: "As we knew it on that day"), .type(.submit), .name("known"), .value("1"), .class("secondary"))
            }
        }
    }
}
