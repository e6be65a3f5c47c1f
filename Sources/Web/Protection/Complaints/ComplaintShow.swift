import Access
import Accounts
import HTML
import Journal
import Protection
import Storage

/// One complaint, opened: what was said, what was done, and what may follow.
struct ComplaintShow: Component {
    let visit: Visit
    let opened: OpenedComplaint
    let names: Names
    let rule: ComplaintRule
    let problems: [Refusal.Problem]

    private var say: Say { visit.say }
    private var id: ID<Complaint> { opened.complaint.id }

    var body: some Markup {
        ErrorSummary(say: say, problems: problems)
        p { ComplaintTags(visit: visit, complaint: opened, rule: rule) }
        if let words = opened.content[\.words] { div(.class("report")) { Paragraphs(text: words) } }
        if let voice = opened.content[\.voice] {
            p { FileLink(visit: visit, file: voice, address: SitePath.complaintVoice(id), title: say("Message parlé", en: "Spoken message")) }
        }
        div(.class("actions")) {
            Each(ComplaintStep.following(opened.complaint.state)) { step in
                if step == .examine {
                    ActButton(visit: visit, action: SitePath.complaintSteps(id).query("step", step.code), label: say(step.verb), style: "primary")
                } else {
                    a(say(step.verb), .class(step == .answer ? "primary" : "secondary"), .href(SitePath.complaintSteps(id).query("step", step.code)))
                }
            }
        }
        dl(.class("summary")) {
            SummaryLine(
                say("Organisation mise en cause", en: "Organisation complained of"),
                opened.content[\.against].map { names[$0] } ?? say("aucune du répertoire", en: "none of the directory"))
            SummaryLine(say("Ce que la personne attend", en: "What the person expects"), opened.content[\.wish] ?? "")
            SummaryLine(say("Comment la joindre", en: "How to reach them"), opened.content[\.contact] ?? say("par son bulletin", en: "through their slip"))
            SummaryLine(say("Reçue le", en: "Received on"), opened.receivedOn.map { Dates.long($0, visit.language) } ?? "")
            SummaryLine(say("Prise par", en: "Taken by"), names[opened.content[\.takenBy]])
            SummaryLine(say("Comment elle a été prise", en: "How it was taken"), opened.content[\.manner].map { say($0.label) } ?? "")
        }
        h2(say("Suites", en: "Steps"))
        if opened.notes.isEmpty { p(say("Rien n’a encore été fait.", en: "Nothing has been done yet."), .class("soft")) }
        ul(.class("todo")) {
            Each(opened.notes) { note in
                li {
                    span(note[\.on].map { Dates.short($0, visit.language) } ?? "", .class("soft"))
                    div {
                        strong(note[\.step].map { say($0.label) } ?? "")
                        if let words = note[\.words] { Paragraphs(text: words) }
                        p(names[note[\.by]], .class("soft"))
                    }
                }
            }
        }
    }
}

/// How far a complaint has come, how pressing it is, and whether it is late.
struct ComplaintTags: Component {
    let visit: Visit
    let complaint: OpenedComplaint
    let rule: ComplaintRule

    var body: some Markup {
        let say = visit.say
        let state = complaint.complaint.state
        if let due = complaint.due(rule), due < visit.today {
            span(Dates.distance(to: due, from: visit.today, say), .class("tag late"))
            " "
        }
        span(say(state.label), .class(state == .closed || state == .answered ? "tag done" : "tag waiting"))
        if complaint.content[\.isAbuse] == true {
            " "
            span(say("exploitation ou abus sexuels", en: "sexual exploitation or abuse"), .class("tag late"))
        }
        if let gravity = complaint.content[\.gravity] {
            " "
            span(say(gravity.label), .class("tag plain"))
        }
    }
}

/// One complaint among others: by when, about what, where it stands.
struct ComplaintLine: Component {
    let visit: Visit
    let complaint: OpenedComplaint
    let rule: ComplaintRule

    var body: some Markup {
        let say = visit.say
        let due = complaint.due(rule)
        li(.class(complaint.isLate(rule, on: visit.today) ? "late" : nil)) {
            if let day = due ?? complaint.complaint.closedOn ?? complaint.receivedOn { HTML.time(Dates.short(day, visit.language), .datetime(day.description)) }
            div {
                a(complaint.content[\.matter].map { say($0.label) } ?? say("Plainte", en: "Complaint"), .href(SitePath.complaint(complaint.complaint.id)))
                p { ComplaintTags(visit: visit, complaint: complaint, rule: rule) }
            }
        }
    }
}

/// How many complaints wait for a member of the circle, and how many are late: nothing of them is told.
struct ComplaintDuties: Duties {
    private let visit: Visit
    let count: Int
    let late: Int

    static let nouns = (one: Phrase("plainte", en: "complaint"), many: Phrase("plaintes", en: "complaints"))

    init(_ visit: Visit, _ connection: any Connection) throws {
        self.visit = visit
        guard visit.may(.complaintOpen) else {
            (count, late) = (0, 0)
            return
        }
        let rule = try ComplaintRule.standing(connection)
        let due = try OpenedComplaint.all(visit.keyring(connection), connection).filter { [.received, .examined].contains($0.complaint.state) }
        (count, late) = (due.count, due.count { $0.isLate(rule, on: visit.today) })
    }

    var body: some Markup {
        let say = visit.say
        if !isEmpty {
            h2(say("Plaintes", en: "Complaints"))
            p {
                a(
                    count == 1 ? say("Une plainte attend", en: "One complaint waits") : say("\(count) plaintes attendent", en: "\(count) complaints wait"),
                    .href(SitePath.complaints()))
                if late > 0 {
                    " "
                    span(late == 1 ? say("une en retard", en: "one late") : say("\(late) en retard", en: "\(late) late"), .class("tag late"))
                }
            }
        }
    }
}
