import Access
import Accounts
import Journal
import Matching
import Protection
import Storage
import Vault

/// A case file as someone might have kept it: who came, what they said and agreed to, what was done. Nobody in it exists.
struct InventedCase: Sendable {
    let contact: FirstContact
    let openedOn: Day
    /// Whether nobody has taken it on yet.
    let isLeft: Bool
    let family: [Opened<CasePerson>]
    let work: [CaseDeed]
    let closure: Opened<CaseClosure>?
    let referral: InventedReferral?

    var id: ID<CaseFile> { contact.caseFile.id }

    /// What the invention takes from the organisation that keeps the file.
    struct Setting: Sendable {
        let today: Day
        let agent: ID<Account>
        let sessions: [ID<InformationSession>]
        /// The other organisations that can be referred to.
        let receivers: [ID<Organization>]
    }

    init(in setting: Setting, using dice: inout InventedDice) {
        let person = InventedPerson(inYear: setting.today.year, using: &dice)
        let step = [CaseStep.identified, .assessed, .assessed, .planned, .planned, .followed, .followed, .closed, .closed, .closed].randomElement(using: &dice)!
        let age = step == .identified ? Int.random(in: 0...12, using: &dice) : Int.random(in: 15...480, using: &dice)
        openedOn = setting.today.advanced(by: -age)
        isLeft = step == .identified && Int.random(in: 0..<3, using: &dice) == 0
        contact = CaseWords.contact(with: person, in: setting, on: openedOn, &dice)
        family = CaseWords.family(of: person, year: setting.today.year, &dice)
        let days = Days(from: openedOn, to: setting.today)
        work =
            CaseWords.work(on: contact.caseFile.id, up: step == .closed ? .followed : step, in: setting, days, &dice)
            + CaseWords.feedback(on: contact.caseFile.id, at: step, days, &dice)
        closure = step == .closed ? CaseWords.closure(of: contact.caseFile.id, by: setting.agent, days, &dice) : nil
        let mayRefer = step.isAtLeast(.planned) && contact.mayBeShared
        referral = mayRefer && Int.random(in: 0..<3, using: &dice) == 0 ? InventedReferral(in: setting, days, isOver: step == .closed, &dice) : nil
    }

    /// The days on which things happened, the first contact being the first.
    struct Days: Sendable {
        let from: Day
        let to: Day

        /// So many days after the first contact, and not after today.
        func after(_ days: Int) -> Day { min(to, from.advanced(by: days)) }
    }
}

/// One act on a case file: which, and what it writes under the file's key.
struct CaseDeed: Sendable {
    let act: ActName
    let write: @Sendable (DataKey, Act) throws -> Void

    init<R: CaseRecord>(_ act: ActName, _ record: R, _ clear: [String: Value], reaches step: CaseStep? = nil, on day: Day) {
        self.act = act
        write = { key, act in
            var record = record
            try record.seal(clear, under: [key], seen: { _ in .null })
            try act.make(record)
            if let step { try CaseProgress.reach(step, record.caseFile, in: act, on: day) }
        }
    }
}

/// Someone referred to another organisation, and how far that has come.
struct InventedReferral: Sendable {
    let referring: Referring
    let sentOn: Day
    /// What the receiver did, and then the sender.
    let answers: [(step: ReferralStep, words: String)]
    let ending: ReferralStep?

    init(in setting: InventedCase.Setting, _ days: InventedCase.Days, isOver: Bool, _ dice: inout InventedDice) {
        var referring = Referring()
        referring.receiver = setting.receivers.randomElement(using: &dice)
        referring.service = [.legalHelp, .psychosocial, .care, .nightShelter, .civilRegistration, .familyLinks, .material].randomElement(using: &dice)
        referring.priority = [.normal, .normal, .urgent, .emergency].randomElement(using: &dice)!
        referring.parts = Set(ReferralPart.list.map(\.0).filter { _ in Int.random(in: 0..<3, using: &dice) > 0 })
        referring.need = CaseWords.requests.randomElement(using: &dice)!
        referring.story = CaseWords.notes.randomElement(using: &dice)!
        referring.from = "Agent (exemple)"
        self.referring = referring
        let early = days.after(Int.random(in: 2...12, using: &dice))
        // Few are late: what is not over was sent lately.
        sentOn = isOver ? early : max(early, days.to.advanced(by: -Int.random(in: 0...16, using: &dice)))
        let far = isOver ? 5 : Int.random(in: 0...5, using: &dice)
        let refuses = Int.random(in: 0..<8, using: &dice) == 0
        let order: [ReferralStepKind] = refuses ? [.acknowledged, .refused] : [.acknowledged, .accepted, .served, .access]
        answers = order.prefix(far).map { kind in
            var step = ReferralStep()
            (step.step, step.on) = (kind, days.to)
            if kind == .refused { step.refusal = ReferralRefusal.list.randomElement(using: &dice)!.0 }
            if kind == .access { step.access = EffectiveAccess.list.randomElement(using: &dice)!.0 }
            return (step, step.needsWords ? "Le service répond en partie (exemple)." : "")
        }
        var last = ReferralStep()
        (last.step, last.on, last.next) = (.closed, days.to, ReferralNext.list.randomElement(using: &dice)!.0)
        ending = far == 5 ? last : nil
    }
}

extension FirstContact {
    /// Whether the person agreed to be helped, and to share with members of the network.
    fileprivate var mayBeShared: Bool {
        guard consent.services == .yes, let value = clear["sharing"], let shared = try? Codes<PartyKind>(value: value) else { return false }
        return shared.elements.contains(.members)
    }
}
