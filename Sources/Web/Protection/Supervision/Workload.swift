import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import Protection
import Storage
import Vault

/// How much each officer follows, for their supervisor: what is late, and what their new keys do not open any more.
struct Workload: Component {
    private struct Line: Sendable {
        let agent: AccountProfile
        let files: Int
        let late: Int
        let stale: Int
    }

    private let visit: Visit
    private let lines: [Line]
    private let problems: [Refusal.Problem]

    /// Who may follow case files in the reader's organisation, and whoever does still.
    static func accounts(_ visit: Visit, _ connection: any Connection) throws -> [AccountProfile] {
        let organization = try visit.reader().organization
        return try connection.all(
            AccountProfile.self,
            """
            WHERE organization = ? AND ((closed_on IS NULL AND id IN (SELECT account FROM role_assignment WHERE role IN ('caseworker', 'supervisor'))) \
            OR EXISTS (SELECT 1 FROM case_assignment WHERE case_assignment.account = account.id)) ORDER BY sort, id LIMIT 500
            """, [organization.value]
        ).map(\.record)
    }

    /// How many files of the reader's organisation are to be given back, in all: of the few whose keys were drawn again.
    static func stale(_ visit: Visit, _ connection: any Connection) throws -> Int {
        let organization = try visit.reader().organization
        return try connection.first(
            """
            SELECT COUNT(*) FROM case_assignment WHERE account IN (SELECT account.id FROM account JOIN member_key ON member_key.account = account.id \
            WHERE account.organization = ? AND closed_on IS NULL AND generation > 1) AND organization = ? \
            AND key_generation <> (SELECT MAX(generation) FROM member_key WHERE member_key.account = case_assignment.account)
            """, [organization.value, organization.value]
        ) { Int(try $0.integer(0)) } ?? 0
    }

    /// What was wrapped for keys that someone no longer has; nothing where they have none at all.
    static func stale(
        of account: ID<Account>, in organization: ID<Organization>, _ connection: any Connection
    ) throws -> (files: [CaseAssignment], referrals: [ReferralAssignment]) {
        guard let generation = try connection.memberKey(of: account)?.generation else { return ([], []) }
        let (condition, values): (String, [Value]) = (
            "WHERE account = ? AND organization = ? AND key_generation <> ? ORDER BY id", [account.value, organization.value, Int(generation).value]
        )
        return (
            try connection.all(CaseAssignment.self, condition, values).map(\.record),
            try connection.all(ReferralAssignment.self, condition, values).map(\.record)
        )
    }

    static func page(_ visit: Visit, _ connection: any Connection, problems: [Refusal.Problem] = []) throws -> Reply {
        let organization = try visit.reader().organization
        let lines = try accounts(visit, connection).map { agent in
            let own: [Value] = [agent.id.value, organization.value, false.value]
            let of =
                "FROM case_assignment JOIN case_file ON case_file.id = case_assignment.case_file WHERE account = ? AND case_assignment.organization = ? AND case_file.closed = ?"
            let count = { (more: String, values: [Value]) in try connection.first("SELECT COUNT(*) \(of)\(more)", own + values) { Int(try $0.integer(0)) } ?? 0
            }
            let stale = agent.closedOn == nil ? try stale(of: agent.id, in: organization, connection) : (files: [], referrals: [])
            return Line(
                agent: agent, files: try count("", []), late: try count(" AND step = ? AND assess_by < ?", [CaseStep.identified.value, visit.today.value]),
                stale: stale.files.count + stale.referrals.count)
        }
        let view = Workload(visit: visit, lines: lines, problems: problems)
        return visit.page(
            visit.say("Charge des agents", en: "Workload of officers"),
            lede: visit.say("Dossiers ouverts que chacun suit.", en: "Open case files that each one follows."),
            trail: Registers.trail(visit, of: .cases), status: problems.isEmpty ? .ok : .unprocessableContent
        ) { view }
    }

    private var say: Say { visit.say }
    private var heads: [String] {
        [
            say("Agent", en: "Officer"), say("Dossiers", en: "Case files"), say("Évaluations en retard", en: "Late assessments"),
            say("À lui rendre", en: "To be given back"),
        ]
    }

    var body: some Markup {
        ErrorSummary(say: say, problems: problems)
        table(.class("list")) {
            caption(say("Charge des agents", en: "Workload of officers"), .class("visually-hidden"))
            thead {
                tr { Each(Array(heads.enumerated())) { head in th(head.element, .scope(.col), .class(head.offset == 1 || head.offset == 2 ? "number" : nil)) } }
            }
            tbody { Each(lines) { line($0) } }
        }
        if lines.contains(where: { $0.stale > 0 }) {
            p(
                say(
                    "Après une réinitialisation, les clés d’un agent n’ouvrent plus ses dossiers ni ses référencements : rendez-les-lui d’ici.",
                    en: "After a reset, an officer’s keys open neither their case files nor their referrals any more: give them back from here."),
                .class("soft"))
        }
    }

    private func line(_ line: Line) -> some Markup {
        tr {
            td {
                a(line.agent.displayName, .href(SitePath.cases().query("part", "all").query("agent", line.agent.id.description)))
                if line.agent.closedOn != nil { span(say("compte fermé", en: "account closed"), .class("tag late")) }
            }
            td("\(line.files)", .class("number"), .data("label", heads[1]))
            td(.class("number"), .data("label", heads[2])) { if line.late > 0 { span("\(line.late)", .class("tag late")) } else { "0" } }
            td(.data("label", heads[3])) {
                if line.stale > 0 {
                    ActButton(
                        visit: visit, action: SitePath.caseloadRenewal(line.agent.id), label: say("Rendre (\(line.stale))", en: "Give back (\(line.stale))"),
                        about: line.agent.displayName, style: "secondary")
                }
            }
        }
    }
}

/// Files lost sight of whose closure waits: decided together, by someone else than who asked.
struct LostDecisions: Component {
    private let visit: Visit
    private let closures: [CaseClosure]
    private let names: Names
    private let problems: [Refusal.Problem]

    static func page(_ visit: Visit, _ connection: any Connection, problems: [Refusal.Problem] = []) throws -> Reply {
        let closures = try visit.all(
            CaseClosure.self, where: "verdict IS NULL AND reason = ?", [ClosureReason.lost.value], then: "ORDER BY asked_on, id LIMIT 200", connection)
        let names = try Names(visit, connection, ids: closures.flatMap { [$0.caseFile?.cast(), $0.askedBy?.cast()] })
        let view = LostDecisions(visit: visit, closures: closures, names: names, problems: problems)
        return visit.page(
            visit.say("Perdues de vue à décider", en: "Lost sight of, to be decided"), trail: Registers.trail(visit, of: .cases),
            status: problems.isEmpty ? .ok : .unprocessableContent
        ) { view }
    }

    private var say: Say { visit.say }
    private func isOwn(_ closure: CaseClosure) -> Bool { closure.askedBy == visit.session?.reader.account }

    var body: some Markup {
        ErrorSummary(say: say, problems: problems)
        if closures.isEmpty {
            div(.class("empty")) { p(say("Aucune clôture de ce motif n’attend de décision.", en: "No closure for this reason waits for a decision.")) }
        } else {
            BatchForm(
                visit: visit, action: SitePath.lostDecisions(), all: SitePath.lostDecisions().query("all", "1"),
                buttons: [
                    (say("Clore les dossiers cochés", en: "Close the ticked files"), ClosureVerdict.approved.code),
                    (say("Renvoyer", en: "Return"), ClosureVerdict.returned.code),
                ], rows: table, fields: Empty())
        }
    }

    private var heads: [String] { [say("Dossier", en: "Case file"), say("Demandée par", en: "Asked by"), say("Le", en: "On")] }

    private var table: some Markup {
        HTML.table(.class("list")) {
            caption(say("Clôtures à décider", en: "Closures to decide"), .class("visually-hidden"))
            thead { tr { Each(heads) { th($0, .scope(.col)) } } }
            tbody {
                Each(closures) { closure in
                    tr {
                        td {
                            if !isOwn(closure) {
                                BatchBox(visit: visit, id: closure.id.cast(), number: names[closure.caseFile], isTicked: visit.query["all"] == "1")
                            }
                            a(names[closure.caseFile], .href(closure.caseFile.map { SitePath.caseFile($0) } ?? SitePath.cases()))
                        }
                        td(
                            isOwn(closure) ? say("vous : une autre personne décide", en: "you: someone else decides") : names[closure.askedBy],
                            .data("label", heads[1]))
                        td(closure.askedOn.map { Dates.short($0, visit.language) } ?? "", .data("label", heads[2]))
                    }
                }
            }
        }
    }
}
