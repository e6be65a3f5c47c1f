import Access
import HTML
import Journal
import Results
import Storage

extension ActivitiesController {
    static let list = RecordList<Activity>(
        path: .activities, permission: .projectShow, title: Phrase("Plan d’activités", en: "Activity plan"), one: Phrase("activité", en: "activity"),
        many: Phrase("activités", en: "activities"),
        columns: [
            ListColumn(Phrase("Activité", en: "Activity"), needs: ["code", "title"]) { activity, _ in
                .link("\(activity.code) \(activity.title)", SitePath.activity(activity.id))
            },
            ListColumn(Phrase("Mois", en: "Months"), needs: ["first_month", "last_month"]) { activity, context in
                context.more[activity.id.cast()]?["months"] ?? .text("")
            },
            ListColumn(Phrase("État", en: "State"), needs: ["state", "last_month"]) { activity, context in
                context.more[activity.id.cast()]?["state"] ?? .text("")
            },
            .field("responsible"), .field("regions"),
        ],
        filters: [standing, quarter, .reference(Activity.self, "line"), .code(Activity.self, "regions"), responsible],
        sorts: [
            ListSort("code", column: "rank", ascending: Phrase("Par code", en: "By code"), descending: Phrase("Par code, à rebours", en: "By code, backwards")),
            ListSort(
                "begin", column: "begins", .integer, ascending: Phrase("Qui commencent d’abord", en: "First to begin"),
                descending: Phrase("Qui commencent en dernier", en: "Last to begin")),
            ListSort(
                "end", column: "ends", .integer, ascending: Phrase("Qui finissent d’abord", en: "First to end"),
                descending: Phrase("Qui finissent en dernier", en: "Last to end")),
        ],
        search: "sort", isExported: true, trail: { [($0.say("Projet", en: "Project"), SitePath.project())] },
        lede: { visit, connection in try PlanCounts(visit, connection).text(visit.say) },
        actions: { visit in
            (visit.may(.planEdit)
                ? [ListAction(label: Phrase("Ajouter une activité", en: "Add an activity"), address: SitePath.activityNew(), isPrimary: true)] : []) + [
                    ListAction(label: Phrase("Chronogramme", en: "Timeline"), address: SitePath.chronogram()),
                    ListAction(label: Phrase("Plan du trimestre", en: "Quarter’s plan"), address: SitePath.quarterPlan()),
                ]
        },
        more: { visit, activities, connection in
            let words = PlanWords(try connection.calendar(), visit)
            return Dictionary(uniqueKeysWithValues: activities.map { ($0.id.cast(), ["months": .text(words.months($0)), "state": words.state($0)]) })
        },
        purpose: Phrase(
            "Le plan est vide. Ajoutez la première activité du contrat, avec ses mois.",
            en: "The plan is empty. Add the contract’s first activity, with its months."))

    /// What waits, what is late, what is settled; which month it is stands in the choice itself.
    private static let standing = ListFilter(
        name: "standing", label: Phrase("Suivi", en: "Follow-up"),
        options: { visit, connection in
            let month = try connection.calendar().month(on: visit.today) ?? 0
            return [
                ("waiting", visit.say("À faire ou en cours", en: "To do or under way")), ("late-\(month)", visit.say("En retard", en: "Late")),
                ("settled", visit.say("Réalisées ou abandonnées", en: "Done or dropped")), ("unplanned", visit.say("À planifier", en: "To be planned")),
            ]
        },
        condition: { code, _ in
            switch code {
            case "waiting": ("settled = ?", [false.value])
            case "settled": ("settled = ?", [true.value])
            case "unplanned": ("first_month IS NULL", [])
            default: Int(code.dropFirst("late-".count)).map { ("settled = ? AND ends < ?", [false.value, $0.value]) }
            }
        })

    private static let quarter = ListFilter(
        name: "quarter", label: Phrase("Trimestre", en: "Quarter"),
        options: { visit, connection in
            let words = PlanWords(try connection.calendar(), visit)
            return (0..<words.calendar.quarters).map { ("\($0 + 1)", words.quarter($0 + 1)) }
        },
        condition: { code, _ in
            guard let quarter = Int(code), (1...200).contains(quarter) else { return nil }
            let months = ProjectCalendar.months(of: quarter)
            return ("begins <= ? AND ends >= ? AND first_month IS NOT NULL", [months.upperBound.value, months.lowerBound.value])
        })

    private static let responsible = ListFilter(
        name: "responsible", label: Phrase("Organisation responsable", en: "Organisation responsible"),
        options: { _, connection in
            try connection.rows(
                "SELECT id, acronym, name FROM organization WHERE id IN (SELECT responsible FROM activity) ORDER BY sort, id LIMIT 100"
            ) { row in
                let (acronym, name) = (try row.text(1), try row.text(2))
                return (try AnyID(value: .bytes(row.bytes(0))).description, acronym.isEmpty ? name : acronym)
            }
        },
        condition: { code, _ in AnyID(code).map { ("responsible = ?", [$0.value]) } })
}

/// How far the plan has come, in three numbers.
struct PlanCounts: Sendable {
    let all: Int
    let done: Int
    let late: Int

    init(_ visit: Visit, _ connection: any Connection) throws {
        let month = try connection.calendar().month(on: visit.today) ?? 0
        let found =
            try connection.first(
                "SELECT COUNT(*), COUNT(CASE WHEN state = 'done' THEN 1 END), COUNT(CASE WHEN settled = 0 AND ends < ? THEN 1 END) FROM activity", [month.value]
            ) { row in try (0..<3).map { Int(try row.integer($0)) } } ?? [0, 0, 0]
        (all, done, late) = (found[0], found[1], found[2])
    }

    func text(_ say: Say) -> String? {
        guard all > 0 else { return nil }
        return say(
            "\(done) réalisée\(done > 1 ? "s" : "") sur \(all)" + (late > 0 ? ", \(late) en retard." : ", aucune en retard."),
            en: "\(done) of \(all) done" + (late > 0 ? ", \(late) late." : ", none late."))
    }
}
