import Access
import Accounts
import HTML
import Journal
import NetworkLife
import Storage

/// A meeting's page: what matters now, what comes next, what the last ones decided, then each part with a page of its own.
struct MeetingShow: Component {
    let visit: Visit
    let facts: MeetingFacts
    let names: Names
    let history: HistoryView
    let fed: FedIndicators

    private var say: Say { visit.say }
    private var meeting: MeetingRecord { facts.meeting }
    private var id: ID<Meeting> { meeting.id }
    private var mayEdit: Bool { visit.may(.meetingEdit) }
    private var isCeremony: Bool { meeting.type == .ceremony }

    var body: some Markup {
        if mayEdit {
            div(.class("actions no-print")) {
                a(next.label, .class("primary"), .href(next.address))
                a(say("Modifier", en: "Edit"), .class("secondary"), .href(SitePath.meetingEdit(id)))
            }
        }
        ProposedDate(visit: visit, facts: facts)
        OwnInvitation(visit: visit, facts: facts)
        carried
        if !isCeremony || !facts.agenda.isEmpty {
            h2(say("Ordre du jour", en: "Agenda"))
            if facts.agenda.isEmpty { p(say("Aucun point n’est inscrit.", en: "Nothing is on the agenda."), .class("soft")) }
            ol { Each(facts.agenda) { li($0.text) } }
        }
        if !facts.decisions.isEmpty || !isCeremony {
            h2(meeting.type.recommends ? say("Décisions et recommandations", en: "Decisions and recommendations") : say("Décisions", en: "Decisions"))
            if facts.decisions.isEmpty { p(say("Aucune décision n’est encore notée.", en: "No decision is noted yet."), .class("soft")) }
            ul(.class("todo")) { Each(facts.decisions) { line($0) } }
            if mayEdit, facts.step != .decision {
                p(.class("no-print")) { a(say("Ajouter une décision", en: "Add a decision"), .href(SitePath.decisionNew(id))) }
            }
            if mayEdit, meeting.type.recommends {
                p(.class("no-print")) { a(say("Ajouter une recommandation", en: "Add a recommendation"), .href(SitePath.recommendationNew(id))) }
            }
        }
        h2(isCeremony ? say("La cérémonie", en: "The ceremony") : say("La rencontre", en: "The meeting"))
        parts
        if isCeremony { CeremonyFacts(visit: visit, facts: facts, names: names) }
        fed
        history
        if mayEdit {
            div(.class("actions no-print")) {
                ActButton(visit: visit, action: SitePath.meetingRemoval(id), label: say("Retirer cette rencontre", en: "Remove this meeting"), style: "danger")
            }
        }
    }

    private var next: (label: String, address: Address) {
        switch facts.step {
        case .date: (say("Fixer la date", en: "Set the date"), SitePath.meetingEdit(id))
        case .agenda: (say("Préparer l’ordre du jour", en: "Prepare the agenda"), SitePath.agenda(id))
        case .invite: (say("Inviter", en: "Invite"), SitePath.invitations(id))
        case .send: (say("Envoyer les invitations", en: "Send the invitations"), SitePath.invitations(id))
        case .warn: (say("Prévenir les invités du changement", en: "Tell those invited of the change"), SitePath.invitations(id))
        case .sheet: (say("Imprimer la feuille d’émargement", en: "Print the sign-in sheet"), SitePath.signInSheet(id))
        case .attendance: (say("Noter la présence", en: "Note attendance"), SitePath.attendance(id))
        case .minutes: (say("Écrire le procès-verbal", en: "Write the minutes"), SitePath.minutesEdit(id))
        case .approval: (say("Relire et approuver le procès-verbal", en: "Read and approve the minutes"), SitePath.minutes(id))
        case .note: (say("Lire la note d’information", en: "Read the press note"), SitePath.pressNote(id))
        case .decision: (say("Ajouter une décision", en: "Add a decision"), SitePath.decisionNew(id))
        }
    }

    @MarkupBuilder private var carried: some Markup {
        if !facts.unsettled.isEmpty || !facts.settled.isEmpty {
            h2(say("Ce que les rencontres précédentes ont décidé", en: "What earlier meetings decided"))
            if !facts.unsettled.isEmpty {
                ul(.class("todo")) { Each(facts.unsettled) { CarriedLine(visit: visit, decision: $0, names: names) } }
            }
            if !facts.settled.isEmpty {
                details {
                    summary(say("Réglées depuis : \(facts.settled.count)", en: "Settled since: \(facts.settled.count)"))
                    ul(.class("todo")) { Each(facts.settled) { line($0) } }
                }
            }
        }
    }

    private var parts: some Markup {
        dl(.class("summary")) {
            FactRow(label: say("Type", en: "Type"), text: kind)
            FactRow(label: say("Salle ou adresse", en: "Room or address"), text: meeting.venue)
            if let previous = meeting.previous {
                div {
                    dt(say("Suite de", en: "Follows"))
                    dd { a(names[previous], .href(SitePath.meeting(previous))) }
                }
            }
            if !isCeremony {
                row(
                    say("Ordre du jour", en: "Agenda"), counted(facts.agenda.count, "point", "points", "item", "items"),
                    mayEdit ? say("Modifier", en: "Edit") : nil, SitePath.agenda(id))
            }
            row(
                say("Termes de référence", en: "Terms of reference"),
                meeting.objective.isEmpty ? say("à écrire", en: "to be written") : say("écrits", en: "written"), say("Voir", en: "See"), SitePath.terms(id))
            row(say("Invitations", en: "Invitations"), invited, say("Voir", en: "See"), SitePath.invitations(id))
            if meeting.startsOn != nil {
                row(
                    say("Rendez-vous", en: "Appointment"), say("pour votre agenda", en: "for your calendar"), say("Télécharger", en: "Download"),
                    SitePath.calendar(id))
            }
            if mayEdit {
                row(
                    say("Feuille d’émargement", en: "Sign-in sheet"), counted(meeting.days, "jour", "jours", "day", "days"), say("Imprimer", en: "Print"),
                    SitePath.signInSheet(id))
            }
            row(say("Présence", en: "Attendance"), present, say("Voir", en: "See"), SitePath.attendance(id))
            row(say("Participants", en: "Participants"), facts.participants.text(say), say("Voir", en: "See"), SitePath.participants(id))
            if !isCeremony { row(say("Procès-verbal", en: "Minutes"), minutes, say("Voir", en: "See"), SitePath.minutes(id)) }
        }
    }

    private func row(_ label: String, _ text: String, _ action: String?, _ address: Address) -> FactRow {
        FactRow(label: label, text: text, link: action.map { ($0, address) })
    }

    private var kind: String {
        let label = say(meeting.type.label)
        guard let place = facts.place else { return label }
        return say("\(label), \(place.number) sur \(place.of)", en: "\(label), \(place.number) of \(place.of)")
    }

    private var invited: String {
        guard !facts.invitations.isEmpty else { return say("personne encore", en: "nobody yet") }
        return say(
            "\(facts.invitations.count) ; viendront : \(facts.coming), sans réponse : \(facts.unanswered)",
            en: "\(facts.invitations.count); will come: \(facts.coming), without answer: \(facts.unanswered)")
    }

    private var present: String {
        facts.attendance.isEmpty ? say("pas encore notée", en: "not noted yet") : counted(facts.people, "personne", "personnes", "person", "people")
    }

    private var minutes: String {
        if meeting.minutes.isEmpty { return say("à écrire", en: "to be written") }
        guard facts.isApproved, let on = facts.approval?.on else { return say("écrit, à approuver", en: "written, to be approved") }
        return say("approuvé le \(Dates.short(on, .french))", en: "approved on \(Dates.short(on, .english))")
    }

    private func counted(_ count: Int, _ one: String, _ many: String, _ oneEnglish: String, _ manyEnglish: String) -> String {
        say("\(count) \(count > 1 ? many : one)", en: "\(count) \(count == 1 ? oneEnglish : manyEnglish)")
    }

    private func line(_ decision: Decision) -> DecisionLine {
        DecisionLine(visit: visit, decision: decision, owner: decision.owner.map { names[$0] } ?? decision.ownerName)
    }
}

/// A decision of an earlier meeting, with the one step that it asks for.
struct CarriedLine: Component {
    let visit: Visit
    let decision: Decision
    let names: Names

    var body: some Markup {
        li(.class(decision.isLate(on: visit.today) ? "late" : nil)) {
            if let due = decision.due {
                HTML.time(Dates.short(due, visit.language), .datetime(due.description))
            } else {
                span(visit.say("sans date", en: "no date"), .class("soft"))
            }
            div {
                a(decision.numbered, .href(SitePath.decision(decision.id)))
                p(.class("soft")) {
                    decision.owner.map { names[$0] } ?? decision.ownerName
                    if let meeting = decision.meeting { " – \(names[meeting])" }
                }
                if visit.may(.meetingEdit) {
                    a(
                        visit.say("Noter la suite", en: "Note what was done"), .class("no-print"), .href(SitePath.followUps(decision.id)),
                        .aria("label", visit.say("Noter la suite – \(decision.text)", en: "Note what was done – \(decision.text)")))
                }
            }
            DecisionTag(visit: visit, decision: decision)
        }
    }
}

/// Where a national meeting has no date yet and one follows from the others.
private struct ProposedDate: Component {
    let visit: Visit
    let facts: MeetingFacts

    var body: some Markup {
        if let day = facts.proposal, visit.may(.meetingEdit) {
            div(.class("note no-print")) {
                p(
                    visit.say(
                        "Les rencontres nationales ont lieu tous les six mois : celle-ci tomberait autour du \(Dates.long(day, .french)).",
                        en: "National meetings take place every six months: this one would fall around \(Dates.long(day, .english))."))
            }
        }
    }
}

/// Asks an invited organisation's own people whether they will come.
private struct OwnInvitation: Component {
    let visit: Visit
    let facts: MeetingFacts

    private var own: Invitation? {
        guard let organization = visit.session?.reader.organization, !facts.hasHappened else { return nil }
        return facts.invitations.first { $0.organization == organization }
    }

    var body: some Markup {
        if let own {
            section(.class("card no-print"), .aria("label", visit.say("Votre organisation", en: "Your organisation"))) {
                h2(visit.say("Viendrons-nous ?", en: "Will we come?"))
                p(
                    own.answer == .waiting
                        ? visit.say("Votre organisation est invitée et n’a pas encore répondu.", en: "Your organisation is invited and has not answered yet.")
                        : visit.say("Réponse donnée : \(own.answer.label.french.lowercased()).", en: "Answer given: \(own.answer.label.english.lowercased())."))
                AnswerButtons(visit: visit, invitation: own)
            }
        }
    }
}

struct AnswerButtons: Component {
    let visit: Visit
    let invitation: Invitation
    var about = ""

    var body: some Markup {
        form(.method(.post), .action(SitePath.invitationAnswer(invitation.id)), .class(about.isEmpty ? "actions" : "row-actions")) {
            HiddenFields(visit: visit)
            Each(InvitationAnswer.list.map(\.0).filter { $0 != invitation.answer && $0 != .waiting }) { answer in
                button(
                    visit.say(answer.label), .type(.submit), .class(about.isEmpty ? "secondary" : "plain"), .name("answer"), .value(answer.code),
                    .aria("label", about.isEmpty ? nil : "\(visit.say(answer.label)) – \(about)"))
            }
        }
    }
}
