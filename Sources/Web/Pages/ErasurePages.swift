import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import Storage

/// Erasing for ever: said in full before it is done, with its reason; and what stands where something was.
struct ErasurePages: Sendable {
    let title: Phrase
    /// What goes, in one sentence.
    let what: Phrase
    /// What stands afterwards.
    let erased: Phrase

    func ask(
        _ visit: Visit, lede: String, trail: [(String, Address)], action: Address, cancel: Address, isMissingGround: Bool = false
    ) -> Reply {
        let say = visit.say
        let problem = Refusal.Problem("ground", Phrase("Dites pourquoi c’est effacé.", en: "Say why it is erased."))
        let page = visit.render(say(title), lede: lede, trail: trail) {
            ErrorSummary(say: say, problems: isMissingGround ? [problem] : [])
            p(say(what))
            form(.method(.post), .action(action), .class("sheet")) {
                HiddenFields(visit: visit)
                div(.class(isMissingGround ? "field wrong" : "field")) {
                    label(say("Motif", en: "Reason"), .for("f-ground"))
                    if isMissingGround { p(say(problem.text), .class("error"), .id("f-ground-error")) }
                    select(.id("f-ground"), .name("ground"), .aria("describedby", isMissingGround ? "f-ground-error" : nil)) {
                        option(say("Choisir…", en: "Choose…"), .value(""))
                        Each(ErasureGround.list) { item in option(say(item.1), .value(item.0.code)) }
                    }
                }
                div(.class("actions")) {
                    button(say("Effacer pour toujours", en: "Erase for ever"), .class("danger"), .type(.submit))
                    a(say("Annuler", en: "Cancel"), .class("secondary"), .href(cancel))
                }
            }
        }
        return .page(page, status: isMissingGround ? .unprocessableContent : .ok)
    }

    /// What stands where something was.
    func certificate(_ visit: Visit, _ destruction: KeyDestruction, trail: [(String, Address)], _ connection: any Connection) throws -> Reply {
        let say = visit.say
        let certificate = try ErasureCertificate(bytes: destruction.certificate)
        let author = try connection.find(AccountProfile.self, certificate.author)?.record.displayName ?? "…"
        return visit.page(say(erased), trail: trail) {
            p(
                say(
                    "Cette fiche a été effacée, ici et sur les installations qui l’ont appris. Rien ne peut la faire revenir.",
                    en: "This record was erased, here and on the installations that have heard of it. Nothing can bring it back."))
            dl(.class("summary")) {
                SummaryLine(say("Effacée le", en: "Erased on"), Dates.long(certificate.on, visit.language))
                SummaryLine(say("Par", en: "By"), author)
                SummaryLine(say("Motif", en: "Reason"), say(certificate.ground.label))
                SummaryLine(
                    say("Dernière copie dans une sauvegarde", en: "Last copy in a backup"),
                    say(
                        "au plus tard jusqu’au \(Dates.long(certificate.lastCopyUntil, .french))",
                        en: "until \(Dates.long(certificate.lastCopyUntil, .english)) at the latest"))
            }
        }
    }
}
