import Access
import Journal
import Vault

/// A record that belongs to a case file, and is sealed under its key.
package protocol CaseRecord: Record {
    var caseFile: ID<CaseFile>? { get set }
}

extension CaseRecord {
    package static var scope: ScopeForm { .organization }
    package static var sealedUnder: String { "case_file" }
    package var about: AnyID? { caseFile?.cast() }

    /// The two fields that all of them begin with.
    static func head(_ organization: any WritableKeyPath<Self, ID<Organization>?> & Sendable, _ caseFile: any WritableKeyPath<Self, ID<CaseFile>?> & Sendable)
        -> [Field<Self>]
    {
        [
            .init("organization", organization, "Organisation", en: "Organisation", input: .hidden),
            .init("case_file", caseFile, "Dossier", en: "Case file", required: true, input: .hidden),
        ]
    }
}

/// Something that the person needs; which, stays sealed, and its group is counted.
package struct Need: CaseRecord {
    package var id = ID<Need>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var group = NeedGroup.other
    package var need: Sealed<SpecificNeed>?
    package var whose: Sealed<String>?
    package var detail: Sealed<String>?
    package var outcome: NeedOutcome?
    package var outcomeNote: Sealed<String>?

    package init() {}

    package static let kind = "need"
    package static let title = Phrase("Besoin", en: "Need")
    package static let indexes = [["case_file", "id"]]

    package static let fields: [Field<Self>] =
        head(\.organization, \.caseFile) + [
            .init("group", \.group, "Groupe", en: "Group", required: true, input: .hidden),
            .init("need", \.need, "Besoin", en: "Need", .sealed),
            .init("whose", \.whose, "De qui, si ce n’est pas de tous", en: "Whose, if not everyone’s", limit: 120, .sealed),
            .init("detail", \.detail, "En quelques mots", en: "In a few words", limit: 1000, input: .paragraph, .sealed),
            .init("outcome", \.outcome, "Ce qu’il en est devenu", en: "What became of it"),
            .init("outcome_note", \.outcomeNote, "Pourquoi, comment", en: "Why, how", limit: 500, .sealed),
        ]

    package mutating func setBands(_ clear: [String: Value]) {
        if let value = clear["need"], let need = try? SpecificNeed(value: value) { group = need.group }
    }
}

/// What a fuller conversation found, and what the person wants.
package struct Assessment: CaseRecord {
    package var id = ID<Assessment>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var on: Day?
    package var situation: Sealed<String>?
    package var strengths: Sealed<String>?
    package var wishes: Sealed<String>?

    package init() {}

    package static let kind = "assessment"
    package static let title = Phrase("Évaluation", en: "Assessment")
    package static let indexes = [["case_file", "id"]]

    package static let fields: [Field<Self>] =
        head(\.organization, \.caseFile) + [
            .init("on", \.on, "Le", en: "On", required: true),
            .init("situation", \.situation, "La situation", en: "The situation", limit: 4000, input: .paragraph, .sealed),
            .init("strengths", \.strengths, "Ses appuis, ses capacités", en: "Their support and strengths", limit: 2000, input: .paragraph, .sealed),
            .init("wishes", \.wishes, "Ce que la personne veut", en: "What the person wants", limit: 2000, input: .paragraph, .sealed),
        ]
}

/// One step of the plan: what for, what, who, by when; and what came of it.
package struct PlanAction: CaseRecord {
    package var id = ID<PlanAction>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var goal: Sealed<String>?
    package var action: Sealed<String>?
    package var responsible: ID<Account>?
    package var due: Day?
    package var doneOn: Day?
    package var result: Sealed<String>?
    /// Where it was decided in a case conference.
    package var conference: ID<CaseConference>?

    package init() {}

    package static let kind = "plan_action"
    package static let title = Phrase("Action du plan", en: "Action of the plan")
    package static let indexes = [["case_file", "id"], ["responsible", "due", "id"]]

    package static let fields: [Field<Self>] =
        head(\.organization, \.caseFile) + [
            .init("goal", \.goal, "But", en: "Goal", limit: 300, .sealed),
            .init("action", \.action, "Ce qui sera fait", en: "What will be done", limit: 500, .sealed),
            .init("responsible", \.responsible, "Par qui", en: "By whom", input: .reference(kind: "colleague")),
            .init("due", \.due, "Avant le", en: "By"),
            .init("done_on", \.doneOn, "Fait le", en: "Done on"),
            .init("result", \.result, "Ce que cela a donné", en: "What came of it", limit: 500, .sealed),
            .init("conference", \.conference, "Décidé en réunion de cas", en: "Decided in a case conference", input: .hidden),
        ]

    package func isLate(on day: Day) -> Bool { doneOn == nil && (due.map { $0 < day } ?? false) }
}

/// A service that the organisation itself gave.
package struct ServiceGiven: CaseRecord {
    package var id = ID<ServiceGiven>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var group = NeedGroup.other
    package var month = ""
    package var on: Sealed<Day>?
    package var need: Sealed<SpecificNeed>?
    package var legalHelp: LegalHelp?
    package var detail: Sealed<String>?

    package init() {}

    package static let kind = "service_given"
    package static let counted: Counted? = .part
    package static let title = Phrase("Service rendu", en: "Service given")
    package static let indexes = [["case_file", "id"]]

    package static let fields: [Field<Self>] =
        head(\.organization, \.caseFile) + [
            .init("group", \.group, "Groupe", en: "Group", required: true, input: .hidden),
            .init("month", \.month, "Mois", en: "Month", required: true, input: .hidden),
            .init("on", \.on, "Le", en: "On", .sealed),
            .init("need", \.need, "Pour quel besoin", en: "For which need", .sealed),
            .init("legal_help", \.legalHelp, "Si c’est une aide juridique", en: "If it is legal help"),
            .init("detail", \.detail, "Ce qui a été fait", en: "What was done", limit: 1000, input: .paragraph, .sealed),
        ]

    package mutating func setBands(_ clear: [String: Value], today: Day) {
        if let value = clear["need"], let need = try? SpecificNeed(value: value) { group = need.group }
        if legalHelp != nil { group = .law }
        let day = clear["on"].flatMap { try? Day(value: $0) } ?? today
        month = String(day.description.prefix(7))
    }
}

/// A page of the file: what happened, what was said, what to remember.
package struct CaseNote: CaseRecord {
    package var id = ID<CaseNote>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var on: Day?
    package var text: Sealed<String>?

    package init() {}

    package static let kind = "case_note"
    package static let title = Phrase("Note du dossier", en: "Note of the case file")
    package static let indexes = [["case_file", "id"]]

    package static let fields: [Field<Self>] =
        head(\.organization, \.caseFile) + [
            .init("on", \.on, "Le", en: "On", required: true),
            .init(
                "text", \.text, "Note", en: "Note",
                hint: Phrase("Des faits. Rien de ce que nous ne demandons jamais.", en: "Facts. Nothing of what we never ask."),
                limit: 4000, input: .paragraph, .sealed),
        ]
}

/// That someone asks for a case file to be closed, and what their supervisor said: nobody approves what they asked for themselves.
package struct CaseClosure: CaseRecord {
    package var id = ID<CaseClosure>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var reason = ClosureReason.list[0].0
    package var summary: Sealed<String>?
    package var askedBy: ID<Account>?
    package var askedOn: Day?
    package var decidedBy: ID<Account>?
    package var decidedOn: Day?
    package var verdict: ClosureVerdict?
    package var remark: Sealed<String>?

    package init() {}

    package static let kind = "case_closure"
    package static let counted: Counted? = .part
    package static let title = Phrase("Clôture", en: "Closure")
    package static let indexes = [["case_file", "id"], ["organization", "verdict", "asked_on", "id"], ["organization", "verdict", "decided_on", "id"]]

    package static let fields: [Field<Self>] =
        head(\.organization, \.caseFile) + [
            .init("reason", \.reason, "Motif", en: "Reason", required: true),
            .init("summary", \.summary, "Où en est la personne", en: "Where the person stands", limit: 2000, input: .paragraph, .sealed),
            .init("asked_by", \.askedBy, "Demandée par", en: "Asked by", required: true, input: .hidden),
            .init("asked_on", \.askedOn, "Le", en: "On", required: true, input: .hidden),
            .init("decided_by", \.decidedBy, "Décidée par", en: "Decided by", input: .hidden),
            .init("decided_on", \.decidedOn, "Le", en: "On", input: .hidden),
            .init("verdict", \.verdict, "Décision", en: "Decision"),
            .init("remark", \.remark, "Remarque", en: "Remark", limit: 1000, input: .paragraph, .sealed),
        ]
}

package struct ClosureVerdict: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let approved = Self(code: "approved")
    package static let returned = Self(code: "returned")
    package static let list: [(Self, Phrase)] = [(.approved, Phrase("Approuvée", en: "Approved")), (.returned, Phrase("Renvoyée", en: "Returned"))]
}

/// That a closed case file was opened again, and why.
package struct CaseReopening: CaseRecord {
    package var id = ID<CaseReopening>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var on: Day?
    package var reason: Sealed<String>?

    package init() {}

    package static let kind = "case_reopening"
    package static let title = Phrase("Réouverture", en: "Reopening")
    package static let indexes = [["case_file", "id"]]

    package static let fields: [Field<Self>] =
        head(\.organization, \.caseFile) + [
            .init("on", \.on, "Le", en: "On", required: true, input: .hidden),
            .init("reason", \.reason, "Pourquoi le dossier est rouvert", en: "Why the case file is opened again", limit: 1000, input: .paragraph, .sealed),
        ]
}
