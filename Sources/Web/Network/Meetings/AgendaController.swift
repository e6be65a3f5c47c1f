import Access
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Storage

/// A meeting's agenda: its items in order, moved, reworded and removed one at a time.
enum AgendaController {
    private static let adding = RecordEditing(
        AgendaItem.self, asked: ["text"], act: .agendaCreate, title: Phrase("Ordre du jour", en: "Agenda"),
        button: Phrase("Ajouter ce point", en: "Add this item"))
    private static let editing = RecordEditing(
        AgendaItem.self, asked: ["text"], act: .agendaUpdate, title: Phrase("Modifier le point", en: "Edit the item"))

    static let routes: [Route] = [
        .get(.agenda, .permission(.meetingShow)) { try page($0, $1) },
        .post(.agenda, .permission(.meetingEdit), add),
        .get(.agendaItemEdit, .permission(.meetingEdit)) { visit, connection in
            let item = try find(visit, connection)
            return try editing.page(
                visit, connection, item.record, versions: item.versions, to: SitePath.agendaItemEdit(item.id), back: SitePath.agenda(item.record.meeting!))
        },
        .post(.agendaItemEdit, .permission(.meetingEdit)) { visit, typed in
            let item = try await visit.site.store.read { try find(visit, $0) }
            let back = SitePath.agenda(item.record.meeting!)
            return try await editing.take(
                visit, typed, into: item.record, isNew: false, to: SitePath.agendaItemEdit(item.id), back: back, landing: back)
        },
        .post(.agendaItemPosition, .permission(.meetingEdit), move),
        .post(.agendaItemRemoval, .permission(.meetingEdit)) { visit, typed in
            let item = try await visit.site.store.read { try find(visit, $0) }
            let outcome = try await visit.perform(.agendaRemove, typed) { act in
                guard let item = try act.connection.find(AgendaItem.self, item.id) else { return }
                try act.remove(item)
            }
            return .done(outcome, at: SitePath.agenda(item.record.meeting!))
        },
    ]

    private static func find(_ visit: Visit, _ connection: any Connection) throws -> Stored<AgendaItem> {
        guard let item = try connection.find(AgendaItem.self, try visit.id()), item.record.meeting != nil else { throw Failure.notFound }
        return item
    }

    private static func add(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        var item = AgendaItem()
        item.id = typed.token.cast()
        let problems = item.take(typed, asked: ["text"])
        let meeting = try await visit.site.store.read { try MeetingsController.find(visit, $0) }
        guard problems.isEmpty else {
            return try await visit.site.store.read { try page(visit, $0, typed: typed, problems: problems) }
        }
        item.meeting = meeting.id
        let made = item
        let outcome = try await visit.perform(.agendaCreate, typed) { act in
            var item = made
            item.position = (try act.connection.agenda(of: meeting.id).map(\.position).max() ?? 0) + 1
            try act.make(item)
        }
        return .done(outcome, at: SitePath.agenda(meeting.id))
    }

    /// Changes places with the item before or after.
    private static func move(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let item = try await visit.site.store.read { try find(visit, $0) }
        guard let meeting = item.record.meeting, let step = ["up": -1, "down": 1][typed["direction"]] else {
            throw Failure.badForm(Phrase("Choisissez « monter » ou « descendre ».", en: "Choose “up” or “down”."))
        }
        let outcome = try await visit.perform(.agendaMove, typed) { act in
            var items = try act.connection.agenda(of: meeting)
            guard let from = items.firstIndex(where: { $0.id == item.id }), items.indices.contains(from + step) else { return }
            items.swapAt(from, from + step)
            for (number, var moved) in items.enumerated() where moved.position != number + 1 {
                moved.position = number + 1
                try act.update(moved)
            }
        }
        return .done(outcome, at: SitePath.agenda(meeting))
    }

    private static func page(_ visit: Visit, _ connection: any Connection, typed: Typed? = nil, problems: [Refusal.Problem] = []) throws -> Reply {
        let meeting = try MeetingsController.find(visit, connection)
        let items = try connection.agenda(of: meeting.id)
        let sheet = FormSheet(
            AgendaItem(), asked: ["text"], typed: typed, problems: problems, choices: try Choices(AgendaItem.self, asked: ["text"], visit, connection))
        let say = visit.say
        return visit.page(
            say("Ordre du jour", en: "Agenda"),
            lede: items.isEmpty ? say("Aucun point n’est inscrit.", en: "Nothing is on the agenda.") : nil,
            trail: [(meeting.record.title, SitePath.meeting(meeting.id))], status: problems.isEmpty ? .ok : .unprocessableContent
        ) {
            ol(.class("agenda")) {
                Each(Array(items.enumerated())) { item in
                    AgendaLine(visit: visit, item: item.element, isFirst: item.offset == 0, isLast: item.offset == items.count - 1)
                }
            }
            if visit.may(.meetingEdit) {
                FormView(
                    visit: visit, sheet: sheet, action: SitePath.agenda(meeting.id), button: adding.button(visit.language), cancel: SitePath.meeting(meeting.id)
                )
            }
        }
    }
}

private struct AgendaLine: Component {
    let visit: Visit
    let item: AgendaItem
    let isFirst: Bool
    let isLast: Bool

    var body: some Markup {
        li {
            p(item.text)
            if visit.may(.meetingEdit) {
                div(.class("row-actions no-print")) {
                    if !isFirst { move("up", visit.say("Monter", en: "Move up")) }
                    if !isLast { move("down", visit.say("Descendre", en: "Move down")) }
                    a(
                        visit.say("Modifier", en: "Edit"), .href(SitePath.agendaItemEdit(item.id)),
                        .aria("label", "\(visit.say("Modifier", en: "Edit")) – \(item.text)"))
                    ActButton(visit: visit, action: SitePath.agendaItemRemoval(item.id), label: visit.say("Retirer", en: "Remove"), about: item.text)
                }
            }
        }
    }

    private func move(_ direction: String, _ label: String) -> ActButton {
        ActButton(visit: visit, action: SitePath.agendaItemPosition(item.id), label: label, about: item.text, fields: [("direction", direction)])
    }
}
