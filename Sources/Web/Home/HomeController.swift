import Access
import Accounts
import HTML
import Journal
import NetworkLife
import Results
import Storage

/// À faire: what waits for the reader, by date.
enum HomeController {
    static let routes: [Route] = [
        .get(.home, .permission(.homeShow), show),
        .post(.undo, .permission(.homeShow), undo),
    ]

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let reader = try visit.reader()
        let mine = try connection.decisions(waitingFor: reader.account)
        // Whoever keeps the meetings also sees how much is late in all.
        let lateInAll =
            visit.may(.meetingEdit)
            ? try connection.first(
                "SELECT COUNT(*) FROM decision WHERE settled = 0 AND deadline < ?", [visit.today.value]) { Int(try $0.integer(0)) } ?? 0 : 0
        let invited = try connection.all(
            MeetingRecord.self,
            """
            WHERE "when" >= ? AND starts_on IS NOT NULL AND id IN \
            (SELECT meeting FROM invitation WHERE organization = ? AND answer = ?) ORDER BY "when", id LIMIT 5
            """, [visit.today.value, reader.organization.value, InvitationAnswer.waiting.value]
        ).map(\.record)
        let meetings = try connection.all(
            MeetingRecord.self, "WHERE \"when\" >= ? AND starts_on IS NOT NULL ORDER BY \"when\", id LIMIT 5", [visit.today.value])
        let contested = try ContestedRecords(visit, connection)
        let alerts = try OpenAlerts(visit, connection)
        let cases = try CaseDuties(visit, connection)
        let referrals = try ReferralDuties(visit, connection)
        let complaints = try ComplaintDuties(visit, connection)
        let late = mine.count { $0.isLate(on: visit.today) }
        let name = visit.session?.account.displayName ?? ""
        let lede =
            late > 0
            ? visit.say("\(name), \(late) décision\(late > 1 ? "s" : "") en retard vous attend\(late > 1 ? "ent" : "").", en: "\(name), \(late) late decision\(late > 1 ? "s wait" : " waits") for you.")
            : cases.late > 0
            ? visit.say("\(name), \(cases.late) dossier\(cases.late > 1 ? "s" : "") en retard vous attend\(cases.late > 1 ? "ent" : "").", en: "\(name), \(cases.late) late case file\(cases.late > 1 ? "s wait" : " waits") for you.")
            : complaints.late > 0
            ? visit.say("\(name), \(complaints.late) plainte\(complaints.late > 1 ? "s" : "") en retard vous attend\(complaints.late > 1 ? "ent" : "").", en: "\(name), \(complaints.late) late complaint\(complaints.late > 1 ? "s wait" : " waits") for you.")
            : mine.isEmpty && cases.isEmpty && referrals.isEmpty && complaints.isEmpty
                ? visit.say("\(name), rien ne vous attend aujourd’hui.", en: "\(name), nothing waits for you today.")
                : visit.say("\(name), rien n’est en retard.", en: "\(name), nothing is late.")
        return visit.page(visit.say("À faire", en: "To do"), lede: lede) {
            contested
            alerts
            cases
            referrals
            complaints
            if mine.isEmpty && meetings.isEmpty && alerts.alerts.isEmpty && cases.isEmpty && referrals.isEmpty && complaints.isEmpty {
                div(.class("empty")) {
                    p(
                        visit.say(
                            "Les décisions dont vous êtes responsable et les prochaines rencontres paraîtront ici.",
                            en: "Decisions that you own and the next meetings will appear here."))
                    p { a(visit.say("Voir les rencontres", en: "See the meetings"), .href(SitePath.meetings())) }
                }
            }
            if !invited.isEmpty {
                h2(visit.say("Viendrons-nous ?", en: "Will we come?"))
                ul(.class("todo")) { Each(invited) { MeetingLine(visit: visit, meeting: $0) } }
            }
            if lateInAll > 0 {
                p {
                    a(
                        lateInAll == 1
                            ? visit.say("Une décision du réseau est en retard", en: "One decision of the network is late")
                            : visit.say("\(lateInAll) décisions du réseau sont en retard", en: "\(lateInAll) decisions of the network are late"),
                        .href(SitePath.decisions()))
                }
            }
            if !mine.isEmpty {
                h2(visit.say("Mes décisions", en: "My decisions"))
                ul(.class("todo")) { Each(mine) { DecisionLine(visit: visit, decision: $0) } }
            }
            if !meetings.isEmpty {
                h2(visit.say("Prochaines rencontres", en: "Next meetings"))
                ul(.class("todo")) { Each(meetings) { MeetingLine(visit: visit, meeting: $0.record) } }
            }
        }
    }

    /// Undoes what the reader did in one step, and goes back to where it was done.
    private static func undo(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        guard let hash = Digest(hex: visit.id), let entry = try await visit.site.store.read({ try $0.entry(hash) }),
            entry.header.author == (try visit.reader().account), let act = Acts.known[entry.header.act], act.canBeUndone, visit.may(act.permission),
            visit.mayWrite(in: entry.header.scope)
        else { throw Failure.notFound }
        let reader = try visit.reader()
        let outcome = try await visit.site.store.undo(hash, by: Author(reader.account), token: typed.token) { try visit.index($0) }
        let places = try await visit.site.store.read { connection in try entry.changes.compactMap { try Undone.page(of: $0, connection) } }
        return .done(outcome, at: places.first ?? SitePath.home())
    }
}

/// Where a reader lands after undoing: on the record's page, or on its parent's.
enum Undone {
    static func page(of change: RecordChange, _ connection: any Connection) throws -> Address? {
        let record = change.record
        let isHere = try connection.first("SELECT 1 FROM history WHERE record = ? LIMIT 1", [record.value]) { _ in true } ?? false
        guard isHere else { return nil }
        let parent = { (field: String) throws -> AnyID? in
            guard let item = try connection.history(of: record).last(where: \.isMaking),
                case .bytes(let bytes)? = item.changes.first(where: { $0.field == field })?.after
            else { return nil }
            return AnyID(bytes: bytes)
        }
        switch change.kind {
        case MeetingRecord.kind: return try connection.find(MeetingRecord.self, record.cast()) == nil ? SitePath.meetings() : SitePath.meeting(record)
        case Decision.kind:
            if try connection.find(Decision.self, record.cast()) != nil { return SitePath.decision(record) }
            return try parent("meeting").map { SitePath.meeting($0) } ?? SitePath.decisions()
        case DecisionFollowUp.kind, DecisionOwner.kind: return try parent("decision").map { SitePath.decision($0) }
        case AgendaItem.kind: return try parent("meeting").map { SitePath.agenda($0) }
        case Invitation.kind: return try parent("meeting").map { SitePath.invitations($0) }
        case Attendance.kind: return try parent("meeting").map { SitePath.attendance($0) }
        case Project.kind, ProjectLine.kind, Stakeholder.kind: return SitePath.project()
        case BaselineStudy.kind: return SitePath.study()
        case ActivityReport.kind, Milestone.kind: return try parent("activity").map { SitePath.activity($0) }
        case RiskReview.kind: return try parent("risk").map { SitePath.risk($0) }
        case BudgetHeading.kind, BudgetTransfer.kind: return SitePath.budget()
        case PlannedSpending.kind: return try parent("line").map { SitePath.budgetLine($0) }
        case BudgetRule.kind, ExchangeRate.kind, FundTransfer.kind: return SitePath.budgetRules()
        case MilestoneReached.kind:
            return try parent("milestone").flatMap { try connection.find(Milestone.self, $0.cast())?.record.activity }.map { SitePath.activity($0) }
        case PersonProfile.kind:
            return try connection.find(PersonProfile.self, record.cast()) == nil ? SitePath.people() : SitePath.person(record)
        case Position.kind, ContactMade.kind: return SitePath.people()
        case OrganizationProfile.kind:
            return try connection.find(OrganizationProfile.self, record.cast()) == nil ? SitePath.organizations() : SitePath.organization(record)
        case BranchProfile.kind:
            return try connection.find(BranchProfile.self, record.cast()) == nil ? SitePath.branches() : SitePath.branch(record)
        case GoverningBody.kind:
            return try connection.find(GoverningBody.self, record.cast()) == nil ? SitePath.bodies() : SitePath.body(record)
        case Mandate.kind: return try parent("body").map { SitePath.body($0) }
        case MembershipStep.kind, Undertaking.kind, Representative.kind: return try parent("organization").map { SitePath.membership($0) }
        default: return try RecordPlaces.own[change.kind].map { try $0.isHere(record, connection) ? $0.page(record) : $0.list }
        }
    }
}

/// A decision among what waits: when it is due, what it is, whose it is.
struct DecisionLine: Component {
    let visit: Visit
    let decision: Decision
    var owner = ""

    var body: some Markup {
        let isLate = decision.isLate(on: visit.today)
        li(.class(isLate ? "late" : nil)) {
            if let due = decision.due {
                HTML.time(Dates.short(due, visit.language), .datetime(due.description))
            } else {
                span(visit.say("sans date", en: "no date"), .class("soft"))
            }
            div {
                a(decision.numbered, .href(SitePath.decision(decision.id)))
                if !owner.isEmpty { p(owner, .class("soft")) }
            }
            DecisionTag(visit: visit, decision: decision)
        }
    }
}

struct DecisionTag: Component {
    let visit: Visit
    let decision: Decision

    var body: some Markup {
        if decision.isLate(on: visit.today), let due = decision.due {
            span(Dates.distance(to: due, from: visit.today, visit.say), .class("tag late"))
        } else {
            span(visit.say(decision.state.label), .class("tag \(decision.state.style)"))
        }
    }
}

extension DecisionState {
    var style: String {
        switch self {
        case .done: "done"
        case .underway: "waiting"
        default: "plain"
        }
    }
}

struct MeetingLine: Component {
    let visit: Visit
    let meeting: MeetingRecord

    var body: some Markup {
        li {
            if let day = meeting.startsOn {
                HTML.time(Dates.short(day, visit.language), .datetime(day.description))
            } else {
                span(visit.say("date à fixer", en: "date to be set"), .class("soft"))
            }
            div {
                a(meeting.title, .href(SitePath.meeting(meeting.id)))
                if !meeting.venue.isEmpty { p(meeting.venue, .class("soft")) }
            }
            span(visit.say(meeting.type.label), .class("tag plain"))
        }
    }
}
