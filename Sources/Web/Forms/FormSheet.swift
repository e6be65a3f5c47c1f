import Access
import Foundation
import HTML
import Journal
import NetworkLife
import Storage

extension OrganizationProfile {
    /// The acronym where there is one: what people call it.
    var shortName: String { acronym.isEmpty ? name : acronym }
}

/// A form made from a record's list of fields: each field with what was typed or what stands, and what is wrong with it.
struct FormSheet: Sendable {
    struct Line: Sendable {
        let name: String
        let label: Phrase
        let hint: Phrase?
        let input: Input
        let isRequired: Bool
        let limit: Int
        let values: [String]
        let problem: Phrase?
        let choices: [(code: String, label: String)]
        /// Whether the record that the field refers to is named by typing, and which one stands.
        var isNamed = false
        var known: (code: String, label: String)?
        /// The heading that it shares with its neighbours.
        var group: Phrase?
        /// Whether its choices lie folded away, but for those that stand.
        var isFolded = false
    }

    let lines: [Line]
    let problems: [Refusal.Problem]
    /// Carried by the form: its own token, and the writings that the person saw.
    let token: String
    let seen: String

    /// `typed` comes back as it was typed; without it, the fields show what stands.
    init<R: Record>(
        _ record: R, clear: [String: Value] = [:], asked: [String], versions: Versions? = nil, typed: Typed? = nil, problems: [Refusal.Problem] = [],
        choices: Choices,
        required: Set<String> = [], optional: Set<String> = []
    ) {
        let known = Dictionary(uniqueKeysWithValues: R.fields.map { ($0.name, $0) })
        lines = asked.compactMap { known[$0] }.map { field in
            // Of several records each is a box to tick, as several codes are.
            let input: Input =
                if case .references(let kind) = field.input { .choices(choices[kind].map { ($0.code, Phrase(same: $0.label)) }) } else { field.input }
            let standing = Self.texts(of: field.sensitivity == .sealed ? clear[field.name] ?? .null : field.read(record), input)
            let list: [(code: String, label: String)] = if case .reference(let kind) = field.input { choices[kind] } else { [] }
            var line = Line(
                name: field.name, label: field.label, hint: field.hint, input: input,
                isRequired: (field.isRequired || required.contains(field.name)) && !optional.contains(field.name), limit: field.limit,
                values: field.isFile ? standing : typed.map { $0.texts(field.name, input) } ?? standing,
                problem: problems.first { $0.field == field.name }?.text ?? (typed?.files[field.name] == nil ? nil : Problem.chooseAgain.phrase), choices: list)
            line.group = field.group
            if case .references = field.input { line.isFolded = true }
            if case .reference(let kind) = field.input, choices.isTyped(kind) {
                line = line.named(standing.first ?? "", choices.label(standing.first ?? ""), matches: choices.matches[field.name] ?? [], wasTyped: typed != nil)
            }
            return line
        }
        self.problems = problems
        // A form that comes back keeps its token: it is still the same act.
        token = (typed?.token ?? AnyID()).description
        seen = typed?["seen"] ?? versions.map { Data($0.bytes).base64EncodedString() } ?? ""
    }

    /// A sheet of lines that belong to no record.
    init(lines: [Line], typed: Typed?, problems: [Refusal.Problem]) {
        self.lines = lines
        self.problems = problems
        token = (typed?.token ?? AnyID()).description
        seen = ""
    }

    /// The lines of two sheets under one button, where one act makes two records.
    init(_ first: FormSheet, _ second: FormSheet) {
        lines = first.lines + second.lines
        problems = first.problems + second.problems.filter { !first.problems.contains($0) }
        token = first.token
        seen = first.seen
    }

    var takesFiles: Bool { lines.contains { if case .file = $0.input { true } else { false } } }

    static func texts(of value: Value, _ input: Input) -> [String] {
        switch (value, input) {
        case (.integer(let flag), .yesNo): flag == 1 ? ["1"] : []
        case (.text(let codes), .choices), (.text(let codes), .tally): codes.split(separator: " ").map { String($0) }
        case (.text(let text), _): [text]
        case (.integer(0), .count): []
        case (.integer(let hundredths), .amount): [Amount(hundredths: Int(hundredths)).plain]
        case (.integer(let integer), _): ["\(integer)"]
        case (.bytes, .file): (try? AttachedFile(value: value)).map { [$0.type.code, "\($0.byteCount)"] } ?? []
        case (.bytes(let bytes), _): [AnyID(bytes: bytes)?.description ?? ""]
        case (.real(let real), _): ["\(real)"]
        case (.null, _): []
        }
    }
}

extension FormSheet.Line {
    /// The line as a name to type, with what it may mean.
    fileprivate func named(_ code: String, _ label: String, matches: [(code: String, label: String)], wasTyped: Bool) -> FormSheet.Line {
        FormSheet.Line(
            name: name, label: self.label, hint: hint ?? Phrase("Écrivez le nom, ou une partie.", en: "Type the name, or a part of it."),
            input: input, isRequired: isRequired, limit: 300, values: wasTyped ? values : [label], problem: problem, choices: matches, isNamed: true,
            known: code.isEmpty ? nil : (code, label))
    }
}

/// The form on the page: errors first, then one field under the other, then its button.
struct FormView: Component {
    let visit: Visit
    let sheet: FormSheet
    let action: Address
    let button: String
    let cancel: Address?
    var file: FileQuestion?

    var body: some Markup {
        ErrorSummary(say: visit.say, problems: sheet.problems)
        form(.method(.post), .action(action), .when(sheet.takesFiles || file != nil, .enctype(.multipart)), .novalidate(), .class("sheet")) {
            HiddenFields(visit: visit, token: sheet.token, seen: sheet.seen)
            Each(sheet.blocks) { BlockView(say: visit.say, block: $0) }
            div(.class("actions")) {
                HTML.button(button, .class("primary"), .type(.submit))
                if let cancel { a(visit.say("Annuler", en: "Cancel"), .class("secondary"), .href(cancel)) }
            }
            if let file { FileQuestionView(say: visit.say, question: file, problem: sheet.problems.first { $0.field == FileQuestion.name }?.text) }
        }
    }
}

/// A file that a form is filled in from: it is read by a button of its own, which sends the whole form to another address, and is not kept.
struct FileQuestion: Sendable {
    static let name = "file"
    let label: Phrase
    let hint: Phrase
    let button: Phrase
    let action: Address
}

/// It stands last in the form, so that the Enter key means the form’s own button.
private struct FileQuestionView: Component {
    let say: Say
    let question: FileQuestion
    let problem: Phrase?

    private var id: String { "f-\(FileQuestion.name)" }

    var body: some Markup {
        div(.class(problem == nil ? "field" : "field wrong")) {
            label(say(question.label), .for(id))
            p(say(question.hint), .class("hint"), .id("\(id)-hint"))
            if let problem { p(say(problem), .class("error"), .id("\(id)-error")) }
            input(
                .id(id), .name(FileQuestion.name), .type(.file), .accept(".csv,.xlsx"),
                .aria("describedby", problem == nil ? "\(id)-hint" : "\(id)-hint \(id)-error"), .aria("invalid", problem == nil ? nil : "true"))
        }
        HTML.button(say(question.button), .class("secondary"), .type(.submit), .formaction(question.action))
    }
}

/// What every form carries: the proof that it came from this session's page, its own token, and what the person saw.
struct HiddenFields: Component {
    let visit: Visit
    let token: String
    var seen = ""

    init(visit: Visit, token: String = AnyID().description, seen: String = "") {
        self.visit = visit
        self.token = token
        self.seen = seen
    }

    var body: some Markup {
        input(.type(.hidden), .name("form"), .value(visit.formToken))
        input(.type(.hidden), .name("token"), .value(token))
        if !seen.isEmpty { input(.type(.hidden), .name("seen"), .value(seen)) }
    }
}

struct ErrorSummary: Component {
    let say: Say
    let problems: [Refusal.Problem]

    var body: some Markup {
        if !problems.isEmpty {
            div(.class("errors"), .role("alert"), .tabindex(-1)) {
                h2(say("Rien n’est encore enregistré", en: "Nothing has been saved yet"))
                ul {
                    Each(problems) { problem in
                        li {
                            if let field = problem.field {
                                a(say(problem.text), .href(.here("f-\(field)")))
                            } else {
                                say(problem.text)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One field: label above, hint under it, error under that.
struct FieldView: Component {
    let say: Say
    let line: FormSheet.Line
    /// On a form where nothing is required that does not say so: few choices lie open side by side, and one tap answers.
    var isQuick = false

    private var id: String { "f-\(line.name)" }
    private var described: String? {
        let parts = [line.hint == nil ? nil : "\(id)-hint", line.problem == nil ? nil : "\(id)-error"].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    var body: some Markup {
        switch line.input {
        case .hidden, .moment: Empty()
        case .choices(let list): boxes(list)
        case .yesNo: tick
        case .tally(let list): TallyView(say: say, line: line, list: list)
        case .file(let choice): FileField(say: say, line: line, choice: choice)
        case .choice(let list) where isQuick && list.count <= 4: radios(list)
        default:
            div(.class(line.problem == nil ? "field" : "field wrong")) {
                label(.for(id)) {
                    say(line.label)
                    if !line.isRequired, !line.isCount, !isQuick { span(say(" (facultatif)", en: " (optional)"), .class("optional")) }
                }
                notes
                control
            }
        }
    }

    @MarkupBuilder private var notes: some Markup {
        if let hint = line.hint { p(say(hint), .class("hint"), .id("\(id)-hint")) }
        if let problem = line.problem { p(say(problem), .class("error"), .id("\(id)-error")) }
    }

    @MarkupBuilder private var control: some Markup {
        switch line.input {
        case .paragraph:
            textarea(line.values.first ?? "", .id(id), .name(line.name), .rows(5), .maxlength(line.limit), .aria("describedby", described))
        case .choice(let list): selection(list.map { ($0.code, say($0.label)) })
        case .reference where line.isNamed: naming
        case .reference: selection(line.choices)
        case .day: field(.date, "short")
        case .time: field(.time, "short")
        case .number, .count: field(.text, "short", mode: "numeric")
        case .amount: field(.text, "short", mode: "decimal")
        case .quantity: field(.text, "short", mode: "decimal")
        case .email: field(.email, nil)
        case .telephone: field(.tel, nil)
        default: field(.text, nil)
        }
    }

    private func field(_ type: Attribute.InputType, _ style: String?, mode: String? = nil) -> some Markup {
        input(
            .id(id), .name(line.name), .type(type), .value(line.values.first ?? ""), .class(style), .maxlength(type == .date ? nil : line.limit),
            .when(mode != nil, .inputmode(mode ?? "")), .placeholder(line.isCount ? "0" : nil), .aria("describedby", described),
            .aria("invalid", line.problem == nil ? nil : "true"),
            .autocomplete("off"))
    }

    /// A name to type; where it fits several records, these to choose from.
    @MarkupBuilder private var naming: some Markup {
        input(
            .id(id), .name(line.name), .type(.text), .value(line.values.last ?? ""), .maxlength(line.limit), .aria("describedby", described),
            .aria("invalid", line.problem == nil ? nil : "true"), .autocomplete("off"))
        if let known = line.known {
            input(.type(.hidden), .name("\(line.name)-known"), .value(known.code))
            input(.type(.hidden), .name("\(line.name)-label"), .value(known.label))
        }
        if !line.choices.isEmpty {
            div(.class("choices")) {
                Each(line.choices) { choice in
                    label {
                        input(.type(.radio), .name(line.name), .value(choice.code))
                        choice.label
                    }
                }
            }
        }
    }

    @MarkupBuilder private func selection(_ list: [(code: String, label: String)]) -> some Markup {
        select(.id(id), .name(line.name), .aria("describedby", described)) {
            if !line.isRequired || line.values.first?.isEmpty != false { option(say("Choisir…", en: "Choose…"), .value("")) }
            Each(list) { item in
                option(item.label, .value(item.code), .selected(item.code == line.values.first))
            }
        }
        // On paper a choice is ticked; a long list is written by hand.
        if list.count <= Self.mostOnPaper { p(.class("only-print boxes")) { Each(list) { span("☐\u{A0}\($0.label)") } } }
    }

    private static var mostOnPaper: Int { 16 }

    private func radios(_ list: [(code: String, label: Phrase)]) -> some Markup {
        fieldset(.id(id), .class(line.problem == nil ? "quick" : "quick wrong"), .aria("describedby", described)) {
            legend(say(line.label))
            notes
            div(.class("choices")) {
                Each(list) { item in
                    label {
                        input(.name(line.name), .type(.radio), .value(item.code), .checked(line.values.contains(item.code)))
                        say(item.label)
                    }
                }
            }
        }
    }

    private var tick: some Markup {
        div(.class(line.problem == nil ? "field choices" : "field choices wrong")) {
            label(.for(id)) {
                input(.id(id), .name(line.name), .type(.checkbox), .value("1"), .checked(!line.values.isEmpty), .aria("describedby", described))
                say(line.label)
            }
            notes
        }
    }

    private func boxes(_ list: [(code: String, label: Phrase)]) -> some Markup {
        fieldset(.id(id), .aria("describedby", described)) {
            legend(say(line.label))
            notes
            let (near, far) = Folding.split(list, standing: line.values, atHand: line.isFolded ? 0 : Folding.atHand)
            choices(near)
            if !far.isEmpty {
                details {
                    summary(
                        near.isEmpty
                            ? say("Choisir (\(far.count))", en: "Choose (\(far.count))")
                            : say("Autres choix (\(far.count))", en: "Other choices (\(far.count))"))
                    choices(far)
                }
                p(near.isEmpty ? "………………………………" : say("Autres : ………………………………", en: "Others: ………………………………"), .class("only-print"))
            }
        }
    }

    private func choices(_ list: [(code: String, label: Phrase)]) -> some Markup {
        div(.class("choices")) {
            Each(list) { item in
                label {
                    input(.name(line.name), .type(.checkbox), .value(item.code), .checked(line.values.contains(item.code)))
                    say(item.label)
                }
            }
        }
    }
}
