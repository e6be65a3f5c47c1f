import Access
import Exchange
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Storage

/// Whom a meeting asks, what left and what was refused, and what each organisation answers.
enum InvitationsController {
    private static let editing = RecordEditing(
        Invitation.self, asked: ["person", "email", "capacity", "on_behalf_of"], act: .invitationUpdate,
        title: Phrase("Modifier l’invitation", en: "Edit the invitation"))

    static let routes: [Route] = [
        .get(.invitations, .permission(.meetingShow)) { try page($0, $1) },
        .post(.invitations, .permission(.meetingEdit), invite),
        .post(.dispatch, .permission(.meetingEdit), send),
        .get(.invitationEdit, .permission(.meetingEdit)) { visit, connection in
            let invitation = try find(visit, connection)
            return try editing.page(
                visit, connection, invitation.record, versions: invitation.versions, to: SitePath.invitationEdit(invitation.id),
                back: SitePath.invitations(invitation.record.meeting!))
        },
        .post(.invitationEdit, .permission(.meetingEdit)) { visit, typed in
            let invitation = try await visit.site.store.read { try find(visit, $0) }
            let back = SitePath.invitations(invitation.record.meeting!)
            return try await editing.take(
                visit, typed, into: invitation.record, isNew: false, to: SitePath.invitationEdit(invitation.id), back: back, landing: back,
                rule: { record, _ in
                    guard record.email.isEmpty || MailAddress(record.email) != nil else {
                        throw Refusal("invitation.email", Problem.noEmail.phrase, field: "email")
                    }
                })
        },
        .post(.invitationAnswer, .permission(.invitationAnswer), answer),
        .post(.invitationRemoval, .permission(.meetingEdit), remove),
        .post(.invitationDispatch, .permission(.meetingEdit), sendAgain),
    ]

    private static func find(_ visit: Visit, _ connection: any Connection) throws -> Stored<Invitation> {
        guard let invitation = try connection.find(Invitation.self, try visit.id()), invitation.record.meeting != nil else { throw Failure.notFound }
        return invitation
    }

    private static func invite(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let meeting = try await visit.site.store.read { try MeetingsController.find(visit, $0) }
        let today = visit.today
        do {
            guard let whom = Invited(typed["whom"]) else { throw Refusal("invitation.whom", Problem.unknownChoice.phrase, field: "whom") }
            let outcome = try await visit.perform(.invitationCreate, typed) { act in
                for invitation in try act.connection.newInvitations(to: meeting.id, whom, on: today) { try act.make(invitation) }
            }
            return .done(outcome, at: SitePath.invitations(meeting.id))
        } catch let refusal as Refusal {
            return try await visit.site.store.read { try page(visit, $0, typed: typed, problems: refusal.problems) }
        }
    }

    /// Hands what is new, or carries another date than was sent, to the queue; the messages leave after this answer.
    private static func send(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let meeting = try await visit.site.store.read { try MeetingsController.find(visit, $0) }.record
        let (today, now) = (visit.today, visit.site.store.milliseconds)
        do {
            let outcome = try await visit.perform(.invitationSend, typed) { act in
                let connection = act.connection
                guard meeting.startsOn != nil else {
                    throw Refusal("invitation.date", Phrase("Fixez d’abord la date de la rencontre.", en: "Set the meeting’s date first."))
                }
                guard try connection.postSettings() != nil else {
                    throw Refusal(
                        "invitation.server",
                        Phrase("Aucun serveur de courrier n’est réglé : demandez à l’administrateur.", en: "No mail server is set up: ask the administrator."))
                }
                let all = try connection.invitations(to: meeting.id)
                let old = Set(try connection.outdated(meeting, all).map(\.id))
                let going = all.filter { ($0.sentOn == nil || old.contains($0.id)) && MailAddress($0.email) != nil }
                try connection.enqueue(.request, meeting, going, sequence: try connection.calendarSequence(of: meeting.id), at: now)
                for var invitation in going {
                    invitation.sentOn = today
                    // Whoever said yes to another date has not answered for this one.
                    if old.contains(invitation.id) { invitation.answer = .waiting }
                    try act.update(invitation)
                }
            }
            return .done(outcome, at: SitePath.invitations(meeting.id))
        } catch let refusal as Refusal {
            return try await visit.site.store.read { try page(visit, $0, typed: typed, problems: refusal.problems) }
        }
    }

    private static func sendAgain(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let invitation = try await visit.site.store.read { try find(visit, $0) }.record
        let now = visit.site.store.milliseconds
        guard MailAddress(invitation.email) != nil else { throw Refusal("invitation.email", Problem.noEmail.phrase) }
        _ = try await visit.site.store.database.write { try $0.retry(invitation.id, recipient: invitation.email, at: now) }
        return .redirect(SitePath.invitations(invitation.meeting!))
    }

    /// The secretariat notes each answer; an organisation's own people give theirs.
    private static func answer(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let invitation = try await visit.site.store.read { try find(visit, $0) }.record
        let isOwn = try visit.reader().organization == invitation.organization
        guard isOwn || visit.may(.meetingEdit) else {
            throw Failure.forbidden(
                Phrase(
                    "Seule l’organisation invitée, ou le secrétariat, donne cette réponse.",
                    en: "Only the organisation invited, or the secretariat, gives this answer."))
        }
        let answer = InvitationAnswer(code: typed["answer"])
        guard answer.isKnown else { throw Failure.badForm(Problem.unknownChoice.phrase) }
        let today = visit.today
        let outcome = try await visit.perform(.invitationAnswer, typed) { act in
            guard var current = try act.connection.find(Invitation.self, invitation.id)?.record else { return }
            current.answer = answer
            current.answeredOn = answer == .waiting ? nil : today
            try act.update(current)
        }
        return .done(outcome, at: visit.may(.meetingEdit) && !isOwn ? SitePath.invitations(invitation.meeting!) : SitePath.meeting(invitation.meeting!))
    }

    private static func remove(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let invitation = try await visit.site.store.read { try find(visit, $0) }
        let now = visit.site.store.milliseconds
        let outcome = try await visit.perform(.invitationRemove, typed) { act in
            let connection = act.connection
            guard let current = try connection.find(Invitation.self, invitation.id) else { return }
            if let id = current.record.meeting, let meeting = try connection.find(MeetingRecord.self, id)?.record, current.record.sentOn != nil {
                try connection.enqueue(
                    .cancel, meeting, [current.record], sequence: try connection.calendarSequence(of: id), at: now, delay: type(of: connection).secondThoughts)
            }
            try act.remove(current)
        }
        return .done(outcome, at: SitePath.invitations(invitation.record.meeting!))
    }

    private static func page(_ visit: Visit, _ connection: any Connection, typed: Typed? = nil, problems: [Refusal.Problem] = []) throws -> Reply {
        let meeting = try MeetingsController.find(visit, connection).record
        let facts = try MeetingFacts(meeting, connection, today: visit.today)
        var post: [ID<Invitation>: PostItem] = [:]
        for item in try connection.post(about: meeting.id) where item.state != .dropped { post[item.invitation] = item }
        let list = InvitationList(
            visit: visit, facts: facts, post: post, names: try Names(visit, connection, of: facts.records),
            choices: visit.may(.meetingEdit) ? try choices(visit, connection) : [], typed: typed, problems: problems)
        return visit.page(
            visit.say("Invitations", en: "Invitations"), lede: list.lede, trail: [(meeting.title, SitePath.meeting(meeting.id))],
            status: problems.isEmpty ? .ok : .unprocessableContent
        ) { list }
    }

    private static func choices(_ visit: Visit, _ connection: any Connection) throws -> [(code: String, label: String)] {
        let say = visit.say
        let branches = try connection.all(BranchProfile.self, "ORDER BY name LIMIT 100").map(\.record)
        let organizations = try connection.all(OrganizationProfile.self, "ORDER BY sort, id LIMIT 500").map(\.record)
        return [(Invited.members.text, say("Toutes les organisations membres", en: "All member organisations"))]
            + branches.map { (Invited.branch($0.id).text, say("Les membres de l’antenne de \($0.name)", en: "The members of the \($0.name) branch")) }
            + organizations.map { (Invited.organization($0.id).text, $0.shortName) }
    }
}
