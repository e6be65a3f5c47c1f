import Access
import HTML
import Journal
import NetworkLife
import Storage

/// The decisions that the reader owns; whoever keeps the meetings also sees how many are late in all.
struct DecisionDuties: Duties {
    let visit: Visit
    private let mine: [Decision]
    private let lateInAll: Int

    static let nouns = (one: Phrase("décision", en: "decision"), many: Phrase("décisions", en: "decisions"))

    init(_ visit: Visit, _ connection: any Connection) throws {
        self.visit = visit
        mine = try connection.decisions(waitingFor: visit.reader().account)
        lateInAll =
            visit.may(.meetingEdit)
            ? try connection.first("SELECT COUNT(*) FROM decision WHERE settled = 0 AND deadline < ?", [visit.today.value]) { Int(try $0.integer(0)) } ?? 0
            : 0
    }

    var count: Int { mine.count + lateInAll }
    var late: Int { mine.count { $0.isLate(on: visit.today) } }

    var body: some Markup {
        let say = visit.say
        if !isEmpty {
            h2(mine.isEmpty ? say("Décisions", en: "Decisions") : say("Mes décisions", en: "My decisions"))
            ul(.class("todo")) { Each(mine) { DecisionLine(visit: visit, decision: $0) } }
            if lateInAll > 0 {
                p {
                    a(
                        lateInAll == 1
                            ? say("Une décision du réseau est en retard", en: "One decision of the network is late")
                            : say("\(lateInAll) décisions du réseau sont en retard", en: "\(lateInAll) decisions of the network are late"),
                        .href(SitePath.decisions()))
                }
            }
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
