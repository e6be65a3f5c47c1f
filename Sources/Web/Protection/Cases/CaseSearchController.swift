import Access
import Accounts
import Foundation
import HTML
import HTTPTypes
import Journal
import NIOCore
import Protection
import Storage

/// Looking for a case file by a name however spelt, a telephone or its number. A name stands in no address: the question is sent as a form.
enum CaseSearchController {
    static let routes: [Route] = [
        .get(.caseSearch, .permission(.caseShow)) { visit, connection in
            let owed = try visit.owedIndexes(connection)
            let isOutgrown = try visit.may(.caseAssign) && CaseIndex.isOutgrown(visit.reader().organization, by: visit.keyring(connection), connection)
            return visit.page(title(visit), trail: trail(visit)) {
                CaseSearchForm(visit: visit, isAlone: true)
                CaseSearchHint(say: visit.say)
                ReindexingNote(visit: visit, owed: owed, isOutgrown: isOutgrown)
            }
        },
        .post(.caseSearch, .permission(.caseShow), search),
        .post(.caseReindexing, .permission(.caseAssign)) { visit, _ in
            let (organization, keys) = (try visit.reader().organization, try visit.memberKeys())
            let recount = try await visit.site.store.read { connection in
                let ring = try Keyring(keys, connection)
                return try CaseIndex.isOutgrown(organization, by: ring, connection) ? CaseIndex.recount(organization, by: ring, connection) : nil
            }
            _ = try await visit.site.store.database.write { connection in
                try recount?.keep(connection)
                return try CaseIndex.reindex(organization, by: Keyring(keys, connection), connection)
            }
            return .redirect(SitePath.caseSearch())
        },
    ]

    static let longest = 120

    private static func title(_ visit: Visit) -> String { visit.say("Chercher un dossier", en: "Find a case file") }
    private static func trail(_ visit: Visit) -> [(String, Address)] { [(visit.say("Dossiers", en: "Case files"), SitePath.cases())] }

    private static func search(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let text = String(typed["q"].trimmingCharacters(in: .whitespacesAndNewlines).prefix(longest))
        let question = CaseQuestion(text: text)
        guard !question.isEmpty else { return .redirect(SitePath.caseSearch()) }
        let asking = try await visit.asking(question)
        return try await visit.site.store.read { connection in
            let findings = try visit.find(question, asking, connection)
            let owed = try visit.owedIndexes(connection)
            let page = visit.render(title(visit), trail: trail(visit)) {
                CaseSearchForm(visit: visit, text: text, isAlone: true)
                CaseMatchesView(visit: visit, findings: findings)
                if findings.matches.isEmpty {
                    div(.class("empty")) {
                        p(
                            visit.say(
                                "Aucun dossier que vous puissiez ouvrir ne ressemble à cela. Essayez une partie du nom, ou le téléphone.",
                                en: "No case file that you may open is like that. Try a part of the name, or the telephone."))
                    }
                }
                OthersNote(visit: visit, findings: findings, asking: asking)
                ReindexingNote(visit: visit, owed: owed)
            }
            return visit.showing(findings, page)
        }
    }
}

/// Whether the files that the reader may not open are asked too.
enum AskingOthers: Equatable {
    /// The reader opens them all, or the question is too short to be one.
    case needless
    case asked
    /// It was asked too often in this hour.
    case refused
}

extension Visit {
    /// How often in an hour one account learns whether others have a file with a close name.
    private static let anHour = 30

    /// Counts a question that the files of others are asked too; a supervisor opens them all.
    func asking(_ question: CaseQuestion) async throws -> AskingOthers {
        guard question.asksOfOthers, !may(.caseAssign) else { return .needless }
        return try await Allowance("case files of others", of: reader().account, anHour: Self.anHour).take(site.store) ? .asked : .refused
    }

    func find(_ question: CaseQuestion, _ asking: AskingOthers, _ connection: any Connection) throws -> CaseFindings {
        try CaseSearch(for: reader(), by: keyring(connection), connection).find(question, asksOthers: asking == .asked)
    }

    /// A page with the matches on it: that their names were read is noted.
    func showing(_ findings: CaseFindings, _ page: ByteBuffer, status: Reply.Status = .ok) -> Reply {
        .opened(page, Reading.Note(.caseOpen, of: CaseFile.kind, findings.matches.map { $0.file.record.id.cast() }), status: status)
    }

    /// How many files wait to be indexed, for whoever may have it done.
    func owedIndexes(_ connection: any Connection) throws -> Int {
        may(.caseAssign) ? try CaseIndex.owed(of: reader().organization, connection) : 0
    }

    /// Indexes what the act wrote of case files that is searched, in the same transaction: whatever the act is, it cannot forget to.
    func index(_ act: Act) throws {
        let owed = act.owedIndexes
        guard !owed.isEmpty, session != nil else { return }
        try CaseIndex.update(owed, by: keyring(act.connection), in: act)
    }
}

/// The box, on the caseload and on the page of its answers.
struct CaseSearchForm: Component {
    let visit: Visit
    var text = ""
    /// Whether nothing else is on the page to begin with.
    var isAlone = false

    var body: some Markup {
        form(.method(.post), .action(SitePath.caseSearch()), .class("filters"), .role("search")) {
            input(.type(.hidden), .name("form"), .value(visit.formToken))
            div(.class("field")) {
                label(visit.say("Un nom, un téléphone ou un numéro de dossier", en: "A name, a telephone or a case number"), .for("f-q"))
                input(
                    .id("f-q"), .name("q"), .type(.search), .value(text), .maxlength(CaseSearchController.longest), .autocomplete("off"),
                    .enterkeyhint("search"),
                    .autofocus(isAlone && text.isEmpty))
            }
            button(visit.say("Chercher", en: "Search"), .class(isAlone ? "primary" : nil), .type(.submit))
        }
    }
}

private struct CaseSearchHint: Component {
    let say: Say

    var body: some Markup {
        div(.class("empty")) {
            p(
                say(
                    "Mahamadou, Mamadou ou Mohamed : le nom est trouvé comme il se prononce, dans n’importe quel ordre.",
                    en: "Mahamadou, Mamadou or Mohamed: a name is found as it sounds, in any order."))
            p(say("Chaque dossier montré est noté comme lu.", en: "Each case file that is shown is noted as read."))
        }
    }
}

/// The files that may be the one looked for, each with why.
struct CaseMatchesView: Component {
    let visit: Visit
    let findings: CaseFindings

    private var say: Say { visit.say }

    var body: some Markup {
        if !findings.matches.isEmpty { ul(.class("todo")) { Each(findings.matches) { match($0) } } }
    }

    private func match(_ match: CaseMatch) -> some Markup {
        let (file, person) = (match.file.record, match.person)
        let facts = [
            person.record.isHead ? nil : say(person.record.relation.label), person.record.sex.map { say($0.label) },
            person[\.birthYear].map { say("naissance en \($0)", en: "born in \($0)") } ?? person.record.ageBand.map { say($0.label) },
            person[\.nationality].map { say($0.label) },
        ].compactMap { $0 }
        return li {
            span(file.number, .class("soft"))
            div {
                a(person[\.name] ?? say("Sans nom", en: "No name"), .href(SitePath.caseFile(file.id)))
                " "
                span(say(file.step.label), .class("tag plain"))
                p(facts.joined(separator: ", "), .class("soft"))
                if let reason = match.reason { p(say(reason), .class("soft")) }
            }
        }
    }
}

/// What is said of the files that the reader may not open: that there is one, and no more.
struct OthersNote: Component {
    let visit: Visit
    let findings: CaseFindings
    let asking: AskingOthers

    private var say: Say { visit.say }

    var body: some Markup {
        if findings.isKnownToOthers {
            div(.class("note")) {
                p(say("Un dossier au nom proche existe ; demandez à votre superviseur.", en: "A case file with a close name exists; ask your supervisor."))
            }
        }
        if asking == .refused {
            div(.class("note")) {
                p(
                    say(
                        "Vous avez beaucoup cherché depuis une heure : les dossiers que vous ne suivez pas ne sont plus interrogés. Demandez à votre superviseur.",
                        en: "You have searched a lot within an hour: the case files that you do not follow are no longer asked. Ask your supervisor."))
            }
        }
        if !findings.hasIndex {
            div(.class("note")) {
                p(
                    say(
                        "Votre session ne tient pas la clé de l’accueil : seul le numéro d’un dossier se cherche. Demandez à votre superviseur de vous l’ajouter.",
                        en: "Your session does not hold the intake’s key: only a case number can be searched. Ask your supervisor to add you."))
            }
        }
    }
}

/// Who may have a file already, before another is opened: nothing is saved yet, and one button opens it all the same.
struct KnownAlready: Component {
    let visit: Visit
    let findings: CaseFindings
    let asking: AskingOthers
    /// What the button answers: to which question this was shown.
    let answer: String

    var isSomeone: Bool { !findings.matches.isEmpty || findings.isKnownToOthers }

    private var say: Say { visit.say }

    var body: some Markup {
        div(.class("errors"), .role("alert"), .tabindex(-1)) {
            h2(say("Cette personne a peut-être déjà un dossier", en: "This person may have a case file already"))
            p(say("Rien n’est encore enregistré, et ce que vous avez écrit est là.", en: "Nothing has been saved yet, and what you wrote is still here."))
            CaseMatchesView(visit: visit, findings: findings)
            OthersNote(visit: visit, findings: findings, asking: asking)
            div(.class("actions")) {
                button(
                    say("Ouvrir quand même un nouveau dossier", en: "Open a new case file all the same"), .class("secondary"), .type(.submit), .form("contact"),
                    .name("anyway"), .value(answer))
            }
        }
    }
}

/// The files whose tokens wait for a session that can open them, and the button that does some of them.
struct ReindexingNote: Component {
    let visit: Visit
    let owed: Int
    /// Whether the names that are frequent here are to be counted anew.
    var isOutgrown = false

    private var say: Say { visit.say }

    var body: some Markup {
        if owed > 0 || isOutgrown {
            div(.class("note")) {
                if isOutgrown {
                    p(
                        say(
                            "Vos dossiers sont bien plus nombreux qu’avant : les noms fréquents sont à recompter, pour qu’aucun ne se devine à sa fréquence.",
                            en:
                                "Your case files are far more than before: the frequent names are to be counted anew, so that none is guessed by how often it comes."
                        ))
                }
                if owed > 0 {
                    p(
                        owed == 1
                            ? say(
                                "Un dossier à réindexer : la recherche ne le trouve pas encore comme il est.",
                                en: "One case file to be indexed: search does not yet find it as it stands.")
                            : say(
                                "\(owed) dossiers à réindexer : la recherche ne les trouve pas encore comme ils sont.",
                                en: "\(owed) case files to be indexed: search does not yet find them as they stand."))
                }
                form(.method(.post), .action(SitePath.caseReindexing())) {
                    HiddenFields(visit: visit)
                    button(
                        owed > CaseIndex.portion
                            ? say("Réindexer les \(CaseIndex.portion) prochains", en: "Index the next \(CaseIndex.portion)")
                            : owed > 0 ? say("Réindexer", en: "Index") : say("Recompter", en: "Count anew"), .class("secondary"), .type(.submit))
                }
            }
        }
    }
}
