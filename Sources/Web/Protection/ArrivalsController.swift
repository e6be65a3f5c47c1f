import Access
import HTML
import Journal
import NetworkLife
import Protection
import Storage

/// Arrival counts: a convoy of six hundred at dawn is told in a minute, and nobody is named.
enum ArrivalsController {
    private static let desk = RecordDesk<ArrivalCount>(
        permission: .arrivalEdit,
        asked: ["place", "on", "at", "situation", "convoy"] + ArrivalCount.peopleNames + ["needs", "nationalities", "note"],
        words: (
            Phrase("Compter une arrivée", en: "Count an arrival"), Phrase("Modifier le relevé", en: "Edit the count"),
            Phrase("Retirer ce relevé", en: "Take this count out")
        ),
        acts: (.arrivalCreate, .arrivalUpdate, .arrivalRemove), paths: (.arrivalNew, .arrivalEdit, .arrivalRemoval),
        begin: { visit, connection in try begin(visit, connection) }, home: { SitePath.arrival($0.id) }, parent: { _ in SitePath.arrivals() },
        trail: { visit, _, _ in trail(visit) }, rule: { arrival, visit, _ in try arrival.check(now: visit.moment) })

    static let routes: [Route] = [list.route, .get(.arrival, .permission(.arrivalShow), show)] + desk.routes

    private static func trail(_ visit: Visit) -> [(String, Address)] { Registers.trail(visit, of: .arrivals) }

    /// Now, and as the organisation's last arrival was: whoever counts at a border post counts there each time.
    private static func begin(_ visit: Visit, _ connection: any Connection) throws -> ArrivalCount {
        var arrival = ArrivalCount()
        (arrival.on, arrival.at) = (visit.today, visit.moment.time)
        if let last = try visit.all(ArrivalCount.self, then: "ORDER BY id DESC LIMIT 1", connection).first {
            (arrival.place, arrival.situation, arrival.convoy) = (last.place, last.situation, last.convoy)
        }
        return arrival
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let arrival = try visit.find(ArrivalCount.self, connection).record
        let names = try Names(visit, connection, of: [arrival])
        let history = try HistoryView(ArrivalCount.self, arrival.id, visit, connection)
        let say = visit.say
        let day = arrival.on.map { Dates.short($0, visit.language) } ?? ""
        let title = say("Arrivée du \(day)", en: "Arrival of \(day)")
        return visit.page(title, lede: arrival.at.map { Dates.time($0, visit.language) }, trail: trail(visit)) {
            if visit.may(.arrivalEdit) {
                div(.class("actions")) {
                    a(say("Modifier", en: "Edit"), .class("primary"), .href(SitePath.arrivalEdit(arrival.id)))
                    a(say("Lancer une alerte", en: "Raise an alert"), .class("secondary"), .href(SitePath.alertNew()))
                }
            }
            PeopleTable(say: say, title: say("Personnes comptées", en: "People counted"), people: arrival.people)
            dl(.class("summary")) {
                FieldLines(record: arrival, fields: ["place", "situation", "convoy", "needs", "nationalities", "note"], names: names, say: say)
            }
            history
        }
    }

    static let list = RecordList<ArrivalCount>(
        path: .arrivals, permission: .arrivalShow, title: Phrase("Relevés d’arrivées", en: "Arrival counts"), one: Phrase("relevé", en: "count"),
        many: Phrase("relevés", en: "counts"),
        columns: [
            ListColumn(Phrase("Arrivée", en: "Arrival"), needs: ["on", "at"]) { arrival, context in
                let say = context.visit.say
                let day = arrival.on.map { Dates.short($0, say.language) } ?? say("sans date", en: "no date")
                return .link(day, SitePath.arrival(arrival.id), note: arrival.at.map { Dates.time($0, say.language) } ?? "")
            },
            .field("place"), .field("situation"), .field("convoy"),
            ListColumn(Phrase("Personnes", en: "People"), needs: ArrivalCount.peopleNames) { arrival, _ in .number(arrival.people.total) },
            ListColumn(Phrase("Enfants", en: "Children"), needs: ArrivalCount.peopleNames) { arrival, _ in
                .number(arrival.people.girls + arrival.people.boys)
            },
            .field("needs"), .field("nationalities"),
        ],
        filters: [.code(ArrivalCount.self, "situation"), .code(ArrivalCount.self, "convoy"), .year("day", of: ArrivalCount.self)],
        sorts: [.day], isExported: true, trail: { Registers.trail($0) },
        lede: { visit, connection in
            let month = visit.today.description.prefix(7)
            let sum = try visit.sum("total", of: ArrivalCount.self, where: "day >= ? AND day < ?", [.text("\(month)"), .text("\(month)~")], connection)
            return sum > 0 ? visit.say("\(sum) personnes comptées ce mois-ci.", en: "\(sum) people counted this month.") : nil
        },
        actions: { Registers.actions($0, of: .arrivals) },
        purpose: Phrase(
            "Aucun relevé encore. Quand un convoi arrive, comptez les personnes : une minute, et aucun nom.",
            en: "No count yet. When a convoy arrives, count the people: one minute, and no name."))
}
