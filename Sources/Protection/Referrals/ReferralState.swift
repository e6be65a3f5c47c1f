import Access
import Journal
import Storage

/// Where a referral stands: a pure function of the steps that are held, in whatever order they came.
package struct ReferralState: Sendable {
    package enum Stage: String, CaseIterable, Sendable {
        case sent
        case acknowledged
        case accepted
        case refused
        case served
        case access
        case closed
        /// Taken back before anyone opened it: what it carried is gone.
        case withdrawn
        /// Taken back after it was opened: the receiver must say what becomes of it.
        case recalled
        /// Taken back, and the receiver has answered.
        case settled
    }

    package struct Written: Sendable {
        package let at: Mark
        package let step: ReferralStep

        package init(at: Mark, _ step: ReferralStep) { (self.at, self.step) = (at, step) }
    }

    package let referral: Referral
    /// The steps that count, by rank and then by the moment of their writing: those of a party whose they are not do not.
    package let steps: [Written]
    /// Whether it was handed over where no key keeps it closed: on paper, to someone outside the network.
    private let isHandedOver: Bool

    package init(_ referral: Referral, _ steps: [Written], isHandedOver: Bool = false) {
        self.referral = referral
        self.isHandedOver = isHandedOver
        self.steps = steps.filter { written in
            guard written.step.referral == referral.id, let by = written.step.by, let side = referral.side(of: by) else { return false }
            return written.step.step.side.map { $0 == side } ?? true
        }.sorted { a, b in (a.step.step.rank, a.at, a.step.id) < (b.step.step.rank, b.at, b.step.id) }
    }

    package var last: ReferralStep? { steps.last?.step }

    /// Whether the receiver has opened it: each of their steps says so.
    package var isOpened: Bool { isHandedOver || steps.contains { $0.step.by == referral.receiver } }

    package var stage: Stage {
        switch last?.step {
        case nil: .sent
        case .acknowledged?: .acknowledged
        case .accepted?: .accepted
        case .refused?: .refused
        case .served?: .served
        case .access?: .access
        case .closed?: .closed
        case .recalled?: isOpened ? .recalled : .withdrawn
        case .destroyed?, .kept?: .settled
        default: .sent
        }
    }

    package var isOver: Bool { [.closed, .withdrawn, .settled].contains(stage) }

    /// The party that is to make the next step; nil where nothing more is.
    package var waitsFor: ReferralSide? {
        switch stage {
        case .sent, .acknowledged, .accepted, .recalled: .receiver
        case .refused, .served, .access: .sender
        case .closed, .withdrawn, .settled: nil
        }
    }

    /// By when.
    package var due: Moment? {
        switch stage {
        case .sent, .acknowledged: referral.answerBy
        case .closed, .withdrawn, .settled: nil
        default: last?.due
        }
    }

    /// Whether the receiver has taken the person over: what is left to the sender is to close its own file.
    package var isTakenOver: Bool { referral.isTransfer && stage == .served }

    package func isOverdue(at now: Moment) -> Bool { due.map { $0 < now } ?? false }

    /// What was noted with a step of that kind last.
    package func last(_ kind: ReferralStepKind) -> ReferralStep? { steps.last { $0.step.step == kind }?.step }

    /// What a party may do now.
    package func mayFollow(by side: ReferralSide) -> [ReferralStepKind] {
        switch (stage, side) {
        case (.sent, .receiver): [.acknowledged]
        case (.acknowledged, .receiver): [.accepted, .refused]
        case (.accepted, .receiver): [.served, .refused]
        case (.served, .receiver): referral.isTransfer ? [] : [.access]
        case (.recalled, .receiver): [.destroyed, .kept]
        case (.sent, .sender), (.acknowledged, .sender), (.accepted, .sender): [.closed, .recalled]
        case (.refused, .sender): [.closed, .recalled]
        case (.served, .sender), (.access, .sender): (referral.isTransfer ? [] : [.access]) + [.closed, .recalled]
        case (.closed, .sender): [.recalled]
        default: []
        }
    }

    /// Throws a `Refusal` where a party may not do that now.
    package func check(_ kind: ReferralStepKind, by side: ReferralSide) throws(Refusal) {
        guard mayFollow(by: side).contains(kind) else {
            throw Refusal.referralMoved
        }
    }
}

extension CaseReferral {
    /// A condition on `case_file`: opened from a referral that was destroyed because the consent was taken back, and not agreed to anew since. It is to be
    /// erased, or the person asked again.
    package static func toBeErased(by organization: ID<Organization>) -> (sql: String, values: [Value]) {
        (
            """
            case_file.id IN (SELECT case_referral.case_file FROM referral_step JOIN case_referral ON case_referral.referral = referral_step.referral \
            AND case_referral.organization = referral_step.receiver WHERE referral_step.receiver = ? AND referral_step.step = ? \
            AND NOT EXISTS (SELECT 1 FROM consent WHERE consent.case_file = case_referral.case_file AND consent.made > referral_step.made))
            """, [organization.value, ReferralStepKind.destroyed.value]
        )
    }
}

extension Refusal {
    package static let referralMoved = Refusal(
        "referral.step",
        Phrase(
            "Ce référencement a changé entre-temps : relisez-le, puis choisissez à nouveau.",
            en: "This referral has changed meanwhile: read it again, then choose anew."))
}

extension Connection {
    package func state(of referral: Referral) throws -> ReferralState {
        let steps = try all(ReferralStep.self, "WHERE referral = ? ORDER BY id LIMIT 200", [referral.id.value])
        return ReferralState(referral, steps.map { .init(at: $0.versions.making, $0.record) })
    }
}
