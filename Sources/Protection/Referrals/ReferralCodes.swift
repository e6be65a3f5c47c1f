import Access
import Journal

/// How soon a referral must be answered; how long each has is the network's rule.
package struct ReferralPriority: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let emergency = Self(code: "emergency")
    package static let urgent = Self(code: "urgent")
    package static let normal = Self(code: "normal")

    package static let list: [(Self, Phrase)] = [
        (.emergency, Phrase("Urgence vitale", en: "Emergency")), (.urgent, Phrase("Urgent", en: "Urgent")), (.normal, Phrase(same: "Normal")),
    ]
}

/// What is asked of the receiver: a service, or to follow the person in the sender’s place.
package struct ReferralPurpose: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let service = Self(code: "service")
    package static let transfer = Self(code: "transfer")

    package static let list: [(Self, Phrase)] = [
        (.service, Phrase("Référencement", en: "Referral")), (.transfer, Phrase("Transfert de dossier", en: "Case transfer")),
    ]
}

/// What of a person leaves with a referral, each as they choose; what is asked for always does.
package struct ReferralPart: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let name = Self(code: "name")
    package static let age = Self(code: "age")
    package static let sex = Self(code: "sex")
    package static let nationality = Self(code: "nationality")
    package static let language = Self(code: "language")
    package static let contact = Self(code: "contact")
    package static let family = Self(code: "family")
    package static let story = Self(code: "story")

    package static let list: [(Self, Phrase)] = [
        (.name, Phrase("Le nom", en: "The name")), (.sex, Phrase("Le sexe", en: "The sex")),
        (.age, Phrase("La tranche d’âge", en: "The age band")), (.nationality, Phrase("La nationalité", en: "The nationality")),
        (.language, Phrase("La langue", en: "The language")), (.contact, Phrase("Comment la joindre", en: "How to reach them")),
        (.family, Phrase("Les personnes de la famille", en: "The people of the family")), (.story, Phrase("Son histoire, en bref", en: "Their story, briefly")),
    ]
}

/// Something that one of the two parties did with a referral.
package struct ReferralStepKind: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let acknowledged = Self(code: "acknowledged")
    package static let accepted = Self(code: "accepted")
    package static let refused = Self(code: "refused")
    package static let served = Self(code: "served")
    package static let access = Self(code: "access")
    package static let closed = Self(code: "closed")
    package static let recalled = Self(code: "recalled")
    package static let destroyed = Self(code: "destroyed")
    package static let kept = Self(code: "kept")

    package static let list: [(Self, Phrase)] = [
        (.acknowledged, Phrase("Reçu et ouvert", en: "Received and opened")), (.accepted, Phrase("Accepté", en: "Accepted")),
        (.refused, Phrase("Refusé", en: "Refused")), (.served, Phrase("Service rendu", en: "Service given")),
        (.access, Phrase("Accès au droit noté", en: "Access to the right noted")), (.closed, Phrase("Clos", en: "Closed")),
        (.recalled, Phrase("Retiré", en: "Recalled")), (.destroyed, Phrase("Détruit par le destinataire", en: "Destroyed by the receiver")),
        (.kept, Phrase("Conservé par le destinataire", en: "Kept by the receiver")),
    ]

    /// How far it takes the referral: the step of the greatest rank says where it stands, whatever came when. An answer may be replaced by another;
    /// what was recalled stays recalled, also where the other side went on without knowing.
    package var rank: Int {
        switch self {
        case .acknowledged: 1
        case .accepted, .refused: 2
        case .served: 3
        case .access: 4
        case .closed: 5
        case .recalled: 6
        case .destroyed, .kept: 7
        default: 0
        }
    }

    /// The party whose step it is; nil where it may be either's.
    var side: ReferralSide? {
        switch self {
        case .acknowledged, .accepted, .refused, .served, .destroyed, .kept: .receiver
        case .closed, .recalled: .sender
        default: nil
        }
    }
}

package enum ReferralSide: Sendable {
    case sender
    case receiver

    package var other: ReferralSide { self == .sender ? .receiver : .sender }
}

/// Why a service does not take someone.
package struct ReferralRefusal: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let full = Self(code: "full")
    package static let list: [(Self, Phrase)] = [
        (.full, Phrase("Plus de place, plus de moyens", en: "No room, no means")),
        (Self(code: "not-ours"), Phrase("Nous n’offrons pas ce service", en: "We do not offer this service")),
        (Self(code: "conditions"), Phrase("La personne n’entre pas dans nos conditions", en: "The person does not meet our conditions")),
        (Self(code: "elsewhere"), Phrase("Un autre le fait déjà", en: "Someone else does it already")),
        (Self(code: "unreachable"), Phrase("Personne injoignable", en: "Person out of reach")),
        (Self(code: "unwilling"), Phrase("La personne ne veut plus", en: "The person no longer wants it")),
        (Self(code: "other"), Phrase("Autre motif", en: "Other reason")),
    ]
}

/// Whether the person reached the right for which they were referred: not the same as a service given.
package struct EffectiveAccess: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let reached = Self(code: "reached")
    package static let partly = Self(code: "partly")
    package static let not = Self(code: "not")

    package static let list: [(Self, Phrase)] = [
        (.reached, Phrase("Oui, pleinement", en: "Yes, fully")), (.partly, Phrase("En partie", en: "Partly")), (.not, Phrase("Non", en: "No")),
    ]
}

/// What the sender does next where a referral ends.
package struct ReferralNext: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let nothing = Self(code: "nothing")
    package static let list: [(Self, Phrase)] = [
        (Self(code: "other-service"), Phrase("Référer à un autre service", en: "Refer to another service")),
        (Self(code: "ourselves"), Phrase("Le faire nous-mêmes", en: "Do it ourselves")),
        (Self(code: "later"), Phrase("Réessayer plus tard", en: "Try again later")),
        (Self(code: "review"), Phrase("Revoir le plan avec la personne", en: "Review the plan with the person")),
        (.nothing, Phrase("Rien de plus : c’est fait, ou la personne ne veut plus", en: "Nothing more: it is done, or the person no longer wants it")),
    ]
}
