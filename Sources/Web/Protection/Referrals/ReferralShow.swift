import Access
import Accounts
import HTML
import Journal
import Protection

/// A referral, for either side: where it stands, what is next, what it asks, who it is about, what was done.
struct ReferralShow: Component {
    let visit: Visit
    let opened: OpenedReferral
    let names: Names
    let agents: [AccountProfile]
    let problems: [Refusal.Problem]
    /// Of what the organisation sent: what comes in is counted by who sent it.
    let fed: FedIndicators?

    private var say: Say { visit.say }
    private var referral: Referral { opened.referral }
    private var next: [ReferralStepKind] { opened.state.mayFollow(by: opened.side) }

    var body: some Markup {
        ErrorSummary(say: say, problems: problems)
        p { StateTag(visit: visit, state: opened.state) }
        if opened.state.isTakenOver, opened.side == .sender {
            p(
                say(
                    "La personne est suivie par l’autre organisation : il reste à clore votre dossier.",
                    en: "The person is followed by the other organisation: what is left is to close your file."), .class("note"))
        }
        standing
        if visit.may(.referralEdit) { actions }
        if opened.side == .receiver, !opened.state.isOpened, !opened.state.isOver {
            p(
                say(
                    "Ce qu’il contient s’ouvre avec l’accusé de réception : l’autre organisation saura que vous l’avez lu.",
                    en: "What it holds opens with the acknowledgement: the other organisation will know that you have read it."), .class("note"))
        } else if opened.content == nil {
            p(closedText, .class("note"))
        }
        content
        steps
        if opened.content != nil { holding }
        if let fed { fed }
    }

    private var closedText: String {
        if [.withdrawn, .settled].contains(opened.state.stage), opened.state.last?.step != .kept {
            return say("Ce qu’il contenait est détruit.", en: "What it held is destroyed.")
        }
        if opened.side == .receiver, opened.state.steps.contains(where: { $0.step.step == .refused }) {
            return say("Vous l’avez refusé : ce qu’il contient ne s’ouvre plus chez vous.", en: "You refused it: what it holds no longer opens here.")
        }
        if visit.may(.caseAssign) {
            return say(
                "Vos clés n’ouvrent pas ce qu’il contient : le dossier a été effacé, ou vos clés ont changé.",
                en: "Your keys do not open what it holds: the case file was erased, or your keys have changed.")
        }
        return say(
            "Vos clés n’ouvrent pas ce qu’il contient. Demandez à votre superviseur de vous le confier.",
            en: "Your keys do not open what it holds. Ask your supervisor to assign it to you.")
    }

    private var standing: some Markup {
        dl(.class("summary")) {
            SummaryLine(say("Priorité", en: "Priority"), say(referral.priority.label))
            SummaryLine(say("Type de besoin", en: "Kind of need"), say(referral.group.label))
            SummaryLine(say("Envoyé le", en: "Sent on"), referral.sentOn.map { Dates.long($0, visit.language) } ?? "")
            if let due = opened.state.due, let side = opened.state.waitsFor {
                SummaryLine(
                    say("Attendu", en: "Awaited"),
                    say(
                        "de \(names[referral.party(side)]), avant le \(Dates.moment(due, say))",
                        en: "from \(names[referral.party(side)]), before \(Dates.moment(due, say))"))
            }
            if let number = opened.caseNumber, opened.caseFile == nil {
                SummaryLine(say("Dossier", en: "Case file"), say("\(number), chez un collègue", en: "\(number), with a colleague"))
            }
            if let file = opened.caseFile {
                FactRow(
                    label: say("Dossier", en: "Case file"), text: names[file],
                    link: (say("Ouvrir le dossier", en: "Open the case file"), SitePath.caseFile(file)))
            }
        }
    }

    private var isFirstPlain: Bool { next.first?.isOneButton == true }

    /// Whether the receiver may open a file of its own from it: one alone.
    private var opensFile: Bool {
        opened.side == .receiver && opened.caseNumber == nil && opened.content != nil && [.accepted, .served].contains(opened.state.stage)
            && visit.may(.caseEdit)
    }

    private func fileLink(_ style: String) -> some Markup {
        a(say("Ouvrir un dossier", en: "Open a case file"), .class(style), .href(SitePath.caseNew().query("referral", referral.id.description)))
    }

    private var actions: some Markup {
        div(.class("actions")) {
            if opensFile, referral.isTransfer { fileLink("primary") }
            Each(Array(next.enumerated())) { number, kind in
                let isFirst = number == 0 && !(opensFile && referral.isTransfer)
                let style = kind == .recalled || kind == .destroyed ? "danger" : isFirst ? "primary" : "secondary"
                if kind.isOneButton {
                    ActButton(
                        visit: visit, action: SitePath.referralSteps(referral.id), label: say(kind.verb(in: opened.state)), style: style,
                        fields: [("step", kind.code)])
                } else {
                    a(say(kind.verb(in: opened.state)), .class(style), .href(SitePath.referralSteps(referral.id).query("step", kind.code)))
                }
            }
            if opensFile, !referral.isTransfer { fileLink("secondary") }
            if opened.side == .sender, !opened.state.isOver {
                a(say("Bulletin à imprimer", en: "Slip to print"), .class("secondary"), .href(SitePath.referralSlip(referral.id)))
            }
        }
    }

    @MarkupBuilder private var content: some Markup {
        if let content = opened.content {
            h2(say("Ce qui est demandé", en: "What is asked for"))
            if let service = content[\.service] { p { strong(say(service.label)) } }
            if let need = content[\.need] { div(.class("report")) { Paragraphs(text: need) } }
            if let story = content[\.story] {
                h3(say("Son histoire, en bref", en: "Their story, briefly"))
                div(.class("report")) { Paragraphs(text: story) }
            }
            h2(say("Pour qui", en: "For whom"))
            ul(.class("todo")) { Each(opened.people) { person($0) } }
            dl(.class("summary")) {
                SummaryLine(say("Langue", en: "Language"), content[\.language].map { say($0.label) } ?? "")
                SummaryLine(say("Interprète", en: "Interpreter"), content[\.needsInterpreter] == true ? say("nécessaire", en: "needed") : "")
                SummaryLine(say("Préfère parler avec", en: "Prefers to talk with"), content[\.interviewer].map { say($0.label) } ?? "")
                SummaryLine(say("Comment la joindre", en: "How to reach them"), content[\.contactMeans].map { say($0.label) } ?? "")
                SummaryLine(say("Téléphone", en: "Telephone"), content[\.telephone] ?? "")
                SummaryLine(say("À quelles heures", en: "At which hours"), content[\.contactHours] ?? "")
                SummaryLine(say("Qui peut répondre", en: "Who may answer"), content[\.contactPerson] ?? "")
                SummaryLine(
                    say("Laisser un message", en: "Leaving a message"),
                    content[\.mayLeaveMessage].map { $0 ? say("oui", en: "yes") : say("non", en: "no") } ?? "")
                SummaryLine(say("Qui réfère", en: "Who refers"), content[\.from] ?? "")
            }
            if !opened.documents.isEmpty {
                h2(say("Documents transmis", en: "Documents that came along"))
                ul(.class("todo")) { Each(opened.documents) { document($0) } }
            }
        }
    }

    private func document(_ document: Opened<ReferredDocument>) -> some Markup {
        li {
            span(document[\.on].map { Dates.short($0, visit.language) } ?? "", .class("soft"))
            if let file = document[\.file] {
                div { FileLink(visit: visit, file: file, address: SitePath.referredDocument(document.record.id), title: document[\.what] ?? "") }
            }
        }
    }

    private func person(_ person: Opened<ReferredPerson>) -> some Markup {
        let facts = [
            person[\.sex].map { say($0.label) }, person[\.ageBand].map { say($0.label) }, person[\.nationality].map { say($0.label) },
            person[\.separation].map { say($0.label) },
        ].compactMap { $0 }
        return li {
            span(person[\.relation].map { $0 == .head ? "" : say($0.label) } ?? "", .class("soft"))
            div {
                strong(person[\.name] ?? referral.reference)
                if !facts.isEmpty { p(facts.joined(separator: ", "), .class("soft")) }
            }
        }
    }

    @MarkupBuilder private var steps: some Markup {
        if !opened.state.steps.isEmpty {
            h2(say("Ce qui a été fait", en: "What was done"))
            ul(.class("todo")) {
                Each(opened.state.steps.sorted { $0.at < $1.at }) { written in
                    StepLine(visit: visit, step: written.step, purpose: referral.purpose, by: names[written.step.by], words: opened.notes[written.step.id])
                }
            }
        }
    }

    private var holding: some Markup {
        div {
            h2(say("Suivi par", en: "Followed by"))
            if opened.holders.isEmpty { p(say("Personne encore : il attend à l’accueil.", en: "Nobody yet: it waits at the intake."), .class("soft")) }
            ul(.class("todo")) {
                Each(opened.holders) { holder in
                    li {
                        span(holder.since.map { say("depuis le \(Dates.short($0, .french))", en: "since \(Dates.short($0, .english))") } ?? "", .class("soft"))
                        div { names[holder.account] }
                    }
                }
            }
            if !agents.isEmpty { assigning }
        }
    }

    private var assigning: some Markup {
        let holding = Set(opened.holders.compactMap(\.account))
        return AssignForm(
            visit: visit, action: SitePath.referralAssignments(referral.id), agents: agents.filter { !holding.contains($0.id) }, problems: problems)
    }
}

struct StateTag: Component {
    let visit: Visit
    let state: ReferralState

    var body: some Markup {
        let (text, style) = state.tag(at: visit.moment, visit.say)
        span(text, .class("tag \(style)"))
    }
}

/// One step that was made: when, what, whose, and its reason.
struct StepLine: Component {
    let visit: Visit
    let step: ReferralStep
    var purpose = ReferralPurpose.service
    let by: String
    let words: String?

    var body: some Markup {
        let say = visit.say
        let reasons = [step.refusal.map { say($0.label) }, step.access.map { say($0.label) }, step.next.map { say($0.label) }].compactMap { $0 }
        li {
            if let on = step.on { HTML.time(Dates.short(on, visit.language), .datetime(on.description)) } else { span("") }
            div {
                strong(say(step.step.label(of: purpose)))
                if !by.isEmpty { span(" – \(by)", .class("soft")) }
                if !reasons.isEmpty { p(reasons.joined(separator: ", ")) }
                if let words { Paragraphs(text: words) }
            }
        }
    }
}
