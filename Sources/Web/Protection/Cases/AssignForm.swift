import Accounts
import HTML
import Journal

/// Entrusting a case file, or what came, to someone of the organisation.
struct AssignForm: Component {
    let visit: Visit
    let action: Address
    /// Who may be chosen: whoever has it already is left out by the page.
    let agents: [AccountProfile]
    let problems: [Refusal.Problem]

    var body: some Markup {
        let say = visit.say
        let problem = problems.first { $0.field == "account" }
        form(.method(.post), .action(action), .class("sheet no-print")) {
            HiddenFields(visit: visit)
            div(.class(problem == nil ? "field" : "field wrong")) {
                label(say("Confier à", en: "Assign to"), .for("f-account"))
                if let problem { p(say(problem.text), .class("error"), .id("f-account-error")) }
                select(.id("f-account"), .name("account"), .aria("describedby", problem == nil ? nil : "f-account-error")) {
                    option(say("Choisir…", en: "Choose…"), .value(""))
                    Each(agents) { option($0.displayName, .value($0.id.description)) }
                }
            }
            div(.class("actions")) { button(say("Confier", en: "Assign"), .class("secondary"), .type(.submit)) }
        }
    }
}
