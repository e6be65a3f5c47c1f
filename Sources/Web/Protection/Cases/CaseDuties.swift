import Access
import Accounts
import HTML
import Journal
import Protection
import Storage

/// What case files ask of the reader today, by number and date: nothing sealed is opened for it.
struct CaseDuties: Component {
    private struct Duty: Sendable {
        let due: Day?
        let text: String
        let address: Address
    }

    private let visit: Visit
    private let duties: [Duty]
    private let waiting: Int

    init(_ visit: Visit, _ connection: any Connection) throws {
        self.visit = visit
        guard visit.may(.caseShow), let account = visit.session?.reader.account else {
            (duties, waiting) = ([], 0)
            return
        }
        let say = visit.say
        var duties: [Duty] = try visit.all(
            CaseFile.self, where: "step = ? AND \(CaseloadQuery.following)", [CaseStep.identified.value, account.value], then: "ORDER BY assess_by, id LIMIT 20", connection
        ).map { Duty(due: $0.assessBy, text: say("Évaluer le dossier \($0.number)", en: "Assess case file \($0.number)"), address: SitePath.caseFile($0.id)) }
        let actions = try visit.all(
            PlanAction.self, where: "responsible = ? AND done_on IS NULL AND due IS NOT NULL AND due <= ?",
            [account.value, visit.today.advanced(by: 7).value], then: "ORDER BY due, id LIMIT 20", connection)
        let numbers = try Names(visit, connection, ids: actions.map { $0.caseFile?.cast() })
        duties += actions.compactMap { action in
            action.caseFile.map { id in
                Duty(due: action.due, text: say("Action du plan, dossier \(numbers[id])", en: "Action of the plan, case file \(numbers[id])"), address: SitePath.caseFile(id))
            }
        }
        // Of someone without a file any of them answers; of a file, who follows it; and their supervisor sees them all.
        let isMine = visit.may(.caseAssign) ? "1 = 1" : "(case_file IS NULL OR case_file IN (SELECT case_file FROM case_assignment WHERE account = ?))"
        let requests = try visit.all(
            DataRequest.self, where: "answered_on IS NULL AND \(isMine)", visit.may(.caseAssign) ? [] : [account.value], then: "ORDER BY due_on, id LIMIT 20", connection)
        duties += requests.map { request in
            Duty(
                due: request.dueOn, text: say("Demande sur les données \(request.number) : \(say(request.asks.label).lowercased())", en: "Request about data \(request.number): \(say(request.asks.label).lowercased())"),
                address: SitePath.dataRequest(request.id))
        }
        if visit.may(.caseAssign) {
            let closures = try visit.all(
                CaseClosure.self, where: "verdict IS NULL AND asked_by <> ?", [account.value], then: "ORDER BY asked_on, id LIMIT 20", connection)
            let numbers = try Names(visit, connection, ids: closures.map { $0.caseFile?.cast() })
            duties += closures.map { closure in
                Duty(
                    due: closure.askedOn, text: say("Clôture à décider, dossier \(numbers[closure.caseFile])", en: "Closure to decide, case file \(numbers[closure.caseFile])"),
                    address: SitePath.closureDecision(closure.id))
            }
        }
        self.duties = duties.sorted { ($0.due ?? visit.today) < ($1.due ?? visit.today) }
        let own = visit.own(CaseFile.self) ?? ("1 = 0", [])
        waiting = try connection.first(
            "SELECT COUNT(*) FROM case_file WHERE \(own.sql) AND step <> ? AND NOT \(CaseloadQuery.followed)", own.values + [CaseStep.closed.value]
        ) { Int(try $0.integer(0)) } ?? 0
    }

    var isEmpty: Bool { duties.isEmpty && waiting == 0 }
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
            if waiting > 0 {
                p {
                    a(
                        waiting == 1
                            ? say("Un dossier attend d’être pris en charge", en: "One case file waits to be taken on")
                            : say("\(waiting) dossiers attendent d’être pris en charge", en: "\(waiting) case files wait to be taken on"),
                        .href(SitePath.cases().query("part", "waiting")))
                }
            }
        }
    }
}
