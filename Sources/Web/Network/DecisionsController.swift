import Access
import HTML
import Journal
import NetworkLife
import Storage

/// Decisions: who owns them, when they are due, and what became of them.
enum DecisionsController {
    private static let asked = ["text", "owner", "owner_name", "due", "votes_for", "votes_against", "abstentions", "quorum"]
    private static let adding = RecordEditing(
        Decision.self, asked: asked, act: .decisionCreate, title: Phrase("Ajouter une décision", en: "Add a decision"),
        button: Phrase("Ajouter la décision", en: "Add the decision"))
    private static let recommending = RecordEditing(
        Decision.self, asked: recommended, act: .recommendationCreate, title: Phrase("Ajouter une recommandation", en: "Add a recommendation"),
        lede: Phrase("Elle sera reprise à la prochaine session du comité de pilotage.", en: "The next session of the steering committee will open with it."),
        button: Phrase("Ajouter la recommandation", en: "Add the recommendation"))
    private static let recommended = ["text", "addressee", "owner", "owner_name", "due"]
    private static func editing(_ decision: Decision) -> RecordEditing<Decision> {
        decision.isRecommendation
            ? RecordEditing(Decision.self, asked: recommended, act: .decisionUpdate, title: Phrase("Modifier la recommandation", en: "Edit the recommendation"))
            : editing
    }
    private static let editing = RecordEditing(
        Decision.self, asked: asked, act: .decisionUpdate, title: Phrase("Modifier la décision", en: "Edit the decision"))
    private static let following = RecordEditing(
        DecisionFollowUp.self, asked: ["on", "state", "note"], act: .decisionFollow, title: Phrase("Noter la suite donnée", en: "Note what was done"),
        button: Phrase("Noter", en: "Note it"))

    static let routes: [Route] = [
        list.route, recommendations.route,
        .get(.decisionNew, .permission(.meetingEdit)) { visit, connection in
            let meeting = try MeetingsController.find(visit, connection)
            return try adding.page(
                visit, connection, Decision(), versions: nil, to: SitePath.decisionNew(meeting.id), back: SitePath.meeting(meeting.id),
                trail: [(meeting.record.title, SitePath.meeting(meeting.id))])
        },
        .post(.decisionNew, .permission(.meetingEdit)) { visit, typed in
            let meeting = try await visit.site.store.read { try MeetingsController.find(visit, $0) }
            var decision = Decision()
            decision.id = typed.token.cast()
            decision.meeting = meeting.id
            return try await adding.take(
                visit, typed, into: decision, isNew: true, to: SitePath.decisionNew(meeting.id), back: SitePath.meeting(meeting.id),
                landing: SitePath.meeting(meeting.id), trail: [(meeting.record.title, SitePath.meeting(meeting.id))],
                rule: { decision, _ in try decision.check() })
        },
        .get(.recommendationNew, .permission(.meetingEdit)) { visit, connection in
            let meeting = try MeetingsController.find(visit, connection)
            return try recommending.page(
                visit, connection, Decision(), versions: nil, to: SitePath.recommendationNew(meeting.id), back: SitePath.meeting(meeting.id),
                trail: [(meeting.record.title, SitePath.meeting(meeting.id))])
        },
        .post(.recommendationNew, .permission(.meetingEdit)) { visit, typed in
            let meeting = try await visit.site.store.read { try MeetingsController.find(visit, $0) }
            var decision = Decision()
            decision.id = typed.token.cast()
            decision.meeting = meeting.id
            return try await recommending.take(
                visit, typed, into: decision, isNew: true, to: SitePath.recommendationNew(meeting.id), back: SitePath.meeting(meeting.id),
                landing: SitePath.meeting(meeting.id), trail: [(meeting.record.title, SitePath.meeting(meeting.id))],
                making: { made, act in
                    var made = made
                    // Drawn in the act itself: two that are written at once get two numbers.
                    made.number = try act.connection.nextRecommendation()
                    try act.make(made)
                })
        },
        .get(.decision, .permission(.meetingShow), show),
        .get(.decisionEdit, .permission(.meetingEdit)) { visit, connection in
            let decision = try find(visit, connection)
            return try editing(decision.record).page(
                visit, connection, decision.record, versions: decision.versions, to: SitePath.decisionEdit(decision.id),
                back: SitePath.decision(decision.id))
        },
        .post(.decisionEdit, .permission(.meetingEdit)) { visit, typed in
            let decision = try await visit.site.store.read { try find(visit, $0) }
            return try await editing(decision.record).take(
                visit, typed, into: decision.record, isNew: false, to: SitePath.decisionEdit(decision.id), back: SitePath.decision(decision.id),
                landing: SitePath.decision(decision.id), rule: { decision, _ in try decision.check() })
        },
        .post(.decisionRemoval, .permission(.meetingEdit), remove),
        .get(.followUps, .permission(.decisionFollow)) { visit, connection in
            let decision = try find(visit, connection)
            try mayFollow(visit, decision.record, connection)
            var follow = DecisionFollowUp()
            follow.on = visit.today
            follow.state = decision.record.state == .open ? .underway : decision.record.state
            return try following.page(
                visit, connection, follow, versions: nil, to: SitePath.followUps(decision.id), back: SitePath.decision(decision.id),
                trail: [(visit.say("Décision", en: "Decision"), SitePath.decision(decision.id))])
        },
        .post(.followUps, .permission(.decisionFollow), follow),
    ]

    private static func find(_ visit: Visit, _ connection: any Connection) throws -> Stored<Decision> {
        guard let decision = try connection.find(Decision.self, try visit.id()) else { throw Failure.notFound }
        return decision
    }

    /// The owner notes what became of their decision, and whoever keeps the meetings.
    private static func mayFollow(_ visit: Visit, _ decision: Decision, _ connection: any Connection) throws {
        guard try visit.may(.meetingEdit) || connection.owns(visit.reader().account, decision) else {
            throw Failure.forbidden(
                Phrase(
                    "Seul le responsable de la décision, ou le secrétariat, note la suite donnée.",
                    en: "Only the decision’s owner, or the secretariat, notes what was done."))
        }
    }

    private static func follow(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let decision = try await visit.site.store.read { connection in
            let decision = try find(visit, connection)
            try mayFollow(visit, decision.record, connection)
            return decision
        }
        var follow = DecisionFollowUp()
        follow.id = typed.token.cast()
        follow.decision = decision.id
        return try await following.take(
            visit, typed, into: follow, isNew: true, to: SitePath.followUps(decision.id), back: SitePath.decision(decision.id),
            landing: SitePath.decision(decision.id),
            rule: { [today = visit.today] follow, _ in
                if let on = follow.on, on > today {
                    throw Refusal("follow-up.future", Phrase("Donnez une date au plus tard aujourd’hui.", en: "Give a date no later than today."), field: "on")
                }
            },
            alongside: { follow, act in
                guard var current = try act.connection.find(Decision.self, decision.id)?.record else { return }
                current.state = follow.state
                try act.update(current)
            })
    }

    private static func remove(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let decision = try await visit.site.store.read { try find(visit, $0) }
        let outcome = try await visit.perform(.decisionRemove, typed) { act in
            guard let decision = try act.connection.find(Decision.self, decision.id) else { return }
            try act.remove(decision)
        }
        return .done(outcome, at: decision.record.meeting.map { SitePath.meeting($0) } ?? SitePath.decisions())
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let decision = try find(visit, connection).record
        let followUps = try connection.all(DecisionFollowUp.self, "WHERE decision = ? ORDER BY \"on\" DESC, id DESC", [decision.id.value]).map(\.record)
        let history = try HistoryView(Decision.self, decision.id, visit, connection)
        let fed = try FedIndicators(Decision.self, decision.id, visit, connection)
        let say = visit.say
        let canFollow = try visit.may(.meetingEdit) || connection.owns(visit.reader().account, decision)
        let owners = try connection.all(DecisionOwner.self, "WHERE decision = ? ORDER BY id LIMIT 50", [decision.id.value]).map(\.record)
        let names = try Names(visit, connection, of: [decision] + owners)
        return visit.page(
            decision.heading(say), lede: nil,
            trail: decision.meeting.map { [(names[$0], SitePath.meeting($0))] } ?? []
        ) {
            p(decision.text, .class("report"))
            p { DecisionTag(visit: visit, decision: decision) }
            div(.class("actions")) {
                if canFollow { a(say("Noter la suite donnée", en: "Note what was done"), .class("primary"), .href(SitePath.followUps(decision.id))) }
                if visit.may(.meetingEdit) { a(say("Modifier", en: "Edit"), .class("secondary"), .href(SitePath.decisionEdit(decision.id))) }
            }
            dl(.class("summary")) {
                div {
                    dt(say("Responsable", en: "Owner"))
                    dd(decision.owner.map { names[$0] } ?? (decision.ownerName.isEmpty ? say("à désigner", en: "to be named") : decision.ownerName))
                }
                FactRow(label: say("Adressée à", en: "Addressed to"), text: decision.addressee.map { names[$0] } ?? "")
                Each(owners) { owner in CoOwnerRow(visit: visit, owner: owner, name: owner.account.map { names[$0] } ?? "") }
                div {
                    dt(say("Échéance", en: "Due date"))
                    dd(decision.due.map { Dates.long($0, visit.language) } ?? say("sans date", en: "no date"))
                }
                FactRow(label: say("Vote", en: "Vote"), text: decision.vote(say) ?? "")
            }
            if visit.may(.meetingEdit) {
                p(.class("no-print")) { a(say("Ajouter un co-responsable", en: "Add a co-owner"), .href(SitePath.decisionOwners(decision.id))) }
            }
            if !followUps.isEmpty {
                h2(say("Suite donnée", en: "Follow-up"))
                ol(.class("history")) {
                    Each(followUps) { follow in
                        li {
                            if let on = follow.on { HTML.time(Dates.short(on, visit.language), .datetime(on.description)) }
                            " "
                            span(say(follow.state.label), .class("tag \(follow.state.style)"))
                            p(follow.note)
                        }
                    }
                }
            }
            fed
            history
            if visit.may(.meetingEdit) {
                div(.class("actions no-print")) {
                    ActButton(
                        visit: visit, action: SitePath.decisionRemoval(decision.id),
                        label: decision.isRecommendation
                            ? say("Retirer cette recommandation", en: "Remove this recommendation") : say("Retirer cette décision", en: "Remove this decision"),
                        style: "danger")
                }
            }
        }
    }
}

extension Decision {
    /// "Décision", "Recommandation 3".
    func heading(_ say: Say) -> String {
        number.map { say("Recommandation \($0)", en: "Recommendation \($0)") } ?? say("Décision", en: "Decision")
    }

    /// Its text, after its number where it has one.
    var numbered: String { number.map { "\($0). \(text)" } ?? text }
}

private struct CoOwnerRow: Component {
    let visit: Visit
    let owner: DecisionOwner
    let name: String

    var body: some Markup {
        div {
            dt(visit.say("Co-responsable", en: "Co-owner"))
            dd(name)
            if visit.may(.meetingEdit) {
                dd(.class("act")) {
                    ActButton(visit: visit, action: SitePath.decisionOwnerRemoval(owner.id), label: visit.say("Retirer", en: "Remove"), about: name)
                }
            }
        }
    }
}
