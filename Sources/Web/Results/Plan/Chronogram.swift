import Access
import HTML
import Journal
import Results
import Storage

/// The whole plan over the project's months, each activity a line.
enum Chronogram {
    static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let words = PlanWords(try connection.calendar(), visit)
        let all = try connection.all(Activity.self, "ORDER BY rank, id LIMIT 500").map(\.record)
        let planned = all.filter { $0.firstMonth != nil }
        let say = visit.say
        return visit.page(
            say("Chronogramme", en: "Timeline"),
            lede: words.calendar.start == nil
                ? say("Les mois se comptent depuis le début du projet, dont la date reste à saisir.", en: "Months count from the project’s start, whose date is still to be entered.")
                : say("\(words.calendar.months) mois, depuis \(words.month(1)).", en: "\(words.calendar.months) months, from \(words.month(1))."),
            trail: ActivitiesController.trail(visit)
        ) {
            if planned.isEmpty {
                div(.class("empty")) { p(say("Aucune activité n’a encore de mois.", en: "No activity has any months yet.")) }
            }
            Each(Array(0..<words.calendar.quarters)) { number in
                QuarterTable(visit: visit, words: words, quarter: number + 1, activities: planned.filter { $0.isPlanned(in: ProjectCalendar.months(of: number + 1)) })
            }
            let others = all.filter { $0.firstMonth == nil }
            if !others.isEmpty {
                h2(say("À planifier", en: "To be planned"))
                ul { Each(others) { activity in li { a("\(activity.code) \(activity.title)", .href(SitePath.activity(activity.id))) } } }
            }
        }
    }
}

/// The three months of a quarter: which activities run in which of them.
private struct QuarterTable: Component {
    let visit: Visit
    let words: PlanWords
    let quarter: Int
    let activities: [Activity]

    private var months: [Int] { ProjectCalendar.months(of: quarter).filter { $0 <= words.calendar.months } }

    var body: some Markup {
        if !activities.isEmpty {
            table(.class("months")) {
                caption(words.quarter(quarter))
                thead {
                    tr {
                        th(visit.say("Activité", en: "Activity"), .scope(.col))
                        Each(months) { month in th("M\(month)", .scope(.col), .class("number")) }
                    }
                }
                tbody {
                    Each(activities) { activity in
                        tr {
                            th(.scope(.row)) { a("\(activity.code) \(activity.title)", .href(SitePath.activity(activity.id))) }
                            Each(months) { month in td(activity.isPlanned(in: month...month) ? "■" : "", .class("number")) }
                        }
                    }
                }
            }
        }
    }
}
