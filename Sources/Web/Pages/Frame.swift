import Access
import HTML
import HTTPTypes
import Journal
import NIOCore
import Vault

extension Visit {
    /// A whole page in the site's frame.
    func page(
        _ title: String, lede: String? = nil, trail: [(String, Address)] = [], status: Reply.Status = .ok,
        @MarkupBuilder _ content: () -> some Markup
    ) -> Reply {
        .page(render(title, lede: lede, trail: trail, content), status: status)
    }

    func render(
        _ title: String, tab: String? = nil, lede: String? = nil, trail: [(String, Address)] = [], @MarkupBuilder _ content: () -> some Markup
    ) -> ByteBuffer {
        var page = Output()
        // Written here and not by `render`: in this target the page is made for its own type, element by element.
        Frame(visit: self, heading: title, tab: tab ?? title, lede: lede, trail: trail, content: content()).write(to: &page)
        return page.finish()
    }
}

/// What surrounds each page: who we are, where to go, the way out.
struct Frame<Content: Markup>: Component {
    let visit: Visit
    let heading: String
    /// What the browser's tab and history say: never whose file it is.
    let tab: String
    let lede: String?
    let trail: [(String, Address)]
    let content: Content

    private var say: Say { visit.say }
    private var site: Site { visit.site }

    var body: some Markup {
        Document(language: visit.language.rawValue, direction: .leftToRight, title: "\(tab) – \(site.name)") {
            link(.rel("stylesheet"), .href(Address(site.assets.styleName)))
            link(.rel("icon"), .href(Address("icon.svg")))
            meta(.name("robots"), .content("noindex"))
            meta(.name("color-scheme"), .content("light dark"))
        } body: {
            HTML.body {
                a(say("Aller au contenu", en: "Skip to content"), .class("skip"), .href(.here("content")))
                SiteHeader(visit: visit)
                if site.isSample {
                    aside(.class("sample-band"), .aria("label", say("Données d’exemple", en: "Sample data"))) {
                        say("Données d’exemple – aucune personne ni organisation réelle", en: "Sample data – no real person or organisation")
                    }
                }
                main(.id("content")) {
                    if !trail.isEmpty {
                        nav(.class("trail"), .aria("label", say("Vous êtes ici", en: "You are here"))) {
                            ol { Each(trail) { step in li { a(step.0, .href(step.1)) } } }
                        }
                    }
                    if let done = visit.done { DoneView(visit: visit, done: done) }
                    h1(heading)
                    if let lede { p(lede, .class("lede")) }
                    content
                }
                footer(.class("site")) {
                    p(say("Imprimé le \(Dates.long(visit.today, .french))", en: "Printed on \(Dates.long(visit.today, .english))"), .class("only-print"))
                }
            }
        }
    }
}

private struct SiteHeader: Component {
    let visit: Visit

    private var say: Say { visit.say }

    var body: some Markup {
        header(.class("site")) {
            a(visit.site.name, .class("brand"), .href(SitePath.home()))
            if visit.session != nil {
                nav(.aria("label", say("Menu principal", en: "Main menu"))) {
                    ul {
                        Each(visit.areas) { item in
                            li { a(item.label, .href(item.address), .aria("current", item.isCurrent ? "page" : nil)) }
                        }
                        li { a(say("Mon compte", en: "My account"), .href(SitePath.me()), .aria("current", visit.route.path.isOwn ? "page" : nil)) }
                    }
                }
            }
            form(.method(.post), .action(SitePath.language()), .class("languages")) {
                if visit.session != nil { HiddenFields(visit: visit) }
                Each(Language.allCases.filter { $0 != visit.language }) { language in
                    button(
                        language == .french ? "Français" : "English", .type(.submit), .name("language"), .value(language.rawValue),
                        .lang(language.rawValue), .class("plain"))
                }
            }
            if visit.session != nil {
                form(.method(.post), .action(SitePath.signOut())) {
                    HiddenFields(visit: visit)
                    button(say("Quitter", en: "Leave"), .class("quit"), .type(.submit))
                }
            }
        }
    }
}

extension Visit {
    /// The parts of the site that this reader may open, in their order, each through the first of its entrances that opens.
    fileprivate var areas: [(label: String, address: Address, isCurrent: Bool)] {
        Area.allCases.compactMap { area in
            guard let entrance = site.entrances.first(where: { $0.area == area && may($0.permission) }) else { return nil }
            return (say(area.label), entrance.path(), route.path.area == area)
        }
    }
}

/// What was just done, and the way back.
private struct DoneView: Component {
    let visit: Visit
    let done: DoneNotice

    var body: some Markup {
        div(.class("notice"), .role("status")) {
            p("\(visit.say(done.label)).")
            if let entry = done.entry {
                form(.method(.post), .action(SitePath.undo(entry.hex)), .class("undo")) {
                    HiddenFields(visit: visit)
                    button(visit.say("Annuler cette action", en: "Undo this"), .class("plain"), .type(.submit))
                }
            }
        }
    }
}
