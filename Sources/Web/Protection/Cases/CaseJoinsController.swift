import Access
import HTML
import Journal
import Protection
import Storage

/// Two files of one person, joined and separated by a supervisor.
enum CaseJoinsController {
    static let routes: [Route] = [
        .post(.caseJoins, .permission(.caseAssign)) { visit, typed in
            let caseFile = try await visit.site.store.read { try visit.find(CaseFile.self, $0).id }
            let (number, today) = (typed["number"], visit.today)
            do {
                let outcome = try await visit.perform(.caseJoin, typed, in: visit.scope(of: CaseFile.self)) { act in
                    try CaseJoin.make(caseFile, toNumber: number, in: act, on: today)
                }
                return .done(outcome, at: SitePath.caseFile(caseFile))
            } catch let refusal as Refusal {
                return try await CasesController.refused(visit, refusal.problems)
            }
        },
        .post(.caseJoinEnding, .permission(.caseAssign)) { visit, typed in
            let join = try await visit.site.store.read { try visit.find(CaseJoin.self, $0) }
            guard let caseFile = join.record.caseFile else { throw Failure.notFound }
            let today = visit.today
            let outcome = try await visit.perform(.casePart, typed, in: visit.scope(of: CaseFile.self)) { act in
                var ended = join.record
                ended.endedOn = today
                if join.record.endedOn == nil { try act.update(ended) }
            }
            return .done(outcome, at: SitePath.caseFile(ID<CaseFile>(typed["from"]) ?? caseFile))
        },
    ]
}

/// The other files of the same person, on the page of each.
struct CaseJoinsView: Component {
    private struct Link: Sendable {
        let join: CaseJoin
        /// Nil where the reader may not open it.
        let other: CaseFile?
    }

    private let visit: Visit
    private let caseFile: ID<CaseFile>
    private let links: [Link]
    private let problem: Refusal.Problem?

    init(_ visit: Visit, _ caseFile: ID<CaseFile>, problems: [Refusal.Problem], _ connection: any Connection) throws {
        (self.visit, self.caseFile) = (visit, caseFile)
        problem = problems.first { $0.field == "number" }
        links = try connection.joins(of: caseFile).compactMap { join in
            // The other end may have been erased since.
            guard let other = join.other(than: caseFile), try connection.find(CaseFile.self, other) != nil else { return nil }
            return Link(join: join, other: try visit.find(CaseFile.self, other, connection)?.record)
        }
    }

    private var say: Say { visit.say }
    private var mayJoin: Bool { visit.may(.caseAssign) }
    private var shown: [Link] { links.filter { $0.join.endedOn == nil || $0.other != nil } }

    var body: some Markup {
        if !shown.isEmpty || mayJoin { h2(say("Autres dossiers de la même personne", en: "Other case files of the same person")) }
        if !shown.isEmpty { ul(.class("todo")) { Each(shown) { link($0) } } }
        if mayJoin {
            details(.open(problem != nil)) {
                summary(say("Joindre un autre dossier", en: "Join another case file"))
                joining
            }
        }
    }

    private func link(_ link: Link) -> some Markup {
        li {
            span(link.join.on.map { say("depuis le \(Dates.short($0, .french))", en: "since \(Dates.short($0, .english))") } ?? "", .class("soft"))
            div {
                if let other = link.other {
                    a(other.number, .href(SitePath.caseFile(other.id)))
                    if let ended = link.join.endedOn {
                        p(say("Séparés le \(Dates.short(ended, .french))", en: "Separated on \(Dates.short(ended, .english))"), .class("soft"))
                    }
                } else {
                    say(
                        "Un autre dossier de cette personne existe ; demandez à votre superviseur.",
                        en: "Another case file of this person exists; ask your supervisor.")
                }
            }
            if mayJoin, link.join.endedOn == nil {
                form(.method(.post), .action(SitePath.caseJoinEnding(link.join.id))) {
                    HiddenFields(visit: visit)
                    input(.type(.hidden), .name("from"), .value(caseFile.description))
                    button(
                        say("Séparer", en: "Separate"), .class("plain"), .type(.submit),
                        .aria("label", link.other.map { say("Séparer du dossier \($0.number)", en: "Separate from case file \($0.number)") }))
                }
            }
        }
    }

    private var joining: some Markup {
        form(.method(.post), .action(SitePath.caseJoins(caseFile)), .class("sheet no-print")) {
            HiddenFields(visit: visit)
            div(.class(problem == nil ? "field" : "field wrong")) {
                label(say("Numéro de l’autre dossier", en: "Number of the other case file"), .for("f-number"))
                p(
                    say(
                        "Les deux dossiers restent tels qu’ils sont, et chacun à ceux qui le suivent.",
                        en: "Both case files stay as they are, and each with those who follow it."), .class("hint"), .id("f-number-hint"))
                if let problem { p(say(problem.text), .class("error"), .id("f-number-error")) }
                input(
                    .id("f-number"), .name("number"), .type(.text), .class("short code"), .maxlength(20), .autocomplete("off"),
                    .aria("describedby", "f-number-hint"),
                    .aria("invalid", problem == nil ? nil : "true"))
            }
            div(.class("actions")) { button(say("Joindre", en: "Join"), .class("secondary"), .type(.submit)) }
        }
    }
}
