import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import Protection
import Storage
import Vault

/// Requests of those whose data are kept: to see them, have them corrected or erased; on a case file, or by someone who has none.
enum DataRequestsController {
    static let routes: [Route] =
        [
            .get(.dataRequests, .permission(.dataRequestEdit), list),
            .get(.dataRequest, .permission(.dataRequestEdit), show),
            .get(.dataRequestNew, .permission(.dataRequestEdit)) { visit, connection in try page(visit, connection, of: nil) },
            .post(.dataRequestNew, .permission(.dataRequestEdit)) { visit, typed in try await take(visit, typed, of: nil) },
            .get(.caseDataRequestNew, .permission(.dataRequestEdit)) { visit, connection in
                try page(visit, connection, of: visit.find(CaseFile.self, connection).record)
            },
            .post(.caseDataRequestNew, .permission(.dataRequestEdit)) { visit, typed in
                try await take(visit, typed, of: visit.site.store.read { try visit.find(CaseFile.self, $0).record })
            },
            .get(.dataRequestAnswer, .permission(.dataRequestEdit)) { visit, connection in
                var stored = try visit.find(DataRequest.self, connection)
                if stored.record.answeredOn == nil { stored.record.answeredOn = visit.today }
                return try answering.page(
                    visit, connection, stored.record, versions: stored.versions, to: SitePath.dataRequestAnswer(stored.id),
                    back: SitePath.dataRequest(stored.id),
                    trail: trail(visit, stored.record))
            },
            .post(.dataRequestAnswer, .permission(.dataRequestEdit)) { visit, typed in
                let stored = try await visit.site.store.read { try visit.find(DataRequest.self, $0) }
                let today = visit.today
                return try await answering.take(
                    visit, typed, into: stored.record, isNew: false, to: SitePath.dataRequestAnswer(stored.id), back: SitePath.dataRequest(stored.id),
                    landing: SitePath.dataRequest(stored.id), trail: trail(visit, stored.record), rule: { request, _ in try request.checkAnswer(today: today) })
            },
        ] + rule

    private static let answering = RecordEditing(
        DataRequest.self, asked: DataRequest.answering, act: .dataRequestAnswer, title: Phrase("Noter la réponse", en: "Note the answer"),
        required: Set(DataRequest.answering))

    private static func trail(_ visit: Visit, _ request: DataRequest? = nil) -> [(String, Address)] {
        Registers.trail(visit, of: .dataRequests) + (request.map { [($0.number, SitePath.dataRequest($0.id))] } ?? [])
    }

    // MARK: Taking one

    private static func asked(_ file: CaseFile?) -> [String] { (file == nil ? ["who"] : []) + ["asks", "words", "received_on"] }

    private static func page(
        _ visit: Visit, _ connection: any Connection, of file: CaseFile?, typed: Typed? = nil, problems: [Refusal.Problem] = []
    ) throws -> Reply {
        var blank = DataRequest()
        blank.receivedOn = visit.today
        let sheet = FormSheet(blank, asked: asked(file), typed: typed, problems: problems, choices: .none, required: ["who"])
        let form = FormView(
            visit: visit, sheet: sheet, action: file.map { SitePath.caseDataRequestNew($0.id) } ?? SitePath.dataRequestNew(),
            button: visit.say("Noter la demande", en: "Note the request"),
            cancel: file.map { SitePath.caseFile($0.id) } ?? SitePath.dataRequests())
        let days = try DataRequestRule.standing(connection).days
        return visit.page(
            visit.say("Noter une demande sur les données", en: "Note a request about data"),
            lede: visit.say("La personne reçoit une réponse dans les \(days) jours.", en: "The person is answered within \(days) days."),
            trail: file.map { visit.trail(to: $0) } ?? trail(visit),
            status: problems.isEmpty ? .ok : .unprocessableContent
        ) {
            if file == nil { p(say(visit), .class("note")) }
            form
        }
    }

    private static func say(_ visit: Visit) -> String {
        visit.say(
            "Pour qui n’a pas de dossier, ou dont on ne sait pas s’il en a un. Sinon, notez-la depuis le dossier.",
            en: "For someone who has no case file, or of whom it is not known. Otherwise note it from the case file.")
    }

    private static func take(_ visit: Visit, _ typed: Typed, of file: CaseFile?) async throws -> Reply {
        var request = DataRequest()
        (request.id, request.caseFile) = (typed.token.cast(), file?.id)
        var clear: [String: Value] = [:]
        let problems = request.take(typed, asked: Set(asked(file)), sealing: &clear)
        let again = { (problems: [Refusal.Problem]) in try await visit.site.store.read { try page(visit, $0, of: file, typed: typed, problems: problems) } }
        guard problems.isEmpty else { return try await again(problems) }
        let (made, said, organization, today) = (request, clear, try visit.reader().organization, visit.today)
        do {
            let outcome = try await visit.perform(.dataRequestTake, typed, in: visit.scope(of: DataRequest.self)) { act in
                try made.take(said, by: visit.keyring(act.connection), of: organization, in: act, on: today)
            }
            return .done(outcome, at: SitePath.dataRequest(made.id))
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }

    // MARK: One request

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let stored = try visit.find(DataRequest.self, connection)
        guard let opened = try visit.keyring(connection).open(stored.record, connection) else { throw Refusal.fileNotOpened }
        let (request, say) = (stored.record, visit.say)
        let number = try request.caseFile.flatMap { try connection.find(CaseFile.self, $0)?.record.number }
        let history = try HistoryView(DataRequest.self, request.id, visit, connection)
        let page = visit.render(
            say(request.asks.label), tab: say("Demande \(request.number)", en: "Request \(request.number)"),
            lede: say("Demande \(request.number)", en: "Request \(request.number)"),
            trail: trail(visit)
        ) {
            if request.answeredOn == nil {
                div(.class("actions")) {
                    if let step = step(request, visit) { a(step.label, .class("secondary"), .href(step.address)) }
                    a(say("Noter la réponse", en: "Note the answer"), .class("primary"), .href(SitePath.dataRequestAnswer(request.id)))
                }
            }
            dl(.class("summary")) {
                if let number, let file = request.caseFile {
                    FactRow(label: say("Dossier", en: "Case file"), text: number, link: (say("Ouvrir", en: "Open"), SitePath.caseFile(file)))
                }
                SummaryLine(say("Qui demande", en: "Who asks"), opened[\.who] ?? "")
                SummaryLine(say("Reçue le", en: "Received on"), request.receivedOn.map { Dates.long($0, visit.language) } ?? "")
                if request.answeredOn == nil { SummaryLine(say("Répondre avant le", en: "To be answered by"), due(request, visit)) }
            }
            if let words = opened[\.words] { div(.class("report")) { Paragraphs(text: words) } }
            if let on = request.answeredOn {
                h2(say("Réponse", en: "Answer"))
                dl(.class("summary")) {
                    SummaryLine(say("Ce qui a été fait", en: "What was done"), request.outcome.map { say($0.label) } ?? "")
                    SummaryLine(say("Répondu le", en: "Answered on"), Dates.long(on, visit.language))
                }
                if let ground = opened[\.ground] { div(.class("report")) { Paragraphs(text: ground) } }
                p(.class("no-print")) { a(say("Corriger la réponse", en: "Correct the answer"), .href(SitePath.dataRequestAnswer(request.id))) }
            }
            history
        }
        return visit.showing(opened, page)
    }

    /// Where what is asked is done; nil where there is no case file to do it in, or it is the supervisor’s to do.
    private static func step(_ request: DataRequest, _ visit: Visit) -> (label: String, address: Address)? {
        guard let file = request.caseFile else { return nil }
        switch request.asks {
        case .access: return (visit.say("Imprimer la copie du dossier", en: "Print the copy of the case file"), SitePath.caseCopy(file))
        case .rectification: return (visit.say("Corriger le dossier", en: "Correct the case file"), SitePath.caseFile(file))
        case .erasure: return visit.may(.caseAssign) ? (visit.say("Effacer le dossier", en: "Erase the case file"), SitePath.caseErasure(file)) : nil
        default: return nil
        }
    }

    static func due(_ request: DataRequest, _ visit: Visit) -> String {
        request.dueOn.map { "\(Dates.short($0, visit.language)) (\(Dates.distance(to: $0, from: visit.today, visit.say)))" } ?? ""
    }

    // MARK: The list

    private static func list(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let waiting = try visit.all(DataRequest.self, where: "answered_on IS NULL", then: "ORDER BY due_on, id LIMIT 200", connection)
        let answered = try visit.all(DataRequest.self, where: "answered_on IS NOT NULL", then: "ORDER BY answered_on DESC, id LIMIT 200", connection)
        let names = try Names(visit, connection, ids: (waiting + answered).map { $0.caseFile?.cast() })
        let say = visit.say
        let late = waiting.count { $0.isLate(on: visit.today) }
        return visit.page(
            say("Demandes sur les données", en: "Requests about data"),
            lede: late == 0
                ? nil
                : late == 1
                    ? say("Une réponse est en retard.", en: "One answer is late.") : say("\(late) réponses sont en retard.", en: "\(late) answers are late."),
            trail: Registers.trail(visit)
        ) {
            div(.class("actions")) { a(say("Noter une demande", en: "Note a request"), .class("primary"), .href(SitePath.dataRequestNew())) }
            if waiting.isEmpty { div(.class("empty")) { p(say("Aucune demande n’attend de réponse.", en: "No request waits for an answer.")) } }
            ul(.class("todo")) { Each(waiting) { DataRequestLine(visit: visit, request: $0, file: names[$0.caseFile]) } }
            if !answered.isEmpty {
                h2(say("Répondues", en: "Answered"))
                ul(.class("todo")) { Each(answered) { DataRequestLine(visit: visit, request: $0, file: names[$0.caseFile]) } }
            }
        }
    }

    // MARK: The network's deadline

    private static let editing = RecordEditing(DataRequestRule.self, asked: ["days"], act: .dataRequestRuleEdit, title: DataRequestRule.title)

    private static let rule: [Route] = [
        .get(.dataRequestRule, .permission(.dataRequestRuleEdit)) { visit, connection in
            let stored = try connection.all(DataRequestRule.self, "ORDER BY id LIMIT 1").first
            return try editing.page(
                visit, connection, stored?.record ?? DataRequestRule(), versions: stored?.versions, to: SitePath.dataRequestRule(), back: SitePath.protection())
        },
        .post(.dataRequestRule, .permission(.dataRequestRuleEdit)) { visit, typed in
            let stored = try await visit.site.store.read { try $0.all(DataRequestRule.self, "ORDER BY id LIMIT 1").first }
            return try await editing.take(
                visit, typed, into: stored?.record ?? DataRequestRule(), isNew: stored == nil, to: SitePath.dataRequestRule(), back: SitePath.protection(),
                landing: SitePath.protection(), rule: { rule, _ in try rule.check() })
        },
    ]
}

/// One request among others: when it is due, what is asked, on which case file.
struct DataRequestLine: Component {
    let visit: Visit
    let request: DataRequest
    let file: String

    var body: some Markup {
        let say = visit.say
        let isLate = request.isLate(on: visit.today)
        li(.class(isLate ? "late" : nil)) {
            if let day = request.answeredOn ?? request.dueOn { HTML.time(Dates.short(day, visit.language), .datetime(day.description)) }
            div {
                a("\(say(request.asks.label)) – \(request.number)", .href(SitePath.dataRequest(request.id)))
                p(file.isEmpty ? say("sans dossier", en: "no case file") : say("dossier \(file)", en: "case file \(file)"), .class("soft"))
            }
            if isLate, let due = request.dueOn {
                span(Dates.distance(to: due, from: visit.today, say), .class("tag late"))
            } else if let outcome = request.outcome {
                span(say(outcome.label), .class(outcome == .refused ? "tag plain" : "tag done"))
            }
        }
    }
}
