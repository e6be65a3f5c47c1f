import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Storage

/// Who took part in a meeting, by name where they agree; at a restricted meeting the names are sealed, and counts stay visible.
enum ParticipantsController {
    private static let asked = ["name", "organization", "sex"]

    static let routes: [Route] = [
        .get(.participants, .permission(.meetingShow)) { visit, connection in try page(visit, connection) },
        .post(.participants, .permission(.meetingEdit), create),
        .post(.participantsOpening, .permission(.registryOpen), open),
        .post(.participantsSealing, .permission(.meetingEdit)) { visit, typed in
            let meeting = try await visit.site.store.read { try MeetingsController.find(visit, $0).record }
            let keys = try visit.memberKeys()
            let outcome = try await visit.perform(.participantSeal, typed) { try ParticipantList.seal(meeting.id, by: Keyring(keys, $0.connection), in: $0) }
            return .done(outcome, at: SitePath.participants(meeting.id))
        },
        .post(.participantRemoval, .permission(.meetingEdit)) { visit, typed in
            let id = try visit.id(Participant.self)
            let meeting = try await visit.site.store.read { try $0.find(Participant.self, id)?.record.meeting }
            guard let meeting else { throw Failure.notFound }
            let outcome = try await visit.perform(.participantRemove, typed) { act in
                guard let participant = try act.connection.find(Participant.self, id) else { throw Failure.notFound }
                try act.remove(participant)
            }
            return .done(outcome, at: SitePath.participants(meeting))
        },
    ]

    private static func create(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let meeting = try await visit.site.store.read { try MeetingsController.find(visit, $0).record }
        var participant = Participant()
        participant.id = typed.token.cast()
        participant.meeting = meeting.id
        let references = try await visit.site.store.read { try ReferencesRead(Participant.self, typed, asked: asked, visit, $0) }
        let problems = references.problems(beside: participant.take(references.typed, asked: Set(asked)), of: Participant.self)
        guard problems.isEmpty else {
            return try await visit.site.store.read { try page(visit, $0, typed: typed, problems: problems, matches: references.matches) }
        }
        let made = participant
        let keys = try visit.memberKeys()
        do {
            let outcome = try await visit.perform(.participantCreate, typed) { try ParticipantList.add(made, by: Keyring(keys, $0.connection), in: $0) }
            return .done(outcome, at: SitePath.participants(meeting.id))
        } catch let refusal as Refusal {
            let problems = refusal.problems.map { Refusal.Problem("name", $0.text) }
            return try await visit.site.store.read { try page(visit, $0, typed: typed, problems: problems) }
        }
    }

    private static func open(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let keys = try visit.memberKeys()
        let opened = try await visit.site.store.read { connection in
            let ring = try Keyring(keys, connection)
            let meeting = try MeetingsController.find(visit, connection).record
            var names: [ID<Participant>: String] = [:]
            for participant in try ParticipantList.all(of: meeting.id, connection) where participant.sealedName != nil {
                names[participant.id] = try participant.openedName(by: ring, connection)
            }
            return names
        }
        guard !opened.isEmpty else { throw Circles.notHolder }
        try await visit.noteReading(of: Participant.kind, opened.keys.sorted().map { $0.cast() }, typed)
        return try await visit.site.store.read { try page(visit, $0, opened: opened) }
    }

    private static func page(
        _ visit: Visit, _ connection: any Connection, opened: [ID<Participant>: String] = [:], typed: Typed? = nil, problems: [Refusal.Problem] = [],
        matches: [String: [Referred.Choice]] = [:]
    ) throws -> Reply {
        let meeting = try MeetingsController.find(visit, connection).record
        var choices = try Choices(Participant.self, asked: asked, visit, connection, of: Participant())
        choices.matches = matches
        let sheet = FormSheet(Participant(), asked: asked, typed: typed, problems: problems, choices: choices)
        let list = try ParticipantList.all(of: meeting.id, connection)
        let page = ParticipantsPage(
            visit: visit, meeting: meeting, list: list, opened: opened, names: try Names(visit, connection, of: list),
            state: meeting.isRestricted ? try CircleState.registry(connection) : nil, sheet: sheet)
        return visit.page(
            visit.say("Participants", en: "Participants"), lede: page.counts.text(visit.say),
            trail: [(visit.say("Rencontres", en: "Meetings"), SitePath.meetings()), (meeting.title, SitePath.meeting(meeting.id))],
            status: problems.isEmpty ? .ok : .unprocessableContent
        ) { page }
    }
}

/// How many took part, by sex: what may be said of any meeting.
struct ParticipantCounts: Sendable {
    let women: Int
    let men: Int
    let others: Int
    let organizations: Int

    init(_ list: [Participant]) {
        women = list.count { $0.sex == .woman }
        men = list.count { $0.sex == .man }
        others = list.count - women - men
        organizations = Set(list.compactMap(\.organization)).count
    }

    /// Counted where they lie: it reads no name.
    init(of meeting: ID<Meeting>, _ connection: any Connection) throws {
        let found =
            try connection.first(
                """
                SELECT COUNT(*), COUNT(CASE WHEN sex = 'f' THEN 1 END), COUNT(CASE WHEN sex = 'm' THEN 1 END), COUNT(DISTINCT organization) \
                FROM participant WHERE meeting = ?
                """, [meeting.value]
            ) { row in try (0..<4).map { Int(try row.integer($0)) } } ?? [0, 0, 0, 0]
        (women, men, others, organizations) = (found[1], found[2], found[0] - found[1] - found[2], found[3])
    }

    var total: Int { women + men + others }

    func text(_ say: Say) -> String {
        guard total > 0 else { return say("Personne n’est encore noté.", en: "Nobody is noted yet.") }
        let many = { (count: Int, one: String, more: String) in "\(count) \(count > 1 ? more : one)" }
        let parts = [
            many(total, say("participant", en: "participant"), say("participants", en: "participants")),
            women > 0 ? many(women, say("femme", en: "woman"), say("femmes", en: "women")) : nil,
            men > 0 ? many(men, say("homme", en: "man"), say("hommes", en: "men")) : nil,
            organizations > 0 ? many(organizations, say("organisation", en: "organisation"), say("organisations", en: "organisations")) : nil,
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }
}

private struct ParticipantsPage: Component {
    let visit: Visit
    let meeting: MeetingRecord
    let list: [Participant]
    let opened: [ID<Participant>: String]
    let names: Names
    let state: CircleState?
    let sheet: FormSheet

    private var say: Say { visit.say }
    var counts: ParticipantCounts { ParticipantCounts(list) }
    private var hasOpenNames: Bool { list.contains { !$0.name.isEmpty } }

    var body: some Markup {
        if meeting.isRestricted, hasOpenNames, visit.may(.meetingEdit) {
            div(.class("note")) {
                p(
                    say(
                        "Des noms ont été notés avant que la rencontre soit à diffusion restreinte. Ils sont encore lisibles.",
                        en: "Names were noted before the meeting was restricted. They can still be read."))
                form(.method(.post), .action(SitePath.participantsSealing(meeting.id))) {
                    HiddenFields(visit: visit)
                    button(say("Sceller ces noms", en: "Seal these names"), .class("primary"), .type(.submit))
                }
            }
        }
        if opened.isEmpty, list.contains(where: { $0.sealedName != nil }) {
            SealedNote(visit: visit, state: state, opening: SitePath.participantsOpening(meeting.id))
        }
        if !list.isEmpty {
            table(.class("list")) {
                thead {
                    tr {
                        th(say("Nom", en: "Name"), .scope(.col))
                        th(say("Organisation", en: "Organisation"), .scope(.col))
                        th(say("Sexe", en: "Sex"), .scope(.col))
                        if visit.may(.meetingEdit) { th(say("Action", en: "Action"), .scope(.col)) }
                    }
                }
                tbody { Each(Array(list.enumerated())) { row($0.element, $0.offset + 1) } }
            }
        }
        if visit.may(.meetingEdit) {
            h2(say("Noter un participant", en: "Note a participant"))
            FormView(
                visit: visit, sheet: sheet, action: SitePath.participants(meeting.id), button: say("Noter", en: "Note"), cancel: SitePath.meeting(meeting.id))
        }
    }

    private func shown(_ participant: Participant) -> String {
        if let name = opened[participant.id] { return name }
        if participant.sealedName != nil { return say("scellé", en: "sealed") }
        if !participant.name.isEmpty, meeting.isRestricted, !visit.may(.meetingEdit) { return say("à sceller", en: "to be sealed") }
        return participant.name.isEmpty ? say("sans nom", en: "no name") : participant.name
    }

    private func row(_ participant: Participant, _ number: Int) -> some Markup {
        tr {
            td(shown(participant), .data("label", say("Nom", en: "Name")))
            td(names[participant.organization], .data("label", say("Organisation", en: "Organisation")))
            td(participant.sex.map { say($0.label) } ?? "", .data("label", say("Sexe", en: "Sex")))
            if visit.may(.meetingEdit) {
                td(.data("label", say("Action", en: "Action"))) {
                    form(.method(.post), .action(SitePath.participantRemoval(participant.id))) {
                        HiddenFields(visit: visit)
                        button(
                            say("Retirer", en: "Remove"), .class("plain"), .type(.submit),
                            .aria("label", say("Retirer le participant \(number)", en: "Remove participant \(number)")))
                    }
                }
            }
        }
    }
}
