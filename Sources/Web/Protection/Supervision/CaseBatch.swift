import Access
import Accounts
import HTML
import Journal
import Protection
import Storage

/// One act on several records that were ticked on a list: each that something speaks against stays as it was, and is named by its file's number.
struct CaseBatch<R: CaseFileHolder>: Sendable {
    let act: ActName
    /// Where its list is, and what it is called.
    let title: Phrase
    let list: Address
    /// What speaks against doing it to one of them.
    let obstacle: @Sendable (R, Visit, any Connection) throws -> Phrase?
    let deed: @Sendable (R, Keyring, Act) throws -> Void
    /// The list again, with what is wrong.
    let again: @Sendable ([Refusal.Problem]) async throws -> Reply

    private struct Chosen: Sendable {
        let record: R
        let number: String
        let obstacle: Phrase?
    }

    /// As many as one list shows.
    private static var most: Int { 200 }

    /// Those that were ticked, as far as they are the reader's.
    private func chosen(_ visit: Visit, _ typed: Typed, _ connection: any Connection) throws -> [Chosen] {
        let ids = typed.all("chosen").prefix(Self.most).compactMap { ID<R.Subject>($0) }
        return try Set(ids).sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.compactMap { id in
            guard let record = try visit.find(R.self, id, connection)?.record, let file = record.holder,
                let number = try visit.find(CaseFile.self, file, connection)?.record.number
            else { return nil }
            return Chosen(record: record, number: number, obstacle: try obstacle(record, visit, connection))
        }
    }

    func take(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let keys = try visit.memberKeys()
        let chosen = try await visit.site.store.read { try self.chosen(visit, typed, $0) }
        guard !chosen.isEmpty else { return try await again([.init(nil, Phrase("Cochez au moins un dossier.", en: "Tick one case file at least."))]) }
        do {
            let outcome = try await visit.perform(act, typed, in: visit.scope(of: R.self)) { act in
                let ring = try Keyring(keys, act.connection)
                for one in chosen.map(\.record) where try obstacle(one, visit, act.connection) == nil { try deed(one, ring, act) }
            }
            let left = chosen.filter { $0.obstacle != nil }
            if outcome.isRepeat || left.isEmpty { return .done(outcome, at: list) }
            let problems = left.map { one in
                Refusal.Problem(nil, Phrase("\(one.number)\u{A0}: \(one.obstacle!.french)", en: "\(one.number): \(one.obstacle!.english)"))
            }
            guard outcome.entry != nil else { return try await again(problems) }
            return report(visit, done: chosen.filter { $0.obstacle == nil }.map(\.number), problems)
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }

    private func report(_ visit: Visit, done: [String], _ left: [Refusal.Problem]) -> Reply {
        let say = visit.say
        return visit.page(say(title), trail: Registers.trail(visit, of: .cases)) {
            h2(say("Fait", en: "Done"))
            p(done.joined(separator: ", "))
            h2(say("Resté comme avant", en: "Left as before"))
            ul(.class("todo")) { Each(left) { problem in li { div { say(problem.text) } } } }
            div(.class("actions")) { a(say("Revenir à la liste", en: "Back to the list"), .class("primary"), .href(list)) }
        }
    }
}

/// A record by which a case file can be chosen: the file itself, or what belongs to it.
protocol CaseFileHolder: Record {
    var holder: ID<CaseFile>? { get }
}

extension CaseFile: CaseFileHolder { var holder: ID<CaseFile>? { id } }
extension CaseClosure: CaseFileHolder { var holder: ID<CaseFile>? { caseFile } }

/// The form around a list whose lines are ticked.
struct BatchForm<Rows: Markup, Fields: Markup>: Component {
    let visit: Visit
    let action: Address
    /// The same list with every line ticked.
    let all: Address
    let buttons: [(label: String, value: String)]
    /// Where the page has another first thing to do.
    var isSecondary = false
    let rows: Rows
    let fields: Fields

    var body: some Markup {
        form(.method(.post), .action(action), .novalidate(), .class("batch")) {
            HiddenFields(visit: visit)
            p(.class("no-print")) { a(visit.say("Tout cocher", en: "Tick all"), .href(all)) }
            rows
            fields
            div(.class("actions")) {
                Each(Array(buttons.enumerated())) { item in
                    button(
                        item.element.label, .class(item.offset == 0 && !isSecondary ? "primary" : "secondary"), .type(.submit), .name("do"),
                        .value(item.element.value))
                }
            }
        }
    }
}

/// The box of one line of a list.
struct BatchBox: Component {
    let visit: Visit
    let id: AnyID
    let number: String
    let isTicked: Bool

    var body: some Markup {
        label(.class("pick")) {
            input(.type(.checkbox), .name("chosen"), .value(id.description), .checked(isTicked))
            span(visit.say("Choisir le dossier \(number)", en: "Choose case file \(number)"), .class("visually-hidden"))
        }
    }
}
