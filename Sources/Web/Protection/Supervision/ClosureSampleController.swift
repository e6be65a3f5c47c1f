import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import Protection
import Storage

/// A sample of closures, read a second time by a supervisor who neither asked for them nor decided them.
enum ClosureSampleController {
    static let routes: [Route] = [
        .get(.closureSample, .permission(.caseAssign)) { visit, connection in try ClosureSampleList.page(visit, connection) },
        .get(.closureReview, .permission(.caseAssign)) { visit, connection in try page(visit, connection) },
        .post(.closureReview, .permission(.caseAssign), review),
    ]

    private static func page(_ visit: Visit, _ connection: any Connection, typed: Typed? = nil, problems: [Refusal.Problem] = []) throws -> Reply {
        let closure = try visit.find(CaseClosure.self, connection).record
        guard let id = closure.caseFile, let file = try visit.find(CaseFile.self, id, connection) else { throw Failure.notFound }
        let keys = try visit.keyring(connection).dataKeys(of: id.cast(), connection)
        guard let opened = closure.opened(with: keys) else { throw Refusal.fileNotOpened }
        let needs = try OpenedCase.all(Need.self, of: id, keys, connection).map(\.opened)
        var (refused, review) = ([Refusal.Problem](), ClosureReview())
        do { try ClosureSample.check(closure, by: visit.reader(), connection) } catch let refusal as Refusal { refused = refusal.problems }
        review.closure = closure.id
        let sheet = refused.isEmpty ? FormSheet(review, asked: ["remark"], typed: typed, problems: problems, choices: .none) : nil
        let view = ClosureRead(visit: visit, closure: opened, needs: needs, names: try Names(visit, connection, of: [closure]))
        return visit.page(
            of: id, visit.say("Relire la clôture", en: "Read the closure again"),
            lede: visit.say("Dossier \(file.record.number)", en: "Case file \(file.record.number)"),
            trail: [(visit.say("Clôtures à relire", en: "Closures to read again"), SitePath.closureSample())],
            status: problems.isEmpty ? .ok : .unprocessableContent
        ) {
            ErrorSummary(say: visit.say, problems: problems)
            view
            p { a(visit.say("Lire le dossier", en: "Read the case file"), .href(SitePath.caseFile(id))) }
            Each(refused) { p(visit.say($0.text), .class("note")) }
            if let sheet {
                form(.method(.post), .action(SitePath.closureReview(closure.id)), .novalidate(), .class("sheet")) {
                    HiddenFields(visit: visit, token: sheet.token)
                    Each(sheet.lines) { FieldView(say: visit.say, line: $0) }
                    div(.class("actions")) {
                        button(
                            visit.say("Rien à redire", en: "Nothing to object"), .class("primary"), .type(.submit), .name("finding"),
                            .value(ReviewFinding.sound.code))
                        button(
                            visit.say("Renvoyer et rouvrir le dossier", en: "Return and open the file again"), .class("secondary"), .type(.submit),
                            .name("finding"), .value(ReviewFinding.returned.code))
                    }
                }
            }
        }
    }

    private static func review(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let closure = try await visit.site.store.read { try visit.find(CaseClosure.self, $0).record }
        guard let file = closure.caseFile else { throw Failure.notFound }
        let (reader, today) = (try visit.reader(), visit.today)
        var review = ClosureReview()
        var clear: [String: Value] = [:]
        var problems = review.take(typed, asked: ["remark"], sealing: &clear)
        let finding: ReviewFinding = typed["finding"] == ReviewFinding.sound.code ? .sound : .returned
        if finding == .returned, typed["remark"].allSatisfy(\.isWhitespace) {
            problems.append(.init("remark", Phrase("Dites ce qui est à revoir.", en: "Say what is to be looked at again.")))
        }
        let again = { (problems: [Refusal.Problem]) in try await visit.site.store.read { try page(visit, $0, typed: typed, problems: problems) } }
        guard problems.isEmpty else { return try await again(problems) }
        (review.id, review.caseFile, review.closure) = (typed.token.cast(), file, closure.id)
        (review.by, review.on, review.finding) = (reader.account, today, finding)
        let (made, said) = (review, clear)
        do {
            let outcome = try await visit.perform(.closureReview, typed, in: visit.scope(of: ClosureReview.self)) { act in
                try ClosureSample.check(closure, by: reader, act.connection)
                var review = made
                try visit.seal(said, into: &review, seen: nil, act)
                try act.make(review)
                if finding == .returned, try act.connection.find(CaseFile.self, file)?.record.step == .closed { try CaseProgress.reopen(file, in: act) }
            }
            return .done(outcome, at: SitePath.closureSample())
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }
}

/// The closures drawn for a month, and what became of each.
struct ClosureSampleList: Component {
    private let visit: Visit
    private let month: String
    private let count: Int
    private let drawn: [CaseClosure]
    private let reviews: [ID<CaseClosure>: ClosureReview]
    private let names: Names

    /// The month before the reader's.
    private static func former(_ visit: Visit) -> String { month(of: visit.today.advanced(by: -visit.today.day)) }
    private static func month(of day: Day) -> String { String(day.description.prefix(7)) }

    static func page(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let asked = visit.query["month"] ?? ""
        let month = Day("\(asked)-01").map { Self.month(of: $0) } ?? former(visit)
        let approved = try ClosureSample.approved(in: month, of: visit.reader().organization, connection)
        let drawn = ClosureSample.drawn(from: approved, percent: try SupervisionRule.standing(connection).sampledPercent).map(\.record)
        let names = try Names(visit, connection, ids: drawn.flatMap { [$0.caseFile?.cast(), $0.askedBy?.cast(), $0.decidedBy?.cast()] })
        let view = ClosureSampleList(
            visit: visit, month: month, count: approved.count, drawn: drawn, reviews: try reviews(of: drawn, connection), names: names)
        return visit.page(
            visit.say("Clôtures à relire", en: "Closures to read again"),
            lede: visit.say(
                "Tirées au sort parmi celles qui ont été approuvées ; chacun tire les mêmes.", en: "Drawn by lot from those approved; everyone draws the same."),
            trail: Registers.trail(visit)
        ) { view }
    }

    private static func reviews(of drawn: [CaseClosure], _ connection: any Connection) throws -> [ID<CaseClosure>: ClosureReview] {
        var found: [ID<CaseClosure>: ClosureReview] = [:]
        for closure in drawn {
            found[closure.id] = try connection.all(ClosureReview.self, "WHERE closure = ? ORDER BY id LIMIT 1", [closure.id.value]).first?.record
        }
        return found
    }

    /// How many of last month's wait for this reader.
    static func waiting(_ visit: Visit, _ connection: any Connection) throws -> Int {
        let account = try visit.reader().account
        let approved = try ClosureSample.approved(in: former(visit), of: visit.reader().organization, connection)
        guard !approved.isEmpty else { return 0 }
        let drawn = ClosureSample.drawn(from: approved, percent: try SupervisionRule.standing(connection).sampledPercent).map(\.record)
        let done = try reviews(of: drawn, connection)
        return drawn.count { done[$0.id] == nil && $0.askedBy != account && $0.decidedBy != account }
    }

    private var say: Say { visit.say }
    private var heads: [String] {
        [
            say("Dossier", en: "Case file"), say("Motif", en: "Reason"), say("Approuvée par", en: "Approved by"), say("Le", en: "On"),
            say("Relecture", en: "Second reading"),
        ]
    }

    var body: some Markup {
        let current = Self.month(of: visit.today)
        nav(.class("row-actions"), .aria("label", say("Quel mois", en: "Which month"))) {
            Each([Self.former(visit), current]) { item in
                a(
                    item == current ? say("Ce mois-ci", en: "This month") : say("Le mois dernier", en: "Last month"),
                    .href(SitePath.closureSample().query("month", item)), .aria("current", item == month ? "page" : nil))
            }
        }
        if drawn.isEmpty {
            div(.class("empty")) { p(say("Aucune clôture n’a été approuvée ce mois-là.", en: "No closure was approved in that month.")) }
        } else {
            p(say("\(drawn.count) sur \(count)", en: "\(drawn.count) of \(count)"), .class("soft"))
            table(.class("list")) {
                caption(say("Clôtures tirées au sort", en: "Closures drawn by lot"), .class("visually-hidden"))
                thead { tr { Each(heads) { th($0, .scope(.col)) } } }
                tbody {
                    Each(drawn) { closure in
                        tr {
                            td { a(names[closure.caseFile], .href(SitePath.closureReview(closure.id))) }
                            td(say(closure.reason.label), .data("label", heads[1]))
                            td(names[closure.decidedBy], .data("label", heads[2]))
                            td(closure.decidedOn.map { Dates.short($0, visit.language) } ?? "", .data("label", heads[3]))
                            td(.data("label", heads[4])) { state(of: closure) }
                        }
                    }
                }
            }
        }
    }

    private func state(of closure: CaseClosure) -> some Markup {
        let review = reviews[closure.id]
        let isOwn = [closure.askedBy, closure.decidedBy].contains(visit.session?.reader.account)
        let text =
            review.map { say($0.finding.label) }
            ?? (isOwn ? say("une autre personne la relit", en: "someone else reads it") : say("à relire", en: "to be read"))
        return span(text, .class("tag \(review.map { $0.finding == .sound ? "done" : "refused" } ?? (isOwn ? "plain" : "waiting"))"))
    }
}
