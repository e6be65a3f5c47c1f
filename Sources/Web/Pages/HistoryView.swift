import Access
import HTML
import Journal
import Network
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

    /// Reads the history of a record, in words.
    init<R: Record>(_: R.Type, _ id: ID<R.Subject>, _ visit: Visit, _ connection: any Connection) throws {
        say = visit.say
        let say = visit.say
        let names = try Names(connection)
        let fields = Dictionary(uniqueKeysWithValues: R.fields.map { ($0.name, $0) })
        steps = try connection.history(of: id.cast()).map { item in
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

/// The names of what records refer to, for histories and lists.
struct Names: Sendable {
    private let names: [AnyID: String]

    init(_ connection: any Connection) throws {
        var names: [AnyID: String] = [:]
        for account in try connection.all(AccountProfile.self) { names[account.id.cast()] = account.record.displayName }
        for organization in try connection.all(OrganizationProfile.self) { names[organization.id.cast()] = organization.record.shortName }
        for branch in try connection.all(BranchProfile.self) { names[branch.id.cast()] = branch.record.name }
        for person in try connection.all(PersonProfile.self) { names[person.id.cast()] = person.record.name }
        for meeting in try connection.all(MeetingRecord.self) { names[meeting.id.cast()] = meeting.record.title }
        self.names = names
    }

    subscript<Subject>(id: ID<Subject>) -> String { names[id.cast()] ?? "…" }

    /// A stored value as a person reads it.
    func text(_ value: Value, _ input: Input, _ sensitivity: Sensitivity, _ say: Say) -> String {
        if sensitivity != .open { return value == .null ? "" : say("scellé", en: "sealed") }
        switch (value, input) {
        case (.null, _): return ""
        case (.integer(let flag), .yesNo): return flag == 1 ? say("oui", en: "yes") : say("non", en: "no")
        case (.text(let code), .choice(let list)): return list.first { $0.code == code }.map { say($0.label) } ?? code
        case (.text(let codes), .choices(let list)):
            return codes.split(separator: " ").map { code in list.first { $0.code == code }.map { say($0.label) } ?? String(code) }
                .joined(separator: ", ")
        case (.text(let text), .day): return Day(text).map { Dates.short($0, say.language) } ?? text
        case (.text(let text), _): return text
        case (.integer(let integer), _): return "\(integer)"
        case (.real(let real), _): return "\(real)"
        case (.bytes(let bytes), _): return AnyID(bytes: bytes).flatMap { names[$0] } ?? "…"
        }
    }
}
