import HTML
import Journal

/// Days as people say them.
enum Dates {
    private static let months = (
        french: ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
        english: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
        ]
    )
    private static let weekdays = (
        french: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        english: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    )

    /// "lundi 8 mars 2027", "Monday, 8 March 2027".
    static func long(_ day: Day, _ language: Language) -> String {
        // 1970 began on a Thursday.
        let weekday = ((day.number + 3) % 7 + 7) % 7
        return switch language {
        case .french: "\(weekdays.french[weekday]) \(short(day, language))"
        case .english: "\(weekdays.english[weekday]), \(short(day, language))"
        }
    }

    /// "8 mars 2027", "1er mars 2027"; "8 March 2027".
    static func short(_ day: Day, _ language: Language) -> String {
        let number = day.day == 1 && language == .french ? "1er" : "\(day.day)"
        return "\(number) \((language == .french ? months.french : months.english)[day.month - 1]) \(day.year)"
    }

    /// The same on a page, without a text in between: lists have one in each row.
    struct Short: Markup {
        let day: Day
        let language: Language

        func write(to page: inout Output) {
            day.day.write(to: &page)
            if day.day == 1 && language == .french { Literal("er").write(to: &page) }
            Literal(" ").write(to: &page)
            (language == .french ? Dates.months.french : Dates.months.english)[day.month - 1].write(to: &page)
            Literal(" ").write(to: &page)
            day.year.write(to: &page)
        }
    }

    /// "mars 2027", "March 2027", of a month as bands write it: "2027-03".
    static func month(_ band: String, _ language: Language) -> String {
        guard let first = Day("\(band)-01") else { return band }
        return "\((language == .french ? months.french : months.english)[first.month - 1]) \(first.year)"
    }

    /// "9 h 05" in French, "9:05" in English.
    static func time(_ time: LocalTime, _ language: Language) -> String {
        let minutes = time.minute < 10 ? "0\(time.minute)" : "\(time.minute)"
        return switch language {
        case .french: time.minute == 0 ? "\(time.hour)\u{A0}h" : "\(time.hour)\u{A0}h\u{A0}\(minutes)"
        case .english: "\(time.hour):\(minutes)"
        }
    }

    /// "dans 3 jours", "en retard de 2 jours", as seen from today.
    static func distance(to day: Day, from today: Day, _ say: Say) -> String {
        switch day.number - today.number {
        case 0: say("aujourd’hui", en: "today")
        case 1: say("demain", en: "tomorrow")
        case -1: say("en retard d’un jour", en: "one day late")
        case let days where days > 0: say("dans \(days) jours", en: "in \(days) days")
        case let days: say("en retard de \(-days) jours", en: "\(-days) days late")
        }
    }

    /// "8 mars 2027, 14:05" in Niger's time.
    static func moment(_ stamp: Stamp, _ say: Say) -> String { moment(Moment(milliseconds: stamp.milliseconds), say) }
    static func moment(_ moment: Moment, _ say: Say) -> String { "\(short(moment.day, say.language)), \(moment.time)" }

    /// "il reste 3 h", "en retard de 2 jours", as seen from now.
    static func distance(to moment: Moment, from now: Moment, _ say: Say) -> String {
        let isLate = moment < now
        let hours = Int((isLate ? now.milliseconds - moment.milliseconds : moment.milliseconds - now.milliseconds) / 3_600_000)
        let amount =
            hours < 1
            ? say("moins d’une heure", en: "less than an hour")
            : hours < 48 ? "\(hours)\u{A0}h" : say("\(hours / 24) jours", en: "\(hours / 24) days")
        return isLate
            ? say("en retard \(hours < 1 ? "de moins d’une heure" : "de \(amount)")", en: "\(amount) late") : say("reste \(amount)", en: "\(amount) left")
    }
}
