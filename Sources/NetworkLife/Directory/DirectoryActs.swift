import Access
import Journal

extension ActName {
    package static let organizationCreate = ActName("organization.create", "Organisation ajoutée", en: "Organisation added", .directoryEdit)
    package static let organizationUpdate = ActName("organization.update", "Organisation modifiée", en: "Organisation edited", .directoryEdit)
    package static let organizationRemove = ActName("organization.remove", "Organisation retirée", en: "Organisation removed", .directoryEdit)
    package static let branchCreate = ActName("branch.create", "Antenne ajoutée", en: "Branch added", .directoryEdit)
    package static let branchUpdate = ActName("branch.update", "Antenne modifiée", en: "Branch edited", .directoryEdit)
    package static let branchRemove = ActName("branch.remove", "Antenne retirée", en: "Branch removed", .directoryEdit)
    package static let bodyCreate = ActName("body.create", "Organe ajouté", en: "Governing body added", .directoryEdit)
    package static let bodyUpdate = ActName("body.update", "Organe modifié", en: "Governing body edited", .directoryEdit)
    package static let bodyRemove = ActName("body.remove", "Organe retiré", en: "Governing body removed", .directoryEdit)
    package static let mandateCreate = ActName("mandate.create", "Mandat ajouté", en: "Mandate added", .directoryEdit)
    package static let mandateUpdate = ActName("mandate.update", "Mandat modifié", en: "Mandate edited", .directoryEdit)
    package static let mandateRemove = ActName("mandate.remove", "Mandat retiré", en: "Mandate removed", .directoryEdit)

    package static let membershipApply = ActName("membership.apply", "Candidature reçue", en: "Application received", .membershipEdit)
    package static let membershipReview = ActName("membership.review", "Candidature examinée", en: "Application reviewed", .membershipEdit)
    /// Signed by whoever admits; it is not undone, and what ends it is a step of its own.
    package static let membershipAdmit = ActName(
        "membership.admit", "Membre admis", en: "Member admitted", .membershipAdmit, signed: true, undo: false)
    package static let membershipRefuse = ActName("membership.refuse", "Candidature refusée", en: "Application refused", .membershipAdmit)
    package static let membershipSuspend = ActName("membership.suspend", "Adhésion suspendue", en: "Membership suspended", .membershipEdit)
    package static let membershipReinstate = ActName("membership.reinstate", "Adhésion reprise", en: "Membership reinstated", .membershipEdit)
    package static let membershipWithdraw = ActName("membership.withdraw", "Retrait noté", en: "Withdrawal noted", .membershipEdit)
    package static let membershipDissolve = ActName("membership.dissolve", "Dissolution notée", en: "Dissolution noted", .membershipEdit)
    package static let undertakingCreate = ActName("undertaking.create", "Texte signé ajouté", en: "Signed text added", .membershipEdit)
    package static let undertakingUpdate = ActName("undertaking.update", "Texte signé modifié", en: "Signed text edited", .membershipEdit)
    package static let undertakingRemove = ActName("undertaking.remove", "Texte signé retiré", en: "Signed text removed", .membershipEdit)
    package static let representativeCreate = ActName("representative.create", "Représentant ajouté", en: "Representative added", .membershipEdit)
    package static let representativeUpdate = ActName("representative.update", "Représentant modifié", en: "Representative edited", .membershipEdit)
    package static let representativeRemove = ActName("representative.remove", "Représentant retiré", en: "Representative removed", .membershipEdit)
    /// Needs, beside this, whatever editing that kind of record needs.
    package static let collisionSettle = ActName("collision.settle", "Valeur choisie", en: "Value chosen", .homeShow, undo: false)

    package static let directory: [ActName] = [
        .organizationCreate, .organizationUpdate, .organizationRemove, .branchCreate, .branchUpdate, .branchRemove, .bodyCreate, .bodyUpdate,
        .bodyRemove, .mandateCreate, .mandateUpdate, .mandateRemove, .membershipApply,
        .membershipReview, .membershipAdmit, .membershipRefuse, .membershipSuspend, .membershipReinstate, .membershipWithdraw,
        .membershipDissolve, .undertakingCreate, .undertakingUpdate, .undertakingRemove, .representativeCreate, .representativeUpdate,
        .representativeRemove, .collisionSettle,
    ]
}
