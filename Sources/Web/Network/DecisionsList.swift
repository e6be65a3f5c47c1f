import Access
import HTML
import Journal
import NetworkLife
import Storage

extension DecisionsController {
    static let list = RecordList<Decision>(
        path: .decisions, permission: .meetingShow, title: Phrase("Décisions", en: "Decisions"), one: Phrase("décision", en: "decision"),
        many: Phrase("décisions", en: "decisions"),
        columns: [
            ListColumn(Phrase("Décision", en: "Decision"), needs: ["text", "number"]) { decision, _ in .link(decision.numbered, SitePath.decision(decision.id))
            },
            .field("due"),
            ListColumn(Phrase("État", en: "State"), needs: ["state", "due"]) { decision, context in
                let say = context.visit.say
                guard decision.isLate(on: context.visit.today), let due = decision.due else {
                    return .tag(say(decision.state.label), style: decision.state.style)
                }
                return .tag(Dates.distance(to: due, from: context.visit.today, say), style: "late")
            },
            ListColumn(Phrase("Responsable", en: "Owner"), needs: ["owner", "owner_name"]) { decision, context in
                .text(decision.owner.map { context.names[$0] } ?? decision.ownerName)
            },
            .field("meeting"),
        ],
        filters: [standing, .code("state", Phrase("État", en: "State"), DecisionState.self), owner],
        sorts: [
            ListSort(
                "due", column: "deadline", ascending: Phrase("Échéance la plus proche d’abord", en: "Earliest due first"),
                descending: Phrase("Échéance la plus lointaine d’abord", en: "Latest due first"))
        ],
        search: "sort", isExported: true,
        trail: { [($0.say("Rencontres", en: "Meetings"), SitePath.meetings())] },
        lede: { visit, connection in
            let late =
                try connection.first(
                    "SELECT COUNT(*) FROM (SELECT 1 FROM decision WHERE settled = 0 AND deadline < ? LIMIT 1001) AS counted", [visit.today.value]
                ) { Int(try $0.integer(0)) } ?? 0
            switch late {
            case 0: return nil
            case 1: return visit.say("1 décision est en retard.", en: "1 decision is late.")
            case 1001: return visit.say("Plus de 1 000 décisions sont en retard.", en: "More than 1,000 decisions are late.")
            default: return visit.say("\(late) décisions sont en retard.", en: "\(late) decisions are late.")
            }
        },
        purpose: Phrase(
            "Rien ici. Les décisions se notent sur la page de leur rencontre.", en: "Nothing here. Decisions are noted on the page of their meeting."))

    /// What the steering committee and evaluations recommended, in the order of their numbers.
    static let recommendations = RecordList<Decision>(
        path: .recommendations, permission: .meetingShow, title: Phrase("Recommandations", en: "Recommendations"),
        one: Phrase("recommandation", en: "recommendation"),
        many: Phrase("recommandations", en: "recommendations"),
        columns: [
            ListColumn(Phrase("Recommandation", en: "Recommendation"), needs: ["text", "number"]) { decision, _ in
                .link(decision.numbered, SitePath.decision(decision.id))
            },
            .field("addressee"), .field("due"),
            ListColumn(Phrase("État", en: "State"), needs: ["state", "due"]) { decision, context in
                let say = context.visit.say
                guard decision.isLate(on: context.visit.today), let due = decision.due else {
                    return .tag(say(decision.state.label), style: decision.state.style)
                }
                return .tag(Dates.distance(to: due, from: context.visit.today, say), style: "late")
            },
            .field("meeting"),
        ],
        filters: [standing, .code("state", Phrase("État", en: "State"), DecisionState.self)],
        sorts: [
            ListSort(
                "number", column: "number", .integer, ascending: Phrase("Par numéro", en: "By number"),
                descending: Phrase("Les dernières d’abord", en: "Last first")),
            ListSort(
                "due", column: "deadline", ascending: Phrase("Échéance la plus proche d’abord", en: "Earliest due first"),
                descending: Phrase("Échéance la plus lointaine d’abord", en: "Latest due first")),
        ],
        always: "number IS NOT NULL", search: "sort", isExported: true, trail: { [($0.say("Projet", en: "Project"), SitePath.project())] },
        purpose: Phrase(
            "Aucune recommandation. Elles se notent sur la page d’une session du comité de pilotage, ou de la restitution d’une évaluation.",
            en: "No recommendation. They are noted on the page of a session of the steering committee, or of the findings of an evaluation."))

    /// What waits, what is late, what is settled.
    private static let standing = ListFilter(
        name: "standing", label: Phrase("Suivi", en: "Follow-up"),
        options: { visit, _ in
            [
                ("waiting", visit.say("À faire ou en cours", en: "To do or under way")), ("late", visit.say("En retard", en: "Late")),
                ("settled", visit.say("Réglées", en: "Settled")),
            ]
        },
        condition: { code, today in
            switch code {
            case "waiting": ("settled = ?", [false.value])
            case "late": ("settled = ? AND deadline < ?", [false.value, today.value])
            case "settled": ("settled = ?", [true.value])
            default: nil
            }
        })

    private static let owner = ListFilter(
        name: "owner", label: Phrase("Responsable", en: "Owner"),
        options: { visit, connection in
            // Those who own something that waits; whoever owns much else is found by searching.
            try connection.rows(
                """
                SELECT id, display_name FROM account WHERE EXISTS (SELECT 1 FROM decision WHERE owner = account.id AND settled = 0) \
                ORDER BY sort, id LIMIT 100
                """
            ) { (try ID<Account>(value: .bytes($0.bytes(0))).description, try $0.text(1)) }
        },
        condition: { code, _ in AnyID(code).map { ("owner = ?", [$0.value]) } })
}
