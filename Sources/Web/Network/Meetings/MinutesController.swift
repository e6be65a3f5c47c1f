import Access
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Storage

/// A meeting's minutes: written in the browser, approved and signed by another person, printed with lines to sign on.
enum MinutesController {
    private static let editing = RecordEditing(
        MeetingRecord.self, asked: ["minutes"], act: .minutesUpdate, title: Phrase("Écrire le procès-verbal", en: "Write the minutes"))

    static let routes: [Route] = [
        .get(.minutes, .permission(.meetingShow)) { try page($0, $1) },
        .get(.minutesEdit, .permission(.meetingEdit)) { visit, connection in
            let meeting = try MeetingsController.find(visit, connection)
            return try editing.page(
                visit, connection, meeting.record, versions: meeting.versions, to: SitePath.minutesEdit(meeting.id), back: SitePath.minutes(meeting.id),
                trail: [(meeting.record.title, SitePath.meeting(meeting.id))])
        },
        .post(.minutesEdit, .permission(.meetingEdit)) { visit, typed in
            let meeting = try await visit.site.store.read { try MeetingsController.find(visit, $0) }
            let writer = try visit.reader().account
            return try await editing.take(
                visit, typed, into: meeting.record, isNew: false, to: SitePath.minutesEdit(meeting.id), back: SitePath.minutes(meeting.id),
                landing: SitePath.minutes(meeting.id), trail: [(meeting.record.title, SitePath.meeting(meeting.id))],
                alongside: { _, act in
                    guard var current = try act.connection.find(MeetingRecord.self, meeting.id)?.record, current.minutes != meeting.record.minutes else {
                        return
                    }
                    current.minutesBy = writer
                    try act.update(current)
                })
        },
        .post(.minutesApproval, .permission(.meetingEdit), approve),
    ]

    private static func approve(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let meeting = try await visit.site.store.read { try MeetingsController.find(visit, $0) }.record
        let (today, account) = (visit.today, try visit.reader().account)
        do {
            let outcome = try await visit.perform(.minutesApprove, typed) { act in
                guard let current = try act.connection.find(MeetingRecord.self, meeting.id)?.record else { throw Failure.notFound }
                try MinutesApproval.check(current, by: account, isAlone: act.connection.keepsMeetingsAlone(account))
                guard typed["text"] == MinutesApproval.digest(of: current.minutes).hex else {
                    throw Refusal(
                        "minutes.changed",
                        Phrase(
                            "Le texte a changé pendant votre lecture : relisez-le, puis approuvez.",
                            en: "The text has changed while you read: read it again, then approve."))
                }
                guard try act.connection.approval(of: current)?.holds(for: current) != true else { return }
                var approval = MinutesApproval()
                approval.meeting = current.id
                approval.by = account
                approval.on = today
                approval.text = Bytes(MinutesApproval.digest(of: current.minutes))
                try act.make(approval)
            }
            return .done(outcome, at: SitePath.minutes(meeting.id))
        } catch let refusal as Refusal {
            return try await visit.site.store.read { try page(visit, $0, problems: refusal.problems) }
        }
    }

    private static func page(_ visit: Visit, _ connection: any Connection, problems: [Refusal.Problem] = []) throws -> Reply {
        let meeting = try MeetingsController.find(visit, connection).record
        let account = try visit.reader().account
        let facts = try MeetingFacts(meeting, connection, today: visit.today)
        let view = MinutesShow(
            visit: visit, facts: facts, names: try Names(visit, connection, of: facts.records),
            mayApprove: try visit.may(.meetingEdit) && (meeting.minutesBy != account || connection.keepsMeetingsAlone(account)), problems: problems)
        return visit.page(
            visit.say("Procès-verbal", en: "Minutes"), lede: view.lede, trail: [(meeting.title, SitePath.meeting(meeting.id))],
            status: problems.isEmpty ? .ok : .unprocessableContent
        ) { view }
    }
}

extension Connection {
    /// Whether nobody else may approve what this account wrote.
    func keepsMeetingsAlone(_ account: ID<Account>) throws -> Bool {
        let roles = Permission.meetingEdit.roles.map(\.value)
        let marks = roles.map { _ in "?" }.joined(separator: ", ")
        return try first(
            """
            SELECT 1 FROM role_assignment JOIN account ON account.id = role_assignment.account \
            WHERE closed_on IS NULL AND account.id <> ? AND role IN (\(marks)) LIMIT 1
            """, [account.value] + roles
        ) { _ in true } == nil
    }
}

extension [UInt8] {
    var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}

private struct MinutesShow: Component {
    let visit: Visit
    let facts: MeetingFacts
    let names: Names
    let mayApprove: Bool
    let problems: [Refusal.Problem]

    private var say: Say { visit.say }
    private var meeting: MeetingRecord { facts.meeting }

    var lede: String {
        if meeting.minutes.isEmpty { return say("Il reste à écrire.", en: "They are still to be written.") }
        guard let approval = facts.approval, let on = approval.on else { return say("Il attend son approbation.", en: "They wait for approval.") }
        guard facts.isApproved else {
            return say(
                "Modifié depuis son approbation du \(Dates.short(on, .french)) : à approuver de nouveau.",
                en: "Edited since approval on \(Dates.short(on, .english)): to be approved again.")
        }
        let who = approval.by.map { names[$0] } ?? ""
        return say("Approuvé le \(Dates.short(on, .french)) par \(who).", en: "Approved on \(Dates.short(on, .english)) by \(who).")
    }

    var body: some Markup {
        ErrorSummary(say: say, problems: problems)
        if visit.may(.meetingEdit) { actions }
        article(.class("report")) {
            h2(meeting.title)
            p(facts.when(say))
            if !meeting.venue.isEmpty { p(meeting.venue) }
            if !facts.agenda.isEmpty {
                h3(say("Ordre du jour", en: "Agenda"))
                ol { Each(facts.agenda) { li($0.text) } }
            }
            if !facts.attendance.isEmpty { attendance }
            h3(say("Déroulement", en: "Proceedings"))
            if meeting.minutes.isEmpty { p(say("Rien n’est encore écrit.", en: "Nothing is written yet."), .class("soft")) }
            Paragraphs(text: meeting.minutes)
            if !facts.decisions.isEmpty {
                h3(say("Décisions", en: "Decisions"))
                ol { Each(facts.decisions) { decision in li { DecisionWords(visit: visit, decision: decision, names: names) } } }
            }
        }
        table(.class("sign-lines")) {
            tbody {
                tr {
                    td(say("Présidence de séance", en: "Chair"))
                    td()
                }
                tr {
                    td(say("Rapporteur", en: "Rapporteur"))
                    td()
                }
            }
        }
    }

    @MarkupBuilder private var actions: some Markup {
        div(.class("actions no-print")) {
            if !meeting.minutes.isEmpty, !facts.isApproved, mayApprove {
                ActButton(
                    visit: visit, action: SitePath.minutesApproval(meeting.id), label: say("Approuver et signer", en: "Approve and sign"), style: "primary",
                    fields: [("text", MinutesApproval.digest(of: meeting.minutes).hex)])
            }
            a(
                meeting.minutes.isEmpty ? say("Écrire", en: "Write") : say("Modifier", en: "Edit"), .class(meeting.minutes.isEmpty ? "primary" : "secondary"),
                .href(SitePath.minutesEdit(meeting.id)))
        }
        if !meeting.minutes.isEmpty, !facts.isApproved, !mayApprove {
            p(
                say(
                    "Vous l’avez écrit : une autre personne du secrétariat ou des antennes l’approuve.",
                    en: "You wrote them: someone else of the secretariat or the branches approves them."), .class("note no-print"))
        } else if facts.isApproved {
            p(say("Une modification demandera une nouvelle approbation.", en: "An edit will ask for a new approval."), .class("soft no-print"))
        }
    }

    @MarkupBuilder private var attendance: some Markup {
        let women = facts.attendance.reduce(0) { $0 + $1.women }
        let men = facts.attendance.reduce(0) { $0 + $1.men }
        h3(say("Présence", en: "Attendance"))
        p(say("\(facts.people) personnes, dont \(women) femmes et \(men) hommes :", en: "\(facts.people) people, \(women) women and \(men) men among them:"))
        ul {
            Each(facts.attendance.map { (names[$0.organization], $0.total) }.sorted { Folded.key($0.0) < Folded.key($1.0) }) { one in
                li("\(one.0) – \(one.1)")
            }
        }
    }
}

/// A decision as minutes have it: its words, its vote, who answers for it and until when.
struct DecisionWords: Component {
    let visit: Visit
    let decision: Decision
    let names: Names

    private var say: Say { visit.say }

    var body: some Markup {
        decision.text
        if let vote = decision.vote(say) { " (\(vote))" }
        " – "
        decision.owner.map { names[$0] } ?? (decision.ownerName.isEmpty ? say("responsable à désigner", en: "owner to be named") : decision.ownerName)
        if let due = decision.due { say(", pour le \(Dates.short(due, .french))", en: ", by \(Dates.short(due, .english))") }
        "."
    }
}

extension Decision {
    /// "9 pour, 0 contre, 1 abstention ; quorum atteint", where there was a vote.
    func vote(_ say: Say) -> String? {
        guard wasVoted || quorum != nil else { return nil }
        let (yes, no, none) = (votesFor ?? 0, votesAgainst ?? 0, abstentions ?? 0)
        let counts = say(
            "\(yes) pour, \(no) contre, \(none) abstention\(none > 1 ? "s" : "")", en: "\(yes) for, \(no) against, \(none) abstention\(none == 1 ? "" : "s")")
        guard let quorum else { return counts }
        let reached = say("quorum \(quorum.label.french.lowercased())", en: "quorum \(quorum.label.english.lowercased())")
        return wasVoted ? "\(counts) ; \(reached)" : reached
    }
}
