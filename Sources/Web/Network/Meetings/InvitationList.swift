import Access
import Exchange
import HTML
import Journal
import NetworkLife

/// The invitations on their page: how far the messages have come, whom else to ask, and each organisation's answer.
struct InvitationList: Component {
    let visit: Visit
    let facts: MeetingFacts
    let post: [ID<Invitation>: PostItem]
    let names: Names
    let choices: [(code: String, label: String)]
    let typed: Typed?
    let problems: [Refusal.Problem]

    private var hasServer: Bool { facts.hasServer }
    private var say: Say { visit.say }
    private var id: ID<Meeting> { facts.meeting.id }
    private var mayEdit: Bool { visit.may(.meetingEdit) }

    var lede: String {
        guard !facts.invitations.isEmpty else {
            return say("Personne n’est encore invité.", en: "Nobody is invited yet.")
        }
        return say(
            "Viendront : \(facts.coming) ; ne viendront pas : \(facts.invitations.count - facts.coming - facts.unanswered) ; sans réponse : \(facts.unanswered).",
            en: "Will come: \(facts.coming); will not: \(facts.invitations.count - facts.coming - facts.unanswered); without answer: \(facts.unanswered).")
    }

    var body: some Markup {
        ErrorSummary(say: say, problems: problems)
        if mayEdit {
            sending
            if facts.invitations.isEmpty { asking(isPrimary: !facts.hasHappened) }
        }
        ul(.class("todo invitations")) { Each(facts.invitations) { InvitationLine(visit: visit, invitation: $0, item: post[$0.id], names: names) } }
        if mayEdit {
            if !facts.invitations.isEmpty { asking(isPrimary: false) }
            other
        }
    }

    private func count(_ states: PostState...) -> Int { post.values.count { states.contains($0.state) } }

    @MarkupBuilder private var sending: some Markup {
        let going = facts.unsent + facts.outdated
        if going > 0, facts.meeting.startsOn != nil, hasServer {
            div(.class("actions no-print")) {
                ActButton(
                    visit: visit, action: SitePath.dispatch(id),
                    label: facts.outdated > 0
                        ? say("Prévenir les invités du changement (\(going))", en: "Tell those invited of the change (\(going))")
                        : say("Envoyer les invitations (\(going))", en: "Send the invitations (\(going))"), style: "primary")
            }
        } else if going > 0, facts.meeting.startsOn == nil {
            p(say("Les invitations partiront quand la date sera fixée.", en: "Invitations leave once the date is set."), .class("note"))
        }
        if !post.isEmpty {
            let sent = count(.sent)
            section(.class("card no-print"), .aria("label", say("Envoi des messages", en: "Sending of messages"))) {
                p {
                    say("Messages partis : \(sent) sur \(post.count).", en: "Messages sent: \(sent) of \(post.count).")
                    if count(.waiting, .sending) > 0 {
                        " "
                        say(
                            "\(count(.waiting, .sending)) en attente ; rechargez la page pour suivre.",
                            en: "\(count(.waiting, .sending)) waiting; reload the page to follow.")
                    }
                    if count(.refused) > 0 { say(" Refusés : \(count(.refused)).", en: " Refused: \(count(.refused)).") }
                }
                HTML.progress(
                    "\(sent) / \(post.count)", .max("\(post.count)"), .value("\(sent)"),
                    .aria("label", say("Messages partis", en: "Messages sent")))
            }
        }
    }

    private func asking(isPrimary: Bool) -> some Markup {
        form(.method(.post), .action(SitePath.invitations(id)), .class("sheet no-print")) {
            h2(say("Inviter", en: "Invite"))
            HiddenFields(visit: visit, token: (typed?.token ?? AnyID()).description)
            FieldView(
                say: say,
                line: .init(
                    name: "whom", label: Phrase("Qui", en: "Whom"),
                    hint: Phrase("Ceux qui sont déjà invités ne le sont pas deux fois.", en: "Those already invited are not invited twice."),
                    input: .reference(kind: "organization"), isRequired: true, limit: 60, values: typed.map { [$0["whom"]] } ?? [],
                    problem: problems.first { $0.field == "whom" }?.text, choices: choices))
            div(.class("actions")) { button(say("Inviter", en: "Invite"), .type(.submit), .class(isPrimary ? "primary" : "secondary")) }
        }
    }

    /// " à 9 h", where an hour is given.
    private func hour(_ language: Language) -> String {
        facts.meeting.startsAt.map { Phrase(" à \(Dates.time($0, .french))", en: " at \(Dates.time($0, .english))")(language) } ?? ""
    }

    /// For those whom no message reaches: the file, and a text for a messaging group.
    @MarkupBuilder private var other: some Markup {
        if let day = facts.meeting.startsOn, !facts.hasHappened {
            section(.class("no-print")) {
                h2(say("Prévenir autrement", en: "Tell them another way"))
                if !hasServer {
                    p(
                        say(
                            "Aucun serveur de courrier n’est réglé : téléchargez le rendez-vous et copiez ce texte dans votre groupe de messagerie.",
                            en: "No mail server is set up: download the appointment and copy this text into your messaging group."))
                }
                p { a(say("Télécharger le rendez-vous", en: "Download the appointment"), .href(SitePath.calendar(id)), .download("rendez-vous.ics")) }
                div(.class("field")) {
                    label(say("Texte à copier", en: "Text to copy"), .for("copy"))
                    textarea(
                        say(
                            "Bonjour, un rendez-vous vous est proposé le \(Dates.long(day, .french))\(hour(.french)). Pour en savoir plus, connectez-vous. Merci de répondre avant.",
                            en: "Hello, you are invited on \(Dates.long(day, .english))\(hour(.english)). To know more, sign in. Please answer beforehand."),
                        .id("copy"), .rows(5), .readonly())
                }
            }
        }
    }
}

private struct InvitationLine: Component {
    let visit: Visit
    let invitation: Invitation
    let item: PostItem?
    let names: Names

    private var say: Say { visit.say }
    private var name: String { invitation.organization.map { names[$0] } ?? "" }

    var body: some Markup {
        li {
            span(say(invitation.answer.label), .class("tag \(style)"))
            div {
                strong(name)
                if !detail.isEmpty { p(detail, .class("soft")) }
                if visit.may(.meetingEdit) {
                    p(.class("soft")) {
                        message
                    }
                    actions
                }
            }
        }
    }

    private var style: String {
        switch invitation.answer {
        case .coming: "done"
        case .notComing: "refused"
        default: "waiting"
        }
    }

    private var detail: String {
        [
            invitation.person.map { names[$0] } ?? "", invitation.capacity,
            invitation.onBehalfOf.map { say("pour \(names[$0])", en: "for \(names[$0])") } ?? "",
        ].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private var message: String {
        guard !invitation.email.isEmpty else { return say("Sans adresse de courriel : à prévenir autrement.", en: "No e-mail address: tell them another way.") }
        guard let item else {
            return invitation.sentOn.map {
                say("\(invitation.email), envoyée le \(Dates.short($0, .french))", en: "\(invitation.email), sent on \(Dates.short($0, .english))")
            }
                ?? say("\(invitation.email), pas encore envoyée", en: "\(invitation.email), not sent yet")
        }
        let problem = MailFault(code: item.problem).map { " " + say($0.phrase) } ?? ""
        return "\(item.recipient) – \(say(item.state.label)).\(problem)"
    }

    private var actions: some Markup {
        div(.class("row-actions no-print")) {
            if item?.state == .refused || item?.state == .doubtful {
                ActButton(visit: visit, action: SitePath.invitationDispatch(invitation.id), label: say("Renvoyer", en: "Send again"), about: name)
            }
            AnswerButtons(visit: visit, invitation: invitation, about: name)
            a(say("Modifier", en: "Edit"), .href(SitePath.invitationEdit(invitation.id)), .aria("label", say("Modifier – \(name)", en: "Edit – \(name)")))
            ActButton(visit: visit, action: SitePath.invitationRemoval(invitation.id), label: say("Retirer", en: "Remove"), about: name)
        }
    }
}

extension PostState {
    var label: Phrase {
        switch self {
        case .waiting: Phrase("en attente", en: "waiting")
        case .sending: Phrase("en cours d’envoi", en: "being sent")
        case .sent: Phrase("partie", en: "sent")
        case .refused: Phrase("refusée", en: "refused")
        case .doubtful: Phrase("peut-être partie : la machine s’est arrêtée pendant l’envoi", en: "perhaps sent: the machine stopped while sending")
        case .dropped: Phrase("sans objet", en: "no longer needed")
        }
    }
}
