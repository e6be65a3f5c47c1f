import Access
import Accounts
import Journal
import Storage

/// What remains of a case file that was erased: counts and bands, and nothing that leads to anyone.
package struct ErasedCase: Record {
    package var id = ID<ErasedCase>.random()
    package var organization: ID<Organization>?
    package var month = ""
    package var region: PlaceCode?
    package var situation: TravelSituation?
    package var people = 0
    package var minors = 0
    package var reason: ClosureReason?
    package var ground = ErasureGround.request
    package var on: Day?

    package init() {}

    package static let kind = "erased_case"
    package static let title = Phrase("Dossier effacé", en: "Erased case file")
    package static let scope = ScopeForm.organization
    package static let indexes = [["organization", "month", "id"]]

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .hidden),
        .init("month", \.month, "Mois d’ouverture", en: "Month of opening", required: true, input: .hidden),
        .init("region", \.region, "Région", en: "Region", input: .hidden),
        .init("situation", \.situation, "Situation", en: "Situation", input: .hidden),
        .init("people", \.people, "Personnes", en: "People", required: true, input: .hidden),
        .init("minors", \.minors, "Mineurs", en: "Minors", required: true, input: .hidden),
        .init("reason", \.reason, "Motif de clôture", en: "Reason of closure", input: .hidden),
        .init("ground", \.ground, "Motif de l’effacement", en: "Reason of erasure", required: true, input: .hidden),
        .init("erased_on", \.on, "Effacé le", en: "Erased on", required: true, input: .hidden),
    ]
}

/// How long a closed case file is kept; the network edits it.
package struct RetentionRule: Record {
    package var id: ID<RetentionRule> = OnlyOne.retentionRule.id()
    package var months = 24

    package init() {}

    package static let kind = "retention_rule"
    package static let title = Phrase("Durée de conservation", en: "Retention")
    package static let scope = ScopeForm.network

    package static let fields: [Field<Self>] = [
        .init(
            "months", \.months, "Mois après la clôture", en: "Months after closure",
            hint: Phrase(
                "Passé ce temps, chaque dossier clos attend d’être effacé par un superviseur.",
                en: "After that, each closed case file waits to be erased by a supervisor."),
            required: true)
    ]

    package static func standing(_ connection: any Connection) throws -> RetentionRule {
        try connection.all(RetentionRule.self, "ORDER BY id LIMIT 1").first?.record ?? RetentionRule()
    }

    /// The last day of closure of what is due to be erased.
    package func closedBy(on today: Day) -> Day { today.advanced(by: -months * 30) }

    package func check() throws(Refusal) {
        guard (1...240).contains(months) else {
            throw Refusal("retention.months", Phrase("Donnez entre 1 et 240 mois.", en: "Give between 1 and 240 months."), field: "months")
        }
    }
}

package enum CaseErasure {
    /// Erases a case file and all that belongs to it: what every entry says is forgotten, its key is destroyed, and counts remain. Of its referrals, this
    /// organisation opens nothing any more; what the other one holds is theirs to answer for.
    package static func erase(_ file: CaseFile, _ certificate: ErasureCertificate, in act: Act, at milliseconds: UInt64) throws {
        var erased = ErasedCase()
        erased.month = file.month
        erased.region = file.region
        erased.situation = file.situation
        let people = try act.connection.all(CasePerson.self, "WHERE case_file = ? LIMIT 1000", [file.id.value]).map(\.record)
        erased.people = people.count
        erased.minors = people.count { $0.ageBand?.isMinor == true }
        erased.reason = try act.connection.all(CaseClosure.self, "WHERE case_file = ? ORDER BY made DESC, id LIMIT 1", [file.id.value]).first?.record.reason
        erased.ground = certificate.ground
        erased.on = certificate.on
        try act.make(erased)
        try ErasedCount.keep(file, in: act, on: certificate.on)
        for referral in try act.connection.referrals(of: file.id) {
            // A file that was opened by mistake says nothing against what came from another.
            guard let organization = file.organization, referral.sender == organization || certificate.ground != .mistake else { continue }
            try ReferralKeys.giveUp(referral, of: organization, in: act)
        }
        try Erasure.erase(file.id.cast(), certificate, in: act, at: milliseconds)
    }
}
