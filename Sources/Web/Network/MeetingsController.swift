import Access
import Exchange
import HTML
import Journal
import NetworkLife
import Storage

/// Meetings, from their terms of reference to what they decided.
enum MeetingsController {
    private static let asked = ["title", "type", "starts_on", "days", "starts_at", "ends_at", "venue", "place", "branch", "previous", "restricted"]
    private static let adding = RecordEditing(
        MeetingRecord.self, asked: asked, act: .meetingCreate, title: Phrase("Ajouter une rencontre", en: "Add a meeting"),
        button: Phrase("Ajouter la rencontre", en: "Add the meeting"))
    private static let editing = RecordEditing(
        MeetingRecord.self, asked: asked, act: .meetingUpdate, title: Phrase("Modifier la rencontre", en: "Edit the meeting"))

    static let routes: [Route] = [
        list.route,
        .get(.meetingNew, .permission(.meetingEdit)) { visit, connection in
            try adding.page(visit, connection, MeetingRecord(), versions: nil, to: SitePath.meetingNew(), back: SitePath.meetings())
        },
        .post(.meetingNew, .permission(.meetingEdit)) { visit, typed in
            var meeting = MeetingRecord()
            meeting.id = typed.token.cast()
            return try await adding.take(
                visit, typed, into: meeting, isNew: true, to: SitePath.meetingNew(), back: SitePath.meetings(), landing: SitePath.meeting(meeting.id),
                rule: { record, _ in try record.check() })
        },
        .get(.meeting, .permission(.meetingShow), show),
        .get(.meetingEdit, .permission(.meetingEdit)) { visit, connection in
            let meeting = try find(visit, connection)
            return try editing.page(
                visit, connection, meeting.record, versions: meeting.versions, to: SitePath.meetingEdit(meeting.id), back: SitePath.meeting(meeting.id))
        },
        .post(.meetingEdit, .permission(.meetingEdit)) { visit, typed in
            let meeting = try await visit.site.store.read { try find(visit, $0) }
            return try await editing.take(
                visit, typed, into: meeting.record, isNew: false, to: SitePath.meetingEdit(meeting.id), back: SitePath.meeting(meeting.id),
                landing: SitePath.meeting(meeting.id), rule: { record, _ in try record.check() },
                alongside: { [now = visit.site.store.milliseconds] record, act in
                    // Where the date is only another one, the page proposes to tell those invited.
                    if record.startsOn == nil, meeting.record.startsOn != nil { try act.connection.cancel(meeting.record, at: now) }
                })
        },
        .post(.meetingRemoval, .permission(.meetingEdit), remove),
    ]

    static func find(_ visit: Visit, _ connection: any Connection) throws -> Stored<MeetingRecord> {
        guard let meeting = try connection.find(MeetingRecord.self, try visit.id()) else { throw Failure.notFound }
        return meeting
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let meeting = try find(visit, connection).record
        let facts = try MeetingFacts(meeting, connection, today: visit.today)
        let page = MeetingShow(
            visit: visit, facts: facts, names: try Names(visit, connection, of: facts.records),
            history: try HistoryView(MeetingRecord.self, meeting.id, visit, connection),
            fed: try FedIndicators(MeetingRecord.self, meeting.id, visit, connection))
        return visit.page(meeting.title, lede: facts.lede(visit.say), trail: [(visit.say("Rencontres", en: "Meetings"), SitePath.meetings())]) { page }
    }

    /// Those who were told of it learn, ten minutes later, that it does not take place, unless it was brought back by then.
    private static func remove(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let meeting = try await visit.site.store.read { try find(visit, $0) }
        let now = visit.site.store.milliseconds
        let outcome = try await visit.perform(.meetingRemove, typed) { act in
            guard let meeting = try act.connection.find(MeetingRecord.self, meeting.id) else { return }
            try act.connection.cancel(meeting.record, at: now)
            try act.remove(meeting)
        }
        return .done(outcome, at: SitePath.meetings())
    }
}

extension Connection {
    /// How long a cancellation waits, so that whoever takes the act back takes the message back with it.
    static var secondThoughts: UInt64 { 600_000 }

    /// Tells those who were invited by mail that the meeting, as it stood, does not take place.
    func cancel(_ meeting: MeetingRecord, at milliseconds: UInt64) throws {
        let told = Set(try post(about: meeting.id).filter { $0.state != .dropped && $0.state != .refused }.map(\.invitation))
        try enqueue(
            .cancel, meeting, try invitations(to: meeting.id).filter { told.contains($0.id) },
            sequence: try calendarSequence(of: meeting.id) + 1, at: milliseconds, delay: Self.secondThoughts)
    }
}
