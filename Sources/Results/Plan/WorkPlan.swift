import Access
import Journal
import Storage

/// The activities of a quarter in a region, with what is noted of them: an antenna's plan, and its report.
package struct WorkPlan: Sendable {
    /// One activity of the plan, and the last note about it.
    package struct Line: Sendable {
        package let activity: Activity
        package let last: ActivityReport?
        package let milestones: [MilestoneState]
    }

    package let calendar: ProjectCalendar
    package let quarter: Int
    /// What is planned in the quarter, and what should have ended before it and did not.
    package let lines: [Line]
    /// What begins in the quarter after it.
    package let next: [Activity]

    package init(_ calendar: ProjectCalendar, quarter: Int, in region: Region?, on today: Day, _ connection: any Connection) throws {
        self.calendar = calendar
        self.quarter = quarter
        let months = ProjectCalendar.months(of: quarter)
        let all = try connection.all(Activity.self, "ORDER BY rank, id LIMIT 1000").map(\.record).filter { $0.isIn(region) && $0.state != .dropped }
        let due = all.filter { activity in
            activity.isPlanned(in: months)
                || (activity.lastMonth.map { $0 < months.lowerBound } ?? false) && !activity.wasDone(before: calendar.first(of: months.lowerBound))
        }
        lines = try due.map { activity in
            Line(
                activity: activity,
                last: try connection.all(ActivityReport.self, "WHERE activity = ? ORDER BY \"on\" DESC, id DESC LIMIT 1", [activity.id.value]).first?.record,
                milestones: try connection.milestones(of: activity.id))
        }
        next = all.filter { activity in activity.firstMonth.map { ProjectCalendar.months(of: quarter + 1).contains($0) } ?? false }
    }

    package var done: [Line] { lines.filter { $0.activity.state == .done } }

    /// What the quarter should have ended and did not, seen from a day.
    package func late(on today: Day) -> [Line] { lines.filter { $0.activity.isLate(calendar, on: today) } }

    package func underway(on today: Day) -> [Line] { lines.filter { $0.activity.state != .done && !$0.activity.isLate(calendar, on: today) } }
}

extension WorkPlan {
    /// For which regions an activity is planned by name in the quarter of a day, and on whose activities progress was noted in that quarter, up to the day.
    /// None where the day is outside the project.
    package static func regions(on day: Day, _ connection: any Connection) throws -> (planned: Set<Region>, reported: Set<Region>) {
        let calendar = try connection.calendar()
        let quarter = calendar.quarter(on: day)
        guard let days = calendar.days(of: quarter), days.contains(day) else { return ([], []) }
        let activities = try connection.all(Activity.self, "ORDER BY rank, id LIMIT 1000").map(\.record).filter { $0.state != .dropped }
        let noted = try Set(
            connection.all(ActivityReport.self, "WHERE \"on\" BETWEEN ? AND ? ORDER BY id LIMIT 10000", [days.lowerBound.value, day.value])
                .compactMap(\.record.activity))
        let months = ProjectCalendar.months(of: quarter)
        return (
            Set(activities.filter { $0.isPlanned(in: months) }.flatMap(\.regions.elements)),
            Set(activities.filter { noted.contains($0.id) }.flatMap(\.regions.elements))
        )
    }
}

extension Activity {
    fileprivate func wasDone(before day: Day?) -> Bool {
        guard state == .done else { return false }
        guard let day, let doneOn else { return true }
        return doneOn < day
    }
}

extension Connection {
    /// The milestones of an activity in their order, each with whether it was reached.
    package func milestones(of activity: ID<Activity>) throws -> [MilestoneState] {
        let milestones = try all(Milestone.self, "WHERE activity = ? ORDER BY month, id LIMIT 200", [activity.value]).map(\.record)
        return try milestones.map { milestone in
            MilestoneState(milestone, try all(MilestoneReached.self, "WHERE milestone = ? ORDER BY \"on\", id LIMIT 1", [milestone.id.value]).first?.record)
        }
    }

    /// The project that the installation is about, where its charter was loaded.
    package func project() throws -> Project? { try all(Project.self, "ORDER BY made LIMIT 1").first?.record }

    package func calendar() throws -> ProjectCalendar { ProjectCalendar(try project()) }
}
