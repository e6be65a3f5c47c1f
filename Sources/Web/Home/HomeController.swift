import Access
import HTML
import Journal
import Network
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
        let mine = try connection.all(
            Decision.self, "WHERE owner = ? AND settled = 0 ORDER BY deadline, id LIMIT 50", [reader.account.value])
        let meetings = try connection.all(
            MeetingRecord.self, "WHERE \"when\" >= ? AND starts_on IS NOT NULL ORDER BY \"when\", id LIMIT 5", [visit.today.value])
        let contested = try ContestedRecords(visit, connection)
        let late = mine.count { $0.record.isLate(on: visit.today) }
        let name = visit.session?.account.displayName ?? ""
        let lede =
            late > 0
            ? visit.say("\(name), \(late) décision\(late > 1 ? "s" : "") en retard vous attend\(late > 1 ? "ent" : "").", en: "\(name), \(late) late decision\(late > 1 ? "s wait" : " waits") for you.")
            : mine.isEmpty
                ? visit.say("\(name), rien ne vous attend aujourd’hui.", en: "\(name), nothing waits for you today.")
                : visit.say("\(name), rien n’est en retard.", en: "\(name), nothing is late.")
        return visit.page(visit.say("À faire", en: "To do"), lede: lede) {
            contested
            if mine.isEmpty && meetings.isEmpty {
                div(.class("empty")) {
                    p(
                        visit.say(
                            "Les décisions dont vous êtes responsable et les prochaines rencontres paraîtront ici.",
                            en: "Decisions that you own and the next meetings will appear here."))
                    p { a(visit.say("Voir les rencontres", en: "See the meetings"), .href(SitePath.meetings())) }
                }
            }
            if !mine.isEmpty {
                h2(visit.say("Mes décisions", en: "My decisions"))
                ul(.class("todo")) { Each(mine) { DecisionLine(visit: visit, decision: $0.record) } }
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
            entry.header.author == (try visit.reader().account), let act = Acts.known[entry.header.act], act.canBeUndone, visit.may(act.permission)
        else { throw Failure.notFound }
        let reader = try visit.reader()
        let outcome = try await visit.site.store.undo(hash, by: Author(reader.account), token: typed.token)
        let places = entry.changes.compactMap { Undone.page(of: $0, isMade: $0.isMaking) }
        return .done(outcome, at: places.first ?? SitePath.home())
    }
}

/// Where a reader lands after undoing: on the record's page, or on its parent's where undoing took it away.
enum Undone {
    static func page(of change: RecordChange, isMade: Bool) -> Address? {
        switch change.kind {
        case MeetingRecord.kind: isMade ? SitePath.meetings() : SitePath.meeting(change.record)
        case Decision.kind: isMade ? SitePath.decisions() : SitePath.decision(change.record)
        case Project.kind: SitePath.project()
        case OrganizationProfile.kind: isMade ? SitePath.organizations() : SitePath.organization(change.record)
        case BranchProfile.kind: isMade ? SitePath.branches() : SitePath.branch(change.record)
        case GoverningBody.kind: isMade ? SitePath.bodies() : SitePath.body(change.record)
        case Mandate.kind: isMade ? SitePath.bodies() : SitePath.mandateEdit(change.record)
        case MembershipStep.kind: SitePath.members()
        default: nil
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
                a(decision.text, .href(SitePath.decision(decision.id)))
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
