import Access
import Accounts
import HTML
import Journal
import Protection
import Storage

/// One row of a caseload: a name where the reader's keys open it, and what stands in clear.
struct CaseloadRow: Sendable {
    let file: CaseFile
    let name: String?
    let head: CasePerson?
    let isOpened: Bool
}

/// Which case files a list shows: the reader's own, those that wait at the intake, those of an agent; narrowed by step and risk.
struct CaseloadQuery: Sendable {
    let part: String
    let step: CaseStep?
    let risk: RiskLevel?
    let agent: ID<Account>?
    let page: Int

    init(_ visit: Visit) {
        part =
            ["mine", "waiting", "all", "silent", "closed", "due"].contains(visit.query["part"])
            ? visit.query["part"]! : (visit.may(.caseAssign) ? "all" : "mine")
        step = visit.query["step"].map { CaseStep(code: $0) }.flatMap { $0.isKnown ? $0 : nil }
        risk = visit.query["risk"].map { RiskLevel(code: $0) }.flatMap { $0.isKnown ? $0 : nil }
        agent = visit.query["agent"].flatMap { ID<Account>($0) }
        page = max(1, min(2_000, Int(visit.query["page"] ?? "") ?? 1))
    }

    static let following = "EXISTS (SELECT 1 FROM case_assignment WHERE case_assignment.case_file = case_file.id AND account = ?)"
    /// By someone who can: a closed account follows nothing any more.
    static let followed = """
        EXISTS (SELECT 1 FROM case_assignment JOIN account ON account.id = case_assignment.account \
        WHERE case_assignment.case_file = case_file.id AND account.closed_on IS NULL)
        """

    private func condition(_ visit: Visit, _ connection: any Connection) throws -> (sql: String, values: [Value]) {
        var parts: [(String, [Value])] = [("case_file.closed = ?", [(part == "closed" || part == "due").value])]
        if part == "due" {
            // Kept as long as the rule says, and longer only where a closure is younger.
            let day = try RetentionRule.standing(connection).closedBy(on: visit.today)
            parts.append(
                (
                    "NOT EXISTS (SELECT 1 FROM case_closure WHERE case_closure.case_file = case_file.id AND verdict = ? AND decided_on > ?)",
                    [ClosureVerdict.approved.value, day.value]
                ))
        }
        if part == "silent" {
            let lost = try LostContact.condition(SupervisionRule.standing(connection), at: visit.moment)
            parts.append((lost.sql, lost.values))
        }
        if part == "mine" { parts.append((Self.following, [try visit.reader().account.value])) }
        if part == "waiting" { parts.append(("NOT \(Self.followed)", [])) }
        if let step { parts.append(("step = ?", [step.value])) }
        if let risk { parts.append(("risk = ?", [risk.value])) }
        if let agent, visit.may(.caseAssign) { parts.append((Self.following, [agent.value])) }
        return (parts.map(\.0).joined(separator: " AND "), parts.flatMap(\.1))
    }

    /// What is due first stands first.
    func files(_ visit: Visit, _ connection: any Connection, limit: Int) throws -> [CaseFile] {
        let (sql, values) = try condition(visit, connection)
        return try visit.all(
            CaseFile.self, where: sql, values + [limit.value, ((page - 1) * (limit - 1)).value], then: "ORDER BY assess_by, id LIMIT ? OFFSET ?", connection)
    }

    func followers(of files: [ID<CaseFile>], _ connection: any Connection) throws -> [ID<CaseFile>: [ID<Account>]] {
        var found: [ID<CaseFile>: [ID<Account>]] = [:]
        try connection.batch(files.map(\.value), "SELECT case_file, account FROM case_assignment WHERE case_file IN") { row in
            found[try ID(value: .bytes(row.bytes(0))), default: []].append(try ID(value: .bytes(row.bytes(1))))
        }
        return found
    }

    func lede(_ visit: Visit, _ connection: any Connection) throws -> String? {
        let own = visit.own(CaseFile.self) ?? ("1 = 0", [])
        let late =
            try connection.first(
                "SELECT COUNT(*) FROM case_file WHERE \(own.sql) AND step = ? AND assess_by < ?", own.values + [CaseStep.identified.value, visit.today.value]
            ) { Int(try $0.integer(0)) } ?? 0
        guard late > 0 else { return nil }
        return late == 1
            ? visit.say("Une évaluation est en retard.", en: "One assessment is late.")
            : visit.say("\(late) évaluations sont en retard.", en: "\(late) assessments are late.")
    }

    func address(_ path: SitePath = .cases, part: String? = nil, page: Int? = nil) -> Address {
        var address = path().query("part", part ?? self.part)
        if part == nil {
            if let step { address = address.query("step", step.code) }
            if let risk { address = address.query("risk", risk.code) }
            if let agent { address = address.query("agent", agent.description) }
        }
        return page.map { address.query("page", "\($0)") } ?? address
    }
}

/// The caseload on the page.
struct CaseloadView: Component {
    let visit: Visit
    let query: CaseloadQuery
    let rows: [CaseloadRow]
    let followers: [ID<CaseFile>: [ID<Account>]]
    let names: Names
    let hasMore: Bool
    let isReady: Bool
    let owed: Int
    /// Whom a file can be entrusted to, and who follows some.
    let agents: [AccountProfile]
    let problems: [Refusal.Problem]

    private var say: Say { visit.say }

    /// What can be done with several of them at once.
    private var batch: CaseloadBatch? { CaseloadBatch(visit: visit, query: query, agents: agents, problems: problems) }

    private var parts: [(code: String, label: String)] {
        (visit.may(.caseAssign) ? [("all", say("Tous", en: "All"))] : []) + [
            ("mine", say("Les miens", en: "Mine")), ("waiting", say("À prendre", en: "To be taken")),
            ("silent", say("Sans nouvelles", en: "Without news")), ("closed", say("Clos", en: "Closed")),
        ] + (visit.may(.caseAssign) ? [("due", say("À effacer", en: "To be erased"))] : [])
    }

    var body: some Markup {
        ErrorSummary(say: say, problems: problems)
        if isReady {
            div(.class("actions")) {
                a(say("Premier contact", en: "First contact"), .class("primary"), .href(SitePath.caseNew()))
            }
        } else {
            div(.class("note")) {
                p(
                    say(
                        "Aucun dossier ne peut encore être ouvert : les clés de votre organisation ne sont pas prêtes.",
                        en: "No case file can be opened yet: the keys of your organisation are not ready."))
                p { a(say("Voir les clés des dossiers", en: "See the keys of case files"), .href(SitePath.circles())) }
            }
        }
        CaseSearchForm(visit: visit)
        ReindexingNote(visit: visit, owed: owed)
        nav(.class("row-actions"), .aria("label", say("Quels dossiers", en: "Which case files"))) {
            Each(parts) { part in
                a(part.label, .href(query.address(part: part.code)), .aria("current", part.code == query.part ? "page" : nil))
            }
        }
        if visit.may(.caseAssign) {
            p(.class("row-actions no-print")) {
                a(say("Charge des agents", en: "Workload of officers"), .href(SitePath.caseload()))
                a(say("Perdues de vue à décider", en: "Lost sight of, to be decided"), .href(SitePath.lostDecisions()))
            }
        }
        narrowing
        if let text = batch?.about { p(text) }
        if rows.isEmpty {
            div(.class("empty")) { p(emptiness) }
        } else {
            if let batch {
                BatchForm(
                    visit: visit, action: query.address(batch.path, page: query.page), all: query.address(page: query.page).query("all", "1"),
                    buttons: batch.buttons, isSecondary: true, rows: table, fields: batch)
            } else {
                table
            }
            pager
        }
    }

    private var emptiness: String {
        switch query.part {
        case "waiting": say("Rien n’attend à l’accueil.", en: "Nothing waits at the intake.")
        case "silent": say("Aucun dossier n’est resté si longtemps sans nouvelles.", en: "No case file has been without news for so long.")
        case "due": say("Aucun dossier clos n’a dépassé le temps de conservation.", en: "No closed case file is past its time of retention.")
        case "closed": say("Aucun dossier n’est clos.", en: "No case file is closed.")
        default:
            say(
                "Aucun dossier ici. Un premier contact en ouvre un, si la personne le veut bien.",
                en: "No case file here. A first contact opens one, if the person agrees.")
        }
    }

    private var narrowing: some Markup {
        form(.method(.get), .action(SitePath.cases()), .class("filters")) {
            input(.type(.hidden), .name("part"), .value(query.part))
            details(.open(query.step != nil || query.risk != nil || query.agent != nil)) {
                summary(say("Filtrer", en: "Filter"))
                div {
                    choice("step", say("Étape", en: "Step"), CaseStep.list.map { ($0.0.code, say($0.1)) }, query.step?.code)
                    choice("risk", say("Risque", en: "Risk"), RiskLevel.list.map { ($0.0.code, say($0.1)) }, query.risk?.code)
                    if visit.may(.caseAssign) {
                        choice("agent", say("Suivi par", en: "Followed by"), agents.map { ($0.id.description, $0.displayName) }, query.agent?.description)
                    }
                    button(say("Afficher", en: "Show"), .type(.submit))
                }
            }
        }
    }

    private func choice(_ name: String, _ text: String, _ list: [(code: String, label: String)], _ chosen: String?) -> some Markup {
        div(.class("field")) {
            label(text, .for("f-\(name)"))
            select(.id("f-\(name)"), .name(name)) {
                option(say("Tout", en: "All"), .value(""))
                Each(list) { option($0.label, .value($0.code), .selected($0.code == chosen)) }
            }
        }
    }

    private var table: some Markup {
        HTML.table(.class("list")) {
            caption(say("Dossiers", en: "Case files"), .class("visually-hidden"))
            thead {
                tr {
                    Each(heads) { th($0, .scope(.col)) }
                }
            }
            tbody { Each(rows) { row($0) } }
        }
    }

    private var heads: [String] {
        [
            say("Dossier", en: "Case file"), say("Étape", en: "Step"), say("Risque", en: "Risk"), say("Personne", en: "Person"), say("Échéance", en: "Due"),
            say("Suivi par", en: "Followed by"),
        ]
    }

    private func row(_ row: CaseloadRow) -> some Markup {
        let file = row.file
        let isLate = file.isLate(on: visit.today)
        return tr {
            td {
                if batch != nil { BatchBox(visit: visit, id: file.id.cast(), number: file.number, isTicked: visit.query["all"] == "1") }
                a(row.name ?? file.number, .href(SitePath.caseFile(file.id)))
                if row.name != nil { span(" \(file.number)", .class("soft")) }
            }
            td(say(file.step.label), .data("label", heads[1]))
            td(.data("label", heads[2])) { if let risk = file.risk { span(say(risk.label), .class("tag \(risk.style)")) } }
            td(
                [row.head?.sex.map { say($0.label) }, row.head?.ageBand.map { say($0.label) }].compactMap { $0 }.joined(separator: ", "),
                .data("label", heads[3]))
            td(.data("label", heads[4])) {
                if file.step == .identified, let due = file.assessBy {
                    HTML.time(Dates.short(due, visit.language), .datetime(due.description))
                    if isLate { span(Dates.distance(to: due, from: visit.today, say), .class("tag late")) }
                }
            }
            td((followers[file.id] ?? []).map { names[$0] }.joined(separator: ", "), .data("label", heads[5]))
        }
    }

    @MarkupBuilder private var pager: some Markup {
        if query.page > 1 || hasMore {
            nav(.class("pager"), .aria("label", say("Pages de la liste", en: "Pages of the list"))) {
                if query.page > 1 { a(say("Page précédente", en: "Previous page"), .rel("prev"), .href(query.address(page: query.page - 1))) }
                if hasMore { a(say("Page suivante", en: "Next page"), .rel("next"), .href(query.address(page: query.page + 1))) }
            }
        }
    }
}

extension CaseFile {
    /// Whether its assessment should have been made before that day.
    func isLate(on day: Day) -> Bool { step == .identified && (assessBy.map { $0 < day } ?? false) }
}

extension RiskLevel {
    var style: String {
        switch self {
        case .emergency, .high: "late"
        case .medium: "waiting"
        default: "plain"
        }
    }
}
