import Access
import HTML
import Journal
import Network
import Storage

/// Meetings, from their terms of reference to what they decided.
enum MeetingsController {
    private static let asked = ["title", "type", "starts_on", "days", "venue", "place", "branch", "objective", "expected", "previous", "restricted"]
    private static let adding = RecordEditing(
        MeetingRecord.self, asked: asked, act: .meetingCreate, title: Phrase("Ajouter une rencontre", en: "Add a meeting"),
        button: Phrase("Ajouter la rencontre", en: "Add the meeting"))
    private static let editing = RecordEditing(
        MeetingRecord.self, asked: asked, act: .meetingUpdate, title: Phrase("Modifier la rencontre", en: "Edit the meeting"))
    private static let agenda = RecordEditing(
        AgendaItem.self, asked: ["text"], act: .agendaCreate, title: Phrase("Ajouter un point à l’ordre du jour", en: "Add an agenda item"),
        button: Phrase("Ajouter ce point", en: "Add this item"))

    static let routes: [Route] = [
        list.route,
        .get(.meetingNew, .permission(.meetingEdit)) { visit, connection in
            try adding.page(visit, connection, MeetingRecord(), versions: nil, to: SitePath.meetingNew(), back: SitePath.meetings())
        },
        .post(.meetingNew, .permission(.meetingEdit)) { visit, typed in
            var meeting = MeetingRecord()
            meeting.id = typed.token.cast()
            return try await adding.take(
                visit, typed, into: meeting, isNew: true, to: SitePath.meetingNew(), back: SitePath.meetings(), landing: SitePath.meeting(meeting.id))
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
                landing: SitePath.meeting(meeting.id))
        },
        .get(.agendaNew, .permission(.meetingEdit)) { visit, connection in
            let meeting = try find(visit, connection)
            return try agenda.page(
                visit, connection, AgendaItem(), versions: nil, to: SitePath.agendaNew(meeting.id), back: SitePath.meeting(meeting.id),
                trail: [(meeting.record.title, SitePath.meeting(meeting.id))])
        },
        .post(.agendaNew, .permission(.meetingEdit)) { visit, typed in
            let (meeting, count) = try await visit.site.store.read { connection in
                let meeting = try find(visit, connection)
                return (meeting, try connection.all(AgendaItem.self, "WHERE meeting = ?", [meeting.id.value]).map(\.record.position).max() ?? 0)
            }
            var item = AgendaItem()
            item.id = typed.token.cast()
            item.meeting = meeting.id
            item.position = count + 1
            return try await agenda.take(
                visit, typed, into: item, isNew: true, to: SitePath.agendaNew(meeting.id), back: SitePath.meeting(meeting.id),
                landing: SitePath.meeting(meeting.id))
        },
    ]

    static func find(_ visit: Visit, _ connection: any Connection) throws -> Stored<MeetingRecord> {
        guard let meeting = try connection.find(MeetingRecord.self, try visit.id()) else { throw Failure.notFound }
        return meeting
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let meeting = try find(visit, connection).record
        let agenda = try connection.all(AgendaItem.self, "WHERE meeting = ? ORDER BY position, id", [meeting.id.value]).map(\.record)
        let own = try connection.all(Decision.self, "WHERE meeting = ? ORDER BY deadline, id", [meeting.id.value]).map(\.record)
        let carried = try meeting.previous.map {
            try connection.all(Decision.self, "WHERE meeting = ? ORDER BY deadline, id", [$0.value]).map(\.record)
        }
        let page = MeetingShow(
            visit: visit, meeting: meeting, agenda: agenda, decisions: own, carried: carried ?? [],
            names: try Names(connection, of: [meeting] + own + (carried ?? [])),
            history: try HistoryView(MeetingRecord.self, meeting.id, visit, connection))
        return visit.page(meeting.title, lede: page.when, trail: [(visit.say("Rencontres", en: "Meetings"), SitePath.meetings())]) { page }
    }
}

private struct MeetingShow: Component {
    let visit: Visit
    let meeting: MeetingRecord
    let agenda: [AgendaItem]
    let decisions: [Decision]
    let carried: [Decision]
    let names: Names
    let history: HistoryView

    private var say: Say { visit.say }

    var when: String {
        guard let first = meeting.startsOn else { return say("La date reste à fixer.", en: "The date is still to be set.") }
        guard meeting.days > 1 else { return Dates.long(first, visit.language) }
        let last = first.advanced(by: meeting.days - 1)
        return say(
            "Du \(Dates.long(first, .french)) au \(Dates.long(last, .french))", en: "From \(Dates.long(first, .english)) to \(Dates.long(last, .english))")
    }

    var body: some Markup {
        if visit.may(.meetingEdit) {
            div(.class("actions")) {
                a(say("Ajouter une décision", en: "Add a decision"), .class("primary"), .href(SitePath.decisionNew(meeting.id)))
                a(say("Modifier", en: "Edit"), .class("secondary"), .href(SitePath.meetingEdit(meeting.id)))
            }
        }
        if !carried.isEmpty {
            h2(say("Ce que la rencontre précédente avait décidé", en: "What the meeting before had decided"))
            ul(.class("todo")) { Each(carried) { line($0) } }
        }
        h2(say("Ordre du jour", en: "Agenda"))
        if agenda.isEmpty { p(say("Aucun point n’est inscrit.", en: "Nothing is on the agenda."), .class("soft")) }
        ol { Each(agenda) { li($0.text) } }
        if visit.may(.meetingEdit) {
            p { a(say("Ajouter un point", en: "Add an item"), .href(SitePath.agendaNew(meeting.id))) }
        }
        h2(say("Décisions", en: "Decisions"))
        if decisions.isEmpty { p(say("Aucune décision n’est encore notée.", en: "No decision is noted yet."), .class("soft")) }
        ul(.class("todo")) { Each(decisions) { line($0) } }
        h2(say("La rencontre", en: "The meeting"))
        dl(.class("summary")) {
            row(say("Type", en: "Type"), say(meeting.type.label))
            row(say("Salle ou adresse", en: "Room or address"), meeting.venue)
            row(say("Objectif", en: "Objective"), meeting.objective)
            row(say("Participants prévus", en: "Participants expected"), meeting.expected.map { "\($0)" } ?? "")
            if let previous = meeting.previous {
                div {
                    dt(say("Suite de", en: "Follows"))
                    dd { a(names[previous], .href(SitePath.meeting(previous))) }
                }
            }
        }
        history
    }

    private func line(_ decision: Decision) -> DecisionLine {
        DecisionLine(visit: visit, decision: decision, owner: decision.owner.map { names[$0] } ?? decision.ownerName)
    }

    @MarkupBuilder private func row(_ label: String, _ text: String) -> some Markup {
        if !text.isEmpty {
            div {
                dt(label)
                dd(text)
            }
        }
    }
}
