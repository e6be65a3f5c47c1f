import Statistics

extension ProtectionMeasures {
    /// The regions of Niger by their P-codes: no table is finer.
    package static let regions = (1...8).map { "NE00\($0)" }

    /// What leaves the organisations, in which tables and by which rule; what a table crosses is never finer than a region.
    package static let released: [ReleasedMeasure] = [
        released(informed, by: [["region", "sex"], ["sex", "age"], ["manner"]]),
        // A case file may be a child’s.
        released(identified, by: [["region", "sex"], ["sex", "age"]], .sensitive),
        ReleasedMeasure(needs, by: needs.dimensions.map { [$0] }, .sensitive, places: regions),
        released(assessedInTime, by: [["region"]]),
        released(referred, by: [["need"], ["priority", "way"]]),
        released(acceptedReferrals, by: [["need"]]),
        released(answeredReferrals, by: [["need"]]),
        released(documentedConsent, by: [["region"]]),
        released(legallyHelped, by: [["sex", "age"], ["region"]], .sensitive),
        released(alertsInTime, by: [["region"]]),
        released(closedWithReason, by: [["reason"]]),
        released(feedbackReceived, by: [["region"], ["subject"]]),
        released(servedReferrals, by: [["need"]]),
        released(reachedRights, by: [["need"]]),
        released(daysToService, by: []),
        released(rightsRespected, by: [["sex"]], .sensitive),
    ]

    private static func released(_ counted: CountedMeasure, by tables: [[String]], _ rule: DisclosureRule = .ordinary) -> ReleasedMeasure {
        let named = Dictionary(uniqueKeysWithValues: counted.measure.dimensions.map { ($0.name, $0) })
        return ReleasedMeasure(counted.measure, by: tables.map { $0.map { named[$0]! } }, rule, places: regions)
    }
}
