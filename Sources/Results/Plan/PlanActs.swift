import Access
import Journal

extension ActName {
    package static let activityCreate = ActName("activity.create", "Activité ajoutée", en: "Activity added", .planEdit)
    package static let activityUpdate = ActName("activity.update", "Activité modifiée", en: "Activity edited", .planEdit)
    package static let activityRemove = ActName("activity.remove", "Activité retirée", en: "Activity removed", .planEdit)
    package static let activityReport = ActName("activity.report", "Avancement noté", en: "Progress noted", .planReport)
    package static let milestoneCreate = ActName("milestone.create", "Jalon ajouté", en: "Milestone added", .planEdit)
    package static let milestoneUpdate = ActName("milestone.update", "Jalon modifié", en: "Milestone edited", .planEdit)
    package static let milestoneRemove = ActName("milestone.remove", "Jalon retiré", en: "Milestone removed", .planEdit)
    package static let milestoneReach = ActName("milestone.reach", "Jalon atteint", en: "Milestone reached", .planReport)
}

extension ResultsArea {
    static let planKinds: [RecordKind] = [
        RecordKind(Activity.self), RecordKind(ActivityReport.self), RecordKind(Milestone.self), RecordKind(MilestoneReached.self),
    ]
    static let planActs: [ActName] = [
        .activityCreate, .activityUpdate, .activityRemove, .activityReport, .milestoneCreate, .milestoneUpdate, .milestoneRemove, .milestoneReach,
    ]
}
