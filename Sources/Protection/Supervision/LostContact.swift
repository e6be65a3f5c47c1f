import Access
import Journal
import Storage

/// Case files of which nobody has noted any news for as long as the network's rule says: they may be closed as lost to follow-up, by two people.
package enum LostContact {
    /// What tells of the person, or of something done with them: where the last of these is too old, they are out of sight.
    private static let news = [
        CaseNote.kind, ServiceGiven.kind, Assessment.kind, Screening.kind, Consent.kind, ConsentWithdrawal.kind, CaseReopening.kind, CaseReferral.kind,
        OutsideReferral.kind, OutsideStep.kind,
    ]

    /// A condition on `case_file`: open, without news since, and without a closure that waits for its decision.
    package static func condition(_ rule: SupervisionRule, at now: Moment) -> (sql: String, values: [Value]) {
        let last = Moment(milliseconds: now.milliseconds - UInt64(rule.silentDays) * 86_400_000)
        let since = Stamp(milliseconds: last.milliseconds)
        let silent = news.map { "NOT EXISTS (SELECT 1 FROM \($0) WHERE \($0).case_file = case_file.id AND \($0).made >= ?)" }
        let others = [
            "NOT EXISTS (SELECT 1 FROM plan_action WHERE plan_action.case_file = case_file.id AND done_on >= ?)",
            "NOT EXISTS (SELECT 1 FROM case_closure WHERE case_closure.case_file = case_file.id AND verdict IS NULL)",
        ]
        return (
            (["case_file.closed = ?", "case_file.made < ?"] + silent + others).joined(separator: " AND "),
            [false.value, since.value] + news.map { _ in since.value } + [last.day.value]
        )
    }

    package static func isLost(_ caseFile: ID<CaseFile>, at now: Moment, _ connection: any Connection) throws -> Bool {
        let condition = try condition(SupervisionRule.standing(connection), at: now)
        return try connection.first("SELECT 1 FROM case_file WHERE id = ? AND \(condition.sql)", [caseFile.value] + condition.values) { _ in true } ?? false
    }

    /// Asks for a file to be closed as lost; someone else decides.
    package static func ask(_ caseFile: ID<CaseFile>, by account: ID<Account>, in act: Act, on day: Day) throws {
        try CaseProgress.checkAsking(caseFile, .lost, act.connection)
        var closure = CaseClosure()
        (closure.caseFile, closure.reason) = (caseFile, .lost)
        (closure.askedBy, closure.askedOn) = (account, day)
        try act.make(closure)
    }
}
