import HTML
import Journal
import Results

/// The months of the plan as people read them: counted from the project's start, and of the calendar once that is known.
struct PlanWords: Sendable {
    let calendar: ProjectCalendar
    let today: Day
    let say: Say

    init(_ calendar: ProjectCalendar, _ visit: Visit) {
        self.calendar = calendar
        today = visit.today
        say = visit.say
    }

    /// "M3", or "mars 2027".
    func month(_ month: Int) -> String {
        calendar.first(of: month).map { Dates.month(String($0.description.prefix(7)), say.language) } ?? "M\(month)"
    }

    /// "M1–M3", or "mars 2027 – mai 2027"; that it is still to be planned where no month is given.
    func months(_ activity: Activity) -> String {
        guard let first = activity.firstMonth, let last = activity.lastMonth else { return say("à planifier", en: "to be planned") }
        if first == last { return month(first) }
        return calendar.start == nil ? "M\(first)–M\(last)" : "\(month(first)) – \(month(last))"
    }

    /// "Trimestre 2 : avril 2027 – juin 2027".
    func quarter(_ quarter: Int) -> String {
        let months = ProjectCalendar.months(of: quarter)
        let last = min(months.upperBound, max(calendar.months, months.lowerBound))
        return say(
            "Trimestre \(quarter)\u{A0}: \(month(months.lowerBound)) – \(month(last))", en: "Quarter \(quarter): \(month(months.lowerBound)) – \(month(last))")
    }

    /// That it is late, and since when; its state otherwise.
    func state(_ activity: Activity) -> Cell {
        guard activity.isLate(calendar, on: today), let last = activity.lastMonth.flatMap({ calendar.last(of: $0) }) else {
            return .tag(say(activity.state.label), style: activity.state.style)
        }
        return .tag(Dates.distance(to: last, from: today, say), style: "late")
    }
}

extension ActivityState {
    var style: String {
        switch self {
        case .done: "done"
        case .underway, .postponed: "waiting"
        case .dropped: "refused"
        default: "plain"
        }
    }
}
