import Access
import HTML
import Journal
import NetworkLife
import Storage

/// Who changed what, and when: the newest first, folded away.
struct HistoryView: Component {
    struct Step: Sendable {
        let when: String
        let who: String
        let act: String
        let changes: [(label: String, before: String, after: String)]
    }

    let say: Say
    let steps: [Step]
    /// What waits for a person to choose stands above what was done.
    let collisions: CollisionsView

    /// Reads the history of a record, in words.
    init<R: Record>(_: R.Type, _ id: ID<R.Subject>, _ visit: Visit, _ connection: any Connection) throws {
        say = visit.say
        collisions = try CollisionsView(R.self, id, visit, connection)
        let say = visit.say
        let fields = Dictionary(uniqueKeysWithValues: R.fields.map { ($0.name, $0) })
        let items = try connection.history(of: id.cast())
        let names = try Names(
            visit, connection,
            ids: items.flatMap { item -> [AnyID?] in
                let changed = item.isMaking ? [] : item.changes.flatMap { [$0.before, $0.after].map { $0?.identifier } }
                return [item.author?.cast()] + changed
            },
            places: items.flatMap { item in item.isMaking ? [] : item.changes.flatMap { [$0.before?.place, $0.after?.place] } })
        steps = items.map { item in
            let changes = item.changes.compactMap { change -> (String, String, String)? in
                guard let field = fields[change.field], !item.isMaking else { return nil }
                let text = { (value: Value?) in
                    value.map { names.text($0, field.input, field.sensitivity, say) } ?? say("effacé", en: "erased")
                }
                return (say(field.label), text(change.before), text(change.after))
            }
            return Step(
                when: Dates.moment(item.stamp, say), who: item.author.map { names[$0] } ?? say("Le système", en: "The system"),
                act: say(Acts.known[item.act]?.label ?? Phrase("Action d’une version plus récente", en: "An act from a newer version")), changes: changes)
        }
    }

    var body: some Markup {
        collisions
        details(.class("history-of")) {
            summary(say("Historique", en: "History"))
            ol(.class("history")) {
                Each(steps) { step in
                    li {
                        HTML.time(step.when)
                        " "
                        span(step.who, .class("who"))
                        " – \(step.act)"
                        Each(step.changes) { change in
                            p {
                                "\(change.label) : "
                                if !change.before.isEmpty { del(change.before); " " }
                                ins(change.after)
                            }
                        }
                    }
                }
            }
        }
    }
}
