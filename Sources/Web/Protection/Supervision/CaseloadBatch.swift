import Access
import Accounts
import HTML
import Journal
import Protection
import Storage

/// What a list of case files lets its reader do with those that they tick: entrust them, ask for the lost ones to be closed, open closed ones again.
struct CaseloadBatch: Component {
    let path: SitePath
    private let visit: Visit
    private let query: CaseloadQuery
    private let agents: [AccountProfile]
    private let problems: [Refusal.Problem]

    /// Nil where the list offers nothing of the kind to this reader.
    init?(visit: Visit, query: CaseloadQuery, agents: [AccountProfile], problems: [Refusal.Problem]) {
        switch query.part {
        case "silent" where visit.may(.caseEdit): path = .lostClosures
        case "closed" where visit.may(.caseAssign): path = .caseloadReopenings
        case "all" where visit.may(.caseAssign), "mine" where visit.may(.caseAssign), "waiting" where visit.may(.caseAssign): path = .caseloadAssignments
        default: return nil
        }
        (self.visit, self.query, self.agents, self.problems) = (visit, query, agents, problems)
    }

    private var say: Say { visit.say }

    var about: String? {
        guard path == .lostClosures else { return nil }
        return say(
            "Rien n’a été noté de ces personnes depuis longtemps. Essayez encore de les joindre ; sinon, demandez la clôture : une autre personne la décide.",
            en: "Nothing has been noted of these people for a long time. Try once more to reach them; if not, ask for closure: someone else decides it.")
    }

    var buttons: [(label: String, value: String)] {
        switch path {
        case .lostClosures: [(say("Demander la clôture des dossiers cochés", en: "Ask for the ticked files to be closed"), "ask")]
        case .caseloadReopenings: [(say("Rouvrir les dossiers cochés", en: "Open the ticked files again"), "reopen")]
        default: [(say("Confier les dossiers cochés", en: "Assign the ticked files"), "assign")]
        }
    }

    var body: some Markup {
        switch path {
        case .caseloadAssignments: assigning
        case .caseloadReopenings: reason
        default: Empty()
        }
    }

    private var assigning: some Markup {
        let problem = problems.first { $0.field == "account" }
        return div {
            div(.class(problem == nil ? "field" : "field wrong")) {
                label(say("Confier à", en: "Assign to"), .for("f-account"))
                if let problem { p(say(problem.text), .class("error"), .id("f-account-error")) }
                select(.id("f-account"), .name("account"), .aria("describedby", problem == nil ? nil : "f-account-error")) {
                    option(say("Choisir…", en: "Choose…"), .value(""))
                    Each(agents.filter { $0.closedOn == nil }) { option($0.displayName, .value($0.id.description)) }
                }
            }
            div(.class("field choices")) {
                label(.for("f-alone")) {
                    input(.id("f-alone"), .name("alone"), .type(.checkbox), .value("1"), .checked(true))
                    say("Les retirer à ceux qui les suivent aujourd’hui", en: "Take them from those who follow them today")
                }
            }
        }
    }

    private var reason: some Markup {
        let field = CaseReopening.fields.first { $0.name == "reason" }!
        return div(.class("field")) {
            label(say(field.label), .for("f-reason"))
            textarea("", .id("f-reason"), .name("reason"), .rows(3), .maxlength(field.limit))
        }
    }
}

/// The acts on several case files at once.
enum CaseloadController {
    static let routes: [Route] = [
        .post(.caseloadAssignments, .permission(.caseAssign), assign),
        .post(.lostClosures, .permission(.caseEdit), askLost),
        .get(.lostDecisions, .permission(.caseAssign)) { visit, connection in try LostDecisions.page(visit, connection) },
        .post(.lostDecisions, .permission(.caseAssign), decideLost),
        .post(.caseloadReopenings, .permission(.caseAssign), reopen),
        .get(.caseload, .permission(.caseAssign)) { visit, connection in try Workload.page(visit, connection) },
        .post(.caseloadRenewal, .permission(.caseAssign), renew),
        .get(.supervisionRule, .permission(.supervisionRuleEdit)) { visit, connection in
            let stored = try connection.all(SupervisionRule.self, "ORDER BY id LIMIT 1").first
            return try rule.page(
                visit, connection, stored?.record ?? SupervisionRule(), versions: stored?.versions, to: SitePath.supervisionRule(), back: SitePath.protection())
        },
        .post(.supervisionRule, .permission(.supervisionRuleEdit)) { visit, typed in
            let stored = try await visit.site.store.read { try $0.all(SupervisionRule.self, "ORDER BY id LIMIT 1").first }
            return try await rule.take(
                visit, typed, into: stored?.record ?? SupervisionRule(), isNew: stored == nil, to: SitePath.supervisionRule(), back: SitePath.protection(),
                landing: SitePath.protection(), rule: { rule, _ in try rule.check() })
        },
    ]

    private static let rule = RecordEditing(
        SupervisionRule.self, asked: SupervisionRule.asked, act: .supervisionRuleEdit, title: SupervisionRule.title)

    /// The list that a batch was ticked on, as its query says.
    private static func again(_ visit: Visit) -> @Sendable ([Refusal.Problem]) async throws -> Reply {
        { problems in try await visit.site.store.read { try CasesController.list(visit, $0, problems: problems) } }
    }

    private static let unopened = Phrase("vos clés ne l’ouvrent pas", en: "your keys do not open it")

    private static func isOpened(_ file: CaseFile, _ visit: Visit, _ connection: any Connection) throws -> Bool {
        try !visit.keyring(connection).dataKeys(of: file.id.cast(), connection).isEmpty
    }

    private static func assign(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        guard let account = ID<Account>(typed["account"]) else {
            return try await again(visit)([
                .init("account", Phrase("Choisissez à qui confier les dossiers.", en: "Choose to whom the case files are assigned."))
            ])
        }
        let (alone, today) = (typed.has("alone"), visit.today)
        return try await CaseBatch<CaseFile>(
            act: .caseloadAssign, title: Phrase("Confier des dossiers", en: "Assign case files"), list: CaseloadQuery(visit).address(),
            obstacle: { file, visit, connection in
                guard try isOpened(file, visit, connection) else { return unopened }
                guard let standing = try connection.assignment(of: account, file.id), try !standing.isStale(connection) else { return nil }
                let others = try connection.all(CaseAssignment.self, "WHERE case_file = ? AND account <> ? LIMIT 1", [file.id.value, account.value])
                return alone && !others.isEmpty ? nil : Phrase("cette personne le suit déjà", en: "this person follows it already")
            },
            deed: { file, ring, act in try CaseKeys.handOver(file.id, to: account, alone: alone, by: ring, in: act, on: today) }, again: again(visit)
        ).take(visit, typed)
    }

    private static func askLost(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let (account, today, now) = (try visit.reader().account, visit.today, visit.moment)
        return try await CaseBatch<CaseFile>(
            act: .lostAsk, title: Phrase("Perdues de vue", en: "Lost sight of"), list: CaseloadQuery(visit).address(),
            obstacle: { file, _, connection in
                try LostContact.isLost(file.id, at: now, connection)
                    ? nil : Phrase("quelque chose en a été noté entre-temps", en: "something was noted of it meanwhile")
            },
            deed: { file, _, act in try LostContact.ask(file.id, by: account, in: act, on: today) }, again: again(visit)
        ).take(visit, typed)
    }

    private static func decideLost(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let (reader, today) = (try visit.reader(), visit.today)
        let verdict: ClosureVerdict = typed["do"] == ClosureVerdict.approved.code ? .approved : .returned
        return try await CaseBatch<CaseClosure>(
            act: .lostDecide, title: Phrase("Perdues de vue", en: "Lost sight of"), list: SitePath.lostDecisions(),
            obstacle: { closure, _, _ in
                if closure.verdict != nil || closure.reason != .lost {
                    return Phrase("elle n’attend plus cette décision", en: "it no longer waits for this decision")
                }
                return closure.askedBy == reader.account ? Phrase("vous l’avez demandée vous-même", en: "you asked for it yourself") : nil
            },
            deed: { closure, _, act in
                var decided = closure
                try CaseProgress.decide(&decided, verdict, by: reader, in: act, on: today)
                try act.update(decided)
            },
            again: { problems in try await visit.site.store.read { try LostDecisions.page(visit, $0, problems: problems) } }
        ).take(visit, typed)
    }

    private static func reopen(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let today = visit.today
        var read = CaseReopening()
        var clear: [String: Value] = [:]
        let problems = read.take(typed, asked: ["reason"], sealing: &clear)
        guard problems.isEmpty else { return try await again(visit)(problems) }
        let said = clear
        return try await CaseBatch<CaseFile>(
            act: .caseloadReopen, title: Phrase("Rouvrir des dossiers", en: "Open case files again"), list: CaseloadQuery(visit).address(),
            obstacle: { file, visit, connection in
                guard file.step == .closed else { return Phrase("il n’est pas clos", en: "it is not closed") }
                return try isOpened(file, visit, connection) ? nil : unopened
            },
            deed: { file, ring, act in
                var reopening = CaseReopening()
                (reopening.caseFile, reopening.on) = (file.id, today)
                try reopening.seal(said, under: ring.dataKeys(of: file.id.cast(), act.connection), seen: { _ in .null })
                try act.make(reopening)
                try CaseProgress.reopen(file.id, in: act)
            }, again: again(visit)
        ).take(visit, typed)
    }

    /// Gives an agent of the reader's organisation, whose keys were drawn again, all that was assigned to them.
    private static func renew(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let organization = try visit.reader().organization
        let account = try await visit.site.store.read { connection in
            let profile = try connection.find(AccountProfile.self, visit.id())?.record
            guard let profile, profile.organization == organization else { throw Failure.notFound }
            return profile.id
        }
        let keys = try visit.memberKeys()
        do {
            let outcome = try await visit.perform(.caseloadRenew, typed, in: visit.scope(of: CaseAssignment.self)) { act in
                let ring = try Keyring(keys, act.connection)
                let stale = try Workload.stale(of: account, in: organization, act.connection)
                for assignment in stale.files where try !ring.dataKeys(of: assignment.caseFile!.cast(), act.connection).isEmpty {
                    try CaseKeys.renew(assignment, by: ring, in: act)
                }
                for assignment in stale.referrals where try !ring.dataKeys(of: assignment.referral!.cast(), act.connection).isEmpty {
                    try ReferralKeys.renew(assignment, by: ring, in: act)
                }
            }
            return .done(outcome, at: SitePath.caseload())
        } catch let refusal as Refusal {
            return try await visit.site.store.read { try Workload.page(visit, $0, problems: refusal.problems) }
        }
    }
}
