import Access
import Accounts
import Journal
import Statistics
import Storage

extension ProtectionMeasures {
    /// What was said in the period of the files whose person agrees to be counted, with the file and the person it was opened for.
    private static func feedback(
        _ question: MeasureQuestion, _ connection: any Connection
    ) throws -> [(feedback: Stored<Feedback>, file: CaseFile, head: CasePerson?)] {
        let cases = try CountedCases(
            question, where: "EXISTS (SELECT 1 FROM feedback WHERE feedback.case_file = case_file.id AND feedback.month BETWEEN ? AND ?)",
            [question.firstMonth, question.lastMonth], connection)
        let said = try cases.all(Feedback.self)
        let people = try cases.all(CasePerson.self)
        let months = question.days.lowerBound.description.prefix(7)...question.days.upperBound.description.prefix(7)
        return cases.files.flatMap { file in
            let head = people[file.id]?.first { $0.record.isHead }?.record
            return (said[file.id] ?? []).filter { months.contains($0.record.month[...]) }.map { ($0, file, head) }
        }
    }

    private static func codes(_ feedback: Feedback, _ file: CaseFile, _ head: CasePerson?) -> [String: String?] {
        [
            "level": feedback.level.code, "subject": feedback.subject.code, "moment": feedback.moment.code, "sex": head?.sex?.code, "age": head?.ageBand?.code,
            "origin": head?.origin?.code, "region": file.region?.code,
        ]
    }

    static let rightsRespected = Measure(
        "I.1", Phrase("Personnes qui disent leurs droits mieux respectés", en: "People who say that their rights are better respected"),
        definition: Phrase(
            "Part des niveaux 3 et 4 parmi les réponses données à la clôture, la dernière de chaque dossier. À publier avec le nombre de dossiers clos : qui n’a pas été entendu n’est pas compté.",
            en:
                "Share of levels 3 and 4 among the answers given at closure, the last one of each file. To be published with the number of files closed: who was not heard is not counted."
        ),
        unit: Phrase("réponses", en: "answers"), .share,
        by: [Dimension("level", Phrase("Réponse", en: "Answer"), FeedbackLevel.self), sex, age, origin, region], from: [CaseFile.kind]
    ) { question, connection in
        let closing = try feedback(question, connection).filter { $0.feedback.record.moment == .closure }
        return Dictionary(grouping: closing) { $0.file.id }.values.compactMap { said in said.max { $0.feedback.versions.making < $1.feedback.versions.making } }
            .sorted { $0.feedback.id < $1.feedback.id }.map { said in
                let record = said.feedback.record
                return MeasureRow(
                    when: record.month, kind: CaseFile.kind, record: said.file.id.cast(), counts: record.level.isFavourable,
                    codes: codes(record, said.file, said.head))
            }
    }

    static let feedbackReceived = Measure(
        "R2.13", Phrase("Retours des personnes reçus", en: "Feedback received from people"),
        definition: Phrase(
            "Ce que les personnes suivies ont dit de l’aide reçue, à tout moment. Les plaintes n’y sont pas : aucune organisation n’a les siennes, et celles du réseau sont comptées à part.",
            en:
                "What the people followed said of the help received, at any time. Complaints are not in it: no organisation has its own, and those of the network are counted apart."
        ),
        unit: Phrase("retours", en: "answers"), .sum,
        by: [
            Dimension("subject", Phrase("De quoi", en: "About what"), FeedbackSubject.self), Dimension("moment", Phrase(same: "Moment"), FeedbackMoment.self),
            region,
        ], from: [CaseFile.kind]
    ) { question, connection in
        try feedback(question, connection).map { said in
            let record = said.feedback.record
            return MeasureRow(
                when: record.month, kind: CaseFile.kind, record: said.file.id.cast(), once: said.feedback.id.cast(), codes: codes(record, said.file, said.head))
        }
    }
}
