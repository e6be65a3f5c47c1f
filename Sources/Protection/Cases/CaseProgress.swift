import Access
import Journal
import Storage

/// How a case file moves on: each step follows from what was done, and the acts that move it are these alone.
package enum CaseProgress {
    /// Moves the file on to a step that what was just done reaches; it never goes back this way.
    package static func reach(_ step: CaseStep, _ caseFile: ID<CaseFile>?, in act: Act, on day: Day) throws {
        guard let caseFile, var file = try act.connection.find(CaseFile.self, caseFile)?.record else { return }
        if step == .assessed, file.assessedOn == nil { file.assessedOn = day }
        if !file.step.isAtLeast(step) { file.step = step }
        try act.update(file)
    }

    /// Throws where a closure may not be asked for: needs without an outcome, or one that waits already. Of whoever is lost sight of or followed
    /// elsewhere, nobody here can say what becomes of their needs.
    package static func checkAsking(_ caseFile: ID<CaseFile>, _ reason: ClosureReason, _ connection: any Connection) throws {
        guard let file = try connection.find(CaseFile.self, caseFile)?.record, file.step != .closed else {
            throw Refusal("closure.closed", Phrase("Ce dossier est déjà clos.", en: "This case file is closed already."))
        }
        if try connection.first("SELECT 1 FROM case_closure WHERE case_file = ? AND verdict IS NULL LIMIT 1", [caseFile.value], { _ in true }) == true {
            throw Refusal(
                "closure.waiting", Phrase("Une clôture attend déjà la décision du superviseur.", en: "A closure waits for the supervisor’s decision already."))
        }
        guard reason != .lost, reason != .transferred else { return }
        let open = try connection.first("SELECT COUNT(*) FROM need WHERE case_file = ? AND outcome IS NULL", [caseFile.value]) { Int(try $0.integer(0)) } ?? 0
        if open > 0 {
            throw Refusal(
                "closure.needs",
                open == 1
                    ? Phrase("Dites d’abord ce qu’est devenu le besoin noté.", en: "Say first what became of the need that was noted.")
                    : Phrase("Dites d’abord ce que sont devenus les \(open) besoins notés.", en: "Say first what became of the \(open) needs that were noted."),
                field: "reason")
        }
    }

    /// Approves or returns a closure. Throws where it is decided already, or was asked for by the same person.
    package static func decide(_ closure: inout CaseClosure, _ verdict: ClosureVerdict, by reader: Reader, in act: Act, on day: Day) throws {
        guard closure.verdict == nil else {
            throw Refusal("closure.decided", Phrase("Cette clôture est déjà décidée.", en: "This closure is decided already."))
        }
        guard closure.askedBy != reader.account else {
            throw Refusal(
                "closure.own",
                Phrase(
                    "Vous avez demandé cette clôture vous-même : une autre personne la décide.",
                    en: "You asked for this closure yourself: someone else decides it."))
        }
        closure.verdict = verdict
        closure.decidedBy = reader.account
        closure.decidedOn = day
        guard verdict == .approved, let id = closure.caseFile, var file = try act.connection.find(CaseFile.self, id)?.record else { return }
        file.step = .closed
        try act.update(file)
    }

    /// Opens a closed file again, where it was.
    package static func reopen(_ caseFile: ID<CaseFile>?, in act: Act) throws {
        guard let caseFile, var file = try act.connection.find(CaseFile.self, caseFile)?.record, file.step == .closed else {
            throw Refusal("case.open", Phrase("Ce dossier n’est pas clos.", en: "This case file is not closed."))
        }
        file.step = .followed
        try act.update(file)
    }
}
