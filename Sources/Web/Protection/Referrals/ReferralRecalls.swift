import Access
import Accounts
import Journal
import Protection
import Storage

/// What follows from a consent that is taken back: the referrals that it covered, each recalled in the same transaction.
enum ReferralRecalls {
    static func deeds(_ withdrawal: ConsentWithdrawal, _ clear: [String: Value], _ visit: Visit) async throws -> [Deed] {
        guard let caseFile = withdrawal.caseFile else { return [] }
        let reader = try visit.reader()
        let said = Opened(withdrawal, clear: clear)
        let (inside, outside) = try await visit.site.store.read { connection in
            (
                try ReferralFollowing.recalls(of: caseFile, said, connection),
                try OutsideReferral.recalls(
                    of: caseFile, said, under: visit.keyring(connection).dataKeys(of: caseFile.cast(), connection), connection)
            )
        }
        let now = visit.moment
        let token: AnyID = withdrawal.id.cast()
        var deeds: [Deed] = []
        for (number, referral) in inside.enumerated() {
            guard let between = referral.between else { continue }
            deeds.append(
                try visit.deed(.referralRecall, token: Visit.token(token, UInt64(number + 1)), in: between, because: nil) { act in
                    var step = ReferralStep()
                    (step.step, step.on) = (.recalled, now.day)
                    try ReferralFollowing(referral, step).write(by: reader, nil, in: act, at: now)
                })
        }
        if !outside.isEmpty {
            deeds.append(
                try visit.deed(.outsideStep, token: Visit.token(token, 1_000_000), in: .organization(reader.organization)) { act in
                    for referral in outside { try referral.recall(in: act, at: now) }
                })
        }
        return deeds
    }
}
