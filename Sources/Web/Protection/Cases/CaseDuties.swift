import Access
import Accounts
import HTML
import Journal
import Protection
import Storage

/// What case files ask of the reader today, by number and date: nothing sealed is opened for it.
struct CaseDuties: Duties {
    private struct Duty: Sendable {
        let due: Day?
        let text: String
        let address: Address
    }

    private let visit: Visit
    private let duties: [Duty]
    /// What several files ask together: how many, and where they stand.
    private let together: [(text: String, address: Address)]

    static let nouns = (one: Phrase("tâche d’un dossier", en: "task of a case file"), many: Phrase("tâches de dossiers", en: "tasks of case files"))

    init(_ visit: Visit, _ connection: any Connection) throws {
        self.visit = visit
        guard visit.may(.caseShow), let account = visit.session?.reader.account else {
            (duties, together) = ([], [])
            return
        }
        let say = visit.say
        var duties: [Duty] = try visit.all(
            CaseFile.self, where: "step = ? AND \(CaseloadQuery.following)", [CaseStep.identified.value, account.value],
            then: "ORDER BY assess_by, id LIMIT 20", connection
        ).map { Duty(due: $0.assessBy, text: say("Évaluer le dossier \($0.number)", en: "Assess case file \($0.number)"), address: SitePath.caseFile($0.id)) }
        let actions = try visit.all(
            PlanAction.self, where: "responsible = ? AND done_on IS NULL AND due IS NOT NULL AND due <= ?",
            [account.value, visit.today.advanced(by: 7).value], then: "ORDER BY due, id LIMIT 20", connection)
        let numbers = try Names(visit, connection, ids: actions.map { $0.caseFile?.cast() })
        duties += actions.compactMap { action in
            action.caseFile.map { id in
                Duty(
                    due: action.due, text: say("Action du plan, dossier \(numbers[id])", en: "Action of the plan, case file \(numbers[id])"),
                    address: SitePath.caseFile(id))
            }
        }
        // Of someone without a file any of them answers; of a file, who follows it; and their supervisor sees them all.
        let isMine = visit.may(.caseAssign) ? "1 = 1" : "(case_file IS NULL OR case_file IN (SELECT case_file FROM case_assignment WHERE account = ?))"
        let requests = try visit.all(
            DataRequest.self, where: "answered_on IS NULL AND \(isMine)", visit.may(.caseAssign) ? [] : [account.value], then: "ORDER BY due_on, id LIMIT 20",
            connection)
        duties += requests.map { request in
            Duty(
                due: request.dueOn,
                text: say(
                    "Demande sur les données \(request.number) : \(say(request.asks.label).lowercased())",
                    en: "Request about data \(request.number): \(say(request.asks.label).lowercased())"),
                address: SitePath.dataRequest(request.id))
        }
        let toErase = CaseReferral.toBeErased(by: try visit.reader().organization)
        duties += try visit.all(CaseFile.self, where: toErase.sql, toErase.values, then: "ORDER BY id LIMIT 20", connection).map { file in
            Duty(
                due: nil,
                text: say(
                    "Dossier \(file.number) : à effacer, ou à garder avec un nouvel accord",
                    en: "Case file \(file.number): to be erased, or kept with a new agreement"),
                address: SitePath.caseFile(file.id))
        }
        // A closure that came back lately, until it is asked for again.
        let returned = try visit.all(
            CaseClosure.self,
            where: """
                verdict = ? AND asked_by = ? AND decided_on >= ? AND NOT EXISTS (SELECT 1 FROM case_closure AS later \
                WHERE later.case_file = case_closure.case_file AND later.made > case_closure.made)
                """,
            [ClosureVerdict.returned.value, account.value, visit.today.advanced(by: -30).value], then: "ORDER BY decided_on, id LIMIT 20", connection)
        let theirs = try Names(visit, connection, ids: returned.map { $0.caseFile?.cast() })
        duties += returned.compactMap { closure in
            closure.caseFile.map { id in
                Duty(
                    due: nil,
                    text: say("Clôture renvoyée avec une remarque, dossier \(theirs[id])", en: "Closure returned with a remark, case file \(theirs[id])"),
                    address: SitePath.caseFile(id))
            }
        }
        if visit.may(.caseAssign) {
            let closures = try visit.all(
                CaseClosure.self, where: "verdict IS NULL AND asked_by <> ? AND reason <> ?", [account.value, ClosureReason.lost.value],
                then: "ORDER BY asked_on, id LIMIT 20", connection)
            let numbers = try Names(visit, connection, ids: closures.map { $0.caseFile?.cast() })
            duties += closures.map { closure in
                Duty(
                    due: closure.askedOn,
                    text: say("Clôture à décider, dossier \(numbers[closure.caseFile])", en: "Closure to decide, case file \(numbers[closure.caseFile])"),
                    address: SitePath.closureDecision(closure.id))
            }
        }
        self.duties = duties.sorted { ($0.due ?? visit.today) < ($1.due ?? visit.today) }
        together = try Self.together(visit, account, connection)
    }

    private static func together(_ visit: Visit, _ account: ID<Account>, _ connection: any Connection) throws -> [(String, Address)] {
        let say = visit.say
        var all: [(String, Address)] = []
        func add(_ count: Int, _ one: String, _ many: String, _ address: Address) {
            if count > 0 { all.append((count == 1 ? one : many, address)) }
        }
        let waiting = try visit.count(of: CaseFile.self, where: "case_file.closed = ? AND NOT \(CaseloadQuery.followed)", [false.value], connection)
        add(
            waiting, say("Un dossier attend d’être pris en charge", en: "One case file waits to be taken on"),
            say("\(waiting) dossiers attendent d’être pris en charge", en: "\(waiting) case files wait to be taken on"),
            SitePath.cases().query("part", "waiting"))
        guard visit.may(.caseAssign) else { return all }
        let lost = try visit.count(
            of: CaseClosure.self, where: "verdict IS NULL AND asked_by <> ? AND reason = ?", [account.value, ClosureReason.lost.value], connection)
        add(
            lost, say("Une personne perdue de vue : clôture à décider", en: "One person lost sight of: closure to decide"),
            say("\(lost) personnes perdues de vue : clôtures à décider", en: "\(lost) people lost sight of: closures to decide"),
            SitePath.lostDecisions())
        let stale = try Workload.stale(visit, connection)
        add(
            stale,
            say(
                "Un dossier est à rendre à son agent, dont les clés sont nouvelles", en: "One case file is to be given back to its officer, whose keys are new"),
            say(
                "\(stale) dossiers sont à rendre à leurs agents, dont les clés sont nouvelles",
                en: "\(stale) case files are to be given back to their officers, whose keys are new"),
            SitePath.caseload())
        let drawn = try ClosureSampleList.waiting(visit, connection)
        add(
            drawn, say("Une clôture tirée au sort est à relire", en: "One closure drawn by lot is to be read again"),
            say("\(drawn) clôtures tirées au sort sont à relire", en: "\(drawn) closures drawn by lot are to be read again"),
            SitePath.closureSample())
        return all
    }

    /// How many lines there are to see to.
    var count: Int { duties.count + together.count }
    var late: Int { duties.count { duty in duty.due.map { $0 < visit.today } ?? false } }

    var body: some Markup {
        let say = visit.say
        if !isEmpty {
            h2(say("Dossiers", en: "Case files"))
            ul(.class("todo")) {
                Each(duties) { duty in
                    let isLate = duty.due.map { $0 < visit.today } ?? false
                    li(.class(isLate ? "late" : nil)) {
                        if let due = duty.due { HTML.time(Dates.short(due, visit.language), .datetime(due.description)) }
                        div { a(duty.text, .href(duty.address)) }
                        if isLate, let due = duty.due { span(Dates.distance(to: due, from: visit.today, say), .class("tag late")) }
                    }
                }
            }
            Each(together) { item in p { a(item.text, .href(item.address)) } }
        }
    }
}
