import Access
import Accounts
import HTML
import Journal
import Protection
import Storage

/// One case file, opened: who, what they ask, what they agree to, who follows it.
struct CaseShow: Component {
    let visit: Visit
    let opened: OpenedCase
    let names: Names
    let agents: [AccountProfile]
    let problems: [Refusal.Problem]
    let joins: CaseJoinsView
    let history: HistoryView
    let referrals: CaseReferralsView
    let fed: FedIndicators

    private var say: Say { visit.say }
    private var file: CaseFile { opened.stored.record }
    private var isMine: Bool { opened.assignments.contains { $0.account == visit.session?.reader.account } }

    var body: some Markup {
        ErrorSummary(say: say, problems: problems)
        if opened.consent.isWithdrawn(.registered) {
            div(.class("errors"), .role("alert")) {
                p(
                    say(
                        "La personne a retiré son accord : ce dossier doit être effacé.",
                        en: "The person has withdrawn their agreement: this case file must be erased."))
            }
        }
        if opened.isToBeErased {
            div(.class("errors"), .role("alert")) {
                p(
                    say(
                        "La personne a retiré son accord auprès de l’organisation qui vous l’avait envoyée : ce dossier est à effacer, ou à garder si elle y consent à nouveau devant vous.",
                        en:
                            "The person has taken back their agreement with the organisation that sent them to you: this case file is to be erased, or kept if they agree anew before you."
                    ))
                p { a(say("Lui demander à nouveau", en: "Ask them again"), .href(SitePath.consentNew(file.id))) }
            }
        }
        if opened.assignments.isEmpty {
            div(.class("note")) {
                p(say("Personne ne suit encore ce dossier.", en: "Nobody follows this case file yet."))
                ActButton(visit: visit, action: SitePath.caseTaking(file.id), label: say("Le prendre en charge", en: "Take it on"), style: "primary")
            }
        }
        if let closure = opened.waitingClosure {
            div(.class("note")) {
                p(say("Une clôture est demandée, par \(names[closure.askedBy]).", en: "A closure is asked for, by \(names[closure.askedBy])."))
                if !opened.isAskedAtClosure {
                    p {
                        a(
                            say(
                                "Demander à la personne si ses droits ont été mieux respectés", en: "Ask the person whether their rights were better respected"),
                            .href(SitePath.feedbackNew(file.id)))
                    }
                }
                if visit.may(.caseAssign), closure.askedBy != visit.session?.reader.account {
                    p { a(say("Lire et décider", en: "Read and decide"), .href(SitePath.closureDecision(closure.id))) }
                }
            }
        } else if let review = opened.returnedReview {
            div(.class("note")) {
                p(
                    say(
                        "La clôture a été relue et renvoyée : \(review[\.remark] ?? "").",
                        en: "The closure was read again and returned: \(review[\.remark] ?? "")."))
            }
        } else if let returned = opened.closures.last, returned.record.verdict == .returned, !opened.isClosed {
            div(.class("note")) {
                p(
                    say(
                        "La clôture a été renvoyée : \(returned[\.remark] ?? "sans remarque").",
                        en: "The closure was returned: \(returned[\.remark] ?? "without a remark")."))
            }
        }
        div(.class("actions")) {
            if opened.isClosed {
                if visit.may(.caseAssign) { a(say("Rouvrir", en: "Open again"), .class("secondary"), .href(SitePath.reopeningNew(file.id))) }
            } else {
                a(next.label, .class("primary"), .href(next.address))
                a(say("Modifier", en: "Edit"), .class("secondary"), .href(SitePath.caseEdit(file.id)))
            }
        }
        standing
        h2(say("Personnes", en: "People"))
        ul(.class("todo")) { Each(opened.people) { person($0) } }
        adding(say("Ajouter une personne", en: "Add a person"), SitePath.casePersonNew(file.id))
        request
        contact
        CaseWorkView(visit: visit, opened: opened, names: names)
        FeedbackView(visit: visit, caseFile: file.id, feedback: opened.feedback)
        referrals
        consent
        screening
        following
        dataRequests
        if visit.may(.caseAssign) { p(.class("no-print")) { a(say("Effacer le dossier", en: "Erase the case file"), .href(SitePath.caseErasure(file.id))) } }
        joins
        if !opened.isClosed, opened.waitingClosure == nil { adding(say("Demander la clôture", en: "Ask for closure"), SitePath.closureNew(file.id)) }
        fed
        history
    }

    /// What comes next on the way of a case file.
    private var next: (label: String, address: Address) {
        switch file.step {
        case .identified: (say("Noter une évaluation", en: "Note an assessment"), SitePath.assessmentNew(file.id))
        case .assessed: (say("Ajouter une action au plan", en: "Add an action to the plan"), SitePath.planNew(file.id))
        default: (say("Ajouter une note", en: "Add a note"), SitePath.noteNew(file.id))
        }
    }

    @MarkupBuilder private func adding(_ text: String, _ address: Address) -> some Markup {
        if !opened.isClosed { p(.class("no-print")) { a(text, .href(address)) } }
    }

    private var standing: some Markup {
        dl(.class("summary")) {
            SummaryLine(say("Étape", en: "Step"), say(file.step.label))
            SummaryLine(say("Évalué le", en: "Assessed on"), file.assessedOn.map { Dates.long($0, visit.language) } ?? "")
            SummaryLine(say("Risque", en: "Risk"), file.risk.map { say($0.label) } ?? "")
            if file.step == .identified, let due = file.assessBy {
                SummaryLine(say("À évaluer", en: "To be assessed"), "\(Dates.short(due, visit.language)) (\(Dates.distance(to: due, from: visit.today, say)))")
            }
            SummaryLine(say("Ouvert le", en: "Opened on"), opened.file[\.openedOn].map { Dates.long($0, visit.language) } ?? "")
            SummaryLine(say("Lieu du premier contact", en: "Place of the first contact"), names[opened.file[\.place]])
            SummaryLine(
                say("Situation", en: "Situation"),
                [file.situation.map { say($0.label) }, file.convoy.map { say($0.label) }].compactMap { $0 }.joined(separator: ", "))
            SummaryLine(say("Séance d’information", en: "Information session"), names[file.session])
        }
    }

    private func person(_ person: Opened<CasePerson>) -> some Markup {
        let record = person.record
        let facts = [
            record.sex.map { say($0.label) }, record.ageBand.map { say($0.label) }, person[\.nationality].map { say($0.label) },
            record.separation.map { say($0.label) },
        ].compactMap { $0 }
        let difficulties = CasePerson.functioningNames.filter { name in person.clear[name].flatMap { try? Difficulty(value: $0) }?.isDisabling == true }
        return li {
            span(record.isHead ? "" : say(record.relation.label), .class("soft"))
            div {
                a(person[\.name] ?? say("Sans nom", en: "No name"), .href(SitePath.casePersonEdit(record.id)))
                p(facts.joined(separator: ", "), .class("soft"))
                if let other = person[\.otherNames] { p(say("Aussi : \(other)", en: "Also: \(other)"), .class("soft")) }
                if !difficulties.isEmpty { p(say("Situation de handicap", en: "Person with a disability"), .class("soft")) }
            }
        }
    }

    @MarkupBuilder private var request: some Markup {
        let urgent = opened.file[\.urgent]?.elements ?? []
        if opened.file[\.request] != nil || !urgent.isEmpty {
            h2(say("Ce que la personne demande", en: "What the person asks for"))
            if !urgent.isEmpty {
                p { strong(UrgentNeed.list.filter { urgent.contains($0.0) }.map { say($0.1) }.joined(separator: ", ")) }
            }
            if let text = opened.file[\.request] { div(.class("report")) { Paragraphs(text: text) } }
        }
    }

    private var contact: some Markup {
        details(.open(true)) {
            summary(say("La joindre sans danger", en: "Reaching them safely"))
            dl(.class("summary")) {
                SummaryLine(say("Comment", en: "How"), opened.file[\.contactMeans].map { say($0.label) } ?? say("non dit", en: "not said"))
                SummaryLine(say("Téléphone", en: "Telephone"), opened.file[\.telephone] ?? "")
                SummaryLine(say("À quelles heures", en: "At which hours"), opened.file[\.contactHours] ?? "")
                SummaryLine(say("Qui peut répondre", en: "Who may answer"), opened.file[\.contactPerson] ?? "")
                SummaryLine(
                    say("Laisser un message", en: "Leaving a message"), opened.file[\.mayLeaveMessage] == true ? say("oui", en: "yes") : say("non", en: "no"))
                SummaryLine(say("Langue", en: "Language"), opened.file[\.language].map { say($0.label) } ?? "")
                SummaryLine(say("Interprète", en: "Interpreter"), opened.file[\.needsInterpreter] == true ? say("nécessaire", en: "needed") : "")
                SummaryLine(say("Préfère parler avec", en: "Prefers to talk with"), opened.file[\.interviewer].map { say($0.label) } ?? "")
            }
        }
    }

    private var consent: some Markup {
        let state = opened.consent
        let plain: [(question: String, label: String)] = [
            ("services", say("Recevoir de l’aide", en: "Receiving help")), ("statistics", say("Être comptée, sans nom", en: "Being counted, without a name")),
            ("advocacy", say("Servir au plaidoyer, sans nom", en: "Serving advocacy, without a name")),
        ]
        return div {
            h2(say("Ce qu’elle accepte", en: "What they agree to"))
            dl(.class("summary")) {
                Each(plain) { item in
                    SummaryLine(item.label, state.allows(item.question) ? say("oui", en: "yes") : say("non", en: "no"))
                }
                SummaryLine(
                    say("Partager avec", en: "Sharing with"),
                    state.parties.isEmpty ? say("personne", en: "nobody") : state.parties.map { say($0.label) }.joined(separator: ", "))
                SummaryLine(say("Aussi avec", en: "Also with"), state.named.also.map { names[$0] }.joined(separator: ", "))
                SummaryLine(say("Jamais avec", en: "Never with"), state.named.never.map { names[$0] }.joined(separator: ", "))
                SummaryLine(
                    say("Si nous fermons", en: "If we close"), state.consent?.record.closing.map { say($0.label) } ?? say("pas demandé", en: "not asked"))
                SummaryLine(say("À ne pas dire", en: "Not to be told"), state.consent?[\.withheld] ?? "")
                SummaryLine(say("Qui a répondu", en: "Who answered"), state.consent.map { say($0.record.giver.label) } ?? "")
                SummaryLine(say("Le", en: "On"), state.consent?.record.on.map { Dates.long($0, visit.language) } ?? "")
            }
            p(.class("no-print")) {
                a(say("Demander à nouveau", en: "Ask again"), .href(SitePath.consentNew(file.id)))
                " · "
                a(say("Faire entendre ce qui est dit d’abord", en: "Let what is said first be heard"), .href(SitePath.consentRecordings()))
                " · "
                a(say("Noter un retrait", en: "Note a withdrawal"), .href(SitePath.withdrawalNew(file.id)))
            }
        }
    }

    @MarkupBuilder private var screening: some Markup {
        if let last = opened.screenings.last {
            let ticked = Set(
                ["individual", "family", "community", "structural"].flatMap { name in
                    last.clear[name].flatMap { try? Codes<RiskFactor>(value: $0) }?.elements ?? []
                })
            h2(say("Repérage", en: "Screening"))
            dl(.class("summary")) {
                SummaryLine(
                    say("Ce qui l’expose", en: "What exposes them"), RiskFactor.list.filter { ticked.contains($0.0) }.map { say($0.1) }.joined(separator: ", "))
                SummaryLine(
                    say("Ce qui la protège", en: "What protects them"),
                    ProtectiveFactor.list.filter { last[\.protective]?.elements.contains($0.0) == true }.map { say($0.1) }.joined(separator: ", "))
                SummaryLine(say("Risque", en: "Risk"), last.record.risk.map { say($0.label) } ?? "")
            }
            p(.class("no-print")) {
                a(say("Refaire le repérage", en: "Screen again"), .href(SitePath.screeningNew(file.id)))
                " · "
                a(say("La règle", en: "The rule"), .href(SitePath.screeningRule()))
            }
        }
    }

    private var dataRequests: some Markup {
        div {
            h2(say("Ses demandes sur ses données", en: "Their requests about their data"))
            ul(.class("todo")) { Each(opened.requests) { DataRequestLine(visit: visit, request: $0, file: file.number) } }
            p(.class("no-print")) {
                a(say("Noter une demande", en: "Note a request"), .href(SitePath.caseDataRequestNew(file.id)))
                " · "
                a(say("Copie du dossier pour la personne", en: "Copy of the case file for the person"), .href(SitePath.caseCopy(file.id)))
            }
        }
    }

    private var following: some Markup {
        div {
            h2(say("Suivi par", en: "Followed by"))
            if opened.assignments.isEmpty { p(say("Personne.", en: "Nobody."), .class("soft")) }
            ul(.class("todo")) {
                Each(opened.assignments) { assignment in
                    li {
                        span(
                            assignment.since.map { say("depuis le \(Dates.short($0, .french))", en: "since \(Dates.short($0, .english))") } ?? "",
                            .class("soft"))
                        div { names[assignment.account] }
                        if visit.may(.caseAssign) {
                            ActButton(
                                visit: visit, action: SitePath.assignmentRemoval(assignment.id), label: say("Retirer", en: "Remove"),
                                about: names[assignment.account], style: "plain")
                        }
                    }
                }
            }
            if visit.may(.caseAssign) { assigning }
        }
    }

    private var assigning: some Markup {
        let following = Set(opened.assignments.compactMap(\.account))
        return AssignForm(
            visit: visit, action: SitePath.caseAssignments(file.id), agents: agents.filter { !following.contains($0.id) }, problems: problems)
    }
}
