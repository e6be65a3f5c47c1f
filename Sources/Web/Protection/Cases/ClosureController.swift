import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import Protection
import Storage

/// Closing a case file: asked for by who follows it, decided by someone else; and opening it again.
enum ClosureController {
    static let routes: [Route] =
        asking.adding + [
            .get(.closureDecision, .permission(.caseAssign)) { visit, connection in try decisionPage(visit, connection) },
            .post(.closureDecision, .permission(.caseAssign), decide),
        ] + reopening.adding

    private static let asking = RecordDesk<CaseClosure>(
        permission: .caseEdit, asked: ["reason", "summary"],
        words: (Phrase("Demander la clôture", en: "Ask for closure"), Phrase(same: ""), Phrase(same: "")),
        lede: Phrase(
            "Ensuite, demandez à la personne si ses droits ont été mieux respectés.", en: "Then ask the person whether their rights were better respected."),
        acts: (.closureAsk, .closureAsk, .closureAsk), paths: (.closureNew, .closureNew, .closureNew),
        begin: { visit, connection in
            var closure = CaseClosure()
            closure.caseFile = try CasePartsController.file(visit, connection).id
            closure.askedBy = try visit.reader().account
            closure.askedOn = visit.today
            return closure
        },
        home: { SitePath.caseFile($0.caseFile!) }, parent: { SitePath.caseFile($0.caseFile!) },
        trail: { visit, closure, connection in try CasePartsController.trail(visit, closure.caseFile, connection) },
        rule: { closure, _, connection in
            // Sent twice, the second finds the first: only another one stands in the way.
            guard try connection.find(CaseClosure.self, closure.id) == nil, let id = closure.caseFile else { return }
            try CaseProgress.checkAsking(id, closure.reason, connection)
        })

    private static let reopening = RecordDesk<CaseReopening>(
        permission: .caseAssign, asked: ["reason"],
        words: (Phrase("Rouvrir le dossier", en: "Open the case file again"), Phrase(same: ""), Phrase(same: "")),
        acts: (.caseReopen, .caseReopen, .caseReopen), paths: (.reopeningNew, .reopeningNew, .reopeningNew),
        begin: { visit, connection in
            var reopening = CaseReopening()
            reopening.caseFile = try CasePartsController.file(visit, connection).id
            reopening.on = visit.today
            return reopening
        },
        home: { SitePath.caseFile($0.caseFile!) }, parent: { SitePath.caseFile($0.caseFile!) },
        trail: { visit, reopening, connection in try CasePartsController.trail(visit, reopening.caseFile, connection) },
        alongside: { reopening, _, act in try CaseProgress.reopen(reopening.caseFile, in: act) })

    /// What the supervisor reads before deciding: what was asked for, and what became of each need.
    private static func decisionPage(
        _ visit: Visit, _ connection: any Connection, typed: Typed? = nil, problems: [Refusal.Problem] = []
    ) throws -> Reply {
        let closure = try visit.find(CaseClosure.self, connection).record
        guard let id = closure.caseFile, let file = try visit.find(CaseFile.self, id, connection) else { throw Failure.notFound }
        let keys = try visit.keyring(connection).dataKeys(of: id.cast(), connection)
        guard let opened = closure.opened(with: keys) else { throw Refusal.fileNotOpened }
        let needs = try OpenedCase.all(Need.self, of: id, keys, connection).map(\.opened)
        let feedback = FeedbackView(visit: visit, caseFile: id, feedback: try OpenedCase.all(Feedback.self, of: id, keys, connection).map(\.opened))
        let sheet = FormSheet(
            closure, asked: ["remark"], typed: typed, problems: problems, choices: try Choices(CaseClosure.self, asked: [], visit, connection))
        let view = ClosureDecision(
            visit: visit, closure: opened, needs: needs, names: try Names(visit, connection, of: [closure]), feedback: feedback, sheet: sheet)
        return visit.page(
            of: id, visit.say("Décider de la clôture", en: "Decide on the closure"),
            lede: visit.say("Dossier \(file.record.number)", en: "Case file \(file.record.number)"),
            trail: visit.trail(to: file.record), status: problems.isEmpty ? .ok : .unprocessableContent
        ) { view }
    }

    private static func decide(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let stored = try await visit.site.store.read { try visit.find(CaseClosure.self, $0) }
        let verdict: ClosureVerdict = typed["verdict"] == ClosureVerdict.approved.code ? .approved : .returned
        let (reader, today) = (try visit.reader(), visit.today)
        var read = stored.record
        var clear: [String: Value] = [:]
        var problems = read.take(typed, asked: ["remark"], sealing: &clear)
        if verdict == .returned, clear["remark", default: .null] == .null {
            problems.append(.init("remark", Phrase("Dites ce qui est à revoir.", en: "Say what is to be looked at again.")))
        }
        guard problems.isEmpty else { return try await visit.site.store.read { [problems] in try decisionPage(visit, $0, typed: typed, problems: problems) } }
        let (remark, standing) = (clear, read)
        do {
            let outcome = try await visit.perform(.closureDecide, typed, in: visit.scope(of: CaseClosure.self)) { act in
                var closure = standing
                try CaseProgress.decide(&closure, verdict, by: reader, in: act, on: today)
                try visit.seal(remark, into: &closure, seen: nil, act)
                try act.update(closure)
            }
            return .done(outcome, at: SitePath.caseFile(stored.record.caseFile!))
        } catch let refusal as Refusal {
            return try await visit.site.store.read { try decisionPage(visit, $0, typed: typed, problems: refusal.problems) }
        }
    }
}

private struct ClosureDecision: Component {
    let visit: Visit
    let closure: Opened<CaseClosure>
    let needs: [Opened<Need>]
    let names: Names
    let feedback: FeedbackView
    let sheet: FormSheet

    private var say: Say { visit.say }

    var body: some Markup {
        ErrorSummary(say: say, problems: sheet.problems)
        ClosureRead(visit: visit, closure: closure, needs: needs, names: names)
        feedback
        form(.method(.post), .action(SitePath.closureDecision(closure.record.id)), .novalidate(), .class("sheet")) {
            HiddenFields(visit: visit, token: sheet.token)
            Each(sheet.lines) { FieldView(say: say, line: $0) }
            div(.class("actions")) {
                button(say("Approuver la clôture", en: "Approve the closure"), .class("primary"), .type(.submit), .name("verdict"), .value("approved"))
                button(say("Renvoyer avec ma remarque", en: "Return with my remark"), .class("secondary"), .type(.submit), .name("verdict"), .value("returned"))
            }
        }
    }
}

/// What was asked for, and what became of each need.
struct ClosureRead: Component {
    let visit: Visit
    let closure: Opened<CaseClosure>
    let needs: [Opened<Need>]
    let names: Names

    private var say: Say { visit.say }

    var body: some Markup {
        dl(.class("summary")) {
            SummaryLine(say("Motif", en: "Reason"), say(closure.record.reason.label))
            SummaryLine(say("Demandée par", en: "Asked by"), names[closure.record.askedBy])
            SummaryLine(say("Le", en: "On"), closure.record.askedOn.map { Dates.long($0, visit.language) } ?? "")
        }
        if let text = closure[\.summary] { div(.class("report")) { Paragraphs(text: text) } }
        h2(say("Ce que sont devenus les besoins", en: "What became of the needs"))
        if needs.isEmpty { p(say("Aucun besoin n’a été noté.", en: "No need was noted."), .class("soft")) }
        ul(.class("todo")) {
            Each(needs) { need in
                li {
                    span(need.record.outcome.map { say($0.label) } ?? say("sans suite notée", en: "no outcome noted"), .class("soft"))
                    div {
                        need[\.need].map { say($0.label) } ?? say(need.record.group.label)
                        if let why = need[\.outcomeNote] { p(why, .class("soft")) }
                    }
                }
            }
        }
    }
}
