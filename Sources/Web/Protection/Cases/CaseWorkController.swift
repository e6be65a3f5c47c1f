import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import Protection
import Storage

/// The work on a case file: needs, assessment, plan, services given, notes; each moves the file on by itself.
enum CaseWorkController {
    static let routes: [Route] = [
        needs.routes, assessments.routes, plan.routes, services.routes, notes.routes, documents(asked: ["on", "what", "file"]).adding,
        documents(asked: ["on", "what"]).changing, screenings.adding, feedback.adding, files,
    ].flatMap { $0 }

    private static let files: [Route] = [
        .file(.documentFile, .permission(.caseShow), CaseDocument.self, \.file), .file(.feedbackVoice, .permission(.caseShow), Feedback.self, \.voice),
    ]

    private static let needs = desk(
        Need.self, asked: ["need", "whose", "detail", "outcome", "outcome_note"],
        (
            Phrase("Noter un besoin", en: "Note a need"), Phrase("Modifier le besoin", en: "Edit the need"),
            Phrase("Retirer ce besoin", en: "Take this need out")
        ),
        (.needAdd, .needEdit, .needTakeOut), (.needNew, .needEdit, .needRemoval), begin: { _, _ in }, settle: { need, clear, _ in need.setBands(clear) })

    private static let assessments = desk(
        Assessment.self, asked: ["on", "situation", "strengths", "wishes"],
        (
            Phrase("Noter une évaluation", en: "Note an assessment"), Phrase("Modifier l’évaluation", en: "Edit the assessment"),
            Phrase("Retirer cette évaluation", en: "Take this assessment out")
        ),
        (.assessmentMake, .assessmentEdit, .assessmentTakeOut), (.assessmentNew, .assessmentEdit, .assessmentRemoval), begin: { $0.on = $1.today },
        reaches: { _ in .assessed })

    private static let plan = desk(
        PlanAction.self, asked: ["goal", "action", "responsible", "due", "done_on", "result"],
        (
            Phrase("Ajouter une action", en: "Add an action"), Phrase("Modifier l’action", en: "Edit the action"),
            Phrase("Retirer cette action", en: "Take this action out")
        ),
        (.planAdd, .planEdit, .planTakeOut), (.planNew, .planEdit, .planRemoval),
        begin: { action, visit in
            action.responsible = visit.session?.reader.account
            action.due = visit.today.advanced(by: 7)
        }, reaches: { $0.doneOn == nil ? .planned : .followed })

    private static let services = desk(
        ServiceGiven.self, asked: ["on", "need", "legal_help", "detail"],
        (
            Phrase("Noter un service rendu", en: "Note a service given"), Phrase("Modifier le service rendu", en: "Edit the service given"),
            Phrase("Retirer ce service", en: "Take this service out")
        ),
        (.serviceGivenAdd, .serviceGivenEdit, .serviceGivenTakeOut), (.serviceGivenNew, .serviceGivenEdit, .serviceGivenRemoval), begin: { _, _ in },
        settle: { service, clear, visit in service.setBands(clear, today: visit.today) }, reaches: { _ in .followed })

    private static let notes = desk(
        CaseNote.self, asked: ["on", "text"],
        (Phrase("Ajouter une note", en: "Add a note"), Phrase("Modifier la note", en: "Edit the note"), Phrase("Retirer cette note", en: "Take this note out")),
        (.noteAdd, .noteEdit, .noteTakeOut), (.noteNew, .noteEdit, .noteRemoval), begin: { $0.on = $1.today })

    /// One that is taken out is erased: what should not have been kept is not kept in a history either.
    private static func documents(asked: [String]) -> RecordDesk<CaseDocument> {
        desk(
            CaseDocument.self, asked: asked,
            (
                Phrase("Ajouter un document", en: "Add a document"), Phrase("Modifier le document", en: "Edit the document"),
                Phrase("Effacer ce document", en: "Erase this document")
            ),
            (.documentAdd, .documentEdit, .documentErase), (.documentNew, .documentEdit, .documentRemoval), begin: { $0.on = $1.today },
            removing: { document, visit, act in try visit.forget(\.file, of: document, act) },
            followingRemoval: { document, token, visit in
                try await visit.site.store.read { try ReferredDocument.copies(of: document, $0) }.enumerated().map { number, copy in
                    try visit.deed(.documentErase, token: Visit.token(token, UInt64(number + 1)), in: copy.between) { act in
                        try ReferredDocument.erase(copy.id, by: visit.keyring(act.connection), in: act)
                    }
                }
            })
    }

    private static let feedback = desk(
        Feedback.self, asked: Feedback.asked,
        (Phrase("Noter ce qu’en dit la personne", en: "Note what the person says of it"), Phrase(same: ""), Phrase(same: "")),
        (.feedbackTake, .feedbackTake, .feedbackTake), (.feedbackNew, .feedbackNew, .feedbackNew), begin: { _, _ in },
        settle: { feedback, clear, visit in feedback.setBands(clear, today: visit.today) },
        beginning: { feedback, file, connection in
            let isEnding =
                try connection.first("SELECT 1 FROM case_closure WHERE case_file = ? AND verdict IS NULL LIMIT 1", [file.id.value]) { _ in true } ?? false
            if isEnding || file.step == .closed { feedback.moment = .closure }
        })

    private static let screenings = desk(
        Screening.self, asked: Screening.asked,
        (Phrase("Refaire le repérage", en: "Screen again"), Phrase(same: ""), Phrase(same: "")), (.screeningAdd, .screeningAdd, .screeningAdd),
        (.screeningNew, .screeningNew, .screeningNew), begin: { $0.on = $1.today },
        alongside: { screening, visit, act in
            guard let id = screening.caseFile, var file = try act.connection.find(CaseFile.self, id)?.record,
                var screening = try act.connection.find(Screening.self, screening.id)?.record,
                let opened = try visit.keyring(act.connection).open(screening, act.connection)
            else { return }
            let rule = try ScreeningRule.standing(act.connection)
            screening.risk = opened.risk(by: rule)
            try act.update(screening)
            file.risk = screening.risk
            if file.step == .identified { file.assessBy = screening.risk.map { visit.today.advanced(by: rule.days(for: $0)) } }
            try act.update(file)
        })

    /// The desk of one kind of record that belongs to a case file: reached from the file, and leading back to it.
    private static func desk<R: CaseRecord>(
        _: R.Type, asked: [String], _ words: (Phrase, Phrase, Phrase), _ acts: (ActName, ActName, ActName), _ paths: (SitePath, SitePath, SitePath),
        begin: @escaping @Sendable (inout R, Visit) -> Void, settle: @escaping @Sendable (inout R, [String: Value], Visit) -> Void = { _, _, _ in },
        reaches step: @escaping @Sendable (R) -> CaseStep? = { _ in nil }, alongside: @escaping @Sendable (R, Visit, Act) throws -> Void = { _, _, _ in },
        beginning: @escaping @Sendable (inout R, CaseFile, any Connection) throws -> Void = { _, _, _ in },
        removing: @escaping @Sendable (R, Visit, Act) throws -> Void = { _, _, _ in },
        followingRemoval: @escaping @Sendable (R, AnyID, Visit) async throws -> [Deed] = { _, _, _ in [] }
    ) -> RecordDesk<R> {
        RecordDesk(
            permission: .caseEdit, asked: asked, words: words, acts: acts, paths: paths,
            begin: { visit, connection in
                var blank = R()
                let file = try CasePartsController.file(visit, connection)
                blank.caseFile = file.id
                begin(&blank, visit)
                try beginning(&blank, file, connection)
                return blank
            },
            home: { SitePath.caseFile($0.caseFile!) }, parent: { SitePath.caseFile($0.caseFile!) },
            trail: { visit, record, connection in try CasePartsController.trail(visit, record.caseFile, connection) }, removing: removing, settle: settle,
            alongside: { record, visit, act in
                if let step = step(record) { try CaseProgress.reach(step, record.caseFile, in: act, on: visit.today) }
                try alongside(record, visit, act)
            }, followingRemoval: followingRemoval)
    }
}
