import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import Protection
import Storage

/// Case conferences: who was there, what was discussed, and what was decided, which goes into the plan of the file.
enum ConferencesController {
    static let routes: [Route] =
        [
            .get(.conferenceNew, .permission(.caseEdit)) { visit, connection in
                var conference = CaseConference()
                (conference.on, conference.present) = (visit.today, IDs([try visit.reader().account]))
                return try page(visit, connection, conference, typed: nil, problems: [])
            },
            .post(.conferenceNew, .permission(.caseEdit), hold),
        ] + desk.changing

    private static let desk = RecordDesk<CaseConference>(
        permission: .caseEdit, asked: ["on", "discussed"],
        words: (
            Phrase("Noter une réunion de cas", en: "Note a case conference"), Phrase("Modifier la réunion de cas", en: "Edit the case conference"),
            Phrase("Retirer cette réunion", en: "Take this conference out")
        ),
        acts: (.conferenceHold, .conferenceEdit, .conferenceTakeOut), paths: (.conferenceNew, .conferenceEdit, .conferenceRemoval),
        begin: { _, _ in throw Failure.notFound },
        home: { SitePath.caseFile($0.caseFile!) }, parent: { SitePath.caseFile($0.caseFile!) },
        trail: { visit, conference, connection in try CasePartsController.trail(visit, conference.caseFile, connection) },
        rule: { conference, visit, _ in try conference.check(today: visit.today) })

    /// As many decisions as one sheet has room for; more are added to the plan.
    private static let decisions = 1...3
    private static let decided = ["action", "responsible", "due"]

    /// Who may be given something to do in a file: those who follow it, and the supervisors, who open it too.
    private static func responsible(_ file: CaseFile, _ visit: Visit, _ connection: any Connection) throws -> [Referred.Choice] {
        try CasesController.agents(visit, connection).filter { agent in
            try connection.assignment(of: agent.id, file.id) != nil || connection.assignments(of: agent.id).contains { $0.record.role == .supervisor }
        }.map { ($0.id.description, $0.displayName) }
    }

    private static func page(
        _ visit: Visit, _ connection: any Connection, _ conference: CaseConference, typed: Typed?, problems: [Refusal.Problem]
    ) throws -> Reply {
        let file = try CasePartsController.file(visit, connection)
        let sheet = FormSheet(
            conference, asked: CaseConference.asked, typed: typed, problems: problems,
            choices: try Choices(CaseConference.self, asked: ["present"], visit, connection))
        let to = try responsible(file, visit, connection)
        let lines = decisions.flatMap { number in decided.map { line($0, number, typed, problems, to) } }
        let whole = FormSheet(
            lines: sheet.lines + lines, typed: typed ?? Typed(["token": [sheet.token]]), problems: problems)
        return visit.page(
            visit.say("Noter une réunion de cas", en: "Note a case conference"), lede: visit.say("Dossier \(file.number)", en: "Case file \(file.number)"),
            trail: visit.trail(to: file), status: problems.isEmpty ? .ok : .unprocessableContent
        ) {
            FormView(
                visit: visit, sheet: whole, action: SitePath.conferenceNew(file.id),
                button: visit.say("Noter la réunion de cas", en: "Note the case conference"),
                cancel: SitePath.caseFile(file.id))
        }
    }

    /// A field of an action of the plan, for one of the decisions.
    private static func line(_ field: String, _ number: Int, _ typed: Typed?, _ problems: [Refusal.Problem], _ choices: [Referred.Choice]) -> FormSheet.Line {
        let known = PlanAction.fields.first { $0.name == field }!
        let name = "\(field)-\(number)"
        var line = FormSheet.Line(
            name: name, label: known.label, hint: nil, input: known.input, isRequired: false, limit: known.limit, values: typed?.all(name) ?? [],
            problem: problems.first { $0.field == name }?.text, choices: choices)
        line.group = Phrase("Décision \(number)", en: "Decision \(number)")
        return line
    }

    private struct Decided: Sendable {
        let action: PlanAction
        let clear: [String: Value]
    }

    /// What was typed for each decision that was made: each has someone responsible, who can open the file, and a day.
    private static func read(_ typed: Typed, _ responsible: Set<String>) -> ([Decided], [Refusal.Problem]) {
        var all: [Decided] = []
        var problems: [Refusal.Problem] = []
        for number in decisions {
            let own = Typed(Dictionary(uniqueKeysWithValues: decided.map { ($0, typed.all("\($0)-\(number)")) }))
            guard decided.contains(where: { !own[$0].allSatisfy(\.isWhitespace) }) else { continue }
            var (action, clear) = (PlanAction(), [String: Value]())
            var wrong = action.take(own, asked: Set(decided), sealing: &clear)
            if own["action"].allSatisfy(\.isWhitespace) { wrong.append(.init("action", Phrase("Écrivez ce qui est décidé.", en: "Write what is decided."))) }
            if !responsible.contains(own["responsible"]) {
                wrong.append(
                    .init(
                        "responsible",
                        Phrase(
                            "Choisissez quelqu’un qui suit ce dossier, ou un superviseur.", en: "Choose someone who follows this case file, or a supervisor.")))
            }
            if action.due == nil, !wrong.contains(where: { $0.field == "due" }) { wrong.append(.init("due", Phrase("Donnez une date.", en: "Give a date."))) }
            problems += wrong.map { .init($0.field.map { "\($0)-\(number)" }, $0.text) }
            all.append(Decided(action: action, clear: clear))
        }
        return (all, problems)
    }

    private static func hold(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        var conference = CaseConference()
        conference.id = typed.token.cast()
        let blank = conference
        let (file, to, colleagues) = try await visit.site.store.read { connection in
            let file = try CasePartsController.file(visit, connection)
            return (file, Set(try responsible(file, visit, connection).map(\.code)), Set(try Choices.list("colleague", visit, connection).map(\.code)))
        }
        var clear: [String: Value] = [:]
        var problems = conference.take(typed, asked: Set(CaseConference.asked), sealing: &clear)
        // Colleagues alone: an account of elsewhere names nobody here.
        if conference.present.elements.isEmpty || !conference.present.elements.allSatisfy({ colleagues.contains($0.description) }) {
            problems.removeAll { $0.field == "present" }
            problems.append(.init("present", Phrase("Cochez les collègues qui étaient là.", en: "Tick the colleagues who were there.")))
        }
        let (decided, wrong) = read(typed, to)
        problems += wrong
        let again = { (problems: [Refusal.Problem]) in
            try await visit.site.store.read { try page(visit, $0, blank, typed: typed, problems: problems) }
        }
        do { try conference.check(today: visit.today) } catch { problems += error.problems }
        guard problems.isEmpty else { return try await again(problems) }
        conference.caseFile = file.id
        let (made, said, today) = (conference, clear, visit.today)
        do {
            let outcome = try await visit.perform(.conferenceHold, typed, in: visit.scope(of: CaseConference.self)) { act in
                var conference = made
                try visit.seal(said, into: &conference, seen: nil, act)
                try act.make(conference)
                for one in decided {
                    var action = one.action
                    (action.caseFile, action.conference) = (file.id, conference.id)
                    try visit.seal(one.clear, into: &action, seen: nil, act)
                    try act.make(action)
                }
                if !decided.isEmpty { try CaseProgress.reach(.planned, file.id, in: act, on: today) }
            }
            return .done(outcome, at: SitePath.caseFile(file.id))
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }
}
