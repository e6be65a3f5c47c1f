import Accounts
import HTML
import Journal
import Protection

/// What the person says of the help that they were given, in their words: nobody’s to edit, and always to be added to.
struct FeedbackView: Component {
    let visit: Visit
    let caseFile: ID<CaseFile>
    let feedback: [Opened<Feedback>]

    private var say: Say { visit.say }

    var body: some Markup {
        h2(say("Ce qu’en dit la personne", en: "What the person says of it"))
        if feedback.isEmpty {
            p(
                say(
                    "On ne lui a pas encore demandé si ses droits ont été mieux respectés.",
                    en: "They have not been asked yet whether their rights were better respected."), .class("soft"))
        }
        ul(.class("todo")) { Each(feedback) { line($0) } }
        p(.class("no-print")) {
            a(say("Noter ce qu’en dit la personne", en: "Note what the person says of it"), .href(SitePath.feedbackNew(caseFile)))
            " · "
            a(say("Prendre une plainte", en: "Take a complaint"), .href(SitePath.complaintNew()))
        }
    }

    private func line(_ feedback: Opened<Feedback>) -> some Markup {
        let record = feedback.record
        return li {
            span(feedback[\.on].map { Dates.short($0, visit.language) } ?? Dates.month(record.month, visit.language), .class("soft"))
            div {
                strong(say(record.level.label))
                if let words = feedback[\.words] { Paragraphs(text: words) }
                if let voice = feedback[\.voice] {
                    p { FileLink(visit: visit, file: voice, address: SitePath.feedbackVoice(record.id), title: say("Message parlé", en: "Spoken message")) }
                }
                p("\(say(record.subject.label)). \(say(record.moment.label)). \(say(record.manner.label)).", .class("soft"))
            }
            span(
                record.level.isFavourable ? say("mieux respectés", en: "better respected") : say("peu ou pas mieux", en: "little or no better"),
                .class(record.level.isFavourable ? "tag done" : "tag waiting"))
        }
    }
}
