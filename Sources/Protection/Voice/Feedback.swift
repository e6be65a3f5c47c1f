import Access
import Journal
import Vault

/// Whether someone’s rights were better respected, as they say themselves: four levels, without a middle to hide in.
package struct FeedbackLevel: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "1"), Phrase("Non, pas du tout", en: "No, not at all")), (Self(code: "2"), Phrase("Un peu", en: "A little")),
        (Self(code: "3"), Phrase("Oui, en bonne partie", en: "Yes, for a good part")), (Self(code: "4"), Phrase("Oui, tout à fait", en: "Yes, entirely")),
    ]

    /// Whether the answer counts among those who say that their rights were better respected.
    package var isFavourable: Bool { code == "3" || code == "4" }
}

/// What someone speaks of.
package struct FeedbackSubject: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let whole = Self(code: "whole")
    package static let list: [(Self, Phrase)] = [
        (.whole, Phrase("L’aide reçue, dans l’ensemble", en: "The help received, as a whole")),
        (Self(code: "welcome"), Phrase("L’accueil et le respect", en: "The welcome and the respect")),
        (Self(code: "service"), Phrase("Un service ou une démarche", en: "A service or a step taken")),
        (Self(code: "delay"), Phrase("Le temps que cela a pris", en: "The time it took")),
        (Self(code: "information"), Phrase("L’information donnée", en: "The information given")),
        (Self(code: "other"), Phrase("Autre chose", en: "Something else")),
    ]
}

/// When, on the way of a case file, someone was asked.
package struct FeedbackMoment: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let closure = Self(code: "closure")
    package static let underway = Self(code: "underway")
    package static let list: [(Self, Phrase)] = [
        (.underway, Phrase("En cours de suivi", en: "While being followed")), (.closure, Phrase("À la clôture", en: "At closure")),
    ]
}

/// How someone’s own words came to be written down.
package struct VoiceManner: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "written"), Phrase("La personne l’a écrit elle-même", en: "The person wrote it themselves")),
        (Self(code: "read-out"), Phrase("Quelqu’un l’a écrit, puis relu à la personne", en: "Someone wrote it, then read it out to the person")),
        (Self(code: "spoken"), Phrase("La personne l’a dit dans un message parlé", en: "The person said it in a spoken message")),
        (Self(code: "told"), Phrase("Quelqu’un l’a écrit d’après ce qu’elle a dit", en: "Someone wrote it from what they said")),
    ]
}

/// What someone says of the help that they were given: a level and what it is about, counted; their words, sealed with their case file.
package struct Feedback: CaseRecord {
    package var id = ID<Feedback>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var moment = FeedbackMoment.underway
    package var level = FeedbackLevel(code: "")
    package var subject = FeedbackSubject.whole
    package var manner = VoiceManner(code: "")
    package var month = ""
    package var on: Sealed<Day>?
    package var words: Sealed<String>?
    package var voice: Sealed<AttachedFile>?

    package init() {}

    package static let kind = "feedback"
    package static let counted: Counted? = .part
    package static let title = Phrase("Retour de la personne", en: "The person’s feedback")
    package static let indexes = [["case_file", "id"], ["organization", "month", "id"]]

    package static let fields: [Field<Self>] =
        head(\.organization, \.caseFile) + [
            .init("level", \.level, "Vos droits ont-ils été mieux respectés ?", en: "Were your rights better respected?", required: true),
            .init("subject", \.subject, "De quoi la personne parle", en: "What the person speaks of", required: true),
            .init(
                "words", \.words, "Ce qu’elle en dit", en: "What they say of it",
                hint: Phrase(
                    "Ses mots, même durs. Pour se plaindre de nous, il y a la plainte, que nous ne lirons pas.",
                    en: "Their words, even hard ones. To complain about us there is the complaint, which we will not read."),
                limit: 2000, input: .paragraph, .sealed),
            .init(
                "voice", \.voice, "Ou son message parlé", en: "Or their spoken message",
                hint: Phrase(
                    "Seulement si la personne préfère parler, et après le lui avoir demandé.", en: "Only if the person prefers to speak, and after asking them."
                ), input: .file(.sound), .sealed),
            .init("moment", \.moment, "À quel moment", en: "At which moment", required: true),
            .init("manner", \.manner, "Comment ce retour a été pris", en: "How this feedback was taken", required: true),
            .init("month", \.month, "Mois", en: "Month", required: true, input: .hidden),
            .init("on", \.on, "Date, si ce n’est pas aujourd’hui", en: "Date, if it is not today", .sealed),
        ]

    package static let asked = ["level", "subject", "words", "voice", "moment", "manner", "on"]

    /// What the sealed day leaves in clear: the month.
    package mutating func setBands(_ clear: [String: Value], today: Day) {
        let day = clear["on"].flatMap { try? Day(value: $0) } ?? today
        month = String(day.description.prefix(7))
    }
}
