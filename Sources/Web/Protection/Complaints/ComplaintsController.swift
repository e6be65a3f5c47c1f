import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import Protection
import Storage
import Vault

/// Complaints, for those of the circle whose keys open them: for anyone else there are none.
enum ComplaintsController {
    static let routes: [Route] =
        [
            .get(.complaints, .permission(.complaintOpen), list),
            .get(.complaint, .permission(.complaintOpen), show),
            .get(.complaintVoice, .permission(.complaintOpen)) { visit, connection in
                let complaint = try opened(visit, connection)
                return try visit.file(\.voice, of: complaint.content.record, noting: note([complaint]), connection)
            },
            .get(.complaintSteps, .permission(.complaintOpen)) { visit, connection in
                try stepPage(visit, connection, ComplaintStep(code: visit.query["step"] ?? ""))
            },
            .post(.complaintSteps, .permission(.complaintOpen), follow),
        ] + rule

    private static func trail(_ visit: Visit) -> [(String, Address)] { Registers.trail(visit, of: .complaints) }

    private static func opened(_ visit: Visit, _ connection: any Connection) throws -> OpenedComplaint {
        guard let stored = try connection.find(Complaint.self, visit.id()),
            let opened = try OpenedComplaint(stored.record, visit.keyring(connection), connection)
        else {
            throw Failure.notFound
        }
        return opened
    }

    private static func note(_ complaints: [OpenedComplaint]) -> Reading.Note {
        Reading.Note(.complaintRead, of: Complaint.kind, complaints.map { $0.complaint.id.cast() })
    }

    // MARK: All of them

    private static func list(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let all = try OpenedComplaint.all(visit.keyring(connection), connection)
        let rule = try ComplaintRule.standing(connection)
        let circle = try CircleState.find(.complaints, connection)
        let waiting = all.filter { $0.complaint.state != .closed }.sorted { ($0.due(rule) ?? .distant) < ($1.due(rule) ?? .distant) }
        let closed = all.filter { $0.complaint.state == .closed }
        let late = waiting.count { $0.isLate(rule, on: visit.today) }
        let say = visit.say
        let page = visit.render(
            say("Plaintes", en: "Complaints"),
            lede: late == 0
                ? nil
                : late == 1
                    ? say("Une plainte est en retard.", en: "One complaint is late.")
                    : say("\(late) plaintes sont en retard.", en: "\(late) complaints are late."),
            trail: Registers.trail(visit)
        ) {
            if circle?.canSeal != true {
                div(.class("note")) {
                    p(say(CircleDesk.complaints.words.notReady))
                    p { a(say(CircleDesk.complaints.words.title), .href(SitePath.complaintsCircle())) }
                }
            }
            if waiting.isEmpty { div(.class("empty")) { p(say("Aucune plainte ne vous attend.", en: "No complaint waits for you.")) } }
            ul(.class("todo")) { Each(waiting) { ComplaintLine(visit: visit, complaint: $0, rule: rule) } }
            if !closed.isEmpty {
                h2(say("Closes", en: "Closed"))
                ul(.class("todo")) { Each(closed) { ComplaintLine(visit: visit, complaint: $0, rule: rule) } }
            }
        }
        return .opened(page, note(all))
    }

    // MARK: One of them

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply { try page(visit, connection) }

    private static func page(_ visit: Visit, _ connection: any Connection, problems: [Refusal.Problem] = []) throws -> Reply {
        let opened = try opened(visit, connection)
        let names = try Names(
            visit, connection, ids: [opened.content[\.against]?.cast(), opened.content[\.takenBy]?.cast()] + opened.notes.map { $0[\.by]?.cast() })
        let show = ComplaintShow(visit: visit, opened: opened, names: names, rule: try ComplaintRule.standing(connection), problems: problems)
        let page = visit.render(
            visit.say("Plainte", en: "Complaint"), lede: opened.content[\.matter].map { visit.say($0.label) }, trail: trail(visit)
        ) { show }
        return .opened(page, note([opened]), status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func stepPage(
        _ visit: Visit, _ connection: any Connection, _ step: ComplaintStep, typed: Typed? = nil, problems: [Refusal.Problem] = []
    ) throws -> Reply {
        let opened = try opened(visit, connection)
        guard step != .examine, ComplaintStep.following(opened.complaint.state).contains(step) else { throw Failure.notFound }
        let isRequired: Set<String> = step == .close && opened.complaint.state == .answered ? [] : ["words"]
        let sheet =
            step == .answer
            ? FormSheet(ComplaintAnswer(), asked: ["words"], typed: typed, problems: problems, choices: .none, required: isRequired)
            : FormSheet(ComplaintNote(), asked: ["words"], typed: typed, problems: problems, choices: .none, required: isRequired)
        let id = opened.complaint.id
        let page = visit.render(visit.say(step.verb), trail: trail(visit) + [(visit.say("Plainte", en: "Complaint"), SitePath.complaint(id))]) {
            FormView(
                visit: visit, sheet: sheet, action: SitePath.complaintSteps(id).query("step", step.code), button: visit.say(step.verb),
                cancel: SitePath.complaint(id))
        }
        return .opened(page, note([opened]), status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func follow(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let step = ComplaintStep(code: visit.query["step"] ?? "")
        guard step.isKnown else { throw Failure.notFound }
        let complaint = try await visit.site.store.read { try opened(visit, $0) }
        let again = { (problems: [Refusal.Problem]) in
            try await visit.site.store.read { connection in
                step == .examine || problems.allSatisfy { $0.field == nil }
                    ? try page(visit, connection, problems: problems) : try stepPage(visit, connection, step, typed: typed, problems: problems)
            }
        }
        var (note, answer, clear) = (ComplaintNote(), ComplaintAnswer(), [String: Value]())
        let problems = step == .answer ? answer.take(typed, asked: ["words"], sealing: &clear) : note.take(typed, asked: ["words"], sealing: &clear)
        guard problems.isEmpty else { return try await again(problems) }
        let words = if case .text(let text)? = clear["words"] { text } else { "" }
        let (account, today) = (try visit.reader().account, visit.today)
        do {
            let outcome = try await visit.perform(step.act, typed) { act in
                try complaint.follow(step, words, note: .random(), by: account, in: act, on: today)
                try ComplaintKeys.share(by: visit.memberKeys(), act.connection)
            }
            return .done(outcome, at: SitePath.complaint(complaint.complaint.id))
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }

    // MARK: The network's deadlines

    private static let editing = RecordEditing(
        ComplaintRule.self, asked: ComplaintRule.fields.map(\.name), act: .complaintRuleEdit, title: ComplaintRule.title,
        lede: Phrase(
            "Ce que le réseau promet à qui se plaint. À vérifier par ceux qui connaissent le terrain.",
            en: "What the network promises those who complain. To be checked by those who know the field."))

    private static let rule: [Route] = [
        .get(.complaintRule, .permission(.complaintRuleEdit)) { visit, connection in
            let stored = try connection.all(ComplaintRule.self, "ORDER BY id LIMIT 1").first
            return try editing.page(
                visit, connection, stored?.record ?? ComplaintRule(), versions: stored?.versions, to: SitePath.complaintRule(), back: SitePath.protection())
        },
        .post(.complaintRule, .permission(.complaintRuleEdit)) { visit, typed in
            let stored = try await visit.site.store.read { try $0.all(ComplaintRule.self, "ORDER BY id LIMIT 1").first }
            return try await editing.take(
                visit, typed, into: stored?.record ?? ComplaintRule(), isNew: stored == nil, to: SitePath.complaintRule(), back: SitePath.protection(),
                landing: SitePath.protection(), rule: { rule, _ in try rule.check() })
        },
    ]
}

extension ComplaintStep {
    /// What a button says that does it.
    var verb: Phrase {
        switch self {
        case .examine: Phrase("Commencer l’examen", en: "Begin the examination")
        case .answer: Phrase("Répondre à la personne", en: "Answer the person")
        case .close: Phrase("Clore la plainte", en: "Close the complaint")
        default: Phrase("Ajouter une note", en: "Add a note")
        }
    }
}

extension OpenedComplaint {
    func isLate(_ rule: ComplaintRule, on day: Day) -> Bool { due(rule).map { $0 < day } ?? false }
}

extension Day {
    fileprivate static let distant = Day(year: 9999, month: 1, day: 1)!
}
