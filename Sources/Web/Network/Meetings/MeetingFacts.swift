import Access
import Exchange
import HTML
import Journal
import NetworkLife
import Results
import Storage

/// What is known of a meeting, read once: from it follow what matters now and what comes next.
struct MeetingFacts: Sendable {
    let meeting: MeetingRecord
    let agenda: [AgendaItem]
    let invitations: [Invitation]
    let attendance: [Attendance]
    let participants: ParticipantCounts
    let decisions: [Decision]
    let approval: MinutesApproval?
    let unsettled: [Decision]
    let settled: [Decision]
    let place: (number: Int, of: Int)?
    let previous: MeetingRecord?
    let proposal: Day?
    /// Invitations that left with another date than the meeting has now.
    let outdated: Int
    let hasServer: Bool
    let today: Day

    init(_ meeting: MeetingRecord, _ connection: any Connection, today: Day) throws {
        self.meeting = meeting
        self.today = today
        let id = meeting.id.value
        agenda = try connection.agenda(of: meeting.id)
        invitations = try connection.invitations(to: meeting.id)
        attendance = try connection.all(Attendance.self, "WHERE meeting = ? ORDER BY id LIMIT 1000", [id]).map(\.record)
        participants = try ParticipantCounts(of: meeting.id, connection)
        decisions = try connection.all(Decision.self, "WHERE meeting = ? ORDER BY deadline, id LIMIT 200", [id]).map(\.record)
        approval = try connection.approval(of: meeting)
        let series = try Series(meeting, connection)
        (unsettled, settled) = try series.carried(connection)
        place = meeting.type == .national ? series.place : nil
        previous = series.earlier.first { $0.startsOn != nil }
        proposal =
            meeting.startsOn == nil && meeting.type == .national
            ? MeetingRecord.proposal(
                for: place?.number ?? 1, previous: series.earlier.first { $0.type == .national && $0.startsOn != nil }?.startsOn,
                projectStart: try connection.all(Project.self, "ORDER BY made LIMIT 1").first?.record.startsOn) : nil
        hasServer = try connection.postSettings() != nil
        outdated = try connection.outdated(meeting, invitations).count
    }

    /// All that the page names.
    var records: [any Record] {
        var all: [any Record] = [meeting]
        all += invitations
        all += attendance
        all += decisions + unsettled + settled
        if let approval { all.append(approval) }
        return all
    }

    var hasHappened: Bool { meeting.endsOn.map { $0 < today } ?? false }
    var isHappening: Bool { meeting.startsOn.map { $0 <= today } ?? false && !hasHappened }
    var late: [Decision] { unsettled.filter { $0.isLate(on: today) } }
    var unanswered: Int { invitations.count { $0.answer == .waiting } }
    var coming: Int { invitations.count { $0.answer == .coming } }
    var unsent: Int { invitations.count { $0.sentOn == nil && !$0.email.isEmpty } }
    var isApproved: Bool { approval?.holds(for: meeting) == true }
    var people: Int { attendance.reduce(0) { $0 + $1.total } }

    /// The one thing that comes next for whoever keeps the meeting.
    enum Step {
        case date, agenda, invite, send, warn, sheet, attendance, minutes, approval, note, decision
    }

    var step: Step {
        guard meeting.startsOn != nil else { return .date }
        if !hasHappened, outdated > 0 { return .warn }
        if !hasHappened, !isHappening {
            if agenda.isEmpty, meeting.type != .ceremony { return .agenda }
            if invitations.isEmpty { return .invite }
            return unsent > 0 && hasServer ? .send : .sheet
        }
        if attendance.isEmpty { return .attendance }
        if isHappening { return .decision }
        if meeting.type == .ceremony { return .note }
        if meeting.minutes.isEmpty { return .minutes }
        return isApproved ? .decision : .approval
    }

    /// What matters now, in one line, the most pressing first.
    func lede(_ say: Say) -> String {
        var parts: [String] = []
        if late.count > 0 {
            parts.append(
                late.count == 1
                    ? say("Une décision des rencontres précédentes est en retard.", en: "One decision of earlier meetings is late.")
                    : say("\(late.count) décisions des rencontres précédentes sont en retard.", en: "\(late.count) decisions of earlier meetings are late."))
        }
        if meeting.startsOn == nil { parts.append(say("La date reste à fixer.", en: "The date is still to be set.")) }
        if hasHappened {
            if attendance.isEmpty { parts.append(say("La présence n’est pas notée.", en: "Attendance is not noted.")) }
            if meeting.type != .ceremony {
                if meeting.minutes.isEmpty {
                    parts.append(say("Le procès-verbal reste à écrire.", en: "The minutes are still to be written."))
                } else if !isApproved {
                    parts.append(say("Le procès-verbal attend son approbation.", en: "The minutes wait for approval."))
                }
            }
        } else if !invitations.isEmpty {
            if outdated > 0 { parts.append(say("Les invités n’ont pas la bonne date.", en: "Those invited do not have the right date.")) }
            if unanswered == 1 {
                parts.append(say("Une organisation n’a pas répondu.", en: "One organisation has not answered."))
            } else if unanswered > 1 {
                parts.append(say("\(unanswered) organisations n’ont pas répondu.", en: "\(unanswered) organisations have not answered."))
            }
        }
        return ([when(say)] + parts.prefix(2)).joined(separator: " ")
    }

    /// When it takes place, and how far away that is.
    func when(_ say: Say) -> String {
        guard let first = meeting.startsOn, let last = meeting.endsOn else { return "" }
        let days: String
        switch (meeting.startsAt, meeting.endsAt) {
        case (let starts?, let ends?) where first == last:
            days = say(
                "\(Dates.long(first, .french)), de \(Dates.time(starts, .french)) à \(Dates.time(ends, .french))",
                en: "\(Dates.long(first, .english)), \(Dates.time(starts, .english)) to \(Dates.time(ends, .english))")
        case (let starts?, let ends?):
            days = say(
                "Du \(Dates.long(first, .french)) à \(Dates.time(starts, .french)) au \(Dates.long(last, .french)) à \(Dates.time(ends, .french))",
                en: "From \(Dates.long(first, .english)) at \(Dates.time(starts, .english)) to \(Dates.long(last, .english)) at \(Dates.time(ends, .english))")
        default:
            days =
                first == last
                ? Dates.long(first, say.language)
                : say(
                    "Du \(Dates.long(first, .french)) au \(Dates.long(last, .french))",
                    en: "From \(Dates.long(first, .english)) to \(Dates.long(last, .english))")
        }
        return moment(days.capitalizedFirst, first, say)
    }

    /// How far away those days are.
    private func moment(_ days: String, _ first: Day, _ say: Say) -> String {
        if isHappening { return say("\(days) : c’est en ce moment.", en: "\(days): it is happening now.") }
        return first > today ? "\(days), \(Dates.distance(to: first, from: today, say))." : "\(days)."
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension Connection {
    func agenda(of meeting: ID<Meeting>) throws -> [AgendaItem] {
        try all(AgendaItem.self, "WHERE meeting = ? ORDER BY position, id LIMIT 200", [meeting.value]).map(\.record)
    }

    func invitations(to meeting: ID<Meeting>) throws -> [Invitation] {
        try all(Invitation.self, "WHERE meeting = ? ORDER BY id LIMIT 1000", [meeting.value]).map(\.record)
    }

    /// The last approval of the minutes, whether or not the text has changed since.
    func approval(of meeting: MeetingRecord) throws -> MinutesApproval? {
        try all(MinutesApproval.self, "WHERE meeting = ? ORDER BY made DESC LIMIT 1", [meeting.id.value]).first?.record
    }

    /// The invitations whose last message gave other days or hours than the meeting has.
    func outdated(_ meeting: MeetingRecord, _ invitations: [Invitation]) throws -> [Invitation] {
        var last: [ID<Invitation>: PostItem] = [:]
        for item in try post(about: meeting.id) where item.state != .dropped { last[item.invitation] = item }
        return invitations.filter { invitation in
            guard let item = last[invitation.id], meeting.startsOn != nil else { return false }
            return item.method == .cancel || item.span != meeting.span
        }
    }
}
