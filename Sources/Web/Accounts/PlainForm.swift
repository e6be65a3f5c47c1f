import HTML
import Journal
import Vault

/// One question of a form that belongs to no record: a passphrase, a code.
struct Question: Sendable {
    enum Kind: Sendable {
        case line
        case passphrase
        case newPassphrase
        case code
    }

    let name: String
    let label: Phrase
    var hint: Phrase?
    let kind: Kind
    var value = ""
}

/// A form of such questions. What was typed comes back, but for passphrases and codes.
struct PlainForm: Component {
    let visit: Visit
    let questions: [Question]
    var problems: [Refusal.Problem] = []
    var hidden: [(name: String, value: String)] = []
    /// The form's own token where it comes back; a new one otherwise.
    var token = AnyID()
    let action: Address
    let button: Phrase
    var isDangerous = false
    var cancel: Address?

    var body: some Markup {
        ErrorSummary(say: visit.say, problems: problems)
        form(.method(.post), .action(action), .novalidate(), .class("sheet")) {
            HiddenFields(visit: visit, token: token.description)
            Each(hidden) { input(.type(.hidden), .name($0.name), .value($0.value)) }
            Each(questions) { question in
                QuestionView(say: visit.say, question: question, problem: problems.first { $0.field == question.name }?.text)
            }
            div(.class("actions")) {
                HTML.button(visit.say(button), .class(isDangerous ? "danger" : "primary"), .type(.submit))
                if let cancel { a(visit.say("Annuler", en: "Cancel"), .class("secondary"), .href(cancel)) }
            }
        }
    }
}

private struct QuestionView: Component {
    let say: Say
    let question: Question
    let problem: Phrase?

    private var id: String { "f-\(question.name)" }
    private var described: String? {
        let parts = [question.hint == nil ? nil : "\(id)-hint", problem == nil ? nil : "\(id)-error"].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    private var keeper: String {
        switch question.kind {
        case .line: "username"
        case .passphrase: "current-password"
        case .newPassphrase: "new-password"
        case .code: "one-time-code"
        }
    }

    var body: some Markup {
        div(.class(problem == nil ? "field" : "field wrong")) {
            label(say(question.label), .for(id))
            if let hint = question.hint { p(say(hint), .class("hint"), .id("\(id)-hint")) }
            if let problem { p(say(problem), .class("error"), .id("\(id)-error")) }
            input(
                .id(id), .name(question.name), .type(question.kind == .passphrase || question.kind == .newPassphrase ? .password : .text),
                .value(question.value), .class(question.kind == .code ? "code" : nil), .maxlength(question.kind == .code ? 24 : 200),
                .autocomplete(keeper), .aria("describedby", described), .aria("invalid", problem == nil ? nil : "true"))
        }
    }
}

extension Question {
    static func ownPassphrase(_ label: Phrase = Phrase("Votre phrase de passe actuelle", en: "Your present passphrase")) -> Question {
        Question(name: "passphrase", label: label, kind: .passphrase)
    }
}

/// What is shown once, to be noted or printed: words or codes.
struct ShownOnce: Component {
    let say: Say
    let texts: [String]

    var body: some Markup {
        div(.class("card shown-once")) {
            Each(texts) { p($0, .class("code")) }
        }
        p(
            say(
                "Ceci n’est montré qu’une fois. Notez-le ou imprimez cette page, puis gardez la feuille en lieu sûr.",
                en: "This is shown only once. Note it or print this page, then keep the sheet in a safe place."),
            .class("note"))
    }
}
