import Foundation
import Journal
import Synchronization

/// Days as people say them. Each day is formatted once: formatting costs more than a whole list otherwise.
enum Dates {
    private struct Asked: Hashable {
        let day: Day
        let language: Language
        let isLong: Bool
    }

    private static let kept = Mutex<[Asked: String]>([:])

    /// "lundi 8 mars 2027".
    static func long(_ day: Day, _ language: Language) -> String {
        format(Asked(day: day, language: language, isLong: true))
    }

    /// "8 mars 2027".
    static func short(_ day: Day, _ language: Language) -> String {
        format(Asked(day: day, language: language, isLong: false))
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

    private static func format(_ asked: Asked) -> String {
        if let known = kept.withLock({ $0[asked] }) { return known }
        var style = Date.FormatStyle(date: asked.isLong ? .complete : .long, time: .omitted)
        style.locale = Locale(identifier: asked.language == .french ? "fr_FR" : "en_GB")
        style.timeZone = .gmt
        let text = Date(timeIntervalSince1970: Double(asked.day.number) * 86_400).formatted(style)
        kept.withLock { kept in
            if kept.count > 4_096 { kept.removeAll() }
            kept[asked] = text
        }
        return text
    }
}
