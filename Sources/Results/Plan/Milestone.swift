import Access
import Journal

/// A point of an activity that is reached or not, and in which month it should be.
package struct Milestone: Record {
    package var id = ID<Milestone>()
    package var activity: ID<Activity>?
    package var text = ""
    package var month = 1

    package init() {}

    package static let kind = "milestone"
    package static let title = Phrase("Jalon", en: "Milestone")
    package static let scope = ScopeForm.network
    package static let indexes = [["activity", "month"], ["month", "id"]]

    package static let fields: [Field<Self>] = [
        .init("activity", \.activity, "Activité", en: "Activity", required: true, input: .hidden),
        .init("text", \.text, "Jalon", en: "Milestone", required: true, limit: 300),
        .init("month", \.month, "Mois prévu", en: "Month planned", required: true),
    ]
}

/// That a milestone was reached: when, and with what to show for it.
package struct MilestoneReached: Record {
    package var id = ID<MilestoneReached>()
    package var milestone: ID<Milestone>?
    package var on: Day?
    package var what = ""

    package init() {}

    package static let kind = "milestone_reached"
    package static let title = Phrase("Jalon atteint", en: "Milestone reached")
    package static let scope = ScopeForm.network
    package static let indexes = [["milestone"]]

    package static let fields: [Field<Self>] = [
        .init("milestone", \.milestone, "Jalon", en: "Milestone", required: true, input: .hidden),
        .init("on", \.on, "Atteint le", en: "Reached on", required: true),
        .init(
            "what", \.what, "Avec quoi", en: "With what", hint: Phrase("Le livrable, ou ce qui le montre.", en: "The deliverable, or what shows it."),
            required: true, limit: 500),
    ]

    /// Throws a `Refusal` where the day is still to come.
    package func check(today: Day) throws(Refusal) {
        if let on, on > today {
            throw Refusal("milestone.future", Phrase("Donnez une date au plus tard aujourd’hui.", en: "Give a date no later than today."), field: "on")
        }
    }
}

/// A milestone, and whether it was reached.
package struct MilestoneState: Sendable {
    package let milestone: Milestone
    package let reached: MilestoneReached?

    package init(_ milestone: Milestone, _ reached: MilestoneReached?) {
        self.milestone = milestone
        self.reached = reached
    }

    package func isLate(_ calendar: ProjectCalendar, on today: Day) -> Bool {
        reached == nil && calendar.isOver(milestone.month, on: today)
    }
}
