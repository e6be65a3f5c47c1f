import Access
import Accounts
import HTML
import Journal
import NetworkLife
import Protection
import Storage

/// A referral on a list: to a member or from one, or outside the network, with where it stands.
struct ListedReferral: Sendable {
    let state: ReferralState
    let address: Address
    let isOutside: Bool

    init(_ state: ReferralState) {
        (self.state, address, isOutside) = (state, SitePath.referral(state.referral.id), false)
    }

    /// Of what left the network, the same codes and days; nobody but its sender owes a next step.
    init(_ outside: OutsideReferral, _ connection: any Connection) throws {
        (state, address, isOutside) = (try outside.state(connection), SitePath.outsideReferral(outside.id), true)
    }

    /// The organisation that is to make the next step.
    var waitsFor: ID<Organization>? { isOutside ? state.referral.sender : state.waitsFor.flatMap { state.referral.party($0) } }
}

extension Connection {
    /// A condition on referrals of a table that is true of those whose next step is late at a moment: unanswered, or followed by nothing since the last step's
    /// time ran out.
    private static func overdue(_ table: String, steps: String, by column: String, at now: Moment) -> (sql: String, values: [Value]) {
        (
            """
            ((\(table).answer_by < ? AND NOT EXISTS (SELECT 1 FROM \(steps) WHERE \(steps).\(column) = \(table).id AND rank >= 2)) \
            OR EXISTS (SELECT 1 FROM \(steps) WHERE \(steps).\(column) = \(table).id AND due < ? AND NOT EXISTS \
            (SELECT 1 FROM \(steps) AS later WHERE later.\(column) = \(table).id AND (later.rank > \(steps).rank \
            OR (later.rank = \(steps).rank AND later.made > \(steps).made)))))
            """, [now.value, now.value]
        )
    }

    /// Those between members, of all that `condition` says, with where each stands; what a state says beside the statement decides.
    func overdueReferrals(_ condition: (sql: String, values: [Value]), at now: Moment, limit: Int) throws -> [ListedReferral] {
        let overdue = Self.overdue(Referral.kind, steps: ReferralStep.kind, by: "referral", at: now)
        return try all(Referral.self, "WHERE \(condition.sql) AND \(overdue.sql) ORDER BY answer_by, id LIMIT \(limit)", condition.values + overdue.values)
            .map { ListedReferral(try state(of: $0.record)) }.filter { $0.state.isOverdue(at: now) }
    }

    /// Those outside the network.
    func overdueOutside(_ condition: (sql: String, values: [Value]), at now: Moment, limit: Int) throws -> [ListedReferral] {
        let overdue = Self.overdue(OutsideReferral.kind, steps: OutsideStep.kind, by: "outside", at: now)
        return try all(
            OutsideReferral.self, "WHERE \(condition.sql) AND \(overdue.sql) ORDER BY answer_by, id LIMIT \(limit)", condition.values + overdue.values
        )
        .map { try ListedReferral($0.record, self) }.filter { $0.state.isOverdue(at: now) }
    }
}

extension Visit {
    /// The referrals of the reader's whose next step is late, the oldest first.
    func lateReferrals(limit: Int, _ connection: any Connection) throws -> [ListedReferral] {
        let inside = try connection.overdueReferrals(own(Referral.self) ?? ("1 = 0", []), at: moment, limit: limit)
        let outside = try connection.overdueOutside(own(OutsideReferral.self) ?? ("1 = 0", []), at: moment, limit: limit)
        return (inside + outside).sorted { ($0.state.due ?? moment) < ($1.state.due ?? moment) }
    }
}

/// What is late among the members of a focal point's antennas: how many, and the codes to ask after; nothing that names anyone, and nothing to open.
struct EscalatedReferrals: Component {
    let visit: Visit
    let late: [ListedReferral]
    let names: Names

    /// The referrals whose next step is late where one of the two parties is a member of the reader’s antennas.
    static func late(_ visit: Visit, _ connection: any Connection) throws -> [ListedReferral] {
        try visit.session.map { try late(for: $0.reader, at: visit.moment, connection) } ?? []
    }

    static func late(for reader: Reader, at now: Moment, _ connection: any Connection) throws -> [ListedReferral] {
        let branches = reader.branches
        guard reader.may(.referralEscalated).isAllowed, !branches.isEmpty else { return [] }
        let marks = branches.map { _ in "?" }.joined(separator: ", ")
        let members = "(SELECT id FROM organization WHERE branch IN (\(marks)))"
        let values = branches.sorted().map(\.value)
        let between = try connection.overdueReferrals(
            ("(referral.sender IN \(members) OR referral.receiver IN \(members))", values + values), at: now, limit: 500)
        return try (between + connection.overdueOutside(("outside_referral.organization IN \(members)", values), at: now, limit: 500)).filter {
            $0.waitsFor != nil
        }
    }

    static func page(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let waiting = try late(visit, connection)
        let view = EscalatedReferrals(visit: visit, late: waiting, names: try Names(visit, connection, ids: waiting.map { $0.waitsFor?.cast() }))
        return visit.page(
            visit.say("Référencements en retard", en: "Late referrals"),
            lede: visit.say("Des nombres et des codes : rien ici ne dit qui.", en: "Numbers and codes: nothing here says who."), trail: Registers.trail(visit)
        ) { view }
    }

    private var counts: [(organization: String, count: Int)] {
        Dictionary(grouping: late) { $0.waitsFor }.map { (names[$0.key], $0.value.count) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    var body: some Markup {
        let say = visit.say
        if late.isEmpty {
            div(.class("empty")) {
                p(say("Aucun référencement des membres de votre antenne n’est en retard.", en: "No referral of your branch’s members is late."))
            }
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
                            p(
                                "\(say(item.state.referral.priority.label))\(item.isOutside ? say(", hors du réseau", en: ", outside the network") : "")",
                                .class("soft"))
                        }
                        StateTag(visit: visit, state: item.state)
                    }
                }
            }
        }
    }
}

/// What referrals ask of the reader today, by code: those that came and wait, and whose next step is theirs or late.
struct ReferralDuties: Duties {
    let visit: Visit
    private let items: [ListedReferral]
    private let organization: ID<Organization>?
    /// How many are late among the members of a focal point’s antennas.
    private let escalated: Int

    static let nouns = (one: Phrase("référencement", en: "referral"), many: Phrase("référencements", en: "referrals"))

    init(_ visit: Visit, _ connection: any Connection) throws {
        self.visit = visit
        organization = visit.session?.reader.organization
        escalated = try EscalatedReferrals.late(visit, connection).count
        guard visit.may(.referralShow), let own = visit.own(Referral.self), let organization else {
            items = []
            return
        }
        let waiting = try connection.all(
            Referral.self,
            """
            WHERE \(own.sql) AND referral.receiver = ? AND NOT EXISTS (SELECT 1 FROM referral_step WHERE referral_step.referral = referral.id AND rank >= 2) \
            ORDER BY answer_by, id LIMIT 20
            """, own.values + [organization.value]
        ).map { ListedReferral(try connection.state(of: $0.record)) }
        let late = try visit.lateReferrals(limit: 40, connection)
        let known = Set(late.map(\.state.referral.id))
        items = late + waiting.filter { !known.contains($0.state.referral.id) && !$0.state.isOver }
    }

    var count: Int { items.count + escalated }
    var late: Int { escalated + items.count { $0.state.isOverdue(at: visit.moment) } }

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
                Each(items) { item in
                    let (state, isOurs) = (item.state, item.waitsFor == organization)
                    li(.class(state.isOverdue(at: visit.moment) ? "late" : nil)) {
                        if let due = state.due { HTML.time(Dates.moment(due, say)) } else { span("") }
                        div {
                            a(state.referral.called(say), .href(item.address))
                            p(
                                item.isOutside
                                    ? say("Hors du réseau : demandez la suite au service", en: "Outside the network: ask the service what became of it")
                                    : isOurs
                                        ? say("À vous de répondre", en: "Yours to answer")
                                        : say("L’autre organisation n’a pas répondu", en: "The other organisation has not answered"), .class("soft"))
                        }
                        StateTag(visit: visit, state: state)
                    }
                }
            }
        }
    }
}
