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
        let duties = AllDuties(parts: [
            try AlertDuties(visit, connection), try CaseDuties(visit, connection), try ReferralDuties(visit, connection),
            try ComplaintDuties(visit, connection), try DecisionDuties(visit, connection),
        ])
        let say = visit.say
        return visit.page(say("À faire", en: "To do"), lede: duties.lede(visit.session?.account.displayName ?? "", say)) {
            contested
            duties
            if duties.isEmpty && meetings.isEmpty {
                div(.class("empty")) {
                    p(
                        say(
                            "Les décisions dont vous êtes responsable et les prochaines rencontres paraîtront ici.",
                            en: "Decisions that you own and the next meetings will appear here."))
                    p { a(say("Voir les rencontres", en: "See the meetings"), .href(SitePath.meetings())) }
                }
            }
            if !invited.isEmpty {
                h2(say("Viendrons-nous ?", en: "Will we come?"))
                ul(.class("todo")) { Each(invited) { MeetingLine(visit: visit, meeting: $0) } }
            }
            if !meetings.isEmpty {
                h2(say("Prochaines rencontres", en: "Next meetings"))
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
