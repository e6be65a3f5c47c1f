import Access
import HTML
import Journal
import NetworkLife
import Storage

/// What a ceremony has beside a meeting: its patron, its guests of honour, its delegations, and the note given to the press.
enum CeremonyController {
    private static let editing = RecordEditing(
        MeetingRecord.self, asked: ["patron", "delegations", "press_note"], act: .ceremonyUpdate,
        title: Phrase("Modifier la cérémonie", en: "Edit the ceremony"))

    static let routes: [Route] = [
        .get(.ceremonyEdit, .permission(.meetingEdit)) { visit, connection in
            let meeting = try find(visit, connection)
            return try editing.page(
                visit, connection, meeting.record, versions: meeting.versions, to: SitePath.ceremonyEdit(meeting.id), back: SitePath.meeting(meeting.id))
        },
        .post(.ceremonyEdit, .permission(.meetingEdit)) { visit, typed in
            let meeting = try await visit.site.store.read { try find(visit, $0) }
            return try await editing.take(
                visit, typed, into: meeting.record, isNew: false, to: SitePath.ceremonyEdit(meeting.id), back: SitePath.meeting(meeting.id),
                landing: SitePath.meeting(meeting.id))
        },
        .get(.pressNote, .permission(.meetingShow)) { visit, connection in
            let meeting = try find(visit, connection).record
            let say = visit.say
            return visit.page(say("Note d’information", en: "Press note"), lede: meeting.title, trail: [(meeting.title, SitePath.meeting(meeting.id))]) {
                if visit.may(.meetingEdit) {
                    div(.class("actions no-print")) { a(say("Modifier", en: "Edit"), .class("primary"), .href(SitePath.ceremonyEdit(meeting.id))) }
                }
                article(.class("report")) {
                    if meeting.pressNote.isEmpty { p(say("Rien n’est encore écrit.", en: "Nothing is written yet."), .class("soft")) }
                    Paragraphs(text: meeting.pressNote)
                }
            }
        },
    ]

    private static func find(_ visit: Visit, _ connection: any Connection) throws -> Stored<MeetingRecord> {
        let meeting = try MeetingsController.find(visit, connection)
        guard meeting.record.type == .ceremony else { throw Failure.notFound }
        return meeting
    }
}

/// The ceremony's own facts on its page.
struct CeremonyFacts: Component {
    let visit: Visit
    let facts: MeetingFacts
    let names: Names

    private var say: Say { visit.say }
    private var meeting: MeetingRecord { facts.meeting }

    var body: some Markup {
        if !facts.invitations.isEmpty {
            h2(say("Invités d’honneur", en: "Guests of honour"))
            dl(.class("summary")) { Each(facts.invitations) { guest($0) } }
        }
        dl(.class("summary")) {
            FactRow(label: say("Parrain ou marraine", en: "Patron"), text: meeting.patron.map { names[$0] } ?? "")
            FactRow(
                label: say("Délégations", en: "Delegations"), text: meeting.delegations.split(separator: "\n").joined(separator: ", "))
            FactRow(
                label: say("Note d’information", en: "Press note"),
                text: meeting.pressNote.isEmpty ? say("à écrire", en: "to be written") : say("écrite", en: "written"),
                link: (say("Lire", en: "Read"), SitePath.pressNote(meeting.id)))
        }
        if visit.may(.meetingEdit) {
            p(.class("no-print")) {
                a(say("Modifier parrain, délégations et note", en: "Edit patron, delegations and note"), .href(SitePath.ceremonyEdit(meeting.id)))
            }
        }
    }

    private func guest(_ invitation: Invitation) -> FactRow {
        let words = [
            invitation.person.map { names[$0] } ?? "", invitation.capacity,
            invitation.onBehalfOf.map { say("pour \(names[$0])", en: "for \(names[$0])") } ?? "",
        ].filter { !$0.isEmpty }.joined(separator: ", ")
        return FactRow(label: invitation.organization.map { names[$0] } ?? "", text: words.isEmpty ? say(invitation.answer.label) : words)
    }
}
