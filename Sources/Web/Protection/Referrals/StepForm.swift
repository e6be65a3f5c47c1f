import HTML
import Journal
import Protection

/// What is asked with a step of a referral, on a page of its own: when, why, and in words.
struct StepForm: Component {
    let visit: Visit
    let kind: ReferralStepKind
    var verb: Phrase?
    var asked: [String]?
    let explanation: Phrase?
    let action: Address
    let back: Address
    var typed: Typed?
    var problems: [Refusal.Problem] = []
    /// Whether it is what the sender heard from someone who writes nothing here.
    var isHeard = false

    private static let words = OutsideStep.fields.first { $0.name == "words" }!

    private var sheet: FormSheet {
        var step = ReferralStep()
        step.on = visit.today
        let asked = FormSheet(step, asked: asked ?? kind.asked, typed: typed, problems: problems, choices: .none, required: Set(kind.asked))
        let words = FormSheet.Line(
            name: "words", label: Self.words.label,
            hint: isHeard ? nil : Phrase("Scellé ; l’autre organisation le lit.", en: "Sealed; the other organisation reads it."), input: .paragraph,
            isRequired: kind == .kept, limit: Self.words.limit, values: typed?.all("words") ?? [], problem: problems.first { $0.field == "words" }?.text,
            choices: [])
        return FormSheet(lines: asked.lines + [words], typed: typed, problems: problems)
    }

    var body: some Markup {
        if let explanation { div(.class("note")) { p(visit.say(explanation)) } }
        ErrorSummary(say: visit.say, problems: problems)
        form(.method(.post), .action(action), .novalidate(), .class("sheet")) {
            HiddenFields(visit: visit, token: sheet.token)
            input(.type(.hidden), .name("step"), .value(kind.code))
            Each(sheet.lines) { FieldView(say: visit.say, line: $0) }
            div(.class("actions")) {
                button(
                    visit.say(isHeard ? kind.heard : verb ?? kind.verb), .class([.recalled, .destroyed].contains(kind) ? "danger" : "primary"), .type(.submit))
                a(visit.say("Annuler", en: "Cancel"), .class("secondary"), .href(back))
            }
        }
    }

    /// What was typed; a step of one button is of today.
    static func read(_ kind: ReferralStepKind, _ typed: Typed, asked: [String]? = nil, today: Day) -> (ReferralStep, words: String, [Refusal.Problem]) {
        var step = ReferralStep()
        (step.step, step.on) = (kind, today)
        var problems = kind.isOneButton ? [] : step.take(typed, asked: Set(asked ?? kind.asked))
        var clear: [String: Value] = [:]
        var outside = OutsideStep()
        problems += outside.take(typed, asked: ["words"], sealing: &clear)
        let words = if case .text(let text)? = clear["words"] { text } else { "" }
        step.id = typed.token.cast()
        return (step, words, problems)
    }
}

/// A paper that says nothing but a code and where to show it.
struct NeutralSlip: Component {
    let say: Say
    let code: String
    let place: [String]

    var body: some Markup {
        div(.class("card")) {
            p(code, .class("code"))
            p(say("À montrer à l’accueil :", en: "To be shown at the reception of:"))
            Each(place.filter { !$0.isEmpty }) { p($0) }
        }
        p(
            say(
                "Ce papier ne dit ni qui, ni pourquoi. Imprimez-le seulement si le porter ne met pas la personne en danger.",
                en: "This paper says neither who nor why. Print it only if carrying it puts the person in no danger."), .class("note no-print"))
    }
}
