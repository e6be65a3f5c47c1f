import Access
import Journal
import Protection
import Storage
import Support
import Testing

@Suite("Where a referral stands")
struct ReferralStateTests {
    private static let day = Day(year: 2027, month: 3, day: 8)!
    private static let now = Moment(day, LocalTime(hour: 9, minute: 0)!)

    private static func referral() -> Referral {
        var referral = Referral()
        (referral.sender, referral.receiver, referral.sentOn, referral.answerBy) = (ID(), ID(), day, now.advanced(hours: 72))
        return referral
    }

    private static func written(_ kind: ReferralStepKind, _ side: ReferralSide, _ referral: Referral, at milliseconds: UInt64, due: Moment? = nil)
        -> ReferralState.Written
    {
        var step = ReferralStep()
        (step.referral, step.step, step.on, step.by, step.due) = (referral.id, kind, day, referral.party(side), due)
        return .init(at: Mark(Stamp(milliseconds: milliseconds), WriterID(high: 1, low: side == .sender ? 1 : 2)), step)
    }

    /// A walk of both sides through what each may do, as the state itself allows it.
    private static func walk(_ referral: Referral, _ random: inout SeededRandom) -> [ReferralState.Written] {
        var steps: [ReferralState.Written] = []
        for number in 0..<Int.random(in: 0...12, using: &random) {
            let side: ReferralSide = Bool.random(using: &random) ? .sender : .receiver
            guard let kind = ReferralState(referral, steps).mayFollow(by: side).randomElement(using: &random) else { continue }
            steps.append(written(kind, side, referral, at: UInt64(1_000 + number), due: now.advanced(hours: number)))
        }
        return steps
    }

    @Test("follows from what was written, in whatever order it came, and however often", arguments: 0..<60)
    func order(seed: UInt64) {
        var random = SeededRandom(seed)
        let referral = Self.referral()
        // Each side walks without knowing of the other: what they wrote apart is held together.
        let steps = Self.walk(referral, &random) + Self.walk(referral, &random)
        let state = ReferralState(referral, steps)
        for _ in 0..<8 {
            let other = ReferralState(referral, (steps + steps.filter { _ in Bool.random(using: &random) }).shuffled(using: &random))
            #expect(other.stage == state.stage)
            #expect(other.due == state.due)
            #expect(other.last?.id == state.last?.id)
            #expect(other.mayFollow(by: .sender) == state.mayFollow(by: .sender) && other.mayFollow(by: .receiver) == state.mayFollow(by: .receiver))
        }
        // Whatever was written apart, a recall is never undone by it.
        if steps.contains(where: { $0.step.step == .recalled }) { #expect([.withdrawn, .recalled, .settled].contains(state.stage)) }
        if state.waitsFor == nil { #expect(state.due == nil) }
        if state.isOver { #expect(!state.isOverdue(at: .never)) }
    }

    @Test("goes from sent to closed, each step its party’s, the next one due")
    func straight() throws {
        let referral = Self.referral()
        var steps: [ReferralState.Written] = []
        let way: [(ReferralStepKind, ReferralSide, ReferralState.Stage, ReferralSide?)] = [
            (.acknowledged, .receiver, .acknowledged, .receiver), (.accepted, .receiver, .accepted, .receiver), (.served, .receiver, .served, .sender),
            (.access, .sender, .access, .sender), (.closed, .sender, .closed, nil),
        ]
        #expect(ReferralState(referral, steps).stage == .sent)
        for (number, (kind, side, stage, waits)) in way.enumerated() {
            let before = ReferralState(referral, steps)
            try before.check(kind, by: side)
            if kind != .access { #expect(throws: Refusal.self) { try before.check(kind, by: side.other) } }
            steps.append(Self.written(kind, side, referral, at: UInt64(number), due: Self.now.advanced(hours: number)))
            let state = ReferralState(referral, steps)
            #expect(state.stage == stage && state.waitsFor == waits)
            #expect(state.isOverdue(at: Self.now.advanced(hours: 100)) == (stage != .closed))
        }
        #expect(!ReferralState(referral, []).isOverdue(at: Self.now.advanced(hours: 71)))
        #expect(ReferralState(referral, []).isOverdue(at: Self.now.advanced(hours: 73)))
    }

    @Test("is not moved by a step of the party whose it is not")
    func sides() {
        let referral = Self.referral()
        #expect(ReferralState(referral, [Self.written(.accepted, .sender, referral, at: 1)]).stage == .sent)
        #expect(ReferralState(referral, [Self.written(.closed, .receiver, referral, at: 1)]).stage == .sent)
        var foreign = Self.written(.accepted, .receiver, referral, at: 1).step
        foreign.by = ID()
        #expect(ReferralState(referral, [.init(at: Mark(Stamp(milliseconds: 1), ID()), foreign)]).stage == .sent)
    }

    @Test("is recalled where it was opened apart, and withdrawn where it was not")
    func apart() {
        let referral = Self.referral()
        let recalled = Self.written(.recalled, .sender, referral, at: 1)
        #expect(ReferralState(referral, [recalled]).stage == .withdrawn)
        let state = ReferralState(referral, [Self.written(.acknowledged, .receiver, referral, at: 2), recalled])
        #expect(state.stage == .recalled && state.mayFollow(by: .receiver) == [.destroyed, .kept])
    }

    @Test("has deadlines that the network sets, the more urgent the shorter")
    func rule() throws {
        var rule = ReferralRule()
        try rule.check()
        #expect(rule.answerBy(.emergency, from: Self.now) == Self.now.advanced(hours: 24))
        #expect(rule.answerBy(.urgent, from: Self.now) == Self.now.advanced(hours: 72))
        #expect(rule.answerBy(.normal, from: Self.now) == Self.now.advanced(hours: 336))
        rule.hoursUrgent = 12
        #expect(throws: Refusal.self) { try rule.check() }
        (rule.hoursUrgent, rule.daysRecall) = (72, 0)
        #expect(throws: Refusal.self) { try rule.check() }
    }
}
