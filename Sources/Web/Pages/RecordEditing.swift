import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Storage

/// The two halves of editing any record: its form, and taking what was typed. Each area says only what is asked and where it leads.
struct RecordEditing<R: Record>: Sendable {
    let asked: [String]
    let act: ActName
    let title: Phrase
    let lede: Phrase?
    let button: Phrase
    /// What this form cannot do without, beside what the record cannot.
    let required: Set<String>
    /// What the record cannot do without, and this form may leave empty.
    let optional: Set<String>
    /// The file that may fill it in.
    let file: FileQuestion?

    init(
        _: R.Type, asked: [String], act: ActName, title: Phrase, lede: Phrase? = nil, button: Phrase = Phrase("Enregistrer", en: "Save"),
        required: Set<String> = [], optional: Set<String> = [], file: FileQuestion? = nil
    ) {
        self.file = file
        self.required = required
        self.optional = optional
        self.lede = lede
        self.asked = asked
        self.act = act
        self.title = title
        self.button = button
    }

    /// The page with the form: as it stands, or as it was typed with what is wrong.
    func page(
        _ visit: Visit, _ connection: any Connection, _ record: R, versions: Versions?, typed: Typed? = nil, problems: [Refusal.Problem] = [],
        matches: [String: [Referred.Choice]] = [:], to action: Address, back: Address, trail: [(String, Address)] = [], removal: Removal? = nil
    ) throws -> Reply {
        var choices = try Choices(R.self, asked: asked, visit, connection, of: record)
        choices.matches = matches
        let opened = typed == nil ? try visit.opened(record, asked: asked, connection) : nil
        let sheet = FormSheet(
            record, clear: opened?.clear ?? [:], asked: asked, versions: versions, typed: typed, problems: problems, choices: choices, required: required,
            optional: optional)
        let status: Reply.Status = problems.isEmpty ? .ok : .unprocessableContent
        let page = visit.render(visit.say(title), lede: lede.map { visit.say($0) }, trail: trail) {
            FormView(visit: visit, sheet: sheet, action: action, button: visit.say(button), cancel: back, file: file)
            if let removal {
                form(.method(.post), .action(removal.address)) {
                    HiddenFields(visit: visit)
                    HTML.button(visit.say(removal.label), .class("danger"), .type(.submit))
                }
            }
        }
        return opened.map { visit.showing($0, page, status: status) } ?? .page(page, status: status)
    }

    /// The way to take the record out, offered under its form.
    struct Removal: Sendable {
        let label: Phrase
        let address: Address
    }

    /// Takes what was typed into `record`, checks it, and does the act; or the page again, with everything that was typed.
    func take(
        _ visit: Visit, _ typed: Typed, into record: R, isNew: Bool, to action: Address, back: Address, landing: Address,
        trail: [(String, Address)] = [], removal: Removal? = nil, rule: @escaping @Sendable (R, any Connection) throws -> Void = { _, _ in },
        settle: (inout R, [String: Value]) -> Void = { _, _ in },
        alongside: @escaping @Sendable (R, Act) throws -> Void = { _, _ in }, making: (@Sendable (R, Act) throws -> Void)? = nil,
        following: (R, [String: Value]) async throws -> [Deed] = { _, _ in [] }
    ) async throws -> Reply {
        var new = record
        let references = try await visit.site.store.read { try ReferencesRead(R.self, typed, asked: asked, visit, $0) }
        var clear: [String: Value] = [:]
        var problems = references.problems(beside: new.take(references.typed, asked: Set(asked), sealing: &clear), of: R.self)
        problems.removeAll { $0.field.map { optional.contains($0) && typed[$0].allSatisfy(\.isWhitespace) } ?? false }
        let again = { (problems: [Refusal.Problem]) in
            try await visit.site.store.read {
                try page(
                    visit, $0, record, versions: nil, typed: typed, problems: problems, matches: references.matches, to: action, back: back,
                    trail: trail, removal: removal)
            }
        }
        guard problems.isEmpty else { return try await again(problems) }
        do {
            let attachments = try await visit.attachments(of: &new, typed, asked: asked, sealing: &clear)
            settle(&new, clear)
            let (read, clear) = (new, clear)
            let outcome = try await visit.perform(act, typed, in: visit.scope(of: R.self), then: following(read, clear)) { act in
                var made = read
                try visit.seal(clear, into: &made, seen: typed.seen, act)
                act.attach(attachments)
                try rule(made, act.connection)
                if let making { try making(made, act) } else if isNew { try act.make(made) } else { try act.update(made, seen: typed.seen, asked: Set(asked)) }
                try alongside(made, act)
            }
            return .done(outcome, at: landing)
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }
}
