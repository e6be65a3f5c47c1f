import Access
import HTML
import Journal
import NetworkLife
import Storage

/// A meeting's terms of reference: why it is held, what should come of it, who is expected; a page to print.
enum TermsController {
    private static let editing = RecordEditing(
        MeetingRecord.self, asked: ["objective", "outcomes", "audience", "expected"], act: .termsUpdate,
        title: Phrase("Modifier les termes de référence", en: "Edit the terms of reference"))

    static let routes: [Route] = [
        .get(.terms, .permission(.meetingShow), show),
        .get(.termsEdit, .permission(.meetingEdit)) { visit, connection in
            let meeting = try MeetingsController.find(visit, connection)
            return try editing.page(
                visit, connection, meeting.record, versions: meeting.versions, to: SitePath.termsEdit(meeting.id), back: SitePath.terms(meeting.id))
        },
        .post(.termsEdit, .permission(.meetingEdit)) { visit, typed in
            let meeting = try await visit.site.store.read { try MeetingsController.find(visit, $0) }
            return try await editing.take(
                visit, typed, into: meeting.record, isNew: false, to: SitePath.termsEdit(meeting.id), back: SitePath.terms(meeting.id),
                landing: SitePath.terms(meeting.id), rule: { record, _ in try record.check() })
        },
    ]

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let meeting = try MeetingsController.find(visit, connection).record
        let facts = try MeetingFacts(meeting, connection, today: visit.today)
        let say = visit.say
        let parts: [(String, String)] = [
            (say("Objectif", en: "Objective"), meeting.objective), (say("Résultats attendus", en: "Expected results"), meeting.outcomes),
            (say("Qui est attendu", en: "Who is expected"), meeting.audience),
        ]
        return visit.page(
            say("Termes de référence", en: "Terms of reference"), lede: meeting.title, trail: [(meeting.title, SitePath.meeting(meeting.id))]
        ) {
            if visit.may(.meetingEdit) {
                div(.class("actions no-print")) { a(say("Modifier", en: "Edit"), .class("primary"), .href(SitePath.termsEdit(meeting.id))) }
            }
            article(.class("report")) {
                p(facts.when(say))
                if !meeting.venue.isEmpty { p(meeting.venue) }
                Each(parts) { part in
                    h2(part.0)
                    if part.1.isEmpty {
                        p(say("À écrire.", en: "To be written."), .class("soft"))
                    } else {
                        Paragraphs(text: part.1)
                    }
                }
                if let expected = meeting.expected { p(say("Participants prévus : \(expected)", en: "Participants expected: \(expected)")) }
                if !facts.agenda.isEmpty {
                    h2(say("Ordre du jour", en: "Agenda"))
                    ol { Each(facts.agenda) { li($0.text) } }
                }
            }
        }
    }
}
