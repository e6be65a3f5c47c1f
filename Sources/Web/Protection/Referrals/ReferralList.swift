import Access
import Accounts
import HTML
import Journal
import NetworkLife
import Protection
import Storage

extension Connection {
    /// A condition on `referral` that is true of those whose next step is late at a moment: unanswered, or followed by nothing since the last step's time ran out.
    static func overdueReferrals(at now: Moment) -> (sql: String, values: [Value]) {
        (
            """
            ((referral.answer_by < ? AND NOT EXISTS (SELECT 1 FROM referral_step WHERE referral_step.referral = referral.id AND rank >= 2)) \
            OR EXISTS (SELECT 1 FROM referral_step WHERE referral_step.referral = referral.id AND due < ? AND NOT EXISTS \
            (SELECT 1 FROM referral_step AS later WHERE later.referral = referral.id AND (later.rank > referral_step.rank \
            OR (later.rank = referral_step.rank AND later.made > referral_step.made)))))
            """, [now.value, now.value]
        )
    }

    /// Those, of all that `condition` says, with where each stands; what a state says beside the statement decides.
    func overdueReferrals(_ condition: (sql: String, values: [Value]), at now: Moment, limit: Int) throws -> [ReferralState] {
        let overdue = Self.overdueReferrals(at: now)
        return try all(Referral.self, "WHERE \(condition.sql) AND \(overdue.sql) ORDER BY answer_by, id LIMIT \(limit)", condition.values + overdue.values)
            .map { try state(of: $0.record) }.filter { $0.isOverdue(at: now) }
    }
}

/// The referrals that the reader may see, sent or received, by when they are due.
struct ReferralList: Component {
    private static let size = 50

    let visit: Visit
    let part: String
    let states: [ReferralState]
    let names: Names
    let pageNumber: Int
    let hasMore: Bool
    let code: String

    private var say: Say { visit.say }

    static func page(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let own = visit.own(Referral.self) ?? ("1 = 0", [])
        let organization = try visit.reader().organization
        let part = visit.query["part"].flatMap { ["received", "sent", "overdue"].contains($0) ? $0 : nil } ?? "received"
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
        var states: [ReferralState]
        if part == "overdue", code.isEmpty {
            states = try connection.overdueReferrals((sql, values), at: visit.moment, limit: 200)
        } else {
            states = try connection.all(
                Referral.self, "WHERE \(sql) ORDER BY answer_by DESC, id LIMIT \(size + 1) OFFSET \((number - 1) * size)", values
            ).map { try connection.state(of: $0.record) }
        }
        let hasMore = part != "overdue" && states.count > size
        if hasMore { states.removeLast() }
        let late = try connection.overdueReferrals(own, at: visit.moment, limit: 200).count
        let list = ReferralList(
            visit: visit, part: part, states: states,
            names: try Names(visit, connection, ids: states.flatMap { [$0.referral.sender?.cast(), $0.referral.receiver?.cast()] }), pageNumber: number, hasMore: hasMore, code: code)
        let lede: String? =
            switch late {
            case 0: nil
            case 1: visit.say("Une suite est en retard.", en: "One next step is late.")
            default: visit.say("\(late) suites sont en retard.", en: "\(late) next steps are late.")
            }
        return visit.page(visit.say("Référencements", en: "Referrals"), lede: lede, trail: Registers.trail(visit)) { list }
    }

    private var parts: [(code: String, label: String)] {
        [("received", say("Reçus", en: "Received")), ("sent", say("Envoyés", en: "Sent")), ("overdue", say("En retard", en: "Late"))]
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
        if states.isEmpty {
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
        case "overdue": return say("Rien n’est en retard.", en: "Nothing is late.")
        default: return say("Aucun référencement n’est arrivé. Ce qu’un autre membre vous envoie paraît ici.", en: "No referral has come. What another member sends you appears here.")
        }
    }

    private var heads: [String] {
        [say("Code", en: "Code"), say("État", en: "State"), say("Priorité", en: "Priority"), say("Besoin", en: "Need"), say("De", en: "From"), say("À", en: "To"), say("Attendu avant", en: "Due by")]
    }

    private var table: some Markup {
        HTML.table(.class("list")) {
            caption(say("Référencements", en: "Referrals"), .class("visually-hidden"))
            thead { tr { Each(heads) { th($0, .scope(.col)) } } }
            tbody {
                Each(states) { state in
                    tr {
                        td { a(state.referral.reference, .href(SitePath.referral(state.referral.id))) }
                        td(.data("label", heads[1])) { StateTag(visit: visit, state: state) }
                        td(say(state.referral.priority.label), .data("label", heads[2]))
                        td(say(state.referral.group.label), .data("label", heads[3]))
                        td(names[state.referral.sender], .data("label", heads[4]))
                        td(names[state.referral.receiver], .data("label", heads[5]))
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

/// What is late among the members of a focal point's antennas: how many, and the codes to ask after; nothing that names anyone, and nothing to open.
struct EscalatedReferrals: Component {
    let visit: Visit
    let late: [(waitsFor: ID<Organization>, state: ReferralState)]
    let names: Names

    /// The referrals whose next step is late where one of the two parties is a member of the reader’s antennas.
    static func late(_ visit: Visit, _ connection: any Connection) throws -> [(waitsFor: ID<Organization>, state: ReferralState)] {
        guard visit.may(.referralEscalated), let branches = visit.session?.reader.branches, !branches.isEmpty else { return [] }
        let marks = branches.map { _ in "?" }.joined(separator: ", ")
        let members = "(SELECT id FROM organization WHERE branch IN (\(marks)))"
        let values = branches.sorted().map(\.value)
        return try connection.overdueReferrals(("(referral.sender IN \(members) OR referral.receiver IN \(members))", values + values), at: visit.moment, limit: 500)
            .compactMap { state in state.waitsFor.flatMap { state.referral.party($0) }.map { (waitsFor: $0, state: state) } }
    }

    static func page(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let waiting = try late(visit, connection)
        let view = EscalatedReferrals(visit: visit, late: waiting, names: try Names(visit, connection, ids: waiting.map { $0.waitsFor.cast() }))
        return visit.page(
            visit.say("Référencements en retard", en: "Late referrals"),
            lede: visit.say("Des nombres et des codes : rien ici ne dit qui.", en: "Numbers and codes: nothing here says who."), trail: Registers.trail(visit)
        ) { view }
    }

    private var counts: [(organization: String, count: Int)] {
        Dictionary(grouping: late, by: \.waitsFor).map { (names[$0.key], $0.value.count) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    var body: some Markup {
        let say = visit.say
        if late.isEmpty {
            div(.class("empty")) { p(say("Aucun référencement des membres de votre antenne n’est en retard.", en: "No referral of your branch’s members is late.")) }
        } else {
            table(.class("list")) {
                caption(say("Qui doit une suite", en: "Who owes a next step"))
                thead {
                    tr {
                        th(say("Organisation", en: "Organisation"), .scope(.col))
                        th(say("En retard", en: "Late"), .scope(.col), .class("number"))
                    }
                }
                tbody {
                    Each(counts) { row in
                        tr {
                            td(row.organization)
                            td("\(row.count)", .class("number"), .data("label", say("En retard", en: "Late")))
                        }
                    }
                }
            }
            h2(say("Les codes à rappeler", en: "The codes to ask after"))
            ul(.class("todo")) {
                Each(late) { item in
                    li(.class("late")) {
                        strong(item.state.referral.reference)
                        div {
                            names[item.waitsFor]
                            p(say(item.state.referral.priority.label), .class("soft"))
                        }
                        StateTag(visit: visit, state: item.state)
                    }
                }
            }
        }
    }
}

/// What referrals ask of the reader today, by code: those that came and wait, and whose next step is theirs or late.
struct ReferralDuties: Component {
    let visit: Visit
    private let states: [ReferralState]
    private let organization: ID<Organization>?
    /// How many are late among the members of a focal point’s antennas.
    private let escalated: Int

    init(_ visit: Visit, _ connection: any Connection) throws {
        self.visit = visit
        organization = visit.session?.reader.organization
        escalated = try EscalatedReferrals.late(visit, connection).count
        guard visit.may(.referralShow), let own = visit.own(Referral.self), let organization else {
            states = []
            return
        }
        let waiting = try connection.all(
            Referral.self,
            """
            WHERE \(own.sql) AND referral.receiver = ? AND NOT EXISTS (SELECT 1 FROM referral_step WHERE referral_step.referral = referral.id AND rank >= 2) \
            ORDER BY answer_by, id LIMIT 20
            """, own.values + [organization.value]
        ).map { try connection.state(of: $0.record) }
        let late = try connection.overdueReferrals(own, at: visit.moment, limit: 40)
        let known = Set(late.map(\.referral.id))
        states = late + waiting.filter { !known.contains($0.referral.id) && !$0.isOver }
    }

    var isEmpty: Bool { states.isEmpty && escalated == 0 }

    var body: some Markup {
        let say = visit.say
        if !isEmpty {
            h2(say("Référencements", en: "Referrals"))
            if escalated > 0 {
                p {
                    a(
                        escalated == 1
                            ? say("Un référencement de votre antenne est en retard", en: "One referral of your branch is late")
                            : say("\(escalated) référencements de votre antenne sont en retard", en: "\(escalated) referrals of your branch are late"),
                        .href(SitePath.referralsEscalated()))
                }
            }
            ul(.class("todo")) {
                Each(states) { state in
                    let isOurs = state.waitsFor.flatMap { state.referral.party($0) } == organization
                    li(.class(state.isOverdue(at: visit.moment) ? "late" : nil)) {
                        if let due = state.due { HTML.time(Dates.moment(due, say)) } else { span("") }
                        div {
                            a(say("Référencement \(state.referral.reference)", en: "Referral \(state.referral.reference)"), .href(SitePath.referral(state.referral.id)))
                            p(isOurs ? say("À vous de répondre", en: "Yours to answer") : say("L’autre organisation n’a pas répondu", en: "The other organisation has not answered"), .class("soft"))
                        }
                        StateTag(visit: visit, state: state)
                    }
                }
            }
        }
    }
}
