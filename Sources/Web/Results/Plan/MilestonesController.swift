import Access
import HTML
import Journal
import Results
import Storage

/// The milestones of an activity: set, moved, reached.
enum MilestonesController {
    private static let desk = RecordDesk<Milestone>(
        permission: .planEdit, asked: ["text", "month"],
        words: (
            Phrase("Ajouter un jalon", en: "Add a milestone"), Phrase("Modifier le jalon", en: "Edit the milestone"),
            Phrase("Retirer ce jalon", en: "Remove this milestone")
        ),
        acts: (.milestoneCreate, .milestoneUpdate, .milestoneRemove), paths: (.milestoneNew, .milestoneEdit, .milestoneRemoval),
        begin: { visit, connection in
            let activity = try visit.find(Activity.self, connection).record
            var milestone = Milestone()
            milestone.activity = activity.id
            milestone.month = activity.lastMonth ?? 1
            return milestone
        },
        home: { home($0) }, parent: { home($0) },
        trail: { visit, milestone, connection in
            ActivitiesController.trail(visit, try milestone.activity.flatMap { try connection.find(Activity.self, $0)?.record })
        },
        rule: { milestone, _, connection in try connection.calendar().check(milestone.month, field: "month") })

    private static let reaching = RecordEditing(
        MilestoneReached.self, asked: ["on", "what"], act: .milestoneReach, title: Phrase("Noter un jalon atteint", en: "Note a milestone reached"),
        button: Phrase("Noter", en: "Note it"))

    static let routes: [Route] =
        desk.routes + [
            .get(.milestoneReach, .permission(.planReport)) { visit, connection in
                let milestone = try visit.find(Milestone.self, connection).record
                var reached = MilestoneReached()
                reached.on = visit.today
                return try reaching.page(
                    visit, connection, reached, versions: nil, to: SitePath.milestoneReach(milestone.id), back: home(milestone),
                    trail: [(milestone.text, home(milestone))])
            },
            .post(.milestoneReach, .permission(.planReport)) { visit, typed in
                let milestone = try await visit.site.store.read { try visit.find(Milestone.self, $0).record }
                var reached = MilestoneReached()
                reached.id = typed.token.cast()
                reached.milestone = milestone.id
                return try await reaching.take(
                    visit, typed, into: reached, isNew: true, to: SitePath.milestoneReach(milestone.id), back: home(milestone), landing: home(milestone),
                    trail: [(milestone.text, home(milestone))],
                    rule: { [today = visit.today] reached, connection in
                        try reached.check(today: today)
                        if try !connection.all(MilestoneReached.self, "WHERE milestone = ? AND id <> ? LIMIT 1", [milestone.id.value, reached.id.value]).isEmpty
                        {
                            throw Refusal(
                                "milestone.reached", Phrase("Ce jalon est déjà noté comme atteint.", en: "This milestone is noted as reached already."))
                        }
                    })
            },
        ]

    private static func home(_ milestone: Milestone) -> Address { milestone.activity.map { SitePath.activity($0) } ?? SitePath.activities() }
}
