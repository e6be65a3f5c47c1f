import Access
import Journal
import Vault

/// One step of a referral, written by the party that did it. Never changed: another step follows.
package struct ReferralStep: Record {
    package var id = ID<ReferralStep>()
    package var sender: ID<Organization>?
    package var receiver: ID<Organization>?
    package var referral: ID<Referral>?
    package var step = ReferralStepKind.acknowledged
    /// The party whose step it is.
    package var by: ID<Organization>?
    package var on: Day?
    package var refusal: ReferralRefusal?
    package var access: EffectiveAccess?
    package var next: ReferralNext?
    /// By when the next step is to be made.
    package var due: Moment?

    package init() {}

    package static let kind = "referral_step"
    package static let counted: Counted? = .part
    package static let title = Phrase("Suite du référencement", en: "Step of the referral")
    package static let scope = ScopeForm.correspondence
    package static let indexes = [["referral", "rank"], ["receiver", "step"]]

    package static let fields: [Field<Self>] =
        parties(\.sender, \.receiver) + [
            .init("referral", \.referral, "Référencement", en: "Referral", required: true, input: .hidden),
            .init("step", \.step, "Suite", en: "Step", required: true, input: .hidden),
            .init("by", \.by, "Par", en: "By", required: true, input: .hidden),
            .init("on", \.on, "Le", en: "On", required: true),
            .init("refusal", \.refusal, "Motif", en: "Reason"),
            .init("access", \.access, "La personne a-t-elle accédé à son droit ?", en: "Did the person reach their right?"),
            .init("next", \.next, "Et ensuite ?", en: "What next?"),
            .init("due", \.due, "Suite attendue avant", en: "Next step due by", input: .hidden),
        ]

    package static let derived: [Derived<Self>] = [.init("rank") { $0.step.rank }]

    /// What speaks against the step as it was typed, whatever stands.
    package func check(today: Day) throws(Refusal) {
        guard let on, on <= today else {
            throw Refusal("referral.day", Phrase("Donnez une date au plus tard aujourd’hui.", en: "Give a date no later than today."), field: "on")
        }
        if step == .refused, refusal == nil {
            throw Refusal(
                "referral.reason",
                Phrase("Dites pourquoi : l’autre organisation doit savoir quoi faire.", en: "Say why: the other organisation must know what to do."),
                field: "refusal")
        }
        if step == .access, access == nil {
            throw Refusal(
                "referral.access", Phrase("Dites si la personne a accédé à son droit.", en: "Say whether the person reached their right."), field: "access")
        }
        if step == .closed, next == nil {
            throw Refusal("referral.next", Phrase("Dites ce que vous ferez ensuite.", en: "Say what you will do next."), field: "next")
        }
    }

    /// Steps that must be explained in words: what is kept though the person took their consent back, and a right not fully reached.
    package var needsWords: Bool { step == .kept || (step == .access && access != .reached) }
}

/// What a party said with a step, in words: sealed, and destroyed with the referral’s key.
package struct ReferralNote: ReferralRecord {
    package var id = ID<ReferralNote>()
    package var sender: ID<Organization>?
    package var receiver: ID<Organization>?
    package var referral: ID<Referral>?
    package var step: ID<ReferralStep>?
    package var text: Sealed<String>?

    package init() {}

    package static let kind = "referral_note"
    package static let title = Phrase("Précision sur le référencement", en: "Note on the referral")
    package static let indexes = [["referral", "id"]]

    package static let fields: [Field<Self>] =
        parties(\.sender, \.receiver) + [
            .init("referral", \.referral, "Référencement", en: "Referral", required: true, input: .hidden),
            .init("step", \.step, "Suite", en: "Step", required: true, input: .hidden),
            .init("text", \.text, "Précisions", en: "Details", limit: 1000, input: .paragraph, .sealed),
        ]
}
