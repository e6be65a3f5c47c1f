import Access
import Accounts
import HTML
import Journal
import NetworkLife
import Protection
import Storage

/// The referrals that the reader may see, sent or received, by when they are due.
struct ReferralList: Component {
    private static let size = 50

    let visit: Visit
    let part: String
    let items: [ListedReferral]
    let names: Names
    let pageNumber: Int
    let hasMore: Bool
    let code: String

    private var say: Say { visit.say }

    static func page(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let own = visit.own(Referral.self) ?? ("1 = 0", [])
        let organization = try visit.reader().organization
        let part = visit.query["part"].flatMap { ["received", "sent", "outside", "overdue"].contains($0) ? $0 : nil } ?? "received"
        let number = max(1, min(1_000, Int(visit.query["page"] ?? "") ?? 1))
        let code = (visit.query["code"] ?? "").uppercased().filter { !$0.isWhitespace }
        var conditions = [own]
        switch part {
        case _ where !code.isEmpty: conditions.append(("referral.reference = ?", [.text(code)]))
        case "sent": conditions.append(("referral.sender = ?", [organization.value]))
        case "received": conditions.append(("referral.receiver = ?", [organization.value]))
        default: break
        }
        let sql = conditions.map { "(\($0.sql))" }.joined(separator: " AND ")
        let values = conditions.flatMap(\.values)
        var items: [ListedReferral]
        let rest = "ORDER BY answer_by DESC, id LIMIT \(size + 1) OFFSET \((number - 1) * size)"
        let outside = { (condition: String, values: [Value]) in
            try visit.all(OutsideReferral.self, where: condition, values, then: rest, connection).map { try ListedReferral($0, connection) }
        }
        switch part {
        case "overdue" where code.isEmpty: items = try visit.lateReferrals(limit: 200, connection)
        case "outside" where code.isEmpty: items = try outside("", [])
        default:
            items = try connection.all(Referral.self, "WHERE \(sql) \(rest)", values).map { ListedReferral(try connection.state(of: $0.record)) }
            if !code.isEmpty { items += try outside("reference = ?", [.text(code)]) }
        }
        let hasMore = part != "overdue" && items.count > size
        if hasMore { items.removeLast() }
        let late = try visit.lateReferrals(limit: 200, connection).count
        let list = ReferralList(
            visit: visit, part: part, items: items,
            names: try Names(
                visit, connection, ids: items.filter { !$0.isOutside }.flatMap { [$0.state.referral.sender?.cast(), $0.state.referral.receiver?.cast()] }),
            pageNumber: number, hasMore: hasMore, code: code)
        let lede: String? =
            switch late {
            case 0: nil
            case 1: visit.say("Une suite est en retard.", en: "One next step is late.")
            default: visit.say("\(late) suites sont en retard.", en: "\(late) next steps are late.")
            }
        return visit.page(visit.say("Référencements", en: "Referrals"), lede: lede, trail: Registers.trail(visit)) { list }
    }

    private var parts: [(code: String, label: String)] {
        [
            ("received", say("Reçus", en: "Received")), ("sent", say("Envoyés", en: "Sent")), ("outside", say("Hors du réseau", en: "Outside the network")),
            ("overdue", say("En retard", en: "Late")),
        ]
    }

    private func address(_ part: String, page: Int? = nil) -> Address {
        let address = SitePath.referrals().query("part", part)
        return page.map { address.query("page", "\($0)") } ?? address
    }

    var body: some Markup {
        nav(.class("row-actions"), .aria("label", say("Quels référencements", en: "Which referrals"))) {
            Each(parts) { item in a(item.label, .href(address(item.code)), .aria("current", item.code == part && code.isEmpty ? "page" : nil)) }
            a(say("Délais", en: "Deadlines"), .href(SitePath.referralRule()))
        }
        form(.method(.get), .action(SitePath.referrals()), .class("filters")) {
            div(.class("field")) {
                label(say("Code d’un bulletin", en: "Code of a slip"), .for("f-code"))
                input(.id("f-code"), .name("code"), .type(.text), .value(code), .maxlength(12), .autocomplete("off"))
            }
            button(say("Chercher", en: "Look up"), .type(.submit))
        }
        if items.isEmpty {
            div(.class("empty")) { p(emptiness) }
        } else {
            table
            pager
        }
    }

    private var emptiness: String {
        if !code.isEmpty { return say("Aucun référencement ne porte ce code chez vous.", en: "No referral of yours has this code.") }
        switch part {
        case "sent": return say("Aucun envoi. On réfère quelqu’un depuis son dossier.", en: "Nothing sent. Someone is referred from their case file.")
        case "outside": return say("Personne n’a été référé hors du réseau.", en: "Nobody was referred outside the network.")
        case "overdue": return say("Rien n’est en retard.", en: "Nothing is late.")
        default:
            return say(
                "Aucun référencement n’est arrivé. Ce qu’un autre membre vous envoie paraît ici.",
                en: "No referral has come. What another member sends you appears here.")
        }
    }

    private var heads: [String] {
        [
            say("Code", en: "Code"), say("État", en: "State"), say("Priorité", en: "Priority"), say("Besoin", en: "Need"), say("De", en: "From"),
            say("À", en: "To"), say("Attendu avant", en: "Due by"),
        ]
    }

    private var table: some Markup {
        HTML.table(.class("list")) {
            caption(say("Référencements", en: "Referrals"), .class("visually-hidden"))
            thead { tr { Each(heads) { th($0, .scope(.col)) } } }
            tbody {
                Each(items) { item in
                    let state = item.state
                    tr {
                        td { a(state.referral.reference, .href(item.address)) }
                        td(.data("label", heads[1])) { StateTag(visit: visit, state: state) }
                        td(say(state.referral.priority.label), .data("label", heads[2]))
                        td(state.referral.isTransfer ? say(state.referral.purpose.label) : say(state.referral.group.label), .data("label", heads[3]))
                        td(item.isOutside ? "" : names[state.referral.sender], .data("label", heads[4]))
                        td(item.isOutside ? say("hors du réseau", en: "outside the network") : names[state.referral.receiver], .data("label", heads[5]))
                        td(state.due.map { Dates.moment($0, say) } ?? "", .data("label", heads[6]))
                    }
                }
            }
        }
    }

    @MarkupBuilder private var pager: some Markup {
        if pageNumber > 1 || hasMore {
            nav(.class("pager"), .aria("label", say("Pages de la liste", en: "Pages of the list"))) {
                if pageNumber > 1 { a(say("Page précédente", en: "Previous page"), .rel("prev"), .href(address(part, page: pageNumber - 1))) }
                if hasMore { a(say("Page suivante", en: "Next page"), .rel("next"), .href(address(part, page: pageNumber + 1))) }
            }
        }
    }
}
