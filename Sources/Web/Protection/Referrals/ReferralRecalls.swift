import Access
import Accounts
import Journal
import Protection
import Storage

/// What follows from a consent that is taken back, and from a case file that is erased: the referrals concerned, each recalled in the same transaction.
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
        var deeds = try Self.deeds(inside, token: token, visit)
        if !outside.isEmpty {
            deeds.append(
                try visit.deed(.outsideStep, token: Visit.token(token, 1_000_000), in: .organization(reader.organization)) { act in
                    for referral in outside { try referral.recall(in: act, at: now) }
                })
        }
        return deeds
    }

    /// What nobody has opened yet when the case file that it left from is erased.
    static func deeds(erasing caseFile: ID<CaseFile>, token: AnyID, _ visit: Visit) async throws -> [Deed] {
        try Self.deeds(try await visit.site.store.read { try ReferralFollowing.unopened(of: caseFile, $0) }, token: token, visit)
    }

    private static func deeds(_ referrals: [Referral], token: AnyID, _ visit: Visit) throws -> [Deed] {
        let (reader, now) = (try visit.reader(), visit.moment)
        return try referrals.enumerated().compactMap { number, referral in
            guard let between = referral.between else { return nil }
            return try visit.deed(.referralRecall, token: Visit.token(token, UInt64(number + 1)), in: between) { act in
                var step = ReferralStep()
                (step.step, step.on) = (.recalled, now.day)
                try ReferralFollowing(referral, step).write(by: reader, nil, in: act, at: now)
            }
        }
    }
}
